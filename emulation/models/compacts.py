"""The compact of a cluster for a year: its pledges, signatures and results."""

from decimal import Decimal
from typing import TYPE_CHECKING, Self

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from events.models import Event
from kit.dates import local_today
from kit.numbers import vn_number
from kit.text import fold
from members.models import (
    CrossTableRule,
    DerivedTextField,
    HeldRows,
    Subject,
    Unit,
    known_choices,
    tracked,
)

from ..texts import compact_lines
from .clusters import YEAR, Cluster
from .signable import Signable

if TYPE_CHECKING:
    from members.models.any_user import AnyUser


class CompactQuerySet(models.QuerySet):
    subject = Subject.EMULATION

    def signed(self) -> Self:
        """Compacts that the public may read. See also `Compact.is_signed`."""
        return self.filter(signed_on__lte=local_today())

    def unsigned(self) -> Self:
        """Drafts, and those whose day of signing is still to come."""
        return self.filter(Q(signed_on__isnull=True) | Q(signed_on__gt=local_today()))

    def visible_to(self, user: "AnyUser") -> Self:
        """Signed compacts, to everyone; drafts to the officers of the cluster's units, those that
        are to join it included, since next year's compact is written before."""
        return self.filter(
            Q(signed_on__lte=local_today()) | Q(cluster__in=Cluster.objects.visible_to(user))
        )

    def at_desk_of(self, user: "AnyUser") -> Self:
        """Compacts of the clusters that the user reads at the desk, signed or not."""
        return self.filter(cluster__in=Cluster.objects.visible_to(user))

    def led_by(self, user: "AnyUser") -> Self:
        """Compacts of the clusters whose compact the user drafts: for the head of today, or for
        the association."""
        return self.filter(cluster__in=Cluster.objects.drafted_by(user))

    def editable_by(self, user: "AnyUser") -> Self:
        """Drafts that the user may change. A signed text is changed by nobody at the desk."""
        return self.led_by(user).filter(signed_on__isnull=True)


