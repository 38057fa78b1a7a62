"""Coming and past events, one event, the calendar file."""

import datetime as dt
import re
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from kit.dates import local_today, month_title
from kit.for_visitors import same_for_visitors
from members.models import Degree, Subject

from ..actions.contests import stored_lines
from ..calendar import calendar_file
from ..forms.filters import EventFilters
from ..models import AnnualDay, Event
from ..month import WEEKDAYS, is_known, neighbours, weeks_of
from ..registering import sign_up_of
from ..reporting import may_report
from .contests import results_context
from .files import shown_files

PER_PAGE = 24
JUST_PAST = 6
PHOTOS_SHOWN = 6  # of an event on its page; its album has all
PAST = "da-qua"
# A calendar holds the last year and upcoming events; the number limits the cost of a request.
CALENDAR_BACK = dt.timedelta(days=365)
CALENDAR_MOST = 2000


@same_for_visitors("donvi", "khi", "loai", "nam", "page")
@login_not_required
def event_list(request: HttpRequest) -> HttpResponse:
    """Upcoming events, followed by the latest past ones; or on request all past events."""
    filters = EventFilters(request.GET)
    events = filters.applied_to(Event.objects.addressed_to(request.user)).with_moves()
    events = events.select_related("unit", "kind")
    is_past = request.GET.get("khi") == PAST
    shown = events.past() if is_past else events.upcoming()
    context = {
        "trail": [("Sự kiện", "")],
        "filters": filters,
        "reset_url": request.path if filters.has_filters else "",
        "kept": [("khi", PAST)] if is_past else [],
        "is_past": is_past,
        "tabs": _tabs(request, is_past=is_past),
        "page": Paginator(shown, PER_PAGE).get_page(request.GET.get("page")),
        "just_past": [] if is_past else events.past()[:JUST_PAST],
    }
    return render(request, "events/event_list.html", context)


def _tabs(request: HttpRequest, *, is_past: bool) -> list[tuple[str, str, bool]]:
    """The tabs of both lists, with the same filters."""
    query = request.GET.copy()
    for name in ("khi", "page"):
        query.pop(name, None)
    coming = f"?{query.urlencode()}"
    query["khi"] = PAST
    return [
        ("Sắp diễn ra", coming, not is_past),
        ("Đã diễn ra", f"?{query.urlencode()}", is_past),
    ]


@same_for_visitors()
@login_not_required
def event_month_now(request: HttpRequest) -> HttpResponse:
    today = local_today()
    return event_month(request, today.year, today.month)


@same_for_visitors()
@login_not_required
def event_month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """One month, day by day; 404 outside the years that days are written for."""
    if not is_known(year, month):
        raise Http404
    before, after = neighbours(year, month)
    title = month_title(year, month)
    context = {
        "trail": [("Sự kiện", reverse("events:list")), (title, "")],
        "title": title,
        "weekdays": WEEKDAYS,
        "weeks": weeks_of(
            year,
            month,
            Event.objects.addressed_to(request.user),
            AnnualDay.objects.addressed_to(request.user),
        ),
        "before": _month_link(*before),
        "after": _month_link(*after),
    }
    return render(request, "events/event_month.html", context)


def _month_link(year: int, month: int) -> tuple[str, str]:
    """Address and words; no address where there is no such page."""
    url = reverse("events:month", args=[year, month]) if is_known(year, month) else ""
    return url, month_title(year, month)


