"""Figures the Vietnamese way."""

from decimal import Decimal

import pytest

from kit.numbers import parse_count, parse_decimal, typed_key, vn_number


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


@pytest.mark.parametrize(
    ("typed", "count"),
    [
        ("18", 18), ("0", 0), ("007", 7), ("2.000", 2000), ("2,000", 2000), ("2 000", 2000),
        ("1.234.567", 1_234_567), ("１２", 12), ("-1", -1), ("−1", -1), ("+5", 5),
        ("2 nghìn", 2000), ("2 nghìn 5", 2500), ("1,5 triệu", 1_500_000), ("hai mươi", 20),
        ("18 đồng chí", 18), ("18 đ/c", 18), ("2.000 người", 2000), ("75 tuổi", 75), ("40%", 40),
    ],
)  # fmt: skip
def test_counts_are_read_as_people_write_them(typed: str, count: int) -> None:
    assert parse_count(typed) == count


@pytest.mark.parametrize(
    "typed",
    [
        "", "abc", "2.0", "2.00", "2.0000", "2,5", "12.5", "1e3", "0x10", "12 12", "٣", "1.2.3",
        "2 nghìn 25", "NaN", "1_000", "9" * 61,
    ],
)  # fmt: skip
def test_a_count_that_is_none_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r"ví dụ 18|hai cách"):
        parse_count(typed)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("96,75", "96.75"), ("96.75", "96.75"), ("9,5", "9.5"), ("9.5", "9.5"), ("88,25", "88.25"),
        ("1.234,5", "1234.5"), ("1,234.5", "1234.5"), ("1.234", "1234"), ("1 234,5", "1234.5"),
        ("100", "100"), ("-1", "-1"), ("9 rưỡi", "9.5"), ("95 %", "95"), ("95,5 điểm", "95.5"),
    ],
)  # fmt: skip
def test_decimals_have_a_comma_or_a_point(typed: str, value: str) -> None:
    assert parse_decimal(typed) == Decimal(value)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("1,234", "hai cách"), ("96,750", "hai cách"), ("96,7500", "nhiều nhất 2 chữ số"),
        ("96.7512", "nhiều nhất 2 chữ số"), ("", "ví dụ 96,75"), ("abc", "ví dụ 96,75"),
        (",5", "ví dụ 96,75"), ("5,", "ví dụ 96,75"), ("1e3", "ví dụ 96,75"),
        ("NaN", "ví dụ 96,75"), ("Infinity", "ví dụ 96,75"), ("95,5/100", "ví dụ 96,75"),
        ("1.23.4", "ví dụ 96,75"), ("٣", "ví dụ 96,75"),
    ],
)  # fmt: skip
def test_a_decimal_that_is_none_is_refused(typed: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        parse_decimal(typed)


def test_decimals_read_back_what_is_shown() -> None:
    for hundredths in range(0, 250_000, 37):
        value = Decimal(hundredths) / 100
        assert parse_decimal(vn_number(value)) == value
