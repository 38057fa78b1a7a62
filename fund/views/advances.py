"""Advances: the list, a new one, one with its vouchers, settling it, its two papers."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from desk.pages import attempt, check_write, form_page, may_write
from desk.paper import letterhead
from kit.dates import local_today
from kit.lists import Table
from kit.money import dong, dong_in_words, dong_with_words
from kit.spreadsheets import Sheet, SheetColumn, excel_file
from members.http import MemberRequest, posted
from members.models import Change, Degree, ReadRecord

from ..actions import account_for, give_advance, give_back, top_up
from ..forms import AdvanceFilters, AdvanceForm, RestForm, SpentForm
from ..models import SETTLED_WITHIN, Advance, Transaction
from ..tables import ADVANCES
from .common import check_fund, fund_trail, not_ready, saved, start_of, tabs


def _advances(*parts: tuple[str, str]) -> list[tuple[str, str]]:
    return fund_trail(("Tạm ứng", reverse("fund:advances") if parts else ""), *parts)


def _listed(request: MemberRequest) -> tuple[AdvanceFilters, Any]:
    """The filters, and the advances that they ask for, the first to be settled first."""
    check_fund(request)
    filters = AdvanceFilters(request.user, request.GET)
    advances = Advance.objects.visible_to(request.user).with_remaining()
    rows = filters.rows(advances).select_related("member", "box__unit__parent")
    return filters, rows.order_by("settle_by", "pk")


def _table(request: MemberRequest, rows: Any) -> Table:
    return Table(request.GET, rows, ADVANCES, noun="khoản tạm ứng", usual="han")


def advance_list(request: MemberRequest) -> HttpResponse:
    """Who has money of the user's units in hand, since when."""
    filters, rows = _listed(request)
    context = {
        "trail": _advances(),
        "tabs": tabs("fund:advances"),
        "table": _table(request, rows),
        "filters": filters,
        "reset_url": request.path,
    }
    return render(request, "fund/advance_list.html", context)


def advance_export(request: MemberRequest) -> HttpResponse:
    """All that the page lists, over all its pages; each exported person is recorded as read."""
    filters, rows = _listed(request)
    advances = list(_table(request, rows).page.paginator.object_list)
    members = [advance.member for advance in advances]
    ReadRecord.objects.note_all(request.user, members, ReadRecord.Way.TAKEN)
    columns = [
        *map(SheetColumn, ("STT", "Người nhận", "Số thẻ", "Quỹ", "Ngày tạm ứng", "Hạn thanh toán",
                           "Để làm gì")),
        *(SheetColumn(title, is_money=True) for title in ("Tạm ứng", "Chưa thanh toán", "Chi quá")),
        SheetColumn("Tình trạng"),
    ]  # fmt: skip
    lines = (
        [
            number, advance.member.full_name, advance.member.code, str(advance.box), advance.given_on,
            advance.settle_by, advance.purpose, advance.amount, max(0, advance.remaining), advance.overspent,
            advance.state.label,
        ]
        for number, advance in enumerate(advances, 1)
    )  # fmt: skip
    about = Sheet("Điều kiện", [SheetColumn("Danh sách gồm")], [[filters.description]])
    return excel_file(
        f"tam-ung-{local_today():%Y-%m-%d}", [Sheet("Tạm ứng", columns, lines), about]
    )


