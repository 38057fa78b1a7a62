"""Papers in a member's file, and those that end soon over all files."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from desk.pages import check, is_gone, private_file, trail
from kit.dates import local_today
from kit.lists import Table
from kit.spreadsheets import Sheet, SheetColumn, excel_file
from members.http import MemberRequest, posted
from members.models import Degree, MemberDocument, ReadRecord, Subject

from ..actions.members import file_document, remove_document
from ..forms.member import DocumentForm
from ..tables import DOCUMENTS
from .card import card_for, card_trail, kept_card


def document_add(request: MemberRequest, pk: int) -> HttpResponse:
    member = card_for(request.user, pk, Degree.WRITE, Subject.PRIVATE)
    document = MemberDocument(member=member, uploaded_by=request.user)
    form = DocumentForm(posted(request), request.FILES or None, instance=document)
    if request.method == "POST" and form.is_valid():
        file_document(document=form.instance, scan=form.cleaned_data["file"], by=request.user)
        messages.success(request, "Đã lưu giấy tờ vào hồ sơ.")
        return redirect("book:member", pk)
    context = {
        "trail": card_trail(member, ("Thêm giấy tờ", "")),
        "member": member,
        "form": form,
    }
    return render(request, "register/document_form.html", context)


def _document(request: MemberRequest, pk: int, document_pk: int) -> MemberDocument:
    kept_card(request.user, pk)
    return get_object_or_404(
        MemberDocument.objects.visible_to(request.user), pk=document_pk, member=pk
    )


def document(request: MemberRequest, pk: int, document_pk: int) -> Any:
    """The scan itself; its opening is written down."""
    document = _document(request, pk, document_pk)
    response = private_file(
        document.file.storage, str(document.file.name), document.content_type,
        f"giay-to-{document.pk}.{document.extension}",
    )  # fmt: skip
    ReadRecord.objects.note(request.user, document)
    return response


def document_delete(request: MemberRequest, pk: int, document_pk: int) -> HttpResponse:
    """Asks, then takes the paper out of the file."""
    member = card_for(request.user, pk, Degree.WRITE, Subject.PRIVATE)
    if is_gone(request, MemberDocument, document_pk):
        return redirect("book:member", member.pk)
    document = _document(request, pk, document_pk)
    if request.method == "POST":
        remove_document(document=document, by=request.user)
        messages.success(request, "Đã bỏ giấy tờ khỏi hồ sơ.")
        return redirect("book:member", pk)
    context = {
        "trail": card_trail(document.member, ("Bỏ giấy tờ", "")),
        "heading": f"Bỏ “{document}” khỏi hồ sơ?",
        "text": f"Bản chụp của {document.member.full_name} sẽ xóa hẳn.",
        "button": "Bỏ giấy tờ",
        "back": reverse("book:member", args=[pk]),
    }
    return render(request, "desk/confirm.html", context)


def document_list(request: MemberRequest) -> HttpResponse:
    """Papers that end soon or have ended, over all cards one keeps."""
    check(request, Subject.PRIVATE)
    rows = _expiring(request)
    table = Table(request.GET, rows, DOCUMENTS, noun="giấy tờ", usual="het-han")
    context = {
        "trail": trail(("Hội viên", reverse("book:members")), ("Giấy tờ sắp hết hạn", "")),
        "table": table,
        "page": table.page,
    }
    return render(request, "register/document_list.html", context)


def document_export(request: MemberRequest) -> HttpResponse:
    check(request, Subject.PRIVATE)
    rows = list(_expiring(request))
    ReadRecord.objects.note_all(request.user, rows, ReadRecord.Way.TAKEN)
    titles = ("Hội viên", "Số thẻ", "Loại giấy tờ", "Tên", "Số", "Ngày cấp", "Hết hạn")
    sheet = Sheet(
        "Giấy tờ sắp hết hạn",
        [SheetColumn(title) for title in titles],
        (
            [
                row.member.full_name, row.member.code, row.get_kind_display(), row.title, row.number,
                row.issued_on, row.expires_on,
            ]
            for row in rows
        ),
    )  # fmt: skip
    return excel_file(f"giay-to-{local_today():%Y-%m-%d}", [sheet])


def _expiring(request: MemberRequest) -> Any:
    rows = MemberDocument.objects.visible_to(request.user).expiring()
    return rows.select_related("member").order_by("expires_on", "pk")
