"""Pages of the fund: boxes, the book of a month, Ghi thu and Ghi chi, papers, reversal."""

import datetime as dt
import html
import io
import re
from typing import Any

import pytest
from django.urls import reverse

from fund.actions import reverse_voucher
from fund.models import Account, CashBox, Transaction
from members.models import Change
from tests import factories as make
from tests.conftest import Cast

TODAY = dt.date(2026, 11, 24)
DAY = dt.timedelta(days=1)


def text(answer: Any) -> str:
    return html.unescape(re.sub(r"<[^>]+>|\s+", " ", answer.content.decode()))


def sent(box: CashBox, **fields: Any) -> dict[str, Any]:
    usual = {
        "box": box.pk, "day": "24/11/2026", "amount": "500 nghìn", "text": "Ủng hộ quỹ",
        "account": make.make_account().pk, "party": "Ông Tư", "token": "token-cua-mau-01",
    }  # fmt: skip
    return usual | fields


def test_receipt_is_written_read_in_words_and_sent_twice_is_one(cast: Cast, box: CashBox) -> None:
    client, url = cast.client("officer_here"), reverse("fund:receipt_new")
    answers = [client.post(url, sent(box), follow=True) for _ in range(2)]
    row = Transaction.objects.get()

    assert {answer.redirect_chain[0][0] for answer in answers} == {row.get_absolute_url()}
    assert "Đã ghi Phiếu thu PT 1/2026: 500.000 đ (năm trăm nghìn đồng)." in text(answers[0])
    assert (row.amount, row.debit_box, row.book, row.entered_by) == (
        500_000, box, cast.district, cast.officer_here,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"amount": "nhiều lắm"}, "amount", "Không đọc được số tiền"),
        ({"amount": "0"}, "amount", "phải lớn hơn 0"),
        ({"amount": "-5000"}, "amount", "phải lớn hơn 0"),
        ({"amount": "500"}, "amount", "hãy ghi 500.000"),
        ({"amount": ""}, "amount", "Chưa ghi số tiền"),
        ({"day": "25/11/2026"}, "day", "tương lai"),
        ({"day": "01/01/2020"}, "day", "mở sổ ngày"),
        ({"party": ""}, "party", "Chưa ghi họ tên"),
        ({"account": ""}, "account", "Chưa chọn khoản"),
        ({"text": ""}, "text", "Chưa ghi lý do"),
    ],
)
def test_bad_input_is_told_beside_its_field_and_nothing_typed_is_lost(
    cast: Cast, box: CashBox, wrong: dict[str, str], field: str, words: str
) -> None:
    answer = cast.client("officer_here").post(reverse("fund:receipt_new"), sent(box, **wrong))
    form = answer.context["form"]
    assert list(form.errors) == [field]
    assert words in form.errors[field][0]
    assert not Transaction.objects.exists()
    for name, value in sent(box, **wrong).items():
        assert str(form[name].value()) == str(value)


def test_more_than_there_is_is_not_paid(cast: Cast, box: CashBox) -> None:
    make.make_voucher(box, 300_000)
    spent = sent(box, account=make.make_account("expense").pk)
    answer = cast.client("officer_here").post(reverse("fund:payment_new"), spent)
    assert "chỉ còn 300.000 đ" in answer.context["form"].errors["amount"][0]


def test_same_money_written_by_another_is_asked_about(cast: Cast, box: CashBox) -> None:
    url = reverse("fund:receipt_new")
    cast.client("officer_here").post(url, sent(box))
    other, again = cast.client("officer_above"), sent(box, token="token-cua-mau-02")
    answer = other.post(url, again)

    assert "PT 1/2026" in answer.context["form"].errors["is_another"][0]
    assert 'type="checkbox" name="is_another"' in answer.content.decode()
    other.post(url, again | {"is_another": "on"})
    assert Transaction.objects.count() == 2


def test_member_is_named_by_card(cast: Cast, box: CashBox) -> None:
    giver = make.make_member(cast.here, full_name="Trần Thị Góp")
    cast.client("officer_here").post(
        reverse("fund:receipt_new"), sent(box, party="", member=giver.code)
    )
    row = Transaction.objects.get()
    assert (row.member, row.party) == (giver, "Trần Thị Góp")


