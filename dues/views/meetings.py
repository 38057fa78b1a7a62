"""Meetings at which dues are collected: written down on one screen, receipts, slips."""

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
from kit.dates import local_today, words_date
from kit.lists import Table
from kit.money import dong, dong_in_words, dong_told
from kit.text import clean_line
from members.http import MemberRequest, posted
from members.models import Change, Degree, Member, Membership, ReadRecord, Subject, Unit

from ..actions import LinesRefused, collect, owing_of, restore_payment, reverse_payment
from ..forms import BranchForm, LineForm, ReverseForm, SittingForm
from ..models import Account, Collection, DuesRate, Payment, accounts_of, first_collected
from ..tables import COLLECTIONS
from .common import asked_unit, check_dues, dues_trail, tabs

WRITTEN_LATE = 2  # until the end of February last year's meetings are still being written down
_LIST = ("Buổi thu", "dues:collections")


def _meetings(*parts: tuple[str, str]) -> list[tuple[str, str]]:
    return dues_trail((_LIST[0], reverse(_LIST[1]) if parts else ""), *parts)


def collection_list(request: MemberRequest) -> HttpResponse:
    """The meetings of the user's branches, the latest first."""
    check_dues(request)
    unit = asked_unit(request)
    rows = Collection.objects.visible_to(request.user)
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
    # Only what is shown is added up, not the receipts of every meeting there ever was.
    shown = rows.filter(pk__in=[one.pk for one in page]).with_sums().select_related("unit__parent")
    summed = {one.pk: one for one in shown}
    page.object_list = [summed[one.pk] for one in page]
    context = {
        "trail": _meetings(),
        "tabs": tabs("dues:collections"),
        "unit": unit,
        "table": table,
        "page": page,
        "is_branch": is_branch,
    }
    return render(request, "dues/collection_list.html", context)


# --- The sheet of a meeting -------------------------------------------------------------------


def collection_new(request: MemberRequest) -> HttpResponse:
    """One screen for a whole meeting: day, collector, everybody of the branch, one press."""
    check_dues(request, Degree.WRITE)
    unit = _asked_branch(request)
    if unit is None:
        branches = branches_of(request.user, Subject.DUES)
        context = {
            "trail": _meetings(("Ghi buổi thu", "")),
            "form": BranchForm(branches),
            "has_branches": branches.exists(),
        }
        return render(request, "dues/branch_choose.html", context)
    first = {"held_on": f"{local_today():%d/%m/%Y}", "collector": request.user.display_name}
    form = SittingForm(posted(request), initial=first)
    members = _members(unit)
    ahead = _asked_ahead(request, unit)
    last = ahead or local_today().year
    accounts = accounts_of(members, until=last)
    lines = [
        LineForm(
            posted(request),
            member=one,
            owing=owing_of(accounts.get(one.pk, []), last),
        )
        for one in members
    ]
    if request.method == "POST":
        written = _write(request, unit, form, lines, ahead)
        if written is not None:
            return redirect(written)
    return _sheet(request, unit, form, lines, accounts, ahead)


def _year_ahead(unit: Unit) -> int:
    """The year whose dues a year-end meeting may collect too: next year, where its rate is known.

    This year in its first months, as such a meeting is often written down in January. 0 for none.
    """
    today = local_today()
    year = today.year + (today >= first_collected(today.year + 1))
    is_near = year > today.year or today.month <= WRITTEN_LATE
    return year if is_near and DuesRate.objects.for_unit(unit, year) else 0


def _asked_ahead(request: MemberRequest, unit: Unit) -> int:
    if not request.GET.get("truoc"):
        return 0
    year = _year_ahead(unit)
    return year if request.GET["truoc"] == str(year) else 0


def _asked_branch(request: MemberRequest) -> Unit | None:
    """The branch in the address, or the only one; None to be asked."""
    branches = branches_of(request.user, Subject.DUES)
    if request.GET.get("don_vi"):
        unit = asked_unit(request)
        if unit is None or not branches.filter(pk=unit.pk).exists():
            raise Http404
        return unit
    only = list(branches[:2])
    return only[0] if len(only) == 1 else None


