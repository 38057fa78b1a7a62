"""Whom an event calls, and how the count of those present is made."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Q

from members.models import Appointment, Member, Membership, Unit

from .models import Attendance, Event, Registration


def roll_of(event: Event) -> list[Member]:
    """Whom the event calls, those with a place of their registration first: the members of the
    branches that hold it, as of its day; of a unit above branches, its officers. Whoever was ticked
    besides is among them."""
    day = event.starts_on
    units = [event.unit, *(host.unit for host in event.event_hosts.select_related("unit"))]
    branches = [unit.pk for unit in units if unit.level == Unit.Level.BRANCH]
    above = [unit.pk for unit in units if unit.level != Unit.Level.BRANCH]
    called = Q(pk__in=Attendance.objects.order_by().filter(event=event).values("member"))
    if branches:
        memberships = Membership.objects.order_by().on(day).filter(unit__in=branches)
        called |= Q(pk__in=memberships.values("member"))
    if above:
        offices = Appointment.objects.order_by().on(day).filter(unit__in=above)
        called |= Q(pk__in=offices.values("member"))
    registered = registered_for(event)
    rows = Member.objects.filter(called | Q(pk__in=registered)).in_name_order()
    return sorted(rows, key=lambda member: member.pk not in registered)


def registered_for(event: Event) -> dict[int, Registration]:
    """Registrations with a place, by the member's key."""
    return {row.member_id: row for row in event.registrations.placed()}


@dataclass(frozen=True)
class Count:
    """Of how many called how many came; `unmarked`: of whom nothing was ticked yet."""

    total: int
    present: int
    excused: int
    absent: int

    @property
    def unmarked(self) -> int:
        return self.total - self.present - self.excused - self.absent


def count_of(event: Event, roll: list[Member]) -> Count:
    """Counted from the ticks."""
    marks = dict(event.attendance.values_list("member", "state"))
    states = Counter(marks[member.pk] for member in roll if member.pk in marks)
    kinds = Attendance.State
    return Count(len(roll), states[kinds.PRESENT], states[kinds.EXCUSED], states[kinds.ABSENT])
