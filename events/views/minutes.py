"""Attendance and minutes of one event at the desk: the sheet, its papers, what was decided."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from desk.pages import attempt, attempt_plainly, check, form_page
from desk.paper import letterhead
from kit.numbers import vn_number
from members.http import MemberRequest, posted
from members.models import Degree, ReadRecord, Subject, User

from ..actions.minutes import close_minutes, finish_task, reopen_minutes, save_minutes
from ..forms.minutes import MinutesForm, ReopenForm
from ..models import Attendance, Event, Minutes, ResolutionTask
from ..roll import Count, count_of, roll_of
from .desk import event_at_desk, event_to_write, is_writer, of_event

CLOSE = "chot"
GUEST_LINES = 4


def _own_event(request: MemberRequest, pk: int) -> Event:
    """An event whose members the user may know: one that a unit of theirs holds alone or with
    others only if they keep the organiser's events."""
    event = event_at_desk(request, pk)
    if not Event.objects.open_to(request.user, Degree.READ).contains(event):
        raise PermissionDenied
    return event


def _of_sheet(event: Event, *parts: tuple[str, str]) -> list[tuple[str, str]]:
    url = reverse("events_desk:minutes", args=[event.pk]) if parts else ""
    return of_event(event, ("Điểm danh, biên bản", url), *parts)


def stored_minutes(event: Event) -> Minutes | None:
    return Minutes.objects.filter(event=event).select_related("closed_by__member").first()


