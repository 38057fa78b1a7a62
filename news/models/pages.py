"""Pages that stay: Giới thiệu, Điều lệ, Liên hệ."""

from typing import TYPE_CHECKING, Any, Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone

from kit.html import plain_text
from kit.text import clean_line, fold, slugify
from members.models import (
    DerivedTextField,
    tracked,
)

from .posts import can_edit_news
from .text import RichTextField

if TYPE_CHECKING:
    from members.models.any_user import AnyUser

# First path segments used by the portal itself (checked by a test against assoc.urls).
TAKEN_SLUGS = frozenset(
    {
        "admin", "dang-nhap", "dang-xuat", "dat-mat-khau", "doc", "healthz", "media", "nghia-tinh", "p", "readyz",
        "search", "so", "static", "styleguide", "su-kien", "thi-dua", "tim-kiem", "tin-tuc",
        "to-chuc", "the", "toi", "feeds",
    }
)  # fmt: skip


class PageQuerySet(models.QuerySet["Page"]):
    def published(self) -> Self:
        return self.filter(state=Page.State.PUBLISHED)

    def visible_to(self, user: "AnyUser") -> Self:
        """Published pages for everyone; drafts for those who edit the newspaper."""
        return self.all() if can_edit_news(user) else self.published()

    def editable_by(self, user: "AnyUser") -> Self:
        return self.all() if can_edit_news(user) else self.none()


@tracked(readers="editable_by", masked=("body",))
class Page(models.Model):
    """A page of lasting content under an address of its own, `/gioi-thieu/`."""

    class State(models.TextChoices):
        DRAFT = "draft", "bản nháp"
        PUBLISHED = "published", "đã đăng"

    title = models.CharField("tên trang", max_length=200)
    slug = models.SlugField(
        "đường dẫn",
        max_length=100,
        unique=True,
        blank=True,
        help_text="Để trống: lấy từ tên trang. Đổi đường dẫn thì liên kết cũ vẫn dẫn tới trang này.",
    )
    body = RichTextField("nội dung", blank=True)
    state = models.CharField("trạng thái", max_length=10, choices=State, default=State.DRAFT)
    created_at = models.DateTimeField("soạn lúc", default=timezone.now, editable=False)
    updated_at = models.DateTimeField("sửa lúc", auto_now=True)
    body_text = DerivedTextField(sources=("body",), derive=plain_text)
    search_text = DerivedTextField(sources=("title",), derive=lambda *t: fold(" ".join(t)))

    objects = PageQuerySet.as_manager()

    class Meta:
        verbose_name = "trang cố định"
        verbose_name_plural = "trang cố định"
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        """An address that readers may have kept leads on to the new one (`OldAddress`)."""
        old = Page.objects.filter(pk=self.pk).values_list("slug", flat=True).first()
        super().save(*args, **kwargs)
        if old and old != self.slug:
            nowhere_else = {"post": None, "section": None, "tag": None, "month": None}
            self.old_addresses.model.objects.update_or_create(
                path=f"/{old}", defaults={"page": self} | nowhere_else
            )

    def get_absolute_url(self) -> str:
        return reverse("page", args=[self.slug])

    @property
    def is_published(self) -> bool:
        """See also `PageQuerySet.published`."""
        return self.state == self.State.PUBLISHED

    def clean(self) -> None:
        """Tidies the name and finds an address that nothing else has."""
        self.title = clean_line(self.title)
        if not self.slug:
            self.take_free_slug()
        elif self.slug in TAKEN_SLUGS:
            raise ValidationError(
                {"slug": "Đường dẫn này là của một mục có sẵn trên trang; hãy chọn đường dẫn khác."}
            )

    def take_free_slug(self) -> None:
        """The slug of the title, with a number where it is taken."""
        base = self.slug = slugify(self.title, 90)
        number = 1
        while self.slug in TAKEN_SLUGS or self._slug_is_taken():
            number += 1
            self.slug = f"{base}-{number}"

    def _slug_is_taken(self) -> bool:
        return Page.objects.filter(slug=self.slug).exclude(pk=self.pk).exists()


@tracked(about="page", ignored=("entry_id",))
class PageComment(models.Model):
    """A reader's comment under a page of the old blog: kept for reading, never answered here.

    Pages of the portal take no comments; `Comment` belongs to a post.
    """

    page = models.ForeignKey(
        Page, models.CASCADE, related_name="old_comments", verbose_name="trang"
    )
    name = models.CharField("tên", max_length=60)
    text = models.TextField("nội dung")
    created_at = models.DateTimeField("viết lúc")
    is_shown = models.BooleanField("hiện dưới trang", default=True)
    # Its name in the backup, under which an export gives it on.
    entry_id = models.CharField("mã trong tệp", max_length=400, editable=False)

    class Meta:
        verbose_name = "nhận xét cũ dưới trang"
        verbose_name_plural = "nhận xét cũ dưới trang"
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return f"{self.name}: {self.text[:60]}"