@same_for_visitors()
@login_not_required
def event_detail(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """One event, found by its number; an outdated name in the address redirects to the present one."""
    event = get_object_or_404(
        Event.objects.visible_to(request.user).select_related(
            "unit__parent", "kind", "registration_terms"
        ),
        pk=pk,
    )
    if slug != event.slug:
        # Not cached by browsers: a name that is changed back would cause a redirect loop.
        return redirect(event)
    posts: Any = event.posts.addressed_to(request.user)
    compacts: Any = event.compacts.visible_to(request.user)
    photos, papers = shown_files(request.user, event)
    lines = stored_lines(event)
    public = [photo for photo in photos if not photo.is_internal]
    address = request.build_absolute_uri(event.get_absolute_url())
    context: dict[str, Any] = {
        "event": event,
        "trail": [("Sự kiện", reverse("events:list")), (event.title, "")],
        "address": address,
        "hosts": [host.unit for host in event.event_hosts.select_related("unit__parent")],
        "guests": list(event.guests.all()),
        "programme": list(event.programme.all()),
        "photos": photos[:PHOTOS_SHOWN],
        "photo_count": len(photos),
        "papers": papers,
        "results": results_context(lines) if lines else None,
        "knows_people": bool(lines) and _is_inside(request.user, event),
        "posts": list(posts.newest_first().with_card()),
        "map_url": _map_url(event),
        "compacts": compacts.select_related("cluster"),
        "may_report": may_report(request.user, event),
        "sign_up": sign_up_of(request.user, event),
        "may_enter": request.user.is_authenticated
        and request.user.may(Subject.EVENTS, Degree.WRITE),
        "former_days": list(event.former_days.all()),
        "desk_url": event.desk_url if _is_keeper(request.user, event) else "",
        "structured": _structured(event, address, [photo.picture.fallback_url for photo in public]),
    }
    # What stands in the wide column; without it the page is one column of facts.
    wide = ("guests", "programme", "photos", "results", "posts", "sign_up")
    context["tells_more"] = bool(event.outcome) or any(context[name] for name in wide)
    return render(request, "events/event_detail.html", context)


def _map_url(event: Event) -> str:
    """Where the place is looked up on a map; a name that a map knows no better than we is told so
    there."""
    place = f"{event.place}, Thành phố Hồ Chí Minh"
    return f"https://www.google.com/maps/search/?{urlencode({'api': 1, 'query': place})}"


def _is_inside(user: Any, event: Event) -> bool:
    return bool(user.is_authenticated and Event.objects.inside_for(user).contains(event))


def _is_keeper(user: Any, event: Event) -> bool:
    """Costs a query only for who reads some unit's events at the desk."""
    reads = user.is_authenticated and user.may(Subject.EVENTS)
    return bool(reads and Event.objects.at_desk_of(user).contains(event))


def _structured(event: Event, address: str, pictures: list[str]) -> dict[str, Any]:
    """The event in schema.org's vocabulary, for search engines."""
    state = "EventCancelled" if event.is_cancelled else "EventScheduled"
    data: dict[str, Any] = {
        "@type": "Event",
        "name": event.title,
        "url": address,
        "startDate": event.starts_on.isoformat()
        if event.is_all_day
        else timezone.localtime(event.starts_at).isoformat(),
        "eventStatus": f"https://schema.org/{state}",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "location": {"@type": "Place", "name": event.place, "address": event.place},
        "organizer": {"@type": "Organization", "name": event.unit.name},
    }
    data["endDate"] = (
        event.last_day.isoformat()
        if event.is_all_day
        else timezone.localtime(event.expected_end).isoformat()
    )
    if event.summary:
        data["description"] = event.summary
    if pictures:
        origin = address.removesuffix(event.get_absolute_url())
        data["image"] = [
            picture if "://" in picture else f"{origin}{picture}" for picture in pictures
        ]
    return data


@same_for_visitors("donvi", "loai", "nam", "su-kien")
@login_not_required
def event_calendar(request: HttpRequest) -> HttpResponse:
    """The calendar to subscribe to, under the list's filters; or the file of one event."""
    name, events = "su-kien", Event.objects.announced().select_related("kind")
    if wanted := request.GET.get("su-kien"):
        if not re.fullmatch("[0-9]{1,18}", wanted):
            raise Http404
        chosen = [get_object_or_404(events, pk=int(wanted))]
        name = f"su-kien-{chosen[0].pk}"
    else:
        recent = events.filter(starts_at__gte=timezone.now() - CALENDAR_BACK)
        rows = EventFilters(request.GET).applied_to(recent).order_by("starts_at", "pk")
        chosen = list(rows[:CALENDAR_MOST])
    origin = f"{request.scheme}://{request.get_host()}"
    body = calendar_file(chosen, name="Sự kiện Hội Cựu CAND TP.HCM", origin=origin)
    answer = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'inline; filename="{name}.ics"'
    return answer
