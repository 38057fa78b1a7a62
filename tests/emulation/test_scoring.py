"""The arithmetic of a score sheet, against sums done by hand and against plain fractions."""

import random
from collections.abc import Iterable
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest

from emulation.scoring import Item, Kind, Part, Sheet, leaders, points_of, relative_points, score

D = Decimal


def leaf(key: int, kind: str = Kind.JUDGED, maximum: str | None = "10", **fields: object) -> Item:
    given = {"parent": None, "part": Part.BASE, "target": None, "per_unit": None} | fields
    return Item(key=key, kind=kind, maximum=D(maximum) if maximum else None, **given)  # type: ignore[arg-type]  # as given


def section(key: int, maximum: str | None = None, part: str = Part.BASE) -> Item:
    return leaf(key, Kind.GROUP, maximum, part=part)


def hundredths(value: Fraction) -> Decimal:
    exact = D(value.numerator) / D(value.denominator)
    return exact.quantize(D("0.01"), ROUND_HALF_UP)


@pytest.mark.parametrize(
    ("kind", "fields", "value", "expected"),
    [
        (Kind.QUANTITY, {"target": D(20)}, "15", "7.5"),
        (Kind.QUANTITY, {"target": D(20)}, "20", "10"),
        (Kind.QUANTITY, {"target": D(20)}, "31", "10"),  # more than asked earns no more
        (Kind.QUANTITY, {"target": D(3)}, "1", "3.33"),
        (Kind.QUANTITY, {"target": D(0)}, "0", "10"),  # nothing was asked: reached
        (Kind.QUANTITY, {"target": None}, "5", "10"),
        (Kind.YES_NO, {}, "1", "10"),
        (Kind.YES_NO, {}, "0", "0"),
        (Kind.COUNT, {"per_unit": D("0.5")}, "3", "1.5"),
        (Kind.COUNT, {"per_unit": D("0.5")}, "90", "10"),
        (Kind.JUDGED, {}, "8.25", "8.25"),
        (Kind.JUDGED, {}, "12", "10"),
    ],
)
def test_a_value_is_worth(kind: str, fields: dict, value: str, expected: str) -> None:
    assert points_of(leaf(1, kind, **fields), D(value)) == D(expected)


@pytest.mark.parametrize(
    ("actual", "target", "leader", "expected"),
    [
        ("0", "20", "40", "0"),
        ("10", "20", "40", "2.5"),  # half of the target: half of half the points
        ("20", "20", "40", "5"),  # the target: half the points
        ("30", "20", "40", "7.5"),
        ("40", "20", "40", "10"),  # the leader: all
        ("20", "20", "20", "10"),  # all stand at the target: all lead
        ("15", "20", "15", "3.75"),  # nobody leads who has not reached the target
        ("7", None, "14", "5"),
        ("14", None, "14", "10"),
        ("0", None, "0", "0"),  # nobody did anything
        ("0", "0", "12", "0"),  # a target of zero is no target
    ],
)
def test_points_relative_to_the_leader(
    actual: str, target: str | None, leader: str, expected: str
) -> None:
    goal = D(target) if target else None
    assert relative_points(D(actual), goal, D(leader), D(10)) == D(expected)


def test_late_correction_of_the_leader_moves_everybody() -> None:
    item = leaf(1, Kind.RELATIVE, target=D(10))
    units = [{1: D(10)}, {1: D(20)}, {1: D(30)}]
    before = [points(item, unit, leaders([item], units)) for unit in units]
    units[2] = {1: D(50)}
    after = [points(item, unit, leaders([item], units)) for unit in units]
    assert (before, after) == ([D(5), D("7.5"), D(10)], [D(5), D("6.25"), D(10)])


def points(item: Item, values: dict, leading: dict) -> Decimal | None:
    return score([item], values, leading=leading).points[1]


def test_missing_is_not_zero() -> None:
    items = [section(1), leaf(2, parent=1), leaf(3, parent=1)]
    sheet = score(items, {2: D(0), 3: None})
    assert (sheet.points[2], sheet.points[3], sheet.missing) == (D(0), None, (3,))
    assert (sheet.base, sheet.base_maximum) == (D(0), D(20))


def test_what_is_not_assigned_leaves_points_and_maximum() -> None:
    items = [section(1), leaf(2, parent=1), leaf(3, parent=1, maximum="30"), leaf(4)]
    sheet = score(items, {2: D(8), 3: D(30), 4: D(10)}, not_assigned=[3])
    assert (sheet.base, sheet.base_maximum, sheet.full_maximum) == (D(18), D(20), D(50))
    assert (sheet.comparable, sheet.missing) == (D(45), ())
    whole = score(items, {4: D(10)}, not_assigned=[1])
    assert (whole.base, whole.base_maximum, whole.missing) == (D(10), D(10), ())


