"""What comes round every year, so that the demo is as full in ten years as when it was written.

The public facts of 2024 and the invented past up to `WRITTEN` keep their days. What follows is
reckoned from today: a cluster signs each October, grades are announced each January, Tết moves with
the moon. The written words repeat no year's number but the one they are given.
"""

import datetime as dt
from collections.abc import Iterator
from functools import cache

from kit.lunar import lunar

from .seeds import day

WRITTEN = 2026  # the last year that was written by hand
SIGNED = day("11/10/2024")  # of the public report
# The second cluster's chair goes round from signing to signing; who is next is the deputy.
_CHAIRS = ("BTH", "PN", "Q4", "Q6", "Q8", "Q11")


def later_years(today: dt.date) -> Iterator[int]:
    """Those after `WRITTEN` that have begun, in order."""
    yield from range(WRITTEN + 1, today.year + 1)


@cache
def tet(year: int) -> dt.date:
    """The first day of the lunar year that begins in that year."""
    first = dt.date(year, 1, 20)
    while (moon := lunar(first)).month != 1 or moon.day != 1:
        first += dt.timedelta(days=1)
    return first


def saturday(year: int, month: int, day: int) -> dt.date:
    """The Saturday on or next after that day."""
    first = dt.date(year, month, day)
    return first + dt.timedelta(days=(5 - first.weekday()) % 7)


def next_month(today: dt.date) -> dt.date:
    """Its first day."""
    return (today.replace(day=1) + dt.timedelta(days=32)).replace(day=1)


def a_year_later(first: dt.date) -> dt.date:
    """The last day of a year that begins on `first`, which is no 29 February."""
    return first.replace(year=first.year + 1) - dt.timedelta(days=1)


def signed_on(year: int) -> dt.date:
    """When the second cluster signs its compact of the year."""
    written = {2024: SIGNED, 2025: day("17/10/2025")}
    return written.get(year, dt.date(year, 10, 15))


def announced_on(year: int) -> dt.date:
    """When the year's grades are made known."""
    return dt.date(year + 1, 1, 15 if year % 2 == 0 else 14)


def cycle_days(year: int) -> dict[str, dt.date]:
    """The days of a cluster's cycle of the year; the first one began too late to register."""
    days = {
        "self_score_until": dt.date(year, 11, 10),
        "cross_check_from": dt.date(year, 11, 15),
        "cross_check_until": dt.date(year, 11, 30),
        "meeting_on": dt.date(year, 12, 10),
        "final_on": dt.date(year, 12, 20),
    }
    if year > SIGNED.year:
        days |= {"registration_until": dt.date(year, 1, 31), "interim_on": dt.date(year, 7, 5)}
    return days


def signing_years(today: dt.date) -> list[int]:
    """The years of which the second cluster has signed the compact."""
    return [year for year in range(SIGNED.year, today.year + 1) if signed_on(year) <= today]


def chair_of(year: int) -> str:
    """Which unit heads the second cluster from the year's signing on."""
    return _CHAIRS[(year - SIGNED.year) % len(_CHAIRS)]
