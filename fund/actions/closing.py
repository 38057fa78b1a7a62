"""Counting a box, and closing months and years of a book."""

import datetime as dt
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction

from desk.tokens import sent_before
from kit.dates import local_today
from kit.money import dong
from members.actions.permission import Given, edits, needs, writes_in
from members.models import Degree, Subject, Unit, User, units_where

from ..models import Account, CashBox, CashCount, Closing, Transaction, book_of
from .ledger import Voucher, lock_books, write_voucher


@dataclass(frozen=True)
class CountSheet:
    """What a count says: how many of each note, who counted."""

    counted_on: dt.date
    keeper: str
    witness: str
    head: str
    notes: dict[int, int] = field(default_factory=dict)
    explanation: str = ""

    @property
    def total(self) -> int:
        return sum(note * count for note, count in self.notes.items())


@needs(writes_in("box.unit", Subject.FUND))
@transaction.atomic
def record_count(*, box: CashBox, sheet: CountSheet, token: str, by: User) -> CashCount:
    """Records a count beside what the book says; a difference must be explained.

    The same form sent twice is one count.
    """
    lock_books(box.book, [box])
    existing = sent_before(CashCount, token, box=box)
    if existing is not None:
        return existing
    if box.kind != CashBox.Kind.CASH:
        raise ValidationError("Chỉ kiểm kê tiền mặt; tài khoản ngân hàng thì đối chiếu sao kê.")
    if CashBox.objects.open().filter(pk=box.pk).first() is None:
        raise ValidationError("Quỹ này đã đóng nên không kiểm kê nữa.")
    if not box.opened_on <= sheet.counted_on <= local_today():
        raise ValidationError({"counted_on": "Ngày này quỹ chưa mở, hoặc còn ở tương lai."})
    balance = box.balance_on(sheet.counted_on)
    if sheet.total != balance and not sheet.explanation:
        more = "thừa" if sheet.total > balance else "thiếu"
        raise ValidationError(
            {"explanation": f"Đếm được {dong(sheet.total)}, sổ ghi {dong(balance)}: {more} "
             f"{dong(abs(sheet.total - balance))}. Hãy giải thích chênh lệch."}
        )  # fmt: skip
    row = CashCount(
        box=box, counted_on=sheet.counted_on, total=sheet.total, book_balance=balance,
        notes={str(note): count for note, count in sheet.notes.items() if count},
        explanation=sheet.explanation if sheet.total != balance else "", keeper=sheet.keeper,
        witness=sheet.witness, head=sheet.head, entered_by=by, token=token,
    )  # fmt: skip
    row.full_clean()
    row.save()
    return row


@needs(edits("count"))
@transaction.atomic
def post_difference(*, count: CashCount, account: Account, by: User) -> Transaction:
    """Brings the book to what was counted, by one voucher of the day of the count."""
    lock_books(count.box.book, [count.box])
    stored = CashCount.objects.select_for_update(of=("self",)).get(pk=count.pk)
    if stored.voucher is not None:
        return stored.voucher  # a double click
    if not stored.difference:
        raise ValidationError("Tiền thực tế khớp với sổ, không có gì để ghi.")
    box = stored.box
    row = Transaction(kind="receipt", unit=box.unit, debit_box=box, credit=account)
    if stored.difference < 0:
        row = Transaction(kind="payment", unit=box.unit, debit=account, credit_box=box)
    text = f"Chênh lệch khi kiểm kê quỹ: {stored.explanation}"[:300]
    voucher = Voucher(
        stored.counted_on, abs(stored.difference), text, stored.keeper, is_another=True
    )
    stored.voucher = write_voucher(row, voucher, f"kiem-ke-{stored.pk}", by)
    stored.save(update_fields=["voucher"])
    return stored.voucher


# --- Closing ----------------------------------------------------------------------------------


@needs(writes_in("book", Subject.FUND))
@transaction.atomic
def close_book(*, book: Unit, year: int, month: int | None, by: User) -> Closing:
    """Closes a month that is over, or a year; closed twice, it is closed once."""
    lock_books(book, [])
    after = dt.date(year + 1, 1, 1) if month in (None, 12) else dt.date(year, (month or 0) + 1, 1)
    if local_today() < after:
        raise ValidationError("Kỳ này chưa hết nên chưa khóa sổ được.")
    if book_of(book) != book:
        raise ValidationError("Sổ là của Hội; chi hội không khóa sổ riêng.")
    same = Closing.objects.standing().filter(book=book, year=year, month=month).first()
    if same is not None:
        return same
    row = Closing(book=book, year=year, month=month, closed_by=by)
    row.full_clean()
    row.save()
    return row


def _decides_book(by: User, given: Given) -> bool:
    return bool(units_where(by, Subject.FUND, Degree.DECIDE).contains(given["closing"].book))


@needs(_decides_book)
@transaction.atomic
def reopen_book(
    *, closing: Closing, decision_no: str, decided_on: dt.date, reason: str, by: User
) -> Closing:
    """Opens a closed month or year again, upon a decision; the closing itself stays on record."""
    lock_books(closing.book, [])
    stored = Closing.objects.select_for_update(of=("self",)).get(pk=closing.pk)
    if stored.reopened_on is not None:
        if (stored.decision_no, stored.reopened_by_id) == (decision_no, by.pk):
            return stored  # a double click
        raise ValidationError("Kỳ này đã được mở lại trước đó.")
    stored.reopened_on, stored.reopened_by = local_today(), by
    stored.decision_no, stored.decided_on, stored.reason = decision_no, decided_on, reason
    stored.full_clean()
    stored.save()
    return stored