def _members(unit: Unit) -> list[Member]:
    stays = Membership.objects.order_by().on().filter(unit=unit)
    return list(Member.objects.filter(pk__in=stays.values("member")).in_name_order())


def _write(
    request: MemberRequest, unit: Unit, form: SittingForm, lines: list[LineForm], ahead: int
) -> Collection | None:
    """The meeting written down; None when the sheet comes back, with words beside what is wrong."""
    token = clean_line(request.POST.get("token", "")) or "-"
    sent = sent_before(Collection, token, column="form_token", unit=unit, entered_by=request.user)
    if sent is not None:
        return sent  # the same sheet once more: what it asks is done
    are_right = all([form.is_valid(), *(line.is_valid() for line in lines)])
    if not are_right:
        return None
    seen = _seen(request)
    told = form.cleaned_data
    try:
        made = attempt(
            form,
            lambda: collect(
                unit=unit,
                held_on=told["held_on"],
                collector=told["collector"],
                note=told["note"],
                lines=[line.as_line(seen.get(line.member.pk)) for line in lines if line.is_chosen],
                token=told["token"],
                by=request.user,
                ahead=ahead,
            ),
        )
    except LinesRefused as refused:
        for line in lines:
            if line.member.pk in refused.errors:
                line.add_error("paid", refused.errors[line.member.pk])
        return None
    if made is not None:
        rows = made.payments.standing()
        people = rows.order_by().values("member").distinct().count()
        messages.success(request, f"Đã ghi {people} đồng chí nộp, cộng {dong_told(rows.total())}.")
    return made


def _seen(request: MemberRequest) -> dict[int, int]:
    """What the sheet showed as owed, by member: "12:120000 15:60000"."""
    seen = {}
    for part in request.POST.get("seen", "").split():
        key, _, owed = part.partition(":")
        if key.isascii() and key.isdecimal() and owed.isascii() and owed.isdecimal():
            seen[int(key[:18])] = int(owed[:18])
    return seen


def _sheet(
    request: MemberRequest,
    unit: Unit,
    form: SittingForm,
    lines: list[LineForm],
    accounts: dict[int, list[Account]],
    ahead: int,
) -> HttpResponse:
    """What was owed is told anew, so that the next press is about what stands now."""
    this = local_today().year
    rows = []
    for line in lines:
        now = accounts.get(line.member.pk, [])
        if not line.owed and not line.errors:
            latest = next((one for one in now if one.year == (ahead or this)), None)
            rows.append((line, latest.words if latest else "không phải nộp"))
        else:
            rows.append((line, ""))
    context = {
        "trail": _meetings(("Ghi buổi thu", "")),
        "unit": unit,
        "rate": DuesRate.objects.for_unit(unit, this),
        "year": this,
        "ahead": ahead,
        "offered": 0 if ahead else _year_ahead(unit),
        "form": form,
        "rows": rows,
        "has_errors": bool(form.errors) or any(line.errors for line in lines if line.is_bound),
        "seen": " ".join(f"{line.member.pk}:{line.owed}" for line in lines),
        "owing": sum(1 for line in lines if line.owed),
        "others": _others_today(unit),
    }
    return render(request, "dues/collection_form.html", context)


def _others_today(unit: Unit) -> Any:
    """Meetings of today that somebody wrote down already."""
    return Collection.objects.filter(unit=unit, held_on=local_today()).with_sums().order_by("pk")


# --- What was written -------------------------------------------------------------------------


def _collection(request: MemberRequest, pk: int) -> Collection:
    check_dues(request)
    rows = Collection.objects.visible_to(request.user).select_related(
        "unit__parent", "entered_by__member"
    )
    found: Collection = get_object_or_404(rows, pk=pk)
    return found


