"""Advances: open until what was spent, given back or topped up comes to what was given."""

import datetime as dt
import html
import re
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from fund.actions import (
    AdvanceTerms,
    Voucher,
    account_for,
    give_advance,
    give_back,
    repay,
    reverse_voucher,
    top_up,
)
from fund.models import Advance, AdvanceState, CashBox, Loan, Transaction
from fund.tasks import fund_tasks
from members.models import Member
from tests import factories as make
from tests.conftest import Cast

TODAY = dt.date(2026, 11, 24)
DAY = dt.timedelta(days=1)


def text(answer: Any) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def of(advance: Advance, day: dt.date | None = None) -> Advance:
    found: Advance = Advance.objects.with_remaining(day).get(pk=advance.pk)
    return found


@pytest.fixture
def holder(cast: Cast) -> Member:
    return make.make_member(cast.here, full_name="Trần Thị Đi Mua", joined=make.LONG_AGO)


def spend(advance: Advance, amount: int, **fields: Any) -> Transaction:
    account = fields.pop("account", None) or make.make_account("expense")
    usual: dict[str, Any] = {"day": TODAY, "amount": amount, "text": "Mua quà", "is_another": True}
    return account_for(
        advance=advance, account=account, voucher=Voucher(**usual | fields),
        token=f"token-chi-{Transaction.objects.count():08}", by=make._by(),
    )  # fmt: skip


def move_rest(action: Any, advance: Advance, amount: int, **fields: Any) -> Transaction:
    usual: dict[str, Any] = {"day": TODAY, "amount": amount, "text": ""}
    voucher = Voucher(**usual | fields)
    row: Transaction = action(
        advance=advance, box=advance.box, voucher=voucher, by=make._by(),
        token=f"token-rest-{Transaction.objects.count():08}",
    )  # fmt: skip
    return row


def test_advance_is_given_accounted_for_and_the_rest_comes_back(
    cast: Cast, box: CashBox, holder: Member
) -> None:
    make.make_voucher(box, 5_000_000)
    client = cast.client("officer_here")
    new = {
        "box": box.pk, "member": holder.code, "amount": "2 triệu", "purpose": "Mua quà mừng thọ",
        "day": "24/11/2026", "settle_by": "24/12/2026", "token": "token-tam-ung-01",
    }  # fmt: skip
    for _ in range(2):
        client.post(reverse("fund:advance_new"), new)
    advance = Advance.objects.get()
    assert (box.balance_on(TODAY), of(advance).state) == (3_000_000, AdvanceState.OPEN)

    account = make.make_account("expense")
    bought = {
        "day": "24/11/2026", "amount": "1.700.000", "account": account.pk, "text": "Mua 17 phần quà",
        "enclosed": "01 hóa đơn", "token": "token-da-chi-0001",
    }  # fmt: skip
    for _ in range(2):
        client.post(reverse("fund:advance_spent", args=[advance.pk]), bought)
    assert (box.balance_on(TODAY), of(advance).remaining) == (3_000_000, 300_000)
    assert "Còn 300.000 đ chưa thanh toán" in text(client.get(advance.get_absolute_url()))

    back = client.get(reverse("fund:advance_back", args=[advance.pk])).context["form"]
    assert back["amount"].value() == "300.000 đ"
    client.post(
        reverse("fund:advance_back", args=[advance.pk]),
        {"box": box.pk, "day": "24/11/2026", "amount": "300 nghìn", "token": "token-nop-lai-01"},
    )
    assert (box.balance_on(TODAY), of(advance).state) == (3_300_000, AdvanceState.SETTLED)
    assert [row.code for row in advance.entries.order_by("pk")] == [
        "PC 1/2026", "KT 1/2026", "PT 2/2026",
    ]  # fmt: skip

    request = text(client.get(reverse("fund:advance_request_print", args=[advance.pk])))
    assert "Hai triệu đồng" in request
    paper = text(client.get(reverse("fund:advance_settlement_print", args=[advance.pk])))
    for words in ("KT 1/2026 ngày 24/11/2026: Mua 17 phần quà (01 hóa đơn)", "300.000 đ",
                  "Một triệu bảy trăm nghìn đồng", "Người thanh toán Trần Thị Đi Mua"):  # fmt: skip
        assert words in paper
    journal = advance.entries.get(kind="journal")
    assert "Nợ: C01" in text(client.get(reverse("fund:voucher_print", args=[journal.pk])))
    assert "KT 1/2026" in text(client.get(journal.get_absolute_url()))


