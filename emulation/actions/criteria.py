"""Sets of criteria: drafted, issued, taken out of use, written anew as the next version."""

import datetime as dt
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from desk.editing import shift
from members.actions.permission import Given, edits, needs, writes_in
from members.models import Degree, Subject, Unit, User, units_where

from ..models import OUR_PROPOSAL, CriteriaSet, Criterion
from ..scoring import Kind, Part
from .usual import BONUS_LIMIT, PENALTY_LIMIT, USUAL_NAME, USUAL_SECTIONS, UsualSection

ISSUED = "Bộ tiêu chí đã ban hành thì không sửa nữa. Muốn đổi, hãy lập bản mới."
COPIED = ("order", "title", "guidance", "kind", "part", "maximum", "target", "measure", "per_unit")


def _locked(criteria_set: CriteriaSet) -> CriteriaSet:
    """The stored set, held until the end of the transaction."""
    return CriteriaSet.objects.select_for_update(of=("self",)).get(pk=criteria_set.pk)


def _locked_draft(criteria_set: CriteriaSet) -> CriteriaSet:
    """ValidationError if it was issued meanwhile."""
    stored = _locked(criteria_set)
    if stored.is_issued:
        raise ValidationError(ISSUED)
    return stored


def _writes_set(by: User, given: Given) -> bool:
    """A set stays with the unit that lays it down: who writes it writes where it was, too."""
    criteria_set: CriteriaSet = given["criteria_set"]
    is_theirs = units_where(by, Subject.EMULATION, Degree.WRITE).contains(criteria_set.unit)
    is_new = criteria_set._state.adding
    return is_theirs and (is_new or CriteriaSet.objects.editable_by(by).contains(criteria_set))


@needs(_writes_set)
@transaction.atomic
def save_criteria_set(*, criteria_set: CriteriaSet, by: User) -> CriteriaSet:
    """Saves name, grounds and limits of a draft. A new one sent twice is one."""
    if criteria_set._state.adding:
        same = CriteriaSet.objects.filter(unit=criteria_set.unit, name=criteria_set.name)
        drafts = same.filter(issued_on__isnull=True)
        draft = drafts.first()
        if draft is not None and not draft.criteria.exists() and _same_head(draft, criteria_set):
            return draft  # a double click
        latest = same.aggregate(latest=Max("version"))["latest"]
        criteria_set.version = (latest or 0) + 1
    else:
        _locked_draft(criteria_set)
    criteria_set.full_clean()
    criteria_set.save()
    return criteria_set


def _same_head(draft: CriteriaSet, sent: CriteriaSet) -> bool:
    names = ("source", "bonus_limit", "penalty_limit")
    return all(getattr(draft, name) == getattr(sent, name) for name in names)


@needs(writes_in("unit", Subject.EMULATION))
@transaction.atomic
def add_usual_criteria(*, unit: Unit, by: User) -> CriteriaSet:
    """Writes the usual rubric as a draft of the unit, marked as a proposal; pressed twice, once."""
    Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
    of_unit = CriteriaSet.objects.filter(unit=unit, name=USUAL_NAME)
    if (existing := of_unit.first()) is not None:
        return existing
    criteria_set = CriteriaSet.objects.create(
        unit=unit, name=USUAL_NAME, source=OUR_PROPOSAL, bonus_limit=BONUS_LIMIT,
        penalty_limit=PENALTY_LIMIT,
    )  # fmt: skip
    for place, section in enumerate(USUAL_SECTIONS, 1):
        _add_section(criteria_set, section, place)
    return criteria_set


def _add_section(criteria_set: CriteriaSet, section: UsualSection, place: int) -> None:
    parent = Criterion.objects.create(
        criteria_set=criteria_set,
        title=section.title,
        kind=Kind.GROUP,
        part=section.part,
        order=place,
    )
    for order, usual in enumerate(section.criteria, 1):
        Criterion.objects.create(
            criteria_set=criteria_set, parent=parent, part=section.part, order=order,
            title=usual.title, kind=usual.kind, guidance=usual.guidance, measure=usual.measure,
            maximum=_decimal(usual.maximum), target=_decimal(usual.target),
            per_unit=_decimal(usual.per_unit),
        )  # fmt: skip


def _decimal(text: str) -> Decimal | None:
    return Decimal(text) if text else None


@needs(edits("criterion.criteria_set"))
@transaction.atomic
def save_criterion(*, criterion: Criterion, by: User) -> Criterion:
    """Saves a criterion or section of a draft; what its kind does not use is emptied."""
    _locked_draft(criterion.criteria_set)
    if criterion.parent is not None:
        criterion.part = criterion.parent.part
    if criterion.kind not in (Kind.QUANTITY, Kind.RELATIVE):
        criterion.target = None
    if criterion.kind != Kind.COUNT:
        criterion.per_unit = None
    if criterion._state.adding:
        same = Criterion.objects.filter(
            criteria_set=criterion.criteria_set, parent=criterion.parent, title=criterion.title
        )
        if (existing := same.first()) is not None:
            if all(getattr(existing, name) == getattr(criterion, name) for name in COPIED[1:]):
                return existing  # a double click
            raise ValidationError({"title": "Mục này đã có một tiêu chí như vậy."})
        siblings = criterion.criteria_set.criteria.filter(parent=criterion.parent)
        criterion.order = (siblings.aggregate(last=Max("order"))["last"] or 0) + 1
    criterion.full_clean()
    criterion.save()
    if criterion.is_section:
        _pass_part_on(criterion)
    return criterion


