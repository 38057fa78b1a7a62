"""The ledger: it sums to zero, a box never holds less than nothing, nothing is changed or lost."""

import datetime as dt
import random
from collections import Counter
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, models, transaction

from fund.actions import (
    AdvanceTerms,
    LoanTerms,
    Voucher,
    account_for,
    change_keeper,
    give_advance,
    give_back,
    lend,
    move,
    pay_out,
    receive,
    repay,
    reverse_voucher,
    top_up,
)
from fund.models import Account, Advance, CashBox, Loan, Transaction
from tests import factories as make
from tests.conftest import Cast

TODAY = dt.date(2026, 11, 24)
DAY = dt.timedelta(days=1)
MARCH = dt.date(2026, 3, 10)


def spend(box: CashBox, amount: int, day: dt.date = TODAY) -> Transaction:
    return make.make_voucher(box, -amount, day=day)


def gain(box: CashBox, amount: int, day: dt.date = TODAY) -> Transaction:
    return make.make_voucher(box, amount, day=day)


def sides() -> Counter[tuple[str, int]]:
    """What each box and account holds: all of it together is nothing."""
    held: Counter[tuple[str, int]] = Counter()
    for row in Transaction.objects.all():
        into = ("box", row.debit_box_id) if row.debit_box_id else ("account", row.debit_id)
        out_of = ("box", row.credit_box_id) if row.credit_box_id else ("account", row.credit_id)
        held[into] += row.amount
        held[out_of] -= row.amount
    return held


def never_below(box: CashBox) -> bool:
    """By hand: no day ends with less than nothing in the box."""
    held, day = 0, None
    for row in Transaction.objects.of_box(box).order_by("day", "pk"):
        if day is not None and row.day != day and held < 0:
            return False
        held += row.amount if row.debit_box_id == box.pk else -row.amount
        day = row.day
    return held >= 0


# --- Whatever the order -----------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(12))
def test_after_any_sequence_the_ledger_sums_to_zero_and_no_box_is_below(
    cast: Cast, box: CashBox, seed: int
) -> None:
    rng = random.Random(seed)
    boxes = [box, make.make_box(cast.district), make.make_box(cast.district, kind="bank")]
    borrower, expense = (
        make.make_member(cast.here, joined=make.LONG_AGO),
        make.make_account("expense"),
    )
    people = {one.unit_id: borrower for one in boxes}
    refused = 0
    for _ in range(40):
        day = TODAY - DAY * rng.randint(0, 60)
        one, other = rng.sample(boxes, 2)
        amount = rng.randint(1, 9) * 100_000
        voucher = Voucher(day, amount, "Việc", "Người", is_another=True)
        token = f"token-{rng.random()}"
        try:
            match rng.randint(0, 8):
                case 0 | 1:
                    gain(one, amount, day)
                case 2:
                    spend(one, amount, day)
                case 3:
                    move(source=one, target=other, voucher=voucher, token=token, by=cast.admin)
                case 4 if rows := list(Transaction.objects.all()):
                    entry = rng.choice(rows)
                    reverse_voucher(entry=entry, day=day, reason="Nhầm", by=cast.admin)
                case 5:
                    terms = LoanTerms(people[one.unit_id], amount, "Việc", day, day + DAY)
                    lend(box=one, terms=terms, token=token, by=cast.admin, is_another=True)
                case 6 if loans := list(Loan.objects.all()):
                    loan = rng.choice(loans)
                    repay(loan=loan, box=loan.box, voucher=voucher, token=token, by=cast.admin)
                case 7:
                    given = AdvanceTerms(people[one.unit_id], amount, "Việc", day, day + DAY)
                    give_advance(box=one, terms=given, token=token, by=cast.admin, is_another=True)
                case 8 if advances := list(Advance.objects.all()):
                    advance, place = rng.choice(advances), rng.choice(["box", "account"])
                    where = {"box": advance.box} if place == "box" else {"account": expense}
                    act = rng.choice([give_back, top_up]) if place == "box" else account_for
                    act(advance=advance, voucher=voucher, token=token, by=cast.admin, **where)
        except ValidationError:
            refused += 1
    assert refused < 40
    held = sides()
    assert sum(held.values()) == 0
    for each in boxes:
        assert never_below(each)
        assert each.balance_on(TODAY) == held["box", each.pk]
        assert CashBox.objects.with_balances().get(pk=each.pk).balance == held["box", each.pk]
    for loan in Loan.objects.with_remaining():
        assert 0 <= loan.remaining <= loan.amount
    lent = sum(loan.remaining for loan in Loan.objects.with_remaining())
    in_hand = sum(one.remaining for one in Advance.objects.with_remaining())
    owed = {
        row.kind: held["account", row.pk]
        for row in Account.objects.filter(kind__in=["loan", "advance"])
    }
    assert owed == {"loan": lent, "advance": in_hand}
    for kind in Transaction.Kind.values:  # no number twice, none left out
        numbers = Transaction.objects.filter(kind=kind).values_list("book", "number")
        for book in {book for book, _ in numbers}:
            assert sorted(n for b, n in numbers if b == book) == list(
                range(1, sum(b == book for b, _ in numbers) + 1)
            )


