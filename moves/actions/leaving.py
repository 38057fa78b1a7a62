"""Transfers and departures: what ends with a membership, and how exactly that is restored."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from desk.tokens import sent_before
from kit.dates import local_today
from kit.workflow import performs
from members.actions.permission import edits, in_role, needs, writes_in
from members.models import (
    AdmissionRule,
    Appointment,
    Decision,
    DecisionMatter,
    DecisionRule,
    Departure,
    Member,
    Membership,
    Proposal,
    Subject,
    Transfer,
    Unit,
    User,
    offices_beyond,
)
from members.models.leaving import TransferStep

from .corrections import Correction, check_undo, corrects, file_correction
from .decisions import check_decider, file_paper, issue

_T = Transfer.State


# --- Offices that end with a membership -------------------------------------------------------------


def _end_offices(member: Member, day: dt.date, unit: Unit | None = None) -> list[list[Any]]:
    """Ends the member's offices (of one unit, or all) on that day; tells what ends they had."""
    rows = member.appointments.overlapping(day, None).select_related("position", "unit")
    ended: list[list[Any]] = []
    for row in rows if unit is None else rows.filter(unit=unit):
        if row.valid_from >= day:
            raise ValidationError(
                f"Đồng chí nhận chức vụ {row.position.name}, {row.unit} từ ngày "
                f"{row.valid_from:%d/%m/%Y}, sau ngày rời. Hãy sửa chức vụ trước."
            )
        ended.append([row.pk, row.valid_to.isoformat() if row.valid_to else None])
        row.valid_to = day
        row.save()
    return ended


def _restore_offices(ended: list[list[Any]], day: dt.date, *, is_late: bool = False) -> None:
    """Gives back the ends that offices had. Late, what has been written since stands: an office
    that somebody else took up, or that can't be held any more, stays ended."""
    rows = Appointment.objects.select_for_update(of=("self",)).in_bulk([key for key, _ in ended])
    for key, end in ended:
        row = rows.get(key)
        # Handed over since, it belongs to somebody else.
        if row is None or row.valid_to != day or hasattr(row, "handover"):
            if is_late:
                continue
            post = f"Chức vụ {row.position.name}" if row else "Chức vụ"
            raise ValidationError(f"{post} đã được ghi lại sau đó.")
        if is_late and _taken_since(row, day):
            continue
        row.valid_to = dt.date.fromisoformat(end) if end else None
        try:
            row.full_clean()
        except ValidationError:
            if not is_late:
                raise
        else:
            row.save()


def _taken_since(office: Appointment, day: dt.date) -> bool:
    """Whether somebody took up the same post since, or its unit is no more."""
    same = Appointment.objects.filter(unit=office.unit_id, position=office.position_id)
    return same.filter(valid_from__gte=day).exists() or not office.unit.is_on()


def _why_not_member(membership: Membership) -> str:
    """Why a membership that has its end can't be left: over, or promised to another branch."""
    following = getattr(membership, "successor", None)
    if following is None or following.valid_from <= local_today():
        return "Đồng chí này không còn sinh hoạt ở chi hội."
    return (
        f"Đồng chí này đã được nhận về {following.unit} từ ngày {following.valid_from:%d/%m/%Y}. "
        "Hãy đề nghị nơi nhận hoàn tác việc đó trước."
    )


# --- Transfers --------------------------------------------------------------------------------


_AWAITS_DECISION = "Đang có đề nghị xóa tên hoặc kỷ luật đồng chí này, chờ quyết định trước đã."


