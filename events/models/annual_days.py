"""Days of the association's own that come back every year: its founding, its commemorations."""

import calendar
import datetime as dt
from typing import TYPE_CHECKING, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from kit.dates import FIRST_YEAR, LAST_YEAR
from kit.lunar import FIRST_DAY, LAST_DAY, lunar
from members.models import Subject, Unit, tracked, units_where

from .events import units_heard_by

if TYPE_CHECKING:
    from members.models.any_user import AnyUser

_SHORT_MONTHS = (4, 6, 9, 11)


class AnnualDayQuerySet(models.QuerySet["AnnualDay"]):
    def addressed_to(self, user: "AnyUser") -> Self:
        """The association's days for everybody; those of a unit for who belongs to it or below it,
        and for who reads its events at the desk."""
        units = Q(unit__level=Unit.Level.ASSOCIATION)
        if user.is_authenticated:
            units |= Q(unit__in=units_heard_by(user))
            units |= Q(unit__in=units_where(user, Subject.EVENTS).order_by().values("pk"))
        return self.filter(units).select_related("unit")

    def concerning(self, unit: Unit) -> Self:
        """Those of the unit and of the units above it."""
        line = [unit.pk, unit.parent_id, unit.parent.parent_id if unit.parent else None]
        return self.filter(unit__in=[pk for pk in line if pk is not None])


@tracked()
class AnnualDay(models.Model):
    """A day of a unit, by the solar or the lunar calendar."""

    unit = models.ForeignKey(
        Unit, models.CASCADE, related_name="annual_days", verbose_name="đơn vị"
    )
    name = models.CharField("tên ngày", max_length=120)
    day = models.PositiveSmallIntegerField(
        "ngày", validators=[MinValueValidator(1), MaxValueValidator(31)]
    )
    month = models.PositiveSmallIntegerField(
        "tháng", validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    is_lunar = models.BooleanField(
        "theo âm lịch",
        default=False,
        help_text="Ngày 30 của tháng thiếu thì tính vào ngày 29; tháng nhuận không tính.",
    )
    since_year = models.PositiveSmallIntegerField(
        "từ năm",
        null=True,
        blank=True,
        validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)],
        help_text="Có năm thì lịch ghi rõ tròn bao nhiêu năm; trước năm ấy lịch không ghi ngày này.",
    )

    objects = AnnualDayQuerySet.as_manager()

    class Meta:
        verbose_name = "ngày kỷ niệm của Hội"
        verbose_name_plural = "ngày kỷ niệm của Hội"
        ordering = ["month", "day", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "name"],
                name="events_annualday_once",
                violation_error_message="Đơn vị này đã có ngày tên như vậy.",
            ),
            models.CheckConstraint(
                condition=Q(month__gte=1, month__lte=12, day__gte=1)
                & (
                    Q(is_lunar=True, day__lte=30)
                    | Q(is_lunar=False, day__lte=29)
                    | Q(is_lunar=False, day__lte=30) & ~Q(month=2)
                    | Q(is_lunar=False, day__lte=31) & ~Q(month__in=(2, *_SHORT_MONTHS))
                ),
                name="events_annualday_in_a_calendar",
                violation_error_message="Không có ngày này trong tháng ấy.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.date_text})"

    @property
    def date_text(self) -> str:
        """ "3/12", "10/3 âm lịch"."""
        return f"{self.day}/{self.month}" + (" âm lịch" if self.is_lunar else "")

    def falls_on(self, date: dt.date) -> bool:
        """Whether it is kept on that date. What a month lacks, its last day stands for."""
        if self.since_year and date.year < self.since_year:
            return False
        if not self.is_lunar:
            last = calendar.monthrange(date.year, date.month)[1]
            return (date.month, date.day) == (self.month, min(self.day, last))
        if not FIRST_DAY <= date < LAST_DAY:
            return False
        here = lunar(date)
        if here.is_leap or here.month != self.month:
            return False
        is_last = lunar(date + dt.timedelta(days=1)).day == 1
        return here.day == self.day or (is_last and here.day < self.day)

    def title_on(self, date: dt.date) -> str:
        """ "Ngày thành lập Hội: tròn 3 năm"; of a unit below the association with its name."""
        years = date.year - self.since_year if self.since_year else 0
        unit = "" if self.unit.level == Unit.Level.ASSOCIATION else f" ({self.unit.distinct_label})"
        return f"{self.name}{unit}" + (f": tròn {years} năm" if years else "")
