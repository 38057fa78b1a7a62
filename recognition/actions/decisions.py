"""Decisions: recorded by the city office, which puts them on the cards; revoked; money and objects."""

import datetime as dt
from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from desk.tokens import new_token
from kit.dates import local_today
from members.actions.permission import Given, edits, needs
from members.models import MemberAward, Unit, User

from ..models import (
    DECIDABLE,
    AwardDecision,
    Dossier,
    DossierReview,
    DossierState,
    Grant,
    Nominee,
    Recipient,
    award_money,
    keeps_catalogue,
)

LEFT_OUT = "Không có trong quyết định khen thưởng"


def _keeps_catalogue(by: User, given: Given) -> bool:
    return keeps_catalogue(by)


@needs(_keeps_catalogue)
@transaction.atomic
def record_decision(
    *, dossier: Dossier, decision: AwardDecision, nominees: Collection[Nominee], by: User
) -> AwardDecision:
    """Records the decision that answers a dossier: those chosen have their award, a person's on the
    card too; the others of the list do not. Sent twice, it is one.

    ValidationError for a dossier that the city has not accepted, or somebody who has the award.
    """
    lock_book()
    stored = Dossier.objects.select_for_update(of=("self",)).get(pk=dossier.pk)
    same = AwardDecision.objects.filter(
        number=decision.number, signed_on=decision.signed_on, authority=decision.authority
    ).first()
    if same and same.grants.filter(nominee__dossier=stored).exists():
        return same  # a double click
    if stored.state not in DECIDABLE:
        raise ValidationError(
            f"Hồ sơ này {stored.get_state_display()} nên chưa ghi quyết định được."
        )
    _check_day(stored, decision)
    if same is None:
        decision.made_by = by
        decision.full_clean()
        decision.save()
        same = decision
    chosen = {nominee.pk for nominee in nominees}
    rows = stored.nominees.proposed().select_related("member", "unit", "dossier__kind")
    granted = [row for row in rows if row.pk in chosen]
    if not granted:
        raise ValidationError({"nominees": "Chưa chọn ai được khen thưởng."})
    year = same.signed_on.year
    numbers = Grant.objects.filter(book_year=year).order_by()
    last = numbers.aggregate(last=Max("book_no"))["last"] or 0
    for number, nominee in enumerate(granted, last + 1):
        _grant(nominee, same, number, by)
    for nominee in rows.exclude(pk__in=chosen):
        nominee.dropped_by, nominee.dropped_reason = stored.holder, LEFT_OUT
        nominee.save()
    stored.state = DossierState.DECIDED
    stored.save()
    DossierReview.objects.create(
        dossier=stored, unit=stored.holder, step="quyet-dinh", note=str(same), by=by
    )
    return same


def _check_day(dossier: Dossier, decision: AwardDecision) -> None:
    if decision.signed_on > local_today():
        raise ValidationError({"signed_on": "Ngày ký ở tương lai."})
    if dossier.received_on and decision.signed_on < dossier.received_on:
        raise ValidationError({"signed_on": f"Hồ sơ chỉ nhận ngày {dossier.received_on:%d/%m/%Y}."})


def lock_book() -> None:
    """Two who enter something in the award book at once take turns."""
    Unit.objects.select_for_update(of=("self",)).filter(level=Unit.Level.ASSOCIATION).first()


def _grant(nominee: Nominee, decision: AwardDecision, number: int, by: User) -> Grant:
    dossier = nominee.dossier
    grant = Grant(
        decision=decision, nominee=nominee, recipient=nominee.recipient, member=nominee.member,
        unit=nominee.unit, kind=dossier.kind, year=dossier.year,
        book_year=decision.signed_on.year, book_no=number,
        amount=award_money(dossier.kind, nominee.recipient, decision.signed_on),
    )  # fmt: skip
    if nominee.recipient == Recipient.PERSON:
        grant.award = _on_card(nominee, decision, by)
    try:
        grant.full_clean()
    except ValidationError as error:
        raise ValidationError(f"{nominee}: {' '.join(error.messages)}") from error
    grant.save()
    return grant


def _on_card(nominee: Nominee, decision: AwardDecision, by: User) -> MemberAward:
    """The award on the member's card: its year is that of the decision, as on the paper."""
    award = MemberAward(
        member=nominee.member, kind=nominee.dossier.kind, medal_class=nominee.medal_class,
        title=nominee.dossier.title, year=decision.signed_on.year, awarded_on=decision.signed_on,
        authority=decision.authority, decision_no=decision.number, made_by=by, token=new_token(),
    )  # fmt: skip
    award.full_clean()
    award.save()
    return award


@needs(edits("grant"))
@transaction.atomic
def revoke_grant(*, grant: Grant, day: dt.date, reason: str, by: User) -> Grant:
    """Takes an award back, on the card too; object and money are then to be recovered."""
    stored = Grant.objects.select_for_update(of=("self",)).get(pk=grant.pk)
    if not stored.is_standing:
        if (stored.revoked_on, stored.revoked_reason) == (day, reason):
            return stored  # a double click
        raise ValidationError("Khen thưởng này đã được ghi là thu hồi. Chưa ghi thêm gì.")
    if day < stored.decision.signed_on:
        raise ValidationError({"day": "Ngày thu hồi trước ngày ký quyết định."})
    stored.revoked_on, stored.revoked_reason = day, reason
    stored.full_clean()
    stored.save()
    if stored.award is not None:
        stored.award.revoked_on, stored.award.revoked_reason = day, reason
        stored.award.full_clean()
        stored.award.save()
    return stored


SETTLED = ("paid_on", "paid_by", "object_returned_on", "money_returned_on")


@needs(edits("grant"))
@transaction.atomic
def settle_grant(*, grant: Grant, by: User) -> Grant:
    """Records that the money was paid, by whom; of a revoked one, that object and money came back."""
    stored = Grant.objects.select_for_update(of=("self",)).get(pk=grant.pk)
    is_posted = stored.postings.standing().exists()
    for name in SETTLED[2:] if is_posted else SETTLED:  # the voucher says when, and out of what
        setattr(stored, name, getattr(grant, name))
    if stored.paid_on and stored.paid_on < stored.decision.signed_on:
        raise ValidationError({"paid_on": "Ngày chi thưởng trước ngày ký quyết định."})
    stored.full_clean()
    stored.save()
    return stored
