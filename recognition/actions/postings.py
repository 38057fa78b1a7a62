"""Award money paid out of a box by one Phiếu chi; the book's day and source follow from it."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction

from desk.tokens import sent_before
from fund.actions import Voucher, pay_out
from fund.actions.ledger import lock_books
from fund.models import Account, CashBox, Transaction, book_of
from members.actions.permission import needs, writes_in
from members.models import Subject, User

from ..models import Grant, GrantPosting, boxes_for


@needs(writes_in("box.unit", Subject.FUND))
@transaction.atomic
def pay_grant(
    *, grant: Grant, box: CashBox, account: Account, day: dt.date, token: str, by: User,
    is_late: bool = False,
) -> Transaction:  # fmt: skip
    """Pays the money of an award by a Phiếu chi; the same form twice, or two treasurers, pay once."""
    lock_books(book_of(box.unit), [box])
    if (known := sent_before(Transaction, token, unit=box.unit)) is not None:
        return known
    rows = Grant.objects.select_for_update(of=("self",))
    stored = rows.select_related("decision", "kind", "nominee__dossier__unit__parent").get(
        pk=grant.pk
    )
    last = stored.postings.standing().select_related("voucher").last()
    if last is not None:
        return last.voucher  # somebody else has just paid it
    if not stored.is_standing or not stored.amount:
        raise ValidationError("Khen thưởng này không còn tiền thưởng để chi.")
    if stored.paid_on:
        raise ValidationError(f"Tiền thưởng này đã ghi chi ngày {stored.paid_on:%d/%m/%Y}.")
    if day < stored.decision.signed_on:
        raise ValidationError({"day": "Ngày phiếu trước ngày ký quyết định."})
    if not boxes_for(by, stored).contains(box):
        raise ValidationError({"box": f"Tiền thưởng này không chi từ {box}."})
    voucher = Voucher(
        day, stored.amount, f"Tiền thưởng {stored.kind}, {stored.decision}"[:300],
        str(stored.nominee)[:120], is_another=True, is_late=is_late,
    )  # fmt: skip
    row = pay_out(box=box, account=account, voucher=voucher, token=token, by=by)
    posting = GrantPosting(
        grant=stored, voucher=row, amount=stored.amount, turn=stored.postings.count()
    )
    posting.full_clean()
    posting.save()
    stored.paid_on, stored.paid_by = row.day, f"Phiếu chi {row.code}"[:120]
    stored.save()
    return row


def follow_reversal(entry: Transaction, reversal: Transaction) -> None:
    """A reversed Phiếu chi frees its award; of a revoked one, the money has come back by it.

    Called by the fund within the reversal (`fund.pending.register_followers`), which asked the right.
    """
    rows = Grant.objects.select_for_update(of=("self",)).filter(postings__voucher=entry)
    for grant in rows:
        if grant.is_standing:
            grant.paid_on, grant.paid_by = None, ""
        elif grant.money_returned_on is None:
            grant.money_returned_on = reversal.day
        grant.save()
