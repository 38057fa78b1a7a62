"""Who owes which report, how far it has come, and by how many days it is late."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count
from django.urls import reverse

from kit.dates import local_today
from members.models import Unit
from members.models.units import UnitQuerySet

from .models import Period, Report, ReportKind, State
from .models.kinds import CHASED_FOR
from .models.workflow import SENT_STATES

SOON = dt.timedelta(days=10)


@dataclass(frozen=True)
class Due:
    """One report that one unit owes, begun or not."""

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
        """Whether its day is past and the unit above has it not."""
        return not self.is_sent and self.due_on < self.today

    @property
    def is_soon(self) -> bool:
        return not self.is_sent and self.due_on <= self.today + SOON

    @property
    def is_returned(self) -> bool:
        return self.report is not None and self.report.state == State.RETURNED

    @property
    def title(self) -> str:
        return self.kind.title_of(self.period)

    @property
    def data_words(self) -> str:
        """Of which days the figures tell, and whether these are still to come."""
        words = self.kind.data_words(self.period)
        if self.kind.data_of(self.period)[1] > self.today:
            return f"{words}; kỳ số liệu chưa hết, số còn đổi theo sổ đến lúc gửi"
        return words

    @property
    def when(self) -> str:
        """ "quá hạn 5 ngày", "hạn hôm nay", "còn 3 ngày"."""
        days = (self.due_on - self.today).days
        if days < 0:
            return f"quá hạn {-days} ngày"
        return f"còn {days} ngày" if days else "hạn hôm nay"

    @property
    def what_to_do(self) -> str:
        if self.report is None:
            return "Viết báo cáo"
        return "Sửa và gửi lại" if self.is_returned else "Viết tiếp"

    @property
    def url(self) -> str:
        """Where it is written: its own page once begun."""
        if self.report is not None:
            return self.report.get_absolute_url()
        return reverse("reports:write", args=[self.unit.slug, self.kind.pk, self.period.slug])

    @property
    def seen_from_above(self) -> str:
        """How far it has come, as the unit above may know: a draft is the unit's own."""
        if self.report is None or self.report.state == State.DRAFT:
            return "chưa gửi"
        return str(self.report.get_state_display())


@dataclass(frozen=True)
class Round:
    """One report of one period, asked of many units."""

    kind: ReportKind
    period: Period
    total: int
    missing: list[int]  # keys of the units that have not sent it, in the units' order
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
        """Those who are behind: of a report whose day is past. See also `Due.is_late`."""
        return self.missing if self.due_on < self.today else []


def _asked(today: dt.date) -> list[tuple[ReportKind, Period]]:
    kinds = ReportKind.objects.filter(valid_from__lte=today)
    return [(kind, period) for kind in kinds for period in kind.periods(today)]


def rounds_of(units: UnitQuerySet) -> list[Round]:
    """How far each report has come that these units owe, in three queries; soonest first.

    Says of many what `dues_of` says of each, without a row for every unit and period: a city's
    are tens of thousands. Who owes is the rule of `ReportKind.asked_of`, asked of bare columns.
    """
    today = local_today()
    rows = list(
        units.on(today)
        .order_by("sort_order", "pk")
        .values_list("pk", "level", "parent", "parent__parent", "valid_from", "valid_to")
    )
    asked = _asked(today) if rows else []
    if not asked:
        return []
    sent: dict[tuple[int, dt.date], set[int]] = {}
    reports = Report.objects.filter(
        unit__in=units.order_by(), state__in=SENT_STATES, ends_before__gte=today - CHASED_FOR
    )
    for kind_pk, start, unit in reports.order_by().values_list("kind", "starts_on", "unit"):
        sent.setdefault((kind_pk, start), set()).add(unit)
    rounds = []
    for kind, period in asked:
        day, has_it = period.last_day, sent.get((kind.pk, period.start), set())
        owing = [
            pk
            for pk, level, parent, above, begun, ended in rows
            if level == kind.level
            and kind.issuer_id in (pk, parent, above)
            and begun <= day
            and (ended is None or day < ended)
        ]
        if owing:
            missing = [pk for pk in owing if pk not in has_it]
            rounds.append(Round(kind, period, len(owing), missing, today))
    rounds.sort(key=lambda one: (one.due_on, one.kind.pk))
    return rounds


def dues_of(units: UnitQuerySet, *, today: dt.date | None = None) -> list[Due]:
    """Everything that these units owe and that is still chased, in three queries; soonest first.

    For the few of one's own desk; of those below see `rounds_of`.
    """
    today = today or local_today()
    rows = list(
        units.on(today).exclude(level=Unit.Level.ASSOCIATION).select_related("parent__parent")
    )
    if not rows:
        return []
    asked = _asked(today)
    if not asked:
        return []
    reports = (
        Report.objects.filter(unit__in=units, ends_before__gte=today - CHASED_FOR)
        .select_related("kind", "unit")
        .defer("body", "figures")
    )
    known = {(one.unit_id, one.kind_id, one.starts_on): one for one in reports}
    found = [
        Due(unit, kind, period, known.get((unit.pk, kind.pk, period.start)), today)
        for kind, period in asked
        for unit in rows
        if kind.asked_of(unit, period)
    ]
    found.sort(key=lambda due: (due.due_on, due.kind.pk, due.unit.sort_order, due.unit.pk))
    return found


def dues_for(kind: ReportKind, period: Period, units: UnitQuerySet) -> list[Due]:
    """That one report of each of these units that owes it; one that has it and is no more, too."""
    today = local_today()
    reports = (
        Report.objects.of_period(kind, period)
        .filter(unit__in=units)
        .select_related("kind", "unit__parent__parent", "sent_by__member")
        .defer("body")
    )
    known = {one.unit_id: one for one in reports}
    owing = units.filter(pk__in=kind.owing(period).values("pk")).select_related("parent__parent")
    rows = {unit.pk: unit for unit in owing} if kind.asks_for(period, today) else {}
    rows |= {one.unit_id: one.unit for one in known.values() if one.is_sent}
    found = [Due(unit, kind, period, known.get(unit.pk), today) for unit in rows.values()]
    found.sort(key=lambda due: (*_place(due.unit.parent), *_place(due.unit)))
    return found


def _place(unit: Unit | None) -> tuple[int, str, int]:
    return (unit.sort_order, unit.name, unit.pk) if unit else (0, "", 0)


def shared_names(units: UnitQuerySet) -> set[str]:
    """Names that several of these units bear, as "Chi hội Phường 5" of two districts."""
    names = units.on().order_by().values_list("short_name")
    return set(names.annotate(n=Count("pk")).filter(n__gt=1).values_list("short_name", flat=True))


def told_apart(units: Iterable[Unit], shared: set[str]) -> list[str]:
    """The units' names; a name that several bear, with that of the unit above."""
    return [
        f"{unit}, {unit.parent}" if unit.short_name in shared and unit.parent else str(unit)
        for unit in units
    ]
