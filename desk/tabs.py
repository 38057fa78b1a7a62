"""Tabs above the lists of people: members, candidates, applicants."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from kit.numbers import vn_number
from members.http import MemberRequest
from members.models import Subject, User

# Parameters common to these lists, kept when switching tabs.
SHARED = ("don_vi", "tuoi_tu", "tuoi_den", "cap_bac")
Query = dict[str, str]
Tab = tuple[str, str, bool]


@dataclass(frozen=True)
class PeopleList:
    """One of these lists, shown to users who may read its subject."""

    label: str
    name: str  # of the URL
    search: str  # parameter of its search box
    subject: Subject
    count: Callable[[User, Query], int]  # rows for that user and these parameters


# Filled by assoc.desk: the list of members may not import the apps above it.
_lists: list[PeopleList] = []


def register_people_lists(*lists: PeopleList) -> None:
    _lists[:] = lists


def people_tabs(request: MemberRequest, here: str, count: int) -> list[Tab]:
    """Tabs for components/tabs.html, each with the size of its list.

    `count` is the size of the list `here`, whose filters may be more than the shared ones.
    """
    tabs: list[Tab] = []
    for people in _lists:
        if not request.user.may(people.subject):
            continue
        query = _shared(request, people.search)
        size = count if people.name == here else people.count(request.user, query)
        address = reverse(people.name) + (f"?{urlencode(query)}" if query else "")
        tabs.append((f"{people.label} ({vn_number(size)})", address, people.name == here))
    return tabs


def _shared(request: MemberRequest, search: str) -> Query:
    query = {search: request.GET.get("q", request.GET.get("tim", ""))}
    query |= {name: request.GET.get(name, "") for name in SHARED}
    return {name: value for name, value in query.items() if value.strip()}
