"""Score sheets: opened for a cycle's units, written by each unit, handed in; what was laid down for
one unit, extensions, evidence."""

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.utils import timezone

from desk.counting import Counted, counted_for
from kit.dates import local_today
from members.actions.permission import Given, edits, needs
from members.files import delete_after_commit
from members.models import User

from ..models import Criterion, Cycle, EvidenceFile, Extension, Mark, ScoreSheet
from ..models.sheets import own_units, runs_scoring
from ..scoring import Kind
from ..standings import CycleScores, value_error
from .locking import check_not_locked, locked_rules

MOST_FILES = 20  # of one criterion on one sheet


@dataclass(frozen=True)
class Answer:
    """A criterion's value and the words to it, as one of the scorers writes them."""

    value: Decimal | None = None
    remark: str = ""


@dataclass(frozen=True)
class Assignment:
    """What is laid down for one unit: that a criterion is not asked of it, or a target of its own."""

    is_left_out: bool = False
    target: Decimal | None = None
    reason: str = ""


def _leads(by: User, given: Given) -> bool:
    return runs_scoring(by, given["sheet"].cycle)


def _takes_part(by: User, given: Given) -> bool:
    cycle: Cycle = given["cycle"]
    theirs = cycle.units_on_end.filter(pk__in=own_units(by))
    return runs_scoring(by, cycle) or theirs.exists()


@needs(_takes_part)
@transaction.atomic
def open_sheets(*, cycle: Cycle, by: User) -> int:
    """Opens a sheet for each unit of the cycle that has none; tells how many. Pressed twice, once.

    ValidationError where the cycle has no criteria yet.
    """
    stored = Cycle.objects.select_for_update(of=("self",)).get(pk=cycle.pk)
    if stored.criteria_set is None:
        raise ValidationError("Kỳ này chưa chọn bộ tiêu chí nên chưa mở phiếu chấm điểm được.")
    with_sheet = set(stored.sheets.values_list("unit", flat=True))
    units = [unit for unit in stored.units_on_end if unit.pk not in with_sheet]
    for unit in units:
        ScoreSheet.objects.create(cycle=stored, unit=unit)
    return len(units)


def locked_sheet(sheet: ScoreSheet) -> ScoreSheet:
    """The stored sheet, held until the end of the transaction."""
    rows = ScoreSheet.objects.select_for_update(of=("self",)).select_related("cycle", "unit")
    return rows.get(pk=sheet.pk)


def _open_sheet(sheet: ScoreSheet) -> ScoreSheet:
    """ValidationError, with the reason, once the unit may not write in it any more."""
    stored = locked_sheet(sheet)
    check_not_locked(stored.cycle)
    if stored.closed_because:
        raise ValidationError(stored.closed_because)
    return stored


def leaves_of(sheet: ScoreSheet) -> dict[int, Criterion]:
    criteria_set = sheet.cycle.criteria_set
    if criteria_set is None:
        raise ValidationError("Kỳ này chưa chọn bộ tiêu chí.")
    return {row.pk: row for row in criteria_set.criteria.all() if not row.is_section}


def mark_for(sheet: ScoreSheet, criterion: Criterion) -> Mark:
    return sheet.marks.filter(criterion=criterion).first() or Mark(sheet=sheet, criterion=criterion)


@needs(edits("sheet"))
@transaction.atomic
def save_marks(*, sheet: ScoreSheet, answers: Mapping[int, Answer], by: User) -> ScoreSheet:
    """Writes the unit's own values, by criterion; what is not named stays as it is."""
    stored = _open_sheet(sheet)
    leaves = leaves_of(stored)
    for key, answer in answers.items():
        criterion = leaves[key]
        mark = mark_for(stored, criterion)
        if mark.is_left_out and answer.value is not None:
            raise ValidationError(f"{criterion}: tiêu chí này không giao cho đơn vị.")
        if error := value_error(criterion, answer.value):
            raise ValidationError(f"{criterion}: {error}")
        mark.value, mark.remark = answer.value, answer.remark
        mark.full_clean()
        mark.save()
    stored.save()
    return stored


@needs(edits("sheet"))
@transaction.atomic
def submit_sheet(*, sheet: ScoreSheet, by: User) -> ScoreSheet:
    """Hands the sheet in; ValidationError naming what is not scored yet. Pressed twice, once."""
    stored = locked_sheet(sheet)
    if stored.is_submitted:
        return stored
    stored = _open_sheet(stored)
    if missing := CycleScores(stored.cycle).missing_of(stored):
        raise ValidationError(f"Chưa nộp được, còn {len(missing)} tiêu chí chưa chấm.")
    stored.submitted_at, stored.submitted_by = timezone.now(), by
    stored.full_clean()
    stored.save()
    return stored


@needs(edits("sheet"))
@transaction.atomic
def take_back_sheet(*, sheet: ScoreSheet, by: User) -> ScoreSheet:
    """The unit corrects a sheet that it handed in, within its time for scoring itself."""
    stored = locked_sheet(sheet)
    if not stored.is_submitted:
        return stored
    check_not_locked(stored.cycle)
    if locked_rules(stored.cycle).is_opened or stored.peer_sheets.filter(
        submitted_at__isnull=False
    ):
        raise ValidationError("Đã có đơn vị chấm chéo nên không rút phiếu về được nữa.")
    stored.submitted_at, stored.submitted_by = None, None
    if stored.is_late:
        raise ValidationError(stored.closed_because)
    stored.full_clean()
    stored.save()
    return stored


