"""A list of who is due: drawn up, proposed, decided above, handed over person by person."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from desk.tokens import sent_before
from kit.dates import local_today
from kit.text import fold
from kit.workflow import performs
from members.actions.permission import Given, edits, needs, writes_in
from members.history import bulk_add, bulk_change, bulk_save
from members.models import Degree, Member, Membership, Subject, Unit, User, units_where

from ..models import (
    Activity,
    ActivityState,
    EntryState,
    ListRole,
    ListState,
    ListStep,
    Rate,
    Span,
    Visitor,
    WelfareEntry,
    WelfareList,
    age_by,
    due_now,
    in_order,
    memberships_due,
)
from ..models.lists import OPEN
from .activities import record_activity
from .visits import keep_photographs

NOT_DRAFT = "Danh sách này không còn ở bước đang lập nên không sửa được nữa."


def _reads_private(by: User, given: Given) -> bool:
    """Lists of a private kind tell who is ill or in need."""
    gift_list: WelfareList = given["gift_list"]
    if not gift_list.kind.is_private:
        return True
    health = units_where(by, Subject.HEALTH, Degree.WRITE)
    return health.filter(pk=gift_list.unit_id).exists()


@needs(writes_in("gift_list.unit", Subject.WELFARE), _reads_private)
@transaction.atomic
def draw_up(*, gift_list: WelfareList, token: str, by: User) -> WelfareList:
    """Saves a draft with everybody who is due and on no live list of that kind and period.

    ValidationError where that is nobody. The same form sent twice is one list.
    """
    Unit.objects.select_for_update(of=("self",)).get(pk=gift_list.unit_id)
    if (existing := sent_before(WelfareList, token, unit=gift_list.unit)) is not None:
        return existing
    span = gift_list.span
    if not gift_list.kind.is_listed:
        raise ValidationError("Loại này ghi từng lượt, không lập danh sách.")
    rates = {rate.pk: rate for rate in span.rates}
    if not rates:
        raise ValidationError(
            f"Chưa có mức của loại này vào ngày {span.last_counted:%d/%m/%Y}. Ghi mức trước."
        )
    gift_list.period, gift_list.made_by, gift_list.token = span.period, by, token
    if gift_list.kind.paid_by_state:
        gift_list.fund = Activity.Fund.STATE
    gift_list.full_clean()
    memberships = list(
        in_order(due_now(span)).filter(due_rate__isnull=False).select_related("member", "unit")
    )
    if not memberships:
        raise ValidationError("Không có ai đến kỳ mà chưa nằm trong danh sách nào.")
    gift_list.save()
    bulk_add(
        WelfareEntry,
        (
            _copied(
                WelfareEntry(gift_list=gift_list, kind=gift_list.kind, period=gift_list.period),
                membership, rates[membership.due_rate], span,
            )
            for membership in memberships
        ),
    )  # fmt: skip
    return gift_list


def _copied(
    entry: WelfareEntry, membership: Membership, rate: Rate | None, span: Span
) -> WelfareEntry:
    """The entry as card and rate say today."""
    member = membership.member
    entry.member, entry.unit, entry.rate = member, membership.unit, rate
    entry.full_name, entry.code, entry.sort_key = member.full_name, member.code, member.sort_key
    entry.rank = str(member.get_rank_display() or "")
    entry.birth_year, entry.birth_date = member.birth_year, member.birth_date
    entry.age = max(age_by(rate, member, span), 0)
    if rate is not None:
        entry.amount, entry.in_kind = rate.amount, rate.in_kind
    return entry


@needs(edits("gift_list"))
@transaction.atomic
def add_person(
    *,
    gift_list: WelfareList,
    member: Member,
    amount: int | None,
    note: str,
    again_reason: str,
    by: User,
) -> WelfareEntry:
    """Adds somebody by hand to a draft: whose birth date is missing, or who gets it again for a
    reason. Without an amount the rate for their age counts."""
    stored = _locked(gift_list, ListState.DRAFT, NOT_DRAFT)
    span = stored.span
    membership = (
        Membership.objects.on(span.day)
        .filter(member=member, unit__in=Unit.objects.within(stored.unit).order_by().values("pk"))
        .select_related("member", "unit")
        .first()
    )
    if membership is None or member.died_on is not None:
        raise ValidationError({"member": f"{member} không sinh hoạt trong {stored.unit}."})
    same = WelfareEntry.objects.live().filter(member=member, kind=stored.kind, period=stored.period)
    here = same.filter(gift_list=stored).first()
    if here is not None and not again_reason:
        return here  # a double click
    times = same.aggregate(last=Max("again"))["last"]
    if times is not None and not again_reason:
        raise ValidationError(
            {
                "again_reason": f"{member} đã có trong một danh sách cùng loại, cùng kỳ. Nếu vẫn trao "
                "thêm lần nữa, hãy ghi vì sao."
            }
        )
    age = stored.counted_on.year - member.birth_year
    rate = next((rate for rate in span.rates if not rate.is_by_age or rate.fits(age)), None)
    if rate is None and amount is None:
        raise ValidationError({"amount": f"Không có mức nào cho {age} tuổi: hãy ghi số tiền."})
    entry = _copied(
        WelfareEntry(gift_list=stored, kind=stored.kind, period=stored.period),
        membership,
        rate,
        span,
    )
    entry.note = note
    if amount is not None:
        entry.amount, entry.rate = amount, None
    if times is not None:
        entry.again, entry.again_reason = times + 1, again_reason
    entry.full_clean()
    entry.save()
    return entry


def _locked(gift_list: WelfareList, state: str, refusal: str) -> WelfareList:
    rows = WelfareList.objects.select_for_update(of=("self",)).select_related("kind", "unit")
    stored = rows.get(pk=gift_list.pk)
    if stored.state != state:
        raise ValidationError(refusal)
    return stored


# --- Decisions --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Answer:
    """What is decided about somebody for whom something changed since the list was drawn up."""

    is_kept: bool
    reason: str = ""


def _may_move(by: User, given: Given) -> bool:
    step: ListStep = given["step"]
    # As it is stored: who decides is known since it was proposed.
    stored = WelfareList.objects.filter(pk=given["gift_list"].pk).select_related("kind").first()
    return stored is not None and step.role in stored.roles_of(by)


@needs(_may_move)
@transaction.atomic
def move_list(
    *, gift_list: WelfareList, step: ListStep, reason: str, answers: Mapping[int, Answer], by: User
) -> WelfareList:
    """Takes the list a step on, see `ListStep`; ValidationError where its state has none such.

    `answers`, by the entry's key: what is decided about each of `changed_since`; approving without
    one is refused, so that nobody's death or leaving goes unnoticed.
    """
    rows = WelfareList.objects.select_for_update(of=("self",)).select_related("kind", "unit")
    stored = rows.get(pk=gift_list.pk)
    if stored.state == step.target and (stored.answered_by in (by, None)):
        return stored  # a double click
    if stored.state not in step.sources:
        raise ValidationError(f"Danh sách này {stored.get_state_display()}. Hãy xem lại.")
    if step.is_danger and not reason:
        raise ValidationError({"reason": "Chưa ghi lý do."})
    if step.act is not None:
        step.act(stored, reason, answers)
    if step.role == ListRole.DECIDER or step.target == ListState.CANCELLED:
        stored.answered_by, stored.answered_at = by, timezone.now()
    stored.state = step.target
    stored.full_clean(exclude=["token"])
    stored.save()
    return stored


@performs(ListStep.PROPOSE)
def _propose(gift_list: WelfareList, reason: str, answers: Mapping[int, Answer]) -> None:
    if not gift_list.entries.live().exists():
        raise ValidationError("Danh sách không có ai.")
    gift_list.decider = gift_list.rule.decider_of(gift_list.unit)
    gift_list.proposed_at = timezone.now()


@performs(ListStep.APPROVE)
def _approve(gift_list: WelfareList, reason: str, answers: Mapping[int, Answer]) -> None:
    _settle(gift_list, answers)


@performs(ListStep.REFUSE, ListStep.CANCEL, ListStep.CANCEL_APPROVED)
def _drop(gift_list: WelfareList, reason: str, answers: Mapping[int, Answer]) -> None:
    bulk_change(gift_list.entries.filter(state__in=OPEN), state=EntryState.DROPPED)
    gift_list.answer = reason


def changed_since(gift_list: WelfareList) -> dict[int, str]:
    """By the entry's key, what has changed about its person since: death, leaving, another age.

    Three queries, whatever the size.
    """
    today, span = local_today(), gift_list.span
    entries = list(gift_list.entries.live().select_related("member"))
    member_keys = {
        membership.member_id
        for membership in Membership.objects.on(today).filter(
            member__in=gift_list.entries.live().order_by().values("member"),
            unit__in=Unit.objects.within(gift_list.unit).order_by().values("pk"),
        )
    }
    due = {
        membership.member_id for membership in memberships_due(span, today).exclude(due_rate=None)
    }
    changes = {}
    for entry in entries:
        member = entry.member
        if member.died_on is not None:
            changes[entry.pk] = f"đã từ trần ngày {member.died_on:%d/%m/%Y}"
        elif member.pk not in member_keys:
            changes[entry.pk] = f"không còn sinh hoạt trong {gift_list.unit}"
        elif entry.rate_id and not entry.note and not entry.again and member.pk not in due:
            changes[entry.pk] = f"theo hồ sơ nay (sinh {member.birth_year}) không còn đúng mức"
    return changes


def _settle(gift_list: WelfareList, answers: Mapping[int, Answer]) -> None:
    """Strikes or keeps whom something changed about, and copies the others' cards a last time."""
    changed = changed_since(gift_list)
    errors = {}
    for key, change in changed.items():
        answer = answers.get(key)
        if answer is None:
            errors[f"e{key}"] = f"Đồng chí này {change}: hãy chọn gạch tên hay giữ lại."
        elif not answer.reason:
            errors[f"e{key}_reason"] = "Chưa ghi lý do."
    if errors:
        raise ValidationError(errors)
    span = gift_list.span
    rates = {rate.pk: rate for rate in span.rates}
    due = {
        membership.member_id: membership
        for membership in memberships_due(span, local_today()).select_related("member", "unit")
    }
    rows = list(gift_list.entries.live().select_related("member", "unit", "rate"))
    for entry in rows:
        answer = answers.get(entry.pk) if entry.pk in changed else None
        if answer is not None:
            if answer.is_kept:
                entry.note = f"Giữ lại: {answer.reason}"[:200]
            else:
                entry.state, entry.reason = EntryState.STRUCK, answer.reason
        elif entry.rate_id and entry.member_id in due and not entry.note and not entry.again:
            membership = due[entry.member_id]
            _copied(entry, membership, rates.get(membership.due_rate, entry.rate), span)
        entry.search_text = fold(f"{entry.full_name} {entry.code}")  # no save() derives it here
    fields = [
        "unit", "rate", "search_text", "full_name", "rank", "code", "birth_year", "birth_date", "age", "amount",
        "in_kind", "note", "state", "reason", "sort_key",
    ]  # fmt: skip
    bulk_save(rows, fields)
    if not any(entry.is_live for entry in rows):
        raise ValidationError("Không còn ai trong danh sách: hãy trả lời không duyệt.")


