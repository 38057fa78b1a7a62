"""The book of one box (sổ quỹ): a month or a year of it, on screen, on paper, as a spreadsheet."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, Sum
from django.http import HttpResponse
from django.shortcuts import render

from desk.pages import may_write
from desk.paper import letterhead
from kit.dates import local_today
from kit.lists import Table
from kit.money import dong_in_words
from kit.spreadsheets import Sheet, SheetColumn, excel_file
from members.http import MemberRequest
from members.models import Change

from ..forms import BookFilters
from ..models import CashBox, Transaction
from ..pending import pending_for, reconcile
from ..tables import LINES
from .common import box_at, fund_trail


@dataclass(frozen=True)
class Line:
    """One line of the book: a transaction, and what the box held after it."""

    entry: Transaction
    received: int
    spent: int
    held: int

    @property
    def about(self) -> str:
        """What it was for: the account, or the box across."""
        if self.entry.kind == Transaction.Kind.TRANSFER:
            other = self.entry.credit_box if self.received else self.entry.debit_box
            return f"{'từ' if self.received else 'vào'} {other}"
        account = str((self.entry.credit if self.received else self.entry.debit) or "")
        to = self.entry.corrected_to
        return f"{account}, đã điều chỉnh sang {to}" if to else account


class BoxBook:
    """The lines of the stretch that the address asks for, with what was there before and after.

    A year may hold ten thousand lines: of each only its amount is read, the rest of those shown.
    """

    def __init__(self, request: MemberRequest, box: CashBox) -> None:
        self.box, self.filters = box, BookFilters(box, request.GET)
        self.first, self.last = self.filters.stretch
        before = self.first.fromordinal(self.first.toordinal() - 1)
        self.opening = box.balance_on(before)
        stretch = Transaction.objects.of_box(box).filter(day__gte=self.first, day__lte=self.last)
        self._held = self._balances(stretch)
        self.rows = stretch.filter(self.filters.lines()).in_book_order()
        self.received, self.spent = self._sums(stretch)
        self.closing = self.opening + self.received - self.spent
        self.shown_received, self.shown_spent = (
            self._sums(self.rows) if self.filters.narrows else (self.received, self.spent)
        )

    def _balances(self, rows: Any) -> dict[int, int]:
        """What the box held after each transaction, by its key."""
        held, balances = self.opening, {}
        for pk, amount, target in rows.in_book_order().values_list("pk", "amount", "debit_box"):
            held += amount if target == self.box.pk else -amount
            balances[pk] = held
        return balances

    def _sums(self, rows: Any) -> tuple[int, int]:
        sums = rows.order_by().aggregate(
            received=Sum("amount", filter=Q(debit_box=self.box), default=0),
            spent=Sum("amount", filter=Q(credit_box=self.box), default=0),
        )
        return sums["received"], sums["spent"]

    def lines_of(self, entries: Iterable[Transaction]) -> list[Line]:
        """Lines for some of the transactions."""
        return [
            Line(
                entry,
                entry.amount if entry.debit_box_id == self.box.pk else 0,
                entry.amount if entry.credit_box_id == self.box.pk else 0,
                self._held[entry.pk],
            )
            for entry in entries
        ]

    @property
    def shown(self) -> Any:
        """The transactions asked for, with all that a page says of each."""
        return (
            self.rows.with_scans()
            .with_corrections()
            .select_related(
                "debit", "credit", "debit_box__unit", "credit_box__unit", "reverses", "reversal"
            )
        )

    @property
    def lines(self) -> list[Line]:
        """Every line asked for, with what a paper says of it."""
        columns = (
            "day",
            "kind",
            "number",
            "year",
            "text",
            "party",
            "amount",
            "debit_box",
            "credit_box",
        )
        return self.lines_of(self.rows.only(*columns))

    def cells(self) -> Iterator[list[Any]]:
        """Every line asked for, as a spreadsheet holds it."""
        boxes = {box.pk: str(box) for box in CashBox.objects.select_related("unit")}
        for pk, day, kind, number, year, party, text, amount, target, source, debit, credit in (
            self.rows.values_list(
                "pk", "day", "kind", "number", "year", "party", "text", "amount", "debit_box",
                "credit_box", "debit__name", "credit__name",
            )
        ):  # fmt: skip
            came, went = amount * (target == self.box.pk), amount * (source == self.box.pk)
            about = (credit if came else debit) or ""
            if target and source:
                about = f"từ {boxes[source]}" if came else f"vào {boxes[target]}"
            code = f"{Transaction.PREFIXES[kind]} {number}/{year}"
            yield [day, code, party, text, about, came or None, went or None, self._held[pk]]


def box(request: MemberRequest, pk: int) -> HttpResponse:
    """The book of a box: this month, unless another is asked for."""
    cash_box = box_at(request, pk)
    book = BoxBook(request, cash_box)
    table = Table(request.GET, book.shown, LINES, noun="dòng")
    table.page.object_list = book.lines_of(table.page.object_list)
    may = may_write(request.user, cash_box)
    context = {
        "trail": fund_trail((str(cash_box), "")),
        "box": cash_box,
        "keeper": cash_box.keeper,
        "book": book,
        "held": cash_box.balance_on(local_today()),
        "table": table,
        "filters": book.filters,
        "reset_url": request.path if request.GET else "",
        "pending": list(pending_for(request.user, cash_box))
        if may and not cash_box.is_closed
        else [],
        "reconciled": reconcile(request.user, cash_box, book.first, book.last),
        "counts": cash_box.counts.all()[:6],
        "may_write": may,
        "may_enter": may and not cash_box.is_closed,
        "changes": Change.objects.of(cash_box).visible_to(request.user).newest_first()[:10],
    }
    return render(request, "fund/box.html", context)


def box_print(request: MemberRequest, pk: int) -> HttpResponse:
    """Sổ quỹ on paper, with places to sign."""
    cash_box = box_at(request, pk)
    book = BoxBook(request, cash_box)
    context: dict[str, Any] = letterhead(cash_box.unit, None, on=local_today()) | {
        "box": cash_box,
        "keeper": cash_box.keeper,
        "book": book,
        "closing_words": dong_in_words(book.closing),
        "paper": None,
        "back": f"{cash_box.get_absolute_url()}?{request.GET.urlencode()}",
    }
    return render(request, "documents/fund_book.html", context)


def box_export(request: MemberRequest, pk: int) -> HttpResponse:
    cash_box = box_at(request, pk)
    book = BoxBook(request, cash_box)
    columns = [
        SheetColumn("Ngày"), SheetColumn("Phiếu"), SheetColumn("Người nộp, người nhận"), SheetColumn("Nội dung"),
        SheetColumn("Khoản"), SheetColumn("Thu", is_money=True), SheetColumn("Chi", is_money=True),
        SheetColumn("Còn", is_money=True),
    ]  # fmt: skip
    rows: list[list[Any]] = [
        [None, "", "", "Số dư đầu kỳ", "", None, None, book.opening],
        *book.cells(),
        [None, "", "", "Cộng phát sinh", "", book.shown_received, book.shown_spent, None],
        [None, "", "", "Số dư cuối kỳ", "", None, None, book.closing],
    ]  # fmt: skip
    sheet = Sheet("Sổ quỹ", columns, rows)
    about = Sheet("Điều kiện", ["Sổ gồm"], [[f"{cash_box}. {book.filters.title}."]])
    return excel_file(f"so-quy-{book.first:%Y-%m}-{local_today():%Y-%m-%d}", [sheet, about])
