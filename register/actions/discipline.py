"""Discipline written down, corrected, taken out when it was written by mistake.

It comes of a proposal that was decided (`moves.actions.proposals`). Written down directly is only what a
unit had decided without one, as before the portal, and by that unit alone.
"""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction

from desk.tokens import sent_before
from desk.versions import check_version
from kit.dates import local_today
from kit.text import upper_first
from members.actions.permission import Given, edits, needs
from members.models import (
    DecisionRule,
    Degree,
    Discipline,
    Member,
    Membership,
    Proposal,
    Subject,
    Unit,
    User,
    offices_beyond,
    units_where,
)

DECIDED = ("kind", "valid_from", "decision_no", "authority", "reason")  # by the proposal's decision


def kinds_decided_by(user: User, member: Member, day: dt.date | None = None) -> list[str]:
    """Of khiển trách and cảnh cáo those on which a unit whose books the user keeps has the word, of
    this member and by what is laid down for that day (`DecisionRule`)."""
    unit = _unit_of(member)
    if unit is None:
        return []
    managed = units_where(user, Subject.MOVES, Degree.WRITE).filter(pk__in=unit.line_pks)
    held = set(managed.order_by().values_list("pk", flat=True))
    return [kind for kind in Discipline.Kind.values if held & _deciders(unit, kind, day)]


def _unit_of(member: Member) -> Unit | None:
    """The branch in whose book the card lies. See also `MemberQuerySet.open_to`."""
    memberships = Membership.objects.filter(member=member).select_related("unit__parent__parent")
    begun = memberships.filter(valid_from__lte=local_today()).order_by("-valid_from", "-pk").first()
    membership = begun or memberships.order_by("valid_from", "pk").first()
    return membership.unit if membership is not None else None


def _deciders(unit: Unit, kind: str, day: dt.date | None) -> set[int]:
    return {decider.pk for decider in DecisionRule.objects.of(unit, kind, day).deciders_of(unit)}


def _decides(by: User, given: Given) -> bool:
    return bool(kinds_decided_by(by, given["row"].member))


def _check_decides(by: User, member: Member, kind: str, day: dt.date | None = None) -> None:
    unit = _unit_of(member)
    if kind not in Discipline.Kind.values or unit is None:
        return  # the model refuses it
    if kind not in kinds_decided_by(by, member, day):
        decider = DecisionRule.objects.of(unit, kind, day).decider_of(unit)
        message = f"{upper_first(Discipline.Kind(kind).label)} do {decider} quyết định và ghi."
        raise ValidationError({"kind": message})


def discipline_of(proposal: Proposal, by: User) -> Discipline | None:
    """Writes down the discipline that a proposal just decided; a part of actions, which ask first.
    None of one that ends the membership: that is a `Departure`."""
    if proposal.matter not in Discipline.Kind.values or proposal.decision is None:
        return None
    row = Discipline(
        member=proposal.member,
        kind=proposal.matter,
        valid_from=proposal.decision.signed_on,
        reason=proposal.reason,
        authority=str(proposal.decider)[:120],
        decision_no=proposal.decision.code,
        proposal=proposal,
        made_by=by,
        # Of one decided anew after an undoing the first row is gone.
        token=f"quyet-dinh-{proposal.pk}",
    )
    row.full_clean()
    row.save()
    return row


def forget_discipline_of(proposal: Proposal) -> None:
    """Takes out what a decision made that is taken back; a part of actions, which ask first."""
    row = Discipline.objects.select_for_update(of=("self",)).filter(proposal=proposal).first()
    if row is None:
        return
    if row.valid_to is not None:
        raise ValidationError("Kỷ luật này đã được ghi ngày hết hiệu lực nên không hoàn tác được.")
    row.delete()


@needs(edits("row.member", Subject.PRIVATE), _decides)
@transaction.atomic
def note_discipline(*, row: Discipline, by: User) -> Discipline:
    """Writes down what was decided without a proposal; a form sent twice makes one."""
    Member.objects.select_for_update(of=("self",)).get(pk=row.member_id)
    if known := sent_before(Discipline, row.token):
        return known
    _check_decides(by, row.member, row.kind, row.valid_from)
    if offices_beyond(by).filter(member=row.member_id).exists():
        raise ValidationError("Đồng chí giữ chức vụ ở cấp cao hơn; đề nghị cấp đó ghi việc này.")
    row.made_by = by
    row.full_clean()
    row.save()
    return row


@needs(edits("row.member", Subject.PRIVATE), _decides)
@transaction.atomic
def correct_discipline(*, row: Discipline, version: str, by: User) -> Discipline:
    """Saves it corrected, or with the day on which it was lifted, if it still is what was shown.

    Of one that a proposal brought only that day is open: the rest is what its decision says.
    """
    stored = Discipline.objects.select_for_update(of=("self",)).get(pk=row.pk)
    check_version(stored, version)
    _check_decides(by, row.member, stored.kind)
    _check_decides(by, row.member, row.kind, row.valid_from)
    if stored.proposal_id is not None and _differ(row, stored):
        raise ValidationError(
            "Kỷ luật theo đề nghị đã quyết định thì chỉ ghi được ngày hết hiệu lực."
        )
    row.full_clean()
    row.save()
    return row


def _differ(row: Discipline, stored: Discipline) -> bool:
    return any(getattr(row, name) != getattr(stored, name) for name in DECIDED)


@needs(edits("row.member", Subject.PRIVATE), _decides)
@transaction.atomic
def remove_discipline(*, row: Discipline, by: User) -> None:
    """Takes out what was entered by mistake; that it was there stays in the history.

    What a proposal brought goes when its decision is taken back.
    """
    stored = Discipline.objects.select_for_update(of=("self",)).filter(pk=row.pk).first()
    if stored is None:
        return
    _check_decides(by, stored.member, stored.kind)
    if stored.proposal_id is not None:
        raise ValidationError("Kỷ luật theo đề nghị thì hoàn tác ở chính đề nghị đó.")
    stored.delete()
