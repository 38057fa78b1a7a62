"""The newsroom's list, and the ways in which a post begins."""

import datetime as dt
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from events.models import Event
from kit.lists import Table
from members.http import MemberRequest, posted
from members.models import Subject, User, units_written_of_by

from ..actions import start_from_event, start_post
from ..forms import NewPostForm, PostFilters
from ..forms.newsroom import TABS
from ..models import Comment, Post, PostPresence, Section, can_edit_news
from ..models.posts import TIMER_STOPPED_AFTER, PostQuerySet
from ..tables import POSTS
from .access import post_trail

LATE_SHOWN_FOR = dt.timedelta(days=7)
EVENTS_OFFERED = 6
EVENTS_BACK = dt.timedelta(days=60)


def post_list(request: MemberRequest) -> HttpResponse:
    """The list of posts of the user's units; for editors, of all posts."""
    if not request.user.may(Subject.NEWS):
        raise PermissionDenied
    filters = PostFilters(request.GET, user=request.user)
    posts = filters.applied_to(Post.objects.in_newsroom_of(request.user))
    state = request.GET.get("trang-thai", "")
    state = state if state in Post.State.values else ""
    shown = posts.filter(state=state) if state else posts
    rows = _with_facts(shown, request.user).order_by("-updated_at", "-pk")
    edits_news = can_edit_news(request.user)
    now = timezone.now()
    table = Table(request.GET, rows, POSTS, noun="bài", usual="-sua")
    context = {
        "trail": post_trail(None),
        "filters": filters,
        "kept": [("trang-thai", state)] if state else [],
        "tabs": _tabs(request, posts, state),
        "table": table,
        "page": table.page,
        "is_filtered": filters.has_filters or bool(state),
        "edits_news": edits_news,
        "late": Post.objects.late(now - LATE_SHOWN_FOR) if edits_news else [],
        "stuck": Post.objects.due(now - TIMER_STOPPED_AFTER) if edits_news else [],
    }
    return render(request, "news/desk/post_list.html", context)


def _with_facts(posts: PostQuerySet, user: User) -> Any:
    """Adds what a row shows: section, unit, writer, who has it open, how many comments wait."""
    waiting = (
        Comment.objects.waiting()
        .filter(post=OuterRef("pk"))
        .order_by()
        .values("post")
        .annotate(n=Count("pk"))
        .values("n")
    )
    present = PostPresence.objects.present().exclude(user=user).select_related("user__member")
    return (
        posts.select_related("section", "unit__parent", "created_by__member")
        .defer("body", "body_text", "search_text")
        .annotate(waiting=Coalesce(Subquery(waiting), 0))
        .prefetch_related(Prefetch("seen_by", present, to_attr="present"))
    )


def _tabs(request: MemberRequest, posts: PostQuerySet, state: str) -> list[tuple[str, str, bool]]:
    """Each state with how many posts of it the other filters leave."""
    counts = dict(posts.order_by().values_list("state").annotate(Count("pk")))
    counts[""] = sum(counts.values())
    query = request.GET.copy()
    for name in ("trang-thai", "page"):
        query.pop(name, None)
    tabs = []
    for value, label in TABS:
        parameters = query.copy()
        if value:
            parameters["trang-thai"] = value
        tabs.append(
            (f"{label} ({counts.get(value, 0)})", f"?{parameters.urlencode()}", value == state)
        )
    return tabs


def new_post(request: MemberRequest) -> HttpResponse:
    """A title makes the draft at once; the rest is written on the draft's own page."""
    if not request.user.may(Subject.NEWS):
        raise PermissionDenied
    form = NewPostForm(posted(request), user=request.user)
    if request.method == "POST" and form.is_valid():
        post = start_post(by=request.user, **form.cleaned_data)
        return redirect("news_desk:post", post.pk)
    context = {
        "trail": post_trail(None, ("Viết bài mới", "")),
        "form": form,
        "has_sections": Section.objects.exists(),
        "edits_news": can_edit_news(request.user),
        "events": _events_to_report(request.user),
    }
    return render(request, "news/desk/post_new.html", context)


def _events_to_report(user: User) -> Any:
    """The latest events the user may report of, for which no post was begun yet."""
    now = timezone.now()
    events = Event.objects.visible_to(user).exclude(state=Event.State.CANCELLED)
    recent = events.filter(starts_at__range=(now - EVENTS_BACK, now), posts=None)
    return (
        _reportable(recent, user)
        .select_related("unit__parent")
        .order_by("-starts_at")[:EVENTS_OFFERED]
    )


def _reportable(events: Any, user: User) -> Any:
    """Events that a unit of the user organises or hosts; for editors, all."""
    if can_edit_news(user):
        return events
    units = units_written_of_by(user)
    return events.filter(Q(unit__in=units) | Q(event_hosts__unit__in=units)).distinct()


def _unit_of(event: Event, user: User) -> dict[str, Any]:
    """The unit that sends in a writer's post: the organiser, or the host for which they write.

    An editor's own is sent in by nobody.
    """
    if can_edit_news(user):
        return {}
    units = units_written_of_by(user)
    if units.filter(pk=event.unit_id).exists():
        return {"unit": event.unit_id}
    hosts = units.filter(pk__in=event.event_hosts.values("unit"))[:2]
    return {"unit": hosts[0].pk} if len(hosts) == 1 else {}


def from_event(request: MemberRequest, pk: int) -> HttpResponse:
    """Says what the event's record will fill in; sending makes the draft, once."""
    if not request.user.may(Subject.NEWS):
        raise PermissionDenied
    events = _reportable(Event.objects.visible_to(request.user), request.user)
    event = get_object_or_404(events.select_related("unit"), pk=pk)
    form = NewPostForm(posted(request), user=request.user, initial=_unit_of(event, request.user))
    del form.fields["title"]  # the event's own
    if request.method == "POST" and form.is_valid():
        post = start_from_event(event=event, by=request.user, **form.cleaned_data)
        return redirect("news_desk:post", post.pk)
    context = {
        "trail": post_trail(None, ("Viết bài mới", reverse("news_desk:new")), ("Từ sự kiện", "")),
        "form": form,
        "event": event,
        "guest_count": event.guests.count(),
        "photo_count": event.photos.filter(is_internal=False).count(),
        "begun": Post.objects.in_newsroom_of(request.user).filter(event=event).order_by("-pk"),
    }
    return render(request, "news/desk/post_from_event.html", context)
