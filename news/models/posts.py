"""Articles: who may read them, and the address that each keeps."""

import datetime as dt
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django_prose_editor.fields import ProseEditorField

from emulation.models import Compact
from events.models import Event
from kit.html import clean_html, plain_text
from kit.text import clean_line, clean_text, fold, slugify
from members.models import DerivedTextField, Unit

from .comments import Comment, CommentPolicy
from .sections import Section, Tag

if TYPE_CHECKING:
    from members.models.scope import AnyUser


def can_edit_news(user: "AnyUser") -> bool:
    """Whether the user edits the newspaper: the editor's office, the city office, a superuser."""
    if not user.is_authenticated or not user.is_active:
        return False
    return user.is_superuser or bool({"news_editor", "city_office"} & user.rights)


class PostQuerySet(models.QuerySet):
    def published(self, now: dt.datetime | None = None) -> Self:
        """Posts that are out at that moment. See also `Post.is_published`."""
        return self.filter(state=Post.State.PUBLISHED, published_at__lte=now or timezone.now())

    def addressed_to(self, user: "AnyUser") -> Self:
        """Published posts meant for this reader: the one door for lists, feeds, search, counts.

        Internal posts are for signed-in members. See also `Post.is_addressed_to`.
        """
        posts = self.published()
        return posts if user.is_authenticated else posts.filter(audience=Post.Audience.PUBLIC)

    def visible_to(self, user: "AnyUser") -> Self:
        """What the user may open: what is addressed to them, and everything for an editor."""
        return self.all() if can_edit_news(user) else self.addressed_to(user)

    def editable_by(self, user: "AnyUser") -> Self:
        return self.all() if can_edit_news(user) else self.none()

    def newest_first(self) -> Self:
        return self.order_by("-published_at", "-pk")

    def in_month(self, year: int, month: int) -> Self:
        """Posts whose address carries that month."""
        return self.filter(address_month=dt.date(year, month, 1))

    def with_card(self) -> Self:
        """What a list shows of each post, in a fixed number of queries."""
        # A count by subquery is made for the rows of the page alone, one by join for all rows.
        shown = (
            Comment.objects.shown()
            .filter(post=OuterRef("pk"))
            .order_by()
            .values("post")
            .annotate(n=Count("pk"))
            .values("n")
        )
        return (
            self.select_related("section", "lead_photo")
            .defer("body", "body_text", "search_text")
            .annotate(comments_shown=Coalesce(Subquery(shown), 0))
        )

    def with_headline(self) -> Self:
        """What a mere link to each post shows."""
        return self.only("title", "slug", "address_month", "published_at")

    def older_than(self, post: "Post") -> Self:
        """Published before that post, the nearest first."""
        before = Q(published_at__lt=post.published_at)
        return self.filter(
            before | Q(published_at=post.published_at, pk__lt=post.pk)
        ).newest_first()

    def newer_than(self, post: "Post") -> Self:
        """Published after that post, the nearest first."""
        after = Q(published_at__gt=post.published_at)
        return self.filter(after | Q(published_at=post.published_at, pk__gt=post.pk)).order_by(
            "published_at", "pk"
        )

    def beside(self, post: "Post") -> Self:
        """Others about the same: a tag, a unit, the event or the compact in common, newest first."""
        same = Q(pk__in=Post.tags.through.objects.filter(tag__in=post.tags.all()).values("post"))
        same |= Q(
            pk__in=Post.units.through.objects.filter(unit__in=post.units.all()).values("post")
        )
        if post.event_id:
            same |= Q(event=post.event_id)
        if post.compact_id:
            same |= Q(compact=post.compact_id)
        return self.filter(same).exclude(pk=post.pk).newest_first()

    def months(self) -> list[tuple[dt.date, int]]:
        """Months of addresses, newest first, with how many of these posts each has."""
        rows = self.order_by().values("address_month").annotate(n=Count("pk"))
        return list(rows.order_by("-address_month").values_list("address_month", "n"))


class RichTextField(ProseEditorField):
    """Body text that is clean in the database, whichever way it came in."""

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = clean_html(getattr(model_instance, self.attname) or "")
        setattr(model_instance, self.attname, value)
        return value


def this_month() -> dt.date:
    """A new draft's month, until its publication says which one stays."""
    return timezone.localdate().replace(day=1)


