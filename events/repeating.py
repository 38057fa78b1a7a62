"""The days of a meeting that is held again and again."""

import calendar
import datetime as dt

from django.db.models import TextChoices

from kit.dates import ZONE


class Every(TextChoices):
    """How often, and whether by the day of the month or by the weekday."""

    MONTH = "month", "hằng tháng, cùng ngày trong tháng"
    MONTH_WEEKDAY = "month_weekday", "hằng tháng, cùng thứ trong tuần"
    QUARTER = "quarter", "hằng quý, cùng ngày trong tháng"
    QUARTER_WEEKDAY = "quarter_weekday", "hằng quý, cùng thứ trong tuần"
    YEAR = "year", "hằng năm, cùng ngày"


_MONTHS = {
    Every.MONTH: 1, Every.MONTH_WEEKDAY: 1, Every.QUARTER: 3, Every.QUARTER_WEEKDAY: 3,
    Every.YEAR: 12,
}  # fmt: skip
_BY_WEEKDAY = (Every.MONTH_WEEKDAY, Every.QUARTER_WEEKDAY)


def days_from(start: dt.datetime, every: Every, count: int) -> list[dt.datetime]:
    """The next `count` beginnings after that one, at the same hour.

    Each is reckoned from the first: a meeting of the 31st falls on the last day of shorter months
    and on the 31st again after them. By the weekday: the second Saturday stays the second; the
    fifth is the last where a month has four.
    """
    local = start.astimezone(ZONE)
    days = []
    for number in range(1, count + 1):
        year, month = _month_after(local.year, local.month, number * _MONTHS[every])
        if every in _BY_WEEKDAY:
            day = _same_weekday(local.date(), year, month)
        else:
            day = dt.date(year, month, min(local.day, calendar.monthrange(year, month)[1]))
        days.append(dt.datetime.combine(day, local.time(), tzinfo=ZONE))
    return days


def _month_after(year: int, month: int, months: int) -> tuple[int, int]:
    years, rest = divmod(month - 1 + months, 12)
    return year + years, rest + 1


def _same_weekday(day: dt.date, year: int, month: int) -> dt.date:
    first = dt.date(year, month, 1)
    date = first + dt.timedelta(days=(day.weekday() - first.weekday()) % 7)
    date += dt.timedelta(weeks=(day.day - 1) // 7)
    return date if date.month == month else date - dt.timedelta(weeks=1)