@needs(writes_in("membership.unit", Subject.MOVES))
@transaction.atomic
def propose_transfer(
    *,
    membership: Membership,
    target: Unit,
    moves_on: dt.date,
    reason: str,
    code: str,
    token: str,
    by: User,
) -> Transfer:
    """Asks another branch to take a member; nothing moves yet."""
    membership = Membership.objects.select_for_update(of=("self",)).get(pk=membership.pk)
    if existing := sent_before(Transfer, token):
        return existing
    today = local_today()
    if membership.valid_to is not None:
        raise ValidationError({"member": _why_not_member(membership)})
    if moves_on <= membership.valid_from:
        raise ValidationError({"moves_on": "Ngày chuyển phải sau ngày vào chi hội."})
    if target.level != Unit.Level.BRANCH or not target.is_on(max(moves_on, today)):
        raise ValidationError({"target": "Chi hội này không còn hoạt động."})
    if target.pk == membership.unit_id:
        raise ValidationError({"target": "Đồng chí đang sinh hoạt ở chính chi hội này."})
    if Transfer.objects.pending().filter(membership=membership).exists():
        raise ValidationError({"member": "Đồng chí này đã có một đề nghị chuyển đang chờ trả lời."})
    if Proposal.objects.waiting().filter(membership=membership).exists():
        raise ValidationError({"member": _AWAITS_DECISION})
    letter = issue(
        unit=membership.unit,
        kind=Decision.Kind.LETTER,
        code=code,
        signed_on=today,
        subject=f"Giới thiệu {membership.member.full_name} chuyển sinh hoạt đến {target}",
        by=by,
    )
    rule = AdmissionRule.objects.of(membership.unit)
    return Transfer.objects.create(
        membership=membership,
        source=membership.unit,
        target=target,
        moves_on=moves_on,
        due_on=today + dt.timedelta(days=rule.transfer_days),
        reason=reason,
        letter=letter,
        proposed_by=by,
        token=token,
    )


@needs(in_role("transfer"))
@transaction.atomic
def answer_transfer(*, transfer: Transfer, step: TransferStep, reason: str, by: User) -> Transfer:
    """Accepts, refuses or cancels. Of two people who answer at once, the second one is refused."""
    row = _locked(transfer)
    if row.is_answered_so(step, by):
        return row
    if step.act is not None:
        step.act(row, reason)
    row.record_answer(step.target, by, reason)
    row.save()
    return row


def _locked(transfer: Transfer) -> Transfer:
    """The membership comes first, as where somebody leaves: two who lock crosswise wait for each other."""
    Membership.objects.select_for_update(of=("self",)).get(pk=transfer.membership_id)
    return Transfer.objects.select_for_update(of=("self",)).get(pk=transfer.pk)


@performs(TransferStep.REFUSE)
def _refuse(row: Transfer, reason: str) -> None:
    if not reason:
        raise ValidationError({"reason": "Chưa ghi lý do."})


@performs(TransferStep.ACCEPT)
def _move_member(row: Transfer, reason: str) -> None:
    """One membership ends and the next begins: not before the answer, so no past count changes."""
    old = Membership.objects.select_for_update(of=("self",)).get(pk=row.membership_id)
    if old.valid_to is not None:
        raise ValidationError("Đồng chí này đã rời chi hội cũ; hãy hủy đề nghị chuyển.")
    if Proposal.objects.waiting().filter(membership=old).exists():
        raise ValidationError(_AWAITS_DECISION)
    day = row.takes_effect_on
    row.ended_offices = _end_offices(old.member, day, row.source)
    old.valid_to, old.left_by = day, Membership.Exit.TRANSFERRED
    old.save()
    new = Membership(
        member=old.member,
        unit=row.target,
        valid_from=day,
        entered_by=Membership.Entry.TRANSFERRED,
        decision_no=row.letter.code,
        predecessor=old,
    )
    new.full_clean()
    new.save()
    row.new_membership = new


@needs(edits("transfer"), corrects)
@transaction.atomic
def undo_answer(*, transfer: Transfer, by: User, correction: Correction | None = None) -> Transfer:
    """Takes an answer back within the days allowed: the question stands again, nothing has moved.

    With a correction the city office does so later, of what was accepted: the transfer is cancelled.
    """
    row = _locked(transfer)
    if row.state == (_T.PROPOSED if correction is None else _T.CANCELLED):
        return row
    check_undo(by, row.answered_by_id, row.undo_until, correction)
    if correction is not None and row.state != _T.ACCEPTED:
        raise ValidationError("Chỉ đính chính việc chuyển mà nơi nhận đã đồng ý.")
    old, new = row.membership, row.new_membership
    if row.state == _T.ACCEPTED:
        if new is None or new.valid_to is not None or _has_newer_records(new):
            raise ValidationError("Đã có việc mới ghi sau lần chuyển này nên không hoàn tác được.")
        row.new_membership = None
        row.save()
        day = new.valid_from
        new.delete()
        old.valid_to, old.left_by = None, ""
        old.full_clean()
        old.save()
        _restore_offices(row.ended_offices, day, is_late=correction is not None)
    elif old.valid_to is not None or Transfer.objects.pending().filter(membership=old).exists():
        raise ValidationError("Đã có việc mới ghi sau đó nên không hoàn tác được.")
    row.clear_answer()
    row.ended_offices = []
    if correction is not None:
        row.record_answer(_T.CANCELLED, by, correction.reason)
    row.save()
    file_correction(row, correction, by)
    return row


