"""What a unit aims at in a cycle (đăng ký thi đua): a grade, titles; until when it may say so."""

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from kit.dates import local_today
from members.models import Degree, Subject, Unit, known_choices, tracked

from .cycles import Cycle
from .grades import Classification

if TYPE_CHECKING:
    from members.models.any_user import AnyUser


def registers_for(user: "AnyUser", unit: Unit) -> bool:
    """Whether the user writes emulation for that very unit: nobody registers in its place."""
    if not user.is_authenticated:
        return False
    offices = user.offices_with(Subject.EMULATION, Degree.WRITE)
    return any(office.unit_id == unit.pk for office in offices)


class GoalQuerySet(models.QuerySet):
    def visible_to(self, user: "AnyUser") -> Self:
        """Goals of the cycles that the user reads: within a cluster they are open."""
        return self.filter(cycle__in=Cycle.objects.visible_to(user).order_by().values("pk"))

    def registered(self) -> Self:
        """Units that said what they aim at. See also `Goal.is_registered`."""
        return self.exclude(grade="", titles="")


@known_choices("grade")
@tracked(about="cycle")
class Goal(models.Model):
    """A unit's registration in a cycle. Empty while its time is extended and it has not registered."""

    cycle = models.ForeignKey(
        Cycle, models.PROTECT, related_name="goals", verbose_name="kỳ thi đua"
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="emulation_goals", verbose_name="đơn vị"
    )
    grade = models.CharField(
        "mức phấn đấu", max_length=10, choices=Classification.Grade, blank=True, default=""
    )
    titles = models.CharField("danh hiệu, khen thưởng phấn đấu", max_length=200, blank=True)
    registered_on = models.DateField("đăng ký ngày", null=True, blank=True)
    extended_until = models.DateField("gia hạn đến hết ngày", null=True, blank=True)
    extension_reason = models.CharField("lý do gia hạn", max_length=200, blank=True)
    updated_at = models.DateTimeField("sửa lúc", auto_now=True)

    objects = GoalQuerySet.as_manager()

    class Meta:
        verbose_name = "đăng ký thi đua"
        verbose_name_plural = "đăng ký thi đua"
        ordering = ["cycle", "unit__sort_order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "unit"],
                name="emulation_goal_once_a_cycle",
                violation_error_message="Đơn vị này đã đăng ký trong kỳ.",
            ),
            models.CheckConstraint(
                condition=Q(extended_until__isnull=True, extension_reason="")
                | Q(extended_until__isnull=False) & ~Q(extension_reason=""),
                name="emulation_goal_extended_for_a_reason",
                violation_error_message="Chưa ghi lý do gia hạn.",
            ),
            models.CheckConstraint(
                condition=Q(registered_on__isnull=True, grade="", titles="")
                | Q(registered_on__isnull=False) & (~Q(grade="") | ~Q(titles="")),
                name="emulation_goal_registered_for_something",
                violation_error_message="Chưa ghi mức phấn đấu hay danh hiệu nào.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.label or 'chưa đăng ký'}"

    @property
    def is_registered(self) -> bool:
        """See also `GoalQuerySet.registered`."""
        return bool(self.grade or self.titles)

    @property
    def label(self) -> str:
        """ "hoàn thành tốt nhiệm vụ; Cờ thi đua"."""
        return "; ".join(filter(None, [self.get_grade_display(), self.titles]))

    @property
    def until(self) -> dt.date | None:
        """The last day on which its unit may register; None: any day of the cycle."""
        usual = self.cycle.registration_until
        if usual is None or self.extended_until is None:
            return usual
        return max(usual, self.extended_until)

    @property
    def is_closed(self) -> bool:
        """Whether its unit may not register or change any more."""
        return (self.until or self.cycle.ends_on) < local_today()


def goal_of(cycle: Cycle, unit: Unit) -> Goal:
    """The unit's registration, stored or new."""
    stored = Goal.objects.filter(cycle=cycle, unit=unit).select_related("cycle__cluster").first()
    return stored or Goal(cycle=cycle, unit=unit)
