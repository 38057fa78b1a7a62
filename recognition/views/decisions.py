"""Decisions at the desk, and the book of what was given: money due, paid, recovered."""

from typing import Any

from django.contrib import messages
from django.db.models import Prefetch, Q, Sum
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from desk.pages import attempt, check, form_page, list_page, trail
from desk.paper import letterhead
from fund.models import Account, CashBox, Transaction
from kit.dates import local_today
from kit.lists import Table
from kit.money import dong, dong_with_words
from kit.spreadsheets import Sheet, SheetColumn, excel_file
from members.http import MemberRequest, posted
from members.models import Degree, ReadRecord, Subject, Unit, units_where

from ..actions.decisions import record_decision, revoke_grant, settle_grant
from ..actions.postings import pay_grant
from ..forms.decisions import DecisionForm, GrantFilters, RevocationForm, SettlementForm
from ..forms.postings import GrantPaymentForm
from ..models import (
    DECIDABLE,
    AwardDecision,
    Dossier,
    Grant,
    GrantPosting,
    boxes_for,
    keeps_catalogue,
    unpaid,
)
from ..tables import GRANTS
from .common import check_office, room_trail, tabs

BOOK = "recognition:book"
LABEL = "Sổ khen thưởng"


def _filtered(request: MemberRequest) -> tuple[GrantFilters, Any]:
    """What is asked of the book, and the rows that answer it."""
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
    return form, rows


def _sums(rows: Any) -> dict[str, int]:
    sums: dict[str, int] = rows.order_by().aggregate(
        due=Sum("amount", filter=Q(revoked_on__isnull=True), default=0),
        paid=Sum(
            "amount", filter=Q(paid_on__isnull=False, money_returned_on__isnull=True), default=0
        ),
        returned=Sum("amount", filter=Q(money_returned_on__isnull=False), default=0),
    )
    return sums


def book(request: MemberRequest) -> HttpResponse:
    """What decisions gave to those whom the user's units proposed, with the sums of money."""
    form, rows = _filtered(request)
    related = rows.select_related("decision", "kind", "nominee__member", "nominee__unit")
    table = Table(
        request.GET, related.order_by("-decision__signed_on", "-pk"), GRANTS,
        noun="khen thưởng", usual="-ngay",
    )  # fmt: skip
    return list_page(
        request, "recognition/book.html", title=LABEL, form=form, table=table, tabs=tabs(BOOK),
        sums=_sums(rows),
    )  # fmt: skip


def _in_order(rows: Any) -> Any:
    """As on paper: by the number in the book."""
    related = rows.select_related(
        "decision", "kind", "member", "nominee__member", "nominee__unit",
        "nominee__dossier__unit__parent",
    )  # fmt: skip
    return related.order_by("decision__signed_on", "book_year", "book_no", "pk")


def book_export(request: MemberRequest) -> HttpResponse:
    """The book as a spreadsheet, as far as the user sees it."""
    _, rows = _filtered(request)
    columns = [
        *map(SheetColumn, ("Số vào sổ", "Được khen thưởng", "Đơn vị đề nghị", "Loại", "Thành tích năm")),
        *map(SheetColumn, ("Quyết định", "Ngày ký", "Người, cấp khen thưởng")),
        SheetColumn("Tiền thưởng", is_money=True),
        *map(SheetColumn, ("Ngày chi", "Nguồn chi, số phiếu", "Thu hồi", "Lý do thu hồi")),
        *map(SheetColumn, ("Thu lại hiện vật", "Thu lại tiền")),
    ]  # fmt: skip
    grants = list(_in_order(rows))
    members = {grant.member_id: grant.member for grant in grants if grant.member}.values()
    ReadRecord.objects.note_all(request.user, members, ReadRecord.Way.TAKEN)
    lines = (
        [
            grant.book_label, str(grant.nominee), grant.nominee.dossier.unit.distinct_label,
            str(grant.kind), grant.year, grant.decision.number, grant.decision.signed_on,
            grant.decision.authority, grant.amount, grant.paid_on, grant.paid_by, grant.revoked_on,
            grant.revoked_reason, grant.object_returned_on, grant.money_returned_on,
        ]
        for grant in grants
    )  # fmt: skip
    name = f"so-khen-thuong-{local_today():%Y-%m-%d}"
    return excel_file(name, [Sheet("Sổ khen thưởng", columns, lines)])


def _issuer(request: MemberRequest) -> Unit | None:
    """Whose book it is: the uppermost unit whose awards the user reads."""
    units = units_where(request.user, Subject.EMULATION, Degree.READ).select_related("parent")
    return units.order_by("level", "pk").first()


