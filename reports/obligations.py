"""Which unit must send which report, in what state it is, and by how many days it is late."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count
from django.urls import reverse

from kit.dates import local_today
from members.models import Unit
from members.models.units import UnitQuerySet

from .models import Period, Report, ReportKind, ReportState
from .models.kinds import REMINDED_FOR
from .models.workflow import SENT_STATES

SOON = dt.timedelta(days=10)


@dataclass(frozen=True)
class Obligation:
    """The obligation of one unit to send one report, begun or not."""

    unit: Unit
    kind: ReportKind
    period: Period
    report: Report | None
    today: dt.date

    @property
    def due_on(self) -> dt.date:
        return self.kind.due_on(self.period)

    @property
    def is_sent(self) -> bool:
        return self.report is not None and self.report.is_sent

    @property
    def is_late(self) -> bool:
        """Whether the due day is past and the report has not been sent."""
        return not self.is_sent and self.due_on < self.today

    @property
    def is_soon(self) -> bool:
        return not self.is_sent and self.due_on <= self.today + SOON

    @property
    def is_returned(self) -> bool:
        return self.report is not None and self.report.state == ReportState.RETURNED

    @property
    def title(self) -> str:
        return self.kind.title_of(self.period)

    @property
    def data_label(self) -> str:
        """The span of the figures, with a note if it is not over yet."""
        label = self.kind.data_label(self.period)
        if self.kind.data_of(self.period)[1] > self.today:
            return f"{label}; kỳ số liệu chưa hết, số còn đổi theo sổ đến lúc gửi"
        return label

    @property
    def deadline_text(self) -> str:
        """ "quá hạn 5 ngày", "hạn hôm nay", "còn 3 ngày"."""
        days = (self.due_on - self.today).days
        if days < 0:
            return f"quá hạn {-days} ngày"
        return f"còn {days} ngày" if days else "hạn hôm nay"

    @property
    def next_step(self) -> str:
        if self.report is None:
            return "Viết báo cáo"
        return "Sửa và gửi lại" if self.is_returned else "Viết tiếp"

    @property
    def url(self) -> str:
        """The address where it is written; the report's own page once begun."""
        if self.report is not None:
            return self.report.get_absolute_url()
        return reverse("reports:write", args=[self.unit.slug, self.kind.pk, self.period.slug])

    @property
    def state_for_superior(self) -> str:
        """The state as shown to the unit above, which may not see that a draft exists."""
        if self.report is None or self.report.state == ReportState.DRAFT:
            return "chưa gửi"
        return str(self.report.get_state_display())


@dataclass(frozen=True)
class PeriodProgress:
    """The progress of one report: how many of the obliged units have sent it."""

    kind: ReportKind
    period: Period
    total: int
    missing: list[int]  # primary keys of the units that have not sent it, in the units' order
    today: dt.date

    @property
    def due_on(self) -> dt.date:
        return self.kind.due_on(self.period)

    @property
    def title(self) -> str:
        return self.kind.title_of(self.period)

    @property
    def url(self) -> str:
        return reverse("reports:period", args=[self.kind.pk, self.period.slug])

    @property
    def sent(self) -> int:
        return self.total - len(self.missing)

    @property
    def late(self) -> list[int]:
        """Primary keys of the units that are late. See also `Obligation.is_late`."""
        return self.missing if self.due_on < self.today else []


def _required_periods(today: dt.date) -> list[tuple[ReportKind, Period]]:
    kinds = ReportKind.objects.filter(valid_from__lte=today)
    return [(kind, period) for kind in kinds for period in kind.periods(today)]


