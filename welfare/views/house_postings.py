"""Houses in the fund: the Phiếu thu of a giver's money, the Phiếu chi of the work. For whoever writes
the box; no right of welfare is asked, as with acts of care (ADR 0041)."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from desk.pages import attempt, check, form_page, trail
from fund.models import Account, CashBox
from kit.dates import local_today
from kit.money import dong, dong_with_words
from members.http import MemberRequest, posted
from members.models import Degree, Subject

from ..actions.house_postings import pay_for_house, receive_gift
from ..forms.house_postings import GiftReceiptForm, HousePaymentForm
from ..models import House, HouseGift, boxes_of_house, with_posted_sum


def _boxes(request: MemberRequest, house: House) -> list[CashBox]:
    """The user's boxes through which the money of the house goes; 404 if there is none."""
    check(request, Subject.FUND, Degree.WRITE)
    own = CashBox.objects.editable_by(request.user).filter(pk__in=boxes_of_house(house))
    boxes = list(own.order_by("kind", "pk"))
    if not boxes:
        raise Http404
    return boxes


def _back(request: MemberRequest, house: House, box: CashBox) -> str:
    """The house for who reads it, else the box."""
    reads = request.user.may(Subject.WELFARE) and House.objects.visible_to(request.user)
    return (reads and reads.contains(house) and house.get_absolute_url()) or box.get_absolute_url()


def _trail(*parts: tuple[str, str]) -> list[tuple[str, str]]:
    return trail(("Quỹ", reverse("fund:boxes")), *parts)


def _account(kind: str, **fields: Any) -> int | None:
    row = Account.objects.of(kind).filter(**fields).first()
    return row.pk if row else None


def house_receipt(request: MemberRequest, pk: int) -> HttpResponse:
    """Enters what a giver gave and is not in the fund yet."""
    check(request, Subject.FUND, Degree.WRITE)
    rows = with_posted_sum(HouseGift.objects.select_related("house__unit__parent", "house__member"))
    gift: Any = get_object_or_404(rows, pk=pk)
    boxes = _boxes(request, gift.house)
    back, rest = _back(request, gift.house, boxes[0]), gift.received - gift.posted
    if gift.is_direct or gift.voucher_no or rest <= 0:
        messages.info(request, "Không còn tiền của người này chờ vào quỹ.")
        return redirect(back)
    initial = {
        "box": boxes[0].pk, "day": f"{gift.received_on:%d/%m/%Y}",
        "account": _account(Account.Kind.INCOME, role=Account.Role.SPONSOR),
    }  # fmt: skip
    form = GiftReceiptForm(posted(request), user=request.user, house=gift.house, initial=initial)
    if request.method == "POST" and form.is_valid():
        row = attempt(form, lambda: receive_gift(gift=gift, **form.cleaned_data, by=request.user))
        if row is not None:
            messages.success(request, f"Đã vào quỹ: {row.code}, {dong_with_words(row.amount)}.")
            return redirect(row)
    return form_page(
        request, form, title="Lập phiếu thu ủng hộ làm nhà", button="Lập phiếu thu", back=back,
        trail=_trail(("Lập phiếu thu", "")),
        facts=[("Người ủng hộ", gift.giver), ("Nhà của", gift.house.whom), ("Vào quỹ", dong(rest))],
    )  # fmt: skip


def house_payment(request: MemberRequest, pk: int) -> HttpResponse:
    """Pays for the work out of the fund."""
    check(request, Subject.FUND, Degree.WRITE)
    house = get_object_or_404(House.objects.select_related("unit__parent", "member"), pk=pk)
    boxes = _boxes(request, house)
    initial = {
        "box": boxes[0].pk, "day": f"{local_today():%d/%m/%Y}",
        "account": _account(Account.Kind.EXPENSE, code="C05"),
    }  # fmt: skip
    form = HousePaymentForm(posted(request), user=request.user, house=house, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        row = attempt(
            form,
            lambda: pay_for_house(
                house=house, box=data["box"], account=data["account"],
                voucher=form.as_voucher(house), token=data["token"], by=request.user,
            ),
        )  # fmt: skip
        if row is not None:
            messages.success(request, f"Đã ghi {row.code}: {dong_with_words(row.amount)}.")
            return redirect(row)
    return form_page(
        request, form, title="Chi làm nhà", button="Lập phiếu chi",
        back=_back(request, house, boxes[0]), trail=_trail(("Chi làm nhà", "")),
        facts=[("Nhà của", house.whom), ("Đơn vị", house.unit.distinct_label)],
    )  # fmt: skip
