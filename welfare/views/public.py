"""The public page of care: figures that may be told, and stories that may be published."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kit.charts import bar_chart, column_chart
from kit.dates import local_today
from kit.for_visitors import same_for_visitors
from kit.money import dong
from kit.numbers import vn_number

from ..models import (
    SMALLEST_GROUP,
    Activity,
    PublicFigure,
    PublishedQuarter,
    Rate,
    WelfareKind,
)
from ..models.disclosure import PublicFigureQuerySet

STORIES_PER_PAGE = 3
REST = "Các loại khác, gộp chung"
OTHER_UNITS = "Các đơn vị khác, gộp chung"
QUARTERS = ("Quý I", "Quý II", "Quý III", "Quý IV")


@same_for_visitors("nam", "page")
@login_not_required
def index(request: HttpRequest) -> HttpResponse:
    """A year in figures, stories that people agreed to, what is given today.

    Figures are those that `welfare.models.disclosure` lets out; never a member, a family or a note.
    """
    years = PublishedQuarter.objects.years()
    year = _chosen_year(request.GET.get("nam", ""), years)
    figures = PublicFigure.objects.in_year(year)
    stories = (
        Activity.objects.with_public_story()
        .select_related("kind", "unit__parent")
        .order_by("-happened_on", "-pk")
    )
    context = {
        "trail": [("Nghĩa tình", "")],
        "year": year,
        "tabs": [(str(tab_year), f"?nam={tab_year}", tab_year == year) for tab_year in years],
        "figures": care_in_figures(figures.sums()),
        "charts": _charts(figures, year) if years else [],
        "fewest": SMALLEST_GROUP,
        "page": Paginator(stories, STORIES_PER_PAGE).get_page(request.GET.get("page")),
        "rates": Rate.objects.on()
        .filter(kind__in=WelfareKind.objects.on())
        .select_related("kind", "unit__parent")
        .order_by("kind__order", "kind__name", "unit__level", "min_age", "pk"),
    }
    return render(request, "welfare/index.html", context)


def _chosen_year(typed: str, years: list[int]) -> int:
    """The requested year if its figures are published, else the latest such year, else this year."""
    known = next((year for year in years if str(year) == typed), None)
    return known or (years[0] if years else local_today().year)


def care_in_figures(sums: dict[str, int]) -> list[tuple[str, str]]:
    """The sums as large figures with their words; none of what is nothing."""
    shown = [(vn_number(sums["people"]), "lượt người được chăm lo")]
    if sums["money"]:
        shown.append((dong(sums["money"]), "tiền của các loại nêu riêng"))
    if sums["goods"]:
        shown.append((dong(sums["goods"]), "trị giá hiện vật của các loại ấy"))
    return shown


def _charts(figures: PublicFigureQuerySet, year: int) -> list[dict[str, Any]]:
    """Each chart with the table beneath it: by kind, by quarter, by unit."""
    what = "Lượt người được chăm lo theo"
    kinds = [
        (
            row["name"] or REST,
            row["sum_people"],
            dong(row["sum_money"]) if row["kind"] else "không nêu",
            dong(row["sum_goods"]) if row["kind"] else "không nêu",
        )
        for row in figures.by_kind()
    ]
    quarters = figures.by_quarter()
    columns = [(name, quarters.get(number, 0)) for number, name in enumerate(QUARTERS, 1)]
    shown = [
        (name, people) for number, (name, people) in enumerate(columns, 1) if number in quarters
    ]
    units = [(str(row["unit"] or OTHER_UNITS), row["people"]) for row in figures.by_unit()]
    by_quarter = f"{what} quý, năm {year}"
    return [
        _chart(
            bar_chart([row[:2] for row in kinds], unit="lượt"),
            f"{what} loại, năm {year}",
            ["Loại", "Lượt người", "Tiền", "Hiện vật (trị giá)"],
            kinds,
        ),
        _chart(
            column_chart(columns, title=by_quarter, unit="lượt"),
            by_quarter,
            ["Quý", "Lượt người"],
            shown,
        ),
        _chart(
            bar_chart(units, unit="lượt"),
            f"{what} đơn vị, năm {year}",
            ["Đơn vị", "Lượt người"],
            units,
        ),
    ]


def _chart(
    svg: str, title: str, head: list[str], rows: Iterable[tuple[Any, ...]]
) -> dict[str, Any]:
    """The context of components/chart.html."""
    cells = [[name, vn_number(people), *more] for name, people, *more in rows]
    return {"title": title, "svg": svg, "head": head, "rows": cells}
