"""Actions on dues: recording a meeting, reversing a receipt, waiving dues, setting a rate."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from desk.tokens import sent_before
from fund.actions import Voucher, pay_out, receive
from fund.models import Account, CashBox, Transaction
from kit.dates import local_today
from kit.money import dong
from members.actions.permission import Given, edits, needs, writes_in
from members.history import bulk_add
from members.models import Member, Subject, Unit, User

from .models import (
    Collection,
    CollectionPosting,
    DuesRate,
    MemberAccount,
    Payment,
    Waiver,
    accounts_of,
    first_collected,
    may_set_dues_rates,
    with_unposted,
)
from .models.rates import MIN_AMOUNT


@dataclass(frozen=True)
class CollectionLine:
    """One member's payment at a meeting, as entered in the form."""

    member: Member
    seen: int | None  # the outstanding amount that the form showed; None: the member was not on it
    amount: int | None = None  # None: all that is outstanding for the years chosen
    year: int | None = None  # None: all years, the oldest first
    note: str = ""


class LinesRefused(Exception):  # noqa: N818 - says what happened, as ValidationError does not
    """Some lines can't be recorded: messages by the member's primary key. Nothing was recorded."""

    def __init__(self, errors: dict[int, str]) -> None:
        super().__init__(errors)
        self.errors = errors


@needs(writes_in("unit", Subject.DUES))
@transaction.atomic
def collect(
    *,
    unit: Unit,
    held_on: Any,
    collector: str,
    lines: Iterable[CollectionLine],
    token: str,
    by: User,
    note: str = "",
    ahead: int = 0,
) -> Collection:
    """Records a meeting, whole or not at all; the same form sent twice is one meeting.

    `ahead` is the year after the meeting's, if its dues are expressly collected as well.

    LinesRefused if somebody else has recorded a payment of one of the members meanwhile: the
    outstanding amount must still be the one that the form showed.
    """
    # Locks the branch, so that two meetings never number receipts at once, and the members, so that
    # nobody pays in two branches at once.
    Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
    existing = sent_before(Collection, token, column="form_token", unit=unit)
    if existing is not None:
        return existing
    lines = list(lines)
    if not lines:
        raise ValidationError("Chưa chọn đồng chí nào đã nộp.")
    keys = [line.member.pk for line in lines]
    list(Member.objects.order_by("pk").select_for_update(of=("self",)).filter(pk__in=keys))
    parts = _distributed(lines, held_on, ahead)
    collection = Collection.objects.create(
        unit=unit, held_on=held_on, collector=collector, note=note, form_token=token, entered_by=by
    )
    first_number = Payment.objects.next_number(unit, held_on.year)
    bulk_add(
        Payment,
        (
            Payment(
                collection=collection, unit=unit, member=line.member, year=year, amount=amount,
                paid_on=held_on, receipt_year=held_on.year, number=number, note=line.note,
            )
            for number, (line, year, amount) in enumerate(parts, first_number)
        ),
    )  # fmt: skip
    return collection


def _distributed(
    lines: list[CollectionLine], held_on: Any, ahead: int
) -> list[tuple[CollectionLine, int, int]]:
    """Distributes each line's amount over years: (line, year, amount)."""
    accounts = accounts_of([line.member for line in lines], until=ahead)
    may_collect_ahead = ahead == held_on.year + 1 and held_on >= first_collected(ahead)
    last = ahead if may_collect_ahead else held_on.year
    errors: dict[int, str] = {}
    parts = []
    for line in lines:
        member_accounts = accounts.get(line.member.pk, [])
        total = sum(account.outstanding for account in member_accounts)
        if line.seen != total:
            errors[line.member.pk] = _changed_meanwhile(line.member, total)
            continue
        payable = [
            account
            for account in outstanding_accounts(member_accounts, last)
            if line.year in (None, account.year)
        ]
        maximum = sum(account.outstanding for account in payable)
        amount = maximum if line.amount is None else line.amount
        if not 0 < amount <= maximum:
            years = f"năm {line.year}" if line.year else f"đến hết năm {last}"
            errors[line.member.pk] = (
                f"Hội phí {years} chỉ còn {dong(maximum)}. Hãy xem lại số tiền."
                if maximum
                else f"Không còn hội phí {years} phải nộp. {_AHEAD_NOTE}"
            )
            continue
        shares = _oldest_first(amount, payable)
        if error := _mistyped_share(shares, payable):
            errors[line.member.pk] = error
            continue
        parts += [(line, year, share) for year, share in shares.items()]
    if errors:
        raise LinesRefused(errors)
    return parts


