"""Loans for family economy: given upon a decision, repaid in parts, told when overdue."""

import datetime as dt
import html
import io
import re
import zipfile
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from fund.actions import LoanTerms, lend, repay, reverse_voucher
from fund.actions.ledger import Voucher
from fund.models import CashBox, Instalment, Loan, LoanState, Transaction
from fund.tasks import fund_tasks, loans_on_card
from members.models import Member, ReadRecord
from tests import factories as make
from tests.conftest import Cast

TODAY = dt.date(2026, 11, 24)
DAY = dt.timedelta(days=1)
JUNE = dt.date(2026, 6, 30)


def text(answer: Any) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def of(loan: Loan, day: dt.date | None = None) -> Loan:
    found: Loan = Loan.objects.with_remaining(day).get(pk=loan.pk)
    return found


@pytest.fixture
def borrower(cast: Cast) -> Member:
    return make.make_member(cast.here, full_name="Lê Thị Vay", joined=make.LONG_AGO)


def sent(box: CashBox, borrower: Member, **fields: Any) -> dict[str, Any]:
    usual = {
        "box": box.pk, "member": borrower.code, "amount": "6 triệu", "purpose": "Nuôi gà",
        "day": "24/11/2026", "parts": "6", "every": "1", "first_due": "31/12/2026",
        "decision_no": "05/BB", "decided_on": "20/11/2026", "token": "token-cho-vay-01",
    }  # fmt: skip
    return usual | fields


def test_loan_is_paid_out_by_a_voucher_once_and_comes_back_in_parts(
    cast: Cast, box: CashBox, borrower: Member
) -> None:
    make.make_voucher(box, 10_000_000)
    client, url = cast.client("officer_here"), reverse("fund:loan_new")
    for _ in range(2):
        client.post(url, sent(box, borrower))
    loan = Loan.objects.get()

    assert box.balance_on(TODAY) == 4_000_000
    paid = loan.entries.get()
    assert (paid.code, paid.amount, paid.party) == ("PC 1/2026", 6_000_000, "Lê Thị Vay")
    assert list(loan.instalments.values_list("due_on", "amount")) == [
        (dt.date(2026, 12, 31), 1_000_000), (dt.date(2027, 1, 31), 1_000_000),
        (dt.date(2027, 2, 28), 1_000_000), (dt.date(2027, 3, 31), 1_000_000),
        (dt.date(2027, 4, 30), 1_000_000), (dt.date(2027, 5, 31), 1_000_000),
    ]  # fmt: skip
    page = text(client.get(loan.get_absolute_url()))
    assert "Kỳ tới 1.000.000 đ, hạn Thứ Năm, 31/12/2026" in page

    back = {"box": box.pk, "day": "24/11/2026", "amount": "1,5 triệu", "party": "Con trai bà Vay"}
    for _ in range(2):
        client.post(
            reverse("fund:loan_repay", args=[loan.pk]), back | {"token": "token-tra-no-001"}
        )
    assert of(loan).remaining == 4_500_000
    assert [due.paid for due in of(loan).schedule()] == [1_000_000, 500_000, 0, 0, 0, 0]
    receipt = loan.entries.get(kind="receipt")
    paper = text(client.get(reverse("fund:voucher_print", args=[receipt.pk])))
    assert "Con trai bà Vay" in paper
    assert "Trả nợ vay ngày 24/11/2026" in paper


@pytest.mark.parametrize(
    ("amount", "parts", "amounts"),
    [
        (1_000_000, 1, [1_000_000]),
        (1_000_000, 3, [333_000, 333_000, 334_000]),
        (10_500, 2, [5_000, 5_500]),
    ],
)
def test_instalments_sum_up_to_the_loan(amount: int, parts: int, amounts: list[int]) -> None:
    terms = LoanTerms(Member(), amount, "x", JUNE, JUNE + DAY, parts)
    assert [part for _, part in terms.instalments()] == amounts


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"amount": "nhiều"}, "amount", "Không đọc được số tiền"),
        ({"amount": "20 triệu"}, "amount", "chỉ còn 10.000.000 đ"),
        ({"amount": "0"}, "amount", "phải lớn hơn 0"),
        ({"amount": "5.000"}, "parts", "Nhiều kỳ quá"),
        ({"parts": "0"}, "parts", "Ít nhất"),
        ({"parts": "61"}, "parts", "Nhiều nhất"),
        ({"parts": "vài kỳ"}, "parts", ""),
        ({"first_due": "24/11/2026"}, "first_due", "sau ngày cho vay"),
        ({"day": "25/11/2026"}, "day", "tương lai"),
        ({"day": "01/01/2020", "decided_on": "01/01/2020"}, "member", "không sinh hoạt"),
        ({"purpose": ""}, "purpose", "Chưa ghi mục đích"),
        ({"member": "Không có ai"}, "member", "Không tìm thấy"),
        ({"decision_no": ""}, "decision_no", "Hãy ghi quyết định"),
        ({"decided_on": ""}, "decided_on", "Chưa ghi ngày"),
        ({"decided_on": "24/11/2026", "day": "23/11/2026"}, "decided_on", "trước ngày cho vay"),
    ],
)
def test_bad_terms_are_told_beside_their_field(
    cast: Cast, box: CashBox, borrower: Member, wrong: dict[str, str], field: str, words: str
) -> None:
    make.make_voucher(box, 10_000_000, day=TODAY - 9 * DAY)
    answer = cast.client("officer_here").post(
        reverse("fund:loan_new"), sent(box, borrower, **wrong)
    )
    form = answer.context["form"]
    assert list(form.errors) == [field]
    assert words in form.errors[field][0]
    assert not Loan.objects.exists()
    assert {name: str(form[name].value()) for name in wrong} == wrong


