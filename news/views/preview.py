"""A post as readers will see it, before they do: for the newsroom, and for whoever has a link."""

import copy
from typing import Any

from csp.constants import SELF
from csp.decorators import csp_replace, csp_update
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST

from members.http import MemberRequest

from ..actions import CannotMove, make_preview, revoke_preview
from ..article import preview_facts
from ..models import Post, PreviewLink
from .access import editable_post, newsroom_post, post_trail


@csp_update({"frame-src": [SELF]})  # type: ignore[arg-type]  # the article in two frames
def preview(request: MemberRequest, pk: int) -> HttpResponse:
    """The article side by side as on a phone and on a desk, and the links given to others."""
    post = newsroom_post(request.user, pk)
    links = post.preview_links.open().select_related("made_by__member")
    context = {
        "trail": post_trail(post, ("Xem trước", "")),
        "post": post,
        "article_url": reverse("news_desk:preview_article", args=[post.pk]),
        "links": [
            (link, request.build_absolute_uri(_address(link))) for link in links if link.is_backed
        ],
        "can_share": post.is_open and Post.objects.editable_by(request.user).contains(post),
    }
    return render(request, "news/desk/post_preview.html", context)


def _address(link: PreviewLink) -> str:
    return reverse("news:preview", args=[link.token])


@xframe_options_sameorigin
@csp_replace({"frame-ancestors": [SELF]})  # type: ignore[arg-type]  # our own page shows it in a frame
def preview_article(request: MemberRequest, pk: int) -> HttpResponse:
    return _as_readers_see(request, newsroom_post(request.user, pk))


def _as_readers_see(
    request: HttpRequest, post: Post, link: PreviewLink | None = None, **more: Any
) -> HttpResponse:
    """Through the readers' own template, as somebody sees it who is not signed in."""
    reader_request = copy.copy(request)
    reader_request.user = AnonymousUser()
    if post.is_open:
        post.published_at = post.scheduled_for or timezone.now()
    context = preview_facts(reader_request, post) | {"preview_link": link}
    response = render(reader_request, "news/post_detail.html", context)
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


@login_not_required
def shared(request: HttpRequest, token: str) -> HttpResponse:
    """What a link shows until it ends, is revoked, or the post is out or taken off; no longer
    than who made it may see the post."""
    links = PreviewLink.objects.select_related(
        "post__section", "post__event", "post__compact", "made_by"
    )
    link = get_object_or_404(links, token=token)
    post = link.post
    if post.is_addressed_to(AnonymousUser()):
        return redirect(post)
    if not link.is_open or not post.is_open or not link.is_backed:
        response = render(request, "news/preview_gone.html", {"trail": []}, status=410)
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response
    return _as_readers_see(request, post, link)


@require_POST
def share(request: MemberRequest, pk: int) -> HttpResponse:
    post = editable_post(request.user, pk)
    try:
        make_preview(post=post, by=request.user)
        messages.success(request, "Đã tạo đường dẫn xem trước, dùng được 7 ngày.")
    except CannotMove as error:
        messages.error(request, str(error))
    return redirect(f"{reverse('news_desk:preview', args=[post.pk])}#duong-dan")


@require_POST
def revoke(request: MemberRequest, pk: int, link_pk: int) -> HttpResponse:
    post = editable_post(request.user, pk)
    revoke_preview(link=get_object_or_404(post.preview_links, pk=link_pk), by=request.user)
    messages.success(request, "Đã thu hồi: đường dẫn đó không còn xem được bài.")
    return redirect(f"{reverse('news_desk:preview', args=[post.pk])}#duong-dan")