def progress_of(units: UnitQuerySet) -> list[PeriodProgress]:
    """The progress of each report that these units must send, in three queries; earliest due first.

    Sums up what `obligations_of` lists one by one, without an object for every unit and period: a
    city has tens of thousands. Who is obliged follows the rule of `ReportKind.requires_from`,
    applied to bare columns.
    """
    today = local_today()
    units_by_column = list(
        units.on(today)
        .order_by("sort_order", "pk")
        .values_list("pk", "level", "parent", "parent__parent", "valid_from", "valid_to")
    )
    required = _required_periods(today) if units_by_column else []
    if not required:
        return []
    sent: dict[tuple[int, dt.date], set[int]] = {}
    reports = Report.objects.filter(
        unit__in=units.order_by(), state__in=SENT_STATES, ends_before__gte=today - REMINDED_FOR
    )
    for kind_pk, start, unit in reports.order_by().values_list("kind", "starts_on", "unit"):
        sent.setdefault((kind_pk, start), set()).add(unit)
    progress = []
    for kind, period in required:
        day, senders = period.last_day, sent.get((kind.pk, period.start), set())
        obliged = [
            pk
            for pk, level, parent, above, begun, ended in units_by_column
            if level == kind.level
            and kind.issuer_id in (pk, parent, above)
            and begun <= day
            and (ended is None or day < ended)
        ]
        if obliged:
            missing = [pk for pk in obliged if pk not in senders]
            progress.append(PeriodProgress(kind, period, len(obliged), missing, today))
    progress.sort(key=lambda row: (row.due_on, row.kind.pk))
    return progress


def obligations_of(units: UnitQuerySet, *, today: dt.date | None = None) -> list[Obligation]:
    """The obligations of these units that are still reminded of, in three queries; earliest due first.

    Meant for the few units that a user writes for; for all units below see `progress_of`.
    """
    today = today or local_today()
    obliged = list(
        units.on(today).exclude(level=Unit.Level.ASSOCIATION).select_related("parent__parent")
    )
    if not obliged:
        return []
    required = _required_periods(today)
    if not required:
        return []
    reports = (
        Report.objects.filter(unit__in=units, ends_before__gte=today - REMINDED_FOR)
        .select_related("kind", "unit")
        .defer("body", "figures")
    )
    reports_by_key = {(row.unit_id, row.kind_id, row.starts_on): row for row in reports}
    obligations = [
        Obligation(unit, kind, period, reports_by_key.get((unit.pk, kind.pk, period.start)), today)
        for kind, period in required
        for unit in obliged
        if kind.requires_from(unit, period)
    ]
    obligations.sort(key=lambda row: (row.due_on, row.kind.pk, row.unit.sort_order, row.unit.pk))
    return obligations


def obligations_for(kind: ReportKind, period: Period, units: UnitQuerySet) -> list[Obligation]:
    """The obligation of each of these units for one report; also of ended units that sent it."""
    today = local_today()
    reports = (
        Report.objects.of_period(kind, period)
        .filter(unit__in=units)
        .select_related("kind", "unit__parent__parent", "sent_by__member")
        .defer("body")
    )
    reports_by_unit = {report.unit_id: report for report in reports}
    obliged = units.filter(pk__in=kind.obliged_units(period).values("pk")).select_related(
        "parent__parent"
    )
    units_by_pk = {unit.pk: unit for unit in obliged} if kind.requires(period, today) else {}
    units_by_pk |= {
        report.unit_id: report.unit for report in reports_by_unit.values() if report.is_sent
    }
    obligations = [
        Obligation(unit, kind, period, reports_by_unit.get(unit.pk), today)
        for unit in units_by_pk.values()
    ]
    obligations.sort(key=lambda row: (*_sort_key(row.unit.parent), *_sort_key(row.unit)))
    return obligations


def _sort_key(unit: Unit | None) -> tuple[int, str, int]:
    return (unit.sort_order, unit.name, unit.pk) if unit else (0, "", 0)


def shared_names(units: UnitQuerySet) -> set[str]:
    """Names that several of these units share, as "Chi hội Phường 5" of two districts."""
    names = units.on().order_by().values_list("short_name")
    return set(names.annotate(n=Count("pk")).filter(n__gt=1).values_list("short_name", flat=True))


def distinct_names(units: Iterable[Unit], shared: set[str]) -> list[str]:
    """The units' names; a shared name is followed by that of the unit above."""
    return [
        f"{unit}, {unit.parent}" if unit.short_name in shared and unit.parent else str(unit)
        for unit in units
    ]
