"""Registering for an event: who may, until when, the limit, the waiting list, who reads it."""

import datetime as dt
import io
import random
import zipfile
from itertools import pairwise
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from events.actions.registration import open_registration, register, withdraw
from events.models import Event, Registration
from events.roll import roll_of
from events.tasks import registrations_on_card
from kit.dates import local_today
from members.models import Member
from tests import factories as make
from tests.conftest import Cast

State = Registration.State


@pytest.fixture
def event(cast: Cast) -> Event:
    """The association's own, in a week: every branch may come."""
    return make.make_event(cast.city, title="Gặp mặt truyền thống")


def _register(cast: Cast, event: Event, member: Member, companions: int = 0) -> Registration:
    admin = cast.admin
    return register(event=event, member=member, companions=companions, by=admin)


def _states(event: Event) -> list[str]:
    return [row.state for row in event.registrations.order_by("turn")]


def test_who_comes_after_the_last_place_waits_and_moves_up_in_turn(cast, event):
    make.make_terms(event, places=2, companions=1)
    first, second, third = (make.make_member(cast.here) for _ in range(3))
    rows = [_register(cast, event, member) for member in (first, second, third)]
    assert _states(event) == [State.PLACED, State.PLACED, State.WAITING]

    withdraw(registration=rows[0], by=cast.officer_here)
    withdraw(registration=rows[0], by=cast.officer_here)  # a double click
    assert _states(event) == [State.WITHDRAWN, State.PLACED, State.PLACED]
    assert event.registrations.get(member=third).moved_up_at is not None

    again = _register(cast, event, first)
    assert (again.state, again.turn) == (State.WAITING, 4)  # behind everybody


def test_raised_limit_lets_in_and_a_lowered_one_takes_nobody_s_place(cast, event):
    make.make_terms(event, places=1)
    for _ in range(3):
        _register(cast, event, make.make_member(cast.here))
    day, admin = event.starts_on, cast.admin
    open_registration(event=event, closes_on=day, places=2, companions=0, by=admin)
    assert _states(event) == [State.PLACED, State.PLACED, State.WAITING]
    with pytest.raises(ValidationError, match="Đã có 2 người được chỗ"):
        open_registration(event=event, closes_on=day, places=1, companions=0, by=admin)
    open_registration(event=event, closes_on=day, places=None, companions=0, by=admin)
    assert _states(event) == [State.PLACED] * 3


def test_party_too_large_for_what_is_left_is_not_passed_by_a_smaller_one(cast, event):
    make.make_terms(event, places=3, companions=2)
    rows = [
        _register(cast, event, make.make_member(cast.here), companions) for companions in (1, 2, 0)
    ]
    assert _states(event) == [State.PLACED, State.WAITING, State.WAITING]
    withdraw(registration=rows[0], by=cast.admin)
    assert _states(event) == [State.WITHDRAWN, State.PLACED, State.WAITING]


@pytest.mark.parametrize("seed", range(4))
def test_limit_holds_and_nobody_waits_beside_a_place_that_fits(cast, event, seed):
    chance = random.Random(seed)
    steps = [
        (
            chance.choice(["register", "register", "withdraw", "limit"]),
            chance.randrange(5),
            chance.randrange(3),
        )
        for _ in range(20)
    ]
    admin = cast.admin
    limit = 3
    day = event.starts_on
    open_registration(event=event, closes_on=day, places=limit, companions=2, by=admin)
    people = [make.make_member(cast.here) for _ in range(5)]
    for step, who, number in steps:
        row = Registration.objects.filter(event=event, member=people[who]).first()
        try:
            if step == "register":
                _register(cast, event, people[who], number)
            elif step == "withdraw" and row is not None:
                withdraw(registration=row, by=admin)
            elif step == "limit":
                open_registration(
                    event=event, closes_on=day, places=limit + number, companions=2, by=admin
                )
                limit += number
        except ValidationError:
            pass
        rows = event.registrations.all()
        assert rows.placed().people() <= limit
        first = rows.in_line().first()
        assert first is None or first.people > limit - rows.placed().people()
    turns = list(event.registrations.order_by("turn").values_list("turn", flat=True))
    assert all(one < two for one, two in pairwise(turns))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"state": Event.State.CANCELLED}, "đã hủy"),
        ({"state": Event.State.DRAFT}, "không nhận đăng ký"),
        ({"is_past": True}, "đã bắt đầu"),
    ],
)
def test_event_that_takes_none_says_why(cast, event, change, words):
    make.make_terms(event)
    change = dict(change)
    if change.pop("is_past", False):
        change["starts_at"] = make.long_past()
    Event.objects.filter(pk=event.pk).update(**change)
    with pytest.raises(ValidationError, match=words):
        _register(cast, event, make.make_member(cast.here))


def test_after_the_last_day_only_who_writes_the_event_adds_somebody(cast, event):
    make.make_terms(event, closes_on=local_today() - dt.timedelta(days=1))
    late = make.make_member(cast.here)
    with pytest.raises(ValidationError, match="hết hạn đăng ký"):
        register(event=event, member=late, companions=0, by=cast.officer_here)
    assert _register(cast, event, late).state == State.PLACED


