"""Objections of other apps' records to a reason that somebody gives.

Those apps are layers above this one and are not imported: each registers a source (see `desk.tasks`).
"""

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING

from kit.dates import local_today

if TYPE_CHECKING:
    from .models import Member

# Of a member and a ground (`Departure.Ground`), on a day: what the book says against it, else "".
BookSource = Callable[["Member", str, dt.date], str]
_sources: list[BookSource] = []


def register_books(*sources: BookSource) -> None:
    """Called once by assoc, which may import every app."""
    _sources[:] = sources


def objections(member: "Member", ground: str, day: dt.date | None = None) -> str:
    """Objections to that ground, in sentences; "" if there are none."""
    day = day or local_today()
    return " ".join(filter(None, (source(member, ground, day) for source in _sources)))