@transaction.atomic
def minutes(request: MemberRequest, pk: int) -> HttpResponse:
    """The sheet: to write while it is open, to read once it is closed or to who only reads."""
    event = _own_event(request, pk)
    stored = stored_minutes(event)
    may_write = is_writer(request.user, event)
    if not may_write or event.is_cancelled or (stored is not None and stored.is_closed):
        if request.method == "POST" and not may_write:
            raise PermissionDenied
        return _closed_sheet(request, event, stored, may_write)
    if stored is not None and _is_first_save_again(request, stored):
        return redirect("events_desk:minutes", pk)
    roll = roll_of(event)
    sheet = stored or Minutes(event=event)
    form = MinutesForm(
        posted(request), instance=sheet, event=event, roll=roll, user=request.user,
        initial=_first_answers(request.user, event) if stored is None else {},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid() and _saved(request, form, event) is not None:
        return redirect("events_desk:minutes", pk)
    context = {
        "trail": _of_sheet(event),
        "event": event,
        "stored": stored_minutes(event),
        "form": form,
        "count": count_of(event, roll),
    }
    return render(request, "events/desk/minutes_form.html", context)


def _is_first_save_again(request: MemberRequest, stored: Minutes) -> bool:
    """Whether the form that made these minutes is sent once more: a double click."""
    return bool(stored.form_token) and request.POST.get("token") == stored.form_token


def _first_answers(user: User, event: Event) -> dict[str, Any]:
    items = [item.title for item in event.programme.all()]
    hour = None if event.is_all_day else event.starts_at
    return {
        "secretary": user.display_name,
        "started_at": f"{timezone.localtime(hour):%H:%M}" if hour else "",
        "agenda": "\n".join(items),
        "guests_present": "\n".join(str(guest) for guest in event.guests.all()),
    }


def _saved(request: MemberRequest, form: MinutesForm, event: Event) -> Minutes | None:
    """Saves, and closes where that was asked; None where the sheet is shown again."""
    data = form.cleaned_data
    saved = attempt(
        form,
        lambda: save_minutes(
            event=event, minutes=form.instance, marks=form.marks, votes=data["votes"],
            tasks=data["tasks"], token=data.get("token", ""), by=request.user,
        ),
    )  # fmt: skip
    if saved is None:
        return None
    if request.POST.get("viec") == CLOSE:
        done = "Đã chốt biên bản: số có mặt giữ nguyên từ nay."
        attempt_plainly(request, lambda: close_minutes(minutes=saved, by=request.user), done)
    else:
        messages.success(request, "Đã lưu điểm danh và biên bản.")
    return saved


def _closed_sheet(
    request: MemberRequest, event: Event, stored: Minutes | None, may_write: bool
) -> HttpResponse:
    rows = event.attendance.select_related("member").order_by("member__sort_key", "pk")
    context = {
        "trail": _of_sheet(event),
        "event": event,
        "minutes": stored,
        "may_write": may_write,
        "count": _count(event, stored),
        "attendance": list(rows),
        "votes": list(stored.votes.all()) if stored else [],
        "tasks": list(stored.tasks.all()) if stored else [],
    }
    return render(request, "events/desk/minutes_detail.html", context)


def _count(event: Event, stored: Minutes | None) -> Count:
    """The count as it was closed, else as the ticks are."""
    if stored is None or stored.total is None or stored.present is None:
        return count_of(event, roll_of(event))
    excused = stored.excused or 0
    return Count(stored.total, stored.present, excused, stored.total - stored.present - excused)


def minutes_reopen(request: MemberRequest, pk: int) -> HttpResponse:
    """Asks why, then lets closed minutes be corrected."""
    event = event_to_write(request, pk)
    stored = get_object_or_404(Minutes, event=event)
    form = ReopenForm(posted(request))
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if attempt(form, lambda: reopen_minutes(minutes=stored, reason=reason, by=request.user)):
            messages.success(request, "Đã mở lại biên bản. Sửa xong nhớ chốt lại.")
            return redirect("events_desk:minutes", pk)
    return form_page(
        request, form, title="Mở lại biên bản", button="Mở lại",
        back=reverse("events_desk:minutes", args=[pk]), trail=_of_sheet(event, ("Mở lại", "")),
        facts=[("Sự kiện", event), ("Thời gian", event.when)],
    )  # fmt: skip


def minutes_paper(request: MemberRequest, pk: int) -> HttpResponse:
    """The minutes as a paper in the form of Nghị định 30/2020; a branch prints no seal."""
    event = _own_event(request, pk)
    stored = get_object_or_404(Minutes, event=event)
    rows = list(event.attendance.select_related("member").order_by("member__sort_key", "pk"))
    ReadRecord.objects.note_all(request.user, [row.member for row in rows], ReadRecord.Way.PRINTED)
    kinds = Attendance.State
    context = letterhead(event.unit, None, on=event.starts_on) | {
        "event": event,
        "minutes": stored,
        "count": _count(event, stored),
        "excused": [row.member for row in rows if row.state == kinds.EXCUSED],
        "absent": [row.member for row in rows if row.state == kinds.ABSENT],
        "votes": list(stored.votes.all()),
        "tasks": list(stored.tasks.all()),
        "back": reverse("events_desk:minutes", args=[pk]),
    }
    return render(request, "documents/minutes.html", context)


def attendance_paper(request: MemberRequest, pk: int) -> HttpResponse:
    """The roll to be ticked by pen and typed back."""
    event = _own_event(request, pk)
    roll: list[Any] = roll_of(event)
    for member in roll:
        member.shown_membership = None  # the roll is of one meeting: no branch beside the names
    ReadRecord.objects.note_all(request.user, roll, ReadRecord.Way.PRINTED)
    hour = "" if event.is_all_day else event.hour
    context = {
        "form": {
            "tieu_de": event.title, "gio_hop": hour, "ngay_hop": event.starts_on,
            "dia_diem": event.place,
        },
        "rows": roll,
        "count": vn_number(len(roll)),
        "guests": range(GUEST_LINES),
        "shows_branch": False,
        "units": event.unit.distinct_full_name,
        "member_filter": {"gone_words": ""},
        "back": reverse("events_desk:minutes", args=[pk]),
    }  # fmt: skip
    return render(request, "documents/attendance.html", context)


@require_POST
def task_done(request: MemberRequest, pk: int) -> HttpResponse:
    """What was decided is done; pressed again with "lai" it is not."""
    check(request, Subject.EVENTS, Degree.WRITE)
    rows = ResolutionTask.objects.visible_to(request.user).select_related("minutes__event")
    task = get_object_or_404(rows, pk=pk)
    is_done = "lai" not in request.POST
    done = f"Đã xong: {task}." if is_done else f"Chưa xong: {task}."
    attempt_plainly(request, lambda: finish_task(task=task, is_done=is_done, by=request.user), done)
    return redirect(task.minutes.event.desk_url)
