"""What the lists of people on their way to a card share: their tabs, corrections, look-alikes."""

from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from desk.pages import attempt
from desk.tabs import PeopleList, Query
from members.http import MemberRequest
from members.models import Application, Candidate, Member, Subject, User

from ..actions import joining
from ..forms.joining import ApplicationFilters, ApplicationForm, CandidateFilters, CandidateForm


def _candidates(user: User, query: Query) -> int:
    rows = Candidate.objects.visible_to(user)
    number: int = CandidateFilters(QueryDict(urlencode(query)), user=user).narrowed(rows).count()
    return number


def _applications(user: User, query: Query) -> int:
    rows = Application.objects.visible_to(user)
    number: int = ApplicationFilters(QueryDict(urlencode(query)), user=user).narrowed(rows).count()
    return number


CANDIDATES = PeopleList("Đang vận động", "book:candidates", "tim", Subject.MOVES, _candidates)
APPLICATIONS = PeopleList("Đơn đang chờ", "book:applications", "tim", Subject.MOVES, _applications)


def corrected(form: CandidateForm | ApplicationForm, by: User) -> bool:
    """Whether it was saved; a conflict is shown at the form."""
    row, version = form.save(commit=False), form.cleaned_data["version"]
    if attempt(form, lambda: joining.correct_person(row=row, version=version, by=by)) is None:
        form.renew_version()
        return False
    return True


def look_alikes(request: MemberRequest, row: Candidate | Application) -> dict[str, Any]:
    """Members who may be the same person: by name where the card is one's own to keep, of the
    others nothing but that there are some."""
    alike = row.look_alikes()
    own_keys = Member.objects.in_books_of(request.user).order_by().values("pk")
    return {
        "look_alikes": alike.filter(pk__in=own_keys).prefetch_related("memberships__unit")[:6],
        "has_others": alike.exclude(pk__in=own_keys).exists(),
    }
