"""The Vietnamese lunar calendar, from the positions of sun and moon as seen at UTC+7.

A month begins on the local day of the new moon; the one with the winter solstice is the eleventh;
in a year of thirteen months the first without a principal solar term (sun at a multiple of 30°)
is leap. New moons and the sun's longitude follow the series in Jean Meeus, "Astronomical
Algorithms" (chapters 25 and 49) and "Astronomical Formulae for Calculators" (chapter 18), good
to a minute for the moon and some seven for the sun from 1900 to 2100.

UTC+7 is the rule since 1968; older printed calendars followed other zones and may differ by a day.
"""

import math
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

FIRST_DAY, LAST_DAY = date(1900, 1, 31), date(2100, 12, 30)

_ZONE_DAYS = 7 / 24
_JULIAN_OFFSET = 1721424.5  # the Julian date of midnight on proleptic day 0
_STEMS = ("Giáp", "Ất", "Bính", "Đinh", "Mậu", "Kỷ", "Canh", "Tân", "Nhâm", "Quý")
_BRANCHES = ("Tý", "Sửu", "Dần", "Mão", "Thìn", "Tỵ", "Ngọ", "Mùi", "Thân", "Dậu", "Tuất", "Hợi")
_MONTH_NAMES = {1: "Giêng", 12: "Chạp"}

# Seconds by which the uniform time of the series leads civil time; past measured, future expected.
_LEAD = {
    1890: -6, 1900: -3, 1910: 10, 1920: 21, 1930: 24, 1940: 24, 1950: 29, 1960: 33, 1970: 40,
    1980: 51, 1990: 57, 2000: 64, 2010: 66, 2020: 69, 2030: 70, 2050: 76, 2070: 84, 2110: 105,
}  # fmt: skip

# New moon, largest corrections first: days, power of E, multiples of M (sun), M' (moon), F, Ω.
_NEW_MOON_TERMS = (
    (-0.40720, 0, 0, 1, 0, 0), (0.17241, 1, 1, 0, 0, 0), (0.01608, 0, 0, 2, 0, 0),
    (0.01039, 0, 0, 0, 2, 0), (0.00739, 1, -1, 1, 0, 0), (-0.00514, 1, 1, 1, 0, 0),
    (0.00208, 2, 2, 0, 0, 0), (-0.00111, 0, 0, 1, -2, 0), (-0.00057, 0, 0, 1, 2, 0),
    (0.00056, 1, 1, 2, 0, 0), (-0.00042, 0, 0, 3, 0, 0), (0.00042, 1, 1, 0, 2, 0),
    (0.00038, 1, 1, 0, -2, 0), (-0.00024, 1, -1, 2, 0, 0), (-0.00017, 0, 0, 0, 0, 1),
    (-0.00007, 0, 2, 1, 0, 0), (0.00004, 0, 0, 2, -2, 0), (0.00004, 0, 3, 0, 0, 0),
    (0.00003, 0, 1, 1, -2, 0), (0.00003, 0, 0, 2, 2, 0), (-0.00003, 0, 1, 1, 2, 0),
    (0.00003, 0, -1, 1, 2, 0), (-0.00002, 0, -1, 1, -2, 0), (-0.00002, 0, 1, 3, 0, 0),
    (0.00002, 0, 0, 4, 0, 0),
)  # fmt: skip
# The planets' pull on the moon: millionths of a day, phase at epoch, degrees a lunation.
_PLANET_TERMS = (
    (325, 299.77, 0.107408), (165, 251.88, 0.016321), (164, 251.83, 26.651886),
    (126, 349.42, 36.412478), (110, 84.66, 18.206239), (62, 141.74, 53.303771),
    (60, 207.14, 2.453732), (56, 154.84, 7.306860), (47, 34.52, 27.261239),
    (42, 207.19, 0.121824), (40, 291.34, 1.844379), (37, 161.72, 24.198154),
    (35, 239.56, 25.513099), (23, 331.55, 3.592518),
)  # fmt: skip


@dataclass(frozen=True)
class LunarDay:
    day: int
    month: int
    year: int
    is_leap: bool = False

    @property
    def year_name(self) -> str:
        """Stem and branch of the sixty-year cycle, as "Giáp Thìn" for 2024."""
        return f"{_STEMS[(self.year + 6) % 10]} {_BRANCHES[(self.year + 8) % 12]}"

    @property
    def text(self) -> str:
        """As spoken: "mùng 9 tháng 9 năm Giáp Thìn", "rằm tháng Giêng năm Ất Tỵ"."""
        day = "rằm" if self.day == 15 else f"{'mùng' if self.day <= 10 else 'ngày'} {self.day}"
        month = _MONTH_NAMES.get(self.month, str(self.month)) + (" nhuận" if self.is_leap else "")
        return f"{day} tháng {month} năm {self.year_name}"


