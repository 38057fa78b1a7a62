"""Dates as Vietnamese readers write them, in the association's zone."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from kit import dates

SIGNING = date(2024, 10, 11)
# 23:30 in London is already the next day in Ho Chi Minh City
LATE = datetime(2024, 10, 10, 23, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "shown"),
    [
        (SIGNING, "Thứ Sáu, 11/10/2024"),
        (LATE, "Thứ Sáu, 11/10/2024"),
        (date(2024, 10, 13), "Chủ Nhật, 13/10/2024"),
        (date(2024, 10, 14), "Thứ Hai, 14/10/2024"),
        (date(1945, 9, 2), "Chủ Nhật, 02/09/1945"),
    ],
)
def test_long_date_names_the_local_weekday(moment, shown):
    assert dates.long_date(moment) == shown


def test_long_datetime_is_local():
    assert dates.long_datetime(LATE) == "Thứ Sáu, 11/10/2024, 06:30"


@pytest.mark.parametrize("show", [dates.long_date, dates.long_datetime, dates.written_date])
def test_a_moment_without_zone_is_refused(show):
    with pytest.raises(ValueError, match="time zone"):
        show(LATE.replace(tzinfo=None))


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (SIGNING, "ngày 11 tháng 10 năm 2024"),
        (date(2025, 2, 3), "ngày 03 tháng 02 năm 2025"),
        (date(2025, 3, 1), "ngày 01 tháng 3 năm 2025"),
        (LATE, "ngày 11 tháng 10 năm 2024"),
    ],
)
def test_written_date_pads_as_the_decree_says(day, text):
    assert dates.written_date(day) == text


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [
        (SIGNING, SIGNING, "11/10/2024"),
        (LATE, SIGNING, "11/10/2024"),
        (SIGNING, date(2024, 10, 13), "11–13/10/2024"),
        (date(2024, 9, 30), SIGNING, "30/09 – 11/10/2024"),
        (date(2024, 12, 30), date(2025, 1, 2), "30/12/2024 – 02/01/2025"),
        (SIGNING, None, "từ 11/10/2024"),
    ],
)
def test_day_range_says_month_and_year_once(first, last, shown):
    assert dates.day_range(first, last) == shown


def test_month_title():
    assert (dates.month_title(2024, 10), dates.month_title(2025, 3)) == (
        "Tháng 10/2024",
        "Tháng 3/2025",
    )


@time_machine.travel("2024-12-31T17:00:00Z", tick=False)
def test_local_today_turns_at_local_midnight():
    assert dates.local_today() == date(2025, 1, 1)


def test_local_day_bounds_are_half_open_and_aware():
    start, end = dates.local_day_bounds(date(2024, 12, 31))
    assert start == datetime(2024, 12, 30, 17, tzinfo=UTC)
    assert end == datetime(2024, 12, 31, 17, tzinfo=UTC)


@pytest.mark.parametrize(
    "typed",
    [
        "11/10/1954", "11-10-1954", "11.10.1954", "1954-10-11", "1954/10/11", " 11 / 10 / 1954 ",
        "11/10/54", "11-10-54", "11 10 1954", "ngày 11 tháng 10 năm 1954", "１１/１０/１９５４",
        "Thứ Hai, 11/10/1954", "thứ 2 ngày 11-10-1954", "ngày 11/10/1954", "Thứ Hai, ngày 11 tháng 10 năm 1954",
    ],
)  # fmt: skip
def test_parse_day_reads_what_people_type(typed):
    assert dates.parse_day(typed) == date(1954, 10, 11)


@time_machine.travel("2026-06-01", tick=False)
@pytest.mark.parametrize(
    ("typed", "latest", "year"),
    [("1/1/26", None, 2026), ("1/1/27", None, 2027), ("1/1/28", None, 1928), ("1/1/00", None, 2000),
     ("1/1/27", 2026, 1927), ("1/1/26", 2026, 2026)],
)  # fmt: skip
def test_parse_day_two_digit_years_end_next_year(typed, latest, year):
    assert dates.parse_day(typed, latest_year=latest) == date(year, 1, 1)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("", "Chưa nhập ngày"),
        (" \t", "Chưa nhập ngày"),
        ("hôm qua", "“hôm qua” không phải là một ngày"),
        ("11/10", "không phải là một ngày"),
        ("11/10-1954", "không phải là một ngày"),
        ("29/2/2023", "Tháng 2/2023 không có ngày 29"),
        ("0/1/2023", "Tháng 1/2023 không có ngày 0"),
        ("10/13/1954", "Tháng 13 không hợp lệ"),
        ("1/1/1800", "Năm 1800 không hợp lệ"),
        ("1/1/9999", "Năm 9999 không hợp lệ"),
        ("x" * 10_000, "không phải là một ngày"),
        ("١١/١٠/١٩٥٤", "không phải là một ngày"),
    ],
)
def test_parse_day_says_what_is_wrong(typed, message):
    with pytest.raises(ValueError, match=message) as refused:
        dates.parse_day(typed)
    assert len(str(refused.value)) < 200


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (date(2023, 12, 12), date(2026, 11, 23), "2 năm 11 tháng"),
        (date(2023, 12, 12), date(2026, 12, 11), "2 năm 11 tháng"),
        (date(2023, 12, 12), date(2026, 12, 12), "3 năm"),
        (date(2026, 9, 23), date(2026, 11, 23), "2 tháng"),
        (date(2026, 11, 1), date(2026, 11, 23), "dưới một tháng"),
        (date(2026, 12, 1), date(2026, 11, 23), "dưới một tháng"),
    ],
)
def test_time_span_counts_whole_months(start, end, expected):
    assert dates.time_span(start, end) == expected


def test_parse_day_refuses_a_weekday_that_is_not_the_days_own() -> None:
    assert dates.parse_day("thứ 6, 27/11/2026") == dates.parse_day("Thứ Sáu, 27/11/2026")

    with pytest.raises(ValueError, match="Ngày 27/11/2026 là Thứ Sáu, không phải Thứ Hai"):
        dates.parse_day("Thứ Hai, 27/11/2026")
