"""Counts of a box, closed months and years, the quarterly sheet and the yearly statement."""

import datetime as dt
import html
import re
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from fund.actions import close_book, post_difference, reopen_book, reverse_voucher
from fund.models import CashBox, CashCount, Closing, Transaction
from tests import factories as make
from tests.conftest import Cast

TODAY = dt.date(2026, 11, 24)
OCTOBER = dt.date(2026, 10, 5)
LAST_YEAR = dt.date(2025, 5, 5)


def text(answer: Any) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


# --- Counts -----------------------------------------------------------------------------------


def sheet(**fields: Any) -> dict[str, Any]:
    usual = {
        "counted_on": "24/11/2026", "keeper": "Lê Thị Giữ", "witness": "Trần Văn Chứng",
        "head": "Phạm Văn Trưởng", "token": "token-kiem-ke-01",
    }  # fmt: skip
    return usual | fields


def test_count_that_agrees_needs_no_explanation(cast: Cast, box: CashBox) -> None:
    make.make_voucher(box, 720_000)
    client = cast.client("officer_here")
    sent = sheet(note_500000="1", note_100000="2", note_20000="1")
    for _ in range(2):
        client.post(reverse("fund:count_new", args=[box.pk]), sent)
    row = CashCount.objects.get()

    assert (row.total, row.difference, row.explanation) == (720_000, 0, "")
    paper = text(client.get(reverse("fund:count_print", args=[row.pk])))
    for words in ("Bảy trăm hai mươi nghìn đồng", "Lê Thị Giữ", "Trần Văn Chứng", "khớp với sổ"):
        assert words in paper


def test_difference_is_explained_and_brought_into_the_book_once(cast: Cast, box: CashBox) -> None:
    make.make_voucher(box, 720_000)
    client, url = cast.client("officer_here"), reverse("fund:count_new", args=[box.pk])
    refused = client.post(url, sheet(note_500000="1"))
    form = refused.context["form"]
    assert "thiếu 220.000 đ" in form.errors["explanation"][0]
    assert form["note_500000"].value() == "1"

    client.post(url, sheet(note_500000="1", explanation="Mất một phong bì"))
    row = CashCount.objects.get()
    account = make.make_account("expense")
    vouchers = {
        post_difference(count=row, account=account, by=cast.officer_here).pk for _ in range(2)
    }
    assert len(vouchers) == 1
    assert box.balance_on(TODAY) == 500_000
    page = text(client.get(row.get_absolute_url()))
    assert "PC 1/2026" in page
    assert "Ghi chênh lệch vào sổ" not in page


def test_count_that_agrees_has_nothing_to_enter(cast: Cast, box: CashBox) -> None:
    row = make.make_count(box, notes={})
    with pytest.raises(ValidationError, match="khớp với sổ"):
        post_difference(count=row, account=make.make_account(), by=cast.officer_here)
    assert (
        cast.client("officer_here").get(reverse("fund:count_post", args=[row.pk])).status_code
        == 403
    )


@pytest.mark.parametrize("change", [{"total": 1}, {"book_balance": 1}, {"explanation": "Khác"}])
def test_no_count_is_changed(box: CashBox, change: dict[str, Any]) -> None:
    row = make.make_count(box)
    with pytest.raises(IntegrityError), transaction.atomic():
        CashCount.objects.filter(pk=row.pk).update(**change)


@pytest.mark.parametrize("wrong", ["-1", "một rổ", "1,5"])
def test_notes_are_whole_numbers(cast: Cast, box: CashBox, wrong: str) -> None:
    url = reverse("fund:count_new", args=[box.pk])
    form = cast.client("officer_here").post(url, sheet(note_100000=wrong)).context["form"]
    assert "note_100000" in form.errors


def test_bank_accounts_are_not_counted(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="tiền mặt"):
        make.make_count(make.make_box(cast.district, kind="bank"))


# --- Closed months and years ------------------------------------------------------------------


def test_closed_month_takes_what_who_decides_means(cast: Cast, box: CashBox) -> None:
    make.make_voucher(box, 1_000_000, day=OCTOBER)
    make.make_closing(cast.district, 2026, 10)
    with pytest.raises(ValidationError) as refusal:
        make.make_voucher(box, 2_000, day=OCTOBER, by=cast.officer_here)
    assert list(refusal.value.message_dict) == ["day"]
    with pytest.raises(ValidationError) as asked:
        make.make_voucher(box, 2_000, day=OCTOBER, by=cast.office)
    assert list(asked.value.message_dict) == ["is_late"]
    make.make_voucher(box, 2_000, day=OCTOBER, by=cast.office, is_late=True)
    make.make_voucher(box, 2_000, by=cast.officer_here)  # this month is open


