"""Waivers of dues: the list, a new waiver, one with its reason, its end."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from desk.pages import (
    about_member,
    attempt,
    attempt_plainly,
    check_write,
    form_page,
    may_write,
    requested_member,
)
from kit.dates import local_today
from kit.lists import Table
from members.http import MemberRequest, posted
from members.models import Change, Degree, ReadRecord, Subject

from ..actions import waive, withdraw_waiver
from ..forms import WaiverForm
from ..models import Waiver
from ..tables import WAIVERS
from .common import check_dues, dues_trail, tabs


def _waivers(*parts: tuple[str, str]) -> list[tuple[str, str]]:
    return dues_trail(("Miễn, giảm", reverse("dues:waivers") if parts else ""), *parts)


def waiver_list(request: MemberRequest) -> HttpResponse:
    """The list of waivers by year and member; the reason is shown on each waiver's own page."""
    check_dues(request)
    rows = Waiver.objects.visible_to(request.user).select_related("member", "unit__parent")
    rows = rows.order_by("-year", "member__sort_key", "pk")
    table = Table(request.GET, rows, WAIVERS, noun="lượt miễn, giảm", usual="-nam")
    context = {
        "trail": _waivers(),
        "tabs": tabs("dues:waivers"),
        "table": table,
        "page": table.page,
    }
    return render(request, "dues/waiver_list.html", context)


def waiver_new(request: MemberRequest) -> HttpResponse:
    check_dues(request, Degree.WRITE)
    member = requested_member(request, Subject.DUES)
    today = local_today()
    initial = {
        "member": member.code if member else "",
        "year": request.GET.get("nam") or today.year,
        "decided_on": f"{today:%d/%m/%Y}",
    }
    form = WaiverForm(posted(request), user=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        saved = attempt(form, lambda: waive(waiver=form.save_unsaved(), by=request.user))
        if saved is not None:
            messages.success(request, f"Đã ghi: {saved}.")
            return redirect("dues:waivers")
    return form_page(
        request,
        form,
        title="Miễn, giảm hội phí",
        button="Ghi miễn, giảm",
        back=reverse("dues:waivers"),
        trail=_waivers(("Ghi mới", "")),
        facts=about_member(form, member),
    )


def _waiver(request: MemberRequest, pk: int) -> Waiver:
    check_dues(request)
    rows = Waiver.objects.visible_to(request.user).select_related(
        "member", "unit__parent", "decided_by__member"
    )
    waiver: Waiver = get_object_or_404(rows, pk=pk)
    return waiver


def waiver_detail(request: MemberRequest, pk: int) -> HttpResponse:
    """Shows a waiver with its reason, which may reveal hardship, and records that it was read."""
    waiver = _waiver(request, pk)
    ReadRecord.objects.note(request.user, waiver)
    context = {
        "trail": _waivers((waiver.member.full_name, "")),
        "waiver": waiver,
        "may_write": may_write(request.user, waiver),
        "changes": Change.objects.of(waiver).visible_to(request.user).newest_first()[:20],
    }
    return render(request, "dues/waiver_detail.html", context)


@require_POST
def waiver_withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    waiver = _waiver(request, pk)
    check_write(request, waiver)
    attempt_plainly(
        request,
        lambda: withdraw_waiver(waiver=waiver, by=request.user),
        f"Từ hôm nay, {waiver.member.full_name} lại nộp hội phí năm {waiver.year} như thường.",
    )
    return redirect(waiver)
