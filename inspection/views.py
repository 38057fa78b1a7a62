"""Pages of checks: the list, one check, what was found, its steps, its paper."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from desk.pages import (
    attempt,
    attempt_plainly,
    check,
    check_write,
    form_page,
    list_page,
    may_write,
    step_page,
    trail,
)
from desk.paper import letterhead
from kit.dates import local_today
from kit.lists import Table
from members.http import MemberRequest, posted
from members.models import Change, Degree, Subject, Unit

from . import actions
from .figures import Counted, figures_of
from .forms import CarriedOutForm, CorrectionForm, FindingForm, HeadForm, InspectionFilters
from .models import CheckItem, Finding, Inspection, Result, State, Step
from .tables import INSPECTIONS

NAME = "Kiểm tra"
OPEN_STATES = (State.OPEN, State.SENT, State.ANSWERED)


def _trail(*parts: tuple[str, str]) -> list[tuple[str, str]]:
    return trail((NAME, reverse("inspection:list") if parts else ""), *parts)


def inspection_list(request: MemberRequest) -> HttpResponse:
    """Checks of the user's units, the latest first."""
    check(request, Subject.INSPECTION)
    visible = Inspection.objects.visible_to(request.user)
    years = list(visible.order_by("-year").values_list("year", flat=True).distinct())
    form = InspectionFilters(request.user, years, request.GET)
    values = form.filter_values()
    rows = visible
    if unit := values.get("don_vi"):
        rows = rows.filter(unit__in=Unit.objects.within(unit).order_by().values("pk"))
    if year := values.get("nam"):
        rows = rows.filter(year=year)
    if state := values.get("tinh_trang"):
        rows = rows.filter(state__in=OPEN_STATES if state == "dang-mo" else [state])
    table = Table(
        request.GET,
        rows.with_faults().select_related("unit__parent").order_by("-year", "-held_on", "-pk"),
        INSPECTIONS,
        noun="cuộc kiểm tra",
        usual="-nam",
    )
    lays_down = actions.lays_down_checklist(request.user)
    items = list(CheckItem.objects.on())
    return list_page(
        request, "inspection/inspection_list.html", title=NAME, form=form, table=table,
        items=items, are_proposals=bool(items) and all(item.is_proposal for item in items),
        may_add_usual=lays_down and not CheckItem.objects.exists(),
    )  # fmt: skip


@require_POST
def usual(request: MemberRequest) -> HttpResponse:
    """Adds the usual items where there are none."""
    if not actions.lays_down_checklist(request.user):
        raise PermissionDenied
    attempt_plainly(
        request,
        lambda: actions.add_usual_items(by=request.user),
        "Đã thêm các mục kiểm tra thường dùng. Đây là đề xuất; sửa ở trang quản trị.",
    )
    return redirect("inspection:list")


