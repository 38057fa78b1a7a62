"""A cluster's year at a glance: how far each unit is with each target, and its ranks over the years."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from members.models import Unit

from .models import Classification, Cluster, Compact, Target

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