# --- Never below zero -------------------------------------------------------------------------


def test_more_than_the_box_holds_is_refused_beside_the_amount(box: CashBox) -> None:
    gain(box, 500_000)
    with pytest.raises(ValidationError) as refusal:
        spend(box, 500_001)
    assert list(refusal.value.message_dict) == ["amount"]
    assert "chỉ còn 500.000 đ" in refusal.value.messages[0]
    spend(box, 500_000)
    assert box.balance_on(TODAY) == 0


def test_a_past_day_counts_on_every_later_one(box: CashBox) -> None:
    gain(box, 500_000, MARCH)
    spend(box, 400_000, MARCH + 10 * DAY)
    gain(box, 900_000, MARCH + 20 * DAY)

    with pytest.raises(ValidationError, match=r"đến hết ngày 20/03/2026 chỉ còn 100\.000 đ"):
        spend(box, 200_000, MARCH + DAY)
    with pytest.raises(ValidationError, match=r"đến hết ngày 09/03/2026 chỉ còn 0 đ"):
        spend(box, 100_000, MARCH - DAY)
    spend(box, 100_000, MARCH + DAY)
    assert box.balance_on(MARCH + 10 * DAY) == 0


def test_what_was_received_is_not_reversed_once_it_is_spent(cast: Cast, box: CashBox) -> None:
    came = gain(box, 500_000, MARCH)
    spend(box, 300_000)
    with pytest.raises(ValidationError, match="không đủ"):
        reverse_voucher(entry=came, day=TODAY, reason="Nhầm", by=cast.officer_here)


def test_a_recorded_loan_lets_the_box_pay(box: CashBox) -> None:
    make.make_voucher(box, 700_000, kind=Account.Kind.BORROWED)
    spend(box, 700_000)
    assert box.balance_on(TODAY) == 0


# --- Reversals --------------------------------------------------------------------------------


def test_a_reversal_has_its_own_day_and_number(cast: Cast, box: CashBox) -> None:
    came = gain(box, 500_000, MARCH)
    back = reverse_voucher(entry=came, day=TODAY, reason="Ghi nhầm quỹ", by=cast.officer_here)

    assert (back.day, back.code, back.amount, back.reverses) == (TODAY, "PC 1/2026", 500_000, came)
    assert (box.balance_on(MARCH), box.balance_on(TODAY)) == (500_000, 0)
    assert not Transaction.objects.get(pk=came.pk).stands
    assert list(Transaction.objects.standing()) == []
    again = reverse_voucher(entry=came, day=TODAY, reason="Ghi nhầm quỹ", by=cast.officer_here)
    assert again == back  # a double click
    with pytest.raises(ValidationError, match="đã được đảo bằng phiếu PC 1/2026"):
        reverse_voucher(entry=came, day=TODAY, reason="Khác", by=cast.officer_here)
    with pytest.raises(ValidationError, match="không đảo lại"):
        reverse_voucher(entry=back, day=TODAY, reason="Nhầm", by=cast.officer_here)


def test_a_reversal_is_not_of_an_earlier_day(cast: Cast, box: CashBox) -> None:
    came = gain(box, 500_000, MARCH)
    with pytest.raises(ValidationError) as refusal:
        reverse_voucher(entry=came, day=MARCH - DAY, reason="Nhầm", by=cast.officer_here)
    assert list(refusal.value.message_dict) == ["day"]


