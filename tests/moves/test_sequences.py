"""Whatever is done in whatever order, with undoing in between, the books stay consistent.

Each seed is one history of a small association: people admitted, moved, struck off, taken back,
offices given and handed over, branches renamed, moved, merged and split, days passing. What an
action refuses in words is fine; anything else it raises is not. Every few steps the books must agree
with each other.
"""

import datetime as dt
import random
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import F

from kit.dates import local_today
from members.actions import units
from members.actions.units import Restructuring, successor_of
from members.models import (
    Application,
    Appointment,
    Candidate,
    Decision,
    Degree,
    Departure,
    Discipline,
    Handover,
    Member,
    Membership,
    Position,
    Proposal,
    Subject,
    Transfer,
    Unit,
    User,
    units_where,
)
from members.models.joining import ApplicationStep
from members.models.leaving import TransferStep
from members.models.proposals import ProposalStep
from members.models.rights import rights_with
from moves.actions import joining, leaving, proposals
from moves.actions.corrections import Correction
from register.actions import offices
from register.actions.members import suggested_code
from register.actions.offices import Seats
from reports.models import figures_of
from tests import factories as make
from tests.conftest import Cast

START = dt.datetime(2026, 3, 2, 5, tzinfo=dt.UTC)  # noon
STEPS = 32
LOOKED_AT = 4  # after so many deeds, and at the end
SEEDS = range(4)
DAY = dt.timedelta(days=1)
OFTEN = {
    "do_pass_some_days": 2, "do_find": 1, "do_visit": 1, "do_apply": 3, "do_decide": 5,
    "do_undo_admission": 3, "do_propose": 5, "do_answer": 7, "do_undo_answer": 4, "do_leave": 2,
    "do_undo_leaving": 2, "do_propose_removal": 3, "do_answer_proposal": 4, "do_undo_proposal": 3,
    "do_appoint": 5, "do_take_office_back": 3, "do_hand_over": 3, "do_take_handover_back": 3,
    "do_correct": 3, "do_rename": 1, "do_move": 1, "do_merge": 1, "do_split": 1,
}  # fmt: skip


