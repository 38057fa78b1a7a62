"""Telephone, address and note changed by themselves, from the list or the card."""

from urllib.parse import quote

import pytest
from django.urls import reverse

from members.models import Change, Member, Membership
from tests import factories as make
from tests.conftest import Cast

LIST = "/so/hoi-vien/"


@pytest.fixture
def member(cast: Cast) -> Member:
    return make.make_member(cast.here, phone="0912 345 678", address="Số 1", notes="Bạn ông Ba")


def _sheet(client, url: str) -> dict[str, str]:
    form = client.get(url).context["form"]
    return {name: form[name].value() or "" for name in form.fields}


def test_a_telephone_is_changed_where_it_is_read(cast: Cast, member: Member) -> None:
    client = cast.client("officer_here")
    listing = f"{LIST}?q={member.code}"
    url = f"{reverse('book:contact_edit', args=[member.pk])}?ve={quote(listing, safe='')}"
    assert f'href="{url}"' in client.get(listing).content.decode()

    answer = client.post(url, _sheet(client, url) | {"phone": "0912345679"})

    assert (answer.status_code, answer["Location"]) == (302, listing)
    member.refresh_from_db()
    assert (member.phone, member.address, member.notes) == ("0912 345 679", "Số 1", "Bạn ông Ba")
    (change,) = Change.objects.of(member).newest_first()[:1]
    assert change.sentences == ["đổi Điện thoại từ “0912 345 678” thành “0912 345 679”"]


@pytest.mark.parametrize(
    "back",
    ["https://evil.example/so/", "//evil.example/so/", "/tin-tuc/", "/\\evil.example/", "so/", ""],
)
def test_a_form_leads_back_within_the_desk_alone(cast: Cast, member: Member, back: str) -> None:
    client, url = cast.client("officer_here"), reverse("book:contact_edit", args=[member.pk])
    page = client.get(url, {"ve": back})
    assert page.context["back"] == f"{LIST}{member.pk}/"
    answer = client.post(url, _sheet(client, url) | {"back": back})
    assert answer["Location"] == f"{LIST}{member.pk}/"


def test_a_wrong_number_is_told_beside_its_box_and_stays_in_it(cast: Cast, member: Member) -> None:
    client, url = cast.client("officer_here"), reverse("book:contact_edit", args=[member.pk])
    answer = client.post(url, _sheet(client, url) | {"phone": "0912 34", "back": LIST})
    form = answer.context["form"]
    assert list(form.errors) == ["phone"]
    assert (form["phone"].value(), answer.context["back"]) == ("0912 34", LIST)


def test_the_second_of_two_is_told_and_loses_nothing(cast: Cast, member: Member) -> None:
    url = reverse("book:contact_edit", args=[member.pk])
    first, second = cast.client("officer_here"), cast.client("officer_above")
    before, theirs = _sheet(first, url), _sheet(second, url)
    first.post(url, before | {"address": "Số 2"})
    answer = second.post(url, theirs | {"phone": "0912 345 680", "back": LIST})

    assert "đổi Nơi ở từ “Số 1” thành “Số 2”" in answer.content.decode()
    again = {name: answer.context["form"][name].value() or "" for name in theirs}
    assert (again["phone"], again["address"], again["back"]) == ("0912 345 680", "Số 2", LIST)
    assert second.post(url, again).status_code == 302
    member.refresh_from_db()
    assert (member.phone, member.address) == ("0912 345 680", "Số 2")


def test_phone_of_somebody_with_more_rights_stays(cast: Cast) -> None:
    boss = cast.officer_above.member
    assert boss is not None
    Membership.objects.create(member=boss, unit=cast.here, valid_from=make.LONG_AGO)
    Member.objects.filter(pk=boss.pk).update(phone="0912 000 000")
    client, url = cast.client("officer_here"), reverse("book:contact_edit", args=[boss.pk])
    client.post(url, _sheet(client, url) | {"phone": "0999 999 999", "address": "Số 5"})
    boss.refresh_from_db()
    assert (boss.phone, boss.address) == ("0912 000 000", "Số 5")
