"""A month of events, day by day, with lunar days and commemorations."""

import calendar
import datetime as dt
from dataclasses import dataclass, field

from kit.commemorations import commemorations_of, lunar_short
from kit.dates import FIRST_YEAR, LAST_YEAR, local_day, local_day_bounds, local_today

from .models import AnnualDayQuerySet, Event, EventQuerySet, FormerDay
from .models.kinds import MOST_HOURS

WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật")
_DAY = dt.timedelta(days=1)


@dataclass
class Day:
    """One box of the month. `gone`: events that were announced for it and moved away."""

    date: dt.date
    is_in_month: bool
    lunar: str
    names: list[str]
    events: list[Event] = field(default_factory=list)
    gone: list[FormerDay] = field(default_factory=list)

    @property
    def is_today(self) -> bool:
        return self.date == local_today()

    @property
    def css(self) -> str:
        """Classes of its box."""
        states = (
            ("is-other", not self.is_in_month), ("is-today", self.is_today),
            ("is-empty", not self.has_something),
        )  # fmt: skip
        return " ".join(name for name, holds in states if holds)

    @property
    def has_something(self) -> bool:
        return bool(self.names or self.events or self.gone)


def weeks_of(
    year: int, month: int, events: EventQuerySet, own_days: AnnualDayQuerySet
) -> list[list[Day]]:
    """The weeks of the month from Monday, those days of its neighbours included that fill them.

    Three queries. An event of several days stands on each of them. `own_days`: the association's
    and its units', beside those of the State.
    """
    dates = [dt.date.fromordinal(number) for number in range(*_span(year, month))]
    days = {
        date: Day(date, date.month == month, lunar_short(date), commemorations_of(date))
        for date in dates
    }
    for annual in own_days:
        for date in dates:
            if annual.falls_on(date):
                days[date].names.append(annual.title_on(date))
    start, end = local_day_bounds(dates[0])[0], local_day_bounds(dates[-1])[1]
    shown = events.filter(starts_at__lt=end).exclude(ends_at__lt=start)
    # Without an end one of the evening before may last past midnight.
    lately = start - dt.timedelta(hours=MOST_HOURS)
    held = shown.filter(starts_at__gte=lately) | shown.filter(ends_at__gte=start)
    for event in held.select_related("unit", "kind").order_by("starts_at", "pk"):
        date = max(event.starts_on, dates[0])
        while date <= min(event.last_day, dates[-1]):
            days[date].events.append(event)
            date += _DAY
    former = FormerDay.objects.filter(
        starts_at__gte=start, starts_at__lt=end, event__in=events.order_by().values("pk")
    )
    for row in former.select_related("event"):
        days[local_day(row.starts_at)].gone.append(row)
    return [[days[date] for date in dates[n : n + 7]] for n in range(0, len(dates), 7)]


def _span(year: int, month: int) -> tuple[int, int]:
    """First day, and the day after the last, of the whole weeks of a month, as ordinals."""
    first = dt.date(year, month, 1)
    last = dt.date(year, month, calendar.monthrange(year, month)[1])
    return first.toordinal() - first.weekday(), last.toordinal() + 7 - last.weekday()


def is_known(year: int, month: int) -> bool:
    """Whether it is a month that days are written for."""
    return FIRST_YEAR < year < LAST_YEAR and 1 <= month <= 12


def neighbours(year: int, month: int) -> tuple[tuple[int, int], tuple[int, int]]:
    """The month before and the month after."""
    before = (year - 1, 12) if month == 1 else (year, month - 1)
    after = (year + 1, 1) if month == 12 else (year, month + 1)
    return before, after
