"""Khiển trách, cảnh cáo: dated, on the card, for those alone who read its private part."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kit.dates import local_today
from members.models import Change, Discipline, Member

from .. import factories as make
from ..conftest import Cast

DAY = dt.timedelta(days=1)


@pytest.fixture
def member(cast: Cast) -> Member:
    return make.make_member(cast.here)


def _typed(**fields: Any) -> dict[str, Any]:
    return {
        "kind": "warning", "valid_from": f"{make.yesterday():%d/%m/%Y}", "decision_no": "12/QĐ-HCCA",
        "reason": "Vi phạm Điều lệ", "token": "t" * 20, **fields,
    }  # fmt: skip


def _post(cast: Cast, member: Member, **fields: Any) -> Any:
    url = reverse("book:discipline_new", args=[member.pk])
    return cast.client("officer_here").post(url, _typed(**fields))


def test_a_double_click_writes_one_that_stands_on_the_card(cast: Cast, member: Member) -> None:
    assert [_post(cast, member).status_code for _ in range(2)] == [302, 302]

    row = Discipline.objects.get()
    assert (row.member, row.kind, row.made_by) == (member, "warning", cast.officer_here)
    assert row.is_on()
    card = cast.client("officer_here").get(reverse("book:member", args=[member.pk]))
    assert list(card.context["disciplines"]) == [row]
    assert "Vi phạm Điều lệ" in card.content.decode()


@pytest.mark.parametrize(
    ("typed", "box"),
    [
        ({"kind": ""}, "kind"), ({"kind": "expelled"}, "kind"), ({"decision_no": " "}, "decision_no"),
        ({"reason": ""}, "reason"), ({"valid_from": ""}, "valid_from"),
        ({"valid_from": "1/1/2999"}, "valid_from"),
        ({"valid_to": "1/1/1999"}, "valid_to"), ({"valid_from": "1/1/1950"}, "valid_from"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told_beside_its_box(
    cast: Cast, member: Member, typed: dict[str, Any], box: str
) -> None:
    answer = _post(cast, member, **typed)
    form = answer.context["form"]
    assert set(form.errors) == {box}
    assert all(form[name].value() == value for name, value in typed.items())
    assert not Discipline.objects.exists()


def test_it_is_lifted_on_a_day_and_of_two_the_second_is_told(cast: Cast, member: Member) -> None:
    row = make.make_discipline(member, valid_from=local_today() - 30 * DAY)
    client, url = cast.client("officer_here"), row.get_absolute_url()
    shown = client.get(url).context["form"]
    facts = _typed(valid_to=f"{local_today():%d/%m/%Y}", version=shown["version"].value(),
                   valid_from=f"{row.valid_from:%d/%m/%Y}")  # fmt: skip
    assert client.post(url, facts).status_code == 302
    second = client.post(url, facts | {"reason": "Khác"})

    row.refresh_from_db()
    assert (row.is_on(), row.is_on(make.yesterday()), row.reason) == (
        False,
        True,
        "Vi phạm Điều lệ",
    )
    assert second.status_code == 200
    assert second.context["form"].errors


@pytest.mark.parametrize(
    ("right", "is_seen", "code"),
    [("secretary", True, 200), ("inspection", True, 403), ("deputy", False, 404),
     ("treasurer", False, 404), ("correspondent", False, 404)],
)  # fmt: skip
def test_who_reads_the_private_part_reads_it(
    cast: Cast, member: Member, right: str, is_seen: bool, code: int
) -> None:
    row = make.make_discipline(member, reason="Vi phạm kyluatxyz")
    user = make.make_officer(cast.here, right)
    assert Discipline.objects.visible_to(user).contains(row) is is_seen
    assert Change.objects.of(row).visible_to(user).exists() is is_seen
    client = Client()
    client.force_login(user, backend="members.backends.OfficeBackend")
    card = client.get(reverse("book:member", args=[member.pk])).content.decode()
    assert ("kyluatxyz" in card) is is_seen
    assert client.get(row.get_absolute_url()).status_code == code


def test_what_was_written_by_mistake_goes_and_the_history_keeps_it(
    cast: Cast, member: Member
) -> None:
    row = make.make_discipline(member)
    url = reverse("book:discipline_delete", args=[row.pk])
    client = cast.client("officer_here")
    assert [client.post(url).status_code for _ in range(2)] == [302, 302]
    assert not Discipline.objects.exists()
    told = Change.objects.filter(model="members.discipline").newest_first()[0]
    assert (told.action, told.by) == ("deleted", cast.officer_here)
