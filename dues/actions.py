"""What is done with dues: a meeting written down, a receipt reversed, dues waived, a rate set."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from desk.tokens import sent_before
from kit.dates import local_today
from kit.money import dong
from members.actions.permission import Given, edits, needs, writes_in
from members.history import bulk_add
from members.models import Member, Subject, Unit, User

from .models import (
    Account,
    Collection,
    DuesRate,
    Payment,
    Waiver,
    accounts_of,
    first_collected,
    sets_rates,
)
from .models.rates import LEAST


@dataclass(frozen=True)
class Line:
    """What one member paid at a meeting, as it was written down."""

    member: Member
    seen: int | None  # what the form showed as owed; None: it was not on the form
    amount: int | None = None  # None: all that is owed for the years chosen
    year: int | None = None  # None: all years, the oldest first
    note: str = ""


class LinesRefused(Exception):  # noqa: N818 - says what happened, as ValidationError does not
    """Some lines can't be written: words by the member's key. Nothing was written."""

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
    lines: Iterable[Line],
    token: str,
    by: User,
    note: str = "",
    ahead: int = 0,
) -> Collection:
    """Writes a meeting down, whole or not at all; the same form sent twice is one meeting.

    `ahead` is the year after the meeting's, where its dues were expressly asked for as well.

    Whoever comes second for some member is refused: what is owed must be what the form showed.
    """
    # One meeting of a branch after the other, since they number receipts; and no member pays in
    # two branches at once.
    Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
    sent = sent_before(Collection, token, column="form_token", unit=unit)
    if sent is not None:
        return sent
    lines = list(lines)
    if not lines:
        raise ValidationError("Chưa chọn đồng chí nào đã nộp.")
    keys = [line.member.pk for line in lines]
    list(Member.objects.order_by("pk").select_for_update(of=("self",)).filter(pk__in=keys))
    parts = _shares(lines, held_on, ahead)
    collection = Collection.objects.create(
        unit=unit, held_on=held_on, collector=collector, note=note, form_token=token, entered_by=by
    )
    first = Payment.objects.next_number(unit, held_on.year)
    bulk_add(
        Payment,
        (
            Payment(
                collection=collection, unit=unit, member=line.member, year=year, amount=amount,
                paid_on=held_on, receipt_year=held_on.year, number=number, note=line.note,
            )
            for number, (line, year, amount) in enumerate(parts, first)
        ),
    )  # fmt: skip
    return collection


def _shares(lines: list[Line], held_on: Any, ahead: int) -> list[tuple[Line, int, int]]:
    """Each line's money by year: (line, year, amount)."""
    accounts = accounts_of([line.member for line in lines], until=ahead)
    may = ahead == held_on.year + 1 and held_on >= first_collected(ahead)
    last = ahead if may else held_on.year
    errors: dict[int, str] = {}
    parts = []
    for line in lines:
        told = accounts.get(line.member.pk, [])
        total = sum(account.owed for account in told)
        if line.seen != total:
            errors[line.member.pk] = _meanwhile(line.member, total)
            continue
        owing = [one for one in owing_of(told, last) if line.year in (None, one.year)]
        most = sum(account.owed for account in owing)
        left = most if line.amount is None else line.amount
        if not 0 < left <= most:
            what = f"năm {line.year}" if line.year else f"đến hết năm {last}"
            errors[line.member.pk] = (
                f"Hội phí {what} chỉ còn {dong(most)}. Hãy xem lại số tiền."
                if most
                else f"Không còn hội phí {what} phải nộp. {_AHEAD}"
            )
            continue
        shares = _oldest_first(left, owing)
        if short := _slip_in(shares, owing):
            errors[line.member.pk] = short
            continue
        parts += [(line, year, share) for year, share in shares.items()]
    if errors:
        raise LinesRefused(errors)
    return parts


def _oldest_first(money: int, owing: list[Account]) -> dict[int, int]:
    """What each year gets of it."""
    shares = {}
    for account in owing:
        share = min(money, account.owed)
        if share:
            shares[account.year] = share
        money -= share
    return shares


def _slip_in(shares: dict[int, int], owing: list[Account]) -> str:
    """A receipt over a few đồng that don't settle its year comes of a sum typed wrongly."""
    owed = {account.year: account.owed for account in owing}
    for year, share in shares.items():
        if share < LEAST and share != owed[year]:
            return (
                f"Với số tiền này, biên nhận của năm {year} chỉ được {dong(share)}. "
                "Hãy xem lại số tiền."
            )
    return ""


_AHEAD = (
    "Tiền của năm sau chỉ nhận ở buổi thu từ ngày 01/10, khi đã chọn “Thu cả năm sau” ở đầu trang."
)


