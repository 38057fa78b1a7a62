"""Temporary bans on commenting, with their reasons."""

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from members.models.history import tracked

from .comments import Comment

if TYPE_CHECKING:
    from members.models.any_user import AnyUser


class CommentBanQuerySet(models.QuerySet):
    def in_force(self, now: dt.datetime | None = None) -> Self:
        """See also `CommentBan.is_in_force`."""
        open_end = Q(until__isnull=True) | Q(until__gt=now or timezone.now())
        return self.filter(open_end, lifted_at__isnull=True)

    def against(self, user: "AnyUser", origin: str) -> Self:
        """Bans that apply to this writer: to a member by account, to a visitor by origin."""
        if user.is_authenticated:
            return self.in_force().filter(user=user.pk)
        return self.in_force().filter(user__isnull=True, origin=origin).exclude(origin="")


@tracked()
class CommentBan(models.Model):
    """A writer who may not comment until a moment, or until somebody lifts it.

    A member is known by account. A visitor only by the hashed address, which a house or a café may
    share: so a ban of visitors is best short.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="comment_bans",
        verbose_name="tài khoản",
    )
    origin = models.CharField("nơi gửi (đã băm)", max_length=64, blank=True, editable=False)
    name = models.CharField("tên đã ghi", max_length=60)
    comment = models.ForeignKey(
        Comment,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="bans",
        verbose_name="vì nhận xét",
    )
    reason = models.CharField("lý do", max_length=200)
    until = models.DateTimeField("chặn đến", null=True, blank=True)
    created_at = models.DateTimeField("chặn lúc", default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name="người chặn",
    )
    lifted_at = models.DateTimeField("bỏ chặn lúc", null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="người bỏ chặn",
    )

    objects = CommentBanQuerySet.as_manager()

    class Meta:
        verbose_name = "người bị chặn nhận xét"
        verbose_name_plural = "người bị chặn nhận xét"
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["origin"], name="news_commentban_origin"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=False, origin="") | (Q(user__isnull=True) & ~Q(origin="")),
                name="news_commentban_one_target",
                violation_error_message="Chặn một tài khoản hoặc một nơi gửi, không cả hai.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_in_force(self) -> bool:
        """See also `CommentBanQuerySet.in_force`."""
        return self.lifted_at is None and (self.until is None or self.until > timezone.now())
