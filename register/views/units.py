"""The tree of units, and a unit's page, for everybody."""

import datetime as dt
from itertools import groupby
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from desk.forms import DayForm
from kit.dates import local_today
from kit.for_visitors import same_for_visitors
from kit.numbers import vn_number
from members.models import Appointment, Unit, UnitNode, unit_tree

# Up to so many units the tree is shown unfolded: all of it is then seen, searched and printed.
UNFOLDED_UP_TO = 80
ON_UNIT_PAGE = 6


@same_for_visitors("ngay")
@login_not_required
def unit_list(request: HttpRequest) -> HttpResponse:
    """The whole tree as of a day."""
    form = DayForm(request.GET)
    tops = unit_tree(form.day)
    size = sum(_size(node) for node in tops)
    context = {
        "trail": [("Tổ chức", "")],
        "form": form,
        "day": form.day,
        "is_today": form.day == local_today(),
        "nodes": [_tree_entry(node, is_open=size <= UNFOLDED_UP_TO) for node in tops],
        "figures": _figures(tops),
    }
    return render(request, "register/unit_list.html", context)


def _size(node: UnitNode) -> int:
    return 1 + sum(_size(child) for child in node.children)


def _tree_entry(node: UnitNode, *, is_open: bool) -> dict[str, Any]:
    """One entry of components/tree.html: who leads it, and people below it."""
    people = f"{vn_number(node.member_count)} hội viên"
    if node.unit.level != Unit.Level.BRANCH:
        people = f"{vn_number(node.branch_count)} chi hội, {people}"
    head = f"{node.head.position.name}: {node.head.member}" if node.head else ""
    is_top = node.unit.level == Unit.Level.ASSOCIATION
    return {
        "label": str(node.unit),
        "url": node.unit.get_absolute_url(),
        "note": head,
        "inside": people,
        "is_open": is_open or is_top,
        "children": [_tree_entry(child, is_open=is_open) for child in node.children],
    }


def _figures(tops: list[UnitNode]) -> list[tuple[str, str]]:
    districts = [
        node
        for top in tops
        for node in (top, *top.children)
        if node.unit.level == Unit.Level.DISTRICT
    ]
    # Where branches stand right under the city there is no middle to count.
    middle = [(vn_number(len(districts)), "hội cấp quận, huyện, phường, xã")] if districts else []
    return [
        *middle,
        (vn_number(sum(node.branch_count for node in tops)), "chi hội"),
        (vn_number(sum(node.member_count for node in tops)), "hội viên"),
    ]


@same_for_visitors()
@login_not_required
def unit_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """A unit with what stands below it, today or, where it has ended, on its last day."""
    unit = get_object_or_404(Unit.objects.select_related("parent__parent"), slug=slug)
    day = unit.shown_on
    own = [node for node in unit_tree(day, unit) if node.unit.pk == unit.pk]
    context = {
        "unit": unit,
        "trail": _trail(unit),
        "day": day,
        "is_today": day == local_today(),
        "node": own[0] if own else None,
        "terms": _officers_by_term(unit, day),
        "origins": list(unit.succession_in.select_related("old")),
        "successions": list(unit.succession_out.select_related("new")),
        "welfare": _welfare_figures(unit),
        **_what_stands_above(unit, request),
    }
    return render(request, "register/unit_detail.html", context)


def _trail(unit: Unit) -> list[tuple[str, str]]:
    above = [(str(above_unit), above_unit.get_absolute_url()) for above_unit in unit.line[:-1]]
    return [("Tổ chức", reverse("members:units")), *above, (str(unit), "")]


def _officers_by_term(unit: Unit, day: dt.date) -> list[tuple[str, list[Appointment]]]:
    """Who holds office, the latest term first, in protocol order within a term."""
    officers = list(unit.appointments.in_office(day).select_related("term").in_protocol_order())
    officers.sort(key=_term_key, reverse=True)
    groups = [list(group) for _, group in groupby(officers, key=_term_key)]
    return [(group[0].term.name if group[0].term else "", group) for group in groups]


def _term_key(officer: Appointment) -> tuple[dt.date, int]:
    if officer.term is None:
        return dt.date.min, 0
    return officer.term.valid_from, officer.term.pk


def _welfare_figures(unit: Unit) -> dict[str, int] | None:
    """What the public is told of the unit's care, in the latest year that tells of it."""
    figures: Any = unit.public_care.model._default_manager
    sums: dict[str, int] | None = figures.of(unit)
    return sums


def _what_stands_above(unit: Unit, request: HttpRequest) -> dict[str, Any]:
    """Events, posts, clusters and grades, by the accessors that the floors above hang on a unit."""
    events: Any = unit.events.announced().with_moves()
    hosted: Any = unit.hosted_events.announced().with_moves()
    coming = [*events.upcoming()[:ON_UNIT_PAGE], *hosted.upcoming()[:ON_UNIT_PAGE]]
    past = [*events.past()[:ON_UNIT_PAGE], *hosted.past()[:ON_UNIT_PAGE]]
    posts: Any = unit.posts.addressed_to(request.user)
    exemplars: Any = unit.exemplars.published()
    grades: Any = unit.classifications.visible_to(request.user)
    memberships: Any = unit.cluster_memberships
    return {
        "coming": sorted(set(coming), key=lambda event: (event.starts_at, event.pk)),
        "past": sorted(set(past), key=lambda event: event.starts_at, reverse=True)[:ON_UNIT_PAGE],
        "posts": posts.newest_first().with_card()[:ON_UNIT_PAGE],
        "exemplars": exemplars.with_card().newest_first()[:ON_UNIT_PAGE],
        "clusters": memberships.select_related("cluster").order_by("-valid_from"),
        "grades": grades.select_related("cluster").order_by("-year"),
    }
