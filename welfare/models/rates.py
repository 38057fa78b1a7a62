"""What a kind of care pays, by unit, age and time."""

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from kit.money import dong
from members.models import (
    Dated,
    DatedQuerySet,
    Degree,
    Subject,
    Unit,
    dates_in_order,
    known_choices,
    tracked,
    units_where,
)

from .kinds import WelfareKind, keeps_kinds

if TYPE_CHECKING:
    from members.models.any_user import AnyUser

OUR_PROPOSAL = "Đề xuất, chờ Hội xác nhận"
OLDEST = 130  # nobody reaches that age: where "and older" ends when ages are counted up
# What makes a rate the same as another, whatever it pays.
CASE = ("kind", "unit", "min_age", "max_age", "step", "every_from")
VALUES = (*CASE, "counted", "amount", "in_kind", "occasion", "source", "valid_from", "valid_to")


class RateQuerySet(DatedQuerySet):
    subject = Subject.WELFARE

    def of_kind_in(self, kind: WelfareKind, unit: Unit, day: dt.date) -> Self:
        """Rates of the kind that count in that unit on that day, in the order in which they are
        asked: a unit's own before those from above, then those for the oldest."""
        rows = (
            self.on(day).filter(kind=kind).filter(Q(unit__isnull=True) | Q(unit__in=unit.line_pks))
        )
        return rows.order_by(
            F("unit__level").desc(nulls_last=True), F("min_age").desc(nulls_last=True), "pk"
        )

    def for_case(self, kind: WelfareKind, unit: Unit, age: int | None, day: dt.date) -> Self:
        """Rates that fit the case on that day, the nearest unit's first. See also `Rate.fits`."""
        rows = self.of_kind_in(kind, unit, day)
        if age is None:
            return rows.filter(min_age__isnull=True, max_age__isnull=True)
        return rows.annotate(off=(age - F("min_age")) % F("step")).filter(
            Q(min_age__isnull=True) | Q(min_age__lte=age),
            Q(max_age__isnull=True) | Q(max_age__gte=age),
            Q(step__isnull=True) | Q(off=0) | Q(every_from__lte=age),
        )

    def same_as(self, rate: "Rate") -> Self:
        """Other rows with exactly the same values."""
        values = {name: getattr(rate, name) for name in VALUES}
        return self.filter(
            **{
                f"{name}__isnull" if value is None else name: True if value is None else value
                for name, value in values.items()
            }
        ).exclude(pk=rate.pk)

    def touching(self, units: models.QuerySet[Unit]) -> Self:
        """Rates that count in any of these units: their own, those above them, those for all."""
        keys = units.order_by().values("pk")
        return self.filter(
            Q(unit__isnull=True)
            | Q(unit__in=keys)
            | Q(unit__children__in=keys)
            | Q(unit__children__children__in=keys)
        ).distinct()

    def visible_to(self, user: "AnyUser") -> Self:
        """Rates that count in a unit whose welfare the user reads."""
        units = units_where(user, Subject.WELFARE)
        return self.touching(units) if units.exists() else self.none()

    def editable_by(self, user: "AnyUser") -> Self:
        """All for the city office; for others those of their own units, where the kind lets units
        set rates."""
        if keeps_kinds(user):
            return self.all()
        units = units_where(user, Subject.WELFARE, Degree.WRITE)
        return self.filter(kind__units_set_rates=True, unit__in=units)


