"""A unit measured by a kind's own scale: by itself, then by the unit above it."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from desk.tokens import sent_before
from desk.versions import check_version
from kit.dates import local_today
from kit.workflow import performs
from members.actions.permission import Given, in_role, needs, writes_in
from members.models import Subject, Unit, User

from ..models import RatingMark, RatingRole, RatingState, RatingStep, UnitRating


@needs(writes_in("rating.unit", Subject.EMULATION))
@transaction.atomic
def start_rating(*, rating: UnitRating, token: str, by: User) -> UnitRating:
    """Begins a unit's year by the scale that the kind has now; sent twice, it is one."""
    Unit.objects.select_for_update(of=("self",)).get(pk=rating.unit_id)
    if (existing := sent_before(UnitRating, token, unit=rating.unit)) is not None:
        return existing
    kind = rating.kind
    if kind.criteria_set is None or kind.pass_mark is None:
        raise ValidationError({"kind": f"{kind} không có thang điểm riêng."})
    if rating.year > local_today().year:
        raise ValidationError({"year": "Năm này chưa tới."})
    rating.criteria_set, rating.pass_mark = kind.criteria_set, kind.pass_mark
    rating.token, rating.made_by, rating.state = token, by, RatingState.DRAFT
    rating.full_clean()
    rating.save()
    return rating


def _scores(by: User, given: Given) -> bool:
    role = RatingRole.OWNER if given["column"] == "own" else RatingRole.ABOVE
    return role in given["rating"].roles_of(by)


@needs(_scores)
@transaction.atomic
def save_marks(
    *,
    rating: UnitRating,
    column: str,
    values: Mapping[int, Decimal | None],
    remark: str | None = None,
    version: str,
    by: User,
) -> UnitRating:
    """Saves one column of values, by criterion: "own" while the unit scores itself, "given" while it
    lies above. What is left empty is not scored, which is not zero."""
    stored = _locked(rating.pk)
    open_in = RatingState.DRAFT if column == "own" else RatingState.SENT
    if stored.state != open_in:
        raise ValidationError(f"Bảng điểm này {stored.get_state_display()} nên không sửa được.")
    check_version(stored, version)
    marks = {mark.criterion_id: mark for mark in stored.marks.all()}
    for criterion in stored.criteria_set.criteria.all():
        if criterion.is_section or criterion.pk not in values:
            continue
        mark = marks.get(criterion.pk) or RatingMark(rating=stored, criterion=criterion)
        if mark._state.adding and values[criterion.pk] is None:
            continue
        setattr(mark, column, values[criterion.pk])
        mark.full_clean()
        mark.save()
    if column == "own":
        stored.own_total = stored.sheet(stored.values("own")).total
    elif remark is not None:
        stored.remark = remark
    stored.full_clean()
    stored.save()
    return stored


def _locked(pk: int) -> UnitRating:
    rows = UnitRating.objects.select_for_update(of=("self",))
    return rows.select_related("unit__parent", "kind", "criteria_set").get(pk=pk)


@needs(in_role("rating"))
@transaction.atomic
def move_rating(*, rating: UnitRating, step: RatingStep, by: User, **facts: Any) -> UnitRating:
    """Takes it a step on; ValidationError where its state has none such, or points are missing."""
    stored = _locked(rating.pk)
    if stored.state == step.target:
        return stored  # a double click
    if stored.state not in step.sources:
        raise ValidationError(f"Bảng điểm này {stored.get_state_display()}. Hãy xem lại.")
    if step.act is not None:
        step.act(stored, by, **facts)
    stored.state = step.target
    stored.full_clean()
    stored.save()
    return stored


def _check_whole(rating: UnitRating, column: str) -> Decimal:
    """The total of a column; ValidationError where a criterion has no value yet."""
    sheet = rating.sheet(rating.values(column))
    if sheet.missing:
        raise ValidationError(f"Còn {len(sheet.missing)} tiêu chí chưa chấm.")
    return sheet.total


@performs(RatingStep.SEND)
def _send(rating: UnitRating, by: User) -> None:
    rating.own_total = _check_whole(rating, "own")


@performs(RatingStep.CONFIRM)
def _confirm(rating: UnitRating, by: User) -> None:
    rating.total = _check_whole(rating, "given")
    rating.decided_on = local_today()


@performs(RatingStep.RETURN)
def _return(rating: UnitRating, by: User, *, remark: str) -> None:
    rating.remark = remark


@performs(RatingStep.REOPEN)
def _reopen(rating: UnitRating, by: User) -> None:
    rating.total, rating.decided_on = None, None
