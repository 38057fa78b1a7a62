"""Compacts at the desk: the list, one compact, its beginning and its head."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from desk.pages import attempt, attempt_plainly, check, form_page, list_page
from kit.lists import Table
from members.http import MemberRequest, posted
from members.models import Degree, Subject

from ..actions import delete_compact, save_compact, start_compact
from ..actions.compacts import OPENED, SIGNED
from ..forms.compacts import CompactFilters, CompactForm, CompactStartForm
from ..models import Cluster, Compact
from ..tables import COMPACTS
from .common import home_trail, room_tabs, what_comes_first
from .state import draft_context, signing_context

LIST = "emulation_desk:compact_list"
NAME = "Giao ước thi đua"


def compact_trail(*parts: tuple[str, str]) -> list[tuple[str, str]]:
    return home_trail(("Giao ước", reverse(LIST) if parts else ""), *parts)


def part_trail(compact: Compact, label: str) -> list[tuple[str, str]]:
    return compact_trail((compact.title, compact.get_desk_url()), (label, ""))


def compact_at(request: MemberRequest, pk: int) -> Compact:
    """404 for one of a cluster that the user does not read at the desk."""
    check(request, Subject.EMULATION)
    compacts = Compact.objects.at_desk_of(request.user).select_related("cluster")
    compact: Compact = get_object_or_404(compacts, pk=pk)
    return compact


def led_compact(request: MemberRequest, pk: int) -> Compact:
    """A compact whose text the user drafts; 403 for one that they only read."""
    compact = compact_at(request, pk)
    if not Compact.objects.led_by(request.user).contains(compact):
        raise PermissionDenied
    return compact


def is_too_late(request: MemberRequest, compact: Compact) -> bool:
    """Whether a page of changing is opened though the text is signed; a message says so. What was
    typed meanwhile is shown again with the reason, so a sent form goes on to its action."""
    if compact.is_draft or request.method == "POST":
        return False
    messages.error(request, SIGNED if compact.signed_on else OPENED)
    return True


def compact_list(request: MemberRequest) -> HttpResponse:
    """Compacts of the user's clusters, the latest first."""
    check(request, Subject.EMULATION)
    visible = Compact.objects.at_desk_of(request.user)
    years = list(visible.order_by("-year").values_list("year", flat=True).distinct())
    form = CompactFilters(request.user, years, request.GET)
    values = form.filter_values()
    rows = visible
    if cluster := values.get("cum"):
        rows = rows.filter(cluster=cluster)
    if year := values.get("nam"):
        rows = rows.filter(year=year)
    if state := values.get("tinh_trang"):
        rows = rows.signed() if state == "da-ky" else rows.unsigned()
    rows = rows.select_related("cluster").order_by("-year", "cluster__order", "cluster__name", "pk")
    table = Table(request.GET, rows, COMPACTS, noun="giao ước", usual="-nam")
    return list_page(
        request, "emulation/desk/compact_list.html", title=NAME, form=form, table=table,
        trail=compact_trail(), tabs=room_tabs(LIST),
        may_draft=Cluster.objects.drafted_by(request.user).on().exists(),
    )  # fmt: skip


def compact_detail(request: MemberRequest, pk: int) -> HttpResponse:
    """One compact: its sections with their clauses, its targets."""
    compact = compact_at(request, pk)
    leads = Compact.objects.led_by(request.user).contains(compact)
    context = {
        "trail": compact_trail((compact.title, "")),
        "compact": compact,
        "sections": list(compact.sections.prefetch_related("clauses")),
        "targets": list(compact.targets.select_related("section")),
        "may_edit": leads and compact.is_draft,
        "head": compact.cluster.head_on(),
        "addenda": list(compact.addenda.all()),
        "may_add": leads and compact.is_signed,
        **draft_context(request, compact, leads=leads),
        **signing_context(request, compact, leads=leads),
    }
    return render(request, "emulation/desk/compact_detail.html", context)


def compact_new(request: MemberRequest) -> HttpResponse:
    """Begins the draft of a year, from last year's text or empty."""
    check(request, Subject.EMULATION, Degree.WRITE)
    if not Cluster.objects.drafted_by(request.user).exists():
        return what_comes_first(request)
    form = CompactStartForm(posted(request), user=request.user)
    if request.method == "POST" and form.is_valid():
        compact = attempt(form, lambda: start_compact(by=request.user, **form.cleaned_data))
        if compact is not None:
            messages.success(request, f"Đang soạn {compact.title}.")
            return redirect(compact.get_desk_url())
    return form_page(
        request, form, title="Soạn giao ước", button="Bắt đầu soạn", back=reverse(LIST),
        trail=compact_trail(("Soạn giao ước", "")),
        intro="Các đơn vị trong cụm đọc được bản dự thảo ngay; người ngoài chỉ đọc được khi đã ký.",
    )  # fmt: skip


@transaction.atomic
def compact_edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Title, days and purpose of a draft."""
    compact = led_compact(request, pk)
    if is_too_late(request, compact):
        return redirect(compact.get_desk_url())
    form = CompactForm(posted(request), instance=compact)
    if request.method == "POST" and form.is_valid():
        saved = attempt(
            form, lambda: save_compact(compact=form.save(commit=False), by=request.user)
        )
        if saved is not None:
            messages.success(request, "Đã lưu.")
            return redirect(saved.get_desk_url())
    return form_page(
        request, form, title="Sửa tên, thời gian, mục đích", button="Lưu",
        back=compact.get_desk_url(), trail=part_trail(compact, "Sửa tên, thời gian, mục đích"),
    )  # fmt: skip


def compact_delete(request: MemberRequest, pk: int) -> HttpResponse:
    """Asks, then deletes a draft with all its parts."""
    check(request, Subject.EMULATION)
    if request.method == "POST" and not Compact.objects.filter(pk=pk).exists():
        return redirect(LIST)  # a double click
    compact = led_compact(request, pk)
    if not compact.is_draft:
        messages.error(request, SIGNED if compact.signed_on else OPENED)
        return redirect(compact.get_desk_url())
    if request.method == "POST":
        done = attempt_plainly(
            request,
            lambda: delete_compact(compact=compact, by=request.user),
            f"Đã xóa bản dự thảo {compact.title}.",
        )
        return redirect(LIST) if done else redirect(compact.get_desk_url())
    context = {
        "trail": part_trail(compact, "Xóa bản dự thảo"),
        "heading": f"Xóa bản dự thảo “{compact.title}”?",
        "text": "Bản dự thảo sẽ mất cùng mọi nội dung, điều khoản và chỉ tiêu trong đó.",
        "button": "Xóa bản dự thảo",
        "back": compact.get_desk_url(),
    }
    return render(request, "desk/confirm.html", context)
