"""The project's own data: the facts the law wants in the footer, what search has read, and when each
job of the timer last ran."""

from typing import TYPE_CHECKING, Self

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Exists, Q
from django.urls import reverse

from kit.text import clean_line
from members.models import tracked
from news.models import Page, Section, can_edit_news

if TYPE_CHECKING:
    from members.models.any_user import AnyUser

# Sections of the portal: URL name, label. The main menu until editors arrange one.
ROOMS = (
    ("home", "Trang chủ"),
    ("news:list", "Tin tức"),
    ("events:list", "Sự kiện"),
    ("emulation:index", "Thi đua"),
    ("welfare:index", "Nghĩa tình"),
    ("members:units", "Tổ chức"),
)
MORE_ROOMS = (("news:albums", "Ảnh hoạt động"), ("news:subscribe", "Nhận tin qua thư điện tử"))
# What the law wants at the foot of each page (field, words).
LEGAL_FACTS = (
    ("owner", "cơ quan chủ quản"),
    ("responsible", "người chịu trách nhiệm nội dung"),
    ("address", "địa chỉ"),
    ("phone", "điện thoại"),
    ("email", "thư điện tử"),
)


@tracked()
class SiteProfile(models.Model):
    """The association as its website names it: one row, changed in the admin.

    The footer's facts are those Nghị định 147/2024 and 174/2026 ask of an organisation's site.
    """

    name = models.CharField(
        "tên trang", max_length=160, default="Hội Cựu Công an nhân dân Thành phố Hồ Chí Minh"
    )
    short_name = models.CharField("tên ngắn", max_length=60, default="Hội Cựu CAND TP.HCM")
    motto = models.CharField("phương châm", max_length=160, blank=True)
    owner = models.CharField("cơ quan chủ quản", max_length=200, blank=True)
    responsible = models.CharField("người chịu trách nhiệm nội dung", max_length=160, blank=True)
    address = models.CharField("địa chỉ", max_length=200, blank=True)
    phone = models.CharField("điện thoại", max_length=60, blank=True)
    email = models.EmailField("thư điện tử", blank=True)
    description = models.CharField(
        "mô tả cho máy tìm kiếm",
        max_length=300,
        default="Tin tức, hoạt động thi đua và nghĩa tình của Hội Cựu Công an nhân dân Thành phố Hồ Chí Minh.",
    )
    updated_at = models.DateTimeField("sửa lúc", auto_now=True)

    has_menu = False  # `current` asks it along, so that a page without own menus costs no query

    class Meta:
        verbose_name = "thông tin trang"
        verbose_name_plural = "thông tin trang"
        constraints = [
            models.CheckConstraint(
                condition=Q(pk=1),
                name="assoc_siteprofile_single",
                violation_error_message="Chỉ có một bộ thông tin.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def current(cls) -> "SiteProfile":
        """The saved facts, or the defaults on an empty site."""
        rows = cls.objects.annotate(has_menu=Exists(MenuEntry.objects.all()))
        return rows.filter(pk=1).first() or cls(pk=1)

    @property
    def missing(self) -> list[str]:
        """What the law expects at the foot of each page and nobody wrote yet."""
        return [label for name, label in LEGAL_FACTS if not getattr(self, name)]


class MenuEntryQuerySet(models.QuerySet["MenuEntry"]):
    def editable_by(self, user: "AnyUser") -> Self:
        return self.all() if can_edit_news(user) else self.none()


@tracked(readers="editable_by")
class MenuEntry(models.Model):
    """One line of a menu that editors made. A place without lines has the portal's own menu."""

    class Place(models.TextChoices):
        MAIN = "main", "trình đơn chính"
        FOOTER = "footer", "cuối trang"

    class Kind(models.TextChoices):
        ROOM = "room", "một mục có sẵn của trang"
        SECTION = "section", "một chuyên mục tin"
        PAGE = "page", "một trang cố định"
        ADDRESS = "address", "một địa chỉ khác"

    # A line can't be without the row by which each page learns that there are lines.
    site = models.ForeignKey(
        SiteProfile, models.CASCADE, default=1, editable=False, related_name="+"
    )
    place = models.CharField("chỗ đứng", max_length=6, choices=Place, editable=False)
    label = models.CharField("chữ hiện ra", max_length=40)
    kind = models.CharField("dẫn tới", max_length=7, choices=Kind, default=Kind.ROOM)
    room = models.CharField("mục có sẵn", max_length=40, blank=True, choices=(*ROOMS, *MORE_ROOMS))
    section = models.ForeignKey(
        Section, models.CASCADE, null=True, blank=True, related_name="+", verbose_name="chuyên mục"
    )
    page = models.ForeignKey(
        Page, models.CASCADE, null=True, blank=True, related_name="+", verbose_name="trang cố định"
    )
    address = models.CharField(
        "địa chỉ",
        max_length=300,
        blank=True,
        validators=[
            RegexValidator(
                r"^(https?://[^\s/?#]+\S*|/(?![/\\])\S*)\Z",
                "Địa chỉ phải bắt đầu bằng https:// hoặc http://, hay một dấu / nếu ở trong trang này.",
            )
        ],
    )
    order = models.PositiveSmallIntegerField("thứ tự", default=0, editable=False)
    is_shown = models.BooleanField("hiện trong trình đơn", default=True)
    updated_at = models.DateTimeField("sửa lúc", auto_now=True)

    objects = MenuEntryQuerySet.as_manager()

    class Meta:
        verbose_name = "mục trong trình đơn"
        verbose_name_plural = "trình đơn"
        ordering = ["place", "order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(
                    (Q(kind="room") & ~Q(room=""))
                    | Q(kind="section", section__isnull=False)
                    | Q(kind="page", page__isnull=False)
                    | (Q(kind="address") & ~Q(address=""))
                ),
                name="assoc_menuentry_leads_somewhere",
                violation_error_message="Chưa chọn nơi dẫn tới.",
            )
        ]

    def __str__(self) -> str:
        return self.label

    def clean(self) -> None:
        """What it leads to must be there; what belongs to another kind is dropped."""
        self.label = clean_line(self.label)
        if not getattr(self, self.kind, None):
            raise ValidationError({self.kind: "Chưa chọn nơi dẫn tới."})
        self.room = self.room if self.kind == self.Kind.ROOM else ""
        self.section = self.section if self.kind == self.Kind.SECTION else None
        self.page = self.page if self.kind == self.Kind.PAGE else None
        self.address = self.address if self.kind == self.Kind.ADDRESS else ""

    @property
    def twins(self) -> "MenuEntryQuerySet":
        """Lines of the same menu that say the same and lead to the same."""
        names = ("place", "label", "kind", "room", "section", "page", "address")
        same = {name: getattr(self, name) for name in names if getattr(self, name) is not None}
        return MenuEntry.objects.filter(**same).exclude(pk=self.pk)

    @property
    def url(self) -> str:
        if self.section is not None:
            return self.section.get_absolute_url()
        if self.page is not None:
            return self.page.get_absolute_url()
        return reverse(self.room) if self.room else self.address

    @property
    def is_open(self) -> bool:
        """Whether readers get to see it: a draft behind it hides it."""
        return self.is_shown and (self.page is None or self.page.is_published)


