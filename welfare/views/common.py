"""What the pages of welfare at the desk share."""

from django.urls import reverse

from desk.pages import trail

NAME = "Nghĩa tình"


def welfare_trail(*parts: tuple[str, str]) -> list[tuple[str, str]]:
    return trail((NAME, reverse("welfare_desk:visits") if parts else ""), *parts)


def tabs(current: str) -> list[tuple[str, str, bool]]:
    """The pages of welfare, for components/tabs.html."""
    pages = (
        ("Lần chăm lo", "welfare_desk:visits"),
        ("Danh sách", "welfare_desk:lists"),
        ("Nhà tình nghĩa", "welfare_desk:houses"),
        ("Loại và mức", "welfare_desk:rates"),
    )
    return [(label, reverse(name), name == current) for label, name in pages]
