"""The newsroom's list and the writing of posts."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from members.http import MemberRequest

from ..models import Post

PER_PAGE = 30


def post_list(request: MemberRequest) -> HttpResponse:
    """Posts of one's own units; for editors, all."""
    if not request.user.opens_desk:
        raise PermissionDenied
    posts = Post.objects.in_newsroom_of(request.user).select_related("section", "unit")
    context = {
        "trail": [("Sổ công tác", reverse("desk")), ("Bài viết", "")],
        "page": Paginator(posts.order_by("-updated_at"), PER_PAGE).get_page(
            request.GET.get("page")
        ),
    }
    return render(request, "news/desk/post_list.html", context)