class SearchEntry(models.Model):
    """The searchable text of one post, event, compact, unit, lasting page or exemplar.

    Written by database triggers alone (`assoc/search`), in the transaction that changed the
    content. It says nothing of who may read: that is asked of the content itself at every search.
    """

    class Kind(models.IntegerChoices):
        POST = 1, "Bài viết"
        EVENT = 2, "Sự kiện"
        COMPACT = 3, "Giao ước thi đua"
        UNIT = 4, "Đơn vị"
        PAGE = 5, "Trang"
        EXEMPLAR = 6, "Điển hình, mô hình"

    # The key sorts by kind, then by day: 1 20241011 00000042 is post 42, of 11/10/2024. So "the
    # newest posts with this word" and "those of 2024" are walks along the key, whatever the number
    # of hits, and no order has to be computed. 100 million records of a kind have room.
    DAY_STEP = 10**8
    YEAR_STEP = 10**4 * DAY_STEP
    KIND_STEP = 10**4 * YEAR_STEP

    id = models.BigIntegerField(primary_key=True)
    kind = models.PositiveSmallIntegerField(choices=Kind)
    object_id = models.BigIntegerField()
    title = models.TextField()
    body = models.TextField()

    class Meta:
        verbose_name = "mục tìm kiếm"
        verbose_name_plural = "mục tìm kiếm"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "object_id"],
                name="assoc_searchentry_once",
                violation_error_message="Nội dung này đã có trong kho tìm kiếm.",
            )
        ]

    def __str__(self) -> str:
        return self.title


class Job(models.Model):
    """One of the timer's jobs: when it is next due and how its last run went. See `assoc.jobs`."""

    name = models.SlugField("tên", max_length=40, unique=True)
    due_at = models.DateTimeField("đến lượt lúc")
    started_at = models.DateTimeField("chạy lúc", null=True)
    finished_at = models.DateTimeField("xong lúc", null=True)
    has_failed = models.BooleanField("lần chạy trước bị lỗi", default=False)
    note = models.CharField("kết quả", max_length=300, blank=True)

    class Meta:
        verbose_name = "việc tự động"
        verbose_name_plural = "việc tự động"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class PageGeneration(models.Model):
    """How often what visitors read has changed: one row, written by triggers alone.

    Without it nothing is kept; see assoc/page_cache.
    """

    number = models.BigIntegerField("số lần thay đổi")

    class Meta:
        verbose_name = "số lần thay đổi của trang công khai"
        verbose_name_plural = "số lần thay đổi của trang công khai"
        constraints = [
            models.CheckConstraint(
                condition=Q(pk=1),
                name="assoc_pagegeneration_single",
                violation_error_message="Chỉ có một số.",
            )
        ]

    def __str__(self) -> str:
        return str(self.number)
