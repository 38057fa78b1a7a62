"""Strike-offs and discipline: proposed by a branch, decided above, each step by who may."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from desk.tokens import sent_before
from kit.dates import local_today
from kit.text import upper_first
from members.actions.permission import Given, edits, needs, writes_in
from members.books import objections
from members.models import Decision, Departure, Membership, Proposal, Subject, User, offices_beyond
from members.models.proposals import PROPOSAL_BY_SLUG, ProposalMove, ProposalSide
from register.actions.discipline import discipline_of, forget_discipline_of

from .corrections import check_undo
from .decisions import check_decider, check_votes, file_paper, issue
from .leaving import end_stay, undo_departure

_State = Proposal.State
NOT_PROPOSED = "Chi hội chưa đồng ý thì chưa đề nghị."
NOT_DECIDED = "Nếu đúng như vậy, hãy trả lời là không đồng ý, kèm lý do."


@needs(writes_in("membership.unit", Subject.MOVES))
@transaction.atomic
def propose(*, membership: Membership, proposal: Proposal, by: User) -> Proposal:
    """Asks the unit that decides to strike off or discipline a member; nothing changes yet.

    Where the books say otherwise than the reason, somebody must write why it is meant all the same.
    """
    stay = Membership.objects.select_for_update(of=("self",)).get(pk=membership.pk)
    if known := sent_before(Proposal, proposal.token):
        return known
    if stay.valid_to is not None:
        raise ValidationError({"member": "Đồng chí này không còn sinh hoạt ở chi hội."})
    if Proposal.objects.waiting().filter(membership=stay).exists():
        raise ValidationError({"member": "Đồng chí này đã có một đề nghị đang chờ quyết định."})
    if offices_beyond(by).filter(member=stay.member).exists():
        words = "Đồng chí giữ chức vụ ở cấp cao hơn; đề nghị cấp đó ghi việc này."
        raise ValidationError({"member": words})
    proposal.membership, proposal.proposed_by = stay, by
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
    proposal.decider = rule.decider_of(stay.unit)
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
        words = f"Đồng chí vào chi hội từ {row.membership.valid_from:%d/%m/%Y}, sau ngày này."
        raise ValidationError({"met_on": words})
    votes = row.branch_for, row.branch_present
    check_votes("branch", *votes, rule.branch_share, "chi hội", NOT_PROPOSED)


def _check_books(row: Proposal) -> None:
    row.books_say = objections(row.member, row.ground)[:300] if row.ground else ""
    if not row.books_say:
        row.books_reason = ""
    elif not row.books_reason:
        words = f"{row.books_say} Nếu vẫn đề nghị theo căn cứ này, hãy ghi rõ vì sao."
        raise ValidationError({"books_reason": words})


def _is_on_the_side(by: User, given: Given) -> bool:
    return PROPOSAL_BY_SLUG[given["slug"]].side in given["proposal"].sides_of(by)


@needs(_is_on_the_side)
@transaction.atomic
def answer_proposal(*, proposal: Proposal, slug: str, facts: dict[str, Any], by: User) -> Proposal:
    """Decides, refuses or withdraws. Of two people who answer at once, the second is told."""
    move = PROPOSAL_BY_SLUG[slug]
    # The stay comes first, as where somebody leaves: see `leaving._locked`.
    stay = Membership.objects.select_for_update(of=("self",)).get(pk=proposal.membership_id)
    row = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    if row.state == move.target and row.answered_by_id == by.pk:
        return row  # a double click
    if row.state != _State.WAITING:
        raise ValidationError(
            f"Việc này đã có người trả lời trước: {row.get_state_display()}, do "
            f"{row.answered_by} ghi. Chưa ghi thêm gì."
        )
    row.answered_by, row.answered_at = by, timezone.now()
    if move.decides:
        return _decide(row, stay, move, facts, by)
    row.answer = facts["reason"]
    if move.target == _State.REFUSED and not row.answer:
        raise ValidationError({"reason": "Chưa ghi lý do."})
    row.state = move.target
    row.save()
    return row


def _decide(
    row: Proposal, stay: Membership, move: ProposalMove, facts: dict[str, Any], by: User
) -> Proposal:
    if stay.valid_to is not None:
        raise ValidationError("Đồng chí này không còn sinh hoạt ở chi hội; hãy rút đề nghị.")
    day, scan = facts["decided_on"], facts.get("scan")
    _check_day(row, day)
    rule = row.rule(day)
    if move.side == ProposalSide.COPIER:
        check_decider(rule, stay.unit, row.decider, scan, by)
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
    row.state = move.target
    row.full_clean(exclude=["decision", "departure"])
    row.save()  # before the stay ends, which withdraws what waits
    if row.ends_stay:
        if facts["left_on"] < day:
            raise ValidationError({"left_on": "Ngày rời Hội trước ngày quyết định."})
        row.departure = _departure(row, facts["left_on"])
        end_stay(stay, row.departure, by)
        row.save()
    discipline_of(row, by)
    file_paper(row, scan, by)
    return row


def _check_day(row: Proposal, day: dt.date) -> None:
    if day > local_today():
        raise ValidationError({"decided_on": "Ngày này ở tương lai."})
    if row.met_on is not None and day < row.met_on:
        raise ValidationError({"decided_on": "Ngày quyết định trước ngày chi hội họp xét."})


def _check_books_again(row: Proposal, facts: dict[str, Any]) -> None:
    """Since it was proposed the member may have paid: whoever decides is told, and says why."""
    now = objections(row.member, row.ground)[:300] if row.ground else ""
    if not now or now == row.books_say:
        return
    if not facts.get("books_reason"):
        words = f"{now} Nếu vẫn quyết định theo căn cứ này, hãy ghi rõ vì sao."
        raise ValidationError({"books_reason": words})
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
