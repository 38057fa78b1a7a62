"""Awards with the money that goes with them, at the desk."""

from typing import Any

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from desk.pages import attempt, check, form_page, page_of
from kit.dates import local_today
from kit.numbers import typed_key, vn_number
from members.http import MemberRequest, posted
from members.models import AwardKind, Subject

from ..actions.catalogue import add_usual_awards, save_award_kind, save_award_rate, save_base_salary
from ..forms.catalogue import AwardKindForm, AwardRateForm, BaseSalaryForm
from ..models import AwardRate, BaseSalary, keeps_catalogue, recipients_of
from .common import check_office, room_trail, tabs

LIST = "recognition:catalogue"
LABEL = "Loại và mức thưởng"


def _trail(*parts: tuple[str, str]) -> list[tuple[str, str]]:
    return room_trail((LABEL, reverse(LIST) if parts else ""), *parts)


def catalogue(request: MemberRequest) -> HttpResponse:
    """Awards in use, each with its multiples and what they come to today."""
    check(request, Subject.EMULATION)
    salary = BaseSalary.objects.on()
    kinds = AwardKind.objects.on().prefetch_related(
        Prefetch(
            "money_rates", AwardRate.objects.order_by("recipient", "-valid_from"), "shown_rates"
        )
    )
    page = page_of(request, kinds.order_by("order", "name"))
    is_office = keeps_catalogue(request.user)
    context = {
        "trail": _trail(),
        "tabs": tabs(LIST),
        "page": page,
        "lines": [_line(kind, salary) for kind in page],
        "salaries": BaseSalary.objects.all(),
        "salary": salary,
        "is_office": is_office,
        "may_add_usual": is_office and not AwardRate.objects.exists(),
    }
    return render(request, "recognition/catalogue.html", context)


def _line(kind: Any, salary: BaseSalary | None) -> dict[str, Any]:
    """An award, whom it is for, and its multiples with what each comes to while it is in force."""
    today = local_today()
    return {
        "kind": kind,
        "recipients": ", ".join(str(recipient.label) for recipient in recipients_of(kind)),
        "rates": [
            (rate, rate.amount_with(salary) if rate.is_on(today) else None)
            for rate in kind.shown_rates
        ],
    }


@require_POST
def usual(request: MemberRequest) -> HttpResponse:
    """Adds what is missing of the usual awards and multiples."""
    check_office(request)
    if added := add_usual_awards(by=request.user):
        messages.success(
            request,
            f"Đã thêm {vn_number(added)} dòng thường dùng. Mức có ghi “đề xuất” chờ Hội xác nhận.",
        )
    else:
        messages.info(request, "Đã có đủ các loại và mức thường dùng; không thêm gì.")
    return redirect(LIST)


def kind_new(request: MemberRequest) -> HttpResponse:
    check_office(request)
    form = AwardKindForm(posted(request), initial={"valid_from": local_today()})
    return _kind_form(request, form, "Thêm loại khen thưởng")


def kind_edit(request: MemberRequest, pk: int) -> HttpResponse:
    check_office(request)
    kind = get_object_or_404(AwardKind, pk=pk)
    return _kind_form(request, AwardKindForm(posted(request), instance=kind), f"Sửa: {kind}")


def _kind_form(request: MemberRequest, form: AwardKindForm, title: str) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        kind = attempt(
            form,
            lambda: save_award_kind(kind=form.instance, version=form.opened_with, by=request.user),
        )
        if kind is not None:
            messages.success(request, f"Đã lưu: {kind}.")
            return redirect(LIST)
        form.renew()
    return _form_page(request, form, title, "Lưu loại này")


def rate_new(request: MemberRequest) -> HttpResponse:
    check_office(request)
    initial = {"valid_from": local_today(), "kind": typed_key(request.GET.get("loai", ""))}
    return _rate_form(request, AwardRateForm(posted(request), initial=initial), "Ghi mức thưởng")


def rate_edit(request: MemberRequest, pk: int) -> HttpResponse:
    """A slip of the pen, or the day on which the multiple ends."""
    check_office(request)
    rate = get_object_or_404(AwardRate.objects.select_related("kind"), pk=pk)
    return _rate_form(
        request, AwardRateForm(posted(request), instance=rate), f"Sửa mức: {rate.kind}"
    )


def _rate_form(request: MemberRequest, form: AwardRateForm, title: str) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        rate = attempt(
            form,
            lambda: save_award_rate(rate=form.instance, version=form.opened_with, by=request.user),
        )
        if rate is not None:
            messages.success(request, f"Đã lưu: {rate}.")
            return redirect(LIST)
        form.renew()
    return _form_page(
        request, form, title, "Lưu mức thưởng",
        "Khi mức đổi từ một ngày: ghi ngày thôi cho mức cũ rồi ghi mức mới. Tiền đã tính giữ nguyên.",
    )  # fmt: skip


def salary_new(request: MemberRequest) -> HttpResponse:
    check_office(request)
    form = BaseSalaryForm(posted(request), initial={"valid_from": local_today()})
    return _salary_form(request, form, "Ghi mức lương cơ sở")


def salary_edit(request: MemberRequest, pk: int) -> HttpResponse:
    check_office(request)
    salary = get_object_or_404(BaseSalary, pk=pk)
    form = BaseSalaryForm(posted(request), instance=salary)
    return _salary_form(request, form, "Sửa mức lương cơ sở")


def _salary_form(request: MemberRequest, form: BaseSalaryForm, title: str) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        saved = attempt(
            form,
            lambda: save_base_salary(
                salary=form.instance, version=form.opened_with, by=request.user
            ),
        )
        if saved is not None:
            messages.success(request, f"Đã lưu: {saved}.")
            return redirect(LIST)
        form.renew()
    return _form_page(
        request, form, title, "Lưu mức lương cơ sở",
        "Mỗi mức áp dụng đến trước ngày bắt đầu của mức sau.",
    )  # fmt: skip


def _form_page(
    request: MemberRequest, form: Any, title: str, button: str, intro: str = ""
) -> HttpResponse:
    return form_page(
        request, form, title=title, button=button, back=reverse(LIST), intro=intro,
        trail=_trail((title, "")),
    )  # fmt: skip
