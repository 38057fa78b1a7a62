"""The workspace's own search: members, posts held, units, articles and events within one's books.

Each group asks its own door, in the query: nobody is told of a card, a draft or a unit that the
pages behind the results would not open.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString

from assoc.models import SearchEntry
from dues.models import may_open_dues
from events.models import Event
from kit.dates import long_date
from kit.text import MAX_QUERY_LENGTH, clean_line, fold, highlight
from members.http import MemberRequest
from members.models import Appointment, Member, Position, Right, Subject, Unit, User, units_where
from news.models import Post

from . import finding
from .sources import BY_KIND, Source

Kind = SearchEntry.Kind
ON_PAGE, SUGGESTED = 8, 4  # lines of each group
SHORTEST = 2  # characters: of one letter everybody would be found


@dataclass(frozen=True)
class ResultLine:
    """One thing found."""

    title: str
    marked: SafeString  # the same with the words asked for marked
    note: str
    url: str  # "" where there is no page of it for this user


@dataclass(frozen=True)
class ResultGroup:
    """What was found of one kind, the first so many."""

    title: str
    icon: str
    lines: list[ResultLine]
    more_url: str = ""  # the full list, asked the same
    more: str = ""


def desk_search(request: MemberRequest) -> HttpResponse:
    """A page of results by kind; as data for the box in the head, which shows them as one types."""
    if not request.user.opens_desk:
        raise PermissionDenied
    typed = clean_line(request.GET.get("q", "")[: 2 * MAX_QUERY_LENGTH])[:MAX_QUERY_LENGTH]
    if "goi_y" in request.GET:
        answer = JsonResponse(_as_data(search_for_user(request.user, typed, SUGGESTED)))
        answer["Cache-Control"] = "private, no-store"
        return answer
    context = {
        "trail": [("Sổ công tác", reverse("desk")), ("Tìm kiếm", "")],
        "typed": typed,
        "is_short": 0 < len(typed) < SHORTEST,
        "groups": search_for_user(request.user, typed, ON_PAGE),
    }
    return render(request, "desk/search.html", context)


def _as_data(groups: list[ResultGroup]) -> dict[str, Any]:
    """Plain words only: the script that shows them makes no markup of them."""
    return {
        "groups": [
            {
                "title": group.title,
                "lines": [
                    {"title": line.title, "note": line.note, "url": line.url}
                    for line in group.lines
                    if line.url
                ],
            }
            for group in groups
        ]
    }


def search_for_user(user: User, typed: str, most: int) -> list[ResultGroup]:
    """What the words find for this user, at most so many lines of each kind; [] for too few letters."""
    if len(typed) < SHORTEST or not fold(typed).split():
        return []
    sources: tuple[Callable[[User, str, int], Iterable[ResultGroup]], ...] = (
        _cards,
        _names,
        _offices,
        _indexed,
    )
    groups = [group for source in sources for group in source(user, typed, most)]
    return [group for group in groups if group.lines]


# --- People -----------------------------------------------------------------------------------


def _cards(user: User, typed: str, most: int) -> Iterable[ResultGroup]:
    """Members whose cards the user reads; asked as the members' list is."""
    if not user.may(Subject.MEMBERS):
        return
    matches = (
        Member.objects.in_books_of(user).search(typed).in_name_order().with_current_memberships()
    )
    lines = [
        ResultLine(
            str(member),
            highlight(str(member), typed),
            _summary_of(member),
            reverse("book:member", args=[member.pk]),
        )
        for member in matches[:most]
    ]
    query = urlencode({"q": typed, "tinh_trang": "tat-ca"})
    yield ResultGroup(
        "Hội viên", "users", lines, f"{reverse('book:members')}?{query}", "Xem trong sổ hội viên"
    )


def _summary_of(member: Member) -> str:
    """ "1950, HV000123, Chi hội Phường 1, Quận Bình Thạnh": many share a name."""
    where = _belongs_to(member)
    if member.is_in_memory:
        where = ["đã từ trần"]
    return ", ".join([str(member.birth_year), member.code, *(where or ["hiện không sinh hoạt"])])


def _belongs_to(member: Member) -> list[str]:
    """Where each belongs today, distinct from units of the same name; none who has left."""
    memberships: list[Any] = getattr(member, "current_memberships", [])
    return [str(membership.unit.distinct_label) for membership in memberships]


def _names(user: User, typed: str, most: int) -> Iterable[ResultGroup]:
    """Members of whom the user may know the name, the card's number and the branch, no more."""
    named = user.offices_with(Subject.NAMES)
    if user.is_superuser or named == user.offices_with(Subject.MEMBERS):
        return
    kept = Member.objects.in_books_of(user).order_by().filter(pk=OuterRef("pk"))
    matches = Member.objects.named_to(user).filter(~Exists(kept)).called(typed)
    address = f"{reverse('dues:year')}?" if may_open_dues(user) else ""
    lines = [
        ResultLine(
            member.full_name, highlight(member.full_name, typed), ", ".join([member.code, *_belongs_to(member)]),
            address and address + urlencode({"q": member.code}),
        )
        for member in matches.in_name_order().with_current_memberships()[:most]
    ]  # fmt: skip
    more = address and address + urlencode({"q": typed})
    yield ResultGroup("Hội viên (họ tên)", "user", lines, more, "Xem trong hội phí")