@needs(_leads)
@transaction.atomic
def extend(*, sheet: ScoreSheet, until: dt.date, reason: str, by: User) -> Extension:
    """Lets the unit score itself until a later day; sent twice, once."""
    stored = locked_sheet(sheet)
    if (existing := stored.extensions.filter(until=until).first()) is not None:
        return existing
    check_not_locked(stored.cycle)
    if stored.is_submitted and locked_rules(stored.cycle).is_opened:
        raise ValidationError("Phiếu đã nộp, chấm chéo đã mở nên không gia hạn tự chấm nữa.")
    if stored.last_day is None:
        raise ValidationError("Kỳ này chưa đặt hạn tự chấm nên không cần gia hạn.")
    if until <= stored.last_day or until < local_today():
        raise ValidationError(
            {"until": f"Phải sau hạn hiện nay ({stored.last_day:%d/%m/%Y}) và chưa qua."}
        )
    row = Extension(sheet=stored, until=until, reason=reason, granted_by=by)
    row.full_clean()
    row.save()
    return row


@needs(_leads)
@transaction.atomic
def assign(*, sheet: ScoreSheet, assignments: Mapping[int, Assignment], by: User) -> ScoreSheet:
    """Lays down which criteria are not asked of the unit, and targets of its own."""
    stored = locked_sheet(sheet)
    check_not_locked(stored.cycle)
    leaves = leaves_of(stored)
    for key, assignment in assignments.items():
        criterion = leaves[key]
        mark = mark_for(stored, criterion)
        if assignment.target is not None and criterion.kind not in ("quantity", "relative"):
            raise ValidationError(f"{criterion}: tiêu chí này không chấm theo chỉ tiêu.")
        mark.is_left_out, mark.target = assignment.is_left_out, assignment.target
        mark.reason = assignment.reason
        mark.full_clean()
        mark.save()
    stored.save()
    return stored


# --- Numbers from the books ---------------------------------------------------------------------

COUNTED_KINDS = (Kind.QUANTITY, Kind.RELATIVE, Kind.COUNT)


def counted_in(sheet: ScoreSheet) -> list[Counted]:
    """What the books count for the unit in the cycle's days, up to today."""
    cycle = sheet.cycle
    end = min(cycle.ends_on, local_today()) + dt.timedelta(days=1)
    return counted_for(sheet.unit, cycle.starts_on, end) if cycle.starts_on < end else []


@needs(edits("sheet"))
@transaction.atomic
def take_number(*, sheet: ScoreSheet, criterion: Criterion, key: str, by: User) -> Counted:
    """Writes a number from the books, counted now, as the unit's value; its words keep where it is
    from. ValidationError where the criterion is not a quantity, or nothing is counted so."""
    stored = _open_sheet(sheet)
    leaf = leaves_of(stored).get(criterion.pk)
    if leaf is None or leaf.kind not in COUNTED_KINDS:
        raise ValidationError("Tiêu chí này không ghi theo số lượng.")
    counted = next((row for row in counted_in(stored) if row.key == key), None)
    if counted is None:
        raise ValidationError("Sổ không có số liệu này.")
    mark = mark_for(stored, leaf)
    if mark.is_left_out:
        raise ValidationError(f"{leaf}: tiêu chí này không giao cho đơn vị.")
    origin = f"Theo sổ đến {local_today():%d/%m/%Y}: {counted.label}, {counted.number}."
    kept = [line for line in mark.remark.splitlines() if not line.startswith("Theo sổ đến ")]
    mark.value, mark.remark = Decimal(counted.number), "\n".join([*kept, origin])
    mark.full_clean()
    mark.save()
    stored.save()
    return counted


# --- Evidence -----------------------------------------------------------------------------------


@needs(edits("sheet"))
@transaction.atomic
def attach_evidence(
    *, sheet: ScoreSheet, criterion: Criterion, file: File, title: str, by: User
) -> tuple[EvidenceFile, bool]:
    """The file, and whether it is new: the same file is with a criterion once, however often sent."""
    stored = _open_sheet(sheet)
    leaf = leaves_of(stored).get(criterion.pk)
    if leaf is None:
        raise ValidationError("Tiêu chí này không có trong phiếu.")
    mark = mark_for(stored, leaf)
    if mark._state.adding:
        mark.save()
    file.seek(0)
    digest = hashlib.sha256(file.read()).hexdigest()
    file.seek(0)
    if (existing := mark.evidence.filter(digest=digest).first()) is not None:
        return existing, False
    if mark.evidence.count() >= MOST_FILES:
        raise ValidationError(f"Mỗi tiêu chí giữ nhiều nhất {MOST_FILES} tệp.")
    row = EvidenceFile(
        mark=mark, file=file, title=title or (file.name or "")[:160], digest=digest,
        size=file.size, added_by=by,
    )  # fmt: skip
    row.full_clean(exclude=["file"])
    row.save()
    return row, True


@needs(edits("file.mark.sheet"))
@transaction.atomic
def remove_evidence(*, file: EvidenceFile, by: User) -> None:
    """Takes away a file that was attached by mistake, while the unit still writes its sheet."""
    _open_sheet(file.mark.sheet)
    storage, name = file.file.storage, str(file.file.name)
    file.delete()
    delete_after_commit(storage, [name])
