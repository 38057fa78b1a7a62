"""The funeral of a member at the desk: prepared on one page, printed as a pack."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from desk.pages import attempt, attempt_plainly, check, trail
from desk.paper import letterhead
from members.http import MemberRequest, posted
from members.models import Change, Degree, Departure, ReadRecord, Subject, units_where

from ..actions.funerals import save_funeral, schedule_funeral
from ..forms.funerals import FuneralForm
from ..funeral_drafts import first_texts
from ..models import Event, Funeral
from ..models.funerals import deaths_open_to


def _death(request: MemberRequest, pk: int, degree: Degree = Degree.READ) -> Departure:
    """404 for a death beyond the user's books, 403 for one that the user only reads of."""
    check(request, Subject.WELFARE)
    departure: Departure = get_object_or_404(deaths_open_to(request.user, Degree.READ), pk=pk)
    if not deaths_open_to(request.user, degree).filter(pk=pk).exists():
        raise PermissionDenied
    return departure


def _funeral_of(departure: Departure) -> Funeral:
    """What was prepared, or a first draft of it, not saved."""
    stored = Funeral.objects.filter(departure=departure).select_related("event").first()
    return stored or Funeral(departure=departure, **first_texts(departure))


@transaction.atomic
def funeral(request: MemberRequest, pk: int) -> HttpResponse:
    """Written by the unit's officers; shown to those above."""
    departure = _death(request, pk)
    ReadRecord.objects.note(request.user, departure)
    prepared = _funeral_of(departure)
    may_write = deaths_open_to(request.user, Degree.WRITE).filter(pk=pk).exists()
    if request.method == "POST" and not may_write:
        raise PermissionDenied
    form = FuneralForm(posted(request), instance=prepared) if may_write else None
    if form is not None and request.method == "POST" and _saved(request, form):
        messages.success(request, "Đã lưu việc chuẩn bị lễ tang.")
        return redirect("events_desk:funeral", pk)
    stored = _funeral_of(departure)  # as stored, not as typed
    context = {
        "trail": trail(
            ("Nghĩa tình", reverse("welfare_desk:visits")),
            (departure.member.full_name, departure.get_absolute_url()),
            ("Lễ tang", ""),
        ),
        "departure": departure,
        "funeral": stored,
        "event": _seen_event(request, stored),
        "form": form,
        "may_schedule": _may_schedule(request, stored, may_write=may_write),
        "changes": Change.objects.of(stored).visible_to(request.user).newest_first()[:20]
        if stored.pk
        else [],
    }
    return render(request, "events/desk/funeral.html", context)


def _saved(request: MemberRequest, form: FuneralForm) -> bool:
    if not form.is_valid():
        return False
    saved = attempt(form, lambda: save_funeral(funeral=form.instance, by=request.user))
    return saved is not None


def _seen_event(request: MemberRequest, prepared: Funeral) -> Event | None:
    return Event.objects.at_desk_of(request.user).filter(pk=prepared.event_id).first()


def _may_schedule(request: MemberRequest, prepared: Funeral, *, may_write: bool) -> bool:
    if not may_write or prepared.pk is None or prepared.event_id is not None:
        return False
    units = units_where(request.user, Subject.EVENTS, Degree.WRITE)
    return bool(units.contains(prepared.departure.membership.unit))


@require_POST
def funeral_event(request: MemberRequest, pk: int) -> HttpResponse:
    """Puts the funeral among the unit's events, as a draft."""
    departure = _death(request, pk, Degree.WRITE)
    prepared = Funeral.objects.filter(departure=departure).first()
    if prepared is None:
        messages.error(request, "Lưu việc chuẩn bị lễ tang trước, rồi đưa vào lịch.")
    else:
        attempt_plainly(
            request,
            lambda: schedule_funeral(funeral=prepared, by=request.user),
            "Đã đưa vào lịch sự kiện dạng bản nháp. Công bố ở mục Sự kiện khi gia đình đồng ý.",
        )
    return redirect("events_desk:funeral", pk)


def funeral_print(request: MemberRequest, pk: int) -> HttpResponse:
    """Everything on A4: programme, life, eulogy in large letters, delegations, ribbons."""
    departure = _death(request, pk)
    ReadRecord.objects.note(request.user, departure, ReadRecord.Way.PRINTED)
    prepared = _funeral_of(departure)
    context: dict[str, Any] = letterhead(departure.membership.unit, None) | {
        "departure": departure,
        "member": departure.member,
        "funeral": prepared,
        "paper": None,
        "back": reverse("events_desk:funeral", args=[pk]),
    }
    return render(request, "documents/funeral.html", context)
