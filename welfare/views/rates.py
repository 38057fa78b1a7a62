"""Kinds of care and their rates at the desk."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from desk.pages import attempt, check, form_page, page_of
from kit.dates import local_today
from kit.money import dong_with_words
from kit.numbers import typed_key
from members.http import MemberRequest, posted
from members.models import Change, Subject

from ..actions import add_usual_kinds, change_rate, may_set_care_rates, save_care_rate, save_kind
from ..forms.rates import CareKindForm, CareRateForm, ChangeForm
from ..models import Rate, WelfareKind, keeps_kinds
from .common import tabs, welfare_trail

LIST = "welfare_desk:rates"


def _rates(*parts: tuple[str, str]) -> list[tuple[str, str]]:
    return welfare_trail(("Loại và mức", reverse(LIST) if parts else ""), *parts)


def rate_list(request: MemberRequest) -> HttpResponse:
    """Kinds in use with the rates that count in the user's units, those over and to come too."""
    check(request, Subject.WELFARE)
    rates = Rate.objects.visible_to(request.user).select_related("unit__parent", "kind")
    ordered = rates.order_by(
        F("valid_to").desc(nulls_first=True), "-valid_from", "unit__level", "min_age", "pk"
    )
    kinds = WelfareKind.objects.on().prefetch_related(
        Prefetch("rates", queryset=ordered, to_attr="shown_rates")
    )
    page = page_of(request, kinds.order_by("order", "name"))
    editable = Rate.objects.editable_by(request.user).filter(kind__in=[kind.pk for kind in page])
    context = {
        "trail": _rates(),
        "tabs": tabs(LIST),
        "page": page,
        "is_office": keeps_kinds(request.user),
        "may_add": may_set_care_rates(request.user),
        "editable": set(editable.values_list("pk", flat=True)),
        "has_kinds": bool(page.object_list) or WelfareKind.objects.exists(),
    }
    return render(request, "welfare/rate_list.html", context)


def _check_office(request: MemberRequest) -> None:
    if not keeps_kinds(request.user):
        raise PermissionDenied


@require_POST
def usual_kinds(request: MemberRequest) -> HttpResponse:
    """Adds the usual kinds with rates, each marked as a proposal, where there are none."""
    _check_office(request)
    if added := add_usual_kinds(by=request.user):
        messages.success(
            request, f"Đã thêm {added} loại thường dùng. Mức của Hội là đề xuất, chờ Hội xác nhận."
        )
    else:
        messages.info(request, "Đã có loại nghĩa tình rồi; không thêm gì.")
    return redirect(LIST)


def kind_new(request: MemberRequest) -> HttpResponse:
    _check_office(request)
    initial = {"valid_from": local_today(), "listed": WelfareKind.Listed.NO}
    return _kind_form(
        request, CareKindForm(posted(request), initial=initial), "Thêm loại nghĩa tình"
    )


def kind_edit(request: MemberRequest, pk: int) -> HttpResponse:
    _check_office(request)
    kind = get_object_or_404(WelfareKind.objects.editable_by(request.user), pk=pk)
    return _kind_form(request, CareKindForm(posted(request), instance=kind), f"Sửa loại: {kind}")


@transaction.atomic
def _kind_form(request: MemberRequest, form: CareKindForm, title: str) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        kind = attempt(form, lambda: save_kind(kind=form.save(commit=False), by=request.user))
        if kind is not None:
            messages.success(request, f"Đã lưu loại {kind}.")
            return redirect(LIST)
    return form_page(
        request, form, title=title, button="Lưu loại này", back=reverse(LIST),
        trail=_rates((title, "")), facts=_edited(form.instance),
    )  # fmt: skip


def rate_new(request: MemberRequest) -> HttpResponse:
    if not may_set_care_rates(request.user):
        raise PermissionDenied
    initial = {"valid_from": local_today(), "kind": typed_key(request.GET.get("loai", ""))}
    form = CareRateForm(posted(request), initial=initial, user=request.user)
    return _rate_form(request, form, "Ghi mức mới")


def rate_edit(request: MemberRequest, pk: int) -> HttpResponse:
    """A slip of the pen, or the day on which the rate ends."""
    rate = _editable(request, pk)
    form = CareRateForm(posted(request), instance=rate, user=request.user)
    return _rate_form(request, form, f"Sửa mức: {rate}")


def _editable(request: MemberRequest, pk: int) -> Rate:
    check(request, Subject.WELFARE)
    rate: Rate = get_object_or_404(Rate.objects.visible_to(request.user), pk=pk)
    if not Rate.objects.editable_by(request.user).filter(pk=pk).exists():
        raise PermissionDenied
    return rate


@transaction.atomic
def _rate_form(request: MemberRequest, form: CareRateForm, title: str) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        rate = attempt(form, lambda: save_care_rate(rate=form.save(commit=False), by=request.user))
        if rate is not None:
            return _saved(request, rate)
    elif request.method == "POST" and form.instance.kind_id and form.instance._state.adding:
        same = Rate.objects.same_as(form.instance).first()
        if same is not None:
            return redirect(LIST)  # a double click: the rate exists already
    return form_page(
        request, form, title=title, button="Lưu mức", back=reverse(LIST),
        trail=_rates((title, "")), facts=_edited(form.instance),
        intro="Ghi tuổi và khoảng cách để chỉ tính tuổi tròn. Khi mức đổi từ một ngày, dùng nút Đổi mức.",
    )  # fmt: skip


def _saved(request: MemberRequest, rate: Rate) -> HttpResponse:
    money = dong_with_words(rate.amount) if rate.amount else rate.gift
    messages.success(request, f"Đã lưu: {rate.kind}, {rate.ages}, {money}.")
    return redirect(LIST)


def _edited(record: Any) -> list[tuple[str, Any]]:
    if not record.pk:
        return []
    changes = Change.objects.of(record).newest_first()[:5]
    edits = "; ".join(f"{change.who}, {change.moment}" for change in changes)
    return [("Đã sửa", edits)] if edits else []


@transaction.atomic
def rate_change(request: MemberRequest, pk: int) -> HttpResponse:
    """The same rate for another amount from a day on; what was given before keeps its own."""
    rate = _editable(request, pk)
    form = ChangeForm(posted(request), initial={"in_kind": rate.in_kind})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        saved = attempt(form, lambda: change_rate(rate=rate, by=request.user, **data))
        if saved is not None:
            return _saved(request, saved)
    title = f"Đổi mức: {rate.kind}"
    facts = [("Tuổi", rate.ages), ("Mức đang có", rate.gift), ("Căn cứ", rate.source)]
    return form_page(
        request, form, title=title, button="Đổi mức từ ngày này", back=reverse(LIST),
        trail=_rates((title, "")), facts=facts,
    )  # fmt: skip
