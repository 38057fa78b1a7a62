"""What every room hands to the officers' workspace: a line of work that waits for somebody."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .models import User


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
