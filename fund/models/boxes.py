"""Cash boxes and bank accounts: where a unit's money lies, and who keeps it."""

import datetime as dt
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, OuterRef, Prefetch, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.urls import reverse

from members.models import (
    CrossTableRule,
    Dated,
    DatedQuerySet,
    Member,
    ReferencedTable,
    Subject,
    Unit,
    UnitScopedQuerySet,
    dates_in_order,
    known_choices,
    tracked,
)
from members.models.constraints import plain_names


def book_of(unit: Unit) -> Unit:
    """The unit in whose books a unit's money is entered: its own, of a branch the one above it.

    A chi hội has no legal personality and no account (Nghị định 126/2024, Điều 25).
    """
    return unit if unit.has_seal or unit.parent is None else unit.parent


class CashBoxQuerySet(UnitScopedQuerySet):
    subject = Subject.FUND

    def open(self) -> Self:
        """Boxes into which vouchers are still written. See also `CashBox.is_closed`."""
        return self.filter(Q(closed_on__isnull=True) | Q(reopened_on__isnull=False))

    def with_balances(self, day: dt.date | None = None) -> Self:
        """Annotates `balance`, in đồng, at the end of that day; of all that is entered if none is
        given. See also `CashBox.balance_on`."""
        return self.annotate(
            balance=_sum_of("debit_box", day) - _sum_of("credit_box", day),
        )

    def with_closed(self) -> Self:
        """Annotates `has_closed`, so that lists show closed boxes last."""
        is_closed = Q(closed_on__isnull=False, reopened_on__isnull=True)
        return self.annotate(has_closed=models.ExpressionWrapper(is_closed, models.BooleanField()))

    def with_last_counts(self) -> Self:
        """Annotates `counted_on`, the day of each box's last count."""
        counts: Any = CashBox._meta.apps.get_model("fund", "CashCount")._default_manager
        last = counts.filter(box=OuterRef("pk")).order_by("-counted_on").values("counted_on")[:1]
        return self.annotate(counted_on=Subquery(last))

    def with_keepers(self) -> Self:
        """Fetches who keeps each box today, as `keepers_now`."""
        rows = Keeper.objects.on().select_related("member")
        return self.prefetch_related(Prefetch("keepers", rows, to_attr="keepers_now"))


def _sum_of(side: str, day: dt.date | None) -> Any:
    transactions: Any = CashBox._meta.apps.get_model("fund", "Transaction")._default_manager
    rows = transactions.filter(**{side: OuterRef("pk")})
    if day is not None:
        rows = rows.filter(day__lte=day)
    sums = rows.order_by().values(side).annotate(total=Sum("amount")).values("total")
    return Coalesce(Subquery(sums), Value(0), output_field=models.BigIntegerField())


