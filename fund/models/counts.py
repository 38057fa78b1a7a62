"""Counts of what really lies in a cash box (biên bản kiểm kê quỹ)."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from kit.money import dong
from members.models import Subject, UnitScopedQuerySet
from members.models.constraints import plain_names

from .boxes import CashBox
from .ledger import Transaction

# Notes in circulation, in đồng, the largest first.
NOTES = (500_000, 200_000, 100_000, 50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500)


class CashCountQuerySet(UnitScopedQuerySet):
    subject = Subject.FUND
    unit_field = "box__unit"


@plain_names("keeper", "witness", "head")
class CashCount(models.Model):
    """One count of a box by note, beside what the book said at the end of that day.

    Kept as it was signed: a wrong one stays, and the box is counted again.
    """

    keeps_rows = True
    frozen = ("box_id", "counted_on", "total", "book_balance", "explanation")

    box = models.ForeignKey(CashBox, models.PROTECT, related_name="counts", verbose_name="quỹ")
    counted_on = models.DateField("ngày kiểm kê")
    # How many of each note: {"500000": 3}.
    notes = models.JSONField("số tờ", default=dict, blank=True)
    total = models.PositiveBigIntegerField("tiền mặt thực tế")
    book_balance = models.PositiveBigIntegerField("số dư trên sổ")
    explanation = models.CharField("giải thích chênh lệch", max_length=300, blank=True)
    keeper = models.CharField("thủ quỹ", max_length=100)
    witness = models.CharField("người chứng kiến", max_length=100)
    head = models.CharField("phụ trách đơn vị", max_length=100)
    voucher = models.OneToOneField(
        Transaction, models.PROTECT, null=True, blank=True, related_name="count",
        verbose_name="phiếu ghi chênh lệch",
    )  # fmt: skip
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người ghi"
    )
    entered_at = models.DateTimeField("ghi lúc", auto_now_add=True)
    token = models.CharField(max_length=64, unique=True, editable=False)

    objects = CashCountQuerySet.as_manager()

    class Meta:
        verbose_name = "biên bản kiểm kê quỹ"
        verbose_name_plural = "biên bản kiểm kê quỹ"
        ordering = ["-counted_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(total=F("book_balance")) | ~Q(explanation=""),
                name="fund_cashcount_difference_explained",
                violation_error_message="Tiền thực tế khác sổ thì phải giải thích.",
            ),
            models.CheckConstraint(
                condition=Q(voucher__isnull=True) | ~Q(total=F("book_balance")),
                name="fund_cashcount_voucher_of_difference",
                violation_error_message="Không có chênh lệch nên không có phiếu.",
            ),
        ]

    def __str__(self) -> str:
        return f"Kiểm kê {self.box} ngày {self.counted_on:%d/%m/%Y}: {dong(self.total)}"

    def get_absolute_url(self) -> str:
        return reverse("fund:count", args=[self.pk])

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise ValidationError("Biên bản kiểm kê không xóa; kiểm kê lại nếu ghi nhầm.")

    @property
    def difference(self) -> int:
        """What was there more than in the book, in đồng; below zero: less."""
        return self.total - self.book_balance

    @property
    def lines(self) -> list[tuple[int, int, int]]:
        """Each note with how many there were and what they come to; those that were not there too."""
        counted = {int(note): int(count) for note, count in self.notes.items()}
        return [(note, counted.get(note, 0), note * counted.get(note, 0)) for note in NOTES]