def owing_of(accounts: list[Account], last_year: int) -> list[Account]:
    """What is still owed up to that year, the oldest first."""
    return [one for one in accounts if one.owed and one.year <= last_year]


def _meanwhile(member: Member, total: int) -> str:
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


# --- Slips ------------------------------------------------------------------------------------


@needs(edits("payment"))
@transaction.atomic
def reverse_payment(*, payment: Payment, reason: str, by: User) -> Payment:
    """The receipt stays in the book, with its number, and counts no longer."""
    stored = Payment.objects.select_for_update(of=("self",)).get(pk=payment.pk)
    if not stored.stands:
        if (stored.reversed_by, stored.reversal_reason) == (by, reason):
            return stored  # the same button once more
        raise ValidationError("Biên nhận này đã được hủy trước đó.")
    stored.reversal_of(by=by, on=max(local_today(), stored.paid_on), reason=reason)
    stored.full_clean(exclude=["search_text"])
    stored.save()
    return stored


@needs(edits("payment"))
@transaction.atomic
def restore_payment(*, payment: Payment, by: User) -> Payment:
    """Takes a reversal back, unless the dues were paid otherwise since."""
    stored = Payment.objects.select_for_update(of=("self",)).get(pk=payment.pk)
    if stored.stands:
        return stored
    Member.objects.select_for_update(of=("self",)).get(pk=stored.member_id)
    accounts = accounts_of([stored.member], until=stored.year).get(stored.member_id, [])
    owed = sum(one.owed for one in accounts if one.year == stored.year)
    if stored.amount > owed:
        raise ValidationError(
            f"Không lấy lại được: hội phí năm {stored.year} nay chỉ còn {dong(owed)} chưa nộp."
        )
    stored.reversed_on, stored.reversed_by, stored.reversal_reason = None, None, ""
    stored.save()
    return stored


# --- Waivers ----------------------------------------------------------------------------------


@needs(edits("waiver.member", Subject.DUES))
@transaction.atomic
def waive(*, waiver: Waiver, by: User) -> Waiver:
    """Forgives or lowers a year's dues: below what is asked, never below what was paid."""
    Member.objects.select_for_update(of=("self",)).get(pk=waiver.member_id)
    accounts = accounts_of([waiver.member]).get(waiver.member_id, [])
    account = next((one for one in accounts if one.year == waiver.year), None)
    if account is None or not account.usual:
        raise ValidationError({"year": f"Năm {waiver.year}, đồng chí này không phải nộp hội phí."})
    there = Waiver.objects.standing().filter(member=waiver.member_id, year=waiver.year).first()
    told = (waiver.amount, waiver.reason, waiver.decided_on, by)
    if there and (there.amount, there.reason, there.decided_on, there.decided_by) == told:
        return there  # the same form once more
    if there:
        raise ValidationError(
            {"year": f"Đồng chí này đã được miễn, giảm hội phí năm {waiver.year}."}
        )
    if waiver.amount >= account.usual:
        words = f"Mức thường là {dong(account.usual)}; số còn phải nộp phải ít hơn."
        raise ValidationError({"amount": words})
    if waiver.amount < account.paid:
        words = f"Đồng chí này đã nộp {dong(account.paid)}; không giảm xuống dưới số đã nộp."
        raise ValidationError({"amount": words})
    waiver.decided_by = by
    waiver.full_clean()
    waiver.save()
    return waiver


@needs(edits("waiver"))
@transaction.atomic
def withdraw_waiver(*, waiver: Waiver, by: User) -> Waiver:
    """From today on the usual dues are asked again; the waiver stays in the book."""
    stored = Waiver.objects.select_for_update(of=("self",)).get(pk=waiver.pk)
    if not stored.stands:
        raise ValidationError("Việc miễn, giảm này đã thôi áp dụng trước đó.")
    stored.withdrawn_on = max(local_today(), stored.decided_on)
    stored.save()
    return stored


# --- Rates ------------------------------------------------------------------------------------


def _sets_rates(by: User, given: Given) -> bool:
    return sets_rates(by)


@needs(_sets_rates)
@transaction.atomic
def save_rate(*, rate: DuesRate, by: User) -> DuesRate:
    """Writes a rate; with the first one above a branch, dues are on in it."""
    rate.full_clean()
    rate.save()
    return rate


@needs(_sets_rates)
@transaction.atomic
def delete_rate(*, rate: DuesRate, by: User) -> None:
    """Only a rate that nobody paid by."""
    if rate.is_used:
        raise ValidationError("Đã có người nộp theo mức này: hãy ghi năm cuối thay vì xóa.")
    rate.delete()
