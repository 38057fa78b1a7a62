"""The actions on a report; its steps follow the table of `models.workflow`."""

from typing import Any

from django.contrib.admin.models import DELETION, LogEntry
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from desk.actions.typed import keep_replaced, typed_is_saved
from desk.tokens import sent_before
from desk.versions import SENT_TWICE_WITHIN
from kit.dates import lately
from kit.workflow import performs
from members.actions.permission import Given, in_role, needs, sees, writes_in
from members.files import delete_after_commit
from members.models import Sitting, Subject, Unit, User
from members.models.typed import Content

from ..models import (
    Period,
    Report,
    ReportKind,
    ReportRole,
    ReportState,
    ReportStep,
    SignedCopy,
    report_parts,
    units_writable_by,
)


@needs(writes_in("kind.issuer", Subject.REPORTS))
@transaction.atomic
def create_kind(*, kind: ReportKind, by: User) -> ReportKind:
    """Creates a kind of report; the same form sent twice by a double click creates one."""
    if existing := sent_before(ReportKind, kind.token):
        return existing
    kind.save()
    return kind


def _writes_for_unit(by: User, given: Given) -> bool:
    return units_writable_by(by).contains(given["unit"])


@needs(_writes_for_unit)
@transaction.atomic
def begin(*, kind: ReportKind, unit: Unit, period: Period, by: User) -> Report:
    """Creates the unit's draft for that period, or returns the one that exists already."""
    # If two people begin at once, the second waits here and then finds the first one's draft.
    Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
    if existing := Report.objects.of_period(kind, period).filter(unit=unit).first():
        return existing
    if not (kind.requires(period) and kind.requires_from(unit, period)):
        raise ValidationError("Đơn vị không phải nộp báo cáo này cho kỳ đó.")
    return Report.objects.create(
        unit=unit,
        kind=kind,
        starts_on=period.start,
        ends_before=period.end,
        body=report_parts(kind.heading_list),
        begun_by=by,
    )


def _is_writer(by: User, given: Given) -> bool:
    return ReportRole.WRITER in given["report"].roles_of(by)


@needs(_is_writer)
@transaction.atomic
def write(
    *,
    report: Report,
    body: list[dict[str, Any]],
    by: User,
    sitting: Sitting | None = None,
    is_replacing: bool = False,
) -> Report:
    """Stores the text while the unit may still write the report.

    `is_replacing`: the user has seen that somebody else saved meanwhile and replaces that text with
    their own; the replaced text is kept for them.
    """
    stored = _locked(report)
    stored.check_open()
    if stored.body != body:
        if is_replacing:
            keep_replaced(
                stored.drafts, by=by, content=_typed_as(stored.body), version=stored.version,
                note="Báo cáo trước khi bị bản của đồng chí thay",
            )  # fmt: skip
        stored.body = body
        stored.save()
    if sitting is not None:
        typed_is_saved(stored.drafts, by=by, sitting=sitting, content=_typed_as(body))
    return stored


def _typed_as(body: list[dict[str, Any]]) -> Content:
    """A report's text in the shape in which its form sends it."""
    return {f"part{number}": [part["text"]] for number, part in enumerate(body)}


@needs(in_role("report"))
@transaction.atomic
def move(*, report: Report, step: ReportStep, by: User, note: str = "") -> Report:
    """Takes the report one step on. The stored state counts, not what the caller's page showed.

    The same step by the same person, as of a double click, changes nothing.
    """
    stored = _locked(report)
    if _is_done_by(stored, step, by):
        return stored
    if stored.state not in step.sources or step.role not in stored.roles_of(by):
        raise ValidationError(
            f"Báo cáo đang ở tình trạng “{stored.get_state_display()}”, không còn làm được việc này."
        )
    if step.needs_all_parts and (missing := stored.empty_headings):
        raise ValidationError(
            f"Còn mục chưa viết: {'; '.join(missing)}. Nếu không có gì thì ghi “Không”."
        )
    stored.state = step.target
    if step.act is not None:
        step.act(stored, by, note)
    stored.save()
    return stored


@performs(ReportStep.SEND)
def _send(report: Report, by: User, note: str) -> None:
    report.figures = report.figures_now()
    report.sent_by, report.sent_at = by, timezone.now()
    report.answered_by = report.answered_at = None


@performs(ReportStep.RECEIVE)
def _receive(report: Report, by: User, note: str) -> None:
    report.answered_by, report.answered_at, report.note = by, timezone.now(), ""


@performs(ReportStep.RETURN)
def _return(report: Report, by: User, note: str) -> None:
    if not note:
        raise ValidationError({"note": "Chưa ghi lời nhắn cho đơn vị."})
    report.answered_by, report.answered_at, report.note = by, timezone.now(), note


@performs(ReportStep.TAKE_BACK)
def _take_back(report: Report, by: User, note: str) -> None:
    report.figures = report.sent_by = report.sent_at = None


@performs(ReportStep.UNDO_RECEIPT)
def _undo_receipt(report: Report, by: User, note: str) -> None:
    report.answered_by = report.answered_at = None


def _is_done_by(report: Report, step: ReportStep, by: User) -> bool:
    """Whether this user has just taken this very step."""
    if report.state != step.target:
        return False
    if step is ReportStep.SEND:
        return report.sent_by_id == by.pk
    return step.target in (ReportState.DRAFT, ReportState.SENT) or report.answered_by_id == by.pk


def _locked(report: Report) -> Report:
    rows = Report.objects.select_for_update(of=("self",))
    return rows.select_related("unit__parent", "kind").get(pk=report.pk)


@needs(sees("report"), writes_in("report.unit", Subject.REPORTS))
@transaction.atomic
def file_copy(*, report: Report, file: File, by: User) -> SignedCopy:
    """Stores a scan of the signed paper; the same file sent twice by a double click is stored once."""
    _locked(report)
    just_now = lately(SENT_TWICE_WITHIN)
    for existing in report.copies.filter(added_by=by, added_at__range=just_now):
        if existing.file.size == file.size:
            return existing
    return SignedCopy.objects.create(report=report, file=file, added_by=by)


def _may_remove(by: User, given: Given) -> bool:
    return bool(given["copy"].removable_by(by))


@needs(sees("copy.report"), _may_remove)
@transaction.atomic
def remove_copy(*, copy: SignedCopy, by: User) -> None:
    """Deletes a scan that was attached by mistake, with its file; the log keeps who did so."""
    LogEntry.objects.log_actions(by.pk, [copy], DELETION, "Bỏ bản chụp báo cáo đã ký.")
    storage, name = copy.file.storage, copy.file.name
    copy.delete()
    delete_after_commit(storage, [name])
