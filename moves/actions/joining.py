"""Candidates and applications on their way to a card."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from desk.tokens import sent_before
from desk.versions import check_version
from kit.dates import local_today
from kit.workflow import performs
from members.actions.permission import edits, in_role, needs, writes_in
from members.actions.references import kinds_referencing
from members.models import (
    AdmissionRule,
    Application,
    Candidate,
    CandidateStep,
    Decision,
    DecisionMatter,
    DecisionRule,
    Departure,
    Member,
    Membership,
    Subject,
    Unit,
    User,
)
from members.models.joining import CANDIDATE_STEPS, OPEN_CANDIDATES, ApplicationStep
from register.actions.members import suggested_code

from .corrections import Correction, check_undo, corrects, file_correction
from .decisions import check_decider, check_votes, file_paper, issue

_State = Application.State
_ADMISSION = DecisionMatter.ADMISSION


@needs(edits("row"), writes_in("row.unit", Subject.MOVES))
@transaction.atomic
def correct_person(
    *, row: Candidate | Application, version: str, by: User
) -> Candidate | Application:
    """Saves a corrected candidate or application, if it still is what the form was shown with."""
    stored: Any = type(row)._base_manager.select_for_update(of=("self",)).get(pk=row.pk)
    if isinstance(stored, Application) and stored.state != _State.SUBMITTED:
        raise ValidationError("Chi hội đã xét đơn này nên không sửa được nữa.")
    check_version(stored, version)
    row.save()
    return row


# --- Candidates -------------------------------------------------------------------------------


@needs(writes_in("candidate.unit", Subject.MOVES))
@transaction.atomic
def note_candidate(*, candidate: Candidate, by: User) -> Candidate:
    """Puts a retired officer on the list; a form sent twice makes one."""
    if existing := sent_before(Candidate, candidate.token):
        return existing
    candidate.full_clean()
    candidate.save()
    CandidateStep.objects.create(
        candidate=candidate,
        state=Candidate.State.FOUND,
        happened_on=candidate.found_on,
        by=by,
        token=candidate.token,
    )
    return candidate


@needs(edits("candidate"))
@transaction.atomic
def take_step(
    *, candidate: Candidate, state: str, happened_on: dt.date, note: str, token: str, by: User
) -> CandidateStep:
    """A visit, or what came of it."""
    candidate = Candidate.objects.select_for_update(of=("self",)).get(pk=candidate.pk)
    if existing := sent_before(CandidateStep, token):
        return existing
    if state not in CANDIDATE_STEPS[candidate.state]:
        message = f"Tình trạng hiện nay là “{candidate.get_state_display()}”, hãy xem lại."
        raise ValidationError({"state": message})
    if happened_on < candidate.found_on:
        message = (
            f"Ngày này trước ngày rà soát ({candidate.found_on:%d/%m/%Y}). Đã thăm từ trước thì bấm "
            "Sửa để ghi lại ngày rà soát."
        )
        raise ValidationError({"happened_on": message})
    return _step(candidate, state, happened_on, note, by, token)


def _step(
    candidate: Candidate, state: str, on: dt.date, note: str, by: User, token: str
) -> CandidateStep:
    candidate.state = state
    candidate.save()
    return CandidateStep.objects.create(
        candidate=candidate, state=state, happened_on=on, note=note[:300], by=by, token=token
    )


# --- Applications -----------------------------------------------------------------------------


@needs(writes_in("application.unit", Subject.MOVES))
@transaction.atomic
def file_application(
    *, application: Application, by: User, is_other_person: bool = False
) -> Application:
    """Takes an application in; a form sent twice makes one.

    Where one of perhaps the same person waits already, somebody must have said that it is another's.
    """
    # Of two who file at once in a branch, the second waits here and sees the first one's.
    Unit.objects.select_for_update(of=("self",)).get(pk=application.unit_id)
    if existing := sent_before(Application, application.token):
        return existing
    if not is_other_person and Application.objects.alike(application):
        raise ValidationError({"waiting": WAITS_ALREADY})
    if application.member is not None:
        check_may_return(application.member, application.unit, by=by)
    application.made_by = by
    application.full_clean()
    application.save()
    candidate = application.candidate
    if candidate is not None:
        if candidate.state not in OPEN_CANDIDATES:
            raise ValidationError(f"Người này {candidate.get_state_display()}.")
        day = max(application.applied_on, candidate.found_on)
        _step(candidate, Candidate.State.APPLIED, day, "", by, f"don-{application.token}"[:64])
    return application


WAITS_ALREADY = (
    "Đang có đơn của người giống như vậy chờ xét. Hãy cho biết có phải cùng một người không."
)
MAY_BE_SAME_PERSON = (
    "Có người giống như vậy trong danh sách hội viên hoặc đang chờ xét. Hãy cho biết có phải cùng một "
    "người không."
)
IS_OTHER = "khac"  # the answer that goes on


def check_may_return(member: Member, unit: Unit, *, by: User) -> None:
    """Who left may come back so often as the rule allows, and not after every way of leaving.

    Why somebody left is for whoever keeps their card: anybody else learns that there is one.
    """
    try:
        _check_return(member, unit)
    except ValidationError:
        if Member.objects.in_books_of(by).contains(member):
            raise
        raise ValidationError(KNOWN_ELSEWHERE) from None


KNOWN_ELSEWHERE = "Hội đã có hồ sơ của người này; hãy hỏi Văn phòng Hội."


def _check_return(member: Member, unit: Unit) -> None:
    if member.applications.open().exclude(unit=unit).exists():
        raise ValidationError("Người này đã có một đơn đang chờ xét.")
    if member.is_active_on():
        raise ValidationError(
            "Người này đang là hội viên. Muốn đổi chi hội, hãy làm thủ tục chuyển sinh hoạt."
        )
    rule = AdmissionRule.objects.of(unit)
    if member.died_on:
        raise ValidationError("Hồ sơ ghi người này đã từ trần.")
    memberships = list(member.memberships.order_by("valid_from"))
    again = sum(membership.entered_by == Membership.Entry.READMITTED for membership in memberships)
    if again >= rule.readmissions:
        raise ValidationError(
            f"Người này đã được kết nạp lại {again} lần; quy định cho tối đa {rule.readmissions} lần."
        )
    last = memberships[-1] if memberships else None
    if last is None:
        return
    why = last.left_by
    departure = Departure.objects.standing().filter(membership=last).first()
    # Without a paper that says otherwise, somebody struck off was so for staying away.
    is_absent = why == Membership.Exit.STRUCK_OFF and (
        departure is None or departure.ground != Departure.Ground.WRONGLY
    )
    if departure is not None and departure.ground == Departure.Ground.OWN_REQUEST:
        is_absent, why = False, Membership.Exit.RESIGNED
    for bars, applies, message in (
        (rule.bars_resigned, why == Membership.Exit.RESIGNED, "đã xin ra khỏi Hội"),
        (rule.bars_absent, is_absent, "đã bị xóa tên vì bỏ sinh hoạt"),
        (rule.bars_expelled, why == Membership.Exit.EXPELLED, "đã bị khai trừ"),
    ):
        if bars and applies:
            raise ValidationError(f"Người này {message}; quy định không kết nạp lại.")


@needs(in_role("application"))
@transaction.atomic
def move_application(
    *, application: Application, step: ApplicationStep, facts: dict[str, Any], by: User
) -> Application:
    """Takes one step of the table. Of two people who decide at once, the second one is refused."""
    # Not with `closed_by`: PostgreSQL would join it as it was before waiting for the first one.
    rows = Application.objects.select_for_update(of=("self",))
    row = rows.select_related("unit__parent__parent", "candidate").get(pk=application.pk)
    if row.state == step.target and _is_done(row, facts, by):
        return row  # a double click
    if row.state not in step.sources:
        who = f", do {row.closed_by} ghi" if row.closed_by else ""
        raise ValidationError(f"Đơn này {row.get_state_display()}{who}. Chưa ghi thêm gì.")
    if step.act is not None:
        step.act(row, facts, by)
    row.state = step.target
    if row.closed_by is not None:
        row.closed_at = timezone.now()
    row.full_clean(exclude=["membership", "decision"])
    row.save()
    if step.target == _State.ADMITTED:
        file_paper(row, facts.get("scan"), by)
    if row.candidate is not None and step.target in {_State.REFUSED, _State.WITHDRAWN}:
        day = max(facts.get("decided_on") or local_today(), row.candidate.found_on)
        _step(
            row.candidate, Candidate.State.DECLINED, day, row.reason, by, f"dong-{row.token}"[:64]
        )
    return row


def _is_done(row: Application, facts: dict[str, Any], by: User) -> bool:
    """Whether the state it is in came of this very step; nobody's name stands at a branch's vote.

    One that waits for the vote has none to forget: whoever sent that, it is done.
    """
    if row.state == _State.SUBMITTED:
        return True
    if row.state == _State.REVIEWED:
        return all(getattr(row, name) == facts[name] for name in _VOTE)
    return row.closed_by_id == by.pk


_VOTE = ("reviewed_on", "branch_present", "branch_for")


@performs(ApplicationStep.REVIEW)
def _review(row: Application, facts: dict[str, Any], by: User) -> None:
    row.reviewed_on = facts["reviewed_on"]
    _check_after_applied(row, "reviewed_on", facts["reviewed_on"])
    row.branch_present, row.branch_for = facts["branch_present"], facts["branch_for"]
    share = DecisionRule.objects.of(row.unit, _ADMISSION, row.reviewed_on).branch_share
    check_votes("branch", row.branch_for, row.branch_present, share, "chi hội", NOT_ADMITTED)


@performs(ApplicationStep.REVIEW_AGAIN)
def _forget_review(row: Application, facts: dict[str, Any], by: User) -> None:
    """The branch's vote was entered wrongly: the application can be corrected and voted on again."""
    row.reviewed_on = row.branch_present = row.branch_for = None


