"""Khiển trách, cảnh cáo, decided without a proposal: written down from a member's card by the unit
that decides them; and when one was lifted."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from desk.pages import attempt, check_write, form_page, is_gone
from members.http import MemberRequest, posted
from members.models import Degree, Discipline, Member, ReadRecord, Subject

from ..actions import discipline
from ..actions.discipline import kinds_decided_by
from ..forms.discipline import DisciplineForm
from .card import card_for, card_trail

INTRO = (
    "Chỉ chép quyết định đã có mà không qua đề nghị ở đây, ví dụ từ trước khi có sổ này. Việc mới thì "
    "chi hội lập đề nghị ở mục “Xóa tên, kỷ luật”, khai trừ cũng vậy. Chỉ người giữ thông tin riêng của "
    "hội viên và Ban Kiểm tra xem được."
)
LIFTED = (
    "Hình thức, lý do, số quyết định theo đề nghị đã quyết định nên không sửa ở đây; ghi sai thì hoàn "
    "tác ở đề nghị đó."
)


def discipline_new(request: MemberRequest, pk: int) -> HttpResponse:
    member = card_for(request.user, pk, Degree.WRITE, Subject.PRIVATE)
    kinds = kinds_decided_by(request.user, member)
    if not kinds:
        raise PermissionDenied
    form = DisciplineForm(posted(request), instance=Discipline(member=member), kinds=kinds)
    if request.method == "POST" and form.is_valid():
        form.instance.token = form.cleaned_data["token"]
        made = attempt(form, lambda: discipline.note_discipline(row=form.instance, by=request.user))
        if made is not None:
            messages.success(request, "Đã ghi kỷ luật vào hồ sơ.")
            return redirect("book:member", pk)
    return form_page(
        request,
        form,
        title="Ghi quyết định kỷ luật đã có",
        button="Ghi kỷ luật",
        back=reverse("book:member", args=[pk]),
        trail=card_trail(member, ("Ghi kỷ luật", "")),
        intro=INTRO,
        facts=[("Đồng chí", member.distinct_label)],
    )


def _seen(request: MemberRequest, pk: int) -> tuple[Discipline, Member, list[str]]:
    """404 for one beyond the user's books, 403 for who only reads it or whose unit doesn't decide."""
    rows = Discipline.objects.visible_to(request.user).select_related("member", "proposal")
    row: Discipline = get_object_or_404(rows, pk=pk)
    check_write(request, row)
    kinds = kinds_decided_by(request.user, row.member)
    if row.kind not in kinds:
        raise PermissionDenied
    return row, row.member, kinds


def discipline_edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Corrects it, or writes down when it was lifted."""
    row, member, kinds = _seen(request, pk)
    if request.method != "POST":
        ReadRecord.objects.note(request.user, row)
    form = DisciplineForm(posted(request), instance=row, kinds=kinds)
    if request.method == "POST" and form.is_valid():
        saved = attempt(
            form,
            lambda: discipline.correct_discipline(
                row=form.instance, version=form.cleaned_data["version"], by=request.user
            ),
        )
        if saved is not None:
            messages.success(request, "Đã lưu kỷ luật.")
            return redirect("book:member", member.pk)
        form.renew_version()
    return form_page(
        request,
        form,
        title="Sửa, chấm dứt kỷ luật",
        button="Lưu kỷ luật",
        back=reverse("book:member", args=[member.pk]),
        trail=card_trail(member, ("Kỷ luật", "")),
        intro=LIFTED if row.proposal_id else INTRO,
        facts=[("Đồng chí", member.distinct_label), *(_decided(row) if row.proposal_id else [])],
    )


def _decided(row: Discipline) -> list[tuple[str, Any]]:
    return [
        ("Hình thức", row.get_kind_display()),
        ("Quyết định", f"{row.decision_no}, {row.valid_from:%d/%m/%Y}, {row.authority}"),
        ("Lý do", row.reason),
    ]


def discipline_delete(request: MemberRequest, pk: int) -> HttpResponse:
    """Asks, then takes out what was entered by mistake; what a proposal brought is undone there."""
    if is_gone(request, Discipline, pk, Subject.PRIVATE):
        return redirect("book:members")
    row, member, _ = _seen(request, pk)
    if row.proposal is not None:
        messages.error(request, "Kỷ luật theo đề nghị thì hoàn tác ở chính đề nghị này.")
        return redirect(row.proposal)
    if request.method == "POST":
        discipline.remove_discipline(row=row, by=request.user)
        messages.success(request, "Đã bỏ kỷ luật ghi nhầm.")
        return redirect("book:member", member.pk)
    context = {
        "trail": card_trail(member, ("Bỏ kỷ luật", "")),
        "heading": f"Bỏ “{row}” khỏi hồ sơ của {member.full_name}?",
        "text": "Chỉ bỏ khi ghi nhầm; hết thời hạn hoặc được xóa kỷ luật thì ghi ngày hết hiệu lực. Lịch "
        "sử thay đổi vẫn ghi là đã có và đã bỏ.",
        "button": "Bỏ kỷ luật",
        "back": reverse("book:member", args=[member.pk]),
    }
    return render(request, "desk/confirm.html", context)
