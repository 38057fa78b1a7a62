"""A member's card: written, corrected, its papers filed, its consents kept."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from desk.tokens import sent_before
from desk.versions import SENT_TWICE_WITHIN, RecordChangedMeanwhile, changes_since
from kit.dates import lately, local_today
from members.actions.permission import edits, needs, writes_in
from members.files import delete_after_commit
from members.models import (
    Change,
    Consent,
    Member,
    MemberDocument,
    Membership,
    Portrait,
    SensitiveDetails,
    Subject,
    Unit,
    User,
    association,
)
from members.models.consents import wording
from members.models.history import label_of
from members.models.people import MemberQuerySet

FIRST_CODE = "HV000001"


def suggested_code() -> str:
    """The number after the highest of the association's usual kind."""
    codes = Member.objects.order_by("-code").filter(code__regex=r"^HV[0-9]{6}$")
    last = codes.values_list("code", flat=True).first()
    return f"HV{int(last[2:]) + 1:06}" if last else FIRST_CODE


def likely_doubles(*, name: str, birth_year: int, phone: str) -> MemberQuerySet:
    """Cards of perhaps the same person: that name and that year, or that number."""
    look_alikes: MemberQuerySet = Member.objects.alike(
        name=name, birth_year=birth_year, phone=phone
    )
    return look_alikes


@needs(writes_in("unit", Subject.MEMBERS))
@transaction.atomic
def add_member(
    *,
    member: Member,
    unit: Unit,
    joined_on: dt.date,
    token: str,
    by: User,
    portrait: Any = None,
    entered_by: str = Membership.Entry.ADMITTED,
) -> Member:
    """Writes a new card and its first membership; the same form sent twice gives the same card again.

    Who comes from outside the city (`Entry.FROM_OUTSIDE`) comes with the letter named on the card.

    A suggested number that somebody else took meanwhile is replaced by the next one.
    """
    if sent := _sent_before(token):
        return sent
    member.form_token = token or None
    for _ in range(5):
        try:
            with transaction.atomic():
                member.save()
            break
        except IntegrityError:
            member.pk = None
            if sent := _sent_before(token):  # at the same moment, and was faster
                return sent
            member.code = suggested_code()
    else:
        raise IntegrityError(f"No free number found for the card {member.code}.")
    is_from_outside = entered_by == Membership.Entry.FROM_OUTSIDE
    letter = member.elsewhere_letter if is_from_outside else ""
    membership = Membership(
        member=member, unit=unit, valid_from=joined_on, entered_by=entered_by, decision_no=letter
    )
    membership.full_clean()
    membership.save()
    if portrait:
        keep_portrait(member=member, file=portrait, by=by)
    return member


def _sent_before(token: str) -> Member | None:
    return sent_before(Member, token, column="form_token")


@needs(edits("member"))
@transaction.atomic
def correct_card(*, member: Member, version: str, by: User, portrait: Any = None) -> None:
    """Saves the corrected card. Raises `RecordChangedMeanwhile` where the form was no longer fresh."""
    Member.objects.select_for_update().get(pk=member.pk)
    if changes := changes_since(member, version):
        raise RecordChangedMeanwhile(changes)
    member.save()
    if portrait:
        keep_portrait(member=member, file=portrait, by=by)


def merged(member: Member, changes: Iterable[Change]) -> Member:
    """The card as typed, less the boxes that only somebody else has changed: those as they stand."""
    now = Member.objects.get(pk=member.pk)
    for change in changes:
        for line in change.diff:
            field: Any = Member._meta.get_field(line["field"])
            if "from" in line and getattr(member, field.attname) == field.to_python(line["from"]):
                setattr(member, field.attname, getattr(now, field.attname))
    return member


