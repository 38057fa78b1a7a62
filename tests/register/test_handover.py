"""A handover asks before it is written and can be taken back; so can offices written by mistake."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from kit.dates import local_today
from members.models import Appointment, Departure, Handover, Member, Position, Term, Unit, User
from members.models.leaving import TransferStep
from moves.actions import leaving
from register.actions import offices
from register.actions.offices import Seats
from tests import factories as make
from tests.conftest import Cast

NOON = "2026-11-24 12:00:00+07:00"
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOON, tick=False) as travelling:
        yield travelling


def hand_over(cast: Cast, office: Appointment, successor: Member | None, by="officer_above", **day):
    return offices.hand_over(
        office=office, day=local_today() + dt.timedelta(**day), decision_no="",
        successor=successor, lines=[], by=getattr(cast, by),
    )  # fmt: skip


def page(answer: Any) -> str:
    return answer.content.decode()


# --- It asks ----------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["ke nhiem", "Ngô Kế Nhiệm", "HV000777"])
def test_nothing_is_written_before_the_successor_was_shown_in_full(cast: Cast, typed: str) -> None:
    successor = make.make_member(cast.here, full_name="Ngô Kế Nhiệm", code="HV000777")
    make.make_user(successor, username="kenhiem")
    make.make_application(cast.here)
    office = cast.officer_here.member.appointments.get()
    client, url = cast.client("officer_above"), reverse("book:office_end", args=[office.pk])

    asked = client.post(url, {"day": "24/11/2026", "successor": typed, "decision_no": "12/QĐ"})

    assert not Handover.objects.exists()
    told = page(asked)
    for words in (
        f"Ngô Kế Nhiệm, 1950, HV000777, {cast.here.distinct_label}",
        Position.Right.UNIT_OFFICER.label,
        f"tài khoản {cast.officer_here.username}) không còn quyền này",
        "tài khoản kenhiem) có quyền này",
        "1 đơn xin gia nhập chờ chi hội xét",
    ):
        assert words in told
    client.post(url, asked.context["answers"])
    row = Handover.objects.get()
    assert (row.successor, row.decision_no) == (successor, "12/QĐ")


def test_help_of_a_box_that_became_a_list_is_about_the_list(cast: Cast) -> None:
    for code in ("HV000777", "HV000778"):
        make.make_member(cast.here, full_name="Ngô Kế Nhiệm", code=code)
    office = cast.officer_here.member.appointments.get()
    url = reverse("book:office_end", args=[office.pk])
    told = page(
        cast.client("officer_above").post(url, {"day": "24/11/2026", "successor": "ke nhiem"})
    )

    assert "<select" in told
    assert "Mỗi dòng là một người. Không có ai đúng thì chọn dòng đầu." in told
    assert "Gõ một phần họ tên" not in told


@pytest.mark.parametrize(
    ("end", "holds", "words"),
    [
        ("2031-03-15", False, "Từ 24/11/2026, đến khi hết Nhiệm kỳ mới vào ngày 15/03/2031"),
        (None, False, "Từ 24/11/2026, chưa định ngày thôi"),
        ("no term", False, "Từ 24/11/2026, chưa định ngày thôi"),
        ("2031-03-15", True, "Như đang giữ: đồng chí này đã có chức vụ này"),
    ],
)
def test_how_long_the_successor_will_hold_it_is_told_as_it_is_then_stored(
    cast: Cast, end: str | None, holds: bool, words: str
) -> None:
    successor = make.make_member(cast.here, full_name="Ngô Kế Nhiệm", code="HV000777")
    office = cast.officer_here.member.appointments.get()
    if end != "no term":
        office.term = Term.objects.create(
            unit=office.unit, name="Nhiệm kỳ mới", valid_from=office.valid_from, valid_to=end
        )
        office.save()
    if holds:
        Appointment.objects.create(
            member=successor, unit=office.unit, position=office.position, valid_from="2024-01-01"
        )
    client, url = cast.client("officer_above"), reverse("book:office_end", args=[office.pk])

    asked = client.post(url, {"day": "24/11/2026", "successor": "HV000777"})
    assert dict(asked.context["facts"])["Người nhận giữ"] == words

    client.post(url, asked.context["answers"])
    stored = successor.appointments.get(position=office.position).valid_to
    assert stored == (dt.date(2031, 3, 15) if end == "2031-03-15" and not holds else None)


@pytest.mark.parametrize(
    "change", [{"successor": "HV000778"}, {"day": "23/11/2026"}, {"successor": ""}]
)
def test_a_yes_to_something_else_asks_again(cast: Cast, change: dict[str, str]) -> None:
    for name, code in (("Ngô Kế Nhiệm", "HV000777"), ("Ngô Kế Tục", "HV000778")):
        make.make_member(cast.here, full_name=name, code=code)
    office = cast.officer_here.member.appointments.get()
    client, url = cast.client("officer_above"), reverse("book:office_end", args=[office.pk])
    asked = client.post(url, {"day": "24/11/2026", "successor": "ke nhiem"})
    again = client.post(url, asked.context["answers"] | change)
    assert not Handover.objects.exists()
    assert again.context["answers"] != asked.context["answers"]


def test_what_was_asked_can_be_reworded_and_loses_nothing(cast: Cast) -> None:
    office = cast.officer_here.member.appointments.get()
    client, url = cast.client("officer_above"), reverse("book:office_end", args=[office.pk])
    asked = client.post(url, {"day": "24/11/2026", "decision_no": "12/QĐ"})
    form = client.post(url, asked.context["answers"] | {"sua": "1"}).context["form"]
    assert (form["day"].value(), form["decision_no"].value()) == ("24/11/2026", "12/QĐ")
    assert not Handover.objects.exists()


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"day": "02/11/2026"}, "ngày thôi phải sau ngày đó"),
        ({"day": "24/11/2026", "successor": "chinh minh"}, "Người nhận phải là người khác"),
    ],
)
def test_what_cannot_be_written_is_told_before_it_asks(
    cast: Cast, sent: dict[str, str], words: str
) -> None:
    member = cast.officer_here.member
    member.full_name = "Đỗ Chính Mình"
    member.save()
    office = member.appointments.get()
    office.valid_from = dt.date(2026, 11, 2)
    office.save()
    answer = cast.client("officer_above").post(reverse("book:office_end", args=[office.pk]), sent)
    assert words in page(answer)
    assert "answers" not in answer.context


# --- It can be taken back ---------------------------------------------------------------------


@pytest.mark.parametrize("day", [-30, -1, 0, 3])
@pytest.mark.parametrize("end", [None, 400])
def test_a_handover_taken_back_leaves_everything_as_it_was(
    cast: Cast, day: int, end: int | None
) -> None:
    office = cast.officer_here.member.appointments.get()
    office.valid_to = local_today() + end * DAY if end else None
    office.save()
    successor = make.make_user(make.make_member(cast.here))
    row = hand_over(cast, office, successor.member, days=day)
    client = cast.client("officer_above")
    assert "Ghi nhầm: bỏ lần bàn giao" in page(client.get(row.get_absolute_url()))
    url = reverse("book:handover_take_back", args=[row.pk])
    assert str(successor.member) in page(client.get(url))
    for _ in range(2):
        client.post(url)

    assert not Handover.objects.exists()
    assert not successor.member.appointments.exists()
    end_now = Appointment.objects.get(pk=office.pk).valid_to
    assert end_now == office.valid_to
    assert User.objects.get(pk=cast.officer_here.pk).rights == {Position.Right.UNIT_OFFICER}
    assert User.objects.get(pk=successor.pk).rights == set()


def test_the_list_alone_taken_back_prolongs_no_office(cast: Cast) -> None:
    office = cast.former_officer.member.appointments.get()
    row = hand_over(cast, office, None, days=-1)
    offices.take_back_handover(handover=row, by=cast.officer_above)
    office.refresh_from_db()
    assert office.valid_to == make.yesterday()


@pytest.mark.parametrize("who", ["officer_beside", "former_officer", "member_here", "editor"])
def test_only_who_may_grant_the_post_takes_its_handover_back(cast: Cast, who: str) -> None:
    row = hand_over(cast, cast.officer_here.member.appointments.get(), None)
    cast.client(who).post(reverse("book:handover_take_back", args=[row.pk]))
    with pytest.raises(PermissionDenied):
        offices.take_back_handover(handover=row, by=getattr(cast, who))
    assert Handover.objects.exists()


def _handed_on(cast: Cast, following: Appointment) -> None:
    hand_over(cast, following, make.make_member(cast.here), days=1)


def _ended(cast: Cast, following: Appointment) -> None:
    offices.end_row(following, local_today() + DAY, cast.officer_above)


def _holder_left(cast: Cast, following: Appointment) -> None:
    move = make.make_transfer(cast.here, cast.beside, member=cast.officer_here.member)
    leaving.answer_transfer(
        transfer=move, step=TransferStep.ACCEPT, reason="", by=cast.officer_beside
    )


@pytest.mark.parametrize("deed", [_handed_on, _ended, _holder_left])
def test_a_handover_with_something_newer_on_it_stays(cast: Cast, deed: Any) -> None:
    successor = make.make_member(cast.here)
    row = hand_over(cast, cast.officer_here.member.appointments.get(), successor, days=-1)
    deed(cast, successor.appointments.get())
    with pytest.raises(ValidationError, match="không"):
        offices.take_back_handover(handover=row, by=cast.officer_above)
    assert Handover.objects.filter(pk=row.pk).exists()


def test_a_handover_is_not_taken_back_after_its_days(cast: Cast, clock: Any) -> None:
    row = hand_over(cast, cast.officer_here.member.appointments.get(), None)
    clock.shift(8 * DAY)
    with pytest.raises(ValidationError, match="quá thời hạn"):
        offices.take_back_handover(handover=row, by=cast.officer_above)
    answer = cast.client("officer_above").get(
        reverse("book:handover_take_back", args=[row.pk]), follow=True
    )
    assert "Đã quá thời hạn" in page(answer)


def test_the_office_that_a_handover_gave_is_a_slip_like_any_other(cast: Cast) -> None:
    """“Ghi nhầm” keeps its word: whoever handed the post over holds it on."""
    office = cast.officer_here.member.appointments.get()
    successor = make.make_member(cast.here)
    hand_over(cast, office, successor)
    wrong = successor.appointments.get()
    client, url = cast.client("officer_above"), reverse("book:office_take_back", args=[wrong.pk])
    assert f"{cast.officer_here.member} giữ tiếp chức vụ này như trước" in page(client.get(url))
    client.post(url)

    office.refresh_from_db()
    assert (office.valid_to, list(Handover.objects.all())) == (None, [])
    assert not successor.appointments.exists()


def test_the_page_says_when_nobody_goes_on(cast: Cast) -> None:
    office = cast.officer_here.member.appointments.get()
    hand_over(cast, office, None)
    new = make.make_member(cast.here)
    (wrong,) = fill(cast, office.position, new)
    url = reverse("book:office_take_back", args=[wrong.pk])
    assert "chức vụ này sẽ khuyết" in page(cast.client("officer_above").get(url))
    offices.take_back(office=wrong, by=cast.officer_above)
    office.refresh_from_db()
    assert office.valid_to == local_today()


# --- Offices from another day -----------------------------------------------------------------


def fill(cast: Cast, post: Position, *members: Member, unit: Unit | None = None, **facts: Any):
    usual = {"term": None, "day": local_today(), "method": "elected", "decision_no": ""}
    return offices.fill_offices(
        unit=unit or cast.here, seats=[Seats(post, list(members))], by=cast.officer_above,
        ends_earlier=True, **usual | facts,
    )  # fmt: skip


@pytest.mark.parametrize("days", [1, 9, 200])
def test_an_office_from_a_coming_day_is_listed_and_taken_back_there(cast: Cast, days: int) -> None:
    post = make.make_position(name="Chi hội trưởng")
    new = make.make_member(cast.here, full_name="Ngô Sắp Nhận")
    (office,) = fill(cast, post, new, day=local_today() + days * DAY)
    client = cast.client("officer_above")
    shown = page(client.get(reverse("book:offices")))
    assert "Ngô Sắp Nhận" in shown
    assert "chưa tới ngày" in shown
    url = reverse("book:office_take_back", args=[office.pk])
    assert url in shown
    client.post(url, follow=True)
    assert not new.appointments.exists()
    filled = page(client.get(reverse("book:office_fill", args=[cast.here.slug])))
    assert "Ngô Sắp Nhận" not in filled


@pytest.mark.parametrize(("days", "later", "may"), [(-3, 0, True), (-300, 6, True), (-3, 8, False)])
def test_an_office_of_a_past_day_is_a_slip_for_its_writer_within_days(
    cast: Cast, clock: Any, days: int, later: int, may: bool
) -> None:
    post = make.make_position()
    held = make.make_member(cast.here).appointments.create(
        unit=cast.here, position=post, valid_from=make.LONG_AGO
    )
    with_actor = cast.client("officer_above")
    member = make.make_member(cast.here, code="HV000555")
    day = local_today() + days * DAY
    with_actor.post(
        reverse("book:office_fill", args=[cast.here.slug]),
        {"day": f"{day:%d/%m/%Y}", "method": "appointed", "ends_earlier": "on",
         f"chuc-vu-{post.pk}": "HV000555"},
    )  # fmt: skip
    wrong = member.appointments.get()
    assert not offices.is_slip(wrong, cast.office)  # not theirs
    clock.shift(later * DAY)
    url = reverse("book:office_take_back", args=[wrong.pk])
    with_actor.post(url)
    assert Appointment.objects.filter(pk=wrong.pk).exists() is not may
    held.refresh_from_db()
    assert held.valid_to == (None if may else day)


def test_a_congress_taken_back_brings_the_earlier_term_back(cast: Cast) -> None:
    ends = dt.date(2028, 12, 1)
    old = Term.objects.create(
        unit=cast.here, name="Nhiệm kỳ I", valid_from=make.LONG_AGO, valid_to=ends
    )
    posts = [make.make_position(), make.make_position()]
    before = [
        make.make_member(cast.here).appointments.create(
            unit=cast.here, position=post, term=old, valid_from=make.LONG_AGO, valid_to=ends
        )
        for post in posts
    ]
    made = []
    term = Term(unit=cast.here, name="Nhiệm kỳ II", valid_from=local_today())
    for post in posts:
        made += fill(cast, post, make.make_member(cast.here), term=term)
    old.refresh_from_db()
    assert old.valid_to == local_today()

    for row in made:
        offices.take_back(office=row, by=cast.officer_above)

    old.refresh_from_db()
    assert old.valid_to == ends
    assert [Appointment.objects.get(pk=row.pk).valid_to for row in before] == [ends, ends]
    assert list(Term.objects.filter(unit=cast.here)) == [old]


def test_a_holder_who_died_since_does_not_go_on(cast: Cast) -> None:
    post = make.make_position()
    gone = make.make_member(cast.here)
    held = gone.appointments.create(unit=cast.here, position=post, valid_from=make.LONG_AGO)
    (wrong,) = fill(cast, post, make.make_member(cast.here))
    row = Departure(kind="deceased", left_on=local_today(), token="t" * 20)
    leaving.depart(
        membership=gone.memberships.get(), departure=row, code="", decider=cast.here,
        by=cast.officer_above,
    )  # fmt: skip
    assert offices.going_on_after(wrong) == []
    offices.take_back(office=wrong, by=cast.officer_above)
    held.refresh_from_db()
    assert held.valid_to == local_today()


def test_an_office_that_was_to_end_that_day_is_not_prolonged(cast: Cast) -> None:
    post, today = make.make_position(), local_today()
    held = make.make_member(cast.here).appointments.create(
        unit=cast.here, position=post, valid_from=make.LONG_AGO, valid_to=today
    )
    (wrong,) = fill(cast, post, make.make_member(cast.here))
    offices.take_back(office=wrong, by=cast.officer_above)
    held.refresh_from_db()
    assert held.valid_to == today


def test_who_hands_the_own_office_over_is_told_who_brings_it_back(cast: Cast) -> None:
    """The right ends with the office: no button is offered that would be refused."""
    office = cast.officer_here.member.appointments.get()
    make.make_member(cast.here, full_name="Ngô Kế Nhiệm")
    client, url = cast.client("officer_here"), reverse("book:office_end", args=[office.pk])
    asked = client.post(url, {"day": "24/11/2026", "successor": "ke nhiem"})
    assert "Người nhận chưa có tài khoản" in page(asked)
    told = page(client.post(url, asked.context["answers"]))
    assert "Nếu ghi nhầm, cấp trên bỏ được" in told
    assert "bỏ lần bàn giao" not in told
    row = Handover.objects.get()
    assert "bỏ lần bàn giao" in page(cast.client("officer_above").get(row.get_absolute_url()))
