"""The filter of the list of members that an address requests."""

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


def requested_filter(request: MemberRequest) -> MemberFilter:
    """The filter in the address; 404 for a unit outside the user's books."""
    check(request, Subject.MEMBERS)
    unit = request.GET.get("don_vi", "")
    if unit and not units_where(request.user, Subject.MEMBERS).filter(pk=typed_key(unit)).exists():
        raise Http404
    return MemberFilter(request.user, request.GET)


def with_valid_filter(
    view: Callable[[MemberRequest, MemberFilter], HttpResponse],
) -> Callable[[MemberRequest], HttpResponse]:
    """View decorator: passes the filter in the address. If a condition is invalid it redirects to the
    list, which shows the error, so that nothing is printed or exported for too many people."""

    @wraps(view)
    def understood(request: MemberRequest) -> HttpResponse:
        member_filter = requested_filter(request)
        if member_filter.has_no_errors:
            return view(request, member_filter)
        messages.error(
            request,
            "Có điều kiện chưa hiểu được nên chưa lập gì. Hãy sửa ở ô được nêu bên dưới rồi làm lại.",
        )
        kept = request.GET.copy()
        for name in set(kept) - set(member_filter.form.fields):
            del kept[name]
        return redirect(f"{reverse('book:members')}?{kept.urlencode()}")

    return understood
