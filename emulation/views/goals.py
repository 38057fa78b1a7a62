"""Registration in a cycle: what each unit aims at, beside what it reached."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from desk.pages import attempt, form_page
from desk.paper import letterhead
from kit.dates import local_today
from kit.lists import Table
from kit.spreadsheets import Sheet, SheetColumn, excel_file
from members.http import MemberRequest, posted
from members.models import Unit

from ..actions import extend_registration, register_goal
from ..forms.goals import ExtensionForm, GoalForm
from ..models import Classification, Cycle, Goal, goal_of, registers_for
from ..tables import GOALS
from .common import cycle_at, cycle_trail

LABEL = "Đăng ký thi đua"


@dataclass(frozen=True)
class Line:
    """A unit of the cycle with its registration and, once known to the reader, its grade."""

    unit: Unit
    goal: Goal | None
    reached: Classification | None
    is_own: bool

    @property
    def aim(self) -> str:
        return self.goal.label if self.goal else ""


def goal_list(request: MemberRequest, pk: int) -> HttpResponse:
    """All units of the cycle: who registered what, who not yet, and what each reached."""
    cycle = cycle_at(request, pk)
    lines = _lines(request, cycle)
    context = {
        "trail": cycle_trail(cycle, LABEL),
        "cycle": cycle,
        "table": Table(request.GET, lines, GOALS, noun="đơn vị"),
        "missing": [line.unit for line in lines if not line.aim],
        "may_extend": cycle.registration_until is not None
        and Cycle.objects.scheduled_by(request.user).contains(cycle),
    }
    return render(request, "emulation/desk/goal_list.html", context)


def _lines(request: MemberRequest, cycle: Cycle) -> list[Line]:
    goals = {goal.unit_id: goal for goal in cycle.goals.all()}
    grades = Classification.objects.visible_to(request.user).filter(year=cycle.year)
    reached = {row.unit_id: row for row in grades.filter(unit__in=cycle.units.order_by())}
    return [
        Line(unit, goals.get(unit.pk), reached.get(unit.pk), registers_for(request.user, unit))
        for unit in cycle.units.select_related("parent")
    ]


def goal_export(request: MemberRequest, pk: int) -> HttpResponse:
    cycle = cycle_at(request, pk)
    rows = [
        [
            line.unit.distinct_label,
            line.goal.get_grade_display() if line.goal else "",
            line.goal.titles if line.goal else "",
            line.goal.registered_on if line.goal else None,
            line.reached.get_grade_display() if line.reached else "",
        ]
        for line in _lines(request, cycle)
    ]
    titles = ("Đơn vị", "Mức phấn đấu", "Danh hiệu, khen thưởng phấn đấu", "Đăng ký ngày", "Đã đạt")
    columns = [SheetColumn(title) for title in titles]
    return excel_file("dang-ky-thi-dua", [Sheet("Đăng ký thi đua", columns, rows)])


def goal_print(request: MemberRequest, pk: int) -> HttpResponse:
    """The registrations on paper, to be signed by the cluster's head."""
    cycle = cycle_at(request, pk)
    head = cycle.cluster.head_on()
    context = letterhead(head.unit if head else cycle.units[0], None, on=local_today()) | {
        "cycle": cycle,
        "lines": _lines(request, cycle),
        "paper": None,
        "back": reverse("emulation_desk:goal_list", args=[pk]),
    }
    return render(request, "documents/goals.html", context)


def _unit_at(cycle: Cycle, unit: int) -> Unit:
    return get_object_or_404(cycle.units.select_related("parent"), pk=unit)


def goal_edit(request: MemberRequest, pk: int, unit: int) -> HttpResponse:
    """What the user's own unit aims at."""
    cycle = cycle_at(request, pk)
    own = _unit_at(cycle, unit)
    if not registers_for(request.user, own):
        raise PermissionDenied
    goal = goal_of(cycle, own)
    form = GoalForm(posted(request), initial={"grade": goal.grade, "titles": goal.titles})
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        saved = attempt(
            form, lambda: register_goal(cycle=cycle, unit=own, by=request.user, **facts)
        )
        if saved is not None:
            messages.success(request, f"Đã đăng ký: {saved}.")
            return redirect("emulation_desk:goal_list", pk)
    until = goal.until
    return form_page(
        request, form, title=f"{LABEL}: {own}", button="Đăng ký",
        back=reverse("emulation_desk:goal_list", args=[pk]), trail=cycle_trail(cycle, LABEL),
        facts=[("Kỳ thi đua", str(cycle)), ("Đơn vị", own.distinct_label)]
        + ([("Hạn đăng ký", f"hết ngày {until:%d/%m/%Y}")] if until else []),
    )  # fmt: skip


def goal_extend(request: MemberRequest, pk: int, unit: int) -> HttpResponse:
    """More time for one unit, for a reason."""
    cycle = cycle_at(request, pk)
    late = _unit_at(cycle, unit)
    if not Cycle.objects.scheduled_by(request.user).contains(cycle):
        raise PermissionDenied
    form = ExtensionForm(posted(request))
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        saved = attempt(
            form, lambda: extend_registration(cycle=cycle, unit=late, by=request.user, **facts)
        )
        if saved is not None:
            messages.success(request, f"{late} được đăng ký đến hết ngày {saved.until:%d/%m/%Y}.")
            return redirect("emulation_desk:goal_list", pk)
    return form_page(
        request, form, title=f"Gia hạn đăng ký: {late}", button="Gia hạn",
        back=reverse("emulation_desk:goal_list", args=[pk]), trail=cycle_trail(cycle, "Gia hạn đăng ký"),
        facts=[("Kỳ thi đua", str(cycle)), ("Đơn vị", late.distinct_label)],
    )  # fmt: skip
