"""Tết and commemorations against printed calendars."""

import datetime as dt

import pytest

from kit.commemorations import commemorations_of, lunar_short


@pytest.mark.parametrize(
    ("day", "names"),
    [
        # First days of the lunar year, as printed calendars have them; 2030 falls a day before China's.
        ("2024-02-10", ["Tết Nguyên đán"]), ("2025-01-29", ["Tết Nguyên đán"]),
        ("2026-02-17", ["Tết Nguyên đán"]), ("2027-02-06", ["Tết Nguyên đán"]),
        ("2028-01-26", ["Tết Nguyên đán"]), ("2029-02-13", ["Tết Nguyên đán"]),
        ("2030-02-02", ["Tết Nguyên đán"]),
        ("2025-01-28", ["Giao thừa"]), ("2026-02-16", ["Giao thừa"]),
        ("2026-04-26", ["Giỗ Tổ Hùng Vương"]), ("2025-04-07", ["Giỗ Tổ Hùng Vương"]),
        ("2026-08-27", ["Lễ Vu Lan"]), ("2026-09-25", ["Tết Trung thu"]),
        ("2026-08-19", ["Ngày truyền thống Công an nhân dân"]),
        ("2026-07-27", ["Ngày Thương binh - Liệt sĩ"]), ("2026-09-02", ["Quốc khánh"]),
        ("2026-12-22", ["Ngày thành lập Quân đội nhân dân Việt Nam"]),
        ("2026-04-30", ["Ngày Giải phóng miền Nam, thống nhất đất nước"]),
        ("2026-02-03", ["Ngày thành lập Đảng Cộng sản Việt Nam"]),
        ("2026-11-30", []),
    ],
)  # fmt: skip
def test_day_is_told_as_printed_calendars_do(day, names):
    assert commemorations_of(dt.date.fromisoformat(day)) == names


def test_leap_month_repeats_no_feast():
    """2025 had a second sixth month, 2028 a second fifth; the seventh's full moon comes once."""
    for year in range(2020, 2060):
        days = (dt.date(year, 1, 1) + dt.timedelta(n) for n in range(366))
        found = [name for day in days if day.year == year for name in commemorations_of(day)]
        assert found.count("Lễ Vu Lan") == 1
        assert found.count("Tết Nguyên đán") == 1
        assert found.count("Giao thừa") in (0, 1, 2)


@pytest.mark.parametrize("day", ["1900-01-01", "1900-01-30", "2100-12-31"])
def test_beyond_the_lunar_table_solar_days_are_still_told(day):
    assert lunar_short(dt.date.fromisoformat(day)) == ""
    assert commemorations_of(dt.date.fromisoformat(day)) in ([], ["Tết Dương lịch"])


@pytest.mark.parametrize(
    ("day", "short"), [("2024-10-11", "9"), ("2026-02-17", "1/1"), ("2025-07-25", "1/6n")]
)
def test_lunar_day_is_short(day, short):
    assert lunar_short(dt.date.fromisoformat(day)) == short
