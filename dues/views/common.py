"""What the pages of dues share: who may open them, whose unit is asked about."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from desk.pages import check, trail
from kit.numbers import typed_key
from members.http import MemberRequest
from members.models import Degree, Subject, Unit, units_where
from members.models.units import UnitQuerySet

from ..models import opens_dues

NAME = "Hội phí"


def check_dues(request: MemberRequest, degree: Degree = Degree.READ) -> None:
    """403 for who may do so with no unit's dues; where they are off there is no such page."""
    check(request, Subject.DUES, degree)
    if not opens_dues(request.user):
        raise Http404


def own_units(request: MemberRequest) -> UnitQuerySet:
    return units_where(request.user, Subject.DUES)


def has_one_unit(request: MemberRequest) -> bool:
    """Whether there is nothing to choose from."""
    return len(own_units(request)[:2]) == 1


def asked_unit(request: MemberRequest) -> Unit | None:
    """The unit in the address, else the highest that the user keeps; 404 beyond one's own."""
    typed = request.GET.get("don_vi", "")
    units = own_units(request).select_related("parent__parent")
    if not typed:
        return units.on().in_tree_order().first() or units.in_tree_order().first()
    return get_object_or_404(units, pk=typed_key(typed))


def dues_trail(*parts: tuple[str, str]) -> list[tuple[str, str]]:
    return trail((NAME, reverse("dues:year") if parts else ""), *parts)


def tabs(here: str) -> list[tuple[str, str, bool]]:
    """The rooms of dues, for components/tabs.html."""
    rooms = (
        ("Theo năm", "dues:year"), ("Buổi thu", "dues:collections"),
        ("Còn nợ các năm", "dues:arrears"), ("Miễn, giảm", "dues:waivers"),
        ("Mức hội phí", "dues:rates"),
    )  # fmt: skip
    return [(words, reverse(name), name == here) for words, name in rooms]


def reset_url(request: MemberRequest) -> str:
    """Back to the page as it is when nothing is asked; "" where nothing is."""
    return request.path if request.GET else ""


def querystring(**parts: Any) -> str:
    """Of what is asked, ready to follow a "?"; empty questions stay out."""
    return urlencode({key: value for key, value in parts.items() if value not in (None, "")})