def test_who_decides_needs_no_decision_on_paper(cast: Cast, box: CashBox, borrower: Member) -> None:
    make.make_voucher(box, 10_000_000)
    data = sent(box, borrower, decision_no="", decided_on="")
    cast.client("office").post(reverse("fund:loan_new"), data)
    assert Loan.objects.get().decision_no == ""


def test_money_is_lent_to_members_of_the_boxs_unit(cast: Cast, box: CashBox) -> None:
    make.make_voucher(box, 10_000_000)
    stranger = make.make_member(cast.beside, joined=make.LONG_AGO)
    answer = cast.client("officer_above").post(reverse("fund:loan_new"), sent(box, stranger))
    assert "không thuộc" in answer.context["form"].errors["member"][0]
    above = make.make_box(cast.district)
    assert make.make_loan(above, member=stranger).box == above


def test_never_more_comes_back_than_was_lent_on_any_day(box: CashBox) -> None:
    loan = make.make_loan(box, 3_000_000, lent_on=JUNE)
    make.make_repayment(loan, 2_000_000, day=TODAY)
    for amount, day in ((1_000_001, TODAY), (1_000_001, JUNE), (1_000_000, JUNE - DAY)):
        with pytest.raises(ValidationError) as refusal:
            make.make_repayment(loan, amount, day=day)
        assert list(refusal.value.message_dict) == ["amount"]
    make.make_repayment(loan, 1_000_000, day=JUNE)
    assert of(loan).state == LoanState.REPAID


def test_a_reversal_counts_from_its_own_day(cast: Cast, box: CashBox) -> None:
    loan = make.make_loan(box, 3_000_000, lent_on=JUNE)
    back = make.make_repayment(loan, 1_000_000, day=JUNE + 5 * DAY)
    paid = loan.entries.get(kind="payment")
    with pytest.raises(ValidationError, match="đảo các phiếu đó trước"):
        reverse_voucher(entry=paid, day=TODAY, reason="Nhầm", by=cast.officer_here)
    reverse_voucher(entry=back, day=TODAY, reason="Nhầm", by=cast.officer_here)
    assert [of(loan, day).remaining for day in (JUNE - DAY, JUNE, TODAY - DAY, TODAY)] == [
        0, 3_000_000, 2_000_000, 3_000_000,
    ]  # fmt: skip
    reverse_voucher(entry=paid, day=TODAY, reason="Chưa vay", by=cast.officer_here)
    assert (of(loan).state, of(loan).remaining, of(loan).schedule()) == (LoanState.CANCELLED, 0, [])
    assert of(loan, TODAY - DAY).state == LoanState.LATE


def test_late_is_what_was_due_before_today_and_did_not_come(cast: Cast, box: CashBox) -> None:
    loan = make.make_loan(
        box, 3_000_000, lent_on=TODAY - 70 * DAY, parts=3, first_due=TODAY - 31 * DAY
    )
    assert [due.due_on for due in of(loan).schedule()] == [
        dt.date(2026, 10, 24), TODAY, dt.date(2026, 12, 24)
    ]  # fmt: skip
    assert (of(loan).late, of(loan).state) == (1_000_000, LoanState.LATE)
    (task,) = fund_tasks(cast.officer_here)
    assert (task.label, task.is_urgent) == ("1 khoản vay làm kinh tế quá hạn trả", True)
    assert "Lê" not in task.detail
    assert list(fund_tasks(cast.officer_beside)) == []
    make.make_repayment(loan, 1_000_000)
    assert (of(loan).late, of(loan).state) == (0, LoanState.OPEN)
    assert list(fund_tasks(cast.officer_here)) == []


@pytest.mark.parametrize(
    ("how", "words"), [("died", "đã từ trần ngày 23/11/2026"), ("left", "không còn sinh hoạt")]
)
def test_who_died_or_left_stays_in_the_list_and_is_told(
    cast: Cast, box: CashBox, borrower: Member, how: str, words: str
) -> None:
    loan = make.make_loan(box, member=borrower)
    kind = "deceased" if how == "died" else "resigned"
    make.make_departure(cast.here, member=borrower, kind=kind)
    client = cast.client("officer_here")
    (row,) = client.get(reverse("fund:loans")).context["table"].page
    assert row == loan
    assert ("đã từ trần" if how == "died" else "không còn sinh hoạt") in text(
        client.get(reverse("fund:loans"))
    )
    assert words in text(client.get(loan.get_absolute_url()))
    make.make_repayment(loan, 1_000_000, party="Con gái")


