"""The sheet that proves an event, to print."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render

from desk.paper import letterhead
from members.http import MemberRequest
from members.models import Degree

from ..evidence import evidence_of
from ..models import Event
from .desk import event_at_desk


def evidence_paper(request: MemberRequest, pk: int) -> HttpResponse:
    """Only for who keeps the organiser's events: it counts those present, and shows photographs."""
    event = event_at_desk(request, pk)
    if not Event.objects.open_to(request.user, Degree.READ).contains(event):
        raise PermissionDenied
    context = letterhead(event.unit, None) | {
        "event": event,
        "evidence": evidence_of(event),
        "back": event.desk_url,
    }
    return render(request, "documents/evidence.html", context)
