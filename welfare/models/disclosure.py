"""What the public may be told of care: the one place that decides it. Every public page reads these
rows and nothing else (ADR 0043).

A quarter is published once, some days after its end, and never changes: who looks again tomorrow
subtracts nothing. Within it an act counts in three sums, its kind's, its unit's and the whole, and
whatever would tell of fewer than `SMALLEST_GROUP` people is told together with something else.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple, Self

from django.db import models
from django.db.models import Count, Q, Sum
from django.utils import timezone

from members.models import Unit

from .activities import Activity
from .kinds import WelfareKind

# No figure tells of fewer people: the least that statistical offices take for tables on health.
SMALLEST_GROUP = 5
# How long after a quarter's end its acts may still be written down and counted in it: the branches
# report within a fortnight.
SETTLING = dt.timedelta(days=14)
MONTHS = 3


class Act(NamedTuple):
    """What of an act of care counts in a figure."""

    kind: int
    unit: int  # the one that the public is told of: see `Unit.gathered_under`
    whom: str  # one and the same person or family has one and the same word
    people: int
    money: int
    goods: int
    is_public: bool = False  # its story is public, with consent: it hides nobody


@dataclass(frozen=True)
class Disclosed:
    """A figure to be published: of a kind, of a unit, or of all. With neither `kind` nor `unit`, in a
    table of these, it gathers whatever that table can't name. `money`, `goods` in đồng, of a kind or
    not at all: with the rates, which are public, money would tell one kind from another."""

    table: str
    people: int
    kind: int | None = None
    unit: int | None = None
    money: int | None = None
    goods: int | None = None


def heads(acts: Iterable[Act]) -> int:
    """How many different people are hidden among these acts; visits to one man are one."""
    most: dict[str, int] = {}
    for act in acts:
        if not act.is_public:
            most[act.whom] = max(most.get(act.whom, 0), act.people)
    return sum(most.values())


def people(acts: Iterable[Act]) -> int:
    return sum(act.people for act in acts)


def figures_to_disclose(acts: list[Act]) -> list[Disclosed]:
    """The figures that may be published of a quarter's acts; none where they tell of too few people.

    No group told of, nor the rest of its table, has fewer than `SMALLEST_GROUP` people, so that
    what belongs to a kind *and* a unit stays open to as much: at least so many belong elsewhere.
    """
    if heads(acts) < SMALLEST_GROUP:
        return []
    kinds, other_kinds = _groups(acts, lambda act: act.kind)
    units, other_units = _groups(acts, lambda act: act.unit)
    disclosed = [Disclosed(Table.ALL, people(acts))]
    for kind, rows in kinds.items():
        money, goods = sum(act.money for act in rows), sum(act.goods for act in rows)
        disclosed.append(Disclosed(Table.KIND, people(rows), kind=kind, money=money, goods=goods))
    if other_kinds:
        disclosed.append(Disclosed(Table.KIND, people(other_kinds)))
    disclosed += [Disclosed(Table.UNIT, people(rows), unit=unit) for unit, rows in units.items()]
    if other_units:
        disclosed.append(Disclosed(Table.UNIT, people(other_units)))
    return disclosed


def _groups(acts: list[Act], by: Callable[[Act], int]) -> tuple[dict[int, list[Act]], list[Act]]:
    """Groups that are told of one by one, and all others together.

    Where the others are too few themselves, the difference between the whole and the groups would
    tell of them: then the smallest groups join them.
    """
    groups: dict[int, list[Act]] = {}
    for act in acts:
        groups.setdefault(by(act), []).append(act)
    rest: list[Act] = []
    for key in sorted(groups, key=lambda key: (heads(groups[key]), key)):
        if heads(groups[key]) >= SMALLEST_GROUP and not (rest and heads(rest) < SMALLEST_GROUP):
            break
        rest += groups.pop(key)
    return groups, rest


class Table(models.TextChoices):
    ALL = "all", "cả Hội"
    KIND = "kind", "theo loại"
    UNIT = "unit", "theo đơn vị"


class PublishedQuarterQuerySet(models.QuerySet["PublishedQuarter"]):
    def years(self) -> list[int]:
        """Years of which the public is told something, latest first."""
        figures = self.filter(figures__isnull=False)
        return list(figures.order_by("-year").values_list("year", flat=True).distinct())


class PublishedQuarter(models.Model):
    """A quarter whose figures were published, once and for good; it has none where they would have told
    of too few people."""

    year = models.PositiveSmallIntegerField("năm")
    quarter = models.PositiveSmallIntegerField("quý")
    published_at = models.DateTimeField("công bố lúc", default=timezone.now)

    objects = PublishedQuarterQuerySet.as_manager()

    class Meta:
        verbose_name = "quý đã công bố số liệu"
        verbose_name_plural = "số liệu nghĩa tình đã công bố"
        ordering = ["-year", "-quarter"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "quarter"],
                name="welfare_quarter_published_once",
                violation_error_message="Số liệu quý này đã được công bố.",
            ),
            models.CheckConstraint(
                condition=Q(quarter__gte=1, quarter__lte=4), name="welfare_quarter_of_four"
            ),
        ]

    def __str__(self) -> str:
        return f"quý {['I', 'II', 'III', 'IV'][self.quarter - 1]}/{self.year}"


def end_of(year: int, quarter: int) -> dt.date:
    """The first day after that quarter."""
    return dt.date(year + quarter // 4, quarter % 4 * MONTHS + 1, 1)


class PublicFigureQuerySet(models.QuerySet["PublicFigure"]):
    def in_year(self, year: int) -> Self:
        return self.filter(published__year=year)

    def sums(self) -> dict[str, int]:
        """People reached; money and value in kind (đồng) of the kinds that are told one by one."""
        figures = self.aggregate(
            people=Sum("people", filter=Q(table=Table.ALL)),
            money=Sum("money", filter=Q(table=Table.KIND)),
            goods=Sum("goods", filter=Q(table=Table.KIND)),
        )
        return {name: value or 0 for name, value in figures.items()}

    def by_quarter(self) -> dict[int, int]:
        """People by quarter, 1 to 4, of those published."""
        rows = self.filter(table=Table.ALL).values_list("published__quarter", "people")
        return dict(rows.order_by("published__quarter"))

    def by_kind(self) -> list[dict[str, Any]]:
        """The sums of each kind with its `name`; last those that are told together, without one."""
        rows = (
            self.filter(table=Table.KIND)
            .order_by()
            .values("kind", name=models.F("kind__name"))
            .annotate(sum_people=Sum("people"), sum_money=Sum("money"), sum_goods=Sum("goods"))
            .order_by(models.F("kind__order").asc(nulls_last=True), "kind__name")
        )
        return list(rows)

    def by_unit(self) -> list[dict[str, Any]]:
        """The people of each `unit`, most first; last those that are told together, without one."""
        rows = self.filter(table=Table.UNIT).order_by().values("unit").annotate(sum=Sum("people"))
        units = Unit.objects.select_related("parent").in_bulk([row["unit"] for row in rows])
        figures = [{"unit": units.get(row["unit"]), "people": row["sum"]} for row in rows]
        last = len(figures)
        return sorted(
            figures,
            key=lambda row: (
                (0, -row["people"], row["unit"].sort_order) if row["unit"] else (1, last, "")
            ),
        )

    def of(self, unit: Unit) -> dict[str, int] | None:
        """The latest year in which the public is told of this unit: `year`, `people`, and in how many
        `quarters`; None where it never is. The association's own is the whole."""
        rows = (
            self.filter(table=Table.ALL)
            if unit.level == Unit.Level.ASSOCIATION
            else self.filter(unit=unit)
        )
        return (
            rows.order_by()
            .values(year=models.F("published__year"))
            .annotate(sum=Sum("people"), quarters=Count("pk"))
            .order_by("-published__year")
            .first()
        )


