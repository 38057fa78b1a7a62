"""The funeral pack: drafted from the card, kept as written, printed, and nobody else's to read."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from events.actions.funerals import save_funeral, schedule_funeral
from events.funeral_drafts import BLANK, biography_of, eulogy_of, first_texts
from events.models import Event, EventKind, Funeral
from kit.dates import ZONE
from members.models import Change, Departure, Position, ReadRecord
from moves.actions.leaving import undo_departure
from tests import factories as make
from tests.conftest import Cast

DIED = dt.date(2026, 11, 3)


@pytest.fixture
def death(cast: Cast) -> Departure:
    member = make.make_member(
        cast.here, full_name="Lê Văn Nhớ", birth_year=1944, birth_date=dt.date(1944, 5, 7),
        native_place="Cần Giuộc", enlisted_year=1963, rank=None, joined=dt.date(2023, 12, 12),
    )  # fmt: skip
    make.make_award(member, kind=make.make_award_kind(name="Bằng khen"), year=2024)
    make.make_award(
        member, kind=make.make_award_kind(name="Giấy khen"), year=2025,
        revoked_on=dt.date(2026, 1, 1), revoked_reason="Khai sai",
    )  # fmt: skip
    return make.make_departure(cast.here, member=member, left_on=DIED)


def _page(death: Departure, name: str = "funeral") -> str:
    return reverse(f"events_desk:{name}", args=[death.pk])


def _sent(**more: Any) -> dict[str, Any]:
    return {"held_on": "05/11/2026", "held_at": "8h30", "place": "Nhà tang lễ", **more}


def test_life_is_what_the_card_tells_and_blanks_for_the_rest(death: Departure) -> None:
    assert biography_of(death).splitlines() == [
        "Đồng chí Lê Văn Nhớ",
        "Sinh: ngày 07 tháng 5 năm 1944",
        "Quê quán: Cần Giuộc",
        "Vào ngành Công an nhân dân: năm 1963",
        f"Nghỉ hưu, xuất ngũ hoặc thôi việc: {BLANK}",
        f"Cấp bậc hàm: {BLANK}",
        f"Chức vụ, đơn vị cuối: {BLANK}",
        "Vào Hội: ngày 12 tháng 12 năm 2023, 2 năm tuổi Hội",
        "Chức vụ trong Hội:",
        f"- {BLANK}",
        "Khen thưởng:",
        "- Bằng khen (2024)",  # what was revoked counts no more
        f"Quá trình công tác, chiến đấu: {BLANK}",
        f"Gia đình: {BLANK}",
        f"Từ trần: ngày 03 tháng 11 năm 2026, hưởng thọ 82 tuổi, tại {BLANK}",
    ]
    assert "None" not in eulogy_of(death)


def test_delegations_come_in_protocol_order(death: Departure, cast: Cast) -> None:
    names = [cast.city.name, cast.district.name, cast.here.name]
    assert first_texts(death)["delegations"].splitlines() == names


def test_pack_is_saved_as_written_and_its_earlier_wording_stays(
    death: Departure, cast: Cast
) -> None:
    client = cast.client("officer_here")
    page = client.get(_page(death)).content.decode()
    assert "Cần Giuộc" in page
    assert not Funeral.objects.exists()  # a draft that nobody saved is nobody's wording
    for _ in range(2):  # a double click
        assert client.post(_page(death), _sent(eulogy="Lời thứ nhất")).status_code == 302
    funeral = Funeral.objects.get()
    assert (funeral.eulogy, funeral.held_on, funeral.held_at) == (
        "Lời thứ nhất", dt.date(2026, 11, 5), dt.time(8, 30),
    )  # fmt: skip
    version = funeral.updated_at.isoformat()
    client.post(_page(death), _sent(eulogy="Lời sau", version=version))
    funeral.refresh_from_db()
    assert funeral.eulogy == "Lời sau"
    told = [row for change in Change.objects.of(funeral) for row in change.diff]
    assert "Lời thứ nhất" in [row.get("old") for row in told if row["field"] == "eulogy"]


def test_visit_before_the_death_is_refused_and_nothing_typed_is_lost(
    death: Departure, cast: Cast
) -> None:
    page = cast.client("officer_here").post(
        _page(death), _sent(held_on="01/11/2026", eulogy="Chữ đã gõ")
    )
    assert "Ngày viếng không thể trước ngày từ trần 03/11/2026" in page.content.decode()
    assert "Chữ đã gõ" in page.content.decode()


def test_event_is_one_draft_that_the_public_does_not_see(death: Departure, cast: Cast) -> None:
    funeral = Funeral.objects.create(
        departure=death, held_on=dt.date(2026, 11, 5), held_at=dt.time(8, 30), place="Nhà tang lễ"
    )
    client = cast.client("officer_here")
    for _ in range(2):
        client.post(_page(death, "funeral_event"))
    event = Event.objects.get()
    funeral.refresh_from_db()
    assert (funeral.event, event.kind.code, event.state) == (event, "funeral", "draft")
    assert event.starts_at == dt.datetime(2026, 11, 5, 8, 30, tzinfo=ZONE)
    assert cast.client("nobody").get(event.get_absolute_url()).status_code == 404
    assert event.desk_url in client.get(_page(death)).content.decode()


def test_without_its_kind_no_event_is_made(death: Departure, cast: Cast) -> None:
    EventKind.objects.filter(code="funeral").delete()
    Funeral.objects.create(
        departure=death, held_on=DIED, held_at=dt.time(8, 30), place="Nhà tang lễ"
    )
    answer = cast.client("officer_here").post(_page(death, "funeral_event"), follow=True)
    [told] = [str(message) for message in answer.context["messages"]]
    assert (answer.status_code, "lễ tang" in told) == (200, True)


@pytest.mark.parametrize(
    "known",
    [
        {"place": "Nhà tang lễ"}, {"held_on": DIED}, {},
        {"held_on": DIED, "place": "Nhà tang lễ"},  # else it would be announced for midnight
    ],
)  # fmt: skip
def test_event_waits_for_day_hour_and_place(
    death: Departure, cast: Cast, known: dict[str, Any]
) -> None:
    Funeral.objects.create(departure=death, **known)
    cast.client("officer_here").post(_page(death, "funeral_event"))
    assert not Event.objects.exists()


def test_ribbons_have_the_usual_words_where_none_are_written(death: Departure) -> None:
    funeral = Funeral(departure=death, wreaths="Chi hội | Vô cùng thương tiếc\n\nQuận\n")
    assert [(one.giver, one.text) for one in funeral.wreath_rows] == [
        ("Chi hội", "Vô cùng thương tiếc"), ("Quận", "Kính viếng đồng chí Lê Văn Nhớ"),
    ]  # fmt: skip


def test_pack_on_paper_holds_all_but_the_family_telephone(death: Departure, cast: Cast) -> None:
    funeral = Funeral(
        departure=death, family_contact="Con trai 0900bimatxyz", biography="Tiểu sử đã sửa",
        eulogy="Điếu văn đã sửa", delegations="Đoàn phường", speakers="Đọc điếu văn: ông Hai",
        wreaths="Chi hội", schedule="Lễ viếng 8 giờ",
    )  # fmt: skip
    save_funeral(funeral=funeral, by=cast.officer_here)
    paper = cast.client("officer_here").get(_page(death, "funeral_print")).content.decode()
    paper = paper.replace("\xa0", " ")
    told = (
        "Tiểu sử đã sửa", "Điếu văn đã sửa", "Đoàn phường", "ông Hai", "Lễ viếng 8 giờ",
        "Kính viếng đồng chí Lê Văn Nhớ",
    )  # fmt: skip
    assert [words for words in told if words not in paper] == []
    assert "bimatxyz" not in paper
    changes = Change.objects.of(funeral)
    assert not [change for change in changes if "bimatxyz" in str(vars(change))]
    assert ReadRecord.objects.of(death).filter(way="printed").count() == 1


def _signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("who", ["treasurer", "officer_beside", "member_here", "nobody"])
def test_life_of_the_dead_is_for_those_who_read_the_card(
    death: Departure, cast: Cast, who: str
) -> None:
    """The treasurer keeps the branch's care and no cards."""
    Funeral.objects.create(departure=death, family_contact="bimatxyz", eulogy="bimatxyz")
    if who == "treasurer":
        client = _signed_in(make.make_officer(cast.here, Position.Right.TREASURER))
    else:
        client = cast.client(who)
    for name in ("funeral", "funeral_print"):
        answer = client.get(_page(death, name))
        assert answer.status_code in (302, 403, 404)
    assert "bimatxyz" not in client.get("/so/", follow=True).content.decode()


def test_those_above_read_and_who_only_reads_writes_nothing(death: Departure, cast: Cast) -> None:
    Funeral.objects.create(departure=death, eulogy="Điếu văn của chi hội")
    reader = _signed_in(make.make_officer(cast.here, Position.Right.DEPUTY))
    assert "Điếu văn của chi hội" in reader.get(_page(death)).content.decode()
    assert reader.post(_page(death), _sent()).status_code == 403


def test_funeral_of_a_death_taken_back_is_gone(death: Departure, cast: Cast) -> None:
    undo_departure(departure=death, by=cast.admin)
    assert cast.client("officer_here").get(_page(death)).status_code == 404


def test_stranger_prepares_nothing(death: Departure, cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        save_funeral(funeral=Funeral(departure=death), by=cast.officer_beside)
    funeral = Funeral.objects.create(departure=death)
    with pytest.raises(PermissionDenied):
        schedule_funeral(funeral=funeral, by=cast.officer_beside)


def test_death_leads_to_its_funeral(death: Departure, cast: Cast) -> None:
    page = cast.client("officer_here").get(death.get_absolute_url()).content.decode()
    assert _page(death) in page
