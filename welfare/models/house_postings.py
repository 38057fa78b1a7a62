"""Houses in the fund: which vouchers received what a giver gave, which paid for the work."""

from collections.abc import Collection
from typing import Any

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from fund.models import CashBox, Transaction
from members.models import CrossTableRule, Subject, UnitScopedQuerySet

from .houses import House, HouseGift
from .postings import nearest_boxes, units_paid_by


class HousePostingQuerySet(UnitScopedQuerySet):
    subject = Subject.WELFARE
    unit_field = "house__unit"

    def standing(self) -> "HousePostingQuerySet":
        """Of vouchers that were not reversed. See also `HousePosting.stands`."""
        return self.filter(voucher__reversal__isnull=True)


class HousePosting(models.Model):
    """A voucher of a house: a Phiếu thu of a giver's money, or a Phiếu chi for the work.

    A gift has several where it came in parts, or where a voucher was reversed; `turn` counts them, so
    that of two treasurers at once the second is refused. See ADR 0041 for acts of care.
    """

    keeps_rows = True
    frozen = ("house_id", "gift_id", "voucher_id", "turn")
    cross_table_rules = (
        CrossTableRule(
            "fits",
            Q(gift__isnull=False) & (~Q(voucher__kind="receipt") | ~Q(gift__house=F("house")))
            | Q(gift__isnull=True) & ~Q(voucher__kind="payment"),
            ("house_id", "gift_id", "voucher_id"),
        ),
        CrossTableRule(
            "of_payer",
            ~Q(voucher__unit=F("house__unit"))
            & ~Q(voucher__unit=F("house__unit__parent"))
            & ~Q(voucher__unit=F("house__unit__parent__parent")),
            ("house_id", "voucher_id"),
        ),
    )

    house = models.ForeignKey(
        House, models.PROTECT, related_name="postings", verbose_name="nhà tình nghĩa"
    )
    gift = models.ForeignKey(
        HouseGift, models.PROTECT, null=True, blank=True, related_name="postings",
        verbose_name="người ủng hộ",
    )  # fmt: skip
    voucher = models.OneToOneField(
        Transaction, models.PROTECT, related_name="house_posting", verbose_name="phiếu thu, chi"
    )
    turn = models.PositiveSmallIntegerField("lần ghi sổ", default=0)

    objects = HousePostingQuerySet.as_manager()

    class Meta:
        verbose_name = "nhà tình nghĩa trong sổ quỹ"
        verbose_name_plural = "nhà tình nghĩa trong sổ quỹ"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["gift", "turn"],
                name="welfare_houseposting_once",
                violation_error_message="Vừa có người lập phiếu thu của người ủng hộ này.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gift or self.house}: {self.voucher.code}"

    @property
    def stands(self) -> bool:
        """See also `HousePostingQuerySet.standing`."""
        return self.voucher.reversed_by is None


def with_posted_sum(gifts: Any) -> Any:
    """Annotates `posted`: how much of each gift is in a box, in đồng; a reversed voucher counts as
    none."""
    rows = HousePosting.objects.standing().filter(gift=OuterRef("pk")).order_by().values("gift")
    sums = rows.annotate(total=Sum("voucher__amount")).values("total")
    return gifts.annotate(
        posted=Coalesce(Subquery(sums), Value(0), output_field=models.BigIntegerField())
    )


def gifts_of_boxes(boxes: Collection[CashBox], *, only_open: bool = False) -> Any:
    """Gifts of money that go through these boxes, received since they were opened. Two queries."""
    wanted = Q(pk__in=[])
    for day, units in units_paid_by(boxes, only_open=only_open).items():
        wanted |= Q(received_on__gte=day, house__unit__in=units)
    return HouseGift.objects.filter(wanted, is_direct=False, received__gt=0, voucher_no="")


def unposted_gifts(boxes: Collection[CashBox]) -> Any:
    """What givers gave to houses that belongs in these boxes and is not there yet, the oldest first."""
    rows = with_posted_sum(gifts_of_boxes(boxes, only_open=True))
    return rows.filter(posted__lt=F("received")).order_by("received_on", "pk")


def boxes_of_house(house: House) -> Any:
    """The open boxes through which its money goes: its unit's, or of the nearest unit above."""
    return nearest_boxes(house.unit)
