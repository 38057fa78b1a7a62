"""What readers say, and the rules by which it is taken in."""

import datetime as dt
import secrets
from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from kit.text import fold
from members.models import (
    DerivedTextField,
    tracked,
)


@tracked()
class CommentPolicy(models.Model):
    """How comments are taken in: one row, changed in the admin."""

    is_open = models.BooleanField("nhận nhận xét", default=True)
    visitors_wait = models.BooleanField("nhận xét của khách phải chờ duyệt", default=True)
    members_wait = models.BooleanField(
        "nhận xét của hội viên đã đăng nhập phải chờ duyệt", default=False
    )
    close_after_days = models.PositiveSmallIntegerField(
        "đóng nhận xét sau (ngày)",
        default=0,
        help_text="Tính từ ngày đăng bài. 0: không tự đóng.",
    )
    max_links = models.PositiveSmallIntegerField(
        "giữ lại khi có quá số liên kết",
        default=1,
        help_text="0: giữ lại mọi nhận xét có liên kết.",
    )
    held_words = models.TextField(
        "từ khiến nhận xét bị giữ lại",
        blank=True,
        help_text="Mỗi dòng một từ hoặc cụm từ. So nguyên từ, đúng dấu, không phân biệt hoa "
        "thường: “an” không giữ “bán”, “ấn”.",
    )
    per_ten_minutes = models.PositiveSmallIntegerField(
        "số nhận xét mỗi 10 phút từ một nơi",
        default=5,
        validators=[MinValueValidator(1)],
        help_text="Hội viên đã đăng nhập thì tính theo tài khoản.",
    )
    max_length = models.PositiveIntegerField(
        "độ dài tối đa (ký tự)", default=3000, validators=[MinValueValidator(100)]
    )

    class Meta:
        verbose_name = "quy định nhận xét"
        verbose_name_plural = "quy định nhận xét"
        constraints = [
            models.CheckConstraint(
                condition=Q(pk=1),
                name="news_commentpolicy_single",
                violation_error_message="Chỉ có một bộ quy định.",
            )
        ]

    def __str__(self) -> str:
        return "Quy định nhận xét"

    @classmethod
    def current(cls) -> "CommentPolicy":
        """The policy in force: the saved row, or the defaults where nobody saved one yet."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)


def new_reference() -> str:
    """A code that a visitor can copy by hand: no letters that look like digits."""
    return "".join(secrets.choice("ACDEFGHJKLMNPQRTUVWXY34679") for _ in range(8))


class CommentQuerySet(models.QuerySet):
    def shown(self) -> Self:
        """What readers see, oldest first; a reply shows only under a comment that does.

        See also `Comment.is_shown`.
        """
        approved = Comment.State.APPROVED
        return self.filter(
            Q(parent__isnull=True) | Q(parent__state=approved), state=approved
        ).order_by("created_at", "pk")

    def threads(self) -> Self:
        """Those that open a thread rather than reply in one."""
        return self.filter(parent__isnull=True)

    def waiting(self) -> Self:
        return self.filter(state=Comment.State.HELD).order_by("created_at", "pk")

    def within(self, span: dt.timedelta) -> Self:
        """Written within that time before now."""
        return self.filter(created_at__gt=timezone.now() - span)


@tracked(about="post", tells_creation=False)
class Comment(models.Model):
    """What a reader wrote under a post, or in reply to such a comment (one level deep)."""

    class State(models.TextChoices):
        HELD = "held", "chờ duyệt"
        APPROVED = "approved", "đã đăng"
        REJECTED = "rejected", "đã từ chối"

    post = models.ForeignKey(
        "Post", models.CASCADE, related_name="comments", verbose_name="bài viết"
    )
    parent = models.ForeignKey(
        "self",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="replies",
        verbose_name="trả lời cho",
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="comments",
        verbose_name="tài khoản",
    )
    name = models.CharField("họ tên", max_length=60)
    text = models.TextField("nội dung")
    state = models.CharField("trạng thái", max_length=10, choices=State, default=State.HELD)
    held_because = models.JSONField("lý do giữ lại", default=list, blank=True)
    reference = models.CharField(
        "mã tra cứu", max_length=8, unique=True, default=new_reference, editable=False
    )
    token = models.CharField(  # noqa: DJ001 - rows without one must not collide
        "dấu chống gửi trùng", max_length=64, unique=True, null=True, editable=False
    )
    origin = models.CharField("nơi gửi (đã băm)", max_length=64, blank=True, editable=False)
    created_at = models.DateTimeField("gửi lúc", default=timezone.now)
    moderated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="người duyệt",
    )
    moderated_at = models.DateTimeField("duyệt lúc", null=True, blank=True)
    search_text = DerivedTextField(
        sources=("name", "text"), derive=lambda *parts: fold(" ".join(parts))
    )

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = "nhận xét"
        verbose_name_plural = "nhận xét"
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["post", "state", "created_at"], name="news_comment_post_state"),
            models.Index(fields=["origin", "created_at"], name="news_comment_origin"),
            models.Index(fields=["state", "created_at"], name="news_comment_queue"),
            models.Index(fields=["created_at"], name="news_comment_latest"),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.text[:60]}"

    def get_absolute_url(self) -> str:
        return f"{self.post.get_absolute_url()}#nhan-xet-{self.pk}"

    def clean(self) -> None:
        """A reply stands in its parent's post, and is itself no parent: one level deep."""
        if self.parent is None:
            return
        if self.parent.post_id != self.post_id:
            raise ValidationError({"parent": "Nhận xét được trả lời phải ở cùng bài."})
        if self.parent.parent_id is not None:
            raise ValidationError({"parent": "Chỉ trả lời được nhận xét gốc."})

    @property
    def is_shown(self) -> bool:
        """See also `CommentQuerySet.shown`."""
        return self.state == self.State.APPROVED and (
            self.parent is None or self.parent.state == self.State.APPROVED
        )

    @property
    def is_by_member(self) -> bool:
        """Whether somebody signed in wrote it, so that the name is known to be right."""
        return self.user_id is not None

    @property
    def thread_pk(self) -> int:
        """The comment that opens the thread: a reply to a reply joins the same thread."""
        return self.parent_id or self.pk
