"""Acts of care enter the books of the fund: one Phiếu chi for one of them, or for many at once."""

import datetime as dt
from collections.abc import Collection, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction

from desk.tokens import sent_before
from fund.actions import Voucher, pay_out
from fund.actions.ledger import lock_books
from fund.models import Account, CashBox, Transaction, book_of
from kit.numbers import vn_number
from members.actions.permission import needs, writes_in
from members.models import Subject, User

from ..models import Activity, ActivityPosting, WelfareEntry, unposted


@needs(writes_in("box.unit", Subject.FUND))
@transaction.atomic
def post_activities(
    *,
    activities: Collection[Activity],
    box: CashBox,
    account: Account,
    day: dt.date,
    token: str,
    by: User,
    is_late: bool = False,
) -> Transaction:
    """Writes one Phiếu chi for these acts; each enters the books once, whoever asks how often.

    If somebody has just entered all of them by one voucher, that one is returned. ValidationError
    names those that are in the books already, or that this box does not pay.
    """
    lock_books(book_of(box.unit), [box])
    if known := sent_before(Transaction, token, unit=box.unit):
        return known
    keys = [act.pk for act in activities]
    rows = list(Activity.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk"))
    if not rows:
        raise ValidationError({"activities": "Chưa chọn lần chăm lo nào."})
    if (earlier := _entered_already(rows)) is not None:
        return earlier
    _check_paid_by(box, rows)
    voucher = voucher_for(rows, day, is_late=is_late)
    row = pay_out(box=box, account=account, voucher=voucher, token=token, by=by)
    for act in rows:
        posting = ActivityPosting(
            activity=act, voucher=row, amount=act.amount, turn=act.postings.count()
        )
        posting.full_clean()
        posting.save()
    return row


def _entered_already(rows: Sequence[Activity]) -> Transaction | None:
    """The one voucher that pays all of them; None if none does. ValidationError if some are paid."""
    standing = ActivityPosting.objects.standing().filter(activity__in=rows)
    postings = list(standing.select_related("voucher", "activity__kind"))
    if not postings:
        return None
    vouchers = {posting.voucher_id for posting in postings}
    if len(postings) == len(rows) and len(vouchers) == 1:
        return postings[0].voucher
    posted = "; ".join(
        f"{posting.activity.kind} ngày {posting.activity.happened_on:%d/%m/%Y}: {posting.voucher.code}"
        for posting in postings[:5]
    )
    raise ValidationError({"activities": f"Vừa có người lập phiếu chi rồi: {posted}. Hãy bỏ chọn."})


def _check_paid_by(box: CashBox, rows: Sequence[Activity]) -> None:
    paid = set(
        unposted([box])
        .order_by()
        .filter(pk__in=[act.pk for act in rows])
        .values_list("pk", flat=True)
    )
    for act in rows:
        if act.pk not in paid:
            raise ValidationError(
                {"activities": f"{act.kind}, ngày {act.happened_on:%d/%m/%Y}: không chi từ {box}, "
                 "hoặc chưa trao, đã hủy."}
            )  # fmt: skip


def voucher_for(rows: Sequence[Activity], day: dt.date, *, is_late: bool = False) -> Voucher:
    """What the Phiếu chi says of them. Of a private kind it names nobody: the book of a box is read by
    more people than know who is ill."""
    amount = sum(act.amount for act in rows)
    kinds = sorted({str(act.kind) for act in rows})
    if len(rows) > 1:
        about = ", ".join(kinds) if len(kinds) < 4 else "Chăm lo hội viên"
        lists = {str(entry.gift_list.span.label) for act in rows if (entry := _entry(act))}
        span = f", {lists.pop()}" if len(lists) == 1 else ""
        text = f"{about}{span}: {vn_number(len(rows))} phần"[:300]
        return Voucher(
            day, amount, text, "theo danh sách ký nhận",
            enclosed=f"danh sách ký nhận {vn_number(len(rows))} người", is_another=True, is_late=is_late,
        )  # fmt: skip
    (act,) = rows
    is_named = not act.kind.is_private
    text = f"{act.kind}, ngày {act.happened_on:%d/%m/%Y}, {act.unit}"[:300]
    party = (act.receiver or act.whom)[:120] if is_named else ""
    member = act.member if is_named else None
    return Voucher(
        day, amount, text, party, member, enclosed=act.receipt_no, is_another=True, is_late=is_late
    )


def _entry(activity: Activity) -> WelfareEntry | None:
    return getattr(activity, "list_entry", None)
