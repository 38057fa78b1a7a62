"""What every room hands to the officers' workspace: a line of work that waits for somebody."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class Task:
    """Something to be done now. The page sorts by `is_urgent`, then by `due_on`."""

    words: str  # what to do, with its number: "3 bài chờ biên tập"
    url: str  # where it is done
    icon: str
    detail: str = ""
    due_on: dt.date | None = None
    is_urgent: bool = False
