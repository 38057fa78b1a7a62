"""Actions of a check: laid down, begun, written, sent, answered, closed."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from desk.tokens import sent_before
from kit.dates import local_today
from kit.workflow import performs
from members.actions.permission import Given, in_role, needs, writes_in
from members.history import bulk_add
from members.models import Degree, Subject, Unit, User

from .figures import figures_of
from .models import CheckItem, Finding, Inspection, Result, Role, State, Step, usual_items


@dataclass(frozen=True)
class Answer:
    """What was found of one item."""

    result: str = Result.NONE
    words: str = ""
    recommendation: str = ""
    due_on: dt.date | None = None


def lays_down_checklist(user: User) -> bool:
    """Whether the user writes the association's checklist: its inspection board, its office."""
    return user.covers_all(Subject.INSPECTION, Degree.WRITE)


def _lays_down(by: User, given: Given) -> bool:
    return lays_down_checklist(by)


@needs(_lays_down)
@transaction.atomic
def add_usual_items(*, by: User) -> int:
    """Adds the usual items, from this year's first day, where there is no item yet; tells how many."""
    Unit.objects.select_for_update(of=("self",)).filter(level=Unit.Level.ASSOCIATION).first()
    if CheckItem.objects.exists():
        return 0
    items = usual_items()
    for item in items:
        item.valid_from = dt.date(local_today().year, 1, 1)
        item.full_clean()
        item.save()
    return len(items)


@needs(writes_in("inspection.unit", Subject.INSPECTION))
@transaction.atomic
def start(*, inspection: Inspection, token: str, by: User) -> Inspection:
    """Begins a check with the items in force on its day; the same form sent twice is one.

    ValidationError for a year to come, a unit checked in that year already, or without a checklist.
    """
    Unit.objects.select_for_update(of=("self",)).get(pk=inspection.unit_id)
    if (existing := sent_before(Inspection, token, unit=inspection.unit)) is not None:
        return existing
    _check_days(inspection)
    items = list(CheckItem.objects.on(inspection.held_on))
    if not items:
        raise ValidationError(
            "Chưa có mục kiểm tra nào. Ban Kiểm tra của Hội đặt các mục này trước."
        )
    inspection.token, inspection.started_by = token, by
    inspection.full_clean()
    inspection.save()
    bulk_add(
        Finding,
        [
            Finding(
                inspection=inspection, item=item, order=order, text=item.text, figure=item.figure
            )
            for order, item in enumerate(items, 1)
        ],
    )
    return inspection


def _check_days(inspection: Inspection) -> None:
    if inspection.year > local_today().year:
        raise ValidationError({"year": "Năm này chưa tới."})
    if inspection.held_on.year < inspection.year:
        raise ValidationError({"held_on": "Ngày kiểm tra trước năm được kiểm tra."})


RIGHT_ALL_THE_SAME = "Số liệu trong sổ chưa khớp mà ghi “đúng”: hãy ghi vì sao."


def _carries_out(by: User, given: Given) -> bool:
    """Whoever answers for the books that were looked at, or looked at them."""
    return bool(given["finding"].inspection.roles_of(by))


def _inspects(by: User, given: Given) -> bool:
    return Role.INSPECTOR in given["inspection"].roles_of(by)


@needs(_inspects)
@transaction.atomic
def correct(*, inspection: Inspection, by: User) -> Inspection:
    """Saves the names and the day of a check that is under way."""
    stored = _locked(inspection)
    _check_open(stored)
    for name in ("held_on", "lead", "team", "host"):
        setattr(stored, name, getattr(inspection, name))
    _check_days(stored)
    stored.full_clean()
    stored.save()
    return stored