def _pass_part_on(section: Criterion) -> None:
    """What is in a section counts where the section does."""
    for child in section.children.exclude(part=section.part):
        child.part = section.part
        child.save()
        _pass_part_on(child)


@needs(edits("criterion.criteria_set"))
@transaction.atomic
def move_criterion(*, criterion: Criterion, down: bool, by: User) -> None:
    """One place up or down within its section."""
    _locked_draft(criterion.criteria_set)
    shift(criterion.criteria_set.criteria.filter(parent=criterion.parent), criterion, down=down)


@needs(edits("criterion.criteria_set"))
@transaction.atomic
def delete_criterion(*, criterion: Criterion, by: User) -> None:
    """Deletes a criterion of a draft; a section goes with all that is in it."""
    _locked_draft(criterion.criteria_set)
    criterion.delete()


@needs(edits("criteria_set"))
@transaction.atomic
def delete_draft(*, criteria_set: CriteriaSet, by: User) -> None:
    """Deletes a set that was never issued."""
    _locked_draft(criteria_set).delete()


@needs(edits("criteria_set"))
@transaction.atomic
def issue_criteria(
    *, criteria_set: CriteriaSet, issued_on: dt.date, decision_no: str, by: User
) -> CriteriaSet:
    """From now on the set never changes; the version that it comes from goes out of use that day.

    ValidationError where nothing in it gives base points, or a section is empty.
    """
    stored = _locked(criteria_set)
    if stored.is_issued:
        if (stored.issued_on, stored.decision_no) == (issued_on, decision_no):
            return stored  # a double click
        raise ValidationError(ISSUED)
    criteria = list(stored.criteria.all())
    if not any(row.part == Part.BASE and not row.is_section for row in criteria):
        raise ValidationError("Chưa có tiêu chí nào tính điểm chính.")
    parents = {row.parent_id for row in criteria}
    if empty := [row.title for row in criteria if row.is_section and row.pk not in parents]:
        raise ValidationError(f"Mục chưa có tiêu chí nào bên trong: {'; '.join(empty)}.")
    stored.issued_on, stored.decision_no = issued_on, decision_no
    stored.full_clean()
    stored.save()
    before = _locked(stored.based_on) if stored.based_on else None
    if before is not None and before.issued_on and not before.retired_on:
        before.retired_on = max(issued_on, before.issued_on)
        before.save()
    return stored


@needs(edits("criteria_set"))
@transaction.atomic
def take_back_issue(*, criteria_set: CriteriaSet, by: User) -> CriteriaSet:
    """A set issued by mistake is a draft again, and the version before it in use.

    ValidationError once another version was made from it, or a cycle is scored by it.
    """
    stored = _locked(criteria_set)
    if not stored.is_issued:
        return stored
    if stored.successors.exists():
        raise ValidationError("Đã có bản mới lập từ bản này nên không thu hồi được.")
    if (cycle := stored.cycles.select_related("cluster").first()) is not None:
        raise ValidationError(f"Bộ tiêu chí này đang dùng cho {cycle} nên không thu hồi được.")
    before, issued_on = stored.based_on and _locked(stored.based_on), stored.issued_on
    stored.issued_on, stored.retired_on, stored.decision_no = None, None, ""
    stored.is_retired_by_hand = False
    stored.full_clean()
    stored.save()
    if (
        before
        and before.issued_on
        and issued_on
        and not before.is_retired_by_hand
        and before.retired_on == max(issued_on, before.issued_on)
    ):
        before.retired_on = None
        before.save()
    return stored


@needs(edits("criteria_set"))
@transaction.atomic
def retire_criteria(
    *, criteria_set: CriteriaSet, retired_on: dt.date | None, by: User
) -> CriteriaSet:
    """From that day on no new cycle takes the set; None: it is in use again."""
    stored = _locked(criteria_set)
    if not stored.is_issued:
        raise ValidationError("Bản đang soạn chưa dùng nên không cần thôi dùng.")
    stored.retired_on, stored.is_retired_by_hand = retired_on, retired_on is not None
    stored.full_clean()
    stored.save()
    return stored


@needs(edits("criteria_set"))
@transaction.atomic
def new_version(*, criteria_set: CriteriaSet, by: User) -> CriteriaSet:
    """A draft of the next version, with all criteria copied and each bound to the one it comes from.

    Where there is a draft of that name already, that one.
    """
    stored = _locked(criteria_set)
    versions = CriteriaSet.objects.filter(unit=stored.unit, name=stored.name)
    if (draft := versions.filter(issued_on__isnull=True).first()) is not None:
        return draft
    following = CriteriaSet.objects.create(
        unit=stored.unit, name=stored.name, based_on=stored, source=stored.source,
        bonus_limit=stored.bonus_limit, penalty_limit=stored.penalty_limit,
        version=versions.aggregate(latest=Max("version"))["latest"] + 1,
    )  # fmt: skip
    _copy_criteria(stored, following, {None: None})
    return following


def _copy_criteria(
    old: CriteriaSet, new: CriteriaSet, parents: dict[int | None, Criterion | None]
) -> None:
    """Level by level, so that each finds its section."""
    while rows := list(
        old.criteria.filter(parent__in=[key for key in parents if key])
        if None not in parents
        else old.criteria.filter(parent__isnull=True)
    ):
        copies: dict[int | None, Criterion | None] = {}
        for row in rows:
            values = {name: getattr(row, name) for name in COPIED}
            copies[row.pk] = Criterion.objects.create(
                criteria_set=new, parent=parents[row.parent_id], previous=row, **values
            )
        parents = copies
