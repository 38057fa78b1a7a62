"""Decisions at the desk, and the book of what was given: money due, paid, recovered."""

from typing import Any

from django.contrib import messages
from django.db.models import Q, Sum
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from desk.pages import attempt, check, form_page, list_page
from kit.lists import Table
from kit.money import dong
from members.http import MemberRequest, posted
from members.models import Subject

from ..actions.decisions import record_decision, revoke_grant, settle_grant
from ..forms.decisions import DecisionForm, GrantFilters, RevocationForm, SettlementForm
from ..models import DECIDABLE, AwardDecision, Dossier, Grant, keeps_catalogue
from ..tables import GRANTS
from .common import check_office, room_trail, tabs

BOOK = "recognition:book"
LABEL = "Sổ khen thưởng"


def book(request: MemberRequest) -> HttpResponse:
    """What decisions gave to those whom the user's units proposed, with the sums of money."""
    check(request, Subject.EMULATION)
    visible = Grant.objects.visible_to(request.user)
    years = [day.year for day in visible.dates("decision__signed_on", "year", order="DESC")]
    form = GrantFilters(years, request.GET)
    values = form.filter_values()
    rows = visible
    if year := values.get("nam"):
        rows = rows.filter(decision__signed_on__year=year)
    if values.get("con") == "chua-chi":
        rows = rows.standing().filter(paid_on__isnull=True, amount__gt=0)
    elif values.get("con") == "thu-hoi":
        rows = rows.filter(revoked_on__isnull=False)
    related = rows.select_related("decision", "kind", "nominee__member", "nominee__unit")
    table = Table(
        request.GET, related.order_by("-decision__signed_on", "-pk"), GRANTS,
        noun="khen thưởng", usual="-ngay",
    )  # fmt: skip
    sums = rows.order_by().aggregate(
        due=Sum("amount", filter=Q(revoked_on__isnull=True), default=0),
        paid=Sum(
            "amount", filter=Q(paid_on__isnull=False, money_returned_on__isnull=True), default=0
        ),
        returned=Sum("amount", filter=Q(money_returned_on__isnull=False), default=0),
    )
    return list_page(
        request, "recognition/book.html", title=LABEL, form=form, table=table, tabs=tabs(BOOK),
        sums=sums,
    )  # fmt: skip


def decision_new(request: MemberRequest, pk: int) -> HttpResponse:
    """Records the decision that answers a dossier."""
    check_office(request)
    rows = Dossier.objects.visible_to(request.user).select_related("kind", "unit", "holder")
    dossier = get_object_or_404(rows, pk=pk)
    if request.method == "GET" and dossier.state not in DECIDABLE:
        messages.error(request, f"Hồ sơ này {dossier.get_state_display()}.")
        return redirect(dossier)
    form = DecisionForm(posted(request), dossier=dossier, instance=AwardDecision())
    if request.method == "POST" and form.is_valid():
        nominees = form.cleaned_data["nominees"]
        decision = attempt(
            form,
            lambda: record_decision(
                dossier=dossier, decision=form.instance, nominees=nominees, by=request.user
            ),
        )
        if decision is not None:
            messages.success(request, "Đã ghi quyết định; khen thưởng đã vào hồ sơ hội viên.")
            return redirect(decision)
    return form_page(
        request, form, title="Ghi quyết định khen thưởng", button="Ghi quyết định",
        back=dossier.get_absolute_url(),
        trail=room_trail((str(dossier), dossier.get_absolute_url()), ("Ghi quyết định", "")),
    )  # fmt: skip


def decision(request: MemberRequest, pk: int) -> HttpResponse:
    """One decision with what it gave to those whom the user's units proposed."""
    check(request, Subject.EMULATION)
    record = get_object_or_404(AwardDecision.objects.visible_to(request.user), pk=pk)
    grants = Grant.objects.visible_to(request.user).filter(decision=record)
    context = {
        "trail": room_trail((LABEL, reverse(BOOK)), (str(record), "")),
        "decision": record,
        "grants": grants.select_related(
            "kind", "nominee__member", "nominee__unit", "nominee__dossier__kind"
        ),
        "may_write": keeps_catalogue(request.user),
    }
    return render(request, "recognition/decision_detail.html", context)


def _grant(request: MemberRequest, pk: int) -> Grant:
    check(request, Subject.EMULATION)
    rows = Grant.objects.visible_to(request.user)
    related = rows.select_related("decision", "kind", "award", "nominee__member", "nominee__unit")
    grant: Grant = get_object_or_404(related, pk=pk)
    check_office(request)
    return grant


def _grant_form(
    request: MemberRequest,
    grant: Grant,
    form: Any,
    title: str,
    button: str,
    *,
    is_danger: bool = False,
) -> HttpResponse:
    decision_url = grant.decision.get_absolute_url()
    facts = [
        ("Được khen", grant.nominee), ("Loại", grant.kind), ("Quyết định", grant.decision),
        ("Tiền thưởng", dong(grant.amount)),
    ]  # fmt: skip
    return form_page(
        request, form, title=title, button=button, back=decision_url, is_danger=is_danger, facts=facts,
        trail=room_trail((str(grant.decision), decision_url), (title, "")),
    )  # fmt: skip


def grant_revoke(request: MemberRequest, pk: int) -> HttpResponse:
    """An award obtained by false claims is taken back."""
    grant = _grant(request, pk)
    form = RevocationForm(posted(request))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if attempt(form, lambda: revoke_grant(grant=grant, by=request.user, **data)):
            messages.success(
                request, "Đã ghi thu hồi. Nhớ ghi ngày thu lại hiện vật và tiền thưởng đã chi."
            )
            return redirect(grant.decision)
    return _grant_form(request, grant, form, "Thu hồi khen thưởng", "Ghi thu hồi", is_danger=True)


def grant_settle(request: MemberRequest, pk: int) -> HttpResponse:
    """Money paid, and of a revoked award what came back."""
    grant = _grant(request, pk)
    form = SettlementForm(posted(request), instance=grant)
    if request.method == "POST" and form.is_valid():
        saved = attempt(form, lambda: settle_grant(grant=form.instance, by=request.user))
        if saved is not None:
            messages.success(request, "Đã lưu.")
            return redirect(saved.decision)
    return _grant_form(request, grant, form, "Ghi chi thưởng, thu lại", "Lưu")
