"""Exemplars: written down, proposed, recognised, ended; their figures, pictures, links, followers."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from desk.tokens import sent_before
from desk.versions import check_version
from kit.dates import local_today
from kit.workflow import performs
from members.actions.permission import Given, edits, needs, sees, writes_in
from members.files import delete_after_commit
from members.models import Member, Subject, Unit, User

from ..models import (
    About,
    Adoption,
    Exemplar,
    ExemplarFigure,
    ExemplarLink,
    ExemplarPhoto,
    ExemplarReview,
    ExemplarRole,
    ExemplarState,
    ExemplarStep,
)

WRITTEN = ("kind", "title", "member", "leader", "begun_year", "lead", "story")


@needs(writes_in("exemplar.unit", Subject.EMULATION))
@transaction.atomic
def start_exemplar(*, exemplar: Exemplar, token: str, by: User) -> Exemplar:
    """Begins one; the same form sent twice is one."""
    Unit.objects.select_for_update(of=("self",)).get(pk=exemplar.unit_id)
    if (existing := sent_before(Exemplar, token, unit=exemplar.unit)) is not None:
        return existing
    exemplar.token, exemplar.made_by, exemplar.state = token, by, ExemplarState.DRAFT
    _check(exemplar)
    exemplar.full_clean()
    exemplar.save()
    return exemplar


def _check(exemplar: Exemplar) -> None:
    """ValidationError for a year to come, and for a member who is none of the unit's."""
    if exemplar.begun_year and exemplar.begun_year > local_today().year:
        raise ValidationError({"begun_year": "Năm này chưa tới."})
    if exemplar.kind.about != About.PERSON:
        exemplar.member = None
    member: Member | None = exemplar.member
    if member is None:
        return
    membership = member.membership_on()
    if membership is None or exemplar.unit_id not in membership.unit.line_pks:
        message = f"Đồng chí này không sinh hoạt ở {exemplar.unit.distinct_label}."
        raise ValidationError({"member": message})


def _proposes(by: User, given: Given) -> bool:
    record = next(
        given[name]
        for name in ("exemplar", "figure", "link", "photo")
        if given.get(name) is not None
    )
    exemplar = record if isinstance(record, Exemplar) else record.exemplar
    return ExemplarRole.PROPOSER in exemplar.roles_of(by)


@needs(_proposes)
@transaction.atomic
def correct_exemplar(*, exemplar: Exemplar, version: str, by: User) -> Exemplar:
    """Saves what the unit writes of it, while it may."""
    stored = _writable(exemplar.pk)
    check_version(stored, version)
    for name in WRITTEN:
        setattr(stored, name, getattr(exemplar, name))
    _check(stored)
    stored.full_clean()
    stored.save()
    return stored


def _locked(pk: int) -> Exemplar:
    rows = Exemplar.objects.select_for_update(of=("self",)).select_related("unit__parent", "kind")
    return rows.get(pk=pk)


def _writable(pk: int) -> Exemplar:
    exemplar = _locked(pk)
    if not exemplar.is_writable:
        raise ValidationError(f"Bài này {exemplar.get_state_display()} nên không sửa được nữa.")
    return exemplar


# --- Steps --------------------------------------------------------------------------------------


def _may_move(by: User, given: Given) -> bool:
    # As it is stored: who decides is known since it was proposed.
    stored = Exemplar.objects.filter(pk=given["exemplar"].pk).select_related("unit").first()
    return stored is not None and given["step"].role in stored.roles_of(by)


@needs(_may_move)
@transaction.atomic
def move_exemplar(*, exemplar: Exemplar, step: ExemplarStep, by: User, **facts: Any) -> Exemplar:
    """Takes it a step on; ValidationError where its state has none such."""
    stored = _locked(exemplar.pk)
    if stored.state == step.target:
        return stored  # a double click
    if stored.state not in step.sources:
        raise ValidationError(f"Bài này {stored.get_state_display()}. Hãy xem lại.")
    note = str(facts.pop("note", ""))
    if step.act is not None:
        step.act(stored, by, **facts)
    stored.state = step.target
    stored.full_clean()
    stored.save()
    ExemplarReview.objects.create(exemplar=stored, step=step.slug, note=note, by=by)
    return stored


@performs(ExemplarStep.SUBMIT)
def _submit(exemplar: Exemplar, by: User) -> None:
    if missing := exemplar.missing:
        raise ValidationError(f"Trước khi đề nghị, hãy ghi: {', '.join(missing)}.")
    exemplar.decider = exemplar.rule.decider_of(exemplar.unit)


@performs(ExemplarStep.RECOGNISE)
def _recognise(exemplar: Exemplar, by: User, *, recognised_on: dt.date, decision_no: str) -> None:
    exemplar.recognised_on, exemplar.decision_no = recognised_on, decision_no


@performs(ExemplarStep.TAKE_BACK)
def _take_back(exemplar: Exemplar, by: User) -> None:
    exemplar.recognised_on, exemplar.decision_no = None, ""