def _oldest_first(amount: int, accounts: list[MemberAccount]) -> dict[int, int]:
    """The part of the amount paid for each year, oldest year first."""
    shares = {}
    for account in accounts:
        share = min(amount, account.outstanding)
        if share:
            shares[account.year] = share
        amount -= share
    return shares


def _mistyped_share(shares: dict[int, int], accounts: list[MemberAccount]) -> str:
    """The message for a receipt over a few đồng that don't settle its year: the amount was mistyped."""
    outstanding = {account.year: account.outstanding for account in accounts}
    for year, share in shares.items():
        if share < MIN_AMOUNT and share != outstanding[year]:
            return (
                f"Với số tiền này, biên nhận của năm {year} chỉ được {dong(share)}. "
                "Hãy xem lại số tiền."
            )
    return ""


_AHEAD_NOTE = (
    "Tiền của năm sau chỉ nhận ở buổi thu từ ngày 01/10, khi đã chọn “Thu cả năm sau” ở đầu trang."
)


def outstanding_accounts(accounts: list[MemberAccount], last_year: int) -> list[MemberAccount]:
    """The accounts up to that year with an outstanding amount, oldest first."""
    return [account for account in accounts if account.outstanding and account.year <= last_year]


def _changed_meanwhile(member: Member, total: int) -> str:
    latest = (
        Payment.objects.filter(member=member)
        .order_by("-pk")
        .select_related("collection__entered_by__member")
        .first()
    )
    if latest is None or not latest.stands:
        return f"Số còn phải nộp vừa thay đổi, nay là {dong(total)}. Hãy xem lại rồi lưu lần nữa."
    return (
        f"Trong lúc đồng chí ghi, {latest.collection.entered_by or 'người khác'} đã ghi đồng chí "
        f"này nộp {dong(latest.amount)} (biên nhận {latest.code}). "
        + (f"Nay còn {dong(total)}: hãy xem lại rồi lưu lần nữa." if total else "Nay đã nộp đủ.")
    )


# --- Reversals --------------------------------------------------------------------------------


@needs(edits("payment"))
@transaction.atomic
def reverse_payment(*, payment: Payment, reason: str, by: User) -> Payment:
    """Reverses a payment: the receipt stays on record, with its number, but no longer counts."""
    stored = Payment.objects.select_for_update(of=("self",)).get(pk=payment.pk)
    if not stored.stands:
        if (stored.reversed_by, stored.reversal_reason) == (by, reason):
            return stored  # a double click
        raise ValidationError("Biên nhận này đã được hủy trước đó.")
    stored.reversal_of(by=by, on=max(local_today(), stored.paid_on), reason=reason)
    stored.full_clean(exclude=["search_text"])
    stored.save()
    return stored


@needs(edits("payment"))
@transaction.atomic
def restore_payment(*, payment: Payment, by: User) -> Payment:
    """Undoes a reversal, unless the dues have been paid otherwise since."""
    stored = Payment.objects.select_for_update(of=("self",)).get(pk=payment.pk)
    if stored.stands:
        return stored
    Member.objects.select_for_update(of=("self",)).get(pk=stored.member_id)
    accounts = accounts_of([stored.member], until=stored.year).get(stored.member_id, [])
    outstanding = sum(account.outstanding for account in accounts if account.year == stored.year)
    if stored.amount > outstanding:
        raise ValidationError(
            f"Không lấy lại được: hội phí năm {stored.year} nay chỉ còn {dong(outstanding)} chưa nộp."
        )
    stored.reversed_on, stored.reversed_by, stored.reversal_reason = None, None, ""
    stored.save()
    return stored


# --- Into the fund ----------------------------------------------------------------------------


