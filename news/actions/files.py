"""Photographs and papers of a post. Their files go when the row is surely gone."""

import hashlib

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max

from members.actions.permission import edits, needs
from members.files import delete_after_commit
from members.models import User

from ..models import Attachment, Photo, Post
from .posts import choose_lead_photo


@needs(edits("post"))
@transaction.atomic
def add_photo(*, post: Post, file: UploadedFile, by: User) -> tuple[Photo, bool]:
    """The photograph, and whether it is new: the same file is in a post once, however often sent."""
    Post.objects.select_for_update(of=("self",)).get(pk=post.pk)
    digest = hashlib.file_digest(file, "sha256").hexdigest()
    file.seek(0)
    if existing := post.photos.filter(digest=digest).first():
        return existing, False
    last = post.photos.aggregate(last=Max("order"))["last"]
    order = 0 if last is None else last + 1
    photo = Photo.objects.create(post=post, picture=file, digest=digest, order=order)
    choose_lead_photo(post=post)
    return photo, True


@needs(edits("photo.post"))
@transaction.atomic
def place_photo(*, photo: Photo, position: int, by: User) -> None:
    """Puts the photograph at that place among the post's, 1 being the first."""
    others = list(photo.post.photos.select_for_update().exclude(pk=photo.pk))
    others.insert(max(0, position - 1), photo)
    for order, photo_row in enumerate(others):
        if photo_row.order != order:
            photo_row.order = order
            photo_row.save(update_fields=["order"])
    choose_lead_photo(post=photo.post)


@needs(edits("photo.post"))
@transaction.atomic
def delete_photo(*, photo: Photo, by: User) -> None:
    """A place in the text that names it shows nothing from then on."""
    post, picture = photo.post, photo.picture
    names, storage = picture.file_names, picture.storage
    photo.delete()
    choose_lead_photo(post=post)
    delete_after_commit(storage, names)


@needs(edits("post"))
@transaction.atomic
def add_attachment(*, post: Post, file: UploadedFile, title: str, by: User) -> Attachment:
    """The same file under the same name is there once, however often it is sent."""
    Post.objects.select_for_update(of=("self",)).get(pk=post.pk)
    for existing in post.attachments.filter(title=title, size=file.size or 0):
        if _says_the_same(existing, file):
            return existing
    last = post.attachments.aggregate(last=Max("order"))["last"]
    return Attachment.objects.create(
        post=post, file=file, title=title, order=0 if last is None else last + 1
    )


def _says_the_same(existing: Attachment, file: UploadedFile) -> bool:
    try:
        with existing.file.storage.open(str(existing.file.name)) as stored:
            return bool(stored.read() == file.read())
    except FileNotFoundError:  # lost; then sending it again is the cure
        return False
    finally:
        file.seek(0)


@needs(edits("attachment.post"))
@transaction.atomic
def delete_attachment(*, attachment: Attachment, by: User) -> None:
    name, storage = str(attachment.file.name), attachment.file.storage
    attachment.delete()
    delete_after_commit(storage, [name])