class Association:
    """A small association and everything that may be done in it, one method a deed."""

    def __init__(self, cast: Cast, dice: random.Random, clock: Any) -> None:
        self.cast, self.dice, self.clock = cast, dice, clock
        self.post = make.make_position(Position.Right.UNIT_OFFICER)
        self.users = [cast.officer_here, cast.officer_beside, cast.officer_above, cast.office]
        for unit in (cast.here, cast.beside, cast.elsewhere):
            make.make_member(unit)

    def deeds(self) -> list[str]:
        return [name for name, times in OFTEN.items() for _ in range(times)]

    # --- Chance -----------------------------------------------------------------------------

    def one(self, rows: Any) -> Any:
        found = list(rows.order_by("pk")) if hasattr(rows, "order_by") else list(rows)
        if not found:
            raise ValidationError("nothing there")
        # The newest as often as all others, so that deeds meet at the same people.
        return found[-1] if self.dice.random() < 0.5 else self.dice.choice(found)

    def by(self) -> User:
        who = self.cast.office if self.dice.random() < 0.7 else self.dice.choice(self.users)
        return User.objects.get(pk=who.pk)

    def branch(self) -> Unit:
        return self.one(Unit.objects.branches().filter(valid_to=None))

    def day(self, first: int, last: int) -> dt.date:
        days = 0 if self.dice.random() < 0.5 else self.dice.randint(first, last)
        return local_today() + days * DAY

    # --- Deeds ------------------------------------------------------------------------------

    def do_pass_some_days(self) -> None:
        if self.dice.random() < 0.5:
            self.clock.shift(self.dice.choice([1, 1, 2, 9]) * DAY)

    def do_find(self) -> None:
        make.make_candidate(self.branch(), found_on=self.day(-20, 0))

    def do_visit(self) -> None:
        row = self.one(Candidate.objects)
        joining.take_step(
            candidate=row, state=self.one([*row.next_states, "moved"]), note="", by=self.by(),
            happened_on=self.day(-9, 0), token=make._token(),
        )  # fmt: skip

    def do_apply(self) -> None:
        candidate = self.dice.choice([None, *Candidate.objects.order_by("pk")])
        member = self.dice.choice([None, *Member.objects.order_by("pk")])
        token = make._token()
        row = Application(
            unit=candidate.unit if candidate else self.branch(), candidate=candidate,
            member=member if candidate is None else None, full_name=f"Trần {token}", birth_year=1960,
            applied_on=self.day(-9, 0), token=token,
        )  # fmt: skip
        joining.file_application(application=row, by=self.by())

    def do_decide(self) -> None:
        row = self.one(Application.objects.open())
        on = ApplicationStep.REVIEW if row.state == "submitted" else ApplicationStep.ADMIT
        step = self.dice.choice([on, on, on, ApplicationStep.REFUSE, ApplicationStep.WITHDRAW])
        day, unit = self.day(-5, 0), row.unit.parent
        facts = {
            "reviewed_on": self.day(-9, 0), "branch_present": 9, "branch_for": 8,
            "decided_on": day, "committee_present": 9, "committee_for": 8, "decider": unit,
            "code": Decision.objects.next_code(unit, "QĐ", day), "signer": "", "signer_post": "",
            "joins_on": self.day(-9, 9), "card_code": suggested_code(), "reason": "x",
            "scan": make.scan_file(),
        }  # fmt: skip
        joining.move_application(application=row, step=step, facts=facts, by=self.by())

    def do_undo_admission(self) -> None:
        row = self.one(Application.objects.filter(state="admitted"))
        joining.undo_admission(application=row, by=row.closed_by)

    def do_propose(self) -> None:
        stay = self.one(Membership.objects.on())
        leaving.propose_transfer(
            membership=stay, target=self.branch(), moves_on=self.day(-3, 12), reason="x",
            code=Decision.objects.next_code(stay.unit, "GGT", local_today()),
            token=make._token(), by=self.by(),
        )  # fmt: skip

    def do_answer(self) -> None:
        row = self.one(Transfer.objects.pending())
        accept = TransferStep.ACCEPT
        step = self.dice.choice([accept, accept, accept, TransferStep.REFUSE, TransferStep.CANCEL])
        leaving.answer_transfer(transfer=row, step=step, reason="x", by=self.by())

    def do_undo_answer(self) -> None:
        row = self.one(Transfer.objects.filter(answered_by__isnull=False))
        leaving.undo_answer(transfer=row, by=row.answered_by)

    def do_leave(self) -> None:
        kind = self.dice.choice(["moved_away", "deceased", "moved_away", "resigned"])
        row = Departure(
            kind=kind, left_on=self.day(-6, 0), token=make._token(),
            destination="Hà Nội" if kind == "moved_away" else "",
        )  # fmt: skip
        stay = self.one(Membership.objects.on())
        leaving.depart(membership=stay, departure=row, code="", decider=stay.unit, by=self.by())

    def do_propose_removal(self) -> None:
        stay = self.one(Membership.objects.on())
        matter = self.dice.choice(["struck_off", "expelled", "warning"])
        row = Proposal(
            matter=matter, ground="own" if matter == "struck_off" else "", reason="x",
            met_on=self.day(-6, 0), branch_present=9, branch_for=8, token=make._token(),
        )  # fmt: skip
        proposals.propose(membership=stay, proposal=row, by=self.by())

    def do_answer_proposal(self) -> None:
        row = self.one(Proposal.objects.waiting())
        step = self.dice.choice(
            [ProposalStep.DECIDE, ProposalStep.DECIDE, ProposalStep.REFUSE, ProposalStep.WITHDRAW]
        )
        day = self.day(-5, 0)
        facts = {
            "code": Decision.objects.next_code(row.decider, "QĐ", day), "decided_on": day,
            "left_on": self.day(-4, 0), "committee_present": 9, "committee_for": 8,
            "signer": "", "signer_post": "", "reason": "x",
        }  # fmt: skip
        by = row.proposed_by if step == ProposalStep.WITHDRAW else self.by()
        proposals.answer_proposal(proposal=row, step=step, facts=facts, by=by)

    def do_undo_proposal(self) -> None:
        row = self.one(Proposal.objects.filter(answered_by__isnull=False))
        proposals.undo_answer(proposal=row, by=row.answered_by)

    def do_undo_leaving(self) -> None:
        row = self.one(Departure.objects)
        leaving.undo_departure(departure=row, by=row.made_by)

    def do_appoint(self) -> None:
        unit = self.branch()
        people = Member.objects.filter(memberships__in=Membership.objects.on().filter(unit=unit))
        offices.fill_offices(
            unit=unit, term=None, day=self.day(-4, 4), method="elected", decision_no="",
            seats=[Seats(self.post, [self.one(people)])], by=self.by(),
            ends_earlier=self.dice.random() < 0.7,
        )  # fmt: skip

    def do_take_office_back(self) -> None:
        offices.take_back(office=self.one(Appointment.objects), by=self.by())

    def do_hand_over(self) -> None:
        office = self.one(Appointment.objects.filter(position=self.post))
        successor = self.dice.choice([None, *Member.objects.active_on().order_by("pk")])
        offices.hand_over(
            office=office, day=self.day(-4, 4), decision_no="", successor=successor, lines=[],
            by=self.by(),
        )  # fmt: skip

    def do_take_handover_back(self) -> None:
        offices.take_back_handover(handover=self.one(Handover.objects), by=self.by())

    def do_correct(self) -> None:
        """What the city office corrects upon a paper, whenever that was written."""
        file = ContentFile(b"%PDF-1.7", "bb.pdf")
        facts: dict[str, Any] = {
            "by": self.by(),
            "correction": Correction("Ghi nhầm", "Biên bản", file),
        }
        match self.dice.choice(["departure", "transfer", "admission"]):
            case "departure":
                leaving.undo_departure(departure=self.one(Departure.objects), **facts)
            case "transfer":
                moved = Transfer.objects.filter(state="accepted")
                leaving.undo_answer(transfer=self.one(moved), **facts)
            case "admission":
                came = Application.objects.filter(state="admitted")
                joining.undo_admission(application=self.one(came), **facts)

    def what(self) -> Restructuring:
        return Restructuring(local_today(), "9/QĐ", local_today())

    def do_rename(self) -> None:
        old = self.branch()
        new = successor_of(old, local_today(), short_name=f"Chi hội {make._token()}")
        units.rename(unit=old, new=new, what=self.what(), by=self.by())

    def do_move(self) -> None:
        old = self.branch()
        above = self.one(Unit.objects.exclude(level=Unit.Level.BRANCH))
        new = successor_of(old, local_today(), parent=above)
        units.move(unit=old, new=new, what=self.what(), by=self.by())

    def do_merge(self) -> None:
        """Two branches in a new one, or the one in the other."""
        old, other = self.branch(), self.branch()
        olds, into = [old, other], successor_of(other, local_today())
        if self.dice.random() < 0.5:
            olds, into = [old], other
        units.merge(olds=olds, new=into, what=self.what(), by=self.by())

    def do_split(self) -> None:
        old = self.branch()
        codes = [make._token()[-12:] for _ in range(2)]
        news = [successor_of(old, local_today(), code=code) for code in codes]
        stays = Membership.objects.on().filter(unit=old).order_by("pk")
        places = {stay.member_id: self.dice.choice(news) for stay in stays}
        units.split(unit=old, news=news, places=places, what=self.what(), by=self.by())


