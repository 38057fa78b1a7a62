"""What the three lists of people share (members, who may be won, who has applied): the tabs over
them, corrections, look-alikes."""

from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from kit.numbers import vn_number

from ..actions import joining
from ..filters import MemberFilter
from ..forms.joining import ApplicationFilters, ApplicationForm, CandidateFilters, CandidateForm
from ..http import MemberRequest
from ..models import Application, Candidate, Member, Subject, User
from .desk_common import attempt

# What all three ask alike, and keep on the way from one to another.
SHARED = ("don_vi", "tuoi_tu", "tuoi_den", "cap_bac")
TABS = (
    ("Hội viên", "book:members", "q", Subject.MEMBERS),
    ("Đang vận động", "book:candidates", "tim", Subject.MOVES),
    ("Đơn đang chờ", "book:applications", "tim", Subject.MOVES),
)
Tab = tuple[str, str, bool]


def people_tabs(request: MemberRequest, here: str, count: int) -> list[Tab]:
    """For components/tabs.html, with how many each list holds; `count` is that of the list `here`,
    which may ask more than the others understand."""
    tabs: list[Tab] = []
    for words, name, search, subject in TABS:
        if not request.user.may(subject):
            continue
        query = _shared(request, search)
        found = count if name == here else _count(request.user, name, query)
        address = reverse(name) + (f"?{urlencode(query)}" if query else "")
        tabs.append((f"{words} ({vn_number(found)})", address, name == here))
    return tabs


def _shared(request: MemberRequest, search: str) -> dict[str, str]:
    asked = {search: request.GET.get("q", request.GET.get("tim", ""))}
    asked |= {name: request.GET.get(name, "") for name in SHARED}
    return {name: value for name, value in asked.items() if value.strip()}


def _count(user: User, name: str, query: dict[str, str]) -> int:
    if name == "book:members":
        return MemberFilter(user, query).count()
    data = QueryDict(urlencode(query))
    lists: Any = {
        "book:candidates": (CandidateFilters, Candidate),
        "book:applications": (ApplicationFilters, Application),
    }
    form, model = lists[name]
    number: int = form(data, user=user).narrowed(model.objects.visible_to(user)).count()
    return number


def corrected(form: CandidateForm | ApplicationForm, by: User) -> bool:
    """Whether it was saved; who comes second is told at the form."""
    row, version = form.save(commit=False), form.cleaned_data["version"]
    if attempt(form, lambda: joining.correct_person(row=row, version=version, by=by)) is None:
        form.renew_version()
        return False
    return True


def look_alikes(request: MemberRequest, row: Candidate | Application) -> dict[str, Any]:
    """Members who may be the same person: by name where the card is one's own to keep, of the
    others nothing but that there are some."""
    found = row.look_alikes()
    kept = Member.objects.in_books_of(request.user).order_by().values("pk")
    return {
        "look_alikes": found.filter(pk__in=kept).prefetch_related("memberships__unit")[:6],
        "has_others": found.exclude(pk__in=kept).exists(),
    }
