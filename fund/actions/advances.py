"""Advances: money given out for a purpose, what was spent of it, the rest given back or topped up."""

import datetime as dt
from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError
from django.db import transaction

from desk.tokens import sent_before
from kit.money import dong
from members.actions.permission import needs, writes_in
from members.models import Member, Subject, User

from ..models import Account, Advance, CashBox, Transaction
from .ledger import Voucher, lock_books, write_voucher


@dataclass(frozen=True)
class AdvanceTerms:
    """To whom, how much, what for, and by which day it is accounted for."""

    member: Member
    amount: int
    purpose: str
    given_on: dt.date
    settle_by: dt.date


@needs(writes_in("box.unit", Subject.FUND))
@transaction.atomic
def give_advance(
    *, box: CashBox, terms: AdvanceTerms, token: str, by: User, is_another: bool = False,
    is_late: bool = False,
) -> Advance:  # fmt: skip
    """Pays an advance out by a Phiếu chi; the same form sent twice is one."""
    lock_books(box.book, [box])
    sent = sent_before(Transaction, token, unit=box.unit)
    if sent is not None and sent.advance is not None:
        return sent.advance
    if terms.settle_by < terms.given_on:
        raise ValidationError({"settle_by": "Hạn thanh toán không trước ngày tạm ứng."})
    advance = Advance(
        box=box, member=terms.member, amount=terms.amount, purpose=terms.purpose,
        given_on=terms.given_on, settle_by=terms.settle_by,
    )  # fmt: skip
    advance.full_clean()
    advance.save()
    voucher = Voucher(
        terms.given_on, terms.amount, f"Tạm ứng: {terms.purpose}", terms.member.full_name,
        terms.member, is_another=is_another, is_late=is_late,
    )  # fmt: skip
    row = Transaction(
        kind="payment", unit=box.unit, debit=Account.objects.first_of(Account.Kind.ADVANCE),
        credit_box=box, advance=advance,
    )  # fmt: skip
    write_voucher(row, voucher, token, by)
    return advance


@needs(writes_in("advance.box.unit", Subject.FUND))
@transaction.atomic
def account_for(
    *, advance: Advance, account: Account, voucher: Voucher, token: str, by: User
) -> Transaction:
    """Enters what was spent of an advance, by a Phiếu kế toán: no money moves through a box now.

    More may be accounted for than was given; what is over is then topped up.
    """
    row = Transaction(
        kind="journal", debit=account, credit=Account.objects.first_of(Account.Kind.ADVANCE)
    )
    return _enter(advance, row, voucher, token, by)


@needs(writes_in("advance.box.unit", Subject.FUND), writes_in("box.unit", Subject.FUND))
@transaction.atomic
def give_back(
    *, advance: Advance, box: CashBox, voucher: Voucher, token: str, by: User
) -> Transaction:
    """Enters what of an advance was not spent and comes back, by a Phiếu thu."""
    row = Transaction(
        kind="receipt", debit_box=box, credit=Account.objects.first_of(Account.Kind.ADVANCE)
    )
    text = voucher.text or f"Nộp lại tạm ứng ngày {advance.given_on:%d/%m/%Y} chi không hết"
    return _enter(advance, row, replace(voucher, text=text), token, by)


@needs(writes_in("advance.box.unit", Subject.FUND), writes_in("box.unit", Subject.FUND))
@transaction.atomic
def top_up(
    *, advance: Advance, box: CashBox, voucher: Voucher, token: str, by: User
) -> Transaction:
    """Pays the holder what was spent beyond the advance, by a Phiếu chi."""
    row = Transaction(
        kind="payment", debit=Account.objects.first_of(Account.Kind.ADVANCE), credit_box=box
    )
    text = voucher.text or f"Chi bù số chi quá tạm ứng ngày {advance.given_on:%d/%m/%Y}"
    return _enter(advance, row, replace(voucher, text=text), token, by)


def _enter(
    advance: Advance, row: Transaction, voucher: Voucher, token: str, by: User
) -> Transaction:
    lock_books(advance.box.book, row.boxes)
    sent = sent_before(Transaction, token, advance=advance)
    if sent is not None:
        return sent
    row.unit, row.advance = advance.box.unit, advance
    for box in row.boxes:
        if box.unit_id != row.unit.pk:
            raise ValidationError({"box": f"Hãy chọn quỹ của {row.unit}, nơi đã tạm ứng."})
    if voucher.day < advance.given_on:
        day = f"{advance.given_on:%d/%m/%Y}"
        raise ValidationError({"day": f"Tạm ứng ngày {day}; hãy ghi từ ngày đó."})
    _check_rest(advance, row, voucher)
    party = voucher.party or advance.member.full_name
    return write_voucher(row, replace(voucher, party=party), token, by)


def _check_rest(advance: Advance, row: Transaction, voucher: Voucher) -> None:
    """No more comes back than is left, no more is topped up than was overspent."""
    rest = Advance.objects.with_remaining().get(pk=advance.pk).remaining
    if row.kind == Transaction.Kind.RECEIPT and voucher.amount > rest:
        raise ValidationError({"amount": f"Chỉ còn {dong(max(0, rest))} chưa thanh toán."})
    if row.kind == Transaction.Kind.PAYMENT and voucher.amount > -rest:
        raise ValidationError({"amount": f"Chỉ chi quá tạm ứng {dong(max(0, -rest))}."})
    if row.kind == Transaction.Kind.JOURNAL and not advance.entries.standing().exists():
        raise ValidationError("Khoản tạm ứng này đã hủy.")
