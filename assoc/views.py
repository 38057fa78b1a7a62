"""The front page, composed of every floor below."""

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from emulation.models import Classification, Cluster, Compact
from emulation.views.public import ranking_chart
from events.models import Event
from kit.for_visitors import same_for_visitors
from news.models import MOST_READ, Post, Section, most_read
from welfare.models import PublicFigure, PublishedQuarter
from welfare.views.public import care_in_figures

if TYPE_CHECKING:
    from members.models.any_user import AnyUser

SECONDS = 2
LATEST = 8
COMING = 4
# Sections are filled from so many of the newest posts: the page costs the same whatever the archive.
POSTS_LOOKED_AT = 60
POSTS_PER_SECTION = 3
RANKED = 6


@same_for_visitors()
@login_not_required
def home(request: HttpRequest) -> HttpResponse:
    """What is new at a glance."""
    context = {
        **_news(request.user),
        "coming": Event.objects.announced().upcoming().with_moves()[:COMING],
        **_emulation(),
        **_welfare(),
    }
    return render(request, "home.html", context)


def _news(user: "AnyUser") -> dict[str, Any]:
    """Lead story (the editors' choice, else the newest), two more under it with their pictures (pins
    first), the latest, more by section. What is pinned is old and stands apart from what is new.

    A choice that this reader may not see, or whose end has come, counts for nothing.
    """
    readable = Post.objects.addressed_to(user)
    chosen = list(readable.on_front().with_card())
    newest = list(readable.newest_first().with_card()[:POSTS_LOOKED_AT])
    lead = next((post for post in chosen if post.front_pin.is_lead), None)
    pinned = [post for post in chosen if not post.front_pin.is_lead]
    if lead is None:
        lead = next((post for post in newest if post not in pinned), None)
        # Nothing but pins: the first of them has to lead.
        lead = lead or (pinned.pop(0) if pinned else None)
    others = [post for post in newest if post != lead and post not in pinned]
    seconds = (pinned + others)[:SECONDS]
    others = [post for post in others if post not in seconds]
    pinned = pinned[SECONDS:]
    free_places = max(LATEST - len(pinned), 0)
    left = others[free_places:]
    return {
        "lead": lead,
        "seconds": seconds,
        "pinned": pinned,
        "latest": others[:free_places],
        "most_read": most_read(readable)[:MOST_READ],
        "by_section": [
            (section, posts_there[0], posts_there[1:])
            for section in Section.objects.all()
            if (posts_there := [p for p in left if p.section_id == section.pk][:POSTS_PER_SECTION])
        ],
    }


def _emulation() -> dict[str, Any]:
    """Clusters, the newest compact, and the latest announced ranking of its cluster."""
    compact = (
        Compact.objects.signed().select_related("cluster").order_by("-signed_on", "-pk").first()
    )
    announced = Classification.objects.announced()
    newest = announced.filter(score__isnull=False, cluster__isnull=False).order_by("-year").first()
    grades: list[Classification] = []
    if newest is not None:
        alike = announced.filter(year=newest.year, cluster=newest.cluster_id)
        grades = list(alike.ranked().select_related("unit", "cluster")[:RANKED])
    return {
        "clusters": list(Cluster.objects.on().with_size_and_head()),
        "compact": compact,
        "grades": grades,
        "ranking": ranking_chart(grades),
    }


def _welfare() -> dict[str, Any]:
    """The figures of the latest year that has any published; none before the first."""
    years = PublishedQuarter.objects.years()
    if not years:
        return {"welfare": [], "welfare_year": None}
    sums = PublicFigure.objects.in_year(years[0]).sums()
    return {"welfare": care_in_figures(sums), "welfare_year": years[0]}
