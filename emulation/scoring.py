"""The arithmetic of a score sheet: what a criterion's value is worth, and what a sheet adds up to.

Points are decimals to the hundredth, halves rounded away from zero, once for each criterion and once
for each weighted group; sums are exact. Nothing here reads the database, so that tests can check it
against plain arithmetic. Sources: docs/domain.md, "Emulation".
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import TextChoices

ZERO = Decimal(0)
HUNDREDTH = Decimal("0.01")


class Kind(TextChoices):
    """How a criterion is scored."""

    GROUP = "group", "mục lớn: cộng điểm các tiêu chí bên trong"
    QUANTITY = "quantity", "số lượng so với chỉ tiêu"
    RELATIVE = "relative", "số lượng so với chỉ tiêu và đơn vị dẫn đầu"
    YES_NO = "yes_no", "có hoặc không"
    COUNT = "count", "mỗi lần được một số điểm"
    JUDGED = "judged", "chấm theo mức độ"


class Part(TextChoices):
    """Where a criterion's points go. Bonus and penalty stay outside the scale."""

    BASE = "base", "điểm chính"
    BONUS = "bonus", "điểm thưởng"
    PENALTY = "penalty", "điểm trừ"


@dataclass(frozen=True)
class Item:
    """A criterion as the arithmetic sees it. `maximum` of a group is its weight: its criteria's
    points are scaled to it; None leaves them as they are."""

    key: int
    parent: int | None
    kind: str
    part: str
    maximum: Decimal | None
    target: Decimal | None = None
    per_unit: Decimal | None = None


@dataclass(frozen=True)
class Sheet:
    """What one unit's values are worth. `points` by criterion, groups too; None while not scored."""

    points: Mapping[int, Decimal | None]
    maxima: Mapping[int, Decimal]  # without what is not assigned
    missing: tuple[int, ...]  # leaves that wait for a value
    base: Decimal
    base_maximum: Decimal
    full_maximum: Decimal  # as if everything were assigned
    bonus: Decimal
    penalty: Decimal

    @property
    def total(self) -> Decimal:
        """Base points with bonus and penalty, as the sheet shows them; never below zero."""
        return max(ZERO, self.base + self.bonus - self.penalty)

    @property
    def comparable(self) -> Decimal:
        """The total that units are ranked by: base points carried over to the full scale, so that
        what is not assigned to a unit neither helps nor harms it."""
        if not self.base_maximum:
            return max(ZERO, self.bonus - self.penalty)
        scaled = rounded(self.base * self.full_maximum / self.base_maximum)
        return max(ZERO, scaled + self.bonus - self.penalty)


def rounded(value: Decimal) -> Decimal:
    return value.quantize(HUNDREDTH, ROUND_HALF_UP)


def quantity_points(actual: Decimal, target: Decimal | None, maximum: Decimal) -> Decimal:
    """The share of the target that was reached, at most all of it. Nothing asked is reached."""
    if not target:
        return maximum
    return rounded(maximum * min(actual, target) / target)


def relative_points(
    actual: Decimal, target: Decimal | None, leader: Decimal, maximum: Decimal
) -> Decimal:
    """Half the points for the target, all of them for the leader, in between by proportion.

    `leader`: the greatest actual value of all. Below the target ½·M·A/T, so nobody leads who has
    not reached it; without a target A/L·M. Several may lead. Where nobody did anything, without a
    target, nobody has points.
    """
    if not target:
        return rounded(maximum * actual / leader) if leader else ZERO
    half = maximum / 2
    if actual < target:
        return rounded(half * actual / target)
    if actual >= leader:
        return maximum
    return rounded(half + (actual - target) / (leader - target) * half)


def points_of(item: Item, value: Decimal, leader: Decimal = ZERO) -> Decimal:
    """What that value of the criterion is worth; `value` of yes or no is 1 or 0, of what is judged
    the points themselves."""
    maximum = item.maximum or ZERO
    match item.kind:
        case Kind.QUANTITY:
            return quantity_points(value, item.target, maximum)
        case Kind.RELATIVE:
            return relative_points(value, item.target, max(leader, value), maximum)
        case Kind.YES_NO:
            return maximum if value else ZERO
        case Kind.COUNT:
            earned = rounded(value * (item.per_unit or ZERO))
            return min(earned, maximum) if item.maximum is not None else earned
        case Kind.JUDGED:
            return rounded(min(value, maximum))
    raise ValueError(f"no points for {item.kind}")


