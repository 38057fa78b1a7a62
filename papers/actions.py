"""Actions that print members' cards and withdraw them."""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from desk.tokens import sent_before
from members.actions.permission import edits, edits_each, needs
from members.history import bulk_add
from members.models import (
    Degree,
    Member,
    MemberPass,
    PassPrinting,
    Subject,
    Unit,
    User,
    association,
)


def printing_unit(user: User) -> Unit:
    """The unit in whose name the user prints: the first whose records they write by office."""
    for office in user.offices_with(Subject.MEMBERS, Degree.WRITE):
        return office.unit
    city = association()
    if city is None:
        raise ValidationError("Chưa có đơn vị nào để in thẻ.")
    return city


@needs(edits_each("members"))
@transaction.atomic
def print_cards(
    *, members: Collection[Member], description: str, is_large: bool, token: str, by: User
) -> PassPrinting:
    """Records one printing; members without a card in force get a new code.

    Submitted twice with one token, it is one printing.
    """
    members = list(members)
    if not members:
        raise ValidationError("Không có đồng chí nào để in thẻ.")
    # Two who print at once: the second waits here, and finds the first one's codes.
    keys = [member.pk for member in members]
    list(Member.objects.order_by("pk").select_for_update(of=("self",)).filter(pk__in=keys))
    if sent := sent_before(PassPrinting, token):
        return sent
    in_force = MemberPass.objects.in_force().filter(member__in=keys)
    good = {card.member_id: card for card in in_force}
    new = [MemberPass(member=member, issued_by=by) for member in members if member.pk not in good]
    good |= {card.member_id: card for card in bulk_add(MemberPass, new)}
    printing = PassPrinting.objects.create(
        unit=printing_unit(by),
        printed_by=by,
        words=description[:500],
        count=len(members),
        is_large=is_large,
        token=token,
    )
    printing.passes.add(*good.values())
    return printing


@needs(edits("member"))
@transaction.atomic
def reissue_card(*, member: Member, why: str, token: str, by: User) -> PassPrinting:
    """Withdraws the card in force, whose code becomes invalid, and prints a new one."""
    Member.objects.select_for_update().get(pk=member.pk)
    if sent := sent_before(PassPrinting, token):
        return sent
    if not member.is_active_on():
        raise ValidationError("Đồng chí không còn sinh hoạt trong Hội, nên không cấp thẻ mới.")
    _withdraw(member, why)
    description = f"Cấp lại: {member.full_name}"
    return print_cards(
        members=[member], description=description, is_large=False, token=token, by=by
    )


@needs(edits("member"))
@transaction.atomic
def withdraw_card(*, member: Member, by: User) -> None:
    """Withdraws the card without a new one; repeating it changes nothing."""
    Member.objects.select_for_update().get(pk=member.pk)
    _withdraw(member, MemberPass.Why.TAKEN_BACK)


def _withdraw(member: Member, why: str) -> None:
    for old in MemberPass.objects.in_force().filter(member=member):
        old.withdrawn_at, old.why = timezone.now(), why
        old.save(update_fields=["withdrawn_at", "why"])
