"""Writing vouchers: money received, paid out, moved between boxes, and reversals of these."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from desk.tokens import sent_before
from kit.dates import local_today
from kit.money import SMALLEST, dong, too_small
from kit.text import fold
from members.actions.permission import edits, needs, writes_in
from members.models import Degree, Member, Subject, Unit, User, units_where

from ..models import Account, CashBox, Transaction, book_of, closing_of
from ..pending import follow
from .debts import check_remains, check_rests, rest_of

MIN_AMOUNT = SMALLEST
_K = Transaction.Kind


@dataclass(frozen=True)
class Voucher:
    """What a voucher says, whichever way the money goes."""

    day: dt.date
    amount: int
    text: str
    party: str = ""
    member: Member | None = None
    address: str = ""
    enclosed: str = ""
    # Meant although another one says the same: two gifts of one amount on one day.
    is_another: bool = False
    # Meant although the month is closed: for who decides.
    is_late: bool = False


@needs(writes_in("box.unit", Subject.FUND))
@transaction.atomic
def receive(
    *, box: CashBox, account: Account, voucher: Voucher, token: str, by: User
) -> Transaction:
    """Writes a Phiếu thu: money comes into the box. The same form sent twice is one voucher."""
    return _post(
        Transaction(kind=_K.RECEIPT, unit=box.unit, debit_box=box, credit=account),
        voucher, token, by,
    )  # fmt: skip


@needs(writes_in("box.unit", Subject.FUND))
@transaction.atomic
def pay_out(
    *, box: CashBox, account: Account, voucher: Voucher, token: str, by: User
) -> Transaction:
    """Writes a Phiếu chi: money goes out of the box. ValidationError beside the amount if on any day
    from the voucher's on the box would hold less than nothing."""
    return _post(
        Transaction(kind=_K.PAYMENT, unit=box.unit, debit=account, credit_box=box),
        voucher, token, by,
    )  # fmt: skip


@needs(writes_in("source.unit", Subject.FUND), writes_in("target.unit", Subject.FUND))
@transaction.atomic
def move(
    *, source: CashBox, target: CashBox, voucher: Voucher, token: str, by: User
) -> Transaction:
    """Moves money from one box to another of the same book: to the bank, to a branch's box."""
    if book_of(source.unit) != book_of(target.unit):
        raise ValidationError(
            {"target": "Hai quỹ này thuộc sổ của hai Hội khác nhau: mỗi bên lập phiếu của mình."}
        )
    if source == target:
        raise ValidationError({"target": "Hãy chọn một quỹ khác với quỹ chuyển đi."})
    return _post(
        Transaction(kind=_K.TRANSFER, unit=source.unit, debit_box=target, credit_box=source),
        voucher, token, by,
    )  # fmt: skip


REVERSED = {_K.RECEIPT: _K.PAYMENT, _K.PAYMENT: _K.RECEIPT}


@needs(edits("entry"))
@transaction.atomic
def reverse_voucher(
    *, entry: Transaction, day: dt.date, reason: str, by: User, is_late: bool = False
) -> Transaction:
    """Moves the money of a wrong voucher back, by a voucher of its own with its own day.

    Once at most; what is a reversal itself is not reversed: whoever reversed by mistake writes the
    voucher anew.
    """
    lock_books(entry.book, entry.boxes)
    if entry.reverses_id is not None:
        raise ValidationError("Phiếu này là phiếu đảo nên không đảo lại. Hãy lập một phiếu mới.")
    done = Transaction.objects.filter(reverses=entry).first()
    if done is not None:
        if (done.entered_by_id, done.day, done.text) == (by.pk, day, reason):
            return done  # a double click
        raise ValidationError(f"Phiếu này đã được đảo bằng phiếu {done.code}.")
    if (correction := entry.correction) is not None:
        raise ValidationError(
            f"Phiếu này đã điều chỉnh khoản bằng {correction.code}: hãy đảo phiếu đó trước."
        )
    if day < entry.day:
        raise ValidationError(
            {"day": f"Phiếu gốc ghi ngày {entry.day:%d/%m/%Y}; hãy ghi từ ngày đó."}
        )
    row = Transaction(
        kind=REVERSED.get(_K(entry.kind), entry.kind), unit=entry.unit, reverses=entry,
        debit=entry.credit, debit_box=entry.credit_box, credit=entry.debit,
        credit_box=entry.debit_box, loan=entry.loan, advance=entry.advance, corrects=entry.corrects,
    )  # fmt: skip
    voucher = Voucher(
        day,
        entry.amount,
        reason,
        entry.party,
        entry.member,
        entry.address,
        is_another=True,
        is_late=is_late,
    )
    written = write_voucher(row, voucher, f"dao-{entry.pk}", by)
    follow(entry, written)
    return written


