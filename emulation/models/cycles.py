"""A cluster's cycle of a year (kỳ thi đua): its days, what it is scored by, who takes part."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse

from kit.dates import local_today
from members.models import (
    Appointment,
    ByDegree,
    CrossTableRule,
    DatedQuerySet,
    Degree,
    ReferencedTable,
    Subject,
    Unit,
    tracked,
    units_where,
)

from .clusters import YEAR, Cluster, ClusterMembership
from .compacts import Compact
from .criteria import CriteriaSet

if TYPE_CHECKING:
    from members.models.any_user import AnyUser

# Days that the head of the cluster sets; everything else is the association's.
DATES = (
    "registration_until", "interim_on", "self_score_until", "cross_check_from", "cross_check_until",
    "meeting_on", "final_on",
)  # fmt: skip


class CycleQuerySet(ByDegree, models.QuerySet):
    subject = Subject.EMULATION

    def open_to(self, user: "AnyUser", degree: Degree) -> Self:
        """Cycles of the clusters open to the user; read also by the officers of units that took
        part and are elsewhere since."""
        clusters = Cluster.objects.open_to(user, degree)
        of_clusters = Q(cluster__in=clusters.order_by().values("pk"))
        if degree > Degree.READ:
            return self.filter(of_clusters)
        took_part = ClusterMembership.objects.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gt=OuterRef("starts_on")),
            cluster=OuterRef("cluster"),
            valid_from__lte=OuterRef("ends_on"),
            unit__in=units_where(user, self.subject),
        )
        return self.filter(of_clusters | Exists(took_part))

    def scheduled_by(self, user: "AnyUser", day: dt.date | None = None) -> Self:
        """Cycles whose days (`DATES`) the user may set: besides whoever changes all of a cycle
        (`editable_by`), the unit that heads the cluster on that day."""
        led = Cluster.objects.led_by(user, day)
        return self.filter(
            Q(pk__in=self.editable_by(user).order_by().values("pk"))
            | Q(cluster__in=led.order_by().values("pk"))
        )

    def unfinished(self, day: dt.date | None = None) -> Self:
        """Cycles of which something is still to come. See also `Cycle.is_finished`."""
        day = day or local_today()
        return self.filter(Q(ends_on__gte=day) | Q(final_on__gte=day))

    def newest_first(self) -> Self:
        return self.order_by("-year", "cluster__order", "cluster__name", "pk")


@dataclass(frozen=True)
class Stage:
    """A step of a cycle's course: who does what, from which day to which. Undated without `until`."""

    label: str
    who: str
    start: dt.date | None
    until: dt.date | None

    def is_done(self, day: dt.date) -> bool:
        return self.until is not None and self.until < day


