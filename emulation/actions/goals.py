"""What units aim at in a cycle: registered by themselves in time, time extended by the head."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction

from kit.dates import local_today
from members.actions.permission import Given, needs
from members.models import Unit, User

from ..models import Cycle, Goal, goal_of, registers_for


def _is_of_unit(by: User, given: Given) -> bool:
    return registers_for(by, given["unit"]) and Cycle.objects.visible_to(by).contains(
        given["cycle"]
    )


def _schedules(by: User, given: Given) -> bool:
    return Cycle.objects.scheduled_by(by).contains(given["cycle"])


def _locked_goal(cycle: Cycle, unit: Unit) -> Goal:
    """The unit's registration in the stored cycle, held until the end of the transaction."""
    stored = Cycle.objects.select_for_update(of=("self",)).get(pk=cycle.pk)
    if not stored.units.contains(unit):
        raise ValidationError(f"{unit} không thuộc cụm trong kỳ này.")
    return goal_of(stored, unit)


@needs(_is_of_unit)
@transaction.atomic
def register_goal(*, cycle: Cycle, unit: Unit, grade: str, titles: str, by: User) -> Goal:
    """Writes down what the unit aims at; until its time is over it may change that.

    ValidationError afterwards, and where nothing is aimed at.
    """
    goal = _locked_goal(cycle, unit)
    if goal.is_closed:
        raise ValidationError(
            f"Đã hết hạn đăng ký{f' ngày {goal.until:%d/%m/%Y}' if goal.until else ''}. Xin báo cụm "
            "trưởng hoặc Hội thành phố gia hạn."
        )
    if not grade and not titles:
        raise ValidationError({"grade": "Chưa ghi mức phấn đấu hay danh hiệu nào."})
    if (goal.grade, goal.titles) == (grade, titles):
        return goal  # a double click
    goal.grade, goal.titles, goal.registered_on = grade, titles, local_today()
    goal.full_clean()
    goal.save()
    return goal


@needs(_schedules)
@transaction.atomic
def extend_registration(*, cycle: Cycle, unit: Unit, until: dt.date, reason: str, by: User) -> Goal:
    """Gives a unit until the end of that day, for a reason that the history keeps.

    ValidationError for a day that is past or after the cycle, and without a deadline to extend.
    """
    goal = _locked_goal(cycle, unit)
    usual = goal.cycle.registration_until
    if usual is None:
        raise ValidationError("Kỳ này chưa định hạn đăng ký nên không cần gia hạn.")
    if until < max(local_today(), usual + dt.timedelta(days=1)):
        raise ValidationError({"until": "Ngày gia hạn phải sau hạn đăng ký và chưa qua."})
    if until > goal.cycle.ends_on:
        raise ValidationError({"until": f"Kỳ này hết ngày {goal.cycle.ends_on:%d/%m/%Y}."})
    goal.extended_until, goal.extension_reason = until, reason
    goal.full_clean()
    goal.save()
    return goal
