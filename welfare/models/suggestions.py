"""What the rates suggest for one act of care: an amount, things, and on which decision they rest."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, Q

from members.models import Member, Unit

from .kinds import WelfareKind
from .rates import Rate


@dataclass(frozen=True)
class Suggestion:
    """`amount` in đồng; `basis`: the decision behind the rate, as it is kept with the act."""

    amount: int
    in_kind: str
    basis: str


def suggestions(
    kinds: Iterable[WelfareKind], unit: Unit, member: Member | None, day: dt.date
) -> dict[int, Suggestion]:
    """By kind, what the nearest unit's rate of that day gives; a rate bound to an age only where it
    fits the member's. One query, however many kinds."""
    rates = (
        Rate.objects.on(day)
        .filter(kind__in=kinds)
        .filter(Q(unit__isnull=True) | Q(unit__in=unit.line_pks))
        .order_by(F("unit__level").desc(nulls_last=True), F("min_age").desc(nulls_last=True))
    )
    suggested: dict[int, Suggestion] = {}
    for rate in rates:
        if rate.kind_id not in suggested and _fits(rate, member, day):
            suggested[rate.kind_id] = Suggestion(rate.amount, rate.in_kind, rate.source)
    return suggested


def _fits(rate: Rate, member: Member | None, day: dt.date) -> bool:
    """Ages are counted as the rate says; of who has but a year of birth, by years."""
    if not rate.is_by_age:
        return True
    if member is None:
        return False
    age, born = member.age_in(day.year), member.birth_date
    if rate.counted == Rate.Counted.DATE and born is not None:
        age -= (day.month, day.day) < (born.month, born.day)
    return rate.fits(age)
