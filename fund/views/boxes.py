"""Boxes: the list with what each holds, a new one, its name, who keeps it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from desk.pages import attempt, attempt_plainly, check_write, form_page
from kit.dates import local_today
from kit.lists import Table
from kit.money import dong, dong_with_words
from members.http import MemberRequest, posted
from members.models import Degree, Subject

from ..actions import (
    add_usual_accounts,
    change_keeper,
    close_box,
    open_box,
    rename_box,
    reopen_box,
)
from ..forms import BoxClosingForm, BoxForm, BoxNameForm, BoxReopeningForm, KeeperForm
from ..models import Account, CashBox
from ..tables import BOXES
from .common import box_at, check_fund, fund_trail, tabs


def box_list(request: MemberRequest) -> HttpResponse:
    """The boxes of the user's units, with what each holds today."""
    check_fund(request)
    rows = (
        CashBox.objects.visible_to(request.user)
        .with_balances()
        .with_keepers()
        .with_last_counts()
        .select_related("unit__parent")
        .with_closed()
        .order_by("has_closed", "unit__level", "unit__parent__sort_order", "unit__sort_order", "pk")
    )
    table = Table(request.GET, rows, BOXES, noun="quỹ")
    has_accounts = Account.objects.exists()
    context = {
        "trail": fund_trail(),
        "tabs": tabs("fund:boxes"),
        "table": table,
        "has_accounts": has_accounts,
        "may_add_accounts": not has_accounts and request.user.may(Subject.FUND, Degree.DECIDE),
    }
    return render(request, "fund/box_list.html", context)


def box_new(request: MemberRequest) -> HttpResponse:
    check_fund(request, Degree.WRITE)
    initial = {"opened_on": f"{local_today():%d/%m/%Y}"}
    form = BoxForm(posted(request), user=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        box = attempt(form, lambda: open_box(**form.cleaned_data, by=request.user))
        if box is not None:
            messages.success(
                request, f"Đã mở {box}. Nếu quỹ đã có tiền, ghi phiếu thu “Số dư khi mở sổ”."
            )
            return redirect(box)
    return form_page(
        request, form, title="Mở quỹ", button="Mở quỹ", back=reverse("fund:boxes"),
        trail=fund_trail(("Mở quỹ", "")),
    )  # fmt: skip


def _box_trail(box: CashBox, title: str) -> list[tuple[str, str]]:
    return fund_trail((str(box), box.get_absolute_url()), (title, ""))


def box_name(request: MemberRequest, pk: int) -> HttpResponse:
    box = box_at(request, pk)
    check_write(request, box)
    form = BoxNameForm(posted(request), initial={"name": box.name})
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["name"]
        if attempt(form, lambda: rename_box(box=box, name=name, by=request.user)):
            messages.success(request, f"Quỹ nay mang tên {name}.")
            return redirect(box)
    return form_page(
        request, form, title="Đổi tên quỹ", button="Lưu tên", back=box.get_absolute_url(),
        trail=_box_trail(box, "Đổi tên"),
    )  # fmt: skip


def box_keeper(request: MemberRequest, pk: int) -> HttpResponse:
    """Somebody else keeps the box; the two count it together (biên bản kiểm kê)."""
    box = box_at(request, pk)
    check_write(request, box)
    if box.is_closed:
        messages.info(request, "Quỹ này đã đóng; muốn đổi người giữ, hãy mở lại quỹ.")
        return redirect(box)
    form = KeeperForm(
        posted(request), user=request.user, initial={"since": f"{local_today():%d/%m/%Y}"}
    )
    if request.method == "POST" and form.is_valid():
        row = attempt(form, lambda: change_keeper(box=box, **form.cleaned_data, by=request.user))
        if row is not None:
            messages.success(
                request, f"{row.member.full_name} giữ quỹ từ ngày {row.valid_from:%d/%m/%Y}."
            )
            return redirect(box)
    keeper = box.keeper
    return form_page(
        request, form, title="Đổi người giữ quỹ", button="Ghi người giữ quỹ",
        back=box.get_absolute_url(), trail=_box_trail(box, "Người giữ quỹ"),
        facts=[("Đang giữ quỹ", keeper.member.full_name if keeper else "chưa ghi ai")],
    )  # fmt: skip


def box_close(request: MemberRequest, pk: int) -> HttpResponse:
    """Counted first; then its money goes into another box by one voucher, and nothing comes after."""
    box = box_at(request, pk)
    check_write(request, box)
    if box.is_closed:
        messages.info(request, f"Quỹ này đã đóng hết ngày {box.closed_on:%d/%m/%Y}.")
        return redirect(box)
    held, count = box.balance_on(local_today()), box.counts.first()
    day = count.counted_on if count is not None else local_today()
    form = BoxClosingForm(
        posted(request), user=request.user, box=box, held=held, initial={"day": f"{day:%d/%m/%Y}"}
    )
    if request.method == "POST" and form.is_valid():
        sent = form.as_closing(), form.cleaned_data["token"]
        closed = attempt(
            form, lambda: close_box(box=box, closing=sent[0], token=sent[1], by=request.user)
        )
        if closed is not None:
            messages.success(request, f"Đã đóng {box} hết ngày {closed.closed_on:%d/%m/%Y}.")
            return redirect(box)
    last = f"{count.counted_on:%d/%m/%Y}: {dong(count.total)}" if count else "chưa kiểm kê"
    return form_page(
        request, form, title="Đóng quỹ", button="Đóng quỹ", back=box.get_absolute_url(),
        trail=_box_trail(box, "Đóng quỹ"), is_danger=True,
        intro="Kiểm kê trước (trang của quỹ, “Kiểm kê quỹ”), rồi đóng. Số dư chuyển sang quỹ khác "
        "bằng một phiếu; sổ của quỹ vẫn xem và in được.",
        facts=[
            ("Quỹ", str(box)), ("Sổ còn", dong_with_words(held)),
            *([("Kiểm kê gần nhất", last)] if box.kind == CashBox.Kind.CASH else []),
        ],
    )  # fmt: skip


def box_reopen(request: MemberRequest, pk: int) -> HttpResponse:
    """Opens a closed box again, for a reason."""
    box = box_at(request, pk)
    check_write(request, box)
    if not box.is_closed:
        messages.info(request, "Quỹ này đang mở.")
        return redirect(box)
    form = BoxReopeningForm(posted(request), user=request.user)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if attempt(form, lambda: reopen_box(box=box, **data, by=request.user)):
            messages.success(request, f"Đã mở lại {box}.")
            return redirect(box)
    return form_page(
        request, form, title="Mở lại quỹ", button="Mở lại quỹ", back=box.get_absolute_url(),
        trail=_box_trail(box, "Mở lại"),
        facts=[
            ("Đã đóng", f"hết ngày {box.closed_on:%d/%m/%Y}"), ("Lý do đóng", box.closing_reason),
        ],
    )  # fmt: skip


@require_POST
def usual(request: MemberRequest) -> HttpResponse:
    """Adds the usual accounts where there are none."""
    check_fund(request, Degree.DECIDE)
    attempt_plainly(
        request,
        lambda: add_usual_accounts(by=request.user),
        "Đã thêm các khoản thu, chi thường dùng. Đây là đề xuất; sửa ở trang quản trị.",
    )
    return redirect("fund:boxes")
