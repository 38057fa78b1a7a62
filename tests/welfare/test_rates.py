"""Rates of care: milestone ages, rates of units, a change from a day, the usual set."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from tests import factories as make
from tests.one_day import TODAY
from welfare.actions import add_usual_kinds, change_rate, save_care_rate, save_kind
from welfare.models import OUR_PROPOSAL, Rate, WelfareKind, honour_of

DAY = dt.date(2026, 3, 8)


@pytest.mark.parametrize(
    ("ages", "fitting", "text"),
    [
        ((70, 85, 5, None), [70, 75, 80, 85], "tròn 70, 75, 80, 85 tuổi"),
        ((70, 95, 5, None), [*range(70, 96, 5)], "tròn 70, 75, 80 … 95 tuổi"),
        ((70, 102, 5, 100), [*range(70, 101, 5), 101, 102],
         "tròn 70, 75, 80 … 100 tuổi, từ 100 tuổi năm nào cũng tính đến 102 tuổi"),
        ((90, 96, 5, 94), [90, 94, 95, 96], "tròn 90 tuổi, từ 94 tuổi năm nào cũng tính đến 96 tuổi"),
        ((70, 73, None, None), [70, 71, 72, 73], "từ 70 đến 73 tuổi"),
        ((71, None, 50, None), [71, 121], "tròn 71, 121, 171 … tuổi"),
    ],
)  # fmt: skip
def test_milestones_are_met_alike_by_the_database_and_the_row(cast, ages, fitting, text):
    kind = make.make_welfare_kind()
    names = ("min_age", "max_age", "step", "every_from")
    rate = make.make_welfare_rate(kind, **dict(zip(names, ages, strict=True)))
    assert (rate.fitting_ages, rate.ages) == (fitting, text)
    asked = [age for age in range(130) if Rate.objects.for_case(kind, cast.here, age, DAY).exists()]
    assert asked == fitting
    assert not Rate.objects.for_case(kind, cast.here, None, DAY).exists()


@pytest.mark.parametrize(
    "fields",
    [
        {"step": 5},
        {"min_age": 70, "step": 1},
        {"min_age": 70, "step": 0},
        {"min_age": 70, "every_from": 100},
        {"min_age": 70, "step": 5, "every_from": 70},
        {"counted": "none"},
    ],
)
def test_database_refuses_milestones_that_make_no_sense(db, fields):
    kind = make.make_welfare_kind()
    with pytest.raises(IntegrityError), transaction.atomic():
        make.make_welfare_rate(kind, **fields)


@pytest.mark.parametrize(
    ("age", "words"),
    [
        (70, "mừng thọ"), (79, "mừng thọ"), (80, "mừng thượng thọ"), (89, "mừng thượng thọ"),
        (90, "mừng thượng thượng thọ"), (104, "mừng thượng thượng thọ"),
    ],
)  # fmt: skip
def test_celebration_has_its_word(age, words):
    assert honour_of(age) == words


def test_rate_is_changed_from_a_day_once(cast):
    rate = make.make_welfare_rate(make.make_welfare_kind(), min_age=70, step=5)
    values: dict[str, Any] = {"since": TODAY, "amount": 700_000, "in_kind": "", "source": "NQ mới"}
    new = change_rate(rate=rate, by=cast.office, **values)
    assert change_rate(rate=rate, by=cast.office, **values) == new  # a double click
    rate.refresh_from_db()
    told = [(one.amount, one.valid_from, one.valid_to, one.ages) for one in (rate, new)]
    ages = "tròn 70, 75, 80 … tuổi"
    assert told == [(500_000, make.LONG_AGO, TODAY, ages), (700_000, TODAY, None, ages)]
    with pytest.raises(ValidationError):
        change_rate(rate=rate, by=cast.office, **values | {"amount": 1})


def test_two_rates_for_one_case_at_a_time_are_refused(cast):
    kind = make.make_welfare_kind()
    make.make_welfare_rate(kind, min_age=70, step=5)
    other = Rate(kind=kind, min_age=70, step=5, amount=1, source="NQ", valid_from=TODAY)
    with pytest.raises(ValidationError, match="Đã có mức"):
        save_care_rate(rate=other, by=cast.office)
    other.min_age = 71
    assert save_care_rate(rate=other, by=cast.office).pk
    with pytest.raises(ValidationError, match="hiện vật"):
        save_care_rate(
            rate=Rate(kind=kind, amount=0, source="NQ", valid_from=TODAY), by=cast.office
        )


def test_units_set_their_own_rates_where_the_kind_lets_them(cast):
    closed, open_kind = make.make_welfare_kind(), make.make_welfare_kind(units_set_rates=True)

    def save(kind: WelfareKind, unit, by) -> Rate:
        rate = Rate(kind=kind, unit=unit, amount=9_000, source="NQ", valid_from=TODAY)
        return save_care_rate(rate=rate, by=by)

    for kind, unit, by in (
        (closed, cast.here, cast.officer_here),
        (open_kind, None, cast.officer_here),
        (open_kind, cast.beside, cast.officer_here),
        (open_kind, cast.district, cast.officer_here),
    ):
        with pytest.raises(PermissionDenied):
            save(kind, unit, by)
    assert save(open_kind, cast.here, cast.officer_here).unit == cast.here
    assert save(open_kind, cast.beside, cast.officer_above).unit == cast.beside
    assert save(closed, None, cast.office).unit is None


def test_usual_kinds_are_added_once_and_say_that_they_are_proposals(cast):
    assert add_usual_kinds(by=cast.office) == WelfareKind.objects.count() > 8
    assert add_usual_kinds(by=cast.office) == 0
    own = Rate.objects.filter(kind__paid_by_state=False)
    assert set(own.values_list("source", flat=True)) == {OUR_PROPOSAL}
    for rate in Rate.objects.all():
        rate.full_clean()
    state = Rate.objects.filter(kind__paid_by_state=True)
    # Nghị quyết 57/2025/NQ-HĐND: 70, 75 … 100, then every year, each at its own amount.
    met = {age: [rate.amount for rate in state if rate.fits(age)] for age in range(70, 106)}
    assert {age: amounts for age, amounts in met.items() if amounts} == {
        70: [800_000], 75: [800_000], 80: [1_200_000], 85: [1_200_000], 90: [1_800_000],
        95: [1_800_000], 100: [2_300_000], **{age: [2_400_000] for age in range(101, 106)},
    }  # fmt: skip


def test_kind_gets_a_code_and_is_added_once(cast):
    made = [
        save_kind(kind=WelfareKind(name="Quà Tết", valid_from=TODAY), by=cast.office)
        for _ in range(2)
    ]
    assert (made[0], made[0].code) == (made[1], "qua-tet")
    with pytest.raises(ValidationError, match="Đã có một loại"):
        save_kind(
            kind=WelfareKind(name="Quà Tết", is_private=True, valid_from=TODAY), by=cast.office
        )


def test_list_of_rates_costs_a_fixed_number_of_queries(cast, django_assert_max_num_queries):
    client = cast.client("office")
    address = reverse("welfare_desk:rates")
    client.get(address)
    for _ in range(2):
        for _ in range(3):
            kind = make.make_welfare_kind()
            make.make_welfare_rate(kind)
            make.make_welfare_rate(kind, unit=make.make_branch())
        with django_assert_max_num_queries(16):
            page = client.get(address).content.decode()
    assert "mọi tuổi" in page


def test_typed_rate_is_told_in_words_and_slips_beside_their_field(cast):
    client, kind = cast.client("office"), make.make_welfare_kind(name="Chúc thọ")
    address = f"{reverse('welfare_desk:rate_new')}?loai={kind.pk}"
    typed = {
        "kind": kind.pk, "amount": "500", "step": "5", "counted": "year", "source": "NQ",
        "valid_from": "01/01/2026",
    }  # fmt: skip
    page = client.post(address, typed)
    assert set(page.context["form"].errors) == {"amount", "step"}
    page = client.post(address, typed | {"amount": "500k"})
    assert set(page.context["form"].errors) == {"step"}
    for _ in range(2):  # a double click
        answer = client.post(address, typed | {"amount": "500k", "min_age": "70"})
        assert answer.status_code == 302
    assert "năm trăm nghìn đồng" in client.get(answer.url).content.decode()
    assert Rate.objects.get().ages == "tròn 70, 75, 80 … tuổi"
