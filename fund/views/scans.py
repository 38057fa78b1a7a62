"""Scans of what a voucher rests on: one more, one to look at, a wrong one taken away."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from desk.pages import check_write, is_gone, private_file
from members.http import MemberRequest
from members.models import ReadRecord, Subject

from ..actions import attach_scan, remove_scan
from ..forms import ScanForm
from ..models import VoucherScan
from .common import check_fund, fund_trail
from .vouchers import visible_voucher, voucher_page


@require_POST
def scan_add(request: MemberRequest, pk: int) -> HttpResponse:
    """Stores a scan beside the voucher."""
    row = visible_voucher(request, pk)
    check_write(request, row)
    form = ScanForm(request.POST, request.FILES)
    if not form.is_valid():
        return voucher_page(request, row, form)
    attach_scan(voucher=row, file=form.cleaned_data["file"], by=request.user)
    messages.success(request, "Đã lưu bản chụp chứng từ.")
    return redirect(row)


def _scan(request: MemberRequest, pk: int) -> VoucherScan:
    check_fund(request)
    rows = VoucherScan.objects.visible_to(request.user).select_related("voucher__book")
    scan: VoucherScan = get_object_or_404(rows, pk=pk)
    return scan


def scan(request: MemberRequest, pk: int) -> Any:
    """Sends the file, and records that the user read it."""
    row = _scan(request, pk)
    name = f"chung-tu-{row.voucher_id}-{row.pk}.{row.extension}"
    response = private_file(row.file.storage, str(row.file.name), row.content_type, name)
    ReadRecord.objects.note(request.user, row)
    return response


def scan_delete(request: MemberRequest, pk: int) -> HttpResponse:
    """Deletes a wrong scan after a question."""
    if is_gone(request, VoucherScan, pk, Subject.FUND):
        return redirect("fund:boxes")
    row = _scan(request, pk)
    check_write(request, row.voucher)
    if not row.can_be_removed_by(request.user):
        raise PermissionDenied
    if request.method == "POST":
        remove_scan(scan=row, by=request.user)
        messages.success(request, "Đã bỏ bản chụp.")
        return redirect(row.voucher)
    context = {
        "trail": fund_trail(
            (row.voucher.code, row.voucher.get_absolute_url()), ("Bỏ bản chụp", "")
        ),
        "heading": f"Bỏ bản chụp chứng từ của {row.voucher.code}?",
        "text": f"Do {row.added_by} đưa lên. Bản chụp sẽ xóa hẳn, không lấy lại được.",
        "button": "Bỏ bản chụp",
        "back": row.voucher.get_absolute_url(),
    }
    return render(request, "desk/confirm.html", context)