@needs(edits("member"))
@transaction.atomic
def keep_portrait(*, member: Member, file: Any, by: User) -> Portrait:
    """Puts the photograph on the card; the one before goes, once the new one is safe."""
    portrait = Portrait.objects.filter(member=member).first() or Portrait(member=member)
    old = portrait.picture.file_names if portrait.picture else []
    storage = portrait.picture.storage
    portrait.picture.save(file.name, file, save=False)
    portrait.save()
    delete_after_commit(storage, old)
    return portrait


def sensitive_version(member: Member) -> str:
    last = Change.objects.of(member).filter(model=label_of(SensitiveDetails)).newest_first()
    return str(last.values_list("pk", flat=True).first() or 0)


@needs(edits("details.member", Subject.PRIVATE))
@transaction.atomic
def save_sensitive(*, details: SensitiveDetails, version: str, by: User) -> None:
    """Raises `RecordChangedMeanwhile` where somebody else saved since the form was shown."""
    Member.objects.select_for_update().get(pk=details.member_id)
    if sensitive_version(details.member) != version:
        raise RecordChangedMeanwhile([])
    details.full_clean()
    details.save()


@needs(edits("member", Subject.PRIVATE))
@transaction.atomic
def give_consents(
    *,
    member: Member,
    purposes: Iterable[str],
    channel: str,
    given_on: dt.date,
    by: User,
    evidence: str = "",
) -> list[Consent]:
    """Writes down the member's yes to each purpose, in today's wording.

    What is in force stays as it is; one that proves nothing is replaced by the new one, and what it
    had opened is kept. ValidationError on an empty site, where there is nobody to say yes to.
    """
    Member.objects.select_for_update().get(pk=member.pk)
    controller = association()
    if controller is None:
        raise ValidationError("Chưa có Hội thành phố nào để hội viên đồng ý với.")
    given = {consent.purpose: consent for consent in member.consents.in_force()}
    made = []
    for purpose in purposes:
        before = given.get(purpose)
        if before is not None and before.is_proven:
            continue
        consent = before or Consent(member=member, purpose=purpose)
        consent.channel, consent.evidence, consent.given_on = channel, evidence, given_on
        consent.wording, consent.said = Consent.WORDING, wording(purpose, controller)
        consent.recorded_by = by
        consent.full_clean()
        consent.save()
        made.append(consent)
    return made


@needs(edits("consent"))
@transaction.atomic
def withdraw_consent(*, consent: Consent, by: User) -> None:
    """Ends the consent and forgets at once what it had opened (Luật 91/2025/QH15)."""
    fresh = Consent.objects.select_for_update().get(pk=consent.pk)
    if not fresh.is_in_force:
        return
    # Forgotten first: nothing of it may stand without a consent.
    details = SensitiveDetails.objects.filter(member=fresh.member_id).first()
    if details is not None:
        details.empty(fresh.purpose)
        details.save()
    fresh.withdrawn_on = local_today()
    fresh.save()


@needs(edits("document.member", Subject.PRIVATE))
@transaction.atomic
def file_document(*, document: MemberDocument, scan: Any, by: User) -> MemberDocument:
    """Puts the paper into the member's file; sent twice by a double click, it is there once."""
    Member.objects.select_for_update().get(pk=document.member_id)
    document.uploaded_by = by
    document.size = len(scan.data)
    same = ("member", "kind", "title", "number", "issued_on", "expires_on", "readers", "size")
    known = MemberDocument.objects.filter(
        uploaded_by=by,
        uploaded_at__range=lately(SENT_TWICE_WITHIN),
        **{name: getattr(document, name) for name in same},
    )
    if sent := known.first():
        return sent
    document.file.save(f"scan.{scan.kind}", ContentFile(scan.data), save=False)
    document.save()
    return document


@needs(edits("document"))
@transaction.atomic
def remove_document(*, document: MemberDocument, by: User) -> None:
    """Takes the paper out of the file; that it was there stays in the history."""
    storage, name = document.file.storage, document.file.name
    document.delete()
    delete_after_commit(storage, [name])
