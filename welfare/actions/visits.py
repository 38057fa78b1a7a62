"""One act of care at the desk: written down, proposed and answered, handed over, corrected, cancelled."""

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from desk.tokens import sent_before
from desk.versions import author_label, edited_meanwhile
from kit.dates import local_today
from members.actions.permission import Given, edits, needs, writes_in
from members.models import (
    AdmissionRule,
    Change,
    Degree,
    Departure,
    Member,
    Subject,
    User,
    units_where,
)

from ..models import (
    Activity,
    ActivityPhoto,
    ActivityState,
    HealthReason,
    Visitor,
    WelfareEntry,
)
from .activities import record_activity

_S = ActivityState
MOST_PHOTOS = 12


def _may_on_health(by: User, given: Given) -> bool:
    """A reason of illness is written by whoever may write of health in that unit."""
    if not given.get("reason"):
        return True
    return units_where(by, Subject.HEALTH, Degree.WRITE).contains(given["activity"].unit)


@needs(writes_in("activity.unit", Subject.WELFARE), _may_on_health)
@transaction.atomic
def record_visit(
    *,
    activity: Activity,
    visitors: Sequence[Visitor] = (),
    photographs: Iterable[Any] = (),
    reason: str = "",
    token: str,
    by: User,
) -> Activity:
    """Writes down an act of care, once however often it is sent; the same token gives the same act.

    What the kind leaves to the unit above is kept as proposed, unless `by` decides of it anyway.
    """
    # Whoever sends the same entry at the same moment, from a telephone that waited, is one person.
    User.objects.select_for_update(of=("self",)).get(pk=by.pk)
    if known := sent_before(Activity, token, entered_by=by):
        return known
    check_receiver(activity)
    activity.token, activity.entered_by, activity.entered_at = token, by, timezone.now()
    if activity.state == _S.HANDED and needs_answer(activity, by):
        activity.state = _S.PROPOSED
    if activity.state == _S.HANDED:
        _check_past(activity.happened_on)
    record_activity(activity=activity, visitors=visitors, by=by)
    _keep_reason(activity, reason)
    keep_photographs(activity, photographs, by)
    _note_wreath(activity)
    return activity


def needs_answer(activity: Activity, by: User) -> bool:
    """Whether so much of that kind is decided by the unit above, which `by` does not speak for."""
    if not activity.kind.is_decided_above(activity.amount + activity.in_kind_value):
        return False
    last_word = units_where(by, Subject.WELFARE, Degree.DECIDE)
    above = units_where(by, Subject.WELFARE, Degree.WRITE)
    if activity.unit.parent_id and above.filter(pk=activity.unit.parent_id).exists():
        return False
    return not last_word.contains(activity.unit)


# --- To whom ------------------------------------------------------------------------------------


def check_receiver(activity: Activity) -> None:
    """ValidationError for a gift to the dead, to a member of another unit, before joining."""
    member, day = activity.member, activity.happened_on
    if member is None:
        return
    if member.died_on is not None and day >= member.died_on:
        if not activity.family:
            raise ValidationError({"family": _to_the_family(member)})
        membership = member.memberships.order_by("-valid_from").select_related("unit").first()
    else:
        membership = member.membership_on(day)
    if membership is None and member.joined_on and day < member.joined_on:
        message = (
            f"Đồng chí vào Hội từ {member.joined_on:%d/%m/%Y}, sau ngày này. Hãy xem lại ngày."
        )
        raise ValidationError({"happened_on": message})
    if membership is None or activity.unit_id not in membership.unit.line_pks:
        message = (
            f"Ngày {day:%d/%m/%Y}, đồng chí này không sinh hoạt ở {activity.unit.distinct_label}. Hãy xem "
            "lại ngày, hoặc ghi ở ô “Gia đình, tập thể”."
        )
        raise ValidationError({"member": message})


def _to_the_family(member: Member) -> str:
    return (
        f"Đồng chí đã từ trần ngày {member.died_on:%d/%m/%Y}: chỉ trao cho gia đình. Hãy ghi gia đình "
        "nhận ở ô này."
    )


def _check_past(day: dt.date) -> None:
    if day > local_today():
        raise ValidationError({"happened_on": "Ngày này chưa tới: chưa thể ghi là đã trao."})


# --- What goes along ----------------------------------------------------------------------------


