"""The portal with one page more, on which an article is written, and answers of a fixed kind.

It stands for the desk's own page where a test is about the scripts alone.
"""

import datetime as dt
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template import engines
from django.template.loader import render_to_string
from django.urls import include, path
from playwright.sync_api import Page

from assoc.urls import NEWSROOM
from desk.typed import Waiting
from members.models import Sitting
from news.models import Photo, Post

PAGE = """{% extends "desk.html" %}{% load static %}
{% block title %}Viết bài{% endblock %}
{% block head_extra %}{{ block.super }}{% form_scripts form %}
<script type="module" src="{% static "js/writing/page.js" %}"></script>{% endblock %}
{% block heading %}Viết bài{% endblock %}
{% block desk %}{% if saved %}<p data-saved-key="post-{{ post.pk }}-1:{{ saved }}">Đã lưu bài.</p>{% endif %}
<form method="post" class="form is-wide" data-autosave="/thu/{{ post.pk }}/tu-luu/"
 data-draft-key="post-{{ post.pk }}-1" data-version="1">{% csrf_token %}{% include "components/sitting.html" %}
{{ form }}<div class="save-bar"><button class="button">Lưu bài</button></div></form>
{% include "news/desk/_photos.html" with post=post %}{% endblock %}"""


TEXT = '.ProseMirror[contenteditable="true"]'


def stored(page: Page) -> str:
    """The text that the form would send."""
    return page.locator("#id_body").evaluate("area => area.value")


class WritingForm(forms.ModelForm):
    class Meta:
        model = Post
        fields = ("title", "lead", "body", "section")


class Answers:
    """What the stub of the autosave was sent, how often it was only asked, and what it says."""

    def __init__(self) -> None:
        self.sent: list[dict[str, Any]] = []
        self.looks = 0
        self.since: dt.datetime | None = None
        self.says: dict[str, Any] = {"others": [], "version": "1", "changed_by": None}


answers = Answers()


def write(request: HttpRequest, pk: int) -> HttpResponse:
    post = get_object_or_404(Post, pk=pk)
    form = WritingForm(request.POST or None, instance=post)
    if form.is_valid():
        form.save()
        return redirect(f"/thu/{pk}/?saved={request.POST['sitting']}")
    context = {
        "post": post,
        "form": form,
        "saved": request.GET.get("saved", ""),
        "trail": [("Sổ", "")],
        "waiting": Waiting(None, [], None, Sitting.begun(), since=answers.since),
    }
    return HttpResponse(engines["django"].from_string(PAGE).render(context, request))


def autosave(request: HttpRequest, pk: int) -> JsonResponse:
    if "quiet" in request.POST:
        answers.looks += 1
    else:
        answers.sent.append(request.POST.dict())
    return JsonResponse({"saved_at": "09:12", **answers.says})


def photo_add(request: HttpRequest, pk: int) -> HttpResponse:
    post = get_object_or_404(Post, pk=pk)
    field = Photo._meta.get_field("picture").formfield()
    photo = None
    for file in request.FILES.getlist("pictures"):
        try:
            field.clean(file)
        except forms.ValidationError as error:
            return JsonResponse({"error": error.messages[0]}, status=400)
        photo = Photo.objects.create(post=post, picture=file, order=post.photos.count() + 1)
    if "application/json" not in request.headers["Accept"]:
        return redirect(f"/thu/{pk}/")
    html = render_to_string("news/desk/_photo.html", {"photo": photo}, request)
    return JsonResponse({"photo": photo.facts, "html": html})


def photo_edit(request: HttpRequest, pk: int) -> HttpResponse:
    photo = get_object_or_404(Photo, pk=pk)
    for name in ("alt", "caption", "credit", "focus_x", "focus_y"):
        setattr(photo, name, request.POST[name])
    photo.people_agreed = "people_agreed" in request.POST
    photo.save()
    return _done(request, photo)


def photo_move(request: HttpRequest, pk: int) -> HttpResponse:
    photo = get_object_or_404(Photo, pk=pk)
    row = list(photo.post.photos.exclude(pk=pk))
    at = list(photo.post.photos.all()).index(photo)
    step = {"up": -1, "down": 1}.get(request.POST.get("direction", ""), 0)
    to = int(request.POST["position"]) - 1 if "position" in request.POST else max(0, at + step)
    row.insert(to, photo)
    for number, one in enumerate(row):
        Photo.objects.filter(pk=one.pk).update(order=number)
    return _done(request, photo)


def photo_delete(request: HttpRequest, pk: int) -> HttpResponse:
    photo = get_object_or_404(Photo, pk=pk)
    Photo.objects.filter(pk=pk).delete()
    return _done(request, photo)


def _done(request: HttpRequest, photo: Photo) -> HttpResponse:
    if "application/json" in request.headers["Accept"]:
        return JsonResponse({})
    return redirect(f"/thu/{photo.post_id}/")


stubs = [
    path("tin/<int:pk>/anh/", photo_add, name="photo_add"),
    path("tin/anh/<int:pk>/", photo_edit, name="photo_edit"),
    path("tin/anh/<int:pk>/doi-cho/", photo_move, name="photo_move"),
    path("tin/anh/<int:pk>/xoa/", photo_delete, name="photo_delete"),
]
urlpatterns = [
    path("thu/<int:pk>/", write),
    path("thu/<int:pk>/tu-luu/", autosave),
    path("so/", include((stubs + NEWSROOM, "news_desk"), namespace="news_desk")),
    path("", include("assoc.urls")),
]
handler403 = "assoc.errors.forbidden"
