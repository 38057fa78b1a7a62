"""Reading the newspaper and writing under it."""

from typing import Any

from csp.constants import SELF
from csp.decorators import csp_update
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from kit.dates import month_title
from kit.for_visitors import same_for_visitors
from members.http import client_origin, without_token_for_visitors

from ..actions import TooManyComments, WriterBanned, submit_comment
from ..article import (
    THANKS,
    article_facts,
    ban_text,
    comment_address,
    comment_threads,
    thanked_for,
    thanks_address,
)
from ..forms import CommentForm, LookUpForm, shown_comment
from ..models import (
    MOST_READ,
    Attachment,
    Comment,
    CommentBan,
    CommentPolicy,
    OldSection,
    Page,
    Post,
    Section,
    Tag,
    can_edit_news,
    most_read,
)
from ..models.posts import PostQuerySet
from ..moved import moved_permanently

POSTS_PER_PAGE = 15
TAGS_SHOWN = 20
POSTS_FOR_TAGS = 300
GUESSES = 15
GUESSES_WITHIN = 10 * 60
TOO_MANY = (
    "Bạn đã gửi nhiều nhận xét liên tiếp. Xin đợi khoảng mười phút rồi bấm đăng lại; "
    "nội dung bạn viết vẫn còn ở dưới."
)


# --- Lists ------------------------------------------------------------------------------------


@same_for_visitors("nhan", "page")
@login_not_required
def post_list(request: HttpRequest) -> HttpResponse:
    return _page_of_posts(request, Post.objects.addressed_to(request.user), heading="Tin tức")


@same_for_visitors("nhan", "page")
@login_not_required
def section(request: HttpRequest, slug: str) -> HttpResponse:
    chosen = Section.objects.filter(slug=slug).first()
    if chosen is None:  # renamed or merged since the reader kept the address
        old = get_object_or_404(OldSection.objects.select_related("section"), slug=slug)
        return redirect(old.section, permanent=True)
    posts = Post.objects.addressed_to(request.user).filter(section=chosen)
    return _page_of_posts(request, posts, heading=chosen.name, section=chosen)


@same_for_visitors("nhan", "page")
@login_not_required
def month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """A month without a post this reader may see is no page: calendars have no end."""
    posts = Post.objects.addressed_to(request.user).in_month(year, month)
    if not posts.exists():
        raise Http404
    return _page_of_posts(
        request, posts, heading=f"Tin tức {month_title(year, month).lower()}", year=year
    )


def _page_of_posts(
    request: HttpRequest,
    posts: PostQuerySet,
    *,
    heading: str,
    section: Section | None = None,
    year: int | None = None,
) -> HttpResponse:
    """One page of a list, filtered by the tag in the address if there is one."""
    everything = Post.objects.addressed_to(request.user)
    slug = request.GET.get("nhan", "")
    tag = Tag.objects.filter(slug=slug).first() if slug else None
    if slug:
        posts = posts.filter(tags=tag) if tag else posts.none()
    trail = [("Tin tức", reverse("news:list")), (heading, "")]
    context = {
        "heading": heading,
        "section": section,
        "tag": tag,
        "is_filtered": bool(slug),
        "page": posts.card_pages(POSTS_PER_PAGE).get_page(request.GET.get("page")),
        "tabs": _section_tabs(request, everything),
        "years": _years(everything, year),
        "tags": _tags_of(everything),
        "most_read": most_read(everything)[:MOST_READ],
        "trail": trail if section or year else trail[1:],
    }
    return render(request, "news/post_list.html", context)


def _section_tabs(request: HttpRequest, posts: PostQuerySet) -> list[tuple[str, str, bool]]:
    # One lookup per section; reading the sections of all posts would cost one per post.
    sections = Section.objects.filter(Exists(posts.order_by().filter(section=OuterRef("pk"))))
    places = [("Tất cả", reverse("news:list"))]
    places += [(section.name, section.get_absolute_url()) for section in sections]
    return [(name, url, url == request.path) for name, url in places]


def _tags_of(posts: PostQuerySet) -> QuerySet[Tag]:
    """The tags of recent posts, most used first. Counting over all years would slow every page."""
    lately = posts.newest_first().values("pk")[:POSTS_FOR_TAGS]
    tags = Tag.objects.filter(posts__in=lately).annotate(uses=Count("posts"))
    return tags.order_by("-uses", "name")[:TAGS_SHOWN]


def _years(posts: PostQuerySet, opened: int | None) -> list[dict[str, Any]]:
    """The archive by year, newest first; only one year is unfolded, to keep the list short."""
    years: dict[int, dict[str, Any]] = {}
    for first_day, count in posts.months():
        year, month = first_day.year, first_day.month
        entry = years.setdefault(year, {"year": year, "months": [], "is_open": year == opened})
        url = reverse("news:month", args=[year, f"{month:02d}"])
        entry["months"].append((month_title(year, month), url, count))
    ordered = list(years.values())
    if ordered and opened is None:
        ordered[0]["is_open"] = True
    return ordered


# --- An article and its comments --------------------------------------------------------------


@same_for_visitors("page")
@login_not_required
def detail(request: HttpRequest, year: int, month: int, slug: str) -> HttpResponse:
    post = _get(Post.objects.visible_to(request.user), year, month, slug)
    policy = CommentPolicy.current()
    parent = shown_comment(post, request.GET.get("tra-loi", ""))
    form = CommentForm(post=post, user=request.user, policy=policy, parent=parent)
    return _article(request, post, form, policy)


