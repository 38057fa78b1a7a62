"""The tree of units as it stood on one day, with its people counted, in a fixed number of queries."""

import datetime as dt
from dataclasses import dataclass, field

from .offices import Appointment
from .people import Membership
from .units import Unit


@dataclass
class UnitNode:
    """A unit with what stood below it on that day."""

    unit: Unit
    own_members: int = 0
    head: Appointment | None = None
    children: list["UnitNode"] = field(default_factory=list)

    @property
    def member_count(self) -> int:
        """People of the unit and of all below it."""
        return self.own_members + sum(child.member_count for child in self.children)

    @property
    def branch_count(self) -> int:
        """Branches below the unit, or the unit itself where it is one."""
        if self.unit.level == Unit.Level.BRANCH:
            return 1
        return sum(child.branch_count for child in self.children)


def unit_tree(day: dt.date, root: Unit | None = None) -> list[UnitNode]:
    """The units in force on that day, the whole tree or what is within `root`.

    Three queries whatever the size. A unit whose superior was not in force stands at the top rather
    than vanish. `head` is whoever comes first in protocol order.
    """
    units = Unit.objects.on(day)
    if root is not None:
        units = units.within(root)
    nodes = {unit.pk: UnitNode(unit) for unit in units.in_tree_order()}
    counts = Membership.objects.on(day).filter(unit__in=units).count_by_unit()
    officers = Appointment.objects.in_office(day).filter(unit__in=units).in_protocol_order()
    for officer in officers:
        node = nodes[officer.unit_id]
        node.head = node.head or officer
    tops: list[UnitNode] = []
    for node in nodes.values():
        node.own_members = counts.get(node.unit.pk, 0)
        superior = nodes.get(node.unit.parent_id or 0)
        (superior.children if superior else tops).append(node)
    return tops
