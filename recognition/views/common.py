"""What the pages of recognition share."""

from django.core.exceptions import PermissionDenied
from django.urls import reverse

from desk.pages import trail
from members.http import MemberRequest

from ..models import keeps_catalogue

NAME = "Xét khen thưởng"
TABS = (
    ("Hồ sơ đề nghị", "recognition:list"),
    ("Sổ khen thưởng", "recognition:book"),
    ("Loại và mức thưởng", "recognition:catalogue"),
    ("Mẫu in giấy khen", "recognition:layouts"),
)


def tabs(current: str) -> list[tuple[str, str, bool]]:
    """The parts of the room, the page's own marked."""
    return [(label, reverse(name), name == current) for label, name in TABS]


def room_trail(*parts: tuple[str, str]) -> list[tuple[str, str]]:
    return trail((NAME, reverse(TABS[0][1]) if parts else ""), *parts)


def check_office(request: MemberRequest) -> None:
    """403 for whoever does not lay down awards for the whole association."""
    if not keeps_catalogue(request.user):
        raise PermissionDenied
