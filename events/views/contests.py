"""Results of an event's contests at the desk: the sheet, the ranking, the paper."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from desk.pages import attempt
from desk.paper import letterhead
from members.http import MemberRequest, posted

from ..actions.contests import save_results, stored_lines
from ..contests import ResultLine, by_discipline, ranking_of
from ..forms.contests import ResultsForm
from ..models import ContestResult, Event
from .desk import event_at_desk, is_writer, of_event


def results_context(lines: list[ResultLine]) -> dict[str, Any]:
    """What `events/_results.html` shows."""
    people = {line.result.pk: list(line.people) for line in lines}
    results = [line.result for line in lines]
    groups = [
        (discipline, [(result, people[result.pk]) for result in rows])
        for discipline, rows in by_discipline(results)
    ]
    ranking = ranking_of(results)
    given = [
        (number, prize.label)
        for number, prize in enumerate(ContestResult.Prize)
        if any(row.counts[number] for row in ranking)
    ]
    table = [(row, [row.counts[number] for number, _ in given]) for row in ranking]
    return {"ranking": table, "prizes": [label for _, label in given], "groups": groups}


def results(request: MemberRequest, pk: int) -> HttpResponse:
    """The ranking, the results, and for who writes the event its sheet."""
    event = event_at_desk(request, pk)
    may_write = is_writer(request.user, event)
    if request.method == "POST" and not may_write:
        raise PermissionDenied
    form = ResultsForm(posted(request), event=event, user=request.user)
    if request.method == "POST" and form.is_valid():
        lines, opened_with = form.cleaned_data["results"], form.cleaned_data["version"]
        if attempt(form, lambda: _saved(event, lines, opened_with, request)):
            messages.success(request, "Đã lưu bảng kết quả.")
            return redirect("events_desk:results", pk)
        form.renew_version()
    lines = form.stored_lines
    context = {
        "trail": of_event(event, ("Kết quả thi", "")),
        "event": event,
        "may_write": may_write,
        "form": form,
        "results": results_context(lines),
        "has_results": bool(lines),
        "knows_people": _knows_people(request, event),
    }
    return render(request, "events/desk/results.html", context)


def _saved(event: Event, lines: list[ResultLine], opened_with: str, request: MemberRequest) -> bool:
    save_results(event=event, lines=lines, opened_with=opened_with, by=request.user)
    return True


def _knows_people(request: MemberRequest, event: Event) -> bool:
    return bool(Event.objects.inside_for(request.user).contains(event))


def results_paper(request: MemberRequest, pk: int) -> HttpResponse:
    """The results to print and to pin up."""
    event = event_at_desk(request, pk)
    context = letterhead(event.unit, None, on=event.starts_on) | {
        "event": event,
        "results": results_context(stored_lines(event)),
        "knows_people": _knows_people(request, event),
        "back": reverse("events_desk:results", args=[pk]),
    }
    return render(request, "documents/results.html", context)
