"""Acts of care in the fund: by which voucher the money of each was paid out, and which are in none."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from fund.models import Account, CashBox, Transaction
from members.models import CrossTableRule, ReferencedTable, Subject, Unit, UnitScopedQuerySet
from members.models.units import association

from .activities import Activity, ActivityQuerySet
from .kinds import WelfareKind
from .lists import WelfareEntry, WelfareList

# Money of these comes out of a box of the Hội. What sponsors, members or the State hand over
# themselves never was in one; a gift that came through a box is received there first, and is the Hội's.
FROM_A_BOX = (Activity.Fund.UNIT, Activity.Fund.ASSOCIATION)


class ActivityPostingQuerySet(UnitScopedQuerySet):
    subject = Subject.WELFARE
    unit_field = "activity__unit"

    def standing(self) -> "ActivityPostingQuerySet":
        """Of vouchers that were not reversed. See also `ActivityPosting.stands`."""
        return self.filter(voucher__reversal__isnull=True)


def _turn_is_free() -> Q:
    """The next posting of an act comes after the voucher of the one before was reversed."""
    before = ActivityPosting._base_manager.filter(
        activity=OuterRef("activity"), turn=OuterRef("turn") - 1, voucher__reversal__isnull=False
    )
    return Q(turn__gt=0) & ~Q(Exists(before))


class ActivityPosting(models.Model):
    """That an act of care was paid out of a box, by which voucher. One voucher may pay several.

    `turn` is 0, or how often the act's voucher was reversed before. An index over act and turn, and
    a rule that a turn begins only after the one before was reversed, hold that nothing is paid twice.
    """

    keeps_rows = True
    frozen = ("activity_id", "voucher_id", "amount", "turn")
    cross_table_rules = (
        CrossTableRule(
            "as_given",
            Q(voucher__reversal__isnull=True)
            & (
                ~Q(activity__amount=F("amount"))
                | ~Q(activity__state="handed")
                | ~Q(activity__fund__in=FROM_A_BOX)
            ),
            ("activity_id", "amount"),
            (ReferencedTable("welfare.Activity", "activity", ("amount", "state", "fund")),),
        ),
        CrossTableRule(
            "of_payer",
            ~Q(voucher__unit=F("activity__unit"))
            & ~Q(voucher__unit=F("activity__unit__parent"))
            & ~Q(voucher__unit=F("activity__unit__parent__parent")),
            ("activity_id", "voucher_id"),
        ),
        CrossTableRule("paid_out", ~Q(voucher__kind="payment"), ("voucher_id",)),
        CrossTableRule("after_reversal", _turn_is_free, ("activity_id", "turn")),
    )

    activity = models.ForeignKey(
        Activity, models.PROTECT, related_name="postings", verbose_name="lần chăm lo"
    )
    voucher = models.ForeignKey(
        Transaction, models.PROTECT, related_name="care_postings", verbose_name="phiếu chi"
    )
    amount = models.PositiveBigIntegerField("số tiền (đồng)")
    turn = models.PositiveSmallIntegerField("lần ghi sổ", default=0)

    objects = ActivityPostingQuerySet.as_manager()

    class Meta:
        verbose_name = "chăm lo vào sổ quỹ"
        verbose_name_plural = "chăm lo vào sổ quỹ"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "turn"],
                name="welfare_posting_once",
                violation_error_message="Lần chăm lo này đã có phiếu chi.",
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=1),
                name="welfare_posting_of_money",
                violation_error_message="Chỉ tiền mới vào sổ quỹ.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.activity}: {self.voucher.code}"

    @property
    def stands(self) -> bool:
        """See also `ActivityPostingQuerySet.standing`."""
        return self.voucher.reversed_by is None


# --- What a box pays --------------------------------------------------------------------------


def enters_books(rows: ActivityQuerySet) -> ActivityQuerySet:
    """What belongs in the books of a box: money of the Hội that was really given."""
    return rows.done().filter(amount__gt=0, fund__in=FROM_A_BOX, kind__paid_by_state=False)


def with_posted(rows: Any) -> Any:
    """Annotates `is_posted`: whether a voucher that stands paid it."""
    standing = ActivityPosting.objects.standing().filter(activity=OuterRef("pk"))
    return rows.annotate(is_posted=Exists(standing))


def paid_from(
    boxes: Collection[CashBox], rows: ActivityQuerySet, *, only_open: bool = False
) -> ActivityQuerySet:
    """Of these acts, those that the units of the boxes pay, since the boxes were opened.

    A unit's own money pays what it gives itself and what its lists give; the association's money
    what says so. Where a unit has no box the nearest one above it pays. Two queries.

    `only_open`: asks who pays from now on; a closed box pays nothing more, the one above does.
    """
    city = association()
    payable = Q(pk__in=[])
    for day, units in units_paid_by(boxes, only_open=only_open).items():
        payable |= Q(happened_on__gte=day) & _paid_by(units, city)
    return rows.filter(payable)


def units_paid_by(
    boxes: Collection[CashBox], *, only_open: bool = False
) -> dict[dt.date, list[int]]:
    """Keys of the units whose money lies in these boxes, by the day since when. Two queries."""
    opened: dict[int, dt.date] = {}
    for box in boxes:
        if only_open and box.is_closed:
            continue
        opened[box.unit_id] = min(box.opened_on, opened.get(box.unit_id, box.opened_on))
    above = dict(Unit.objects.order_by().values_list("pk", "parent_id"))
    paying = CashBox.objects.open() if only_open else CashBox.objects.all()
    with_box = set(paying.order_by().values_list("unit_id", flat=True))
    by_day: dict[dt.date, list[int]] = {}
    for key in above:
        payer: int | None = key
        while payer is not None and payer not in with_box:
            payer = above[payer]
        if payer in opened:
            by_day.setdefault(opened[payer], []).append(key)
    return by_day


def _paid_by(units: list[int], city: Unit | None) -> Q:
    # Asked of each act apart: joined, the lists would be looked through for every act.
    entries = WelfareEntry.objects.filter(activity=OuterRef("pk")).order_by()
    lists = WelfareList.objects.filter(unit__in=units).order_by().values("pk")
    own = Q(fund=Activity.Fund.UNIT) & (
        Q(Exists(entries.filter(gift_list__in=lists))) | Q(unit__in=units) & ~Q(Exists(entries))
    )
    if city is not None and city.pk in units:
        own |= Q(fund=Activity.Fund.ASSOCIATION)
    return own


def unposted(boxes: Collection[CashBox]) -> ActivityQuerySet:
    """What the units of the boxes gave and no voucher pays yet, the oldest first."""
    rows = with_posted(enters_books(paid_from(boxes, Activity.objects.all(), only_open=True)))
    payable: ActivityQuerySet = rows.filter(is_posted=False).order_by("happened_on", "pk")
    return payable


def boxes_paying(activity: Activity) -> Any:
    """Boxes out of which the act is paid: those of its payer, or of the nearest unit above with one."""
    entry = getattr(activity, "list_entry", None)
    unit: Unit | None = entry.gift_list.unit if entry is not None else activity.unit
    if activity.fund == Activity.Fund.ASSOCIATION:
        unit = association()
    return nearest_boxes(unit)


def nearest_boxes(unit: Unit | None) -> Any:
    """The open boxes of the unit, or of the nearest unit above that has one."""
    while unit is not None:
        boxes = CashBox.objects.open().filter(unit=unit)
        if boxes.exists():
            return boxes
        unit = unit.parent
    return CashBox.objects.none()


# Under which of the usual accounts (`fund.models.usual_accounts`) the usual kinds are spent: a
# suggestion for the first voucher of a kind; from then on the last one's is suggested.
_ACCOUNT_CODES = {
    "chuc-tho": "C01", "mung-tho": "C01", "tham-om": "C02", "hiem-ngheo": "C04",
    "kho-khan": "C04", "kinh-te-gia-dinh": "C04", "phung-vieng": "C03", "nha-nghia-tinh": "C05",
    "qua-tet": "C06", "qua-27-7": "C06", "qua-19-8": "C06",
}  # fmt: skip


def suggested_account(kind: WelfareKind) -> Account | None:
    """The account under which care of that kind was spent last, or usually is."""
    last = (
        ActivityPosting.objects.filter(activity__kind=kind, voucher__debit__is_active=True)
        .select_related("voucher__debit")
        .order_by("-pk")
        .first()
    )
    if last is not None:
        return last.voucher.debit
    code = _ACCOUNT_CODES.get(kind.code, "")
    return Account.objects.of(Account.Kind.EXPENSE).filter(code=code).first()
