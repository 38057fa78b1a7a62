"""Grades of units by year."""

from typing import TYPE_CHECKING, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Count, Q

from kit.dates import local_today
from members.models import (
    Subject,
    Unit,
    tracked,
    units_where,
)

from .clusters import YEAR, Cluster

if TYPE_CHECKING:
    from members.models.any_user import AnyUser


# The scale of most score sheets found; extra points are kept apart from it (docs/domain.md).
LEAST_SCORE, MOST_SCORE = 0, 100
_SCORES = "Điểm phải từ 0 đến 100."


class ClassificationQuerySet(models.QuerySet):
    def announced(self) -> Self:
        """Grades that were made public. See also `Classification.is_announced`."""
        return self.filter(announced_on__lte=local_today())

    def visible_to(self, user: "AnyUser") -> Self:
        """Announced grades, to everyone; before that, to the officers of the unit and above."""
        return self.filter(
            Q(announced_on__lte=local_today()) | Q(unit__in=units_where(user, Subject.EMULATION))
        )

    def grades_by_year(self) -> dict[int, dict[str, int]]:
        """The number of units with each grade in each year, latest year first."""
        rows = self.order_by("-year").values_list("year", "grade").annotate(count=Count("pk"))
        years: dict[int, dict[str, int]] = {}
        for year, grade, count in rows:
            years.setdefault(year, {})[grade] = count
        return years

    def ranked(self) -> Self:
        return self.order_by(models.F("score").desc(nulls_last=True), "unit__sort_order", "pk")


@tracked(about="unit")
class Classification(models.Model):
    """A unit's grade (xếp loại) for a year."""

    class Grade(models.TextChoices):
        EXCELLENT = "excellent", "hoàn thành xuất sắc nhiệm vụ"
        GOOD = "good", "hoàn thành tốt nhiệm vụ"
        DONE = "done", "hoàn thành nhiệm vụ"
        NOT_DONE = "not_done", "không hoàn thành nhiệm vụ"

    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="classifications", verbose_name="đơn vị"
    )
    cluster = models.ForeignKey(
        Cluster,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="classifications",
        verbose_name="cụm",
    )
    year = models.PositiveSmallIntegerField("năm", validators=YEAR)
    grade = models.CharField("xếp loại", max_length=10, choices=Grade)
    score = models.DecimalField(
        "điểm",
        max_digits=7,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[
            MinValueValidator(LEAST_SCORE, _SCORES),
            MaxValueValidator(MOST_SCORE, _SCORES),
        ],
        help_text="Thang điểm 100, ví dụ 96,75.",
    )
    decision_no = models.CharField("số quyết định", max_length=60, blank=True)
    announced_on = models.DateField(
        "ngày công bố",
        null=True,
        blank=True,
        help_text="Trước ngày này chỉ đơn vị liên quan xem được.",
    )

    objects = ClassificationQuerySet.as_manager()

    class Meta:
        verbose_name = "xếp loại"
        verbose_name_plural = "xếp loại"
        ordering = ["-year", "cluster", "-score"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "year"],
                name="emulation_classification_once_a_year",
                violation_error_message="Đơn vị này đã được xếp loại năm đó.",
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__range=(LEAST_SCORE, MOST_SCORE)),
                name="emulation_classification_score_in_scale",
                violation_error_message=_SCORES,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit}, {self.year}: {self.get_grade_display()}"

    @property
    def is_announced(self) -> bool:
        """See also `ClassificationQuerySet.announced`."""
        return self.announced_on is not None and self.announced_on <= local_today()
