"""Rates of dues, by unit and below: a branch without a rate at or above it has no dues."""

import datetime as dt
from typing import TYPE_CHECKING, Any, Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from kit.dates import local_today
from kit.money import SMALLEST, dong, too_small
from members.models import (
    Dated,
    DatedQuerySet,
    Degree,
    Member,
    Subject,
    Unit,
    User,
    dates_in_order,
    tracked,
    units_where,
)

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

FIRST_YEAR, LAST_YEAR = 2000, 2099
AHEAD_FROM = 10  # from October on a branch may collect next year's dues, as at a year-end meeting
# Fields that can't change once somebody has paid by the rate.
FIXED = ("unit", "amount", "joining", "frees_associates", "frees_honorary", "frees_from_age",
         "valid_from")  # fmt: skip
MAX_AMOUNT = 100_000_000  # a larger yearly amount is a typing mistake
MIN_AMOUNT = SMALLEST


def first_day(year: int) -> dt.date:
    """The day that decides a year's dues: the rate in force and the member's branch on that day."""
    return dt.date(year, 1, 1)


def first_collected(year: int) -> dt.date:
    """The first day on which the dues of a year may be collected."""
    return dt.date(year - 1, AHEAD_FROM, 1)


def refuse_missing_zeros(amount: int | None) -> None:
    """Raises ValidationError for an amount whose last three zeros seem to be missing."""
    if amount and 0 < amount < MIN_AMOUNT:
        raise ValidationError(too_small(amount))


