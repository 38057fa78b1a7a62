"""Counting readings without knowing readers."""

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from members.http import client_origin, is_from_our_page

from ..models import Post, PostReads, can_edit_news

# One origin counts once an hour for a post, so that reloading or a script can't inflate the count.
COUNTED_EVERY = 3600


@csrf_exempt  # a beacon carries no token; it changes a number alone, and only from our own pages
@login_not_required
@require_POST
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """One reading of a post. Nothing about who read is written down; the cache keeps a hash of the
    place for an hour, so that it is not counted twice."""
    post = get_object_or_404(
        Post.objects.addressed_to(request.user).only("pk", "state", "audience"), pk=pk
    )
    if is_from_our_page(request) and not can_edit_news(request.user):
        key = f"news.read.{post.pk}.{client_origin(request)}"
        if cache.add(key, 1, COUNTED_EVERY):
            PostReads.objects.add(post)
    return HttpResponse(status=204)
