"""An association whose branches stand right under the city, as many do since July 2025."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kit.dates import local_today
from members.models import Unit, User

from .. import factories as make


@pytest.fixture
def city(db: None) -> Unit:
    city = make.make_association()
    make.make_dues_rate(city, local_today().year)
    for _ in range(2):
        make.make_member(make.make_branch(city))
    return city


def _client(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="members.backends.OfficeBackend")
    return client


def test_the_tree_counts_no_middle_that_is_not_there(city: Unit) -> None:
    answer = Client().get(reverse("members:units"))
    assert [words for _, words in answer.context["figures"]] == ["chi hội", "hội viên"]
    (top,) = answer.context["nodes"]
    assert top["inside"] == "2 chi hội, 2 hội viên"
    make.make_branch(make.make_district(city))
    figures = Client().get(reverse("members:units")).context["figures"]
    assert figures[0] == ("1", "hội cấp quận, huyện, phường, xã")


@pytest.mark.parametrize(
    "name",
    ["desk", "book:members", "book:member_new", "book:offices", "book:candidates",
     "book:transfers", "book:departures", "reports:list", "dues:year"],
)  # fmt: skip
def test_pages_of_the_desk_open(city: Unit, name: str) -> None:
    for unit in (city, Unit.objects.branches()[0]):
        right = "city_office" if unit == city else "secretary"
        assert _client(make.make_officer(unit, right)).get(reverse(name)).status_code == 200


def test_the_admin_puts_a_new_branch_under_the_city_and_finds_it_there(city: Unit) -> None:
    client = _client(make.make_user(is_superuser=True))
    form = client.get(reverse("admin:members_branch_add")).context["adminform"].form
    assert form.initial["parent"] == city.pk
    for page in ("branch", "member"):
        name = "truc-thuoc" if page == "branch" else "hoi"
        url = reverse(f"admin:members_{page}_changelist")
        found: Any = client.get(url, {name: city.pk}).context["cl"]
        assert found.result_count == 2
        assert f"thẳng {city}" in client.get(url).content.decode()
    make.make_district(city)
    form = client.get(reverse("admin:members_branch_add")).context["adminform"].form
    assert "parent" not in form.initial
