"""Loans from a box to members, for their family's economy (vay làm kinh tế gia đình)."""

import datetime as dt
from dataclasses import dataclass
from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import BigIntegerField, Exists, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse

from kit.dates import local_today
from kit.money import LIMIT, dong
from members.models import (
    CrossTableRule,
    Member,
    Membership,
    ReferencedTable,
    Subject,
    UnitScopedQuerySet,
    tracked,
)

from .accounts import Account
from .boxes import CashBox
from .ledger import Transaction
from .outstanding import outstanding


class LoanState(models.TextChoices):
    """Follows from the ledger and the day; no column holds it."""

    OPEN = "dang-vay", "đang vay"
    LATE = "qua-han", "quá hạn"
    REPAID = "da-tra", "đã trả đủ"
    CANCELLED = "da-huy", "đã hủy"


class LoanQuerySet(UnitScopedQuerySet):
    subject = Subject.FUND
    unit_field = "box__unit"

    def with_remaining(self, day: dt.date | None = None) -> Self:
        """Annotates, as of the end of that day (today's): `remaining`; `not_due`, what of it may
        still wait; `is_cancelled`; `due_last`, the last day of repayment; `has_left`, whether the
        borrower belongs to no branch any more."""
        day = day or local_today()
        parts = Instalment.objects.filter(loan=OuterRef("pk")).order_by()
        later = parts.filter(due_on__gte=day).values("loan").annotate(total=Sum("amount"))
        reversed_by_then = Q(reversal__isnull=False, reversal__day__lte=day)
        paid_out = Transaction.objects.filter(
            ~reversed_by_then, loan=OuterRef("pk"), kind="payment", reverses__isnull=True
        )
        return self.annotate(
            remaining=outstanding("loan", Account.Kind.LOAN, day),
            not_due=Coalesce(Subquery(later.values("total")), 0, output_field=BigIntegerField()),
            is_cancelled=~Exists(paid_out),
            due_last=Subquery(parts.order_by("-due_on").values("due_on")[:1]),
            has_left=~Exists(Membership.objects.on(day).filter(member=OuterRef("member"))),
        )

    def unpaid(self) -> Self:
        """Of `with_remaining`: something is still to come back."""
        return self.filter(remaining__gt=0)

    def late(self) -> Self:
        """Of `with_remaining`: more is to come back than may still wait. See also `Loan.late`."""
        return self.filter(remaining__gt=F("not_due"))

    def in_state(self, state: str) -> Self:
        """Of `with_remaining`. See also `Loan.state`."""
        match state:
            case LoanState.OPEN:
                return self.unpaid().filter(remaining__lte=F("not_due"))
            case LoanState.LATE:
                return self.late()
            case LoanState.REPAID:
                return self.filter(remaining=0, is_cancelled=False)
        return self.filter(is_cancelled=True)


@dataclass(frozen=True)
class Due:
    """One instalment as it stands: what was repaid counts for the earliest first."""

    due_on: dt.date
    amount: int
    paid: int
    is_over: bool  # its day is past

    @property
    def left(self) -> int:
        return self.amount - self.paid

    @property
    def is_late(self) -> bool:
        return self.is_over and self.left > 0


