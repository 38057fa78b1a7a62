"""What forms promise holds in the database too, whichever way a row comes in, on both databases."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from members.models import (
    Application,
    Appointment,
    Candidate,
    Consent,
    Decision,
    Departure,
    Discipline,
    Member,
    Membership,
    SensitiveDetails,
    Transfer,
)
from tests import factories as make
from tests.conftest import Cast

DAY = dt.date(2026, 3, 20)
BEFORE, AFTER = DAY - dt.timedelta(1), DAY + dt.timedelta(1)
OK: dict = {}  # the row without any fault

MEMBER = [
    (OK, {"birth_year": 1850}),
    (OK, {"enlisted_year": 1890}),
    (OK, {"enlisted_year": 1955}),  # five years old
    (OK, {"retired_year": 1950}),  # in the year of birth
    ({"enlisted_year": 1970, "retired_year": 1990}, {"enlisted_year": 1970, "retired_year": 1969}),
    ({"retired_year": 2010, "retired_on": dt.date(2010, 1, 1)},
     {"retired_year": 2011, "retired_on": dt.date(2010, 1, 1)}),
    ({"birth_date": dt.date(1950, 5, 1)}, {"birth_date": dt.date(1951, 5, 1)}),
    ({"died_on": DAY}, {"died_on": dt.date(1949, 1, 1)}),
    ({"birth_date": dt.date(1950, 5, 1), "died_on": dt.date(1950, 5, 1)},
     {"birth_date": dt.date(1950, 5, 1), "died_on": dt.date(1950, 4, 30)}),
    ({"phone": "1", "phone_is_shared": True}, {"phone_is_shared": True}),
    (OK, {"phone": "1", "phone_owner": "con trai"}),
    ({"elsewhere_on": DAY, "elsewhere": "Long An"}, {"elsewhere_on": DAY}),
    (OK, {"elsewhere": "Long An"}),
    (OK, {"elsewhere_code": "LA-12"}),
    (OK, {"elsewhere_letter": "5/GGT"}),
    ({"elsewhere_on": dt.date(1968, 1, 1), "elsewhere": "Long An"},
     {"elsewhere_on": dt.date(1967, 12, 31), "elsewhere": "Long An"}),
]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(("right", "wrong"), MEMBER)
def test_a_card_that_cannot_be_is_refused(right, wrong) -> None:
    usual = {"full_name": "Thử", "birth_year": 1950}
    Member.objects.bulk_create([Member(code="A", **usual | right)])
    with pytest.raises(IntegrityError), transaction.atomic():
        Member.objects.bulk_create([Member(code="B", **usual | wrong)])


DISCIPLINE = [
    (OK, {"reason": ""}),
    (OK, {"decision_no": ""}),
    ({"valid_to": AFTER}, {"valid_to": DAY}),
    ({"kind": "warning"}, {"kind": "expelled"}),
]


@pytest.mark.parametrize(("right", "wrong"), DISCIPLINE)
def test_a_discipline_that_cannot_be_is_refused(cast: Cast, right, wrong) -> None:
    usual = {
        "member": make.make_member(cast.here), "kind": "reprimand", "valid_from": DAY,
        "decision_no": "3/QĐ", "reason": "x", "made_by": cast.admin,
    }  # fmt: skip
    Discipline.objects.bulk_create([Discipline(token="a", **usual | right)])
    with pytest.raises(IntegrityError), transaction.atomic():
        Discipline.objects.bulk_create([Discipline(token="b", **usual | wrong)])


PERSON = [
    (OK, {"birth_year": 1899}),
    ({"retired_on": dt.date(1978, 1, 1)}, {"retired_on": dt.date(1977, 12, 31)}),
]
APPLICATION = [
    (OK, {"birth_year": None}),
    (OK, {"birth_date": dt.date(1961, 1, 1)}),
    (make.reviewed(), make.reviewed(branch_for=21)),
    (make.reviewed(), make.reviewed(branch_present=0, branch_for=0)),
    (OK, {"state": "reviewed"}),
    (OK, make.reviewed(state="admitted")),
    (make.reviewed(), make.reviewed(reviewed_on=dt.date(2026, 3, 9))),
    ({"state": "refused", "reason": "x"}, {"state": "refused"}),
    (
        make.reviewed(decided_on=dt.date(2026, 3, 15)),
        make.reviewed(decided_on=dt.date(2026, 3, 14)),
    ),
]


@pytest.mark.parametrize(("right", "wrong"), PERSON)
def test_a_candidate_that_cannot_be_is_refused(cast: Cast, right, wrong) -> None:
    usual = {"unit": cast.here, "full_name": "Thử", "birth_year": 1960, "found_on": DAY}
    Candidate.objects.bulk_create([Candidate(token="a", **usual | right)])
    with pytest.raises(IntegrityError), transaction.atomic():
        Candidate.objects.bulk_create([Candidate(token="b", **usual | wrong)])


@pytest.mark.parametrize(("right", "wrong"), PERSON + APPLICATION)
def test_an_application_that_cannot_be_is_refused(cast: Cast, right, wrong) -> None:
    usual = {"birth_year": 1960}
    make.make_application(cast.here, **usual | right)
    with pytest.raises(IntegrityError), transaction.atomic():
        make.make_application(cast.here, **usual | wrong)


DEPARTURE = [
    ({"visited_on": DAY}, {"visited_on": BEFORE}),
    ({"kind": "moved_away", "destination": "Long An"}, {"kind": "moved_away"}),
    (OK, {"kind": "struck_off"}),
    (OK, {"kind": "struck_off", "ground": "absent"}),
    (OK, {"kind": "expelled"}),
    (OK, {"ground": "absent"}),
]


@pytest.mark.parametrize(("right", "wrong"), DEPARTURE)
def test_a_departure_that_cannot_be_is_refused(cast: Cast, right, wrong) -> None:
    make.make_departure(cast.here, **{"left_on": DAY} | right)
    with pytest.raises(IntegrityError), transaction.atomic():
        make.make_departure(cast.here, **{"left_on": DAY} | wrong)


def test_other_rows_that_cannot_be_are_refused(cast: Cast) -> None:
    member = make.make_member(cast.here)
    membership = member.memberships.get()
    transfer = make.make_transfer(cast.here, cast.beside, member=member)
    paper = make.make_decision(cast.here, number=5)
    kept: dict = {"member": member, "unit": cast.here}
    consent: dict = {
        "said": "Tôi đồng ý.",
        "member": member, "purpose": "party", "channel": "paper", "given_on": DAY,
        "recorded_by": cast.admin,
    }  # fmt: skip
    Consent.objects.create(**consent)
    office: dict = kept | {"position": make.make_position(), "valid_from": DAY}
    Appointment.objects.create(**office)
    token = {"token": "khac", "letter": make.make_decision(cast.here, kind="GGT")}
    copied = {
        name: getattr(transfer, name)
        for name in (
            "membership",
            "source",
            "target",
            "moves_on",
            "due_on",
            "reason",
            "proposed_by",
        )
    }
    wrong = [
        Decision(unit=cast.here, year=DAY.year, number=0, code="0", signed_on=DAY, subject="x"),
        Decision(unit=cast.here, year=DAY.year, number=5, code="5", signed_on=paper.signed_on),
        Decision(unit=cast.here, year=2025, number=6, code="6", signed_on=DAY),
        Transfer(**copied | token),  # a second one that waits
        Transfer(**copied | token | {"target": cast.here, "state": "cancelled"}),
        Transfer(**copied | token | {"state": "refused", "answer": ""}),
        Membership(**kept, valid_from=DAY),  # a second open one
        Membership(member=make.make_member(), unit=cast.here, valid_from=DAY, valid_to=DAY, left_by="resigned"),
        Membership(member=make.make_member(), unit=cast.here, valid_from=DAY, valid_to=AFTER),
        Appointment(**office | {"valid_from": AFTER}),
        Appointment(**office | {"valid_from": BEFORE, "valid_to": AFTER}),
        Consent(**consent),
        Consent(**consent | {"withdrawn_on": BEFORE}),
        SensitiveDetails(member=member, policy_note="hạng 1/4"),
        Departure(membership=membership, kind="deceased", left_on=DAY, made_by=cast.admin, token="x",
                  undone_at=timezone.now()),
    ]  # fmt: skip
    accepted = []
    for row in wrong:
        try:
            with transaction.atomic():
                type(row)._base_manager.bulk_create([row])
        except IntegrityError:
            continue
        accepted.append(row)
    assert accepted == []


def test_an_application_keeps_one_open_for_each_person(cast: Cast) -> None:
    member = make.make_member(cast.here)
    make.make_application(cast.here, member=member)
    with pytest.raises(IntegrityError), transaction.atomic():
        make.make_application(cast.beside, member=member)
    assert Application.objects.count() == 1
