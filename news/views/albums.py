"""Photographs of an occasion on a page of their own."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from kit.for_visitors import same_for_visitors

from ..models import MIN_ALBUM, Post, albums

ALBUMS_PER_PAGE = 12


@same_for_visitors("page")
@login_not_required
def album_list(request: HttpRequest) -> HttpResponse:
    posts = albums(Post.objects.addressed_to(request.user)).select_related("section", "lead_photo")
    posts = posts.defer("body", "body_text", "search_text").newest_first()
    context = {
        "page": Paginator(posts, ALBUMS_PER_PAGE).get_page(request.GET.get("page")),
        "trail": [("Tin tức", reverse("news:list")), ("Ảnh", "")],
    }
    return render(request, "news/album_list.html", context)


@same_for_visitors()
@login_not_required
def album(request: HttpRequest, year: int, month: int, slug: str) -> HttpResponse:
    """Every photograph of a post, for whoever may open the post."""
    visible = Post.objects.visible_to(request.user).in_month(year, month)
    post = get_object_or_404(visible.select_related("section"), slug=slug)
    photos = list(post.photos.all())
    if len(photos) < MIN_ALBUM:
        raise Http404
    context = {
        "post": post,
        "photos": photos,
        "url": request.build_absolute_uri(post.album_url),
        "trail": [
            ("Tin tức", reverse("news:list")),
            ("Ảnh", reverse("news:albums")),
            (post.title, ""),
        ],
    }
    return render(request, "news/album.html", context)
