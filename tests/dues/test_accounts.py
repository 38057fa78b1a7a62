"""Accounts of dues by year and day: one rule, for single members and for sums."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from dues.models import (
    DuesRate,
    MemberAccount,
    Payment,
    Sums,
    account_of,
    accounts_of,
    are_dues_on,
    charged_memberships,
    sums_by,
)
from members.models import Member, Membership, Unit
from tests import factories as make
from tests.conftest import Cast

Joining = DuesRate.Joining


def of(member: Member, year: int = 2026, day: dt.date | None = None) -> MemberAccount | None:
    membership: Any = charged_memberships(year, day).filter(member=member).first()
    return account_of(membership, year) if membership else None


def leave(member: Member, day: dt.date, how: str = Membership.Exit.DECEASED) -> None:
    membership = member.memberships.get(valid_to__isnull=True)
    membership.valid_to, membership.left_by = day, how
    membership.save()


def move(member: Member, unit: Unit, day: dt.date) -> None:
    leave(member, day, Membership.Exit.TRANSFERRED)
    Membership.objects.create(member=member, unit=unit, valid_from=day, entered_by="transferred")


# --- Rates ------------------------------------------------------------------------------------


def test_without_a_rate_above_nothing_is_due(cast: Cast) -> None:
    make.make_dues_rate(cast.elsewhere)
    member = make.make_member(cast.here)

    assert of(member) is None
    assert not are_dues_on(cast.officer_here)


def test_nearest_rate_counts_in_sql_as_for_one_unit(cast: Cast) -> None:
    members = {unit: make.make_member(unit) for unit in (cast.here, cast.beside, cast.elsewhere)}
    make.make_dues_rate(cast.city, amount=100_000)
    make.make_dues_rate(cast.district, amount=120_000)
    make.make_dues_rate(cast.here, amount=60_000)
    standards = {unit: account.standard for unit in members if (account := of(members[unit]))}

    assert list(standards.values()) == [60_000, 120_000, 100_000]
    for unit, standard in standards.items():
        rate = DuesRate.objects.for_unit(unit, 2026)
        assert rate is not None
        assert rate.amount == standard


def test_branch_right_below_the_city_follows_the_city(cast: Cast) -> None:
    agency = make.make_branch(cast.city)
    make.make_dues_rate(cast.city, amount=100_000)

    assert of(make.make_member(agency)).standard == 100_000


def test_rate_of_new_years_day_counts_all_year(cast: Cast) -> None:
    make.make_dues_rate(cast.city, 2025, amount=100_000, valid_to=dt.date(2026, 1, 1))
    make.make_dues_rate(cast.city, 2026, amount=120_000)
    member = make.make_member(cast.here)

    assert [of(member, year).standard for year in (2025, 2026)] == [100_000, 120_000]
    assert of(member, 2024) is None


def test_overlapping_rates_of_a_unit_are_refused(cast: Cast) -> None:
    make.make_dues_rate(cast.city, 2025)
    again = DuesRate(unit=cast.city, amount=1, valid_from=dt.date(2026, 1, 1), source="NQ")
    with pytest.raises(ValidationError) as refused:
        again.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save()

    assert list(refused.value.message_dict) == ["valid_from"]


@pytest.mark.parametrize(
    "wrong", [{"amount": 0}, {"amount": 100_000_001}, {"valid_from": dt.date(2026, 2, 1)},
              {"valid_to": dt.date(2026, 12, 31)}],
)  # fmt: skip
def test_rate_out_of_bounds_is_refused_by_the_database(cast: Cast, wrong: Any) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make.make_dues_rate(cast.city, **wrong)
    assert not DuesRate.objects.exists()


def test_used_rate_keeps_its_amount(cast: Cast) -> None:
    rate = make.make_dues_rate(cast.city)
    rate.amount = 130_000
    rate.full_clean()  # nobody paid yet
    make.make_payment(make.make_member(cast.here), cast.here)
    with pytest.raises(ValidationError):
        rate.full_clean()
    rate.amount, rate.valid_to = 120_000, dt.date(2027, 1, 1)
    rate.full_clean()


# --- Who pays, and how much -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "standard"),
    [
        ({}, 120_000),
        ({"kind": "honorary"}, 0),
        ({"kind": "associate"}, 120_000),
        ({"birth_year": 1946}, 0),
        ({"birth_year": 1947}, 120_000),
    ],
)
def test_kinds_and_ages_are_exempt_by_the_rate(cast: Cast, fields: Any, standard: int) -> None:
    make.make_dues_rate(cast.city, frees_from_age=80)

    assert of(make.make_member(cast.here, **fields)).standard == standard


@pytest.mark.parametrize(
    ("joining", "joined", "standard"),
    [
        (Joining.MONTHS, dt.date(2026, 1, 1), 120_000),
        (Joining.MONTHS, dt.date(2026, 1, 2), 120_000),
        (Joining.MONTHS, dt.date(2026, 3, 31), 100_000),
        (Joining.MONTHS, dt.date(2026, 11, 1), 20_000),
        (Joining.FULL, dt.date(2026, 11, 1), 120_000),
        (Joining.NEXT, dt.date(2026, 1, 1), 120_000),
        (Joining.NEXT, dt.date(2026, 1, 2), 0),
        (Joining.NEXT, dt.date(2025, 6, 1), 120_000),
    ],
)
def test_who_joins_within_the_year_pays_as_the_rate_says(
    cast: Cast, joining: str, joined: dt.date, standard: int
) -> None:
    rate = make.make_dues_rate(cast.city, joining=joining)
    member = make.make_member(cast.here, joined=joined)

    assert of(member).standard == standard
    if joined > dt.date(2026, 1, 1):
        assert rate.amount_for_joining_in(joined.month) == standard


def test_months_come_to_whole_thousands(cast: Cast) -> None:
    rate = make.make_dues_rate(cast.city, amount=100_000)

    assert [rate.amount_for_joining_in(month) for month in (1, 6, 12)] == [100_000, 58_000, 8_000]


def test_waiver_lowers_and_never_raises(cast: Cast) -> None:
    make.make_dues_rate(cast.city)
    lowered, freed, raised = (make.make_member(cast.here) for _ in range(3))
    make.make_waiver(lowered, cast.here, amount=50_000)
    make.make_waiver(freed, cast.here)
    make.make_waiver(raised, cast.here, amount=500_000)

    assert [of(member).due for member in (lowered, freed, raised)] == [50_000, 0, 120_000]
    assert of(freed).label == "được miễn"


# --- Through time -----------------------------------------------------------------------------


def test_move_within_the_year_leaves_dues_where_they_were(cast: Cast) -> None:
    make.make_dues_rate(cast.city)
    member = make.make_member(cast.here)
    move(member, cast.beside, dt.date(2026, 5, 1))
    make.make_payment(member, cast.beside)
    memberships: list[Any] = list(charged_memberships(2026).filter(member=member))

    assert [(membership.unit, membership.paid) for membership in memberships] == [
        (cast.here, 120_000)
    ]
    assert sums_by(2026, Unit.objects.all())[cast.here.pk].paid == 120_000
    assert Payment.objects.standing().filter(unit=cast.beside).total() == 120_000


def test_who_joins_and_moves_within_the_year_pays_once(cast: Cast) -> None:
    make.make_dues_rate(cast.city)
    member = make.make_member(cast.here, joined=dt.date(2026, 3, 1))
    move(member, cast.beside, dt.date(2026, 9, 1))

    assert [membership.unit for membership in charged_memberships(2026).filter(member=member)] == [
        cast.here
    ]


def test_a_former_member_has_nothing_outstanding(cast: Cast) -> None:
    make.make_dues_rate(cast.city)
    unpaid, half = make.make_member(cast.here), make.make_member(cast.here)
    make.make_payment(half, cast.here, amount=60_000, paid_on=dt.date(2026, 3, 1))
    for member in (unpaid, half):
        leave(member, dt.date(2026, 6, 1))

    assert [(of(member).due, of(member).outstanding) for member in (unpaid, half)] == [
        (0, 0),
        (60_000, 0),
    ]
    before = dt.date(2026, 5, 31)
    assert [of(member, day=before).outstanding for member in (unpaid, half)] == [120_000, 60_000]


def test_figures_of_a_past_day_stay_as_they_were(cast: Cast) -> None:
    make.make_dues_rate(cast.city)
    member = make.make_member(cast.here)
    payment = make.make_payment(member, cast.here, paid_on=dt.date(2026, 3, 10))
    payment.reversed_on, payment.reversal_reason = dt.date(2026, 4, 1), "Ghi nhầm"
    payment.save()
    make.make_waiver(
        member, cast.here, amount=50_000, decided_on=dt.date(2026, 6, 1),
        withdrawn_on=dt.date(2026, 7, 1),
    )  # fmt: skip
    days = (dt.date(2026, 3, 9), dt.date(2026, 3, 10), dt.date(2026, 4, 1), dt.date(2026, 6, 30),
            dt.date(2026, 7, 1))  # fmt: skip

    assert [of(member, day=day).outstanding for day in days] == [
        120_000,
        0,
        120_000,
        50_000,
        120_000,
    ]


def test_next_year_is_computed_from_october_and_not_yet_outstanding(cast: Cast) -> None:
    make.make_dues_rate(cast.city, 2026)
    member = make.make_member(cast.here)

    assert of(member, 2027, dt.date(2026, 9, 30)) is None
    assert of(member, 2027, dt.date(2026, 10, 1)).fee == 120_000
    assert of(member, 2028) is None
    assert [account.year for account in accounts_of([member])[member.pk]] == [2026]
    assert [account.year for account in accounts_of([member], until=2027)[member.pk]] == [
        2026,
        2027,
    ]


def test_arrears_reach_back_five_years(cast: Cast) -> None:
    make.make_dues_rate(cast.city, 2018)
    old = make.make_branch(cast.district, valid_from=dt.date(2018, 1, 1))
    member = make.make_member(old, joined=dt.date(2019, 5, 1))
    make.make_payment(member, cast.here, year=2024)
    accounts = accounts_of([member])[member.pk]

    assert [(account.year, account.outstanding) for account in accounts if account.outstanding] == [
        (year, 120_000) for year in (2021, 2022, 2023, 2025, 2026)
    ]


# --- Sums -------------------------------------------------------------------------------------


def test_sums_are_those_of_the_people(cast: Cast) -> None:
    make.make_dues_rate(cast.district, frees_from_age=80)
    for unit, paid in ((cast.here, 120_000), (cast.here, 60_000), (cast.beside, 0)):
        member = make.make_member(unit)
        if paid:
            make.make_payment(member, unit, amount=paid)
    make.make_member(cast.here, birth_year=1930)
    by_hand: dict[int, Sums] = {}
    for membership in charged_memberships(2026):
        by_hand.setdefault(membership.unit_id, Sums()).add(account_of(membership, 2026))
    sums = sums_by(2026, Unit.objects.all())

    # Besides those made here there are officers and members of the cast.
    assert sums == by_hand
    here = sums[cast.here.pk]
    assert (here.paid, here.paid_up, here.exempt) == (180_000, 1, 1)
    assert here.due - here.paid == here.outstanding
    by_district = sums_by(2026, Unit.objects.all(), district=True)
    assert by_district == {cast.district.pk: sums[cast.here.pk] + sums[cast.beside.pk]}


@pytest.mark.parametrize("count", [1, 3])
def test_sums_cost_the_same_queries_however_many(
    cast: Cast, count: int, django_assert_num_queries: Any
) -> None:
    make.make_dues_rate(cast.city)
    for _ in range(count):
        make.make_payment(make.make_member(cast.here), cast.here)

    with django_assert_num_queries(2):
        sums_by(2026, Unit.objects.all(), district=True)


@pytest.mark.parametrize(
    ("account", "state", "label"),
    [
        (MemberAccount(2026, 120, None, 0, True), "con-no", "chưa nộp"),
        (MemberAccount(2026, 120, None, 50, True), "con-no", "nộp một phần"),
        (MemberAccount(2026, 120, None, 120, True), "da-nop", "đã nộp đủ"),
        (MemberAccount(2026, 120, 0, 0, True), "khong-phai-nop", "được miễn"),
        (MemberAccount(2026, 0, None, 0, True), "khong-phai-nop", "không phải nộp"),
        (MemberAccount(2026, 120, None, 0, False), "khong-phai-nop", "đã rời Hội"),
        (MemberAccount(2026, 120, None, 50, False), "da-nop", "đã nộp đủ"),
    ],
)
def test_states_of_an_account(account: MemberAccount, state: str, label: str) -> None:
    assert (account.state, account.label) == (state, label)
