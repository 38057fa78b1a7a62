"""Decisions put awards on the cards, once for an achievement; revoked, they are to be recovered."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from kit.dates import local_today
from members.models import MemberAward
from recognition.actions.decisions import record_decision, revoke_grant, settle_grant
from recognition.checks import Verdict, checks_of
from recognition.models import AwardDecision, Dossier, DossierState, Grant
from register.actions.awards import remove_award, revoke_award
from tests import factories as make
from tests.conftest import Cast


def _accepted(cast: Cast, *members: Any, **fields: Any) -> Dossier:
    fields = {"state": "accepted", "holder": cast.city} | fields
    return make.make_dossier(cast.here, *members, **fields)


def _decide(cast: Cast, dossier: Dossier, nominees: Any = None, **fields: Any) -> AwardDecision:
    facts = {"number": "15/QĐ", "signed_on": local_today(), "authority": "Chủ tịch Hội"}
    decision = AwardDecision(**facts | {"signer": "Lê Người Ký"} | fields)
    chosen = dossier.nominees.all() if nominees is None else nominees
    return record_decision(
        dossier=dossier, decision=decision, nominees=list(chosen), by=cast.office
    )


def test_a_decision_puts_the_award_on_the_card_and_reckons_the_money(cast: Cast) -> None:
    kind = make.make_award_kind(for_household=True, for_collective=True)
    make.make_base_salary(amount=2_340_000)
    for recipient, multiple in (("person", "0.3"), ("household", "0.45"), ("collective", "0.6")):
        make.make_award_rate(kind, recipient=recipient, multiple=Decimal(multiple))
    member = make.make_member(cast.here)
    dossier = _accepted(cast, member, kind=kind)
    make.make_nominee(dossier, member=make.make_member(cast.here), recipient="household")
    make.make_nominee(dossier, unit=cast.here)

    for _ in range(2):  # a double click
        decision = _decide(cast, dossier)
    amounts = {grant.recipient: grant.amount for grant in decision.grants.all()}
    assert amounts == {"person": 710_000, "household": 1_060_000, "collective": 1_410_000}
    award = MemberAward.objects.get()
    assert (award.member, award.decision_no, award.year) == (member, "15/QĐ", local_today().year)
    dossier.refresh_from_db()
    assert dossier.state == DossierState.DECIDED


def test_whom_the_decision_does_not_name_has_nothing(cast: Cast) -> None:
    first, second = make.make_member(cast.here), make.make_member(cast.here)
    dossier = _accepted(cast, first, second)
    _decide(cast, dossier, dossier.nominees.filter(member=first))
    assert [award.member for award in MemberAward.objects.all()] == [first]
    assert not dossier.nominees.get(member=second).is_proposed


@pytest.mark.parametrize("state", ["draft", "sent", "returned", "cancelled"])
def test_no_decision_before_the_city_has_accepted(cast: Cast, state: str) -> None:
    dossier = _accepted(cast, make.make_member(cast.here), state=state)
    with pytest.raises(ValidationError, match="chưa ghi quyết định được"):
        _decide(cast, dossier)


def test_one_decision_answers_two_dossiers(cast: Cast) -> None:
    decisions = {_decide(cast, _accepted(cast, make.make_member(cast.here))) for _ in range(2)}
    assert [decision.grants.count() for decision in decisions] == [2]


def test_nobody_has_an_award_of_a_year_twice(cast: Cast) -> None:
    member, kind = make.make_member(cast.here), make.make_award_kind()
    _decide(cast, _accepted(cast, member, kind=kind))
    again = _accepted(cast, member, kind=kind)
    with pytest.raises(ValidationError, match="Đã được tặng loại này"):
        _decide(cast, again, number="16/QĐ")
    with pytest.raises(IntegrityError), transaction.atomic():
        make.make_grant(again.nominees.get())
    grant = Grant.objects.get()
    revoke_grant(grant=grant, day=local_today(), reason="Kê khai sai", by=cast.office)
    _decide(cast, again, number="16/QĐ")
    assert Grant.objects.standing().count() == 1


def test_an_award_signed_in_january_is_of_the_year_of_the_achievement(cast: Cast) -> None:
    member, kind = make.make_member(cast.here), make.make_award_kind()
    year = local_today().year
    _decide(cast, _accepted(cast, member, kind=kind, year=year - 1))
    new = make.make_dossier(cast.here, member, kind=kind, year=year)
    [(_, checks)] = checks_of(new)
    assert [check.text for check in checks if check.verdict is not Verdict.RIGHT] == []


def test_a_revocation_reaches_the_card_and_asks_for_what_was_given(cast: Cast) -> None:
    dossier = _accepted(cast, make.make_member(cast.here))
    make.make_base_salary()
    make.make_award_rate(dossier.kind)
    grant = _decide(cast, dossier).grants.get()
    assert grant.owes == ["chưa chi tiền thưởng"]
    grant.paid_on, grant.paid_by = local_today(), "Quỹ Hội, phiếu chi 3"
    grant = settle_grant(grant=grant, by=cast.office)
    for _ in range(2):  # a double click
        grant = revoke_grant(grant=grant, day=local_today(), reason="Kê khai sai", by=cast.office)
    assert grant.owes == ["chưa thu lại hiện vật", "chưa thu lại tiền thưởng"]
    assert not MemberAward.objects.get().is_standing
    grant.object_returned_on = grant.money_returned_on = local_today()
    assert settle_grant(grant=grant, by=cast.office).owes == []


def test_the_register_leaves_what_a_decision_gave_alone(cast: Cast) -> None:
    grant = make.make_grant(_accepted(cast, make.make_member(cast.here)).nominees.get())
    award = MemberAward.objects.get(grant=grant)
    with pytest.raises(ValidationError, match="ghi theo Quyết định"):
        revoke_award(award=award, day=local_today(), reason="Sai", by=cast.office)
    with pytest.raises(ValidationError, match="ghi theo Quyết định"):
        remove_award(award=award, by=cast.office)
    url = reverse("book:award_delete", args=[award.pk])
    answer = cast.client("office").post(url, follow=True)
    assert "ghi theo Quyết định" in answer.content.decode()
    assert MemberAward.objects.filter(pk=award.pk).exists()


@pytest.mark.parametrize(
    "fields",
    [
        {"object_returned_on": dt.date(2030, 1, 1)}, {"money_returned_on": dt.date(2030, 1, 1)},
        {"revoked_on": dt.date(2030, 1, 1)}, {"recipient": "nobody"},
    ],
    ids=str,
)  # fmt: skip
def test_the_database_refuses_a_grant_that_cannot_be(cast: Cast, fields: dict[str, Any]) -> None:
    grant = make.make_grant(_accepted(cast, make.make_member(cast.here)).nominees.get())
    with pytest.raises(IntegrityError), transaction.atomic():
        Grant.objects.filter(pk=grant.pk).update(**fields)


def test_the_office_records_it_and_the_branch_reads_it(cast: Cast) -> None:
    dossier = _accepted(cast, make.make_member(cast.here, full_name="Vũ Thị Mẫu"))
    form = {
        "number": "15/QĐ", "signed_on": f"{local_today():%d/%m/%Y}", "authority": "Chủ tịch Hội",
        "signer": "Lê Ký", "nominees": [row.pk for row in dossier.nominees.all()],
    }  # fmt: skip
    answer = cast.client("office").post(
        reverse("recognition:decision_new", args=[dossier.pk]), form
    )
    page = cast.client("officer_here").get(answer["Location"]).content.decode()
    assert ("Vũ Thị Mẫu" in page, "Ghi chi thưởng" in page) == (True, False)
    assert cast.client("officer_beside").get(answer["Location"]).status_code == 404
    book = cast.client("officer_here").get(reverse("recognition:book")).content.decode()
    assert "Vũ Thị Mẫu" in book