@login_not_required
@without_token_for_visitors
@require_http_methods(["GET", "HEAD", "POST"])
def comment(request: HttpRequest, year: int, month: int, slug: str) -> HttpResponse:
    """Accepts a comment. A request without one is redirected to the form."""
    post = _get(Post.objects.addressed_to(request.user), year, month, slug)
    if request.method != "POST":
        return redirect(f"{post.get_absolute_url()}#viet-nhan-xet")
    policy = CommentPolicy.current()
    form = CommentForm(request.POST, post=post, user=request.user, policy=policy)
    if not post.accepts_comments(policy):
        return _article(request, post, form, policy)
    if not form.is_valid():
        return _article(request, post, form, policy)
    try:
        sent = _submit(request, post, form)
    except WriterBanned:
        return _article(request, post, form, policy, status=403)
    except TooManyComments:
        form.add_error(None, TOO_MANY)
        return _article(request, post, form, policy, status=429)
    return redirect(thanks_address(sent))


def _submit(request: HttpRequest, post: Post, form: CommentForm) -> Comment:
    user = request.user
    return submit_comment(
        post=post,
        by=user,
        name=user.display_name if user.is_authenticated else form.cleaned_data["name"],
        text=form.cleaned_data["text"],
        parent=form.cleaned_data["parent"],
        token=form.cleaned_data["token"],
        origin=client_origin(request),
        is_machine=form.is_from_machine,
    )


def _get(posts: PostQuerySet, year: int, month: int, slug: str) -> Post:
    rows = posts.in_month(year, month).select_related("section", "event", "compact", "lead_photo")
    return get_object_or_404(rows, slug=slug)


def _article(
    request: HttpRequest, post: Post, form: CommentForm, policy: CommentPolicy, status: int = 200
) -> HttpResponse:
    threads = comment_threads(post, request.GET.get("page"))
    # A visitor's page is everybody's: who is banned there is told once they send something.
    may_be_banned = request.user.is_authenticated or request.method == "POST"
    bans = CommentBan.objects.against(request.user, client_origin(request))
    ban = bans.first() if may_be_banned else None
    thanked = thanked_for(post, request.GET[THANKS]) if THANKS in request.GET else None
    context = article_facts(request, post) | {
        "form": form,
        "threads": threads,
        "comment_count": post.comments.shown().count(),
        "is_open": post.accepts_comments(policy),
        "waits": policy.members_wait if request.user.is_authenticated else policy.visitors_wait,
        "ban": ban,
        "ban_text": ban_text(ban) if ban else "",
        "thanked": thanked,
        "thanked_at": comment_address(thanked) if thanked and thanked.is_shown else "",
        "can_edit": can_edit_news(request.user),
        "is_preview": False,
        "preview_link": None,
    }
    response = render(request, "news/post_detail.html", context, status=status)
    if thanked:  # the page holds this reader's code
        response["Cache-Control"] = "private, no-store"
    return response


@login_not_required
def comment_status(request: HttpRequest) -> HttpResponse:
    """Whether a comment is up, for whoever has its code; guessing codes is slowed down."""
    form = LookUpForm(request.GET or None)
    code = form.cleaned_data["ma"] if form.is_bound and form.is_valid() else ""
    key = f"news.lookup.{client_origin(request)}"
    if code and cache.get(key, 0) >= GUESSES:
        return _status_page(request, form, is_slowed=True)
    comment = Comment.objects.filter(reference=code).select_related("post", "parent").first()
    if code and comment is None:
        cache.add(key, 0, GUESSES_WITHIN)
        cache.incr(key)
    is_readable = bool(comment and comment.is_shown and comment.post.is_addressed_to(request.user))
    return _status_page(
        request,
        form,
        is_requested=bool(code) or bool(form.errors),
        comment=comment,
        url=comment_address(comment) if comment and is_readable else "",
    )


def _status_page(
    request: HttpRequest, form: LookUpForm, *, is_slowed: bool = False, **context: Any
) -> HttpResponse:
    trail = [("Tin tức", reverse("news:list")), ("Tra cứu nhận xét", "")]
    context |= {"form": form, "trail": trail, "is_slowed": is_slowed}
    status = 429 if is_slowed else 200
    return render(request, "news/comment_status.html", context, status=status)


# --- Lasting pages ----------------------------------------------------------------------------


@same_for_visitors()
@login_not_required
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """Giới thiệu, Điều lệ, Liên hệ: what editors wrote under a word of its own, or once had there."""
    lasting_page = Page.objects.visible_to(request.user).filter(slug=slug).first()
    if lasting_page is None:
        return moved_permanently(request.user, f"/{slug}")
    context = {
        "page": lasting_page,
        "old_comments": lasting_page.old_comments.filter(is_shown=True),
        "trail": [(lasting_page.title, "")],
        "can_edit": can_edit_news(request.user),
    }
    return render(request, "news/page_detail.html", context)


# --- Files ------------------------------------------------------------------------------------


@login_not_required
@csp_update({"object-src": [SELF]})  # type: ignore[arg-type]  # browsers show a PDF as an object
def attachment(request: HttpRequest, pk: int, name: str) -> Any:
    """A post's file, for whoever may read the post. Not for search engines: papers carry names."""
    readable = Post.objects.visible_to(request.user).order_by().values("pk")
    file = get_object_or_404(Attachment, pk=pk, post__in=readable)
    if name != file.file_name:
        return redirect(file)  # not for good: a name may come back
    try:
        content = file.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(
        content,
        as_attachment=file.extension != "pdf",
        filename=file.file_name,
        content_type=file.content_type,
    )
    response["X-Robots-Tag"] = "noindex"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-cache"
    return response
