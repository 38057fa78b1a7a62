"""The results of an event's contests: as a sheet that is typed, and as a ranking of teams."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter

from .models import Contestant, ContestResult

_PRIZES = tuple(ContestResult.Prize)


@dataclass
class ResultLine:
    """One line of the sheet: a result, not necessarily stored, with the team's people."""

    result: ContestResult
    people: Sequence[Contestant] = field(default_factory=list)


def line_of(result: ContestResult, people: Iterable[Contestant]) -> str:
    """The line that `ResultsField` reads back as that result."""
    names = ", ".join(person.name for person in people)
    parts = [
        result.discipline, result.team_name, names, str(result.place or ""), result.score,
        result.get_prize_display() if result.prize else "",
    ]  # fmt: skip
    return " | ".join(parts).rstrip(" |")


def version_of_sheet(text: str) -> str:
    """Identifies the sheet that a form was opened with."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Ranked:
    """A team's place among all, by its prizes; teams with the same prizes share a place."""

    place: int
    team: str
    counts: tuple[int, ...]  # of each prize, the highest first


def ranking_of(results: Iterable[ContestResult]) -> list[Ranked]:
    """Teams by their prizes, as medals are counted: the higher prize decides, whatever the number
    of lower ones. Who has none is not listed."""
    prizes = Counter((result.team_name, result.prize) for result in results if result.prize)
    totals = {
        team: tuple(prizes[team, prize] for prize in _PRIZES) for team in {t for t, _ in prizes}
    }
    ordered = sorted(totals, key=lambda team: (*(-count for count in totals[team]), team))
    every = sorted(totals.values(), reverse=True)
    return [Ranked(every.index(totals[team]) + 1, team, totals[team]) for team in ordered]


def by_discipline(
    results: Sequence[ContestResult],
) -> list[tuple[str, list[ContestResult]]]:
    """The results under their disciplines, in the order of the sheet."""
    groups = groupby(results, key=attrgetter("discipline"))
    return [(discipline, list(rows)) for discipline, rows in groups]
