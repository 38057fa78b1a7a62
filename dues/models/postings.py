"""Dues in the fund: which of a meeting's money is entered in a cash box, and by which vouchers."""

from typing import Any

from django.db import models
from django.db.models import OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from fund.models import Transaction
from members.models import CrossTableRule, Subject, UnitScopedQuerySet

from .payments import Collection, Payment


class CollectionPostingQuerySet(UnitScopedQuerySet):
    subject = Subject.DUES
    unit_field = "collection__unit"


class CollectionPosting(models.Model):
    """A voucher by which a meeting's dues came into a box, or went back out of it.

    A meeting has several where receipts were reversed after the first, or a voucher was.
    """

    frozen = ("collection_id", "voucher_id")
    cross_table_rules = (
        CrossTableRule(
            "of_unit",
            ~Q(collection__unit=models.F("voucher__unit")),
            ("collection_id", "voucher_id"),
        ),
    )

    collection = models.ForeignKey(
        Collection, models.PROTECT, related_name="postings", verbose_name="buổi thu"
    )
    voucher = models.OneToOneField(
        Transaction, models.PROTECT, related_name="dues_posting", verbose_name="phiếu thu, chi"
    )

    objects = CollectionPostingQuerySet.as_manager()

    class Meta:
        verbose_name = "hội phí vào quỹ"
        verbose_name_plural = "hội phí vào quỹ"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.collection}: {self.voucher.code}"


def _sum(rows: Any, by: str, amount: str = "amount") -> Any:
    sums = rows.order_by().values(by).annotate(total=Sum(amount)).values("total")
    return Coalesce(Subquery(sums), Value(0), output_field=models.BigIntegerField())


def with_unposted(rows: Any) -> Any:
    """Annotates `unposted`: how much of each meeting's standing receipts is in no box yet, in đồng;
    below zero: how much is in one although its receipt was reversed. A reversed voucher counts as
    none."""
    stands = Q(voucher__reversal__isnull=True)
    postings = CollectionPosting.objects.filter(stands, collection=OuterRef("pk"))
    paid = _sum(Payment.objects.standing().filter(collection=OuterRef("pk")), "collection")
    came = _sum(postings.filter(voucher__debit_box__isnull=False), "collection", "voucher__amount")
    went = _sum(postings.filter(voucher__credit_box__isnull=False), "collection", "voucher__amount")
    return rows.annotate(unposted=paid - came + went)
