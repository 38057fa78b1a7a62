"""The folder of a cluster's meeting: what is there, what is missing, its papers, the projector."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from desk.pages import attempt, attempt_plainly, check, form_page
from desk.paper import letterhead
from events.models import Event
from kit.dates import local_day, local_today
from kit.numbers import typed_key
from members.http import MemberRequest, posted
from members.models import Appointment, Change, Subject, Unit

from ..actions.meetings import count_ballot, delete_ballot, save_ballot, save_meeting
from ..forms.meetings import BallotForm, CountForm, MeetingForm
from ..meeting_folder import (
    first_steps,
    folder_of,
    handed_over,
    head_of,
    left_open,
    lines_of,
    meeting_day,
    next_cycle,
    next_leaders,
    slides_of,
)
from ..models import Ballot, Cycle, Goal, meeting_of, rules_of
from .common import cycle_at, home_trail

MOST_PAPERS = 300


def _trail(cycle: Cycle, label: str = "") -> list[tuple[str, str]]:
    here = ("Họp cụm", reverse("emulation_desk:meeting", args=[cycle.pk]) if label else "")
    parts = [(str(cycle), cycle.get_absolute_url()), here]
    return home_trail(*parts, *([(label, "")] if label else []))


def _leads(request: MemberRequest, cycle: Cycle) -> bool:
    return bool(Cycle.objects.scheduled_by(request.user).contains(cycle))


def _led(request: MemberRequest, pk: int) -> Cycle:
    cycle = cycle_at(request, pk)
    if not _leads(request, cycle):
        raise PermissionDenied
    return cycle


def _ballots(cycle: Cycle) -> list[Ballot]:
    return list(cycle.meeting_ballots.prefetch_related("options"))


def _back(cycle: Cycle) -> str:
    return reverse("emulation_desk:meeting", args=[cycle.pk])


def meeting(request: MemberRequest, pk: int) -> HttpResponse:
    """The folder: each thing of the day, there or not, one click away."""
    cycle = cycle_at(request, pk)
    stored, ballots = meeting_of(cycle), _ballots(cycle)
    lines = folder_of(cycle, stored, ballots)
    event = Event.objects.at_desk_of(request.user).filter(pk=stored.event_id or 0).first()
    context = {
        "trail": _trail(cycle),
        "cycle": cycle,
        "meeting": stored,
        "day": local_day(stored.event.starts_at) if stored.event else meeting_day(cycle),
        "lines": lines,
        "missing": sum(1 for line in lines if not line.is_there),
        "ballots": ballots,
        "leads": _leads(request, cycle),
        "event": event,
        "writes_event": event is not None
        and Event.objects.editable_by(request.user).contains(event),
        "new_event": _new_event(cycle),
        "changes": Change.objects.visible_to(request.user).of(cycle).newest_first()[:10],
    }
    return render(request, "emulation/desk/meeting.html", context)


def _new_event(cycle: Cycle) -> str:
    """The form of events, with the day of the meeting and the unit that heads the cluster."""
    day, head = meeting_day(cycle), cycle.cluster.head_on(min(local_today(), cycle.ends_on))
    answers = [f"ngay={day:%d/%m/%Y}"] if day else []
    answers += [f"don_vi={head.unit_id}"] if head else []
    return f"{reverse('events_desk:new')}?{'&'.join(answers)}"


@transaction.atomic
def meeting_edit(request: MemberRequest, pk: int) -> HttpResponse:
    """What the folder says in words: event, slogan, programme, speeches, committee, hand-over."""
    cycle = _led(request, pk)
    form = MeetingForm(posted(request), instance=meeting_of(cycle), user=request.user)
    if request.method == "POST" and form.is_valid():
        saved = attempt(
            form, lambda: save_meeting(meeting=form.save(commit=False), by=request.user)
        )
        if saved is not None:
            messages.success(request, "Đã lưu tập họp cụm.")
            return redirect(saved)
    return form_page(
        request, form, title="Ghi tập họp cụm", button="Lưu", back=_back(cycle),
        trail=_trail(cycle, "Ghi tập họp cụm"), facts=[("Kỳ thi đua", str(cycle))],
        intro="Chưa có mục nào thì để trống, ghi sau cũng được.",
    )  # fmt: skip


# --- The votes ----------------------------------------------------------------------------------


def _suggested(cycle: Cycle, kind: str) -> dict[str, Any]:
    """A question as the records suggest it: the next head, the deputy, what the units aimed at."""
    units = [unit.distinct_label for unit in cycle.units_on_end.select_related("parent")]
    year = cycle.year + 1
    if kind == "cum-truong":
        return {"question": f"Bầu cụm trưởng năm {year}", "choices": "\n".join(units)}
    if kind == "cum-pho":
        return {"question": f"Bầu cụm phó năm {year}", "choices": "\n".join(units)}
    if kind == "danh-hieu":
        goals = Goal.objects.filter(cycle=cycle).exclude(titles="").select_related("unit__parent")
        rows = [f"{goal.unit.distinct_label}: {goal.titles}"[:150] for goal in goals]
        return {
            "question": f"Đề nghị danh hiệu, khen thưởng năm {cycle.year}",
            "choices": "\n".join(rows), "seats": max(len(rows), 1),
        }  # fmt: skip
    return {}


@transaction.atomic
def ballot_new(request: MemberRequest, pk: int) -> HttpResponse:
    """A question to be put to the vote, perhaps as suggested (`loai`)."""
    cycle = _led(request, pk)
    form = BallotForm(
        posted(request), instance=Ballot(cycle=cycle),
        initial=_suggested(cycle, request.GET.get("loai", "")),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        saved = attempt(
            form,
            lambda: save_ballot(
                ballot=form.save(commit=False), options=form.options, by=request.user
            ),
        )
        if saved is not None:
            messages.success(request, "Đã lưu nội dung bỏ phiếu. In phiếu ở dòng của nó.")
            return redirect(f"{_back(cycle)}#bo-phieu")
    return form_page(
        request, form, title="Thêm nội dung bỏ phiếu", button="Lưu", back=_back(cycle),
        trail=_trail(cycle, "Thêm nội dung bỏ phiếu"),
    )  # fmt: skip


def _ballot_at(request: MemberRequest, pk: int) -> Ballot:
    check(request, Subject.EMULATION)
    rows = Ballot.objects.visible_to(request.user).select_related("cycle__cluster")
    ballot: Ballot = get_object_or_404(rows, pk=pk)
    return ballot


def _own_ballot(request: MemberRequest, pk: int) -> Ballot:
    """A question that the user leads; 403 for one that they only read."""
    ballot = _ballot_at(request, pk)
    if not _leads(request, ballot.cycle):
        raise PermissionDenied
    return ballot


@transaction.atomic
def ballot_edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Another wording or other options, until it is counted."""
    ballot = _own_ballot(request, pk)
    if request.method == "GET" and ballot.is_counted:
        messages.info(request, "Nội dung này đã kiểm phiếu nên không sửa nữa.")
        return redirect(_back(ballot.cycle))
    form = BallotForm(posted(request), instance=ballot)
    if request.method == "POST" and form.is_valid():
        saved = attempt(
            form,
            lambda: save_ballot(
                ballot=form.save(commit=False), options=form.options, by=request.user
            ),
        )
        if saved is not None:
            messages.success(request, "Đã lưu nội dung bỏ phiếu.")
            return redirect(f"{_back(ballot.cycle)}#bo-phieu")
    return form_page(
        request, form, title="Sửa nội dung bỏ phiếu", button="Lưu", back=_back(ballot.cycle),
        trail=_trail(ballot.cycle, "Sửa nội dung bỏ phiếu"),
    )  # fmt: skip


