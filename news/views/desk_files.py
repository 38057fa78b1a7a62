"""Photographs and papers of a post that is being written: for a script as JSON, else page by page."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_POST

from desk.uploads import keep_each
from members.http import MemberRequest
from members.models import Subject, User

from ..actions import add_attachment, add_photo, delete_attachment, delete_photo, place_photo
from ..forms import AttachmentForm, PhotoForm
from ..models import Attachment, Photo, Post
from .access import editable_post, post_trail, wants_json

STEPS = {"up": -1, "down": 1}


def _photos_at(post: Post) -> str:
    return f"{reverse('news_desk:post', args=[post.pk])}#anh"


def _owned(model: Any, user: User, pk: int) -> Any:
    """The file and its post through the post's own door."""
    if not user.may(Subject.NEWS):
        raise PermissionDenied
    posts = Post.objects.in_newsroom_of(user).order_by().values("pk")
    file = get_object_or_404(model.objects.select_related("post"), pk=pk, post__in=posts)
    file.post = editable_post(user, file.post_id)
    return file


def _refused(request: HttpRequest, post: Post, message: str) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"error": message}, status=400)
    messages.error(request, message)
    return redirect(_photos_at(post))


@require_POST
def photo_add(request: MemberRequest, pk: int) -> HttpResponse:
    """Adds several photographs at once; a refused file doesn't stop the others."""
    post = editable_post(request.user, pk)
    files = request.FILES.getlist("pictures")
    if not files:
        return _refused(request, post, "Chưa chọn ảnh nào.")
    field: Any = Photo._meta.get_field("picture").formfield()
    taken, wrong = keep_each(
        files, field, lambda file: add_photo(post=post, file=file, by=request.user)
    )
    if wrong:
        return _refused(request, post, " ".join(wrong))
    if wants_json(request):
        html = [
            render_to_string("news/desk/_photo.html", {"photo": photo}, request)
            for photo, _ in taken
        ]
        return JsonResponse({"photo": taken[-1][0].facts, "html": "".join(html)})
    added = sum(is_new for _, is_new in taken)
    if added:
        messages.success(request, f"Đã thêm {added} ảnh.")
    if added < len(taken):
        messages.info(request, f"{len(taken) - added} ảnh đã có trong bài nên không thêm lần nữa.")
    return redirect(_photos_at(post))


@require_POST
@transaction.atomic
def photo_edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Words and focus; what is refused comes back as typed, on a page of its own."""
    photo = _owned(Photo, request.user, pk)
    form = PhotoForm(request.POST, instance=photo)
    if form.is_valid():
        form.save()
        return _done(request, photo.post, "Đã lưu ảnh.", photo=photo.facts, version=photo.version)
    if wants_json(request):
        message = " ".join(str(error) for errors in form.errors.values() for error in errors)
        return JsonResponse({"error": message, "version": form["version"].value()}, status=400)
    stored = Photo.objects.get(pk=photo.pk)
    context = {
        "trail": post_trail(photo.post, ("Sửa ảnh", "")),
        "post": photo.post,
        "photo": stored,
        "form": form,
        "back": _photos_at(photo.post),
    }
    return render(request, "news/desk/photo_edit.html", context)


@require_POST
def photo_move(request: MemberRequest, pk: int) -> HttpResponse:
    """Moves a photograph to `position` among the post's photographs, or one place up or down."""
    photo = _owned(Photo, request.user, pk)
    row = [row_photo.pk for row_photo in photo.post.photos.all()]
    position, direction = request.POST.get("position", ""), request.POST.get("direction", "")
    if position.isascii() and position.isdecimal() and len(position) < 6:
        place_photo(photo=photo, position=int(position), by=request.user)
    elif direction in STEPS:
        place_photo(
            photo=photo, position=row.index(photo.pk) + 1 + STEPS[direction], by=request.user
        )
    else:
        return _refused(request, photo.post, "Chưa rõ đưa ảnh đi đâu.")
    return _done(request, photo.post, "Đã đổi thứ tự ảnh.")


def photo_delete(request: MemberRequest, pk: int) -> HttpResponse:
    photo = _owned(Photo, request.user, pk)
    if request.method == "POST":
        delete_photo(photo=photo, by=request.user)
        return _done(request, photo.post, "Đã xóa ảnh.")
    context = {
        "trail": post_trail(photo.post, ("Xóa ảnh", "")),
        "post": photo.post,
        "photo": photo,
        "heading": f"Xóa ảnh “{photo}”",
        "back": _photos_at(photo.post),
    }
    return render(request, "news/desk/file_delete.html", context)


def _done(request: HttpRequest, post: Post, message: str, **data: Any) -> HttpResponse:
    if wants_json(request):
        return JsonResponse(data)
    messages.success(request, message)
    return redirect(_photos_at(post))


@require_POST
def attachment_add(request: MemberRequest, pk: int) -> HttpResponse:
    post = editable_post(request.user, pk)
    form = AttachmentForm(request.POST, request.FILES)
    if form.is_valid():
        add_attachment(post=post, by=request.user, **form.cleaned_data)
        messages.success(request, "Đã thêm tệp đính kèm.")
    else:
        messages.error(
            request, " ".join(str(error) for errors in form.errors.values() for error in errors)
        )
    return redirect(f"{reverse('news_desk:post', args=[post.pk])}#tep")


def attachment_delete(request: MemberRequest, pk: int) -> HttpResponse:
    file = _owned(Attachment, request.user, pk)
    back = f"{reverse('news_desk:post', args=[file.post_id])}#tep"
    if request.method == "POST":
        delete_attachment(attachment=file, by=request.user)
        messages.success(request, "Đã xóa tệp đính kèm.")
        return redirect(back)
    context = {
        "trail": post_trail(file.post, ("Xóa tệp", "")),
        "post": file.post,
        "photo": None,
        "heading": f"Xóa tệp “{file}”",
        "back": back,
    }
    return render(request, "news/desk/file_delete.html", context)
