"""Events written at the desk: what a form takes, the way an event goes, who may."""

import datetime as dt
import re
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from events.actions.writing import (
    announce_event,
    cancel_event,
    delete_draft,
    move_event,
    reinstate_event,
    repeat_event,
)
from events.forms.fields import GuestsField, HourField, ProgrammeField, UnitLinesField, guest_line
from events.models import Event, RegularPlace
from events.repeating import Every, days_from
from kit.dates import ZONE, local_today
from tests import factories as make


def _at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=ZONE)


# --- What the boxes take ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "hour"),
    [
        ("8h30", "08:30"), ("8g30", "08:30"), ("08:30", "08:30"), ("8.30", "08:30"), ("8h", "08:00"),
        ("8 giờ rưỡi", "08:30"), ("2 giờ chiều", "14:00"), ("sáng", "08:00"), ("Chiều", "14:00"),
        ("buổi tối", "19:00"), ("trưa", "11:00"),
    ],
)  # fmt: skip
def test_hour_is_taken_as_people_write_it(typed, hour):
    assert f"{HourField().clean(typed):%H:%M}" == hour


@pytest.mark.parametrize("typed", ["25h", "8h75", "sớm", "8h30-10h"])
def test_what_is_no_hour_is_refused_in_words(typed):
    with pytest.raises(ValidationError, match=r"\S"):
        HourField().clean(typed)


def test_programme_is_read_line_by_line():
    items = ProgrammeField().clean(
        "8h30 khai mạc | Ban tổ chức\n\n9 giờ Báo cáo\nVăn nghệ chào mừng\n14:00 - Bế mạc"
    )
    told = [(f"{i.starts_at:%H:%M}" if i.starts_at else "", i.title, i.speaker) for i in items]
    assert told == [
        ("08:30", "Khai mạc", "Ban tổ chức"), ("09:00", "Báo cáo", ""),
        ("", "Văn nghệ chào mừng", ""), ("14:00", "Bế mạc", ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("Thiếu tướng Trần Văn A, Phó Chủ tịch Hội", (40, "Trần Văn A", "Phó Chủ tịch Hội", False)),
        ("thuong ta Lê B, Trưởng phòng (phát biểu)", (60, "Lê B", "Trưởng phòng", True)),
        ("Nguyễn Thị C, hàng xóm", (None, "Nguyễn Thị C", "hàng xóm", False)),
        ("Các ủy viên Ban Chấp hành", (None, "", "Các ủy viên Ban Chấp hành", False)),
        ("Đại diện Công an, Mặt trận phường", (None, "", "Đại diện Công an, Mặt trận phường", False)),
    ],
)  # fmt: skip
def test_guest_is_read_and_told_again_alike(line, told):
    (guest,) = GuestsField().clean(line)
    assert (guest.rank, guest.name, guest.post, guest.spoke) == told
    (again,) = GuestsField().clean(guest_line(guest))
    assert (again.rank, again.name, again.post, again.spoke) == told


def test_line_that_is_not_understood_is_named(db):
    with pytest.raises(ValidationError) as error:
        GuestsField().clean("Các đại biểu\nĐại tá Nguyễn Văn B")
    assert error.value.messages == [
        "Dòng 2, “Đại tá Nguyễn Văn B”: sau họ tên, hãy ghi dấu phẩy rồi chức vụ, đơn vị."
    ]


def test_units_are_found_by_part_of_their_names(db):
    district = make.make_district(short_name="Phú Nhuận", name="Hội Phú Nhuận")
    other = make.make_district(short_name="Quận 4", name="Hội Quận 4")
    one = make.make_branch(district, short_name="Chi hội Phường 5", name="Chi hội Phường 5")
    make.make_branch(other, short_name="Chi hội Phường 5", name="Chi hội Phường 5")
    assert UnitLinesField().clean("chi hoi phuong 5 phu nhuan\nquận 4") == [one, other]
    for typed in ("chi hội phường 5", "không có đơn vị này"):
        with pytest.raises(ValidationError):
            UnitLinesField().clean(typed)


