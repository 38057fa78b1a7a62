"""Helpers shared by the pages of dues: who may open them, which unit they show."""

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

from ..models import may_open_dues

NAME = "Hội phí"


def check_dues(request: MemberRequest, degree: Degree = Degree.READ) -> None:
    """403 if the user has that degree on no unit's dues; 404 where dues are off."""
    check(request, Subject.DUES, degree)
    if not may_open_dues(request.user):
        raise Http404


def dues_units(request: MemberRequest) -> UnitQuerySet:
    return units_where(request.user, Subject.DUES)


def has_one_unit(request: MemberRequest) -> bool:
    """Whether the user reads the dues of exactly one unit, so that there is no choice."""
    return len(dues_units(request)[:2]) == 1


def requested_unit(request: MemberRequest) -> Unit | None:
    """The unit in the address, else the highest one of the user; 404 for a unit out of reach."""
    typed = request.GET.get("don_vi", "")
    units = dues_units(request).select_related("parent__parent")
    if not typed:
        return units.on().in_tree_order().first() or units.in_tree_order().first()
    return get_object_or_404(units, pk=typed_key(typed))


def dues_trail(*parts: tuple[str, str]) -> list[tuple[str, str]]:
    return trail((NAME, reverse("dues:year") if parts else ""), *parts)


def tabs(current: str) -> list[tuple[str, str, bool]]:
    """The pages of dues, for components/tabs.html."""
    pages = (
        ("Theo năm", "dues:year"), ("Buổi thu", "dues:collections"),
        ("Còn nợ các năm", "dues:arrears"), ("Miễn, giảm", "dues:waivers"),
        ("Mức hội phí", "dues:rates"),
    )  # fmt: skip
    return [(label, reverse(name), name == current) for label, name in pages]


def reset_url(request: MemberRequest) -> str:
    """The address of the page without filters; "" if none is set."""
    return request.path if request.GET else ""


def querystring(**parts: Any) -> str:
    """The given parameters as a query string, without the empty ones."""
    return urlencode({key: value for key, value in parts.items() if value not in (None, "")})
