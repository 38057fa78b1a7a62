"""Each member's dues of a year: computed from rates, memberships, waivers and payments, not stored.

The year's dues belong to the branch of which the person was a member on 1 January, or which they
joined later in that year. A move within the year changes nothing, and money counts once, whichever
branch received it. A member who has left by the day in question has nothing outstanding: only what
was paid was due.

SQL collects the facts (`charged_memberships`), and one class computes the amounts (`MemberAccount`), both
for single members and for sums. A sum groups equal facts, so that 100,000 members become a few
hundred rows.
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

ARREARS_YEARS = 5  # years before this one for which dues are still collected
LEFT_LABEL = "đã rời Hội"
FACTS = ("standard", "reduced_to", "paid", "is_member")


class AccountState(models.TextChoices):
    """The payment state of a year; the values are used in addresses."""

    OWING = "con-no", "còn phải nộp"
    PAID = "da-nop", "đã nộp đủ"
    EXEMPT = "khong-phai-nop", "không phải nộp, được miễn"


@dataclass(frozen=True)
class MemberAccount:
    """One member's dues of one year."""

    year: int
    standard: int  # by the rate, after its exemptions
    reduced_to: int | None  # by a waiver
    paid: int
    is_member: bool  # on the day in question

    @property
    def fee(self) -> int:
        """This member's dues of the year, after any waiver."""
        return self.standard if self.reduced_to is None else min(self.standard, self.reduced_to)

    @property
    def due(self) -> int:
        return self.fee if self.is_member else min(self.fee, self.paid)

    @property
    def outstanding(self) -> int:
        return max(0, self.due - self.paid)

    @property
    def state(self) -> AccountState:
        if self.outstanding:
            return AccountState.OWING
        return AccountState.PAID if self.due else AccountState.EXEMPT

    @property
    def label(self) -> str:
        if self.outstanding:
            return "nộp một phần" if self.paid else "chưa nộp"
        if self.due:
            return "đã nộp đủ"
        if not self.is_member:
            return LEFT_LABEL
        return "không phải nộp" if self.reduced_to is None else "được miễn"


@dataclass
class Sums:
    """The accounts of a unit added up."""

    people: int = 0
    paid_up: int = 0
    in_arrears: int = 0
    exempt: int = 0
    due: int = 0
    paid: int = 0
    outstanding: int = 0

    def add(self, account: MemberAccount, count: int = 1) -> None:
        self.people += count
        self.due += account.due * count
        self.paid += account.paid * count
        self.outstanding += account.outstanding * count
        match account.state:
            case AccountState.OWING:
                self.in_arrears += count
            case AccountState.PAID:
                self.paid_up += count
            case AccountState.EXEMPT:
                self.exempt += count

    def __add__(self, other: "Sums") -> "Sums":
        names = self.__dataclass_fields__
        return Sums(**{name: getattr(self, name) + getattr(other, name) for name in names})

    @property
    def share(self) -> int:
        """The paid share of what was due, in percent; 100 if nothing was due."""
        return 100 if not self.due else min(100, self.paid * 100 // self.due)


def charged_memberships(
    year: int, day: dt.date | None = None
) -> models.QuerySet[Membership, Membership]:
    """The memberships charged with dues of the year, with the `FACTS` of each member on that day.

    One membership per member, and only in units that have a rate or lie below one that has. See
    also `DuesRateQuerySet.for_unit`.
    """
    day = day or local_today()
    first, after = first_day(year), first_day(year + 1)
    rates = list(DuesRate.objects.of_year(year).select_related("unit").nearest_first())
    covered = Q(pk__in=[])
    for rate in rates if first_collected(year) <= day else []:
        covered |= _below(rate)
    earlier = (
        Membership.objects.overlapping(first, None)
        .order_by()
        .filter(member=OuterRef("member"), valid_from__lt=OuterRef("valid_from"))
    )
    joined = Q(valid_from__gt=first, valid_from__lt=after, valid_from__lte=day)
    was_member = Q(valid_from__lte=first) & (Q(valid_to__isnull=True) | Q(valid_to__gt=first))
    memberships = Membership.objects.order_by().filter(covered)
    paid = (
        Payment.objects.standing(day)
        .order_by()
        .filter(member=OuterRef("member"), year=year)
        .values("member")
        .annotate(total=Sum("amount"))
        .values("total")
    )
    waived = Waiver.objects.standing(day).order_by().filter(member=OuterRef("member"), year=year)
    current = Membership.objects.order_by().on(day).filter(member=OuterRef("member"))
    # Most are still in the branch that charged them: the membership itself shows it, without a subquery.
    is_still_here = Q(valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gt=day))
    return memberships.filter(was_member | joined & ~Exists(earlier)).annotate(
        standard=_standard_amount(rates, year),
        reduced_to=Subquery(waived.values("amount")[:1]),
        paid=Coalesce(Subquery(paid), Value(0), output_field=models.BigIntegerField()),
        is_member=Case(
            When(is_still_here, then=Value(True)),
            default=Exists(current),
            output_field=models.BooleanField(),
        ),
    )


