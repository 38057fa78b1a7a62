"""Files of a post: photographs and documents."""

from typing import Any

from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery
from django.urls import reverse

from kit.files import CONTENT_TYPES
from members.models import (
    Photograph,
    tracked,
)
from members.models.attached import DocumentField

from .posts import Post, PostQuerySet

# The number of photographs from which a post has an album page.
MIN_ALBUM = 3


@tracked(about="post", ignored=("width", "height", "digest"))
class Photo(Photograph):
    """A photograph in a post; the first is the post's picture in lists."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="photos", verbose_name="bài viết")
    # Digest of the file as sent: the same file sent twice is one photograph of the post.
    digest = models.CharField("dấu của tệp", max_length=64, blank=True, editable=False)
    updated_at = models.DateTimeField("sửa lúc", auto_now=True)

    class Meta:
        verbose_name = "ảnh"
        verbose_name_plural = "ảnh"
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["post", "digest"],
                condition=~Q(digest=""),
                name="news_photo_once_in_post",
                violation_error_message="Bài đã có ảnh này.",
            )
        ]

    @property
    def version(self) -> str:
        """Identifies the caption and focus that a form was opened with; see `desk.editing`."""
        return self.updated_at.isoformat()

    @property
    def facts(self) -> dict[str, Any]:
        """The photograph's data for the scripts of the writing page (js/writing/post-photos.js)."""
        return {
            "id": self.pk,
            "url": self.picture.rendition_url(self.picture.widths[0]),
            "alt": self.alt,
            "caption": self.caption,
            "credit": self.credit,
        }


def albums(posts: PostQuerySet) -> PostQuerySet:
    """The given posts that have an album, annotated with `photo_count`."""
    own = Photo.objects.filter(post=OuterRef("pk")).order_by().values("post")
    count = own.annotate(n=Count("pk")).values("n")
    return posts.annotate(photo_count=Subquery(count)).filter(photo_count__gte=MIN_ALBUM)


@tracked(about="post")
class Attachment(models.Model):
    """A file under a post. Served by a view that asks who reads, never by its storage address."""

    post = models.ForeignKey(
        Post, models.CASCADE, related_name="attachments", verbose_name="bài viết"
    )
    file = DocumentField("tệp", upload_to="tep/%Y/%m", max_length=200)
    title = models.CharField(
        "tên tệp hiện ra",
        max_length=160,
        blank=True,
        help_text="Ví dụ: Toàn văn giao ước thi đua. Để trống: hiện tên tệp.",
    )
    size = models.PositiveBigIntegerField("dung lượng (byte)", editable=False, default=0)
    order = models.PositiveSmallIntegerField("thứ tự", default=0)

    class Meta:
        verbose_name = "tệp đính kèm"
        verbose_name_plural = "tệp đính kèm"
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.title or self.file_name

    def get_absolute_url(self) -> str:
        return reverse("news:attachment", args=[self.pk, self.file_name])

    @property
    def file_name(self) -> str:
        return (self.file.name or "").rsplit("/", 1)[-1]

    @property
    def extension(self) -> str:
        return self.file_name.rsplit(".", 1)[-1].lower()

    @property
    def content_type(self) -> str:
        """The content type to serve it with; an unknown type as a download."""
        return CONTENT_TYPES.get(self.extension, "application/octet-stream")
