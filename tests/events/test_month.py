"""The month day by day, and the feed as a second program reads it."""

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from icalendar import Calendar

from events.actions.writing import cancel_event, move_event
from events.models import AnnualDay, Event
from events.month import neighbours, weeks_of
from kit.dates import ZONE
from tests import factories as make


def _at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.mark.parametrize("month", [(2026, 2), (2027, 2), (2028, 2), (2026, 12), (2027, 8)])
def test_month_is_whole_weeks_from_monday(db, month):
    weeks = weeks_of(month[0], month[1], Event.objects.announced(), AnnualDay.objects.none())
    days = [day.date for week in weeks for day in week]
    assert {len(week) for week in weeks} == {7}
    assert [day.weekday() for day in days[:7]] == list(range(7))
    inside = [day.date.day for week in weeks for day in week if day.is_in_month]
    assert inside == list(range(1, len(inside) + 1))
    assert days == [days[0] + dt.timedelta(n) for n in range(len(days))]


def test_event_stands_on_each_of_its_days_and_a_moved_one_on_both(cast):
    trip = make.make_event(
        cast.here, title="Về nguồn", starts_at=_at("2027-03-30"), ends_at=_at("2027-04-03")
    )
    moved = make.make_event(cast.here, title="Họp", starts_at=_at("2027-03-10T08:00"))
    move_event(
        event=moved, starts_at=_at("2027-03-20T08:00"), ends_at=None, reason="Mưa", by=cast.admin
    )
    make.make_event(cast.here, title="Kín", is_internal=True, starts_at=_at("2027-03-11T08:00"))
    days = {
        d.date: d
        for w in weeks_of(2027, 3, Event.objects.announced(), AnnualDay.objects.none())
        for d in w
    }
    held = sorted(day for day, one in days.items() if trip in one.events)
    assert held == [dt.date(2027, 3, 30) + dt.timedelta(n) for n in range(4)]
    assert days[dt.date(2027, 3, 20)].events == [moved]
    assert [row.event for row in days[dt.date(2027, 3, 10)].gone] == [moved]
    assert days[dt.date(2027, 3, 11)].events == []