# --- One person -------------------------------------------------------------------------------


@needs(edits("entry.gift_list"))
@transaction.atomic
def strike(*, entry: WelfareEntry, reason: str, by: User) -> WelfareEntry:
    """Strikes a name that nothing was handed over to yet; the reason stays on the list."""
    stored = _locked_entry(entry)
    if stored.state == EntryState.STRUCK and stored.reason == reason:
        return stored  # a double click
    if stored.state not in OPEN or stored.gift_list.state not in (
        ListState.DRAFT,
        ListState.APPROVED,
    ):
        raise ValidationError(
            "Chỉ gạch được tên khi danh sách đang lập, hoặc đã duyệt mà chưa trao."
        )
    stored.state, stored.reason = EntryState.STRUCK, reason
    stored.full_clean()
    stored.save()
    return stored


@needs(edits("entry.gift_list"))
@transaction.atomic
def restore_entry(*, entry: WelfareEntry, by: User) -> WelfareEntry:
    """Puts a struck name back, unless another list of the period took the person meanwhile."""
    stored = _locked_entry(entry)
    if stored.state != EntryState.STRUCK:
        return stored
    if stored.gift_list.state not in (ListState.DRAFT, ListState.APPROVED):
        raise ValidationError(NOT_DRAFT)
    stored.state, stored.reason = EntryState.WAITING, ""
    stored.full_clean()
    stored.save()
    return stored


