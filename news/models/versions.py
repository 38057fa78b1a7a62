"""Versions of a post, unsaved text typed into it, who has it open, and preview links."""

import datetime as dt
import secrets
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from kit.dates import lately
from members.models import TypedText

from .pages import Page
from .posts import Post

# A user whose page sent a sign this recently counts as having the post open.
PRESENT_FOR = dt.timedelta(seconds=90)
PREVIEW_FOR = dt.timedelta(days=7)


class PostVersion(models.Model):
    """The text of a post at one moment. Kept for ever; restoring a version makes a new version."""

    class Why(models.TextChoices):
        PUBLISHED = "published", "đăng lên trang"
        UPDATED = "updated", "sửa bài đã đăng"
        REPLACED = "replaced", "bị bản lưu sau thay thế"
        RESTORED = "restored", "khôi phục bản cũ"

    # Fields that are compared and restored, in the order of the form.
    TEXT_FIELDS = ("title", "lead", "body", "author_signature")

    post = models.ForeignKey(Post, models.CASCADE, related_name="versions", verbose_name="bài viết")
    number = models.PositiveIntegerField("bản số")
    why = models.CharField("vì sao có", max_length=10, choices=Why)
    made_at = models.DateTimeField("lúc", default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="người lưu",
    )
    title = models.CharField("tít", max_length=200)
    lead = models.TextField("sapo", blank=True)
    body = models.TextField("nội dung", blank=True)
    author_signature = models.CharField("tác giả", max_length=100, blank=True)
    section_name = models.CharField("chuyên mục", max_length=80)
    # [{"id", "alt", "caption", "credit"}]: the texts of each photograph, in order.
    photos = models.JSONField("ảnh", default=list, blank=True)

    class Meta:
        verbose_name = "bản lưu của bài"
        verbose_name_plural = "bản lưu của bài"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["post", "number"], name="news_postversion_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.title} (bản {self.number})"


class PostDraft(TypedText):
    """The unsaved text of one person, typed into a post in one sitting: see `TypedText`."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="drafts", verbose_name="bài viết")

    class Meta:
        verbose_name = "phần bài chưa lưu"
        verbose_name_plural = "phần bài chưa lưu"
        ordering = ["-typed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["post", "user", "sitting"], name="news_postdraft_sitting_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.post}: {self.user}"

    @property
    def prose_fields(self) -> list[str]:
        return ["body", "lead", "title"]


class PageDraft(TypedText):
    """The same for a lasting page; a page never saved has no row yet, so `page` is empty."""

    page = models.ForeignKey(
        Page, models.CASCADE, null=True, blank=True, related_name="drafts",
        verbose_name="trang cố định",
    )  # fmt: skip

    class Meta:
        verbose_name = "phần trang chưa lưu"
        verbose_name_plural = "phần trang chưa lưu"
        ordering = ["-typed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["page", "user", "sitting"], name="news_pagedraft_sitting_once"
            ),
            models.UniqueConstraint(
                fields=["user", "sitting"],
                condition=models.Q(page=None),
                name="news_pagedraft_new_sitting_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.page or 'Trang mới'}: {self.user}"

    @property
    def prose_fields(self) -> list[str]:
        return ["body", "title"]


class PostPresenceQuerySet(models.QuerySet["PostPresence"]):
    def present(self, now: dt.datetime | None = None) -> Self:
        """Rows of users who have the post open now."""
        return self.filter(seen_at__range=lately(PRESENT_FOR, now))


class PostPresence(models.Model):
    """That somebody has a post open, and when their page last spoke up."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="seen_by", verbose_name="bài viết")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="người mở"
    )
    seen_at = models.DateTimeField("đang mở lúc", default=timezone.now)

    objects = PostPresenceQuerySet.as_manager()

    class Meta:
        verbose_name = "người đang mở bài"
        verbose_name_plural = "người đang mở bài"
        ordering = ["-seen_at"]
        constraints = [
            models.UniqueConstraint(fields=["post", "user"], name="news_postpresence_once")
        ]

    def __str__(self) -> str:
        return f"{self.post}: {self.user}"


def new_preview_token() -> str:
    return secrets.token_urlsafe(24)


def preview_end() -> dt.datetime:
    return timezone.now() + PREVIEW_FOR


class PreviewLinkQuerySet(models.QuerySet["PreviewLink"]):
    def open(self, now: dt.datetime | None = None) -> Self:
        """Links that still show something. See also `PreviewLink.is_open`."""
        return self.filter(revoked_at__isnull=True, expires_at__gt=now or timezone.now())


class PreviewLink(models.Model):
    """An address that shows a post before it is out, to whoever is given it, until it ends."""

    post = models.ForeignKey(
        Post, models.CASCADE, related_name="preview_links", verbose_name="bài viết"
    )
    token = models.CharField(
        "mã", max_length=40, unique=True, default=new_preview_token, editable=False
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người tạo"
    )
    made_at = models.DateTimeField("tạo lúc", auto_now_add=True)
    expires_at = models.DateTimeField("hết hạn lúc", default=preview_end)
    revoked_at = models.DateTimeField("thu hồi lúc", null=True, blank=True)

    objects = PreviewLinkQuerySet.as_manager()

    class Meta:
        verbose_name = "đường dẫn xem trước"
        verbose_name_plural = "đường dẫn xem trước"
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"Xem trước: {self.post}"

    @property
    def is_open(self) -> bool:
        """See also `PreviewLinkQuerySet.open`."""
        return self.revoked_at is None and self.expires_at > timezone.now()

    @property
    def is_backed(self) -> bool:
        """Whether who made it may still see the post: a link outlives no right."""
        return Post.objects.in_newsroom_of(self.made_by).contains(self.post)
