"""Sets of criteria at the desk, written: drafted, issued, taken out of use, written anew."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from desk.pages import attempt, attempt_plainly, check, form_page
from kit.dates import local_today
from kit.numbers import typed_key, vn_number
from members.http import MemberRequest, posted
from members.models import Degree, Subject, units_where

from ..actions import (
    add_usual_criteria,
    delete_criterion,
    delete_draft,
    issue_criteria,
    move_criterion,
    new_version,
    retire_criteria,
    save_criteria_set,
    save_criterion,
    take_back_issue,
)
from ..forms.criteria import CriteriaSetForm, CriterionForm, IssueForm, RetireForm
from ..models import CriteriaSet, Criterion, base_maximum
from ..scoring import Part
from .common import LIST, criteria_trail, draft_at, own_set, set_trail


@transaction.atomic
def criteria_new(request: MemberRequest) -> HttpResponse:
    check(request, Subject.EMULATION, Degree.WRITE)
    form = CriteriaSetForm(posted(request), user=request.user)
    if request.method == "POST" and form.is_valid():
        saved = attempt(
            form, lambda: save_criteria_set(criteria_set=form.save(commit=False), by=request.user)
        )
        if saved is not None:
            messages.success(request, f"Đã lập {saved}. Hãy thêm các mục và tiêu chí.")
            return redirect(saved)
    return form_page(
        request, form, title="Lập bộ tiêu chí", button="Lập bộ tiêu chí", back=reverse(LIST),
        trail=criteria_trail(("Lập bộ tiêu chí", "")),
    )  # fmt: skip


@require_POST
def criteria_usual(request: MemberRequest) -> HttpResponse:
    """Writes the usual rubric as a draft of the user's highest unit."""
    check(request, Subject.EMULATION, Degree.WRITE)
    unit = units_where(request.user, Subject.EMULATION, Degree.WRITE).on().in_tree_order().first()
    if unit is None:
        raise PermissionDenied
    criteria_set = add_usual_criteria(unit=unit, by=request.user)
    messages.success(
        request, "Đây là bộ tiêu chí đề xuất. Hãy sửa theo quy định của Hội rồi ban hành."
    )
    return redirect(criteria_set)


