"""Meetings at which dues are collected: entry on one screen, receipts, reversals."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from desk.forms import branches_of
from desk.pages import attempt, attempt_plainly, check_write, form_page, may_write
from desk.paper import letterhead
from desk.tokens import sent_before
from fund.models import CashBox
from kit.dates import local_today, written_date
from kit.lists import Table
from kit.money import dong, dong_in_words, dong_with_words
from kit.text import clean_line
from members.http import MemberRequest, posted
from members.models import Change, Degree, Member, Membership, ReadRecord, Subject, Unit, User

from ..actions import LinesRefused, collect, outstanding_accounts, restore_payment, reverse_payment
from ..forms import BranchForm, CollectionForm, CollectionLineForm, ReverseForm
from ..in_fund import not_in_fund
from ..models import (
    Collection,
    DuesRate,
    MemberAccount,
    Payment,
    accounts_of,
    first_collected,
    with_unposted,
)
from ..tables import COLLECTIONS, RECEIPTS
from .common import check_dues, dues_trail, requested_unit, tabs

LATE_ENTRY_MONTHS = 2  # until the end of February, last year's meetings are still being recorded
_LIST = ("Buổi thu", "dues:collections")


def _meetings(*parts: tuple[str, str]) -> list[tuple[str, str]]:
    return dues_trail((_LIST[0], reverse(_LIST[1]) if parts else ""), *parts)


def collection_list(request: MemberRequest) -> HttpResponse:
    """The meetings of the user's branches, latest first."""
    check_dues(request)
    unit = requested_unit(request)
    rows = Collection.objects.visible_to(request.user)
    is_unposted = request.GET.get("vao_quy") == "chua"
    if is_unposted:
        rows = rows.filter(pk__in=not_in_fund(rows).order_by().values("pk"))
    if unit is not None:
        rows = rows.filter(unit__in=Unit.objects.within(unit).order_by().values("pk"))
    is_branch = unit is not None and unit.level == Unit.Level.BRANCH
    table = Table(
        request.GET,
        rows.order_by("-held_on", "-pk"),
        COLLECTIONS,
        noun="buổi thu",
        usual="-ngay",
        without=("chi-hoi",) if is_branch else (),
    )
    page = table.page
    # Only the meetings on this page are added up, not the receipts of all meetings.
    shown = (
        rows.filter(pk__in=[collection.pk for collection in page])
        .with_sums()
        .select_related("unit__parent")
    )
    summed = {collection.pk: collection for collection in shown}
    page.object_list = [summed[collection.pk] for collection in page]
    context = {
        "trail": _meetings(),
        "tabs": tabs("dues:collections"),
        "unit": unit,
        "table": table,
        "page": page,
        "is_branch": is_branch,
        "is_unposted": is_unposted,
    }
    return render(request, "dues/collection_list.html", context)


# --- The sheet of a meeting -------------------------------------------------------------------


def collection_new(request: MemberRequest) -> HttpResponse:
    """One screen for a whole meeting: the day, the collector, and a line per member of the branch."""
    check_dues(request, Degree.WRITE)
    unit = _requested_branch(request)
    if unit is None:
        branches = branches_of(request.user, Subject.DUES)
        context = {
            "trail": _meetings(("Ghi buổi thu", "")),
            "form": BranchForm(branches),
            "has_branches": branches.exists(),
        }
        return render(request, "dues/branch_choose.html", context)
    initial = {"held_on": f"{local_today():%d/%m/%Y}", "collector": request.user.display_name}
    form = CollectionForm(posted(request), initial=initial)
    members = _members(unit)
    ahead = _requested_ahead(request, unit)
    last = ahead or local_today().year
    accounts = accounts_of(members, until=last)
    lines = [
        CollectionLineForm(
            posted(request),
            member=member,
            accounts=outstanding_accounts(accounts.get(member.pk, []), last),
        )
        for member in members
    ]
    if request.method == "POST":
        written = _write(request, unit, form, lines, ahead)
        if written is not None:
            return redirect(written)
    return _sheet(request, unit, form, lines, accounts, ahead)


