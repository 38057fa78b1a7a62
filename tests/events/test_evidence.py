"""The sheet that proves an event, and what its news draft takes from the books."""

from typing import Any

import pytest
from django.urls import reverse

from events.evidence import evidence_of, present_at
from events.models import Attendance, ContestResult
from news.from_event import text_fields_of
from tests import factories as make


@pytest.fixture
def event(cast):
    event = make.make_event(cast.here, title="Hội thao", starts_at=make.long_past(), outcome="Vui")
    for name, state in (
        ("Lê Có Mặt", "present"),
        ("Lê Cũng Đến", "present"),
        ("Lê Vắng", "absent"),
    ):
        member = make.make_member(cast.here, full_name=name)
        Attendance.objects.create(event=event, member=member, state=state)
    for team, prize in (("Đội Bạn", "first"), ("Đội Kia", "second")):
        ContestResult.objects.create(event=event, discipline="Cờ tướng", team=team, prize=prize)
    return event


def test_evidence_counts_people_and_names_nobody(cast, event):
    make.make_event_photo(event)
    facts = dict(evidence_of(event).facts)
    assert (facts["Có mặt"], facts["Xếp hạng toàn đoàn"], facts["Biên bản"]) == (
        "2 hội viên", "1. Đội Bạn; 2. Đội Kia", "chưa có biên bản đã chốt",
    )  # fmt: skip
    assert facts["Ảnh, tài liệu lưu trong sổ"] == "1 ảnh, 0 tài liệu"
    assert not any("Lê" in value for value in facts.values())
    url = reverse("events_desk:evidence_paper", args=[event.pk])
    page = cast.client("officer_here").get(url).content.decode()
    assert evidence_of(event).code in page


@pytest.mark.parametrize("change", ["title", "outcome", "attendance", "photo", "paper", "result"])
def test_code_changes_with_every_fact_and_with_nothing_else(cast, event, change):
    first = evidence_of(event).code
    assert evidence_of(type(event).objects.get(pk=event.pk)).code == first
    if change in ("title", "outcome"):
        setattr(event, change, "Khác")
        event.save()
    elif change == "attendance":
        Attendance.objects.filter(event=event, state="absent").update(state="present")
    elif change == "result":
        ContestResult.objects.filter(team="Đội Kia").update(prize="")
    else:
        makers: Any = {"photo": make.make_event_photo, "paper": make.make_event_document}
        makers[change](event)
    assert evidence_of(event).code != first


def test_closed_minutes_decide_how_many_came(event):
    make.make_minutes(event, closed_at=make.long_past(), total=30, present=21, excused=4)
    assert present_at(event) == "21 trên 30 hội viên"


def test_news_draft_tells_how_many_came_and_who_won(event):
    body = text_fields_of(event)["body"]
    assert "<p>Dự buổi này có 2 hội viên.</p>" in body
    assert (
        "<h2>Kết quả thi</h2><ul><li>Cờ tướng: giải nhất Đội Bạn; giải nhì Đội Kia</li></ul>"
        in body
    )
    assert "Lê" not in body.replace("Lễ", "")


def test_message_for_the_group_stands_on_the_page_as_text(cast, event):
    page = cast.client("officer_here").get(event.desk_url).content.decode()
    assert ("HỘI THAO" in page, 'data-copy-from="tin-nhan"' in page) == (True, True)
