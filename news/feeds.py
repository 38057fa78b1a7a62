"""RSS and Atom with full articles, for readers' programs and other sites."""

import re
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, Enclosure, Rss201rev2Feed
from django.utils.html import escape

from kit.for_visitors import same_for_visitors
from members.models import association

from .body import body_of
from .models import Photo, Post, video_at

NEWEST = 20
# Characters that XML 1.0 can't express; a single one would break the whole feed.
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ROOTED = re.compile(r'(<(?:a|img)\b[^>]*\b(?:href|src)=")(/[^/"])')


class FullRss(Rss201rev2Feed):
    """RSS with the whole article in `content:encoded`, where feed readers expect it."""

    def rss_attributes(self) -> dict[str, str]:
        spaces = {"xmlns:content": "http://purl.org/rss/1.0/modules/content/"}
        return super().rss_attributes() | spaces

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("content:encoded", item["content"])


class FullAtom(Atom1Feed):
    """Atom with the whole article in `content`."""

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["content"], {"type": "html"})


@same_for_visitors()
@login_not_required
def rss(request: HttpRequest) -> HttpResponse:
    return _answer(request, FullRss, "news:rss")


@same_for_visitors()
@login_not_required
def atom(request: HttpRequest) -> HttpResponse:
    return _answer(request, FullAtom, "news:atom")


def _answer(request: HttpRequest, kind: type[FullRss] | type[FullAtom], name: str) -> HttpResponse:
    """The newest public posts. Who asks makes no difference: feeds are passed on."""
    home = association()
    feed = kind(
        title=f"Tin tức {home.name}" if home else "Tin tức",
        link=request.build_absolute_uri(reverse("news:list")),
        description="Tin bài mới nhất, đăng toàn văn.",
        language="vi",
        feed_url=request.build_absolute_uri(reverse(name)),
    )
    posts = Post.objects.addressed_to(AnonymousUser()).select_related("section")
    for post in posts.prefetch_related("photos", "attachments", "tags").newest_first()[:NEWEST]:
        feed.add_item(**_item(request, post))
    response = HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)
    # A browser without feed support shows it as text, and doesn't guess another type.
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _item(request: HttpRequest, post: Post) -> dict[str, Any]:
    photos = list(post.photos.all())
    return {
        "title": _plain(post.title),
        "link": request.build_absolute_uri(post.get_absolute_url()),
        "unique_id": request.build_absolute_uri(post.get_absolute_url()),
        "unique_id_is_permalink": True,
        # Feed readers take it for HTML, so the text is escaped.
        "description": escape(_plain(post.lead)),
        "content": _content(request, post, photos),
        "author_name": _plain(post.author_signature),
        "pubdate": post.published_at,
        "updateddate": post.updated_at,
        "categories": [
            _plain(name) for name in (post.section.name, *(t.name for t in post.tags.all()))
        ],
        "enclosures": [_enclosure(request, photo) for photo in photos[:1]],
    }


def _content(request: HttpRequest, post: Post, photos: list[Photo]) -> str:
    """The article as self-contained HTML: every address is absolute."""
    html = render_to_string(
        "news/_feed_content.html",
        {"post": post, "body": body_of(post, photos), "video": video_at(post.video_url, "")},
    )
    origin = f"{request.scheme}://{request.get_host()}"
    return _plain(_ROOTED.sub(rf"\g<1>{origin}\g<2>", html)).strip()


def _plain(text: str) -> str:
    return _NOT_XML.sub("", text)


def _enclosure(request: HttpRequest, photo: Photo) -> Enclosure:
    """The lead picture, which feed readers show beside the title; RSS requires its size."""
    picture = photo.picture
    try:
        size = picture.storage.size(picture.fallback_name)
    except OSError:  # a lost file spoils no feed
        size = 0
    return Enclosure(request.build_absolute_uri(picture.fallback_url), str(size), "image/jpeg")
