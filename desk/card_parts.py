"""Sections of a member's card: each app registers a source."""

from collections.abc import Callable
from dataclasses import dataclass

from members.models import Member, User


@dataclass(frozen=True)
class CardPart:
    """A section of a member's card, supplied by an app above this one."""

    title: str
    lines: list[str]
    url: str = ""  # the page with the details, if the user may open it
    link: str = ""


CardSource = Callable[[User, Member], CardPart | None]
_card_sources: list[CardSource] = []


def register_card_parts(*sources: CardSource) -> None:
    """Called once by assoc.desk; see also `register_task_sources`."""
    _card_sources[:] = sources


def card_parts(user: User, member: Member) -> list[CardPart]:
    """The sections for that user; each source decides what they may read."""
    parts = (source(user, member) for source in _card_sources)
    return [part for part in parts if part is not None]
