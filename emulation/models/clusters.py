"""Clusters of units that emulate one another, with their members and heads."""

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Count, Exists, Prefetch, Q
from django.urls import reverse

from kit.dates import local_today
from kit.text import fold, slugify
from members.models import (
    ByDegree,
    Dated,
    DatedQuerySet,
    Degree,
    DerivedTextField,
    Subject,
    Unit,
    dates_in_order,
    tracked,
    units_where,
)

if TYPE_CHECKING:
    from members.models.any_user import AnyUser

# The years that a compact or a grade may be of.
YEAR = [MinValueValidator(2000), MaxValueValidator(2100)]


class ClusterQuerySet(ByDegree, DatedQuerySet):
    subject = Subject.EMULATION

    def open_to(self, user: "AnyUser", degree: Degree) -> Self:
        """Clusters are the association's own: it alone changes them, in whatever degree. They are
        read at the desk by the officers of their units, those that are to join included."""
        # Within the query: histories build this for every kind of record that they show.
        is_of_association = Exists(units_where(user, self.subject, degree).associations().on())
        if degree > Degree.READ:
            return self.filter(is_of_association)
        theirs = ClusterMembership.objects.overlapping(local_today(), None).filter(
            unit__in=units_where(user, self.subject)
        )
        return self.filter(is_of_association | Q(pk__in=theirs.order_by().values("cluster")))

    def led_by(self, user: "AnyUser", day: dt.date | None = None) -> Self:
        """Clusters whose head on that day is a unit for which the user writes emulation: they draft
        the compact, call the meeting, chair it. See also `editable_by`, the association's part."""
        heads = ClusterHead.objects.on(day).filter(
            role=ClusterHead.Role.HEAD,
            unit__in=units_where(user, self.subject, Degree.WRITE),
        )
        return self.filter(pk__in=heads.order_by().values("cluster"))

    def drafted_by(self, user: "AnyUser") -> Self:
        """Clusters whose compacts the user drafts: for the head of today, or for the association."""
        led = Cluster.objects.led_by(user).order_by().values("pk")
        own = Cluster.objects.editable_by(user).order_by().values("pk")
        return self.filter(Q(pk__in=led) | Q(pk__in=own))

    def with_size_and_head(self, day: dt.date | None = None) -> Self:
        """Adds `unit_count` and `heads_then` (none or one) as of that day. See also `head_on`."""
        heads = ClusterHead.objects.on(day).filter(role=ClusterHead.Role.HEAD)
        return self.annotate(
            unit_count=Count(
                "memberships", filter=Q(memberships__in=ClusterMembership.objects.on(day))
            )
        ).prefetch_related(Prefetch("heads", heads.select_related("unit"), to_attr="heads_then"))


@tracked()
class Cluster(Dated):
    """A cluster (cụm, khối thi đua) of units that emulate one another."""

    name = models.CharField("tên", max_length=100, unique=True)
    slug = models.SlugField("đường dẫn", max_length=60, unique=True, blank=True)
    introduction = models.TextField("giới thiệu", blank=True)
    decision_no = models.CharField("số quyết định thành lập", max_length=60, blank=True)
    order = models.PositiveSmallIntegerField("thứ tự", default=0)
    search_text = DerivedTextField(sources=("name",), derive=lambda *t: fold(" ".join(t)))
    updated_at = models.DateTimeField("sửa lúc", auto_now=True)

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
        """Units in the cluster on that day, in the association's order."""
        rows = self.memberships.on(day)
        return Unit.objects.filter(pk__in=rows.values("unit")).in_tree_order()

    def head_on(self, day: dt.date | None = None) -> "ClusterHead | None":
        """The head on that day; None between two heads."""
        return self.heads.on(day).filter(role=ClusterHead.Role.HEAD).select_related("unit").first()


@tracked(about="cluster")
class ClusterMembership(Dated):
    """A unit's membership of a cluster."""

    no_overlap_by = ("unit",)
    ends_with_unit = passes_on = True
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


@tracked(about="cluster")
class ClusterHead(Dated):
    """The unit that leads the cluster (cụm trưởng) or assists; the chair rotates."""

    class Role(models.TextChoices):
        HEAD = "head", "cụm trưởng"
        DEPUTY = "deputy", "cụm phó"

    no_overlap_by = ("cluster",)
    no_overlap_where = ("role", "head")
    ends_with_unit = passes_on = True
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