def _has_newer_records(membership: Membership) -> bool:
    """Whether something newer was written upon this membership."""
    return (
        hasattr(membership, "successor")
        or membership.transfers.exists()
        or membership.departures.exists()
        or membership.proposals.exists()
        or membership.member.appointments.filter(
            unit=membership.unit, valid_from__gte=membership.valid_from
        ).exists()
    )


# --- Departures -------------------------------------------------------------------------------


@needs(writes_in("membership.unit", Subject.MOVES))
@transaction.atomic
def depart(
    *,
    membership: Membership,
    departure: Departure,
    code: str,
    decider: Unit,
    scan: Any = None,
    by: User,
) -> Departure:
    """Writes down that a member left; offices end, the account is closed, a pending transfer too.

    Nobody is struck off or expelled so: a branch proposes, the unit above decides
    (`actions.proposals`). `scan`: of the paper, where its number is a superior's.
    """
    membership = Membership.objects.select_for_update(of=("self",)).get(pk=membership.pk)
    if existing := sent_before(Departure, departure.token):
        return existing
    if departure.kind in Departure.NEEDS_DECISION:
        raise ValidationError({"kind": PROPOSED_FIRST})
    if code and departure.kind in DecisionMatter.values:
        rule = DecisionRule.objects.of(membership.unit, departure.kind, departure.left_on)
        check_decider(rule, membership.unit, decider, scan, by)
        is_letter = departure.kind == Departure.Kind.MOVED_AWAY
        departure.decision = issue(
            unit=decider,
            kind=Decision.Kind.LETTER if is_letter else Decision.Kind.DECISION,
            code=code,
            signed_on=min(departure.left_on, local_today()),
            subject=f"{departure.get_kind_display()}: {membership.member.full_name}",
            scan=scan,
            by=by,
        )
    end_membership(membership, departure, by)
    file_paper(departure, scan, by)
    return departure


PROPOSED_FIRST = (
    "Xóa tên, khai trừ phải có đề nghị của chi hội và quyết định của cấp trên. Hãy lập đề nghị ở mục "
    "“Xóa tên, kỷ luật”."
)


def end_membership(membership: Membership, departure: Departure, by: User) -> None:
    """Ends a locked membership as the departure says, and saves both; a part of actions, which ask first."""
    member, day = membership.member, departure.left_on
    if membership.valid_to is not None:
        raise ValidationError({"member": _why_not_member(membership)})
    if offices_beyond(by).filter(member=member).exists():
        raise ValidationError(
            {"member": "Đồng chí giữ chức vụ ở cấp cao hơn; đề nghị cấp đó ghi việc này."}
        )
    if day > local_today():
        raise ValidationError({"left_on": "Ngày này ở tương lai."})
    if day <= membership.valid_from:
        message = (
            f"Đồng chí vào chi hội từ {membership.valid_from:%d/%m/%Y}; ngày rời phải sau ngày đó."
        )
        raise ValidationError({"left_on": message})
    departure.membership, departure.made_by = membership, by
    departure.before = {
        "offices": _end_offices(member, day),
        "died_on": member.died_on.isoformat() if member.died_on else None,
        "account": _close_account(member),
        "transfer": _cancel_pending(membership, by),
        "proposal": _withdraw_waiting(membership, by),
    }
    membership.valid_to, membership.left_by = day, departure.kind
    membership.save()
    if departure.kind == Departure.Kind.DECEASED:
        member.died_on = day
        member.save()
    departure.full_clean()
    departure.save()


