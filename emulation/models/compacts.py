"""The compact of a cluster for a year: its pledges, signatures and results."""

from decimal import Decimal
from typing import TYPE_CHECKING, Self

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from events.models import Event
from kit.dates import local_today
from kit.text import fold
from members.models import (
    DerivedTextField,
    Rank,
    Subject,
    Unit,
    tracked,
    units_where,
)

from .clusters import YEAR, Cluster, ClusterMembership

if TYPE_CHECKING:
    from members.models.any_user import AnyUser


class CompactQuerySet(models.QuerySet):
    def signed(self) -> Self:
        """Compacts that the public may read. See also `Compact.is_signed`."""
        return self.filter(signed_on__lte=local_today())

    def visible_to(self, user: "AnyUser") -> Self:
        """Signed compacts, to everyone; drafts to the officers of the cluster's units, those that
        are to join it included, since next year's compact is written before."""
        theirs = ClusterMembership.objects.overlapping(local_today(), None).filter(
            unit__in=units_where(user, Subject.EMULATION)
        )
        return self.filter(
            Q(signed_on__lte=local_today()) | Q(cluster__in=theirs.values("cluster"))
        )


@tracked()
class Compact(models.Model):
    """The emulation compact (giao ước thi đua) of a cluster for one year's cycle."""

    cluster = models.ForeignKey(
        Cluster, models.PROTECT, related_name="compacts", verbose_name="cụm"
    )
    year = models.PositiveSmallIntegerField("năm", validators=YEAR)
    title = models.CharField("tên", max_length=200)
    starts_on = models.DateField("thực hiện từ ngày")
    ends_on = models.DateField("đến hết ngày")
    preamble = models.TextField("mục đích", blank=True)
    signed_on = models.DateField("ngày ký", null=True, blank=True)
    signing_event = models.ForeignKey(
        Event,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="compacts",
        verbose_name="lễ ký kết",
    )
    search_text = DerivedTextField(sources=("title",), derive=lambda *t: fold(" ".join(t)))

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
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("emulation:compact", args=[self.cluster.slug, self.year])

    @property
    def is_signed(self) -> bool:
        """Whether the day of signing has come. See also `CompactQuerySet.signed`."""
        return self.signed_on is not None and self.signed_on <= local_today()


@tracked(about="compact")
class Section(models.Model):
    """A part of the compact (nội dung)."""

    compact = models.ForeignKey(
        Compact, models.CASCADE, related_name="sections", verbose_name="giao ước"
    )
    order = models.PositiveSmallIntegerField("thứ tự", default=0)
    title = models.CharField("nội dung", max_length=200)

    class Meta:
        verbose_name = "nội dung giao ước"
        verbose_name_plural = "nội dung giao ước"
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.title


@tracked(about="section.compact")
class Clause(models.Model):
    """One pledge of the units within a section."""

    section = models.ForeignKey(
        Section, models.CASCADE, related_name="clauses", verbose_name="nội dung"
    )
    order = models.PositiveSmallIntegerField("thứ tự", default=0)
    text = models.TextField("điều khoản")

    class Meta:
        verbose_name = "điều khoản"
        verbose_name_plural = "điều khoản"
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.text[:80]


@tracked(about="compact")
class Target(models.Model):
    """A measurable pledge: an amount to reach by the end of the cycle."""

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
    measure = models.CharField(
        "đơn vị tính", max_length=40, help_text="Ví dụ: lượt thăm, hội viên, mô hình, %."
    )
    value = models.DecimalField("mức phấn đấu của cả cụm", max_digits=9, decimal_places=2)

    class Meta:
        verbose_name = "chỉ tiêu"
        verbose_name_plural = "chỉ tiêu"
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(value__gt=0),
                name="emulation_target_is_positive",
                violation_error_message="Mức phấn đấu phải lớn hơn 0.",
            )
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
    def reached(self) -> Decimal:
        """The cluster's result: the units' newest results added up; percentages are averaged."""
        values = [result.value for result in self.latest_results]
        total = sum(values, Decimal(0))
        return total / len(values) if values and self.measure.strip() == "%" else total

    @property
    def percent(self) -> int:
        """The share of the target reached, in percent; rounded down, so that 100 means all of it."""
        return int(self.reached * 100 / self.value)


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


@tracked(about="compact")
class Signature(models.Model):
    """A unit's signature under the compact, by its representative that day."""

    compact = models.ForeignKey(
        Compact, models.CASCADE, related_name="signatures", verbose_name="giao ước"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="signatures", verbose_name="đơn vị")
    order = models.PositiveSmallIntegerField("thứ tự", default=0)
    signer_rank = models.PositiveSmallIntegerField(
        "cấp bậc hàm", choices=Rank, null=True, blank=True
    )
    signer_name = models.CharField("người ký", max_length=100, blank=True)
    signer_post = models.CharField("chức vụ", max_length=160, blank=True)
    signed_on = models.DateField("ngày ký")

    class Meta:
        verbose_name = "chữ ký"
        verbose_name_plural = "chữ ký"
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["compact", "unit"],
                name="emulation_signature_once",
                violation_error_message="Đơn vị này đã ký giao ước.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit}, {self.signed_on:%d/%m/%Y}"

    @property
    def signer(self) -> str:
        """ "Đại tá Nguyễn Văn A"; empty when only the unit is known."""
        if not self.signer_name:
            return ""
        return (
            f"{self.get_signer_rank_display()} {self.signer_name}"
            if self.signer_rank
            else self.signer_name
        )