@performs(ExemplarStep.END)
def _end(exemplar: Exemplar, by: User, *, ended_on: dt.date) -> None:
    if exemplar.recognised_on and ended_on < exemplar.recognised_on:
        raise ValidationError(
            {"ended_on": f"Ngày này trước ngày công nhận {exemplar.recognised_on:%d/%m/%Y}."}
        )
    exemplar.ended_on = ended_on


# --- Figures, pictures, links -------------------------------------------------------------------
# They go on while it is an example: a model that lives has new figures every year.


def _open(pk: int) -> Exemplar:
    exemplar = _locked(pk)
    if exemplar.state in (ExemplarState.ENDED, ExemplarState.CANCELLED):
        raise ValidationError(f"Bài này {exemplar.get_state_display()} nên không ghi thêm được.")
    return exemplar


@needs(_proposes)
@transaction.atomic
def save_figure(*, figure: ExemplarFigure, version: str = "", by: User) -> ExemplarFigure:
    """Adds a figure or corrects one; the same sent twice is one."""
    _open(figure.exemplar_id)
    if figure._state.adding:
        same = figure.exemplar.figures.filter(label=figure.label, as_of=figure.as_of).first()
        if same is not None and same.value == figure.value:
            return same
    else:
        check_version(figure, version)
    figure.full_clean()
    figure.save()
    return figure


@needs(_proposes)
@transaction.atomic
def remove_figure(*, figure: ExemplarFigure, by: User) -> None:
    """Takes away a figure written by mistake."""
    _open(figure.exemplar_id)
    if ExemplarFigure.objects.filter(pk=figure.pk).exists():
        figure.delete()


@needs(_proposes)
@transaction.atomic
def add_photo(*, photo: ExemplarPhoto, file: Any, by: User) -> ExemplarPhoto:
    """Adds a photograph; whoever is on it has agreed, which the form asks."""
    exemplar = _open(photo.exemplar_id)
    if not photo.people_agreed:
        raise ValidationError({"people_agreed": "Cần người trong ảnh đồng ý cho đăng."})
    last = exemplar.photos.aggregate(last=Max("order"))["last"]
    photo.order = (last or 0) + 1
    photo.full_clean(exclude=["picture"])
    photo.picture.save(file.name, file, save=False)
    photo.save()
    return photo


@needs(_proposes)
@transaction.atomic
def remove_photo(*, photo: ExemplarPhoto, by: User) -> None:
    """Deletes a photograph with its files."""
    _open(photo.exemplar_id)
    stored = ExemplarPhoto.objects.select_for_update(of=("self",)).filter(pk=photo.pk).first()
    if stored is None:
        return  # a double click
    delete_after_commit(stored.picture.storage, stored.picture.file_names)
    stored.delete()


@needs(_proposes)
@transaction.atomic
def add_link(*, link: ExemplarLink, by: User) -> ExemplarLink:
    """Names a post or an event that tells of it; twice is once."""
    _open(link.exemplar_id)
    same = link.exemplar.links.filter(post=link.post, event=link.event).first()
    if same is not None:
        return same
    link.full_clean()
    link.save()
    return link


@needs(_proposes)
@transaction.atomic
def remove_link(*, link: ExemplarLink, by: User) -> None:
    """Names it no longer; the post or event stays."""
    if ExemplarLink.objects.filter(pk=link.pk).exists():
        link.delete()


# --- Doing likewise -----------------------------------------------------------------------------


@needs(sees("adoption.exemplar"), writes_in("adoption.unit", Subject.EMULATION))
@transaction.atomic
def adopt(*, adoption: Adoption, by: User) -> Adoption:
    """Writes down that a unit does likewise; said twice is once."""
    exemplar = _locked(adoption.exemplar_id)
    if exemplar.state != ExemplarState.RECOGNISED:
        raise ValidationError("Chỉ làm theo điển hình, mô hình đã được công nhận.")
    if adoption.unit_id == exemplar.unit_id:
        raise ValidationError({"unit": "Đây là mô hình của chính đơn vị này."})
    same = Adoption.objects.filter(
        exemplar=exemplar, unit=adoption.unit, ended_on__isnull=True
    ).first()
    if same is not None:
        return same
    adoption.full_clean()
    adoption.save()
    return adoption


@needs(edits("adoption"))
@transaction.atomic
def end_adoption(*, adoption: Adoption, ended_on: dt.date, by: User) -> Adoption:
    """The unit does it no longer; that it did stays written."""
    stored = Adoption.objects.select_for_update(of=("self",)).get(pk=adoption.pk)
    if stored.ended_on is not None:
        return stored  # a double click
    if ended_on < stored.since:
        raise ValidationError({"ended_on": f"Ngày này trước ngày bắt đầu {stored.since:%d/%m/%Y}."})
    stored.ended_on = ended_on
    stored.full_clean()
    stored.save()
    return stored