@needs(edits("entry"))
@transaction.atomic
def correct_account(
    *, entry: Transaction, account: Account, day: dt.date, reason: str, token: str, by: User,
    is_late: bool = False,
) -> Transaction:  # fmt: skip
    """Moves a voucher's amount from the account it was entered under to the right one, by one Phiếu kế
    toán with its own day; the same form sent twice is one.

    Whoever chose a wrong account again reverses the correction first.
    """
    lock_books(entry.book, [])
    if (existing := sent_before(Transaction, token, unit=entry.unit)) is not None:
        return existing
    stored = Transaction.objects.select_related("debit", "credit").get(pk=entry.pk)
    wrong = stored.account
    if wrong is None or not stored.can_be_corrected:
        raise ValidationError(_why_not_corrected(stored))
    if account.kind != wrong.kind or account == wrong:
        raise ValidationError(
            {"account": f"Hãy chọn một {wrong.get_kind_display()} khác “{wrong}”."}
        )
    if day < stored.day:
        raise ValidationError(
            {"day": f"Phiếu gốc ghi ngày {stored.day:%d/%m/%Y}; hãy ghi từ ngày đó."}
        )
    into, out_of = (wrong, account) if stored.kind == _K.RECEIPT else (account, wrong)
    row = Transaction(kind=_K.JOURNAL, unit=stored.unit, debit=into, credit=out_of, corrects=stored)
    voucher = Voucher(
        day, stored.amount, f"Điều chỉnh {stored.code} từ {wrong} sang {account}: {reason}"[:300],
        is_another=True, is_late=is_late,
    )  # fmt: skip
    return write_voucher(row, voucher, token, by)


def _why_not_corrected(entry: Transaction) -> str:
    if (correction := entry.correction) is not None:
        return f"Phiếu này đã điều chỉnh bằng {correction.code}; nếu vẫn nhầm, hãy đảo phiếu đó."
    if not entry.stands:
        return "Phiếu đảo và phiếu đã đảo không điều chỉnh khoản."
    return (
        "Chỉ điều chỉnh giữa các khoản thu, hoặc giữa các khoản chi; phiếu khác thì đảo và ghi lại."
    )


def _post(row: Transaction, voucher: Voucher, token: str, by: User) -> Transaction:
    """Locks, numbers, checks and writes one transaction."""
    lock_books(book_of(row.unit), row.boxes)
    existing = sent_before(Transaction, token, unit=row.unit)
    return existing or write_voucher(row, voucher, token, by)