@transaction.atomic
def ballot_count(request: MemberRequest, pk: int) -> HttpResponse:
    """What the committee counted; sums that do not agree are told in words."""
    ballot = _own_ballot(request, pk)
    form = CountForm(posted(request), instance=ballot)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        saved = attempt(
            form,
            lambda: count_ballot(
                ballot=ballot, issued=data["issued"], returned=data["returned"],
                invalid=data["invalid"], votes=form.votes, note=data["note"], by=request.user,
            ),
        )  # fmt: skip
        if saved is not None:
            messages.success(request, "Đã ghi kết quả kiểm phiếu.")
            return redirect(f"{_back(ballot.cycle)}#bo-phieu")
    return form_page(
        request, form, title="Kết quả kiểm phiếu", button="Lưu", back=_back(ballot.cycle),
        trail=_trail(ballot.cycle, "Kết quả kiểm phiếu"),
        facts=[
            ("Nội dung", Ballot.objects.get(pk=ballot.pk).question),
            ("Mỗi phiếu chọn không quá", str(ballot.seats)),
        ],
    )  # fmt: skip


def ballot_delete(request: MemberRequest, pk: int) -> HttpResponse:
    """Asks, then takes back a question that was not voted on."""
    check(request, Subject.EMULATION)
    if request.method == "POST" and not Ballot.objects.filter(pk=pk).exists():
        return redirect("emulation_desk:home")  # a double click
    ballot = _own_ballot(request, pk)
    back = _back(ballot.cycle)
    if request.method == "POST":
        attempt_plainly(
            request, lambda: delete_ballot(ballot=ballot, by=request.user), f"Đã bỏ “{ballot}”."
        )
        return redirect(back)
    context = {
        "trail": _trail(ballot.cycle, "Bỏ nội dung bỏ phiếu"),
        "heading": f"Bỏ “{ballot}”?",
        "text": "Nội dung đã kiểm phiếu thì không bỏ được.",
        "button": "Bỏ nội dung này",
        "back": back,
    }
    return render(request, "desk/confirm.html", context)


# --- On paper -----------------------------------------------------------------------------------


def _head(cycle: Cycle) -> dict[str, Any]:
    """The letterhead of the unit that heads the cluster; of the association where none does."""
    head = head_of(cycle)
    stored = meeting_of(cycle)
    day = local_day(stored.event.starts_at) if stored.event else meeting_day(cycle)
    return letterhead(head or Unit.objects.associations()[0], None, on=day) | {
        "head": head,
        "cycle": cycle, "meeting": stored, "day": day, "back": _back(cycle), "paper": None,
    }  # fmt: skip


