"""An amount entered under a wrong account is moved to the right one; nothing is deleted."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from fund.actions import Voucher, account_for, correct_account, reverse_voucher
from fund.models import CashBox, Transaction
from fund.views.statements import Statement
from tests import factories as make
from tests.conftest import Cast
from tests.fund.test_ledger import sides
from tests.fund.test_pages import text

TODAY = dt.date(2026, 11, 24)
DAY = dt.timedelta(days=1)


def correct(entry: Transaction, cast: Cast, number: int = 3, **fields: Any) -> Transaction:
    """To the fourth account of the voucher's kind, unless told."""
    kind = str(entry.account.kind) if entry.account else "expense"
    account = fields.pop("account", None) or make.make_account(kind, number=number)
    usual: dict[str, Any] = {
        "day": TODAY,
        "reason": "Chọn nhầm",
        "token": f"dieu-chinh-{entry.pk:06}-{number}",
    }
    return correct_account(entry=entry, account=account, by=cast.officer_here, **usual | fields)


def named(box: CashBox) -> dict[str, int]:
    """What the year's statement says under each account."""
    statement = Statement([box], dt.date(2026, 1, 1), TODAY)
    assert statement.closing == box.balance_on(TODAY)
    rows = [*statement.received, *statement.spent]
    return {str(account): amount for account, amount in rows if amount}


@pytest.mark.parametrize("amount", [700_000, -300_000])
def test_one_entry_moves_the_amount_and_no_money(cast: Cast, box: CashBox, amount: int) -> None:
    make.make_voucher(box, 1_000_000, account=make.make_account("opening"))
    entry = make.make_voucher(box, amount)
    wrong, held = str(entry.account), box.balance_on(TODAY)
    for _ in range(2):  # sent twice
        made = correct(entry, cast)

    assert Transaction.objects.get(corrects=entry) == made
    assert (made.code, made.day, made.amount) == ("KT 1/2026", TODAY, abs(amount))
    assert box.balance_on(TODAY) == held
    kind = "income" if amount > 0 else "expense"
    right = str(make.make_account(kind, number=3))
    assert named(box) == {"Số dư khi mở sổ": 1_000_000, right: abs(amount)}
    assert sum(sides().values()) == 0
    book = cast.client("officer_here").get(f"{box.get_absolute_url()}?thang=2026")
    assert f"{wrong}, đã điều chỉnh sang {right}" in text(book)
    page = text(cast.client("officer_here").get(entry.get_absolute_url()))
    assert f"Điều chỉnh {entry.code} từ {wrong} sang {right}: Chọn nhầm" in page


def test_what_was_spent_of_an_advance_is_corrected_too(cast: Cast, box: CashBox) -> None:
    advance = make.make_advance(box)
    spent = account_for(
        advance=advance, account=make.make_account("expense"), token="da-chi-mau-00001",
        voucher=Voucher(TODAY, 100_000, "Mua quà"), by=cast.officer_here,
    )  # fmt: skip
    before = sum(named(box).values())
    correct(spent, cast)
    assert named(box)[str(make.make_account("expense", number=3))] == 100_000
    assert sum(named(box).values()) == before


def test_a_correction_is_reversed_and_made_anew(cast: Cast, box: CashBox) -> None:
    entry = make.make_voucher(box, 700_000)
    made = correct(entry, cast)
    with pytest.raises(ValidationError, match="đã điều chỉnh bằng KT 1/2026"):
        correct(entry, cast, number=4)
    with pytest.raises(ValidationError, match="đã điều chỉnh khoản bằng KT 1/2026: hãy đảo"):
        reverse_voucher(entry=entry, day=TODAY, reason="Nhầm", by=cast.officer_here)
    reverse_voucher(entry=made, day=TODAY, reason="Nhầm", by=cast.officer_here)
    assert named(box) == {str(entry.account): 700_000}
    correct(entry, cast, number=4)
    assert named(box) == {str(make.make_account(number=4)): 700_000}


