"""Fetching a post with its permission check, for each kind of page, and answering in its format."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from desk.pages import trail
from members.models import Subject, User

from ..models import Post


def newsroom_post(user: User, pk: int) -> Post:
    """404 for a post that is none of this user's newsroom."""
    if not user.may(Subject.NEWS):
        raise PermissionDenied
    posts = Post.objects.in_newsroom_of(user)
    return get_object_or_404(
        posts.select_related("section", "unit__parent", "event", "updated_by__member"), pk=pk
    )


def editable_post(user: User, pk: int) -> Post:
    """404 for a post the user may not see, 403 for a post they may see but not change now."""
    post = newsroom_post(user, pk)
    if not Post.objects.editable_by(user).contains(post):
        raise PermissionDenied
    return post


def post_trail(post: Post | None, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """The breadcrumbs of a page about the post; the last entry is the page itself."""
    steps = trail(("Bài viết", reverse("news_desk:posts")))
    if post is not None:
        steps.append((post.title, reverse("news_desk:post", args=[post.pk])))
    steps += more
    steps[-1] = (steps[-1][0], "")
    return steps


def wants_json(request: HttpRequest) -> bool:
    """Whether a script asks, rather than a page that is to be shown next."""
    return "application/json" in request.headers.get("Accept", "")
