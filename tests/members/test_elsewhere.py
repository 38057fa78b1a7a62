"""Seniority from elsewhere: one earlier day, told wherever the day of joining is."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from kit.dates import local_today, time_span
from members.models import Member, Membership, Unit
from register.columns import BY_KEY, member_rows
from register.filters import MemberFilter
from reports.models import figures_of

from .. import factories as make
from ..conftest import Cast

DAY = dt.timedelta(days=1)
BEFORE = make.LONG_AGO - 400 * DAY
FROM_LONG_AN = {
    "elsewhere_on": BEFORE, "elsewhere": "Hội Cựu CAND tỉnh Long An", "elsewhere_code": "LA-12",
    "elsewhere_letter": "05/GGT",
}  # fmt: skip


def _member(unit: Unit | None, **fields: Any) -> Member:
    return make.make_member(unit, **{**FROM_LONG_AN, **fields})


def test_every_place_tells_the_earlier_day(cast: Cast) -> None:
    member = _member(cast.here)
    make.make_user(member, username="xa")
    client, day = cast.client("officer_here"), f"{BEFORE:%d/%m/%Y}"
    today = local_today()

    assert member.joined_on == BEFORE
    assert Member.objects.with_seniority().get(pk=member.pk).first_joined_on == BEFORE
    (row,) = member_rows(Member.objects.filter(pk=member.pk), today)
    cells = [BY_KEY[key].text(row, today) for key in ("vao-hoi", "tham-nien")]
    assert cells == [day, time_span(BEFORE, today)]
    card = client.get(reverse("book:member", args=[member.pk])).content.decode()
    assert f"vào Hội {day} ({time_span(BEFORE, today)})" in card
    for words in ("Hội Cựu CAND tỉnh Long An", "LA-12", "05/GGT"):
        assert words in card
    transfer = make.make_transfer(cast.here, cast.beside, member=member)
    letter = client.get(reverse("book:transfer_paper", args=[transfer.pk]))
    assert letter.context["joined_on"] == BEFORE


def test_ones_own_page_tells_it_too(cast: Cast) -> None:
    assert cast.member_here.member is not None
    Member.objects.filter(pk=cast.member_here.member.pk).update(**FROM_LONG_AN)
    assert cast.client("member_here").get(reverse("members:me")).context["joined_on"] == BEFORE


@pytest.mark.parametrize("days", [-1, 0, 1])
def test_the_filters_by_day_of_joining_go_by_it(cast: Cast, days: int) -> None:
    member, other = _member(cast.here), make.make_member(cast.here)
    asked = f"{BEFORE + days * DAY:%d/%m/%Y}"
    since = set(MemberFilter(cast.officer_here, {"vao_tu": asked}).results())
    until = set(MemberFilter(cast.officer_here, {"vao_den": asked}).results())

    assert ((member in since), (member in until)) == (days <= 0, days >= 0)
    assert ((other in since), (other in until)) == (True, False)


# --- The form ---------------------------------------------------------------------------------

SHEET = {
    "full_name": "Lê Thị Xa", "birth": "1954", "kind": "official", "code": "HV990001",
    "token": "t" * 20,
}  # fmt: skip
TYPED = {**FROM_LONG_AN, "elsewhere_on": f"{BEFORE:%d/%m/%Y}"}


def _post(cast: Cast, **typed: Any) -> Any:
    sheet = {**SHEET, "unit": cast.here.pk, "joined_on": f"{make.LONG_AGO:%d/%m/%Y}", **typed}
    return cast.client("officer_here").post(reverse("book:member_new"), sheet)


@pytest.mark.parametrize("way", ["", "admitted", "founding", "from_outside"])
def test_a_new_card_with_years_from_elsewhere(cast: Cast, way: str) -> None:
    assert _post(cast, entered_by=way, **TYPED).status_code == 302

    member = Member.objects.get(code="HV990001")
    membership = member.memberships.get()
    assert (member.joined_on, membership.valid_from) == (BEFORE, make.LONG_AGO)
    assert membership.entered_by == (way or "admitted")
    assert membership.decision_no == ("05/GGT" if way == "from_outside" else "")


@pytest.mark.parametrize(
    ("typed", "box", "words"),
    [
        ({"entered_by": "from_outside"}, "elsewhere_on", "Hãy ghi ngày vào Hội"),
        ({"entered_by": "from_outside", **TYPED, "elsewhere_letter": ""}, "elsewhere_letter",
         "Chưa ghi số giấy giới thiệu"),
        ({**TYPED, "elsewhere_on": ""}, "elsewhere_on", "Chưa ghi ngày"),
        ({"elsewhere_code": "LA-12"}, "elsewhere_on", "Chưa ghi ngày"),
        ({**TYPED, "elsewhere": ""}, "elsewhere", "Chưa ghi vào Hội ở đâu"),
        ({**TYPED, "elsewhere_on": "32/1/2020"}, "elsewhere_on", ""),
        ({**TYPED, "elsewhere_on": "1/1/1970"}, "elsewhere_on", "chưa đủ 18 tuổi"),
        ({**TYPED, "elsewhere_on": f"{make.LONG_AGO + DAY:%d/%m/%Y}"}, "elsewhere_on",
         "phải trước ngày vào chi hội"),
        ({"joined_on": "1/1/2020"}, "joined_on", "ngày ấy ở ô “Đã vào Hội từ trước”"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told_beside_its_box_and_nothing_is_lost(
    cast: Cast, typed: dict[str, Any], box: str, words: str
) -> None:
    answer = _post(cast, **typed)

    form = answer.context["form"]
    (told_there,) = form.errors[box]
    assert words in told_there
    assert set(form.errors) == {box}
    assert all(form[name].value() == value for name, value in typed.items())
    assert not Member.objects.filter(code="HV990001").exists()


def test_the_way_in_is_corrected_with_the_letter_of_the_card(cast: Cast) -> None:
    member, plain = _member(cast.here), make.make_member(cast.here)
    client = cast.client("officer_here")
    for one, code in ((member, 302), (plain, 200)):
        url = reverse("book:joining_edit", args=[one.pk])
        shown = client.get(url).context["form"]
        answer = client.post(url, {
            "valid_from": f"{make.LONG_AGO:%d/%m/%Y}", "entered_by": "from_outside",
            "version": shown["version"].value(),
        })  # fmt: skip
        assert answer.status_code == code
    membership = member.memberships.get()
    assert (membership.entered_by, membership.decision_no) == ("from_outside", "05/GGT")
    assert plain.memberships.get().entered_by == "admitted"


def test_who_went_away_and_comes_back_with_a_letter_needs_no_other_day(cast: Cast) -> None:
    member = make.make_member()
    memberships = member.memberships
    memberships.create(unit=cast.here, valid_from=make.LONG_AGO, valid_to=local_today() - 90 * DAY,
                 left_by="moved_away")  # fmt: skip
    back = Membership(
        member=member, unit=cast.here, valid_from=local_today(), entered_by="from_outside",
        decision_no="7/GGT",
    )  # fmt: skip
    back.full_clean()
    back.save()
    assert member.joined_on == make.LONG_AGO

    first = Membership(
        member=make.make_member(), unit=cast.here, valid_from=local_today(),
        entered_by="from_outside", decision_no="7/GGT",
    )  # fmt: skip
    with pytest.raises(ValidationError, match="nơi cũ"):
        first.full_clean()


def test_reports_tell_who_came_from_outside_apart(cast: Cast) -> None:
    member = _member(None)
    today = local_today()
    Membership.objects.create(
        member=member, unit=cast.here, valid_from=today, entered_by="from_outside", decision_no="1"
    )
    for unit in (cast.here, cast.district, cast.city):
        told_of = figures_of(unit, today, today + DAY)
        assert (told_of["from_outside"], told_of["moved_in"], told_of["admitted"]) == (1, 0, 0)
