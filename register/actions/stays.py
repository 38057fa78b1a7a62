"""A new card's first stay: its day corrected, or the card taken back as if never written."""

import datetime as dt
from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction

from desk.actions.undo import change_to_undo, undo_last_change
from desk.versions import changes_since
from kit.dates import local_today
from members.actions.permission import edits, needs, writes_in
from members.actions.resting import first_resting_on, pointing_at
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

# What one corrects of it; the rest is told by transfers and departures.
CORRECTED = {"valid_from", "entered_by", "decision_no"}


def first_stay(member: Member, user: User) -> Membership | None:
    """The stay that the card began with, for whoever keeps that branch's book."""
    stay = member.memberships.select_related("unit__parent__parent").order_by("valid_from").first()
    if stay is None or not units_where(user, Subject.MEMBERS).contains(stay.unit):
        return None
    return stay


def came_by_decision(stay: Membership) -> bool:
    """Whether an application tells how it began: that is corrected by undoing the admission."""
    return Application.objects.filter(membership=stay).exists()


@needs(writes_in("stay.unit", Subject.MEMBERS))
@transaction.atomic
def correct_joining(*, stay: Membership, version: str, by: User) -> Membership:
    """Saves the corrected day and way of joining, if the stay still is what the form showed."""
    stored = Membership.objects.select_for_update(of=("self",)).get(pk=stay.pk)
    if came_by_decision(stored):
        raise ValidationError("Ngày này theo đơn kết nạp; hãy hoàn tác việc kết nạp nếu ghi nhầm.")
    if changes := changes_since(stored, version):
        last = changes[-1]
        raise ValidationError(
            f"Trong lúc đồng chí sửa, {last.who} đã ghi vào đây lúc {last.moment}. Điều đồng chí vừa "
            "nhập còn ở dưới nhưng chưa được lưu; bấm lưu lần nữa thì bản của đồng chí thay cho "
            "bản kia."
        )
    _check_day(stored, stay.valid_from)
    stored.valid_from, stored.entered_by = stay.valid_from, stay.entered_by
    if stored.entered_by == Membership.Entry.FROM_OUTSIDE and not stored.decision_no:
        stored.decision_no = stored.member.elsewhere_letter
    stored.full_clean()
    stored.save()
    return stored


def _check_day(stay: Membership, day: dt.date) -> None:
    """Nobody holds an office, pays or leaves before they have joined."""
    first = first_resting_on(stay.member, stay)
    if first and day > max(first[0], stay.valid_from):
        raise ValidationError(
            {
                "valid_from": f"Đã ghi {first[1]} ngày {first[0]:%d/%m/%Y}; ngày vào không thể sau đó."
            }
        )


def joining_to_undo(stay: Membership) -> Change | None:
    """The last correction of the joining day, if it can be taken back now."""
    last = change_to_undo(record=stay)
    if last is None or not {line["field"] for line in last.diff} <= CORRECTED:
        return None
    return last


@needs(writes_in("stay.unit", Subject.MEMBERS))
@transaction.atomic
def undo_joining(*, stay: Membership, change: Change, by: User) -> None:
    """Puts the day back that stood before, if nothing written since forbids it."""
    for line in change.diff:
        if line["field"] == "valid_from":
            _check_day(stay, dt.date.fromisoformat(line["from"]))
    undo_last_change(record=stay, change=change, by=by)


# --- A card that should not be ----------------------------------------------------------------


def may_be_taken_back(member: Member, stay: Membership | None, user: User) -> bool:
    """Whether the user wrote this card so lately that the rule still lets it go."""
    if stay is None:
        return False
    made = Change.objects.filter(
        model=label_of(member), object_id=member.pk, action=Change.Action.CREATED
    ).first()
    if made is None or (made.by_id != user.pk and not user.is_superuser):
        return False
    return local_today() <= AdmissionRule.objects.undo_until(stay.unit, made.at)


@needs(edits("member"))
@transaction.atomic
def take_back_card(*, member: Member, by: User) -> None:
    """Removes a card made by mistake with the stay it began with; the history keeps that it was."""
    fresh = Member.objects.select_for_update(of=("self",)).get(pk=member.pk)
    stay = first_stay(fresh, by)
    if stay is None or not may_be_taken_back(fresh, stay, by):
        raise ValidationError(
            "Chỉ người đã ghi hồ sơ mới bỏ được, trong thời hạn hoàn tác. Nếu cần, hãy báo Văn "
            "phòng Hội."
        )
    portrait = Portrait.objects.filter(member=fresh).first()
    found = pointing_at(stay) + pointing_at(fresh, stay, portrait)
    if stay.valid_to is not None:
        found.append("lần rời chi hội")
    if found:
        names = ", ".join(dict.fromkeys(found))
        raise ValidationError(f"Hồ sơ này đã có việc ghi thêm ({names}) nên không bỏ được.")
    if portrait is not None:
        remove_portrait(portrait=portrait, by=by)
    stay.delete()
    fresh.delete()


@needs(edits("portrait.member"))
@transaction.atomic
def remove_portrait(*, portrait: Portrait, by: User) -> None:
    """Takes the photograph off the card with its files; that it was there stays told."""
    storage, names = portrait.picture.storage, portrait.picture.file_names
    portrait.delete()
    for name in names:
        transaction.on_commit(partial(storage.delete, name), robust=True)
