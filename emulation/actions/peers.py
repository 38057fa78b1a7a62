"""Cross-check, explanation, the council's scores: kept apart from what the unit says of itself."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from kit.dates import local_today
from members.actions.permission import Given, edits, needs
from members.models import Unit, User

from ..models import Cluster, Cycle, PeerMark, PeerSheet, ScoreSheet, ScoringRules
from ..models.sheets import own_units, runs_scoring
from ..scoring import Part
from ..standings import CycleScores, value_error
from .locking import check_not_locked, locked_rules
from .sheets import Answer, leaves_of, locked_sheet, mark_for

# --- Peers --------------------------------------------------------------------------------------


def scorers_of(sheet: ScoreSheet) -> list[int]:
    """Units that score that sheet: all others with a sheet in the cycle."""
    others = sheet.cycle.sheets.exclude(unit=sheet.unit_id)
    return list(others.values_list("unit", flat=True))


def _scores_for(by: User, given: Given) -> bool:
    """In the name of an own unit, which takes part in the cycle and is not the one scored."""
    sheet, scorer = given["sheet"], given["scorer"]
    return scorer.pk in own_units(by) and scorer.pk in scorers_of(sheet)


def check_closed_because(sheet: ScoreSheet, rules: ScoringRules) -> str:
    """Why the other units can't score that sheet now; "" while they can."""
    cycle, today = sheet.cycle, local_today()
    if rules.is_opened:
        return "Chấm chéo đã đóng."
    if not sheet.is_submitted:
        return "Đơn vị chưa nộp phiếu tự chấm nên chưa chấm chéo được."
    if cycle.cross_check_from and today < cycle.cross_check_from:
        return f"Chấm chéo từ ngày {cycle.cross_check_from:%d/%m/%Y}."
    if cycle.cross_check_until and today > cycle.cross_check_until:
        return f"Hạn chấm chéo là hết ngày {cycle.cross_check_until:%d/%m/%Y}."
    return ""


def _open_peer_sheet(sheet: ScoreSheet, scorer: Unit) -> PeerSheet:
    """Held until the end of the transaction; ValidationError, with the reason, once it is closed."""
    stored = locked_sheet(sheet)
    if because := check_closed_because(stored, locked_rules(stored.cycle)):
        raise ValidationError(because)
    peer, _ = PeerSheet.objects.get_or_create(sheet=stored, scorer=scorer)
    if peer.is_submitted:
        raise ValidationError("Phiếu chấm chéo đã nộp nên không sửa được nữa.")
    return peer


@needs(_scores_for)
@transaction.atomic
def save_peer_marks(
    *, sheet: ScoreSheet, scorer: Unit, answers: Mapping[int, Answer], by: User
) -> PeerSheet:
    """Writes what a unit gives another, by criterion; what is not named stays as it is."""
    peer = _open_peer_sheet(sheet, scorer)
    leaves = leaves_of(peer.sheet)
    for key, answer in answers.items():
        if error := value_error(leaves[key], answer.value):
            raise ValidationError(f"{leaves[key]}: {error}")
        mark = peer.marks.filter(criterion=key).first() or PeerMark(
            peer_sheet=peer, criterion=leaves[key]
        )
        mark.value, mark.remark = answer.value, answer.remark
        mark.full_clean()
        mark.save()
    peer.save()
    return peer


def missing_for_peer(
    scores: CycleScores, sheet: ScoreSheet, values: Mapping[int, object]
) -> list[str]:
    """What a peer has not scored: all base criteria that the unit is asked for, and what bonus and
    penalty the unit itself wrote."""
    marks, out = scores.marks[sheet.pk], scores.left_out(sheet)
    return scores.named(
        row.pk
        for row in scores.leaves
        if row.pk not in out
        and values.get(row.pk) is None
        and (row.part == Part.BASE or (row.pk in marks and marks[row.pk].value))
    )