def _papers(request: MemberRequest, cycle: Cycle) -> range:
    """As many ballots as voters: `so`, else three a unit."""
    wanted = typed_key(request.GET.get("so", "")) or cycle.units_on_end.count() * 3 or 8
    return range(min(wanted, MOST_PAPERS))


def ballot_print(request: MemberRequest, pk: int) -> HttpResponse:
    """Ballots of one question, several a page."""
    ballot = _ballot_at(request, pk)
    context = {
        "cycle": ballot.cycle, "question": ballot.question, "seats": ballot.seats,
        "options": [option.text for option in ballot.options.all()],
        "papers": _papers(request, ballot.cycle), "back": _back(ballot.cycle),
    }  # fmt: skip
    return render(request, "documents/ballots.html", context)


def meeting_vote(request: MemberRequest, pk: int) -> HttpResponse:
    """Ballots of the vote that ranks the units (suy tôn), whose result `vote` records."""
    cycle = cycle_at(request, pk)
    context = {
        "cycle": cycle, "question": f"Suy tôn đơn vị dẫn đầu, {cycle}", "seats": 1,
        "options": [unit.distinct_label for unit in cycle.units_on_end.select_related("parent")],
        "papers": _papers(request, cycle), "back": _back(cycle),
    }  # fmt: skip
    return render(request, "documents/ballots.html", context)


def meeting_counted(request: MemberRequest, pk: int) -> HttpResponse:
    """Biên bản kiểm phiếu: everything that was counted at the meeting."""
    cycle = cycle_at(request, pk)
    context = _head(cycle)
    rules = rules_of(cycle)
    context |= {
        "counters": lines_of(context["meeting"].counters),
        "ballots": [ballot for ballot in _ballots(cycle) if ballot.is_counted],
        "rules": rules if rules.voted_on else None,
        "sheets": list(cycle.sheets.filter(votes__isnull=False).select_related("unit__parent")),
    }
    return render(request, "documents/counted.html", context)


def meeting_slogan(request: MemberRequest, pk: int) -> HttpResponse:
    """The slogan across a sheet of A4."""
    cycle = cycle_at(request, pk)
    return render(request, "documents/slogan.html", _head(cycle))


def meeting_programme(request: MemberRequest, pk: int) -> HttpResponse:
    cycle = cycle_at(request, pk)
    context = _head(cycle)
    context |= {
        "programme": lines_of(context["meeting"].programme),
        "speeches": lines_of(context["meeting"].speeches),
    }
    return render(request, "documents/programme.html", context)


def meeting_handover(request: MemberRequest, pk: int) -> HttpResponse:
    """Biên bản bàn giao cụm trưởng: what goes over, what is left open, two signatures."""
    cycle = cycle_at(request, pk)
    context = _head(cycle)
    context |= {
        "giver": context["head"].distinct_label if context["head"] else "",
        "taker": next_leaders(cycle).get("head", ""),
        "rows": handed_over(cycle, context["meeting"]),
        "left_open": left_open(cycle, context["meeting"]),
    }
    return render(request, "documents/handover.html", context)


# --- The next head; the projector ---------------------------------------------------------------


def meeting_start(request: MemberRequest, pk: int) -> HttpResponse:
    """Bắt đầu làm cụm trưởng: what is to be done, by when, where."""
    cycle = cycle_at(request, pk)
    following = next_cycle(cycle)
    leaders = next_leaders(cycle)
    context = {
        "trail": _trail(cycle, "Bắt đầu làm cụm trưởng"),
        "cycle": cycle,
        "following": following,
        "may_plan": following is None and Cycle.objects.editable_by(request.user).contains(cycle),
        "head": leaders.get("head", ""),
        "deputy": leaders.get("deputy", ""),
        "steps": first_steps(cycle),
        "representatives": _representatives(following or cycle),
    }
    return render(request, "emulation/desk/meeting_start.html", context)


def _representatives(cycle: Cycle) -> list[tuple[Unit, str]]:
    """Who stands first in each unit, by office alone: as the unit's public page names them."""
    units = list(cycle.units_on_end.select_related("parent"))
    first: dict[int, str] = {}
    rows = Appointment.objects.in_office().filter(unit__in=units)
    for row in rows.select_related("member", "position").in_protocol_order():
        first.setdefault(row.unit_id, f"{row.position.name}: {row.member}")
    return [(unit, first.get(unit.pk, "")) for unit in units]


def meeting_show(request: MemberRequest, pk: int) -> HttpResponse:
    """One thing a slide for the projector (`trang`)."""
    cycle = cycle_at(request, pk)
    slides = slides_of(cycle, meeting_of(cycle))
    number = min(max(typed_key(request.GET.get("trang", "")) or 1, 1), len(slides))
    context = {
        "cycle": cycle, "slide": slides[number - 1], "number": number, "count": len(slides),
        "before": number - 1, "after": number + 1 if number < len(slides) else 0,
        "back": _back(cycle),
    }  # fmt: skip
    return render(request, "emulation/desk/meeting_show.html", context)