@transaction.atomic
def criteria_edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Name, grounds and limits of a draft."""
    criteria_set = draft_at(request, pk)
    if criteria_set is None:
        return redirect("emulation_desk:criteria", pk)
    form = CriteriaSetForm(posted(request), instance=criteria_set, user=request.user)
    if request.method == "POST" and form.is_valid():
        saved = attempt(
            form, lambda: save_criteria_set(criteria_set=form.save(commit=False), by=request.user)
        )
        if saved is not None:
            messages.success(request, f"Đã lưu {saved}.")
            return redirect(saved)
    return form_page(
        request, form, title="Sửa tên, căn cứ", button="Lưu", back=criteria_set.get_absolute_url(),
        trail=set_trail(criteria_set, "Sửa tên, căn cứ"),
    )  # fmt: skip


def criterion_new(request: MemberRequest, pk: int) -> HttpResponse:
    """A section or a criterion more, in the section that the address names (`muc`)."""
    criteria_set = draft_at(request, pk)
    if criteria_set is None:
        return redirect("emulation_desk:criteria", pk)
    section = criteria_set.criteria.filter(
        kind="group", pk=typed_key(request.GET.get("muc", "")) or 0
    ).first()
    initial = {"parent": section, "part": section.part if section else Part.BASE}
    if request.GET.get("loai") == "muc":
        initial["kind"] = "group"
    return _criterion_form(request, Criterion(criteria_set=criteria_set), "Thêm tiêu chí", initial)


def criterion_edit(request: MemberRequest, pk: int) -> HttpResponse:
    criterion = _criterion_at(request, pk)
    if criterion is None:
        return redirect(LIST)
    return _criterion_form(request, criterion, f"Sửa: {criterion}", {})


def _criterion_at(request: MemberRequest, pk: int) -> Criterion | None:
    """A criterion of a draft; None where the set was issued meanwhile."""
    check(request, Subject.EMULATION)
    rows = Criterion.objects.visible_to(request.user).select_related("criteria_set__unit", "parent")
    criterion: Criterion = get_object_or_404(rows, pk=pk)
    return criterion if draft_at(request, criterion.criteria_set_id) is not None else None


@transaction.atomic
def _criterion_form(
    request: MemberRequest, criterion: Criterion, title: str, initial: dict[str, Any]
) -> HttpResponse:
    criteria_set = criterion.criteria_set
    form = CriterionForm(posted(request), instance=criterion, initial=initial)
    if request.method == "POST" and form.is_valid():
        saved = attempt(
            form, lambda: save_criterion(criterion=form.save(commit=False), by=request.user)
        )
        if saved is not None:
            messages.success(request, f"Đã lưu: {saved}.")
            return redirect(f"{criteria_set.get_absolute_url()}#tc-{saved.pk}")
    return form_page(
        request, form, title=title, button="Lưu tiêu chí", back=criteria_set.get_absolute_url(),
        trail=set_trail(criteria_set, title),
    )  # fmt: skip


@require_POST
def criterion_move(request: MemberRequest, pk: int) -> HttpResponse:
    """One place up or down, as the button says."""
    criterion = _criterion_at(request, pk)
    if criterion is None:
        return redirect(LIST)
    is_down = request.POST.get("chuyen") == "xuong"
    attempt_plainly(
        request,
        lambda: move_criterion(criterion=criterion, down=is_down, by=request.user),
        f"Đã chuyển “{criterion}” {'xuống' if is_down else 'lên'} một bậc.",
    )
    return redirect(f"{criterion.criteria_set.get_absolute_url()}#tc-{pk}")


def criterion_delete(request: MemberRequest, pk: int) -> HttpResponse:
    """Asks, then deletes; a section goes with what is in it, which the question says."""
    check(request, Subject.EMULATION)
    if request.method == "POST" and not Criterion.objects.filter(pk=pk).exists():
        return redirect(LIST)  # a double click
    criterion = _criterion_at(request, pk)
    if criterion is None:
        return redirect(LIST)
    back = criterion.criteria_set.get_absolute_url()
    if request.method == "POST":
        attempt_plainly(
            request, lambda: delete_criterion(criterion=criterion, by=request.user), "Đã xóa."
        )
        return redirect(back)
    inside = criterion.children.count()
    context = {
        "trail": set_trail(criterion.criteria_set, "Xóa tiêu chí"),
        "heading": f"Xóa “{criterion}”?",
        "text": f"Mục này có {inside} dòng bên trong, cũng sẽ xóa theo." if inside
        else "Tiêu chí này sẽ mất khỏi bản đang soạn.",
        "button": "Xóa",
        "back": back,
    }  # fmt: skip
    return render(request, "desk/confirm.html", context)


def criteria_delete(request: MemberRequest, pk: int) -> HttpResponse:
    """Asks, then deletes a draft with all its criteria."""
    check(request, Subject.EMULATION)
    if request.method == "POST" and not CriteriaSet.objects.filter(pk=pk).exists():
        return redirect(LIST)  # a double click
    criteria_set = draft_at(request, pk)
    if criteria_set is None:
        return redirect("emulation_desk:criteria", pk)
    if request.method == "POST":
        done = attempt_plainly(
            request,
            lambda: delete_draft(criteria_set=criteria_set, by=request.user),
            f"Đã xóa {criteria_set}.",
        )
        return redirect(LIST) if done else redirect(criteria_set)
    context = {
        "trail": set_trail(criteria_set, "Xóa bản đang soạn"),
        "heading": f"Xóa {criteria_set}?",
        "text": "Bản đang soạn sẽ mất cùng mọi tiêu chí trong đó. Các bản đã ban hành vẫn còn.",
        "button": "Xóa bản này",
        "back": criteria_set.get_absolute_url(),
    }
    return render(request, "desk/confirm.html", context)


def criteria_issue(request: MemberRequest, pk: int) -> HttpResponse:
    """Asks for day and number, then issues the set, which never changes from then on."""
    criteria_set = own_set(request, pk)
    form = IssueForm(posted(request), initial={"issued_on": f"{local_today():%d/%m/%Y}"})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        issued = attempt(
            form, lambda: issue_criteria(criteria_set=criteria_set, by=request.user, **data)
        )
        if issued is not None:
            messages.success(request, f"Đã ban hành {issued}.")
            return redirect(issued)
    elif request.method == "GET" and criteria_set.is_issued:
        return redirect(criteria_set)
    return form_page(
        request, form, title="Ban hành bộ tiêu chí", button="Ban hành",
        back=criteria_set.get_absolute_url(), trail=set_trail(criteria_set, "Ban hành"),
        intro="Ban hành rồi thì không sửa được nữa; muốn đổi phải lập bản mới. Bản trước thôi dùng "
        "từ ngày này.",
        facts=[
            ("Bộ tiêu chí", str(criteria_set)), ("Đơn vị", criteria_set.unit.distinct_label),
            ("Điểm chính cộng lại", _sum_label(criteria_set)),
        ],
    )  # fmt: skip


def _sum_label(criteria_set: CriteriaSet) -> str:
    """ "102, bản trước 100": what nobody adds up by hand before it is issued for good."""
    total = vn_number(base_maximum(criteria_set))
    before = criteria_set.based_on
    return f"{total}, bản trước {vn_number(base_maximum(before))}" if before else total


@require_POST
def criteria_take_back(request: MemberRequest, pk: int) -> HttpResponse:
    """A set issued by mistake is a draft again."""
    criteria_set = own_set(request, pk)
    attempt_plainly(
        request,
        lambda: take_back_issue(criteria_set=criteria_set, by=request.user),
        f"{criteria_set} trở lại bản đang soạn.",
    )
    return redirect(criteria_set)


def criteria_retire(request: MemberRequest, pk: int) -> HttpResponse:
    """From which day on no new cycle takes it."""
    criteria_set = own_set(request, pk)
    if not criteria_set.is_issued:
        return redirect(criteria_set)
    form = RetireForm(posted(request), initial={"retired_on": f"{local_today():%d/%m/%Y}"})
    if request.method == "POST" and form.is_valid():
        day = form.cleaned_data["retired_on"]
        saved = attempt(
            form,
            lambda: retire_criteria(criteria_set=criteria_set, retired_on=day, by=request.user),
        )
        if saved is not None:
            messages.success(request, f"{saved} thôi dùng từ ngày {day:%d/%m/%Y}.")
            return redirect(saved)
    return form_page(
        request, form, title="Thôi dùng bộ tiêu chí", button="Ghi ngày thôi dùng",
        back=criteria_set.get_absolute_url(), trail=set_trail(criteria_set, "Thôi dùng"),
        facts=[("Bộ tiêu chí", str(criteria_set))],
    )  # fmt: skip


@require_POST
def criteria_use_again(request: MemberRequest, pk: int) -> HttpResponse:
    """Takes back that a set is out of use."""
    criteria_set = own_set(request, pk)
    attempt_plainly(
        request,
        lambda: retire_criteria(criteria_set=criteria_set, retired_on=None, by=request.user),
        f"{criteria_set} lại được dùng.",
    )
    return redirect(criteria_set)


@require_POST
def criteria_copy(request: MemberRequest, pk: int) -> HttpResponse:
    """The next version as a draft; the one there is, if there is one."""
    criteria_set = own_set(request, pk)
    draft = new_version(criteria_set=criteria_set, by=request.user)
    messages.success(request, f"{draft} đang soạn. Sửa xong thì ban hành.")
    return redirect(draft)