def _below(rate: DuesRate) -> Q:
    unit = rate.unit_id
    if rate.unit.level == Unit.Level.BRANCH:
        return Q(unit=unit)
    return Q(unit__parent=unit) | Q(unit__parent__parent=unit)


def _standard_amount(rates: list[DuesRate], year: int) -> Case:
    """The amount by the nearest rate: the first that matches, so the rates come nearest first."""
    cases = [When(_below(rate), then=_amount_by_rate(rate, year)) for rate in rates]
    return Case(*cases, output_field=models.BigIntegerField())


def _amount_by_rate(rate: DuesRate, year: int) -> Case:
    """The amount by one rate. Most were members on 1 January, so that case is tested first."""
    cases = [
        When(rate.exemption(year), then=Value(0)),
        When(valid_from__lte=first_day(year), then=Value(rate.amount)),
    ]
    if rate.joining != DuesRate.Joining.FULL:
        cases += [
            When(
                valid_from__gte=dt.date(year, month, 1),
                then=Value(rate.amount_for_joining_in(month)),
            )
            for month in range(12, 0, -1)
        ]
    return Case(*cases, default=Value(rate.amount), output_field=models.BigIntegerField())


def account_of(membership: Any, year: int) -> MemberAccount:
    """The account of a membership from `charged_memberships`."""
    return MemberAccount(year, *(getattr(membership, name) for name in FACTS))


def accounts_of(
    members: models.QuerySet[Member] | Iterable[Member],
    day: dt.date | None = None,
    *,
    until: int = 0,
) -> dict[int, list[MemberAccount]]:
    """The accounts by member, from `ARREARS_YEARS` ago to this year (or to `until`), oldest first.

    Costs two queries per year, one for rates and one for people, however many there are.
    """
    day = day or local_today()
    members_or_keys = (
        members if isinstance(members, models.QuerySet) else [member.pk for member in members]
    )
    accounts: dict[int, list[MemberAccount]] = {}
    for year in range(day.year - ARREARS_YEARS, max(day.year, until) + 1):
        rows = (
            charged_memberships(year, day)
            .filter(member__in=members_or_keys)
            .values_list("member", *FACTS)
        )
        for member, *facts in rows:
            accounts.setdefault(member, []).append(MemberAccount(year, *facts))
    return accounts


def sums_by(
    year: int, units: models.QuerySet[Unit], day: dt.date | None = None, *, district: bool = False
) -> dict[int, Sums]:
    """The sums of each branch of `units`, or of each district with its branches.

    Costs two queries whatever the size: the rates, and the facts grouped by unit.
    """
    key: Any = F("unit_id")
    if district:
        key = Case(
            When(unit__parent__level=Unit.Level.DISTRICT, then=F("unit__parent_id")),
            default=F("unit_id"),
        )
    rows = (
        charged_memberships(year, day)
        .filter(unit__in=units.order_by().values("pk"))
        .values_list(key, *FACTS)
        .annotate(count=Count("pk"))
    )
    sums: dict[int, Sums] = {}
    for unit, *facts, count in rows:
        sums.setdefault(unit, Sums()).add(MemberAccount(year, *facts), count)
    return sums
