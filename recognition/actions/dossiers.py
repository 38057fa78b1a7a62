"""Dossiers: begun, filled, submitted, passed on or returned, accepted, sent up."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from desk.tokens import sent_before
from desk.versions import check_version
from kit.dates import local_today
from kit.workflow import performs
from members.actions.permission import Given, edits, in_role, needs, writes_in
from members.files import delete_after_commit
from members.models import Subject, Unit, User

from ..checks import checks_of
from ..models import (
    COLUMN_FOR,
    Dossier,
    DossierFile,
    DossierReview,
    DossierRole,
    DossierState,
    DossierStep,
    Nominee,
)

HEAD = (
    "kind", "year", "basis", "title", "met_on", "present", "chair", "secretary",
)  # fmt: skip


@needs(writes_in("dossier.unit", Subject.EMULATION))
@transaction.atomic
def start_dossier(*, dossier: Dossier, token: str, by: User) -> Dossier:
    """Begins a dossier; the same form sent twice is one."""
    Unit.objects.select_for_update(of=("self",)).get(pk=dossier.unit_id)
    if (existing := sent_before(Dossier, token, unit=dossier.unit)) is not None:
        return existing
    dossier.holder, dossier.token, dossier.made_by = dossier.unit, token, by
    dossier.state = DossierState.DRAFT
    _check_year(dossier)
    dossier.full_clean()
    dossier.save()
    return dossier


def _check_year(dossier: Dossier) -> None:
    if dossier.year > local_today().year:
        raise ValidationError({"year": "Năm này chưa tới."})
    if dossier.met_on and dossier.met_on.year < dossier.year:
        raise ValidationError({"met_on": "Ngày họp xét trước năm lập thành tích."})


def _proposes(by: User, given: Given) -> bool:
    record = given.get("dossier") or given.get("nominee") or given["file"]
    dossier = record if isinstance(record, Dossier) else record.dossier
    return DossierRole.PROPOSER in dossier.roles_of(by)


@needs(_proposes)
@transaction.atomic
def correct_dossier(*, dossier: Dossier, version: str, by: User) -> Dossier:
    """Saves what the proposing unit writes of the award and the meeting, while it may."""
    stored = _writable(dossier.pk)
    check_version(stored, version)
    for name in HEAD:
        setattr(stored, name, getattr(dossier, name))
    _check_year(stored)
    most = stored.nominees.aggregate(most=Max("votes_for"))["most"]
    if stored.present is not None and most is not None and most > stored.present:
        raise ValidationError({"present": f"Có người được {most} phiếu, nhiều hơn số này."})
    stored.full_clean()
    stored.save()
    return stored


@needs(_proposes)
@transaction.atomic
def save_nominee(*, nominee: Nominee, version: str = "", by: User) -> Nominee:
    """Adds somebody to the list, or corrects what is written of them; twice in a list is once."""
    dossier = _writable(nominee.dossier_id)
    if nominee._state.adding:
        same = dossier.nominees.filter(
            recipient=nominee.recipient, member=nominee.member, unit=nominee.unit
        ).first()
        if same is not None and same.report == nominee.report:
            return same  # a double click
        last = dossier.nominees.aggregate(last=Max("order"))["last"]
        nominee.order = (last or 0) + 1
    else:
        check_version(nominee, version)
    if not getattr(dossier.kind, COLUMN_FOR.get(nominee.recipient, "for_person")):
        raise ValidationError(
            {"recipient": f"{dossier.kind} không tặng cho {nominee.get_recipient_display()}."}
        )
    if nominee.medal_class and not dossier.kind.has_classes:
        raise ValidationError({"medal_class": f"{dossier.kind} không chia hạng."})
    if nominee.votes_for is not None and nominee.votes_for > (dossier.present or 0):
        raise ValidationError({"votes_for": "Nhiều hơn số người dự họp xét đã ghi ở hồ sơ."})
    # A dossier that came back is looked at anew.
    nominee.dropped_by, nominee.dropped_reason = None, ""
    nominee.full_clean()
    nominee.save()
    return nominee


@needs(_proposes)
@transaction.atomic
def remove_nominee(*, nominee: Nominee, by: User) -> None:
    """Takes somebody out of a list that is still being written."""
    _writable(nominee.dossier_id)
    if Nominee.objects.filter(pk=nominee.pk).exists():
        nominee.delete()


def _reviews(by: User, given: Given) -> bool:
    return DossierRole.REVIEWER in given["nominee"].dossier.roles_of(by)


@needs(_reviews)
@transaction.atomic
def drop_nominee(*, nominee: Nominee, reason: str, by: User) -> Nominee:
    """A level does not agree to somebody of the list; the others go on."""
    dossier = _locked(nominee.dossier_id)
    if dossier.state != DossierState.SENT:
        raise ValidationError(f"Hồ sơ này {dossier.get_state_display()} nên không đổi được nữa.")
    stored = Nominee.objects.select_for_update(of=("self",)).get(pk=nominee.pk)
    if not stored.is_proposed:
        return stored
    stored.dropped_by, stored.dropped_reason = dossier.holder, reason
    stored.full_clean()
    stored.save()
    return stored


# --- Steps --------------------------------------------------------------------------------------


@needs(in_role("dossier"))
@transaction.atomic
def move_dossier(*, dossier: Dossier, step: DossierStep, by: User, **facts: object) -> Dossier:
    """Takes the dossier a step on; ValidationError where its state has none such."""
    stored = _locked(dossier.pk)
    # Sent twice by a double click, a dossier would go up two levels.
    if stored.state not in step.sources or stored.holder_id != dossier.holder_id:
        raise ValidationError(f"Hồ sơ này {stored.get_state_display()}. Hãy xem lại.")
    at = stored.holder
    note = str(facts.pop("note", ""))
    if step.act is not None:
        step.act(stored, by, **facts)
    stored.state = step.target
    stored.full_clean()
    stored.save()
    DossierReview.objects.create(dossier=stored, unit=at, step=step.slug, note=note, by=by)
    return stored


@performs(DossierStep.SUBMIT)
def _submit(dossier: Dossier, by: User) -> None:
    if not dossier.nominees.proposed().exists():
        raise ValidationError("Chưa đề nghị ai.")
    if not dossier.met_on or not dossier.present:
        raise ValidationError("Chưa ghi ngày họp xét và số người dự họp.")
    _check_passes(dossier)
    dossier.holder = dossier.unit.parent or dossier.unit
    dossier.received_on = dossier.received_on or local_today()


@performs(DossierStep.FORWARD)
def _forward(dossier: Dossier, by: User) -> None:
    _check_passes(dossier)
    dossier.holder = dossier.holder.parent or dossier.holder


@performs(DossierStep.ACCEPT)
def _accept(dossier: Dossier, by: User) -> None:
    _check_passes(dossier)


def _check_passes(dossier: Dossier) -> None:
    """Nothing blocks, and each warning was explained; else a ValidationError says what is missing."""
    errors = []
    rows = checks_of(dossier)
    if not rows:
        errors.append("Không còn ai được đề nghị: hãy trả lại hồ sơ.")
    for nominee, checks in rows:
        errors += [f"{nominee}: {check.text}" for check in checks if check.is_blocking]
        warnings = [check.text for check in checks if check.is_warning]
        if warnings and not nominee.override:
            errors.append(f"{nominee}: chưa giải trình điều cần lưu ý: {' '.join(warnings)}")
    if errors:
        raise ValidationError(errors)


@performs(DossierStep.SEND_UP)
def _send_up(dossier: Dossier, by: User, *, sent_up_on: dt.date, sent_up_no: str) -> None:
    if not dossier.kind.is_given_above:
        raise ValidationError(f"{dossier.kind} do Hội tặng, không trình lên cấp ngoài Hội.")
    dossier.sent_up_on, dossier.sent_up_no = sent_up_on, sent_up_no


@performs(DossierStep.RETURN)
def _return(dossier: Dossier, by: User) -> None:
    dossier.holder = dossier.unit


def _locked(pk: int) -> Dossier:
    rows = Dossier.objects.select_for_update(of=("self",)).select_related("unit__parent", "kind")
    return rows.get(pk=pk)


def _writable(pk: int) -> Dossier:
    dossier = _locked(pk)
    if not dossier.is_writable:
        raise ValidationError(f"Hồ sơ này {dossier.get_state_display()} nên không sửa được nữa.")
    return dossier


# --- Evidence -----------------------------------------------------------------------------------


@needs(_proposes)
@transaction.atomic
def attach_file(*, dossier: Dossier, title: str, file: Any, by: User) -> DossierFile:
    """Adds a document to a dossier that is still being written."""
    _writable(dossier.pk)
    same = dossier.files.filter(title=title, size=file.size if file else 0).first()
    if same is not None:
        return same  # a double click
    row = DossierFile(dossier=dossier, title=title, file=file, added_by=by)
    row.save()
    return row


@needs(edits("file"), _proposes)
@transaction.atomic
def remove_file(*, file: DossierFile, by: User) -> None:
    """Deletes a wrong document from a dossier that is still being written."""
    _writable(file.dossier_id)
    storage, name = file.file.storage, file.file.name
    file.delete()
    delete_after_commit(storage, [name])
