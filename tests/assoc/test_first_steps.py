"""The first administrator of an empty portal is led from one step to the next, until all is there."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from assoc.first_steps import first_steps
from members.models import Appointment, Position, Unit, User
from news.actions.front import USUAL_SECTIONS
from news.models import Section
from register.actions.usual import USUAL_POSTS, add_usual_posts
from tests import factories as make
from tests.conftest import Cast


@pytest.fixture
def admin(db: None) -> User:
    return make.make_user(username="quantri", is_superuser=True)


@pytest.fixture
def client(admin: User) -> Client:
    client = Client()
    client.force_login(admin, "members.backends.OfficeBackend")
    return client


def desk(client: Client) -> str:
    page: str = client.get(reverse("desk")).content.decode()
    return page[page.index('class="desk-main"') :]


def open_steps(user: User) -> list[int]:
    return [number for number, step in enumerate(first_steps(user), 1) if not step.is_done]


def test_steps_of_an_empty_portal_lead_to_pages_that_open(client: Client, admin: User) -> None:
    assert open_steps(admin) == [1, 2, 3, 4, 5, 6, 7, 8, 9]
    body = desk(client)
    assert "Những bước đầu" in body
    addresses = set(re.findall(r'<a href="([^"]+)"', body))
    still_open = [step for step in first_steps(admin) if not step.is_done]
    assert {step.url.replace("&", "&amp;") for step in still_open} <= addresses
    for address in addresses:
        assert client.get(address.replace("&amp;", "&")).status_code == 200, address


def test_steps_are_ticked_one_by_one_and_go_when_all_is_there(client: Client, admin: User) -> None:
    city = make.make_association()
    assert open_steps(admin) == [2, 3, 4, 5, 6, 7, 8, 9]
    district = make.make_district(city)
    branch = make.make_branch(district)
    assert open_steps(admin) == [4, 5, 6, 7, 8, 9]
    add_usual_posts(by=admin)
    assert open_steps(admin) == [5, 6, 7, 8, 9]
    member = make.make_member(branch)
    assert open_steps(admin) == [6, 7, 8, 9]
    post = Position.objects.get(code="chi-hoi-truong")
    Appointment.objects.create(
        member=member, unit=branch, position=post, valid_from=make.yesterday()
    )
    assert open_steps(admin) == [7, 8, 9]
    make.make_user(member)
    assert open_steps(admin) == [8, 9]
    assert "8. Đặt các chuyên mục" in desk(client)
    make.make_section()
    assert open_steps(admin) == [9]
    make.make_welfare_kind()
    assert first_steps(admin) == []
    assert "Những bước đầu" not in desk(client)


def test_steps_are_nobody_elses(cast: Cast) -> None:
    for who in ("office", "editor", "officer_here"):
        assert first_steps(getattr(cast, who)) == []


def test_posts_are_asked_for_at_each_level_that_has_units(admin: User) -> None:
    make.make_branch(make.make_district(make.make_association()))
    make.make_position(level=2)
    assert 4 in open_steps(admin)


def test_usual_posts_are_added_once_and_open_the_desk(client: Client, admin: User) -> None:
    for _ in range(2):
        answer = client.post(reverse("usual", args=["chuc-vu"]))
        assert (answer.status_code, answer["Location"]) == (302, reverse("desk"))
    assert Position.objects.count() == sum(map(len, USUAL_POSTS.values()))
    for position in Position.objects.all():
        position.full_clean()
    with_rights = Position.objects.exclude(right="none")
    assert set(with_rights.values_list("level", flat=True)) == set(Unit.Level.values)


def test_usual_posts_leave_a_level_alone_that_has_its_own(client: Client) -> None:
    own = make.make_position(level=2)
    make.make_position(level=0, code="chu-tich")  # the usual code of another level
    client.post(reverse("usual", args=["chuc-vu"]))
    assert list(Position.objects.filter(level=2)) == [own]
    usual = len(USUAL_POSTS[Unit.Level.DISTRICT])
    assert Position.objects.filter(level=1).count() == usual - 1


def test_usual_sections_are_added_once(client: Client) -> None:
    for _ in range(2):
        client.post(reverse("usual", args=["chuyen-muc"]))
    names = [name for name, _ in USUAL_SECTIONS]
    assert list(Section.objects.values_list("name", flat=True)) == names
    assert all(Section.objects.values_list("slug", flat=True))


def test_usual_sets_that_nobody_knows_are_not_found(client: Client) -> None:
    assert client.post(reverse("usual", args=["khac"])).status_code == 404
    assert client.get(reverse("usual", args=["chuc-vu"])).status_code == 405
