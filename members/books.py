"""What the books of other rooms say about a reason that somebody gives.

Rooms stand above this floor and are not imported: each hands in a source (as tasks are, `desk`).
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
    """Filled by the roof, which knows every room."""
    _sources[:] = sources


def objections(member: "Member", ground: str, day: dt.date | None = None) -> str:
    """What the books say against that ground, in sentences; "" where they agree or know nothing."""
    day = day or local_today()
    return " ".join(filter(None, (source(member, ground, day) for source in _sources)))
