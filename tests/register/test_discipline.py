"""Khiển trách, cảnh cáo: dated, on the card, for those alone who read its private part; of a proposal
that was decided, or written down by the unit that decides."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from desk.versions import version_of
from kit.dates import local_today
from members.models import Change, Decision, DecisionRule, Discipline, Member, Proposal
from members.models.proposals import ProposalStep
from moves.actions import proposals
from register.actions import discipline
from register.actions.discipline import kinds_decided_by

from .. import factories as make
from ..conftest import Cast

DAY = dt.timedelta(days=1)


@pytest.fixture
def member(cast: Cast) -> Member:
    return make.make_member(cast.here)


def _typed(**fields: Any) -> dict[str, Any]:
    return {
        "kind": "warning", "valid_from": f"{make.yesterday():%d/%m/%Y}", "decision_no": "12/QĐ-HCCA",
        "reason": "Vi phạm Điều lệ", "token": "t" * 20, **fields,
    }  # fmt: skip


def _post(cast: Cast, member: Member, **fields: Any) -> Any:
    url = reverse("book:discipline_new", args=[member.pk])
    return cast.client("officer_above").post(url, _typed(**fields))


def test_a_double_click_writes_one_that_stands_on_the_card(cast: Cast, member: Member) -> None:
    assert [_post(cast, member).status_code for _ in range(2)] == [302, 302]

    row = Discipline.objects.get()
    assert (row.member, row.kind, row.made_by) == (member, "warning", cast.officer_above)
    assert row.is_on()
    card = cast.client("officer_here").get(reverse("book:member", args=[member.pk]))
    assert list(card.context["disciplines"]) == [row]
    assert "Vi phạm Điều lệ" in card.content.decode()


@pytest.mark.parametrize(
    ("typed", "box"),
    [
        ({"kind": ""}, "kind"), ({"kind": "expelled"}, "kind"), ({"decision_no": " "}, "decision_no"),
        ({"reason": ""}, "reason"), ({"valid_from": ""}, "valid_from"),
        ({"valid_from": "1/1/2999"}, "valid_from"),
        ({"valid_to": "1/1/1999"}, "valid_to"), ({"valid_from": "1/1/1950"}, "valid_from"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told_beside_its_box(
    cast: Cast, member: Member, typed: dict[str, Any], box: str
) -> None:
    answer = _post(cast, member, **typed)
    form = answer.context["form"]
    assert set(form.errors) == {box}
    assert all(form[name].value() == value for name, value in typed.items())
    assert not Discipline.objects.exists()


def test_it_is_lifted_on_a_day_and_of_two_the_second_is_told(cast: Cast, member: Member) -> None:
    row = make.make_discipline(member, valid_from=local_today() - 30 * DAY)
    client, url = cast.client("officer_above"), row.get_absolute_url()
    shown = client.get(url).context["form"]
    facts = _typed(valid_to=f"{local_today():%d/%m/%Y}", version=shown["version"].value(),
                   valid_from=f"{row.valid_from:%d/%m/%Y}")  # fmt: skip
    assert client.post(url, facts).status_code == 302
    second = client.post(url, facts | {"reason": "Khác"})

    row.refresh_from_db()
    assert (row.is_on(), row.is_on(make.yesterday()), row.reason) == (
        False,
        True,
        "Vi phạm Điều lệ",
    )
    assert second.status_code == 200
    assert second.context["form"].errors


@pytest.mark.parametrize(
    ("right", "is_seen", "code"),
    [("secretary", True, 403), ("inspection", True, 403), ("deputy", False, 404),
     ("treasurer", False, 404), ("correspondent", False, 404)],
)  # fmt: skip
def test_who_reads_the_private_part_reads_it(
    cast: Cast, member: Member, right: str, is_seen: bool, code: int
) -> None:
    row = make.make_discipline(member, reason="Vi phạm kyluatxyz")
    user = make.make_officer(cast.here, right)
    assert Discipline.objects.visible_to(user).contains(row) is is_seen
    assert Change.objects.of(row).visible_to(user).exists() is is_seen
    client = Client()
    client.force_login(user, backend="members.backends.OfficeBackend")
    card = client.get(reverse("book:member", args=[member.pk])).content.decode()
    assert ("kyluatxyz" in card) is is_seen
    assert client.get(row.get_absolute_url()).status_code == code


def test_what_was_written_by_mistake_goes_and_the_history_keeps_it(
    cast: Cast, member: Member
) -> None:
    row = make.make_discipline(member)
    url = reverse("book:discipline_delete", args=[row.pk])
    client = cast.client("officer_above")
    assert [client.post(url).status_code for _ in range(2)] == [302, 302]
    assert not Discipline.objects.exists()
    told = Change.objects.filter(model="members.discipline").newest_first()[0]
    assert (told.action, told.by) == ("deleted", cast.officer_above)


# --- One door -------------------------------------------------------------------------------------


def _decided(cast: Cast, member: Member, matter: str = "warning") -> Discipline:
    row = make.make_proposal(cast.here, member=member, matter=matter, reason="Vi phạm kyluatxyz")
    day = local_today()
    facts = {
        "code": Decision.objects.next_code(row.decider, "QĐ", day), "decided_on": day, "left_on": None,
        "committee_present": 9, "committee_for": 9, "signer": "", "signer_post": "",
    }  # fmt: skip
    proposals.answer_proposal(
        proposal=row, step=ProposalStep.DECIDE, facts=facts, by=cast.officer_above
    )
    return Discipline.objects.get(proposal=row)


@pytest.mark.parametrize("matter", ["reprimand", "warning"])
def test_a_decided_proposal_brings_the_one_record_with_its_facts(
    cast: Cast, member: Member, matter: str
) -> None:
    row = _decided(cast, member, matter)
    proposal = Proposal.objects.get()
    assert proposal.decision is not None
    assert (row.member, row.kind, row.valid_from, row.decision_no, row.authority, row.reason) == (
        member, matter, proposal.decision.signed_on, proposal.decision.code, str(cast.district),
        "Vi phạm kyluatxyz",
    )  # fmt: skip
    card = cast.client("officer_here").get(reverse("book:member", args=[member.pk]))
    assert [(one, one.is_open) for one in card.context["disciplines"]] == [(row, True)]
    assert card.context["ways"] == []
    assert card.content.decode().count("kyluatxyz") == 1


def test_an_expulsion_brings_no_discipline(cast: Cast, member: Member) -> None:
    row = make.make_proposal(cast.here, member=member)
    assert discipline.discipline_of(row, cast.officer_above) is None
    assert not Discipline.objects.exists()


def test_undone_it_goes_and_decided_anew_it_is_there_again(cast: Cast, member: Member) -> None:
    _decided(cast, member)
    row = proposals.undo_answer(proposal=Proposal.objects.get(), by=cast.officer_above)
    assert not Discipline.objects.exists()
    row.delete()
    assert _decided(cast, member).kind == "warning"


def test_once_lifted_its_decision_is_not_undone(cast: Cast, member: Member) -> None:
    row = _decided(cast, member)
    row.valid_to = local_today() + DAY
    row.save()
    with pytest.raises(ValidationError, match="hết hiệu lực"):
        proposals.undo_answer(proposal=Proposal.objects.get(), by=cast.officer_above)


def test_of_a_decided_one_only_the_day_of_its_lifting_is_written(
    cast: Cast, member: Member
) -> None:
    row = _decided(cast, member)
    client, url = cast.client("officer_above"), row.get_absolute_url()
    form = client.get(url).context["form"]
    assert set(form.fields) == {"valid_to", "version", "token"}
    end = local_today() + 30 * DAY
    sent = {"version": form["version"].value(), "token": "t" * 20, "reason": "Khác",
            "valid_to": f"{end:%d/%m/%Y}"}  # fmt: skip
    assert client.post(url, sent).status_code == 302
    row.refresh_from_db()
    assert (row.valid_to, row.reason) == (end, "Vi phạm kyluatxyz")


@pytest.mark.parametrize("name", ["kind", "valid_from", "decision_no", "authority", "reason"])
def test_the_action_too_leaves_what_was_decided(cast: Cast, member: Member, name: str) -> None:
    row = _decided(cast, member)
    version = version_of(row)
    other = {"kind": "reprimand", "valid_from": make.yesterday()}
    setattr(row, name, other.get(name, "khác"))
    with pytest.raises(ValidationError, match="đề nghị đã quyết định"):
        discipline.correct_discipline(row=row, version=version, by=cast.officer_above)


def test_a_decided_one_is_not_taken_out_but_undone(cast: Cast, member: Member) -> None:
    row = _decided(cast, member)
    answer = cast.client("officer_above").post(reverse("book:discipline_delete", args=[row.pk]))
    assert answer["Location"] == row.proposal.get_absolute_url()
    with pytest.raises(ValidationError, match="hoàn tác"):
        discipline.remove_discipline(row=row, by=cast.officer_above)
    assert Discipline.objects.exists()


@pytest.mark.parametrize(
    ("level", "who", "kinds"),
    [
        ("above", "officer_here", []), ("above", "officer_above", ["warning"]),
        ("above", "office", ["warning"]), ("above", "officer_beside", []),
        ("branch", "officer_here", ["warning"]), ("association", "officer_above", []),
        ("association", "office", ["warning"]), ("above", "correspondent", []),
    ],
)  # fmt: skip
def test_who_decides_writes_one_down(
    cast: Cast, member: Member, level: str, who: str, kinds: list[str]
) -> None:
    DecisionRule.objects.create(
        unit=cast.city, matter="warning", decided_by=level, valid_from=make.LONG_AGO
    )
    user = getattr(cast, who)
    assert [kind for kind in kinds_decided_by(user, member) if kind == "warning"] == kinds


def test_what_another_unit_decides_is_told_beside_its_kind(cast: Cast, member: Member) -> None:
    """The district decides reprimands, the city warnings."""
    DecisionRule.objects.create(
        unit=cast.city, matter="warning", decided_by="association", valid_from=make.LONG_AGO
    )
    row = make.make_discipline(member)
    row.pk, row._state.adding, row.token, row.kind = None, True, "x" * 20, "warning"
    with pytest.raises(ValidationError) as refused:
        discipline.note_discipline(row=row, by=cast.officer_above)
    assert list(refused.value.message_dict) == ["kind"]
    assert set(_post(cast, member).context["form"].errors) == {"kind"}
    assert _post(cast, member, kind="reprimand").status_code == 302


@pytest.mark.parametrize("name", ["note", "correct", "remove"])
def test_the_branch_has_no_second_door(cast: Cast, member: Member, name: str) -> None:
    row = make.make_discipline(member)
    facts: dict[str, Any] = {"version": version_of(row)} if name == "correct" else {}
    action = getattr(discipline, f"{name}_discipline")
    with pytest.raises(PermissionDenied):
        action(row=row, by=cast.officer_here, **facts)
    card = cast.client("officer_here").get(reverse("book:member", args=[member.pk]))
    page = card.content.decode()
    assert reverse("book:discipline_new", args=[member.pk]) not in page
    assert row.get_absolute_url() not in page


@pytest.mark.parametrize(
    ("right", "is_seen"), [("secretary", True), ("inspection", True), ("deputy", False)]
)
@pytest.mark.parametrize("matter", ["reprimand", "warning", "expelled", "struck_off"])
def test_a_proposal_of_discipline_has_the_same_readers(
    cast: Cast, member: Member, right: str, is_seen: bool, matter: str
) -> None:
    ground = "own" if matter == "struck_off" else ""
    row = make.make_proposal(cast.here, member=member, matter=matter, ground=ground)
    user = make.make_officer(cast.here, right)
    is_seen = is_seen or matter == "struck_off"
    assert Proposal.objects.visible_to(user).contains(row) is is_seen
    above = make.make_officer(cast.district, right)
    row.decision = make.make_decision(cast.district)
    row.state, row.answered_by, row.answered_at = "decided", above, row.proposed_at
    row.save()
    assert Decision.objects.visible_to(above).contains(row.decision) is is_seen
