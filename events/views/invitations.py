"""Invitations of one event at the desk: who is invited, the letters, the mail, the replies."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from desk.labels import SHEETS, fitted_label, on_sheets
from desk.pages import attempt, attempt_plainly, check, form_page
from desk.paper import letterhead
from kit.lists import Table
from kit.numbers import vn_number
from kit.text import upper_first
from members.http import MemberRequest, posted
from members.models import Degree, Member, ReadRecord, Subject

from ..actions.invitations import (
    ask_to_mail,
    invite,
    mark_printed,
    record_reply,
    take_back_invitation,
)
from ..forms.invitations import InviteForm
from ..models import Event, Invitation
from ..tables import INVITATIONS
from .desk import event_at_desk, event_to_write, is_writer, of_event

EVERYBODY = "tat-ca"


def event_with_guests(request: MemberRequest, pk: int) -> Event:
    """An event whose guests the user may know: not one that a unit of theirs only hosts."""
    event = event_at_desk(request, pk)
    if not Event.objects.open_to(request.user, Degree.READ).contains(event):
        raise PermissionDenied
    return event


def _list_url(event: Event) -> str:
    return reverse("events_desk:invitations", args=[event.pk])


def _of_list(event: Event, *parts: tuple[str, str]) -> list[tuple[str, str]]:
    return of_event(event, ("Giấy mời", _list_url(event) if parts else ""), *parts)


def invitations(request: MemberRequest, pk: int) -> HttpResponse:
    """Who is invited, in protocol order, with what reached them and what they answered."""
    event = event_with_guests(request, pk)
    rows = Invitation.objects.filter(event=event)
    table = Table(request.GET, rows.in_protocol_order(), INVITATIONS, noun="giấy mời")
    replies = dict(rows.order_by().values_list("reply").annotate(count=models.Count("pk")))
    context = {
        "trail": _of_list(event),
        "event": event,
        "may_write": is_writer(request.user, event),
        "table": table,
        "page": table.page,
        "coming": replies.get(Invitation.Reply.COMES, 0),
        "away": replies.get(Invitation.Reply.ABSENT, 0),
        "not_printed": rows.not_printed().count(),
        "to_mail": rows.to_mail().count(),
    }
    return render(request, "events/desk/invitation_list.html", context)


def invitation_new(request: MemberRequest, pk: int) -> HttpResponse:
    """Chooses whom to invite."""
    event = event_to_write(request, pk)
    form = InviteForm(posted(request), user=request.user, event=event)
    if request.method == "POST" and form.is_valid():
        made = attempt(
            form,
            lambda: invite(
                event=event, members=form.invited_members, guests=form.invited_guests,
                by=request.user,
            ),
        )  # fmt: skip
        if made is not None:
            text = (
                f"Đã thêm {made} người vào danh sách mời." if made else "Những vị này đã mời rồi."
            )
            messages.success(request, text)
            return redirect(_list_url(event))
    return form_page(
        request, form, title="Mời", button="Thêm vào danh sách mời", back=_list_url(event),
        trail=_of_list(event, ("Mời", "")), facts=[("Sự kiện", event), ("Thời gian", event.when)],
        intro="Ai đã có trong danh sách thì không bị mời hai lần.",
    )  # fmt: skip


def invitations_print(request: MemberRequest, pk: int) -> HttpResponse:
    """A letter for each who has none on paper yet, or for everybody; and one sheet of names."""
    event = event_with_guests(request, pk)
    rows = Invitation.objects.filter(event=event).select_related("member")
    is_for_all = request.GET.get("ai") == EVERYBODY
    shown = list((rows if is_for_all else rows.not_printed()).in_protocol_order())
    members = [row.member for row in shown if row.member is not None]
    ReadRecord.objects.note_all(request.user, members, ReadRecord.Way.PRINTED)
    context = letterhead(event.unit, None) | {
        "event": event,
        "rows": shown,
        "programme": list(event.programme.all()),
        "is_for_all": is_for_all,
        "everybody": f"?ai={EVERYBODY}",
        "may_write": is_writer(request.user, event),
        "back": _list_url(event),
    }
    return render(request, "documents/invitations.html", context)


def invitations_labels(request: MemberRequest, pk: int) -> HttpResponse:
    """A label for the envelope of each: name and post, and where a member lives."""
    event = event_with_guests(request, pk)
    sheet = SHEETS.get(request.GET.get("to_nhan", ""), SHEETS["3x8"])
    rows = list(Invitation.objects.filter(event=event).in_protocol_order())
    members = [row.member_id for row in rows if row.member_id]
    cards = Member.objects.visible_to(request.user).in_bulk(members)
    ReadRecord.objects.note_all(request.user, list(cards.values()), ReadRecord.Way.PRINTED)
    labels = []
    for row in rows:
        card = cards.get(row.member_id)
        lines = (row.post, card.address if card else "")
        address = ", ".join(filter(None, lines))
        labels.append(fitted_label([upper_first(row.addressed_as)], address, sheet))
    context = {
        "sheet": sheet,
        "sheets": on_sheets(labels, sheet, 1) if labels else [],
        "count": vn_number(len(labels)),
        "choices": SHEETS.values(),
        "back": _list_url(event),
    }
    return render(request, "documents/invitation_labels.html", context)


@require_POST
def invitations_printed(request: MemberRequest, pk: int) -> HttpResponse:
    """The letters lie on the table: from now on they are not offered again."""
    event = event_to_write(request, pk)
    attempt_plainly(
        request, lambda: mark_printed(event=event, by=request.user),
        "Đã ghi là đã in. Lần sau chỉ in cho người mới thêm.",
    )  # fmt: skip
    return redirect(_list_url(event))


@require_POST
def invitations_mail(request: MemberRequest, pk: int) -> HttpResponse:
    """Has the timer mail those with an address, each once."""
    event = event_to_write(request, pk)
    attempt_plainly(
        request, lambda: ask_to_mail(event=event, by=request.user),
        "Thư mời sẽ đi trong vài phút, mỗi vị một lần.",
    )  # fmt: skip
    return redirect(_list_url(event))


def _invitation(request: MemberRequest, pk: int) -> Invitation:
    check(request, Subject.EVENTS, Degree.WRITE)
    rows = Invitation.objects.visible_to(request.user).select_related("event")
    row: Invitation = get_object_or_404(rows, pk=pk)
    return row


@require_POST
def invitation_reply(request: MemberRequest, pk: int) -> HttpResponse:
    row = _invitation(request, pk)
    if request.POST.get("reply", "") not in Invitation.Reply.values:
        raise Http404
    reply = Invitation.Reply(request.POST.get("reply", ""))
    attempt_plainly(
        request, lambda: record_reply(invitation=row, reply=reply, by=request.user),
        f"{row}: {reply.label}.",
    )  # fmt: skip
    return redirect(_list_url(row.event))


@require_POST
def invitation_delete(request: MemberRequest, pk: int) -> HttpResponse:
    row = _invitation(request, pk)
    event = row.event
    attempt_plainly(
        request, lambda: take_back_invitation(invitation=row, by=request.user),
        f"Đã bỏ {row} khỏi danh sách mời.",
    )  # fmt: skip
    return redirect(_list_url(event))