# --- What must always hold ----------------------------------------------------------------------


def _check_stays() -> None:
    for member in Member.objects.prefetch_related("memberships"):
        stays = sorted(member.memberships.all(), key=lambda stay: stay.valid_from)
        for before, after in pairwise(stays):
            assert before.valid_to is not None
            assert before.valid_to <= after.valid_from
        for stay in stays:
            assert (stay.valid_to is None) == (stay.left_by == "")
        assert member.joined_on == (stays[0].valid_from if stays else None)


def _check_counts(cast: Cast) -> None:
    """On any day those of the branches are those of the association, each member once."""
    for days in (-400, -9, 0, 5):
        day = local_today() + days * DAY
        stays = Membership.objects.on(day)
        by_unit = stays.count_by_unit()
        assert sum(by_unit.values()) == Member.objects.active_on(day).count()
        for unit in (cast.city, cast.district):
            below = Unit.objects.within(unit)
            there = sum(by_unit.get(one.pk, 0) for one in below)
            assert there == Member.objects.of_units(below, day).count()
    came_and_went = {
        "founding": 1, "admitted": 1, "readmitted": 1, "moved_in": 1, "from_outside": 1,
        "reassigned_in": 1,
        "moved_out": -1, "reassigned_out": -1, "moved_away": -1, "struck_off": -1, "resigned": -1,
        "expelled": -1, "deceased": -1, "members_start": 1,
    }  # fmt: skip
    for unit in (cast.city, cast.district):
        told = figures_of(unit, local_today() - 10 * DAY, local_today() + DAY)
        assert sum(told[key] * sign for key, sign in came_and_went.items()) == told["members_end"]