def leaders(
    items: Iterable[Item], values: Iterable[Mapping[int, Decimal | None]]
) -> dict[int, Decimal]:
    """The greatest value of each criterion that is scored against the leader."""
    rows = list(values)
    return {
        item.key: max((row.get(item.key) or ZERO for row in rows), default=ZERO)
        for item in items
        if item.kind == Kind.RELATIVE
    }


def score(
    items: Collection[Item],
    values: Mapping[int, Decimal | None],
    *,
    leading: Mapping[int, Decimal] | None = None,
    not_assigned: Collection[int] = (),
    bonus_limit: Decimal | None = None,
    penalty_limit: Decimal | None = None,
) -> Sheet:
    """Adds up one unit's sheet.

    `values` by leaf; what is missing or None is not scored, which is not zero (`Sheet.missing`);
    bonus and penalty that nobody claims are none. `not_assigned`: leaves or groups that the unit is
    not asked for; they leave both the points and the maximum.
    """
    return _Sum(items, values, leading or {}, set(not_assigned)).sheet(bonus_limit, penalty_limit)


class _Sum:
    def __init__(
        self,
        items: Collection[Item],
        values: Mapping[int, Decimal | None],
        leading: Mapping[int, Decimal],
        left_out: set[int],
    ) -> None:
        self.values, self.leading, self.left_out = values, leading, left_out
        self.children: dict[int | None, list[Item]] = {}
        for item in items:
            self.children.setdefault(item.parent, []).append(item)
        self.points: dict[int, Decimal | None] = {}
        self.maxima: dict[int, Decimal] = {}
        self.missing: list[int] = []

    def sheet(self, bonus_limit: Decimal | None, penalty_limit: Decimal | None) -> Sheet:
        sums = {part: [ZERO, ZERO, ZERO] for part in Part.values}
        for item in self.children.get(None, []):
            for place, amount in enumerate(self._add(item, is_out=False)):
                sums[item.part][place] += amount
        base, assigned, full = sums[Part.BASE]
        return Sheet(
            points=self.points, maxima=self.maxima, missing=tuple(self.missing),
            base=base, base_maximum=assigned, full_maximum=full,
            bonus=_limited(sums[Part.BONUS][0], bonus_limit),
            penalty=_limited(sums[Part.PENALTY][0], penalty_limit),
        )  # fmt: skip

    def _add(self, item: Item, *, is_out: bool) -> tuple[Decimal, Decimal, Decimal]:
        """Points, assigned maximum and full maximum of a criterion with all below it."""
        is_out = is_out or item.key in self.left_out
        scored = (self._group if item.kind == Kind.GROUP else self._leaf)(item, is_out)
        self.maxima[item.key] = scored[1]
        return scored

    def _leaf(self, item: Item, is_out: bool) -> tuple[Decimal, Decimal, Decimal]:
        full = item.maximum or ZERO
        if is_out:
            self.points[item.key] = None
            return ZERO, ZERO, full
        value = self.values.get(item.key)
        if value is None:
            self.points[item.key] = None
            if item.part == Part.BASE:
                self.missing.append(item.key)
            return ZERO, full, full
        earned = points_of(item, value, self.leading.get(item.key, ZERO))
        self.points[item.key] = earned
        return earned, full, full

    def _group(self, item: Item, is_out: bool) -> tuple[Decimal, Decimal, Decimal]:
        children = self.children.get(item.key, [])
        earned = assigned = full = ZERO
        for child in children:
            child_earned, child_assigned, child_full = self._add(child, is_out=is_out)
            earned, assigned, full = (
                earned + child_earned,
                assigned + child_assigned,
                full + child_full,
            )
        if item.maximum is not None and full:
            earned = rounded(earned * item.maximum / full)
            assigned = rounded(assigned * item.maximum / full)
            full = item.maximum
        is_scored = any(self.points[child.key] is not None for child in children)
        self.points[item.key] = earned if is_scored else None
        return earned, assigned, full


def _limited(amount: Decimal, limit: Decimal | None) -> Decimal:
    return amount if limit is None else min(amount, limit)
