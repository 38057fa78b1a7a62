"""Strike-offs and discipline: proposed by a branch, decided above, each step by who may."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from desk.tokens import sent_before
from kit.dates import local_today
from kit.text import upper_first
from kit.workflow import performs
from members.actions.permission import edits, in_role, needs, writes_in
from members.books import objections
from members.models import Decision, Departure, Membership, Proposal, Subject, User, offices_beyond
from members.models.proposals import ProposalStep
from register.actions.discipline import discipline_of, forget_discipline_of

from .corrections import check_undo
from .decisions import check_decider, check_votes, file_paper, issue
from .leaving import end_membership, undo_departure

_State = Proposal.State
NOT_PROPOSED = "Chi hội chưa đồng ý thì chưa đề nghị."
NOT_DECIDED = "Nếu đúng như vậy, hãy trả lời là không đồng ý, kèm lý do."


@needs(writes_in("membership.unit", Subject.MOVES))
@transaction.atomic
def propose(*, membership: Membership, proposal: Proposal, by: User) -> Proposal:
    """Asks the unit that decides to strike off or discipline a member; nothing changes yet.

    Where the books say otherwise than the reason, somebody must write why it is meant all the same.
    """
    membership = Membership.objects.select_for_update(of=("self",)).get(pk=membership.pk)
    if existing := sent_before(Proposal, proposal.token):
        return existing
    if membership.valid_to is not None:
        raise ValidationError({"member": "Đồng chí này không còn sinh hoạt ở chi hội."})
    if Proposal.objects.waiting().filter(membership=membership).exists():
        raise ValidationError({"member": "Đồng chí này đã có một đề nghị đang chờ quyết định."})
    if offices_beyond(by).filter(member=membership.member).exists():
        message = "Đồng chí giữ chức vụ ở cấp cao hơn; đề nghị cấp đó ghi việc này."
        raise ValidationError({"member": message})
    proposal.membership, proposal.proposed_by = membership, by
    if proposal.matter == Proposal.Matter.STRIKE_OFF:
        if not proposal.ground:
            raise ValidationError({"ground": "Xóa tên phải có căn cứ."})
    else:
        proposal.ground = ""
        if not proposal.reason:
            raise ValidationError({"reason": "Kỷ luật phải ghi lý do."})
    _check_meeting(proposal)
    _check_books(proposal)
    rule = proposal.rule()
    proposal.decider = rule.decider_of(membership.unit)
    proposal.full_clean()
    proposal.save()
    return proposal


def _check_meeting(row: Proposal) -> None:
    """The branch has met and voted, where the rule of that day asks for it."""
    rule = row.rule(row.met_on)
    if rule.branch_share and row.met_on is None:
        raise ValidationError({"met_on": "Chưa ghi ngày chi hội họp xét."})
    if row.met_on is not None and row.met_on > local_today():
        raise ValidationError({"met_on": "Ngày này ở tương lai."})
    if row.met_on is not None and row.met_on < row.membership.valid_from:
        message = f"Đồng chí vào chi hội từ {row.membership.valid_from:%d/%m/%Y}, sau ngày này."
        raise ValidationError({"met_on": message})
    votes = row.branch_for, row.branch_present
    check_votes("branch", *votes, rule.branch_share, "chi hội", NOT_PROPOSED)


def _check_books(row: Proposal) -> None:
    row.books_say = objections(row.member, row.ground)[:300] if row.ground else ""
    if not row.books_say:
        row.books_reason = ""
    elif not row.books_reason:
        message = f"{row.books_say} Nếu vẫn đề nghị theo căn cứ này, hãy ghi rõ vì sao."
        raise ValidationError({"books_reason": message})


@needs(in_role("proposal"))
@transaction.atomic
def answer_proposal(
    *, proposal: Proposal, step: ProposalStep, facts: dict[str, Any], by: User
) -> Proposal:
    """Decides, refuses or withdraws. Of two people who answer at once, the second one is refused."""
    # The membership comes first, as where somebody leaves: see `leaving._locked`.
    membership = Membership.objects.select_for_update(of=("self",)).get(pk=proposal.membership_id)
    row = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    if row.is_answered_so(step, by):
        return row
    row.membership = membership
    row.record_answer(step.target, by, facts.get("reason", ""))
    if step.act is not None:
        step.act(row, facts, by)
    row.save()
    return row


@performs(ProposalStep.REFUSE)
def _refuse(row: Proposal, facts: dict[str, Any], by: User) -> None:
    if not row.answer:
        raise ValidationError({"reason": "Chưa ghi lý do."})


@performs(ProposalStep.COPY)
def _copy(row: Proposal, facts: dict[str, Any], by: User) -> None:
    """Decides as a paper of the unit above says, of which a scan comes with it."""
    rule = row.rule(facts["decided_on"])
    check_decider(rule, row.membership.unit, row.decider, facts.get("scan"), by)
    _decide(row, facts, by)


@performs(ProposalStep.DECIDE)
def _decide(row: Proposal, facts: dict[str, Any], by: User) -> None:
    if row.membership.valid_to is not None:
        raise ValidationError("Đồng chí này không còn sinh hoạt ở chi hội; hãy rút đề nghị.")
    day, scan = facts["decided_on"], facts.get("scan")
    _check_day(row, day)
    rule = row.rule(day)
    row.committee_present, row.committee_for = facts["committee_present"], facts["committee_for"]
    votes = row.committee_for, row.committee_present
    check_votes("committee", *votes, rule.decider_share, "Ban Chấp hành", NOT_DECIDED)
    _check_books_again(row, facts)
    row.decision = issue(
        unit=row.decider,
        kind=Decision.Kind.DECISION,
        code=facts["code"],
        signed_on=day,
        subject=f"{upper_first(row.get_matter_display())}: {row.member.full_name}",
        signer=facts["signer"],
        signer_post=facts["signer_post"],
        scan=scan,
        by=by,
    )
    row.full_clean(exclude=["decision", "departure"])
    row.save()  # before the membership ends, which withdraws what waits
    if row.ends_membership:
        if facts["left_on"] < day:
            raise ValidationError({"left_on": "Ngày rời Hội trước ngày quyết định."})
        row.departure = _departure(row, facts["left_on"])
        end_membership(row.membership, row.departure, by)
    discipline_of(row, by)
    file_paper(row, scan, by)


def _check_day(row: Proposal, day: dt.date) -> None:
    if day > local_today():
        raise ValidationError({"decided_on": "Ngày này ở tương lai."})
    if row.met_on is not None and day < row.met_on:
        raise ValidationError({"decided_on": "Ngày quyết định trước ngày chi hội họp xét."})


def _check_books_again(row: Proposal, facts: dict[str, Any]) -> None:
    """Since it was proposed the member may have paid: whoever decides sees that and gives a reason."""
    now = objections(row.member, row.ground)[:300] if row.ground else ""
    if not now or now == row.books_say:
        return
    if not facts.get("books_reason"):
        message = f"{now} Nếu vẫn quyết định theo căn cứ này, hãy ghi rõ vì sao."
        raise ValidationError({"books_reason": message})
    row.books_say, row.books_reason = now, facts["books_reason"]


def _departure(row: Proposal, left_on: dt.date) -> Departure:
    return Departure(
        kind=row.matter,
        ground=row.ground,
        # Of an expulsion it names an offence: it stays with the proposal, which fewer may read.
        reason=row.reason if row.matter == Proposal.Matter.STRIKE_OFF else "",
        left_on=left_on,
        decision=row.decision,
        # Of one decided anew after an undoing the first departure is still there, as undone.
        token=f"quyet-dinh-{row.pk}-{Departure.objects.filter(membership=row.membership_id).count()}",
    )


@needs(edits("proposal"))
@transaction.atomic
def undo_answer(*, proposal: Proposal, by: User) -> Proposal:
    """Takes an answer back within the days allowed, by whoever wrote it: it waits again, and the
    member goes on as before. A paper copied by a branch is also taken back by the unit above,
    while it is not confirmed."""
    Membership.objects.select_for_update(of=("self",)).get(pk=proposal.membership_id)
    row = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    if row.state == _State.WAITING:
        return row  # a double click
    check_undo(by, row.answered_by_id, row.undo_until, None, row.decision)
    if row.departure is not None:
        undo_departure(departure=row.departure, by=by)
        row.refresh_from_db()
        return row
    is_gone = row.membership.valid_to is not None
    if is_gone or Proposal.objects.waiting().filter(membership=row.membership_id).exists():
        raise ValidationError("Đã có việc mới ghi sau đó nên không hoàn tác được.")
    forget_discipline_of(row)
    decision = row.decision
    row.reopen()
    if decision is not None:
        decision.delete()
    return row