class Post(models.Model):
    """An article. Its address keeps the month and slug it was first given, whatever changes later."""

    class State(models.TextChoices):
        DRAFT = "draft", "bản nháp"  # never published: the address is not yet fixed
        PUBLISHED = "published", "đã đăng"
        WITHDRAWN = "withdrawn", "đã gỡ"

    class Audience(models.TextChoices):
        PUBLIC = "public", "mọi bạn đọc"
        INTERNAL = "internal", "nội bộ: hội viên đã đăng nhập"

    class Comments(models.TextChoices):
        BY_RULE = "rule", "theo quy định chung"
        OPEN = "open", "luôn mở"
        CLOSED = "closed", "đóng"

    title = models.CharField("tít", max_length=200)
    slug = models.SlugField(
        "đường dẫn",
        max_length=100,
        blank=True,
        help_text="Để trống: lấy từ tít. Bài đã đăng mà đổi đường dẫn thì mọi liên kết cũ tới "
        "bài sẽ hỏng.",
    )
    address_month = models.DateField("tháng trong địa chỉ", default=this_month, editable=False)
    lead = models.TextField(
        "sapo", max_length=600, help_text="Một đoạn in đậm, nói ngay điều chính."
    )
    body = RichTextField(
        "nội dung",
        blank=True,
        extensions={
            "Bold": True,
            "Italic": True,
            "Underline": True,
            "Strike": True,
            "Subscript": True,
            "Superscript": True,
            "HardBreak": True,
            "Heading": {"levels": [2, 3, 4]},
            "BulletList": True,
            "OrderedList": True,
            "ListItem": True,
            "Blockquote": True,
            "HorizontalRule": True,
            "Link": {"enableTarget": False},
            "Table": True,
            "TableRow": True,
            "TableHeader": True,
            "TableCell": True,
            # Old posts have pictures in their text; an editor that knows none would drop them.
            "Figure": True,
            "Caption": True,
            "Image": True,
            "History": True,
        },
        sanitize=clean_html,
    )
    author_signature = models.CharField(
        "tác giả", max_length=100, help_text="In hoa ở cuối bài, ví dụ: MỸ DUNG."
    )
    section = models.ForeignKey(
        Section, models.PROTECT, related_name="posts", verbose_name="chuyên mục"
    )
    tags = models.ManyToManyField(Tag, blank=True, related_name="posts", verbose_name="nhãn")
    state = models.CharField("trạng thái", max_length=10, choices=State, default=State.DRAFT)
    audience = models.CharField(
        "dành cho", max_length=10, choices=Audience, default=Audience.PUBLIC
    )
    published_at = models.DateTimeField(
        "đăng lúc",
        null=True,
        blank=True,
        help_text="Để trống: lấy lúc đăng. Ghi giờ sắp tới: bài tự hiện khi đến giờ.",
    )
    is_featured = models.BooleanField(
        "tin nổi bật", default=False, help_text="Bài nổi bật mới nhất đứng đầu trang chủ."
    )
    event = models.ForeignKey(
        Event, models.SET_NULL, null=True, blank=True, related_name="posts", verbose_name="sự kiện"
    )
    compact = models.ForeignKey(
        Compact,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="posts",
        verbose_name="giao ước thi đua",
    )
    units = models.ManyToManyField(
        Unit, blank=True, related_name="posts", verbose_name="đơn vị được nhắc đến"
    )
    lead_photo = models.ForeignKey(
        "Photo",
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="ảnh chính",
    )
    comments_mode = models.CharField(
        "nhận xét", max_length=6, choices=Comments, default=Comments.BY_RULE
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="người soạn",
    )
    created_at = models.DateTimeField("soạn lúc", auto_now_add=True)
    updated_at = models.DateTimeField("sửa lúc", auto_now=True)
    body_text = DerivedTextField(
        sources=("lead", "body"), derive=lambda lead, body: f"{lead}\n{plain_text(body)}"
    )
    search_text = DerivedTextField(
        sources=("title", "author_signature"), derive=lambda *t: fold(" ".join(t))
    )

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = "bài viết"
        verbose_name_plural = "bài viết"
        ordering = ["-published_at", "-pk"]
        indexes = [
            models.Index(fields=["state", "-published_at", "audience"], name="news_post_front"),
            models.Index(fields=["section", "state", "-published_at"], name="news_post_section"),
            # Counting the posts of every month reads this index alone.
            models.Index(
                fields=["state", "audience", "address_month", "published_at"],
                name="news_post_archive",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["address_month", "slug"],
                name="news_post_address_once",
                violation_error_message="Trong tháng này đã có bài mang đường dẫn đó; hãy đổi đường dẫn.",
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published_at__isnull=False),
                name="news_post_published_has_time",
                violation_error_message="Bài đã đăng phải có thời điểm đăng.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        month = self.address_month
        return reverse("news:detail", args=[month.year, f"{month.month:02d}", self.slug])

    @property
    def is_published(self) -> bool:
        """See also `PostQuerySet.published`."""
        return (
            self.state == self.State.PUBLISHED
            and self.published_at is not None
            and self.published_at <= timezone.now()
        )

    def is_addressed_to(self, user: "AnyUser") -> bool:
        """See also `PostQuerySet.addressed_to`."""
        return self.is_published and (
            self.audience == self.Audience.PUBLIC or user.is_authenticated
        )

    @property
    def is_internal(self) -> bool:
        return self.audience == self.Audience.INTERNAL

    def clean(self) -> None:
        """Tidies the words and fills what may be left empty: the time and the address.

        Both follow the publication until the post is out; then the month stays for ever, and the
        slug unless somebody changes it knowingly.
        """
        self.title = clean_line(self.title)
        self.lead = clean_text(self.lead)
        self.author_signature = clean_line(self.author_signature)
        was_out = self._was_out()
        if was_out and self.state == self.State.DRAFT:
            raise ValidationError(
                {"state": "Bài đã lên trang thì không trở lại bản nháp được: chọn “đã gỡ”."}
            )
        if self.state == self.State.PUBLISHED and self.published_at is None:
            self.published_at = timezone.now()
        if not was_out:
            self.take_month()
        if not self.slug:
            self.take_free_slug()
        elif self._slug_is_taken(self.slug):
            # The month isn't in any form, so the constraint alone would not be asked.
            raise ValidationError(
                {"slug": "Trong tháng này đã có bài mang đường dẫn đó; hãy đổi đường dẫn."}
            )

    def _was_out(self) -> bool:
        """Whether readers could already open the post under the address that is stored."""
        if self._state.adding:
            return False
        rows = Post.objects.filter(pk=self.pk).exclude(state=self.State.DRAFT)
        return rows.filter(published_at__lte=timezone.now()).exists()

    def take_month(self) -> None:
        """The month of publication becomes the address's; a draft has that of its beginning."""
        if self.published_at is not None:
            self.address_month = timezone.localdate(self.published_at).replace(day=1)

    def take_free_slug(self) -> None:
        """The slug of the title, with a number where the month already has such a one."""
        base = self.slug or slugify(self.title, 90)
        self.slug, number = base, 1
        while self._slug_is_taken(self.slug):
            number += 1
            self.slug = f"{base[:90]}-{number}"

    def _slug_is_taken(self, slug: str) -> bool:
        others = Post.objects.filter(address_month=self.address_month, slug=slug)
        return others.exclude(pk=self.pk).exists()

    def publish(self) -> None:
        """Puts the post out now, or keeps the time that was set; its address is then fixed.

        A post that was withdrawn comes back under its old address and time.
        """
        if not self._was_out():
            self.state = self.State.PUBLISHED
            self.published_at = self.published_at or timezone.now()
            self.take_month()
            self.take_free_slug()
        self.state = self.State.PUBLISHED
        self.save(update_fields=["state", "published_at", "address_month", "slug", "updated_at"])

    def withdraw(self) -> None:
        """Takes the post off the site; nothing of it is lost."""
        self.state = self.State.WITHDRAWN
        self.save(update_fields=["state", "updated_at"])

    @property
    def is_scheduled(self) -> bool:
        """Set to appear at a time that has not come."""
        return (
            self.state == self.State.PUBLISHED
            and self.published_at is not None
            and self.published_at > timezone.now()
        )

    def accepts_comments(self, policy: "CommentPolicy | None" = None) -> bool:
        """Whether readers may still write: by the post's own choice, else by the policy's days."""
        if not self.is_published or self.comments_mode == self.Comments.CLOSED:
            return False
        if self.comments_mode == self.Comments.OPEN:
            return True
        policy = policy or CommentPolicy.current()
        if not policy.close_after_days:
            return policy.is_open
        open_for = dt.timedelta(days=policy.close_after_days)
        is_fresh = self.published_at is None or timezone.now() < self.published_at + open_for
        return policy.is_open and is_fresh
