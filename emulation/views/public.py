"""Pages of emulation: overview, cluster, compact with its progress."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from desk.forms import DayForm
from kit.charts import bar_chart, column_chart
from kit.dates import local_today
from kit.for_visitors import same_for_visitors
from kit.numbers import vn_number
from members.models import Unit

from ..models import Classification, Cluster, Compact, Signature, SigningAbsence

LATEST_COMPACTS = 6
LATEST_EXEMPLARS = 4
CHART_YEARS = 8
Grade = Classification.Grade


@same_for_visitors()
@login_not_required
def index(request: HttpRequest) -> HttpResponse:
    """Clusters in force today, the newest compacts, how the units were graded year by year."""
    years = Classification.objects.announced().grades_by_year()
    context = {
        "trail": [("Thi đua", "")],
        "clusters": Cluster.objects.on().with_size_and_head(),
        "compacts": Compact.objects.signed().select_related("cluster")[:LATEST_COMPACTS],
        "exemplars": _latest_exemplars(),
        "chart": _grades_chart(years),
        "chart_head": ["Năm", *(capfirst(grade.label) for grade in Grade)],
        "chart_rows": [
            [year, *(vn_number(grades.get(grade, 0)) for grade in Grade)]
            for year, grades in years.items()
        ],
    }
    return render(request, "emulation/index.html", context)


def _latest_exemplars() -> Any:
    """Of the floor above, by the accessor that it hangs on a unit."""
    model: Any = Unit._meta.get_field("exemplars").related_model
    return model.objects.published().with_card().newest_first()[:LATEST_EXEMPLARS]


def _grades_chart(years: dict[int, dict[str, int]]) -> SafeString | None:
    if not years:
        return None
    recent = sorted(years)[-CHART_YEARS:]
    rows = []
    for year in recent:
        excellent, good = years[year].get(Grade.EXCELLENT, 0), years[year].get(Grade.GOOD, 0)
        rows.append((str(year), [excellent, good, sum(years[year].values()) - excellent - good]))
    return column_chart(
        rows, ["xuất sắc", "tốt", "các mức còn lại"], title="Số đơn vị theo xếp loại", unit="đơn vị"
    )


@same_for_visitors("nam", "ngay")
@login_not_required
def cluster_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """A cluster as of a day: its units, who leads and led, its compacts, its rankings."""
    cluster = get_object_or_404(Cluster, slug=slug)
    form = DayForm(request.GET)
    grades = list(
        cluster.classifications.visible_to(request.user).ranked().select_related("unit", "cluster")
    )
    years = sorted({grade.year for grade in grades}, reverse=True)
    year = _chosen_year(request.GET.get("nam", ""), years)
    shown = [grade for grade in grades if grade.year == year]
    day_parameter = f"ngay={form.requested_day:%d/%m/%Y}&" if form.requested_day else ""
    context = {
        "trail": [("Thi đua", reverse("emulation:index")), (cluster.name, "")],
        "cluster": cluster,
        "form": form,
        "day": form.day,
        "is_today": form.day == local_today(),
        "units": cluster.members_on(form.day).select_related("parent"),
        "heads": list(cluster.heads.select_related("unit").order_by("-valid_from", "-role")),
        "compacts": cluster.compacts.visible_to(request.user),
        "year": year,
        "tabs": [
            (str(tab_year), f"?{day_parameter}nam={tab_year}#xep-loai", tab_year == year)
            for tab_year in years
        ],
        "kept": [("nam", year)] if "nam" in request.GET and year else [],
        "grades": shown,
        "chart": ranking_chart(shown),
    }
    return render(request, "emulation/cluster_detail.html", context)


def _chosen_year(typed: str, years: list[int]) -> int | None:
    """The requested year if there is data for it, else the latest year with data."""
    return next((year for year in years if str(year) == typed), years[0] if years else None)


def ranking_chart(grades: Iterable[Classification]) -> SafeString | None:
    """A bar chart of the scores, in the order given; None if there is no score."""
    rows = [(str(grade.unit), grade.score) for grade in grades if grade.score is not None]
    return bar_chart(rows, unit="điểm") if rows else None


@same_for_visitors()
@login_not_required
def compact_detail(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """A compact: pledges, signatures, progress, and the year's grades."""
    compact = get_object_or_404(
        Compact.objects.visible_to(request.user).select_related("cluster", "signing_event"),
        cluster__slug=slug,
        year=year,
    )
    posts: Any = compact.posts.addressed_to(request.user)
    grades = list(
        compact.cluster.classifications.visible_to(request.user)
        .filter(year=compact.year)
        .ranked()
        .select_related("unit", "cluster")
    )
    cluster = compact.cluster
    context = {
        "trail": [
            ("Thi đua", reverse("emulation:index")),
            (cluster.name, cluster.get_absolute_url()),
            (f"Năm {compact.year}", ""),
        ],
        "compact": compact,
        "address": request.build_absolute_uri(compact.get_absolute_url()),
        "sections": list(compact.sections.prefetch_related("clauses")),
        "targets": list(compact.targets.prefetch_related("results__unit")),
        "signatures": list(Signature.objects.of(compact).select_related("unit")),
        "absences": list(SigningAbsence.objects.of(compact).select_related("unit")),
        "addenda": list(compact.addenda.signed().prefetch_related("signatures__unit")),
        "grades": grades,
        "chart": ranking_chart(grades),
        "posts": posts.newest_first().with_card(),
    }
    return render(request, "emulation/compact_detail.html", context)
