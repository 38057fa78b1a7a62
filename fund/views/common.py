"""Helpers shared by the pages of the fund."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from desk.pages import check, trail
from kit.dates import local_today
from kit.money import dong_with_words
from kit.numbers import typed_key
from members.http import MemberRequest
from members.models import Degree, Subject

from ..models import Account, CashBox, Transaction

NAME = "Quỹ"


def check_fund(request: MemberRequest, degree: Degree = Degree.READ) -> None:
    """403 if the user has that degree on no unit's fund."""
    check(request, Subject.FUND, degree)


def fund_trail(*parts: tuple[str, str]) -> list[tuple[str, str]]:
    return trail((NAME, reverse("fund:boxes") if parts else ""), *parts)


def box_at(request: MemberRequest, pk: int) -> CashBox:
    """404 for a box of a unit whose fund the user may not read."""
    check_fund(request)
    rows = CashBox.objects.visible_to(request.user).select_related("unit__parent")
    box: CashBox = get_object_or_404(rows, pk=pk)
    return box


def tabs(current: str) -> list[tuple[str, str, bool]]:
    """The lists of the fund, for components/tabs.html."""
    pages = (
        ("Các quỹ", "fund:boxes"), ("Tạm ứng", "fund:advances"), ("Cho vay", "fund:loans"),
        ("Thu chi", "fund:statement"), ("Khóa sổ", "fund:closings"),
    )  # fmt: skip
    return [(label, reverse(name), name == current) for label, name in pages]


def requested_box(request: MemberRequest) -> CashBox | None:
    """The box whose page led here, if the user writes it."""
    key = typed_key(request.GET.get("quy", ""))
    return CashBox.objects.open().editable_by(request.user).filter(pk=key).first() if key else None


def start_of(request: MemberRequest) -> dict[str, Any]:
    """What stands in a new voucher's boxes."""
    box = requested_box(request)
    initial: dict[str, Any] = {"day": f"{local_today():%d/%m/%Y}"}
    return initial | {"box": box.pk, "source": box.pk} if box else initial


def back_of(request: MemberRequest) -> str:
    """The page that led to a new voucher."""
    box = requested_box(request)
    return box.get_absolute_url() if box else reverse("fund:boxes")


def not_ready(request: MemberRequest) -> HttpResponse | None:
    """Without a box or accounts there is nothing to be written; the list says what to do."""
    if not Account.objects.exists():
        messages.info(request, "Chưa có danh mục khoản thu, chi. Văn phòng Hội đặt danh mục này.")
    elif not CashBox.objects.open().editable_by(request.user).exists():
        messages.info(request, "Chưa có quỹ nào. Hãy mở quỹ trước.")
    else:
        return None
    return redirect("fund:boxes")


def saved(request: MemberRequest, row: Transaction) -> HttpResponse:
    """The voucher's page, which says what was written."""
    messages.success(
        request, f"Đã ghi {row.get_kind_display()} {row.code}: {dong_with_words(row.amount)}."
    )
    return redirect(row)
