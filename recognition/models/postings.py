"""Award money in the fund: by which Phiếu chi the money of each award was paid."""

from typing import Any

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from fund.models import CashBox, Transaction
from members.models import CrossTableRule, ReferencedTable, Subject, UnitScopedQuerySet, User

from .decisions import Grant


class GrantPostingQuerySet(UnitScopedQuerySet):
    subject = Subject.EMULATION
    unit_field = "grant__nominee__dossier__unit"

    def standing(self) -> "GrantPostingQuerySet":
        """Of vouchers that were not reversed. See also `GrantPosting.stands`."""
        return self.filter(voucher__reversal__isnull=True)


def _turn_is_free() -> Q:
    """The next posting of an award comes after the voucher of the one before was reversed."""
    before = GrantPosting._base_manager.filter(
        grant=OuterRef("grant"), turn=OuterRef("turn") - 1, voucher__reversal__isnull=False
    )
    return Q(turn__gt=0) & ~Q(Exists(before))


class GrantPosting(models.Model):
    """That the money of an award was paid out of a box, by which voucher: as acts of care, ADR 0041.

    While the voucher stands, the sum stays as it is; a reversed one frees it.
    """

    keeps_rows = True
    frozen = ("grant_id", "voucher_id", "amount", "turn")
    cross_table_rules = (
        CrossTableRule(
            "as_due",
            Q(voucher__reversal__isnull=True) & ~Q(grant__amount=F("amount")),
            ("grant_id", "amount"),
            (ReferencedTable("recognition.Grant", "grant", ("amount",)),),
        ),
        CrossTableRule(
            "of_payer",
            ~Q(voucher__unit=F("grant__nominee__dossier__unit"))
            & ~Q(voucher__unit=F("grant__nominee__dossier__unit__parent"))
            & ~Q(voucher__unit=F("grant__nominee__dossier__unit__parent__parent")),
            ("grant_id", "voucher_id"),
        ),
        CrossTableRule("paid_out", ~Q(voucher__kind="payment"), ("voucher_id",)),
        CrossTableRule("after_reversal", _turn_is_free, ("grant_id", "turn")),
    )

    grant = models.ForeignKey(
        Grant, models.PROTECT, related_name="postings", verbose_name="khen thưởng"
    )
    voucher = models.OneToOneField(
        Transaction, models.PROTECT, related_name="grant_posting", verbose_name="phiếu chi"
    )
    amount = models.PositiveBigIntegerField("số tiền (đồng)")
    turn = models.PositiveSmallIntegerField("lần ghi sổ", default=0)

    objects = GrantPostingQuerySet.as_manager()

    class Meta:
        verbose_name = "tiền thưởng trong sổ quỹ"
        verbose_name_plural = "tiền thưởng trong sổ quỹ"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["grant", "turn"],
                name="recognition_posting_once",
                violation_error_message="Tiền thưởng này đã có phiếu chi.",
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=1),
                name="recognition_posting_of_money",
                violation_error_message="Chỉ tiền mới vào sổ quỹ.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.grant}: {self.voucher.code}"

    @property
    def stands(self) -> bool:
        """See also `GrantPostingQuerySet.standing`."""
        return self.voucher.reversed_by is None


def boxes_for(user: User, grant: Grant) -> Any:
    """The user's open boxes out of which its money may be paid: of the proposing unit or one above."""
    unit = grant.nominee.dossier.unit
    payers = [unit.pk, unit.parent_id, unit.parent.parent_id if unit.parent else None]
    return CashBox.objects.open().editable_by(user).filter(unit__in=[p for p in payers if p])


def unpaid() -> Any:
    """Awards that stand with money that nobody has paid yet."""
    return Grant.objects.standing().filter(amount__gt=0, paid_on__isnull=True)
