"""Days and hours as Vietnamese people write and read them, always in the association's zone."""

import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from kit.text import nfc

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
FIRST_YEAR, LAST_YEAR = 1900, 2100
# How far the clocks of several nodes may differ before one of them is considered wrong.
SKEW = timedelta(minutes=5)

_WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật")
_EXAMPLE = "Nhập theo mẫu ngày/tháng/năm, ví dụ 11/10/1954."
_DAY_FIRST = re.compile(r"(\d{1,2})\s*([/.\- ])\s*(\d{1,2})\s*\2\s*(\d{4}|\d{2})", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})\s*([/.-])\s*(\d{1,2})\s*\2\s*(\d{1,2})", re.ASCII)
_WRITTEN_OUT = re.compile(r"(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})", re.ASCII)
# The weekday before the figures of a day copied from a page: "Thứ Sáu, 11/10/1954".
_BEFORE = re.compile(
    r"\A(?:(thứ\s+(?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ\s+nhật)\s*,?\s+)?(?:ngày\s+)?(?=\d)",
    re.IGNORECASE,
)

_HOUR_EXAMPLE = "Nhập theo mẫu giờ:phút, ví dụ 7:30 hoặc 7 giờ 30."
_HOUR = re.compile(
    r"(\d{1,2})\s*(?:(?:h|g|giờ|:|\.)\s*(\d{2}|rưỡi)?\s*(?:phút|p)?)?\s*(sáng|trưa|chiều|tối)?",
    re.ASCII,
)


def local_day(d: date | datetime) -> date:
    """The calendar day in Ho Chi Minh City at that moment."""
    if not isinstance(d, datetime):
        return d
    if d.tzinfo is None:
        raise ValueError("A datetime without a time zone names no day.")
    return d.astimezone(ZONE).date()


def local_today() -> date:
    return datetime.now(ZONE).date()


def local_day_bounds(day: date) -> tuple[datetime, datetime]:
    """The half-open interval from the day's midnight up to the next midnight."""
    start = datetime.combine(day, time.min, tzinfo=ZONE)
    return start, datetime.combine(day + timedelta(days=1), time.min, tzinfo=ZONE)


def lately(span: timedelta, now: datetime | None = None) -> tuple[datetime, datetime]:
    """First and last moment of the time just past, for `__range`.

    What lies further ahead than `SKEW` was written by a clock that ran ahead and is not lately:
    else whoever it brakes would wait until that clock is right.
    """
    now = now or datetime.now(UTC)
    return now - span, now + SKEW


def is_lately(moment: datetime | None, span: timedelta, now: datetime | None = None) -> bool:
    """Whether the moment lies within `lately`; False for None."""
    first, last = lately(span, now)
    return moment is not None and first < moment <= last


def long_date(d: date | datetime) -> str:
    """Thứ Sáu, 11/10/2024."""
    day = local_day(d)
    return f"{_WEEKDAYS[day.weekday()]}, {_short(day)}"


def long_datetime(dt: datetime) -> str:
    """Thứ Sáu, 11/10/2024, 08:30."""
    return f"{long_date(dt)}, {dt.astimezone(ZONE):%H:%M}"


def written_date(d: date | datetime) -> str:
    """For documents; Nghị định 30/2020 pads days below 10, and of the months only 1 and 2."""
    day = local_day(d)
    month = f"{day.month:02}" if day.month <= 2 else str(day.month)
    return f"ngày {day.day:02} tháng {month} năm {day.year}"


def day_range(a: date | datetime, b: date | datetime | None) -> str:
    """First to last day, both included, with month and year written once; without an end "từ …"."""
    first = local_day(a)
    if b is None:
        return f"từ {_short(first)}"
    last = local_day(b)
    if first == last:
        return _short(last)
    if first.year != last.year:
        return f"{_short(first)} – {_short(last)}"
    if first.month != last.month:
        return f"{first:%d/%m} – {_short(last)}"
    return f"{first:%d}–{_short(last)}"


def month_title(y: int, m: int) -> str:
    """Tháng 10/2024."""
    return f"Tháng {m}/{y}"


def time_span(start: date, end: date) -> str:
    """Whole years and months between two days: "2 năm 11 tháng", "dưới một tháng"."""
    months = (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)
    years, rest = divmod(max(0, months), 12)
    parts = [f"{years} năm"] * bool(years) + [f"{rest} tháng"] * bool(rest)
    return " ".join(parts) or "dưới một tháng"


