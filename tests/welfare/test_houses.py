"""Houses as projects: surveyed, decided above, built, accepted, handed over; givers and papers."""

import datetime as dt
import io
import zipfile
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from kit.dates import local_today
from tests import factories as make
from tests.conftest import Cast
from welfare.actions.houses import add_stage, create_house, move_house, remove_gift, save_gift
from welfare.models import House, HouseGift, HouseStage, HouseStep

SURVEYED = dt.date(2026, 3, 2)


@pytest.fixture
def house(cast: Cast) -> House:
    return make.make_house(cast.here)


def _move(house: House, step: HouseStep, by: Any, **facts: Any) -> House:
    return move_house(house=house, step=step, facts=facts, by=by)


def _on(days: int) -> dt.date:
    return SURVEYED + dt.timedelta(days)


def test_a_house_goes_from_survey_to_keys(house: House, cast: Cast) -> None:
    own, above = cast.officer_here, cast.officer_above
    _move(house, HouseStep.PROPOSE, own)
    _move(house, HouseStep.APPROVE, above, decision_no="7/QĐ")
    _move(house, HouseStep.START, own, started_on=_on(10))
    _move(house, HouseStep.ACCEPT, own, accepted_on=_on(60), acceptance="Đạt", cost=75_000_000)
    for _ in range(2):  # a double click
        done = _move(house, HouseStep.HAND_OVER, own, handed_on=_on(61), receiver="Bà Hai")
    assert (done.state, done.decider, done.decision_no) == ("handed", cast.district, "7/QĐ")
    assert (done.cost, done.receiver, done.answered_by) == (75_000_000, "Bà Hai", above)
    assert done.steps_for(own) == []


@pytest.mark.parametrize("lacking", [{"survey": ""}, {"estimate": 0}, {"surveyed_on": None}])
def test_nothing_is_proposed_without_a_survey(cast: Cast, lacking: dict[str, Any]) -> None:
    house = make.make_house(cast.here, **lacking)
    with pytest.raises(ValidationError, match="hãy ghi"):
        _move(house, HouseStep.PROPOSE, cast.officer_here)


@pytest.mark.parametrize(
    ("state", "step", "facts"),
    [
        ("approved", HouseStep.START, {"started_on": _on(-1)}),
        ("building", HouseStep.ACCEPT, {"accepted_on": _on(5), "cost": 1_000_000}),
        ("accepted", HouseStep.HAND_OVER, {"handed_on": _on(15), "receiver": "A"}),
    ],
)
def test_no_step_comes_before_the_last_ones_day(
    cast: Cast, state: str, step: HouseStep, facts: dict[str, Any]
) -> None:
    days = {"started_on": _on(10), "accepted_on": _on(20)}
    before = {"approved": {}, "building": {"started_on": _on(10)}, "accepted": days}[state]
    house = make.make_house(cast.here, state=state, **before)
    with pytest.raises(ValidationError, match="Không thể trước ngày"):
        _move(house, step, cast.officer_here, **facts)
    ahead = {name: local_today() + dt.timedelta(1) for name in facts if name.endswith("_on")}
    with pytest.raises(ValidationError, match="chưa tới"):
        _move(house, step, cast.officer_here, **facts | ahead)


def test_only_the_unit_above_decides_and_a_refusal_has_a_reason(house: House, cast: Cast) -> None:
    _move(house, HouseStep.PROPOSE, cast.officer_here)
    with pytest.raises(PermissionDenied):
        _move(house, HouseStep.APPROVE, cast.officer_here)
    with pytest.raises(ValidationError, match="lý do"):
        _move(house, HouseStep.REFUSE, cast.officer_above, answer="")
    refused = _move(house, HouseStep.REFUSE, cast.officer_above, answer="Chưa đủ kinh phí")
    with pytest.raises(ValidationError, match="bàn giao, không duyệt"):
        save_gift(
            gift=HouseGift(house=refused, giver="A", pledged=1), token="g" * 20, by=cast.office
        )


