"""Who may do what of a cycle's scoring, and when: every role, every phase, every deed, in one table.

The deeds concern the sheet of `beside`; `here` heads the cluster; `third` is a peer of both. "+" is
allowed, "." refused because of who asks, "x" refused because of the phase.
"""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from emulation.actions.goals import register_goal
from emulation.actions.peers import explain, save_council, save_peer_marks
from emulation.actions.ranking import lock_ranking, record_vote, reopen_ranking
from emulation.actions.sheets import Answer, extend, save_marks, submit_sheet
from emulation.models import Criterion, Cycle, PeerMark, PeerSheet, ScoreSheet
from emulation.standings import CycleScores
from kit.dates import local_today
from members.models import Position, Unit, User
from tests import factories as make
from tests.conftest import Cast

from .test_ranking import all_peers, cycle, hand_in, locked, officers, third

__all__ = ["cycle", "officers", "third"]  # fixtures
pytestmark = pytest.mark.django_db

YESTERDAY, TOMORROW = dt.timedelta(days=-1), dt.timedelta(days=1)
R = Position.Right


def _people(cast: Cast, third: Unit, officers: dict[int, User]) -> dict[str, User]:
    return {
        "head of the cluster": cast.officer_here,
        "the unit itself": cast.officer_beside,
        "a peer": officers[third.pk],
        "its district": cast.officer_above,
        "another cluster's": make.make_officer(cast.elsewhere),
        "its deputy, reads": make.make_officer(cast.beside, R.DEPUTY),
        "its treasurer": make.make_officer(cast.beside, R.TREASURER),
        "inspection board": make.make_officer(cast.city, R.INSPECTION),
        "the office, council": cast.office,
        "a member": cast.member_here,
    }


DEEDS = (
    "register", "score", "submit", "extend", "peer", "own peer", "read peers", "explain", "council",
    "vote", "lock", "reopen",
)  # fmt: skip


class Deeds:
    """Each deed, tried and taken back."""

    def __init__(self, cycle: Cycle, cast: Cast, third: Unit) -> None:
        self.cycle, self.beside, self.third = cycle, cast.beside, third
        self.leaf = Criterion.objects.get(criteria_set=cycle.criteria_set, kind="judged").pk

    @property
    def sheet(self) -> ScoreSheet:
        return ScoreSheet.objects.get(cycle=self.cycle, unit=self.beside)

    @property
    def fresh(self) -> Cycle:
        return Cycle.objects.get(pk=self.cycle.pk)

    def attempt(self, deed: str, by: User) -> str:
        act: Callable[[User], Any] = getattr(self, f"_{deed.replace(' ', '_')}")
        with transaction.atomic():
            try:
                outcome = act(by) or "+"
            except PermissionDenied:
                outcome = "."
            except ValidationError:
                outcome = "x"
            transaction.set_rollback(True)
        return str(outcome)

    def _register(self, by: User) -> None:
        register_goal(cycle=self.fresh, unit=self.beside, grade="done", titles="", by=by)

    def _score(self, by: User) -> None:
        save_marks(sheet=self.sheet, answers={self.leaf: Answer(Decimal(7))}, by=by)

    def _submit(self, by: User) -> None:
        submit_sheet(sheet=self.sheet, by=by)

    def _extend(self, by: User) -> None:
        extend(sheet=self.sheet, until=local_today() + 2 * TOMORROW, reason="Ốm", by=by)

    def _peer(self, by: User) -> None:
        """In the name of the third unit."""
        answers = {self.leaf: Answer(Decimal(7))}
        PeerSheet.objects.filter(sheet=self.sheet, scorer=self.third, submitted_at=None).delete()
        save_peer_marks(sheet=self.sheet, scorer=self.third, answers=answers, by=by)

    def _own_peer(self, by: User) -> None:
        answers = {self.leaf: Answer(Decimal(10))}
        save_peer_marks(sheet=self.sheet, scorer=self.beside, answers=answers, by=by)

    def _read_peers(self, by: User) -> str:
        """The page reads what `CycleScores` gives, and the page is for who reads the cycle."""
        if not Cycle.objects.visible_to(by).contains(self.cycle):
            return "."
        assert PeerMark.objects.filter(peer_sheet__sheet__cycle=self.cycle).exists() is self.given
        return "+" if CycleScores(self.fresh).peer_sheets else "x"

    given = False  # whether peers have written anything yet

    def _explain(self, by: User) -> None:
        explain(sheet=self.sheet, texts={self.leaf: "Có biên bản kèm theo."}, by=by)

    def _council(self, by: User) -> None:
        save_council(sheet=self.sheet, answers={self.leaf: Answer(Decimal(9))}, by=by)

    def _vote(self, by: User) -> None:
        record_vote(
            cycle=self.fresh, voted_on=local_today(), ballots=3, votes={self.sheet.pk: 2}, by=by
        )

    def _lock(self, by: User) -> None:
        lock_ranking(cycle=self.fresh, by=by)

    def _reopen(self, by: User) -> None:
        reopen_ranking(
            cycle=self.fresh, decision_no="7/QĐ", decided_on=local_today(), reason="Sót", by=by
        )


