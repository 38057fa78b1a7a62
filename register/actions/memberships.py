"""Actions on a card's first membership: correcting its day, or removing a card made by mistake."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction

from desk.actions.undo import change_to_undo, undo_last_change
from desk.versions import changes_since
from kit.dates import local_today
from members.actions.permission import edits, needs, writes_in
from members.actions.references import earliest_dependent, kinds_referencing
from members.files import delete_after_commit
from members.models import (
    AdmissionRule,
    Application,
    Change,
    Member,
    Membership,
    Portrait,
    Subject,
    User,
    units_where,
)
from members.models.history import label_of

# Fields that can be corrected; transfers and departures record the others.
CORRECTED = {"valid_from", "entered_by", "decision_no"}


def first_membership(member: Member, user: User) -> Membership | None:
    """The membership that the card began with, for whoever keeps that branch's book."""
    membership = (
        member.memberships.select_related("unit__parent__parent").order_by("valid_from").first()
    )
    if membership is None or not units_where(user, Subject.MEMBERS).contains(membership.unit):
        return None
    return membership


def came_by_decision(membership: Membership) -> bool:
    """Whether it began with an application: that is corrected by undoing the admission."""
    return Application.objects.filter(membership=membership).exists()


@needs(writes_in("membership.unit", Subject.MEMBERS))
@transaction.atomic
def correct_joining(*, membership: Membership, version: str, by: User) -> Membership:
    """Saves the corrected day and way of joining, if the membership still is what the form showed."""
    stored = Membership.objects.select_for_update(of=("self",)).get(pk=membership.pk)
    if came_by_decision(stored):
        raise ValidationError("Ngày này theo đơn kết nạp; hãy hoàn tác việc kết nạp nếu ghi nhầm.")
    if changes := changes_since(stored, version):
        last = changes[-1]
        raise ValidationError(
            f"Trong lúc đồng chí sửa, {last.who} đã ghi vào đây lúc {last.moment}. Điều đồng chí vừa "
            "nhập còn ở dưới nhưng chưa được lưu; bấm lưu lần nữa thì bản của đồng chí thay cho "
            "bản kia."
        )
    _check_day(stored, membership.valid_from)
    stored.valid_from, stored.entered_by = membership.valid_from, membership.entered_by
    if stored.entered_by == Membership.Entry.FROM_OUTSIDE and not stored.decision_no:
        stored.decision_no = stored.member.elsewhere_letter
    stored.full_clean()
    stored.save()
    return stored


def _check_day(membership: Membership, day: dt.date) -> None:
    """ValidationError if an office, a payment or a departure would lie before joining."""
    first = earliest_dependent(membership.member, membership)
    if first and day > max(first[0], membership.valid_from):
        raise ValidationError(
            {
                "valid_from": f"Đã ghi {first[1]} ngày {first[0]:%d/%m/%Y}; ngày vào không thể sau đó."
            }
        )


def joining_to_undo(membership: Membership) -> Change | None:
    """The last correction of the joining day, if it can be taken back now."""
    last = change_to_undo(record=membership)
    if last is None or not {line["field"] for line in last.diff} <= CORRECTED:
        return None
    return last


@needs(writes_in("membership.unit", Subject.MEMBERS))
@transaction.atomic
def undo_joining(*, membership: Membership, change: Change, by: User) -> None:
    """Puts the day back that stood before, if nothing written since forbids it."""
    for line in change.diff:
        if line["field"] == "valid_from":
            _check_day(membership, dt.date.fromisoformat(line["from"]))
    undo_last_change(record=membership, change=change, by=by)


# --- A card that should not be ----------------------------------------------------------------


def may_be_taken_back(member: Member, membership: Membership | None, user: User) -> bool:
    """Whether the user wrote this card so lately that the rule still lets it go."""
    if membership is None:
        return False
    made = Change.objects.filter(
        model=label_of(member), object_id=member.pk, action=Change.Action.CREATED
    ).first()
    if made is None or (made.by_id != user.pk and not user.is_superuser):
        return False
    return local_today() <= AdmissionRule.objects.undo_until(membership.unit, made.at)


@needs(edits("member"))
@transaction.atomic
def take_back_card(*, member: Member, by: User) -> None:
    """Removes a card made by mistake with the membership it began with; the history keeps that it was."""
    fresh = Member.objects.select_for_update(of=("self",)).get(pk=member.pk)
    membership = first_membership(fresh, by)
    if membership is None or not may_be_taken_back(fresh, membership, by):
        raise ValidationError(
            "Chỉ người đã ghi hồ sơ mới bỏ được, trong thời hạn hoàn tác. Nếu cần, hãy báo Văn "
            "phòng Hội."
        )
    portrait = Portrait.objects.filter(member=fresh).first()
    dependents = kinds_referencing(membership) + kinds_referencing(fresh, membership, portrait)
    if membership.valid_to is not None:
        dependents.append("lần rời chi hội")
    if dependents:
        names = ", ".join(dict.fromkeys(dependents))
        raise ValidationError(f"Hồ sơ này đã có việc ghi thêm ({names}) nên không bỏ được.")
    if portrait is not None:
        remove_portrait(portrait=portrait, by=by)
    membership.delete()
    fresh.delete()


@needs(edits("portrait.member"))
@transaction.atomic
def remove_portrait(*, portrait: Portrait, by: User) -> None:
    """Takes the photograph off the card with its files; that it was there stays in the history."""
    storage, names = portrait.picture.storage, portrait.picture.file_names
    portrait.delete()
    delete_after_commit(storage, names)
