"""Who proposes, who decides, by which votes: one rule for all decisions, and papers from above."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from kit.dates import local_today
from members.books import objections
from members.models import (
    Change,
    Decision,
    DecisionMatter,
    DecisionRule,
    Departure,
    Member,
    Membership,
    Position,
    Proposal,
    Unit,
)
from members.models.joining import ApplicationStep
from members.models.leaving import TransferStep
from members.models.proposals import ProposalRole, ProposalStep
from members.models.rules import PROPOSED
from moves.actions import joining, leaving, proposals
from moves.actions.decisions import confirm_paper
from tests import factories as make
from tests.conftest import Cast
from tests.pages import words_of
from tests.tasks import membership_tasks

NOON = "2026-11-24 12:00:00+07:00"
M = Proposal.Matter


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=False):
        yield


def rule(cast: Cast, matter: str = "expelled", **fields: Any) -> DecisionRule:
    usual = {"branch_share": "1/2", "decider_share": "2/3", "valid_from": make.LONG_AGO}
    return DecisionRule.objects.create(unit=cast.city, matter=matter, **usual | fields)


def facts(row: Proposal, **changed: Any) -> dict[str, Any]:
    day = local_today()
    return {
        "code": Decision.objects.next_code(row.decider, "QĐ", day), "decided_on": day,
        "left_on": day, "committee_present": 9, "committee_for": 9, "signer": "Trần Ký",
        "signer_post": "Chủ tịch", "reason": "Chưa đủ căn cứ",
    } | changed  # fmt: skip


def answer(
    cast: Cast, row: Proposal, step: ProposalStep, who: str = "", **changed: Any
) -> Proposal:
    who = who or (
        "officer_here" if step in (ProposalStep.WITHDRAW, ProposalStep.COPY) else "officer_above"
    )
    if step == ProposalStep.COPY:
        changed = {"scan": make.scan_file()} | changed
    return proposals.answer_proposal(
        proposal=row, step=step, facts=facts(row, **changed), by=getattr(cast, who)
    )


def propose(cast: Cast, member: Member, matter: str = M.EXPULSION, **fields: Any) -> Proposal:
    usual = {
        "reason": "Vi phạm Điều lệ", "met_on": make.yesterday(), "branch_present": 20,
        "branch_for": 15, "token": make._token(),
    }  # fmt: skip
    return proposals.propose(
        membership=member.memberships.latest("valid_from"),
        proposal=Proposal(matter=matter, **usual | fields),
        by=cast.officer_here,
    )


def tasks_of(cast: Cast, who: str) -> list[tuple[str, bool]]:
    return [
        (task.label, task.is_for_others)
        for task in membership_tasks(getattr(cast, who))
        if "xóa tên" in task.label or "theo giấy" in task.label
    ]


# --- The rule ---------------------------------------------------------------------------------


def test_every_matter_has_a_rule_before_anybody_writes_one(cast: Cast) -> None:
    assert set(PROPOSED) == set(DecisionMatter.values)
    for matter in DecisionMatter.values:
        found = DecisionRule.objects.of(cast.here, matter)
        found.full_clean(exclude=["valid_from"])
        assert found.is_proposal
        assert found._state.adding


@pytest.mark.parametrize(
    ("level", "deciders"),
    [
        ("branch", ["here", "district", "city"]),
        ("above", ["district", "city"]),
        ("association", ["city"]),
    ],
)
def test_a_level_decides_or_those_above_it(cast: Cast, level: str, deciders: list[str]) -> None:
    found = rule(cast, decided_by=level)
    units: list[Unit] = [getattr(cast, name) for name in deciders]
    assert (found.decider_of(cast.here), found.deciders_of(cast.here)) == (units[0], units)


def test_a_branch_directly_under_the_city_is_decided_on_by_the_city(cast: Cast) -> None:
    """As all are since July 2025."""
    branch = make.make_branch(cast.city)
    assert DecisionRule.objects.of(branch, "expelled").decider_of(branch) == cast.city


def test_rules_follow_the_day_and_the_matter(cast: Cast) -> None:
    change = dt.date(2026, 6, 1)
    rule(cast, decider_share="3/4", valid_to=change)
    rule(cast, decider_share="4/5", valid_from=change)
    rule(cast, "warning", decider_share="1/3")

    def share(matter: str, day: dt.date) -> str:
        return DecisionRule.objects.of(cast.here, matter, day).decider_share

    assert [share("expelled", day) for day in (change - dt.timedelta(1), change)] == ["3/4", "4/5"]
    assert share("warning", change) == "1/3"
    assert share("struck_off", change) == "1/2"


def test_one_rule_a_matter_holds_on_any_day(cast: Cast) -> None:
    first = rule(cast)
    rule(cast, "warning")  # of another matter
    twin = DecisionRule(unit=cast.city, matter="expelled", valid_from=local_today())
    with pytest.raises(ValidationError, match="Trùng thời gian"):
        twin.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()
    first.valid_to = local_today()
    first.save()
    twin.full_clean()
    twin.save()


# --- Who does what ----------------------------------------------------------------------------


@pytest.mark.parametrize("step", ProposalStep, ids=lambda step: step.slug)
@pytest.mark.parametrize("state", Proposal.State.values)
def test_a_proposal_moves_only_as_the_table_says(
    cast: Cast, state: str, step: ProposalStep
) -> None:
    rule(cast, allows_paper=True)
    row = make.make_proposal(cast.here)
    first = next((other for other in ProposalStep if other.target == state), None)
    if first is not None:
        row = answer(cast, row, first)
    if state == "waiting" or first == step:  # a double click changes nothing
        assert answer(cast, row, step).state == step.target
    else:
        with pytest.raises(ValidationError, match="đã có người trả lời trước"):
            answer(cast, row, step)
    assert Decision.objects.count() == (Proposal.objects.get().state == "decided")


def test_each_side_is_offered_its_own_moves() -> None:
    def offered(*roles: ProposalRole) -> list[ProposalStep]:
        return ProposalStep.open_to(roles, "waiting")

    assert offered(ProposalRole.PROPOSER) == [ProposalStep.WITHDRAW]
    assert offered(ProposalRole.PROPOSER, ProposalRole.COPIER) == [
        ProposalStep.COPY,
        ProposalStep.WITHDRAW,
    ]
    assert offered(ProposalRole.DECIDER) == [ProposalStep.DECIDE, ProposalStep.REFUSE]
    assert ProposalStep.open_to(set(ProposalRole), "decided") == []


@pytest.mark.parametrize(
    ("who", "roles"),
    [
        ("officer_here", {ProposalRole.PROPOSER}),
        ("officer_above", {ProposalRole.DECIDER}),
        ("office", {ProposalRole.DECIDER}),
        ("officer_beside", set()),
        ("member_here", set()),
        ("correspondent", set()),
    ],
)
def test_the_branch_proposes_and_the_unit_above_decides(cast: Cast, who: str, roles: Any) -> None:
    row = make.make_proposal(cast.here)
    assert row.roles_of(getattr(cast, who)) == roles
    for step in ProposalStep:
        if step.role not in roles:
            with pytest.raises(PermissionDenied):
                answer(cast, row, step, who, scan=make.scan_file())
    assert Proposal.objects.get().state == "waiting"


@pytest.mark.parametrize("matter", M.values)
def test_nothing_changes_before_it_is_decided(cast: Cast, matter: str) -> None:
    member = make.make_member(cast.here)
    row = propose(cast, member, matter, ground="own" if matter == M.STRIKE_OFF else "")
    assert (row.state, row.decider, member.is_active_on()) == ("waiting", cast.district, True)
    assert not Decision.objects.exists()

    row = answer(cast, row, ProposalStep.DECIDE)

    assert row.decision is not None
    assert (row.decision.unit, row.decision.is_on_paper) == (cast.district, False)
    member = Member.objects.get(pk=member.pk)
    assert member.is_active_on() is (matter in (M.REPRIMAND, M.WARNING))
    if row.ends_membership:
        assert row.departure is not None
        assert (row.departure.kind, row.departure.decision) == (matter, row.decision)


@pytest.mark.parametrize("who", ["officer_here", "officer_above", "office"])
@pytest.mark.parametrize("kind", ["struck_off", "expelled"])
def test_nobody_is_struck_off_or_expelled_without_a_proposal(
    cast: Cast, kind: str, who: str
) -> None:
    member = make.make_member(cast.here)
    row = Departure(
        kind=kind, ground="absent" if kind == "struck_off" else "", reason="Vi phạm",
        left_on=make.yesterday(), token=make._token(),
    )  # fmt: skip
    with pytest.raises(ValidationError, match="đề nghị của chi hội"):
        leaving.depart(
            membership=member.memberships.get(), departure=row, code="05/QĐ",
            decider=cast.district, scan=make.scan_file(), by=getattr(cast, who),
        )  # fmt: skip
    assert member.is_active_on()


# --- Votes and reasons ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("votes", "field"),
    [
        ({"met_on": None}, "met_on"),
        ({"met_on": dt.date(2026, 11, 25)}, "met_on"),
        ({"met_on": make.LONG_AGO - dt.timedelta(1)}, "met_on"),
        ({"branch_present": None}, "branch_present"),
        ({"branch_for": None}, "branch_for"),
        ({"branch_for": 21}, "branch_for"),
        ({"branch_for": 9}, "branch_for"),
        ({"reason": ""}, "reason"),
        ({"matter": M.STRIKE_OFF}, "ground"),
    ],
)
def test_a_proposal_needs_its_meeting_its_votes_and_its_reason(
    cast: Cast, votes: dict[str, Any], field: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        propose(cast, make.make_member(cast.here), **votes)
    assert list(refused.value.message_dict) == [field]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"committee_for": 5}, "committee_for"),
        ({"committee_for": 10}, "committee_for"),
        ({"committee_present": 0}, "committee_present"),
        ({"decided_on": dt.date(2026, 11, 20)}, "decided_on"),
        ({"decided_on": dt.date(2026, 11, 25)}, "decided_on"),
        ({"left_on": dt.date(2026, 11, 23)}, "left_on"),
        ({"left_on": dt.date(2026, 11, 25)}, "left_on"),
        ({"code": "không số"}, "code"),
    ],
)
def test_a_decision_needs_its_votes_its_days_and_its_number(
    cast: Cast, changed: dict[str, Any], field: str
) -> None:
    row = make.make_proposal(cast.here)
    with pytest.raises(ValidationError) as refused, transaction.atomic():
        answer(cast, row, ProposalStep.DECIDE, **changed)
    assert list(refused.value.message_dict) == [field]
    assert Proposal.objects.get().state == "waiting"


def test_a_rule_that_asks_for_no_votes_gets_none(cast: Cast) -> None:
    rule(cast, branch_share="", decider_share="")
    row = propose(
        cast, make.make_member(cast.here), met_on=None, branch_present=None, branch_for=None
    )
    row = answer(cast, row, ProposalStep.DECIDE, committee_present=None, committee_for=None)
    assert row.state == "decided"


def _owes(cast: Cast, member: Member) -> None:
    make.make_dues_rate(cast.city, 2025)


def _paid_up(cast: Cast, member: Member) -> None:
    make.make_dues_rate(cast.city, 2025, amount=60_000)
    for year in (2025, 2026):
        make.make_payment(member, cast.here, year=year, amount=60_000)


def _paid_lately(cast: Cast, member: Member) -> None:
    make.make_dues_rate(cast.city, 2025, amount=60_000)
    make.make_payment(member, cast.here, year=2025, amount=60_000)


@pytest.mark.parametrize(
    ("book", "ground", "objects"),
    [
        (None, "absent", False),  # dues are off: the book knows nothing
        (_owes, "absent", False),
        (_paid_up, "absent", True),
        (_paid_lately, "absent", True),
        (_paid_up, "wrongly", False),
        (_paid_up, "own", False),
    ],
)
def test_a_reason_is_held_against_the_books(
    cast: Cast, book: Any, ground: str, objects: bool
) -> None:
    member = make.make_member(cast.here)
    if book is not None:
        book(cast, member)
    says = objections(member, ground)
    assert says.startswith("Sổ hội phí ghi") is objects
    if objects:
        with pytest.raises(ValidationError) as refused:
            propose(cast, member, M.STRIKE_OFF, ground=ground)
        assert says in refused.value.message_dict["books_reason"][0]
        row = propose(cast, member, M.STRIKE_OFF, ground=ground, books_reason="Thu nhầm tên")
        assert (row.books_say, row.books_reason) == (says, "Thu nhầm tên")
    else:
        row = propose(cast, member, M.STRIKE_OFF, ground=ground, books_reason="thừa")
        assert (row.books_say, row.books_reason) == ("", "")
    assert answer(cast, row, ProposalStep.DECIDE).state == "decided"


def test_who_pays_while_the_proposal_waits_is_told_to_the_decider(cast: Cast) -> None:
    member = make.make_member(cast.here)
    row = propose(cast, member, M.STRIKE_OFF, ground="absent")
    _paid_up(cast, member)
    with pytest.raises(ValidationError) as refused:
        answer(cast, row, ProposalStep.DECIDE)
    assert list(refused.value.message_dict) == ["books_reason"]
    url = reverse("book:proposal_move", args=[row.pk, "quyet-dinh"])
    assert "books_reason" in cast.client("officer_above").get(url).context["form"].fields
    assert (
        answer(cast, row, ProposalStep.DECIDE, books_reason="Thu nhầm").books_reason == "Thu nhầm"
    )


# --- Papers from above ------------------------------------------------------------------------


def _copied_admission(cast: Cast) -> Any:
    row = make.make_application(cast.here, **make.reviewed())
    sent = {
        "decided_on": local_today(), "committee_present": 9, "committee_for": 9,
        "decider": cast.district, "code": "05/QĐ", "signer": "", "signer_post": "",
        "joins_on": local_today(), "card_code": "HV990001", "scan": make.scan_file(),
    }  # fmt: skip
    return joining.move_application(
        application=row, step=ApplicationStep.ADMIT, facts=sent, by=cast.officer_here
    )


def _copied_expulsion(cast: Cast) -> Any:
    rule(cast, allows_paper=True)
    return answer(cast, make.make_proposal(cast.here), ProposalStep.COPY, code="05/QĐ")


def _copied_warning(cast: Cast) -> Any:
    rule(cast, "warning", allows_paper=True)
    return answer(
        cast, make.make_proposal(cast.here, matter=M.WARNING), ProposalStep.COPY, code="05/QĐ"
    )


def _copied_resignation(cast: Cast) -> Any:
    return leaving.depart(
        membership=make.make_member(cast.here).memberships.get(),
        departure=Departure(kind="resigned", left_on=local_today(), token=make._token()),
        code="05/QĐ", decider=cast.district, scan=make.scan_file(), by=cast.officer_here,
    )  # fmt: skip


COPIED = {
    "admission": _copied_admission, "expulsion": _copied_expulsion, "warning": _copied_warning,
    "resignation": _copied_resignation,
}  # fmt: skip


@pytest.mark.parametrize("what", COPIED)
def test_a_paper_that_a_branch_copied_is_marked_scanned_and_confirmed_above(
    cast: Cast, what: str
) -> None:
    row = COPIED[what](cast)
    paper = row.decision
    assert (paper.is_on_paper, paper.unit, row.scans.count()) == (True, cast.district, 1)
    words = ("1 văn bản chi hội ghi theo giấy, chờ xác nhận", False)
    assert tasks_of(cast, "officer_above") == [words]
    assert tasks_of(cast, "officer_here") == []
    above = cast.client("officer_above")
    assert row.get_absolute_url() in above.get(reverse("book:papers")).content.decode()
    confirm = reverse("book:paper_confirm", args=[paper.pk])
    assert confirm in above.get(row.get_absolute_url()).content.decode()
    assert confirm not in cast.client("officer_here").get(row.get_absolute_url()).content.decode()
    with pytest.raises(PermissionDenied):
        confirm_paper(decision=paper, by=cast.officer_here)

    above.post(confirm)

    paper.refresh_from_db()
    assert (paper.confirmed_by, paper.is_to_confirm) == (cast.officer_above, False)
    assert tasks_of(cast, "officer_above") == []


@pytest.mark.parametrize("what", COPIED)
def test_a_paper_that_is_not_its_own_is_rejected_above_on_any_day(cast: Cast, what: str) -> None:
    row = COPIED[what](cast)
    url = {
        "admission": "book:admission_undo", "resignation": "book:departure_undo",
    }.get(what, "book:proposal_undo")  # fmt: skip
    with time_machine.travel("2027-02-01 12:00:00+07:00", tick=False):
        page = cast.client("officer_above").get(row.get_absolute_url()).content.decode()
        assert reverse(url, args=[row.pk]) in page
        cast.client("officer_above").post(reverse(url, args=[row.pk]))
    assert not Decision.objects.exists()


@pytest.mark.parametrize("what", ["expulsion", "resignation"])
def test_a_confirmed_paper_is_undone_by_its_writer_alone(cast: Cast, what: str) -> None:
    row = COPIED[what](cast)
    confirm_paper(decision=row.decision, by=cast.officer_above)
    row = type(row).objects.get(pk=row.pk)
    of: dict[str, Any] = {"departure" if what == "resignation" else "proposal": row}
    undo: Any = leaving.undo_departure if what == "resignation" else proposals.undo_answer
    with pytest.raises(ValidationError, match="Chỉ người đã ghi"):
        undo(**of, by=cast.officer_above)


def test_a_superiors_number_without_its_scan_is_refused(cast: Cast) -> None:
    rule(cast, allows_paper=True)
    with pytest.raises(ValidationError) as refused:
        answer(cast, make.make_proposal(cast.here), ProposalStep.COPY, scan=None)
    assert list(refused.value.message_dict) == ["scan"]
    with pytest.raises(ValidationError) as refused:
        leaving.depart(
            membership=make.make_member(cast.here).memberships.get(),
            departure=Departure(kind="resigned", left_on=local_today(), token=make._token()),
            code="05/QĐ", decider=cast.district, by=cast.officer_here,
        )  # fmt: skip
    assert list(refused.value.message_dict) == ["scan"]


@pytest.mark.parametrize("allowed", [True, False])
def test_a_superiors_number_and_head_are_suggested_to_its_own_officer_alone(
    cast: Cast, allowed: bool
) -> None:
    rule(cast, allows_paper=allowed)
    row = make.make_proposal(cast.here)
    make.make_officer(cast.district)
    slug = ProposalStep.COPY.slug
    copy = cast.client("officer_here").get(reverse("book:proposal_move", args=[row.pk, slug]))
    own = cast.client("officer_above").get(
        reverse("book:proposal_move", args=[row.pk, "quyet-dinh"])
    )
    assert own.context["form"]["code"].value() == f"01/QĐ-{cast.district.code}"
    assert "scan" not in own.context["form"].fields
    assert copy.status_code == (200 if allowed else 404)
    if allowed:
        form = copy.context["form"]
        assert (form["code"].value(), form["signer"].value()) == (None, None)
        assert form.fields["scan"].required


# --- Taking back ------------------------------------------------------------------------------


@pytest.mark.parametrize("matter", M.values)
def test_an_undone_decision_waits_again_and_leaves_all_as_it_was(cast: Cast, matter: str) -> None:
    user = make.make_officer(cast.here)
    member = user.member
    assert member is not None
    ground = "own" if matter == M.STRIKE_OFF else ""
    row = make.make_proposal(cast.here, member=member, matter=matter, ground=ground)
    row = answer(cast, row, ProposalStep.DECIDE, "office", code="09/QĐ")
    with pytest.raises(ValidationError, match="Chỉ người đã ghi"):
        proposals.undo_answer(proposal=row, by=cast.officer_above)

    row = proposals.undo_answer(proposal=row, by=cast.office)

    user.refresh_from_db()
    stay = Membership.objects.get(member=member)
    assert (row.state, row.decision, row.departure, row.answered_by) == (
        "waiting",
        None,
        None,
        None,
    )
    assert (stay.valid_to, stay.left_by, user.is_active) == (None, "", True)
    assert member.appointments.get().valid_to is None
    assert not Decision.objects.exists()
    assert answer(cast, row, ProposalStep.DECIDE, "office", code="09/QĐ").state == "decided"


@pytest.mark.parametrize(
    ("step", "who"),
    [(ProposalStep.REFUSE, "officer_above"), (ProposalStep.WITHDRAW, "officer_here")],
)
def test_a_refusal_and_a_withdrawal_are_taken_back_within_the_days(
    cast: Cast, step: ProposalStep, who: str
) -> None:
    row = answer(cast, make.make_proposal(cast.here, proposed_by=cast.officer_here), step)
    with (
        time_machine.travel("2026-12-02 12:00:00+07:00", tick=False),
        pytest.raises(ValidationError, match="quá thời hạn"),
    ):
        proposals.undo_answer(proposal=row, by=getattr(cast, who))
    assert proposals.undo_answer(proposal=row, by=getattr(cast, who)).state == "waiting"


def test_taking_the_departure_back_reopens_the_proposal(cast: Cast) -> None:
    row = answer(cast, make.make_proposal(cast.here), ProposalStep.DECIDE)
    assert row.departure is not None
    leaving.undo_departure(departure=row.departure, by=cast.officer_above)
    again = Proposal.objects.get(pk=row.pk)
    assert (again.state, again.decision, again.departure) == ("waiting", None, None)


def test_a_death_withdraws_what_waits_and_undoing_it_restores_that(cast: Cast) -> None:
    row = make.make_proposal(cast.here)
    gone = leaving.depart(
        membership=row.membership, code="", decider=cast.here, by=cast.officer_here,
        departure=Departure(kind="deceased", left_on=local_today(), token=make._token()),
    )  # fmt: skip
    row.refresh_from_db()
    assert (row.state, row.answer) == ("withdrawn", "Đồng chí đã rời Hội.")
    leaving.undo_departure(departure=gone, by=cast.officer_here)
    row.refresh_from_db()
    assert row.state == "waiting"


def test_nobody_moves_away_from_a_decision(cast: Cast) -> None:
    row = make.make_proposal(cast.here)
    with pytest.raises(ValidationError, match="chờ quyết định"):
        leaving.propose_transfer(
            membership=row.membership, target=cast.beside, moves_on=local_today(), reason="x",
            code="01", token=make._token(), by=cast.officer_here,
        )  # fmt: skip
    moving = make.make_transfer(cast.here, cast.beside)
    make.make_proposal(cast.here, member=moving.member)
    with pytest.raises(ValidationError, match="chờ quyết định"):
        leaving.answer_transfer(
            transfer=moving, step=TransferStep.ACCEPT, reason="", by=cast.officer_beside
        )


@pytest.mark.parametrize(
    "wrong",
    [
        {"matter": "struck_off"},
        {"ground": "absent"},
        {"reason": ""},
        {"branch_for": 21},
        {"state": "decided"},
        {"state": "refused"},
        {"committee_present": 3, "committee_for": 4},
    ],
)
def test_the_database_holds_what_the_forms_promise(cast: Cast, wrong: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make.make_proposal(cast.here, **wrong)


# --- Pages ------------------------------------------------------------------------------------


def test_a_proposal_goes_from_the_branch_to_the_district_on_pages(cast: Cast) -> None:
    member = make.make_member(cast.here)
    here, above = cast.client("officer_here"), cast.client("officer_above")
    url = f"{reverse('book:proposal_new')}?hoi-vien={member.pk}"
    sent = {
        "member": member.code, "matter": "expelled", "met_on": "23/11/2026",
        "branch_present": "20", "branch_for": "9",
    }  # fmt: skip
    form = here.post(url, sent).context["form"]
    assert list(form.errors) == ["reason"]
    assert form["branch_for"].value() == "9"
    form = here.post(url, sent | {"reason": "Vi phạm"}).context["form"]
    assert list(form.errors) == ["branch_for"]
    token = {"token": "dau-de-nghi-000001"}
    for _ in range(2):  # a double click
        here.post(url, sent | token | {"reason": "Vi phạm", "branch_for": "15"})
    row = Proposal.objects.get()
    waits = "1 đề nghị xóa tên, kỷ luật chờ quyết định"
    assert tasks_of(cast, "officer_above") == [(waits, False)]
    sent_on = "1 đề nghị xóa tên, kỷ luật đã gửi, chờ cấp trên quyết định"
    assert tasks_of(cast, "officer_here") == [(sent_on, True)]
    decide = reverse("book:proposal_move", args=[row.pk, "quyet-dinh"])
    assert decide in above.get(row.get_absolute_url()).content.decode()
    assert decide not in here.get(row.get_absolute_url()).content.decode()
    form = above.get(decide).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields}
    above.post(decide, typed | {"committee_present": "9", "committee_for": "8"})

    row.refresh_from_db()
    assert (row.state, row.answered_by) == ("decided", cast.officer_above)
    assert not member.is_active_on()
    assert Change.objects.of(row).newest_first()[0].by == cast.officer_above
    assert tasks_of(cast, "officer_above") == []


def test_a_card_tells_of_a_waiting_proposal_and_of_a_warning(cast: Cast) -> None:
    member = make.make_member(cast.here)
    client = cast.client("officer_here")
    row = make.make_proposal(cast.here, member=member, matter=M.WARNING)
    card = reverse("book:member", args=[member.pk])
    ways = [words for words, _ in client.get(card).context["ways"]]
    assert ways == [f"Đang chờ {cast.district} quyết định đề nghị cảnh cáo"]
    answer(cast, row, ProposalStep.DECIDE, code="05/QĐ")
    told = client.get(card).context
    assert told["ways"] == []
    assert [(one.kind, one.decision_no) for one in told["disciplines"]] == [("warning", "05/QĐ")]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_long(
    cast: Cast, count: int, django_assert_num_queries: Any
) -> None:
    client = cast.client("officer_above")
    for _ in range(count):
        make.make_proposal(cast.here)
    with django_assert_num_queries(8):
        client.get(reverse("book:proposals"))


def test_the_offence_of_an_expulsion_is_not_told_with_the_departure(cast: Cast) -> None:
    """It is for readers of the private part alone; that somebody left is told to more."""
    member = make.make_member(cast.here)
    proposal = answer(cast, propose(cast, member, reason="Lừa tiền đồng đội"), ProposalStep.DECIDE)
    assert proposal.departure is not None
    page, paper = (
        reverse(name, args=[proposal.departure.pk])
        for name in ("book:departure", "book:departure_paper")
    )
    deputy = Client()
    deputy.force_login(
        make.make_officer(cast.here, Position.Right.DEPUTY), "members.backends.OfficeBackend"
    )

    assert proposal.departure.reason == ""
    assert "Lừa tiền" not in deputy.get(page).content.decode()
    assert deputy.get(paper).status_code == 404
    keeper = cast.client("officer_here")
    assert "Lừa tiền" in keeper.get(page).content.decode()
    assert "Lừa tiền" in words_of(keeper.get(paper))
