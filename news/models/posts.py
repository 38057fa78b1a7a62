"""Articles: who may read them, and the address that each keeps."""

import datetime as dt
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from emulation.models import Compact
from events.models import Event
from kit.html import plain_text
from kit.text import clean_line, clean_text, fold, slugify
from members.models import (
    Degree,
    DerivedTextField,
    Subject,
    Unit,
    tracked,
    units_written_of_by,
)

from .comments import Comment, CommentPolicy
from .moves import PostMove
from .sections import Section, Tag
from .text import RichTextField
from .video import check_video_url
from .workflow import OPEN_STATES, WRITER_STATES, NewsRole, PostState, may_follow

if TYPE_CHECKING:
    from members.models.any_user import AnyUser

# The timer runs every minute; only a longer delay is reported.
LATE_FROM = dt.timedelta(minutes=5)
# If the timer has not run for this long, it has stopped.
TIMER_STOPPED_AFTER = dt.timedelta(minutes=10)


def can_edit_news(user: "AnyUser") -> bool:
    """Whether the user edits the newspaper: the editor's office, the city office, a superuser."""
    if not user.is_authenticated or not user.is_active:
        return False
    return user.may(Subject.NEWS, Degree.DECIDE)


class PostQuerySet(models.QuerySet):
    def published(self, now: dt.datetime | None = None) -> Self:
        """Posts that are out at that moment. See also `Post.is_published`."""
        return self.filter(state=Post.State.PUBLISHED, published_at__lte=now or timezone.now())

    def addressed_to(self, user: "AnyUser") -> Self:
        """Published posts meant for this reader: the only query for lists, feeds, search and counts.

        Internal posts are for signed-in members. See also `Post.is_addressed_to`.
        """
        posts = self.published()
        return posts if user.is_authenticated else posts.filter(audience=Post.Audience.PUBLIC)

    def visible_to(self, user: "AnyUser") -> Self:
        """Posts the user may open: those addressed to them, those of units they write for; for an
        editor, all."""
        if can_edit_news(user):
            return self.all()
        return self.addressed_to(user) | self.filter(unit__in=units_written_of_by(user))

    def in_newsroom_of(self, user: "AnyUser") -> Self:
        """Posts in the newsroom's list: of units the user writes for; for an editor, all."""
        return (
            self.all() if can_edit_news(user) else self.filter(unit__in=units_written_of_by(user))
        )

    def editable_by(self, user: "AnyUser") -> Self:
        """Posts whose text the user may change; writers only in the writers' states."""
        if can_edit_news(user):
            return self.all()
        return self.filter(unit__in=units_written_of_by(user), state__in=WRITER_STATES)

    def due(self, now: dt.datetime | None = None) -> Self:
        """Scheduled posts whose time has come, in the order of their times."""
        due = self.filter(state=PostState.SCHEDULED, scheduled_for__lte=now or timezone.now())
        return due.order_by("scheduled_for", "pk")

    def late(self, since: dt.datetime) -> Self:
        """Posts that came out after that moment, and after their time by more than the timer's
        usual minute or two. See also `Post.lateness`."""
        late = self.published().filter(published_at__gte=since, scheduled_for__isnull=False)
        return late.filter(published_at__gt=F("scheduled_for") + LATE_FROM).order_by(
            "-published_at", "-pk"
        )

    def ever_out(self) -> Self:
        """Posts that were ever published or commented on, whatever their state now."""
        went_out = PostMove.objects.filter(post=OuterRef("pk"), new_state=PostState.PUBLISHED)
        commented = Comment.objects.filter(post=OuterRef("pk"))
        return self.filter(
            Q(state__in=[PostState.PUBLISHED, PostState.WITHDRAWN])
            | Q(published_at__isnull=False)
            | Exists(went_out)
            | Exists(commented)
        )

    def newest_first(self) -> Self:
        return self.order_by("-published_at", "-pk")

    def on_front(self) -> Self:
        """Posts that editors chose for the front page, in its order. See also `FrontPin`."""
        is_over = Q(front_pin__until__lte=timezone.now())
        rows = self.filter(front_pin__isnull=False).exclude(is_over).select_related("front_pin")
        return rows.order_by("front_pin__kind", "front_pin__order", "front_pin__pk")

    def in_month(self, year: int, month: int) -> Self:
        """Posts whose address carries that month."""
        return self.filter(address_month=dt.date(year, month, 1))

    def with_card(self) -> Self:
        """Loads what a list shows of each post, in a fixed number of queries."""
        # A subquery counts for the rows of the page only, a join would count for all rows.
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

    def card_pages(self, per_page: int) -> "CardPaginator":
        """Pages of cards, the newest first; the last costs no more than the first."""
        return CardPaginator(self.newest_first(), per_page)

    def with_headline(self) -> Self:
        """Loads only what a link to each post needs."""
        return self.only("title", "slug", "address_month", "published_at")

    def older_than(self, post: "Post") -> Self:
        """Published before that post, the nearest first."""
        before = Q(published_at__lt=post.published_at)
        # Said once more as a plain bound, which the index begins at: an OR alone is read row by row.
        return self.filter(
            before | Q(published_at=post.published_at, pk__lt=post.pk),
            published_at__lte=post.published_at,
        ).newest_first()

    def newer_than(self, post: "Post") -> Self:
        """Published after that post, the nearest first."""
        after = Q(published_at__gt=post.published_at)
        return self.filter(
            after | Q(published_at=post.published_at, pk__gt=post.pk),
            published_at__gte=post.published_at,
        ).order_by("published_at", "pk")

    def beside(self, post: "Post") -> Self:
        """Related posts: with a tag, a unit, the event or the compact in common, newest first."""
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


