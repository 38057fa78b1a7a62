"""Vouchers: Ghi thu, Ghi chi, moving money between boxes, one voucher, its paper, its reversal."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from desk.pages import attempt, check_write, form_page, may_write
from desk.paper import letterhead
from kit.money import dong_in_words, dong_with_words
from members.http import MemberRequest, posted
from members.models import Degree, Member

from ..actions import correct_account, move, pay_out, receive, reverse_voucher
from ..forms import CorrectionForm, MoveForm, ReversalForm, ScanForm, VoucherForm
from ..models import CashBox, Transaction
from ..pending import origins_of
from .common import back_of, check_fund, fund_trail, not_ready, saved, start_of


def receipt_new(request: MemberRequest) -> HttpResponse:
    """Ghi thu."""
    return _voucher_new(request, is_payment=False)


def payment_new(request: MemberRequest) -> HttpResponse:
    """Ghi chi."""
    return _voucher_new(request, is_payment=True)


def _voucher_new(request: MemberRequest, *, is_payment: bool) -> HttpResponse:
    check_fund(request, Degree.WRITE)
    if request.method == "GET" and (answer := not_ready(request)):
        return answer
    kind, action = ("chi", pay_out) if is_payment else ("thu", receive)
    form = VoucherForm(
        posted(request), user=request.user, is_payment=is_payment, initial=start_of(request)
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        row = attempt(
            form,
            lambda: action(
                box=data["box"], account=data["account"], voucher=form.as_voucher(),
                token=data["token"], by=request.user,
            ),
        )  # fmt: skip
        if row is not None:
            return saved(request, row)
    return form_page(
        request, form, title=f"Ghi {kind}", button=f"Ghi phiếu {kind}", back=back_of(request),
        trail=fund_trail((f"Ghi {kind}", "")),
    )  # fmt: skip


def transfer_new(request: MemberRequest) -> HttpResponse:
    """Money from one box into another: to the bank, to a branch, back to the association."""
    check_fund(request, Degree.WRITE)
    if request.method == "GET" and (answer := not_ready(request)):
        return answer
    form = MoveForm(posted(request), user=request.user, initial=start_of(request))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        row = attempt(
            form,
            lambda: move(
                source=data["source"], target=data["target"], voucher=form.as_voucher(),
                token=data["token"], by=request.user,
            ),
        )  # fmt: skip
        if row is not None:
            return saved(request, row)
    return form_page(
        request, form, title="Chuyển quỹ", button="Ghi chuyển quỹ", back=back_of(request),
        trail=fund_trail(("Chuyển quỹ", "")),
        intro="Giữa tiền mặt và ngân hàng, giữa quỹ của Hội và quỹ của chi hội trong cùng sổ.",
    )  # fmt: skip


# --- One voucher ------------------------------------------------------------------------------


def visible_voucher(request: MemberRequest, pk: int) -> Transaction:
    """404 for a voucher of boxes whose fund the user may not read."""
    check_fund(request)
    rows = Transaction.objects.visible_to(request.user).select_related(
        "book", "unit__parent", "debit", "credit", "debit_box__unit__parent",
        "credit_box__unit__parent", "member", "reverses", "reversal", "entered_by__member",
        "loan__member", "advance__member", "corrects",
    )  # fmt: skip
    row: Transaction = get_object_or_404(rows, pk=pk)
    return row


def _trail_of(row: Transaction, *parts: tuple[str, str]) -> list[tuple[str, str]]:
    url = row.get_absolute_url() if parts else ""
    boxes = [(str(box), box.get_absolute_url()) for box in row.boxes[:1]]
    return fund_trail(*boxes, (row.code, url), *parts)


def voucher(request: MemberRequest, pk: int) -> HttpResponse:
    return voucher_page(request, visible_voucher(request, pk), ScanForm())


def voucher_page(request: MemberRequest, row: Transaction, scan_form: ScanForm) -> HttpResponse:
    """One voucher with the scans it rests on."""
    member = row.member
    has_card = (
        member is not None
        and Member.objects.in_books_of(request.user).filter(pk=member.pk).exists()
    )
    readable = set(
        CashBox.objects.visible_to(request.user)
        .filter(pk__in=[box.pk for box in row.boxes])
        .values_list("pk", flat=True)
    )
    may = may_write(request.user, row)
    context = {
        "trail": _trail_of(row),
        "scans": [
            (scan, may and scan.can_be_removed_by(request.user))
            for scan in row.scans.select_related("added_by__member", "voucher__book")
        ],
        "scan_form": scan_form,
        "may_write": may,
        "voucher": row,
        "amount_words": dong_in_words(row.amount),
        "has_card": has_card,
        "readable": readable,
        "origins": origins_of(request.user, row),
        "correction": row.correction,
        "may_correct": may and row.can_be_corrected,
        "may_reverse": row.stands and may and row.closed_box is None,
    }
    return render(request, "fund/voucher.html", context)


def voucher_print(request: MemberRequest, pk: int) -> HttpResponse:
    """Phiếu thu, Phiếu chi in the usual form (Mẫu 01-TT, 02-TT)."""
    row = visible_voucher(request, pk)
    box = row.boxes[0] if row.boxes else None
    keeper = box.keepers.on(row.day).select_related("member").first() if box else None
    context = letterhead(row.unit, None, on=row.day) | {
        "voucher": row,
        "amount_words": dong_in_words(row.amount),
        "keeper": keeper.member.full_name if keeper else "",
        "book": row.book,
        "paper": None,
        "back": row.get_absolute_url(),
    }
    return render(request, "documents/fund_voucher.html", context)


def voucher_thanks(request: MemberRequest, pk: int) -> HttpResponse:
    """A letter that thanks a sponsor, for a gift that stands; 404 for anything else."""
    row = visible_voucher(request, pk)
    if not row.is_gift:
        raise Http404
    context = letterhead(row.unit, None, on=row.first_reversal_day) | {
        "voucher": row,
        "amount_words": dong_in_words(row.amount),
        "paper": "",
        "back": row.get_absolute_url(),
    }
    return render(request, "documents/fund_thanks.html", context)


def _reversed(request: MemberRequest, row: Transaction, form: ReversalForm) -> Transaction:
    data = form.cleaned_data
    return reverse_voucher(
        entry=row, day=data["day"], reason=data["reason"], is_late=data["is_late"], by=request.user
    )


def voucher_reverse(request: MemberRequest, pk: int) -> HttpResponse:
    """Moves the money back by a voucher of its own; the wrong one stays as it is."""
    row = visible_voucher(request, pk)
    check_write(request, row)
    form = ReversalForm(posted(request), initial={"day": f"{row.first_reversal_day:%d/%m/%Y}"})
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: _reversed(request, row, form))
        if made is not None:
            messages.success(request, f"Đã đảo {row.code} bằng phiếu {made.code}.")
            return redirect(row)
    return form_page(
        request, form, title=f"Đảo {row.get_kind_display().lower()} {row.code}",
        button="Lập phiếu đảo", back=row.get_absolute_url(), trail=_trail_of(row, ("Đảo phiếu", "")),
        intro="Phiếu đã ghi không sửa, không xóa. Phiếu đảo chuyển số tiền trở lại và mang ngày "
        "của nó; sau đó lập phiếu đúng.",
        facts=[("Số tiền", dong_with_words(row.amount)), ("Nội dung", row.text)], is_danger=True,
    )  # fmt: skip


def voucher_correct(request: MemberRequest, pk: int) -> HttpResponse:
    """The amount was entered under a wrong account: one voucher moves it to the right one."""
    row = visible_voucher(request, pk)
    check_write(request, row)
    wrong = row.account
    if wrong is None or not row.can_be_corrected:
        messages.info(
            request, "Phiếu này không điều chỉnh khoản được; hãy xem các phiếu liên quan."
        )
        return redirect(row)
    initial = {"day": f"{row.first_reversal_day:%d/%m/%Y}"}
    form = CorrectionForm(posted(request), wrong=wrong, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        made = attempt(form, lambda: correct_account(entry=row, **data, by=request.user))
        if made is not None:
            messages.success(request, f"Đã điều chỉnh {row.code} bằng phiếu {made.code}.")
            return redirect(row)
    return form_page(
        request, form, title=f"Điều chỉnh khoản của {row.code}", button="Lập phiếu điều chỉnh",
        back=row.get_absolute_url(), trail=_trail_of(row, ("Điều chỉnh khoản", "")),
        intro="Phiếu gốc giữ nguyên, tiền trong quỹ không đổi; một phiếu kế toán chuyển số tiền "
        "sang khoản đúng.",
        facts=[
            ("Số tiền", dong_with_words(row.amount)), ("Nội dung", row.text),
            ("Đang ghi ở khoản", str(wrong)),
        ],
    )  # fmt: skip
