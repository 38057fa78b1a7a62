"""Versions of a post: listed, compared, restored."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from members.http import MemberRequest

from ..actions import PostChangedMeanwhile, restore_version
from ..compare import versions_compared
from ..models import Post, PostVersion
from .access import editable_post, newsroom_post, post_trail

NOW = "hien-tai"


def versions(request: MemberRequest, pk: int) -> HttpResponse:
    """All kept versions, and the differences of two; by default, of the last from the present text."""
    post = newsroom_post(request.user, pk)
    kept = list(post.versions.select_related("by__member"))
    old = _chosen(request, "cu", kept) or (kept[0] if kept else None)
    new = _chosen(request, "moi", kept)
    has_choice = "cu" in request.GET
    context = {
        "trail": post_trail(post, ("Bản lưu", "")),
        "post": post,
        "kept": kept,
        "old": old,
        "new": new,
        "has_choice": has_choice,
        "differences": versions_compared(old, new or post) if has_choice and old else [],
        "can_restore": Post.objects.editable_by(request.user).contains(post),
    }
    return render(request, "news/desk/post_versions.html", context)


def _chosen(request: HttpRequest, name: str, kept: list[PostVersion]) -> PostVersion | None:
    """The version of that number; none stands for the present."""
    number = request.GET.get(name, "")
    return next((version for version in kept if str(version.number) == number), None)


def restore(request: MemberRequest, pk: int, number: int) -> HttpResponse:
    """Asked about first, with what would change; the text of now is kept as a version of its own."""
    post = editable_post(request.user, pk)
    version = get_object_or_404(post.versions.select_related("by__member"), number=number)
    if request.method == "POST":
        try:
            restore_version(
                version=version, by=request.user, opened_with=request.POST.get("version", "")
            )
        except PostChangedMeanwhile:
            messages.error(
                request,
                "Bài vừa được lưu sau khi trang này mở nên chưa khôi phục. Xin xem lại rồi bấm lần nữa.",
            )
            return redirect(request.path)
        messages.success(request, f"Bài đã trở lại như bản số {version.number}.")
        return redirect("news_desk:post", post.pk)
    context = {
        "trail": post_trail(
            post, ("Bản lưu", reverse("news_desk:versions", args=[post.pk])), ("Khôi phục", "")
        ),
        "post": post,
        "version": version,
        "differences": versions_compared(post, version),
    }
    return render(request, "news/desk/post_restore.html", context)