def test_weighted_section_is_scaled_to_its_weight() -> None:
    items = [section(1, "30"), leaf(2, parent=1), leaf(3, parent=1)]
    sheet = score(items, {2: D(10), 3: D(5)})
    assert (sheet.points[1], sheet.base, sheet.base_maximum) == (D("22.5"), D("22.5"), D(30))
    half = score(items, {2: D(10)}, not_assigned=[3])
    assert (half.base, half.base_maximum, half.full_maximum) == (D(15), D(15), D(30))


def test_bonus_and_penalty_stand_outside_the_scale_and_have_limits() -> None:
    items = [
        leaf(1),
        leaf(2, Kind.COUNT, None, part=Part.BONUS, per_unit=D(2)),
        leaf(3, Kind.COUNT, None, part=Part.PENALTY, per_unit=D(4)),
    ]
    sheet = score(items, {1: D(9), 2: D(4), 3: D(1)}, bonus_limit=D(5), penalty_limit=D(10))
    assert (sheet.base_maximum, sheet.bonus, sheet.penalty, sheet.total) == (
        D(10),
        D(5),
        D(4),
        D(10),
    )
    assert score(items, {1: D(9)}).missing == ()  # what nobody claims is none
    assert score(items, {1: D(1), 3: D(9)}).total == D(0)  # never below zero


# --- Whatever the sheet: against a sum of fractions done here -----------------------------------


def _random_set(dice: random.Random) -> list[Item]:
    items: list[Item] = []
    for key in range(1, dice.randint(2, 5)):
        weight = dice.choice([None, None, "25", "12.5"])
        items.append(section(key * 100, weight))
        for number in range(1, dice.randint(2, 5)):
            kind = dice.choice([Kind.QUANTITY, Kind.RELATIVE, Kind.YES_NO, Kind.COUNT, Kind.JUDGED])
            target = D(dice.randint(0, 12)) if kind in (Kind.QUANTITY, Kind.RELATIVE) else None
            per_unit = D(dice.randint(1, 300)) / 100 if kind == Kind.COUNT else None
            items.append(
                leaf(key * 100 + number, kind, str(D(dice.randint(1, 2000)) / 100), parent=key * 100,
                     target=target, per_unit=per_unit)
            )  # fmt: skip
    return items


def _random_values(dice: random.Random, items: Iterable[Item]) -> dict[int, Decimal | None]:
    values: dict[int, Decimal | None] = {}
    for item in items:
        if item.kind == Kind.YES_NO:
            values[item.key] = D(dice.randint(0, 1))
        elif item.kind == Kind.JUDGED:
            values[item.key] = item.maximum and item.maximum * dice.randint(0, 4) / 4
        elif item.kind != Kind.GROUP:
            values[item.key] = D(dice.randint(0, 30))
    return values


def _by_hand(items: list[Item], values: dict, everybody: list[dict]) -> Decimal:
    """Base points, each rule written out again in fractions."""
    total = D(0)
    for group in (item for item in items if item.kind == Kind.GROUP):
        inside = [item for item in items if item.parent == group.key]
        earned = D(0)
        for item in inside:
            most, value = Fraction(item.maximum or 0), Fraction(values[item.key])
            goal = Fraction(item.target or 0)
            lead = max(Fraction(unit[item.key]) for unit in everybody)
            if item.kind == Kind.QUANTITY:
                worth = most * min(value / goal, Fraction(1)) if goal else most
            elif item.kind == Kind.RELATIVE and not goal:
                worth = most * value / lead if lead else Fraction(0)
            elif item.kind == Kind.RELATIVE and value < goal:
                worth = most / 2 * value / goal
            elif item.kind == Kind.RELATIVE:
                worth = (
                    most if value == lead else most / 2 + (value - goal) / (lead - goal) * most / 2
                )
            elif item.kind == Kind.YES_NO:
                worth = most if value else Fraction(0)
            elif item.kind == Kind.COUNT:
                worth = min(value * Fraction(item.per_unit or 0), most)
            else:
                worth = min(value, most)
            earned += hundredths(worth)
        full = sum((item.maximum or D(0) for item in inside), D(0))
        if group.maximum is not None:
            earned = hundredths(Fraction(earned) * Fraction(group.maximum) / Fraction(full))
        total += earned
    return total


@pytest.mark.parametrize("seed", range(40))
def test_a_cluster_adds_up_as_by_hand_in_any_order(seed: int) -> None:
    dice = random.Random(seed)
    items = _random_set(dice)
    units = [_random_values(dice, items) for _ in range(dice.randint(1, 6))]
    leading = leaders(items, units)
    sheets = [score(items, unit, leading=leading) for unit in units]
    assert [sheet.base for sheet in sheets] == [_by_hand(items, unit, units) for unit in units]
    # Neither the order of the criteria nor that of the units changes anything.
    shuffled = dice.sample(items, len(items))
    again = [score(shuffled, u, leading=leaders(shuffled, units[::-1])) for u in units]
    assert [sheet.base for sheet in again] == [sheet.base for sheet in sheets]
    for sheet in sheets:
        assert D(0) <= sheet.base <= sheet.base_maximum == sheet.full_maximum


