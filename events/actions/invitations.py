"""Inviting by letter: each once, printed or mailed, and what was answered.

A mail is sent at most once: whoever writes `mailed_at` first sends it (as ADR 0012 has it).
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.utils import timezone

from members.actions.permission import edits, needs
from members.history import bulk_add, bulk_save
from members.models import Member, User

from ..mailing import event_letter, send_each
from ..models import Event, Invitation

CANCELLED = "Sự kiện đã hủy nên không mời thêm."


def _locked(event: Event) -> Event:
    return Event.objects.select_for_update(of=("self",)).get(pk=event.pk)


@needs(edits("event"))
@transaction.atomic
def invite(
    *, event: Event, members: Iterable[Member], guests: Sequence[Invitation], by: User
) -> int:
    """Invites those who are not invited yet; tells how many. The dead are left out."""
    stored = _locked(event)
    if stored.is_cancelled:
        raise ValidationError(CANCELLED)
    rows = stored.invitations.all()
    known = set(rows.filter(member__isnull=False).values_list("member", flat=True))
    named = set(rows.filter(member__isnull=True).values_list("name", "post"))
    new = []
    for guest in guests:
        if (guest.name, guest.post) not in named:
            named.add((guest.name, guest.post))
            guest.event = stored
            guest.full_clean()
            new.append(guest)
    for member in members:
        if member.pk not in known and not member.is_in_memory:
            known.add(member.pk)
            new.append(
                Invitation(event=stored, member=member, rank=member.rank, name=member.full_name)
            )
    bulk_add(Invitation, new)
    return len(new)


@needs(edits("event"))
@transaction.atomic
def mark_printed(*, event: Event, by: User) -> int:
    """Those without a printed letter have one now; tells how many. Pressed twice, it is none."""
    rows = list(_locked(event).invitations.not_printed())
    for row in rows:
        row.printed_at = timezone.now()
    bulk_save(rows, ["printed_at"])
    return len(rows)


@needs(edits("event"))
@transaction.atomic
def ask_to_mail(*, event: Event, by: User) -> int:
    """Has the timer send the invitation to those with an address, each once; tells how many."""
    stored = _locked(event)
    if stored.state != Event.State.ANNOUNCED:
        raise ValidationError("Công bố sự kiện rồi mới gửi thư mời.")
    if not settings.SITE_URL:
        raise ValidationError("Máy chủ chưa ghi địa chỉ trang (SITE_URL) nên chưa gửi thư được.")
    rows = list(stored.invitations.to_mail())
    for row in rows:
        row.mail_requested_at = timezone.now()
    bulk_save(rows, ["mail_requested_at"])
    return len(rows)


@needs(edits("invitation"))
@transaction.atomic
def record_reply(*, invitation: Invitation, reply: Invitation.Reply, by: User) -> Invitation:
    """Writes down whether the guest comes; again, it is corrected."""
    stored = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    if stored.reply != reply:
        stored.reply = reply
        stored.save()
    return stored


@needs(edits("invitation"))
@transaction.atomic
def take_back_invitation(*, invitation: Invitation, by: User) -> None:
    """Strikes off somebody whom nothing has reached yet."""
    stored = Invitation.objects.select_for_update(of=("self",)).filter(pk=invitation.pk).first()
    if stored is None:
        return  # a double click
    if stored.printed_at or stored.mail_requested_at:
        raise ValidationError("Giấy mời đã in hoặc đã gửi nên không bỏ được; hãy ghi trả lời.")
    stored.delete()


# --- By the timer -----------------------------------------------------------------------------


def send_invitations() -> str:
    """Sends what was asked for; says in Vietnamese what that came to."""
    sent, failed = send_each(
        list(Invitation.objects.due_by_mail().select_related("event__unit", "event__kind")),
        claim=_claim,
        compose=_letter,
        fail=lambda row: Invitation.objects.filter(pk=row.pk).update(mail_failed=True),
    )
    if not sent and not failed:
        return "Không có thư mời nào chờ gửi."
    return f"Đã gửi {sent} thư mời." + (f" {failed} thư không đi được." if failed else "")


def _claim(row: Invitation) -> bool:
    # No join here: it would make of all this a subquery, which a waiting sender does not ask again.
    held = Event.objects.filter(state=Event.State.ANNOUNCED).order_by().values("pk")
    mine = Invitation.objects.filter(pk=row.pk, mailed_at__isnull=True, event__in=held)
    return bool(mine.update(mailed_at=timezone.now()))


def _letter(row: Any) -> EmailMultiAlternatives:
    """`row` is of `due_by_mail`: it knows its address."""
    return event_letter(
        row.event, title="Giấy mời", template="invitation", to=row.addressed_as,
        address=row.address, programme=list(row.event.programme.all()),
    )  # fmt: skip
