"""The officers' pages of events: the list, one event, the form, and the way an event goes."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from desk.pages import attempt, attempt_plainly, check, form_page, trail
from kit.lists import Table
from members.http import MemberRequest, posted
from members.models import Change, Degree, Subject, Unit, User, units_where

from ..actions.writing import (
    announce_event,
    cancel_event,
    change_event,
    create_event,
    delete_draft,
    move_event,
    reinstate_event,
    repeat_event,
)
from ..forms.desk import CancelForm, DayAndUnit, DeskFilters, EventForm, MoveForm, RepeatForm
from ..models import Event, Minutes, RegularPlace, ResolutionTask
from ..registering import terms_of
from ..reporting import may_report
from ..tables import EVENTS
from ..zalo import message_of

PLACES_OFFERED = 40


def event_trail(*parts: tuple[str, str]) -> list[tuple[str, str]]:
    return trail(("Sự kiện", reverse("events_desk:list") if parts else ""), *parts)


def of_event(event: Event, *parts: tuple[str, str]) -> list[tuple[str, str]]:
    return event_trail((event.title, event.desk_url if parts else ""), *parts)


def event_at_desk(request: MemberRequest, pk: int) -> Event:
    """404 for an event that is not in the user's list."""
    check(request, Subject.EVENTS)
    rows = Event.objects.at_desk_of(request.user)
    rows = rows.select_related("unit__parent", "kind", "registration_terms")
    event: Event = get_object_or_404(rows, pk=pk)
    return event


def is_writer(user: User, event: Event) -> bool:
    """Whether the event is the user's to write: one that their unit only hosts with others is not."""
    return bool(Event.objects.editable_by(user).contains(event))


def event_to_write(request: MemberRequest, pk: int) -> Event:
    """404 for an event out of sight, 403 for one that the user only reads."""
    event = event_at_desk(request, pk)
    if not is_writer(request.user, event):
        raise PermissionDenied
    return event


# --- The list ---------------------------------------------------------------------------------


def event_list(request: MemberRequest) -> HttpResponse:
    """Events of the user's units and those they host with others, the coming ones first."""
    check(request, Subject.EVENTS)
    filters = DeskFilters(request.user, request.GET)
    rows = filters.applied_to(Event.objects.at_desk_of(request.user))
    rows = rows.select_related("unit__parent", "kind").prefetch_related("former_days")
    table = Table(request.GET, rows, EVENTS, noun="sự kiện")
    context = {
        "trail": event_trail(),
        "filters": filters,
        "table": table,
        "page": table.page,
        "reset_url": request.path if filters.count else "",
    }
    return render(request, "events/desk/event_list.html", context)


# --- The form ---------------------------------------------------------------------------------


def _places(user: User) -> list[str]:
    """Places offered while one types: where the user's units usually meet, and met lately."""
    units = units_where(user, Subject.EVENTS).order_by().values("pk")
    regular = RegularPlace.objects.filter(unit__in=units).values_list("place", flat=True)
    lately = Event.objects.filter(unit__in=units).order_by("-starts_at")
    rows = [*regular[:PLACES_OFFERED], *lately.values_list("place", flat=True)[:PLACES_OFFERED]]
    return list(dict.fromkeys(rows))[:PLACES_OFFERED]


def _first_answers(request: MemberRequest) -> dict[str, Any]:
    """The day and the unit that the month's page named; else the unit, where there is no choice,
    with the place where it usually meets."""
    initial_filters = DayAndUnit(request.user, request.GET).filter_values()
    day = {"day": initial_filters["ngay"]} if initial_filters.get("ngay") else {}
    units = list(units_where(request.user, Subject.EVENTS, Degree.WRITE).on()[:2])
    if initial_filters.get("don_vi"):
        units = [initial_filters["don_vi"]]
    if len(units) != 1:
        return day
    (unit,) = units
    place = RegularPlace.objects.filter(unit=unit).values_list("place", flat=True).first()
    kind = {"kind": "branch"} if unit.level == Unit.Level.BRANCH else {}
    return {"unit": unit.pk, "place": place or "", **kind, **day}


def _form_page(request: MemberRequest, form: EventForm, **context: Any) -> HttpResponse:
    context |= {"form": form, "places": _places(request.user)}
    return render(request, "events/desk/event_form.html", context)


def event_new(request: MemberRequest) -> HttpResponse:
    check(request, Subject.EVENTS, Degree.WRITE)
    form = EventForm(posted(request), user=request.user, initial=_first_answers(request))
    if request.method == "POST" and form.is_valid():
        event = attempt(
            form,
            lambda: create_event(
                event=form.instance, token=form.cleaned_data["token"], by=request.user, **form.parts
            ),
        )
        if event is not None:
            messages.success(request, "Đã lưu bản nháp. Xem lại rồi bấm “Công bố”.")
            return redirect(event.desk_url)
    back = reverse("events_desk:list")
    return _form_page(request, form, trail=event_trail(("Ghi sự kiện", "")), back=back)


@transaction.atomic
def event_edit(request: MemberRequest, pk: int) -> HttpResponse:
    event = event_to_write(request, pk)
    form = EventForm(posted(request), instance=event, user=request.user)
    if request.method == "POST" and form.is_valid():
        saved = attempt(form, lambda: change_event(event=event, by=request.user, **form.parts))
        if saved is not None:
            messages.success(request, "Đã lưu sự kiện.")
            return redirect(event.desk_url)
    shown = Event.objects.select_related("unit").get(pk=pk)  # as stored, not as typed
    return _form_page(
        request, form, event=shown, trail=of_event(shown, ("Sửa", "")), back=shown.desk_url
    )


