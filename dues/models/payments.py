"""Payments: a meeting at which dues were collected, and a numbered receipt for each payment."""

import datetime as dt
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Sum
from django.urls import reverse

from kit.money import dong
from kit.text import fold
from members.models import (
    CrossTableRule,
    DerivedTextField,
    Member,
    Membership,
    ReferencedTable,
    Subject,
    Unit,
    UnitScopedQuerySet,
    tracked,
)
from members.models.numbering import next_number

from .rates import AHEAD_FROM

NO_MEMBER_THEN = "Đồng chí này không sinh hoạt ở chi hội nào trong năm đó."


def member_of_the_year() -> CrossTableRule:
    """The rule that dues are paid for a year in which the member belonged to some branch.

    It is checked when the row is written. A membership corrected later moves no money: the account
    shows the difference.
    """

    def violation() -> Q:
        ends_in_year = Q(valid_to__month__gt=1) | Q(valid_to__day__gt=1)
        memberships = Membership.objects.filter(
            Q(valid_to__isnull=True)
            | Q(valid_to__year__gt=OuterRef("year"))
            | Q(ends_in_year, valid_to__year=OuterRef("year")),
            member=OuterRef("member"),
            valid_from__year__lte=OuterRef("year"),
        )
        return Q(~Exists(memberships))

    return CrossTableRule("member_then", violation, ("member_id", "year"))


def check_member_of_the_year(row: Any) -> None:
    """Checks the same rule for a new row, with a message."""
    if None in (row.member_id, row.year) or not row._state.adding:
        return
    year = dt.date(row.year, 1, 1), dt.date(row.year + 1, 1, 1)
    if not Membership.objects.filter(member=row.member_id).overlapping(*year).exists():
        raise ValidationError({"year": NO_MEMBER_THEN})


class CollectionQuerySet(UnitScopedQuerySet):
    subject = Subject.DUES

    def with_sums(self) -> Self:
        """Annotates the number of receipts that stand, and their total."""
        stands = Q(payments__reversed_on__isnull=True)
        return self.annotate(
            receipts=models.Count("payments", filter=stands),
            total=Sum("payments__amount", filter=stands, default=0),
        )


@tracked(readers="visible_to", ignored=("form_token",))
class Collection(models.Model):
    """A meeting at which a branch collected dues."""

    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="dues_collections", verbose_name="chi hội"
    )
    held_on = models.DateField("ngày thu")
    collector = models.CharField("người thu", max_length=100)
    note = models.CharField("ghi chú", max_length=200, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="người ghi",
    )
    entered_at = models.DateTimeField("ghi lúc", auto_now_add=True)
    # Identifies one showing of the form, so that sending it twice makes one meeting.
    form_token = models.CharField(max_length=64, null=True, unique=True, editable=False)  # noqa: DJ001 - unique where it is
    search_text = DerivedTextField(
        sources=("collector", "note"), derive=lambda *t: fold(" ".join(t))
    )

    objects = CollectionQuerySet.as_manager()

    class Meta:
        verbose_name = "buổi thu hội phí"
        verbose_name_plural = "buổi thu hội phí"
        ordering = ["-held_on", "-pk"]
        indexes = [models.Index(fields=["unit", "-held_on"], name="dues_collection_unit_day")]

    def __str__(self) -> str:
        return f"Buổi thu {self.held_on:%d/%m/%Y}, {self.unit}"

    def get_absolute_url(self) -> str:
        return reverse("dues:collection", args=[self.pk])

    def clean(self) -> None:
        if self.pk and self.payments.exclude(unit=self.unit_id).exists():
            raise ValidationError({"unit": "Đã có biên nhận của chi hội khác trong buổi thu này."})
        if self.pk and self.payments.exclude(paid_on=self.held_on).exists():
            raise ValidationError({"held_on": "Đã có biên nhận ghi ngày khác trong buổi thu này."})


class PaymentQuerySet(UnitScopedQuerySet):
    subject = Subject.DUES

    def standing(self, day: dt.date | None = None) -> Self:
        """Payments that counted at the end of that day, or count now if no day is given.

        See also `Payment.stands`.
        """
        if day is None:
            return self.filter(reversed_on__isnull=True)
        return self.filter(Q(reversed_on__isnull=True) | Q(reversed_on__gt=day), paid_on__lte=day)

    def total(self) -> int:
        amount: int = self.aggregate(total=Sum("amount", default=0))["total"]
        return amount

    def next_number(self, unit: Unit, year: int) -> int:
        """The next receipt number; numbering restarts each year in each branch.

        A reversed receipt keeps its number.
        """
        return next_number(self.filter(unit=unit, receipt_year=year))

    def in_number_order(self) -> Self:
        return self.order_by("receipt_year", "number")


