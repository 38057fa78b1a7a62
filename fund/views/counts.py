"""Counts of a box: the sheet typed by note, its paper with three signatures, its difference."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from desk.pages import attempt, check_write, form_page, may_write
from desk.paper import letterhead
from kit.dates import local_today
from kit.money import dong, dong_in_words, dong_with_words
from members.http import MemberRequest, posted

from ..actions import post_difference, record_count
from ..forms import CountForm, DifferenceForm
from ..models import Account, CashBox, CashCount
from .common import box_at, check_fund, fund_trail


def _trail(box: CashBox, *parts: tuple[str, str]) -> list[tuple[str, str]]:
    return fund_trail((str(box), box.get_absolute_url()), *parts)


def count_new(request: MemberRequest, pk: int) -> HttpResponse:
    """The notes are typed one by one; the sum is shown, and a difference to the book is asked about."""
    box = box_at(request, pk)
    check_write(request, box)
    if box.is_closed:
        messages.info(request, "Quỹ này đã đóng nên không kiểm kê nữa.")
        return redirect(box)
    keeper = box.keeper
    initial = {
        "counted_on": f"{local_today():%d/%m/%Y}",
        "keeper": keeper.member.full_name if keeper else "",
    }
    form = CountForm(posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        sheet, token = form.as_sheet(), form.cleaned_data["token"]
        row = attempt(
            form, lambda: record_count(box=box, sheet=sheet, token=token, by=request.user)
        )
        if row is not None:
            messages.success(request, f"Đã ghi kiểm kê: {dong_with_words(row.total)}.")
            return redirect(row)
    return form_page(
        request, form, title="Kiểm kê quỹ", button="Ghi kiểm kê", back=box.get_absolute_url(),
        trail=_trail(box, ("Kiểm kê", "")), intro="Đếm xong mới xem sổ: ghi số tờ của từng loại.",
        facts=[("Quỹ", box)],
    )  # fmt: skip


def _count(request: MemberRequest, pk: int) -> CashCount:
    check_fund(request)
    rows = CashCount.objects.visible_to(request.user).select_related(
        "box__unit__parent", "voucher", "entered_by__member"
    )
    row: CashCount = get_object_or_404(rows, pk=pk)
    return row


def count(request: MemberRequest, pk: int) -> HttpResponse:
    row = _count(request, pk)
    context = {
        "trail": _trail(row.box, (f"Kiểm kê {row.counted_on:%d/%m/%Y}", "")),
        "count": row,
        "total_words": dong_in_words(row.total),
        "difference": _difference(row),
        "may_post": bool(row.difference) and not row.voucher_id and may_write(request.user, row),
    }
    return render(request, "fund/count.html", context)


def _difference(row: CashCount) -> str:
    if not row.difference:
        return "không, khớp với sổ"
    return f"{'thừa' if row.difference > 0 else 'thiếu'} {dong(abs(row.difference))}"


def count_print(request: MemberRequest, pk: int) -> HttpResponse:
    """Biên bản kiểm kê quỹ tiền mặt."""
    row = _count(request, pk)
    context = letterhead(row.box.unit, None, on=row.counted_on) | {
        "count": row,
        "total_words": dong_in_words(row.total),
        "difference": _difference(row),
        "paper": None,
        "back": row.get_absolute_url(),
    }
    return render(request, "documents/fund_count.html", context)


def count_post(request: MemberRequest, pk: int) -> HttpResponse:
    """Brings the book to what was counted, by one voucher."""
    row = _count(request, pk)
    check_write(request, row)
    if row.voucher is not None:
        return redirect(row.voucher)
    if not row.difference:
        raise PermissionDenied
    kind = Account.Kind.INCOME if row.difference > 0 else Account.Kind.EXPENSE
    form = DifferenceForm(posted(request), kind=kind)
    if request.method == "POST" and form.is_valid():
        account = form.cleaned_data["account"]
        made = attempt(form, lambda: post_difference(count=row, account=account, by=request.user))
        if made is not None:
            messages.success(request, f"Đã ghi chênh lệch bằng {made.code}.")
            return redirect(row)
    return form_page(
        request, form, title="Ghi chênh lệch vào sổ", button="Lập phiếu", is_danger=True,
        back=row.get_absolute_url(),
        trail=_trail(row.box, ("Kiểm kê", row.get_absolute_url()), ("Ghi chênh lệch", "")),
        facts=[("Chênh lệch", _difference(row)), ("Giải thích", row.explanation)],
    )  # fmt: skip
