"""Lending a member money from a box, and entering what is repaid."""

import calendar
import datetime as dt
from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError
from django.db import transaction

from desk.tokens import sent_before
from members.actions.permission import needs, writes_in
from members.models import Degree, Member, Subject, User, units_where

from ..models import Account, CashBox, Instalment, Loan, Transaction
from .ledger import MIN_AMOUNT, Voucher, lock_books, write_voucher


@dataclass(frozen=True)
class LoanTerms:
    """To whom, how much, what for, and how it comes back: in `parts` equal instalments, the first by
    `first_due`, each `every` months after the one before."""

    member: Member
    amount: int
    purpose: str
    lent_on: dt.date
    first_due: dt.date
    parts: int = 1
    every: int = 1
    decision_no: str = ""
    decided_on: dt.date | None = None

    def instalments(self) -> list[tuple[dt.date, int]]:
        """Days with amounts, in whole thousands; the last takes what is left over."""
        each = self.amount // self.parts // MIN_AMOUNT * MIN_AMOUNT
        amounts = [each] * (self.parts - 1) + [self.amount - each * (self.parts - 1)]
        return [
            (_months_after(self.first_due, number * self.every), amount)
            for number, amount in enumerate(amounts)
        ]


def _months_after(day: dt.date, months: int) -> dt.date:
    """The same day so many months later, or that month's last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(day.day, last))


@needs(writes_in("box.unit", Subject.FUND))
@transaction.atomic
def lend(
    *, box: CashBox, terms: LoanTerms, token: str, by: User, is_another: bool = False,
    is_late: bool = False,
) -> Loan:  # fmt: skip
    """Pays a loan out by a Phiếu chi and lays down when it comes back; sent twice it is one.

    Whoever does not decide about the fund names the decision that the loan rests on.
    """
    lock_books(box.book, [box])
    sent = sent_before(Transaction, token, unit=box.unit)
    if sent is not None and sent.loan is not None:
        return sent.loan
    _check_terms(box, terms, by)
    loan = Loan(
        box=box, member=terms.member, amount=terms.amount, purpose=terms.purpose,
        lent_on=terms.lent_on, decision_no=terms.decision_no, decided_on=terms.decided_on,
    )  # fmt: skip
    loan.full_clean()
    loan.save()
    for due_on, amount in terms.instalments():
        Instalment.objects.create(loan=loan, due_on=due_on, amount=amount)
    voucher = Voucher(
        terms.lent_on, terms.amount, f"Cho vay làm kinh tế gia đình: {terms.purpose}",
        terms.member.full_name, terms.member, is_another=is_another, is_late=is_late,
    )  # fmt: skip
    row = Transaction(
        kind="payment", unit=box.unit, debit=Account.objects.first_of(Account.Kind.LOAN),
        credit_box=box, loan=loan,
    )  # fmt: skip
    write_voucher(row, voucher, token, by)
    return loan


def _check_terms(box: CashBox, terms: LoanTerms, by: User) -> None:
    belongs = terms.member.membership_on(terms.lent_on)
    if belongs is None:
        raise ValidationError(
            {"member": "Ngày cho vay, đồng chí này không sinh hoạt ở chi hội nào."}
        )
    if box.unit_id not in (belongs.unit_id, belongs.unit.parent_id) and box.unit.parent_id:
        raise ValidationError(
            {"member": f"Đồng chí này sinh hoạt ở {belongs.unit.distinct_label}, không thuộc {box.unit}."}
        )  # fmt: skip
    if terms.first_due <= terms.lent_on:
        raise ValidationError({"first_due": "Hạn trả phải sau ngày cho vay."})
    if terms.amount < terms.parts * MIN_AMOUNT:
        raise ValidationError({"parts": "Nhiều kỳ quá: mỗi kỳ chưa được 1.000 đ."})
    decides = units_where(by, Subject.FUND, Degree.DECIDE).contains(box.unit)
    if not decides and not terms.decision_no:
        raise ValidationError(
            {"decision_no": "Hãy ghi quyết định, hoặc biên bản họp, đã đồng ý cho vay."}
        )
    if terms.decision_no and terms.decided_on is None:
        raise ValidationError({"decided_on": "Chưa ghi ngày quyết định."})
    if terms.decided_on is not None and not terms.decision_no:
        raise ValidationError({"decision_no": "Chưa ghi số quyết định."})
    if terms.decided_on is not None and terms.decided_on > terms.lent_on:
        raise ValidationError({"decided_on": "Quyết định phải có trước ngày cho vay."})


@needs(writes_in("loan.box.unit", Subject.FUND), writes_in("box.unit", Subject.FUND))
@transaction.atomic
def repay(*, loan: Loan, box: CashBox, voucher: Voucher, token: str, by: User) -> Transaction:
    """Enters what the borrower, or the family, pays back, by a Phiếu thu; sent twice it is one.

    ValidationError beside the amount where more would come back than was lent, on whichever day.
    """
    lock_books(box.book, [box])
    sent = sent_before(Transaction, token, loan=loan)
    if sent is not None:
        return sent
    if box.unit_id != loan.box.unit_id:
        raise ValidationError({"box": f"Tiền trả nợ vào quỹ của {loan.box.unit}, nơi đã cho vay."})
    row = Transaction(
        kind="receipt", unit=box.unit, debit_box=box,
        credit=Account.objects.first_of(Account.Kind.LOAN), loan=loan,
    )  # fmt: skip
    text = voucher.text or f"Trả nợ vay ngày {loan.lent_on:%d/%m/%Y}"
    party = voucher.party or loan.member.full_name
    return write_voucher(row, replace(voucher, text=text, party=party), token, by)