class PublicFigure(models.Model):
    """A figure of care that the public is told; see `Disclosed`."""

    published = models.ForeignKey(
        PublishedQuarter, models.CASCADE, related_name="figures", verbose_name="quý"
    )
    table = models.CharField("bảng", max_length=4, choices=Table)
    kind = models.ForeignKey(
        WelfareKind, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="loại"
    )
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="public_care",
        verbose_name="đơn vị",
    )
    people = models.PositiveIntegerField("lượt người")
    money = models.PositiveBigIntegerField("số tiền (đồng)", null=True, blank=True)
    goods = models.PositiveBigIntegerField("trị giá hiện vật (đồng)", null=True, blank=True)

    objects = PublicFigureQuerySet.as_manager()

    class Meta:
        verbose_name = "con số công bố"
        verbose_name_plural = "con số công bố"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(people__gte=SMALLEST_GROUP), name="welfare_figure_tells_of_enough"
            ),
            models.CheckConstraint(
                condition=Q(table=Table.KIND, unit__isnull=True)
                | Q(table=Table.UNIT, kind__isnull=True)
                | Q(table=Table.ALL, kind__isnull=True, unit__isnull=True),
                name="welfare_figure_of_its_table",
            ),
            models.CheckConstraint(
                condition=Q(money__isnull=True, goods__isnull=True) | Q(kind__isnull=False),
                name="welfare_figure_money_of_a_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.published}: {self.people}"


class CountedAct(models.Model):
    """In which published quarter an act was counted: in one, whatever is corrected later."""

    activity = models.OneToOneField(
        Activity, models.CASCADE, related_name="counted", verbose_name="lần chăm lo"
    )
    published = models.ForeignKey(
        PublishedQuarter, models.CASCADE, related_name="counted", verbose_name="quý"
    )

    class Meta:
        verbose_name = "lần chăm lo đã đếm"
        verbose_name_plural = "lần chăm lo đã đếm"

    def __str__(self) -> str:
        return f"{self.activity_id}: {self.published_id}"
