"""Who was there, what was said and decided: attendance and minutes of an event, and its tasks."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from kit.dates import local_today
from members.models import Member, Subject, UnitScopedQuerySet, tracked

from .events import Event

if TYPE_CHECKING:
    from members.models import User


class AttendanceQuerySet(UnitScopedQuerySet):
    subject = Subject.EVENTS
    unit_field = "event__unit"

    def present(self) -> Self:
        return self.filter(state=Attendance.State.PRESENT)


@tracked(about="event", records_creation=False)
class Attendance(models.Model):
    """Whether one member was at one event. Nobody's is shown to the public."""

    class State(models.TextChoices):
        PRESENT = "present", "có mặt"
        EXCUSED = "excused", "vắng có phép"
        ABSENT = "absent", "vắng"

    event = models.ForeignKey(
        Event, models.PROTECT, related_name="attendance", verbose_name="sự kiện"
    )
    member = models.ForeignKey(
        Member, models.PROTECT, related_name="attendance", verbose_name="hội viên"
    )
    state = models.CharField("có mặt hay vắng", max_length=8, choices=State)

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = "điểm danh"
        verbose_name_plural = "điểm danh"
        ordering = ["event", "member__sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "member"],
                name="events_attendance_once",
                violation_error_message="Đồng chí này đã có trong danh sách điểm danh.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("present", "excused", "absent")),
                name="events_attendance_state_known",
                violation_error_message="Giá trị này không có trong danh sách.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member.full_name}: {self.get_state_display()}"


class MinutesQuerySet(UnitScopedQuerySet):
    subject = Subject.EVENTS
    unit_field = "event__unit"


@tracked(about="event", ignored=("form_token",))
class Minutes(models.Model):
    """The minutes of an event. Closed, they keep the count of those present, and nobody changes
    them or the attendance before they are reopened with a reason."""

    event = models.OneToOneField(
        Event, models.PROTECT, related_name="minutes", verbose_name="sự kiện"
    )
    chair = models.CharField("chủ trì", max_length=120, blank=True)
    secretary = models.CharField("thư ký", max_length=120, blank=True)
    started_at = models.TimeField("bắt đầu lúc", null=True, blank=True)
    ended_at = models.TimeField("kết thúc lúc", null=True, blank=True)
    guests_present = models.TextField("khách dự", blank=True)
    guest_count = models.PositiveSmallIntegerField("số khách dự", default=0)
    agenda = models.TextField("nội dung", blank=True)
    opinions = models.TextField("ý kiến phát biểu", blank=True)
    decisions = models.TextField("kết luận, quyết nghị", blank=True)
    total = models.PositiveSmallIntegerField("số triệu tập", null=True, editable=False)
    present = models.PositiveSmallIntegerField("số có mặt", null=True, editable=False)
    excused = models.PositiveSmallIntegerField("số vắng có phép", null=True, editable=False)
    closed_at = models.DateTimeField("chốt lúc", null=True, editable=False)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+",
        verbose_name="người chốt",
    )  # fmt: skip
    reopen_reason = models.CharField("lý do mở lại", max_length=200, blank=True, editable=False)
    form_token = models.CharField(max_length=80, blank=True, editable=False)
    updated_at = models.DateTimeField("sửa lúc", auto_now=True)

    objects = MinutesQuerySet.as_manager()

    class Meta:
        verbose_name = "biên bản"
        verbose_name_plural = "biên bản"
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, total__isnull=True, present__isnull=True)
                | Q(closed_at__isnull=False, total__isnull=False, present__isnull=False),
                name="events_minutes_closed_with_count",
                violation_error_message="Biên bản đã chốt thì phải có số có mặt.",
            ),
            models.CheckConstraint(
                condition=Q(present__isnull=True) | Q(present__lte=F("total")),
                name="events_minutes_present_of_total",
                violation_error_message="Số có mặt không thể nhiều hơn số triệu tập.",
            ),
        ]

    def __str__(self) -> str:
        return f"Biên bản: {self.event}"

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None


@tracked(about="minutes.event")
class Vote(models.Model):
    """One question put to the vote, with the three counts."""

    minutes = models.ForeignKey(
        Minutes, models.CASCADE, related_name="votes", verbose_name="biên bản"
    )
    order = models.PositiveSmallIntegerField("thứ tự", default=0)
    question = models.CharField("nội dung biểu quyết", max_length=240)
    in_favour = models.PositiveSmallIntegerField("tán thành", default=0)
    against = models.PositiveSmallIntegerField("không tán thành", default=0)
    other = models.PositiveSmallIntegerField("ý kiến khác", default=0)

    class Meta:
        verbose_name = "biểu quyết"
        verbose_name_plural = "biểu quyết"
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return f"{self.question}: {self.in_favour}/{self.against}/{self.other}"

    @property
    def voters(self) -> int:
        return self.in_favour + self.against + self.other


class ResolutionTaskQuerySet(UnitScopedQuerySet):
    subject = Subject.EVENTS
    unit_field = "minutes__event__unit"

    def open(self) -> Self:
        """Not done yet, the nearest first. See also `ResolutionTask.is_done`."""
        return self.filter(done_on__isnull=True).order_by("due_on", "pk")

    def of_own_units(self, user: "User") -> Self:
        """Of the units in which the user holds an office, not of those below."""
        return self.filter(minutes__event__unit__in={office.unit_id for office in user.offices})


@tracked(about="minutes.event")
class ResolutionTask(models.Model):
    """What a meeting decided that somebody is to do by a day."""

    minutes = models.ForeignKey(
        Minutes, models.CASCADE, related_name="tasks", verbose_name="biên bản"
    )
    order = models.PositiveSmallIntegerField("thứ tự", default=0)
    what = models.CharField("việc", max_length=240)
    responsible = models.CharField("người phụ trách", max_length=120)
    due_on = models.DateField("xong trước ngày")
    done_on = models.DateField("xong ngày", null=True, blank=True)

    objects = ResolutionTaskQuerySet.as_manager()

    class Meta:
        verbose_name = "việc theo quyết nghị"
        verbose_name_plural = "việc theo quyết nghị"
        ordering = ["order", "pk"]
        indexes = [models.Index(fields=["done_on", "due_on"], name="events_task_open")]

    def __str__(self) -> str:
        return self.what

    @property
    def is_done(self) -> bool:
        """See also `ResolutionTaskQuerySet.open`."""
        return self.done_on is not None

    @property
    def is_late(self) -> bool:
        return self.done_on is None and self.due_on < local_today()
