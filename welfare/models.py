"""Nghĩa tình: who was visited, helped and honoured, with what, and at which rate."""

import datetime as dt
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, Count, F, Q, Sum, When
from django.db.models.functions import ExtractMonth

from kit.money import dong
from kit.text import fold
from members.models import (
    Dated,
    DatedQuerySet,
    DerivedTextField,
    Member,
    Subject,
    Unit,
    UnitScopedQuerySet,
    dates_in_order,
    tracked,
)


@tracked()
class WelfareKind(Dated):
    """A kind of care (chúc thọ, thăm ốm …): data, since the statute changes."""

    code = models.SlugField("mã", max_length=40, unique=True)
    name = models.CharField("tên", max_length=100)
    order = models.PositiveSmallIntegerField("thứ tự", default=0)
    is_private = models.BooleanField(
        "riêng tư",
        default=False,
        help_text="Loại này cho biết sức khỏe hay hoàn cảnh: chỉ công khai con số, không nêu người.",
    )
    description = models.TextField("mô tả", blank=True)
    search_text = DerivedTextField(sources=("name", "code"), derive=lambda *t: fold(" ".join(t)))

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = "loại hoạt động nghĩa tình"
        verbose_name_plural = "loại hoạt động nghĩa tình"
        ordering = ["order", "name"]
        constraints = [dates_in_order("welfare", "welfarekind")]

    def __str__(self) -> str:
        return self.name


class RateQuerySet(DatedQuerySet):
    def for_case(self, kind: WelfareKind, unit: Unit, age: int | None, day: dt.date) -> Self:
        """Rates that fit the case on that day, the nearest unit's first."""
        rows = (
            self.on(day).filter(kind=kind).filter(Q(unit__isnull=True) | Q(unit__in=unit.line_pks))
        )
        if age is None:
            rows = rows.filter(min_age__isnull=True)
        else:
            rows = rows.filter(
                Q(min_age__isnull=True) | Q(min_age__lte=age),
                Q(max_age__isnull=True) | Q(max_age__gte=age),
            )
        return rows.order_by(
            F("unit__level").desc(nulls_last=True), F("min_age").desc(nulls_last=True)
        )


@tracked(about="kind")
class Rate(Dated):
    """The rate of a kind of care, by unit and below, age and period, with its source."""

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
    amount = models.PositiveBigIntegerField("mức tiền (đồng)")
    in_kind = models.CharField("hiện vật", max_length=160, blank=True)
    source = models.CharField(
        "căn cứ", max_length=200, help_text="Nghị quyết, quyết định quy định mức này."
    )

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
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {dong(self.amount)}"

    @property
    def ages(self) -> str:
        """The ages that the rate applies to, as text."""
        if self.min_age is None and self.max_age is None:
            return "mọi tuổi"
        if self.max_age is None:
            return f"từ {self.min_age} tuổi"
        if self.min_age is None:
            return f"đến {self.max_age} tuổi"
        if self.min_age == self.max_age:
            return f"{self.min_age} tuổi"
        return f"từ {self.min_age} đến {self.max_age} tuổi"


# What is added up of activities wherever figures are shown; `goods` is the value given in kind.
SUMS = {
    "activities": Count("pk"),
    "people": Sum("people_count"),
    "money": Sum("amount"),
    "goods": Sum("in_kind_value"),
}
# Fewer people than this in one district would reveal who received care of a private kind.
SMALLEST_GROUP = 3