def inspection_new(request: MemberRequest) -> HttpResponse:
    """Begins the check of a unit's books of a year."""
    check(request, Subject.INSPECTION, Degree.WRITE)
    member = request.user.member
    initial = {
        "held_on": f"{local_today():%d/%m/%Y}",
        "year": str(local_today().year),
        "lead": member.full_name if member else "",
    }
    form = HeadForm(posted(request), user=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        token = form.cleaned_data["token"]
        inspection = attempt(
            form,
            lambda: actions.start(inspection=form.as_inspection(), token=token, by=request.user),
        )
        if inspection is not None:
            messages.success(request, "Đã lập cuộc kiểm tra. Xem từng mục rồi ghi kết quả.")
            return redirect(inspection)
        there = _there_already(form.as_inspection())
        if there is not None:
            messages.error(
                request, f"{there.unit} đã có cuộc kiểm tra năm {there.year}; đây là cuộc đó."
            )
            return redirect(there)
    return form_page(
        request, form, title="Lập cuộc kiểm tra", button="Bắt đầu kiểm tra",
        back=reverse("inspection:list"), trail=_trail(("Lập cuộc kiểm tra", "")),
    )  # fmt: skip


def _there_already(inspection: Inspection) -> Inspection | None:
    """The check of that unit and year which there is."""
    rows = Inspection.objects.exclude(state=State.CANCELLED).select_related("unit")
    there: Inspection | None = rows.filter(unit=inspection.unit, year=inspection.year).first()
    return there


def _seen(request: MemberRequest, pk: int) -> Inspection:
    """404 for a check of a unit whose checks the user may not read."""
    check(request, Subject.INSPECTION)
    rows = Inspection.objects.visible_to(request.user).select_related(
        "unit__parent", "started_by__member", "answered_by__member", "closed_by__member"
    )
    inspection: Inspection = get_object_or_404(rows, pk=pk)
    return inspection


def inspection(request: MemberRequest, pk: int) -> HttpResponse:
    """One check: each item with the portal's figure and what was found."""
    record = _seen(request, pk)
    steps = record.steps_for(request.user)
    context = {
        "trail": _trail((str(record), "")),
        "inspection": record,
        "lines": _lines(record),
        "steps": steps,
        "may_write": record.is_open and may_write(request.user, record),
        "may_carry_out": record.is_closed and bool(record.roles_of(request.user)),
        "changes": Change.objects.of(record).visible_to(request.user).newest_first()[:20],
    }
    return render(request, "inspection/inspection_detail.html", context)


def _lines(record: Inspection) -> list[tuple[Any, Counted]]:
    """Each finding with its figure: as counted now, or as it was when the check was sent."""
    counted = figures_of(record) if record.is_open else {}
    return [
        (
            finding,
            counted.get(finding.figure, Counted(""))
            if record.is_open
            else Counted(finding.counted),
        )
        for finding in record.findings.select_related("done_by__member")
    ]


@transaction.atomic
def inspection_edit(request: MemberRequest, pk: int) -> HttpResponse:
    """The day and the names of a check under way."""
    record = _seen(request, pk)
    check_write(request, record)
    form = CorrectionForm(posted(request), instance=record)
    if request.method == "POST" and form.is_valid():
        saved = attempt(form, lambda: actions.correct(inspection=form.instance, by=request.user))
        if saved is not None:
            messages.success(request, "Đã lưu.")
            return redirect(saved)
    return form_page(
        request, form, title="Sửa ngày, thành phần", button="Lưu", back=record.get_absolute_url(),
        trail=_trail((str(record), record.get_absolute_url()), ("Sửa", "")),
        facts=[("Đơn vị", record.unit.distinct_label), ("Năm", record.year)],
    )  # fmt: skip


@transaction.atomic
def findings(request: MemberRequest, pk: int) -> HttpResponse:
    """All items on one page; what is not looked at yet may stay so."""
    record = _seen(request, pk)
    check_write(request, record)
    lines = [
        FindingForm(posted(request), finding=finding, counted=counted)
        for finding, counted in _lines(record)
    ]
    errors: list[str] = []
    if request.method == "POST" and all([*(line.is_valid() for line in lines)]):
        answers = {line.finding.pk: line.as_answer() for line in lines if line.is_written}
        first = lines[0]
        saved = attempt(
            first,
            lambda: actions.record_findings(inspection=record, findings=answers, by=request.user),
        )
        if saved is not None:
            messages.success(request, "Đã lưu kết quả.")
            return redirect(saved)
        errors = [str(error) for error in first.non_field_errors()]
    context = {
        "trail": _trail((str(record), record.get_absolute_url()), ("Kết quả", "")),
        "inspection": record,
        "lines": lines,
        "errors": errors,
        "wrong": [line for line in lines if line.is_bound and line.errors],
    }
    return render(request, "inspection/findings.html", context)


def move(request: MemberRequest, pk: int, slug: str) -> HttpResponse:
    """One step, by a user whose role the table names."""
    record = _seen(request, pk)
    step = Step.at(slug)
    if step is None or step.role not in record.roles_of(request.user):
        raise PermissionDenied
    if step.has_page:
        return step_page(
            request, step, record,
            take=lambda form: actions.move(
                inspection=record, step=step, by=request.user, **form.facts
            ),
            trail=_trail((str(record), record.get_absolute_url())),
            subject=str(record),
            facts=_faults(record) if step in (Step.ANSWER, Step.CLOSE) else None,
            closed=f"Cuộc kiểm tra này {record.get_state_display()}, không còn làm được việc này.",
        )  # fmt: skip
    if request.method == "POST":
        attempt_plainly(
            request, lambda: actions.move(inspection=record, step=step, by=request.user), step.done
        )
    return redirect(record)


def _faults(record: Inspection) -> list[tuple[str, str]]:
    """What was found wrong, and what is recommended: what the unit answers to."""
    rows = record.findings.filter(Q(result=Result.FAULT) | ~Q(recommendation=""))
    facts = []
    for finding in rows:
        until = f", trước ngày {finding.due_on:%d/%m/%Y}" if finding.due_on else ""
        advice = f" Kiến nghị: {finding.recommendation}{until}." if finding.recommendation else ""
        facts.append((finding.label, f"{finding.words}{advice}".strip()))
    return facts or [("Sai sót", "không có")]


def carried_out(request: MemberRequest, pk: int) -> HttpResponse:
    """Marks that a recommendation of a closed check was carried out."""
    check(request, Subject.INSPECTION)
    rows = Finding.objects.visible_to(request.user).select_related("inspection__unit")
    finding = get_object_or_404(rows, pk=pk)
    record = finding.inspection
    if not record.roles_of(request.user):
        raise PermissionDenied
    if not (record.is_closed and finding.recommendation):
        messages.info(request, "Kiến nghị ghi đã thực hiện được sau khi kết thúc kiểm tra.")
        return redirect(record)
    form = CarriedOutForm(posted(request), initial={"day": f"{local_today():%d/%m/%Y}"})
    if request.method == "POST" and form.is_valid():
        day = form.cleaned_data["day"]
        if attempt(form, lambda: actions.carry_out(finding=finding, day=day, by=request.user)):
            messages.success(request, "Đã ghi kiến nghị được thực hiện.")
            return redirect(record)
    return form_page(
        request, form, title="Ghi đã thực hiện kiến nghị", button="Lưu",
        back=record.get_absolute_url(),
        trail=_trail((str(record), record.get_absolute_url()), ("Đã thực hiện", "")),
        facts=[("Mục", finding.text), ("Kiến nghị", finding.recommendation)],
    )  # fmt: skip


def inspection_print(request: MemberRequest, pk: int) -> HttpResponse:
    """Biên bản kiểm tra, with places to sign."""
    record = _seen(request, pk)
    context = letterhead(record.unit.parent or record.unit, None, on=record.held_on) | {
        "inspection": record,
        "lines": _lines(record),
        "paper": None,
        "back": record.get_absolute_url(),
    }
    return render(request, "documents/inspection.html", context)
