"""Closing a cash box: counted, emptied into another by one voucher, nothing written after."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from fund.actions import (
    BoxClosing,
    Voucher,
    change_keeper,
    close_box,
    move,
    reopen_box,
    reverse_voucher,
)
from fund.models import CashBox, CashCount, Transaction
from fund.tasks import fund_tasks
from members.models import Change
from tests import factories as make
from tests.conftest import Cast
from tests.fund.test_pages import text
from welfare.models import boxes_paying, unposted

TODAY = dt.date(2026, 11, 24)
DAY = dt.timedelta(days=1)


@pytest.fixture
def above(cast: Cast) -> CashBox:
    return make.make_box(cast.district, name="Quỹ quận")


def close(box: CashBox, cast: Cast, target: CashBox | None = None, **fields: Any) -> CashBox:
    usual: dict[str, Any] = {"day": TODAY, "reason": "Chi hội sáp nhập", "receiver": "Bà Nhận"}
    closing = BoxClosing(target=target, **usual | fields)
    return close_box(box=box, closing=closing, token="dong-quy-mau-0001", by=cast.officer_above)


def counted(box: CashBox, hundreds: int) -> CashCount:
    notes = {100_000: hundreds} if hundreds else {}
    return make.make_count(box, notes, counted_on=TODAY, explanation="")


def test_a_counted_box_is_emptied_by_one_voucher_and_closed(
    cast: Cast, box: CashBox, above: CashBox
) -> None:
    make.make_voucher(box, 500_000)
    counted(box, 5)
    for _ in range(2):  # a double click
        close(box, cast, above)
    box.refresh_from_db()

    (moved,) = Transaction.objects.filter(kind="transfer")
    assert (moved.credit_box, moved.debit_box, moved.amount, moved.day) == (
        box,
        above,
        500_000,
        TODAY,
    )
    assert (box.is_closed, box.closed_on, box.balance_on(TODAY)) == (True, TODAY, 0)
    assert box.keepers.get().valid_to == TODAY + DAY
    assert not CashBox.objects.open().contains(box)
    assert [row.is_closed for row in CashBox.objects.with_closed().order_by("has_closed")] == [
        False, True,
    ]  # fmt: skip
    assert any("Chi hội sáp nhập" in str(row.diff) for row in Change.objects.of(box))


NOT_YET: dict[str, tuple[Any, str, str]] = {
    "not counted": (lambda box: None, "day", "chưa có biên bản kiểm kê"),
    "counted before": (lambda box: make.make_count(
        box, {100_000: 5}, counted_on=TODAY - DAY, explanation="Thừa"), "day", "chưa có biên bản"),
    "counted less": (lambda box: make.make_count(
        box, {100_000: 4}, explanation="Thiếu"), "day", "đếm được 400.000 đ, sổ còn 500.000 đ"),
    "written after the count": (lambda box: (
        counted(box, 5), make.make_voucher(box, 100_000)), "day", "sổ còn 600.000 đ"),
}  # fmt: skip


@pytest.mark.parametrize("what", NOT_YET)
def test_what_was_not_counted_is_not_closed(
    cast: Cast, box: CashBox, above: CashBox, what: str
) -> None:
    make.make_voucher(box, 500_000)
    prepare, field, words = NOT_YET[what]
    prepare(box)
    with pytest.raises(ValidationError) as refusal:
        close(box, cast, above)
    assert list(refusal.value.message_dict) == [field]
    assert words in refusal.value.messages[0]
    assert not CashBox.objects.get(pk=box.pk).is_closed


def test_money_needs_a_box_to_go_to(cast: Cast, box: CashBox) -> None:
    make.make_voucher(box, 500_000)
    counted(box, 5)
    with pytest.raises(ValidationError) as refusal:
        close(box, cast)
    assert list(refusal.value.message_dict) == ["target"]


def test_a_later_voucher_and_what_is_lent_hold_the_box_open(
    cast: Cast, box: CashBox, above: CashBox
) -> None:
    make.make_voucher(box, 500_000)
    with pytest.raises(ValidationError, match="còn phiếu PT 1/2026"):
        close(box, cast, above, day=TODAY - DAY)
    loan = make.make_loan(box, 500_000)
    counted(box, 5)
    with pytest.raises(ValidationError, match="Đơn vị còn 1 khoản cho vay chưa trả đủ"):
        close(box, cast, above)
    make.make_box(loan.box.unit)
    assert close(box, cast, above).is_closed


def test_the_treasurer_is_told_what_is_not_in_the_box_yet(
    cast: Cast, box: CashBox, above: CashBox
) -> None:
    assert reverse("desk")  # with the addresses come what tells the fund of itself
    act = make.make_activity(cast.here, amount=200_000, happened_on=TODAY)
    counted(box, 0)
    with pytest.raises(ValidationError) as refusal:
        close(box, cast)
    assert list(refusal.value.message_dict) == ["is_incomplete"]
    close(box, cast, is_incomplete=True)
    # From now on the box above pays it.
    assert list(boxes_paying(act)) == [above]
    assert not unposted([CashBox.objects.get(pk=box.pk)]).exists()
    assert list(unposted([above])) == [act]


def test_nothing_comes_into_a_closed_box_nor_out_of_it(
    cast: Cast, box: CashBox, above: CashBox
) -> None:
    came = make.make_voucher(box, 500_000)
    make.make_voucher(above, 500_000)
    counted(box, 5)
    close(box, cast, above)
    voucher = Voucher(TODAY, 100_000, "Trả lại", "Bà Nhận")
    acts: list[Any] = [
        lambda: make.make_voucher(box, 100_000),
        lambda: make.make_voucher(box, 100_000, day=TODAY - DAY),
        lambda: move(source=above, target=box, voucher=voucher, token="x" * 20, by=cast.admin),
        lambda: reverse_voucher(entry=came, day=TODAY, reason="Nhầm", by=cast.admin),
        lambda: make.make_count(box),
        lambda: change_keeper(
            box=box, keeper=make.make_member(cast.here), since=TODAY, by=cast.admin
        ),
    ]  # fmt: skip
    for act in acts:
        with pytest.raises(ValidationError, match="đã đóng"):
            act()
    page = text(cast.client("officer_here").get(came.get_absolute_url()))
    assert "Đảo phiếu này" not in page


@pytest.mark.parametrize("side", ["debit_box", "credit_box"])
def test_the_database_takes_nothing_after_the_day(cast: Cast, box: CashBox, side: str) -> None:
    yesterday = TODAY - DAY
    make.make_voucher(box, 500_000, day=yesterday)
    row = make.make_voucher(box, 200_000 if side == "debit_box" else -200_000)
    with pytest.raises(IntegrityError), transaction.atomic():
        CashBox.objects.filter(pk=box.pk).update(closed_on=yesterday, closing_reason="Hết")
    CashBox.objects.filter(pk=box.pk).update(closed_on=TODAY, closing_reason="Hết")
    row.pk, row.number, row.token, row.day = None, 90, "raw-mau-0001", TODAY + DAY
    with pytest.raises(IntegrityError), transaction.atomic():
        Transaction.objects.bulk_create([row])


def test_it_is_opened_again_for_a_reason_alone(cast: Cast, box: CashBox) -> None:
    counted(box, 0)
    close(box, cast)
    keeper = box.keepers.get().member
    with pytest.raises(ValidationError):
        reopen_box(box=box, keeper=keeper, reason="", by=cast.officer_here)
    for _ in range(2):
        reopen_box(box=box, keeper=keeper, reason="Còn một khoản thu", by=cast.officer_here)
    box.refresh_from_db()
    assert not box.is_closed
    assert (box.reopened_on, box.closed_on) == (TODAY, TODAY)
    assert make.make_voucher(box, 100_000).day == TODAY


@pytest.mark.parametrize("who", ["officer_beside", "member_here", "correspondent"])
def test_a_stranger_neither_closes_nor_opens(cast: Cast, box: CashBox, who: str) -> None:
    by, closing = getattr(cast, who), BoxClosing(TODAY, "Hết")
    with pytest.raises(PermissionDenied):
        close_box(box=box, closing=closing, token="y" * 20, by=by)
    with pytest.raises(PermissionDenied):
        reopen_box(box=box, keeper=make.make_member(cast.here), reason="Nhầm", by=by)


def test_page_asks_and_lists_and_the_book_stays(cast: Cast, box: CashBox, above: CashBox) -> None:
    make.make_voucher(box, 500_000)
    counted(box, 5)
    client, url = cast.client("officer_above"), reverse("fund:box_close", args=[box.pk])
    page = client.get(url)
    assert "500.000 đ (năm trăm nghìn đồng)" in text(page)
    assert [str(row) for row in page.context["form"].fields["target"].queryset] == [str(above)]
    data = {"day": "24/11/2026", "reason": "Sáp nhập", "receiver": "Bà Nhận", "token": "t" * 20}
    assert "hãy chọn quỹ nhận" in text(client.post(url, data))
    answer = client.post(url, data | {"target": above.pk}, follow=True)
    assert "Quỹ đã đóng" in text(answer)
    assert "Ghi thu" not in text(answer)
    assert "đã đóng 24/11/2026" in text(client.get(reverse("fund:boxes")))
    assert client.get(reverse("fund:box_print", args=[box.pk])).status_code == 200
    chosen = client.get(reverse("fund:receipt_new")).context["form"].fields["box"].queryset
    assert list(chosen) == [above]


def test_boxes_of_ended_units_and_of_gone_keepers_are_tasks(
    cast: Cast, box: CashBox, above: CashBox
) -> None:
    def tasks() -> list[str]:
        rows = [task.label for task in fund_tasks(cast.officer_above)]
        return [label for label in rows if "quỹ" in label]

    assert tasks() == []
    keeper = box.keepers.get().member
    keeper.memberships.update(valid_to=TODAY, left_by="resigned")
    assert tasks() == ["1 quỹ có người giữ đã rời Hội hoặc từ trần"]
    counted(box, 0)
    close(box, cast)
    assert tasks() == []
    gone = make.make_branch(cast.district, valid_to=TODAY, status="merged")
    left = make.make_box(gone)
    assert tasks() == ["1 quỹ của đơn vị đã thôi hoạt động chưa đóng"]
    counted(left, 0)
    close(left, cast)
    assert tasks() == []
