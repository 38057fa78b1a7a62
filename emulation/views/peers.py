"""Cross-check, explanation and the council's scores at the desk."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from desk.pages import attempt, attempt_plainly, check
from members.http import MemberRequest, posted
from members.models import Subject, Unit

from ..actions.peers import (
    check_closed_because,
    close_cross_check,
    explain,
    missing_for_peer,
    save_council,
    save_peer_marks,
    scorers_of,
    sits_in_council,
    submit_peer_sheet,
)
from ..actions.sheets import Answer
from ..forms.ranking import ExplanationForm
from ..forms.sheets import MarkForm, are_valid
from ..models import PeerSheet, Ranking, ScoreSheet, rules_of
from ..models.sheets import own_units, runs_scoring
from ..standings import CycleScores, Move, SheetLine, moves_by
from .common import cycle_at
from .sheets import (
    evidence_of,
    own_sheet,
    scoring_trail,
    sheet_at,
    sheet_trail,
    writing_parts,
)

NOT_SCORED = "chưa chấm"


@dataclass(frozen=True)
class MarkRow:
    """A line of a table that is written: its box, and what others say beside it."""

    line: SheetLine
    form: MarkForm | None
    notes: list[str]
    files: list[Any]


def mark_rows(
    request: MemberRequest,
    scores: CycleScores,
    sheet: ScoreSheet,
    stored: Mapping[int, Answer],
    remark: str,
) -> list[MarkRow]:
    """The outline of a sheet with a box for each criterion that the unit is asked for."""
    files, judged = evidence_of(sheet), scores.judgements(sheet)
    rows = []
    for line in scores.lines(sheet):
        key = line.criterion.pk
        form = (
            None
            if line.is_section or line.is_left_out
            else MarkForm(
                posted(request), line=line, stored=stored.get(key, Answer()), remark=remark
            )
        )
        rows.append(MarkRow(line, form, _notes(line, judged.get(key)), files.get(key, [])))
    return rows


def _notes(line: SheetLine, judged: Any) -> list[str]:
    """What the unit and, once opened, its peers say of the criterion, a sentence each."""
    if judged is None or line.is_left_out:
        return []
    from_all = [("Tự chấm", judged.own), *((peer.who, peer) for peer in judged.peers)]
    notes = [
        f"{who}: {given.label or NOT_SCORED}" + (f". {given.remark}" if given.remark else "")
        for who, given in from_all
    ]
    return [*notes, f"Giải trình: {judged.explanation}"] if judged.explanation else notes


def _answers(rows: list[MarkRow]) -> dict[int, Answer]:
    return {
        row.line.criterion.pk: row.form.answer for row in rows if row.form and row.form.is_written
    }


def _write_page(request: MemberRequest, rows: list[MarkRow], **context: Any) -> HttpResponse:
    forms = [row.form for row in rows if row.form]
    first = forms[0] if forms else None
    context |= {
        "parts": writing_parts(rows, attrgetter("form"), attrgetter("line")),
        "errors": first.non_field_errors() if first is not None and first.is_bound else [],
        "has_errors": any(form.errors for form in forms if form.is_bound),
    }
    return render(request, "emulation/desk/marks_write.html", context)


# --- Peers --------------------------------------------------------------------------------------


def _scorer_of(request: MemberRequest, sheet: ScoreSheet) -> Unit:
    """The user's own unit that scores that sheet; 403 without one."""
    keys = set(own_units(request.user)) & set(scorers_of(sheet))
    if not keys:
        raise PermissionDenied
    scorer: Unit = Unit.objects.filter(pk__in=keys).in_tree_order()[0]
    return scorer


@transaction.atomic
def peer_write(request: MemberRequest, pk: int) -> HttpResponse:
    """What the user's unit gives another; nobody else reads it before all are opened."""
    sheet = sheet_at(request, pk)
    scorer = _scorer_of(request, sheet)
    peer = PeerSheet.objects.filter(sheet=sheet, scorer=scorer).first()
    closed = check_closed_because(sheet, rules_of(sheet.cycle))
    if peer is not None and peer.is_submitted:
        closed = closed or "Phiếu chấm chéo này đã nộp."
    if request.method == "GET" and closed:
        messages.info(request, closed)
        return redirect(sheet)
    scores = CycleScores(sheet.cycle)
    marks = peer.marks.all() if peer else []
    stored = {mark.criterion_id: Answer(mark.value, mark.remark) for mark in marks}
    rows = mark_rows(request, scores, sheet, stored, "nhận xét")
    forms = [row.form for row in rows if row.form]
    if request.method == "POST" and are_valid(forms):
        answers = _answers(rows)
        saved = attempt(
            forms[0],
            lambda: save_peer_marks(sheet=sheet, scorer=scorer, answers=answers, by=request.user),
        )
        if saved is not None:
            messages.success(request, "Đã lưu phiếu chấm chéo.")
            return redirect("emulation_desk:peer_write", pk)
    values = {key: answer.value for key, answer in stored.items()}
    return _write_page(
        request, rows, sheet=sheet, trail=sheet_trail(sheet, ("Chấm chéo", "")),
        heading=f"{scorer} chấm {sheet.unit}",
        intro="Điểm này không đơn vị nào khác xem được cho đến khi chấm chéo đóng.",
        missing=missing_for_peer(scores, sheet, values),
        submit_url=reverse("emulation_desk:peer_submit", args=[pk]), moves=[],
        back=reverse("emulation_desk:scoring", args=[sheet.cycle_id]),
    )  # fmt: skip