def test_list_is_asked_by_state_unit_and_name_and_taken_along(
    cast: Cast, box: CashBox, borrower: Member
) -> None:
    late = make.make_loan(box, member=borrower)
    still = make.make_loan(box, first_due=TODAY + DAY)
    done = make.make_loan(box, 1_000_000)
    make.make_repayment(done, 1_000_000)
    client, url = cast.client("officer_here"), reverse("fund:loans")

    def found(**asked: str) -> list[int]:
        return [row.pk for row in client.get(url, asked).context["table"].page]

    assert found() == [late.pk, still.pk]
    assert found(tinh_trang="qua-han") == [late.pk]
    assert found(tinh_trang="da-tra") == [done.pk]
    assert found(tinh_trang="da-huy") == []
    assert found(tinh_trang="tat-ca", sap="-con") == [late.pk, still.pk, done.pk]
    assert found(q="le thi vay", don_vi=str(cast.here.pk)) == [late.pk]
    assert found(don_vi=str(cast.beside.pk)) == [late.pk, still.pk]  # not the user's: not asked

    file = client.get(reverse("fund:loans_export"), {"q": "le thi vay"})
    book = zipfile.ZipFile(io.BytesIO(file.content))
    told = "".join(book.read(name).decode() for name in book.namelist() if "sheet1" in name)
    assert ("Lê Thị Vay" in told, "quá hạn" in told) == (True, True)
    assert [r.object_id for r in ReadRecord.objects.filter(way=ReadRecord.Way.TAKEN)] == [
        borrower.pk
    ]


def test_card_tells_of_the_loan_to_who_reads_the_fund_alone(
    cast: Cast, box: CashBox, borrower: Member
) -> None:
    loan = make.make_loan(box, member=borrower)
    make.make_repayment(loan, 1_000_000)
    part = loans_on_card(cast.officer_here, borrower)
    assert part is not None
    assert part.lines == ["16/08/2026: vay 6.000.000 đ, còn nợ 5.000.000 đ, quá hạn 5.000.000 đ"]
    account = make.make_user(borrower)
    for user in (account, cast.officer_beside, cast.correspondent):
        assert loans_on_card(user, borrower) is None


@pytest.mark.parametrize("who", ["officer_beside", "member_here", "correspondent", "editor"])
def test_strangers_lend_and_take_back_nothing(
    cast: Cast, box: CashBox, borrower: Member, who: str
) -> None:
    loan, by = make.make_loan(box), getattr(cast, who)
    terms = LoanTerms(borrower, 5_000, "x", TODAY, TODAY + DAY)
    with pytest.raises(PermissionDenied):
        lend(box=box, terms=terms, token="a" * 20, by=by)
    with pytest.raises(PermissionDenied):
        repay(loan=loan, box=box, voucher=Voucher(TODAY, 5_000, ""), token="b" * 20, by=by)


@pytest.mark.parametrize("change", [{"amount": 1}, {"lent_on": JUNE}, {"purpose": "Khác"}])
def test_no_loan_is_changed(box: CashBox, change: dict[str, Any]) -> None:
    loan = make.make_loan(box)
    with pytest.raises(IntegrityError), transaction.atomic():
        Loan.objects.filter(pk=loan.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Instalment.objects.filter(loan=loan).update(amount=1)


def test_the_database_keeps_lent_money_apart(cast: Cast, box: CashBox) -> None:
    loan = make.make_loan(box)
    paid = Transaction.objects.get(loan=loan)
    other = make.make_account("expense")
    strange = make.make_box(cast.beside)
    for fields in ({"loan": None}, {"debit": other}, {"credit_box": strange, "unit": cast.beside}):
        row = Transaction.objects.get(pk=paid.pk)
        row.pk, row.number, row.token = None, 99, "token-tho-so-99x"
        for name, value in fields.items():
            setattr(row, name, value)
        with pytest.raises(IntegrityError), transaction.atomic():
            Transaction.objects.bulk_create([row])


@pytest.mark.parametrize("count", [1, 3])
def test_loans_cost_the_same_queries_however_many(
    cast: Cast, box: CashBox, count: int, django_assert_num_queries: Any
) -> None:
    for _ in range(count):
        loan = make.make_loan(box, parts=count)
        make.make_repayment(loan, 1_000)
    client = cast.client("officer_here")
    for url, queries in (
        (reverse("fund:loans"), 10), (reverse("fund:loans_export"), 6),
        (loan.get_absolute_url(), 13),
    ):  # fmt: skip
        with django_assert_num_queries(queries):
            client.get(url)
