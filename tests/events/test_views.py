"""The list of events and one event's page."""

import datetime as dt
import json
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from events.models import Event
from tests import factories as make

LIST = "/su-kien/"


def _titles(client, **query) -> list[str]:
    return [event.title for event in client.get(LIST, query).context["page"]]


def _days(number: float) -> dt.datetime:
    return timezone.now() + dt.timedelta(days=number)


@pytest.fixture
def two_years(cast) -> None:
    make.make_event(cast.here, title="Sắp họp", kind="meeting", starts_at=_days(3))
    make.make_event(cast.elsewhere, title="Sắp thăm", kind="visit", starts_at=_days(5))
    make.make_event(cast.here, title="Đã ký", kind="signing", starts_at=_days(-400))
    make.make_event(cast.here, title="Đã hủy", state="cancelled", starts_at=_days(-2))
    make.make_event(cast.here, title="Bản nháp", state="draft", starts_at=_days(4))


def test_list_parts_coming_from_past(client, two_years):
    assert _titles(client) == ["Sắp họp", "Sắp thăm"]
    assert _titles(client, khi="da-qua") == ["Đã hủy", "Đã ký"]
    text = client.get(LIST).content.decode()
    assert ["Đã ký" in text, "Bản nháp" in text] == [True, False]


def test_list_never_shows_drafts_even_to_those_who_may_open_them(cast, two_years):
    assert _titles(cast.client("admin")) == ["Sắp họp", "Sắp thăm"]


def test_list_is_filtered_by_kind_year_and_unit(client, cast, two_years):
    assert _titles(client, loai="visit") == ["Sắp thăm"]
    assert _titles(client, donvi=cast.here.slug) == ["Sắp họp"]
    assert _titles(client, donvi=cast.district.slug) == ["Sắp họp"]
    assert _titles(client, donvi=cast.city.slug) == ["Sắp họp", "Sắp thăm"]
    year = timezone.localtime(_days(-400)).year
    assert _titles(client, khi="da-qua", nam=year) == ["Đã ký"]


def test_filters_stay_in_the_tabs_and_pages(client, cast):
    for _ in range(25):
        make.make_event(cast.here, kind="visit")
    text = client.get(LIST, {"loai": "visit"}).content.decode()
    assert "?loai=visit&amp;page=2" in text
    assert "?loai=visit&amp;khi=da-qua" in text


@pytest.mark.parametrize(
    "query",
    [
        {"page": "abc"}, {"page": "99999"}, {"page": "-3"}, {"nam": "9999"}, {"nam": "x"},
        {"nam": "٢٠٢٤"}, {"loai": "khong-co"}, {"donvi": "khong-co"}, {"donvi": "🙂" * 500},
        {"khi": "mai-mai"}, {"nam": "2024' OR 1=1 --"},
    ],
)  # fmt: skip
def test_list_answers_wild_questions(client, two_years, query):
    assert client.get(LIST, query).status_code == 200


def test_months_are_headings(client, db):
    unit = make.make_association()
    for day in (
        dt.datetime(2024, 10, 11, 1, tzinfo=dt.UTC),
        dt.datetime(2024, 9, 2, 1, tzinfo=dt.UTC),
    ):
        make.make_event(unit, starts_at=day)
    text = client.get(LIST, {"khi": "da-qua"}).content.decode()
    assert re.findall(r"<h2>(Tháng [^<]+)</h2>", text) == ["Tháng 10/2024", "Tháng 9/2024"]


def test_empty_lists_say_so(client, db):
    assert "Chưa có sự kiện nào sắp tới" in client.get(LIST).content.decode()
    assert "Chưa có sự kiện nào diễn ra" in client.get(LIST, {"khi": "da-qua"}).content.decode()
    text = client.get(LIST, {"loai": "visit"}).content.decode()
    assert "Không có sự kiện nào như vậy" in text


def test_list_costs_the_same_for_one_and_three(client, db, django_assert_num_queries):
    unit = make.make_association()
    for size in (1, 2):
        for _ in range(size):
            make.make_event(unit)
            make.make_event(unit, starts_at=_days(-9))
        with django_assert_num_queries(7):
            client.get(LIST)


# --- One event --------------------------------------------------------------------------------


def test_event_page_shows_the_signing(client, cast):
    event = make.make_event(
        cast.district,
        title="Lễ ký kết giao ước thi đua",
        kind="signing",
        starts_at=dt.datetime(2024, 10, 11, 1, 30, tzinfo=dt.UTC),
        place="Hội trường B",
    )
    event.event_hosts.create(unit=cast.city)
    event.guests.create(order=2, name="", post="các đồng chí đại diện sáu đơn vị")
    event.guests.create(order=1, rank=40, name="Trần Văn Mẫu", post="Chủ tịch Hội", spoke=True)
    event.programme.create(order=1, starts_at=dt.time(8, 30), title="Khai mạc")
    compact = make.make_compact(make.make_cluster(cast.district), signing_event=event)
    draft = make.make_compact(compact.cluster, year=2030, signing_event=event, signed_on=None)
    make.make_post(title="Bài về lễ ký", event=event)
    make.make_post(title="Nháp về lễ ký", event=event, state="draft")
    text = client.get(event.get_absolute_url()).content.decode()
    phrases = [
        "Thứ Sáu, 11/10/2024, 08:30", "Mùng 9 tháng 9 năm Giáp Thìn", "Hội trường B",
        "Thiếu tướng Trần Văn Mẫu", "Các đồng chí đại diện sáu đơn vị", "Khai mạc", "08:30",
        "Bài về lễ ký", compact.title, cast.city.get_absolute_url(),
    ]  # fmt: skip
    assert [word for word in phrases if word not in text] == []
    assert text.index("Trần Văn Mẫu") < text.index("đại diện sáu đơn vị")
    assert [word for word in ("Nháp về lễ ký", draft.title) if word in text] == []