@pytest.mark.parametrize(
    ("start", "every", "days"),
    [
        ("2026-01-31", Every.MONTH, ["2026-02-28", "2026-03-31", "2026-04-30"]),
        ("2028-02-29", Every.YEAR, ["2029-02-28", "2030-02-28", "2031-02-28"]),
        ("2026-11-30", Every.QUARTER, ["2027-02-28", "2027-05-30", "2027-08-30"]),
        ("2026-10-10", Every.MONTH_WEEKDAY, ["2026-11-14", "2026-12-12", "2027-01-09"]),
        ("2026-08-29", Every.MONTH_WEEKDAY, ["2026-09-26", "2026-10-31", "2026-11-28"]),
        ("2026-10-10", Every.QUARTER_WEEKDAY, ["2027-01-09", "2027-04-10", "2027-07-10"]),
    ],
)
def test_next_days_of_a_regular_meeting(start, every, days):
    found = days_from(_at(f"{start}T08:30"), every, 3)
    assert [f"{moment:%Y-%m-%d %H:%M}" for moment in found] == [f"{day} 08:30" for day in days]


# --- The way an event goes --------------------------------------------------------------------


def test_announced_event_is_moved_and_its_old_day_stays_told(cast):
    event = make.make_event(cast.here)
    old = event.starts_at
    new = old + dt.timedelta(days=3)
    for _ in range(2):  # a double click
        moved = move_event(
            event=event, starts_at=new, ends_at=None, reason="Hội trường bận", by=cast.officer_here
        )
    assert moved.starts_at == new
    assert [(f.starts_at, f.reason) for f in event.former_days.all()] == [(old, "Hội trường bận")]
    assert set(Event.objects.moved()) == {event}
    page = cast.client("nobody").get(moved.get_absolute_url()).content.decode()
    assert "Sự kiện đã dời lịch" in page
    assert "Hội trường bận" in page


def test_cancelled_event_stays_and_may_be_held_after_all(cast):
    event = make.make_event(cast.here)
    event = cancel_event(event=event, reason="Mưa bão", by=cast.officer_here)
    assert (event.state, event.cancel_reason) == ("cancelled", "Mưa bão")
    assert "Mưa bão" in cast.client("nobody").get(event.get_absolute_url()).content.decode()
    with pytest.raises(ValidationError):
        announce_event(event=event, by=cast.officer_here)
    with pytest.raises(ValidationError):
        move_event(event=event, starts_at=timezone.now(), ends_at=None, reason="x", by=cast.admin)
    event = reinstate_event(event=event, by=cast.officer_here)
    assert (event.state, event.cancel_reason) == ("announced", "")


@pytest.mark.parametrize("state", ["announced", "cancelled"])
def test_what_was_announced_is_never_deleted(cast, state):
    event = make.make_event(cast.here, state=state)
    with pytest.raises(ValidationError):
        delete_draft(event=event, by=cast.admin)
    assert Event.objects.filter(pk=event.pk).exists()


def test_regular_meeting_is_made_once_with_its_programme(cast):
    event = make.make_event(cast.here, ends_at=timezone.now() + dt.timedelta(days=7, hours=2))
    event.programme.create(title="Điểm danh")
    event.event_hosts.create(unit=cast.beside)
    for _ in range(2):  # a double click
        made = repeat_event(
            event=event, every=Every.QUARTER, count=3, announces=True, token="a" * 20, by=cast.admin
        )
    assert Event.objects.count() == 4
    assert {one.state for one in made} == {"announced"}
    assert {one.programme.get().title for one in made} == {"Điểm danh"}
    assert {one.event_hosts.get().unit for one in made} == {cast.beside}
    assert len({one.expected_end - one.starts_at for one in made}) == 1


