"""The calendar file, as RFC 5545 wants it."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone
from icalendar import Calendar

from events.models import UsualKind
from news.from_event import text_fields_of
from tests import factories as make

ICS = "/su-kien/lich.ics"


def _entries(client, **query) -> dict[str, Any]:
    response = client.get(ICS, query)
    assert response.status_code == 200
    return {str(entry["SUMMARY"]): entry for entry in Calendar.from_ical(response.content).events}


@pytest.mark.moment("2030-09-01 08:00")
def test_calendar_is_written_as_the_standard_wants(client, db):
    event = make.make_event(
        title="Họp mặt; kỷ niệm, gặp gỡ \\ truyền thống của các chi hội và cựu cán bộ toàn thành phố",
        starts_at=dt.datetime(2030, 10, 11, 1, 30, tzinfo=dt.UTC),
        ends_at=dt.datetime(2030, 10, 11, 4, 0, tzinfo=dt.UTC),
        summary="Dòng một\nDòng hai",
    )
    response = client.get(ICS)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    body = response.content
    assert body.count(b"\n") == body.count(b"\r\n")
    assert b"\r\n " in body  # folded, in octets: a letter with marks is up to three
    assert [line for line in body.split(b"\r\n") if len(line) > 75] == []
    unfolded = body.replace(b"\r\n ", b"").decode()
    expected = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "BEGIN:VEVENT",
        r"SUMMARY:Họp mặt\; kỷ niệm\, gặp gỡ \\ truyền thống của các chi hội và cựu cán bộ toàn thành phố",
        "DTSTART;TZID=Asia/Ho_Chi_Minh:20301011T083000",
        "DTEND;TZID=Asia/Ho_Chi_Minh:20301011T110000", "STATUS:CONFIRMED",
        f"UID:su-kien-{event.pk}@testserver", "END:VEVENT", "END:VCALENDAR",
    ]  # fmt: skip
    lines = unfolded.split("\r\n")
    assert [line for line in expected if line not in lines] == []
    assert [line for line in lines if line.startswith("DTSTAMP:")] == [
        f"DTSTAMP:{event.updated_at:%Y%m%dT%H%M%SZ}"
    ]
    assert (
        rf"DESCRIPTION:Dòng một\nDòng hai\n\nhttp://testserver{event.get_absolute_url()}" in lines
    )


def test_calendar_holds_announced_events_of_the_last_year_and_to_come(client, db):
    now = timezone.now()
    for title, state, days in (
        ("Sắp tới", "announced", 9), ("Mới qua", "announced", -30), ("Xa xưa", "announced", -500),
        ("Nháp", "draft", 9), ("Thôi", "cancelled", 9),
    ):  # fmt: skip
        make.make_event(title=title, state=state, starts_at=now + dt.timedelta(days=days))
    entries = _entries(client)
    assert set(entries) == {"Sắp tới", "Mới qua", "Đã hủy: Thôi"}
    assert str(entries["Đã hủy: Thôi"]["STATUS"]) == "CANCELLED"


def test_calendar_of_one_event_or_one_unit(client, cast):
    event, other = make.make_event(cast.here), make.make_event(cast.elsewhere)
    response = client.get(ICS, {"su-kien": event.pk})
    assert response["Content-Disposition"] == f'inline; filename="su-kien-{event.pk}.ics"'
    assert set(_entries(client, **{"su-kien": event.pk})) == {event.title}
    assert set(_entries(client, donvi=cast.elsewhere.slug)) == {other.title}


@pytest.mark.parametrize("wanted", ["abc", "٣", "-1", "99999999999999999999", "9" * 5000, "999"])
def test_calendar_of_an_unknown_event_is_not_found(client, db, wanted):
    assert client.get(ICS, {"su-kien": wanted}).status_code == 404


def test_calendar_never_gives_a_draft(cast):
    draft = make.make_event(cast.here, state="draft")
    assert cast.client("admin").get(ICS, {"su-kien": draft.pk}).status_code == 404


def test_empty_calendar_is_a_calendar(client, db):
    assert _entries(client) == {}


def test_unchanged_calendar_need_not_be_sent_again(client, db):
    make.make_event()
    tag = client.get(ICS)["ETag"]
    assert client.get(ICS, headers={"If-None-Match": tag}).status_code == 304


def test_calendar_costs_the_same_for_one_and_three(client, db, django_assert_num_queries):
    for size in (1, 2):
        for _ in range(size):
            make.make_event()
        with django_assert_num_queries(2):
            client.get(ICS)


HANOI = dt.timezone(dt.timedelta(hours=7))


@pytest.mark.parametrize("kind", UsualKind.values)
@pytest.mark.parametrize("month", [1, 6, 12])
def test_an_event_without_an_end_keeps_its_usual_hours_free(client, db, kind, month):
    starts = dt.datetime(2031, month, 5, 8, 30, tzinfo=HANOI)
    event = make.make_event(title="Họp", kind=kind, starts_at=starts, ends_at=None)
    entry = _entries(client, **{"su-kien": event.pk})["Họp"]
    hours = (entry["DTEND"].dt - entry["DTSTART"].dt) / dt.timedelta(hours=1)
    assert hours == event.kind.hours
    assert 1 <= hours <= 12
    page = client.get(event.get_absolute_url()).content.decode()
    assert f"Khoảng {starts + dt.timedelta(hours=hours):%H:%M}" in page


@pytest.mark.parametrize("day", [dt.date(2031, 1, 1), dt.date(2032, 2, 29), dt.date(2030, 12, 31)])
def test_a_day_without_an_hour_takes_the_whole_day_and_no_page_says_midnight(cast, day):
    starts = dt.datetime.combine(day, dt.time(), HANOI)
    event = make.make_event(cast.here, title="Ngày hội", starts_at=starts, ends_at=None)
    client = cast.client("office")
    entry = _entries(client, **{"su-kien": event.pk})["Ngày hội"]
    assert (entry["DTSTART"].dt, entry["DTEND"].dt) == (day, day + dt.timedelta(days=1))
    for url in (event.get_absolute_url(), "/su-kien/", "/"):
        page = client.get(url).content.decode()
        assert "00:00<" not in page, url
        assert ", 00:00" not in page, url
    assert "lúc" not in text_fields_of(event)["lead"]


def test_an_end_that_is_the_beginning_is_no_end(client, db):
    starts = dt.datetime(2031, 1, 5, 8, 30, tzinfo=HANOI)
    event = make.make_event(title="Họp", kind="meeting", starts_at=starts, ends_at=starts)
    entry = _entries(client, **{"su-kien": event.pk})["Họp"]
    assert entry["DTEND"].dt - entry["DTSTART"].dt == dt.timedelta(hours=2)
