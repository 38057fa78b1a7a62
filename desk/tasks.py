"""What every room hands to the officers' workspace: a line of work that waits for somebody."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet, prefetch_related_objects

from kit.dates import local_today
from members.models import Unit, User

NAMED = 4
Place = tuple[int, int | None]  # a unit's key and that of the unit above it


@dataclass(frozen=True)
class Task:
    """Something to be done now: what is urgent and has no day is to be done at once."""

    words: str  # what to do, with its number: "3 bài chờ biên tập"
    url: str  # where it is done
    icon: str
    detail: str = ""
    due_on: dt.date | None = None
    is_urgent: bool = False
    # Whether an officer who leaves hands it on. What only tells of people (birthdays, ages,
    # a saved question) is not work left open, and has no place on a paper that is signed and filed.
    is_open_work: bool = True
    # Whether somebody else is to act: told, without waiting for whoever reads it.
    is_for_others: bool = False

    @property
    def is_late(self) -> bool:
        return self.due_on is not None and self.due_on < local_today()


TaskSource = Callable[[User], Iterable[Task]]
# Filled by the roof (assoc.desk), which knows every room: the ground floor imports none of them.
_rooms: list[TaskSource] = []


def register_rooms(*sources: TaskSource) -> None:
    _rooms[:] = sources


def tasks_from_every_room(user: User) -> Iterator[Task]:
    """What waits for that officer anywhere in the portal."""
    for room in _rooms:
        yield from room(user)


def behind(found: Counter[Unit]) -> str:
    """ "Chi hội Phường 1: 2; Chi hội Phường 2: 1." : which units, the most behind first.

    Where two of them share their short name, each is told with the unit above it; where they are
    too many to be named and lie under several, the districts above are told instead, never the
    association: what a district lacks is not the city's. At most one query.
    """
    found = +found
    if len(found) > 1:
        prefetch_related_objects(list(found), "parent")
    if len(found) > NAMED and len({unit.parent for unit in found}) > 1:
        above: Counter[Unit] = Counter()
        for unit, count in found.items():
            above[unit.gathered_under] += count
        with_below = {one for one in above if one in found and above[one] > found[one]}
        return told(above, with_below)
    return told(found)


def told(found: Counter[Unit], with_below: Collection[Unit] = ()) -> str:
    """The first of these units in words, each with its `parent` at hand. See also `behind`.

    `with_below`: those whose number holds their own and that of the branches below.
    """
    names = Counter(str(unit) for unit in found)
    lines = []
    for unit, count in sorted(found.items(), key=lambda pair: (-pair[1], pair[0].sort_order)):
        name = str(unit)
        if names[name] > 1 and unit.parent:
            name = f"{name}, {unit.parent}"
        if unit in with_below:
            name = f"{name} và các chi hội"
        lines.append(f"{name}: {count}" if len(found) > 1 else name)
    more = len(lines) - NAMED
    return "; ".join(lines[:NAMED]) + (f"; và {more} đơn vị khác." if more > 0 else ".")


def by_unit(rows: QuerySet[Any], path: str) -> Counter[Place]:
    """How many of these rows each unit has, by that foreign key."""
    counted = rows.order_by().values_list(path, f"{path}__parent").annotate(count=Count("pk"))
    return Counter({(key, above): count for key, above, count in counted})


def behind_of(counts: Counter[Place]) -> str:
    """`behind`, of units not fetched yet: nobody needs a city's 1,500 to name four of them."""
    counts = +counts
    own: Counter[int] = Counter({key: count for (key, _), count in counts.items()})
    keys, aboves = own, {above for _, above in counts}
    rows = Unit.objects.select_related("parent")
    if len(own) > NAMED and len(aboves) > 1:
        # Those that gather others, and who is told as itself: see `Unit.gathered_under`.
        alone = Q(pk__in=list(own)) & ~Q(parent__level=Unit.Level.DISTRICT)
        units = {unit.pk: unit for unit in rows.filter(Q(pk__in=aboves - {None}) | alone)}
        keys = Counter()
        for (key, above), count in counts.items():
            keys[key if key in units else above or key] += count
    else:
        units = rows.in_bulk(list(own))
    with_below = {units[key] for key in keys if 0 < own[key] < keys[key]}
    return told(Counter({units[key]: keys[key] for key in sorted(keys)}), with_below)
