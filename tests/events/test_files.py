"""Photographs and papers of an event: who may keep them, who may open them."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from events.actions.files import add_photo
from events.actions.writing import delete_draft
from events.models import Event, EventDocument, EventPhoto
from events.models.files import MOST_PHOTOS
from tests import factories as make

WHO = ("officer_here", "officer_beside", "member_here", "nobody")


@pytest.fixture
def event(cast):
    return make.make_event(cast.here, title="Hội thao chi hội")


def _url(event):
    return reverse("events_desk:files", args=[event.pk])


def _send(client, event, **data) -> Any:
    return client.post(_url(event), {"viec": "", "is_internal": "on"} | data, follow=True)


def _lines(answer) -> list[str]:
    return [str(message) for message in answer.context["messages"]]


def test_several_photographs_are_taken_at_once_and_one_refused_stops_none(cast, event):
    sent = [
        make.picture_file("a.jpg"),
        make.pdf_file("b.jpg"),
        make.picture_file("c.jpg", colour="#fff"),
    ]
    answer = _send(cast.client("officer_here"), event, pictures=sent, caption="Khai mạc")
    assert [(p.caption, p.is_internal, p.order) for p in event.photos.all()] == [
        ("Khai mạc", True, 1), ("Khai mạc", True, 2),
    ]  # fmt: skip
    told = _lines(answer)
    assert (told[0], told[1].startswith("b.jpg: "), len(told)) == ("Đã thêm 2 ảnh.", True, 2)


def test_same_file_sent_twice_is_there_once(cast, event):
    client = cast.client("officer_here")
    _send(client, event, pictures=[make.picture_file()])
    assert _lines(_send(client, event, pictures=[make.picture_file("ten-khac.jpg")])) == [
        "1 ảnh đã có nên không thêm lần nữa."
    ]
    for _ in range(2):
        _send(client, event, viec="tai-lieu", papers=[make.pdf_file()], title="Kế hoạch")
    assert (event.photos.count(), event.documents.count()) == (1, 1)


def test_public_photograph_needs_consent(cast, event):
    answer = _send(
        cast.client("officer_here"), event, pictures=[make.picture_file()], is_internal=""
    )
    assert "people_agreed" in answer.context["photos_form"].errors
    with pytest.raises(IntegrityError), transaction.atomic():
        make.make_event_photo(event, is_internal=False)
    photo = make.make_event_photo(event)
    form = {"alt": "", "caption": "", "credit": "", "version": photo.updated_at.isoformat()}
    page = cast.client("officer_here").post(
        reverse("events_desk:photo_edit", args=[photo.pk]), form
    )
    assert "cần những người trong ảnh đồng ý" in page.content.decode()


@pytest.mark.parametrize("make_one", [make.make_event_photo, make.make_event_document])
def test_internal_file_is_for_the_units_of_the_event(cast, event, make_one):
    """The query, the address and the page agree on who sees what."""
    inner = make_one(event)
    outer = make_one(
        event, **{"is_public": True} if inner.__class__ is EventPhoto else {"is_internal": False}
    )
    model: Any = type(inner)
    seen = {}
    for who in WHO:
        user = getattr(cast, who, None)
        client = cast.client(who)
        rows = model.objects.visible_to(user) if user else None
        page = client.get(event.get_absolute_url()).content.decode()
        addresses = [_address(row) for row in (outer, inner)]
        codes = [_opened(client, address).status_code for address in addresses]
        assert [address in page for address in addresses] == [code == 200 for code in codes]
        if rows is not None:
            assert set(rows) == {
                row for row, code in zip((outer, inner), codes, strict=True) if code == 200
            }
        seen[who] = codes
    assert seen == {
        "officer_here": [200, 200], "officer_beside": [200, 404], "member_here": [200, 200],
        "nobody": [200, 404],
    }  # fmt: skip


def _opened(client, address: str) -> Any:
    answer = client.get(address)
    for close in answer._resource_closers:  # close() would also close the database
        close()
    return answer


def _address(row: Any) -> str:
    return str(row.picture.fallback_url if isinstance(row, EventPhoto) else row.get_absolute_url())


def test_public_photograph_may_be_kept_by_others_and_an_internal_one_not(cast, event):
    kept = []
    for is_public in (True, False):
        photo = make.make_event_photo(event, is_public=is_public)
        kept.append(_opened(cast.client("officer_here"), photo.picture.full_url)["Cache-Control"])
    assert kept == ["public, max-age=3600", "private, no-store"]
    assert cast.client("nobody").get(f"/su-kien/anh/{photo.pk}/../x.jpg").status_code == 404


def test_order_changes_and_deletion_takes_the_files(
    cast, event, django_capture_on_commit_callbacks
):
    first, second = (make.make_event_photo(event, order=n) for n in (1, 2))
    client = cast.client("officer_here")
    client.post(reverse("events_desk:photo_move", args=[first.pk]), {"cho": "xuong"})
    assert list(event.photos.all()) == [second, first]
    storage, names = first.picture.storage, first.picture.file_names
    url = reverse("events_desk:photo_delete", args=[first.pk])
    with django_capture_on_commit_callbacks(execute=True):
        assert [client.post(url).status_code for _ in range(2)] == [302, 302]
    assert [name for name in names if storage.exists(name)] == []


def test_draft_takes_its_files_along(cast, django_capture_on_commit_callbacks):
    event = make.make_event(cast.here, state=Event.State.DRAFT)
    photo, paper = make.make_event_photo(event), make.make_event_document(event)
    storage, names = photo.picture.storage, [*photo.picture.file_names, paper.file.name]
    with django_capture_on_commit_callbacks(execute=True):
        delete_draft(event=event, by=cast.officer_here)
    assert [name for name in names if storage.exists(name)] == []
    assert EventDocument.objects.count() == 0


def test_an_event_keeps_so_many_photographs(cast, event):
    EventPhoto.objects.bulk_create(
        EventPhoto(event=event, picture="su-kien/x/full.jpg", order=n) for n in range(MOST_PHOTOS)
    )
    with pytest.raises(ValidationError, match="nhiều nhất 200 ảnh"):
        add_photo(event=event, file=make.picture_file(), caption="", is_internal=True,
                  people_agreed=False, by=cast.officer_here)  # fmt: skip
