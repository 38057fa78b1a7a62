"""Awards with their money: by recipient and by day, the usual ones at one press."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.urls import reverse

from members.models import AwardKind
from recognition.actions.catalogue import add_usual_awards, save_award_rate, save_base_salary
from recognition.actions.usual import USUAL_AWARDS
from recognition.models import AwardRate, BaseSalary, award_money
from tests import factories as make
from tests.conftest import Cast

BEFORE, AFTER = dt.date(2026, 6, 30), dt.date(2026, 7, 1)


# By plain arithmetic from 2.340.000 đ and 2.530.000 đ, rounded up to ten thousand.
@pytest.mark.parametrize(
    ("code", "recipient", "before", "after"),
    [
        ("giay-khen-cong-an", "collective", 1_410_000, 1_520_000),
        ("bang-khen-bo", "collective", 7_020_000, 7_590_000),
        ("bang-khen-bo", "household", 5_270_000, 5_700_000),
        ("co-thi-dua-thanh-pho", "collective", 18_720_000, 20_240_000),
        ("tap-the-lao-dong-tien-tien", "collective", 1_880_000, 2_030_000),
        ("tap-the-lao-dong-xuat-sac", "collective", 3_510_000, 3_800_000),
        ("chien-si-thi-dua", "person", 2_340_000, 2_530_000),
        ("chien-si-thi-dua", "collective", 0, 0),
        ("ky-niem-chuong-antq", "person", 0, 0),
    ],
)
def test_money_is_the_multiple_of_the_base_salary_of_the_day(
    cast: Cast, code: str, recipient: str, before: int, after: int
) -> None:
    add_usual_awards(by=cast.office)
    kind = AwardKind.objects.get(code=code)
    assert award_money(kind, recipient, BEFORE) == before
    assert award_money(kind, recipient, AFTER) == after


def test_a_household_has_once_and_a_half_of_a_person_and_a_collective_twice(cast: Cast) -> None:
    for usual in USUAL_AWARDS:
        numbers = {who.value: number for who, number, _ in usual.multiples}
        if {"person", "household"} <= set(numbers):
            assert numbers["household"] == numbers["person"] * Decimal("1.5"), usual.code
            assert numbers["collective"] == numbers["person"] * 2, usual.code


def test_the_usual_ones_are_added_once_and_overwrite_nothing(cast: Cast) -> None:
    own, _ = AwardKind.objects.get_or_create(
        code="giay-khen-hoi", defaults={"name": "Giấy khen", "valid_from": make.LONG_AGO}
    )
    AwardKind.objects.filter(pk=own.pk).update(name="Giấy khen của Chủ tịch Hội")
    make.make_award_rate(own, multiple=Decimal("0.25"))

    assert add_usual_awards(by=cast.office) > 0
    assert add_usual_awards(by=cast.office) == 0
    own.refresh_from_db()
    assert own.name == "Giấy khen của Chủ tịch Hội"
    assert [rate.multiple for rate in own.money_rates.all()] == [Decimal("0.25")]
    for rate in AwardRate.objects.select_related("kind"):
        rate.full_clean()


def test_a_rate_sent_twice_is_one_and_two_of_a_day_are_refused(cast: Cast) -> None:
    kind = make.make_award_kind()
    facts = {"kind": kind, "recipient": "person", "source": "NĐ", "valid_from": AFTER}
    for _ in range(2):
        save_award_rate(rate=AwardRate(**facts, multiple=Decimal(1)), by=cast.office)
    assert kind.money_rates.count() == 1
    with pytest.raises(ValidationError, match="Trùng thời gian"):
        save_award_rate(rate=AwardRate(**facts, multiple=Decimal(2)), by=cast.office)
    with pytest.raises(IntegrityError):
        AwardRate.objects.create(**facts, multiple=Decimal(2))


def test_a_rate_is_for_whom_the_award_is_for(cast: Cast) -> None:
    rate = AwardRate(
        kind=make.make_award_kind(), recipient="household", multiple=Decimal(1), source="NĐ",
        valid_from=AFTER,
    )  # fmt: skip
    with pytest.raises(ValidationError, match="không tặng cho hộ gia đình"):
        save_award_rate(rate=rate, by=cast.office)


def test_the_base_salary_of_a_day_is_the_last_to_begin(cast: Cast) -> None:
    for day, amount in ((AFTER, 2_530_000), (dt.date(2024, 7, 1), 2_340_000)):
        for _ in range(2):
            salary = BaseSalary(valid_from=day, amount=amount, source="NĐ")
            save_base_salary(salary=salary, by=cast.office)
    assert BaseSalary.objects.count() == 2
    days = (dt.date(2024, 6, 30), dt.date(2024, 7, 1), BEFORE, AFTER, dt.date(2030, 1, 1))
    amounts = [getattr(BaseSalary.objects.on(day), "amount", None) for day in days]
    assert amounts == [None, 2_340_000, 2_340_000, 2_530_000, 2_530_000]


def test_the_second_to_save_learns_what_the_other_changed(cast: Cast) -> None:
    client, rate = cast.client("office"), make.make_award_rate(make.make_award_kind())
    url = reverse("recognition:rate", args=[rate.pk])
    form = client.get(url).context["form"]
    data = {
        "kind": rate.kind_id, "recipient": "person", "multiple": "0,75", "source": "NĐ",
        "valid_from": "01/01/2000", "version": form["version"].value(),
    }  # fmt: skip
    rate.multiple = Decimal("0.6")
    rate.save()

    page = client.post(url, data)
    assert "Trong lúc đồng chí sửa" in page.content.decode()
    assert page.context["form"]["multiple"].value() == "0,75"
    data["version"] = page.context["form"]["version"].value()
    assert client.post(url, data).status_code == 302
    rate.refresh_from_db()
    assert rate.multiple == Decimal("0.75")


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_however_many_awards(
    cast: Cast, count: int, django_assert_num_queries: object
) -> None:
    AwardKind.objects.all().delete()
    make.make_base_salary()
    for _ in range(count):
        make.make_award_rate(make.make_award_kind())
    client = cast.client("office")
    with django_assert_num_queries(11):  # type: ignore[operator]  # the fixture is a function
        client.get(reverse("recognition:catalogue"))
