"""Context of an article's page around its text, loaded in a fixed number of queries."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.core.signing import BadSignature, TimestampSigner
from django.db.models import Prefetch
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from kit.dates import long_datetime

from .body import body_of
from .models import MIN_ALBUM, Comment, CommentBan, Post, video_at

THREADS_PER_PAGE = 50
RELATED = 5
THANKS = "cam-on"
THANKS_FOR_SECONDS = 24 * 3600

_signer = TimestampSigner(salt="news.thanks")


def article_facts(request: HttpRequest, post: Post) -> dict[str, Any]:
    """The post's related records, as far as this reader may see them."""
    photos = list(post.photos.all())
    posts = Post.objects.addressed_to(request.user)
    is_out = post.published_at is not None
    return {
        "post": post,
        "url": request.build_absolute_uri(post.get_absolute_url()),
        "lead_photo": photos[0] if photos else None,
        "body": body_of(post, photos),
        "album_url": post.album_url if len(photos) >= MIN_ALBUM else "",
        "photo_count": len(photos),
        "video": video_at(post.video_url, request.get_host()),
        "attachments": post.attachments.all(),
        "tags": post.tags.all(),
        "units": post.units.select_related("parent"),
        "event": post.event if post.event and post.event.is_public else None,
        "compact": post.compact if post.compact and post.compact.is_signed else None,
        "related": _related(post, posts),
        "previous": posts.older_than(post).with_headline().first() if is_out else None,
        "next": posts.newer_than(post).with_headline().first() if is_out else None,
        "trail": [
            ("Tin tức", reverse("news:list")),
            (post.section.name, post.section.get_absolute_url()),
            (post.title, ""),
        ],
        "facts": _schema(request, post, photos),
    }


def preview_facts(request: HttpRequest, post: Post) -> dict[str, Any]:
    """The article's page before it is out: no comments yet, and files by their names alone."""
    return article_facts(request, post) | {
        "is_preview": True,
        "threads": comment_threads(post, None),
        "comment_count": 0,
        "is_open": False,
        "form": None,
        "waits": False,
        "thanked": None,
        "thanked_at": "",
        "can_edit": False,
    }


def _related(post: Post, posts: Any) -> list[Post]:
    """Related posts, completed with the newest posts of the section."""
    related = list(posts.beside(post).with_headline()[:RELATED])
    if len(related) < RELATED:
        others = posts.filter(section=post.section_id).exclude(
            pk__in=[p.pk for p in [post, *related]]
        )
        related += others.newest_first().with_headline()[: RELATED - len(related)]
    return related


def _schema(request: HttpRequest, post: Post, photos: list[Any]) -> dict[str, Any]:
    """The article in schema.org's vocabulary, for search engines."""
    absolute = request.build_absolute_uri
    facts: dict[str, Any] = {
        "@type": "NewsArticle",
        "headline": post.title,
        "description": post.lead,
        "url": absolute(post.get_absolute_url()),
        "mainEntityOfPage": absolute(post.get_absolute_url()),
        "inLanguage": "vi",
        "articleSection": post.section.name,
        "dateModified": timezone.localtime(post.updated_at).isoformat(),
        "author": {"@type": "Person", "name": post.author_signature},
        "isAccessibleForFree": True,
    }
    if post.published_at:
        facts["datePublished"] = timezone.localtime(post.published_at).isoformat()
    if photos:
        facts["image"] = [absolute(photo.picture.fallback_url) for photo in photos]
    return facts


# --- Comments ---------------------------------------------------------------------------------


def comment_threads(post: Post, page: str | None) -> Page:
    """Threads of a page, oldest first, each with `shown_replies` and where to reply to it."""
    replies = Prefetch("replies", Comment.objects.shown(), to_attr="shown_replies")
    threads = post.comments.shown().threads().prefetch_related(replies)
    shown = Paginator(threads, THREADS_PER_PAGE).get_page(page)
    rows: list[Any] = list(shown.object_list)
    for thread in rows:
        at_page = f"page={shown.number}&" if shown.number > 1 else ""
        thread.reply_url = f"{post.get_absolute_url()}?{at_page}tra-loi={thread.pk}#viet-nhan-xet"
    shown.object_list = rows
    return shown


def comment_address(comment: Comment) -> str:
    """The address of a published comment, on its page of the comments."""
    opening = comment.parent or comment
    threads = comment.post.comments.shown().threads()
    before = threads.filter(created_at__lt=opening.created_at).count()
    before += threads.filter(created_at=opening.created_at, pk__lt=opening.pk).count()
    number = before // THREADS_PER_PAGE + 1
    query = f"?page={number}" if number > 1 else ""
    return f"{comment.post.get_absolute_url()}{query}#nhan-xet-{comment.pk}"


def thanks_address(comment: Comment) -> str:
    """The article with a thank-you, signed, so that nobody finds codes by trying addresses."""
    return f"{comment.post.get_absolute_url()}?{THANKS}={_signer.sign(comment.reference)}#cam-on"


def thanked_for(post: Post, signed: str) -> Comment | None:
    """The comment for which the page should thank, if it came from our own redirect today."""
    try:
        reference = _signer.unsign(signed, max_age=THANKS_FOR_SECONDS)
    except BadSignature:
        return None
    return post.comments.filter(reference=reference).select_related("parent").first()


def ban_text(ban: CommentBan) -> str:
    """The polite message that a banned writer sees in place of the form, with the end of the ban."""
    who = "Tài khoản của bạn" if ban.user_id else "Nơi bạn đang truy cập"
    until = f" cho đến {long_datetime(ban.until)}" if ban.until else ""
    return (
        f"{who} tạm thời chưa gửi được nhận xét{until}. Nếu có sự nhầm lẫn, xin bạn liên hệ ban biên "
        "tập theo địa chỉ ở cuối trang."
    )
