"""Kinds of report: defined by the city's office, or by a district for its branches."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from desk.pages import attempt, check, form_page
from kit.lists import Table
from members.http import MemberRequest, posted
from members.models import Subject

from .. import actions
from ..forms import ReportKindForm
from ..models import ReportKind
from ..tables import KINDS
from .common import may_create_kinds, reports_trail

INTRO = "Đặt xong thì từ kỳ tới, đơn vị phải nộp sẽ thấy việc này trong Việc cần làm."


def _check(request: MemberRequest) -> None:
    """Refuses users who may not define which reports are required."""
    check(request, Subject.REPORTS)
    if not may_create_kinds(request.user):
        raise PermissionDenied


def _kinds(*parts: tuple[str, str]) -> list[tuple[str, str]]:
    return reports_trail(("Loại báo cáo", reverse("reports:kinds")), *parts)


def kind_list(request: MemberRequest) -> HttpResponse:
    """The list of kinds: first those in force, then those that have ended."""
    _check(request)
    kinds = ReportKind.objects.visible_to(request.user).select_related("issuer")
    own = set(ReportKind.objects.editable_by(request.user).values_list("pk", flat=True))
    kinds = kinds.order_by("-valid_from", "name", "pk")
    table = Table(request.GET, kinds, KINDS, noun="loại báo cáo", usual="-tu")
    page = table.page
    page.object_list = [(kind, kind.pk in own) for kind in page]
    context = {"trail": reports_trail(("Loại báo cáo", "")), "table": table, "page": page}
    return render(request, "reports/kind_list.html", context)


def kind_new(request: MemberRequest) -> HttpResponse:
    _check(request)
    form = ReportKindForm(posted(request), user=request.user, instance=ReportKind())
    if request.method == "POST":
        is_valid = form.is_valid()
        token = form.cleaned_data.get("token", "")
        if ReportKind.objects.editable_by(request.user).filter(token=token).exists():
            return redirect("reports:kinds")  # a double click, not a second kind
        if is_valid:
            kind = form.save(commit=False)
            kind.token = token
            saved = attempt(form, lambda: actions.create_kind(kind=kind, by=request.user))
            if saved is not None:
                messages.success(request, f"Đã đặt loại báo cáo “{saved}”.")
                return redirect("reports:kinds")
    return form_page(
        request,
        form,
        title="Đặt loại báo cáo",
        button="Đặt loại báo cáo",
        back=reverse("reports:kinds"),
        trail=_kinds(("Đặt mới", "")),
        intro=INTRO,
    )


def kind_edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Texts can be edited any time; what existing reports depend on, only while there are none."""
    _check(request)
    kind = get_object_or_404(ReportKind.objects.visible_to(request.user), pk=pk)
    if not ReportKind.objects.editable_by(request.user).contains(kind):
        raise PermissionDenied
    with transaction.atomic():
        form = ReportKindForm(posted(request), user=request.user, instance=kind)
        is_valid = request.method == "POST" and form.is_valid()
        if is_valid and attempt(form, form.save) is not None:
            messages.success(request, "Đã lưu loại báo cáo.")
            return redirect("reports:kinds")
    return form_page(
        request,
        form,
        title=f"Sửa loại báo cáo: {kind}",
        button="Lưu",
        back=reverse("reports:kinds"),
        trail=_kinds(("Sửa", "")),
        intro="Sửa tên, các mục, hướng dẫn lúc nào cũng được; báo cáo đã bắt đầu viết giữ các mục "
        "cũ. Muốn đổi nhịp hoặc hạn nộp thì ghi ngày thôi áp dụng rồi đặt loại mới.",
    )