def test_givers_add_up_and_money_received_is_not_removed(house: House, cast: Cast) -> None:
    own = cast.officer_here
    for _ in range(2):  # a double click
        gift = save_gift(
            gift=HouseGift(house=house, giver="Ông Năm", pledged=30_000_000), token="g" * 20, by=own
        )
    save_gift(
        gift=HouseGift(house=house, giver="Công ty", received=20_000_000, received_on=_on(1)),
        token="h" * 20, by=own,
    )  # fmt: skip
    summed = House.objects.with_sums().get()
    assert (summed.pledged, summed.received) == (30_000_000, summed.received_sum)
    assert summed.received == 20_000_000
    with pytest.raises(ValidationError, match="Đã ghi nhận tiền"):
        remove_gift(gift=HouseGift.objects.get(giver="Công ty"), by=own)
    remove_gift(gift=gift, by=own)
    assert HouseGift.objects.count() == 1


@pytest.mark.parametrize("nothing", [{}, {"received": 5_000_000}])
def test_a_gift_is_of_something_and_money_came_on_a_day(
    house: House, cast: Cast, nothing: dict[str, Any]
) -> None:
    with pytest.raises(ValidationError):
        save_gift(
            gift=HouseGift(house=house, giver="A", **nothing), token="g" * 20, by=cast.officer_here
        )


def test_a_member_of_another_unit_and_the_dead_are_told(cast: Cast) -> None:
    beside = make.make_member(cast.beside)
    with pytest.raises(ValidationError, match="không sinh hoạt"):
        create_house(house=House(unit=cast.here, member=beside), token="t" * 20, by=cast.office)
    dead = make.make_departure(cast.here).member
    with pytest.raises(ValidationError, match="hãy ghi gia đình"):
        create_house(house=House(unit=cast.here, member=dead), token="t" * 20, by=cast.office)


def test_pages_tell_the_next_step_stages_and_papers(house: House, cast: Cast) -> None:
    own = cast.officer_here
    client = cast.client("officer_here")
    assert "Đề nghị duyệt" in client.get(house.get_absolute_url()).content.decode()
    paper = reverse("welfare_desk:house_paper", args=[house.pk, "nghiem-thu"])
    assert client.get(paper).status_code == 404  # nothing is accepted yet
    stage = add_stage(
        stage=HouseStage(house=house, on=_on(3), what="Đổ móng"), photograph=make.picture_file(),
        token="s" * 20, by=own,
    )  # fmt: skip
    page = client.get(house.get_absolute_url()).content.decode()
    photo = reverse("welfare_desk:house_photo", args=[stage.pk, stage.picture.widths[-1]])
    assert "Đổ móng" in page
    assert photo in page
    assert client.get(photo).getvalue().startswith(b"RIFF")
    assert cast.client("officer_beside").get(photo).status_code == 404
    House.objects.filter(pk=house.pk).update(
        state="handed", decider=cast.district, started_on=_on(5), accepted_on=_on(50),
        handed_on=_on(51), receiver="Bà Hai", cost=75_000_000,
    )  # fmt: skip
    for slug in ("nghiem-thu", "ban-giao"):
        paper = reverse("welfare_desk:house_paper", args=[house.pk, slug])
        assert "bảy mươi lăm triệu đồng" in client.get(paper).content.decode().lower()


def test_file_holds_own_houses_alone(house: House, cast: Cast) -> None:
    make.make_house(cast.beside, family="Gia đình nơi khác")
    answer = cast.client("officer_here").get(reverse("welfare_desk:houses_export"))
    with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
        page = "".join(book.read(name).decode() for name in book.namelist() if "xml" in name)
    assert (house.whom in page, "Gia đình nơi khác" in page) == (True, False)


def test_stranger_writes_nothing(house: House, cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        _move(house, HouseStep.PROPOSE, cast.officer_beside)
    with pytest.raises(PermissionDenied):
        save_gift(
            gift=HouseGift(house=house, giver="A", pledged=1),
            token="g" * 20,
            by=cast.officer_beside,
        )
