"""Advances: money given to a person for a purpose, until it is accounted for (tạm ứng)."""

import datetime as dt
from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse

from kit.dates import local_today
from kit.money import LIMIT, dong
from members.models import (
    CrossTableRule,
    Member,
    ReferencedTable,
    Subject,
    UnitScopedQuerySet,
    tracked,
)

from .accounts import Account
from .boxes import CashBox
from .ledger import Transaction
from .outstanding import outstanding

# A proposal, unsourced: an association's own spending rules say how long; each advance has its day.
SETTLED_WITHIN = dt.timedelta(days=30)


class AdvanceState(models.TextChoices):
    """Follows from the ledger and the day; no column holds it."""

    OPEN = "chua-thanh-toan", "chưa thanh toán xong"
    LATE = "qua-han", "quá hạn"
    OVERSPENT = "chi-bu", "chi quá, cần chi bù"
    SETTLED = "da-xong", "đã thanh toán xong"
    CANCELLED = "da-huy", "đã hủy"


class AdvanceQuerySet(UnitScopedQuerySet):
    subject = Subject.FUND
    unit_field = "box__unit"

    def with_remaining(self, day: dt.date | None = None) -> Self:
        """Annotates, as of the end of that day (today's): `remaining`, what is not accounted for,
        below zero what the holder spent beyond it; `is_cancelled`."""
        day = day or local_today()
        reversed_by_then = Q(reversal__isnull=False, reversal__day__lte=day)
        paid_out = Transaction.objects.filter(
            ~reversed_by_then, advance=OuterRef("pk"), kind="payment", reverses__isnull=True
        )
        return self.annotate(
            remaining=outstanding("advance", Account.Kind.ADVANCE, day),
            is_cancelled=~Exists(paid_out),
        )

    def unsettled(self) -> Self:
        """Of `with_remaining`: something is to be accounted for, given back or topped up."""
        return self.exclude(remaining=0)

    def late(self) -> Self:
        """Of `with_remaining`: unsettled after its day. See also `Advance.is_late`."""
        return self.unsettled().filter(settle_by__lt=local_today())

    def in_state(self, state: str) -> Self:
        """Of `with_remaining`. See also `Advance.state`."""
        match state:
            case AdvanceState.OPEN:
                return self.filter(remaining__gt=0, settle_by__gte=local_today())
            case AdvanceState.LATE:
                return self.late()
            case AdvanceState.OVERSPENT:
                return self.filter(remaining__lt=0, settle_by__gte=local_today())
            case AdvanceState.SETTLED:
                return self.filter(remaining=0, is_cancelled=False)
        return self.filter(remaining=0, is_cancelled=True)


@tracked(readers="visible_to")
class Advance(models.Model):
    """An advance from a box to an officer, with what it is for and the day to account for it.

    What was paid out, spent, given back and topped up are vouchers of the ledger
    (`Transaction.advance`), so what remains is a sum over these and no column.
    """

    frozen = ("box_id", "amount", "given_on", "purpose", "settle_by")
    cross_table_rules = (
        CrossTableRule(
            "since_opened",
            Q(given_on__lt=F("box__opened_on")),
            ("box_id", "given_on"),
            (ReferencedTable("fund.CashBox", "box", ("opened_on",)),),
        ),
    )

    box = models.ForeignKey(CashBox, models.PROTECT, related_name="advances", verbose_name="quỹ")
    member = models.ForeignKey(
        Member, models.PROTECT, related_name="fund_advances", verbose_name="người nhận tạm ứng"
    )
    amount = models.PositiveBigIntegerField(
        "số tiền tạm ứng",
        validators=[
            MinValueValidator(1, "Số tiền phải lớn hơn 0."),
            MaxValueValidator(LIMIT, "Số tiền quá lớn."),
        ],
    )
    given_on = models.DateField("ngày tạm ứng")
    settle_by = models.DateField("hạn thanh toán")
    purpose = models.CharField("tạm ứng để làm gì", max_length=200)

    # Of `with_remaining`.
    remaining: int
    is_cancelled: bool

    objects = AdvanceQuerySet.as_manager()

    class Meta:
        verbose_name = "khoản tạm ứng"
        verbose_name_plural = "khoản tạm ứng"
        ordering = ["-given_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gte=1, amount__lte=LIMIT),
                name="fund_advance_amount_in_bounds",
                violation_error_message="Số tiền phải lớn hơn 0.",
            ),
            models.CheckConstraint(
                condition=~Q(purpose=""),
                name="fund_advance_says_what_for",
                violation_error_message="Chưa ghi tạm ứng để làm gì.",
            ),
            models.CheckConstraint(
                condition=Q(settle_by__gte=F("given_on")),
                name="fund_advance_settled_after",
                violation_error_message="Hạn thanh toán không trước ngày tạm ứng.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member.full_name} tạm ứng {dong(self.amount)} ngày {self.given_on:%d/%m/%Y}"

    def get_absolute_url(self) -> str:
        return reverse("fund:advance", args=[self.pk])

    @property
    def is_late(self) -> bool:
        """See also `AdvanceQuerySet.late`."""
        return self.remaining != 0 and self.settle_by < local_today()

    @property
    def state(self) -> AdvanceState:
        """Of `with_remaining`. See also `AdvanceQuerySet.in_state`."""
        if self.remaining == 0:
            return AdvanceState.CANCELLED if self.is_cancelled else AdvanceState.SETTLED
        if self.is_late:
            return AdvanceState.LATE
        return AdvanceState.OPEN if self.remaining > 0 else AdvanceState.OVERSPENT

    @property
    def age(self) -> int:
        """Days since it was given."""
        return (local_today() - self.given_on).days

    @property
    def overspent(self) -> int:
        """Of `with_remaining`: what the holder spent beyond the advance, in đồng."""
        return max(0, -self.remaining)
