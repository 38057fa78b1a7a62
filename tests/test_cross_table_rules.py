"""Rules between tables hold in the database, whichever way a row comes in, and in words."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction

from dues.models import Collection, Payment, Waiver
from members.models import (
    Application,
    Appointment,
    Candidate,
    Consent,
    DecisionRule,
    Departure,
    MemberAward,
    Membership,
    ReadRecord,
    SensitiveDetails,
    Term,
    Transfer,
    Unit,
)
from register.actions.members import give_consents, withdraw_consent
from reports.models import Report
from tests import factories as make
from tests.conftest import Cast
from welfare.models import WelfareEntry

DAY = dt.date(2026, 3, 20)
EARLIER = make.LONG_AGO - dt.timedelta(1)
Wrong = Callable[[Cast], tuple[models.Model, str]]


def _cross_table_rules() -> list[tuple[type[models.Model], Any]]:
    return [(m, one) for m in apps.get_models() for one in getattr(m, "cross_table_rules", ())]


@pytest.mark.django_db
def test_every_cross_table_rule_has_its_triggers() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname FROM pg_trigger WHERE starts_with(tgname, 'agree_')")
        else:
            cursor.execute(
                "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name GLOB 'agree_*'"
            )
        there = {name for (name,) in cursor.fetchall()}
    wanted = set()
    for model, one in _cross_table_rules():
        name = f"agree_{model._meta.db_table}_{one.name}"
        wanted |= {f"{name}_insert", f"{name}_update"}
        for side in one.referenced:
            other = side.model.partition(".")[2].lower()
            wanted.add(f"{name}_{other}")
            if side.clears:
                wanted.add(f"{name}_{other}_gone")
    assert there == wanted
    assert max(map(len, wanted)) <= 63  # PostgreSQL would cut a longer name


# --- A row comes in that does not agree -------------------------------------------------------


def _stay(**fields: Any) -> Membership:
    return Membership(**{"member": make.make_member(), "valid_from": DAY} | fields)


def _office(unit: Unit, **fields: Any) -> Appointment:
    usual = {"member": make.make_member(), "unit": unit, "valid_from": DAY}
    if "position" not in fields:
        usual["position"] = make.make_position(level=unit.level)
    return Appointment(**usual | fields)


def _ended(cast: Cast) -> Unit:
    return make.make_branch(cast.district, valid_to=DAY, status="merged")


def _transfer(cast: Cast, **fields: Any) -> Transfer:
    stay = make.make_member(cast.here).memberships.get()
    return Transfer(**{
        "membership": stay, "source": cast.here, "target": cast.beside, "moves_on": DAY,
        "due_on": DAY, "reason": "x", "letter": make.make_decision(cast.here, kind="GGT"),
        "proposed_by": cast.admin, "token": "t",
    } | fields)  # fmt: skip


def _departure(cast: Cast, left_on: dt.date, *, is_open: bool = False) -> Departure:
    stay = make.make_member(cast.here).memberships.get()
    if left_on > stay.valid_from and not is_open:
        stay.valid_to, stay.left_by = left_on, "resigned"
        stay.save()
    return Departure(
        membership=stay, kind="resigned", left_on=left_on, made_by=cast.admin, token="t"
    )


def _application(cast: Cast, **fields: Any) -> Application:
    usual = {
        "unit": cast.here, "full_name": "Thử", "birth_year": 1960, "applied_on": DAY,
        "made_by": cast.admin, "token": "t",
    }  # fmt: skip
    return Application(**usual | fields)


def _admitted(cast: Cast, **fields: Any) -> Application:
    facts = make.reviewed(
        state="admitted", decided_on=DAY, committee_present=9, committee_for=9,
        decision=make.make_decision(cast.here),
    )  # fmt: skip
    day = {"applied_on": dt.date(2026, 3, 1)}
    return _application(cast, **facts | day | fields)


def _sensitive(cast: Cast, **fields: Any) -> SensitiveDetails:
    return SensitiveDetails(member=make.make_member(cast.here), **fields)


def _payment(cast: Cast, **fields: Any) -> Payment:
    sitting = Collection.objects.create(unit=cast.here, held_on=DAY, collector="Thủ quỹ")
    usual = {
        "collection": sitting, "unit": cast.here, "member": make.make_member(cast.here),
        "year": 2026, "amount": 1, "paid_on": DAY, "receipt_year": 2026, "number": 1,
    }  # fmt: skip
    return Payment(**usual | fields)


def _entry(cast: Cast, **fields: Any) -> WelfareEntry:
    gift_list, member = make.make_welfare_list(cast.here), make.make_member(cast.here)
    usual = {
        "gift_list": gift_list, "member": member, "unit": cast.here, "kind": gift_list.kind,
        "period": gift_list.period, "full_name": "Thử", "code": "1", "birth_year": 1950, "age": 76,
    }  # fmt: skip
    return WelfareEntry(**usual | fields)


def _report(cast: Cast, start: dt.date, end: dt.date, **fields: Any) -> Report:
    rhythm = fields.pop("rhythm", "quarter")
    kind = make.make_report_kind(rhythm=rhythm)
    usual = {"unit": cast.here, "kind": kind, "begun_by": cast.admin}
    return Report(**usual | {"starts_on": start, "ends_before": end} | fields)


JAN, APR, JUL = (dt.date(2026, month, 1) for month in (1, 4, 7))
NEXT = dt.date(2027, 1, 1)
WRONG: dict[str, Wrong] = {
    "stay at a district": lambda cast: (_stay(unit=cast.district), "unit"),
    "stay before the branch": lambda cast: (_stay(unit=cast.here, valid_from=EARLIER), "valid_from"),
    "stay after the branch": lambda cast: (_stay(unit=_ended(cast)), "valid_to"),
    "stay beyond the branch": lambda cast: (
        _stay(unit=_ended(cast), valid_from=make.LONG_AGO, valid_to=DAY + dt.timedelta(1),
              left_by="reassigned"), "valid_to"),
    "stay after another's": lambda cast: (
        _stay(unit=cast.here, predecessor=make.make_member(cast.here).memberships.get()),
        "predecessor"),
    "office before the unit": lambda cast: (_office(cast.city, valid_from=EARLIER), "valid_from"),
    "office after the unit": lambda cast: (_office(_ended(cast)), "valid_to"),
    "post of another level": lambda cast: (
        _office(cast.here, position=make.make_position(level=1)), "position"),
    "term of another unit": lambda cast: (
        _office(cast.here, term=Term.objects.create(unit=cast.beside, name="x", valid_from=DAY)),
        "term"),
    "transfer before coming": lambda cast: (_transfer(cast, moves_on=make.LONG_AGO), "moves_on"),
    "transfer from elsewhere": lambda cast: (_transfer(cast, source=cast.elsewhere), "source"),
    "departure before coming": lambda cast: (_departure(cast, make.LONG_AGO), "left_on"),
    "departure from an open stay": lambda cast: (_departure(cast, DAY, is_open=True), "left_on"),
    "stay of the dead": lambda cast: (
        Membership(member=make.make_member(died_on=DAY), unit=cast.here, valid_from=make.LONG_AGO),
        "valid_to"),
    "stay before joining elsewhere": lambda cast: (
        _stay(member=make.make_member(elsewhere_on=DAY, elsewhere="Long An"), unit=cast.here,
              valid_from=DAY - dt.timedelta(1)), "valid_from"),
    "candidate of elsewhere": lambda cast: (
        _application(cast, candidate=make.make_candidate(cast.beside)), "unit"),
    "stay of somebody else": lambda cast: (
        _admitted(cast, member=make.make_member(),
                  membership=make.make_member(cast.here).memberships.get()), "__all__"),
    "stay elsewhere": lambda cast: (
        _admitted(cast, member=(one := make.make_member(cast.beside)),
                  membership=one.memberships.get()), "__all__"),
    "class of what has none": lambda cast: (
        MemberAward(member=make.make_member(cast.here), kind=make.make_award_kind(), year=2025,
                    medal_class=2, made_by=cast.admin, token="t"), "medal_class"),
    "party unasked": lambda cast: (_sensitive(cast, party_badge=50), "__all__"),
    "policy unasked": lambda cast: (_sensitive(cast, policy="thuong-binh"), "__all__"),
    "insurance unasked": lambda cast: (_sensitive(cast, insurance_no="1"), "__all__"),
    "hardship unasked": lambda cast: (_sensitive(cast, hardship="khó"), "__all__"),
    "identity unasked": lambda cast: (_sensitive(cast, identity_no="079050000001"), "__all__"),
    "receipt of another branch": lambda cast: (_payment(cast, unit=cast.beside), "unit"),
    "receipt of another day": lambda cast: (
        _payment(cast, paid_on=DAY + dt.timedelta(1)), "paid_on"),
    "receipt of no member": lambda cast: (_payment(cast, member=make.make_member()), "year"),
    "receipt before joining": lambda cast: (_payment(cast, year=2022), "year"),
    "waiver before joining": lambda cast: (
        Waiver(unit=cast.here, member=make.make_member(cast.here), year=2022, reason="x",
               decided_on=DAY), "year"),
    "report from the second": lambda cast: (_report(cast, JAN.replace(day=2), APR), "starts_on"),
    "report within a quarter": lambda cast: (_report(cast, dt.date(2026, 2, 1), APR), "starts_on"),
    "report of two quarters": lambda cast: (_report(cast, JAN, JUL), "starts_on"),
    "half as a year": lambda cast: (_report(cast, JUL, NEXT, rhythm="year"), "starts_on"),
    "entry of another period": lambda cast: (_entry(cast, period=190000), "__all__"),
    "entry of another kind": lambda cast: (
        _entry(cast, kind=make.make_welfare_kind()), "__all__"),
    "report of a district": lambda cast: (_report(cast, JAN, APR, unit=cast.district), "unit"),
}  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG.keys())
def test_row_that_does_not_agree_is_refused_in_words_and_by_the_database(
    cast: Cast, wrong: Wrong
) -> None:
    row, field = wrong(cast)
    with pytest.raises(ValidationError) as told:
        row.full_clean(exclude=["search_text"])
    assert field in told.value.message_dict
    with pytest.raises(IntegrityError, match="agree_"), transaction.atomic():
        type(row)._base_manager.bulk_create([row])


RIGHT: dict[str, Callable[[Cast], models.Model]] = {
    "stay until the branch ends": lambda cast: _stay(
        unit=_ended(cast), valid_from=make.LONG_AGO, valid_to=DAY, left_by="reassigned"),
    "refused transfer": lambda cast: _transfer(
        cast, moves_on=make.LONG_AGO, state="cancelled", answered_by=cast.admin,
        answered_at=dt.datetime(2026, 3, 20, tzinfo=dt.UTC)),
    "stay from the day of joining elsewhere": lambda cast: _stay(
        member=make.make_member(elsewhere_on=DAY, elsewhere="Long An"), unit=cast.here),
    "departure on the next day": lambda cast: _departure(cast, make.LONG_AGO + dt.timedelta(1)),
    "application": lambda cast: _admitted(
        cast, member=(one := make.make_member(cast.here)), membership=one.memberships.get()),
    "receipt": _payment,
    "receipt of the year of joining": lambda cast: _payment(cast, year=2023),
    "month": lambda cast: _report(
        cast, dt.date(2025, 12, 1), JAN, rhythm="month"),
    "quarter": lambda cast: _report(cast, JAN, APR),
    "half": lambda cast: _report(cast, JUL, NEXT, rhythm="half"),
    "year": lambda cast: _report(cast, JAN, NEXT, rhythm="year"),
}  # fmt: skip


@pytest.mark.parametrize("right", RIGHT.values(), ids=RIGHT.keys())
def test_row_that_agrees_is_taken(cast: Cast, right: Callable[[Cast], models.Model]) -> None:
    row = right(cast)
    row.full_clean(exclude=["search_text", "body"])
    type(row)._base_manager.bulk_create([row])


# --- What it agreed with changes --------------------------------------------------------------


def _consented(cast: Cast) -> Consent:
    member = make.make_member(cast.here)
    given = give_consents(
        member=member, purposes=["hardship"], channel="paper", given_on=DAY, by=cast.admin
    )
    SensitiveDetails.objects.create(member=member, hardship="khó")
    return given[0]


def _held(cast: Cast) -> Appointment:
    term = Term.objects.create(unit=cast.here, name="x", valid_from=DAY)
    office = _office(cast.here, term=term)
    office.save()
    return office


def _term(office: Appointment) -> Term:
    assert office.term is not None
    return office.term


SIDES: dict[str, Callable[[Cast], tuple[models.Model, dict[str, Any], str]]] = {
    "branch ends too soon": lambda cast: (
        cast.here, {"valid_to": DAY, "status": "merged"}, "valid_to"),
    "branch begins too late": lambda cast: (cast.here, {"valid_from": DAY}, "valid_from"),
    "branch becomes a district": lambda cast: (
        make.make_member(make.make_branch(cast.city)).memberships.get().unit,
        {"level": 1}, "level"),
    "post of another level": lambda cast: (_held(cast).position, {"level": 1}, "level"),
    "term of another unit": lambda cast: (_term(_held(cast)), {"unit": cast.beside}, "unit"),
    "stay begins after the transfer": lambda cast: (
        make.make_transfer(cast.here, cast.beside, moves_on=DAY).membership,
        {"valid_from": DAY}, "valid_from"),
    "stay moves under the transfer": lambda cast: (
        make.make_transfer(cast.here, cast.beside).membership, {"unit": cast.beside}, "unit"),
    "stay begins after the departure": lambda cast: (
        make.make_departure(cast.here, left_on=DAY).membership,
        {"valid_from": DAY, "valid_to": DAY + dt.timedelta(1)}, "valid_from"),
    "stay open again under its departure": lambda cast: (
        make.make_departure(cast.here).membership, {"valid_to": None, "left_by": ""}, "valid_to"),
    "stay ends on another day than its departure": lambda cast: (
        make.make_departure(cast.here, left_on=DAY).membership,
        {"valid_to": DAY + dt.timedelta(1)}, "valid_to"),
    "stay ends in another way than its departure": lambda cast: (
        make.make_departure(cast.here).membership, {"left_by": "resigned"}, "valid_to"),
    "departure of another day than its stay": lambda cast: (
        make.make_departure(cast.here, left_on=DAY, kind="resigned"),
        {"left_on": DAY + dt.timedelta(1)}, "left_on"),
    "death that the card forgets": lambda cast: (
        make.make_departure(cast.here).member, {"died_on": None}, "died_on"),
    "death of a member of today": lambda cast: (
        make.make_member(cast.here), {"died_on": DAY}, "died_on"),
    "joined elsewhere after the stay began": lambda cast: (
        make.make_member(cast.here), {"elsewhere_on": DAY, "elsewhere": "Long An"},
        "elsewhere_on"),
    "consent withdrawn by hand": lambda cast: (
        _consented(cast), {"withdrawn_on": DAY}, "withdrawn_on"),
    "consent to something else": lambda cast: (_consented(cast), {"purpose": "party"}, "purpose"),
    "meeting of another day": lambda cast: (
        make.make_payment(make.make_member(cast.here), cast.here, paid_on=DAY).collection,
        {"held_on": DAY - dt.timedelta(1)}, "held_on"),
    "meeting of another branch": lambda cast: (
        make.make_payment(make.make_member(cast.here), cast.here, paid_on=DAY).collection,
        {"unit": cast.beside}, "unit"),
    "kind of a medal loses its classes": lambda cast: (
        make.make_award(make.make_member(cast.here), kind=make.make_award_kind(has_classes=True),
                        medal_class=2).kind, {"has_classes": False}, "has_classes"),
    "another rhythm": lambda cast: (make.make_report(cast.here).kind, {"rhythm": "year"}, "rhythm"),
    "owed by another level": lambda cast: (make.make_report(cast.here).kind, {"level": 1}, "level"),
}  # fmt: skip


@pytest.mark.parametrize("side", SIDES.values(), ids=SIDES.keys())
def test_change_that_breaks_a_cross_table_rule_is_refused_in_words_and_by_the_database(
    cast: Cast, side: Callable[[Cast], tuple[models.Model, dict[str, Any], str]]
) -> None:
    row, values, field = side(cast)
    with pytest.raises(IntegrityError, match="agree_"), transaction.atomic():
        type(row)._base_manager.filter(pk=row.pk).update(**values)
    for name, value in values.items():
        setattr(row, name, value)
    with pytest.raises(ValidationError) as told:
        row.full_clean(exclude=["search_text"])
    assert field in told.value.message_dict


def test_consent_goes_with_what_it_had_opened(cast: Cast) -> None:
    _consented(cast)
    withdraw_consent(consent=Consent.objects.get(), by=cast.admin)
    assert SensitiveDetails.objects.get().hardship == ""
    assert not Consent.objects.get().is_in_force


def _consented_to_all(cast: Cast) -> SensitiveDetails:
    member = make.make_member(cast.here)
    for day, purposes in ((make.LONG_AGO, ["hardship"]), (DAY, Consent.Purpose.values)):
        given = give_consents(
            member=member, purposes=purposes, channel="paper", given_on=day, by=cast.admin
        )
        if day == make.LONG_AGO:
            withdraw_consent(consent=given[0], by=cast.admin)
    return SensitiveDetails.objects.create(
        member=member, party_badge=50, party_joined_on=dt.date(1976, 2, 3), policy="thuong-binh",
        policy_note="2/4", insurance_no="1", hardship="khó", identity_no="079050000001",
    )  # fmt: skip


@pytest.mark.parametrize("purpose", SensitiveDetails.OPENED_BY)
@pytest.mark.parametrize("way", ["row", "queryset", "raw"])
def test_deleted_consent_takes_with_it_what_it_alone_had_opened(
    cast: Cast, purpose: str, way: str
) -> None:
    details = _consented_to_all(cast)
    others = [name for name in SensitiveDetails.OPENED_BY if name != purpose]
    consents = Consent.objects.in_force().filter(purpose=purpose)
    match way:
        case "row":
            consents.get().delete()
        case "queryset":
            consents.delete()
        case _:
            with connection.cursor() as cursor:
                key = consents.get().pk
                cursor.execute("DELETE FROM members_consent WHERE id = %s", [key])
    details.refresh_from_db()
    assert not details.holds(purpose)
    assert all(details.holds(name) for name in others)
    details.full_clean()


def test_deleted_consent_of_before_leaves_what_a_later_one_opened(cast: Cast) -> None:
    details = _consented_to_all(cast)
    Consent.objects.filter(withdrawn_on__isnull=False).delete()
    details.refresh_from_db()
    assert details.hardship == "khó"


def test_what_stood_before_a_rule_can_still_be_saved_otherwise(cast: Cast) -> None:
    """A receipt whose stay was corrected afterwards is still reversed."""
    member = make.make_member(cast.here)
    receipt = make.make_payment(member, cast.here, year=2023)
    Membership.objects.filter(member=member).update(valid_from=dt.date(2025, 1, 1))
    receipt.reversal_of(by=cast.admin, on=receipt.paid_on, reason="nhầm")
    receipt.full_clean(exclude=["search_text"])
    receipt.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        Payment.objects.update(year=2022)


def test_candidates_and_applications_follow_a_rearranged_branch_one_by_one(cast: Cast) -> None:
    application = make.make_application(cast.here, candidate=make.make_candidate(cast.here))
    application.unit = cast.beside
    application.full_clean(exclude=["search_text", "sort_key"])
    application.save()
    Candidate.objects.update(unit=cast.beside)
    assert Application.objects.get().unit == Candidate.objects.get().unit == cast.beside


# --- Words that the portal knows --------------------------------------------------------------

NOW = dt.datetime(2026, 3, 20, tzinfo=dt.UTC)
KNOWN: dict[str, Callable[[Cast], tuple[models.Model, str]]] = {
    "right": lambda cast: (make.make_position(), "right"),
    "discipline": lambda cast: (make.make_discipline(make.make_member(cast.here)), "kind"),
    "way in": lambda cast: (Membership.objects.all()[0], "entered_by"),
    "way out": lambda cast: (make.make_departure(cast.here).membership, "left_by"),
    "unit": lambda cast: (_ended(cast), "status"),
    "method": lambda cast: (_held(cast), "method"),
    "transfer": lambda cast: (
        make.make_transfer(cast.here, cast.beside, state="cancelled", answered_at=NOW,
                           answered_by=cast.admin), "state"),
    "departure": lambda cast: (make.make_departure(cast.here), "kind"),
    "ground": lambda cast: (
        make.make_departure(cast.here, kind="struck_off", ground="absent",
                            decision=make.make_decision(cast.here)), "ground"),
    "application": lambda cast: (make.make_application(cast.here), "state"),
    "proposal": lambda cast: (make.make_proposal(cast.here), "matter"),
    "decider": lambda cast: (
        DecisionRule.objects.create(unit=cast.city, valid_from=DAY, matter="expelled"),
        "decided_by"),
    "candidate": lambda cast: (make.make_candidate(cast.here), "state"),
    "purpose": lambda cast: (_consent(cast), "purpose"),
    "channel": lambda cast: (_consent(cast), "channel"),
    "report": lambda cast: (make.make_report(cast.here), "state"),
    "rhythm": lambda cast: (make.make_report_kind(), "rhythm"),
    "read": lambda cast: (ReadRecord.objects.note(cast.admin, cast.here), "way"),
    "pass": lambda cast: (
        make.make_pass(make.make_member(cast.here), withdrawn_at=NOW, why="lost"), "why"),
}  # fmt: skip


def _consent(cast: Cast) -> Consent:
    return give_consents(
        member=make.make_member(), purposes=["party"], channel="paper", evidence="tủ hồ sơ",
        given_on=DAY, by=cast.admin,
    )[0]  # fmt: skip


@pytest.mark.parametrize("case", KNOWN.values(), ids=KNOWN.keys())
def test_unknown_word_is_refused(
    cast: Cast, case: Callable[[Cast], tuple[models.Model, str]]
) -> None:
    row, name = case(cast)
    with pytest.raises(IntegrityError, match=f"_{name}_known"), transaction.atomic():
        type(row)._base_manager.filter(pk=row.pk).update(**{name: "x"})
