"""The lunar calendar against days that the whole country celebrated."""

from datetime import date, timedelta

import pytest

from kit.lunar import LunarDay, lunar

# Several of these differ from the Chinese calendar: 1968, 1985, 2007, 2030.
NEW_YEARS = [
    date(1968, 1, 29), date(1976, 1, 31), date(1985, 1, 21), date(1995, 1, 31), date(2000, 2, 5),
    date(2007, 2, 17), date(2020, 1, 25), date(2023, 1, 22), date(2024, 2, 10), date(2025, 1, 29),
    date(2026, 2, 17), date(2027, 2, 6), date(2030, 2, 2),
]  # fmt: skip


@pytest.mark.parametrize("day", NEW_YEARS, ids=str)
def test_new_year_falls_on_the_known_day(day):
    assert lunar(day) == LunarDay(1, 1, day.year)
    eve = lunar(day - timedelta(days=1))
    assert (eve.month, eve.year, eve.is_leap) == (12, day.year - 1, False)


@pytest.mark.parametrize(
    ("year", "month"),
    [(1985, 2), (1987, 7), (2004, 2), (2012, 4), (2014, 9), (2017, 6), (2020, 4), (2023, 2), (2025, 6),
     (2028, 5), (2033, 11)],
)  # fmt: skip
def test_leap_month_is_the_known_one(year, month):
    days = (lunar(date(year, 1, 1) + timedelta(days=n)) for n in range(420))
    leaps = {(d.year, d.month) for d in days if d.is_leap and d.year == year}
    assert leaps == {(year, month)}


@pytest.mark.parametrize("year", [2019, 2021, 2022, 2024, 2026, 2027])
def test_a_common_year_has_no_leap_month(year):
    days = [lunar(date(year, 1, 1) + timedelta(days=n)) for n in range(420)]
    months = {(d.month, d.is_leap) for d in days if d.year == year}
    assert months == {(month, False) for month in range(1, 13)}


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2024, 10, 11), "mùng 9 tháng 9 năm Giáp Thìn"),  # the signing
        (date(2025, 2, 12), "rằm tháng Giêng năm Ất Tỵ"),
        (date(2024, 2, 9), "ngày 30 tháng Chạp năm Quý Mão"),
        (date(2025, 4, 7), "mùng 10 tháng 3 năm Ất Tỵ"),  # the Hùng kings
        (date(2025, 7, 25), "mùng 1 tháng 6 nhuận năm Ất Tỵ"),
        (date(2024, 9, 17), "rằm tháng 8 năm Giáp Thìn"),  # mid-autumn
        (date(2024, 8, 18), "rằm tháng 7 năm Giáp Thìn"),
        (date(2026, 2, 17), "mùng 1 tháng Giêng năm Bính Ngọ"),
    ],
)
def test_text_is_as_spoken(day, text):
    assert lunar(day).text == text


def test_days_follow_each_other_without_gap():
    previous = lunar(date(2010, 1, 1))
    for n in range(1, 8000):
        today = lunar(date(2010, 1, 1) + timedelta(days=n))
        if today.day == 1:
            assert previous.day in (29, 30)
            assert (today.month, today.year) in {
                (previous.month, previous.year),  # a leap month repeats the number
                (previous.month % 12 + 1, previous.year + previous.month // 12),
            }
            assert today.month != previous.month or today.is_leap
        else:
            assert today == LunarDay(
                previous.day + 1, previous.month, previous.year, previous.is_leap
            )
        previous = today


@pytest.mark.parametrize("day", [date(1900, 1, 30), date(2100, 12, 31), date.min, date.max])
def test_days_beyond_the_series_are_refused(day):
    with pytest.raises(ValueError, match="âm lịch"):
        lunar(day)