def test_month_page_tells_lunar_days_feasts_and_its_neighbours(cast):
    client = cast.client("nobody")
    make.make_event(cast.here, title="Họp đầu xuân", starts_at=_at("2027-02-06T08:00"))
    page = client.get(reverse("events:month", args=[2027, 2])).content.decode()
    for words in ("Họp đầu xuân", "Tết Nguyên đán", "Tháng 1/2027", "Tháng 3/2027"):
        assert words in page
    assert neighbours(2026, 12) == ((2026, 11), (2027, 1))
    for year, month in ((2026, 13), (2026, 0), (1900, 5), (3000, 1)):
        assert client.get(f"/su-kien/thang/{year}/{month}/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_month_costs_a_fixed_number_of_queries(cast, django_assert_num_queries, count):
    for _ in range(count):
        make.make_event(cast.here, starts_at=_at("2027-02-06T08:00"))
    url = reverse("events:month", args=[2027, 2])
    client = cast.client("nobody")
    client.get(url)
    with django_assert_num_queries(QUERIES):
        client.get(url)


QUERIES = 4


# --- The feed, read by the icalendar library ---------------------------------------------------


def _feed(cast, event: Event):
    body = cast.client("nobody").get(f"{reverse('events:calendar')}?su-kien={event.pk}").content
    calendar = Calendar.from_ical(body)
    (entry,) = calendar.walk("VEVENT")
    return calendar, entry


def test_feed_has_the_zone_an_end_and_a_growing_sequence(cast, time_machine):
    event = make.make_event(cast.here, kind="branch", starts_at=_at("2027-03-10T08:00"))
    calendar, first = _feed(cast, event)
    (zone,) = calendar.walk("VTIMEZONE")
    assert str(zone["TZID"]) == "Asia/Ho_Chi_Minh"
    assert first["DTSTART"].params["TZID"] == "Asia/Ho_Chi_Minh"
    assert first["DTEND"].dt - first["DTSTART"].dt == dt.timedelta(hours=2)
    time_machine.shift(dt.timedelta(seconds=5))
    move_event(
        event=event, starts_at=_at("2027-03-20T08:00"), ends_at=None, reason="x", by=cast.admin
    )
    _, second = _feed(cast, event)
    time_machine.shift(dt.timedelta(seconds=5))
    cancel_event(event=event, reason="Mưa", by=cast.admin)
    _, third = _feed(cast, event)
    assert {str(one["UID"]) for one in (first, second, third)} == {str(first["UID"])}
    assert first["SEQUENCE"] < second["SEQUENCE"] < third["SEQUENCE"] < 2**31
    assert [str(one["STATUS"]) for one in (first, third)] == ["CONFIRMED", "CANCELLED"]


def test_feed_of_a_unit_has_its_own_events_and_no_internal_one(cast):
    own = make.make_event(cast.here, title="Của mình")
    make.make_event(cast.elsewhere, title="Nơi khác")
    make.make_event(cast.here, title="Kín", is_internal=True)
    body = cast.client("nobody").get(f"{reverse('events:calendar')}?donvi={cast.here.slug}").content
    entries = Calendar.from_ical(body).walk("VEVENT")
    assert [str(one["SUMMARY"]) for one in entries] == [own.title]


# --- At the desk --------------------------------------------------------------------------------


def _month_page(cast, who, **query):
    return cast.client(who).get(reverse("events_desk:month", args=[2027, 3]), query)


def test_desk_month_tells_drafts_and_internal_events_of_ones_units(cast):
    day = _at("2027-03-11T08:00")
    make.make_event(cast.here, title="Kín", is_internal=True, starts_at=day)
    make.make_event(cast.here, title="Dự kiến", state=Event.State.DRAFT, starts_at=day)
    make.make_event(cast.beside, title="Bên cạnh", starts_at=day)
    page = _month_page(cast, "officer_here").content.decode()
    assert [words in page for words in ("Kín", "(nội bộ)", "(bản nháp)", "Bên cạnh")] == [
        True, True, True, False,
    ]  # fmt: skip
    other = _month_page(cast, "officer_above", don_vi=cast.beside.pk)
    text = other.content.decode()
    assert ("Kín" in text, "Bên cạnh" in text) == (False, True)
    assert other.context["after"][0].endswith(f"/2027/4/?don_vi={cast.beside.pk}")


def test_another_desk_month_leads_back_to_this_one(cast, time_machine):
    time_machine.move_to(_at("2027-05-11T08:00"))
    page = _month_page(cast, "officer_above", don_vi=cast.here.pk)
    assert page.context["now_url"].endswith(f"/2027/5/?don_vi={cast.here.pk}")
    time_machine.move_to(_at("2027-03-11T08:00"))
    assert _month_page(cast, "officer_above").context["now_url"] == ""


def test_a_day_of_the_desk_month_begins_an_event_on_that_day(cast):
    page = _month_page(cast, "officer_above", don_vi=cast.here.pk).content.decode()
    url = f"{reverse('events_desk:new')}?don_vi={cast.here.pk}&amp;ngay=2027-03-14"
    assert url in page
    form = cast.client("officer_above").get(url.replace("&amp;", "&")).context["form"]
    assert (form["day"].value(), form["unit"].value()) == ("14/03/2027", cast.here.pk)
    for junk in ("2027-02-30", "x", ""):
        answer = cast.client("officer_above").get(reverse("events_desk:new"), {"ngay": junk})
        assert (answer.status_code, answer.context["form"]["day"].value()) == (200, None)


@pytest.mark.parametrize("count", [1, 3])
def test_desk_month_costs_a_fixed_number_of_queries(cast, django_assert_num_queries, count):
    for number in range(count):
        make.make_event(cast.here, starts_at=_at(f"2027-03-0{number + 1}T08:00"))
    client = cast.client("officer_here")
    client.get(reverse("events_desk:list"))
    with django_assert_num_queries(13):
        client.get(reverse("events_desk:month", args=[2027, 3]))


# --- An event without an end ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("begins", "now", "is_over"),
    [
        ("2027-03-31T22:30", "2027-04-01T00:30", False),  # of a kind that lasts two hours
        ("2027-03-31T22:30", "2027-04-01T00:31", True),
        ("2027-12-31T23:00", "2028-01-01T00:59", False),
        ("2028-02-28T23:59", "2028-02-29T01:58", False),
        ("2028-02-29T08:00", "2028-02-29T23:59", False),  # its day is not over
        ("2028-02-29T08:00", "2028-03-01T00:00", True),
        ("2028-02-29", "2028-02-29T23:59", False),
        ("2028-02-29", "2028-03-01T00:01", True),
    ],
)
def test_event_without_an_end_lasts_past_midnight_as_its_kind_does(cast, begins, now, is_over):
    event = make.make_event(cast.here, starts_at=_at(begins))
    with time_machine.travel(_at(now), tick=False):
        rows = Event.objects.all()
        assert event.is_over == is_over
        assert (list(rows.past()), list(rows.upcoming())) == (
            ([event], []) if is_over else ([], [event])
        )


