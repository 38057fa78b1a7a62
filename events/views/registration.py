"""Registrations: the officers' list of one event, and a member's own on the event's page."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import F, OuterRef, Subquery
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from desk.pages import attempt, attempt_plainly, check, form_page
from kit.dates import local_today
from kit.lists import Table
from kit.spreadsheets import Sheet, SheetColumn, excel_file
from members.http import MemberRequest, posted
from members.models import Degree, Member, Membership, ReadRecord, Subject

from ..actions.registration import open_registration, register, withdraw
from ..forms.registration import EnterForm, OwnForm, RegistrationFilters, TermsForm
from ..models import Event, Registration, RegistrationTerms
from ..registering import terms_of
from ..tables import REGISTRATIONS
from .desk import event_to_write, event_trail, is_writer, of_event


def _event_at_hand(request: MemberRequest, pk: int) -> Event:
    """An event of the user's list, or announced to them: a branch registers members for the city's."""
    check(request, Subject.EVENTS)
    rows = Event.objects.at_desk_of(request.user) | Event.objects.addressed_to(request.user)
    rows = rows.select_related("unit__parent", "kind", "registration_terms")
    event: Event = get_object_or_404(rows, pk=pk)
    return event


def _keeps(request: MemberRequest, event: Event) -> bool:
    """Whether the whole list is the user's to read, and not only their own members."""
    return bool(Event.objects.open_to(request.user, Degree.READ).contains(event))


def _list_url(event: Event) -> str:
    return reverse("events_desk:registrations", args=[event.pk])


def _of_list(event: Event, keeps: bool, *parts: tuple[str, str]) -> list[tuple[str, str]]:
    here = ("Đăng ký dự", _list_url(event) if parts else "")
    if keeps:
        return of_event(event, here, *parts)
    return event_trail((event.title, event.get_absolute_url()), here, *parts)


def _rows(request: MemberRequest, event: Event) -> Any:
    """The registrations that the user may read, each with the branch of its member today."""
    unit = Membership.objects.on().filter(member=OuterRef("member")).values("unit__name")[:1]
    rows = event.registrations.visible_to(request.user).annotate(unit_name=Subquery(unit))
    return rows.select_related("member").order_by("turn")


def registrations(request: MemberRequest, pk: int) -> HttpResponse:
    """Who has registered, in the order in which they did."""
    event = _event_at_hand(request, pk)
    terms, keeps = terms_of(event), _keeps(request, event)
    filters = RegistrationFilters(request.GET)
    rows = _rows(request, event)
    table = Table(request.GET, filters.applied_to(rows), REGISTRATIONS, noun="đăng ký")
    placed = rows.placed()
    context = {
        "trail": _of_list(event, keeps),
        "event": event,
        "terms": terms,
        "keeps": keeps,
        "may_write": is_writer(request.user, event),
        "may_enter": request.user.may(Subject.EVENTS, Degree.WRITE),
        "filters": filters,
        "table": table,
        "page": table.page,
        "reset_url": request.path if filters.count else "",
        "people": placed.people(),
        "waiting": rows.in_line().count(),
    }
    return render(request, "events/desk/registration_list.html", context)


def registration_terms(request: MemberRequest, pk: int) -> HttpResponse:
    """Opens registration for an event, or changes its terms."""
    event = event_to_write(request, pk)
    stored = RegistrationTerms.objects.filter(event=event).first()
    first = (
        {"closes_on": stored.closes_on, "places": stored.places, "companions": stored.companions}
        if stored
        else {"closes_on": event.starts_on}
    )
    form = TermsForm(posted(request), initial=first)
    if request.method == "POST" and form.is_valid():
        saved = attempt(
            form, lambda: open_registration(event=event, by=request.user, **form.cleaned_data)
        )
        if saved is not None:
            messages.success(
                request, f"Nhận đăng ký đến hết ngày {saved.closes_on:%d/%m/%Y}. Hội viên đăng ký "
                "ở trang của sự kiện.",
            )  # fmt: skip
            return redirect(_list_url(event))
    return form_page(
        request, form, title="Nhận đăng ký dự", button="Lưu", back=event.desk_url,
        trail=of_event(event, ("Nhận đăng ký", "")),
        facts=[("Sự kiện", event), ("Thời gian", event.when)],
    )  # fmt: skip


