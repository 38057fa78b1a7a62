"""Chance that falls alike every time, and moments in the association's zone."""

import datetime as dt
import random

from kit.dates import ZONE


def chance(noun: str) -> random.Random:
    """A die of its own for each noun, so that a change in one leaves the others as they were."""
    return random.Random(f"demo:{noun}")  # noqa: S311 - invents people, guards nothing


def at(day: dt.date, hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZONE)


def day(text: str) -> dt.date:
    """11/10/2024, as the papers write it."""
    d, m, y = (int(part) for part in text.split("/"))
    return dt.date(y, m, d)


def last_such_day(written: dt.date, today: dt.date) -> dt.date:
    """The written day in the latest year in which it is past; never before it was written."""
    year = today.year - ((today.month, today.day) < (written.month, written.day))
    return written.replace(year=max(written.year, year))