def test_a_moved_amount_is_moved_back(cast: Cast, box: CashBox) -> None:
    above = make.make_box(cast.district)
    gain(box, 500_000)
    voucher = Voucher(TODAY, 300_000, "Nộp về Hội", "Thủ quỹ")
    moved = move(source=box, target=above, voucher=voucher, token="t" * 20, by=cast.officer_above)
    assert (box.balance_on(TODAY), above.balance_on(TODAY)) == (200_000, 300_000)
    reverse_voucher(entry=moved, day=TODAY, reason="Nhầm", by=cast.officer_above)
    assert (box.balance_on(TODAY), above.balance_on(TODAY)) == (500_000, 0)


# --- Never twice ------------------------------------------------------------------------------


def test_one_form_is_one_voucher(cast: Cast, box: CashBox) -> None:
    voucher = Voucher(TODAY, 200_000, "Ủng hộ", "Ông Tư")
    sent: Any = {"box": box, "account": make.make_account(), "voucher": voucher}
    first = receive(**sent, token="a" * 20, by=cast.officer_here)
    assert receive(**sent, token="a" * 20, by=cast.officer_here) == first
    with pytest.raises(ValidationError) as refusal:  # somebody else at another screen
        receive(**sent, token="b" * 20, by=cast.officer_above)
    assert list(refusal.value.message_dict) == ["is_another"]
    sent["voucher"] = Voucher(TODAY, 200_000, "Ủng hộ", "Ông Tư", is_another=True)
    assert receive(**sent, token="b" * 20, by=cast.officer_above).number == first.number + 1


# --- What the database itself refuses ---------------------------------------------------------


def _raw(box: CashBox, **fields: Any) -> Transaction:
    usual = {
        "book": box.book, "unit": box.unit, "kind": "receipt", "year": 2026, "number": 90,
        "day": TODAY, "debit_box": box, "credit": make.make_account(), "amount": 1_000,
        "text": "Việc", "entered_by": make.make_user(), "token": f"raw-{random.random()}",
    }  # fmt: skip
    return Transaction(**usual | fields)


def _mirror(of: Transaction, **fields: Any) -> Transaction:
    usual = {
        "kind": "payment", "debit_box": None, "credit": None, "debit": of.credit,
        "credit_box": of.debit_box, "amount": of.amount, "reverses": of,
    }  # fmt: skip
    return _raw(of.debit_box, **usual | fields)  # type: ignore[arg-type]  # a receipt