def _close_account(member: Member) -> int | None:
    """The key of the account that was closed with the departure; mails stop with it."""
    account = User.objects.filter(member=member, is_active=True, is_superuser=False).first()
    if account is None:
        return None
    account.is_active = False
    account.save()
    return account.pk


HAS_LEFT = "Đồng chí đã rời Hội."


def _cancel_pending(membership: Membership, by: User) -> int | None:
    row = Transfer.objects.pending().filter(membership=membership).first()
    if row is None:
        return None
    row.record_answer(_T.CANCELLED, by, HAS_LEFT)
    row.save()
    return row.pk


def _withdraw_waiting(membership: Membership, by: User) -> int | None:
    """The key of the proposal that nobody need decide any more."""
    row = Proposal.objects.waiting().filter(membership=membership).first()
    if row is None:
        return None
    row.record_answer(Proposal.State.WITHDRAWN, by, HAS_LEFT)
    row.save()
    return row.pk


@needs(edits("departure"), corrects)
@transaction.atomic
def undo_departure(
    *, departure: Departure, by: User, correction: Correction | None = None
) -> Departure:
    """Restores exactly what stood before, within the days allowed; the row stays as undone.

    The number of its paper is free again: the same paper is often written down a second time, with
    the right day or for the right person. The history keeps which it was.

    With a correction the city office does so later. What has been written since stands: offices that
    others took up, and a transfer or a proposal that was pending, don't come back. A proposal that
    was decided so waits for its decision again.
    """
    Membership.objects.select_for_update(of=("self",)).get(pk=departure.membership_id)
    row = Departure.objects.select_for_update(of=("self",)).get(pk=departure.pk)
    if row.undone_at is not None:
        return row
    check_undo(by, row.made_by_id, row.undo_until, correction, row.decision)
    membership, member = row.membership, row.member
    is_same = (membership.valid_to, membership.left_by) == (row.left_on, row.kind)
    # Left over from when the membership alone could be opened again.
    is_same = is_same or (correction is not None and membership.valid_to is None)
    if row.is_overtaken or not is_same or member.applications.open().exists():
        raise ValidationError("Đã có việc mới ghi sau đó nên không hoàn tác được.")
    if (proposal := Proposal.objects.filter(departure=row).first()) is not None:
        proposal.reopen()
    row.undone_by, row.undone_at = by, timezone.now()
    decision, row.decision = row.decision, None
    row.save()
    if decision is not None:
        decision.delete()
    if row.kind == Departure.Kind.DECEASED:
        died = row.before.get("died_on")
        member.died_on = dt.date.fromisoformat(died) if died else None
        member.save()
    membership.valid_to, membership.left_by = None, ""
    membership.full_clean()
    membership.save()
    _restore_offices(row.before.get("offices", []), row.left_on, is_late=correction is not None)
    if account := User.objects.filter(pk=row.before.get("account")).first():
        account.is_active = True
        account.save()
    if correction is None:
        _restore_pending(row.before.get("transfer"))
        _restore_proposal(row.before.get("proposal"))
    file_correction(row, correction, by)
    return row


def _restore_pending(key: int | None) -> None:
    rows = Transfer.objects.filter(state=_T.CANCELLED)
    transfer = rows.filter(pk=key).first() if key else None
    if transfer is not None:
        transfer.clear_answer()
        transfer.save()


def _restore_proposal(key: int | None) -> None:
    row = Proposal.objects.filter(pk=key, state=Proposal.State.WITHDRAWN).first() if key else None
    if row is not None:
        row.reopen()


@needs(edits("departure"))
@transaction.atomic
def note_courtesy(*, departure: Departure, day: dt.date, by: User) -> Departure:
    """The day on which the member was told. A visit to the family of who died is an act of care:
    `welfare.actions.record_visit` notes its day."""
    row = Departure.objects.select_for_update(of=("self",)).get(pk=departure.pk)
    if day < row.left_on or day > local_today():
        message = f"Ngày này phải từ ngày {row.left_on:%d/%m/%Y} đến hôm nay."
        raise ValidationError({"day": message})
    row.told_on = day
    row.save()
    return row