@pytest.mark.parametrize("seed", range(10))
def test_points_against_the_leader_do_not_depend_on_the_measure(seed: int) -> None:
    """Visits counted in dozens earn what visits counted singly do; who does more never has less."""
    dice = random.Random(seed)
    target, leader = D(dice.randint(1, 20)), D(dice.randint(20, 40))
    row = [relative_points(D(actual), target, leader, D(10)) for actual in range(int(leader) + 1)]
    scaled = [
        relative_points(D(actual) * 12, target * 12, leader * 12, D(10))
        for actual in range(int(leader) + 1)
    ]
    assert (row, sorted(row)) == (scaled, row)


@pytest.mark.parametrize("seed", range(20))
def test_whole_sheets_do_not_depend_on_the_measure_nor_on_the_order_of_units(seed: int) -> None:
    """Every quantity of every unit, with its target, in another measure: not one point changes. Who
    ties before ties after; the permuted cluster is the same cluster."""
    dice = random.Random(1_000 + seed)
    relative = (Kind.RELATIVE, Kind.QUANTITY)
    items = [item for item in _random_set(dice) if item.kind in (*relative, Kind.GROUP)]
    units = [_random_values(dice, items) for _ in range(6)]
    units.append(dict(units[0]))  # a tie
    factor = dice.choice([2, 12, 40])
    larger = [
        replace(item, target=item.target * factor) if item.target is not None else item
        for item in items
    ]
    more = [{key: value and value * factor for key, value in unit.items()} for unit in units]
    plain = [score(items, unit, leading=leaders(items, units)) for unit in units]
    scaled = [score(larger, unit, leading=leaders(larger, more)) for unit in more]
    assert [sheet.points for sheet in scaled] == [sheet.points for sheet in plain]
    assert plain[0].comparable == plain[-1].comparable
    order = dice.sample(range(len(units)), len(units))
    mixed = [units[place] for place in order]
    again = [score(items, unit, leading=leaders(items, mixed)) for unit in mixed]
    assert [sheet.comparable for sheet in again] == [plain[place].comparable for place in order]


@pytest.mark.parametrize("seed", range(20))
def test_not_assigned_leaves_both_sums_and_the_share_of_the_rest(seed: int) -> None:
    """Leaving criteria out equals a set that never had them; carried over to the full scale by a
    fraction worked out here."""
    dice = random.Random(2_000 + seed)
    items = [item for item in _random_set(dice) if item.kind != Kind.GROUP]
    items = [replace(item, parent=None) for item in items]
    values = _random_values(dice, items)
    left_out = {item.key for item in items if dice.random() < 0.4}
    lead = leaders(items, [values])
    sheet = score(items, values, leading=lead, not_assigned=left_out)
    kept = [item for item in items if item.key not in left_out]
    without = score(kept, values, leading=lead)
    assert (sheet.base, sheet.base_maximum) == (without.base, without.base_maximum)
    full = sum((Fraction(item.maximum or 0) for item in items), Fraction(0))
    share = sum((Fraction(item.maximum or 0) for item in kept), Fraction(0))
    assert Fraction(sheet.full_maximum) == full
    expected = hundredths(Fraction(sheet.base) * full / share) if share else D(0)
    assert sheet.comparable == expected


@pytest.mark.parametrize("seed", range(20))
def test_bonus_and_penalty_never_pass_their_limits(seed: int) -> None:
    dice = random.Random(3_000 + seed)
    items = [leaf(1)]
    for key in range(2, 8):
        part, each = dice.choice([Part.BONUS, Part.PENALTY]), D(dice.randint(1, 300)) / 100
        most = dice.choice([None, str(D(dice.randint(1, 400)) / 100)])
        items.append(leaf(key, Kind.COUNT, most, part=part, per_unit=each))
    values: dict[int, Decimal | None] = {item.key: D(dice.randint(0, 9)) for item in items}
    limits = {part: dice.choice([None, D(dice.randint(0, 20))]) for part in Part.values}
    sheet = score(items, values, bonus_limit=limits[Part.BONUS], penalty_limit=limits[Part.PENALTY])
    sums = {part: Fraction(0) for part in Part.values}
    for item in items[1:]:
        earned = Fraction(values[item.key] or 0) * Fraction(item.per_unit or 0)
        sums[item.part] += min(earned, Fraction(item.maximum)) if item.maximum else earned
    for name, limit in limits.items():
        if limit is not None:
            sums[name] = min(sums[name], Fraction(limit))
    total = Fraction(values[1] or 0) + sums[Part.BONUS] - sums[Part.PENALTY]
    assert (Fraction(sheet.bonus), Fraction(sheet.penalty)) == (sums["bonus"], sums["penalty"])
    assert Fraction(sheet.total) == max(Fraction(0), total)


def test_scaled_total_compares_units_of_different_maxima() -> None:
    items = [leaf(1), leaf(2)]
    both: Sheet = score(items, {1: D(8), 2: D(8)})
    one: Sheet = score(items, {1: D(8)}, not_assigned=[2])
    assert (both.total, one.total) == (D(16), D(8))
    assert both.comparable == one.comparable == D(16)