def _year_ahead(unit: Unit) -> int:
    """The year whose dues a year-end meeting may collect too; 0 for none.

    That is next year, if its rate is known; in the first months of a year it is this year, as such
    a meeting is often recorded in January.
    """
    today = local_today()
    year = today.year + (today >= first_collected(today.year + 1))
    is_near = year > today.year or today.month <= LATE_ENTRY_MONTHS
    return year if is_near and DuesRate.objects.for_unit(unit, year) else 0


def _requested_ahead(request: MemberRequest, unit: Unit) -> int:
    if not request.GET.get("truoc"):
        return 0
    year = _year_ahead(unit)
    return year if request.GET["truoc"] == str(year) else 0


def _requested_branch(request: MemberRequest) -> Unit | None:
    """The branch in the address, or the user's only one; None if the user must choose."""
    branches = branches_of(request.user, Subject.DUES)
    if request.GET.get("don_vi"):
        unit = requested_unit(request)
        if unit is None or not branches.filter(pk=unit.pk).exists():
            raise Http404
        return unit
    only = list(branches[:2])
    return only[0] if len(only) == 1 else None


def _members(unit: Unit) -> list[Member]:
    memberships = Membership.objects.order_by().on().filter(unit=unit)
    return list(Member.objects.filter(pk__in=memberships.values("member")).in_name_order())


def _write(
    request: MemberRequest,
    unit: Unit,
    form: CollectionForm,
    lines: list[CollectionLineForm],
    ahead: int,
) -> Collection | None:
    """Records the meeting; None if the sheet is shown again, with messages beside its errors."""
    token = clean_line(request.POST.get("token", "")) or "-"
    existing = sent_before(
        Collection, token, column="form_token", unit=unit, entered_by=request.user
    )
    if existing is not None:
        return existing  # a double click: the meeting is recorded already
    are_valid = all([form.is_valid(), *(line.is_valid() for line in lines)])
    if not are_valid:
        return None
    amounts_shown = _amounts_shown(request)
    data = form.cleaned_data
    try:
        collection = attempt(
            form,
            lambda: collect(
                unit=unit,
                held_on=data["held_on"],
                collector=data["collector"],
                note=data["note"],
                lines=[
                    line.as_line(amounts_shown.get(line.member.pk))
                    for line in lines
                    if line.is_chosen
                ],
                token=data["token"],
                by=request.user,
                ahead=ahead,
            ),
        )
    except LinesRefused as refused:
        for line in lines:
            if line.member.pk in refused.errors:
                line.add_error("paid", refused.errors[line.member.pk])
        return None
    if collection is not None:
        rows = collection.payments.standing()
        people = rows.order_by().values("member").distinct().count()
        messages.success(
            request, f"Đã ghi {people} đồng chí nộp, cộng {dong_with_words(rows.total())}."
        )
    return collection


def _amounts_shown(request: MemberRequest) -> dict[int, int]:
    """The outstanding amounts that the sheet showed, by member, from "12:120000 15:60000"."""
    amounts = {}
    for part in request.POST.get("seen", "").split():
        key, _, amount = part.partition(":")
        if key.isascii() and key.isdecimal() and amount.isascii() and amount.isdecimal():
            amounts[int(key[:18])] = int(amount[:18])
    return amounts


