"""A cycle's ranking: its rules, the vote, the lock and what lifts it."""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from kit.dates import local_today
from members.actions.permission import Given, needs
from members.models import User

from ..models import Classification, Cycle, EvidenceFile, Ranking, ScoringRules
from ..models.sheets import runs_scoring
from ..standings import CycleScores, Standing
from ..standings import Given as Value
from .locking import check_not_locked, locked_rules
from .peers import sits_in_council

RULES = (
    "final_by", "ties", "flagged_from", "excellent_from", "good_from", "done_from", "source",
)  # fmt: skip


def _leads(by: User, given: Given) -> bool:
    return runs_scoring(by, given["rules"].cycle)


@needs(_leads)
@transaction.atomic
def declare_rules(*, rules: ScoringRules, by: User) -> ScoringRules:
    """Lays down how this cycle is added up, before the peers' scores are open to anybody."""
    stored = locked_rules(rules.cycle)
    if stored.is_opened:
        raise ValidationError("Điểm chấm chéo đã mở nên không đổi cách tính được nữa.")
    for name in RULES:
        setattr(stored, name, getattr(rules, name))
    stored.full_clean()
    stored.save()
    return stored


def _leads_cycle(by: User, given: Given) -> bool:
    return runs_scoring(by, given["cycle"])


@needs(_leads_cycle)
@transaction.atomic
def record_vote(
    *, cycle: Cycle, voted_on: dt.date, ballots: int, votes: Mapping[int, int], by: User
) -> ScoringRules:
    """Records the vote (suy tôn): valid ballots, and how many name each unit, by its sheet's key."""
    rules = locked_rules(cycle)
    check_not_locked(cycle)
    if voted_on > local_today():
        raise ValidationError({"voted_on": "Ngày này chưa tới."})
    for sheet in cycle.sheets.all():
        count = votes.get(sheet.pk)
        if count is not None and count > ballots:
            raise ValidationError(f"{sheet.unit}: nhiều hơn số phiếu hợp lệ.")
        if sheet.votes != count:
            sheet.votes = count
            sheet.save()
    rules.voted_on, rules.ballots = voted_on, ballots
    rules.full_clean()
    rules.save()
    return rules


# --- The lock -----------------------------------------------------------------------------------


def missing_for_lock(scores: CycleScores) -> list[str]:
    """What keeps the ranking from being locked, in sentences; nothing where it may be."""
    if not scores.sheets:
        return ["Kỳ này chưa mở phiếu chấm điểm."]
    lines = [] if scores.rules.is_opened else ["Chấm chéo chưa đóng."]
    for sheet in scores.sheets:
        if missing := scores.unscored(sheet):
            lines.append(f"{sheet.unit}: chưa có điểm chính thức ở {'; '.join(missing)}.")
    for sheet in scores.unvoted_ties():
        lines.append(f"{sheet.unit}: bằng điểm mà chưa có phiếu suy tôn.")
    files = EvidenceFile.objects.filter(mark__sheet__cycle=scores.cycle)
    for file in files.select_related("mark__sheet__unit", "mark__criterion"):
        if not file.is_stored:
            lines.append(
                f"{file.mark.sheet.unit}: tệp minh chứng “{file}” ({file.mark.criterion}) không còn "
                "trong kho."
            )
    return lines


def _locks(by: User, given: Given) -> bool:
    return sits_in_council(by, given["cycle"])


@needs(_locks)
@transaction.atomic
def lock_ranking(*, cycle: Cycle, by: User) -> Ranking:
    """Locks the ranking: all that it rests on is copied under its hash. Pressed twice, once.

    ValidationError with the list of what is missing. Proposes each unit's grade of the year, which
    is read by the units concerned alone until it is announced.
    """
    locked_rules(cycle)
    if (existing := Ranking.objects.standing().filter(cycle=cycle).first()) is not None:
        return existing
    scores = CycleScores(Cycle.objects.select_related("cluster", "criteria_set").get(pk=cycle.pk))
    if missing := missing_for_lock(scores):
        raise ValidationError(missing)
    now = timezone.now()
    text = json.dumps(snapshot_of(scores), ensure_ascii=False, sort_keys=True, indent=1)
    ranking = Ranking(
        cycle=cycle, snapshot=text, digest=hashlib.sha256(text.encode()).hexdigest(),
        locked_at=now, locked_by=by,
    )  # fmt: skip
    ranking.full_clean()
    ranking.save()
    _propose_grades(scores)
    return ranking


