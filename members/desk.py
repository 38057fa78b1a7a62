"""What every room hands to the officers' workspace: a line of work that waits for somebody."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .models import Member, User


@dataclass(frozen=True)
class Task:
    """Something to be done now. The page sorts by `is_urgent`, then by `due_on`."""

    words: str  # what to do, with its number: "3 bài chờ biên tập"
    url: str  # where it is done
    icon: str
    detail: str = ""
    due_on: dt.date | None = None
    is_urgent: bool = False


TaskSource = Callable[["User"], Iterable[Task]]
# Filled by the roof (assoc.desk), which knows every room: the ground floor imports none of them.
_rooms: list[TaskSource] = []


def register_rooms(*sources: TaskSource) -> None:
    _rooms[:] = sources


def tasks_from_every_room(user: "User") -> Iterator[Task]:
    """What waits for that officer anywhere in the portal."""
    for room in _rooms:
        yield from room(user)


# --- What rooms tell on a member's card ---------------------------------------------------------


@dataclass(frozen=True)
class CardPart:
    """A section of a member's card that a room above writes."""

    title: str
    lines: list[str]
    url: str = ""  # where there is more, for whoever may open it
    link: str = ""


CardSource = Callable[["User", "Member"], CardPart | None]
_card_sources: list[CardSource] = []


def register_card_parts(*sources: CardSource) -> None:
    """Filled by the roof, as `register_rooms`."""
    _card_sources[:] = sources


def card_parts(user: "User", member: "Member") -> list[CardPart]:
    """What the rooms tell that user of that member; each decides what they may read."""
    found = (source(user, member) for source in _card_sources)
    return [part for part in found if part is not None]