def _sheet(
    request: MemberRequest,
    unit: Unit,
    form: CollectionForm,
    lines: list[CollectionLineForm],
    accounts: dict[int, list[MemberAccount]],
    ahead: int,
) -> HttpResponse:
    """Shows the sheet with the present outstanding amounts, so that saving again refers to these."""
    this_year = local_today().year
    rows = []
    for line in lines:
        member_accounts = accounts.get(line.member.pk, [])
        if not line.outstanding and not line.errors:
            latest = next(
                (account for account in member_accounts if account.year == (ahead or this_year)),
                None,
            )
            rows.append((line, latest.label if latest else "không phải nộp"))
        else:
            rows.append((line, ""))
    context = {
        "trail": _meetings(("Ghi buổi thu", "")),
        "unit": unit,
        "rate": DuesRate.objects.for_unit(unit, this_year),
        "year": this_year,
        "ahead": ahead,
        "offered": 0 if ahead else _year_ahead(unit),
        "form": form,
        "rows": rows,
        "has_errors": bool(form.errors) or any(line.errors for line in lines if line.is_bound),
        "seen": " ".join(f"{line.member.pk}:{line.outstanding}" for line in lines),
        "in_arrears": sum(1 for line in lines if line.outstanding),
        "others": _others_today(unit),
    }
    return render(request, "dues/collection_form.html", context)


def _others_today(unit: Unit) -> Any:
    """Meetings of today that are recorded already; one all of whose receipts were cancelled is none."""
    meetings = Collection.objects.filter(unit=unit, held_on=local_today()).with_sums()
    return meetings.filter(receipts__gt=0).order_by("pk")


# --- Recorded meetings ------------------------------------------------------------------------


def _collection(request: MemberRequest, pk: int) -> Collection:
    check_dues(request)
    rows = Collection.objects.visible_to(request.user).select_related(
        "unit__parent", "entered_by__member"
    )
    collection: Collection = get_object_or_404(rows, pk=pk)
    return collection


def _payments(collection: Collection) -> list[Payment]:
    return list(collection.payments.select_related("member", "unit__parent").in_number_order())


def collection_detail(request: MemberRequest, pk: int) -> HttpResponse:
    collection = _collection(request, pk)
    unposted = with_unposted(Collection.objects.filter(pk=pk)).get().unposted
    payments = _payments(collection)
    total = sum(payment.amount for payment in payments if payment.stands)
    context = {
        "trail": _meetings((f"{collection.held_on:%d/%m/%Y}", "")),
        "collection": collection,
        "table": Table(request.GET, payments, RECEIPTS, noun="biên nhận", usual="so"),
        "total": total,
        "total_words": dong_in_words(total),
        "people": len({payment.member_id for payment in payments if payment.stands}),
        "unposted": unposted,
        "postings": collection.postings.select_related("voucher__reversal"),
        "may_post": bool(unposted) and _may_post(request.user, collection),
        "changes": Change.objects.of(collection).visible_to(request.user).newest_first()[:10],
    }
    return render(request, "dues/collection_detail.html", context)


def _may_post(user: User, collection: Collection) -> bool:
    """Whether the branch has a cash box that the user writes, so that its dues may enter it."""
    boxes = CashBox.objects.open().editable_by(user).filter(unit=collection.unit)
    return may_write(user, collection) and boxes.exists()


def collection_paper(request: MemberRequest, pk: int) -> HttpResponse:
    """The meeting's printed list, with space for signatures."""
    collection = _collection(request, pk)
    payments = [payment for payment in _payments(collection) if payment.stands]
    _note_printed(request, payments)
    total = sum(payment.amount for payment in payments)
    # People are numbered, not receipts: a member who pays for two years has two receipts.
    numbers: dict[int, int] = {}
    lines = [
        (
            payment,
            numbers.setdefault(payment.member_id, len(numbers) + 1)
            if payment.member_id not in numbers
            else 0,
        )
        for payment in payments
    ]
    context = letterhead(collection.unit, None, on=collection.held_on) | {
        "collection": collection,
        "lines": lines,
        "people": len(numbers),
        "total": total,
        "total_words": dong_in_words(total),
        "paper": None,  # the list of a meeting has no number
        "back": collection.get_absolute_url(),
    }
    return render(request, "documents/dues_list.html", context)


def collection_receipts(request: MemberRequest, pk: int) -> HttpResponse:
    """All receipts of a meeting, two per sheet."""
    collection = _collection(request, pk)
    payments = [payment for payment in _payments(collection) if payment.stands]
    return _receipts(request, collection, payments, collection.get_absolute_url())