def test_host_reads_an_event_of_others_and_does_not_write_it(cast):
    event = make.make_event(cast.beside)
    event.event_hosts.create(unit=cast.here)
    draft = make.make_event(cast.beside, state="draft")
    draft.event_hosts.create(unit=cast.here)
    assert set(Event.objects.at_desk_of(cast.officer_here)) == {event}
    client = cast.client("officer_here")
    assert client.get(event.desk_url).status_code == 200
    assert client.get(reverse("events_desk:edit", args=[event.pk])).status_code == 403
    with pytest.raises(PermissionDenied):
        cancel_event(event=event, reason="x", by=cast.officer_here)


# --- The pages --------------------------------------------------------------------------------


def _sent(**more: Any) -> dict[str, Any]:
    day = local_today() + dt.timedelta(days=10)
    return {
        "title": "Sinh hoạt chi hội", "kind": "branch", "day": f"{day:%d/%m/%Y}", "hour": "8g30",
        "place": "Nhà văn hóa", "token": "b" * 20,
    } | more  # fmt: skip


def test_form_writes_an_event_once_and_keeps_the_place(cast):
    client = cast.client("officer_here")
    data = _sent(unit=cast.here.pk, keeps_place="on", programme="8h Điểm danh", guests="Đại biểu")
    for _ in range(2):
        answer = client.post(reverse("events_desk:new"), data)
    event = Event.objects.get()
    assert answer.url == event.desk_url
    assert (event.hour, event.state, event.created_by) == ("08:30", "draft", cast.officer_here)
    assert RegularPlace.objects.get().place == "Nhà văn hóa"
    shown = client.get(reverse("events_desk:new")).context["form"]
    assert shown["place"].value() == "Nhà văn hóa"


def test_event_of_several_days_without_hours_says_no_midnight(cast):
    client = cast.client("officer_here")
    end = local_today() + dt.timedelta(days=12)
    data = _sent(unit=cast.here.pk, hour="", end_day=f"{end:%d/%m/%Y}")
    client.post(reverse("events_desk:new"), data)
    event = Event.objects.get()
    announce_event(event=event, by=cast.officer_here)
    assert event.is_all_day
    assert event.last_day == end
    for url in (event.desk_url, event.get_absolute_url(), reverse("events:list")):
        page = client.get(url).content.decode().split("Lịch sử thay đổi")[0]
        assert "00:00" not in re.sub(r"<[^>]*>", "", page)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"hour": "", "end_hour": "10h"}, "hour"),
        ({"end_hour": "7h"}, "end_hour"),
        ({"end_day": "01/01/2020"}, "end_day"),
        ({"hour": "tám giờ hơn"}, "hour"),
        ({"place": ""}, "place"),
        ({"guests": "Đại tá A"}, "guests"),
    ],
)
def test_what_does_not_fit_is_told_beside_its_box_and_nothing_is_lost(cast, more, field):
    client = cast.client("officer_here")
    answer = client.post(reverse("events_desk:new"), _sent(unit=cast.here.pk, **more))
    form = answer.context["form"]
    assert set(form.errors) == {field}
    assert form["title"].value() == "Sinh hoạt chi hội"
    assert not Event.objects.exists()


def test_second_editor_is_told_and_decides(cast):
    event = make.make_event(cast.here, state="draft", place="Phòng 1")
    event.programme.create(title="Điểm danh", order=1)
    url = reverse("events_desk:edit", args=[event.pk])
    first, second = cast.client("officer_here"), cast.client("officer_above")
    shown = {name: first.get(url).context["form"][name].value() for name in ("version",)}
    day = f"{event.starts_on:%d/%m/%Y}"
    data = _sent(unit=cast.here.pk, day=day, programme="Điểm danh", **shown)
    assert first.post(url, data | {"place": "Phòng 2"}).status_code == 302
    answer = second.post(url, data | {"programme": "Điểm danh\nBàn việc"})
    assert answer.status_code == 200
    assert "đã lưu lúc" in answer.content.decode()
    again = data | {"programme": "Điểm danh\nBàn việc"}
    again["version"] = answer.context["form"]["version"].value()
    assert second.post(url, again).status_code == 302
    assert [item.title for item in event.programme.all()] == ["Điểm danh", "Bàn việc"]


