"""Photographs and papers of an event. Their files go when the row is surely gone."""

import hashlib

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max

from desk.editing import shift
from members.actions.permission import edits, needs
from members.files import delete_after_commit
from members.models import User

from ..models import Event, EventDocument, EventPhoto
from ..models.files import MOST_DOCUMENTS, MOST_PHOTOS


def _digest(file: UploadedFile) -> str:
    digest = hashlib.file_digest(file, "sha256").hexdigest()
    file.seek(0)
    return digest


def _lock(event: Event) -> None:
    Event.objects.select_for_update(of=("self",)).get(pk=event.pk)


@needs(edits("event"))
@transaction.atomic
def add_photo(
    *,
    event: Event,
    file: UploadedFile,
    caption: str,
    is_internal: bool,
    people_agreed: bool,
    by: User,
) -> tuple[EventPhoto, bool]:
    """The photograph, and whether it is new: the same file is in an event once, however often sent."""
    _lock(event)
    digest = _digest(file)
    if existing := event.photos.filter(digest=digest).first():
        return existing, False
    if event.photos.count() >= MOST_PHOTOS:
        raise ValidationError(f"Mỗi sự kiện giữ nhiều nhất {MOST_PHOTOS} ảnh.")
    last = event.photos.aggregate(last=Max("order"))["last"] or 0
    photo = EventPhoto(
        event=event, picture=file, digest=digest, order=last + 1, caption=caption,
        is_internal=is_internal, people_agreed=people_agreed,
    )  # fmt: skip
    photo.full_clean(exclude=["picture"])
    photo.save()
    return photo, True


@needs(edits("photo.event"))
@transaction.atomic
def change_photo(*, photo: EventPhoto, by: User) -> EventPhoto:
    """Saves its words and who may see it."""
    photo.full_clean(exclude=["picture"])
    photo.save()
    return photo


@needs(edits("photo.event"))
@transaction.atomic
def place_photo(*, photo: EventPhoto, is_down: bool, by: User) -> None:
    """One place up or down in the album."""
    _lock(photo.event)
    shift(photo.event.photos.all(), photo, down=is_down)


@needs(edits("photo.event"))
@transaction.atomic
def delete_photo(*, photo: EventPhoto, by: User) -> None:
    names, storage = photo.picture.file_names, photo.picture.storage
    photo.delete()
    delete_after_commit(storage, names)


@needs(edits("event"))
@transaction.atomic
def add_document(
    *, event: Event, file: UploadedFile, title: str, is_internal: bool, by: User
) -> tuple[EventDocument, bool]:
    """The paper, and whether it is new; see `add_photo`."""
    _lock(event)
    digest = _digest(file)
    if existing := event.documents.filter(digest=digest).first():
        return existing, False
    if event.documents.count() >= MOST_DOCUMENTS:
        raise ValidationError(f"Mỗi sự kiện giữ nhiều nhất {MOST_DOCUMENTS} tài liệu.")
    document = EventDocument(
        event=event, file=file, title=title, is_internal=is_internal, digest=digest
    )
    document.full_clean(exclude=["file"])
    document.save()
    return document, True


@needs(edits("document.event"))
@transaction.atomic
def change_document(*, document: EventDocument, by: User) -> EventDocument:
    """Saves its name and who may open it."""
    document.full_clean(exclude=["file"])
    document.save()
    return document


@needs(edits("document.event"))
@transaction.atomic
def delete_document(*, document: EventDocument, by: User) -> None:
    name, storage = str(document.file.name), document.file.storage
    document.delete()
    delete_after_commit(storage, [name])
