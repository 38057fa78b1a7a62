"""Exemplars for everybody: the list, one of them."""

import posixpath
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from desk.pages import private_file
from events.models import Event
from kit.for_visitors import same_for_visitors
from news.models import Post

from ..forms.exemplars import PublicFilters
from ..models import Adoption, Exemplar, ExemplarKind, ExemplarPhoto, UnitRating

PER_PAGE = 18
MORE = 3
MODEL_YEARS = 2


@same_for_visitors("loai", "nam", "donvi", "page")
@login_not_required
def exemplar_list(request: HttpRequest) -> HttpResponse:
    """What the association recognises as an example, the latest first; by kind, year and unit."""
    published = Exemplar.objects.published()
    kinds = list(ExemplarKind.objects.filter(exemplars__in=published).distinct())
    chosen = next((kind for kind in kinds if str(kind.pk) == request.GET.get("loai")), None)
    form = PublicFilters(published, request.GET)
    rows = form.applied_to(published.filter(kind=chosen) if chosen else published)
    is_filtered = any(form.filter_values().values())
    context = {
        "trail": [("Thi đua", reverse("emulation:index")), ("Điển hình, mô hình", "")],
        "tabs": _tabs(request, kinds, chosen) if len(kinds) > 1 else [],
        "chosen": chosen,
        "form": form,
        "kept": [("loai", chosen.pk)] if chosen else [],
        "reset_url": _address(request, nam="", donvi="") if is_filtered else "",
        "is_filtered": is_filtered,
        "page": Paginator(rows.with_card().newest_first(), PER_PAGE).get_page(
            request.GET.get("page")
        ),
        "model_units": [] if is_filtered else _model_units(),
    }
    return render(request, "exemplars/list.html", context)


def _address(request: HttpRequest, **changes: Any) -> str:
    """This list from its first page with that in the address instead."""
    query = request.GET.copy()
    query.pop("page", None)
    for name, value in changes.items():
        query.pop(name, None)
        if value:
            query[name] = str(value)
    return f"?{query.urlencode()}"


def _tabs(
    request: HttpRequest, kinds: list[ExemplarKind], chosen: ExemplarKind | None
) -> list[tuple[str, str, bool]]:
    """All, then each kind, with the same year and unit."""
    tabs = [("Tất cả", _address(request, loai=""), chosen is None)]
    return tabs + [(kind.name, _address(request, loai=kind.pk), kind == chosen) for kind in kinds]


def _model_units() -> list[tuple[str, list[UnitRating]]]:
    """Units that reached the mark of their kind's own scale, in the latest years."""
    reached: dict[int, list[UnitRating]] = {}
    rows = UnitRating.objects.confirmed().select_related("unit__parent", "kind")
    years = rows.order_by("-year").values_list("year", flat=True).distinct()[:MODEL_YEARS]
    for row in rows.filter(year__in=list(years)).order_by("-year", "-total", "unit__sort_order"):
        if row.is_reached:
            reached.setdefault(row.year, []).append(row)
    return [(f"Đạt danh hiệu năm {year}", ratings) for year, ratings in reached.items()]


@same_for_visitors()
@login_not_required
def exemplar_detail(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """One of them; an outdated name in the address redirects to the present one."""
    rows = Exemplar.objects.published().select_related("unit__parent", "kind", "member")
    record: Exemplar = get_object_or_404(rows, pk=pk)
    if request.path != record.public_url:
        return redirect(record.public_url)
    others = Exemplar.objects.published().filter(kind=record.kind_id).exclude(pk=record.pk)
    photos = list(record.photos.all())
    context = {
        "trail": [
            ("Thi đua", reverse("emulation:index")),
            ("Điển hình, mô hình", reverse("exemplars:list")),
            (record.title, ""),
        ],
        "exemplar": record,
        "address": request.build_absolute_uri(record.public_url),
        "lead_photo": photos[0] if photos else None,
        "photos": photos[1:],
        "figures": list(record.figures.all()),
        "adoptions": list(Adoption.objects.on().filter(exemplar=record).select_related("unit")),
        "posts": Post.objects.addressed_to(request.user)
        .filter(exemplar_links__exemplar=record)
        .newest_first()
        .with_card(),
        "events": Event.objects.addressed_to(request.user)
        .filter(exemplar_links__exemplar=record)
        .with_moves(),
        "others": others.with_card().newest_first()[:MORE],
    }
    return render(request, "exemplars/detail.html", context)


@login_not_required
def photo(request: HttpRequest, pk: int, name: str) -> FileResponse:
    """One file of a photograph: of what everybody reads to everybody, else to the unit and those above.
    No browser keeps it, as a consent may be withdrawn tomorrow."""
    row = get_object_or_404(ExemplarPhoto.objects.select_related("exemplar"), pk=pk)
    is_public = row.people_agreed and row.exemplar.is_published
    if not is_public and not Exemplar.objects.kept_by(request.user).contains(row.exemplar):
        raise Http404
    stored = {posixpath.basename(full): full for full in row.picture.file_names}
    if name not in stored:
        raise Http404
    kind = "image/webp" if name.endswith(".webp") else "image/jpeg"
    return private_file(row.picture.storage, stored[name], kind, name)