@require_POST
def peer_submit(request: MemberRequest, pk: int) -> HttpResponse:
    """Hands the peer's scores in, for good."""
    sheet = sheet_at(request, pk)
    scorer = _scorer_of(request, sheet)
    done = attempt_plainly(
        request,
        lambda: submit_peer_sheet(sheet=sheet, scorer=scorer, by=request.user),
        f"Đã nộp phiếu chấm chéo {sheet.unit}.",
    )
    if not done:
        return redirect("emulation_desk:peer_write", pk)
    return redirect("emulation_desk:scoring", sheet.cycle_id)


def cross_check_close(request: MemberRequest, pk: int) -> HttpResponse:
    """Asks, then ends the cross-check though not all are in."""
    cycle = cycle_at(request, pk)
    if not runs_scoring(request.user, cycle):
        raise PermissionDenied
    back = reverse("emulation_desk:scoring", args=[pk])
    if request.method == "POST":
        attempt_plainly(
            request,
            lambda: close_cross_check(cycle=cycle, by=request.user),
            "Đã đóng chấm chéo. Các đơn vị trong cụm xem được điểm.",
        )
        return redirect(back)
    context = {
        "trail": scoring_trail(cycle, ("Đóng chấm chéo", "")),
        "heading": "Đóng chấm chéo?",
        "text": "Phiếu chấm chéo chưa nộp thì không tính, và không nộp được nữa. Mọi đơn vị trong cụm "
        "sẽ xem được điểm chấm chéo đã nộp. Từ đó cách tính điểm giữ nguyên.",
        "button": "Đóng chấm chéo",
        "back": back,
    }
    return render(request, "desk/confirm.html", context)


# --- Explanation, council -----------------------------------------------------------------------


def _refused(request: MemberRequest, sheet: ScoreSheet) -> str:
    """Why nothing may be written of an opened sheet; "" where it may."""
    if not rules_of(sheet.cycle).is_opened:
        return "Chờ chấm chéo đóng rồi mới ghi được."
    if Ranking.objects.standing().filter(cycle=sheet.cycle).exists():
        return "Xếp hạng của kỳ này đã khóa nên không sửa được nữa."
    return ""


@transaction.atomic
def sheet_explain(request: MemberRequest, pk: int) -> HttpResponse:
    """The unit explains what others see otherwise, criterion by criterion."""
    sheet = own_sheet(request, pk)
    if request.method == "GET" and (refused := _refused(request, sheet)):
        messages.info(request, refused)
        return redirect(sheet)
    scores = CycleScores(sheet.cycle)
    judged = scores.judgements(sheet)
    rows = [
        (
            line, judged[line.criterion.pk], _notes(line, judged[line.criterion.pk]),
            ExplanationForm(
                posted(request), key=line.criterion.pk, label=f"{line.code}. {line.criterion.title}",
                stored=judged[line.criterion.pk].explanation,
            ),
        )
        for line in scores.lines(sheet)
        if not line.is_section and not line.is_left_out
    ]  # fmt: skip
    forms = [row[3] for row in rows]
    if request.method == "POST" and are_valid(forms):
        texts = {form.key: form.cleaned_data["text"] for form in forms if form.is_written}
        saved = attempt(forms[0], lambda: explain(sheet=sheet, texts=texts, by=request.user))
        if saved is not None:
            messages.success(request, "Đã lưu giải trình.")
            return redirect(sheet)
    context = {"trail": sheet_trail(sheet, ("Giải trình", "")), "sheet": sheet, "rows": rows,
               "errors": forms[0].non_field_errors() if forms and forms[0].is_bound else []}  # fmt: skip
    return render(request, "emulation/desk/sheet_explain.html", context)


def _token(moves: list[Move]) -> str:
    """Names the moves that were shown: others, and they are shown again."""
    return hashlib.sha256(repr(moves).encode()).hexdigest()[:16]


@transaction.atomic
def council_write(request: MemberRequest, pk: int) -> HttpResponse:
    """The council's values; what they move of other units is shown before they are saved."""
    check(request, Subject.EMULATION)
    sheet = get_object_or_404(_council_sheets(request), pk=pk)
    if not sits_in_council(request.user, sheet.cycle):
        raise PermissionDenied
    if request.method == "GET" and (refused := _refused(request, sheet)):
        messages.info(request, refused)
        return redirect(sheet)
    scores = CycleScores(sheet.cycle)
    stored = {
        key: Answer(mark.council_value, mark.council_remark)
        for key, mark in scores.marks[sheet.pk].items()
    }
    rows = mark_rows(request, scores, sheet, stored, "nhận xét của hội đồng")
    forms = [row.form for row in rows if row.form]
    moves: list[Move] = []
    if request.method == "POST" and are_valid(forms):
        answers = _answers(rows)
        moves = moves_by(sheet.cycle, sheet, {key: answer.value for key, answer in answers.items()})
        if not moves or request.POST.get("da-xem") == _token(moves):
            saved = attempt(
                forms[0], lambda: save_council(sheet=sheet, answers=answers, by=request.user)
            )
            if saved is not None:
                messages.success(request, f"Đã lưu điểm hội đồng chấm {sheet.unit}.")
                return redirect(sheet)
    return _write_page(
        request, rows, sheet=sheet, trail=sheet_trail(sheet, ("Hội đồng chấm", "")),
        heading=f"Hội đồng chấm {sheet.unit}", intro="Để trống tiêu chí mà hội đồng không chấm.",
        submit_url="", missing=[], moves=moves, token=_token(moves), back=sheet.get_absolute_url(),
    )  # fmt: skip


def _council_sheets(request: MemberRequest) -> Any:
    return ScoreSheet.objects.visible_to(request.user).select_related(
        "unit__parent", "cycle__cluster", "cycle__criteria_set"
    )
