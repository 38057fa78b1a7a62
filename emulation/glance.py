"""A cluster's year at a glance: how far each unit is with each target, and its ranks over the years."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from members.models import Unit

from .models import Classification, Cluster, Compact, Ranking, Target
from .scoring import Part

if TYPE_CHECKING:
    from members.models.any_user import AnyUser

YEARS = 6  # of the chart of ranks


@dataclass(frozen=True)
class Progress:
    """One unit's result for one target."""

    value: Decimal | None  # as last reported; None while nothing was
    percent: int | None  # of the unit's share, rounded down: 100 means all of it


@dataclass(frozen=True)
class TargetLine:
    """A target with what each unit has of it, in the order of `YearAtGlance.units`."""

    target: Target
    share: Decimal  # what each unit would bring for all to be reached
    cells: Sequence[Progress]

    @property
    def mean(self) -> int | None:
        """The mean of those who reported, in percent of their shares."""
        known = [cell.percent for cell in self.cells if cell.percent is not None]
        return sum(known) // len(known) if known else None


@dataclass(frozen=True)
class YearAtGlance:
    units: Sequence[Unit]
    lines: Sequence[TargetLine]

    @property
    def rows(self) -> list[tuple[Unit, list[tuple[TargetLine, Progress]]]]:
        """Each unit with its progress in each target."""
        return [
            (unit, [(line, line.cells[n]) for line in self.lines])
            for n, unit in enumerate(self.units)
        ]

    def beside_mean(self, unit: Unit) -> list[tuple[str, int | None, int | None]]:
        """(target, that unit's percent, the cluster's mean) of each target that anybody reported."""
        at = next(n for n, row in enumerate(self.units) if row.pk == unit.pk)
        return [
            (line.target.name, line.cells[at].percent, line.mean)
            for line in self.lines
            if line.mean is not None
        ]


def year_at_glance(compact: Compact) -> YearAtGlance:
    """Each target of a number of the compact against each unit that was in the cluster when it ended, or
    reported something. A target for the cluster together is shared out evenly; a percentage is
    everybody's own."""
    targets = list(compact.targets.numbers().prefetch_related("results__unit"))
    units = {unit.pk: unit for unit in compact.cluster.members_on(compact.ends_on)}
    for target in targets:
        units |= {row.unit_id: row.unit for row in target.results.all() if row.unit_id not in units}
    lines = [_line(target, list(units)) for target in targets]
    return YearAtGlance(list(units.values()), lines)


def _line(target: Target, units: Sequence[int]) -> TargetLine:
    value = target.value or Decimal(1)  # a target of a number has one
    share = value if target.is_percentage else value / (len(units) or 1)
    latest = {row.unit_id: row.value for row in target.latest_results}
    cells = [
        Progress(latest.get(unit), int(latest[unit] * 100 / share) if unit in latest else None)
        for unit in units
    ]
    return TargetLine(target, share, cells)


def sections_beside_mean(
    compact: Compact, unit: Unit, user: "AnyUser"
) -> list[tuple[str, int | None, int | None]]:
    """(section, that unit's percent of its maximum, the cluster's mean) by the scores of the locked
    ranking of that year, as far as the user reads it; none before the lock. Bonus and penalty, and
    what was not asked of a unit, are left out."""
    ranking = (
        Ranking.objects.visible_to(user)
        .standing()
        .filter(cycle__cluster=compact.cluster_id, cycle__year=compact.year)
        .first()
    )
    if ranking is None:
        return []
    locked = json.loads(ranking.snapshot)
    section_of = _section_of(locked["criteria"])
    shares = {row["unit"]: _shares(row["criteria"], section_of) for row in locked["units"]}
    if unit.pk not in shares:
        return []
    titles = dict.fromkeys(title for title, _ in section_of.values())
    return [(title, shares[unit.pk].get(title), _mean(shares, title)) for title in titles]


def _section_of(criteria: Sequence[dict[str, Any]]) -> dict[int, tuple[str, Decimal]]:
    """Of each base criterion the section at the top under which it stands, and its maximum."""
    section_of: dict[int, tuple[str, Decimal]] = {}
    title = ""
    for row in criteria:
        if "." not in row["code"]:
            title = f"{row['code']}. {row['title']}"
        if not row["is_section"] and row["part"] == Part.BASE and row["maximum"]:
            section_of[row["key"]] = (title, Decimal(row["maximum"]))
    return section_of


def _shares(
    scored: Sequence[dict[str, Any]], section_of: dict[int, tuple[str, Decimal]]
) -> dict[str, int]:
    """One unit's percent in each section of which anything was asked of it."""
    points: dict[str, Decimal] = {}
    whole: dict[str, Decimal] = {}
    for row in scored:
        if row["is_left_out"] or row["key"] not in section_of:
            continue
        title, maximum = section_of[row["key"]]
        points[title] = points.get(title, Decimal(0)) + Decimal(row["points"] or 0)
        whole[title] = whole.get(title, Decimal(0)) + maximum
    return {title: int(points[title] * 100 / whole[title]) for title in whole}


def _mean(shares: dict[int, dict[str, int]], title: str) -> int | None:
    known = [of_unit[title] for of_unit in shares.values() if title in of_unit]
    return sum(known) // len(known) if known else None


@dataclass(frozen=True)
class Ranks:
    """`rows` in the order of the last year's ranking: a unit and its rank in each year."""

    years: Sequence[int]
    rows: Sequence[tuple[Unit, Sequence[int | None]]]


def ranks_over_years(cluster: Cluster, user: "AnyUser", until: int) -> Ranks:
    """The units' ranks by score in that year and those before, as far as the user may know them.
    Who have the same score share the rank, and the next is counted on (1, 2, 2, 4)."""
    grades = list(
        cluster.classifications.visible_to(user)
        .filter(score__isnull=False, year__lte=until)
        .ranked()
        .select_related("unit")
    )
    years = sorted({grade.year for grade in grades})[-YEARS:]
    by_year = {year: _ranked(grade for grade in grades if grade.year == year) for year in years}
    units = {grade.unit_id: grade.unit for grade in grades if grade.year in by_year}
    latest = by_year[years[-1]] if years else {}
    order = sorted(units, key=lambda pk: (latest.get(pk, len(units) + 1), units[pk].sort_order, pk))
    return Ranks(years, [(units[pk], [by_year[y].get(pk) for y in years]) for pk in order])


def _ranked(grades: Iterable[Classification]) -> dict[int, int]:
    """Ranks by unit, of rows in the order of their scores."""
    ranks: dict[int, int] = {}
    last_score, rank = None, 0
    for place, grade in enumerate(grades, 1):
        rank = rank if grade.score == last_score else place
        ranks[grade.unit_id], last_score = rank, grade.score
    return ranks