def _offices(user: User, typed: str, most: int) -> Iterable[ResultGroup]:
    """Who holds the post today that was typed, in whole or by its beginning, and perhaps where."""
    condition, posts = _posts_matching(typed) if user.may(Subject.OFFICES) else (Q(), [])
    if not posts:
        return
    units = units_where(user, Subject.OFFICES)
    held = Appointment.objects.in_office().in_protocol_order().filter(condition, unit__in=units)
    rows = list(held.select_related("unit__parent")[:most])
    shown = Member.objects.in_books_of(user).filter(pk__in=[row.member_id for row in rows])
    kept = set(shown.values_list("pk", flat=True))
    lines = []
    for row in rows:
        title = f"{row.position.name}: {row.member}"
        card = reverse("book:member", args=[row.member_id]) if row.member_id in kept else ""
        url = card or reverse("book:offices")
        lines.append(ResultLine(title, highlight(title, typed), row.unit.distinct_label, url))
    url, more = reverse("book:offices"), "Xem mọi chức vụ"
    if len(posts) == 1 and user.may(Subject.MEMBERS):
        url, more = f"{reverse('book:members')}?chuc_vu={posts[0].pk}", "Xem trong sổ hội viên"
    yield ResultGroup("Chức vụ", "award", lines, url, more)


def _posts_matching(typed: str) -> tuple[Q, list[Position]]:
    """ "thu ky" asks for that post anywhere, "chi hoi truong phuong 1" for the one there."""
    folded = fold(typed)
    terms = folded.split()
    condition, posts = Q(pk__in=[]), []
    for post in Position.objects.all():
        name = fold(post.name)
        if all(term in name for term in terms):
            condition |= Q(position=post)
        elif name in folded:
            there = Q(position=post)
            for word in folded.replace(name, " ", 1).split():
                there &= Q(unit__search_text__contains=word)
            condition |= there
        else:
            continue
        posts.append(post)
    return condition, posts


# --- What the site's index knows, by the workspace's own doors ----------------------------------


def _units_of(user: User) -> Any:
    """Units for which the user holds some right, and all below."""
    if user.is_superuser:
        return Unit.objects.all()
    held = [office.unit_id for office in user.offices if office.position.right != Right.NONE]
    return Unit.objects.within(*held)


def _indexed_by(user: User) -> tuple[Source, ...]:
    """Units, articles and events as this user meets them at the desk."""
    reads_members = user.may(Subject.MEMBERS)
    kept = set(units_where(user, Subject.MEMBERS).on().values_list("pk", flat=True))

    def unit_address(unit: Unit) -> str:
        if reads_members and unit.pk in kept:
            return f"{reverse('book:members')}?don_vi={unit.pk}"
        return unit.get_absolute_url()

    written = set(units_where(user, Subject.EVENTS).values_list("pk", flat=True))

    def event_address(event: Event) -> str:
        return event.desk_url if event.unit_id in written else event.get_absolute_url()

    return (
        replace(
            BY_KIND[Kind.UNIT],
            door=lambda _reader: _units_of(user),
            named=lambda unit: str(unit.distinct_label),
            address=unit_address,
        ),
        replace(
            BY_KIND[Kind.POST],
            door=lambda reader: Post.objects.in_newsroom_of(reader),
            shown=lambda posts: posts.only("state"),
            address=lambda post: reverse("news_desk:post", args=[post.pk]),
            note=lambda post: str(post.get_state_display()),
        ),
        replace(
            BY_KIND[Kind.EVENT],
            door=lambda reader: Event.objects.announced() | Event.objects.at_desk_of(reader),
            shown=lambda events: events.only("title", "state", "unit"),
            address=event_address,
            note=lambda event: "" if event.is_announced else str(event.get_state_display()),
        ),
    )


def _indexed(user: User, typed: str, most: int) -> Iterable[ResultGroup]:
    sources = _indexed_by(user)
    keys = finding.search_in(sources, typed, user=user).keys
    chosen = [
        key
        for source in sources
        for key in [key for key in keys if key // SearchEntry.KIND_STEP == source.kind][:most]
    ]
    hits = finding.hits(chosen, typed, user=user, sources=sources)
    query = urlencode({"q": typed})
    for kind, title, icon, url, more in (
        (Kind.UNIT, "Đơn vị", "building-2", f"{reverse('search')}?{query}&loai=don-vi", "đơn vị"),
        (Kind.POST, "Bài viết", "pen-line", f"{reverse('news_desk:posts')}?{query}", "bài viết"),
        (Kind.EVENT, "Sự kiện", "calendar-days", f"{reverse('search')}?{query}&loai=su-kien", "sự kiện"),
    ):  # fmt: skip
        lines = [
            ResultLine(hit.plain_title, hit.title, _note(hit), hit.url)
            for hit in hits
            if hit.kind == kind
        ]
        yield ResultGroup(title, icon, lines, url, f"Xem mọi {more} có chữ này")


def _note(hit: finding.SearchHit) -> str:
    day = long_date(hit.day) if hit.day else ""
    return ", ".join(part for part in (hit.note, day) if part)
