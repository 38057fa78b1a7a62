"""Khiển trách, cảnh cáo: written from a member's card by who keeps its private part."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from ..actions import discipline
from ..forms.discipline import DisciplineForm
from ..http import MemberRequest, posted
from ..models import Degree, Discipline, Member, ReadRecord, Subject
from .desk_card import card_for, card_trail
from .desk_common import attempt, check_write, form_page, is_gone

INTRO = (
    "Chỉ người giữ thông tin riêng của hội viên và Ban Kiểm tra xem được. Khai trừ thì ghi ở mục Rời "
    "Hội."
)


def discipline_new(request: MemberRequest, pk: int) -> HttpResponse:
    member = card_for(request.user, pk, Degree.WRITE, Subject.PRIVATE)
    form = DisciplineForm(posted(request), instance=Discipline(member=member))
    if request.method == "POST" and form.is_valid():
        form.instance.token = form.cleaned_data["token"]
        made = attempt(form, lambda: discipline.note_discipline(row=form.instance, by=request.user))
        if made is not None:
            messages.success(request, "Đã ghi kỷ luật vào hồ sơ.")
            return redirect("book:member", pk)
    return form_page(
        request,
        form,
        title="Ghi kỷ luật",
        button="Ghi kỷ luật",
        back=reverse("book:member", args=[pk]),
        trail=card_trail(member, ("Ghi kỷ luật", "")),
        intro=INTRO,
        facts=[("Đồng chí", member.told_apart)],
    )


def _seen(request: MemberRequest, pk: int) -> tuple[Discipline, Member]:
    """404 for one beyond the user's books, 403 for who only reads it."""
    rows = Discipline.objects.visible_to(request.user).select_related("member")
    row: Discipline = get_object_or_404(rows, pk=pk)
    check_write(request, row)
    return row, row.member


def discipline_edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Corrects it, or writes down when it was lifted."""
    row, member = _seen(request, pk)
    if request.method != "POST":
        ReadRecord.objects.note(request.user, row)
    form = DisciplineForm(posted(request), instance=row)
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
        intro=INTRO,
        facts=[("Đồng chí", member.told_apart)],
    )


def discipline_delete(request: MemberRequest, pk: int) -> HttpResponse:
    """Asks, then takes out what was entered by mistake."""
    if is_gone(request, Discipline, pk, Subject.PRIVATE):
        return redirect("book:members")
    row, member = _seen(request, pk)
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
    return render(request, "members/desk/member_confirm.html", context)
