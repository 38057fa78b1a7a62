"""Writing a post: the first line, each saving, and what is typed in between."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from desk.actions.typed import typed_is_saved
from events.models import Event
from kit.dates import lately
from kit.text import clean_line
from members.actions.permission import edits, needs, sees
from members.models import Sitting, Unit, User
from members.models.typed import Content

from ..from_event import text_fields_of
from ..models import Photo, Post, PostPresence, PostVersion, Section, Tag
from ..models.sections import ByName
from ..models.workflow import PostState
from .errors import PostChangedMeanwhile
from .permission import writes_for_unit
from .posts import choose_lead_photo
from .slugs import save_under_free_slug
from .versions import keep_if_new, keep_version, says_the_same

# The same title by the same person this soon after is a second click, not a second post.
AGAIN_WITHIN = dt.timedelta(minutes=10)


@needs(writes_for_unit)
@transaction.atomic
def start_post(*, title: str, section: Section, unit: Unit | None, by: User) -> Post:
    """Creates a draft with only a title, or returns the draft just begun after a double click."""
    begun = _begun_lately(by).filter(title=clean_line(title), event=None)
    if post := begun.first():
        return post
    return _new_draft(by=by, title=title, section=section, unit=unit)


@needs(sees("event"), writes_for_unit)
@transaction.atomic
def start_from_event(*, event: Event, section: Section, unit: Unit | None, by: User) -> Post:
    """Creates a draft with all that the event's record holds; its photographs are copied."""
    if post := _begun_lately(by).filter(event=event).first():
        return post
    post = _new_draft(by=by, section=section, unit=unit, event=event, **text_fields_of(event))
    hosts = [host.unit for host in event.event_hosts.select_related("unit")]
    post.units.set({event.unit, *hosts})
    for taken in event.photos.filter(is_internal=False):
        photo = Photo(post=post, **{name: getattr(taken, name) for name in _PHOTO_FIELDS})
        files = {}
        for name in taken.picture.file_names:
            try:
                with taken.picture.storage.open(name, "rb") as stored:
                    files[name.rpartition("/")[2]] = stored.read()
            except FileNotFoundError:  # a lost file spoils no draft
                break
        else:
            photo.picture.keep(files, taken.width, taken.height)
            photo.save()
    choose_lead_photo(post=post)
    return post


_PHOTO_FIELDS = ("alt", "caption", "credit", "order", "focus_x", "focus_y", "people_agreed")


def _begun_lately(by: User) -> QuerySet[Post]:
    """Drafts of this user's last minutes; their row is held, so that two clicks take turns."""
    User.objects.select_for_update(of=("self",)).get(pk=by.pk)
    begun = Post.objects.filter(created_by=by, state=PostState.DRAFT)
    return begun.filter(created_at__range=lately(AGAIN_WITHIN))


def _new_draft(*, by: User, **fields: Any) -> Post:
    post = Post(created_by=by, updated_by=by, author_signature=by.display_name.upper(), **fields)
    post.clean()
    save_under_free_slug(post)
    return post


@needs(edits("post"))
@transaction.atomic
def save_post(
    *,
    post: Post,
    fields: Iterable[str],
    tags: Iterable[str],
    units: Iterable[Unit],
    by: User,
    opened_with: str,
    is_replacing: bool = False,
    sitting: Sitting | None = None,
    typed: Content | None = None,
) -> None:
    """Stores these fields of the post, if it still is what the form was opened with.

    `is_replacing`: who saves has seen the other's text and puts theirs in its place; the other's
    is kept as a version. `typed`: the form as it was sent in this sitting, which is saved now.
    """
    stored = (
        Post.objects.select_for_update(of=("self",))
        .select_related("section", "updated_by")
        .get(pk=post.pk)
    )
    if stored.version != opened_with:
        raise PostChangedMeanwhile(stored)
    is_out = stored.state == PostState.PUBLISHED
    changes = not says_the_same(stored, post)
    if is_replacing:
        keep_if_new(post=stored, why=PostVersion.Why.REPLACED, by=stored.updated_by)
    elif is_out and changes:
        # Published before versions were kept: the text published until now must be kept as well.
        keep_if_new(post=stored, why=PostVersion.Why.PUBLISHED, by=stored.updated_by)
    post.updated_by = by
    post.save(update_fields=[*fields, "body_text", "search_text", "updated_by", "updated_at"])
    post.tags.set(_tags_named(tags))
    post.units.set(units)
    if is_out and changes:
        keep_version(post=post, why=PostVersion.Why.UPDATED, by=by)
    if sitting is not None:
        typed_is_saved(post.drafts, by=by, sitting=sitting, content=typed or {})


def _tags_named(names: Iterable[str]) -> list[Tag]:
    """Tags of those names, new ones made; other capitals, or no marks, make no second tag."""
    names = list(names)
    if not names:
        return []
    tags_by_name = ByName(Tag.objects.all())
    tags = []
    for name in names:
        tag = tags_by_name.meant_by(name)
        if tag is None:
            tag = Tag(name=name)
            tag.clean()
            tag.save()
            tags_by_name.add(tag)
        tags.append(tag)
    return tags


def mark_present(*, post: Post, by: User) -> None:
    """Records that this user has the post open, which others who open it are shown."""
    PostPresence.objects.update_or_create(post=post, user=by, defaults={"seen_at": timezone.now()})
