"""Candidates found in the area: the list, the visits, the figures."""

import datetime as dt

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from desk.pages import (
    attempt,
    check,
    check_write,
    form_page,
    list_page,
    may_write,
    needs_branch,
    trail,
)
from desk.tabs import people_tabs
from kit.charts import bar_chart
from kit.dates import local_today
from kit.lists import Table
from members.http import MemberRequest, posted
from members.models import Candidate, ReadRecord, Subject, units_where

from ..actions import joining
from ..forms.joining import CandidateFilters, CandidateForm, CandidateStepForm, PeriodForm
from ..tables import CANDIDATES
from .people import corrected, look_alikes

_S = Candidate.State


def candidate_list(request: MemberRequest) -> HttpResponse:
    """Retired officers of the area who may be won."""
    check(request, Subject.MOVES)
    form = CandidateFilters(request.GET, user=request.user)
    rows = Candidate.objects.visible_to(request.user).select_related("unit__parent")
    table = Table(
        request.GET,
        form.narrowed(rows).order_by("sort_key", "pk"),
        CANDIDATES,
        noun="người",
        usual="ten",
        without=("chi-hoi",) if request.user.manages_one_branch else (),
    )
    return list_page(
        request,
        "moves/candidate_list.html",
        title="Vận động kết nạp",
        form=form,
        table=table,
        tabs=people_tabs(request, "book:candidates", len(table)),
    )


@needs_branch(Subject.MOVES)
def candidate_new(request: MemberRequest) -> HttpResponse:
    form = CandidateForm(posted(request), user=request.user)
    if request.method == "POST" and form.is_valid():
        row = attempt(
            form, lambda: joining.note_candidate(candidate=form.save_unsaved(), by=request.user)
        )
        if row is not None:
            messages.success(request, f"Đã ghi {row} vào danh sách vận động.{form.titles_message}")
            return redirect(row)
    return form_page(
        request,
        form,
        title="Thêm người vào danh sách vận động",
        button="Ghi vào danh sách",
        back=reverse("book:candidates"),
        trail=_candidates(("Thêm người", "")),
    )


def candidate_edit(request: MemberRequest, pk: int) -> HttpResponse:
    row = visible_candidate(request, pk)
    check_write(request, row)
    form = CandidateForm(posted(request), instance=row, user=request.user)
    if request.method == "POST" and form.is_valid() and corrected(form, request.user):
        messages.success(request, f"Đã lưu.{form.titles_message}")
        return redirect(row)
    ReadRecord.objects.note(request.user, row)
    return form_page(
        request,
        form,
        title=f"Sửa: {row}",
        button="Lưu",
        back=row.get_absolute_url(),
        trail=_candidates((str(row), row.get_absolute_url()), ("Sửa", "")),
    )


def candidate_detail(request: MemberRequest, pk: int) -> HttpResponse:
    """One candidate: what is known, the visits, the next step, members who may be the same."""
    row = visible_candidate(request, pk)
    if request.method == "POST":
        check_write(request, row)
    form = CandidateStepForm(posted(request), candidate=row)
    if request.method == "POST" and form.is_valid():
        step = attempt(
            form, lambda: joining.take_step(candidate=row, by=request.user, **form.cleaned_data)
        )
        if step is not None:
            messages.success(request, f"Đã ghi: {step.get_state_display()}.")
            return redirect(row)
    ReadRecord.objects.note(request.user, row)
    context = {
        "trail": _candidates((str(row), "")),
        "candidate": row,
        "form": form,
        "steps": row.steps.select_related("by__member"),
        # Who was admitted is a member: that is no warning.
        **({} if row.state == _S.ADMITTED else look_alikes(request, row)),
        "applications": row.applications.order_by("-pk"),
        "may_write": may_write(request.user, row),
        "may_apply": row.state in (_S.FOUND, _S.VISITED, _S.DECLINED),
    }
    return render(request, "moves/candidate_detail.html", context)


def visible_candidate(request: MemberRequest, pk: int) -> Candidate:
    rows = Candidate.objects.visible_to(request.user).select_related("unit__parent__parent")
    return get_object_or_404(rows, pk=pk)


def _candidates(*parts: tuple[str, str]) -> list[tuple[str, str]]:
    return trail(("Vận động kết nạp", reverse("book:candidates")), *parts)


FIGURES = (
    ("known", "Đã nắm"), (_S.FOUND.value, "Mới rà soát"), (_S.VISITED.value, "Đã thăm"),
    (_S.APPLIED.value, "Đã nộp đơn"), (_S.ADMITTED.value, "Đã kết nạp"),
    (_S.DECLINED.value, "Chưa vào"), (_S.MOVED.value, "Chuyển đi"),
)  # fmt: skip


def candidate_figures(request: MemberRequest) -> HttpResponse:
    """What the compact asks: known, visited, persuaded, admitted, by unit and period."""
    check(request, Subject.MOVES)
    form = PeriodForm(request.GET)
    period = form.cleaned_data if form.is_valid() else {}
    today = local_today()
    end = period.get("den") or today
    start = period.get("tu") or dt.date(end.year, 1, 1)
    by_unit = {
        row["unit"]: row for row in Candidate.objects.visible_to(request.user).figures(start, end)
    }
    units = (
        units_where(request.user, Subject.MOVES)
        .branches()
        .filter(pk__in=by_unit)
        .select_related("parent")
        .order_by("parent__sort_order", "sort_order", "name")
    )
    rows = [
        (str(unit), str(unit.parent), [by_unit[unit.pk][key] for key, _ in FIGURES])
        for unit in units
    ]
    totals = [sum(cells[n] for _, _, cells in rows) for n in range(len(FIGURES))]
    shown = list(zip([label for _, label in FIGURES], totals, strict=True))
    context = {
        "trail": _candidates(("Số liệu", "")),
        "form": form,
        "start": start,
        "end": end,
        "head": [label for _, label in FIGURES],
        "rows": rows,
        "totals": totals,
        "chart": bar_chart(shown[:5], unit="người") if rows else "",
        "chart_head": ["Bước", "Người"],
        "chart_rows": shown[:5],
    }
    return render(request, "moves/candidate_figures.html", context)