WRONG = {
    "half of it": lambda cast, box: _raw(box, credit=None),
    "three sides": lambda cast, box: _raw(box, debit=make.make_account("expense")),
    "nothing": lambda cast, box: _raw(box, amount=0),
    "no words": lambda cast, box: _raw(box, text=""),
    "another kind": lambda cast, box: _raw(box, kind="payment"),
    "into itself": lambda cast, box: _raw(box, credit=None, credit_box=box, kind="transfer"),
    "another year": lambda cast, box: _raw(box, year=2025),
    "number twice": lambda cast, box: _raw(box, number=gain(box, 1_000).number),
    "another unit": lambda cast, box: _raw(box, unit=cast.beside),
    "before the box": lambda cast, box: _raw(box, day=dt.date(2023, 1, 1), year=2023),
    "reversal of more": lambda cast, box: _mirror(gain(box, 5_000), amount=4_000),
    "reversal of yesterday": lambda cast, box: _mirror(gain(box, 5_000), day=TODAY - DAY),
    "reversal elsewhere": lambda cast, box: _mirror(
        gain(box, 5_000), credit_box=make.make_box(cast.here)
    ),
    "reversal of a reversal": lambda cast, box: _raw(
        box, amount=5_000,
        reverses=reverse_voucher(entry=gain(box, 5_000), day=TODAY, reason="x", by=cast.admin),
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", WRONG)
def test_the_database_refuses(cast: Cast, box: CashBox, what: str) -> None:
    row = WRONG[what](cast, box)
    with pytest.raises(IntegrityError), transaction.atomic():
        Transaction.objects.bulk_create([row])


def test_a_second_reversal_is_refused_by_the_database(cast: Cast, box: CashBox) -> None:
    came = gain(box, 5_000)
    Transaction.objects.bulk_create([_mirror(came, number=1)])
    with pytest.raises(IntegrityError), transaction.atomic():
        Transaction.objects.bulk_create([_mirror(came, number=2)])


@pytest.mark.parametrize(
    "change",
    [{"amount": 1}, {"day": MARCH}, {"number": 7}, {"text": "Khác"}, {"debit_box": None}],
)
def test_no_voucher_is_changed(box: CashBox, change: dict[str, Any]) -> None:
    row = gain(box, 5_000)
    with pytest.raises(IntegrityError), transaction.atomic():
        Transaction.objects.filter(pk=row.pk).update(**change)


def test_no_box_goes_to_another_unit(cast: Cast, box: CashBox) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        CashBox.objects.filter(pk=box.pk).update(unit=cast.beside)


def test_no_voucher_is_deleted(box: CashBox) -> None:
    row = gain(box, 5_000)
    for way in (row.delete, Transaction.objects.all().delete):
        with pytest.raises(ValidationError, match="không xóa"):
            way()
    if connection.vendor == "postgresql":
        with pytest.raises(IntegrityError), transaction.atomic():
            models.QuerySet(Transaction).delete()
    assert Transaction.objects.count() == 1


# --- Who may ----------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["officer_beside", "member_here", "correspondent", "editor"])
def test_strangers_write_nothing(cast: Cast, box: CashBox, who: str) -> None:
    came = gain(box, 5_000)
    voucher = Voucher(TODAY, 2_000, "Việc")
    by = getattr(cast, who)
    sent: Any = {"box": box, "voucher": voucher, "token": "c" * 20, "by": by}
    with pytest.raises(PermissionDenied):
        receive(account=make.make_account(), **sent)
    with pytest.raises(PermissionDenied):
        pay_out(account=make.make_account("expense"), **sent)
    with pytest.raises(PermissionDenied):
        reverse_voucher(entry=came, day=TODAY, reason="x", by=by)


def test_a_branch_moves_no_money_into_a_box_that_is_not_its_own(cast: Cast, box: CashBox) -> None:
    gain(box, 5_000)
    above, voucher = make.make_box(cast.district), Voucher(TODAY, 2_000, "Nộp")
    with pytest.raises(PermissionDenied):
        move(source=box, target=above, voucher=voucher, token="d" * 20, by=cast.officer_here)
    moved = move(source=box, target=above, voucher=voucher, token="d" * 20, by=cast.officer_above)
    assert Transaction.objects.visible_to(cast.officer_here).contains(moved)
    assert not Transaction.objects.editable_by(cast.officer_here).contains(moved)


def test_books_of_two_units_exchange_no_money_by_one_voucher(cast: Cast, box: CashBox) -> None:
    gain(box, 5_000)
    other = make.make_box(cast.elsewhere)
    with pytest.raises(ValidationError) as refusal:
        move(
            source=box, target=other, voucher=Voucher(TODAY, 2_000, "Chuyển"), token="e" * 20,
            by=cast.office,
        )  # fmt: skip
    assert list(refusal.value.message_dict) == ["target"]


def test_keepers_follow_each_other(cast: Cast, box: CashBox) -> None:
    second = make.make_member(cast.here)
    with pytest.raises(ValidationError):
        change_keeper(box=box, keeper=second, since=box.opened_on, by=cast.officer_here)
    row = change_keeper(box=box, keeper=second, since=TODAY, by=cast.officer_here)
    assert change_keeper(box=box, keeper=second, since=TODAY, by=cast.officer_here) == row
    assert box.keepers.count() == 2
    assert box.keeper == row
    assert box.keepers.on(TODAY - DAY).get() != row


def test_a_branch_has_no_account_at_a_bank(cast: Cast) -> None:
    box = CashBox(unit=cast.here, name="Ngân hàng", kind="bank", opened_on=TODAY)
    with pytest.raises(ValidationError) as refusal:
        box.full_clean()
    assert list(refusal.value.message_dict) == ["kind"]