def _receipts(
    request: MemberRequest, collection: Collection, payments: list[Payment], back: str
) -> HttpResponse:
    _note_printed(request, payments)
    context = letterhead(collection.unit, None) | {
        "collection": collection,
        "back": back,
        "receipts": [
            (payment, dong_in_words(payment.amount), written_date(payment.paid_on))
            for payment in payments
        ],
    }
    return render(request, "documents/dues_receipts.html", context)


def _note_printed(request: MemberRequest, payments: list[Payment]) -> None:
    """Records each member on the paper as read, once however many receipts they have."""
    members = {payment.member_id: payment.member for payment in payments}.values()
    ReadRecord.objects.note_all(request.user, members, ReadRecord.Way.PRINTED)


# --- One receipt ------------------------------------------------------------------------------


def _receipt(request: MemberRequest, pk: int) -> Payment:
    check_dues(request)
    rows = Payment.objects.visible_to(request.user).select_related(
        "collection__entered_by__member", "unit__parent", "member", "reversed_by__member"
    )
    payment: Payment = get_object_or_404(rows, pk=pk)
    return payment


def _of_receipt(payment: Payment, *parts: tuple[str, str]) -> list[tuple[str, str]]:
    collection = payment.collection
    url = payment.get_absolute_url() if parts else ""
    return _meetings(
        (f"{collection.held_on:%d/%m/%Y}", collection.get_absolute_url()),
        (f"Biên nhận {payment.code}", url),
        *parts,
    )


def receipt(request: MemberRequest, pk: int) -> HttpResponse:
    payment = _receipt(request, pk)
    has_card = Member.objects.in_books_of(request.user).filter(pk=payment.member_id).exists()
    context = {
        "trail": _of_receipt(payment),
        "payment": payment,
        "amount_words": dong_in_words(payment.amount),
        "has_card": has_card,
        "may_write": may_write(request.user, payment),
        "may_restore": payment.reversed_on == local_today(),
        "changes": Change.objects.of(payment).visible_to(request.user).newest_first()[:20],
    }
    return render(request, "dues/receipt.html", context)


def receipt_print(request: MemberRequest, pk: int) -> HttpResponse:
    payment = _receipt(request, pk)
    return _receipts(request, payment.collection, [payment], payment.get_absolute_url())


def receipt_reverse(request: MemberRequest, pk: int) -> HttpResponse:
    """Reverses a receipt after asking for the reason; it stays on record."""
    payment = _receipt(request, pk)
    check_write(request, payment)
    form = ReverseForm(posted(request))
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        done = attempt(
            form, lambda: reverse_payment(payment=payment, reason=reason, by=request.user)
        )
        if done is not None:
            messages.success(request, f"Đã hủy biên nhận {payment.code}. Số này không dùng lại.")
            return redirect(payment)
    return form_page(
        request,
        form,
        title=f"Hủy biên nhận {payment.code}",
        intro="Biên nhận hủy vẫn nằm trong sổ, gạch ngang, không được tính; số không dùng lại. "
        "Ghi nhầm thì hủy rồi ghi lại biên nhận mới.",
        button="Hủy biên nhận",
        back=payment.get_absolute_url(),
        trail=_of_receipt(payment, ("Hủy", "")),
        facts=[
            ("Đồng chí", payment.member),
            ("Số tiền", dong(payment.amount)),
            ("Nộp cho năm", payment.year),
            ("Ngày nộp", f"{payment.paid_on:%d/%m/%Y}"),
        ],
        is_danger=True,
    )


@require_POST
def receipt_restore(request: MemberRequest, pk: int) -> HttpResponse:
    """Undoes a reversal made today."""
    payment = _receipt(request, pk)
    check_write(request, payment)
    if payment.reversed_on != local_today():
        messages.error(request, "Chỉ lấy lại được biên nhận hủy trong ngày hôm nay.")
        return redirect(payment)
    attempt_plainly(
        request,
        lambda: restore_payment(payment=payment, by=request.user),
        f"Biên nhận {payment.code} có hiệu lực trở lại.",
    )
    return redirect(payment)
