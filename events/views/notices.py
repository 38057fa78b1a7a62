"""Who is told that an event was moved or cancelled: whom the mail reaches, whom to telephone."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from desk.pages import attempt_plainly, check
from kit.lists import Table
from members.http import MemberRequest
from members.models import Degree, Member, Subject

from ..actions.notices import mark_informed
from ..models import EventNotice
from ..tables import NOTICES
from .desk import is_writer, of_event
from .invitations import event_with_guests


def notices(request: MemberRequest, pk: int) -> HttpResponse:
    """Everybody who is to be told, with the telephone numbers that the reader may know."""
    event = event_with_guests(request, pk)
    rows = EventNotice.objects.filter(event=event)
    table = Table(request.GET, rows.with_address(), NOTICES, noun="người cần báo")
    page = table.page
    members = [row.member_id for row in page if row.member_id]
    cards = Member.objects.visible_to(request.user).filter(pk__in=members)
    phones = dict(cards.order_by().values_list("pk", "phone"))
    for row in page:
        row.shown_way, row.shown_phone = row.way(row.address), phones.get(row.member_id, "")
    context = {
        "trail": of_event(event, ("Báo tin đổi lịch", "")),
        "event": event,
        "may_write": is_writer(request.user, event),
        "table": table,
        "page": page,
        "to_telephone": rows.to_telephone().count(),
    }
    return render(request, "events/desk/notice_list.html", context)


@require_POST
def notice_informed(request: MemberRequest, pk: int) -> HttpResponse:
    """The secretary has told them."""
    check(request, Subject.EVENTS, Degree.WRITE)
    rows = EventNotice.objects.visible_to(request.user).select_related("event")
    row: EventNotice = get_object_or_404(rows, pk=pk)
    done = f"Đã ghi: {row} đã được báo."
    attempt_plainly(request, lambda: mark_informed(notice=row, by=request.user), done)
    return redirect(reverse("events_desk:notices", args=[row.event_id]))