def test_closed_year_takes_nothing_until_a_decision_opens_it(cast: Cast, box: CashBox) -> None:
    row = make.make_voucher(box, 1_000_000, day=LAST_YEAR)
    closing = make.make_closing(cast.district)
    for by in (cast.officer_here, cast.office, cast.admin):
        with pytest.raises(ValidationError, match="quyết định mở lại"):
            make.make_voucher(box, 2_000, day=LAST_YEAR, by=by, is_late=True)
    raw = Transaction.objects.get(pk=row.pk)
    raw.pk, raw.number, raw.token = None, 77, "token-tho-so-77"
    with pytest.raises(IntegrityError), transaction.atomic():
        Transaction.objects.bulk_create([raw])
    # What is reversed today bears today's day, so a closed year does not stand in its way.
    reverse_voucher(entry=row, day=TODAY, reason="Nhầm", by=cast.officer_here)

    decision: Any = {"decision_no": "05/QĐ", "decided_on": TODAY, "reason": "Kiểm tra yêu cầu"}
    with pytest.raises(PermissionDenied):
        reopen_book(closing=closing, **decision, by=cast.officer_above)
    with pytest.raises(ValidationError):
        reopen_book(closing=closing, **decision | {"reason": ""}, by=cast.office)
    for _ in range(2):
        reopen_book(closing=closing, **decision, by=cast.office)
    make.make_voucher(box, 2_000, day=LAST_YEAR, by=cast.officer_here)
    again = make.make_closing(cast.district)
    assert Closing.objects.count() == 2
    assert again.reopened_on is None


def test_period_is_closed_when_it_is_over_and_once(cast: Cast) -> None:
    for month in (11, None):
        with pytest.raises(ValidationError, match="chưa hết"):
            close_book(book=cast.district, year=2026, month=month, by=cast.officer_above)
    first = close_book(book=cast.district, year=2026, month=10, by=cast.officer_above)
    assert close_book(book=cast.district, year=2026, month=10, by=cast.officer_above) == first
    with pytest.raises(ValidationError, match="của Hội"):
        close_book(book=cast.here, year=2026, month=10, by=cast.officer_above)


def test_another_book_stays_open(cast: Cast, box: CashBox) -> None:
    make.make_closing(make.make_district(cast.city))
    make.make_voucher(box, 2_000, day=LAST_YEAR)


def test_list_closes_and_opens_again(cast: Cast, box: CashBox) -> None:
    client, url = cast.client("officer_above"), reverse("fund:closings")
    client.post(reverse("fund:close"), {"don_vi": cast.district.pk, "ky": "2026-10"})
    page = client.get(url)
    assert "Đã khóa 24/11/2026" in text(page)
    closing = Closing.objects.get()
    assert reverse("fund:reopen", args=[closing.pk]) not in page.content.decode()
    office = cast.client("office")
    data = {"decision_no": "05/QĐ", "decided_on": "24/11/2026", "reason": "Ghi bổ sung"}
    office.post(reverse("fund:reopen", args=[closing.pk]), data)
    assert "theo quyết định 05/QĐ" in text(client.get(url))


# --- Statements -------------------------------------------------------------------------------


def test_quarter_sums_by_account_and_a_reversal_counts_against_its_own(
    cast: Cast, box: CashBox
) -> None:
    make.make_voucher(box, 900_000, day=dt.date(2026, 9, 30), party="Bà Kín tiếng")
    slip = make.make_voucher(box, 300_000, day=OCTOBER)
    reverse_voucher(entry=slip, day=TODAY, reason="Nhầm", by=cast.officer_here)
    make.make_voucher(box, 200_000, day=OCTOBER)
    make.make_voucher(box, -150_000, day=TODAY)
    client = cast.client("officer_here")

    found = client.get(reverse("fund:statement"), {"ky": "2026-4"}).context["statement"]
    assert (found.opening, found.closing) == (900_000, 950_000)
    assert [(str(account), amount) for account, amount in found.received] == [("Hội phí", 200_000)]
    assert [(str(account), amount) for account, amount in found.spent] == [("Mừng thọ", 150_000)]
    year = client.get(reverse("fund:statement"), {"ky": "2026"}).context["statement"]
    assert (year.opening, year.received_total, year.spent_total) == (0, 1_100_000, 150_000)
    paper = text(client.get(reverse("fund:statement_print"), {"ky": "2026"}))
    assert "Bảng thu chi quỹ" in paper
    assert "Bà Kín tiếng" not in paper


def test_what_moves_between_own_boxes_is_neither_received_nor_spent(cast: Cast) -> None:
    from_bank, cash = make.make_box(cast.district, kind="bank"), make.make_box(cast.district)
    make.make_voucher(from_bank, 900_000)
    data = {
        "source": from_bank.pk, "target": cash.pk, "day": "24/11/2026", "amount": "400.000",
        "party": "Lê Thị Giữ", "text": "Rút tiền mặt", "token": "token-chuyen-quy",
    }  # fmt: skip
    client = cast.client("officer_above")
    client.post(reverse("fund:transfer_new"), data)
    assert cash.balance_on(TODAY) == 400_000
    both = client.get(reverse("fund:statement")).context["statement"]
    assert (both.received_total, both.spent_total, both.closing) == (900_000, 0, 900_000)
    one = client.get(reverse("fund:statement"), {"quy": cash.pk}).context["statement"]
    assert (one.moved_in, one.closing) == (400_000, 400_000)


@pytest.mark.parametrize("count", [1, 3])
def test_statement_costs_the_same_queries_however_many(
    cast: Cast, count: int, django_assert_num_queries: Any
) -> None:
    for _ in range(count):
        make.make_voucher(make.make_box(cast.here))
    client = cast.client("officer_here")
    for name, queries in {"fund:statement": 19, "fund:closings": 9}.items():
        with django_assert_num_queries(queries):
            client.get(reverse(name))