def book_print(request: MemberRequest) -> HttpResponse:
    """The book on paper, with its sums."""
    form, rows = _filtered(request)
    issuer = _issuer(request)
    if issuer is None:  # before there is an association
        messages.info(request, "Chưa có gì để in.")
        return redirect(BOOK)
    context = letterhead(issuer, None, on=local_today()) | {
        "paper": None,
        "grants": _in_order(rows),
        "sums": _sums(rows),
        "year": form.filter_values().get("nam") or "",
        "back": reverse(BOOK),
    }
    return render(request, "documents/award_book.html", context)


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
    standing = GrantPosting.objects.standing().select_related("voucher")
    vouchers = Transaction.objects.none()
    if request.user.may(Subject.FUND):
        vouchers = Transaction.objects.visible_to(request.user).filter(
            grant_posting__grant__decision=record
        )
    context = {
        "trail": room_trail((LABEL, reverse(BOOK)), (str(record), "")),
        "decision": record,
        "grants": grants.select_related(
            "kind", "nominee__member", "nominee__unit", "nominee__dossier__kind"
        ).prefetch_related(Prefetch("postings", standing, to_attr="standing_postings")),
        "vouchers": set(vouchers.values_list("pk", flat=True)),
        "may_write": keeps_catalogue(request.user),
        "payable": _payable(request, grants),
    }
    return render(request, "recognition/decision_detail.html", context)


def _payable(request: MemberRequest, grants: Any) -> set[int]:
    """Keys of the grants whose money the user may pay out of a box."""
    if not request.user.may(Subject.FUND, Degree.WRITE):
        return set()
    payers = CashBox.objects.open().editable_by(request.user).order_by().values("unit")
    unit = "nominee__dossier__unit"
    rows = unpaid().filter(pk__in=grants.order_by().values("pk"))
    rows = rows.filter(
        Q(**{f"{unit}__in": payers})
        | Q(**{f"{unit}__parent__in": payers})
        | Q(**{f"{unit}__parent__parent__in": payers})
    )
    return set(rows.values_list("pk", flat=True))


def grant_pay(request: MemberRequest, pk: int) -> HttpResponse:
    """Pays the money of an award out of a box, by one Phiếu chi. For whoever writes the box."""
    check(request, Subject.FUND, Degree.WRITE)
    rows = Grant.objects.select_related(
        "decision", "kind", "nominee__member", "nominee__unit", "nominee__dossier__unit__parent"
    )
    grant = get_object_or_404(rows, pk=pk)
    boxes = list(
        boxes_for(request.user, grant).order_by("unit__level", "-kind", "pk")
    )  # the Hội's cash
    if not boxes:
        raise Http404
    reads = request.user.may(Subject.EMULATION) and Grant.objects.visible_to(request.user)
    is_reader = bool(reads and reads.contains(grant))
    back = (grant.decision if is_reader else boxes[0]).get_absolute_url()
    if request.method == "GET" and not unpaid().contains(grant):
        messages.info(request, "Khen thưởng này không còn tiền thưởng chờ chi.")
        return redirect(back)
    accounts = Account.objects.of(Account.Kind.EXPENSE)
    named = accounts.filter(name__icontains="khen thưởng").first()
    account = named or accounts.filter(code="C19").first()  # "Chi khác"
    initial = {
        "box": boxes[0].pk, "day": f"{local_today():%d/%m/%Y}",
        "account": account.pk if account else None,
    }  # fmt: skip
    form = GrantPaymentForm(posted(request), user=request.user, grant=grant, initial=initial)
    if request.method == "POST" and form.is_valid():
        row = attempt(form, lambda: pay_grant(grant=grant, **form.cleaned_data, by=request.user))
        if row is not None:
            messages.success(request, f"Đã chi: {row.code}, {dong_with_words(row.amount)}.")
            return redirect(back)
    facts = [
        ("Được khen", grant.nominee), ("Loại", grant.kind), ("Quyết định", grant.decision),
        ("Tiền thưởng", dong(grant.amount)),
    ]  # fmt: skip
    return form_page(
        request, form, title="Lập phiếu chi tiền thưởng", button="Lập phiếu chi", back=back,
        trail=room_trail((str(grant.decision), back), ("Lập phiếu chi", "")) if is_reader
        else trail(("Quỹ", reverse("fund:boxes")), ("Lập phiếu chi tiền thưởng", "")), facts=facts,
    )  # fmt: skip


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
    if grant.is_standing and GrantPosting.objects.standing().filter(grant=grant).exists():
        messages.info(request, "Tiền thưởng đã chi bằng phiếu của quỹ; ghi nhầm thì đảo phiếu ấy.")
        return redirect(grant.decision)
    form = SettlementForm(posted(request), instance=grant)
    if request.method == "POST" and form.is_valid():
        saved = attempt(form, lambda: settle_grant(grant=form.instance, by=request.user))
        if saved is not None:
            messages.success(request, "Đã lưu.")
            return redirect(saved.decision)
    return _grant_form(request, grant, form, "Ghi chi thưởng, thu lại", "Lưu")
