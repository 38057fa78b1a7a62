"""Coming meetings that an app offers where a sheet of attendance is printed."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from members.models import User


@dataclass(frozen=True)
class Meeting:
    """A meeting as a line of text, and where its own sheet is printed."""

    label: str
    url: str


MeetingSource = Callable[[User], Iterable[Meeting]]
_sources: list[MeetingSource] = []


def register_meetings(*sources: MeetingSource) -> None:
    """Called once by assoc.desk, as `desk.tasks.register_task_sources`."""
    _sources[:] = sources


def coming_meetings(user: User) -> list[Meeting]:
    """The coming meetings that this user may print a sheet for."""
    return [meeting for source in _sources for meeting in source(user)]
