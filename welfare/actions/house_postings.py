"""Houses in the fund: a giver's money received by a Phiếu thu, the work paid by a Phiếu chi."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction

from desk.tokens import sent_before
from fund.actions import Voucher, pay_out, receive
from fund.actions.ledger import lock_books
from fund.models import Account, CashBox, Transaction, book_of
from members.actions.permission import needs, writes_in
from members.models import Subject, User

from ..models import House, HouseGift, HousePosting, boxes_of_house, with_posted_sum


@needs(writes_in("box.unit", Subject.FUND))
@transaction.atomic
def receive_gift(
    *, gift: HouseGift, box: CashBox, account: Account, day: dt.date, token: str, by: User,
    is_late: bool = False,
) -> Transaction:  # fmt: skip
    """Enters what a giver gave and is not in the fund yet, by one Phiếu thu; the same form twice is one."""
    lock_books(book_of(box.unit), [box])
    if (known := sent_before(Transaction, token, unit=box.unit)) is not None:
        return known
    HouseGift.objects.select_for_update(of=("self",)).get(pk=gift.pk)
    stored = with_posted_sum(HouseGift.objects.select_related("house__unit")).get(pk=gift.pk)
    if stored.is_direct:
        raise ValidationError("Tiền này trao thẳng cho gia đình nên không vào quỹ.")
    if stored.voucher_no:
        raise ValidationError(f"Tiền này đã ghi có phiếu thu {stored.voucher_no}.")
    rest = stored.received - stored.posted
    if rest <= 0:
        last = stored.postings.standing().select_related("voucher").last()
        if last is not None:
            return last.voucher  # somebody else has just entered it
        raise ValidationError("Chưa ghi đã nhận tiền của người này.")
    _check_box(stored.house, box)
    voucher = Voucher(
        day, rest, f"Ủng hộ nhà tình nghĩa: {stored.house.whom}"[:300], stored.giver[:120],
        is_another=True, is_late=is_late,
    )  # fmt: skip
    row = receive(box=box, account=account, voucher=voucher, token=token, by=by)
    _post(HousePosting(house=stored.house, gift=stored, voucher=row, turn=stored.postings.count()))
    return row


@needs(writes_in("box.unit", Subject.FUND))
@transaction.atomic
def pay_for_house(
    *, house: House, box: CashBox, account: Account, voucher: Voucher, token: str, by: User
) -> Transaction:
    """Pays for the work out of the box, by a Phiếu chi; the same form sent twice is one."""
    lock_books(book_of(box.unit), [box])
    if (known := sent_before(Transaction, token, unit=box.unit)) is not None:
        return known
    _check_box(house, box)
    row = pay_out(box=box, account=account, voucher=voucher, token=token, by=by)
    _post(HousePosting(house=house, voucher=row))
    return row


def _check_box(house: House, box: CashBox) -> None:
    if not boxes_of_house(house).contains(box):
        raise ValidationError({"box": f"Tiền của nhà này không qua {box}."})


def _post(posting: HousePosting) -> None:
    posting.full_clean()
    posting.save()
