"""What rooms tell on a member's card."""

from collections.abc import Callable
from dataclasses import dataclass

from members.models import Member, User


@dataclass(frozen=True)
class CardPart:
    """A section of a member's card that a room above writes."""

    title: str
    lines: list[str]
    url: str = ""  # where there is more, for whoever may open it
    link: str = ""


CardSource = Callable[[User, Member], CardPart | None]
_card_sources: list[CardSource] = []


def register_card_parts(*sources: CardSource) -> None:
    """Filled by the roof, as `register_rooms`."""
    _card_sources[:] = sources


def card_parts(user: User, member: Member) -> list[CardPart]:
    """What the rooms tell that user of that member; each decides what they may read."""
    found = (source(user, member) for source in _card_sources)
    return [part for part in found if part is not None]
