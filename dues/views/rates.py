"""Rates: shown to readers of dues where they apply, written by the city office alone."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from desk.pages import attempt, attempt_plainly, form_page, is_gone, page_of
from kit.dates import local_today
from kit.money import dong_with_words
from members.http import MemberRequest, posted
from members.models import Change, association

from ..actions import delete_rate, save_dues_rate
from ..forms import DuesRateForm
from ..models import DuesRate, first_day, may_set_dues_rates
from .common import check_dues, dues_trail, tabs


def _rates(*parts: tuple[str, str]) -> list[tuple[str, str]]:
    return dues_trail(("Mức hội phí", reverse("dues:rates") if parts else ""), *parts)


def rate_list(request: MemberRequest) -> HttpResponse:
    check_dues(request)
    rows = DuesRate.objects.visible_to(request.user).select_related("unit__parent")
    context = {
        "trail": _rates(),
        "tabs": tabs("dues:rates"),
        "page": page_of(request, rows.order_by("unit__level", "unit__sort_order", "-valid_from")),
        "is_office": may_set_dues_rates(request.user),
    }
    return render(request, "dues/rate_list.html", context)


def _check_office(request: MemberRequest) -> None:
    check_dues(request)
    if not may_set_dues_rates(request.user):
        raise PermissionDenied


def rate_new(request: MemberRequest) -> HttpResponse:
    """The form for a new rate; the first rate at or above a branch switches dues on in it."""
    _check_office(request)
    initial = {"unit": association(), "valid_from": first_day(local_today().year)}
    return _form(request, DuesRateForm(posted(request), initial=initial), "Ghi mức hội phí")


def rate_edit(request: MemberRequest, pk: int) -> HttpResponse:
    _check_office(request)
    rate = get_object_or_404(DuesRate.objects.editable_by(request.user), pk=pk)
    return _form(request, DuesRateForm(posted(request), instance=rate), f"Sửa mức: {rate}")


@transaction.atomic
def _form(request: MemberRequest, form: DuesRateForm, title: str) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        rate = attempt(form, lambda: save_dues_rate(rate=form.save(commit=False), by=request.user))
        if rate is not None:
            messages.success(
                request,
                f"Đã lưu: {dong_with_words(rate.amount)} một năm, {rate.unit}, {rate.years}.",
            )
            return redirect("dues:rates")
    elif request.method == "POST" and DuesRate.objects.same_as(form.instance).exists():
        return redirect("dues:rates")  # a double click: the rate exists already
    rate = form.instance
    facts = []
    if rate.pk:
        if rate.is_used:
            facts.append(("Lưu ý", "đã có người nộp theo mức này: chỉ sửa được năm cuối, căn cứ"))
        changes = Change.objects.of(rate).newest_first()[:5]
        edits = [f"{change.who}, {change.moment}" for change in changes]
        facts += [("Đã sửa", "; ".join(edits))] if edits else []
    return form_page(
        request,
        form,
        title=title,
        intro="Mức tính trọn năm: mức đang có vào ngày 01/01 là mức của cả năm đó.",
        button="Lưu mức hội phí",
        back=reverse("dues:rates"),
        trail=_rates((title, "")),
        facts=facts,
    )


def rate_delete(request: MemberRequest, pk: int) -> HttpResponse:
    """Deletes a rate that nobody has paid by, after a question."""
    _check_office(request)
    if is_gone(request, DuesRate, pk):
        return redirect("dues:rates")
    rate = get_object_or_404(DuesRate.objects.editable_by(request.user), pk=pk)
    if request.method == "POST":
        attempt_plainly(
            request, lambda: delete_rate(rate=rate, by=request.user), f"Đã xóa: {rate}."
        )
        return redirect("dues:rates")
    context = {
        "trail": _rates(("Xóa", "")),
        "heading": f"Xóa mức {rate}?",
        "text": f"Mức {rate.years}. Nơi không còn mức nào thì không còn mục Hội phí.",
        "button": "Xóa mức này",
        "back": reverse("dues:rates"),
    }
    return render(request, "desk/confirm.html", context)
