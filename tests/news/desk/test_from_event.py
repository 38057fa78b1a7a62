"""A draft that an event's record has begun."""

import datetime as dt

import pytest
from django.urls import reverse

from events.models import EventPhoto
from kit.dates import ZONE
from members.models import Rank
from news.models import Post
from tests import factories as make


@pytest.fixture
def event(cast):
    event = make.make_event(
        cast.district, title="Ký kết giao ước", place="Hội trường <A>", outcome="Sáu đơn vị cùng ký.",
        starts_at=dt.datetime(2026, 10, 11, 8, 30, tzinfo=ZONE),
    )  # fmt: skip
    event.guests.create(order=1, name="Lê Văn Ba", post="Bí thư quận")
    event.guests.create(
        order=2, name="Trần An", post="Phó Giám đốc", rank=Rank.SENIOR_COLONEL, spoke=True
    )
    event.guests.create(
        order=3, name="Võ Bình", post="nguyên Giám đốc", rank=Rank.MAJOR_GENERAL, spoke=True
    )
    event.guests.create(order=4, post="đại biểu các phường")
    event.event_hosts.create(unit=cast.elsewhere)
    event.programme.create(order=1, starts_at=dt.time(8), title="Đón khách")
    EventPhoto.objects.create(event=event, picture=make.picture_file(), alt="Bàn ký", credit="MD",
                              is_internal=False, people_agreed=True)  # fmt: skip
    EventPhoto.objects.create(event=event, picture=make.picture_file(), alt="Nội bộ")
    return event


def url_of(event):
    return reverse("news_desk:from_event", args=[event.pk])


def begin(client, event, **data):
    section = make.make_section().pk
    return client.post(url_of(event), {"section": section, "unit": event.unit_id} | data)


def test_draft_holds_what_the_record_knows(cast, writer, event):
    begin(writer, event)
    post = Post.objects.get()
    assert (post.title, post.event, post.unit) == ("Ký kết giao ước", event, cast.district)
    assert post.lead == (
        f"Chủ Nhật, 11/10/2026, lúc 08:30, tại Hội trường <A>, {cast.district.name} tổ chức "
        "“Ký kết giao ước”."
    )
    assert post.body == (
        "<p>Đến dự có:</p><ul><li>Thiếu tướng Võ Bình, nguyên Giám đốc</li>"
        "<li>Đại tá Trần An, Phó Giám đốc</li><li>Lê Văn Ba, Bí thư quận</li>"
        "<li>Đại biểu các phường</li></ul>"
        "<p>Phát biểu tại buổi lễ có Thiếu tướng Võ Bình và Đại tá Trần An.</p>"
        f"<p>Cùng chủ trì có {cast.elsewhere.name}.</p>"
        "<h2>Chương trình</h2><ol><li>08:00: Đón khách</li></ol><p>Sáu đơn vị cùng ký.</p>"
    )
    assert set(post.units.all()) == {cast.district, cast.elsewhere}


def test_photographs_are_copies_of_their_own(writer, event):
    begin(writer, event)
    taken, photo = EventPhoto.objects.get(is_internal=False), Post.objects.get().photos.get()
    assert (photo.alt, photo.credit, photo.width) == ("Bàn ký", "MD", taken.width)
    assert photo.picture.name != taken.picture.name
    storage = photo.picture.storage
    with storage.open(photo.picture.name) as copy, storage.open(taken.picture.name) as original:
        assert copy.read() == original.read()
    assert all(storage.exists(name) for name in photo.picture.file_names)
    assert photo.post.lead_photo == photo


def test_unit_offered_is_the_organiser_or_the_host_one_writes_for(cast, writer, event):
    def offered():
        return writer.get(url_of(event)).context["form"]["unit"].value()

    assert offered() == cast.district.pk
    event.unit = cast.elsewhere
    event.save()
    event.event_hosts.all().delete()
    event.event_hosts.create(unit=cast.district)
    assert offered() == cast.district.pk


def test_two_clicks_make_one_draft(writer, event):
    first, second = begin(writer, event), begin(writer, event)
    assert first.url == second.url
    assert Post.objects.count() == 1


def test_page_says_what_will_be_filled_in_and_what_exists(writer, event):
    make.make_post(title="Đã có tin", event=event, unit=event.unit)
    text = writer.get(url_of(event)).content.decode()
    for phrase in ("4 dòng đại biểu", "1 ảnh", "Đã có tin"):
        assert phrase in text


def test_event_page_leads_there_for_those_who_may_write(client, cast, event):
    offers = {
        who: url_of(event) in cast.client(who).get(event.get_absolute_url()).content.decode()
        for who in (
            "correspondent",
            "editor",
            "officer_above",
            "officer_beside",
            "member_here",
            "nobody",
        )
    }
    assert offers == {
        "correspondent": True, "editor": True, "officer_above": True,
        "officer_beside": False, "member_here": False, "nobody": False,
    }  # fmt: skip


def test_new_post_page_offers_past_events_without_a_post(cast, writer):
    now = dt.datetime.now(ZONE)
    past = make.make_event(cast.district, title="Vừa xong", starts_at=now - dt.timedelta(days=2))
    make.make_event(cast.district, title="Sắp tới", starts_at=now + dt.timedelta(days=2))
    make.make_event(cast.elsewhere, title="Nơi khác", starts_at=now - dt.timedelta(days=2))
    reported = make.make_event(
        cast.district, title="Có tin rồi", starts_at=now - dt.timedelta(days=3)
    )
    make.make_post(event=reported)
    offered = writer.get(reverse("news_desk:new")).context["events"]
    assert list(offered) == [past]
