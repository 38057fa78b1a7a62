"""Events of the association: hosts, guests, programme, photographs."""

import datetime as dt
from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import F, Max, Min, Q
from django.urls import reverse
from django.utils import timezone

from kit.dates import (
    local_day,
    local_day_bounds,
    local_today,
    long_date,
    long_datetime,
    month_title,
)
from kit.text import fold, slugify
from members.models import (
    DerivedTextField,
    Photograph,
    Rank,
    Subject,
    Unit,
    UnitScopedQuerySet,
    tracked,
    units_where,
)

if TYPE_CHECKING:
    from members.models.any_user import AnyUser


class EventQuerySet(UnitScopedQuerySet):
    subject = Subject.EVENTS

    def announced(self) -> Self:
        """Events announced to the public, cancelled ones included. See also `Event.is_announced`."""
        return self.filter(state__in=Event.PUBLIC_STATES)

    def visible_to(self, user: "AnyUser") -> Self:
        """Announced events for everyone; drafts only for the unit's officers."""
        return self.filter(
            Q(state__in=Event.PUBLIC_STATES) | Q(unit__in=units_where(user, self.subject))
        )

    def concerning(self, units: models.QuerySet[Unit]) -> Self:
        """Events that one of the units organises or hosts."""
        return self.filter(
            Q(unit__in=units) | Q(pk__in=EventHost.objects.filter(unit__in=units).values("event"))
        )

    def years(self) -> list[int]:
        """From the year of the last event down to that of the first.

        Asked of both ends of the index: which of the years between are empty would cost a look at
        every event.
        """
        ends = self.aggregate(first=Min("starts_at"), last=Max("starts_at"))
        if ends["first"] is None:
            return []
        first, last = local_day(ends["first"]).year, local_day(ends["last"]).year
        return list(range(last, first - 1, -1))

    def upcoming(self) -> Self:
        """Not yet over, soonest first. See also `Event.is_over`."""
        today_start, _ = local_day_bounds(local_today())
        return self.filter(
            Q(ends_at__gte=timezone.now()) | Q(ends_at__isnull=True, starts_at__gte=today_start)
        ).order_by("starts_at", "pk")

    def past(self) -> Self:
        """Over, latest first. See also `Event.is_over`."""
        today_start, _ = local_day_bounds(local_today())
        return self.filter(
            Q(ends_at__lt=timezone.now()) | Q(ends_at__isnull=True, starts_at__lt=today_start)
        ).order_by("-starts_at", "-pk")


@tracked(readers="editable_by")
class Event(models.Model):
    """An event. It is over once its end is past or, without an end, once its day is.

    Nobody meets at midnight: a beginning at 00:00 without an end is a day whose hour is not known.
    """

    class Kind(models.TextChoices):
        SIGNING = "signing", "ký kết giao ước thi đua"
        CONGRESS = "congress", "đại hội"
        MEETING = "meeting", "hội nghị, họp"
        REVIEW = "review", "sơ kết, tổng kết"
        VISIT = "visit", "thăm hỏi, nghĩa tình"
        COMMEMORATION = "commemoration", "kỷ niệm, gặp mặt truyền thống"
        CULTURE = "culture", "văn hóa, thể thao"
        TRAINING = "training", "tập huấn, sinh hoạt chuyên đề"
        OTHER = "other", "hoạt động khác"

    class State(models.TextChoices):
        DRAFT = "draft", "bản nháp"
        ANNOUNCED = "announced", "đã công bố"
        CANCELLED = "cancelled", "đã hủy"

    PUBLIC_STATES = (State.ANNOUNCED, State.CANCELLED)
    # How many hours one of each kind usually takes: what a calendar keeps free where no end is
    # written. A matter of habit, not of any rule.
    USUAL_HOURS: ClassVar[dict[str, int]] = {
        Kind.SIGNING: 3, Kind.CONGRESS: 8, Kind.MEETING: 2, Kind.REVIEW: 3, Kind.VISIT: 2,
        Kind.COMMEMORATION: 3, Kind.CULTURE: 4, Kind.TRAINING: 3, Kind.OTHER: 2,
    }  # fmt: skip

    title = models.CharField("tên sự kiện", max_length=200)
    kind = models.CharField("loại", max_length=20, choices=Kind, default=Kind.MEETING)
    state = models.CharField("trạng thái", max_length=10, choices=State, default=State.DRAFT)
    starts_at = models.DateTimeField("bắt đầu")
    ends_at = models.DateTimeField("kết thúc", null=True, blank=True)
    place = models.CharField("địa điểm", max_length=200)
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        related_name="events",
        verbose_name="đơn vị tổ chức",
        help_text="Cán bộ của đơn vị này được sửa sự kiện.",
    )
    hosts = models.ManyToManyField(
        Unit, through="EventHost", related_name="hosted_events", verbose_name="đơn vị cùng chủ trì"
    )
    summary = models.TextField("giới thiệu ngắn", blank=True)
    outcome = models.TextField("kết quả", blank=True)
    updated_at = models.DateTimeField("sửa lúc", auto_now=True)
    search_text = DerivedTextField(sources=("title", "place"), derive=lambda *t: fold(" ".join(t)))

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = "sự kiện"
        verbose_name_plural = "sự kiện"
        ordering = ["-starts_at", "-pk"]
        indexes = [models.Index(fields=["state", "starts_at"], name="events_event_state_start")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gte=F("starts_at")),
                name="events_event_ends_after_start",
                violation_error_message="Sự kiện phải kết thúc sau khi bắt đầu.",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("events:detail", args=[self.pk, self.slug])

    @property
    def slug(self) -> str:
        return slugify(self.title)

    @property
    def is_announced(self) -> bool:
        """See also `EventQuerySet.announced`."""
        return self.state in self.PUBLIC_STATES

    @property
    def is_cancelled(self) -> bool:
        return self.state == self.State.CANCELLED

    @property
    def starts_on(self) -> dt.date:
        """The local day on which it begins."""
        return timezone.localtime(self.starts_at).date()

    @property
    def month(self) -> str:
        """ "Tháng 10/2024": its heading in a list."""
        return month_title(self.starts_on.year, self.starts_on.month)

    @property
    def is_all_day(self) -> bool:
        """Whether only the day is known."""
        return self.ends_at is None and _at_midnight(self.starts_at)

    @property
    def expected_end(self) -> dt.datetime:
        """The recorded end, or the usual one; for a day without an hour, the next midnight."""
        if self.ends_at is not None and self.ends_at > self.starts_at:
            return self.ends_at
        if self.is_all_day:
            return local_day_bounds(self.starts_on)[1]
        return self.starts_at + dt.timedelta(hours=self.USUAL_HOURS.get(self.kind, 2))

    @property
    def when(self) -> str:
        """ "Thứ Sáu, 11/10/2024, 08:30", or the day alone where no hour is known."""
        return long_date(self.starts_at) if self.is_all_day else long_datetime(self.starts_at)

    @property
    def hour(self) -> str:
        """ "08:30"; in words where no hour is known."""
        if self.is_all_day:
            return "Chưa ghi giờ"
        return f"{timezone.localtime(self.starts_at):%H:%M}"

    @property
    def is_over(self) -> bool:
        """See also `EventQuerySet.past`."""
        if self.ends_at is None:
            return self.starts_on < local_today()
        return self.ends_at < timezone.now()