@tracked(readers="visible_to")
class Loan(models.Model):
    """Money lent to a member without interest, with a purpose and the days on which it comes back.

    What was paid out and what came back are vouchers of the ledger (`Transaction.loan`), so what
    remains is a sum over these and no column. Terms are never changed.
    """

    frozen = ("box_id", "amount", "lent_on", "purpose", "decision_no", "decided_on")
    cross_table_rules = (
        CrossTableRule(
            "since_opened",
            Q(lent_on__lt=F("box__opened_on")),
            ("box_id", "lent_on"),
            (ReferencedTable("fund.CashBox", "box", ("opened_on",)),),
        ),
    )

    box = models.ForeignKey(CashBox, models.PROTECT, related_name="loans", verbose_name="quỹ")
    member = models.ForeignKey(
        Member, models.PROTECT, related_name="fund_loans", verbose_name="người vay"
    )
    amount = models.PositiveBigIntegerField(
        "số tiền vay",
        validators=[
            MinValueValidator(1, "Số tiền phải lớn hơn 0."),
            MaxValueValidator(LIMIT, "Số tiền quá lớn."),
        ],
    )
    lent_on = models.DateField("ngày cho vay")
    purpose = models.CharField("mục đích vay", max_length=200)
    decision_no = models.CharField("số quyết định hoặc biên bản", max_length=60, blank=True)
    decided_on = models.DateField("ngày quyết định", null=True, blank=True)

    # Of `with_remaining`.
    remaining: int
    not_due: int
    is_cancelled: bool
    due_last: dt.date
    has_left: bool

    objects = LoanQuerySet.as_manager()

    class Meta:
        verbose_name = "khoản cho vay"
        verbose_name_plural = "khoản cho vay"
        ordering = ["-lent_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gte=1, amount__lte=LIMIT),
                name="fund_loan_amount_in_bounds",
                violation_error_message="Số tiền phải lớn hơn 0.",
            ),
            models.CheckConstraint(
                condition=~Q(purpose=""),
                name="fund_loan_says_what_for",
                violation_error_message="Chưa ghi mục đích vay.",
            ),
            models.CheckConstraint(
                condition=Q(decision_no="", decided_on__isnull=True)
                | ~Q(decision_no="") & Q(decided_on__isnull=False),
                name="fund_loan_decision_has_both",
                violation_error_message="Quyết định phải có cả số và ngày.",
            ),
            models.CheckConstraint(
                condition=Q(decided_on__isnull=True) | Q(decided_on__lte=F("lent_on")),
                name="fund_loan_decided_before",
                violation_error_message="Quyết định phải có trước ngày cho vay.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member.full_name} vay {dong(self.amount)} ngày {self.lent_on:%d/%m/%Y}"

    def get_absolute_url(self) -> str:
        return reverse("fund:loan", args=[self.pk])

    @property
    def late(self) -> int:
        """Of `with_remaining`: how much should have come back already, in đồng."""
        return max(0, self.remaining - self.not_due)

    @property
    def repaid(self) -> int:
        """Of `with_remaining`: what came back, in đồng."""
        return 0 if self.is_cancelled else self.amount - self.remaining

    @property
    def state(self) -> LoanState:
        """Of `with_remaining`. See also `LoanQuerySet.in_state`."""
        if self.is_cancelled:
            return LoanState.CANCELLED
        if self.late:
            return LoanState.LATE
        return LoanState.OPEN if self.remaining else LoanState.REPAID

    def schedule(self) -> list[Due]:
        """Of `with_remaining`: each instalment with what was repaid of it; of a loan that was
        cancelled none."""
        if self.is_cancelled:
            return []
        repaid, today, dues = self.repaid, local_today(), []
        for part in self.instalments.all():
            paid = min(repaid, part.amount)
            repaid -= paid
            dues.append(Due(part.due_on, part.amount, paid, part.due_on < today))
        return dues


class Instalment(models.Model):
    """What of a loan is to come back by a day. Those of a loan sum up to it."""

    keeps_rows = True
    frozen = ("loan_id", "due_on", "amount")
    cross_table_rules = (
        CrossTableRule("after_lent", Q(due_on__lte=F("loan__lent_on")), ("loan_id", "due_on")),
    )

    loan = models.ForeignKey(
        Loan, models.PROTECT, related_name="instalments", verbose_name="khoản cho vay"
    )
    due_on = models.DateField("hạn trả")
    amount = models.PositiveBigIntegerField("số tiền")

    class Meta:
        verbose_name = "kỳ trả nợ"
        verbose_name_plural = "kỳ trả nợ"
        ordering = ["due_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["loan", "due_on"],
                name="fund_instalment_day_once",
                violation_error_message="Mỗi ngày chỉ có một kỳ trả.",
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=1, amount__lte=LIMIT),
                name="fund_instalment_amount_in_bounds",
                violation_error_message="Số tiền phải lớn hơn 0.",
            ),
        ]

    def __str__(self) -> str:
        return f"{dong(self.amount)}, hạn {self.due_on:%d/%m/%Y}"
