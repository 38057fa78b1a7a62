"""Dues in the books of the fund, shown elsewhere: at a box, on a voucher, on the officers' first page."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, F, OuterRef, Sum
from django.urls import reverse

from desk.tasks import Task, by_unit, summarize_counts
from fund.models import CashBox, Transaction
from fund.pending import Origin, Pending, Reconciliation
from kit.money import dong
from kit.numbers import vn_number
from members.models import Degree, Subject, User

from .models import Collection, CollectionPosting, Payment, with_unposted

SHOWN = 12  # meetings shown on a box's page, latest first


def not_in_fund(rows: Any) -> Any:
    """Of these meetings those whose branch had a cash box by then and whose money is not in it, or is
    and should not be."""
    boxes = CashBox.objects.open().filter(
        unit=OuterRef("unit"), kind=CashBox.Kind.CASH, opened_on__lte=OuterRef("held_on")
    )
    return with_unposted(rows.filter(Exists(boxes))).exclude(unposted=0)


def dues_pending(user: User, box: CashBox) -> Iterator[Pending]:
    """Meetings since the box was opened whose money is not in it, or is and should not be."""
    if box.kind != CashBox.Kind.CASH or not user.may(Subject.DUES, Degree.WRITE):
        return
    rows = Collection.objects.editable_by(user).filter(unit=box.unit, held_on__gte=box.opened_on)
    for row in not_in_fund(rows).order_by("-held_on", "-pk")[:SHOWN]:
        url = reverse("dues:collection_post", args=[row.pk])
        yield Pending(f"Hội phí, buổi thu {row.held_on:%d/%m/%Y}", row.unposted, url)


def dues_reconciled(
    user: User, box: CashBox, first: dt.date, last: dt.date
) -> Iterator[Reconciliation]:
    """What the receipts of meetings in that time come to, and how much of it is in a box."""
    if not user.may(Subject.DUES):
        return
    start = max(first, box.opened_on)
    rows = Collection.objects.filter(unit=box.unit, held_on__gte=start, held_on__lte=last)
    recorded = Payment.objects.standing().filter(collection__in=rows).total()
    missing = with_unposted(rows).aggregate(sum=Sum("unposted"))["sum"] or 0
    if recorded or missing:
        url = f"{reverse('dues:collections')}?don_vi={box.unit_id}"
        yield Reconciliation("Hội phí đã thu", recorded, recorded - missing, url)


def dues_origins(user: User, voucher: Transaction) -> Iterator[Origin]:
    """The meeting whose dues the voucher entered."""
    posting = CollectionPosting.objects.filter(voucher=voucher).select_related("collection").first()
    if posting is None:
        return
    row = posting.collection
    readable = Collection.objects.visible_to(user).filter(pk=row.pk).exists()
    yield Origin(
        f"Hội phí, buổi thu {row.held_on:%d/%m/%Y}", row.get_absolute_url() if readable else ""
    )


def dues_books_tasks(user: User) -> Iterator[Task]:
    """Meetings whose money is in no box yet, for whoever writes both; below one's own unit, for information."""
    if not (user.may(Subject.FUND, Degree.WRITE) and user.may(Subject.DUES, Degree.WRITE)):
        return
    own = [office.unit_id for office in user.offices_with(Subject.FUND, Degree.WRITE)]
    rows = not_in_fund(Collection.objects.editable_by(user))
    address = f"{reverse('dues:collections')}?vao_quy=chua"
    for is_own, some in ((True, rows.filter(unit__in=own)), (False, rows.exclude(unit__in=own))):
        if counts := by_unit(some, "unit"):
            money = some.order_by().aggregate(money=Sum(F("unposted")))["money"]
            label = f"{vn_number(counts.total())} buổi thu hội phí chưa vào quỹ: {dong(abs(money))}"
            url = f"{address}&don_vi={next(iter(counts))[0]}" if len(counts) == 1 else address
            yield Task(label, url, "folder", summarize_counts(counts), is_for_others=not is_own)