class CardPaginator(Paginator):
    """Finds the keys of a page's posts first: what a card needs would else be reckoned for every post
    that is skipped, which on the last page of an archive are all."""

    def _get_page(self, object_list: Any, number: int, paginator: Paginator) -> Page:
        keys = list(object_list.values_list("pk", flat=True))
        rows = Post.objects.filter(pk__in=keys).with_card().newest_first()
        return super()._get_page(rows, number, paginator)  # type: ignore[misc]  # Django's own hook


def this_month() -> dt.date:
    """The provisional month in a new draft's address; publication sets the lasting one."""
    return timezone.localdate().replace(day=1)


@tracked(
    readers="editable_by",
    masked=("body",),
    ignored=("lead_photo", "updated_by"),
    many=("units", "tags"),
)
class Post(models.Model):
    """An article. Its address keeps the month and slug it was first given, whatever changes later."""

    State = PostState

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
    body = RichTextField("nội dung", blank=True)
    author_signature = models.CharField(
        "tác giả", max_length=100, help_text="In hoa ở cuối bài, ví dụ: MỸ DUNG."
    )
    section = models.ForeignKey(
        Section, models.PROTECT, related_name="posts", verbose_name="chuyên mục"
    )
    tags = models.ManyToManyField(Tag, blank=True, related_name="posts", verbose_name="nhãn")
    state = models.CharField(
        "trạng thái", max_length=10, choices=PostState, default=PostState.DRAFT
    )
    audience = models.CharField(
        "dành cho", max_length=10, choices=Audience, default=Audience.PUBLIC
    )
    published_at = models.DateTimeField(
        "đăng lúc",
        null=True,
        blank=True,
        help_text="Để trống: lấy lúc đăng. Ghi giờ sắp tới: bài được hẹn giờ và tự lên trang.",
    )
    scheduled_for = models.DateTimeField(
        "hẹn đăng lúc",
        null=True,
        blank=True,
        editable=False,
        help_text="Còn lại sau khi đăng, để biết bài có lên trang đúng giờ hay không.",
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
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="written_posts",
        verbose_name="đơn vị gửi bài",
        help_text="Cộng tác viên của đơn vị này được viết và sửa bản nháp. Trống: ban biên tập.",
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
    video_url = models.CharField(
        "liên kết tới tệp video",
        max_length=400,
        blank=True,
        validators=[
            URLValidator(["https"], message="Địa chỉ phải bắt đầu bằng https://."),
            check_video_url,
        ],
        help_text="Địa chỉ https của một tệp .mp4, .webm hoặc .mov; bạn đọc bấm vào để xem.",
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
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="người sửa sau cùng",
    )
    # Not `auto_now_add`, since an imported post keeps its own date.
    created_at = models.DateTimeField("soạn lúc", default=timezone.now, editable=False)
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
            models.Index(fields=["state", "scheduled_for"], name="news_post_due"),
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
            models.CheckConstraint(
                condition=~Q(state="scheduled") | Q(scheduled_for__isnull=False),
                name="news_post_scheduled_has_time",
                violation_error_message="Bài hẹn giờ phải có giờ hẹn.",
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

    @property
    def version(self) -> str:
        """Identifies the stored text; a form sends the version that it was opened with."""
        return self.updated_at.isoformat()

    @property
    def is_open(self) -> bool:
        """Whether the post is neither published nor withdrawn yet."""
        return self.state in OPEN_STATES

    @property
    def missing_parts(self) -> list[str]:
        """Labels of the required parts that the post still lacks; empty if it is complete."""
        photos = list(self.photos.all())
        undescribed = sum(not photo.alt_text for photo in photos)
        parts = [
            ("tít", bool(self.title)),
            ("sapo", bool(self.lead)),
            ("nội dung", bool(plain_text(self.body))),
            ("tên tác giả", bool(self.author_signature)),
            (f"mô tả của {undescribed} ảnh", not undescribed),
        ]
        return [label for label, is_there in parts if not is_there]

    @property
    def album_url(self) -> str:
        """The address of the page of photographs, which exists from `MIN_ALBUM` photographs on."""
        return f"{self.get_absolute_url()}anh/"

    def roles_of(self, user: "AnyUser") -> set[NewsRole]:
        """The user's roles towards this post; none if they have no access to its newsroom pages."""
        if can_edit_news(user):
            return set(NewsRole)
        if self.unit_id and units_written_of_by(user).filter(pk=self.unit_id).exists():
            return {NewsRole.WRITER}
        return set()

    def is_addressed_to(self, user: "AnyUser") -> bool:
        """See also `PostQuerySet.addressed_to`."""
        return self.is_published and (
            self.audience == self.Audience.PUBLIC or user.is_authenticated
        )

    @property
    def photo_facts(self) -> list[dict[str, Any]]:
        """The post's photographs for the scripts of the writing page."""
        return [photo.facts for photo in self.photos.all()]

    @property
    def is_internal(self) -> bool:
        return self.audience == self.Audience.INTERNAL

    def clean(self) -> None:
        """Cleans the text and fills the fields that may be left empty: the time and the address.

        Both follow the publication until the post is out; then the month stays for ever, and the
        slug unless somebody changes it knowingly. "Published" at a time to come means scheduled.
        """
        self.title = clean_line(self.title)
        self.lead = clean_text(self.lead)
        self.author_signature = clean_line(self.author_signature)
        was_out = self.was_out()
        self._check_state(was_out=was_out)
        if not was_out:
            self.take_month()
        if not self.slug:
            self.take_free_slug()
        elif self._slug_is_taken(self.slug):
            # The month isn't in any form, so validation would skip the constraint.
            raise ValidationError(
                {"slug": "Trong tháng này đã có bài mang đường dẫn đó; hãy đổi đường dẫn."}
            )

    def _check_state(self, *, was_out: bool) -> None:
        """Checks the state against the transitions, and sets the time that a state requires."""
        if was_out and self.state not in (PostState.PUBLISHED, PostState.WITHDRAWN):
            raise ValidationError(
                {"state": "Bài đã lên trang thì không trở lại bản nháp được: chọn “đã gỡ”."}
            )
        stored = Post.objects.filter(pk=self.pk).values_list("state", flat=True).first()
        if stored is not None and not may_follow(stored, self.state):
            old, new = PostState(stored).label, PostState(self.state).label
            raise ValidationError({"state": f"Không chuyển từ “{old}” sang “{new}” được."})
        now = timezone.now()
        is_ahead = self.published_at is not None and self.published_at > now
        if is_ahead and not was_out and self.state in (PostState.PUBLISHED, PostState.SCHEDULED):
            self.state, self.scheduled_for = PostState.SCHEDULED, self.published_at
            self.published_at = None
        if self.state == PostState.SCHEDULED and self.scheduled_for is None:
            raise ValidationError({"state": "Chưa ghi giờ hẹn đăng."})
        if self.state == PostState.PUBLISHED and self.published_at is None:
            self.published_at = now

    def was_out(self) -> bool:
        """Whether readers could already open the post under the address that is stored."""
        if self._state.adding:
            return False
        rows = Post.objects.filter(pk=self.pk, state__in=[PostState.PUBLISHED, PostState.WITHDRAWN])
        return rows.filter(published_at__lte=timezone.now()).exists()

    def take_month(self) -> None:
        """Sets the month in the address to that of publication; a draft keeps that of its creation."""
        out_at = self.published_at or self.scheduled_for
        if out_at is not None:
            self.address_month = timezone.localdate(out_at).replace(day=1)

    def take_free_slug(self) -> None:
        """Sets the slug from the title, with a number if the slug is taken in that month."""
        base = self.slug or slugify(self.title, 90)
        self.slug, number = base, 1
        while self._slug_is_taken(self.slug):
            number += 1
            self.slug = f"{base[:90]}-{number}"

    def _slug_is_taken(self, slug: str) -> bool:
        others = Post.objects.filter(address_month=self.address_month, slug=slug)
        return others.exclude(pk=self.pk).exists()

    def publish(self, *, now: dt.datetime | None = None) -> None:
        """Publishes the post now, or under an earlier time that was set; its address is then fixed.

        A post that was withdrawn comes back under its old address and time.
        """
        now = now or timezone.now()
        if not self.was_out():
            if self.published_at is None or self.published_at > now:
                self.published_at = now
            if self.scheduled_for is not None and self.scheduled_for > now:
                self.scheduled_for = None  # out before its time: there is nothing to be late for
            self.take_month()
            self.take_free_slug()
        self.state = PostState.PUBLISHED
        self.save(
            update_fields=[
                "state", "published_at", "scheduled_for", "address_month", "slug", "updated_at",
            ]
        )  # fmt: skip

    def schedule(self, at: dt.datetime) -> None:
        """Schedules the post to be published at that time by `actions.publish_due`."""
        self.state, self.scheduled_for = PostState.SCHEDULED, at
        self.take_month()
        self.take_free_slug()
        self.save(update_fields=["state", "scheduled_for", "address_month", "slug", "updated_at"])

    def set_state(self, state: str) -> None:
        """Sets any other state, and clears a scheduled time."""
        self.state, self.scheduled_for = state, None
        self.save(update_fields=["state", "scheduled_for", "updated_at"])

    def withdraw(self) -> None:
        """Withdraws the post from the site; all its data stay."""
        self.state = PostState.WITHDRAWN
        self.save(update_fields=["state", "updated_at"])

    @property
    def is_scheduled(self) -> bool:
        """Set to appear at a time of its own. See also `PostQuerySet.due`."""
        return self.state == PostState.SCHEDULED

    @property
    def lateness(self) -> dt.timedelta:
        """The delay of publication after the scheduled time; zero for any other post."""
        if self.state != PostState.PUBLISHED or not self.scheduled_for or not self.published_at:
            return dt.timedelta(0)
        return max(dt.timedelta(0), self.published_at - self.scheduled_for)

    @property
    def overdue(self) -> dt.timedelta:
        """The time that a scheduled post has waited for the timer. See also `PostQuerySet.due`."""
        if self.state != PostState.SCHEDULED or not self.scheduled_for:
            return dt.timedelta(0)
        return max(dt.timedelta(0), timezone.now() - self.scheduled_for)

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
