"""Loans: the list, a new one, one with its instalments and vouchers, what is repaid."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from desk.pages import attempt, check_write, form_page, may_write
from kit.dates import local_today
from kit.lists import Table
from kit.money import dong, dong_with_words
from kit.spreadsheets import Sheet, SheetColumn, excel_file
from members.http import MemberRequest, posted
from members.models import Change, Degree, Member, ReadRecord

from ..actions import lend, repay
from ..forms import LoanFilters, LoanForm, RepaymentForm
from ..models import Loan
from ..tables import LOANS
from .common import check_fund, fund_trail, not_ready, saved, start_of, tabs


def _loans(*parts: tuple[str, str]) -> list[tuple[str, str]]:
    return fund_trail(("Cho vay", reverse("fund:loans") if parts else ""), *parts)


def _listed(request: MemberRequest) -> tuple[LoanFilters, Any]:
    """The filters, and the loans that they ask for, the first to come back first."""
    check_fund(request)
    filters = LoanFilters(request.user, request.GET)
    loans = Loan.objects.visible_to(request.user).with_remaining()
    rows = filters.rows(loans).select_related("member", "box__unit__parent")
    return filters, rows.order_by("due_last", "pk")


def loan_list(request: MemberRequest) -> HttpResponse:
    """Who owes the funds of the user's units something, and how much."""
    filters, rows = _listed(request)
    table = Table(request.GET, rows, LOANS, noun="khoản vay", usual="han")
    context = {
        "trail": _loans(),
        "tabs": tabs("fund:loans"),
        "table": table,
        "filters": filters,
        "reset_url": request.path,
    }
    return render(request, "fund/loan_list.html", context)


def loan_export(request: MemberRequest) -> HttpResponse:
    """All that the page lists, over all its pages; each exported person is recorded as read."""
    filters, rows = _listed(request)
    loans = list(
        Table(request.GET, rows, LOANS, noun="khoản vay", usual="han").page.paginator.object_list
    )
    members = [loan.member for loan in loans]
    ReadRecord.objects.note_all(request.user, members, ReadRecord.Way.TAKEN)
    columns = [
        *map(SheetColumn, ("STT", "Người vay", "Số thẻ", "Quỹ", "Ngày vay", "Hạn cuối", "Mục đích")),
        *(SheetColumn(title, is_money=True) for title in ("Đã vay", "Đã trả", "Còn nợ", "Quá hạn")),
        SheetColumn("Tình trạng"),
    ]  # fmt: skip
    lines = (
        [
            number, loan.member.full_name, loan.member.code, str(loan.box), loan.lent_on,
            loan.due_last, loan.purpose, loan.amount, loan.repaid, loan.remaining, loan.late,
            f"{loan.state.label}{borrower_note(loan)}",
        ]
        for number, loan in enumerate(loans, 1)
    )  # fmt: skip
    about = Sheet("Điều kiện", [SheetColumn("Danh sách gồm")], [[filters.description]])
    return excel_file(
        f"cho-vay-{local_today():%Y-%m-%d}", [Sheet("Cho vay", columns, lines), about]
    )


def borrower_note(loan: Loan) -> str:
    """What whoever collects must know about the borrower; "" for nothing. Of `with_remaining`."""
    if loan.member.died_on:
        return f"; người vay đã từ trần ngày {loan.member.died_on:%d/%m/%Y}"
    return "; người vay không còn sinh hoạt ở chi hội nào" if loan.has_left else ""


def loan_new(request: MemberRequest) -> HttpResponse:
    check_fund(request, Degree.WRITE)
    if request.method == "GET" and (answer := not_ready(request)):
        return answer
    form = LoanForm(
        posted(request), user=request.user, initial=start_of(request) | {"parts": "1", "every": 1}
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        made = attempt(
            form,
            lambda: lend(
                box=data["box"], terms=form.as_terms(), token=data["token"], by=request.user,
                is_another=data["is_another"], is_late=data["is_late"],
            ),
        )  # fmt: skip
        if made is not None:
            amount = dong_with_words(made.amount)
            messages.success(request, f"Đã ghi cho {made.member.full_name} vay {amount}.")
            return redirect(made)
    return form_page(
        request, form, title="Cho vay làm kinh tế gia đình", button="Ghi khoản vay, lập phiếu chi",
        back=reverse("fund:loans"), trail=_loans(("Cho vay mới", "")),
        intro="Cho vay không tính lãi. Khi ghi, máy lập luôn phiếu chi.",
    )  # fmt: skip


def _loan(request: MemberRequest, pk: int) -> Loan:
    check_fund(request)
    rows = Loan.objects.visible_to(request.user).with_remaining()
    loan: Loan = get_object_or_404(rows.select_related("member", "box__unit__parent"), pk=pk)
    return loan


def loan(request: MemberRequest, pk: int) -> HttpResponse:
    """One loan: what remains, when the next instalment is due, its vouchers."""
    loan = _loan(request, pk)
    ReadRecord.objects.note(request.user, loan.member)
    cards = Member.objects.in_books_of(request.user).filter(pk=loan.member_id)
    schedule = loan.schedule()
    context = {
        "trail": _loans((loan.member.full_name, "")),
        "loan": loan,
        "schedule": schedule,
        "next_due": next((due for due in schedule if due.left), None),
        "note": borrower_note(loan).removeprefix("; ").capitalize(),
        "entries": loan.entries.select_related("reverses", "reversal").order_by("day", "pk"),
        "has_card": cards.exists(),
        "may_write": may_write(request.user, loan),
        "changes": Change.objects.of(loan).visible_to(request.user).newest_first()[:10],
    }
    return render(request, "fund/loan.html", context)


def loan_repay(request: MemberRequest, pk: int) -> HttpResponse:
    """Writes the Phiếu thu of what comes back."""
    loan = _loan(request, pk)
    check_write(request, loan)
    next_due = next((due for due in loan.schedule() if due.left), None)
    if request.method == "GET" and next_due is None:
        messages.info(request, "Khoản vay này không còn nợ.")
        return redirect(loan)
    initial = {
        "day": f"{local_today():%d/%m/%Y}", "party": loan.member.full_name,
        "amount": dong(max(loan.late, next_due.left)) if next_due else "", "box": loan.box_id,
    }  # fmt: skip
    form = RepaymentForm(posted(request), user=request.user, loan=loan, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        row = attempt(
            form,
            lambda: repay(
                loan=loan, box=data["box"], voucher=form.as_voucher(), token=data["token"],
                by=request.user,
            ),
        )  # fmt: skip
        if row is not None:
            return saved(request, row)
    return form_page(
        request, form, title="Ghi trả nợ", button="Lập phiếu thu", back=loan.get_absolute_url(),
        trail=_loans((loan.member.full_name, loan.get_absolute_url()), ("Ghi trả nợ", "")),
        facts=[
            ("Người vay", loan.member.full_name),
            ("Còn nợ", dong_with_words(loan.remaining)),
            ("Đã quá hạn", dong(loan.late)),
        ],
    )  # fmt: skip