@known_choices("counted")
@tracked(about="kind")
class Rate(Dated):
    """The rate of a kind of care, by unit and below, age and period, with its source.

    Ages are a range, all of it or, with `step`, milestones alone: from `min_age` on every so many
    years (70, 75, 80 …), and from `every_from` on every year.
    """

    class Counted(models.TextChoices):
        YEAR = "year", "năm trừ năm sinh"
        DATE = "date", "tròn tuổi theo ngày sinh"

    passes_on = True  # see `members.actions.units`

    kind = models.ForeignKey(WelfareKind, models.PROTECT, related_name="rates", verbose_name="loại")
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="welfare_rates",
        verbose_name="áp dụng cho",
        help_text="Để trống: áp dụng toàn Hội.",
    )
    min_age = models.PositiveSmallIntegerField("từ tuổi", null=True, blank=True)
    max_age = models.PositiveSmallIntegerField("đến tuổi", null=True, blank=True)
    step = models.PositiveSmallIntegerField(
        "cách nhau (tuổi)",
        null=True,
        blank=True,
        help_text="Ghi 5 thì chỉ tính các tuổi tròn 70, 75, 80 … Để trống: tính mọi tuổi trong khoảng.",
    )
    every_from = models.PositiveSmallIntegerField(
        "từ tuổi này, năm nào cũng tính",
        null=True,
        blank=True,
        help_text="Ví dụ 100: tròn 70, 75 … 100 rồi 101, 102 …",
    )
    counted = models.CharField(
        "cách tính tuổi", max_length=4, choices=Counted, default=Counted.YEAR
    )
    amount = models.PositiveBigIntegerField("mức tiền (đồng)")
    in_kind = models.CharField("hiện vật", max_length=160, blank=True)
    occasion = models.CharField(
        "dịp trao, người trao",
        max_length=120,
        blank=True,
        help_text="Ví dụ: ngày 06/6; Tết Nguyên đán, Chủ tịch UBND Thành phố trao.",
    )
    source = models.CharField(
        "căn cứ", max_length=200, help_text="Nghị quyết, quyết định quy định mức này."
    )
    updated_at = models.DateTimeField("sửa lúc", auto_now=True)

    objects = RateQuerySet.as_manager()

    class Meta:
        verbose_name = "mức chi nghĩa tình"
        verbose_name_plural = "mức chi nghĩa tình"
        ordering = ["kind", "-valid_from", "min_age"]
        constraints = [
            dates_in_order("welfare", "rate"),
            models.CheckConstraint(
                condition=Q(min_age__isnull=True)
                | Q(max_age__isnull=True)
                | Q(max_age__gte=F("min_age")),
                name="welfare_rate_ages_in_order",
                violation_error_message="Tuổi đến phải từ tuổi bắt đầu trở lên.",
            ),
            models.CheckConstraint(
                condition=Q(step__isnull=True) | Q(step__gte=2, min_age__isnull=False),
                name="welfare_rate_step_from_an_age",
                violation_error_message="Tuổi tròn cách nhau từ 2 năm trở lên, tính từ một tuổi đã ghi.",
            ),
            models.CheckConstraint(
                condition=Q(every_from__isnull=True)
                | Q(step__isnull=False, every_from__gt=F("min_age")),
                name="welfare_rate_every_year_after_milestones",
                violation_error_message="Chỉ ghi “năm nào cũng tính” khi có các tuổi tròn trước đó.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {dong(self.amount)}"

    def get_absolute_url(self) -> str:
        return reverse("welfare_desk:rate", args=[self.pk])

    def clean(self) -> None:
        super().clean()
        if not self.amount and not self.in_kind:
            raise ValidationError({"amount": "Cần ghi số tiền hoặc hiện vật."})
        if not self.kind_id or not self.valid_from:
            return
        case = {name: getattr(self, name) for name in CASE if getattr(self, name) is not None}
        blank = {f"{name}__isnull": True for name in CASE if getattr(self, name) is None}
        others = Rate.objects.filter(**case, **blank).exclude(pk=self.pk)
        clash = others.overlapping(self.valid_from, self.valid_to).first()
        if clash is not None:
            raise ValidationError(
                {
                    "valid_from": f"Đã có mức {dong(clash.amount)} cho {clash.ages} từ ngày "
                    f"{clash.valid_from:%d/%m/%Y}. Hãy đổi mức đó từ một ngày, hoặc ghi ngày kết thúc."
                }
            )

    def fits(self, age: int) -> bool:
        """Whether somebody of that age gets it. See also `RateQuerySet.for_case`."""
        if self.min_age is not None and age < self.min_age:
            return False
        if self.max_age is not None and age > self.max_age:
            return False
        if self.step is None or self.min_age is None:
            return True
        is_every = self.every_from is not None and age >= self.every_from
        return is_every or (age - self.min_age) % self.step == 0

    @property
    def fitting_ages(self) -> list[int]:
        """Every age that gets it."""
        return [age for age in range(OLDEST) if self.fits(age)]

    @property
    def is_by_age(self) -> bool:
        return self.min_age is not None or self.max_age is not None

    @property
    def is_proposal(self) -> bool:
        """Whether nothing but our own proposal stands behind it; pages say so."""
        return self.source == OUR_PROPOSAL

    @property
    def ages(self) -> str:
        """The ages that the rate applies to, as text."""
        if self.step is not None and self.min_age is not None:
            return self._milestones(self.min_age, self.step)
        if self.min_age is None and self.max_age is None:
            return "mọi tuổi"
        if self.max_age is None:
            return f"từ {self.min_age} tuổi"
        if self.min_age is None:
            return f"đến {self.max_age} tuổi"
        if self.min_age == self.max_age:
            return f"{self.min_age} tuổi"
        return f"từ {self.min_age} đến {self.max_age} tuổi"

    def _milestones(self, first: int, step: int) -> str:
        """ "tròn 70, 75, 80 … 100 tuổi, sau đó năm nào cũng tính"."""
        last = self.max_age if self.every_from is None else self.every_from
        if last is None:
            return f"tròn {first}, {first + step}, {first + 2 * step} … tuổi"
        steps = [str(age) for age in range(first, last + 1, step)]
        ages = ", ".join(steps) if len(steps) <= 4 else f"{', '.join(steps[:3])} … {steps[-1]}"
        if self.every_from is None:
            return f"tròn {ages} tuổi"
        until = f" đến {self.max_age} tuổi" if self.max_age is not None else ""
        return f"tròn {ages} tuổi, từ {self.every_from} tuổi năm nào cũng tính{until}"

    @property
    def gift(self) -> str:
        """What is given, in words: "500.000 đ và tranh chúc thọ"."""
        parts = ([dong(self.amount)] if self.amount else []) + (
            [self.in_kind] if self.in_kind else []
        )
        return " và ".join(parts)


def honour_of(age: int) -> str:
    """How the celebration of that age is called (Thông tư 06/2012/TT-BVHTTDL, Điều 8 to 11)."""
    if age >= 90:
        return "mừng thượng thượng thọ"
    return "mừng thượng thọ" if age >= 80 else "mừng thọ"
