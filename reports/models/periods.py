"""Months, quarters, half years and years: the periods that reports cover."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Self

from django.db import models

FIRST_YEAR, LAST_YEAR = 2000, 2100
_SLUG = re.compile(r"(\d{4})-(\d{1,2})", re.ASCII)
_ROMAN = ("I", "II", "III", "IV")


class Rhythm(models.TextChoices):
    MONTH = "month", "hằng tháng"
    QUARTER = "quarter", "hằng quý"
    HALF = "half", "6 tháng một lần"
    NINE = "nine", "9 tháng đầu năm"
    YEAR = "year", "hằng năm"

    @property
    def months(self) -> int:
        return {"month": 1, "quarter": 3, "half": 6, "nine": 9, "year": 12}[self.value]

    @property
    def per_year(self) -> int:
        """The number of whole periods in a year; of nine months there is one."""
        return 12 // self.months


@dataclass(frozen=True)
class Period:
    """One of the periods into which a rhythm divides a year; `number` counts from 1 within it.

    "Nine months" means only the first nine of each year: no report covers the last three.
    """

    rhythm: Rhythm
    year: int
    number: int

    @classmethod
    def of(cls, rhythm: str, day: dt.date) -> Self:
        """The period that contains that day; for nine months, those of the day's year."""
        rhythm = Rhythm(rhythm)
        number = (day.month - 1) // rhythm.months + 1
        return cls(rhythm, day.year, min(number, rhythm.per_year))

    @classmethod
    def parse(cls, rhythm: str, slug: str) -> Self:
        """Parses "2026-3" from an address. ValueError if it is not a period of that rhythm."""
        rhythm = Rhythm(rhythm)
        match = _SLUG.fullmatch(slug)
        if match is None:
            raise ValueError(slug)
        year, number = int(match[1]), int(match[2])
        if not (FIRST_YEAR <= year < LAST_YEAR and 1 <= number <= rhythm.per_year):
            raise ValueError(slug)
        return cls(rhythm, year, number)

    @property
    def slug(self) -> str:
        return f"{self.year}-{self.number}"

    @property
    def start(self) -> dt.date:
        return dt.date(self.year, (self.number - 1) * self.rhythm.months + 1, 1)

    @property
    def end(self) -> dt.date:
        """The first day after the period."""
        months = self.number * self.rhythm.months
        return dt.date(self.year + months // 12, months % 12 + 1, 1)

    @property
    def last_day(self) -> dt.date:
        return self.end - dt.timedelta(days=1)

    @property
    def next(self) -> Self:
        return self._moved(1)

    @property
    def previous(self) -> Self:
        return self._moved(-1)

    def _moved(self, by: int) -> Self:
        per_year = self.rhythm.per_year
        year, number = divmod(self.year * per_year + self.number - 1 + by, per_year)
        return type(self)(self.rhythm, year, number + 1)

    @property
    def label(self) -> str:
        """ "quý III/2026", as written within a sentence."""
        match self.rhythm:
            case Rhythm.MONTH:
                return f"tháng {self.number}/{self.year}"
            case Rhythm.QUARTER:
                return f"quý {_ROMAN[self.number - 1]}/{self.year}"
            case Rhythm.HALF:
                return f"6 tháng {'đầu' if self.number == 1 else 'cuối'} năm {self.year}"
            case Rhythm.NINE:
                return f"9 tháng đầu năm {self.year}"
        return f"năm {self.year}"