def test_what_was_overspent_is_topped_up_and_no_more(box: CashBox) -> None:
    advance = make.make_advance(box, 1_000_000)
    spend(advance, 1_200_000)
    assert (of(advance).state, of(advance).overspent) == (AdvanceState.OVERSPENT, 200_000)
    with pytest.raises(ValidationError) as refusal:
        move_rest(top_up, advance, 200_001)
    assert list(refusal.value.message_dict) == ["amount"]
    with pytest.raises(ValidationError):
        move_rest(give_back, advance, 1_000)
    make.make_voucher(box, 200_000)
    move_rest(top_up, advance, 200_000)
    assert of(advance).state == AdvanceState.SETTLED


def test_no_more_comes_back_than_is_left_and_nothing_before_it_was_given(box: CashBox) -> None:
    advance = make.make_advance(box, 1_000_000, given_on=TODAY - 5 * DAY)
    with pytest.raises(ValidationError) as refusal:
        move_rest(give_back, advance, 1_000_001)
    assert list(refusal.value.message_dict) == ["amount"]
    with pytest.raises(ValidationError) as early:
        move_rest(give_back, advance, 1_000, day=TODAY - 6 * DAY)
    assert list(early.value.message_dict) == ["day"]
    with pytest.raises(ValidationError):
        move_rest(top_up, advance, 1_000)


def test_a_reversal_opens_it_again_and_the_first_voucher_waits_for_the_others(
    cast: Cast, box: CashBox
) -> None:
    advance = make.make_advance(box, 1_000_000)
    bought = spend(advance, 1_000_000)
    given = advance.entries.get(kind="payment")
    with pytest.raises(ValidationError, match="đảo các phiếu đó trước"):
        reverse_voucher(entry=given, day=TODAY, reason="Nhầm", by=cast.officer_here)
    back = reverse_voucher(entry=bought, day=TODAY, reason="Nhầm", by=cast.officer_here)
    assert (back.code, of(advance).remaining) == ("KT 2/2026", 1_000_000)
    reverse_voucher(entry=given, day=TODAY, reason="Không đi nữa", by=cast.officer_here)
    assert of(advance).state == AdvanceState.CANCELLED
    with pytest.raises(ValidationError, match="đã hủy"):
        spend(advance, 1_000)


def test_statement_shows_what_was_spent_and_not_the_advance_once_settled(
    cast: Cast, box: CashBox
) -> None:
    advance = make.make_advance(box, 1_000_000)
    spend(advance, 700_000)
    client = cast.client("officer_here")

    def sums() -> tuple[list[tuple[str, int]], int, int]:
        found = client.get(reverse("fund:statement"), {"ky": "2026-4"}).context["statement"]
        spent = [(str(account), amount) for account, amount in found.spent]
        return spent, found.spent_total, found.closing

    assert sums() == ([("Mừng thọ", 700_000), ("Tạm ứng", 300_000)], 1_000_000, 0)
    move_rest(give_back, advance, 300_000)
    assert sums() == ([("Mừng thọ", 700_000)], 700_000, 300_000)
    assert box.balance_on(TODAY) == 300_000


def test_late_ones_are_told_with_their_age(cast: Cast, box: CashBox, holder: Member) -> None:
    late = make.make_advance(
        box, member=holder, given_on=TODAY - 40 * DAY, settle_by=TODAY - 10 * DAY
    )
    make.make_advance(box, settle_by=TODAY)
    client, url = cast.client("officer_here"), reverse("fund:advances")
    (row,) = client.get(url, {"tinh_trang": "qua-han"}).context["table"].page
    assert (row, row.age, row.state) == (late, 40, AdvanceState.LATE)
    assert len(client.get(url).context["table"]) == 2
    assert [r.pk for r in client.get(url, {"q": "di mua"}).context["table"].page] == [late.pk]
    (task,) = fund_tasks(cast.officer_here)
    assert task.label == "1 khoản tạm ứng quá hạn thanh toán"
    assert client.get(reverse("fund:advances_export")).status_code == 200


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"amount": "9 triệu"}, "amount", "không đủ"),
        ({"amount": "ít"}, "amount", "Không đọc được"),
        ({"settle_by": "23/11/2026"}, "settle_by", "không trước ngày tạm ứng"),
        ({"day": "25/11/2026", "settle_by": "24/12/2026"}, "day", "tương lai"),
        ({"purpose": ""}, "purpose", "Chưa ghi"),
        ({"member": "Không có"}, "member", "Không tìm thấy"),
    ],
)
def test_bad_input_is_told_beside_its_field(
    cast: Cast, box: CashBox, holder: Member, wrong: dict[str, str], field: str, words: str
) -> None:
    make.make_voucher(box, 5_000_000)
    new = {
        "box": box.pk, "member": holder.code, "amount": "2 triệu", "purpose": "Mua quà",
        "day": "24/11/2026", "settle_by": "24/12/2026", "token": "token-tam-ung-02",
    }  # fmt: skip
    form = (
        cast.client("officer_here").post(reverse("fund:advance_new"), new | wrong).context["form"]
    )
    assert list(form.errors) == [field]
    assert words in form.errors[field][0]
    assert not Advance.objects.exists()


