"""What the books count for a unit and a span of days: offered as evidence to who scores it."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from members.models import Unit


@dataclass(frozen=True)
class Counted:
    """A number from the books, with the records behind it as (day, what, address); none is named
    whom not every officer may know."""

    key: str
    label: str
    number: int
    records: Sequence[tuple[dt.date, str, str]] = field(default=(), repr=False)


CountSource = Callable[[Unit, dt.date, dt.date], Iterable[Counted]]
# Filled by assoc.desk, which may import every app; the lower layers may not.
_count_sources: list[CountSource] = []


def register_count_sources(*sources: CountSource) -> None:
    _count_sources[:] = sources


def counted_for(unit: Unit, start: dt.date, end: dt.date) -> list[Counted]:
    """All numbers for the unit with all below it, from `start` up to but not including `end`."""
    return [counted for source in _count_sources for counted in source(unit, start, end)]