def _check_after_applied(row: Application, field: str, day: dt.date) -> None:
    if day < row.applied_on:
        raise ValidationError(
            {field: f"Đơn nộp ngày {row.applied_on:%d/%m/%Y}; ngày này trước đó."}
        )


NOT_ADMITTED = "Nếu đúng như vậy, hãy ghi là không kết nạp kèm lý do."


@performs(ApplicationStep.ADMIT)
def _admit(row: Application, facts: dict[str, Any], by: User) -> None:
    row.decided_on = facts["decided_on"]
    row.committee_present, row.committee_for = facts["committee_present"], facts["committee_for"]
    rule = DecisionRule.objects.of(row.unit, _ADMISSION, row.decided_on)
    check_decider(rule, row.unit, facts["decider"], facts.get("scan"), by)
    votes = row.committee_for, row.committee_present
    check_votes("committee", *votes, rule.decider_share, "Ban Chấp hành", NOT_ADMITTED)
    if row.reviewed_on and row.decided_on < row.reviewed_on:
        raise ValidationError({"decided_on": "Ngày quyết định trước ngày chi hội họp xét."})
    _check_after_applied(row, "joins_on", facts["joins_on"])
    if row.member is not None:
        check_may_return(row.member, row.unit, by=by)
    elif facts.get("same_person") != IS_OTHER and may_be_same_person(row):
        raise ValidationError({"same_person": MAY_BE_SAME_PERSON})
    row.decision = issue(
        unit=facts["decider"],
        kind=Decision.Kind.DECISION,
        code=facts["code"],
        signed_on=row.decided_on,
        subject=f"Kết nạp hội viên {row.full_name}",
        signer=facts["signer"],
        signer_post=facts["signer_post"],
        scan=facts.get("scan"),
        by=by,
    )
    is_return = row.member is not None
    row.member = row.member or _new_card(row, facts["card_code"])
    membership = Membership(
        member=row.member,
        unit=row.unit,
        valid_from=facts["joins_on"],
        entered_by=Membership.Entry.READMITTED if is_return else Membership.Entry.ADMITTED,
        decision_no=row.decision.code,
    )
    try:
        membership.full_clean()
    except ValidationError as error:
        raise ValidationError({"joins_on": error.messages}) from error
    membership.save()
    row.membership, row.closed_by = membership, by
    if row.candidate is not None:
        day = max(row.decided_on, row.candidate.found_on)
        _step(row.candidate, Candidate.State.ADMITTED, day, "", by, _admitted_token(row))