def _keep_reason(activity: Activity, text: str) -> None:
    if not text:
        return
    reason = HealthReason.objects.filter(activity=activity).first()
    reason = reason or HealthReason(activity=activity)
    reason.text = text
    try:
        reason.full_clean()
    except ValidationError as error:
        raise ValidationError({"reason": error.messages}) from error
    reason.save()


def keep_photographs(activity: Activity, files: Iterable[Any], by: User) -> None:
    """Adds photographs: files as they were sent, or `stored_picture`s, which several acts share."""
    files = list(files)
    if activity.photographs.count() + len(files) > MOST_PHOTOS:
        raise ValidationError({"photographs": f"Mỗi lần chăm lo giữ nhiều nhất {MOST_PHOTOS} ảnh."})
    for file in files:
        photo = ActivityPhoto(activity=activity, added_by=by)
        if isinstance(file, ActivityPhoto):
            photo.picture, photo.width, photo.height = file.picture.name, file.width, file.height
        else:
            photo.picture.save(file.name, file, save=False)
        photo.save()


def stored_picture(file: Any) -> ActivityPhoto:
    """A photograph that shows many people: its files once, a row for each act it is added to."""
    photo = ActivityPhoto()
    photo.picture.save(file.name, file, save=False)
    return photo


def _note_wreath(activity: Activity) -> None:
    """A death is visited when the family was: the departure keeps the first such day."""
    if activity.departure_id is None or activity.state != _S.HANDED:
        return
    row = Departure.objects.select_for_update(of=("self",)).get(pk=activity.departure_id)
    if row.visited_on is None and activity.happened_on >= row.left_on:
        row.visited_on = activity.happened_on
        row.save()


# --- Answers ------------------------------------------------------------------------------------


def _decides(by: User, given: Given) -> bool:
    return bool(Activity.objects.decidable_by(by).contains(given["activity"]))


@needs(_decides)
@transaction.atomic
def answer_proposal(*, activity: Activity, approves: bool, reason: str, by: User) -> Activity:
    """Approves a proposal, or refuses it with a reason. Of two who answer the second is told."""
    row = _locked(activity)
    wanted = _S.APPROVED if approves else _S.REFUSED
    if row.state == wanted and row.answered_by_id == by.pk:
        return row  # a double click
    if row.state != _S.PROPOSED:
        raise ValidationError(_answered(row))
    if not approves and not reason:
        raise ValidationError({"reason": "Chưa ghi lý do không duyệt."})
    return _answer(row, wanted, "" if approves else reason, by)


@needs(edits("activity"))
@transaction.atomic
def hand_over(
    *,
    activity: Activity,
    happened_on: dt.date,
    receiver: str,
    receipt_no: str,
    photographs: Iterable[Any] = (),
    by: User,
) -> Activity:
    """What was approved has been given: when, to whom, on which receipt."""
    row = _locked(activity)
    if row.state == _S.HANDED:
        return row  # a double click, or a colleague who was faster: it is given once
    if row.state != _S.APPROVED:
        raise ValidationError(_answered(row))
    row.happened_on, row.receiver, row.receipt_no = happened_on, receiver, receipt_no
    check_receiver(row)
    _check_past(happened_on)
    row.state = _S.HANDED
    row.full_clean()
    row.save()
    keep_photographs(row, photographs, by)
    _note_wreath(row)
    return row


def undo_until(activity: Activity) -> dt.date | None:
    """The last day on which its writer may correct or cancel it; None for what nobody dated."""
    if activity.entered_at is None:
        return None
    return AdmissionRule.objects.undo_until(activity.unit, activity.entered_at)


def may_change(activity: Activity, by: User) -> bool:
    """Whether the act is still open to that keeper of its book: while it waits, within the days of
    undoing, and always to whoever has the last word."""
    if activity.state in (_S.REFUSED, _S.CANCELLED):
        return False
    if not Activity.objects.editable_by(by).contains(activity):
        return False
    last = undo_until(activity)
    if activity.is_waiting or (last is not None and local_today() <= last):
        return True
    return bool(Activity.objects.decidable_by(by).contains(activity))


def _is_open(by: User, given: Given) -> bool:
    return bool(Activity.objects.editable_by(by).contains(given["activity"]))


@needs(_is_open)
@transaction.atomic
def cancel_visit(*, activity: Activity, reason: str, by: User) -> Activity:
    """Takes an act out of all figures, with a reason; it stays on record as cancelled."""
    row = _locked(activity)
    if row.state == _S.CANCELLED and row.answered_by_id == by.pk:
        return row  # a double click
    if not may_change(row, by):
        raise ValidationError(TOO_LATE if row.is_done else _answered(row))
    if WelfareEntry.objects.filter(activity=row).exists():
        raise ValidationError(FROM_LIST)
    if not reason:
        raise ValidationError({"reason": "Chưa ghi lý do hủy."})
    _forget_wreath(row)
    return _answer(row, _S.CANCELLED, reason, by)


