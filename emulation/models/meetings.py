"""The meeting at the end of a cycle (họp cụm): tổng kết, the next signing, the hand-over, in one day."""

from typing import TYPE_CHECKING, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from events.models import Event
from members.models import tracked

from .cycles import Cycle

if TYPE_CHECKING:
    from members.models.any_user import AnyUser

MOST_BALLOTS = 9_999


class OfCycleQuerySet(models.QuerySet):
    """What belongs to a cycle: read with it, written by who sets its days."""

    def visible_to(self, user: "AnyUser") -> Self:
        return self.filter(cycle__in=Cycle.objects.visible_to(user).order_by().values("pk"))

    def editable_by(self, user: "AnyUser") -> Self:
        return self.filter(cycle__in=Cycle.objects.scheduled_by(user).order_by().values("pk"))


@tracked(about="cycle")
class ClusterMeeting(models.Model):
    """What the meeting's folder says beyond the records that it gathers. Its event keeps the
    invitations, the attendance, the minutes and the photographs."""

    cycle = models.OneToOneField(
        Cycle, models.PROTECT, related_name="meeting", verbose_name="kỳ thi đua"
    )
    event = models.ForeignKey(
        Event, models.PROTECT, null=True, blank=True, related_name="cluster_meetings",
        verbose_name="sự kiện",
    )  # fmt: skip
    slogan = models.CharField("khẩu hiệu", max_length=200, blank=True)
    programme = models.TextField("chương trình", blank=True)
    speeches = models.TextField("các bài phát biểu", blank=True)
    counters = models.TextField("tổ kiểm phiếu", blank=True)
    handover_notes = models.TextField("việc còn dở, bàn giao thêm", blank=True)
    handed_over_on = models.DateField("bàn giao ngày", null=True, blank=True)
    updated_at = models.DateTimeField("sửa lúc", auto_now=True)

    objects = OfCycleQuerySet.as_manager()

    class Meta:
        verbose_name = "họp cụm"
        verbose_name_plural = "họp cụm"
        ordering = ["cycle"]

    def __str__(self) -> str:
        return f"Họp cụm: {self.cycle}"

    def get_absolute_url(self) -> str:
        return reverse("emulation_desk:meeting", args=[self.cycle_id])


def meeting_of(cycle: Cycle) -> ClusterMeeting:
    """The cycle's meeting, stored or new."""
    stored = ClusterMeeting.objects.filter(cycle=cycle).select_related("event").first()
    return stored or ClusterMeeting(cycle=cycle)


@tracked(about="cycle")
class Ballot(models.Model):
    """A question put to the vote on paper, and what the counting committee found.

    The vote that ranks the units (suy tôn) is none of these: `ScoringRules` keeps it.
    """

    cycle = models.ForeignKey(
        Cycle, models.PROTECT, related_name="meeting_ballots", verbose_name="kỳ thi đua"
    )
    question = models.CharField("câu hỏi, nội dung bầu", max_length=200)
    seats = models.PositiveSmallIntegerField(
        "chọn không quá", default=1,
        validators=[MinValueValidator(1, "Ít nhất 1."), MaxValueValidator(50, "Nhiều nhất 50.")],
    )  # fmt: skip
    issued = models.PositiveSmallIntegerField("số phiếu phát ra", null=True, blank=True)
    returned = models.PositiveSmallIntegerField("số phiếu thu về", null=True, blank=True)
    invalid = models.PositiveSmallIntegerField("số phiếu không hợp lệ", null=True, blank=True)
    note = models.CharField("ghi chú kiểm phiếu", max_length=300, blank=True)
    updated_at = models.DateTimeField("sửa lúc", auto_now=True)

    objects = OfCycleQuerySet.as_manager()

    class Meta:
        verbose_name = "nội dung bỏ phiếu"
        verbose_name_plural = "nội dung bỏ phiếu"
        ordering = ["cycle", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "question"],
                name="emulation_ballot_asked_once",
                violation_error_message="Nội dung này đã có phiếu.",
            ),
            models.CheckConstraint(
                condition=Q(issued__isnull=True, returned__isnull=True, invalid__isnull=True)
                | Q(issued__isnull=False, returned__isnull=False, invalid__isnull=False),
                name="emulation_ballot_counted_whole",
                violation_error_message="Ghi đủ số phiếu phát ra, thu về, không hợp lệ.",
            ),
            models.CheckConstraint(
                condition=Q(returned__isnull=True) | Q(returned__lte=F("issued")),
                name="emulation_ballot_returned_of_issued",
                violation_error_message="Thu về nhiều hơn số phiếu phát ra.",
            ),
            models.CheckConstraint(
                condition=Q(invalid__isnull=True) | Q(invalid__lte=F("returned")),
                name="emulation_ballot_invalid_of_returned",
                violation_error_message="Phiếu không hợp lệ nhiều hơn số phiếu thu về.",
            ),
            models.CheckConstraint(
                condition=Q(seats__gte=1),
                name="emulation_ballot_chooses_something",
                violation_error_message="Chọn ít nhất 1.",
            ),
        ]

    def __str__(self) -> str:
        return self.question

    @property
    def is_counted(self) -> bool:
        return self.issued is not None

    @property
    def valid(self) -> int:
        """Ballots that count; 0 before the count."""
        return (self.returned or 0) - (self.invalid or 0)


class BallotOptionQuerySet(models.QuerySet):
    def visible_to(self, user: "AnyUser") -> Self:
        return self.filter(ballot__in=Ballot.objects.visible_to(user).order_by().values("pk"))


@tracked(about="ballot.cycle")
class BallotOption(models.Model):
    """What a ballot may be given for, and how many were."""

    ballot = models.ForeignKey(
        Ballot, models.CASCADE, related_name="options", verbose_name="nội dung bỏ phiếu"
    )
    order = models.PositiveSmallIntegerField("thứ tự", default=0)
    text = models.CharField("lựa chọn", max_length=150)
    votes = models.PositiveSmallIntegerField("số phiếu", null=True, blank=True)

    objects = BallotOptionQuerySet.as_manager()

    class Meta:
        verbose_name = "lựa chọn trên phiếu"
        verbose_name_plural = "lựa chọn trên phiếu"
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.text
