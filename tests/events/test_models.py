"""Which events are known, coming, past; and the database's own rules."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from events.models import Event, Guest
from members.models import Unit
from tests import factories as make

HOUR = dt.timedelta(hours=1)
# Ten in the morning in Ho Chi Minh City.
NOW = dt.datetime(2026, 11, 23, 3, 0, tzinfo=dt.UTC)


@pytest.fixture
def events(db, time_machine) -> dict[str, Event]:
    time_machine.move_to(NOW, tick=False)
    unit = make.make_association()
    spans = {
        "over": (NOW - 3 * HOUR, NOW - HOUR),
        "running": (NOW - HOUR, NOW + HOUR),
        "this morning, no end": (NOW - 3 * HOUR, None),
        "yesterday evening, no end": (NOW - 12 * HOUR, None),
        "ending now": (NOW - HOUR, NOW),
        "tomorrow": (NOW + 24 * HOUR, None),
    }
    return {
        name: make.make_event(unit, title=name, starts_at=start, ends_at=end)
        for name, (start, end) in spans.items()
    }


def test_coming_and_past_part_the_events_and_agree_with_each(events):
    coming = {event.title for event in Event.objects.upcoming()}
    past = {event.title for event in Event.objects.past()}
    assert past == {"over", "yesterday evening, no end"}
    assert coming == set(events) - past
    assert past == {name for name, event in events.items() if event.is_over}


def test_coming_is_soonest_first_and_past_latest_first(events):
    assert [event.title for event in Event.objects.past()] == ["over", "yesterday evening, no end"]
    assert Event.objects.upcoming().last().title == "tomorrow"


def test_announced_agrees_with_each_event(db):
    unit = make.make_association()
    events = [make.make_event(unit, state=state) for state in Event.State.values]
    announced = set(Event.objects.announced())
    assert announced == {event for event in events if event.is_public}
    assert {event.state for event in announced} == {"announced", "cancelled"}


def test_draft_is_seen_by_its_units_officers_and_above(cast):
    draft = make.make_event(cast.here, state="draft")
    seen = {
        who: Event.objects.visible_to(getattr(cast, who)).contains(draft)
        for who in (
            "admin", "office", "officer_above", "officer_here", "officer_beside",
            "former_officer", "member_here", "editor",
        )
    }  # fmt: skip
    assert seen == {
        "admin": True, "office": True, "officer_above": True, "officer_here": True,
        "officer_beside": False, "former_officer": False, "member_here": False, "editor": False,
    }  # fmt: skip
    assert not Event.objects.visible_to(AnonymousUser()).contains(draft)
    public = make.make_event(cast.elsewhere)
    assert Event.objects.visible_to(AnonymousUser()).contains(public)
    assert not Event.objects.editable_by(cast.officer_here).contains(public)


def test_events_concern_whoever_organises_or_hosts(cast):
    own = make.make_event(cast.here)
    hosted = make.make_event(cast.elsewhere)
    hosted.event_hosts.create(unit=cast.here)
    make.make_event(cast.elsewhere)
    units = Unit.objects.within(cast.district)
    assert set(Event.objects.concerning(units)) == {own, hosted}


def test_event_ends_after_it_starts(db):
    event = Event(
        title="Họp",
        place="Hội trường",
        unit=make.make_association(),
        starts_at=timezone.now(),
        ends_at=timezone.now() - HOUR,
    )
    with pytest.raises(ValidationError) as error:
        event.full_clean()
    assert error.value.messages == ["Sự kiện phải kết thúc sau khi bắt đầu."]
    with pytest.raises(IntegrityError), transaction.atomic():
        event.save()


def test_event_falls_on_the_local_day(db):
    late = make.make_event(starts_at=dt.datetime(2024, 10, 31, 17, 30, tzinfo=dt.UTC))
    assert late.starts_on == dt.date(2024, 11, 1)
    assert late.month == "Tháng 11/2024"


@pytest.mark.parametrize(
    ("fields", "title", "text"),
    [
        ({"rank": 40, "name": "Trần Văn A"}, "Thiếu tướng Trần Văn A", "Thiếu tướng Trần Văn A"),
        ({"name": "Trần Văn A"}, "Trần Văn A", "Trần Văn A"),
        ({}, "", "Các đồng chí trong Thường trực"),
    ],
)
def test_guest_is_a_person_with_rank_or_a_group(fields, title, text):
    guest = Guest(post="Các đồng chí trong Thường trực", **fields)
    assert (guest.title_and_name, str(guest)) == (title, text)