def test_announced_event_keeps_its_day_in_the_form(cast):
    event = make.make_event(cast.here)
    client = cast.client("officer_here")
    url = reverse("events_desk:edit", args=[event.pk])
    version = client.get(url).context["form"]["version"].value()
    client.post(url, _sent(unit=cast.here.pk, version=version, title="Tên mới"))
    stored = Event.objects.get()
    assert (stored.title, stored.starts_at) == ("Tên mới", event.starts_at)


def test_list_is_filtered_and_coming_events_stand_first(cast):
    now = timezone.now()
    for title, days, state in (
        ("Xa", 20, "announced"), ("Gần", 2, "announced"), ("Qua", -3, "announced"),
        ("Xưa", -30, "announced"), ("Nháp", 10, "draft"),
    ):  # fmt: skip
        make.make_event(
            cast.here, title=title, state=state, starts_at=now + dt.timedelta(days=days)
        )
    make.make_event(cast.elsewhere, title="Nơi khác")
    client = cast.client("officer_here")

    def titles(query: str = "") -> list[str]:
        page = client.get(f"{reverse('events_desk:list')}?{query}").context["table"].page
        return [event.title for event in page]

    assert titles() == ["Gần", "Nháp", "Xa", "Qua", "Xưa"]
    assert titles("khi=da-qua") == ["Qua", "Xưa"]
    assert titles("trang_thai=draft") == ["Nháp"]
    assert titles("q=xua") == ["Xưa"]
    assert titles("sap=ten") == ["Gần", "Nháp", "Qua", "Xa", "Xưa"]
    assert titles(f"don_vi={cast.elsewhere.pk}") == titles()  # beyond the user's: as if not asked


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_a_fixed_number_of_queries(cast, django_assert_num_queries, count):
    for _ in range(count):
        make.make_event(cast.here)
    client = cast.client("admin")
    client.get(reverse("events_desk:list"))
    with django_assert_num_queries(QUERIES):
        client.get(reverse("events_desk:list"))


QUERIES = 8


@pytest.mark.parametrize("typed", ["phuong 5", "chi hoi phuong 5", "Phường 5 Quận 3", "5 quan 3"])
def test_number_of_a_unit_is_a_whole_one(db, typed):
    def named(name: str) -> dict[str, Any]:
        return {"name": name, "short_name": name}

    district = make.make_district(**named("Quận 3"))
    beside = make.make_district(**named("Quận 13"))
    for above, name in ((beside, "15"), (district, "15"), (district, "55")):
        make.make_branch(above, **named(f"Chi hội Phường {name}"))
    with pytest.raises(ValidationError, match="không có đơn vị nào"):
        UnitLinesField().clean(typed)
    branch = make.make_branch(district, **named("Chi hội Phường 5"))
    assert UnitLinesField().clean(typed) == [branch]


def test_what_is_over_is_neither_moved_nor_cancelled(cast):
    names = ("move", "cancel", "reinstate")
    over = make.make_event(cast.here, starts_at=make.long_past())
    off = make.make_event(
        cast.here, starts_at=make.long_past(), state="cancelled", cancel_reason="Mưa"
    )
    ahead = make.make_event(cast.here)
    offered = []
    for event in (over, off, ahead):
        page = cast.client("officer_here").get(event.desk_url).content.decode()
        urls = [reverse(f"events_desk:{name}", args=[event.pk]) for name in names]
        offered.append([f'"{url}"' in page for url in urls])
    assert offered == [[False] * 3, [False] * 3, [True, True, False]]
