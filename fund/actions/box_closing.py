"""Closing a box that is no longer needed, once it is counted and empty; opening it again."""

import datetime as dt
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction

from kit.dates import local_today
from kit.money import dong
from kit.numbers import vn_number
from members.actions.permission import edits, needs
from members.models import Member, User

from ..models import Advance, CashBox, CashCount, Keeper, Loan, Transaction
from ..pending import pending_for
from .ledger import Voucher, lock_books, move


@dataclass(frozen=True)
class BoxClosing:
    """At the end of which day a box is closed, why, and where what it holds goes."""

    day: dt.date
    reason: str
    target: CashBox | None = None
    receiver: str = ""
    # Meant although the month is closed, or although something is not in the box yet.
    is_late: bool = False
    is_incomplete: bool = False


@needs(edits("box"))
@transaction.atomic
def close_box(*, box: CashBox, closing: BoxClosing, token: str, by: User) -> CashBox:
    """Moves what was counted into another box, by one voucher, and closes this one; twice is once.

    Who keeps it did so until the end of that day. ValidationError unless the count of that day agrees
    with the book; of a bank account nothing is counted.
    """
    lock_books(box.book, [box, *([closing.target] if closing.target else [])])
    stored = CashBox.objects.get(pk=box.pk)
    if stored.is_closed:
        if (stored.closed_on, stored.closing_reason) == (closing.day, closing.reason):
            return stored  # a double click
        raise ValidationError(f"Quỹ này đã đóng hết ngày {stored.closed_on:%d/%m/%Y}.")
    _check_day(stored, closing.day)
    _check_lent(stored)
    held = stored.balance_on(closing.day)
    if stored.kind == CashBox.Kind.CASH:
        _check_counted(stored, closing.day, held)
    _check_waiting(stored, closing, by)
    if held:
        _move_rest(stored, closing, held, token, by)
    _end_keeper(stored, closing.day)
    stored.closed_on, stored.closing_reason = closing.day, closing.reason
    stored.reopened_on, stored.reopening_reason = None, ""
    stored.full_clean()
    stored.save()
    return stored


def _check_day(box: CashBox, day: dt.date) -> None:
    if not box.opened_on <= day <= local_today():
        raise ValidationError({"day": "Ngày này quỹ chưa mở, hoặc còn ở tương lai."})
    later = Transaction.objects.of_box(box).filter(day__gt=day).order_by("day").first()
    if later is not None:
        raise ValidationError(
            {"day": f"Sau ngày này quỹ còn phiếu {later.code} ngày {later.day:%d/%m/%Y}; "
             "hãy đóng từ ngày đó trở đi."}
        )  # fmt: skip


def _check_lent(box: CashBox) -> None:
    """What was lent comes back to the unit whose it was: it needs another box of the same unit."""
    if CashBox.objects.open().filter(unit=box.unit).exclude(pk=box.pk).exists():
        return
    lent: tuple[tuple[type[Loan] | type[Advance], str], ...] = (
        (Loan, "khoản cho vay chưa trả đủ"), (Advance, "khoản tạm ứng chưa thanh toán"),
    )  # fmt: skip
    for model, label in lent:
        rows = model.objects.filter(box__unit=box.unit).with_remaining().exclude(remaining=0)
        if number := rows.count():
            raise ValidationError(
                f"Đơn vị còn {vn_number(number)} {label}, và không còn quỹ nào khác để nhận lại tiền. "
                "Hãy thu, thanh toán xong rồi đóng quỹ."
            )


def _check_counted(box: CashBox, day: dt.date, held: int) -> None:
    count = CashCount.objects.filter(box=box, counted_on=day).order_by("-pk").first()
    if count is None:
        raise ValidationError(
            {"day": f"Ngày {day:%d/%m/%Y} chưa có biên bản kiểm kê; hãy kiểm kê quỹ rồi đóng."}
        )
    if count.total != held:
        raise ValidationError(
            {"day": f"Kiểm kê ngày {day:%d/%m/%Y} đếm được {dong(count.total)}, sổ còn {dong(held)}. "
             "Hãy ghi chênh lệch vào sổ, hoặc kiểm kê lại, rồi đóng."}
        )  # fmt: skip


def _check_waiting(box: CashBox, closing: BoxClosing, by: User) -> None:
    waiting = list(pending_for(by, box))
    if waiting and not closing.is_incomplete:
        named = "; ".join(f"{item.label} ({dong(item.size)})" for item in waiting[:3])
        raise ValidationError(
            {"is_incomplete": f"Còn {vn_number(len(waiting))} khoản chưa vào quỹ: {named}. Nên ghi "
             "vào quỹ trước; nếu vẫn đóng, hãy đánh dấu ô này."}
        )  # fmt: skip


def _move_rest(box: CashBox, closing: BoxClosing, held: int, token: str, by: User) -> None:
    if closing.target is None:
        raise ValidationError({"target": f"Quỹ còn {dong(held)}: hãy chọn quỹ nhận số tiền này."})
    if not closing.receiver:
        raise ValidationError({"receiver": "Chưa ghi người nhận tiền."})
    voucher = Voucher(
        closing.day, held, f"Chuyển số dư khi đóng quỹ: {closing.reason}"[:300], closing.receiver,
        is_another=True, is_late=closing.is_late,
    )  # fmt: skip
    move(source=box, target=closing.target, voucher=voucher, token=token, by=by)


def _end_keeper(box: CashBox, day: dt.date) -> None:
    last = box.keepers.order_by("-valid_from").first()
    if last is None or (last.valid_to is not None and last.valid_to <= day):
        return
    if last.valid_from > day:
        raise ValidationError(
            {"day": f"Người giữ quỹ hiện nay nhận quỹ ngày {last.valid_from:%d/%m/%Y}; "
             "hãy đóng từ ngày đó trở đi."}
        )  # fmt: skip
    last.valid_to = day + dt.timedelta(days=1)
    last.full_clean()
    last.save()


@needs(edits("box"))
@transaction.atomic
def reopen_box(*, box: CashBox, keeper: Member, reason: str, by: User) -> CashBox:
    """Opens a closed box again, with who keeps it from today; the day of its closing stays on record."""
    lock_books(box.book, [box])
    stored = CashBox.objects.get(pk=box.pk)
    if not stored.is_closed:
        return stored  # a double click
    stored.reopened_on, stored.reopening_reason = local_today(), reason
    stored.full_clean()
    stored.save()
    last = stored.keepers.order_by("-valid_from").first()
    since = local_today()
    if last is not None and last.valid_to is not None:
        since = max(since, last.valid_to)
        if last.valid_to == since and last.member_id == keeper.pk:
            last.valid_to = None
            last.full_clean()
            last.save()
            return stored
    row = Keeper(box=stored, member=keeper, valid_from=since)
    row.full_clean()
    row.save()
    return stored