@needs(edits("activity"), _may_on_health)
@transaction.atomic
def correct_visit(
    *,
    activity: Activity,
    visitors: Sequence[Visitor] | None = None,
    photographs: Iterable[Any] = (),
    reason: str = "",
    version: str,
    by: User,
) -> Activity:
    """Saves a corrected act. Whoever saves second is told, and decides with the next press.

    `visitors`: None leaves them as they are. `reason`: "" leaves what stands there.
    """
    stored = _locked(activity)
    if not may_change(stored, by):
        raise ValidationError(TOO_LATE if stored.is_done else _answered(stored))
    if stored.version != version:
        last = Change.objects.of(stored).newest_first().first()
        raise ValidationError(
            edited_meanwhile(f"{author_label(by, last)} đã lưu lúc {last.moment if last else ''}"),
            code="edited_meanwhile",
        )
    check_receiver(activity)
    if activity.state == _S.HANDED:
        _check_past(activity.happened_on)
        if not stored.kind.is_decided_above(stored.amount + stored.in_kind_value) and needs_answer(
            activity, by
        ):
            raise ValidationError({"amount": NEEDS_ABOVE})
    elif activity.state == _S.APPROVED and _is_more(activity, stored):
        activity.state = _S.PROPOSED  # what was approved was something else
    activity.full_clean()
    activity.save()
    if visitors is not None:
        for old in activity.visitors.all():
            old.delete()
        for order, visitor in enumerate(visitors, 1):
            visitor.activity, visitor.order = activity, order
            visitor.full_clean()
            visitor.save()
    _keep_reason(activity, reason)
    keep_photographs(activity, photographs, by)
    return activity


FROM_LIST = "Lần này được ghi từ một danh sách: hãy bấm “Ghi nhầm, chưa trao” ở danh sách ấy."
TOO_LATE = "Đã quá thời hạn sửa, hủy. Cần đính chính thì báo cấp trên hoặc Văn phòng Hội."
NEEDS_ABOVE = "Với số tiền này phải có cấp trên duyệt trước. Hãy hủy lần ghi này và lập đề nghị."


def _is_more(activity: Activity, stored: Activity) -> bool:
    """Whether something else is given than what was decided on."""
    kept = ("kind_id", "member_id", "family", "amount", "in_kind", "in_kind_value", "unit_id")
    return any(getattr(activity, name) != getattr(stored, name) for name in kept)


def _forget_wreath(row: Activity) -> None:
    """The visit to the family is owed again, unless another one stands."""
    if row.departure_id is None or row.state != _S.HANDED:
        return
    departure = Departure.objects.select_for_update(of=("self",)).get(pk=row.departure_id)
    others = Activity.objects.done().filter(departure=departure).exclude(pk=row.pk)
    if departure.visited_on == row.happened_on and not others.exists():
        departure.visited_on = None
        departure.save()


def _answer(row: Activity, state: str, answer: str, by: User) -> Activity:
    row.state, row.answer = state, answer
    row.answered_by, row.answered_at = by, timezone.now()
    row.full_clean()
    row.save()
    return row


def _locked(activity: Activity) -> Activity:
    rows = Activity.objects.select_for_update(of=("self",)).select_related("kind", "unit", "member")
    return rows.get(pk=activity.pk)


def _answered(row: Activity) -> str:
    who = f", do {row.answered_by} ghi" if row.answered_by else ""
    return f"Việc này đã có người ghi trước: {row.get_state_display()}{who}. Chưa ghi thêm gì."


@needs(edits("photo.activity"))
@transaction.atomic
def remove_photo(*, photo: ActivityPhoto, by: User) -> None:
    """Takes a photograph away, with its files unless other acts show them; that it was there stays
    told."""
    if not may_change(photo.activity, by):
        raise ValidationError(TOO_LATE)
    storage, names = photo.picture.storage, photo.picture.file_names
    same_files = ActivityPhoto.objects.filter(picture=photo.picture.name)
    is_shared = same_files.exclude(pk=photo.pk).exists()
    photo.delete()
    for name in [] if is_shared else names:
        transaction.on_commit(partial(storage.delete, name), robust=True)