def how_long(span: timedelta) -> str:
    """A duration: "2 giờ 12 phút", "3 ngày 1 giờ", "dưới một phút"."""
    minutes = max(0, int(span.total_seconds())) // 60
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    parts = [f"{days} ngày"] * bool(days) + [f"{hours} giờ"] * bool(hours)
    parts += [f"{minutes} phút"] * bool(minutes and not days)
    return " ".join(parts) or "dưới một phút"


def hour_and_day(moment: datetime) -> str:
    """07:00, Thứ Sáu, 27/11/2026."""
    return f"{moment.astimezone(ZONE):%H:%M}, {long_date(moment)}"


def moment_text(moment: datetime) -> str:
    """Like `hour_and_day`, but for today only the hour."""
    if local_day(moment) == local_today():
        return f"{moment.astimezone(ZONE):%H:%M}"
    return hour_and_day(moment)


def parse_hour(s: str) -> time:
    """Parses an hour as people type it: 7h, 7h30, 7:30, 7g30, 07.30, 7 giờ 30, 7 giờ rưỡi, 2 giờ chiều."""
    typed = " ".join(nfc(s).lower().split())
    if not typed:
        raise ValueError(f"Chưa nhập giờ. {_HOUR_EXAMPLE}")
    match = _HOUR.fullmatch(typed)
    if match is None:
        raise ValueError(f"“{s.strip()[:40]}” không phải là một giờ. {_HOUR_EXAMPLE}")
    hour, minute, part = int(match[1]), match[2] or "0", match[3]
    minute = 30 if minute == "rưỡi" else int(minute)
    if part in ("chiều", "tối") and hour < 12:
        hour += 12
    if hour > 23 or minute > 59:
        raise ValueError(f"“{s.strip()[:40]}” không phải là một giờ. {_HOUR_EXAMPLE}")
    return time(hour, minute)


def parse_day(s: str, *, latest_year: int | None = None) -> date:
    """Parses a day as people type it: 11/10/1954, 11-10-54, 11.10.1954, 1954-10-11, Thứ Hai, 11/10/1954.

    A two-digit year is the latest such year not after `latest_year` (next year unless told, since
    people also plan): in 2026, 27 is 2027 and 28 is 1928. A birthday's form passes this year.
    """
    typed = " ".join(unicodedata.normalize("NFKC", nfc(s)).split())
    if not typed:
        raise ValueError(f"Chưa nhập ngày. {_EXAMPLE}")
    before = _BEFORE.match(typed)
    figures = typed[before.end() :] if before else typed
    if match := _DAY_FIRST.fullmatch(figures):
        day, month, year = match[1], match[3], match[4]
    elif match := _YEAR_FIRST.fullmatch(figures):
        year, month, day = match[1], match[3], match[4]
    elif match := _WRITTEN_OUT.fullmatch(figures.lower()):
        day, month, year = match.groups()
    else:
        shown = typed if len(typed) <= 40 else f"{typed[:40]}…"
        raise ValueError(f"“{shown}” không phải là một ngày. {_EXAMPLE}")
    full_year = _full_year(int(year), latest_year) if len(year) == 2 else int(year)
    day_read = _checked(full_year, int(month), int(day))
    if before and before[1]:
        _check_weekday(before[1], day_read)
    return day_read


def _check_weekday(weekday: str, day: date) -> None:
    """Raises ValueError if the weekday is not the day's own: one of the two is mistyped."""
    right = _WEEKDAYS[day.weekday()]
    forms = {right.casefold(), f"thứ {day.weekday() + 2}"}
    if weekday.casefold() not in forms:
        raise ValueError(f"Ngày {_short(day)} là {right}, không phải {weekday}. Xem lại ngày.")


def _full_year(two_digits: int, latest_year: int | None) -> int:
    latest = local_today().year + 1 if latest_year is None else latest_year
    return latest - (latest - two_digits) % 100


def _checked(year: int, month: int, day: int) -> date:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"Năm {year} không hợp lệ: năm phải từ {FIRST_YEAR} đến {LAST_YEAR}.")
    if not 1 <= month <= 12:
        raise ValueError(f"Tháng {month} không hợp lệ: tháng phải từ 1 đến 12. {_EXAMPLE}")
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError(f"Tháng {month}/{year} không có ngày {day}.") from None


def _short(day: date) -> str:
    return f"{day:%d/%m/}{day.year:04}"