@needs(_inspects)
@transaction.atomic
def record_findings(
    *, inspection: Inspection, findings: Mapping[int, Answer], by: User
) -> Inspection:
    """Writes what was found, by the finding's key; what is not named stays as it is."""
    stored = _locked(inspection)
    _check_open(stored)
    counted = figures_of(stored)
    for finding in stored.findings.filter(pk__in=list(findings)):
        answer = findings[finding.pk]
        figure = counted.get(finding.figure)
        if figure and figure.is_contrary and answer.result == Result.RIGHT and not answer.words:
            raise ValidationError(f"{finding.label}: {RIGHT_ALL_THE_SAME}")
        finding.result, finding.words = answer.result, answer.words
        finding.recommendation, finding.due_on = answer.recommendation, answer.due_on
        try:
            finding.full_clean()
        except ValidationError as error:
            raise ValidationError(f"{finding.label}: {' '.join(error.messages)}") from error
        finding.save()
    return stored


@needs(_carries_out)
@transaction.atomic
def carry_out(*, finding: Finding, day: dt.date, by: User) -> Finding:
    """Marks that what a closed check recommended was carried out on that day; again, it is corrected."""
    Inspection.objects.select_for_update(of=("self",)).get(pk=finding.inspection_id)
    stored = Finding.objects.select_related("inspection").get(pk=finding.pk)
    if not stored.recommendation:
        raise ValidationError("Mục này không có kiến nghị nào.")
    if not stored.inspection.is_closed:
        raise ValidationError("Cuộc kiểm tra chưa kết thúc; kiến nghị có thể còn đổi.")
    if not stored.inspection.held_on <= day <= local_today():
        raise ValidationError({"day": "Ngày này trước cuộc kiểm tra, hoặc còn ở tương lai."})
    stored.done_on, stored.done_by = day, by
    stored.full_clean()
    stored.save()
    return stored


@needs(in_role("inspection"))
@transaction.atomic
def move(*, inspection: Inspection, step: Step, by: User, **facts: object) -> Inspection:
    """Takes the check a step on (`Step`); ValidationError where its state has none such."""
    stored = _locked(inspection)
    if stored.state not in step.sources:
        raise ValidationError(f"Cuộc kiểm tra này {stored.get_state_display()}. Hãy xem lại.")
    if step.act is not None:
        step.act(stored, by, **facts)
    stored.state = step.target
    stored.full_clean()
    stored.save()
    return stored


@performs(Step.SEND)
def _send(inspection: Inspection, by: User, *, answer_by: dt.date) -> None:
    """Every item has been looked at; the figures are copied as the inspector saw them."""
    unseen = list(inspection.findings.filter(result=Result.NONE))
    if unseen:
        named = "; ".join(finding.label for finding in unseen)
        raise ValidationError(f"Còn {len(unseen)} mục chưa ghi kết quả: {named}.")
    if answer_by < local_today():
        raise ValidationError({"answer_by": "Ngày này đã qua."})
    counted = figures_of(inspection)
    for finding in inspection.findings.all():
        finding.counted = str(counted.get(finding.figure, ""))[:500]
        finding.save()
    inspection.answer_by = answer_by


@performs(Step.ANSWER)
def _answer(inspection: Inspection, by: User, *, answer: str) -> None:
    inspection.answer, inspection.answered_by = answer, by
    inspection.answered_at = timezone.now()


@performs(Step.CLOSE)
def _close(inspection: Inspection, by: User, *, conclusion: str) -> None:
    """Not before the unit could answer, where anything was wrong."""
    has_faults = inspection.findings.filter(result=Result.FAULT).exists()
    may_answer = inspection.answer_by is not None and local_today() <= inspection.answer_by
    if inspection.state == State.SENT and has_faults and may_answer:
        raise ValidationError(
            f"Có sai sót mà đơn vị chưa giải trình: chờ đến hết ngày {inspection.answer_by:%d/%m/%Y}."
        )
    inspection.conclusion, inspection.closed_by = conclusion, by
    inspection.closed_at = timezone.now()


@performs(Step.CANCEL)
def _cancel(inspection: Inspection, by: User, *, reason: str) -> None:
    inspection.reason = reason


def _locked(inspection: Inspection) -> Inspection:
    rows = Inspection.objects.select_for_update(of=("self",)).select_related("unit")
    return rows.get(pk=inspection.pk)


def _check_open(inspection: Inspection) -> None:
    if not inspection.is_open:
        raise ValidationError(
            f"Cuộc kiểm tra này {inspection.get_state_display()} nên không sửa được nữa."
        )
