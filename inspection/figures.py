"""What the portal counts beside an item of the checklist, in one line, as of now."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, Sum

from dues.models import Collection, Payment, with_unposted
from fund.models import CashBox, CashCount, Transaction
from kit.dates import local_today
from kit.money import dong
from kit.numbers import vn_number
from members.models import Decision, Member, MemberPass, Unit
from welfare.models import (
    LIVE,
    Activity,
    EntryState,
    ListState,
    WelfareEntry,
    enters_books,
    paid_from,
    with_posted,
)

from .models import Figure, Inspection

BOXES_LISTED = 3  # one by one; of more of them their sum


@dataclass(frozen=True)
class Counted:
    """The line beside an item, and whether it speaks against the item: who finds it right says why."""

    line: str
    is_contrary: bool = False

    def __str__(self) -> str:
        return self.line


class Stretch:
    """Whose books, and which days of the year checked are over."""

    def __init__(self, unit: Unit, year: int) -> None:
        self.units = Unit.objects.within(unit).order_by().values("pk")
        self.first = dt.date(year, 1, 1)
        self.last = min(dt.date(year, 12, 31), max(local_today(), self.first))
        self.boxes = list(CashBox.objects.filter(unit__in=self.units).select_related("unit"))


def figures_of(inspection: Inspection) -> dict[str, Counted]:
    """By figure, the line that stands beside the item; for the items of this check."""
    wanted = set(inspection.findings.values_list("figure", flat=True)) - {Figure.NONE}
    stretch = Stretch(inspection.unit, inspection.year)
    return {figure: COUNTERS[Figure(figure)](stretch) for figure in wanted}


def _dues(stretch: Stretch) -> Counted:
    rows: Any = Collection.objects.filter(
        unit__in=stretch.units, held_on__gte=stretch.first, held_on__lte=stretch.last
    )
    paid = Payment.objects.standing().filter(collection__in=rows).total()
    missing = with_unposted(rows).aggregate(sum=Sum("unposted"))["sum"] or 0
    line = f"Biên nhận {dong(paid)}; đã vào quỹ {dong(paid - missing)}; lệch {dong(missing)}."
    return Counted(line, bool(missing))


def _boxes(stretch: Stretch) -> Counted:
    if not stretch.boxes:
        return Counted("Chưa mở quỹ.")
    keys = [box.pk for box in stretch.boxes]
    boxes = CashBox.objects.filter(pk__in=keys).with_balances(stretch.last).select_related("unit")
    counts: dict[int, CashCount] = {}
    for count in CashCount.objects.filter(
        box__in=keys, counted_on__gte=stretch.first, counted_on__lte=stretch.last
    ).order_by("counted_on", "pk"):
        counts[count.box_id] = count
    differing = sum(bool(count.difference) for count in counts.values())
    uncounted = any(
        box.kind == CashBox.Kind.CASH and not box.is_closed and box.pk not in counts
        for box in stretch.boxes
    )
    is_contrary = bool(differing) or uncounted
    if len(keys) > BOXES_LISTED:
        total = sum(box.balance for box in boxes)
        line = (
            f"{vn_number(len(keys))} quỹ, sổ còn {dong(total)}; {vn_number(len(counts))} quỹ có kiểm kê "
            f"trong năm, {vn_number(differing)} quỹ lệch."
        )
        return Counted(line, is_contrary)
    line = " ".join(
        f"{box}: sổ còn {dong(box.balance)}, {_last(counts.get(box.pk))}." for box in boxes
    )
    return Counted(line, is_contrary)


def _last(count: CashCount | None) -> str:
    if count is None:
        return "chưa kiểm kê trong năm"
    verdict = f"lệch {dong(count.difference)}" if count.difference else "khớp"
    return f"kiểm kê {count.counted_on:%d/%m/%Y} {verdict}"


def _care(stretch: Stretch) -> Counted:
    if not stretch.boxes:
        return Counted("Chưa mở quỹ.")
    rows: Any = enters_books(paid_from(stretch.boxes, Activity.objects.all()))
    rows = with_posted(rows.filter(happened_on__gte=stretch.first, happened_on__lte=stretch.last))
    waits = Q(is_posted=False)
    sums = rows.order_by().aggregate(
        money=Sum("amount", default=0),
        number=Count("pk"),
        waiting=Sum("amount", filter=waits, default=0),
        waiting_number=Count("pk", filter=waits),
    )
    line = (
        f"Đã trao {vn_number(sums['number'])} lần, {dong(sums['money'])}; chưa có phiếu chi "
        f"{vn_number(sums['waiting_number'])} lần, {dong(sums['waiting'])}."
    )
    return Counted(line, bool(sums["waiting_number"]))


def _lists(stretch: Stretch) -> Counted:
    entries = WelfareEntry.objects.filter(
        gift_list__unit__in=stretch.units, gift_list__year=stretch.first.year,
        gift_list__state=ListState.APPROVED, state__in=LIVE,
    )  # fmt: skip
    approved = entries.count()
    handed = entries.filter(state=EntryState.HANDED).count()
    line = f"Đã duyệt {vn_number(approved)} phần; đã trao {vn_number(handed)}."
    return Counted(line, handed < approved)


def _vouchers(stretch: Stretch) -> Counted:
    rows = Transaction.objects.filter(
        unit__in=stretch.units, day__gte=stretch.first, day__lte=stretch.last
    )
    reversed_ones = rows.filter(reverses__isnull=False).count()
    unproved = rows.with_scans().without_scan().count()
    line = (
        f"{vn_number(rows.count())} phiếu, trong đó {vn_number(reversed_ones)} phiếu đảo; "
        f"{vn_number(unproved)} phiếu chi chưa có bản chụp chứng từ."
    )
    return Counted(line, bool(unproved))


def _cards(stretch: Stretch) -> Counted:
    members = Member.objects.of_units(Unit.objects.filter(pk__in=stretch.units), stretch.last)
    passes = MemberPass.objects.in_force().filter(member=OuterRef("pk"))
    without = members.filter(~Exists(passes)).count()
    line = f"{vn_number(members.count())} hội viên; {vn_number(without)} chưa có thẻ đã in."
    return Counted(line, bool(without))


def _papers(stretch: Stretch) -> Counted:
    rows = Decision.objects.filter(
        signed_on__gte=stretch.first, signed_on__lte=stretch.last, unit__in=stretch.units
    )
    waiting = rows.to_confirm().count()
    line = f"{vn_number(rows.count())} giấy trong năm; {vn_number(waiting)} chờ xác nhận."
    return Counted(line, bool(waiting))


COUNTERS: dict[Figure, Callable[[Stretch], Counted]] = {
    Figure.DUES: _dues,
    Figure.BOXES: _boxes,
    Figure.CARE: _care,
    Figure.LISTS: _lists,
    Figure.VOUCHERS: _vouchers,
    Figure.CARDS: _cards,
    Figure.PAPERS: _papers,
}
