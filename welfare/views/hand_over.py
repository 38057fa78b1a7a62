"""Handing over what a list gives: many ticked at once; the list on paper and as a file."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render

from desk.pages import attempt
from desk.paper import letterhead
from kit.dates import local_today
from kit.lists import PER_PAGE
from kit.money import dong_in_words
from kit.spreadsheets import Sheet, SheetColumn, excel_file
from members.http import MemberRequest, posted
from members.models import Member, ReadRecord

from ..actions.lists import fail, hand_over_entry
from ..actions.visits import stored_picture
from ..forms.lists import HandLineForm, HandOverListForm
from ..models import LIVE, ListState, WelfareEntry, WelfareList
from .lists import list_trail, visible_list


@transaction.atomic
def list_hand(request: MemberRequest, pk: int) -> HttpResponse:
    """The people of the user's branches who have not got it yet, a page at a time."""
    gift_list = visible_list(request, pk)
    own = WelfareEntry.objects.editable_by(request.user).filter(gift_list=gift_list)
    if not own.exists():
        raise PermissionDenied
    rows = own.to_hand_over().select_related("unit", "gift_list").in_order()
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    files = request.FILES or None
    form = HandOverListForm(
        posted(request), files, gift_list=gift_list, initial={"on": local_today()}
    )
    lines = [HandLineForm(posted(request), files, entry=entry) for entry in page]
    if request.method == "POST":
        done = _hand(request, form, lines)
        if done is not None:
            return redirect("welfare_desk:list_hand", pk=pk) if done else redirect(gift_list)
    context = {
        "trail": list_trail(gift_list, ("Trao", "")),
        "gift_list": gift_list,
        "page": page,
        "form": form,
        "lines": lines,
        "has_errors": bool(form.errors) or any(line.errors for line in lines if line.is_bound),
    }
    return render(request, "welfare/list_hand.html", context)


def _hand(request: MemberRequest, form: HandOverListForm, lines: list[HandLineForm]) -> int | None:
    """Writes down the page; how many still wait, or None where it is shown again with messages."""
    are_valid = all([*(line.is_valid() for line in lines)])
    chosen = [line for line in lines if are_valid and line.is_chosen]
    is_head_needed = any(line.cleaned_data["handed"] for line in chosen)
    if are_valid and not chosen:
        # What was ticked may have been handed over by the first of two clicks.
        if any(name.endswith("-handed") for name in request.POST):
            return 0
        form.is_valid()
        form.add_error(None, "Chưa đánh dấu ai đã nhận, cũng chưa ghi ai chưa nhận được.")
        return None
    if not are_valid or (is_head_needed and not form.is_valid()):
        return None
    if attempt(form, lambda: _write(request, form, chosen)) is None:
        return None
    handed = sum(bool(line.cleaned_data["handed"]) for line in chosen)
    messages.success(
        request,
        f"Đã ghi {handed} đồng chí đã nhận, {len(chosen) - handed} đồng chí chưa trao được.",
    )
    return len(lines) - handed


def _write(request: MemberRequest, form: HandOverListForm, chosen: list[HandLineForm]) -> bool:
    shared: list[Any] | None = None
    for line in chosen:
        data: dict[str, Any] = line.cleaned_data
        if data["handed"]:
            head = form.cleaned_data
            if shared is None:
                shared = [stored_picture(file) for file in head.get("photographs", ())]
            own = [data["photograph"]] if data["photograph"] else []
            hand_over_entry(
                entry=line.entry, receiver=data["receiver"], receipt_no=data["receipt_no"],
                on=head["on"], given_by=head["given_by"], photographs=[*own, *shared],
                by=request.user,
            )  # fmt: skip
        else:
            fail(entry=line.entry, reason=data["failed"], by=request.user)
    return True


# --- On paper, as a file ----------------------------------------------------------------------


def _entries(request: MemberRequest, gift_list: WelfareList) -> list[WelfareEntry]:
    rows = gift_list.entries.visible_to(request.user).filter(state__in=LIVE)
    if gift_list.state in (ListState.REFUSED, ListState.CANCELLED):
        rows = gift_list.entries.visible_to(request.user)
    return list(rows.select_related("unit__parent", "member").in_order())


def _homes(request: MemberRequest, entries: list[WelfareEntry]) -> dict[int, str]:
    """Where they live, for the ward; of cards that the user reads."""
    keys = [entry.member_id for entry in entries]
    return dict(
        Member.objects.in_books_of(request.user).filter(pk__in=keys).values_list("pk", "address")
    )


def list_print(request: MemberRequest, pk: int) -> HttpResponse:
    """The list on paper: for those who give, or for the ward where the State pays."""
    gift_list = visible_list(request, pk)
    entries = _entries(request, gift_list)
    members = [entry.member for entry in entries]
    ReadRecord.objects.note_all(request.user, members, ReadRecord.Way.PRINTED)
    homes = _homes(request, entries) if gift_list.kind.paid_by_state else {}
    total = sum(entry.amount for entry in entries)
    context = letterhead(gift_list.unit, None, on=local_today()) | {
        "gift_list": gift_list,
        "lines": [(entry, homes.get(entry.member_id, "")) for entry in entries],
        "total": total,
        "total_words": dong_in_words(total),
        "paper": None,
        "is_for_ward": gift_list.kind.paid_by_state,
        "back": gift_list.get_absolute_url(),
    }
    return render(request, "documents/welfare_list.html", context)


def list_export(request: MemberRequest, pk: int) -> HttpResponse:
    """All that the list holds for this reader; each person is recorded as read."""
    gift_list = visible_list(request, pk)
    entries = _entries(request, gift_list)
    members = [entry.member for entry in entries]
    ReadRecord.objects.note_all(request.user, members, ReadRecord.Way.TAKEN)
    homes = _homes(request, entries) if gift_list.kind.paid_by_state else {}
    titles = ("STT", "Họ và tên", "Số thẻ", "Chi hội", "Sinh", "Tuổi")
    more = (
        "Hiện vật",
        "Nơi ở",
        "Tình trạng",
        "Ngày trao",
        "Người nhận thay",
        "Số phiếu",
        "Ghi chú",
    )
    columns = [
        *map(SheetColumn, titles),
        SheetColumn("Số tiền", is_money=True),
        *map(SheetColumn, more),
    ]
    rows = (
        [
            number, entry.full_name, entry.code, str(entry.unit), entry.born, entry.age,
            entry.amount, entry.in_kind, homes.get(entry.member_id, ""),
            entry.get_state_display(), entry.handed_on, entry.receiver, entry.receipt_no,
            entry.again_reason or entry.reason or entry.note,
        ]
        for number, entry in enumerate(entries, 1)
    )  # fmt: skip
    about = Sheet("Danh sách", [SheetColumn("Danh sách")], [[str(gift_list)]])
    name = f"danh-sach-{gift_list.kind.code}-{gift_list.year}-{local_today():%Y-%m-%d}"
    return excel_file(name, [Sheet("Người", columns, rows), about])
