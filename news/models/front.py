"""Posts chosen for the front page: one lead story, and pinned posts in order."""

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from members.models import tracked

from .posts import Post, can_edit_news

if TYPE_CHECKING:
    from members.models.any_user import AnyUser


class FrontPinQuerySet(models.QuerySet["FrontPin"]):
    def current(self) -> Self:
        """Choices whose end has not come."""
        return self.filter(Q(until__isnull=True) | Q(until__gt=timezone.now()))

    def pinned(self) -> Self:
        """The pins in their order, without the lead."""
        return self.filter(kind=FrontPin.Kind.PIN)

    def editable_by(self, user: "AnyUser") -> Self:
        return self.all() if can_edit_news(user) else self.none()


@tracked(readers="editable_by")
class FrontPin(models.Model):
    """A post that editors put on the front page. The post decides whether a reader sees it."""

    class Kind(models.TextChoices):
        LEAD = "lead", "tin chính"
        PIN = "pin", "tin ghim"

    post = models.OneToOneField(
        Post, models.CASCADE, related_name="front_pin", verbose_name="bài viết"
    )
    kind = models.CharField("chỗ đứng", max_length=4, choices=Kind, default=Kind.PIN)
    order = models.PositiveSmallIntegerField("thứ tự", default=0)
    until = models.DateTimeField(
        "đến lúc", null=True, blank=True, help_text="Để trống: đến khi có người bỏ ra."
    )
    created_at = models.DateTimeField("chọn lúc", auto_now_add=True)
    updated_at = models.DateTimeField("sửa lúc", auto_now=True)

    objects = FrontPinQuerySet.as_manager()

    class Meta:
        verbose_name = "tin trên trang chủ"
        verbose_name_plural = "tin trên trang chủ"
        ordering = ["kind", "order", "pk"]  # "lead" before "pin"
        constraints = [
            models.UniqueConstraint(
                fields=["kind"],
                condition=Q(kind="lead"),
                name="news_frontpin_one_lead",
                violation_error_message="Trang chủ chỉ có một tin chính.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.post}"

    @property
    def is_lead(self) -> bool:
        return self.kind == self.Kind.LEAD

    @property
    def is_over(self) -> bool:
        """See also `FrontPinQuerySet.current`."""
        return self.until is not None and self.until <= timezone.now()

    @property
    def last_day(self) -> dt.date | None:
        """`until` as people say it: the day at whose end it goes."""
        if self.until is None:
            return None
        return timezone.localdate(self.until - dt.timedelta(seconds=1))

    @property
    def why_hidden(self) -> str:
        """Why readers don't see it, or not all of them; "" where everybody does."""
        if self.is_over:
            return "Đã hết hạn trên trang chủ, bạn đọc không thấy nữa."
        if not self.post.is_published:
            return f"Bài này {self.post.get_state_display()}, nên không hiện trên trang chủ."
        if self.post.is_internal:
            return "Bài nội bộ: chỉ hội viên đã đăng nhập thấy, bạn đọc khác không thấy."
        return ""
