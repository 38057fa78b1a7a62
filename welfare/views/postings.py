"""Care and the fund: which acts are in no book yet, and the Phiếu chi that pays them, at one press."""

from typing import Any

from django.contrib import messages
from django.db.models import Prefetch, Q, Sum
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from desk.pages import attempt, check, form_page, trail
from desk.tokens import TOKEN, sent_before
from fund.models import CashBox, Transaction
from kit.lists import Table
from kit.money import dong, dong_with_words
from kit.numbers import typed_key, vn_number
from members.http import MemberRequest, posted
from members.models import Degree, Subject

from ..actions.postings import post_activities
from ..forms.postings import PostingFilters, PostingForm
from ..models import (
    Activity,
    ActivityPosting,
    boxes_paying,
    enters_books,
    paid_from,
    suggested_account,
    unposted,
    with_posted,
)
from ..tables import POSTINGS

MOST = 200  # acts that one Phiếu chi pays
TITLE = "Chăm lo chưa vào quỹ"


def _trail(*parts: tuple[str, str]) -> list[tuple[str, str]]:
    """Under the fund: a treasurer reads it, and not the books of welfare."""
    here = reverse("welfare_desk:postings") if parts else ""
    return trail(("Quỹ", reverse("fund:boxes")), (TITLE, here), *parts)


def posting_list(request: MemberRequest) -> HttpResponse:
    """What the boxes that the user reads pay for: not in the books yet, unless something else is asked."""
    check(request, Subject.FUND)
    user = request.user
    boxes = CashBox.objects.visible_to(user).select_related("unit__parent")
    everything = enters_books(paid_from(boxes, Activity.objects.all()))
    form = PostingFilters(boxes, everything.years(), request.GET)
    filters = form.filter_values()
    rows = everything
    if box := filters.get("quy"):
        rows = enters_books(paid_from([box], Activity.objects.all()))
    if year := filters.get("nam"):
        rows = rows.in_year(year)
    rows = with_posted(rows)
    sums = rows.aggregate(recorded=Sum("amount"), entered=Sum("amount", filter=Q(is_posted=True)))
    if filters.get("so") != "tat-ca":
        rows = rows.filter(is_posted=filters.get("so") == "roi")
    standing = ActivityPosting.objects.standing().select_related("voucher")
    rows = (
        rows.with_naming(user)
        .select_related("kind", "member", "unit__parent")
        .prefetch_related(Prefetch("postings", standing, to_attr="in_books"))
    )
    table = Table(
        request.GET,
        rows.order_by("-happened_on", "-pk"),
        POSTINGS,
        noun="lần chăm lo",
        usual="-ngay",
    )
    own = CashBox.objects.open().editable_by(user)
    context = {
        "trail": _trail(),
        "form": form,
        "table": table,
        "page": table.page,
        "is_filtered": any(filters.values()),
        "figures": _figures(sums),
        "readable": _readable(request, table.page),
        "may_write": own.exists(),
        "all_url": _all_url(own, box, sums),
    }
    return render(request, "welfare/posting_list.html", context)


def _figures(sums: dict[str, int | None]) -> str:
    recorded, entered = sums["recorded"] or 0, sums["entered"] or 0
    return f"Đã trao {dong(recorded)}; đã vào quỹ {dong(entered)}; chưa vào quỹ {dong(recorded - entered)}."


def _readable(request: MemberRequest, page: Any) -> set[int]:
    """Which acts of the page the user may open in the books of welfare."""
    if not request.user.may(Subject.WELFARE):
        return set()
    rows = Activity.objects.visible_to(request.user).filter(pk__in=[act.pk for act in page])
    return set(rows.values_list("pk", flat=True))


def _all_url(own: Any, box: CashBox | None, sums: dict[str, int | None]) -> str:
    """Where all that a box has not paid yet is entered at once; of several boxes, once one is chosen."""
    only = list(own.filter(pk=box.pk) if box else own[:2])
    if len(only) != 1 or sums["recorded"] == sums["entered"]:
        return ""
    return f"{reverse('welfare_desk:posting_new')}?quy={only[0].pk}"


