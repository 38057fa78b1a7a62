"""Closed months and years of a book."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from kit.dates import month_title
from members.models import CrossTableRule, Subject, Unit, UnitScopedQuerySet, tracked


class ClosingQuerySet(UnitScopedQuerySet):
    subject = Subject.FUND
    unit_field = "book"

    def standing(self) -> Any:
        """Closed and not opened again."""
        return self.filter(reopened_on__isnull=True)


@tracked(readers="visible_to")
class Closing(models.Model):
    """A book is closed for a month, or for a whole year (`month` empty).

    A month is closed softly: who decides may still write in it, knowingly. A year is closed for
    everybody, and opened again by a recorded decision alone; the closing that was lifted stays.
    """

    frozen = ("book_id", "year", "month")

    book = models.ForeignKey(
        Unit, models.PROTECT, related_name="fund_closings", verbose_name="sổ của"
    )
    year = models.PositiveSmallIntegerField("năm")
    month = models.PositiveSmallIntegerField("tháng", null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người khóa sổ"
    )
    closed_at = models.DateTimeField("khóa lúc", auto_now_add=True)
    reopened_on = models.DateField("ngày mở lại", null=True, blank=True)
    reopened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="người mở lại",
    )  # fmt: skip
    decision_no = models.CharField("số quyết định", max_length=60, blank=True)
    decided_on = models.DateField("ngày quyết định", null=True, blank=True)
    reason = models.CharField("lý do mở lại", max_length=300, blank=True)

    objects = ClosingQuerySet.as_manager()

    class Meta:
        verbose_name = "khóa sổ quỹ"
        verbose_name_plural = "khóa sổ quỹ"
        ordering = ["-year", "-month", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["book", "year", "month"],
                condition=Q(reopened_on__isnull=True, month__isnull=False),
                name="fund_closing_month_once",
                violation_error_message="Tháng này đã khóa sổ.",
            ),
            models.UniqueConstraint(
                fields=["book", "year"],
                condition=Q(reopened_on__isnull=True, month__isnull=True),
                name="fund_closing_year_once",
                violation_error_message="Năm này đã khóa sổ.",
            ),
            models.CheckConstraint(
                condition=Q(month__isnull=True) | Q(month__gte=1, month__lte=12),
                name="fund_closing_month_is_one",
                violation_error_message="Tháng từ 1 đến 12.",
            ),
            models.CheckConstraint(
                condition=Q(
                    reopened_on__isnull=True, reopened_by__isnull=True, decision_no="", reason="",
                    decided_on__isnull=True,
                )
                | Q(
                    reopened_on__isnull=False, reopened_by__isnull=False, decided_on__isnull=False
                )
                & ~Q(decision_no="")
                & ~Q(reason=""),
                name="fund_closing_reopened_by_decision",
                violation_error_message="Mở lại sổ phải có số, ngày quyết định và lý do.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.title}, {self.book}"

    @property
    def title(self) -> str:
        return month_title(self.year, self.month) if self.month else f"Năm {self.year}"


def year_is_open() -> CrossTableRule:
    """No transaction comes into a year that is closed in its book, whoever writes it."""

    def violation() -> Q:
        closed = Closing._base_manager.filter(
            book=OuterRef("book"), year=OuterRef("year"), month__isnull=True,
            reopened_on__isnull=True,
        )  # fmt: skip
        return Q(Exists(closed))

    return CrossTableRule("year_open", violation, ("year",))


def closing_of(book: Unit, day: dt.date) -> Closing | None:
    """The closing in force for that day: of its year, else of its month."""
    rows = Closing.objects.standing().filter(book=book, year=day.year)
    closing: Closing | None = (
        rows.filter(Q(month__isnull=True) | Q(month=day.month))
        .order_by(models.F("month").asc(nulls_first=True))
        .first()
    )
    return closing
