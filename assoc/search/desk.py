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
class Line:
    """One thing found."""

    title: str
    marked: SafeString  # the same with the words asked for marked
    note: str
    url: str  # "" where there is no page of it for this user


@dataclass(frozen=True)
class Group:
    """What was found of one kind, the first so many."""

    title: str
    icon: str
    lines: list[Line]
    more_url: str = ""  # the full list, asked the same
    more: str = ""


def desk_search(request: MemberRequest) -> HttpResponse:
    """A page of results by kind; as data for the box in the head, which shows them as one types."""
    if not request.user.opens_desk:
        raise PermissionDenied
    typed = clean_line(request.GET.get("q", "")[: 2 * MAX_QUERY_LENGTH])[:MAX_QUERY_LENGTH]
    if "goi_y" in request.GET:
        answer = JsonResponse(_as_data(found_by(request.user, typed, SUGGESTED)))
        answer["Cache-Control"] = "private, no-store"
        return answer
    context = {
        "trail": [("Sổ công tác", reverse("desk")), ("Tìm kiếm", "")],
        "typed": typed,
        "is_short": 0 < len(typed) < SHORTEST,
        "groups": found_by(request.user, typed, ON_PAGE),
    }
    return render(request, "desk/search.html", context)


def _as_data(groups: list[Group]) -> dict[str, Any]:
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


def found_by(user: User, typed: str, most: int) -> list[Group]:
    """What the words find for this user, at most so many lines of each kind; [] for too few letters."""
    if len(typed) < SHORTEST or not fold(typed).split():
        return []
    sources: tuple[Callable[[User, str, int], Iterable[Group]], ...] = (
        _cards,
        _names,
        _offices,
        _indexed,
    )
    groups = [group for source in sources for group in source(user, typed, most)]
    return [group for group in groups if group.lines]


# --- People -----------------------------------------------------------------------------------


def _cards(user: User, typed: str, most: int) -> Iterable[Group]:
    """Members whose cards the user reads; asked as the members' list is."""
    if not user.may(Subject.MEMBERS):
        return
    found = Member.objects.in_books_of(user).asked_for(typed).in_name_order().with_stays_now()
    lines = [
        Line(
            str(one),
            highlight(str(one), typed),
            _told_of(one),
            reverse("book:member", args=[one.pk]),
        )
        for one in found[:most]
    ]
    query = urlencode({"q": typed, "tinh_trang": "tat-ca"})
    yield Group(
        "Hội viên", "users", lines, f"{reverse('book:members')}?{query}", "Xem trong sổ hội viên"
    )


def _told_of(member: Member) -> str:
    """ "1950, HV000123, Chi hội Phường 1, Quận Bình Thạnh": many share a name."""
    stays: list[Any] = getattr(member, "stays_now", [])
    where = [stay.unit.told_apart for stay in stays]
    if member.is_in_memory:
        where = ["đã từ trần"]
    return ", ".join([str(member.birth_year), member.code, *(where or ["hiện không sinh hoạt"])])


def _names(user: User, typed: str, most: int) -> Iterable[Group]:
    """Members of whom the user may know the name and the card's number, and nothing more."""
    named = user.offices_with(Subject.NAMES)
    if user.is_superuser or named == user.offices_with(Subject.MEMBERS):
        return
    kept = Member.objects.in_books_of(user).order_by().filter(pk=OuterRef("pk"))
    found = Member.objects.named_to(user).filter(~Exists(kept)).called(typed)
    address = f"{reverse('dues:year')}?" if may_open_dues(user) else ""
    lines = [
        Line(
            one.full_name, highlight(one.full_name, typed), one.code,
            address and address + urlencode({"q": one.code}),
        )
        for one in found.in_name_order()[:most]
    ]  # fmt: skip
    more = address and address + urlencode({"q": typed})
    yield Group("Hội viên (họ tên)", "user", lines, more, "Xem trong hội phí")


def _offices(user: User, typed: str, most: int) -> Iterable[Group]:
    """Who holds the post today that was typed, in whole or by its beginning, and perhaps where."""
    asked, posts = _posts_asked(typed) if user.may(Subject.OFFICES) else (Q(), [])
    if not posts:
        return
    units = units_where(user, Subject.OFFICES)
    held = Appointment.objects.in_office().in_protocol_order().filter(asked, unit__in=units)
    rows = list(held.select_related("unit__parent")[:most])
    shown = Member.objects.in_books_of(user).filter(pk__in=[row.member_id for row in rows])
    kept = set(shown.values_list("pk", flat=True))
    lines = []
    for row in rows:
        words = f"{row.position.name}: {row.member}"
        card = reverse("book:member", args=[row.member_id]) if row.member_id in kept else ""
        url = card or reverse("book:offices")
        lines.append(Line(words, highlight(words, typed), row.unit.told_apart, url))
    url, more = reverse("book:offices"), "Xem mọi chức vụ"
    if len(posts) == 1 and user.may(Subject.MEMBERS):
        url, more = f"{reverse('book:members')}?chuc_vu={posts[0].pk}", "Xem trong sổ hội viên"
    yield Group("Chức vụ", "award", lines, url, more)


def _posts_asked(typed: str) -> tuple[Q, list[Position]]:
    """ "thu ky" asks for that post anywhere, "chi hoi truong phuong 1" for the one there."""
    said = fold(typed)
    words = said.split()
    asked, posts = Q(pk__in=[]), []
    for post in Position.objects.all():
        name = fold(post.name)
        if all(word in name for word in words):
            asked |= Q(position=post)
        elif name in said:
            there = Q(position=post)
            for word in said.replace(name, " ", 1).split():
                there &= Q(unit__search_text__contains=word)
            asked |= there
        else:
            continue
        posts.append(post)
    return asked, posts


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

    return (
        replace(
            BY_KIND[Kind.UNIT],
            door=lambda _reader: _units_of(user),
            named=lambda unit: str(unit.told_apart),
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
            door=lambda reader: Event.objects.visible_to(reader),
            shown=lambda events: events.only("title", "state"),
            note=lambda event: "" if event.is_announced else str(event.get_state_display()),
        ),
    )


def _indexed(user: User, typed: str, most: int) -> Iterable[Group]:
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
            Line(hit.words, hit.title, _note(hit), hit.url) for hit in hits if hit.kind == kind
        ]
        yield Group(title, icon, lines, url, f"Xem mọi {more} có chữ này")


def _note(hit: finding.Hit) -> str:
    day = long_date(hit.day) if hit.day else ""
    return ", ".join(part for part in (hit.note, day) if part)