@tracked(readers="visible_to")
class Cycle(models.Model):
    """A year's emulation of one cluster. Its days are all free; what has none is not planned yet."""

    cross_table_rules = (
        CrossTableRule(
            "criteria_issued",
            Q(criteria_set__isnull=False, criteria_set__issued_on__isnull=True),
            ("criteria_set_id",),
            (ReferencedTable("emulation.CriteriaSet", "criteria_set", ("issued_on",)),),
        ),
    )

    cluster = models.ForeignKey(Cluster, models.PROTECT, related_name="cycles", verbose_name="cụm")
    year = models.PositiveSmallIntegerField("năm", validators=YEAR)
    name = models.CharField("tên", max_length=60, blank=True, help_text="Để trống: “Năm …”.")
    starts_on = models.DateField("từ ngày")
    ends_on = models.DateField("đến hết ngày")
    criteria_set = models.ForeignKey(
        CriteriaSet, models.PROTECT, null=True, blank=True, related_name="cycles",
        verbose_name="bộ tiêu chí",
    )  # fmt: skip
    officer_in_charge = models.ForeignKey(
        Appointment, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="phụ trách cụm",
    )  # fmt: skip
    registration_until = models.DateField("đăng ký thi đua đến hết ngày", null=True, blank=True)
    interim_on = models.DateField("sơ kết ngày", null=True, blank=True)
    self_score_until = models.DateField("tự chấm điểm đến hết ngày", null=True, blank=True)
    cross_check_from = models.DateField("kiểm tra chéo từ ngày", null=True, blank=True)
    cross_check_until = models.DateField("kiểm tra chéo đến hết ngày", null=True, blank=True)
    meeting_on = models.DateField("họp xét ngày", null=True, blank=True)
    final_on = models.DateField("tổng kết ngày", null=True, blank=True)
    updated_at = models.DateTimeField("sửa lúc", auto_now=True)

    objects = CycleQuerySet.as_manager()

    class Meta:
        verbose_name = "kỳ thi đua"
        verbose_name_plural = "kỳ thi đua"
        ordering = ["-year", "cluster"]
        constraints = [
            models.UniqueConstraint(
                fields=["cluster", "year"],
                name="emulation_cycle_once_a_year",
                violation_error_message="Cụm này đã có kỳ thi đua của năm đó.",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")),
                name="emulation_cycle_dates_in_order",
                violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
            ),
            models.CheckConstraint(
                condition=Q(cross_check_from__isnull=True)
                | Q(cross_check_until__isnull=True)
                | Q(cross_check_until__gte=F("cross_check_from")),
                name="emulation_cycle_cross_check_in_order",
                violation_error_message="Kiểm tra chéo kết thúc trước khi bắt đầu.",
            ),
            models.CheckConstraint(
                condition=Q(self_score_until__isnull=True)
                | Q(cross_check_until__isnull=True)
                | Q(cross_check_until__gte=F("self_score_until")),
                name="emulation_cycle_checked_after_self_score",
                violation_error_message="Kiểm tra chéo kết thúc trước hạn tự chấm điểm.",
            ),
            models.CheckConstraint(
                condition=Q(meeting_on__isnull=True)
                | Q(final_on__isnull=True)
                | Q(final_on__gte=F("meeting_on")),
                name="emulation_cycle_meeting_before_final",
                violation_error_message="Tổng kết không thể trước ngày họp xét.",
            ),
            models.CheckConstraint(
                condition=Q(interim_on__isnull=True)
                | Q(final_on__isnull=True)
                | Q(final_on__gte=F("interim_on")),
                name="emulation_cycle_interim_before_final",
                violation_error_message="Tổng kết không thể trước ngày sơ kết.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cluster}, {self.name[:1].lower()}{self.name[1:]}"

    def get_absolute_url(self) -> str:
        return reverse("emulation_desk:cycle", args=[self.pk])

    def clean(self) -> None:
        super().clean()
        if not self.name and self.year:
            self.name = f"Năm {self.year}"
        if self.criteria_set is not None and not self.criteria_set.is_issued:
            raise ValidationError({"criteria_set": "Chỉ dùng bộ tiêu chí đã ban hành."})

    @property
    def is_finished(self) -> bool:
        """Whether its last day is past. See also `CycleQuerySet.unfinished`."""
        return max(self.ends_on, self.final_on or self.ends_on) < local_today()

    @property
    def state_label(self) -> str:
        if self.is_finished:
            return "đã xong"
        return "sắp tới" if local_today() < self.starts_on else "đang thực hiện"

    @property
    def memberships(self) -> "DatedQuerySet":
        """Who belongs to the cluster on any day of the cycle."""
        rows = ClusterMembership.objects.filter(cluster=self.cluster_id)
        return rows.overlapping(self.starts_on, self.ends_on + dt.timedelta(days=1))

    @property
    def units(self) -> "models.QuerySet[Unit]":
        """Units of the cycle: one that merged in between stays where it earned its scores."""
        rows = self.memberships.order_by().values("unit")
        return Unit.objects.filter(pk__in=rows).in_tree_order()

    @property
    def units_on_end(self) -> "models.QuerySet[Unit]":
        """Units that are in the cluster on the last day of the cycle."""
        return self.cluster.members_on(self.ends_on)

    @cached_property
    def compact(self) -> Compact | None:
        """The compact of that cluster and year; both are unique."""
        return Compact.objects.filter(cluster=self.cluster_id, year=self.year).first()

    @property
    def stages(self) -> list[Stage]:
        """The course as far as the cycle's own days tell it, in the usual order."""
        crossed = (self.cross_check_from, self.cross_check_until or self.cross_check_from)
        return [
            Stage("Đăng ký thi đua", "Các đơn vị", None, self.registration_until),
            Stage("Sơ kết", "Cụm trưởng chủ trì", self.interim_on, self.interim_on),
            Stage("Tự chấm điểm", "Các đơn vị", None, self.self_score_until),
            Stage("Kiểm tra chéo", "Các đơn vị xem và chấm cho nhau", *crossed),
            Stage("Họp xét", "Cụm trưởng chủ trì", self.meeting_on, self.meeting_on),
            Stage("Tổng kết", "Cụm trưởng và Hội thành phố", self.final_on, self.final_on),
        ]

    @property
    def course(self) -> list[Stage]:
        """All stages, the signing of the compact among them; those with a day in its order."""
        signed = self.compact.signed_on if self.compact else None
        stages = self.stages
        stages.insert(1, Stage("Ký giao ước", "Cụm trưởng soạn, các đơn vị ký", signed, signed))
        dated = [(stage.until, place, stage) for place, stage in enumerate(stages) if stage.until]
        in_order = iter([stage for _, _, stage in sorted(dated, key=lambda row: row[:2])])
        return [next(in_order) if stage.until else stage for stage in stages]

    @property
    def next_stage(self) -> Stage | None:
        """What comes next, or is going on today, by the cycle's own days."""
        today = local_today()
        coming = [stage for stage in self.stages if stage.until and not stage.is_done(today)]
        return min(coming, key=lambda stage: stage.until or today, default=None)