def test_box_is_opened_with_its_keeper(cast: Cast) -> None:
    keeper = make.make_member(cast.here)
    data = {
        "unit": cast.here.pk, "kind": "cash", "name": "Quỹ nghĩa tình", "opened_on": "01/11/2026",
        "keeper": keeper.code,
    }  # fmt: skip
    client = cast.client("officer_here")
    for _ in range(2):
        client.post(reverse("fund:box_new"), data)
    made = CashBox.objects.get()
    assert (made.keeper.member, made.unit) == (keeper, cast.here)
    assert Change.objects.of(made).exists()
    refused = client.post(reverse("fund:box_new"), data | {"kind": "bank", "name": "Ngân hàng"})
    assert list(refused.context["form"].errors) == ["kind"]


def test_month_begins_with_what_was_there_and_ends_with_what_is(cast: Cast, box: CashBox) -> None:
    spring = dt.date(2026, 3, 10)
    make.make_voucher(box, 900_000, day=spring)
    make.make_voucher(box, -200_000, day=spring + DAY, text="Phúng viếng")
    make.make_voucher(box, -100_000, text="Họp")
    client = cast.client("officer_here")

    def book(query: str) -> tuple[int, int, int, int, list[int]]:
        found = client.get(f"{box.get_absolute_url()}?{query}").context["book"]
        lines = [line.held for line in found.lines]
        return found.opening, found.received, found.spent, found.closing, lines

    assert book("") == (700_000, 0, 100_000, 600_000, [600_000])
    assert book("thang=2026-03") == (0, 900_000, 200_000, 700_000, [900_000, 700_000])
    assert book("thang=2026") == (0, 900_000, 300_000, 600_000, [900_000, 700_000, 600_000])
    assert book("thang=2026&loai=chi&q=viếng")[-1] == [700_000]
    expense = make.make_account("expense").pk
    assert book(f"thang=2026&khoan={expense}")[-1] == [700_000, 600_000]
    assert book("thang=1800-99") == book("")  # as if not asked


def test_papers_carry_what_such_papers_carry(cast: Cast, box: CashBox) -> None:
    row = make.make_voucher(box, 1_250_000, party="Ông Tư", enclosed="01 giấy")
    client = cast.client("officer_here")
    paper = text(client.get(reverse("fund:voucher_print", args=[row.pk])))
    for words in (
        "Phiếu thu", "PT 1/2026", "Nợ: 111", "Có: T01", "Ông Tư", "1.250.000",
        "Một triệu hai trăm năm mươi nghìn đồng", "01 giấy", "Thủ quỹ", "Người lập phiếu",
    ):  # fmt: skip
        assert words in paper
    book = text(client.get(reverse("fund:box_print", args=[box.pk])))
    assert "Sổ quỹ" in book
    assert "Số dư cuối kỳ" in book


def test_book_is_a_spreadsheet_too(cast: Cast, box: CashBox) -> None:
    make.make_voucher(box, 1_250_000)
    answer = cast.client("officer_here").get(reverse("fund:box_export", args=[box.pk]))
    assert answer["Content-Disposition"] == 'attachment; filename="so-quy-2026-11-2026-11-24.xlsx"'
    assert io.BytesIO(answer.content).read(2) == b"PK"


def test_reversal_is_a_page_with_its_reason(cast: Cast, box: CashBox) -> None:
    row = make.make_voucher(box, 700_000, day=TODAY - 30 * DAY)
    client, url = cast.client("officer_here"), reverse("fund:voucher_reverse", args=[row.pk])
    data = {"day": "24/11/2026", "reason": "Ghi nhầm quỹ"}
    for _ in range(2):
        client.post(url, data)
    back = Transaction.objects.get(reverses=row)

    page = text(client.get(row.get_absolute_url()))
    assert "PC 1/2026" in page
    assert "ngày 24/11/2026. Lý do: Ghi nhầm quỹ" in page
    assert reverse("fund:voucher_reverse", args=[row.pk]) not in page
    refused = client.post(reverse("fund:voucher_reverse", args=[back.pk]), data)
    assert "không đảo lại" in text(refused)


