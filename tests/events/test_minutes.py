"""Attendance and minutes: typed on one sheet, counted from the ticks, frozen, printed, their tasks."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from assoc import desk as workspace
from events.actions.minutes import close_minutes, finish_task, reopen_minutes
from events.forms.minutes import TasksField, VotesField
from events.models import Attendance, Event, Minutes
from events.roll import roll_of
from events.tasks import attendance_on_card, coming_events_as_meetings, event_tasks
from kit.dates import local_today
from reports.models.figures import figures_of
from tests import factories as make
from tests.conftest import Cast


@pytest.fixture
def meeting(cast: Cast) -> Event:
    """A meeting of `here` that began an hour ago."""
    begun = timezone.now() - dt.timedelta(hours=1)
    return make.make_event(cast.here, title="Họp quý", kind="branch", starts_at=begun)


def _sheet(event: Event) -> str:
    return reverse("events_desk:minutes", args=[event.pk])


def _sent(event: Event, **more: Any) -> dict[str, Any]:
    due = local_today() + dt.timedelta(days=20)
    return {
        "chair": "Lê Văn Chủ", "guest_count": "0",
        "secretary": "Trần Thị Ký", "started_at": "8h30", "agenda": "Bàn việc",
        "votes": "Thông qua kế hoạch: 1/0/0", "decisions": "Nhất trí", "token": "m" * 20,
        "tasks": f"Thăm bác Năm | Nguyễn Văn A | {due:%d/%m/%Y}",
    } | more  # fmt: skip


def _closed(cast: Cast, event: Event, **more: Any) -> Minutes:
    client = cast.client("officer_here")
    client.post(_sheet(event), _sent(event, everybody="on", viec="chot", **more))
    return Minutes.objects.get()


@pytest.mark.parametrize(
    ("line", "counts"),
    [
        ("Thông qua kế hoạch: 18/0/1", ("Thông qua kế hoạch", 18, 0, 1)),
        ("Bầu thư ký : 20", ("Bầu thư ký", 20, 0, 0)),
        ("Mức quỹ 50: 18 / 2", ("Mức quỹ 50", 18, 2, 0)),
    ],
)
def test_vote_is_read(line, counts):
    (vote,) = VotesField().clean(line)
    assert (vote.question, vote.in_favour, vote.against, vote.other) == counts


@pytest.mark.parametrize(
    ("field", "line"),
    [
        (VotesField, "Thông qua kế hoạch"), (VotesField, "Kế hoạch: nhất trí"),
        (TasksField, "Thăm bác Năm"), (TasksField, "Thăm bác Năm | A | mai"),
        (TasksField, "Thăm | | 15/12/2026"),
    ],
)  # fmt: skip
def test_line_that_is_not_understood_is_named_with_a_pattern(field, line):
    with pytest.raises(ValidationError, match="Dòng 1"):
        field().clean(line)


def test_sheet_counts_from_the_ticks_and_is_closed(cast, meeting):
    late, ill = make.make_member(cast.here), make.make_member(cast.here)
    roll = roll_of(meeting)
    minutes = _closed(cast, meeting, **{f"m{ill.pk}": "excused", f"m{late.pk}": "absent"})
    assert minutes.is_closed
    assert (minutes.total, minutes.present, minutes.excused) == (len(roll), len(roll) - 2, 1)
    assert Attendance.objects.get(member=ill).state == "excused"
    assert f"{minutes.started_at:%H:%M}" == "08:30"
    answer = cast.client("officer_here").post(_sheet(meeting), _sent(meeting, chair="Khác"))
    assert answer.status_code == 200
    assert Minutes.objects.get().chair == "Lê Văn Chủ"


def test_double_click_writes_one_sheet(cast, meeting):
    client = cast.client("officer_here")
    for _ in range(2):
        assert client.post(_sheet(meeting), _sent(meeting, everybody="on")).status_code == 302
    assert (Minutes.objects.count(), Minutes.objects.get().tasks.count()) == (1, 1)
    version = client.get(_sheet(meeting)).context["form"]["version"].value()
    make.make_member(cast.here)
    again = _sent(meeting, everybody="on", version=version, opinions="Thêm một ý", token="")
    for _ in range(2):  # with the same version: the second is no other editor
        assert client.post(_sheet(meeting), again).status_code == 302


def test_second_editor_of_the_first_save_is_told(cast, meeting):
    cast.client("officer_here").post(_sheet(meeting), _sent(meeting))
    answer = cast.client("officer_above").post(
        _sheet(meeting), _sent(meeting, token="n" * 20, chair="Khác")
    )
    assert answer.status_code == 200
    assert Minutes.objects.count() == 1
    member = roll_of(meeting)[0]
    shown = cast.client("officer_above").get(_sheet(meeting)).context["form"]
    version = shown["version"].value()
    cast.client("officer_here").post(
        _sheet(meeting), _sent(meeting, token="", version=version, **{f"m{member.pk}": "present"})
    )
    answer = cast.client("officer_above").post(
        _sheet(meeting), _sent(meeting, token="", version=version, opinions="Khác")
    )
    assert "đã lưu lúc" in answer.content.decode()
    assert Attendance.objects.get().state == "present"


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"chair": ""}, "chủ trì"),
        ({"agenda": "", "decisions": ""}, "nội dung"),
        ({"everybody": ""}, "chưa ghi có mặt hay vắng"),
        ({"votes": "Kế hoạch: 99/0/0"}, "99 phiếu"),
    ],
)
def test_what_is_missing_is_told_and_the_sheet_is_kept_open(cast, meeting, more, words):
    client = cast.client("officer_here")
    data = _sent(meeting, everybody="on", viec="chot") | more
    page = client.post(_sheet(meeting), data, follow=True).content.decode()
    assert words in page
    assert not Minutes.objects.get().is_closed


def test_minutes_of_a_coming_meeting_are_not_closed(cast):
    event = make.make_event(cast.here)
    assert not _closed(cast, event).is_closed


def test_closed_minutes_are_reopened_with_a_reason(cast, meeting):
    minutes = _closed(cast, meeting)
    with pytest.raises(ValidationError):
        reopen_minutes(minutes=minutes, reason="", by=cast.officer_here)
    minutes = reopen_minutes(minutes=minutes, reason="Ghi thiếu", by=cast.officer_here)
    assert (minutes.is_closed, minutes.total, minutes.reopen_reason) == (False, None, "Ghi thiếu")
    assert "Ghi thiếu" in cast.client("officer_here").get(_sheet(meeting)).content.decode()
    assert close_minutes(minutes=minutes, by=cast.officer_here).is_closed


def test_whoever_joined_later_is_not_called(cast, meeting):
    old = make.make_event(cast.here, starts_at=timezone.now() - dt.timedelta(days=400))
    new = make.make_member(cast.here, joined=local_today() - dt.timedelta(days=5))
    assert new in roll_of(meeting)
    assert new not in roll_of(old)


def test_officers_of_a_unit_above_are_called_and_others_are_added_by_name(cast):
    event = make.make_event(cast.district, kind="meeting", starts_at=make.long_past())
    called = roll_of(event)
    assert set(called) == {cast.officer_above.member, cast.correspondent.member}
    guest = make.make_member(cast.beside, full_name="Đỗ Khách Mời")
    cast.client("officer_above").post(_sheet(event), _sent(event, others="do khach moi"))
    assert set(roll_of(event)) == {*called, guest}


def test_decided_task_waits_in_the_workspace_until_done(cast, meeting):
    minutes = _closed(cast, meeting)
    (task,) = minutes.tasks.all()

    def words(user: Any) -> list[str]:
        return [one.label for one in event_tasks(user)]

    assert words(cast.officer_here) == ["Thăm bác Năm (Nguyễn Văn A)"]
    assert words(cast.officer_above) == []
    assert "Thăm bác Năm" in cast.client("officer_here").get(reverse("desk")).content.decode()
    finish_task(task=task, is_done=True, by=cast.officer_here)
    assert words(cast.officer_here) == []
    finish_task(task=task, is_done=False, by=cast.officer_here)
    assert len(words(cast.officer_here)) == 1


def test_meeting_without_minutes_and_a_near_draft_are_tasks(cast):
    make.make_event(cast.here, title="Họp qua", kind="branch", starts_at=make.long_past())
    make.make_event(cast.here, title="Đi chơi", kind="sport", starts_at=make.long_past())
    make.make_event(cast.here, title="Dự thảo", state="draft")
    assert [task.label for task in event_tasks(cast.officer_here)] == [
        "Ghi và chốt biên bản: Họp qua", "Công bố hoặc xóa bản nháp: Dự thảo",
    ]  # fmt: skip
    assert event_tasks in workspace.TASKS


def test_attendance_is_told_on_the_card_to_who_may_read_it(cast, meeting):
    member = cast.member_here.member
    _closed(cast, meeting)
    part = attendance_on_card(cast.officer_here, member)
    assert part.lines[0].endswith("có mặt 1 trên 1 buổi.")
    assert attendance_on_card(cast.member_here, member) == part
    assert attendance_on_card(cast.officer_beside, member) is None


def test_attendance_counts_in_reports_once_closed(cast, meeting):
    today = local_today()
    span = today - dt.timedelta(days=2), today + dt.timedelta(days=1)
    before = figures_of(cast.here, *span)["attended"]
    minutes = _closed(cast, meeting)
    assert (before, figures_of(cast.here, *span)["attended"]) == (0, minutes.present)


def test_public_page_shows_nobodys_attendance(cast, meeting):
    member = make.make_member(cast.here, full_name="Đinh Vắngxyz")
    _closed(cast, meeting, opinions="Bàn kínxyz", **{f"m{member.pk}": "absent"})
    for who in ("nobody", "member_here"):
        page = cast.client(who).get(meeting.get_absolute_url()).content.decode()
        assert "xyz" not in page


def test_minutes_are_a_paper_of_the_house_without_a_seal(cast, meeting):
    _closed(cast, meeting)
    url = reverse("events_desk:minutes_paper", args=[meeting.pk])
    paper = cast.client("officer_here").get(url).content.decode()
    for words in ("Cộng hòa xã hội chủ nghĩa", "Có mặt:", "Thăm bác Năm", "Thư ký", "Chủ trì"):
        assert words in paper
    assert "đóng dấu" not in paper


def test_coming_meeting_is_offered_where_a_sheet_is_printed(cast):
    event = make.make_event(cast.here, title="Họp sắp tới")
    url = reverse("events_desk:attendance_paper", args=[event.pk])
    assert [one.url for one in coming_events_as_meetings(cast.officer_here)] == [url]
    assert coming_events_as_meetings(cast.officer_beside) == []
    page = cast.client("officer_here").get(reverse("book:attendance")).content.decode()
    assert url in page
    assert "Họp sắp tới" in cast.client("officer_here").get(url).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_sheet_costs_a_fixed_number_of_queries(cast, meeting, django_assert_num_queries, count):
    for _ in range(count):
        make.make_member(cast.here)
    client = cast.client("admin")
    client.get(_sheet(meeting))
    with django_assert_num_queries(QUERIES):
        client.get(_sheet(meeting))


QUERIES = 18
