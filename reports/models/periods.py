"""Months, quarters, half years and years: the stretches of time that reports tell of."""

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
    YEAR = "year", "hằng năm"

    @property
    def months(self) -> int:
        return {"month": 1, "quarter": 3, "half": 6, "year": 12}[self.value]


@dataclass(frozen=True)
class Period:
    """One of the stretches into which a rhythm parts a year; `number` counts from 1 within it."""

    rhythm: Rhythm
    year: int
    number: int

    @classmethod
    def of(cls, rhythm: str, day: dt.date) -> Self:
        """The period in which that day lies."""
        rhythm = Rhythm(rhythm)
        return cls(rhythm, day.year, (day.month - 1) // rhythm.months + 1)

    @classmethod
    def parse(cls, rhythm: str, slug: str) -> Self:
        """From an address: "2026-3". ValueError for what is no period of that rhythm."""
        rhythm = Rhythm(rhythm)
        match = _SLUG.fullmatch(slug)
        if match is None:
            raise ValueError(slug)
        year, number = int(match[1]), int(match[2])
        if not (FIRST_YEAR <= year < LAST_YEAR and 1 <= number <= 12 // rhythm.months):
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
        """The first day that is no longer in it."""
        return self.next.start

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
        per_year = 12 // self.rhythm.months
        year, number = divmod(self.year * per_year + self.number - 1 + by, per_year)
        return type(self)(self.rhythm, year, number + 1)

    @property
    def words(self) -> str:
        """ "quý III/2026", as it stands within a sentence."""
        match self.rhythm:
            case Rhythm.MONTH:
                return f"tháng {self.number}/{self.year}"
            case Rhythm.QUARTER:
                return f"quý {_ROMAN[self.number - 1]}/{self.year}"
            case Rhythm.HALF:
                return f"6 tháng {'đầu' if self.number == 1 else 'cuối'} năm {self.year}"
        return f"năm {self.year}"
