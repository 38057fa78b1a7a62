"""Context of the moderation queue, loaded in a fixed number of queries."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.http import QueryDict
from django.urls import reverse

from kit.lists import SIZE, Table
from kit.text import fold

from .forms.moderation import POSTS_TO_CHOOSE, BanForm, QueueFilter, ReplyForm
from .models import Comment, CommentBan, CommentPolicy, Post
from .models.comments import CommentQuerySet
from .rules import look_over, marked

KEPT = ("muc", "bai", "tim", SIZE, "page")  # what of the address leads back to the same place


@dataclass(frozen=True)
class Tab:
    """A part of the queue: its key in the address, its label, and which comments are in it."""

    key: str
    label: str
    rows: Callable[[CommentQuerySet], CommentQuerySet]


_State, _Suspicion = Comment.State, Comment.Suspicion
TABS = (
    Tab("", "Chờ duyệt", lambda rows: rows.to_decide()),
    Tab("nghi", "Nghi quảng cáo", lambda rows: rows.likely_adverts()),
    Tab("da-dang", "Đã đăng", lambda rows: rows.filter(state=_State.APPROVED)),
    Tab("tu-choi", "Đã từ chối", lambda rows: rows.filter(state=_State.REJECTED)),
    Tab("tat-ca", "Tất cả", lambda rows: rows),
)


def queue_address(query: str = "", pk: int | str | None = None) -> str:
    """The address of the filtered queue at one comment. Only known parameters of `query` are kept."""
    parameters = QueryDict(query)
    kept = QueryDict(mutable=True)
    for name in KEPT:
        if value := parameters.get(name, "")[:200]:
            kept[name] = value
    address = reverse("news_desk:comments")
    if kept:
        address += f"?{kept.urlencode()}"
    return f"{address}#nx-{pk}" if pk else address


def queue_facts(query: QueryDict) -> dict[str, Any]:
    """Context of the queue: tabs with counts, filters, and a page of comments with what helps to decide."""
    form = QueueFilter(query, posts=_posts(query.get("bai", "")))
    rows = _narrowed(form)
    tab = next((tab for tab in TABS if tab.key == form.value_of("muc")), TABS[0])
    listed = Table(
        query, _with_surroundings(tab.rows(rows)), (), noun="nhận xét"
    )  # cards, no columns
    page = listed.page
    page.object_list = _prepared(list(page.object_list))
    counts = _counts(rows)
    here = queue_address(query.urlencode())
    return {
        "tab": tab,
        "tabs": [_link(other, counts, query, tab) for other in TABS],
        "adverts": counts["nghi"],
        "form": form,
        "is_filtered": bool(form.value_of("tim") or form.value_of("bai")),
        "reset_url": queue_address(f"muc={tab.key}"),
        "listed": listed,
        "page": page,
        "arrangement": listed.arrangement,
        "kept": here.partition("?")[2],
    }


def _posts(chosen: str) -> list[Post]:
    """Choices of the filter by post: posts with waiting comments, and the selected post."""
    waiting = Comment.objects.waiting().order_by().filter(post=OuterRef("pk"))
    wanted = Q(Exists(waiting))
    if chosen.isascii() and chosen.isdigit() and len(chosen) < 19:
        wanted |= Q(pk=int(chosen))
    posts = Post.objects.filter(wanted).newest_first().only("title", "published_at")
    return list(posts[:POSTS_TO_CHOOSE])


def _narrowed(form: QueueFilter) -> CommentQuerySet:
    rows = Comment.objects.order_by("-created_at", "-pk")
    if post := form.value_of("bai"):
        rows = rows.filter(post=int(post))
    for word in fold(form.value_of("tim")).split():
        rows = rows.filter(search_text__contains=word)
    return rows


def _counts(rows: CommentQuerySet) -> dict[str, int]:
    held = Q(state=_State.HELD)
    plain = Q(suspicion=_Suspicion.NONE)
    counts = rows.order_by().aggregate(
        wait=Count("pk", filter=held & plain),
        adverts=Count("pk", filter=held & ~plain),
        approved=Count("pk", filter=Q(state=_State.APPROVED)),
        rejected=Count("pk", filter=Q(state=_State.REJECTED)),
        every=Count("pk"),
    )
    return dict(zip((tab.key for tab in TABS), counts.values(), strict=True))


def _link(
    tab: Tab, counts: dict[str, int], query: QueryDict, current: Tab
) -> tuple[str, str, bool]:
    parameters = query.copy()
    parameters["muc"] = tab.key
    parameters.pop("page", None)
    return f"{tab.label} ({counts[tab.key]})", queue_address(parameters.urlencode()), tab is current


def _with_surroundings(rows: CommentQuerySet) -> CommentQuerySet:
    return rows.select_related(
        "post__section", "post__lead_photo", "parent", "user__member", "moderated_by__member"
    ).defer("post__body", "post__body_text", "post__search_text")


def _prepared(comments: list[Comment]) -> list[Any]:
    """Each comment with its marked text, its writer's history, the next comment, and its forms."""
    policy = CommentPolicy.current()
    past = _past_of(comments)
    banned = _banned(comments)
    prepared: list[Any] = list(comments)
    for place, comment in enumerate(prepared):
        comment.marked_text = marked_text(comment, policy)
        comment.past = past[_writer(comment)]
        comment.ban = banned.get(_writer(comment))
        neighbours = [*prepared[place + 1 : place + 2], *prepared[max(place - 1, 0) : place]]
        comment.next_pk = neighbours[0].pk if neighbours else ""
        comment.reply_form = ReplyForm(pk=comment.pk)
        comment.ban_form = BanForm(pk=comment.pk)
    return prepared


def marked_text(comment: Comment, policy: CommentPolicy) -> str:
    """The text with the places marked for which today's rules would hold it."""
    return marked(comment.text, look_over(comment.name, comment.text, policy).spans)


def _writer(comment: Comment) -> tuple[int | None, str]:
    """Members are known by account, visitors by the place."""
    return (comment.user_id, "") if comment.user_id else (None, comment.origin)


def _past_of(comments: list[Comment]) -> dict[tuple[int | None, str], Counter[str]]:
    """How often each writer's other comments were approved or rejected."""
    users, origins = _users_and_origins(comments)
    rows = Comment.objects.filter(Q(user__in=users) | Q(user__isnull=True, origin__in=origins))
    decided = rows.exclude(state=_State.HELD).order_by().values_list("user", "origin", "state")
    past: dict[tuple[int | None, str], Counter[str]] = {_writer(c): Counter() for c in comments}
    for user, origin, state, count in decided.annotate(n=Count("pk")):
        writer = (user, "") if user else (None, origin)
        if writer in past:
            past[writer][state] += count
    return past


def _banned(comments: list[Comment]) -> dict[tuple[int | None, str], CommentBan]:
    users, origins = _users_and_origins(comments)
    rows = CommentBan.objects.in_force().filter(Q(user__in=users) | Q(origin__in=origins))
    return {(ban.user_id, ban.origin): ban for ban in rows}


def _users_and_origins(comments: list[Comment]) -> tuple[set[int], set[str]]:
    users = {comment.user_id for comment in comments if comment.user_id}
    origins = {comment.origin for comment in comments if not comment.user_id and comment.origin}
    return users, origins


def bans_in_order() -> list[CommentBan]:
    """Bans in force first, then those that ended, newest first."""
    rows = CommentBan.objects.select_related(
        "user__member", "created_by__member", "lifted_by__member", "comment__post"
    )
    current = rows.in_force()
    ended = rows.exclude(pk__in=current.order_by().values("pk"))
    return [*current[:500], *ended[:500]]