def advance_new(request: MemberRequest) -> HttpResponse:
    check_fund(request, Degree.WRITE)
    if request.method == "GET" and (answer := not_ready(request)):
        return answer
    settle_by = local_today() + SETTLED_WITHIN
    initial = start_of(request) | {"settle_by": f"{settle_by:%d/%m/%Y}"}
    form = AdvanceForm(posted(request), user=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        made = attempt(
            form,
            lambda: give_advance(
                box=data["box"], terms=form.as_terms(), token=data["token"], by=request.user,
                is_another=data["is_another"], is_late=data["is_late"],
            ),
        )  # fmt: skip
        if made is not None:
            amount = dong_with_words(made.amount)
            messages.success(request, f"Đã ghi {made.member.full_name} tạm ứng {amount}.")
            return redirect(made)
    return form_page(
        request, form, title="Tạm ứng", button="Ghi tạm ứng, lập phiếu chi",
        back=reverse("fund:advances"), trail=_advances(("Tạm ứng mới", "")),
        intro="Khi chi xong, mở khoản tạm ứng để ghi từng khoản đã chi, rồi nộp lại phần còn.",
    )  # fmt: skip


def _advance(request: MemberRequest, pk: int) -> Advance:
    check_fund(request)
    rows = Advance.objects.visible_to(request.user).with_remaining()
    advance: Advance = get_object_or_404(rows.select_related("member", "box__unit__parent"), pk=pk)
    return advance


def _entries(advance: Advance) -> Any:
    rows = advance.entries.select_related("reverses", "reversal", "debit", "credit")
    return rows.order_by("day", "pk")


def advance(request: MemberRequest, pk: int) -> HttpResponse:
    """One advance: what is not accounted for, the next step, its vouchers."""
    advance = _advance(request, pk)
    context = {
        "trail": _advances((advance.member.full_name, "")),
        "advance": advance,
        "entries": _entries(advance),
        "may_write": may_write(request.user, advance),
        "changes": Change.objects.of(advance).visible_to(request.user).newest_first()[:10],
    }
    return render(request, "fund/advance.html", context)


def _settling(
    request: MemberRequest,
    advance: Advance,
    form: SpentForm | RestForm,
    action: Callable[..., Transaction],
    *,
    title: str,
    button: str,
    intro: str,
) -> HttpResponse:
    """The page of one voucher that settles something of an advance."""
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        place = {name: data[name] for name in ("account", "box") if name in data}
        row = attempt(
            form,
            lambda: action(
                advance=advance, voucher=form.as_voucher(), token=data["token"], by=request.user,
                **place,
            ),
        )  # fmt: skip
        if row is not None:
            saved(request, row)
            return redirect(advance)
    rest = (
        ("Chi quá", advance.overspent)
        if advance.overspent
        else ("Chưa thanh toán", advance.remaining)
    )
    return form_page(
        request, form, title=title, button=button, back=advance.get_absolute_url(), intro=intro,
        trail=_advances((advance.member.full_name, advance.get_absolute_url()), (title, "")),
        facts=[
            ("Người nhận tạm ứng", advance.member.full_name), ("Để làm gì", advance.purpose),
            (rest[0], dong_with_words(rest[1])),
        ],
    )  # fmt: skip


def advance_spent(request: MemberRequest, pk: int) -> HttpResponse:
    """Enters one thing that was spent of the advance."""
    advance = _advance(request, pk)
    check_write(request, advance)
    form = SpentForm(
        posted(request), user=request.user, advance=advance,
        initial={"day": f"{local_today():%d/%m/%Y}"},
    )  # fmt: skip
    return _settling(
        request, advance, form, account_for, title="Ghi khoản đã chi", button="Lập phiếu kế toán",
        intro="Mỗi khoản một phiếu. Tiền mặt trong quỹ không đổi; số tạm ứng chưa thanh toán giảm đi.",
    )  # fmt: skip


def _rest_form(request: MemberRequest, advance: Advance, amount: int) -> RestForm:
    initial = {
        "day": f"{local_today():%d/%m/%Y}", "box": advance.box_id,
        "amount": dong(amount) if amount > 0 else "",
    }  # fmt: skip
    return RestForm(posted(request), user=request.user, advance=advance, initial=initial)


def advance_back(request: MemberRequest, pk: int) -> HttpResponse:
    """Enters what was not spent and comes back."""
    advance = _advance(request, pk)
    check_write(request, advance)
    return _settling(
        request, advance, _rest_form(request, advance, advance.remaining), give_back,
        title="Nộp lại phần còn", button="Lập phiếu thu",
        intro="Phần tạm ứng chi không hết nộp lại quỹ.",
    )  # fmt: skip


def advance_top_up(request: MemberRequest, pk: int) -> HttpResponse:
    """Pays what was spent beyond the advance."""
    advance = _advance(request, pk)
    check_write(request, advance)
    return _settling(
        request, advance, _rest_form(request, advance, advance.overspent), top_up,
        title="Chi bù phần chi quá", button="Lập phiếu chi",
        intro="Đã chi nhiều hơn số tạm ứng thì quỹ chi bù cho người nhận tạm ứng.",
    )  # fmt: skip


# --- Papers -----------------------------------------------------------------------------------


def advance_request_print(request: MemberRequest, pk: int) -> HttpResponse:
    """Giấy đề nghị tạm ứng (Mẫu 03-TT)."""
    advance = _advance(request, pk)
    context = letterhead(advance.box.unit, None, on=advance.given_on) | {
        "advance": advance,
        "amount_words": dong_in_words(advance.amount),
        "paper": None,
        "back": advance.get_absolute_url(),
    }
    return render(request, "documents/fund_advance.html", context)


def advance_settlement_print(request: MemberRequest, pk: int) -> HttpResponse:
    """Giấy thanh toán tiền tạm ứng (Mẫu 04-TT), as far as it is settled."""
    advance = _advance(request, pk)
    standing = [entry for entry in _entries(advance) if entry.stands]
    given = [entry for entry in standing if entry.kind == "payment"][:1]
    spent = [entry for entry in standing if entry.kind == "journal"]
    total, given_sum = sum(entry.amount for entry in spent), sum(entry.amount for entry in given)
    context = letterhead(advance.box.unit, None, on=local_today()) | {
        "advance": advance,
        "given": given,
        "given_sum": given_sum,
        "spent": spent,
        "total": total,
        "total_words": dong_in_words(total),
        "unspent": max(0, given_sum - total),
        "overspent": max(0, total - given_sum),
        "paper": None,
        "back": advance.get_absolute_url(),
    }
    return render(request, "documents/fund_settlement.html", context)