def _locked_entry(entry: WelfareEntry) -> WelfareEntry:
    rows = WelfareEntry.objects.select_for_update(of=("self",)).select_related(
        "gift_list__kind", "gift_list__unit", "unit", "member", "kind"
    )
    return rows.get(pk=entry.pk)


@needs(edits("entry"))
@transaction.atomic
def hand_over_entry(
    *,
    entry: WelfareEntry,
    on: dt.date,
    given_by: str,
    receiver: str,
    receipt_no: str,
    photographs: Iterable[Any] = (),
    by: User,
) -> WelfareEntry:
    """Writes down that the gift was handed over, and the act of care that it is, with its
    photographs (see `keep_photographs`).

    `receiver`: a relative's name; "" where the member took it.
    """
    stored = _locked_entry(entry)
    if stored.state == EntryState.HANDED:
        return stored  # a double click, or somebody else was faster
    if not stored.is_to_hand_over:
        raise ValidationError(f"{stored.full_name}: danh sách chưa duyệt, hoặc đã gạch tên.")
    if on > local_today():
        raise ValidationError("Ngày trao ở tương lai.")
    visitors = [Visitor(name=given_by[:160])] if given_by else []
    stored.activity = record_activity(
        activity=Activity(
            kind=stored.kind, happened_on=on, unit=stored.unit, member=stored.member,
            amount=stored.amount, in_kind=stored.in_kind, fund=stored.gift_list.fund,
            receiver=receiver, receipt_no=receipt_no, entered_by=by, entered_at=timezone.now(),
        ),
        visitors=visitors, by=by,
    )  # fmt: skip
    keep_photographs(stored.activity, photographs, by)
    stored.state, stored.reason = EntryState.HANDED, ""
    stored.handed_on, stored.handed_by = on, given_by
    stored.receiver, stored.receipt_no = receiver, receipt_no
    stored.full_clean()
    stored.save()
    return stored