def _check_papers() -> None:
    for move in Transfer.objects.select_related("membership", "new_membership"):
        old, new = move.membership, move.new_membership
        assert (new is not None) == (move.state == "accepted")
        if new is not None:
            assert (new.predecessor, new.unit_id, old.valid_to) == (
                old, move.target_id, new.valid_from,
            )  # fmt: skip
    for row in Departure.objects.select_related("membership"):
        stands = (row.membership.valid_to, row.membership.left_by) == (row.left_on, row.kind)
        assert row.undone_at is not None or stands
        died = row.kind == "deceased" and row.undone_at is None
        assert not died or row.member.died_on == row.left_on
    assert not Membership.objects.filter(valid_to=None, member__died_on__isnull=False).exists()
    for application in Application.objects.all():
        assert (application.membership_id is not None) == (application.state == "admitted")
    for candidate in Candidate.objects.all():
        assert candidate.steps.latest("pk").state == candidate.state
    numbers = Decision.objects.values_list("unit", "kind", "year", "number")
    assert len(numbers) == len(set(numbers))
    held = {"application", "transfer", "departure", "proposal"}
    loose = Decision.objects.filter(**dict.fromkeys(held, None))
    assert not loose.exists()  # no number without its paper
    warned = Proposal.objects.filter(state="decided", matter="warning")
    brought = Discipline.objects.values_list("proposal", flat=True)
    assert sorted(brought) == sorted(warned.values_list("pk", flat=True))


def _check_rights(association: Association) -> None:
    """They follow offices; nobody who has left holds one, or signs in."""
    for user in User.objects.select_related("member").filter(is_superuser=False):
        in_force = Appointment.objects.on().filter(
            member=user.member_id, position__right__in=rights_with(Subject.MEMBERS, Degree.WRITE)
        )
        roots = in_force.values_list("unit", flat=True) if user.is_active else []
        wanted = {pk for unit in Unit.objects.filter(pk__in=roots) for pk in _below(unit)}
        assert set(units_where(user, Subject.MEMBERS).values_list("pk", flat=True)) == wanted
    gone = Departure.objects.standing().exclude(
        membership__member__in=Member.objects.active_on(local_today() + 400 * DAY)
    )
    late = Appointment.objects.filter(member__in=gone.values("membership__member"))
    assert not late.overlapping(local_today(), None).exists()
    assert not User.objects.filter(
        member__in=gone.values("membership__member"), is_active=True
    ).exists()
    handed = Handover.objects.filter(successor=F("appointment__member"))
    assert not handed.exists()
    for row in Handover.objects.select_related("appointment", "successor"):
        assert row.appointment.valid_to is not None  # nobody holds on what was handed over


def _check_all(association: Association) -> None:
    _check_stays()
    _check_counts(association.cast)
    _check_papers()
    _check_rights(association)


def _below(unit: Unit) -> list[int]:
    return list(Unit.objects.within(unit).values_list("pk", flat=True))


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(START, tick=False) as travelling:
        yield travelling


@pytest.mark.parametrize("seed", SEEDS)
def test_books_agree_whatever_is_done_and_undone(cast: Cast, clock: Any, seed: int) -> None:
    association = Association(cast, random.Random(seed), clock)
    deeds, done = association.deeds(), []
    for _ in range(10 * STEPS):
        deed = association.dice.choice(deeds)
        try:
            with transaction.atomic():
                getattr(association, deed)()
        except (ValidationError, PermissionDenied):
            continue
        done.append(deed)
        if len(done) % LOOKED_AT == 0:
            _check_all(association)
        if len(done) == STEPS:
            break
    _check_all(association)
    assert len(done) == STEPS, done  # it is a history, not a row of refusals
