"""Who owes what for a year: reckoned from rates, stays, waivers and payments, stored nowhere.

The year's dues go with the branch one belonged to on 1 January, or joined later in that year; a
move within the year changes nothing, and money counts once, whichever branch took it. Who has
left by the day asked about owes nothing further: only what was paid was due.

SQL finds the facts (`charged`), one class draws the conclusion (`Account`), for people and for
sums alike. A sum groups equal facts, so that 100,000 members come as a few hundred rows.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Q, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce

from kit.dates import local_today
from members.models import Member, Membership, Unit

from .payments import Payment
from .rates import DuesRate, first_collected, first_day
from .waivers import Waiver

ARREARS_YEARS = 5  # years before this one for which dues are still asked
LEFT = "đã rời Hội"
FACTS = ("usual", "lowered_to", "paid", "is_member")


class State(models.TextChoices):
    """How a year stands; the values stand in addresses."""

    OWING = "con-no", "còn phải nộp"
    PAID = "da-nop", "đã nộp đủ"
    FREE = "khong-phai-nop", "không phải nộp, được miễn"


@dataclass(frozen=True)
class Account:
    """One member's dues of one year."""

    year: int
    usual: int  # by the rate, exemptions reckoned in
    lowered_to: int | None  # by a waiver
    paid: int
    is_member: bool  # on the day asked about

    @property
    def asked(self) -> int:
        """What the year costs this member, a waiver reckoned in."""
        return self.usual if self.lowered_to is None else min(self.usual, self.lowered_to)

    @property
    def due(self) -> int:
        return self.asked if self.is_member else min(self.asked, self.paid)

    @property
    def owed(self) -> int:
        return max(0, self.due - self.paid)

    @property
    def state(self) -> State:
        if self.owed:
            return State.OWING
        return State.PAID if self.due else State.FREE

    @property
    def words(self) -> str:
        if self.owed:
            return "nộp một phần" if self.paid else "chưa nộp"
        if self.due:
            return "đã nộp đủ"
        if not self.is_member:
            return LEFT
        return "không phải nộp" if self.lowered_to is None else "được miễn"


@dataclass
class Sums:
    """What is added up of the accounts of a unit."""

    people: int = 0
    paid_up: int = 0
    owing: int = 0
    free: int = 0
    due: int = 0
    paid: int = 0
    owed: int = 0

    def add(self, account: Account, count: int = 1) -> None:
        self.people += count
        self.due += account.due * count
        self.paid += account.paid * count
        self.owed += account.owed * count
        match account.state:
            case State.OWING:
                self.owing += count
            case State.PAID:
                self.paid_up += count
            case State.FREE:
                self.free += count

    def __add__(self, other: "Sums") -> "Sums":
        names = self.__dataclass_fields__
        return Sums(**{name: getattr(self, name) + getattr(other, name) for name in names})

    @property
    def share(self) -> int:
        """Of what was due, how much came in, in percent; all of nothing is all."""
        return 100 if not self.due else min(100, self.paid * 100 // self.due)


def charged(year: int, day: dt.date | None = None) -> models.QuerySet[Membership, Membership]:
    """The stays that dues of the year go with, each with the `FACTS` of its member on that day.

    One stay a member; only below units that have a rate. See also `DuesRateQuerySet.for_unit`.
    """
    day = day or local_today()
    first, after = first_day(year), first_day(year + 1)
    rates = list(DuesRate.objects.of_year(year).select_related("unit").nearest_first())
    reached = Q(pk__in=[])
    for rate in rates if first_collected(year) <= day else []:
        reached |= _below(rate)
    earlier = (
        Membership.objects.overlapping(first, None)
        .order_by()
        .filter(member=OuterRef("member"), valid_from__lt=OuterRef("valid_from"))
    )
    begun = Q(valid_from__gt=first, valid_from__lt=after, valid_from__lte=day)
    was_there = Q(valid_from__lte=first) & (Q(valid_to__isnull=True) | Q(valid_to__gt=first))
    stays = Membership.objects.order_by().filter(reached)
    paid = (
        Payment.objects.standing(day)
        .order_by()
        .filter(member=OuterRef("member"), year=year)
        .values("member")
        .annotate(total=Sum("amount"))
        .values("total")
    )
    lowered = Waiver.objects.standing(day).order_by().filter(member=OuterRef("member"), year=year)
    now = Membership.objects.order_by().on(day).filter(member=OuterRef("member"))
    # Most are still where they were charged: told by the stay itself, which spares the look-up.
    is_here = Q(valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gt=day))
    return stays.filter(was_there | begun & ~Exists(earlier)).annotate(
        usual=_usual(rates, year),
        lowered_to=Subquery(lowered.values("amount")[:1]),
        paid=Coalesce(Subquery(paid), Value(0), output_field=models.BigIntegerField()),
        is_member=Case(
            When(is_here, then=Value(True)),
            default=Exists(now),
            output_field=models.BooleanField(),
        ),
    )


