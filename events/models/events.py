"""Events of the association: when, where, who holds them, whom they are for."""

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, F, Max, Min, OuterRef, Q, When
from django.urls import reverse
from django.utils import timezone

from kit.dates import (
    day_range,
    local_day,
    local_day_bounds,
    local_today,
    long_date,
    long_datetime,
    month_title,
)
from kit.text import fold, slugify
from members.models import (
    Degree,
    DerivedTextField,
    Membership,
    Subject,
    Unit,
    UnitScopedQuerySet,
    tracked,
    units_where,
)

from .kinds import MOST_HOURS, EventKind, UsualKind

if TYPE_CHECKING:
    from members.models import User
    from members.models.any_user import AnyUser


class EventQuerySet(UnitScopedQuerySet):
    subject = Subject.EVENTS

    def announced(self) -> Self:
        """Events announced to the public, cancelled ones included. See also `Event.is_public`."""
        return self.filter(state__in=Event.PUBLIC_STATES, is_internal=False)

    def addressed_to(self, user: "AnyUser") -> Self:
        """Announced events meant for this reader: the only query for lists, feeds and search.

        Internal ones are for the members of the units that hold them, all below included, and for
        those who keep these units' events.
        """
        announced = Q(state__in=Event.PUBLIC_STATES)
        public = self.filter(announced, is_internal=False)
        if not user.is_authenticated:
            return public
        return public | self.inside_for(user).filter(announced)

    def inside_for(self, user: "AnyUser") -> Self:
        """Events of the reader's own units, whose internal pages and files are for them: members
        of the units that hold them, all below included, and who keeps these units' events."""
        if not user.is_authenticated:
            return self.none()
        heard = units_heard_by(user)
        hosted = EventHost.objects.filter(unit__in=heard).values("event")
        return self.filter(Q(unit__in=heard) | Q(pk__in=hosted)) | (
            self.filter(unit__in=units_where(user, self.subject))
        )

    def visible_to(self, user: "AnyUser") -> Self:
        """Events addressed to the user; drafts only for the unit's officers."""
        return self.addressed_to(user) | self.filter(unit__in=units_where(user, self.subject))

    def at_desk_of(self, user: "AnyUser") -> Self:
        """Events in the desk's list: of the user's units, and those that one of them hosts with
        others, once announced. Only the first are the user's to write; see `editable_by`."""
        units = units_where(user, self.subject).order_by().values("pk")
        hosted = EventHost.objects.filter(unit__in=units).values("event")
        return self.filter(Q(unit__in=units) | Q(pk__in=hosted, state__in=Event.PUBLIC_STATES))

    def fully_visible_to(self, user: "AnyUser") -> Self:
        """Events of which the user reads the history: attendance and minutes are told in it, so not
        those that somebody else's unit organises and one of theirs hosts."""
        return self.open_to(user, Degree.READ)

    def moved(self) -> Self:
        """Those that were announced for another day first. See also `Event.former_days`."""
        return self.filter(Exists(FormerDay.objects.filter(event=OuterRef("pk"))))

    def with_moves(self) -> Self:
        """For cards and lines, which say "đã dời lịch": spares each a question of its own. See also
        `Event.was_moved`."""
        return self.annotate(
            has_former_day=Exists(FormerDay.objects.filter(event=OuterRef("pk")).order_by())
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
        return self.filter(_not_over()).order_by("starts_at", "pk")

    def past(self) -> Self:
        """Over, latest first. See also `Event.is_over`."""
        return self.filter(_over()).order_by("-starts_at", "-pk")

    def coming_first(self) -> Self:
        """What is to come, soonest first; then what is past, latest first."""
        coming = Case(When(_not_over(), then=F("starts_at")))
        return self.order_by(coming.asc(nulls_last=True), "-starts_at", "-pk")


def _not_over() -> Q:
    today_start, _ = local_day_bounds(local_today())
    endless = Q(starts_at__gte=today_start) | _still_on()
    return Q(ends_at__gte=timezone.now()) | Q(Q(ends_at__isnull=True), endless)


def _over() -> Q:
    today_start, _ = local_day_bounds(local_today())
    endless = Q(starts_at__lt=today_start) & ~_still_on()
    return Q(ends_at__lt=timezone.now()) | Q(Q(ends_at__isnull=True), endless)


def _still_on() -> Q:
    """Within the hours that one of its kind usually lasts: past midnight, where it began late."""
    now = timezone.now()
    condition = Q()
    for hours in range(1, MOST_HOURS + 1):
        condition |= Q(kind__hours=hours, starts_at__gte=now - dt.timedelta(hours=hours))
    return condition


def units_heard_by(user: "User") -> list[int]:
    """The units whose internal events the user hears of: that of their membership of today, those of
    their offices, and all above these."""
    own = {office.unit_id for office in user.offices}
    if user.member_id:
        own |= set(
            Membership.objects.on().filter(member=user.member_id).values_list("unit", flat=True)
        )
    lines = Unit.objects.filter(pk__in=own).values_list("pk", "parent", "parent__parent")
    return sorted({pk for line in lines for pk in line if pk is not None})


@tracked(readers="fully_visible_to", ignored=("form_token",))
class Event(models.Model):
    """An event. It is over once its end is past; without an end, once its day is and the hours that
    one of its kind usually lasts are.

    Nobody meets at midnight: a beginning at 00:00 without an end is a day whose hour is not known.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "bản nháp"
        ANNOUNCED = "announced", "đã công bố"
        CANCELLED = "cancelled", "đã hủy"

    PUBLIC_STATES = (State.ANNOUNCED, State.CANCELLED)
    title = models.CharField("tên sự kiện", max_length=200)
    kind = models.ForeignKey(
        EventKind,
        models.PROTECT,
        to_field="code",
        db_column="kind",
        default=UsualKind.MEETING,
        related_name="events",
        verbose_name="loại",
    )
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
    is_internal = models.BooleanField(
        "chỉ báo trong đơn vị",
        default=False,
        help_text="Chỉ hội viên của đơn vị tổ chức và đơn vị cùng chủ trì đăng nhập mới thấy.",
    )
    summary = models.TextField("giới thiệu ngắn", blank=True)
    outcome = models.TextField("kết quả", blank=True)
    cancel_reason = models.CharField("lý do hủy", max_length=200, blank=True)
    form_token = models.CharField(max_length=80, null=True, unique=True, editable=False)  # noqa: DJ001 - none for what no form made
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="người ghi",
    )
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
            ),
            models.CheckConstraint(
                condition=Q(cancel_reason="") | Q(state="cancelled"),
                name="events_event_reason_only_of_cancelled",
                violation_error_message="Chỉ sự kiện đã hủy mới có lý do hủy.",
            ),
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
    def is_public(self) -> bool:
        """See also `EventQuerySet.announced`."""
        return self.is_announced and not self.is_internal

    @property
    def is_all_day(self) -> bool:
        """Whether only the days are known: it begins at midnight, and ends at one if it has an end."""
        return _at_midnight(self.starts_at) and (
            self.ends_at is None or (_at_midnight(self.ends_at) and self.ends_at > self.starts_at)
        )

    @property
    def last_day(self) -> dt.date:
        """The local day on which it ends; an end at midnight is that of the day before."""
        return local_day(self.expected_end - dt.timedelta(microseconds=1))

    @property
    def expected_end(self) -> dt.datetime:
        """The recorded end, or the usual one; for a day without an hour, the next midnight."""
        if self.ends_at is not None and self.ends_at > self.starts_at:
            return self.ends_at
        if self.is_all_day:
            return local_day_bounds(self.starts_on)[1]
        return self.starts_at + dt.timedelta(hours=self.kind.hours)

    @property
    def when(self) -> str:
        """ "Thứ Sáu, 11/10/2024, 08:30", or the day alone where no hour is known."""
        return when_text(self.starts_at, self.ends_at)

    @property
    def hour(self) -> str:
        """ "08:30"; in words where no hour is known."""
        if self.is_all_day:
            return "Chưa ghi giờ"
        return f"{timezone.localtime(self.starts_at):%H:%M}"

    @property
    def is_over(self) -> bool:
        """See also `EventQuerySet.past`."""
        if self.ends_at is not None:
            return self.ends_at < timezone.now()
        if self.starts_on >= local_today():
            return False
        is_long_past = self.starts_at < timezone.now() - dt.timedelta(hours=MOST_HOURS)
        return is_long_past or self.expected_end < timezone.now()

    @property
    def has_begun(self) -> bool:
        return self.starts_at <= timezone.now()

    @property
    def desk_url(self) -> str:
        return reverse("events_desk:event", args=[self.pk])

    @property
    def was_moved(self) -> bool:
        """Whether it is still to be held, on another day than first announced. See also
        `EventQuerySet.moved` and `with_moves`."""
        if self.state != self.State.ANNOUNCED:
            return False
        annotated: bool | None = vars(self).get("has_former_day")
        return self.former_days.exists() if annotated is None else annotated

    @property
    def state_label(self) -> str:
        """Its state for a list: "đã dời lịch" where an announced one was moved."""
        if self.state == self.State.ANNOUNCED and self.former_days.all():
            return "đã dời lịch"
        return self.get_state_display()


def when_text(starts_at: dt.datetime, ends_at: dt.datetime | None) -> str:
    """ "Thứ Sáu, 11/10/2024, 08:30"; of days without hours "Thứ Sáu, 11/10/2024" or "11–13/10/2024"."""
    if not _at_midnight(starts_at):
        return long_datetime(starts_at)
    if ends_at is None or ends_at == starts_at:
        return long_date(starts_at) if ends_at is None else long_datetime(starts_at)
    if not _at_midnight(ends_at):
        return long_datetime(starts_at)
    first, last = local_day(starts_at), local_day(ends_at) - dt.timedelta(days=1)
    return long_date(first) if first == last else day_range(first, last)


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
class FormerDay(models.Model):
    """When an announced event was to be, before it was moved: it stays shown, so that nobody comes
    on that day for nothing."""

    event = models.ForeignKey(
        Event, models.CASCADE, related_name="former_days", verbose_name="sự kiện"
    )
    starts_at = models.DateTimeField("lịch cũ")
    ends_at = models.DateTimeField("kết thúc theo lịch cũ", null=True, blank=True)
    reason = models.CharField("lý do dời", max_length=200)
    moved_at = models.DateTimeField("dời lúc", auto_now_add=True)

    class Meta:
        verbose_name = "lịch cũ"
        verbose_name_plural = "lịch cũ"
        ordering = ["moved_at", "pk"]

    def __str__(self) -> str:
        return self.when

    @property
    def when(self) -> str:
        """As `Event.when`, of the day it was first announced for."""
        return when_text(self.starts_at, self.ends_at)