def may_be_same_person(row: Application) -> bool:
    """Whether a card, or another open application, is perhaps of the same person: two papers for one
    must not make two cards."""
    return row.look_alikes().exists() or bool(Application.objects.alike(row))


def _new_card(row: Application, code: str) -> Member:
    if Member.objects.filter(code=code).exists():
        raise ValidationError(
            {"card_code": f"Số thẻ này đã có người dùng. Số tiếp theo là {suggested_code()}."}
        )
    same = ("full_name", "kind", "gender", "birth_year", "birth_date", "rank", "last_post",
            "retired_on", "phone", "address")  # fmt: skip
    member = Member(code=code, **{name: getattr(row, name) for name in same})
    member.full_clean()
    member.save()
    return member


@needs(edits("application"), corrects)
@transaction.atomic
def undo_admission(
    *, application: Application, by: User, correction: Correction | None = None
) -> Application:
    """Takes an admission back within the days allowed, while no other record references it.

    The membership and the card that came of it go, as if never begun, and the number is free again; the
    history keeps all of it. The application waits for its decision as before. With a correction
    the city office does so later.
    """
    rows = Application.objects.select_for_update(of=("self",))
    row = rows.select_related("unit__parent__parent").get(pk=application.pk)
    if row.state == _State.REVIEWED:
        return row  # a double click
    if row.state != _State.ADMITTED or row.member is None or row.membership is None:
        raise ValidationError(f"Đơn này {row.get_state_display()}.")
    check_undo(by, row.closed_by_id, row.undo_until, correction, row.decision)
    member = Member.objects.select_for_update(of=("self",)).get(pk=row.member_id)
    membership, decision = row.membership, row.decision
    # Whoever came back had a card before; of the others it was made with the admission.
    is_new = membership.entered_by == Membership.Entry.ADMITTED
    _check_no_references(member, membership, row, is_new=is_new)
    _forget_step(row)
    if is_new:
        row.member = None
    row.membership = row.decision = row.closed_by = row.closed_at = row.decided_on = None
    row.committee_present = row.committee_for = None
    row.state = _State.REVIEWED
    row.save()
    membership.delete()
    if is_new:
        member.delete()
    if decision is not None:
        decision.delete()
    file_correction(row, correction, by)
    return row