@tracked(readers="visible_to")
class Payment(models.Model):
    """A payment of one member for one year, with its receipt. Never deleted; a mistake is reversed."""

    cross_table_rules = (
        CrossTableRule(
            "of_collection",
            ~Q(unit=F("collection__unit")) | ~Q(paid_on=F("collection__held_on")),
            ("collection_id", "unit_id", "paid_on"),
            (ReferencedTable("dues.Collection", "collection", ("unit_id", "held_on")),),
        ),
        member_of_the_year(),
    )
    holds_from = "paid_on"  # see `members.actions.references`

    collection = models.ForeignKey(
        Collection, models.PROTECT, related_name="payments", verbose_name="buổi thu"
    )
    # The branch that received the money, whichever branch the year's dues belong to.
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="dues_payments", verbose_name="chi hội thu"
    )
    member = models.ForeignKey(
        Member, models.PROTECT, related_name="dues_payments", verbose_name="hội viên"
    )
    year = models.PositiveSmallIntegerField("nộp cho năm")
    amount = models.PositiveBigIntegerField(
        "số tiền (đồng)", validators=[MinValueValidator(1, "Số tiền phải lớn hơn 0.")]
    )
    paid_on = models.DateField("ngày nộp")
    receipt_year = models.PositiveSmallIntegerField("năm của số biên nhận")
    number = models.PositiveIntegerField("số biên nhận")
    note = models.CharField("ghi chú", max_length=120, blank=True)
    reversed_on = models.DateField("ngày hủy", null=True, blank=True)
    reversed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="người hủy",
    )
    reversal_reason = models.CharField("lý do hủy", max_length=200, blank=True)
    search_text = DerivedTextField(
        sources=("number", "receipt_year", "note"),
        derive=lambda number, year, note: fold(f"{number}/{year} {note}"),
    )

    objects = PaymentQuerySet.as_manager()

    class Meta:
        verbose_name = "biên nhận hội phí"
        verbose_name_plural = "biên nhận hội phí"
        ordering = ["-receipt_year", "-number"]
        indexes = [
            models.Index(fields=["member", "year"], name="dues_payment_member_year"),
            models.Index(fields=["unit", "paid_on"], name="dues_payment_unit_day"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "receipt_year", "number"],
                name="dues_payment_number_once",
                violation_error_message="Số biên nhận này đã dùng trong năm.",
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=1),
                name="dues_payment_amount_positive",
                violation_error_message="Số tiền phải lớn hơn 0.",
            ),
            models.CheckConstraint(
                condition=Q(paid_on__year=F("receipt_year")),
                name="dues_payment_number_of_its_year",
                violation_error_message="Ngày nộp không thuộc năm của số biên nhận.",
            ),
            models.CheckConstraint(
                condition=Q(year__lte=F("receipt_year"))
                | Q(year=F("receipt_year") + 1, paid_on__month__gte=AHEAD_FROM),
                name="dues_payment_not_far_ahead",
                violation_error_message="Hội phí của năm sau chỉ nhận từ ngày 01/10.",
            ),
            models.CheckConstraint(
                condition=Q(reversed_on__isnull=True, reversal_reason="", reversed_by__isnull=True)
                # The null case is tested separately: a comparison with null is neither true nor false.
                | Q(reversed_on__isnull=False, reversed_on__gte=F("paid_on"))
                & ~Q(reversal_reason=""),
                name="dues_payment_reversal_has_reason",
                violation_error_message="Hủy biên nhận phải có ngày (từ ngày nộp trở đi) và lý do.",
            ),
        ]

    def __str__(self) -> str:
        return f"Biên nhận {self.code}: {self.member.full_name}, {dong(self.amount)}"

    def get_absolute_url(self) -> str:
        return reverse("dues:receipt", args=[self.pk])

    def clean(self) -> None:
        """Checks the payment against its meeting (unit, day) and the year of membership."""
        if self.collection_id is not None:
            if self.unit_id != self.collection.unit_id:
                raise ValidationError({"unit": "Buổi thu này của chi hội khác."})
            if self.paid_on != self.collection.held_on:
                day = f"{self.collection.held_on:%d/%m/%Y}"
                raise ValidationError({"paid_on": f"Buổi thu này ngày {day}."})
        check_member_of_the_year(self)

    @property
    def code(self) -> str:
        """12/2026."""
        return f"{self.number}/{self.receipt_year}"

    @property
    def stands(self) -> bool:
        """See also `PaymentQuerySet.standing`."""
        return self.reversed_on is None

    def reversal_of(self, *, by: Any, on: dt.date, reason: str) -> None:
        """Marks the receipt as reversed; all its data stay."""
        self.reversed_on, self.reversed_by, self.reversal_reason = on, by, reason