class DuesRateQuerySet(DatedQuerySet):
    def of_year(self, year: int) -> Self:
        return self.on(first_day(year))

    def nearest_first(self) -> Self:
        """A branch's own rate before its district's, and that before the association's."""
        return self.order_by("-unit__level", "pk")

    def for_unit(self, unit: Unit, year: int) -> "DuesRate | None":
        """The rate that applies in that unit: the nearest at or above it.

        See also `charged_memberships`.
        """
        rows: Any = self.of_year(year).filter(unit__in=unit.line_pks)
        rate: DuesRate | None = rows.nearest_first().first()
        return rate

    def same_as(self, rate: "DuesRate") -> Self:
        """Other rows with exactly the same values; none while this one has no unit yet."""
        if not rate.unit_id:
            return self.none()
        values = {name: getattr(rate, name) for name in (*FIXED, "valid_to", "source")}
        return self.filter(**values).exclude(pk=rate.pk)

    def touching(self, units: models.QuerySet[Unit]) -> Self:
        """Rates that apply to any of these units: their own, and those of units above."""
        keys = units.order_by().values("pk")
        return self.filter(
            Q(unit__in=keys) | Q(unit__children__in=keys) | Q(unit__children__children__in=keys)
        ).distinct()

    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Rates that apply in a unit whose dues the user may read."""
        return self.touching(units_where(user, Subject.DUES))

    def editable_by(self, user: "User | AnonymousUser") -> Self:
        """All rates for the city office, which alone writes them; none for others."""
        is_office = user.is_authenticated and may_set_dues_rates(user)
        return self.all() if is_office else self.none()


@tracked(readers="visible_to")
class DuesRate(Dated):
    """The yearly dues of the members of a unit and of all units below it, for whole years."""

    class Joining(models.TextChoices):
        FULL = "full", "nộp đủ cả năm"
        MONTHS = "months", "nộp theo số tháng còn lại (kể cả tháng vào Hội)"
        NEXT = "next", "nộp từ năm sau"

    no_overlap_by = ("unit",)
    passes_on = True  # see `members.actions.units`
    overlap_message = "Đơn vị này đã có mức {row} từ {start}. Hãy ghi năm cuối cho mức đó trước."

    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        related_name="dues_rates",
        verbose_name="áp dụng cho",
        help_text="Đơn vị này và mọi đơn vị bên dưới, trừ nơi có mức riêng.",
    )
    amount = models.PositiveBigIntegerField(
        "mức một năm (đồng)",
        validators=[
            MinValueValidator(1, "Mức hội phí phải lớn hơn 0."),
            MaxValueValidator(MAX_AMOUNT, "Mức này quá lớn; hãy xem lại số 0."),
        ],
    )
    joining = models.CharField(
        "người vào Hội giữa năm", max_length=6, choices=Joining, default=Joining.MONTHS
    )
    frees_associates = models.BooleanField("miễn cho hội viên liên kết", default=False)
    frees_honorary = models.BooleanField("miễn cho hội viên danh dự", default=True)
    frees_from_age = models.PositiveSmallIntegerField(
        "miễn từ tuổi",
        null=True,
        blank=True,
        validators=[MinValueValidator(50, "Tuổi được miễn phải từ 50 trở lên.")],
        help_text="Tuổi tính bằng năm nộp trừ năm sinh. Để trống: không miễn theo tuổi.",
    )
    source = models.CharField(
        "căn cứ", max_length=200, help_text="Nghị quyết, quyết định quy định mức này."
    )
    updated_at = models.DateTimeField(auto_now=True)

    objects = DuesRateQuerySet.as_manager()

    class Meta:
        verbose_name = "mức hội phí"
        verbose_name_plural = "mức hội phí"
        ordering = ["unit__level", "unit", "-valid_from"]
        constraints = [
            dates_in_order("dues", "duesrate"),
            models.CheckConstraint(
                condition=Q(amount__gte=1, amount__lte=MAX_AMOUNT),
                name="dues_rate_amount_in_bounds",
                violation_error_message="Mức hội phí phải lớn hơn 0 và không quá 100.000.000 đ.",
            ),
            models.CheckConstraint(
                condition=Q(valid_from__month=1, valid_from__day=1)
                & (Q(valid_to__isnull=True) | Q(valid_to__month=1, valid_to__day=1)),
                name="dues_rate_for_whole_years",
                violation_error_message="Mức hội phí tính trọn năm: từ ngày 01/01 đến hết năm.",
            ),
        ]

    def __str__(self) -> str:
        return f"{dong(self.amount)} một năm, {self.unit}"

    def get_absolute_url(self) -> str:
        return reverse("dues:rate", args=[self.pk])

    @property
    def years(self) -> str:
        """ "từ năm 2026", "2024 - 2025"."""
        first = self.valid_from.year
        if self.valid_to is None:
            return f"từ năm {first}"
        last = self.valid_to.year - 1
        return f"năm {first}" if first == last else f"{first} - {last}"

    @property
    def rules(self) -> list[str]:
        """The rules for those who pay less, as sentences."""
        sentences = [f"Người vào Hội giữa năm {self.get_joining_display()}."]
        exempt = [
            label
            for is_free, label in (
                (self.frees_associates, "hội viên liên kết"),
                (self.frees_honorary, "hội viên danh dự"),
                (self.frees_from_age, f"người từ {self.frees_from_age} tuổi"),
            )
            if is_free
        ]
        return [*sentences, f"Miễn cho {', '.join(exempt)}."] if exempt else sentences

    @property
    def is_used(self) -> bool:
        """Whether somebody has paid by this rate; its amount and rules are then fixed."""
        # By name, since payments import rates and not the other way round.
        payments: Any = Unit._meta.get_field("dues_payments").related_model
        rows = payments.objects.filter(
            unit__in=Unit.objects.within(self.unit_id), year__gte=self.valid_from.year
        )
        if self.valid_to is not None:
            rows = rows.filter(year__lt=self.valid_to.year)
        is_used: bool = rows.exists()
        return is_used

    def clean(self) -> None:
        super().clean()
        try:
            refuse_missing_zeros(self.amount)
        except ValidationError as error:
            if self._state.adding or not self.is_used:
                raise ValidationError({"amount": error.messages}) from error
        if self._state.adding:
            return
        stored = DuesRate.objects.select_related("unit").filter(pk=self.pk).first()
        if stored is None or all(getattr(stored, name) == getattr(self, name) for name in FIXED):
            return
        if stored.is_used:
            raise ValidationError(
                "Đã có người nộp theo mức này nên chỉ sửa được năm cuối và căn cứ. Khi mức thay "
                "đổi, hãy ghi năm cuối cho mức này rồi lập mức mới."
            )

    # --- Amounts ----------------------------------------------------------------------------

    def amount_for_joining_in(self, month: int) -> int:
        """The dues, in whole thousands of đồng, for the year of joining of a member who joined in that month."""
        months = {self.Joining.FULL.value: 12, self.Joining.NEXT.value: 0}.get(
            self.joining, 13 - month
        )
        return self.amount if months == 12 else self.amount * months // 12 // 1000 * 1000

    @property
    def exempt_kinds(self) -> list[str]:
        kinds = ((self.frees_associates, Member.Kind.ASSOCIATE),
                 (self.frees_honorary, Member.Kind.HONORARY))  # fmt: skip
        return [kind.value for is_free, kind in kinds if is_free]

    def exemption(self, year: int) -> Q:
        """Matches memberships whose member is exempt in that year."""
        exempt = Q(member__kind__in=self.exempt_kinds)
        if self.frees_from_age is not None:
            exempt |= Q(member__birth_year__lte=year - self.frees_from_age)
        return exempt


def may_open_dues(user: User) -> bool:
    """Whether the user may open the pages of dues.

    They may if dues are on in a unit whose dues they may read; the city office always may, since it
    writes the rates.
    """
    return user.may(Subject.DUES) and (may_set_dues_rates(user) or are_dues_on(user))


def may_set_dues_rates(user: User) -> bool:
    """Whether the user may set rates, and thereby switch dues on: only who may write dues everywhere."""
    return user.covers_all(Subject.DUES, Degree.WRITE)


def are_dues_on(user: User, year: int | None = None) -> bool:
    """Whether a rate is in force this year in any unit whose dues the user may read, or above it."""
    if not user.may(Subject.DUES):
        return False
    year = year or local_today().year
    return DuesRate.objects.of_year(year).visible_to(user).exists()
