"""A cycle's ranking at the desk: live while it is scored, its rules, the vote, the lock."""

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from desk.pages import attempt, form_page
from desk.paper import letterhead
from kit.dates import local_today
from kit.spreadsheets import Sheet as Page
from kit.spreadsheets import SheetColumn, excel_file
from members.http import MemberRequest, posted
from members.models import Unit

from ..actions.peers import sits_in_council
from ..actions.ranking import (
    declare_rules,
    lock_ranking,
    missing_for_lock,
    record_vote,
    reopen_ranking,
)
from ..forms.ranking import ReopenForm, RulesForm, VoteForm
from ..models import Classification, Cycle, PeerSheet, Ranking, ScoreSheet, rules_of
from ..models.sheets import own_units, runs_scoring
from ..standings import CycleScores
from .common import cycle_at
from .sheets import scoring_trail


def locked_of(cycle: Cycle) -> Ranking | None:
    rows = Ranking.objects.standing().filter(cycle=cycle).select_related("locked_by__member")
    ranking: Ranking | None = rows.first()
    return ranking


def scoring(request: MemberRequest, pk: int) -> HttpResponse:
    """The scoring of a cycle: who handed in, what each gave itself, the order as it stands; locked,
    the ranking as it was locked."""
    cycle = cycle_at(request, pk)
    scores = CycleScores(cycle)
    own, is_leading = own_units(request.user), runs_scoring(request.user, cycle)
    ranking = locked_of(cycle)
    waiting = _without_sheet(cycle, scores)
    context = {
        "trail": scoring_trail(cycle),
        "cycle": cycle,
        "rules": scores.rules,
        "ranking": ranking,
        "ranked": _ranked(ranking, scores),
        "rows": _rows(request, scores),
        "own_sheets": [sheet for sheet in scores.sheets if sheet.unit_id in own],
        "to_check": _to_check(request, scores) if ranking is None else [],
        "deviations": scores.deviations() if scores.rules.is_opened else [],
        "is_leading": is_leading,
        "sits": sits_in_council(request.user, cycle),
        "may_open": bool(waiting)
        and ranking is None
        and (is_leading or any(unit.pk in own for unit in waiting)),
        "waiting": waiting,
        "reopened": cycle.rankings.filter(reopened_on__isnull=False).select_related("reopened_by"),
    }
    return render(request, "emulation/desk/scoring.html", context)


def _without_sheet(cycle: Cycle, scores: CycleScores) -> list[Unit]:
    """Units of the cycle for which no sheet was opened yet."""
    with_sheet = {sheet.unit_id for sheet in scores.sheets}
    units = cycle.units_on_end if cycle.criteria_set_id else Unit.objects.none()
    return [unit for unit in units.select_related("parent") if unit.pk not in with_sheet]


def _rows(request: MemberRequest, scores: CycleScores) -> list[tuple[Any, ...]]:
    """Each sheet: whether the reader may open it, and what the unit gave itself."""
    self_scores = scores.self_scores()
    rows = ScoreSheet.objects.visible_to(request.user).filter(cycle=scores.cycle)
    visible = set(rows.values_list("pk", flat=True))
    return [(sheet, sheet.pk in visible, self_scores.get(sheet.pk)) for sheet in scores.sheets]


def _ranked(ranking: Ranking | None, scores: CycleScores) -> list[dict[str, Any]]:
    """The order: as it was locked, else as it stands once the cross-check is over."""
    if ranking is not None:
        return [
            {
                "sheet": row["sheet"], "name": row["name"], "place": row["place"],
                "is_shared": row["is_shared"], "comparable": Decimal(row["comparable"]),
                "base": Decimal(row["base"]), "bonus": Decimal(row["bonus"]),
                "penalty": Decimal(row["penalty"]), "votes": row["votes"],
                "grade": Classification.Grade(row["grade"]).label, "unscored": 0,
            }
            for row in ranking.content["units"]
        ]  # fmt: skip
    if not scores.rules.is_opened:
        return []
    return [
        {
            "sheet": row.sheet.pk, "name": row.sheet.unit.distinct_label, "place": row.place,
            "is_shared": row.is_shared, "comparable": row.scored.comparable,
            "base": row.scored.base, "bonus": row.scored.bonus, "penalty": row.scored.penalty,
            "votes": row.sheet.votes,
            "grade": Classification.Grade(scores.rules.grade_of(row.percent)).label,
            "unscored": len(scores.unscored(row.sheet)),
        }
        for row in scores.standings
    ]  # fmt: skip


def _to_check(request: MemberRequest, scores: CycleScores) -> list[tuple[ScoreSheet, str]]:
    """The sheets that the user's unit still scores, and how far it is with each."""
    own = set(own_units(request.user)) & {sheet.unit_id for sheet in scores.sheets}
    if not own or scores.rules.is_opened:
        return []
    handed_in = dict(
        PeerSheet.objects.filter(scorer__in=own, sheet__cycle=scores.cycle).values_list(
            "sheet", "submitted_at"
        )
    )
    return [
        (sheet, _progress(sheet.pk in handed_in, handed_in.get(sheet.pk)))
        for sheet in scores.sheets
        if sheet.is_submitted and sheet.unit_id not in own
    ]


def _progress(is_begun: bool, submitted_at: Any) -> str:
    if submitted_at:
        return "đã nộp"
    return "đang chấm" if is_begun else "chưa chấm"


def _led(request: MemberRequest, pk: int) -> Cycle:
    cycle = cycle_at(request, pk)
    if not runs_scoring(request.user, cycle):
        raise PermissionDenied
    return cycle


def _back(cycle: Cycle) -> str:
    return reverse("emulation_desk:scoring", args=[cycle.pk])