# --- The voucher ------------------------------------------------------------------------------


def posting_new(request: MemberRequest) -> HttpResponse:
    """Asks which acts, which account, which day; all that the address asks for is ticked already.

    The address names a box (`quy`), and may name a list (`danh-sach`) or one act (`lan`).
    """
    check(request, Subject.FUND, Degree.WRITE)
    # The second of two presses: what the first entered is not to be chosen any more.
    token = request.POST.get("token", "")
    if TOKEN.fullmatch(token):
        sent = sent_before(Transaction, token, entered_by=request.user)
        if sent is not None:
            return redirect(sent)
    boxes = _requested_boxes(request)
    rows = _requested_acts(request, boxes)
    acts = list(rows[:MOST])
    if not acts:
        messages.info(request, _why_nothing(request, boxes))
        return redirect("welfare_desk:postings")
    form = PostingForm(
        posted(request), boxes=boxes, activities=rows.filter(pk__in=[act.pk for act in acts]),
        initial=_initial(acts, boxes),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        row = attempt(form, lambda: post_activities(**data, by=request.user))
        if row is not None:
            messages.success(request, f"Đã vào quỹ: {row.code}, {dong_with_words(row.amount)}.")
            return redirect(row)
    total = sum(act.amount for act in acts)
    return form_page(
        request, form, title="Lập phiếu chi chăm lo", button="Lập phiếu chi",
        back=reverse("welfare_desk:postings"), trail=_trail(("Lập phiếu chi", "")),
        intro="Một phiếu chi cho các lần được chọn, kèm danh sách ký nhận. Loại riêng tư không ghi tên "
        "trên phiếu.",
        facts=[("Cộng các lần dưới đây", f"{vn_number(len(acts))} lần, {dong(total)}")],
    )  # fmt: skip


def _why_nothing(request: MemberRequest, boxes: list[CashBox]) -> str:
    """Why there is no act to pay, in one cause."""
    if boxes:
        return f"{boxes[0]}: không còn lần chăm lo nào chưa vào quỹ."
    own = CashBox.objects.open().editable_by(request.user)
    if not own.exists():
        return "Chưa có quỹ nào đang mở. Hãy mở quỹ ở mục Quỹ trước."
    if request.GET.get("lan"):
        return "Lần chăm lo này không chi từ quỹ mà đồng chí ghi."
    return "Hãy chọn quỹ ở bộ lọc, rồi lập phiếu chi cho các lần của quỹ đó."


def _requested_boxes(request: MemberRequest) -> list[CashBox]:
    """The user's boxes of the unit that pays: of the box in the address, or of the act there."""
    own = CashBox.objects.open().editable_by(request.user).select_related("unit__parent")
    key, act = typed_key(request.GET.get("quy", "")), typed_key(request.GET.get("lan", ""))
    if act:
        activity = Activity.objects.filter(pk=act).select_related("unit__parent__parent").first()
        paying = boxes_paying(activity) if activity is not None else CashBox.objects.none()
        return list(own.filter(pk__in=paying))
    box = own.filter(pk=key).first() if key else None
    if box is None and not key and len(only := list(own[:2])) == 1:
        box = only[0]
    if box is None:
        return []
    return [box, *own.filter(unit=box.unit).exclude(pk=box.pk)]


def _requested_acts(request: MemberRequest, boxes: list[CashBox]) -> Any:
    rows = unposted(boxes) if boxes else Activity.objects.none()
    if key := typed_key(request.GET.get("lan", "")):
        rows = rows.filter(pk=key)
    if key := typed_key(request.GET.get("danh-sach", "")):
        rows = rows.filter(list_entry__gift_list=key)
    return rows.with_naming(request.user).select_related("kind", "member", "unit")


def _initial(acts: list[Activity], boxes: list[CashBox]) -> dict[str, Any]:
    latest = max(act.happened_on for act in acts)
    account = suggested_account(acts[0].kind)
    return {
        "activities": [act.pk for act in acts],
        "box": boxes[0].pk,
        "account": account.pk if account else None,
        "day": f"{latest:%d/%m/%Y}",
    }
