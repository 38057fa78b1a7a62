"""Who is due a kind of care: by the rates that count in a unit, among its members of one day.

A list pays by the rates that count in the unit whose list it is. Ages become years of birth, of which
there are few, so that the database looks through 100,000 members in one query.
"""

import datetime as dt
from calendar import monthrange
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Case, F, Q, Value, When

from kit.dates import local_today
from members.models import Member, Membership, Unit

from .kinds import WelfareKind
from .rates import Rate

NOBODY = Q(pk__in=[])
EVERYBODY = Q(pk__isnull=False)


@dataclass(frozen=True)
class Span:
    """What a list is for: a kind in a year, or in one month of it.

    Of what is given once a year, `month` asks for the birthdays of that month; of what is given
    every month, it is the month that counts.
    """

    kind: WelfareKind
    unit: Unit
    year: int
    month: int = 0
    # To which day ages by date are counted, and the rate counts; None: the last one of the span.
    counted_on: dt.date | None = None

    @property
    def period(self) -> int:
        """What nobody gets the kind twice in: 202600 for the year 2026, 202603 for March."""
        is_monthly = self.kind.listed == WelfareKind.Listed.MONTH
        return self.year * 100 + (self.month if is_monthly else 0)

    @property
    def ends_on(self) -> dt.date:
        month = self.month or 12
        return dt.date(self.year, month, monthrange(self.year, month)[1])

    @property
    def last_counted(self) -> dt.date:
        return self.counted_on or self.ends_on

    @property
    def day(self) -> dt.date:
        """As of which day its members are asked for: today, of a span that is over its last day."""
        return min(local_today(), self.ends_on)

    @property
    def birth_month(self) -> int:
        """The month in which people must have their birthday; 0 for any."""
        return 0 if self.kind.listed == WelfareKind.Listed.MONTH else self.month

    @property
    def rates(self) -> list[Rate]:
        """The rates that decide, in the order in which they are asked."""
        return list(Rate.objects.of_kind_in(self.kind, self.unit, self.last_counted))

    @property
    def label(self) -> str:
        if not self.month:
            return f"năm {self.year}"
        month = f"tháng {self.month}/{self.year}"
        return month if self.kind.listed == WelfareKind.Listed.MONTH else f"sinh nhật {month}"


@dataclass(frozen=True)
class _Fit:
    """Of one rate: whose membership it is sure of, and of whose it can't be without the birth date."""

    sure: Q
    unsure: Q


def _had_birthday(day: dt.date) -> Q:
    """Whose birthday that year has come by then; of who was born on 29 February, on 1 March."""
    return Q(member__birth_date__month__lt=day.month) | Q(
        member__birth_date__month=day.month, member__birth_date__day__lte=day.day
    )


def _no_birthday_yet(day: dt.date) -> Q:
    return Q(member__birth_date__month__gt=day.month) | Q(
        member__birth_date__month=day.month, member__birth_date__day__gt=day.day
    )


def _fit(rate: Rate, span: Span) -> _Fit:
    day, no_date = span.last_counted, Q(member__birth_date__isnull=True)
    ages = rate.fitting_ages if rate.is_by_age else []
    born = (
        Q(member__birth_year__in=[day.year - age for age in ages]) if rate.is_by_age else EVERYBODY
    )
    unsure = NOBODY
    if rate.is_by_age and rate.counted == Rate.Counted.DATE:
        unsure = born & no_date
        if rate.step is None:  # younger until this year's birthday
            earlier = Q(member__birth_year__in=[day.year - age - 1 for age in ages])
            unsure |= earlier & no_date
            born = born & _had_birthday(day) | earlier & _no_birthday_yet(day)
        else:  # reached this year, by that day
            born &= _had_birthday(day)
    if span.birth_month:
        unsure |= born & no_date
        born &= Q(member__birth_date__month=span.birth_month)
    return _Fit(born, unsure)


def age_by(rate: Rate | None, member: Member, span: Span) -> int:
    """The age at which that rate takes somebody."""
    day, birth = span.last_counted, member.birth_date
    age = day.year - member.birth_year
    is_by_date = rate is not None and rate.counted == Rate.Counted.DATE and birth is not None
    if is_by_date and birth is not None and (birth.month, birth.day) > (day.month, day.day):
        return age - 1
    return age


def memberships_due(span: Span, day: dt.date | None = None) -> Any:
    """Memberships of that day in the unit and below, of whoever is due: `due_rate` is the rate's key.

    Where it is None the person's day of birth is missing, and without it nobody can say. Nobody who
    had died by then, or left, or not joined yet. One query, whatever the size.
    """
    day = day or span.day
    fits = [(rate, _fit(rate, span)) for rate in span.rates]
    maybe = NOBODY
    for _, fit in fits:
        maybe |= fit.unsure
    rows = (
        Membership.objects.on(day)
        .filter(unit__in=Unit.objects.within(span.unit).order_by().values("pk"))
        .filter(Q(member__died_on__isnull=True) | Q(member__died_on__gt=day))
    )
    if not fits:
        return rows.none().annotate(due_rate=Value(None, output_field=models.BigIntegerField()))
    whens = [When(fit.sure, then=Value(rate.pk)) for rate, fit in fits]
    rows = rows.annotate(
        due_rate=Case(*whens, default=Value(None), output_field=models.BigIntegerField())
    )
    return rows.filter(Q(due_rate__isnull=False) | maybe)


def in_order(memberships: Any) -> Any:
    """The oldest first, then by name."""
    return memberships.order_by(
        F("member__birth_year"), F("member__birth_date").asc(nulls_last=True), "member__sort_key", "pk"
    )  # fmt: skip