@pytest.mark.parametrize(
    ("who", "may"),
    [("officer_here", True), ("officer_above", True), ("office", True), ("officer_beside", False),
("nobody", False), ("former_officer", False)],
)  # fmt: skip
def test_who_registers_a_member_of_here_for_the_association_s_event(cast, event, who, may):
    make.make_terms(event)
    member = make.make_member(cast.here)
    by: Any = getattr(cast, who, None) or AnonymousUser()
    if not may:
        with pytest.raises(PermissionDenied):
            register(event=event, member=member, companions=0, by=by)
    else:
        assert register(event=event, member=member, companions=0, by=by).state == State.PLACED


def test_member_registers_and_withdraws_on_the_event_s_page_and_sees_it_on_their_own(cast, event):
    make.make_terms(event, places=1, companions=1)
    client = cast.client("member_here")
    own = cast.member_here.member
    page = client.post(
        reverse("events:register", args=[event.pk]), {"companions": "0"}, follow=True
    )
    assert "Đồng chí đã có chỗ" in page.content.decode()
    assert "Gặp mặt truyền thống" in client.get(reverse("members:me")).content.decode()
    other = _register(cast, event, make.make_member(cast.here, full_name="Lê Khác"))
    assert other.state == State.WAITING
    assert "Lê Khác" not in client.get(event.get_absolute_url()).content.decode()

    page = client.post(reverse("events:withdraw", args=[event.pk]), follow=True)
    assert "Đã rút đăng ký" in page.content.decode()
    assert registrations_on_card(cast.member_here, own) is None
    assert Registration.objects.get(pk=other.pk).state == State.PLACED


@pytest.mark.parametrize("typed", ["", "9", "-1", "hai"])
def test_number_of_companions_that_is_none_is_told(cast, event, typed):
    make.make_terms(event, companions=1)
    client = cast.client("member_here")
    url = reverse("events:register", args=[event.pk])
    page = client.post(url, {"companions": typed}, follow=True).content.decode()
    assert ("Đồng chí đã có chỗ" in page) == (typed == "")
    assert Registration.objects.count() == (typed == "")


def test_moved_and_cancelled_are_told_to_who_registered(cast, event):
    member = cast.member_here.member
    make.make_registration(event, member)
    event.former_days.create(starts_at=event.starts_at - dt.timedelta(days=2), reason="Bão")
    client = cast.client("member_here")
    assert "ĐÃ DỜI LỊCH" in client.get(reverse("members:me")).content.decode()
    Event.objects.update(state=Event.State.CANCELLED, cancel_reason="Mưa to")
    assert "ĐÃ HỦY" in client.get(reverse("members:me")).content.decode()


def test_list_of_another_unit_s_event_shows_one_s_own_members_alone(cast, event):
    make.make_registration(event, make.make_member(cast.here, full_name="Lê Ở Đây"))
    make.make_registration(event, make.make_member(cast.beside, full_name="Lê Bên Kia"))
    url = reverse("events_desk:registrations", args=[event.pk])

    def listed(who):
        names = [row.member.full_name for row in cast.client(who).get(url).context["page"]]
        return sorted(names)

    assert listed("officer_here") == ["Lê Ở Đây"]
    assert listed("officer_beside") == ["Lê Bên Kia"]
    assert listed("office") == ["Lê Bên Kia", "Lê Ở Đây"]


def test_many_are_entered_at_once_or_none(cast, event):
    make.make_terms(event, places=9)
    for name in ("Lê Văn Một", "Lê Văn Hai"):
        make.make_member(cast.here, full_name=name)
    client = cast.client("officer_here")
    url = reverse("events_desk:registration_new", args=[event.pk])
    page = client.post(url, {"people": "le van mot\nle van muoi"})
    assert "Dòng 2" in page.content.decode()
    assert not Registration.objects.exists()
    client.post(url, {"people": "le van mot\nle van hai"})
    assert _states(event) == [State.PLACED] * 2


def test_paper_and_file_hold_those_in_force(cast, event):
    for name, state in (("Lê Có", "placed"), ("Lê Chờ", "waiting"), ("Lê Rút", "withdrawn")):
        make.make_registration(event, make.make_member(cast.here, full_name=name), state=state)
    client = cast.client("office")
    paper = client.get(reverse("events_desk:registrations_print", args=[event.pk]))
    assert [name in paper.content.decode() for name in ("Lê Có", "Lê Chờ", "Lê Rút")] == [
        True,
        True,
        False,
    ]
    sent = client.get(reverse("events_desk:registrations_export", args=[event.pk]))
    with zipfile.ZipFile(io.BytesIO(sent.content)) as book:
        words = "".join(book.read(name).decode() for name in book.namelist())
    assert [name in words for name in ("Lê Có", "Lê Chờ", "Lê Rút")] == [True, True, False]


def test_registered_stand_first_in_the_sheet(cast):
    meeting = make.make_event(cast.here, kind="branch")
    last = make.make_member(cast.here, full_name="Nguyễn Văn Ý")
    guest = make.make_member(cast.beside, full_name="Lê Bên Cạnh")
    make.make_registration(meeting, last, companions=1)
    make.make_registration(meeting, guest, state=State.WAITING)
    assert roll_of(meeting)[0] == last
    assert guest not in roll_of(meeting)
    page = cast.client("officer_here").get(reverse("events_desk:minutes", args=[meeting.pk]))
    assert "đã đăng ký, đi cùng 1 người" in page.content.decode()
