"""What waits in emulation, for the officers' first page."""

from collections import Counter
from collections.abc import Iterator

from django.urls import reverse

from desk.tasks import Task, summarize_units
from kit.dates import local_today
from members.models import Degree, Subject, User

from .models import Cycle, Goal, registers_for


def goal_tasks(user: User) -> Iterator[Task]:
    """Cycles in which the user's unit has not registered yet; for who leads, which units have not."""
    if not user.may(Subject.EMULATION, Degree.WRITE):
        return
    open_cycles = (
        Cycle.objects.visible_to(user)
        .unfinished()
        .filter(registration_until__isnull=False, starts_on__lte=local_today())
        .select_related("cluster")
    )
    for cycle in open_cycles.order_by("registration_until", "pk"):
        yield from _of(cycle, user)


def _of(cycle: Cycle, user: User) -> Iterator[Task]:
    goals = {goal.unit_id: goal for goal in Goal.objects.filter(cycle=cycle)}
    missing = [
        unit for unit in cycle.units if unit.pk not in goals or not goals[unit.pk].is_registered
    ]
    address = reverse("emulation_desk:goal_list", args=[cycle.pk])
    for unit in missing:
        goal = goals.get(unit.pk) or Goal(cycle=cycle, unit=unit)
        goal.cycle = cycle
        if registers_for(user, unit) and not goal.is_closed:
            yield Task(
                f"Đăng ký thi đua: {cycle}", reverse("emulation_desk:goal", args=[cycle.pk, unit.pk]),
                "award", f"{unit}.", goal.until,
            )  # fmt: skip
    others = [unit for unit in missing if not registers_for(user, unit)]
    if others and Cycle.objects.scheduled_by(user).contains(cycle):
        yield Task(
            f"{len(others)} đơn vị chưa đăng ký thi đua: {cycle}", address, "clock",
            summarize_units(Counter(others)), is_for_others=True,
        )  # fmt: skip
