"""Awards: written down for one or many, corrected, revoked, taken out."""

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from desk.versions import check_version
from members.actions.permission import edits, edits_each, needs
from members.models import AwardKind, Member, MemberAward, MemberDocument, User

from .members import file_document

FACTS = ("kind", "medal_class", "title", "year", "awarded_on", "authority", "decision_no")


def given_before(
    *,
    members: Iterable[Member],
    kind: AwardKind,
    year: int,
    token: str = "",
    but: MemberAward | None = None,
) -> list[MemberAward]:
    """Awards of the same kind and year that stand: one achievement is not rewarded twice
    (Luật Thi đua, khen thưởng 06/2022/QH15). Less those that the same form has just made."""
    rows = MemberAward.objects.standing().filter(member__in=list(members), kind=kind, year=year)
    if token:
        rows = rows.exclude(token=token)
    if but is not None:
        rows = rows.exclude(pk=but.pk)
    return list(rows.select_related("member", "kind").order_by("member__sort_key", "pk"))


@needs(edits_each("members"))
@transaction.atomic
def give_awards(
    *, members: Collection[Member], award: MemberAward, scan: Any, token: str, by: User
) -> list[MemberAward]:
    """Writes the same award on each of these cards, with its paper; sent twice, it is there once."""
    people = list(
        Member.objects.select_for_update(of=("self",))
        .filter(pk__in=[member.pk for member in members])
        .order_by("sort_key", "pk")
    )
    if known := list(MemberAward.objects.filter(token=token, made_by=by)):
        return known
    facts = {name: getattr(award, name) for name in FACTS}
    facts["authority"] = facts["authority"] or award.kind.authority
    made = []
    for member in people:
        row = MemberAward(member=member, made_by=by, token=token, **facts)
        _check(row)
        if scan:
            row.document = _file(row, scan, by)
        row.save()
        made.append(row)
    return made


def _check(row: MemberAward) -> None:
    try:
        row.full_clean()
    except ValidationError as error:
        raise ValidationError(f"{row.member.full_name}: {' '.join(error.messages)}") from error


def _file(row: MemberAward, scan: Any, by: User) -> MemberDocument:
    paper = MemberDocument(
        member=row.member,
        kind=MemberDocument.Kind.AWARD,
        title=str(row)[:160],
        number=row.decision_no,
        issued_on=row.awarded_on,
    )
    return file_document(document=paper, scan=scan, by=by)


BY_DECISION = (
    "Khen thưởng này ghi theo {decision}: sửa, thu hồi ở mục Xét khen thưởng, Sổ khen thưởng."
)


def check_own(award: MemberAward) -> None:
    """What a decision gave (app `recognition`) is changed there: one fact, kept once."""
    grant = getattr(award, "grant", None)
    if grant is not None:
        raise ValidationError(BY_DECISION.format(decision=grant.decision))


@needs(edits("award.member"))
@transaction.atomic
def correct_award(*, award: MemberAward, version: str, scan: Any, by: User) -> MemberAward:
    """Saves a corrected award, if it still is what the form was shown with."""
    stored = MemberAward.objects.select_for_update(of=("self",)).get(pk=award.pk)
    check_own(stored)
    check_version(stored, version)
    award.authority = award.authority or award.kind.authority
    if scan:
        award.document = _file(award, scan, by)
    award.save()
    return award


@needs(edits("award.member"))
@transaction.atomic
def revoke_award(*, award: MemberAward, day: dt.date, reason: str, by: User) -> MemberAward:
    """Marks it as taken back; it stays on the card and counts no more."""
    row = MemberAward.objects.select_for_update(of=("self",)).get(pk=award.pk)
    check_own(row)
    if row.revoked_on is not None:
        if (row.revoked_on, row.revoked_reason) == (day, reason):
            return row  # a double click
        raise ValidationError("Khen thưởng này đã được ghi là thu hồi. Chưa ghi thêm gì.")
    row.revoked_on, row.revoked_reason = day, reason
    row.full_clean()
    row.save()
    return row


@needs(edits("award.member"))
@transaction.atomic
def remove_award(*, award: MemberAward, by: User) -> None:
    """Takes out what was entered by mistake; that it was there stays in the history."""
    check_own(MemberAward.objects.select_for_update(of=("self",)).get(pk=award.pk))
    award.delete()
