"""The question to the list of members that stands in an address."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from desk.pages import check
from kit.numbers import typed_key
from members.http import MemberRequest
from members.models import Subject, units_where

from ..filters import MemberFilter


def asked_filter(request: MemberRequest) -> MemberFilter:
    """The question to the list in the address; a unit beyond one's own tree is no unit."""
    check(request, Subject.MEMBERS)
    unit = request.GET.get("don_vi", "")
    if unit and not units_where(request.user, Subject.MEMBERS).filter(pk=typed_key(unit)).exists():
        raise Http404
    return MemberFilter(request.user, request.GET)


def for_understood(
    view: Callable[[MemberRequest, MemberFilter], HttpResponse],
) -> Callable[[MemberRequest], HttpResponse]:
    """Gives the view the question in the address. One that is not wholly understood goes back to
    the list, where it says so beside the box: nothing is printed or taken away for everybody
    because a condition was lost."""

    @wraps(view)
    def understood(request: MemberRequest) -> HttpResponse:
        asked = asked_filter(request)
        if asked.is_understood:
            return view(request, asked)
        messages.error(
            request,
            "Có điều kiện chưa hiểu được nên chưa lập gì. Hãy sửa ở ô được nêu bên dưới rồi làm lại.",
        )
        kept = request.GET.copy()
        for name in set(kept) - set(asked.form.fields):
            del kept[name]
        return redirect(f"{reverse('book:members')}?{kept.urlencode()}")

    return understood
