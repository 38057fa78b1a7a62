"""Houses in the books of the fund, shown elsewhere: at a box, on a voucher, on the officers' first page."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import F, Sum
from django.urls import reverse

from desk.tasks import Task, by_unit, summarize_counts
from fund.models import CashBox, Transaction
from fund.pending import Origin, Pending, Reconciliation
from kit.money import dong
from kit.numbers import vn_number
from members.models import Degree, Subject, User

from .models import House, HousePosting, gifts_of_boxes, unposted_gifts, with_posted_sum

SHOWN = 10


def house_pending(user: User, box: CashBox) -> Iterator[Pending]:
    """What givers gave to houses and no voucher of this box received yet."""
    rows = unposted_gifts([box]).select_related("house__member")
    for gift in rows[:SHOWN]:
        url = reverse("welfare_desk:house_receipt", args=[gift.pk])
        label = f"{gift.giver} ủng hộ nhà tình nghĩa, {gift.received_on:%d/%m/%Y}"
        yield Pending(label, gift.received - gift.posted, url)


def house_reconciled(
    user: User, box: CashBox, first: dt.date, last: dt.date
) -> Iterator[Reconciliation]:
    """What givers gave in that time through the boxes of the unit, and how much of it has a voucher."""
    rows = gifts_of_boxes([box]).filter(received_on__gte=first, received_on__lte=last)
    sums = with_posted_sum(rows).aggregate(recorded=Sum("received"), entered=Sum("posted"))
    if sums["recorded"]:
        url = (
            reverse("welfare_desk:houses") if user.may(Subject.WELFARE) else box.get_absolute_url()
        )
        yield Reconciliation("Ủng hộ nhà tình nghĩa", sums["recorded"], sums["entered"] or 0, url)


def house_origins(user: User, voucher: Transaction) -> Iterator[Origin]:
    """The house for which the voucher was written."""
    rows = HousePosting.objects.filter(voucher=voucher).select_related("house__member", "gift")
    for posting in rows:
        reads = user.may(Subject.WELFARE) and House.objects.visible_to(user).contains(posting.house)
        yield Origin(str(posting.house), posting.house.get_absolute_url() if reads else "")


def house_books_tasks(user: User) -> Iterator[Task]:
    """Givers' money that is in no box yet, for whoever writes the boxes it belongs in."""
    if not user.may(Subject.FUND, Degree.WRITE):
        return
    own = {office.unit_id for office in user.offices_with(Subject.FUND, Degree.WRITE)}
    boxes = [box for box in CashBox.objects.open().editable_by(user) if box.unit_id in own]
    if not boxes or not (counts := by_unit(rows := unposted_gifts(boxes), "house__unit")):
        return
    money = rows.order_by().aggregate(money=Sum(F("received") - F("posted")))["money"]
    url = boxes[0].get_absolute_url() if len(boxes) == 1 else reverse("fund:boxes")
    label = f"{vn_number(counts.total())} khoản ủng hộ nhà tình nghĩa chưa vào quỹ: {dong(money)}"
    yield Task(label, url, "folder", summarize_counts(counts))
