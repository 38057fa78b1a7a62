"""A one-time link outlives none of the rights that gave it."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from kit.dates import local_today
from members.models import Appointment, Position, Unit, User
from register.actions import accounts
from register.links import password_links
from tests import factories as make
from tests.conftest import Cast

WORDS = "mot cau de nho lam"


def _give(cast: Cast) -> str:
    """A link to the account of a plain member, from the secretary of the branch."""
    uid, token = accounts.password_link(
        user=User.objects.get(pk=cast.member_here.pk),
        by=User.objects.get(pk=cast.officer_here.pk),
    )
    return reverse("members:set_password", args=[uid, token])


def _opens(link: str) -> bool:
    return "new_password1" in Client().get(link, follow=True).content.decode()


def _office(user: User, unit: Unit, right: str, **days: dt.date) -> None:
    position = make.make_position(right, unit.level)
    user.member.appointments.create(
        unit=unit, position=position, **{"valid_from": make.LONG_AGO} | days
    )


def _end_offices(user: User) -> None:
    for office in Appointment.objects.filter(member=user.member_id):
        office.valid_to = local_today()
        office.save()


def _save(user: User, **columns: object) -> None:
    fresh = User.objects.get(pk=user.pk)
    for name, value in columns.items():
        setattr(fresh, name, value)
    fresh.save()


def _lock_and_open(user: User) -> None:
    _save(user, is_active=False)
    _save(user, is_active=True)


def _new_password(user: User) -> None:
    fresh = User.objects.get(pk=user.pk)
    fresh.set_password("khac han")
    fresh.save()


def _move_away(cast: Cast) -> None:
    membership = cast.member_here.member.memberships.get()
    membership.unit = cast.beside
    membership.save()


RIGHTS = Position.Right
CHANGES: dict[str, Callable[[Cast], object]] = {
    "promoted above the giver": lambda c: _office(c.member_here, c.district, RIGHTS.UNIT_OFFICER),
    "made the giver's equal": lambda c: _office(c.member_here, c.here, RIGHTS.UNIT_OFFICER),
    "made a correspondent": lambda c: _office(c.member_here, c.here, RIGHTS.CORRESPONDENT),
    "given a post without rights": lambda c: _office(c.member_here, c.here, RIGHTS.NONE),
    "promoted from a day to come": lambda c: _office(
        c.member_here, c.district, RIGHTS.UNIT_OFFICER,
        valid_from=local_today() + dt.timedelta(days=40)),
    "made an administrator": lambda c: _save(c.member_here, is_superuser=True),
    "locked": lambda c: _save(c.member_here, is_active=False),
    "locked and opened again": lambda c: _lock_and_open(c.member_here),
    "another password": lambda c: _new_password(c.member_here),
    "another mail": lambda c: _save(c.member_here, email="khac@thu.example"),
    "left the giver's branch": _move_away,
    "giver's office ended": lambda c: _end_offices(c.officer_here),
    "giver promoted": lambda c: _office(c.officer_here, c.district, RIGHTS.UNIT_OFFICER),
    "giver locked": lambda c: _save(c.officer_here, is_active=False),
    "giver locked and opened again": lambda c: _lock_and_open(c.officer_here),
    "giver's password changed": lambda c: _new_password(c.officer_here),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_link_dies_with_a_change_of_rights(cast: Cast, change: str) -> None:
    link = _give(cast)
    CHANGES[change](cast)

    assert not _opens(link)


def test_link_lives_as_long_as_nothing_changed(cast: Cast) -> None:
    link = _give(cast)
    cast.client("officer_here").get("/toi/")  # signing in is no change of rights
    _save(cast.officer_beside, is_active=False)  # nor is what befalls others
    _office(make.make_user(make.make_member(cast.here)), cast.here, RIGHTS.CORRESPONDENT)

    assert _opens(link)


def test_form_opened_before_the_change_sets_nothing(cast: Cast) -> None:
    visitor = Client()
    address = visitor.get(_give(cast), follow=True).redirect_chain[-1][0]
    _office(cast.member_here, cast.district, RIGHTS.UNIT_OFFICER)
    answer = visitor.post(address, {"new_password1": WORDS, "new_password2": WORDS})

    assert "không còn dùng được" in answer.content.decode()
    assert not User.objects.get(pk=cast.member_here.pk).check_password(WORDS)


@pytest.mark.parametrize(
    "token", ["", "-", "a-b", "a-b-c", "zzzzzzzzzzzzzzzzz-1-2", "1", "--", "0-0-0", "đ-1-x"]
)
def test_wild_tokens_open_nothing(cast: Cast, token: str) -> None:
    uid = accounts.password_link(user=cast.member_here, by=cast.officer_here)[0]

    assert not password_links.check_token(cast.member_here, token)
    assert Client().get(f"/dat-mat-khau/{uid}/{token}/").status_code in {200, 404}


def test_giver_in_the_token_cannot_be_exchanged(cast: Cast) -> None:
    """Another's name before the same seal: it was not they who sealed it."""
    uid, token = accounts.password_link(user=cast.member_here, by=cast.officer_here)
    other = accounts.password_link(user=cast.member_here, by=cast.officer_above)[1]
    forged = f"{other.partition('-')[0]}-{token.partition('-')[2]}"

    assert not _opens(reverse("members:set_password", args=[uid, forged]))
