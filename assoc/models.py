"""The roof's own data: the facts the law wants in the footer, what search has read, and when each
job of the timer last ran."""

from django.db import models
from django.db.models import Q

from members.models import tracked


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
        return cls.objects.filter(pk=1).first() or cls(pk=1)


class SearchEntry(models.Model):
    """The searchable text of one post, event, compact or unit.

    Written by database triggers alone (`assoc/search`), in the transaction that changed the
    content. It says nothing of who may read: that is asked of the content itself at every search.
    """

    class Kind(models.IntegerChoices):
        POST = 1, "Bài viết"
        EVENT = 2, "Sự kiện"
        COMPACT = 3, "Giao ước thi đua"
        UNIT = 4, "Đơn vị"

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