@tracked()
class Compact(Signable):
    """The emulation compact (giao ước thi đua) of a cluster for one year's cycle."""

    held_rows = (
        HeldRows(
            "signed",
            Q(frozen_at__isnull=False),
            (
                "cluster_id", "year", "title", "starts_on", "ends_on", "preamble", "signed_on",
                "frozen_at", "text_hash",
            ),
        ),
    )  # fmt: skip

    cluster = models.ForeignKey(
        Cluster, models.PROTECT, related_name="compacts", verbose_name="cụm"
    )
    year = models.PositiveSmallIntegerField("năm", validators=YEAR)
    title = models.CharField("tên", max_length=200)
    starts_on = models.DateField("thực hiện từ ngày")
    ends_on = models.DateField("đến hết ngày")
    preamble = models.TextField("mục đích", blank=True)
    signing_event = models.ForeignKey(
        Event,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="compacts",
        verbose_name="lễ ký kết",
    )
    search_text = DerivedTextField(sources=("title",), derive=lambda *t: fold(" ".join(t)))
    updated_at = models.DateTimeField("sửa lúc", auto_now=True)

    objects = CompactQuerySet.as_manager()

    class Meta:
        verbose_name = "giao ước thi đua"
        verbose_name_plural = "giao ước thi đua"
        ordering = ["-year", "cluster"]
        constraints = [
            models.UniqueConstraint(
                fields=["cluster", "year"],
                name="emulation_compact_once_a_year",
                violation_error_message="Cụm này đã có giao ước của năm đó.",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gt=models.F("starts_on")),
                name="emulation_compact_dates_in_order",
                violation_error_message="Ngày hết hạn phải sau ngày bắt đầu.",
            ),
            Signable.frozen_with_hash("compact"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("emulation:compact", args=[self.cluster.slug, self.year])

    def get_desk_url(self) -> str:
        return reverse("emulation_desk:compact", args=[self.pk])

    @property
    def state_label(self) -> str:
        if self.is_signed:
            return "đã ký"
        return "đang ký" if self.is_open_for_signing else "dự thảo"

    @property
    def main(self) -> "Compact":
        return self

    @property
    def lines(self) -> list[str]:
        sections = self.sections.prefetch_related("clauses")
        return compact_lines(self, sections, self.targets.all())

    @property
    def is_signed(self) -> bool:
        """Whether the day of signing has come. See also `CompactQuerySet.signed`."""
        return self.signed_on is not None and self.signed_on <= local_today()


# What may no longer change once the compact is frozen, and when that is.
_SECTION = ("compact_id", "order", "title")
_CLAUSE = ("section_id", "order", "text")
_TARGET = ("compact_id", "section_id", "order", "name", "kind", "measure", "value", "level")
_SECTION_FROZEN = _TARGET_FROZEN = Q(compact__frozen_at__isnull=False)
_CLAUSE_FROZEN = Q(section__compact__frozen_at__isnull=False)


class PartQuerySet(models.QuerySet):
    """Parts of compacts. `compact_field`: the path to the compact."""

    compact_field = "compact"

    def visible_to(self, user: "AnyUser") -> Self:
        return self.filter(**{f"{self.compact_field}__in": Compact.objects.visible_to(user)})

    def editable_by(self, user: "AnyUser") -> Self:
        """Parts of drafts that the user may change."""
        return self.filter(**{f"{self.compact_field}__in": Compact.objects.editable_by(user)})


class TargetQuerySet(PartQuerySet):
    def numbers(self) -> Self:
        """Those of which an amount is to be reached."""
        return self.filter(kind="number")


class ClauseQuerySet(PartQuerySet):
    compact_field = "section__compact"


@tracked(about="compact")
class Section(models.Model):
    """A part of the compact (nội dung)."""

    cross_table_rules = (
        CrossTableRule(
            "of_a_draft", Q(compact__frozen_at__isnull=False), ("compact_id", "order", "title")
        ),
    )
    held_rows = (
        HeldRows("signed", Q(compact__frozen_at__isnull=False), ("compact_id", "order", "title")),
    )

    compact = models.ForeignKey(
        Compact, models.CASCADE, related_name="sections", verbose_name="giao ước"
    )
    order = models.PositiveSmallIntegerField("thứ tự", default=0)
    title = models.CharField("nội dung", max_length=200)
    updated_at = models.DateTimeField("sửa lúc", auto_now=True)

    objects = PartQuerySet.as_manager()

    class Meta:
        verbose_name = "nội dung giao ước"
        verbose_name_plural = "nội dung giao ước"
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.title


@tracked(about="section.compact")
class Clause(models.Model):
    """One pledge of the units within a section."""

    cross_table_rules = (
        CrossTableRule(
            "of_a_draft",
            Q(section__compact__frozen_at__isnull=False),
            ("section_id", "order", "text"),
        ),
    )
    held_rows = (
        HeldRows(
            "signed", Q(section__compact__frozen_at__isnull=False), ("section_id", "order", "text")
        ),
    )

    section = models.ForeignKey(
        Section, models.CASCADE, related_name="clauses", verbose_name="nội dung"
    )
    order = models.PositiveSmallIntegerField("thứ tự", default=0)
    text = models.TextField("điều khoản")
    updated_at = models.DateTimeField("sửa lúc", auto_now=True)

    objects = ClauseQuerySet.as_manager()

    class Meta:
        verbose_name = "điều khoản"
        verbose_name_plural = "điều khoản"
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def compact(self) -> Compact:
        return self.section.compact


@known_choices("kind")
@tracked(about="compact")
class Target(models.Model):
    """A measurable pledge: an amount to reach by the end of the cycle, something that each unit
    does or does not do, or a level described in words."""

    class Kind(models.TextChoices):
        NUMBER = "number", "số lượng"
        YES_NO = "yes_no", "có hoặc không"
        DESCRIBED = "words", "bằng lời"

    cross_table_rules = (
        CrossTableRule(
            "of_a_draft",
            Q(compact__frozen_at__isnull=False),
            ("compact_id", "section_id", "order", "name", "kind", "measure", "value", "level"),
        ),
    )
    held_rows = (
        HeldRows(
            "signed",
            Q(compact__frozen_at__isnull=False),
            ("compact_id", "section_id", "order", "name", "kind", "measure", "value", "level"),
        ),
    )

    compact = models.ForeignKey(
        Compact, models.CASCADE, related_name="targets", verbose_name="giao ước"
    )
    section = models.ForeignKey(
        Section,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="targets",
        verbose_name="thuộc nội dung",
    )
    order = models.PositiveSmallIntegerField("thứ tự", default=0)
    name = models.CharField("chỉ tiêu", max_length=200)
    kind = models.CharField("loại chỉ tiêu", max_length=10, choices=Kind, default=Kind.NUMBER)
    measure = models.CharField(
        "đơn vị tính", max_length=40, blank=True,
        help_text="Ví dụ: lượt thăm, hội viên, mô hình, %.",
    )  # fmt: skip
    value = models.DecimalField(
        "mức phấn đấu của cả cụm", max_digits=9, decimal_places=2, null=True, blank=True
    )
    level = models.CharField("mức phấn đấu bằng lời", max_length=300, blank=True)
    updated_at = models.DateTimeField("sửa lúc", auto_now=True)

    objects = TargetQuerySet.as_manager()

    class Meta:
        verbose_name = "chỉ tiêu"
        verbose_name_plural = "chỉ tiêu"
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(value__isnull=True) | Q(value__gt=0),
                name="emulation_target_is_positive",
                violation_error_message="Mức phấn đấu phải lớn hơn 0.",
            ),
            models.CheckConstraint(
                condition=Q(kind="number", value__isnull=False) & ~Q(measure="")
                | ~Q(kind="number") & Q(value__isnull=True, measure=""),
                name="emulation_target_number_is_measured",
                violation_error_message="Chỉ tiêu số lượng phải ghi mức phấn đấu và đơn vị tính; "
                "chỉ tiêu loại khác thì không.",
            ),
            models.CheckConstraint(
                condition=Q(kind="words") & ~Q(level="") | ~Q(kind="words") & Q(level=""),
                name="emulation_target_words_have_level",
                violation_error_message="Chỉ tiêu bằng lời phải ghi mức phấn đấu bằng lời; "
                "chỉ tiêu loại khác thì không.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def latest_results(self) -> "list[TargetResult]":
        """Each unit's newest result, in the association's order. Prefetch `results__unit`."""
        newest: dict[int, TargetResult] = {}
        for result in sorted(self.results.all(), key=lambda row: row.reported_on):
            newest[result.unit_id] = result
        return sorted(newest.values(), key=lambda row: (row.unit.sort_order, row.unit.name))

    @property
    def is_percentage(self) -> bool:
        """Whether each unit is to reach the value by itself, not all of them together."""
        return self.measure.strip() == "%"

    @property
    def aim(self) -> str:
        """What is to be reached, in words: "120 lượt thăm", "mỗi đơn vị đều đạt"."""
        if self.value is not None:
            return f"{vn_number(self.value)} {self.measure}"
        return self.level or "mỗi đơn vị đều đạt"

    @property
    def reached(self) -> Decimal:
        """The cluster's result: the units' newest results added up; percentages are averaged."""
        values = [result.value for result in self.latest_results]
        total = sum(values, Decimal(0))
        return total / len(values) if values and self.is_percentage else total

    @property
    def percent(self) -> int:
        """The share of the target reached, in percent; rounded down, so that 100 means all of it.
        Of targets that are no number, 0."""
        return int(self.reached * 100 / self.value) if self.value else 0

    @property
    def units_reached(self) -> int:
        """Of a target that each unit reaches or not: how many reported that they do."""
        return sum(1 for result in self.latest_results if result.value)


@tracked(about="target.compact")
class TargetResult(models.Model):
    """One unit's reported result for a target, from the cycle's start to that day."""

    target = models.ForeignKey(
        Target, models.CASCADE, related_name="results", verbose_name="chỉ tiêu"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị")
    reported_on = models.DateField("tính đến ngày")
    value = models.DecimalField(
        "đã đạt", max_digits=9, decimal_places=2, validators=[MinValueValidator(Decimal(0))]
    )

    class Meta:
        verbose_name = "kết quả chỉ tiêu"
        verbose_name_plural = "kết quả chỉ tiêu"
        ordering = ["target", "unit", "-reported_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["target", "unit", "reported_on"],
                name="emulation_targetresult_once_a_day",
                violation_error_message="Đơn vị đã báo cáo chỉ tiêu này tính đến ngày đó.",
            ),
            models.CheckConstraint(
                condition=Q(value__gte=0),
                name="emulation_targetresult_not_below_nought",
                violation_error_message="Kết quả không thể âm.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.value}"
