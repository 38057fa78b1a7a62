"""Figures the Vietnamese way."""

from decimal import Decimal

import pytest

from kit.numbers import typed_key, vn_number


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [
        (0, 2, "0"),
        (1234.5, 2, "1.234,5"),
        (1_200_000, 2, "1.200.000"),
        (100, 2, "100"),
        (0.1 + 0.2, 2, "0,3"),
        (2.675, 2, "2,68"),
        (Decimal("98.75"), 1, "98,8"),
        (99.995, 2, "100"),
        (-1234.5, 2, "-1.234,5"),
        (-0.001, 2, "0"),
        (2.5, 0, "3"),
        (1e22, 2, "10.000.000.000.000.000.000.000"),
    ],
)
def test_vn_number(value, decimals, shown):
    assert vn_number(value, decimals) == shown


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("7", 7), ("0012", 12), ("9" * 18, 10**18 - 1),
        ("", None), ("-1", None), ("1.5", None), (" 1", None), ("abc", None), ("٣", None),
        ("²", None), ("1" * 19, None),
    ],
)  # fmt: skip
def test_typed_key_is_a_number_a_column_can_hold_or_none(typed: str, key: int | None) -> None:
    assert typed_key(typed) == key