def _at_midnight(moment: dt.datetime) -> bool:
    return timezone.localtime(moment).time() == dt.time()


@tracked(about="event")
class EventHost(models.Model):
    """A unit that hosts an event together with its organiser."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="event_hosts")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị")
    order = models.PositiveSmallIntegerField("thứ tự", default=0)

    class Meta:
        verbose_name = "đơn vị cùng chủ trì"
        verbose_name_plural = "đơn vị cùng chủ trì"
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "unit"],
                name="events_eventhost_once",
                violation_error_message="Đơn vị này đã có trong danh sách.",
            )
        ]

    def __str__(self) -> str:
        return str(self.unit)


@tracked(about="event")
class Guest(models.Model):
    """A guest as the report names them, in protocol order; a row may stand for a whole group."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="guests", verbose_name="sự kiện")
    order = models.PositiveSmallIntegerField(
        "thứ tự", default=0, help_text="Thứ tự lễ tân: số nhỏ được giới thiệu trước."
    )
    rank = models.PositiveSmallIntegerField("cấp bậc hàm", choices=Rank, null=True, blank=True)
    name = models.CharField(
        "họ và tên",
        max_length=100,
        blank=True,
        help_text="Để trống nếu dòng này nêu chung một nhóm đại biểu.",
    )
    post = models.CharField("chức vụ, đơn vị", max_length=240)
    spoke = models.BooleanField("có phát biểu", default=False)

    class Meta:
        verbose_name = "đại biểu"
        verbose_name_plural = "đại biểu"
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return (
            " ".join(filter(None, [self.get_rank_display() if self.rank else "", self.name]))
            or self.post
        )

    @property
    def title_and_name(self) -> str:
        """ "Thiếu tướng Trần Văn A"; empty for a group."""
        if not self.name:
            return ""
        return f"{self.get_rank_display()} {self.name}" if self.rank else self.name


@tracked(about="event")
class ProgrammeItem(models.Model):
    """One line of the programme."""

    event = models.ForeignKey(
        Event, models.CASCADE, related_name="programme", verbose_name="sự kiện"
    )
    order = models.PositiveSmallIntegerField("thứ tự", default=0)
    starts_at = models.TimeField("giờ", null=True, blank=True)
    title = models.CharField("nội dung", max_length=200)
    speaker = models.CharField("người thực hiện", max_length=160, blank=True)

    class Meta:
        verbose_name = "mục chương trình"
        verbose_name_plural = "chương trình"
        ordering = ["order", "starts_at", "pk"]

    def __str__(self) -> str:
        return self.title


@tracked(about="event", ignored=("width", "height"))
class EventPhoto(Photograph):
    """A photograph taken at the event."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="photos", verbose_name="sự kiện")

    class Meta:
        verbose_name = "ảnh sự kiện"
        verbose_name_plural = "ảnh sự kiện"
        ordering = ["order", "pk"]