class ActivityQuerySet(UnitScopedQuerySet):
    subject = Subject.WELFARE

    def between(self, start: dt.date, end: dt.date) -> Self:
        """Activities on a day from `start` up to but not including `end`."""
        return self.filter(happened_on__gte=start, happened_on__lt=end)

    def with_public_story(self) -> Self:
        """Activities whose story may be published, with the consent of the people concerned.

        Never those of a private kind, as the kind alone reveals too much about the person. See also
        `Activity.has_public_story`.
        """
        return self.filter(is_public=True, kind__is_private=False).exclude(story="")

    def years(self) -> list[int]:
        """Years with activities, latest first."""
        # Many activities share few days, and the index holds these.
        days = self.order_by().values_list("happened_on", flat=True).distinct()
        return sorted({day.year for day in days}, reverse=True)

    def in_year(self, year: int) -> Self:
        return self.between(dt.date(year, 1, 1), dt.date(year + 1, 1, 1))

    def figures(self) -> dict[str, int]:
        """Totals: activities, people reached, money and value in kind (đồng)."""
        return {name: value or 0 for name, value in self.aggregate(**SUMS).items()}

    def figures_of(self, unit: Unit) -> dict[str, int]:
        """The figures of a unit with its branches, as far as its public page may show them.

        A district's figures are those of `by_district`. A branch's figures leave private kinds out:
        they would reveal the person, and so would the difference between district and branches.
        """
        rows = self.filter(unit__in=Unit.objects.within(unit))
        if unit.level == Unit.Level.BRANCH:
            rows = rows.filter(kind__is_private=False)
        if unit.level == Unit.Level.DISTRICT:
            private = rows.order_by().filter(kind__is_private=True).values("kind")
            few = private.annotate(people=Sum("people_count")).filter(people__lt=SMALLEST_GROUP)
            rows = rows.exclude(kind__in=few.values("kind"))
        return rows.figures()

    def by_kind(self) -> list[dict[str, Any]]:
        """The figures of each kind that occurred, with its `name`."""
        rows = self.order_by().values("kind", name=F("kind__name")).annotate(**SUMS)
        return list(rows.order_by("kind__order", "kind__name"))

    def by_month(self) -> dict[int, dict[str, Any]]:
        """The figures of each month, 1 to 12, that has activities."""
        rows = self.order_by().values(month=ExtractMonth("happened_on")).annotate(**SUMS)
        return {row["month"]: row for row in rows.order_by("month")}

    def by_district(self) -> list[dict[str, Any]]:
        """The figures of each `district` (a unit) with its branches', the largest first.

        A branch directly under the city has its own row (`Unit.gathered_under`). Activities of a
        private kind for very few people in a district, or for anybody in such a branch, are counted
        in a last row whose `district` is None instead.
        """
        district = Case(
            When(unit__parent__level=Unit.Level.DISTRICT, then=F("unit__parent_id")),
            default=F("unit_id"),
        )
        rows = (
            self.order_by()
            .values("kind", "kind__is_private", within=district)
            .annotate(**SUMS)
            .order_by("within")
        )
        units = Unit.objects.in_bulk({row["within"] for row in rows})
        totals: dict[int | None, dict[str, int]] = {}
        for row in rows:
            is_few = (
                row["people"] < SMALLEST_GROUP or units[row["within"]].level == Unit.Level.BRANCH
            )
            is_telling = row["kind__is_private"] and is_few
            total = totals.setdefault(None if is_telling else row["within"], dict.fromkeys(SUMS, 0))
            for name in SUMS:
                total[name] += row[name]
        figures: list[dict[str, Any]] = [
            {"district": units[pk], **sums} for pk, sums in totals.items() if pk is not None
        ]
        figures.sort(key=lambda row: (-row["people"], row["district"].sort_order))
        return figures + ([{"district": None, **totals[None]}] if None in totals else [])


