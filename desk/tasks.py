"""Tasks shown in the officers' workspace: each app registers a source of pending work."""

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
    """Something to be done now; urgent without a due day means at once."""

    label: str  # what to do, with its number: "3 bài chờ biên tập"
    url: str  # where it is done
    icon: str
    detail: str = ""
    due_on: dt.date | None = None
    is_urgent: bool = False
    # Whether a leaving officer hands it over. Facts about people (birthdays, ages, saved filters)
    # are not open work and do not belong on a signed paper that is filed.
    is_open_work: bool = True
    # Whether somebody else has to act: shown for information only.
    is_for_others: bool = False

    @property
    def is_late(self) -> bool:
        return self.due_on is not None and self.due_on < local_today()


TaskSource = Callable[[User], Iterable[Task]]
# Filled by assoc.desk, which may import every app; the lower layers may not.
_task_sources: list[TaskSource] = []


def register_task_sources(*sources: TaskSource) -> None:
    _task_sources[:] = sources


def all_tasks(user: User) -> Iterator[Task]:
    """The officer's pending tasks of all apps."""
    for source in _task_sources:
        yield from source(user)


def summarize_units(counts: Counter[Unit]) -> str:
    """ "Chi hội Phường 1: 2; Chi hội Phường 2: 1.": the units of the counts, largest first.

    Units with the same short name are listed with their parent. More units than `NAMED`, under
    several parents, are summed by district; never by the association, as a district's number is
    not the city's. At most one query.
    """
    counts = +counts
    if len(counts) > 1:
        prefetch_related_objects(list(counts), "parent")
    if len(counts) > NAMED and len({unit.parent for unit in counts}) > 1:
        sums: Counter[Unit] = Counter()
        for unit, count in counts.items():
            sums[unit.gathered_under] += count
        with_below = {unit for unit in sums if unit in counts and sums[unit] > counts[unit]}
        return _listed(sums, with_below)
    return _listed(counts)


def _listed(counts: Counter[Unit], with_below: Collection[Unit] = ()) -> str:
    """The first `NAMED` units as text; each has its `parent` loaded.

    `with_below`: units whose number includes the branches below them.
    """
    names = Counter(str(unit) for unit in counts)
    lines = []
    for unit, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0].sort_order)):
        name = str(unit)
        if names[name] > 1 and unit.parent:
            name = f"{name}, {unit.parent}"
        if unit in with_below:
            name = f"{name} và các chi hội"
        lines.append(f"{name}: {count}" if len(counts) > 1 else name)
    more = len(lines) - NAMED
    return "; ".join(lines[:NAMED]) + (f"; và {more} đơn vị khác." if more > 0 else ".")


def by_unit(rows: QuerySet[Any], path: str) -> Counter[Place]:
    """The number of rows by unit; `path` is their foreign key to it."""
    counted = rows.order_by().values_list(path, f"{path}__parent").annotate(count=Count("pk"))
    return Counter({(key, above): count for key, above, count in counted})


def summarize_counts(counts: Counter[Place]) -> str:
    """`summarize_units` for units not loaded yet: it loads only those it lists, of a city's 1,500."""
    counts = +counts
    own: Counter[int] = Counter({key: count for (key, _), count in counts.items()})
    keys, aboves = own, {above for _, above in counts}
    rows = Unit.objects.select_related("parent")
    if len(own) > NAMED and len(aboves) > 1:
        # Districts, and units that are listed by themselves: see `Unit.gathered_under`.
        alone = Q(pk__in=list(own)) & ~Q(parent__level=Unit.Level.DISTRICT)
        units = {unit.pk: unit for unit in rows.filter(Q(pk__in=aboves - {None}) | alone)}
        keys = Counter()
        for (key, above), count in counts.items():
            keys[key if key in units else above or key] += count
    else:
        units = rows.in_bulk(list(own))
    with_below = {units[key] for key in keys if 0 < own[key] < keys[key]}
    return _listed(Counter({units[key]: keys[key] for key in sorted(keys)}), with_below)
