"""Scans of papers: filed with what they belong to, opened, taken away."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from desk.pages import check_write, is_gone, may_write, private_file, trail
from members.http import MemberRequest
from members.models import (
    Application,
    Departure,
    Proposal,
    ReadRecord,
    Scan,
    Subject,
    Transfer,
    User,
)

from ..actions.decisions import file_scan, remove_scan
from ..forms.scans import ScanForm


def add_scan(
    request: MemberRequest,
    of: Application | Transfer | Departure | Proposal,
    page: Callable[[ScanForm], HttpResponse],
) -> HttpResponse:
    """Keeps the scan sent with the page of what it belongs to; refused, the page tells why."""
    check_write(request, of)
    form = ScanForm(request.POST, request.FILES)
    if form.is_valid():
        file_scan(
            of=of,
            title=form.cleaned_data["title"],
            file=form.cleaned_data["file"],
            by=request.user,
        )
        messages.success(request, "Đã lưu bản chụp.")
        return redirect(of)
    return page(form)


def scans_of(
    row: Application | Transfer | Departure | Proposal, user: User
) -> list[tuple[Scan, bool]]:
    """What was attached, and whether the user may take it away; for moves/_scans.html."""
    rows = row.scans.select_related("added_by__member")
    may = may_write(user, row)
    return [(scan, may and scan.can_be_removed_by(user)) for scan in rows]


def _scan(request: MemberRequest, pk: int) -> Scan:
    """404 for a scan of what the user may not see."""
    user = request.user
    readable = (
        models.Q(application__in=Application.objects.visible_to(user).order_by().values("pk"))
        | models.Q(transfer__in=Transfer.objects.visible_to(user).order_by().values("pk"))
        | models.Q(departure__in=Departure.objects.visible_to(user).order_by().values("pk"))
        | models.Q(proposal__in=Proposal.objects.visible_to(user).order_by().values("pk"))
    )
    rows = Scan.objects.filter(readable).select_related(
        "application", "transfer", "departure", "proposal"
    )
    return get_object_or_404(rows, pk=pk)


def scan(request: MemberRequest, pk: int) -> Any:
    """A scan, for whoever may see what it belongs to; its opening is written down."""
    row = _scan(request, pk)
    name = f"ban-chup-{row.pk}.{row.extension}"
    response = private_file(row.file.storage, str(row.file.name), row.content_type, name)
    ReadRecord.objects.note(request.user, row)
    return response


def scan_delete(request: MemberRequest, pk: int) -> HttpResponse:
    """Asks, then takes a wrong scan away."""
    if is_gone(request, Scan, pk, Subject.MOVES):
        return redirect("desk")
    row = _scan(request, pk)
    of: Any = row.of
    check_write(request, of)
    if not row.can_be_removed_by(request.user):
        raise PermissionDenied
    if request.method == "POST":
        remove_scan(scan=row, by=request.user)
        messages.success(request, f"Đã bỏ bản chụp “{row.title}”.")
        return redirect(of)
    context = {
        "trail": trail(("Bỏ bản chụp", "")),
        "heading": f"Bỏ bản chụp “{row.title}”?",
        "text": "Bản chụp sẽ xóa hẳn, không lấy lại được.",
        "button": "Bỏ bản chụp",
        "back": of.get_absolute_url(),
    }
    return render(request, "desk/confirm.html", context)
