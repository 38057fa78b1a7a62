"""A meeting's dues enter a cash box of the branch, at one press."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from desk.pages import attempt, check, check_write, form_page
from fund.models import CashBox
from kit.money import dong, dong_with_words
from members.http import MemberRequest, posted
from members.models import Degree, Subject

from ..actions import post_collection
from ..forms import PostingForm
from ..models import Collection, with_unposted
from .common import check_dues, dues_trail


def collection_post(request: MemberRequest, pk: int) -> HttpResponse:
    """Asks into which box and when; what is in one already is not entered again."""
    check_dues(request)
    rows = with_unposted(Collection.objects.visible_to(request.user))
    collection = get_object_or_404(rows.select_related("unit__parent"), pk=pk)
    check_write(request, collection)
    check(request, Subject.FUND, Degree.WRITE)
    boxes = CashBox.objects.open().editable_by(request.user).filter(unit=collection.unit)
    if not boxes.exists() or not collection.unposted:
        messages.info(request, _nothing(collection))
        return redirect(collection)
    initial = {"day": f"{collection.held_on:%d/%m/%Y}"}
    form = PostingForm(posted(request), boxes=boxes.select_related("unit"), initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        row = attempt(form, lambda: post_collection(collection=collection, **data, by=request.user))
        if row is not None:
            messages.success(request, f"Đã vào quỹ: {row.code}, {dong_with_words(row.amount)}.")
        if not form.errors:
            return redirect(collection)
    amount = collection.unposted
    label = "Vào quỹ" if amount > 0 else "Trả lại từ quỹ (biên nhận đã hủy)"
    return form_page(
        request, form, title="Đưa hội phí vào quỹ", button="Lập phiếu",
        back=collection.get_absolute_url(),
        trail=dues_trail(
            ("Buổi thu", reverse("dues:collections")),
            (f"{collection.held_on:%d/%m/%Y}", collection.get_absolute_url()), ("Vào quỹ", ""),
        ),
        facts=[(label, dong(abs(amount))), ("Buổi thu", f"{collection}")],
    )  # fmt: skip


def _nothing(collection: Collection) -> str:
    if not CashBox.objects.open().filter(unit=collection.unit).exists():
        return "Chi hội chưa mở quỹ. Hãy mở quỹ ở mục Nghĩa tình, Quỹ."
    return "Tiền của buổi thu này đã vào quỹ đủ."