@pytest.mark.parametrize("who", ["officer_beside", "member_here", "correspondent", "editor"])
def test_strangers_give_and_settle_nothing(
    cast: Cast, box: CashBox, holder: Member, who: str
) -> None:
    advance, by = make.make_advance(box), getattr(cast, who)
    terms = AdvanceTerms(holder, 5_000, "x", TODAY, TODAY)
    sent: Any = {"advance": advance, "voucher": Voucher(TODAY, 1_000, "x"), "by": by}
    with pytest.raises(PermissionDenied):
        give_advance(box=box, terms=terms, token="a" * 20, by=by)
    with pytest.raises(PermissionDenied):
        account_for(account=make.make_account("expense"), token="b" * 20, **sent)
    for action in (give_back, top_up):
        with pytest.raises(PermissionDenied):
            action(box=box, token="c" * 20, **sent)


@pytest.mark.parametrize("change", [{"amount": 1}, {"given_on": TODAY - DAY}, {"purpose": "Khác"}])
def test_no_advance_is_changed(box: CashBox, change: dict[str, Any]) -> None:
    advance = make.make_advance(box)
    with pytest.raises(IntegrityError), transaction.atomic():
        Advance.objects.filter(pk=advance.pk).update(**change)


def test_the_database_takes_a_journal_of_an_advance_alone(cast: Cast, box: CashBox) -> None:
    advance = make.make_advance(box)
    bought = spend(advance, 1_000)
    for fields in (
        {"advance": None}, {"credit": make.make_account("income")}, {"unit": cast.beside},
    ):  # fmt: skip
        row = Transaction.objects.get(pk=bought.pk)
        row.pk, row.number, row.token = None, 99, "token-tho-so-99x"
        for name, value in fields.items():
            setattr(row, name, value)
        with pytest.raises(IntegrityError), transaction.atomic():
            Transaction.objects.bulk_create([row])


@pytest.mark.parametrize("count", [1, 3])
def test_advances_cost_the_same_queries_however_many(
    cast: Cast, box: CashBox, count: int, django_assert_num_queries: Any
) -> None:
    for _ in range(count):
        advance = make.make_advance(box)
        spend(advance, 1_000)
    client = cast.client("officer_here")
    for url, queries in (
        (reverse("fund:advances"), 10), (reverse("fund:advances_export"), 6),
        (advance.get_absolute_url(), 10),
        (reverse("fund:advance_settlement_print", args=[advance.pk]), 6),
    ):  # fmt: skip
        with django_assert_num_queries(queries):
            client.get(url)


def test_what_is_left_is_settled_though_no_note_is_so_small(box: CashBox) -> None:
    """500 đ to give back, 300 đ to top up, 700 đ spent, 999 đ owed: none is a slip of the pen."""
    back, up, out = (make.make_advance(box, 1_000_000) for _ in range(3))
    spend(back, 999_500)
    move_rest(give_back, back, 500)
    spend(up, 1_000_300)
    move_rest(top_up, up, 300)
    spend(out, 999_300)
    spend(out, 700)
    assert [of(advance).remaining for advance in (back, up, out)] == [0, 0, 0]
    with pytest.raises(ValidationError, match="quá nhỏ"):
        spend(make.make_advance(box, 1_000_000), 500)

    loan = make.make_loan(box, 1_000_999)
    for amount in (1_000_000, 999):
        repay(
            loan=loan, box=box, voucher=Voucher(day=TODAY, amount=amount, text=""), by=make._by(),
            token=f"token-tra-no-{amount:08}",
        )  # fmt: skip
    assert Loan.objects.with_remaining().get(pk=loan.pk).remaining == 0