def _payments(collection: Collection) -> list[Payment]:
    return list(collection.payments.select_related("member", "unit__parent").in_number_order())


def collection_detail(request: MemberRequest, pk: int) -> HttpResponse:
    collection = _collection(request, pk)
    payments = _payments(collection)
    total = sum(one.amount for one in payments if one.stands)
    context = {
        "trail": _meetings((f"{collection.held_on:%d/%m/%Y}", "")),
        "collection": collection,
        "payments": payments,
        "total": total,
        "total_words": dong_in_words(total),
        "people": len({one.member_id for one in payments if one.stands}),
        "changes": Change.objects.of(collection).visible_to(request.user).newest_first()[:10],
    }
    return render(request, "dues/collection_detail.html", context)


def collection_paper(request: MemberRequest, pk: int) -> HttpResponse:
    """The meeting's list, with room for everybody to sign."""
    collection = _collection(request, pk)
    payments = [one for one in _payments(collection) if one.stands]
    _note_printed(request, payments)
    total = sum(one.amount for one in payments)
    # People are numbered, not receipts: who pays for two years has two.
    numbers: dict[int, int] = {}
    lines = [
        (
            one,
            numbers.setdefault(one.member_id, len(numbers) + 1)
            if one.member_id not in numbers
            else 0,
        )
        for one in payments
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
    """All receipts of a meeting, two on a sheet."""
    collection = _collection(request, pk)
    payments = [one for one in _payments(collection) if one.stands]
    return _receipts(request, collection, payments, collection.get_absolute_url())


def _receipts(
    request: MemberRequest, collection: Collection, payments: list[Payment], back: str
) -> HttpResponse:
    _note_printed(request, payments)
    context = letterhead(collection.unit, None) | {
        "collection": collection,
        "back": back,
        "receipts": [(one, dong_in_words(one.amount), words_date(one.paid_on)) for one in payments],
    }
    return render(request, "documents/dues_receipts.html", context)


def _note_printed(request: MemberRequest, payments: list[Payment]) -> None:
    """Each member on the paper counts as read, once however many receipts they have."""
    members = {one.member_id: one.member for one in payments}.values()
    ReadRecord.objects.note_all(request.user, members, ReadRecord.Way.PRINTED)


# --- One receipt ------------------------------------------------------------------------------


def _receipt(request: MemberRequest, pk: int) -> Payment:
    check_dues(request)
    rows = Payment.objects.visible_to(request.user).select_related(
        "collection__entered_by__member", "unit__parent", "member", "reversed_by__member"
    )
    found: Payment = get_object_or_404(rows, pk=pk)
    return found


def _of_receipt(payment: Payment, *parts: tuple[str, str]) -> list[tuple[str, str]]:
    sitting = payment.collection
    here = payment.get_absolute_url() if parts else ""
    return _meetings(
        (f"{sitting.held_on:%d/%m/%Y}", sitting.get_absolute_url()),
        (f"Biên nhận {payment.code}", here),
        *parts,
    )


def receipt(request: MemberRequest, pk: int) -> HttpResponse:
    payment = _receipt(request, pk)
    card = Member.objects.in_books_of(request.user).filter(pk=payment.member_id).exists()
    context = {
        "trail": _of_receipt(payment),
        "payment": payment,
        "amount_words": dong_in_words(payment.amount),
        "has_card": card,
        "may_write": may_write(request.user, payment),
        "may_restore": payment.reversed_on == local_today(),
        "changes": Change.objects.of(payment).visible_to(request.user).newest_first()[:20],
    }
    return render(request, "dues/receipt.html", context)


def receipt_print(request: MemberRequest, pk: int) -> HttpResponse:
    payment = _receipt(request, pk)
    return _receipts(request, payment.collection, [payment], payment.get_absolute_url())


def receipt_reverse(request: MemberRequest, pk: int) -> HttpResponse:
    """Asks for the reason, then marks the receipt as a slip; it stays in the book."""
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
    """Takes back a reversal of today."""
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