@needs(edits("collection"), writes_in("box.unit", Subject.FUND))
@transaction.atomic
def post_collection(
    *, collection: Collection, box: CashBox, day: dt.date, by: User, is_late: bool = False
) -> Transaction | None:
    """Enters in the box what of a meeting's dues is not in it yet, by one voucher; None if all is.

    Where receipts were reversed since, the voucher takes their money out again. However often it is
    asked, the box holds what the standing receipts come to.
    """
    Collection.objects.select_for_update(of=("self",)).get(pk=collection.pk)
    if box.unit_id != collection.unit_id:
        raise ValidationError({"box": "Quỹ này của đơn vị khác."})
    account = Account.objects.filter(role=Account.Role.DUES).first()
    if account is None:
        raise ValidationError("Danh mục khoản thu, chi chưa có khoản hội phí.")
    stored: Any = with_unposted(Collection.objects.filter(pk=collection.pk)).get()
    if not stored.unposted:
        return None
    text = f"Hội phí, buổi thu {collection.held_on:%d/%m/%Y}"
    if stored.unposted < 0:
        text += ": trả lại biên nhận đã hủy"
    voucher = Voucher(
        day, abs(stored.unposted), text, collection.collector, is_another=True, is_late=is_late
    )
    action = receive if stored.unposted > 0 else pay_out
    token = f"hoi-phi-{collection.pk}-{collection.postings.count()}"
    row = action(box=box, account=account, voucher=voucher, token=token, by=by)
    CollectionPosting.objects.create(collection=collection, voucher=row)
    return row


# --- Waivers ----------------------------------------------------------------------------------


@needs(edits("waiver.member", Subject.DUES))
@transaction.atomic
def waive(*, waiver: Waiver, by: User) -> Waiver:
    """Waives or reduces a year's dues: to less than the standard amount, never below what was paid."""
    Member.objects.select_for_update(of=("self",)).get(pk=waiver.member_id)
    accounts = accounts_of([waiver.member]).get(waiver.member_id, [])
    account = next((account for account in accounts if account.year == waiver.year), None)
    if account is None or not account.standard:
        raise ValidationError({"year": f"Năm {waiver.year}, đồng chí này không phải nộp hội phí."})
    existing = Waiver.objects.standing().filter(member=waiver.member_id, year=waiver.year).first()
    submitted = (waiver.amount, waiver.reason, waiver.decided_on, by)
    if (
        existing
        and (existing.amount, existing.reason, existing.decided_on, existing.decided_by)
        == submitted
    ):
        return existing  # a double click
    if existing:
        raise ValidationError(
            {"year": f"Đồng chí này đã được miễn, giảm hội phí năm {waiver.year}."}
        )
    if waiver.amount >= account.standard:
        message = f"Mức thường là {dong(account.standard)}; số còn phải nộp phải ít hơn."
        raise ValidationError({"amount": message})
    if waiver.amount < account.paid:
        message = f"Đồng chí này đã nộp {dong(account.paid)}; không giảm xuống dưới số đã nộp."
        raise ValidationError({"amount": message})
    waiver.decided_by = by
    waiver.full_clean()
    waiver.save()
    return waiver


@needs(edits("waiver"))
@transaction.atomic
def withdraw_waiver(*, waiver: Waiver, by: User) -> Waiver:
    """Ends a waiver: from today the standard amount applies again; the waiver stays on record."""
    stored = Waiver.objects.select_for_update(of=("self",)).get(pk=waiver.pk)
    if not stored.stands:
        raise ValidationError("Việc miễn, giảm này đã thôi áp dụng trước đó.")
    stored.withdrawn_on = max(local_today(), stored.decided_on)
    stored.save()
    return stored


# --- Rates ------------------------------------------------------------------------------------


def _may_set_rates(by: User, given: Given) -> bool:
    return may_set_dues_rates(by)


@needs(_may_set_rates)
@transaction.atomic
def save_dues_rate(*, rate: DuesRate, by: User) -> DuesRate:
    """Saves a rate; the first rate at or above a branch switches dues on in it."""
    rate.full_clean()
    rate.save()
    return rate


@needs(_may_set_rates)
@transaction.atomic
def delete_rate(*, rate: DuesRate, by: User) -> None:
    """Deletes a rate; ValidationError if somebody has paid by it."""
    if rate.is_used:
        raise ValidationError("Đã có người nộp theo mức này: hãy ghi năm cuối thay vì xóa.")
    rate.delete()