@needs(edits("entry"))
@transaction.atomic
def fail(*, entry: WelfareEntry, reason: str, by: User) -> WelfareEntry:
    """Writes down why it could not be handed over; it may be tried again."""
    stored = _locked_entry(entry)
    if not stored.is_to_hand_over:
        raise ValidationError(f"{stored.full_name}: đã trao, hoặc danh sách không còn chờ trao.")
    stored.state, stored.reason = EntryState.FAILED, reason
    stored.full_clean()
    stored.save()
    return stored


@needs(edits("entry"))
@transaction.atomic
def take_back_entry(*, entry: WelfareEntry, by: User) -> WelfareEntry:
    """Undoes a hand-over ticked by mistake: the act of care it made is cancelled, the gift waits again."""
    stored = _locked_entry(entry)
    if stored.state != EntryState.HANDED:
        return stored
    activity = stored.activity
    if (
        activity is not None
    ):  # it stays on record, and in no figure; what is in the books is refused
        activity.state, activity.answer = ActivityState.CANCELLED, "Đánh dấu nhầm ở danh sách."
        activity.answered_by, activity.answered_at = by, timezone.now()
        activity.full_clean()
    stored.state, stored.activity, stored.handed_on = EntryState.WAITING, None, None
    stored.handed_by = stored.receiver = stored.receipt_no = ""
    if stored.gift_list.state == ListState.CANCELLED:
        stored.state = EntryState.DROPPED
    stored.save()
    if activity is not None:
        activity.save()
    return stored