def lunar(d: date) -> LunarDay:
    """The lunar day of a solar one; ValueError outside the years that the series are good for."""
    if not FIRST_DAY <= d <= LAST_DAY:
        raise ValueError(f"Chỉ đổi được âm lịch từ năm {FIRST_DAY.year} đến năm {LAST_DAY.year}.")
    number = d.toordinal()
    solstice_year = d.year if number >= _months_from_eleventh(d.year)[0] else d.year - 1
    starts = _months_from_eleventh(solstice_year)
    index = max(i for i, start in enumerate(starts) if start <= number)
    leap = _leap_index(starts)
    count = index - (1 if leap is not None and index >= leap else 0)
    month = (10 + count) % 12 + 1
    year = solstice_year if count < 2 else solstice_year + 1
    return LunarDay(number - starts[index] + 1, month, year, is_leap=index == leap)


@lru_cache(maxsize=256)
def _months_from_eleventh(year: int) -> tuple[int, ...]:
    """First days of the months from the eleventh of `year` to the next eleventh, included."""
    first, end = _eleventh_lunation(year), _eleventh_lunation(year + 1)
    return tuple(_new_moon_day(k) for k in range(first, end + 1))


def _leap_index(starts: tuple[int, ...]) -> int | None:
    """In a span of thirteen months, the first that the sun passes without a principal term."""
    if len(starts) - 1 < 13:
        return None
    sectors = [_sun_sector(start) for start in starts]
    return next(i for i in range(1, 13) if sectors[i] == sectors[i + 1])


def _eleventh_lunation(year: int) -> int:
    """The lunation whose month holds the winter solstice of `year`."""
    k = _lunation_near(date(year, 12, 31).toordinal())
    while _new_moon_day(k) > date(year, 12, 31).toordinal():
        k -= 1
    # The sun past 270° where the year's last month begins: the solstice was in the month before.
    return k - 1 if _sun_sector(_new_moon_day(k)) >= 9 else k


def _lunation_near(ordinal: int) -> int:
    return round((ordinal + _JULIAN_OFFSET - 2451550.09766) / 29.530588861)


@lru_cache(maxsize=8192)
def _new_moon_day(k: int) -> int:
    """The proleptic day, at UTC+7, of the k-th new moon after that of 6 January 2000."""
    t = k / 1236.85
    moment = 2451550.09766 + 29.530588861 * k + 0.00015437 * t**2 - 0.000000150 * t**3
    eccentricity = 1 - 0.002516 * t - 0.0000074 * t**2
    sun = 2.5534 + 29.10535670 * k - 0.0000014 * t**2
    moon = 201.5643 + 385.81693528 * k + 0.0107582 * t**2 + 0.00001238 * t**3
    latitude = 160.7108 + 390.67050284 * k - 0.0016118 * t**2 - 0.00000227 * t**3
    node = 124.7746 - 1.56375588 * k + 0.0020672 * t**2
    for days, power, *by in _NEW_MOON_TERMS:
        angle = by[0] * sun + by[1] * moon + by[2] * latitude + by[3] * node
        moment += days * eccentricity**power * math.sin(math.radians(angle))
    for i, (millionths, phase, rate) in enumerate(_PLANET_TERMS):
        angle = phase + rate * k - (0.009173 * t**2 if i == 0 else 0)
        moment += millionths * 1e-6 * math.sin(math.radians(angle))
    return math.floor(moment - _lead_days(moment) + _ZONE_DAYS - _JULIAN_OFFSET)


def _sun_sector(ordinal: int) -> int:
    """Which twelfth of its path the sun is in at local midnight, where that day begins."""
    midnight = ordinal + _JULIAN_OFFSET - _ZONE_DAYS
    return int(_sun_longitude(midnight + _lead_days(midnight)) // 30)


def _sun_longitude(moment: float) -> float:
    """Apparent longitude in degrees, with the pull of Venus, Jupiter and the moon."""
    t = (moment - 2451545.0) / 36525
    mean = 280.46646 + 36000.76983 * t + 0.0003032 * t**2
    anomaly = math.radians(357.52911 + 35999.05029 * t - 0.0001537 * t**2)
    centre = (
        (1.914602 - 0.004817 * t - 0.000014 * t**2) * math.sin(anomaly)
        + (0.019993 - 0.000101 * t) * math.sin(2 * anomaly)
        + 0.000289 * math.sin(3 * anomaly)
    )
    u = (moment - 2415020.0) / 36525  # these five are counted from 1900
    pull = (
        0.00134 * math.cos(math.radians(153.23 + 22518.7541 * u))
        + 0.00154 * math.cos(math.radians(216.57 + 45037.5082 * u))
        + 0.00200 * math.cos(math.radians(312.69 + 32964.3577 * u))
        + 0.00179 * math.sin(math.radians(350.74 + 445267.1142 * u - 0.00144 * u**2))
        + 0.00178 * math.sin(math.radians(231.19 + 20.20 * u))
    )
    node = math.radians(125.04 - 1934.136 * t)
    return (mean + centre + pull - 0.00569 - 0.00478 * math.sin(node)) % 360


def _lead_days(moment: float) -> float:
    year = 2000 + (moment - 2451544.5) / 365.25
    before = max(y for y in _LEAD if y <= year)
    after = min(y for y in _LEAD if y > year)
    share = (year - before) / (after - before)
    return (_LEAD[before] + share * (_LEAD[after] - _LEAD[before])) / 86400