@tracked(readers="visible_to", masked=("private_note",))
class Activity(models.Model):
    """One act of care by a unit: a visit, a gift, a grant."""

    class Fund(models.TextChoices):
        UNIT = "unit", "quỹ nghĩa tình của đơn vị"
        ASSOCIATION = "association", "quỹ của Hội thành phố"
        SPONSOR = "sponsor", "nhà hảo tâm"
        MEMBERS = "members", "hội viên đóng góp"
        STATE = "state", "ngân sách, chế độ Nhà nước"

    kind = models.ForeignKey(
        WelfareKind, models.PROTECT, related_name="activities", verbose_name="loại"
    )
    happened_on = models.DateField("ngày", db_index=True)
    place = models.CharField("nơi", max_length=200, blank=True)
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="welfare", verbose_name="đơn vị thực hiện"
    )
    member = models.ForeignKey(
        Member,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="welfare",
        verbose_name="hội viên được chăm lo",
    )
    family = models.CharField(
        "gia đình, tập thể được chăm lo",
        max_length=160,
        blank=True,
        help_text="Khi người nhận không phải là hội viên có thẻ, hoặc là nhiều người.",
    )
    people_count = models.PositiveIntegerField("số người được chăm lo", default=1)
    amount = models.PositiveBigIntegerField("số tiền (đồng)", default=0)
    in_kind = models.CharField("hiện vật", max_length=200, blank=True)
    in_kind_value = models.PositiveBigIntegerField("trị giá hiện vật (đồng)", default=0)
    fund = models.CharField("nguồn", max_length=12, choices=Fund, default=Fund.UNIT)
    story = models.TextField(
        "câu chuyện",
        blank=True,
        help_text="Kể để bạn đọc biết. Không ghi bệnh tật, hoàn cảnh, số điện thoại, địa chỉ.",
    )
    is_public = models.BooleanField(
        "công khai câu chuyện",
        default=False,
        help_text="Chỉ chọn khi người được nhắc đến đã đồng ý.",
    )
    private_note = models.TextField(
        "ghi chú riêng",
        blank=True,
        help_text="Lý do sức khỏe, hoàn cảnh. Chỉ người giữ sổ đọc được; mỗi lượt mở hồ sơ đều được ghi lại.",
    )
    search_text = DerivedTextField(sources=("family", "place"), derive=lambda *t: fold(" ".join(t)))

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = "hoạt động nghĩa tình"
        verbose_name_plural = "hoạt động nghĩa tình"
        ordering = ["-happened_on", "-pk"]
        indexes = [models.Index(fields=["unit", "happened_on"], name="welfare_activity_unit_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(member__isnull=False) | ~Q(family=""),
                name="welfare_activity_has_receiver",
                violation_error_message="Cần ghi hội viên hoặc gia đình, tập thể được chăm lo.",
            ),
            models.CheckConstraint(
                condition=Q(people_count__gte=1),
                name="welfare_activity_reaches_someone",
                violation_error_message="Số người được chăm lo phải từ 1 trở lên.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}, {self.unit}, {self.happened_on:%d/%m/%Y}"

    @property
    def has_public_story(self) -> bool:
        """See also `ActivityQuerySet.with_public_story`."""
        return self.is_public and bool(self.story) and not self.kind.is_private

    def clean(self) -> None:
        if self.is_public and not self.story:
            raise ValidationError({"story": "Hãy viết câu chuyện trước khi chọn công khai."})
        if self.is_public and self.kind_id and self.kind.is_private:
            raise ValidationError(
                {"is_public": "Loại này chỉ công khai con số, không kể câu chuyện."}
            )


@tracked(about="activity")
class Visitor(models.Model):
    """A person who took part in the visit."""

    activity = models.ForeignKey(
        Activity, models.CASCADE, related_name="visitors", verbose_name="hoạt động"
    )
    member = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="hội viên"
    )
    name = models.CharField("họ tên, chức vụ", max_length=160, blank=True)
    order = models.PositiveSmallIntegerField("thứ tự", default=0)

    class Meta:
        verbose_name = "người đi thăm"
        verbose_name_plural = "đoàn đi thăm"
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(member__isnull=False) | ~Q(name=""),
                name="welfare_visitor_is_someone",
                violation_error_message="Cần chọn hội viên hoặc ghi tên người đi thăm.",
            )
        ]

    def __str__(self) -> str:
        return self.name or str(self.member)
