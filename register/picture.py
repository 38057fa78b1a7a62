"""The membership as a picture: by age and sex, and who came and went over the years."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.db.models.functions import ExtractYear

from members.models import Member, Membership

YEARS = 10  # shown, the last among them the year of the day asked for
_YOUNGEST, _OLDEST, _STEP = 50, 90, 5

# Who came into the Hội and who left it; moves between branches are neither.
_Entry, _Exit = Membership.Entry, Membership.Exit
CAME = (_Entry.ADMITTED, _Entry.READMITTED, _Entry.FROM_OUTSIDE)
WENT = (_Exit.MOVED_AWAY, _Exit.STRUCK_OFF, _Exit.RESIGNED, _Exit.EXPELLED, _Exit.DECEASED)


@dataclass(frozen=True)
class Band:
    """Members of one span of ages, by sex."""

    label: str
    men: int
    women: int
    unknown: int  # whose sex is not written

    @property
    def total(self) -> int:
        return self.men + self.women + self.unknown


def ages(members: Any, year: int) -> list[Band]:
    """Bands of five years, the oldest first, by the age of that year. One query; `members` is a
    QuerySet. Empty bands at both ends are left out."""
    counts: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    rows = (
        members.order_by().values_list("birth_year", "gender").annotate(Count("pk", distinct=True))
    )
    for birth_year, gender, count in rows:
        counts[_band_of(year - birth_year)][gender] += count
    if not counts:
        return []
    bands = [start for start in _starts() if min(counts) <= start <= max(counts)]
    return [
        Band(
            _label(start), counts[start][Member.Gender.MALE], counts[start][Member.Gender.FEMALE],
            counts[start][""],
        )
        for start in reversed(bands)
    ]  # fmt: skip


def _starts() -> range:
    return range(_YOUNGEST - _STEP, _OLDEST + 1, _STEP)


def _band_of(age: int) -> int:
    """The age with which the band begins."""
    return max(_YOUNGEST - _STEP, min(_OLDEST, age - age % _STEP))


def _label(start: int) -> str:
    if start < _YOUNGEST:
        return f"dưới {_YOUNGEST}"
    return f"từ {start}" if start == _OLDEST else f"{start}–{start + _STEP - 1}"


def comings_and_goings(units: Any, year: int) -> list[tuple[int, int, int]]:
    """(year, came into the Hội, left it) in these units, for the last ten years. Two queries."""
    rows = Membership.objects.filter(unit__in=units).order_by()
    came = dict(_by_year(rows.filter(entered_by__in=CAME), "valid_from", year))
    went = dict(_by_year(rows.filter(left_by__in=WENT), "valid_to", year))
    years = range(year - YEARS + 1, year + 1)
    known = [each for each in years if each in came or each in went]
    if not known:
        return []
    return [(each, came.get(each, 0), went.get(each, 0)) for each in years if each >= known[0]]


def _by_year(rows: Any, field: str, until: int) -> Iterator[tuple[int, int]]:
    span = (dt.date(until - YEARS + 1, 1, 1), dt.date(until, 12, 31))
    in_span = rows.filter(**{f"{field}__range": span}).annotate(in_year=ExtractYear(field))
    yield from in_span.values_list("in_year").annotate(Count("pk"))