# --- One event --------------------------------------------------------------------------------


def event_detail(request: MemberRequest, pk: int) -> HttpResponse:
    event = event_at_desk(request, pk)
    address = request.build_absolute_uri(event.get_absolute_url())
    context = {
        "trail": of_event(event),
        "event": event,
        "may_write": is_writer(request.user, event),
        "may_report": may_report(request.user, event),
        "keeps_members": Event.objects.open_to(request.user, Degree.READ).contains(event),
        "tasks": list(ResolutionTask.objects.filter(minutes__event=event)),
        "terms": terms_of(event),
        "has_closed_minutes": Minutes.objects.filter(event=event, closed_at__isnull=False).exists(),
        "hosts": [host.unit for host in event.event_hosts.select_related("unit__parent")],
        "programme": list(event.programme.all()),
        "guests": list(event.guests.all()),
        "has_contest": event.kind.has_contest or event.results.exists(),
        "former_days": list(event.former_days.all()),
        "to_telephone": event.notices.to_telephone().count(),
        "has_notices": event.notices.exists(),
        "message": message_of(event, address) if event.is_announced else "",
        "changes": Change.objects.of(event).visible_to(request.user).newest_first()[:20],
    }
    return render(request, "events/desk/event_detail.html", context)


@require_POST
def event_announce(request: MemberRequest, pk: int) -> HttpResponse:
    event = event_to_write(request, pk)
    done = "Đã công bố: ai cũng xem được." if not event.is_internal else "Đã báo trong đơn vị."
    attempt_plainly(request, lambda: announce_event(event=event, by=request.user), done)
    return redirect(event.desk_url)


@require_POST
def event_reinstate(request: MemberRequest, pk: int) -> HttpResponse:
    event = event_to_write(request, pk)
    attempt_plainly(
        request, lambda: reinstate_event(event=event, by=request.user),
        "Sự kiện lại được tổ chức như đã công bố.",
    )  # fmt: skip
    return redirect(event.desk_url)


def event_move(request: MemberRequest, pk: int) -> HttpResponse:
    """Another time for an announced event; the old one stays shown."""
    event = event_to_write(request, pk)
    form = MoveForm(posted(request), event=event)
    if request.method == "POST" and form.is_valid():
        starts_at, ends_at = form.times()
        moved = attempt(
            form,
            lambda: move_event(
                event=event, starts_at=starts_at, ends_at=ends_at,
                reason=form.cleaned_data["reason"], by=request.user,
            ),
        )  # fmt: skip
        if moved is not None:
            messages.success(request, f"Đã dời sang {moved.when}. Lịch cũ vẫn hiện, kèm lý do.")
            return redirect(event.desk_url)
    return form_page(
        request, form, title="Dời lịch", button="Dời lịch", back=event.desk_url,
        trail=of_event(event, ("Dời lịch", "")), facts=[("Sự kiện", event), ("Lịch cũ", event.when)],
    )  # fmt: skip


def event_cancel(request: MemberRequest, pk: int) -> HttpResponse:
    """Cancels after asking why; the event stays in sight, marked so."""
    event = event_to_write(request, pk)
    form = CancelForm(posted(request))
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if attempt(form, lambda: cancel_event(event=event, reason=reason, by=request.user)):
            messages.success(request, "Đã hủy sự kiện. Trang của sự kiện ghi rõ đã hủy và lý do.")
            return redirect(event.desk_url)
    return form_page(
        request, form, title="Hủy sự kiện", button="Hủy sự kiện", back=event.desk_url,
        trail=of_event(event, ("Hủy", "")), facts=[("Sự kiện", event), ("Thời gian", event.when)],
        is_danger=True,
    )  # fmt: skip


def event_delete(request: MemberRequest, pk: int) -> HttpResponse:
    """Asks once more, then deletes a draft."""
    check(request, Subject.EVENTS, Degree.WRITE)
    if request.method == "POST" and not Event.objects.filter(pk=pk).exists():
        return redirect("events_desk:list")  # a double click
    event = event_to_write(request, pk)
    if request.method == "POST":
        message = f"Đã xóa bản nháp “{event}”."
        if attempt_plainly(request, lambda: delete_draft(event=event, by=request.user), message):
            return redirect("events_desk:list")
        return redirect(event.desk_url)
    context = {"trail": of_event(event, ("Xóa bản nháp", "")), "event": event}
    return render(request, "events/desk/event_delete.html", context)


def event_repeat(request: MemberRequest, pk: int) -> HttpResponse:
    """The next ones of a regular meeting, in one press."""
    event = event_to_write(request, pk)
    form = RepeatForm(posted(request), initial={"announces": event.is_announced})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        made = attempt(
            form,
            lambda: repeat_event(
                event=event, every=data["every"], count=data["count"],
                announces=data["announces"], token=data["token"], by=request.user,
            ),
        )  # fmt: skip
        if made is not None:
            days = ", ".join(f"{event.starts_on:%d/%m/%Y}" for event in made)
            messages.success(request, f"Đã ghi {len(made)} buổi: {days}.")
            return redirect("events_desk:list")
    return form_page(
        request, form, title="Lặp lại sự kiện", button="Ghi các buổi tiếp theo",
        back=event.desk_url, trail=of_event(event, ("Lặp lại", "")),
        facts=[("Sự kiện", event), ("Buổi này", event.when)],
    )  # fmt: skip