def lock_books(book: Unit, boxes: Iterable[CashBox]) -> None:
    """One at a time numbers the book's vouchers, and changes what lies in a box."""
    Unit.objects.select_for_update(of=("self",)).get(pk=book.pk)
    keys = [box.pk for box in boxes]
    list(CashBox.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk"))


def write_voucher(row: Transaction, voucher: Voucher, token: str, by: User) -> Transaction:
    _check_voucher(row, voucher)
    row.book, row.year, row.entered_by, row.token = book_of(row.unit), voucher.day.year, by, token
    for name in ("day", "amount", "text", "party", "member", "address", "enclosed"):
        setattr(row, name, getattr(voucher, name))
    if not voucher.is_another:
        _check_not_twice(row)
    _check_open(row.book, voucher, by)
    row.number = Transaction.objects.next_number(row.book, row.kind, row.year)
    if row.credit_box is not None:
        check_covers(row.credit_box, row.day, row.amount)
    check_remains(row)
    check_rests(row)
    _clean(row)
    row.save()
    return row


def _clean(row: Transaction) -> None:
    """What constraints say, beside the box it is about; columns of its own making were checked."""
    try:
        row.full_clean()
    except ValidationError as error:
        by_field: dict[str, Any] = error.message_dict
        if {"number", "book", "kind", "token"} & set(by_field):
            raise ValidationError(
                [message for lines in by_field.values() for message in lines]
            ) from error
        raise


def _check_voucher(row: Transaction, voucher: Voucher) -> None:
    if voucher.day > local_today():
        raise ValidationError({"day": "Ngày này ở tương lai."})
    for box in row.boxes:
        # As stored: it may have been closed since the form was shown; behind the lock.
        closed = CashBox.objects.filter(
            pk=box.pk, closed_on__isnull=False, reopened_on=None
        ).first()
        if closed is not None:
            raise ValidationError(
                f"{box} đã đóng hết ngày {closed.closed_on:%d/%m/%Y}. Muốn ghi thêm, hãy mở lại quỹ."
            )
        if voucher.day < box.opened_on:
            day = f"{box.opened_on:%d/%m/%Y}"
            raise ValidationError({"day": f"{box} mở sổ ngày {day}; hãy ghi từ ngày đó."})
    # What is left of a loan or an advance may be less than any note, and is settled all the same.
    if 0 < voucher.amount < MIN_AMOUNT and voucher.amount != rest_of(row):
        raise ValidationError({"amount": too_small(voucher.amount)})


def _check_open(book: Unit, voucher: Voucher, by: User) -> None:
    """A closed year takes nothing; a closed month what somebody who decides writes knowingly."""
    closing = closing_of(book, voucher.day)
    if closing is None:
        return
    if closing.month is None:
        raise ValidationError(
            {"day": f"Sổ năm {closing.year} đã khóa. Muốn ghi thêm phải có quyết định mở lại sổ."}
        )
    if not units_where(by, Subject.FUND, Degree.DECIDE).contains(book):
        raise ValidationError(
            {"day": f"Sổ {closing.title.lower()} đã khóa; chỉ người có quyền quyết định ghi thêm "
             "được. Hãy ghi vào ngày của tháng chưa khóa."}
        )  # fmt: skip
    if not voucher.is_late:
        raise ValidationError(
            {"is_late": f"Sổ {closing.title.lower()} đã khóa. Nếu vẫn ghi vào tháng đó, hãy đánh dấu "
             "ô này rồi ghi lại."}
        )  # fmt: skip


def _check_not_twice(row: Transaction) -> None:
    """Two people may write down the same money: the second is asked. Behind the lock."""
    same = Transaction.objects.standing().filter(
        kind=row.kind, day=row.day, amount=row.amount, debit=row.debit, credit=row.credit,
        debit_box=row.debit_box, credit_box=row.credit_box,
    )  # fmt: skip
    for other in same.select_related("entered_by__member"):
        if fold(other.party) == fold(row.party) and fold(other.text) == fold(row.text):
            raise ValidationError(
                {"is_another": f"Phiếu {other.code} do {other.entered_by} lập ghi đúng như vậy. "
                 "Nếu là hai khoản khác nhau, hãy đánh dấu ô này rồi ghi lại."}
            )  # fmt: skip


def check_covers(box: CashBox, day: dt.date, amount: int) -> None:
    """ValidationError unless the box has that much at the end of that day and of every later one."""
    least, when = box.lowest_from(day)
    if amount > least:
        raise ValidationError(
            {"amount": f"{box} không đủ: đến hết ngày {when:%d/%m/%Y} chỉ còn {dong(least)}. "
             "Nếu quỹ đã vay mượn để chi, hãy ghi phiếu thu khoản vay mượn đó trước."}
        )  # fmt: skip