def _below(rate: DuesRate) -> Q:
    unit = rate.unit_id
    if rate.unit.level == Unit.Level.BRANCH:
        return Q(unit=unit)
    return Q(unit__parent=unit) | Q(unit__parent__parent=unit)


def _usual(rates: list[DuesRate], year: int) -> Case:
    """What the nearest rate asks of a stay: the first that fits, so nearest first."""
    cases = [When(_below(rate), then=_asked_by(rate, year)) for rate in rates]
    return Case(*cases, output_field=models.BigIntegerField())


def _asked_by(rate: DuesRate, year: int) -> Case:
    """Most were there on 1 January: they are told apart first, which spares the rest."""
    cases = [
        When(rate.freed(year), then=Value(0)),
        When(valid_from__lte=first_day(year), then=Value(rate.amount)),
    ]
    if rate.joining != DuesRate.Joining.FULL:
        cases += [
            When(valid_from__gte=dt.date(year, month, 1), then=Value(rate.for_joining_in(month)))
            for month in range(12, 0, -1)
        ]
    return Case(*cases, default=Value(rate.amount), output_field=models.BigIntegerField())


def account_of(stay: Any, year: int) -> Account:
    """Of a stay that `charged` found."""
    return Account(year, *(getattr(stay, name) for name in FACTS))


def accounts_of(
    members: models.QuerySet[Member] | Iterable[Member],
    day: dt.date | None = None,
    *,
    until: int = 0,
) -> dict[int, list[Account]]:
    """By member: the accounts of this year (or `until` a later one) and before, the oldest first.

    A query for rates and one for people a year, however many they are.
    """
    day = day or local_today()
    keys = members if isinstance(members, models.QuerySet) else [one.pk for one in members]
    found: dict[int, list[Account]] = {}
    for year in range(day.year - ARREARS_YEARS, max(day.year, until) + 1):
        rows = charged(year, day).filter(member__in=keys).values_list("member", *FACTS)
        for member, *facts in rows:
            found.setdefault(member, []).append(Account(year, *facts))
    return found


def sums_by(
    year: int, units: models.QuerySet[Unit], day: dt.date | None = None, *, district: bool = False
) -> dict[int, Sums]:
    """The sums of each branch of `units`, or of each district with its branches.

    Two queries whatever the size: the rates, and the facts grouped by unit.
    """
    key: Any = F("unit_id")
    if district:
        key = Case(
            When(unit__parent__level=Unit.Level.DISTRICT, then=F("unit__parent_id")),
            default=F("unit_id"),
        )
    rows = (
        charged(year, day)
        .filter(unit__in=units.order_by().values("pk"))
        .values_list(key, *FACTS)
        .annotate(count=Count("pk"))
    )
    found: dict[int, Sums] = {}
    for unit, *facts, count in rows:
        found.setdefault(unit, Sums()).add(Account(year, *facts), count)
    return found
