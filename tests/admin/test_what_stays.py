"""What readers had before them, or wrote, is taken off the page; the admin deletes none of it."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib import admin
from django.db import models
from django.utils import timezone

from emulation.models import Compact, Signature
from events.models import Event
from news.models import Comment, Post
from tests import factories as make
from tests.conftest import Cast

from .test_pages import make_section, make_target, page

State = Post.State


def _draft(**fields: Any) -> Post:
    return make.make_post(**{"state": State.DRAFT, "published_at": None} | fields)


def _moved(old: str, new: str, **fields: Any) -> Post:
    post = _draft(**fields)
    post.moves.create(old_state=old, new_state=new)
    return post


def _written_under() -> Post:
    post = _draft()
    make.make_comment(post, state=Comment.State.REJECTED)
    return post


def _answered() -> Comment:
    comment = make.make_comment(make.make_post(), state=Comment.State.REJECTED)
    make.make_comment(comment.post, parent=comment)
    return comment


def _comment(state: str) -> Comment:
    return make.make_comment(make.make_post(), state=state)


def _unsigned(row: Any) -> Any:
    """The row, once the date of signing has been taken back."""
    Compact.objects.update(signed_on=None)
    return row


STAYS: dict[str, Callable[[], models.Model]] = {
    "published": make.make_post,
    "published for members": lambda: make.make_post(audience=Post.Audience.INTERNAL),
    "withdrawn": lambda: make.make_post(state=State.WITHDRAWN),
    "out before, now a draft": lambda: _moved(State.SCHEDULED, State.PUBLISHED),
    "has a day of publication": lambda: _draft(published_at=timezone.now()),
    "written under": _written_under,
    "shown comment": lambda: _comment(Comment.State.APPROVED),
    "waiting comment": lambda: _comment(Comment.State.HELD),
    "rejected comment with an answer": _answered,
    "announced event": make.make_event,
    "cancelled event": lambda: make.make_event(state=Event.State.CANCELLED),
    "signed compact": make.make_compact,
    "part of a signed compact": make_section,
    "target of a signed compact": make_target,
}
GOES: dict[str, Callable[[], models.Model]] = {
    "draft": _draft,
    "sent in": lambda: _moved(State.DRAFT, State.SUBMITTED, state=State.SUBMITTED),
    "returned": lambda: _draft(state=State.RETURNED),
    "rejected comment": lambda: _comment(Comment.State.REJECTED),
    "planned event": lambda: make.make_event(state=Event.State.DRAFT),
    "compact before it is signed": lambda: make.make_compact(signed_on=None),
    "target of a compact not signed": lambda: _unsigned(make_target()),
}


def _delete(cast: Cast, row: Any, who: str) -> tuple[str, bool]:
    """By its own page and by the list's action: what the page said, and whether the row is left."""
    client, model = cast.client(who), type(row)
    address = page(model, "delete", row.pk)
    said = client.get(address).content.decode()
    client.post(address, {"post": "yes"})
    action = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
    client.post(page(model, "changelist"), action)
    return said, model._default_manager.filter(pk=row.pk).exists()


@pytest.mark.parametrize("who", ["admin", "office"])
@pytest.mark.parametrize("kind", STAYS)
def test_admin_deletes_nothing_that_was_out(cast: Cast, kind: str, who: str) -> None:
    row: Any = STAYS[kind]()
    said, is_left = _delete(cast, row, who)

    assert is_left
    assert admin.site.get_model_admin(type(row)).delete_advice in said  # type: ignore[attr-defined]  # a PortalAdmin has it


@pytest.mark.parametrize("kind", GOES)
def test_what_nobody_saw_may_go(cast: Cast, kind: str) -> None:
    assert _delete(cast, GOES[kind](), "office")[1] is False


def test_editor_keeps_comments_and_photographs_of_a_published_post(cast: Cast) -> None:
    post = make.make_post()
    make.make_photo(post)
    make.make_comment(post)
    _delete(cast, post, "editor")

    assert (post.comments.count(), post.photos.count()) == (1, 1)


def test_one_that_stays_keeps_all_that_were_chosen_with_it(cast: Cast) -> None:
    """As for whatever else stands in the way of a deletion: nothing is half done."""
    rows = [_draft(), make.make_post()]
    action = {"action": "delete_selected", "_selected_action": [r.pk for r in rows], "post": "yes"}
    cast.client("admin").post(page(Post, "changelist"), action)

    assert Post.objects.count() == 2


def test_rows_of_a_signed_compact_have_no_box_to_delete_them(cast: Cast) -> None:
    compact = make_target().compact
    Signature.objects.create(compact=compact, unit=cast.district, signed_on=dt.date(2024, 10, 11))
    address = page(Compact, "change", compact.pk)

    assert "-DELETE" not in cast.client("admin").get(address).content.decode()
    _unsigned(compact)
    assert "-DELETE" in cast.client("admin").get(address).content.decode()