@needs(_scores_for)
@transaction.atomic
def submit_peer_sheet(*, sheet: ScoreSheet, scorer: Unit, by: User) -> PeerSheet:
    """Hands the peer's scores in, for good; the last one in opens all. Pressed twice, once."""
    existing = PeerSheet.objects.filter(sheet=sheet, scorer=scorer).first()
    if existing is not None and existing.is_submitted:
        return existing
    peer = _open_peer_sheet(sheet, scorer)
    values = dict(peer.marks.values_list("criterion", "value"))
    if missing := missing_for_peer(CycleScores(peer.sheet.cycle), peer.sheet, values):
        raise ValidationError(f"Chưa nộp được, còn {len(missing)} tiêu chí chưa chấm.")
    peer.submitted_at, peer.submitted_by = timezone.now(), by
    peer.full_clean()
    peer.save()
    _open_when_all_are_in(peer.sheet.cycle)
    return peer


def _open_when_all_are_in(cycle: Cycle) -> None:
    sheets = cycle.sheets.count()
    is_whole = not cycle.sheets.filter(submitted_at__isnull=True).exists()
    received = PeerSheet.objects.filter(sheet__cycle=cycle, submitted_at__isnull=False).count()
    if is_whole and received >= sheets * (sheets - 1):
        rules = locked_rules(cycle)
        rules.opened_at = timezone.now()
        rules.save()


def _leads_cycle(by: User, given: Given) -> bool:
    return runs_scoring(by, given["cycle"])


@needs(_leads_cycle)
@transaction.atomic
def close_cross_check(*, cycle: Cycle, by: User) -> ScoringRules:
    """Ends the cross-check though not all are in; what was handed in is opened. Pressed twice, once."""
    rules = locked_rules(cycle)
    if rules.is_opened:
        return rules
    if not cycle.sheets.exists():
        raise ValidationError("Kỳ này chưa mở phiếu chấm điểm.")
    rules.opened_at, rules.opened_by = timezone.now(), by
    rules.save()
    return rules


# --- After that ---------------------------------------------------------------------------------


def _opened_sheet(sheet: ScoreSheet) -> ScoreSheet:
    stored = locked_sheet(sheet)
    if not locked_rules(stored.cycle).is_opened:
        raise ValidationError("Chờ chấm chéo đóng rồi mới ghi được.")
    check_not_locked(stored.cycle)
    return stored


@needs(edits("sheet"))
@transaction.atomic
def explain(*, sheet: ScoreSheet, texts: Mapping[int, str], by: User) -> ScoreSheet:
    """The unit's explanation of what others see otherwise, by criterion."""
    stored = _opened_sheet(sheet)
    leaves = leaves_of(stored)
    for key, text in texts.items():
        mark = mark_for(stored, leaves[key])
        mark.explanation = text
        mark.full_clean()
        mark.save()
    stored.save()
    return stored


def sits_in_council(user: User, cycle: Cycle) -> bool:
    """Whether the user has the last word on emulation in the association."""
    return bool(Cluster.objects.decidable_by(user).filter(pk=cycle.cluster_id).exists())


def _decides(by: User, given: Given) -> bool:
    return sits_in_council(by, given["sheet"].cycle)


@needs(_decides)
@transaction.atomic
def save_council(*, sheet: ScoreSheet, answers: Mapping[int, Answer], by: User) -> ScoreSheet:
    """Writes the council's values, by criterion; what is not named stays as it is."""
    stored = _opened_sheet(sheet)
    leaves = leaves_of(stored)
    for key, answer in answers.items():
        mark = mark_for(stored, leaves[key])
        if mark.is_left_out and answer.value is not None:
            raise ValidationError(f"{leaves[key]}: tiêu chí này không giao cho đơn vị.")
        if error := value_error(leaves[key], answer.value):
            raise ValidationError(f"{leaves[key]}: {error}")
        mark.council_value, mark.council_remark = answer.value, answer.remark
        mark.full_clean()
        mark.save()
    stored.save()
    return stored