def registration_new(request: MemberRequest, pk: int) -> HttpResponse:
    """Registers members who do it not themselves."""
    event = _event_at_hand(request, pk)
    check(request, Subject.EVENTS, Degree.WRITE)
    keeps = is_writer(request.user, event)
    if terms_of(event) is None:
        raise Http404
    form = EnterForm(posted(request), user=request.user, event=event, keeps=keeps)
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: _entered(request, event, form.cleaned_data))
        if made is not None:
            waiting = sum(row.is_waiting for row in made)
            also = f", {waiting} đồng chí vào danh sách chờ" if waiting else ""
            messages.success(request, f"Đã đăng ký {len(made)} đồng chí{also}.")
            return redirect(_list_url(event))
    return form_page(
        request, form, title="Đăng ký giúp hội viên", button="Đăng ký", back=_list_url(event),
        trail=_of_list(event, _keeps(request, event), ("Đăng ký giúp", "")),
        facts=[("Sự kiện", event), ("Thời gian", event.when)],
    )  # fmt: skip


def _entered(request: MemberRequest, event: Event, data: dict[str, Any]) -> list[Registration]:
    """All or none, in the order in which they were typed."""
    people: list[Member] = data["people"]
    return [
        register(event=event, member=member, companions=data["companions"], by=request.user)
        for member in people
    ]


@require_POST
def registration_withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    """Takes a registration back for the member; whoever waits next has the place."""
    check(request, Subject.EVENTS, Degree.WRITE)
    rows = Registration.objects.visible_to(request.user).select_related("event", "member")
    row = get_object_or_404(rows, pk=pk)
    if not Registration.objects.editable_by(request.user).contains(row):
        raise PermissionDenied
    done = f"Đã rút đăng ký của {row.member.full_name}."
    attempt_plainly(request, lambda: withdraw(registration=row, by=request.user), done)
    return redirect(_list_url(row.event))


# --- On paper and as a file -------------------------------------------------------------------


def _listed(request: MemberRequest, pk: int, way: Any) -> tuple[Event, list[Any]]:
    """The event and all registrations in force; each reading is recorded."""
    event = _event_at_hand(request, pk)
    rows = list(_rows(request, event).in_force().order_by(F("state"), "turn"))
    ReadRecord.objects.note_all(request.user, [row.member for row in rows], way)
    return event, rows


def registrations_print(request: MemberRequest, pk: int) -> HttpResponse:
    event, rows = _listed(request, pk, ReadRecord.Way.PRINTED)
    context = {
        "event": event,
        "groups": [
            (title, [row for row in rows if row.state == state])
            for title, state in (
                ("Đã có chỗ", Registration.State.PLACED),
                ("Danh sách chờ", Registration.State.WAITING),
            )
        ],
        "people": sum(row.people for row in rows if not row.is_waiting),
        "today": local_today(),
        "back": _list_url(event),
    }
    return render(request, "documents/registrations.html", context)


def registrations_export(request: MemberRequest, pk: int) -> HttpResponse:
    event, rows = _listed(request, pk, ReadRecord.Way.TAKEN)
    titles = (
        "STT",
        "Họ và tên",
        "Năm sinh",
        "Số thẻ",
        "Chi hội",
        "Tình trạng",
        "Người đi cùng",
        "Đăng ký ngày",
    )
    sheet = Sheet(
        "Đăng ký dự",
        list(map(SheetColumn, titles)),
        (
            [
                number, row.member.full_name, row.member.birth_year, row.member.code,
                row.unit_name or "", row.get_state_display(), row.companions, row.registered_on,
            ]
            for number, row in enumerate(rows, 1)
        ),
    )  # fmt: skip
    about = Sheet("Sự kiện", [SheetColumn("Danh sách gồm")], [[f"{event}, {event.when}"]])
    return excel_file(f"dang-ky-{event.pk}-{local_today():%Y-%m-%d}", [sheet, about])


# --- One's own --------------------------------------------------------------------------------


def _own_event(request: MemberRequest, pk: int) -> Event:
    """An event announced to a reader who is a member."""
    if request.user.member is None:
        raise PermissionDenied
    event: Event = get_object_or_404(Event.objects.addressed_to(request.user), pk=pk)
    return event


@require_POST
def own_register(request: MemberRequest, pk: int) -> HttpResponse:
    """The reader registers, or says with how many they come."""
    event = _own_event(request, pk)
    member = request.user.member
    form = OwnForm(request.POST)
    if member is None or not form.is_valid():
        messages.error(request, "Số người đi cùng chưa đúng. Hãy chọn lại.")
        return redirect(event)
    companions = form.cleaned_data["companions"]
    attempt_plainly(
        request,
        lambda: register(event=event, member=member, companions=companions, by=request.user),
        "Đã ghi đăng ký của đồng chí. Tình trạng ghi ngay dưới đây.",
    )
    return redirect(event)


@require_POST
def own_withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    event = _own_event(request, pk)
    row = Registration.objects.filter(event=event, member=request.user.member_id).first()
    if row is not None:
        done = "Đã rút đăng ký. Cảm ơn đồng chí đã báo."
        attempt_plainly(request, lambda: withdraw(registration=row, by=request.user), done)
    return redirect(event)
