"""The tabs over the lists of people: members, who may be won, who has applied."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from kit.numbers import vn_number
from members.http import MemberRequest
from members.models import Subject, User

# What all of them ask alike, and keep on the way from one to another.
SHARED = ("don_vi", "tuoi_tu", "tuoi_den", "cap_bac")
Query = dict[str, str]
Tab = tuple[str, str, bool]


@dataclass(frozen=True)
class PeopleList:
    """One of these lists, for whoever may read its subject."""

    words: str
    name: str  # of the address
    search: str  # what it calls its box for names
    subject: Subject
    count: Callable[[User, Query], int]  # how many it holds for that user, so asked


# Filled by the roof (assoc.desk): the list of members knows none of the rooms above it.
_lists: list[PeopleList] = []


def register_people_lists(*lists: PeopleList) -> None:
    _lists[:] = lists


def people_tabs(request: MemberRequest, here: str, count: int) -> list[Tab]:
    """For components/tabs.html, with how many each list holds; `count` is that of the list `here`,
    which may ask more than the others understand."""
    tabs: list[Tab] = []
    for one in _lists:
        if not request.user.may(one.subject):
            continue
        query = _shared(request, one.search)
        found = count if one.name == here else one.count(request.user, query)
        address = reverse(one.name) + (f"?{urlencode(query)}" if query else "")
        tabs.append((f"{one.words} ({vn_number(found)})", address, one.name == here))
    return tabs


def _shared(request: MemberRequest, search: str) -> Query:
    asked = {search: request.GET.get("q", request.GET.get("tim", ""))}
    asked |= {name: request.GET.get(name, "") for name in SHARED}
    return {name: value for name, value in asked.items() if value.strip()}
