"""The public page of care: figures, and stories that may be published."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kit.charts import bar_chart, column_chart
from kit.dates import local_today
from kit.money import dong
from kit.numbers import vn_number

from .models import Activity, ActivityQuerySet, Rate, WelfareKind

STORIES_PER_PAGE = 6
HEAD = ["Hoạt động", "Lượt người", "Tiền", "Hiện vật (trị giá)"]


@login_not_required
def index(request: HttpRequest) -> HttpResponse:
    """A year in figures, stories that people agreed to, what is given today.

    Only sums leave the database here, and stories; never a member, a family or a private note.
    """
    years = Activity.objects.years()
    year = _chosen_year(request.GET.get("nam", ""), years)
    activities = Activity.objects.in_year(year)
    stories = (
        Activity.objects.with_public_story()
        .select_related("kind", "unit__parent")
        .order_by("-happened_on", "-pk")
    )
    context = {
        "trail": [("Nghĩa tình", "")],
        "year": year,
        "tabs": [(str(tab_year), f"?nam={tab_year}", tab_year == year) for tab_year in years],
        "figures": _figures(activities.figures()),
        "charts": _charts(activities, year),
        "page": Paginator(stories, STORIES_PER_PAGE).get_page(request.GET.get("page")),
        "rates": Rate.objects.on()
        .filter(kind__in=WelfareKind.objects.on())
        .select_related("kind", "unit__parent")
        .order_by("kind__order", "kind__name", "unit__level", "min_age", "pk"),
    }
    return render(request, "welfare/index.html", context)


def _chosen_year(typed: str, years: list[int]) -> int:
    """The requested year if it has activities, else the latest year with any, else this year."""
    known = next((year for year in years if str(year) == typed), None)
    return known or (years[0] if years else local_today().year)


def _figures(sums: dict[str, int]) -> list[tuple[str, str]]:
    figures = [
        (vn_number(sums["activities"]), "hoạt động"),
        (vn_number(sums["people"]), "lượt người được chăm lo"),
        (dong(sums["money"]), "bằng tiền"),
    ]
    return [*figures, (dong(sums["goods"]), "trị giá hiện vật")] if sums["goods"] else figures


def _charts(activities: ActivityQuerySet, year: int) -> list[dict[str, Any]]:
    """Each chart with the table beneath it: by kind, by month, by district."""
    kinds, months = activities.by_kind(), activities.by_month()
    if not kinds:
        return []
    for row in (districts := activities.by_district()):
        row["name"] = str(row["district"] or "Chung toàn Hội, không tách theo đơn vị")
    for month, row in months.items():
        row["name"] = f"Tháng {month}"
    what = "Lượt người được chăm lo theo"
    by_kind, by_month = f"{what} loại, năm {year}", f"{what} tháng, năm {year}"
    by_district = f"{what} đơn vị, năm {year}"
    columns = [(str(n), months[n]["people"] if n in months else 0) for n in range(1, 13)]
    return [
        _chart(bar_chart(_people(kinds), unit="lượt"), by_kind, "Loại", kinds),
        _chart(
            column_chart(columns, title=by_month, unit="lượt"), by_month, "Tháng", months.values()
        ),
        _chart(
            bar_chart(_people(districts), unit="lượt"),
            by_district,
            "Đơn vị",
            districts,
        ),
    ]


def _people(rows: list[dict[str, Any]]) -> list[tuple[str, int]]:
    return [(row["name"], row["people"]) for row in rows]


def _chart(svg: str, title: str, first: str, rows: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """The context of components/chart.html."""
    cells = [
        [
            row["name"],
            vn_number(row["activities"]),
            vn_number(row["people"]),
            dong(row["money"]),
            dong(row["goods"]),
        ]
        for row in rows
    ]
    return {"title": title, "svg": svg, "head": [first, *HEAD], "rows": cells}
