"""Care in the books of the fund, shown elsewhere: at a box, on a voucher, on the officers' first page."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Min, Q, Sum
from django.urls import reverse

from desk.tasks import Task, by_unit, summarize_counts
from fund.models import CashBox, Transaction
from fund.pending import Origin, Pending, Reconciliation
from kit.money import dong
from kit.numbers import vn_number
from members.models import Degree, Subject, User

from .models import (
    Activity,
    ActivityPosting,
    WelfareList,
    enters_books,
    paid_from,
    unposted,
    with_posted,
)

SHOWN = 10
PRIVATELY = "(riêng tư)"


def care_pending(user: User, box: CashBox) -> Iterator[Pending]:
    """Gifts of lists, each list together, and single acts that no voucher of this box pays yet."""
    if box.kind != CashBox.Kind.CASH:
        return
    rows = unposted([box])
    address = f"{reverse('welfare_desk:posting_new')}?quy={box.pk}"
    of_lists = (
        rows.filter(list_entry__isnull=False)
        .order_by()
        .values("list_entry__gift_list")
        .annotate(money=Sum("amount"), number=Count("pk"), first=Min("happened_on"))
        .order_by("first")[:SHOWN]
    )
    by_list = {row["list_entry__gift_list"]: row for row in of_lists}
    lists = WelfareList.objects.select_related("kind", "unit").in_bulk(list(by_list))
    for key, row in by_list.items():
        label = f"{lists[key].kind}, {lists[key].span.label}: {vn_number(row['number'])} phần"
        yield Pending(label, -row["money"], f"{address}&danh-sach={key}")
    # The first few are found before anything else is asked of them: in one query PostgreSQL joins
    # the members, and asks who may read the name, for each act that waits.
    first = list(rows.filter(list_entry__isnull=True).values_list("pk", flat=True)[:SHOWN])
    single = Activity.objects.filter(pk__in=first).with_naming(user)
    for act in single.select_related("kind", "member").order_by("happened_on", "pk"):
        yield Pending(_label(act), -act.amount, f"{address}&lan={act.pk}")


def _label(act: Any) -> str:
    whom = act.whom if act.is_named else PRIVATELY
    return f"{act.kind}, {act.happened_on:%d/%m/%Y}, {whom}"


def care_reconciled(
    user: User, box: CashBox, first: dt.date, last: dt.date
) -> Iterator[Reconciliation]:
    """What was given with money of the box's unit in that time, and how much of it has a voucher."""
    rows = enters_books(paid_from([box], Activity.objects.all()))
    rows = with_posted(rows.filter(happened_on__gte=first, happened_on__lte=last))
    sums = rows.aggregate(recorded=Sum("amount"), entered=Sum("amount", filter=Q(is_posted=True)))
    if sums["recorded"]:
        url = f"{reverse('welfare_desk:postings')}?quy={box.pk}"
        yield Reconciliation("Chăm lo đã trao", sums["recorded"], sums["entered"] or 0, url)


def care_origins(user: User, voucher: Transaction) -> Iterator[Origin]:
    """The acts that the voucher paid; whom, and a way there, for those who read them."""
    keys = ActivityPosting.objects.filter(voucher=voucher).order_by().values("activity")
    acts = Activity.objects.filter(pk__in=keys).with_naming(user).select_related("kind", "member")
    readable = set(
        Activity.objects.visible_to(user).filter(pk__in=keys).values_list("pk", flat=True)
        if user.may(Subject.WELFARE)
        else ()
    )
    for act in acts.order_by("happened_on", "pk"):
        label = f"{_label(act)}: {dong(act.amount)}"
        yield Origin(label, act.get_absolute_url() if act.pk in readable else "")


def care_books_tasks(user: User) -> Iterator[Task]:
    """Care that is in no book yet, for whoever writes the boxes that pay it. What units further down
    keep themselves is shown for information."""
    if not user.may(Subject.FUND, Degree.WRITE):
        return
    boxes = list(CashBox.objects.open().editable_by(user))
    own = {office.unit_id for office in user.offices_with(Subject.FUND, Degree.WRITE)}
    for is_own in (True, False):
        some = [box for box in boxes if (box.unit_id in own) == is_own]
        rows = unposted(some)
        if not some or not (counts := by_unit(rows, "unit")):
            continue
        money = rows.order_by().aggregate(money=Sum("amount"))["money"]
        url = reverse("welfare_desk:postings")
        url += f"?quy={some[0].pk}" if len(some) == 1 else ""
        label = f"{vn_number(counts.total())} lần chăm lo chưa vào quỹ: {dong(money)}"
        yield Task(label, url, "folder", summarize_counts(counts), is_for_others=not is_own)
