"""What is lent never comes back more than once; an advance is taken back when nothing rests on it."""

import datetime as dt

from django.core.exceptions import ValidationError

from kit.money import dong

from ..models import Account, Advance, Loan, Transaction


def rest_of(row: Transaction) -> int | None:
    """What is still open, in đồng, of the loan or advance that the voucher is about; None of any
    other. Of an advance that was overspent, what is to be topped up."""
    if row.loan is not None:
        return int(Loan.objects.with_remaining().get(pk=row.loan.pk).remaining)
    if row.advance is not None:
        return abs(int(Advance.objects.with_remaining().get(pk=row.advance.pk).remaining))
    return None


def check_rests(row: Transaction) -> None:
    """ValidationError for a reversal of what an advance was paid out by, while others rest on it."""
    advance = row.advance
    if row.reverses is None or advance is None or row.reverses.kind != Transaction.Kind.PAYMENT:
        return
    others = advance.entries.standing().exclude(pk=row.reverses_id)
    if (
        row.reverses_id == advance.entries.order_by("pk").values_list("pk")[0][0]
        and others.exists()
    ):
        raise ValidationError("Khoản tạm ứng này đã có phiếu khác: hãy đảo các phiếu đó trước.")


def check_remains(row: Transaction) -> None:
    """ValidationError where on any day more would have come back of the loan than was lent. Behind
    the lock on the book."""
    kept = Account.Kind.LOAN
    every = [*row.loan.entries.select_related("debit", "credit"), row] if row.loan else []
    nets: dict[dt.date, int] = {}
    for entry in every:
        is_out = entry.debit is not None and entry.debit.kind == kept
        nets[entry.day] = nets.get(entry.day, 0) + (entry.amount if is_out else -entry.amount)
    held = 0
    for day in sorted(nets):
        held += nets[day]
        if held >= 0:
            continue
        if row.reverses_id is not None:
            raise ValidationError("Khoản vay này đã có phiếu trả nợ: hãy đảo các phiếu đó trước.")
        left = dong(max(0, held + row.amount))
        raise ValidationError(
            {
                "amount": f"Ngày {day:%d/%m/%Y} khoản vay này chỉ còn {left}; không thu quá số còn nợ."
            }
        )
