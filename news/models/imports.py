"""Imports from the old blog, and redirects of its addresses."""

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from .comments import Comment
from .files import Photo
from .pages import Page
from .posts import Post, can_edit_news
from .sections import Section, Tag

if TYPE_CHECKING:
    from members.models.any_user import AnyUser

# A run without a sign of life for so long was killed.
SILENT_FOR = dt.timedelta(minutes=10)
# How long an upload that was only tried is kept for the real import.
UPLOAD_FOR = dt.timedelta(days=7)


class ImportRunQuerySet(models.QuerySet["ImportRun"]):
    def visible_to(self, user: "AnyUser") -> Self:
        """The editors': reports name drafts and internal posts."""
        return self.all() if can_edit_news(user) else self.none()

    def alive(self, now: dt.datetime | None = None) -> Self:
        """Runs in progress; there must be only one, as two would import every post twice."""
        now = now or timezone.now()
        # A sign of life in the future was written by a clock that ran ahead.
        heard = (now - SILENT_FOR, now + SILENT_FOR)
        return self.filter(state=ImportRun.State.RUNNING, heard_at__range=heard)

    def waiting(self) -> Self:
        return self.filter(state=ImportRun.State.QUEUED).order_by("pk")

    def reading_old_fonts(self) -> Self:
        """Real imports that turned letters of old fonts into today's."""
        return self.filter(reads_old_fonts=True, is_trial=False)

    def left_over(self, now: dt.datetime | None = None) -> Self:
        """Runs whose upload nobody will ask for any more."""
        since = (now or timezone.now()) - UPLOAD_FOR
        return self.exclude(upload="").filter(
            Q(asked_at__lt=since) | Q(is_trial=False, state=ImportRun.State.DONE)
        )


class ImportRun(models.Model):
    """One reading of a backup, and its report; a trial changes nothing."""

    class State(models.TextChoices):
        QUEUED = "queued", "đang chờ"
        RUNNING = "running", "đang chạy"
        DONE = "done", "đã xong"
        FAILED = "failed", "không thành"

    file_name = models.CharField("tên tệp", max_length=200)
    # Under var/media, of which nothing but photographs is ever served by its name.
    upload = models.FileField("tệp", upload_to="blog-cu", max_length=200, blank=True)
    is_trial = models.BooleanField("chạy thử", default=False)
    state = models.CharField("trạng thái", max_length=10, choices=State, default=State.QUEUED)
    base_url = models.CharField("địa chỉ blog cũ", max_length=200, blank=True)
    section = models.CharField("chuyên mục mặc định", max_length=80, blank=True)
    blog = models.CharField("tên blog trong tệp", max_length=200, blank=True)
    reads_old_fonts = models.BooleanField("đổi chữ gõ bằng phông cũ", default=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="người nhập",
        help_text="Trống: dòng lệnh.",
    )
    token = models.CharField(  # noqa: DJ001 - rows without one must not collide
        "dấu chống gửi trùng", max_length=64, unique=True, null=True, editable=False
    )
    asked_at = models.DateTimeField("yêu cầu lúc", default=timezone.now)
    started_at = models.DateTimeField("bắt đầu lúc", null=True, blank=True)
    heard_at = models.DateTimeField("còn chạy lúc", null=True, blank=True)
    finished_at = models.DateTimeField("xong lúc", null=True, blank=True)
    done = models.PositiveBigIntegerField("đã đọc", default=0)
    total = models.PositiveBigIntegerField("phải đọc", default=0)
    report = models.JSONField("báo cáo", default=dict, blank=True)
    error = models.CharField("lý do không thành", max_length=300, blank=True)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        verbose_name = "lần nhập blog cũ"
        verbose_name_plural = "lần nhập blog cũ"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.get_state_display()})"

    def get_absolute_url(self) -> str:
        return reverse("news_desk:blog_run", args=[self.pk])

    @property
    def is_underway(self) -> bool:
        return self.state in {self.State.QUEUED, self.State.RUNNING}

    @property
    def is_lost(self) -> bool:
        """Whether it says "running" though nothing runs. See also `ImportRunQuerySet.alive`."""
        heard = self.heard_at or self.asked_at
        return self.state == self.State.RUNNING and abs(timezone.now() - heard) > SILENT_FOR

    @property
    def percent(self) -> int:
        return min(100, 100 * self.done // self.total) if self.total else 0

    @property
    def percent_text(self) -> str:
        return f"{self.percent} %"


class ImportedEntry(models.Model):
    """One entry of a backup, so that reading it again changes the same row and makes no second.

    Without its row it was deleted here since, and stays deleted.
    """

    class Kind(models.TextChoices):
        POST = "post", "bài viết"
        PAGE = "page", "trang"
        COMMENT = "comment", "nhận xét"
        PHOTO = "photo", "ảnh"

    entry_id = models.CharField("mã trong tệp", max_length=400, unique=True)
    kind = models.CharField("loại", max_length=10, choices=Kind)
    post = models.ForeignKey(Post, models.SET_NULL, null=True, blank=True, related_name="entries")
    page = models.ForeignKey(Page, models.SET_NULL, null=True, blank=True, related_name="entries")
    comment = models.ForeignKey(
        Comment, models.SET_NULL, null=True, blank=True, related_name="entries"
    )
    photo = models.ForeignKey(Photo, models.SET_NULL, null=True, blank=True, related_name="+")
    # Digests of the entry in the file and of the row as written from it: if the row's digest
    # differs now, an editor has changed it.
    source_mark = models.CharField("dấu của nguồn", max_length=64, blank=True)
    row_mark = models.CharField("dấu của bản ghi", max_length=64, blank=True)
    reply_to = models.CharField("trả lời cho mã", max_length=400, blank=True)
    is_own = models.BooleanField("từ bản xuất của cổng này", default=False)

    class Meta:
        verbose_name = "mục đã nhập"
        verbose_name_plural = "mục đã nhập"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.entry_id


class OldAddress(models.Model):
    """The target of a path of the old blog, taken from the backup, never derived from dates; or one
    that a lasting page had before (`Page.save`)."""

    path = models.CharField("đường dẫn cũ", max_length=400, unique=True)
    post = models.ForeignKey(
        Post, models.CASCADE, null=True, blank=True, related_name="old_addresses"
    )
    page = models.ForeignKey(
        Page, models.CASCADE, null=True, blank=True, related_name="old_addresses"
    )
    section = models.ForeignKey(
        Section, models.CASCADE, null=True, blank=True, related_name="old_addresses"
    )
    tag = models.ForeignKey(
        Tag, models.CASCADE, null=True, blank=True, related_name="old_addresses"
    )
    month = models.DateField("tháng", null=True, blank=True)

    class Meta:
        verbose_name = "địa chỉ cũ"
        verbose_name_plural = "địa chỉ cũ"
        ordering = ["path"]

    def __str__(self) -> str:
        return self.path

    def target_for(self, user: "AnyUser") -> str | None:
        """The present address, if the reader may open that page: a slug reveals the title."""
        if self.post is not None:
            is_open = Post.objects.visible_to(user).filter(pk=self.post.pk).exists()
            return self.post.get_absolute_url() if is_open else None
        if self.page is not None:
            is_open = Page.objects.visible_to(user).filter(pk=self.page.pk).exists()
            return self.page.get_absolute_url() if is_open else None
        if self.month is not None:
            return reverse("news:month", args=[self.month.year, f"{self.month.month:02d}"])
        place = self.section or self.tag
        return place.get_absolute_url() if place is not None else None
