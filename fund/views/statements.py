"""What came in and what was spent, by account: a quarter's sheet for the notice board, a year's
statement of a book."""

import datetime as dt
from typing import Any

from django.db.models import Q, Sum
from django.http import HttpResponse
from django.shortcuts import redirect, render

from desk.paper import letterhead
from kit.dates import local_today
from kit.money import dong_in_words
from kit.numbers import typed_key
from members.http import MemberRequest
from members.models import Subject, Unit, units_where

from ..forms import StatementFilters
from ..models import Account, CashBox, Transaction
from .common import check_fund, fund_trail, tabs


class Statement:
    """The sums of some boxes over a stretch of days. What moves between these boxes is neither
    received nor spent; a reversal takes away from the account it was entered under."""

    def __init__(self, boxes: list[CashBox], first: dt.date, last: dt.date) -> None:
        self.boxes, self.first, self.last = boxes, first, last
        keys = [box.pk for box in boxes]
        rows = Transaction.objects.order_by()
        before = first.fromordinal(first.toordinal() - 1)
        self.opening = _held(rows.filter(day__lte=before), keys)
        inside = rows.filter(day__gte=first, day__lte=last)
        came = _by_account(inside.filter(debit_box__in=keys), "credit")
        went = _by_account(inside.filter(credit_box__in=keys), "debit")
        # What was spent of an advance, and what was moved to the right account, though no money moved
        # through a box then.
        spent = inside.filter(
            Q(advance__box__in=keys)
            | Q(corrects__debit_box__in=keys)
            | Q(corrects__credit_box__in=keys)
            | Q(corrects__advance__box__in=keys),
            kind=Transaction.Kind.JOURNAL,
        )
        for account, amount in _by_account(spent, "credit").items():
            came[account] = came.get(account, 0) + amount
        for account, amount in _by_account(spent, "debit").items():
            went[account] = went.get(account, 0) + amount
        self._accounts = Account.objects.in_bulk({*came, *went} - {None})
        self.received, self.spent = self._sides(came, went)
        moved_in = inside.filter(debit_box__in=keys, credit_box__isnull=False)
        moved_out = inside.filter(credit_box__in=keys, debit_box__isnull=False)
        self.moved_in = _total(moved_in.exclude(credit_box__in=keys))
        self.moved_out = _total(moved_out.exclude(debit_box__in=keys))
        self.received_total = sum(amount for _, amount in self.received) + self.moved_in
        self.spent_total = sum(amount for _, amount in self.spent) + self.moved_out
        self.closing = self.opening + self.received_total - self.spent_total

    def _sides(self, came: dict[Any, int], went: dict[Any, int]) -> tuple[Any, Any]:
        """Accounts with what came in under each, and with what was spent; income reversed counts
        against income."""
        received: list[tuple[Account, int]] = []
        spent: list[tuple[Account, int]] = []
        for account in sorted(self._accounts.values(), key=lambda row: (row.sort_order, row.name)):
            net = came.get(account.pk, 0) - went.get(account.pk, 0)
            if account.kind in (Account.Kind.INCOME, Account.Kind.OPENING):
                received.append((account, net))
            elif account.kind == Account.Kind.EXPENSE:
                spent.append((account, -net))
            elif account.kind == Account.Kind.ADVANCE:
                # Settled ones show as what the money was spent on.
                if net:
                    (received if net > 0 else spent).append((account, abs(net)))
            else:
                if account.pk in came:
                    received.append((account, came[account.pk]))
                if account.pk in went:
                    spent.append((account, went[account.pk]))
        return received, spent


def _by_account(rows: Any, side: str) -> dict[Any, int]:
    sums = rows.filter(**{f"{side}__isnull": False}).values(side).annotate(total=Sum("amount"))
    return {row[side]: row["total"] for row in sums}


def _total(rows: Any) -> int:
    total: int = rows.aggregate(total=Sum("amount", default=0))["total"]
    return total


def _held(rows: Any, keys: list[int]) -> int:
    sums = rows.aggregate(
        came=Sum("amount", filter=Q(debit_box__in=keys), default=0),
        went=Sum("amount", filter=Q(credit_box__in=keys), default=0),
    )
    return int(sums["came"] - sums["went"])


def _read(request: MemberRequest) -> dict[str, Any] | None:
    """What both the page and the paper show; None before there is any unit."""
    check_fund(request)
    filters = StatementFilters(request.user, request.GET)
    unit: Unit | None = filters.filter_values().get("don_vi") or _first_unit(request)
    if unit is None:
        return None
    boxes = list(CashBox.objects.visible_to(request.user).filter(unit=unit).order_by("kind", "pk"))
    if typed := request.GET.get("quy"):
        boxes = [box for box in boxes if box.pk == typed_key(typed)]
    first, last = filters.stretch
    return {
        "filters": filters,
        "unit": unit,
        "boxes": boxes,
        "statement": Statement(boxes, first, last),
        "title": filters.title,
    }


def _first_unit(request: MemberRequest) -> Unit | None:
    units = units_where(request.user, Subject.FUND).on()
    return (
        units.filter(cash_boxes__isnull=False).in_tree_order().first()
        or units.in_tree_order().first()
    )


def statement(request: MemberRequest) -> HttpResponse:
    context = _read(request)
    if context is None:
        return redirect("fund:boxes")
    unit = context["unit"]
    context |= {
        "trail": fund_trail((f"Thu chi, {unit}", "")),
        "tabs": tabs("fund:statement"),
        "reset_url": request.path if request.GET else "",
    }
    return render(request, "fund/statement.html", context)


def statement_print(request: MemberRequest) -> HttpResponse:
    """For the notice board, or for the yearly meeting: sums alone, no person is named."""
    context = _read(request)
    if context is None:
        return redirect("fund:boxes")
    context |= letterhead(context["unit"], None, on=local_today()) | {
        "closing_words": dong_in_words(context["statement"].closing),
        "paper": None,
        "back": f"../?{request.GET.urlencode()}",
    }
    return render(request, "documents/fund_statement.html", context)
