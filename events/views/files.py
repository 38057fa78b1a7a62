"""Photographs and papers of an event: kept at the desk, handed out to who may open them."""

import posixpath
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from desk.pages import attempt, check, is_gone
from desk.pages import private_file as handed_out
from desk.uploads import keep_each
from kit.for_visitors import same_for_visitors
from members.http import MemberRequest, posted
from members.models import Degree, Subject

from ..actions.files import (
    add_document,
    add_photo,
    change_document,
    change_photo,
    delete_document,
    delete_photo,
    place_photo,
)
from ..forms.files import DocumentForm, NewDocumentsForm, NewPhotosForm, PhotoForm
from ..models import Event, EventDocument, EventPhoto
from .desk import event_at_desk, is_writer, of_event

PUBLIC_FOR = 3600  # seconds for which others may keep a public photograph
PAPERS = "tai-lieu"
UP, DOWN = "len", "xuong"


def shown_files(user: Any, event: Event) -> tuple[list[EventPhoto], list[EventDocument]]:
    """The photographs and papers on a page of an event that the user sees. The rule is that of
    `EventFileQuerySet.visible_to`."""
    is_inside = user.is_authenticated and Event.objects.inside_for(user).contains(event)
    every: Any = {} if is_inside else {"is_internal": False}
    return list(event.photos.filter(**every)), list(event.documents.filter(**every))


def _files_at(event: Event) -> str:
    return reverse("events_desk:files", args=[event.pk])


def _of_files(event: Event, *parts: tuple[str, str]) -> list[tuple[str, str]]:
    return of_event(event, ("Ảnh, tài liệu", _files_at(event) if parts else ""), *parts)


# --- At the desk --------------------------------------------------------------------------------


def files(request: MemberRequest, pk: int) -> HttpResponse:
    """All photographs and papers of one event, and the two boxes that take more."""
    event = event_at_desk(request, pk)
    may_write = is_writer(request.user, event)
    if request.method == "POST" and not may_write:
        raise PermissionDenied
    takes_papers = request.POST.get("viec") == PAPERS
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    photos_sent, papers_sent = ((None, None), sent) if takes_papers else (sent, (None, None))
    photos_form = NewPhotosForm(photos_sent[0], photos_sent[1], auto_id="anh_%s")
    papers_form = NewDocumentsForm(papers_sent[0], papers_sent[1], auto_id="tep_%s")
    form: Any = papers_form if takes_papers else photos_form
    if request.method == "POST" and form.is_valid():
        _keep(request, event, form)
        return redirect(_files_at(event))
    photos, papers = shown_files(request.user, event)
    context = {
        "trail": _of_files(event),
        "event": event,
        "may_write": may_write,
        "photos": photos,
        "papers": papers,
        "photos_form": photos_form,
        "papers_form": papers_form,
    }
    return render(request, "events/desk/files.html", context)


def _keep(request: MemberRequest, event: Event, form: Any) -> None:
    """Takes what is right; each refused file is named with its reason."""
    data = dict(form.cleaned_data)
    sent = data.pop("pictures", None) or data.pop("papers")
    model: Any = EventPhoto if isinstance(form, NewPhotosForm) else EventDocument
    add: Any = add_photo if model is EventPhoto else add_document
    column = "picture" if model is EventPhoto else "file"
    kept, refused = keep_each(
        sent,
        model._meta.get_field(column).formfield(),
        lambda file: add(event=event, file=file, by=request.user, **data),
    )
    noun = "ảnh" if model is EventPhoto else "tài liệu"
    added = sum(is_new for _, is_new in kept)
    if added:
        messages.success(request, f"Đã thêm {added} {noun}.")
    if added < len(kept):
        messages.info(request, f"{len(kept) - added} {noun} đã có nên không thêm lần nữa.")
    for message in refused:
        messages.error(request, message)


def _to_write(request: MemberRequest, model: Any, pk: int) -> Any:
    """404 for a file of an event out of the user's list, 403 for one that they only read."""
    check(request, Subject.EVENTS)
    events = Event.objects.at_desk_of(request.user).order_by().values("pk")
    file = get_object_or_404(model.objects.select_related("event"), pk=pk, event__in=events)
    if not is_writer(request.user, file.event):
        raise PermissionDenied
    return file


@transaction.atomic
def photo_edit(request: MemberRequest, pk: int) -> HttpResponse:
    photo = _to_write(request, EventPhoto, pk)
    form = PhotoForm(posted(request), instance=photo)
    if request.method == "POST" and form.is_valid():
        saved = attempt(form, lambda: change_photo(photo=form.instance, by=request.user))
        if saved is not None:
            messages.success(request, "Đã lưu ảnh.")
            return redirect(f"{_files_at(photo.event)}#anh-{photo.pk}")
    shown = EventPhoto.objects.select_related("event").get(pk=pk)  # as stored, not as typed
    context = {
        "trail": _of_files(shown.event, ("Sửa ảnh", "")),
        "photo": shown,
        "form": form,
        "back": _files_at(shown.event),
    }
    return render(request, "events/desk/photo_edit.html", context)