def test_without_accounts_the_office_adds_the_usual_ones(cast: Cast) -> None:
    make.make_box(cast.here)
    client = cast.client("officer_here")
    answer = client.get(reverse("fund:receipt_new"), follow=True)
    assert "Chưa có danh mục khoản thu, chi" in text(answer)
    assert "Thêm các khoản thường dùng" not in text(answer)
    office = cast.client("office")
    assert "Thêm các khoản thường dùng" in text(office.get(reverse("fund:boxes")))
    for _ in range(2):
        office.post(reverse("fund:usual"))
    assert Account.objects.count() == 20
    assert client.get(reverse("fund:receipt_new")).status_code == 200


def test_sponsor_is_thanked_for_a_gift_that_stands_and_for_nothing_else(
    cast: Cast, box: CashBox
) -> None:
    sponsor = make.make_account(role="sponsor")
    gift = make.make_voucher(box, 2_000_000, account=sponsor, party="Công ty Mẫu")
    client = cast.client("officer_here")
    letter = text(client.get(reverse("fund:thanks", args=[gift.pk])))
    assert "Kính gửi: Công ty Mẫu" in letter
    assert "hai triệu đồng" in letter
    dues = make.make_voucher(box)
    assert client.get(reverse("fund:thanks", args=[dues.pk])).status_code == 404
    reverse_voucher(entry=gift, day=TODAY, reason="Nhầm", by=cast.officer_here)
    assert client.get(reverse("fund:thanks", args=[gift.pk])).status_code == 404


QUERIES = {"fund:boxes": 11, "fund:box": 36, "fund:box_print": 10, "fund:box_export": 9}


@pytest.mark.parametrize("count", [1, 3])
def test_pages_cost_the_same_queries_however_many(
    cast: Cast, box: CashBox, count: int, django_assert_num_queries: Any
) -> None:
    for _ in range(count):
        make.make_voucher(box)
    for _ in range(count - 1):
        make.make_box(cast.here)
    client = cast.client("officer_here")
    for name, queries in QUERIES.items():
        with django_assert_num_queries(queries):
            client.get(reverse(name, args=[] if name == "fund:boxes" else [box.pk]))


# --- Amounts that lack their noughts ------------------------------------------------------------


def _gift(cast: Cast) -> str:
    return reverse("welfare_desk:house_gift_new", args=[make.make_house(cast.here).pk])


LACKING = {
    "receipt": (lambda cast: reverse("fund:receipt_new"), "amount"),
    "advance": (lambda cast: reverse("fund:advance_new"), "amount"),
    "house": (lambda cast: reverse("welfare_desk:house_new"), "estimate"),
    "giver": (_gift, "received"),
}


@pytest.mark.parametrize("typed", ["500", "năm trăm", "500 đ"])
@pytest.mark.parametrize("form", LACKING)
def test_an_amount_without_its_noughts_is_told_with_them(
    cast: Cast, box: CashBox, form: str, typed: str
) -> None:
    borrower = make.make_member(cast.here, joined=make.LONG_AGO)
    url, field = LACKING[form][0](cast), LACKING[form][1]
    data = {
        **sent(box), "member": borrower.code, "purpose": "Mua quà", "settle_by": "24/12/2026",
        "unit": cast.here.pk, "kind": "build", "giver": "Ông Năm", "received_on": "24/11/2026",
        field: typed,
    }  # fmt: skip
    errors = cast.client("officer_here").post(url, data).context["form"].errors
    assert errors[field] == [
        "Số tiền 500 đ quá nhỏ. Nếu là 500 nghìn (500.000 đ), hãy ghi 500.000."
    ]


# --- Who must name a decision -------------------------------------------------------------------


@pytest.mark.parametrize(("who", "is_bound"), [("officer_here", True), ("admin", False)])
def test_a_decision_is_asked_of_whom_it_binds(
    cast: Cast, box: CashBox, who: str, is_bound: bool
) -> None:
    make.make_account()
    form = cast.client(who).get(reverse("fund:loan_new")).context["form"]
    assert {form.fields[name].required for name in ("decision_no", "decided_on")} == {is_bound}
