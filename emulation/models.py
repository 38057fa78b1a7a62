"""Thi đua: clusters of units, the compacts they sign each year, and how the year is graded."""

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Count, Prefetch, Q
from django.urls import reverse

from events.models import Event
from kit.dates import local_today
from kit.text import fold, slugify
from members.models import (
    Dated,
    DatedQuerySet,
    DerivedTextField,
    Rank,
    Unit,
    dates_in_order,
    units_managed_by,
)

if TYPE_CHECKING:
    from members.models.scope import AnyUser

YEAR = [MinValueValidator(2000), MaxValueValidator(2100)]


class ClusterQuerySet(DatedQuerySet):
    def with_size_and_head(self, day: dt.date | None = None) -> Self:
        """Adds `unit_count` and `heads_then` (none or one) as of that day. See also `head_on`."""
        heads = ClusterHead.objects.on(day).filter(role=ClusterHead.Role.HEAD)
        return self.annotate(
            unit_count=Count(
                "memberships", filter=Q(memberships__in=ClusterMembership.objects.on(day))
            )
        ).prefetch_related(Prefetch("heads", heads.select_related("unit"), to_attr="heads_then"))


class Cluster(Dated):
    """A cluster (cụm, khối thi đua) of units that emulate one another."""

    name = models.CharField("tên", max_length=100, unique=True)
    slug = models.SlugField("đường dẫn", max_length=60, unique=True, blank=True)
    introduction = models.TextField("giới thiệu", blank=True)
    decision_no = models.CharField("số quyết định thành lập", max_length=60, blank=True)
    order = models.PositiveSmallIntegerField("thứ tự", default=0)
    search_text = DerivedTextField(sources=("name",), derive=lambda *t: fold(" ".join(t)))

    objects = ClusterQuerySet.as_manager()

    class Meta:
        verbose_name = "cụm thi đua"
        verbose_name_plural = "cụm thi đua"
        ordering = ["order", "name"]
        constraints = [dates_in_order("emulation", "cluster")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("emulation:cluster", args=[self.slug])

    def clean(self) -> None:
        super().clean()
        if not self.slug:
            self.slug = slugify(self.name, 60)

    def members_on(self, day: dt.date | None = None) -> "models.QuerySet[Unit]":
        """Units in the cluster on that day, in the association's own order."""
        rows = self.memberships.on(day)
        return Unit.objects.filter(pk__in=rows.values("unit")).in_tree_order()

    def head_on(self, day: dt.date | None = None) -> "ClusterHead | None":
        """Who leads on that day. None between two heads."""
        return self.heads.on(day).filter(role=ClusterHead.Role.HEAD).select_related("unit").first()


class ClusterMembership(Dated):
    """A unit's stay in a cluster."""

    no_overlap_by = ("unit",)
    overlap_message = "Đơn vị đã thuộc {row.cluster} trong thời gian này (từ {start})."

    cluster = models.ForeignKey(
        Cluster, models.PROTECT, related_name="memberships", verbose_name="cụm"
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="cluster_memberships", verbose_name="đơn vị"
    )

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = "đơn vị trong cụm"
        verbose_name_plural = "đơn vị trong cụm"
        ordering = ["cluster", "unit__sort_order", "valid_from"]
        constraints = [
            dates_in_order("emulation", "clustermembership"),
            models.UniqueConstraint(
                fields=["unit"],
                condition=Q(valid_to__isnull=True),
                name="emulation_clustermembership_one_open",
                violation_error_message="Đơn vị này đang thuộc một cụm khác.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} trong {self.cluster}"


class ClusterHead(Dated):
    """The unit that leads the cluster (cụm trưởng) or assists; the chair rotates."""

    class Role(models.TextChoices):
        HEAD = "head", "cụm trưởng"
        DEPUTY = "deputy", "cụm phó"

    no_overlap_by = ("cluster",)
    no_overlap_where = ("role", "head")
    overlap_message = "Cụm đã có cụm trưởng là {row.unit} trong thời gian này (từ {start})."

    cluster = models.ForeignKey(Cluster, models.PROTECT, related_name="heads", verbose_name="cụm")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị")
    role = models.CharField("vai trò", max_length=10, choices=Role, default=Role.HEAD)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = "đơn vị điều hành cụm"
        verbose_name_plural = "đơn vị điều hành cụm"
        ordering = ["cluster", "-valid_from", "role"]
        constraints = [dates_in_order("emulation", "clusterhead")]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.unit}"


class CompactQuerySet(models.QuerySet):
    def signed(self) -> Self:
        """Compacts that the public may read. See also `Compact.is_signed`."""
        return self.filter(signed_on__lte=local_today())

    def visible_to(self, user: "AnyUser") -> Self:
        """Signed compacts, to everyone; drafts to the officers of the cluster's units, those that
        are to join it included, since next year's compact is written before."""
        theirs = ClusterMembership.objects.overlapping(local_today(), None).filter(
            unit__in=units_managed_by(user)
        )
        return self.filter(
            Q(signed_on__lte=local_today()) | Q(cluster__in=theirs.values("cluster"))
        )


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


class Clause(models.Model):
    """One thing the units promise within a section."""

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


class Target(models.Model):
    """A promise that can be counted: so much of something by the end of the cycle."""

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
        """What the cluster has reached: the units' newest results added up, shares averaged."""
        values = [result.value for result in self.latest_results]
        total = sum(values, Decimal(0))
        return total / len(values) if values and self.measure.strip() == "%" else total

    @property
    def percent(self) -> int:
        """How much of the target is reached; rounded down, so that 100 means all of it."""
        return int(self.reached * 100 / self.value)


class TargetResult(models.Model):
    """What one unit says it has reached of a target, counted from the cycle's start to that day."""

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
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.value}"


class Signature(models.Model):
    """A unit's signature under the compact, by whoever spoke for it that day."""

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


class ClassificationQuerySet(models.QuerySet):
    def announced(self) -> Self:
        """Grades that were made public. See also `Classification.is_announced`."""
        return self.filter(announced_on__lte=local_today())

    def visible_to(self, user: "AnyUser") -> Self:
        """Announced grades, to everyone; before that, to the officers of the unit and above."""
        return self.filter(Q(announced_on__lte=local_today()) | Q(unit__in=units_managed_by(user)))

    def grades_by_year(self) -> dict[int, dict[str, int]]:
        """How many units got each grade in each year, latest year first."""
        rows = self.order_by("-year").values_list("year", "grade").annotate(count=Count("pk"))
        years: dict[int, dict[str, int]] = {}
        for year, grade, count in rows:
            years.setdefault(year, {})[grade] = count
        return years

    def ranked(self) -> Self:
        return self.order_by(models.F("score").desc(nulls_last=True), "unit__sort_order", "pk")


class Classification(models.Model):
    """How a unit was graded (xếp loại) for a year."""

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
    score = models.DecimalField("điểm", max_digits=7, decimal_places=2, null=True, blank=True)
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
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit}, {self.year}: {self.get_grade_display()}"

    @property
    def is_announced(self) -> bool:
        """See also `ClassificationQuerySet.announced`."""
        return self.announced_on is not None and self.announced_on <= local_today()