def _propose_grades(scores: CycleScores) -> None:
    """A grade that was announced, or decided upon, stays as it is."""
    for row in scores.standings:
        grade = Classification.objects.filter(unit=row.sheet.unit, year=scores.cycle.year).first()
        if grade is not None and (grade.announced_on or grade.decision_no):
            continue
        grade = grade or Classification(unit=row.sheet.unit, year=scores.cycle.year)
        grade.cluster, grade.score = scores.cycle.cluster, row.percent
        grade.grade = scores.rules.grade_of(row.percent)
        grade.full_clean()
        grade.save()


@needs(_locks)
@transaction.atomic
def reopen_ranking(
    *, cycle: Cycle, decision_no: str, decided_on: dt.date, reason: str, by: User
) -> None:
    """Lifts the lock by a decision, which is recorded with it; what was locked stays to be read."""
    locked_rules(cycle)
    ranking = Ranking.objects.standing().filter(cycle=cycle).first()
    if ranking is None:
        return  # sent twice
    if decided_on > local_today():
        raise ValidationError({"decided_on": "Ngày quyết định chưa tới."})
    ranking.reopened_on, ranking.reopened_by = local_today(), by
    ranking.decision_no, ranking.decided_on, ranking.reason = decision_no, decided_on, reason
    ranking.full_clean()
    ranking.save()


# --- What is locked -----------------------------------------------------------------------------


def snapshot_of(scores: CycleScores) -> dict[str, Any]:
    """Members, criteria, scores, order: everything by which the ranking can be added up again."""
    cycle, rules = scores.cycle, scores.rules
    files: dict[int, list[EvidenceFile]] = {}
    for file in EvidenceFile.objects.filter(mark__sheet__cycle=cycle).select_related("mark"):
        files.setdefault(file.mark_id, []).append(file)
    return {
        "cycle": {
            "cluster": str(cycle.cluster), "name": cycle.name, "year": cycle.year,
            "starts_on": f"{cycle.starts_on}", "ends_on": f"{cycle.ends_on}",
        },
        "criteria_set": str(cycle.criteria_set),
        "rules": {
            "final_by": rules.get_final_by_display(), "ties": rules.get_ties_display(),
            "bands": [_text(rules.excellent_from), _text(rules.good_from), _text(rules.done_from)],
            "voted_on": f"{rules.voted_on or ''}", "ballots": rules.ballots,
        },
        "criteria": [
            {
                "key": row.pk, "code": code, "title": row.title, "kind": row.kind, "part": row.part,
                "maximum": _text(row.maximum), "target": _text(row.target),
                "per_unit": _text(row.per_unit), "is_section": row.is_section,
                "formula": row.formula,
            }
            for code, _, row in scores.outline
        ],
        "units": [_unit_of(scores, row, files) for row in scores.standings],
    }  # fmt: skip


def _unit_of(
    scores: CycleScores, row: Standing, files: Mapping[int, list[EvidenceFile]]
) -> dict[str, Any]:
    sheet, scored = row.sheet, row.scored
    marks, judged = scores.marks[sheet.pk], scores.judgements(sheet)
    return {
        "unit": sheet.unit_id, "sheet": sheet.pk, "name": sheet.unit.distinct_label,
        "place": row.place, "is_shared": row.is_shared, "total": _text(scored.total),
        "comparable": _text(scored.comparable), "base": _text(scored.base),
        "base_maximum": _text(scored.base_maximum), "bonus": _text(scored.bonus),
        "penalty": _text(scored.penalty), "percent": _text(row.percent),
        "grade": scores.rules.grade_of(row.percent), "votes": sheet.votes,
        "criteria": [
            {
                "key": key, "final": _text(judgement.final), "points": _text(judgement.points),
                "own": _given(judgement.own), "council": _given(judgement.council),
                "peers": [_given(peer) for peer in judgement.peers], "explanation": judgement.explanation,
                "is_left_out": key in scores.left_out(sheet),
                "target": _text(marks[key].target) if key in marks else None,
                "reason": marks[key].reason if key in marks else "",
                "evidence": [
                    {"title": file.title, "digest": file.digest}
                    for file in (files.get(marks[key].pk, []) if key in marks else [])
                ],
            }
            for key, judgement in judged.items()
        ],
    }  # fmt: skip


def _given(value: Value) -> dict[str, Any]:
    return {
        "who": value.who, "value": _text(value.value), "points": _text(value.points),
        "remark": value.remark,
    }  # fmt: skip


def _text(value: Decimal | None) -> str | None:
    """A decimal as JSON keeps it without loss."""
    return None if value is None else f"{value:.2f}"
