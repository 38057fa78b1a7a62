"""Scans and photographs of what a voucher rests on: invoices, receipts, signed papers."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.urls import reverse

from kit.files import CONTENT_TYPES
from members.models import Degree, Subject, User

from .closings import closing_of
from .ledger import Transaction


class VoucherScanQuerySet(models.QuerySet["VoucherScan"]):
    def visible_to(self, user: Any) -> Self:
        """Of the vouchers that the user reads."""
        return self.filter(voucher__in=Transaction.objects.visible_to(user).order_by().values("pk"))


class VoucherScan(models.Model):
    """One file that stands behind a voucher. Read by whoever reads the voucher."""

    voucher = models.ForeignKey(
        Transaction, models.PROTECT, related_name="scans", verbose_name="phiếu thu, chi"
    )
    file = models.FileField("tệp", upload_to="chung-tu/%Y/%m", max_length=200)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người đưa lên"
    )
    added_at = models.DateTimeField("lúc", auto_now_add=True)

    objects = VoucherScanQuerySet.as_manager()

    class Meta:
        verbose_name = "bản chụp chứng từ"
        verbose_name_plural = "bản chụp chứng từ"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"Chứng từ, {self.voucher.code}"

    def get_absolute_url(self) -> str:
        return reverse("fund:scan", args=[self.pk])

    def can_be_removed_by(self, user: User) -> bool:
        """Whoever attached it may take a wrong one away, or whoever writes every fund; nobody once
        the month or year is closed, as it was closed upon its evidence."""
        is_theirs = self.added_by_id == user.pk or user.covers_all(Subject.FUND, Degree.WRITE)
        return is_theirs and closing_of(self.voucher.book, self.voucher.day) is None

    @property
    def extension(self) -> str:
        return (self.file.name or "").rsplit(".", 1)[-1].lower()

    @property
    def content_type(self) -> str:
        return "image/jpeg" if self.extension == "jpg" else CONTENT_TYPES["pdf"]