def test_event_without_an_end_stands_on_the_day_after_where_it_lasts_till_then(cast):
    make.make_event(cast.here, title="Đón giao thừa", starts_at=_at("2028-07-02T23:00"))
    days = {
        d.date: d.events
        for w in weeks_of(2028, 7, Event.objects.announced(), AnnualDay.objects.none())
        for d in w
    }
    assert [len(days[dt.date(2028, 7, day)]) for day in (2, 3, 4)] == [1, 1, 0]
    make.make_event(cast.here, title="Trước ô đầu", starts_at=_at("2028-06-25T23:00"))
    first = weeks_of(2028, 7, Event.objects.announced(), AnnualDay.objects.none())[0][0]
    assert (first.date, [event.title for event in first.events]) == (
        dt.date(2028, 6, 26), ["Trước ô đầu"],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "date", "falls"),
    [
        ({"day": 3, "month": 12}, "2027-12-03", True),
        ({"day": 3, "month": 12}, "2027-03-12", False),
        ({"day": 29, "month": 2}, "2028-02-29", True),
        ({"day": 29, "month": 2}, "2027-02-28", True),  # a common year keeps it on its last day
        ({"day": 29, "month": 2}, "2028-02-28", False),
        ({"day": 3, "month": 12, "since_year": 2027}, "2026-12-03", False),
        ({"day": 10, "month": 3, "is_lunar": True}, "2027-04-16", True),
        ({"day": 10, "month": 3, "is_lunar": True}, "2027-03-10", False),
        ({"day": 30, "month": 12, "is_lunar": True}, "2027-02-05", True),  # a month of 29 days
        ({"day": 30, "month": 12, "is_lunar": True}, "2028-01-25", True),
        ({"day": 30, "month": 12, "is_lunar": True}, "2028-01-24", False),
    ],
)
def test_own_day_falls_where_the_calendars_have_it(fields, date, falls):
    assert AnnualDay(**fields).falls_on(dt.date.fromisoformat(date)) is falls


@pytest.mark.parametrize("year", [2023, 2025, 2028, 2033])
def test_lunar_day_comes_once_a_year_even_with_a_leap_month(year):
    days = [dt.date(year, 1, 1) + dt.timedelta(n) for n in range(366)]
    for month in range(2, 11):  # those before and after may fall into another solar year
        annual = AnnualDay(day=30, month=month, is_lunar=True)
        assert len([day for day in days if day.year == year and annual.falls_on(day)]) == 1


@pytest.mark.parametrize(
    ("day", "month", "is_lunar"),
    [(31, 4, False), (30, 2, False), (31, 2, True), (0, 5, False), (5, 13, True)],
)
def test_day_that_no_calendar_has_is_refused_in_words(cast, day, month, is_lunar):
    with pytest.raises(ValidationError):
        AnnualDay(unit=cast.city, name="Sai", day=day, month=month, is_lunar=is_lunar).full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        make.make_annual_day(cast.city, day=day, month=month, is_lunar=is_lunar)


def test_own_days_stand_beside_the_states_for_whom_they_concern(cast):
    make.make_annual_day(cast.city, name="Ngày thành lập Hội", since_year=2023)
    for unit, name in ((cast.district, "Ngày của Hội quận"), (cast.beside, "Ngày chi hội bên")):
        make.make_annual_day(unit, name=name)
    names = ("Ngày thành lập Hội: tròn 4 năm", "Ngày của Hội quận", "Ngày chi hội bên")

    def seen(who: str, page: str) -> list[bool]:
        answer = cast.client(who).get(reverse(page, args=[2027, 12]))
        return [name in answer.content.decode() for name in names]

    assert seen("nobody", "events:month") == [True, False, False]
    assert seen("member_here", "events:month") == [True, True, False]
    assert seen("officer_here", "events_desk:month") == [True, True, False]
    assert seen("officer_above", "events_desk:month") == [True, True, True]
    url = reverse("events_desk:month", args=[2027, 12])
    page = cast.client("officer_above").get(url, {"don_vi": cast.here.pk}).content.decode()
    assert [name in page for name in names] == [True, True, False]