def _set(cycle: Cycle, **days: dt.timedelta) -> None:
    today = local_today()
    Cycle.objects.filter(pk=cycle.pk).update(**{name: today + day for name, day in days.items()})


def _registration(cycle: Cycle, *rest: Any) -> None:
    _set(cycle, registration_until=TOMORROW)


def _scoring(cycle: Cycle, *rest: Any) -> None:
    _set(cycle, registration_until=YESTERDAY, self_score_until=TOMORROW)


def _late(cycle: Cycle, *rest: Any) -> None:
    _set(cycle, registration_until=YESTERDAY, self_score_until=YESTERDAY)


def _cross(cycle: Cycle, cast: Cast, officers: dict[int, User]) -> None:
    _scoring(cycle)
    hand_in(cycle, officers)


def _opened(cycle: Cycle, cast: Cast, officers: dict[int, User]) -> None:
    _cross(cycle, cast, officers)
    all_peers(cycle, officers)


def _locked(cycle: Cycle, cast: Cast, officers: dict[int, User]) -> None:
    _scoring(cycle)
    locked(cycle, cast, officers)


def _reopened(cycle: Cycle, cast: Cast, officers: dict[int, User]) -> None:
    _locked(cycle, cast, officers)
    reopen_ranking(
        cycle=Cycle.objects.get(pk=cycle.pk), decision_no="7/QĐ", decided_on=local_today(),
        reason="Sót", by=cast.office,
    )  # fmt: skip


# In the order of DEEDS: register, score, submit, extend; peer, own peer, read peers; explain, council,
# vote, lock, reopen. Who is not named may do nothing. A second press of what is done already says "+".
TABLE: dict[str, tuple[Callable[..., None], dict[str, str]]] = {
    "while units register": (
        _registration,
        {
            "head of the cluster": "...x..x..+..",
            "the unit itself": "++x...xx....",
            "a peer": "....x.x.....",
            "its district": "...x..x..+..",
            "its deputy, reads": "......x.....",
            "inspection board": "......x.....",
            "the office, council": "...x..x.x+x+",
        },
    ),
    "while they score themselves": (
        _scoring,
        {
            "head of the cluster": "...+..x..+..",
            "the unit itself": "x+x...xx....",
            "a peer": "....x.x.....",
            "its district": "...+..x..+..",
            "its deputy, reads": "......x.....",
            "inspection board": "......x.....",
            "the office, council": "...+..x.x+x+",
        },
    ),
    "after their last day": (
        _late,
        {
            "head of the cluster": "...+..x..+..",
            "the unit itself": "xxx...xx....",
            "a peer": "....x.x.....",
            "its district": "...+..x..+..",
            "its deputy, reads": "......x.....",
            "inspection board": "......x.....",
            "the office, council": "...+..x.x+x+",
        },
    ),
    "during the cross-check": (
        _cross,
        {
            "head of the cluster": "...+..x..+..",
            "the unit itself": "xx+...xx....",
            "a peer": "....+.x.....",
            "its district": "...+..x..+..",
            "its deputy, reads": "......x.....",
            "inspection board": "......x.....",
            "the office, council": "...+..x.x+x+",
        },
    ),
    "once it is opened": (
        _opened,
        {
            "head of the cluster": "...x..+..+..",
            "the unit itself": "xx+...++....",
            "a peer": "....x.+.....",
            "its district": "...x..+..+..",
            "its deputy, reads": "......+.....",
            "inspection board": "......+.....",
            "the office, council": "...x..+.++++",
        },
    ),
    "once the ranking is locked": (
        _locked,
        {
            "head of the cluster": "...x..+..x..",
            "the unit itself": "xx+...+x....",
            "a peer": "....x.+.....",
            "its district": "...x..+..x..",
            "its deputy, reads": "......+.....",
            "inspection board": "......+.....",
            "the office, council": "...x..+.xx++",
        },
    ),
    "once it is reopened": (
        _reopened,
        {
            "head of the cluster": "...x..+..+..",
            "the unit itself": "xx+...++....",
            "a peer": "....x.+.....",
            "its district": "...x..+..+..",
            "its deputy, reads": "......+.....",
            "inspection board": "......+.....",
            "the office, council": "...x..+.++++",
        },
    ),
}


@pytest.mark.parametrize("phase", TABLE)
def test_each_may_do_what_the_table_says(
    cast: Cast, third: Unit, cycle: Cycle, officers: dict[int, User], phase: str
) -> None:
    begin, expected = TABLE[phase]
    begin(cycle, cast, officers)
    deeds = Deeds(cycle, cast, third)
    deeds.given = begin in (_opened, _locked, _reopened)
    told = {
        role: "".join(deeds.attempt(deed, user) for deed in DEEDS)
        for role, user in _people(cast, third, officers).items()
    }
    assert told == {role: expected.get(role, "." * len(DEEDS)) for role in told}