def _check_no_references(
    member: Member, membership: Membership, row: Application, *, is_new: bool
) -> None:
    """Asks every table that can point at the membership, and at a card that was made with it."""
    references = kinds_referencing(membership, row)
    if membership.valid_to is not None:
        references.append("lần rời chi hội")
    if is_new:
        references += kinds_referencing(member, row, membership)
    elif member.appointments.filter(valid_from__gte=membership.valid_from).exists():
        references.append("giữ chức vụ")
    if references:
        names = ", ".join(dict.fromkeys(references))
        raise ValidationError(
            f"Đã có việc mới ghi sau lần kết nạp này ({names}) nên không hoàn tác được."
        )


def _forget_step(row: Application) -> None:
    """The candidate stands where they stood before: the figures must not count the admission."""
    candidate = row.candidate
    if candidate is None:
        return
    CandidateStep.objects.get(candidate=candidate, token=_admitted_token(row)).delete()
    candidate.state = candidate.steps.latest("pk").state
    candidate.save()


def _admitted_token(row: Application) -> str:
    return f"nhan-{row.token}"[:64]


@performs(ApplicationStep.REFUSE, ApplicationStep.WITHDRAW)
def _close(row: Application, facts: dict[str, Any], by: User) -> None:
    row.reason, row.closed_by = facts["reason"], by
    if facts.get("decided_on"):
        _check_after_applied(row, "decided_on", facts["decided_on"])
        row.decided_on = facts["decided_on"]