@transaction.atomic
def rules_edit(request: MemberRequest, pk: int) -> HttpResponse:
    """How this cycle is added up, declared before the peers' scores are open."""
    cycle = _led(request, pk)
    rules = rules_of(cycle)
    if request.method == "GET" and rules.is_opened:
        messages.info(request, "Điểm chấm chéo đã mở nên không đổi cách tính được nữa.")
        return redirect(_back(cycle))
    form = RulesForm(posted(request), instance=rules)
    if request.method == "POST" and form.is_valid():
        saved = attempt(form, lambda: declare_rules(rules=form.instance, by=request.user))
        if saved is not None:
            messages.success(request, "Đã lưu cách tính điểm.")
            return redirect(_back(cycle))
    return form_page(
        request, form, title="Cách tính điểm", button="Lưu", back=_back(cycle),
        trail=scoring_trail(cycle, ("Cách tính điểm", "")),
        intro="Không bao giờ lấy điểm tự chấm làm điểm chính thức. Chấm chéo là trung bình của các "
        "đơn vị đã chấm; tiêu chí có hay không thì theo số đông, ngang nhau thì hội đồng quyết.",
    )  # fmt: skip


def vote(request: MemberRequest, pk: int) -> HttpResponse:
    """Valid ballots, and how many name each unit."""
    cycle = _led(request, pk)
    sheets = list(cycle.sheets.select_related("unit__parent"))
    form = VoteForm(posted(request), rules=rules_of(cycle), sheets=sheets)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        saved = attempt(
            form,
            lambda: record_vote(
                cycle=cycle, voted_on=data["voted_on"], ballots=data["ballots"], votes=form.votes,
                by=request.user,
            ),
        )  # fmt: skip
        if saved is not None:
            messages.success(request, "Đã ghi kết quả suy tôn.")
            return redirect(_back(cycle))
    return form_page(
        request, form, title="Kết quả suy tôn", button="Lưu", back=_back(cycle),
        trail=scoring_trail(cycle, ("Suy tôn", "")), facts=[("Kỳ", str(cycle))],
    )  # fmt: skip


# --- The lock -----------------------------------------------------------------------------------


def _council_cycle(request: MemberRequest, pk: int) -> Cycle:
    cycle = cycle_at(request, pk)
    if not sits_in_council(request.user, cycle):
        raise PermissionDenied
    return cycle


def lock(request: MemberRequest, pk: int) -> HttpResponse:
    """What is missing, or the question; then the lock."""
    cycle = _council_cycle(request, pk)
    if locked_of(cycle) is not None:
        return redirect(_back(cycle))  # a double click
    missing: list[str] = []
    if request.method == "POST":
        try:
            lock_ranking(cycle=cycle, by=request.user)
        except ValidationError as error:
            missing = error.messages
        else:
            messages.success(request, "Đã khóa xếp hạng.")
            return redirect(_back(cycle))
    scores = CycleScores(cycle)
    context = {
        "trail": scoring_trail(cycle, ("Khóa xếp hạng", "")),
        "cycle": cycle,
        "missing": missing or missing_for_lock(scores),
        "ranked": _ranked(None, scores),
        "back": _back(cycle),
    }
    return render(request, "emulation/desk/lock.html", context)


def reopen(request: MemberRequest, pk: int) -> HttpResponse:
    """Lifts the lock by a decision."""
    cycle = _council_cycle(request, pk)
    if locked_of(cycle) is None:
        return redirect(_back(cycle))
    form = ReopenForm(posted(request))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data

        def take() -> bool:
            reopen_ranking(cycle=cycle, by=request.user, **data)
            return True

        if attempt(form, take):
            messages.success(request, "Đã mở lại xếp hạng. Bản đã khóa vẫn được giữ.")
            return redirect(_back(cycle))
    return form_page(
        request, form, title="Mở lại xếp hạng", button="Mở lại", back=_back(cycle),
        trail=scoring_trail(cycle, ("Mở lại xếp hạng", "")), is_danger=True,
        intro="Bản đã khóa và mã kiểm tra của nó vẫn được giữ cùng quyết định này.",
    )  # fmt: skip


# --- On paper, as a file ------------------------------------------------------------------------


def ranking_print(request: MemberRequest, pk: int) -> HttpResponse:
    """The ranking on paper: locked with its code, else marked as not locked."""
    cycle = cycle_at(request, pk)
    scores, ranking = CycleScores(cycle), locked_of(cycle)
    issuer = cycle.criteria_set.unit if cycle.criteria_set else None
    association = issuer or Unit.objects.associations()[0]
    context = letterhead(association, None, on=local_today()) | {
        "cycle": cycle,
        "ranking": ranking,
        "rules": scores.rules,
        "ranked": _ranked(ranking, scores),
        "paper": None,
        "back": _back(cycle),
    }
    return render(request, "documents/ranking.html", context)


def ranking_export(request: MemberRequest, pk: int) -> HttpResponse:
    """The ranking as a spreadsheet; empty while the cross-check is not over."""
    cycle = cycle_at(request, pk)
    titles = (
        "Hạng", "Đơn vị", "Điểm chính", "Điểm thưởng", "Điểm trừ", "Điểm xếp hạng", "Phiếu suy tôn",
        "Đề nghị xếp loại",
    )  # fmt: skip
    ranked = _ranked(locked_of(cycle), CycleScores(cycle))
    rows = [
        [
            row["place"], row["name"], row["base"], row["bonus"], row["penalty"], row["comparable"],
            row["votes"], row["grade"],
        ]
        for row in ranked
    ]  # fmt: skip
    name = f"xep-hang-{cycle.year}-{local_today():%Y-%m-%d}"
    return excel_file(name, [Page("Xếp hạng", [*map(SheetColumn, titles)], rows)])