@require_POST
def photo_move(request: MemberRequest, pk: int) -> HttpResponse:
    photo = _to_write(request, EventPhoto, pk)
    if request.POST.get("cho") in (UP, DOWN):
        place_photo(photo=photo, is_down=request.POST["cho"] == DOWN, by=request.user)
    return redirect(f"{_files_at(photo.event)}#anh-{photo.pk}")


def photo_delete(request: MemberRequest, pk: int) -> HttpResponse:
    if is_gone(request, EventPhoto, pk, Subject.EVENTS):
        return redirect("events_desk:list")
    photo = _to_write(request, EventPhoto, pk)
    if request.method == "POST":
        delete_photo(photo=photo, by=request.user)
        messages.success(request, "Đã xóa ảnh.")
        return redirect(_files_at(photo.event))
    return _ask(request, photo.event, heading="Xóa ảnh này", photo=photo)


@transaction.atomic
def document_edit(request: MemberRequest, pk: int) -> HttpResponse:
    document = _to_write(request, EventDocument, pk)
    form = DocumentForm(posted(request), instance=document)
    if request.method == "POST" and form.is_valid():
        saved = attempt(form, lambda: change_document(document=form.instance, by=request.user))
        if saved is not None:
            messages.success(request, "Đã lưu tài liệu.")
            return redirect(_files_at(document.event))
    context = {
        "trail": _of_files(document.event, ("Sửa tài liệu", "")),
        "photo": None,
        "form": form,
        "back": _files_at(document.event),
    }
    return render(request, "events/desk/photo_edit.html", context)


def document_delete(request: MemberRequest, pk: int) -> HttpResponse:
    if is_gone(request, EventDocument, pk, Subject.EVENTS):
        return redirect("events_desk:list")
    document = _to_write(request, EventDocument, pk)
    if request.method == "POST":
        delete_document(document=document, by=request.user)
        messages.success(request, "Đã xóa tài liệu.")
        return redirect(_files_at(document.event))
    return _ask(request, document.event, heading=f"Xóa tài liệu “{document}”", photo=None)


def _ask(request: MemberRequest, event: Event, *, heading: str, photo: Any) -> HttpResponse:
    check(request, Subject.EVENTS, Degree.WRITE)
    context = {
        "trail": _of_files(event, ("Xóa", "")),
        "heading": heading,
        "photo": photo,
        "back": _files_at(event),
    }
    return render(request, "events/desk/file_delete.html", context)


# --- Handed out ---------------------------------------------------------------------------------


@same_for_visitors()
@login_not_required
def album(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Every photograph of an event that the reader may see, large."""
    event = get_object_or_404(Event.objects.visible_to(request.user), pk=pk)
    if slug != event.slug:
        return redirect("events:album", pk, event.slug)
    photos, _papers = shown_files(request.user, event)
    if not photos:
        raise Http404
    context = {
        "event": event,
        "photos": photos,
        "url": request.build_absolute_uri(request.path),
        "trail": [
            ("Sự kiện", reverse("events:list")),
            (event.title, event.get_absolute_url()),
            ("Ảnh", ""),
        ],
    }
    return render(request, "events/album.html", context)


@login_not_required
def photo(request: HttpRequest, pk: int, name: str) -> FileResponse:
    """One file of a photograph; 404 for who may not see it. Public ones may be kept for an hour."""
    photos = EventPhoto.objects.visible_to(request.user).select_related("event")
    row = get_object_or_404(photos, pk=pk)
    stored = {posixpath.basename(full): full for full in row.picture.file_names}
    if name not in stored:
        raise Http404
    kind = "image/webp" if name.endswith(".webp") else "image/jpeg"
    answer = handed_out(row.picture.storage, stored[name], kind, name)
    if row.event.is_public and not row.is_internal:
        answer["Cache-Control"] = f"public, max-age={PUBLIC_FOR}"
        del answer["X-Robots-Tag"]
    return answer


@login_not_required
def document(request: HttpRequest, pk: int, name: str) -> FileResponse:
    """A paper of an event; 404 for who may not open it."""
    row = get_object_or_404(EventDocument.objects.visible_to(request.user), pk=pk)
    if name != row.file_name:
        raise Http404
    storage = row.file.storage
    return handed_out(storage, str(row.file.name), row.content_type, row.file_name)
