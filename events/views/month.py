"""The month at the desk: events of the user's units, internal ones and drafts among them."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from desk.pages import check
from kit.dates import local_today, month_title
from members.http import MemberRequest
from members.models import Degree, Subject

from ..forms.desk import MonthFilters
from ..models import AnnualDay, Event
from ..month import WEEKDAYS, is_known, neighbours, weeks_of
from .desk import event_trail


def month_now(request: MemberRequest) -> HttpResponse:
    today = local_today()
    return month(request, today.year, today.month)


def month(request: MemberRequest, year: int, month: int) -> HttpResponse:
    """One month, day by day; 404 outside the years that days are written for."""
    check(request, Subject.EVENTS)
    if not is_known(year, month):
        raise Http404
    filters = MonthFilters(request.user, request.GET)
    unit = filters.filter_values().get("don_vi")
    own_days = AnnualDay.objects.addressed_to(request.user)
    query = urlencode({"don_vi": unit.pk} if unit else {})
    before, after = neighbours(year, month)
    title = month_title(year, month)
    today = local_today()
    is_now = (today.year, today.month) == (year, month)
    may_write = request.user.may(Subject.EVENTS, Degree.WRITE)
    context = {
        "trail": event_trail((title, "")),
        "title": title,
        "filters": filters,
        "reset_url": request.path if unit else "",
        "weekdays": WEEKDAYS,
        "weeks": weeks_of(
            year,
            month,
            filters.applied_to(Event.objects.at_desk_of(request.user)),
            own_days.concerning(unit) if unit else own_days,
        ),
        "before": _link(*before, query),
        "after": _link(*after, query),
        "now_url": "" if is_now else _link(today.year, today.month, query)[0],
        "new_url": f"{reverse('events_desk:new')}?{query}" if may_write else "",
    }
    return render(request, "events/desk/month.html", context)


def _link(year: int, month: int, query: str) -> tuple[str, str]:
    """Address, with the same unit, and words; no address where there is no such page."""
    url: Any = reverse("events_desk:month", args=[year, month]) if is_known(year, month) else ""
    return f"{url}?{query}" if url and query else url, month_title(year, month)
