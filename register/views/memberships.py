"""How a card began: its first day corrected, a card made by mistake taken back."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from desk.pages import attempt, attempt_plainly, form_page
from members.http import MemberRequest, posted
from members.models import Change, Degree, Member, ReadRecord
from members.models.history import label_of

from ..actions import memberships
from ..forms.memberships import FirstMembershipForm
from .card import card_for, card_trail


def joining_edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Corrects since when the member belongs to the first branch, and how they came."""
    member = card_for(request.user, pk, Degree.WRITE)
    membership = memberships.first_membership(member, request.user)
    if membership is None:
        raise Http404
    if request.method != "POST" and memberships.came_by_decision(membership):
        messages.error(request, "Ngày này theo đơn kết nạp nên không sửa ở đây được.")
        return redirect("book:member", pk)
    ReadRecord.objects.note(request.user, member)
    form = FirstMembershipForm(posted(request), instance=membership)
    if request.method == "POST" and form.is_valid():
        saved = attempt(
            form,
            lambda: memberships.correct_joining(
                membership=form.instance, version=form.cleaned_data["version"], by=request.user
            ),
        )
        if saved is not None:
            messages.success(request, "Đã sửa ngày vào chi hội.")
            return redirect("book:member", pk)
        form.renew_version()
    return form_page(
        request,
        form,
        title="Sửa ngày vào chi hội",
        button="Lưu ngày vào",
        back=reverse("book:member", args=[pk]),
        trail=card_trail(member, ("Sửa ngày vào chi hội", "")),
        intro="Thâm niên và hội phí tính theo ngày này.",
        facts=[("Đồng chí", member), ("Chi hội", f"{membership.unit}, {membership.unit.parent}")],
    )


def member_take_back(request: MemberRequest, pk: int) -> HttpResponse:
    """Asks, then removes a card that was written by mistake."""
    gone = Change.objects.filter(
        model=label_of(Member), object_id=pk, action=Change.Action.DELETED, by=request.user
    )
    if request.method == "POST" and gone.exists():
        return redirect("book:members")  # a double click
    member = card_for(request.user, pk, Degree.WRITE)
    membership = memberships.first_membership(member, request.user)
    if request.method != "POST" and not memberships.may_be_taken_back(
        member, membership, request.user
    ):
        messages.error(request, "Hồ sơ này không bỏ được nữa.")
        return redirect("book:member", pk)
    if request.method == "POST":
        done = attempt_plainly(
            request,
            lambda: memberships.take_back_card(member=member, by=request.user),
            f"Đã bỏ hồ sơ ghi nhầm của {member.full_name}, số thẻ {member.code}.",
        )
        return redirect("book:members") if done else redirect("book:member", pk)
    context = {
        "trail": card_trail(member, ("Bỏ hồ sơ ghi nhầm", "")),
        "heading": f"Bỏ hồ sơ ghi nhầm của {member.full_name}?",
        "text": f"Dùng khi ghi nhầm người hoặc nhầm chi hội. Hồ sơ số thẻ {member.code} sẽ bỏ, coi như "
        "chưa từng ghi; số thẻ dùng lại được. Lịch sử vẫn ghi việc này.",
        "button": "Bỏ hồ sơ này",
        "back": reverse("book:member", args=[pk]),
    }
    return render(request, "desk/confirm.html", context)