def test_outdated_name_in_the_address_leads_on(client, db):
    event = make.make_event(title="Tên mới")
    response = client.get(f"/su-kien/{event.pk}-ten-cu/")
    assert (response.status_code, response["Location"]) == (302, event.get_absolute_url())


@pytest.mark.parametrize("path", ["1-x/", "99999999999999999999999-x/", "0-x/"])
def test_unknown_event_is_not_found(client, db, path):
    assert client.get(f"/su-kien/{path}").status_code == 404


def test_draft_is_not_found_even_under_a_wrong_name(cast):
    draft = make.make_event(cast.here, state="draft")
    wrong = f"/su-kien/{draft.pk}-x/"
    answers = {
        who: [cast.client(who).get(url).status_code for url in (draft.get_absolute_url(), wrong)]
        for who in ("nobody", "member_here", "officer_here")
    }
    assert answers == {
        "nobody": [404, 404],
        "member_here": [404, 404],
        "officer_here": [200, 302],
    }


def test_cancelled_event_says_so_first(client, db):
    event = make.make_event(state="cancelled")
    text = client.get(event.get_absolute_url()).content.decode()
    assert "Sự kiện này đã hủy" in text
    assert "EventCancelled" in text


@pytest.mark.parametrize("page", ["home", "list", "unit"])
@pytest.mark.parametrize("days", [5, -5])
def test_moved_event_says_so_wherever_it_is_listed(cast, page, days):
    if page == "home" and days < 0:
        return  # only what is to come stands there
    starts_at = timezone.now() + dt.timedelta(days=days)
    event = make.make_event(cast.here, starts_at=starts_at)
    event.former_days.create(starts_at=starts_at - dt.timedelta(days=1), reason="Bão")
    make.make_event(cast.here, starts_at=starts_at)
    url = {"home": "/", "list": reverse("events:list"), "unit": cast.here.get_absolute_url()}[page]
    assert cast.client("nobody").get(url).content.decode().count("Đã dời lịch") == 1


def test_structured_facts_cannot_break_out(client, db):
    event = make.make_event(title="</script><script>alert(1)</script>", summary="Tóm tắt & hơn")
    text = client.get(event.get_absolute_url()).content.decode()
    assert "<script>alert(1)" not in text
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    facts = json.loads(block)
    assert {name: facts[name] for name in ("@type", "name", "description", "url")} == {
        "@type": "Event",
        "name": "</script><script>alert(1)</script>",
        "description": "Tóm tắt & hơn",
        "url": f"http://testserver{event.get_absolute_url()}",
    }


def test_past_event_offers_no_calendar_entry(client, db):
    coming, past = make.make_event(), make.make_event(starts_at=_days(-3))
    offers = [
        "Thêm vào lịch" in client.get(event.get_absolute_url()).content.decode()
        for event in (coming, past)
    ]
    assert offers == [True, False]


def test_event_page_costs_the_same_for_one_and_three(client, cast, django_assert_num_queries):
    event = make.make_event(cast.district)
    for size in (1, 2):
        for _ in range(size):
            event.guests.create(name="Khách", post="Đại biểu")
            event.programme.create(title="Mục")
            event.event_hosts.create(unit=make.make_branch(cast.district))
            make.make_post(event=event)
            make.make_compact(signing_event=event)
        with django_assert_num_queries(11):
            client.get(event.get_absolute_url())


def test_reverse_gives_the_address_people_bookmark(db):
    event = make.make_event(title="Họp mặt đầu xuân")
    assert event.get_absolute_url() == f"/su-kien/{event.pk}-hop-mat-dau-xuan/"
    assert Event.objects.get().get_absolute_url() == reverse(
        "events:detail", args=[event.pk, "hop-mat-dau-xuan"]
    )


def test_event_of_mere_facts_is_one_column_with_a_way_to_the_map(client, db):
    event = make.make_event(place="Nhà văn hóa & thể thao", summary="")
    context = client.get(event.get_absolute_url()).context
    assert context["tells_more"] is False
    assert "query=Nh%C3%A0+v%C4%83n+h%C3%B3a+%26+th%E1%BB%83+thao%2C+" in context["map_url"]
    make.make_post(event=event)
    assert client.get(event.get_absolute_url()).context["tells_more"] is True