REFUSED: dict[str, tuple[Any, str]] = {
    "another kind": (lambda box: (make.make_voucher(box), {"account": make.make_account("expense")}),
                     "Hãy chọn một khoản thu khác"),
    "the same": (lambda box: (make.make_voucher(box), {"account": make.make_account()}),
                 "Hãy chọn một khoản thu khác"),
    "before it": (lambda box: (make.make_voucher(box), {"day": TODAY - DAY}), "hãy ghi từ ngày đó"),
    "of the opening": (lambda box: (make.make_voucher(box, account=make.make_account("opening")),
                       {"account": make.make_account()}), "Chỉ điều chỉnh giữa các khoản thu"),
    "of a loan": (lambda box: (make.make_loan(box).entries.get(), {"account": make.make_account()}), "Chỉ điều chỉnh"),
    "a reversed one": (lambda box: (_reversed(box), {}), "đã đảo không điều chỉnh"),
}  # fmt: skip


def _reversed(box: CashBox) -> Transaction:
    entry = make.make_voucher(box)
    reverse_voucher(entry=entry, day=TODAY, reason="Nhầm", by=entry.entered_by)
    return Transaction.objects.get(pk=entry.pk)


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_not_corrected(cast: Cast, box: CashBox, what: str) -> None:
    prepare, words = REFUSED[what]
    entry, fields = prepare(box)
    with pytest.raises(ValidationError, match=words):
        correct(entry, cast, **fields)
    assert not Transaction.objects.filter(corrects__isnull=False).exists()


WRONG: dict[str, dict[str, Any]] = {
    "of another amount": {"amount": 1_000},
    "of an earlier day": {"day": TODAY - DAY},
    "from another account": {"debit_number": 2},
    "no journal": {"kind": "receipt"},
}


@pytest.mark.parametrize("what", WRONG)
def test_the_database_refuses(cast: Cast, box: CashBox, what: str) -> None:
    made = correct(make.make_voucher(box, 700_000), cast)
    again = make.make_voucher(box, 700_000)
    fields = dict(WRONG[what])
    made.pk, made.number, made.token, made.corrects = None, 90, "raw-mau-0002", again
    if number := fields.pop("debit_number", 0):
        made.debit = make.make_account(number=number)
    for name, value in fields.items():
        setattr(made, name, value)
    with pytest.raises(IntegrityError), transaction.atomic():
        Transaction.objects.bulk_create([made])


def test_page_offers_accounts_of_the_kind_alone(cast: Cast, box: CashBox) -> None:
    entry = make.make_voucher(box, 700_000)
    client, url = cast.client("officer_here"), reverse("fund:voucher_correct", args=[entry.pk])
    offered = client.get(url).context["form"].fields["account"].queryset
    assert {row.kind for row in offered} == {"income"}
    assert not offered.filter(pk=entry.credit_id).exists()
    data = {"account": offered[0].pk, "day": "24/11/2026", "reason": "Nhầm", "token": "t" * 20}
    answer = client.post(url, data, follow=True)
    assert "Đã điều chỉnh PT 1/2026 bằng phiếu KT 1/2026" in text(answer)
    assert "Điều chỉnh khoản của" not in text(answer)
    paper = text(client.get(reverse("fund:voucher_print", args=[entry.correction.pk])))
    assert "Điều chỉnh khoản của PT 1/2026" in paper


def test_a_letter_of_thanks_follows_the_right_account(cast: Cast, box: CashBox) -> None:
    gift = make.make_voucher(box, 700_000, party="Công ty Mẫu")
    assert not gift.is_gift
    correct(gift, cast, account=make.make_account(role="sponsor"))
    assert gift.is_gift


def test_a_stranger_corrects_nothing(cast: Cast, box: CashBox) -> None:
    entry = make.make_voucher(box)
    with pytest.raises(PermissionDenied):
        correct_account(
            entry=entry, account=make.make_account(number=3), day=TODAY, reason="x",
            token="z" * 20, by=cast.officer_beside,
        )  # fmt: skip
