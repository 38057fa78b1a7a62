"""A cluster's year at a glance: pictures, each with its table."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.safestring import SafeString

from kit.charts import mean_chart, rank_chart
from kit.for_visitors import same_for_visitors

from .. import glance
from ..models import Compact


@same_for_visitors("don-vi")
@login_not_required
def year_at_a_glance(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """How far each unit is with each target; one unit beside the cluster's mean; the ranks so far."""
    compacts = Compact.objects.visible_to(request.user).select_related("cluster")
    compact = get_object_or_404(compacts, cluster__slug=slug, year=year)
    cluster = compact.cluster
    of_year = glance.year_at_glance(compact)
    ranks = glance.ranks_over_years(cluster, request.user, compact.year)
    requested = request.GET.get("don-vi", "")
    unit = next((row for row in of_year.units if str(row.pk) == requested), None)
    compared = of_year.beside_mean(unit) if unit else []
    context = {
        "trail": [
            ("Thi đua", reverse("emulation:index")),
            (cluster.name, cluster.get_absolute_url()),
            (f"Năm {compact.year}", compact.get_absolute_url()),
            ("Toàn cảnh", ""),
        ],
        "compact": compact,
        "of_year": of_year,
        "unit": unit,
        "tabs": [(str(row), f"?don-vi={row.pk}#so-voi-cum", row == unit) for row in of_year.units],
        "compared": compared,
        "compared_chart": _compared_chart(compared),
        "sections_chart": _compared_chart(
            glance.sections_beside_mean(compact, unit, request.user) if unit else []
        ),
        "ranks": ranks,
        "ranks_chart": _ranks_chart(ranks),
        "ranks_head": ["Đơn vị", *map(str, ranks.years)],
        "ranks_rows": [
            [str(row), *("–" if rank is None else rank for rank in of_unit)]
            for row, of_unit in ranks.rows
        ],
    }
    return render(request, "emulation/glance.html", context)


def _compared_chart(compared: list[tuple[str, int | None, int | None]]) -> SafeString | None:
    if not compared:
        return None
    most = max(100, *(number or 0 for row in compared for number in row[1:]))
    return mean_chart(compared, whole=most, unit="%", mean="bình quân cụm")


def _ranks_chart(ranks: glance.Ranks) -> SafeString | None:
    if not ranks.rows:
        return None
    rows = [(str(unit), of_unit) for unit, of_unit in ranks.rows]
    return rank_chart(
        rows, [str(year) for year in ranks.years], title="Hạng của các đơn vị qua các năm"
    )
