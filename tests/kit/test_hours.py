"""Hours as people type them, and stretches of time in words."""

import datetime as dt

import pytest

from kit.dates import ZONE, hour_and_day, how_long, parse_hour


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("7h", (7, 0)), ("7", (7, 0)), ("7h30", (7, 30)), ("07:30", (7, 30)), ("19.05", (19, 5)),
        ("7 giờ 30", (7, 30)), ("7 giờ 30 phút", (7, 30)), ("7 giờ rưỡi", (7, 30)), ("7g05", (7, 5)),
        ("2 giờ chiều", (14, 0)), ("8h tối", (20, 0)), ("8 giờ sáng", (8, 0)), ("12 giờ trưa", (12, 0)),
        ("0:00", (0, 0)), ("7 GIỜ", (7, 0)),
    ],
)  # fmt: skip
def test_hours_are_read_as_typed(typed, expected):
    assert parse_hour(typed) == dt.time(*expected)


@pytest.mark.parametrize("typed", ["", "  ", "25h", "7:60", "sáng", "7:3", "7:30:00", "-7", "٧h"])
def test_what_is_no_hour_is_refused_in_words(typed):
    with pytest.raises(ValueError, match="Nhập theo mẫu giờ:phút"):
        parse_hour(typed)


@pytest.mark.parametrize(
    ("span", "text"),
    [
        ({"hours": 2, "minutes": 12}, "2 giờ 12 phút"), ({"minutes": 5, "seconds": 40}, "5 phút"),
        ({"hours": 3}, "3 giờ"), ({"days": 3, "hours": 1, "minutes": 9}, "3 ngày 1 giờ"),
        ({"seconds": 59}, "dưới một phút"), ({"seconds": -9}, "dưới một phút"),
    ],
)  # fmt: skip
def test_stretches_of_time_in_words(span, text):
    assert how_long(dt.timedelta(**span)) == text


def test_moment_stands_hour_first_in_the_associations_zone():
    assert hour_and_day(dt.datetime(2026, 11, 27, 0, 0, tzinfo=dt.UTC)) == (
        "07:00, Thứ Sáu, 27/11/2026"
    )
    assert (
        hour_and_day(dt.datetime(2026, 11, 27, 7, 0, tzinfo=ZONE)) == "07:00, Thứ Sáu, 27/11/2026"
    )
