"""Who may be elected is the association's rule, held as dated data; ranks and posts of old."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from kit.dates import local_today
from members.models import AdmissionRule, Appointment, Member, Rank
from register.actions.offices import Seats, fill_offices
from register.actions.usual import USUAL_POSTS, usual_positions
from register.forms.member import RankField

from .. import factories as make
from ..conftest import Cast

DAY = dt.timedelta(days=1)


def _fill(cast: Cast, kind: str, method: str = "elected", **rule: Any) -> list[Appointment]:
    if rule:
        AdmissionRule.objects.create(unit=cast.city, valid_from=make.LONG_AGO, **rule)
    member = make.make_member(cast.here, kind=kind)
    return fill_offices(
        unit=cast.here, term=None, day=local_today(), method=method, decision_no="",
        seats=[Seats(make.make_position(), [member])], ends_earlier=True, by=cast.officer_above,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "method", "rule", "is_taken"),
    [
        ("official", "elected", {}, True),
        ("honorary", "elected", {}, False),
        ("honorary", "appointed", {}, True),
        ("honorary", "elected", {"elects_honorary": True}, True),
        ("associate", "elected", {}, True),
        ("associate", "elected", {"elects_associates": False}, False),
        ("associate", "appointed", {"elects_associates": False}, True),
        ("honorary", "elected", {"elects_honorary": True, "valid_to": make.LONG_AGO + DAY}, False),
    ],
)  # fmt: skip
def test_who_may_be_elected_goes_by_the_rule(
    cast: Cast, kind: str, method: str, rule: dict[str, Any], is_taken: bool
) -> None:
    if is_taken:
        assert len(_fill(cast, kind, method, **rule)) == 1
        return
    with pytest.raises(ValidationError, match="không được bầu"):
        _fill(cast, kind, method, **rule)


def test_who_was_elected_before_goes_on(cast: Cast) -> None:
    """A member who becomes honorary keeps the office until its end, and it can be corrected."""
    (office,) = _fill(cast, "official")
    Member.objects.filter(pk=office.member_id).update(kind="honorary")
    held = Appointment.objects.get(pk=office.pk)
    held.valid_to = local_today() + DAY
    held.full_clean()


@pytest.mark.parametrize("typed", ["Chuẩn úy", "chuẩn uý", "chuan uy", "Chuẩn úy CAND"])
def test_the_old_rank_is_read_as_people_write_it(typed: str) -> None:
    assert RankField().clean(typed) == Rank.ASPIRANT
    assert Rank.LIEUTENANT < Rank.ASPIRANT < Rank.SERGEANT_MAJOR


def test_usual_posts_have_codes_of_their_own() -> None:
    codes = [post.code for level in USUAL_POSTS for post in usual_positions(level)]
    assert len(codes) == len(set(codes)) == 34