@plain_names("name")
@known_choices("kind")
@tracked(readers="visible_to")
class CashBox(models.Model):
    """A unit's cash box, or its account at a bank. It never holds less than nothing.

    A box may be closed at the end of a day, once it is empty; opened again, it keeps that day and the
    reason for both. Earlier closings are in its history.
    """

    frozen = ("unit_id", "kind", "opened_on")  # see `members.guards`: its transactions rest on them

    class Kind(models.TextChoices):
        CASH = "cash", "tiền mặt"
        BANK = "bank", "tiền gửi ngân hàng"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="cash_boxes", verbose_name="đơn vị")
    name = models.CharField("tên quỹ", max_length=80)
    kind = models.CharField("loại", max_length=4, choices=Kind, default=Kind.CASH)
    opened_on = models.DateField("mở sổ ngày")
    closed_on = models.DateField("đóng hết ngày", null=True, blank=True)
    closing_reason = models.CharField("lý do đóng", max_length=300, blank=True)
    reopened_on = models.DateField("mở lại ngày", null=True, blank=True)
    reopening_reason = models.CharField("lý do mở lại", max_length=300, blank=True)

    objects = CashBoxQuerySet.as_manager()

    class Meta:
        verbose_name = "quỹ"
        verbose_name_plural = "quỹ"
        ordering = ["unit", "kind", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "name"],
                name="fund_cashbox_name_once",
                violation_error_message="Đơn vị này đã có quỹ mang tên đó.",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True, closing_reason="")
                | Q(closed_on__isnull=False, closed_on__gte=F("opened_on")) & ~Q(closing_reason=""),
                name="fund_cashbox_closed_for_reason",
                violation_error_message="Đóng quỹ phải ghi ngày, không trước ngày mở sổ, và lý do.",
            ),
            models.CheckConstraint(
                condition=Q(reopened_on__isnull=True, reopening_reason="")
                | Q(
                    reopened_on__isnull=False, closed_on__isnull=False,
                    reopened_on__gte=F("closed_on"),
                )
                & ~Q(reopening_reason=""),
                name="fund_cashbox_reopened_for_reason",
                violation_error_message="Mở lại quỹ đã đóng phải ghi ngày và lý do.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.name}, {self.unit}"

    def get_absolute_url(self) -> str:
        return reverse("fund:box", args=[self.pk])

    def clean(self) -> None:
        """A branch holds cash alone, as it can have no account at a bank."""
        if self.unit_id and self.kind == self.Kind.BANK and not self.unit.has_seal:
            raise ValidationError(
                {"kind": "Chi hội không có tài khoản ngân hàng; chi hội chỉ giữ tiền mặt."}
            )

    @property
    def is_closed(self) -> bool:
        """Whether nothing is written into it any more. See also `CashBoxQuerySet.open`."""
        return self.closed_on is not None and self.reopened_on is None

    @property
    def book(self) -> Unit:
        """The unit whose numbered books its transactions are in."""
        return book_of(self.unit)

    @property
    def account_number(self) -> str:
        """The number under which vouchers name it: 111 for cash, 112 for a bank account."""
        return "112" if self.kind == self.Kind.BANK else "111"

    def balance_on(self, day: dt.date) -> int:
        """What it held at the end of that day, in đồng. See also `CashBoxQuerySet.with_balances`."""
        (held,) = CashBox.objects.filter(pk=self.pk).with_balances(day).values_list("balance")
        return int(held[0])

    def lowest_from(self, day: dt.date) -> tuple[int, dt.date]:
        """The least it holds at the end of any day from that one on, and on which day first."""
        held = self.balance_on(day)
        lowest = held, day
        nets: dict[dt.date, int] = {}
        for rows, sign in ((self.debits, 1), (self.credits, -1)):
            later = rows.filter(day__gt=day).order_by().values("day").annotate(total=Sum("amount"))
            for row in later:
                nets[row["day"]] = nets.get(row["day"], 0) + sign * row["total"]
        for later_day in sorted(nets):
            held += nets[later_day]
            if held < lowest[0]:
                lowest = held, later_day
        return lowest

    @property
    def keeper(self) -> "Keeper | None":
        """Who keeps it today; after `with_keepers` without a query."""
        rows = getattr(self, "keepers_now", None)
        if rows is None:
            rows = list(self.keepers.on().select_related("member")[:1])
        return rows[0] if rows else None


def in_closed_box(side: str) -> Q:
    """Of transactions: on that side a box that was closed before their day."""
    closed = Q(**{f"{side}__closed_on__isnull": False, f"{side}__reopened_on__isnull": True})
    return closed & Q(day__gt=F(f"{side}__closed_on"))


class KeeperQuerySet(DatedQuerySet, UnitScopedQuerySet):  # type: ignore[override]  # each has its own as_manager
    subject = Subject.FUND
    unit_field = "box__unit"


@tracked(about="box")
class Keeper(Dated):
    """Who answers for a box, from one day to another (thủ quỹ, or whoever the branch named)."""

    no_overlap_by = ("box",)
    overlap_message = "Quỹ này đã có người giữ từ ngày {start}."
    cross_table_rules = (
        CrossTableRule(
            "since_opened",
            Q(valid_from__lt=F("box__opened_on")),
            ("box_id", "valid_from"),
            (ReferencedTable("fund.CashBox", "box", ("opened_on",)),),
        ),
    )

    box = models.ForeignKey(CashBox, models.PROTECT, related_name="keepers", verbose_name="quỹ")
    member = models.ForeignKey(
        Member, models.PROTECT, related_name="boxes_kept", verbose_name="người giữ quỹ"
    )

    objects = KeeperQuerySet.as_manager()

    class Meta:
        verbose_name = "người giữ quỹ"
        verbose_name_plural = "người giữ quỹ"
        ordering = ["-valid_from"]
        constraints = [dates_in_order("fund", "keeper")]

    def __str__(self) -> str:
        return f"{self.member.full_name}, {self.box}"
