"""What the desk's pages of exemplars share."""

from django.urls import reverse

from desk.pages import trail

NAME = "Điển hình, mô hình"
TABS = (("Điển hình, mô hình", "exemplars_desk:list"), ("Chi hội mẫu", "exemplars_desk:ratings"))


def tabs(current: str) -> list[tuple[str, str, bool]]:
    """The parts of the room, the page's own marked."""
    return [(label, reverse(name), name == current) for label, name in TABS]


def room_trail(*parts: tuple[str, str]) -> list[tuple[str, str]]:
    return trail((NAME, reverse(TABS[0][1]) if parts else ""), *parts)
