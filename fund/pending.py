"""What apps above know of the money in a box: each registers how to find it.

Money that is in no box yet (`Pending`), what they recorded beside what the box holds of it
(`Reconciliation`), and what a voucher was written for (`Origin`).
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from members.models import User

from .models import CashBox, Transaction


@dataclass(frozen=True)
class Pending:
    """Something to be entered in the box. `amount` in đồng; below zero: to be paid out of it."""

    label: str
    amount: int
    url: str

    @property
    def way(self) -> str:
        return "thu" if self.amount > 0 else "chi"

    @property
    def size(self) -> int:
        return abs(self.amount)


@dataclass(frozen=True)
class Reconciliation:
    """What an app recorded in a stretch of time beside what of it is in the books, in đồng."""

    label: str
    recorded: int
    entered: int
    url: str

    @property
    def difference(self) -> int:
        return self.recorded - self.entered


@dataclass(frozen=True)
class Origin:
    """What a voucher was written for. `url`: "" where the reader may not open it."""

    label: str
    url: str


PendingSource = Callable[[User, CashBox], Iterable[Pending]]
ReconciliationSource = Callable[[User, CashBox, dt.date, dt.date], Iterable[Reconciliation]]
OriginSource = Callable[[User, Transaction], Iterable[Origin]]
# What follows in an app from the reversal of a voucher: it is given the voucher and its reversal.
Follower = Callable[[Transaction, Transaction], None]
# Filled by assoc.desk, which may import every app; this one may not.
_sources: list[PendingSource] = []
_reconciliations: list[ReconciliationSource] = []
_origins: list[OriginSource] = []
_followers: list[Follower] = []


def register_pending(*sources: PendingSource) -> None:
    _sources[:] = sources


def pending_for(user: User, box: CashBox) -> Iterator[Pending]:
    """What waits for this box, as far as the user writes it."""
    for source in _sources:
        yield from source(user, box)


def register_followers(*followers: Follower) -> None:
    _followers[:] = followers


def follow(entry: Transaction, reversal: Transaction) -> None:
    """Lets the apps above take back what they noted because of the voucher."""
    for follower in _followers:
        follower(entry, reversal)


def register_reconciliations(*sources: ReconciliationSource) -> None:
    _reconciliations[:] = sources


def reconcile(user: User, box: CashBox, first: dt.date, last: dt.date) -> list[Reconciliation]:
    """Each app's figures for what the box's unit recorded from the first day to the last."""
    return [row for source in _reconciliations for row in source(user, box, first, last)]


def register_origins(*sources: OriginSource) -> None:
    _origins[:] = sources


def origins_of(user: User, voucher: Transaction) -> list[Origin]:
    """What the voucher was written for, as far as the user may know it."""
    return [origin for source in _origins for origin in source(user, voucher)]
