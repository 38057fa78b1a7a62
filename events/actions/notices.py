"""Telling those invited and registered that an event was moved or cancelled: by mail, each change
once; whom no mail reaches, the secretary telephones.
"""

from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from members.actions.permission import edits, needs
from members.history import bulk_add, bulk_save
from members.models import User

from ..mailing import event_letter, send_each
from ..models import Event, EventNotice, Invitation


def notify_of(event: Event, change: EventNotice.Change) -> None:
    """Makes everybody due to be told: the registered, and the invited whom the invitation reached
    and who did not decline. A part of the actions that change an event, which hold its lock."""
    now = timezone.now()
    if event.starts_at <= now:
        return  # what is over is written down, not announced
    known = {_key(row): row for row in event.notices.all()}
    rows = {_key(row): row for row in _people(event)}
    for key, row in rows.items():
        stored = known.get(key, row)
        stored.change, stored.changed_at = change, now
        stored.email = row.email
        stored.mailed_at = stored.informed_at = None
        stored.mail_failed = False
    bulk_add(EventNotice, [row for key, row in rows.items() if key not in known])
    bulk_save(
        [row for key, row in known.items() if key in rows],
        ["change", "changed_at", "email", "mailed_at", "informed_at", "mail_failed"],
    )


def _key(row: EventNotice) -> tuple[int | None, str, str]:
    return (row.member_id, "", "") if row.member_id else (None, row.name, row.post)


def _people(event: Event) -> list[EventNotice]:
    reached = Q(printed_at__isnull=False) | Q(mailed_at__isnull=False)
    invited = event.invitations.filter(reached | Q(reply=Invitation.Reply.COMES))
    invited = invited.exclude(reply=Invitation.Reply.ABSENT)
    registered = event.registrations.in_force().select_related("member")
    return [
        *(
            EventNotice(
                event=event, member_id=row.member_id, name=row.name, post=row.post, email=row.email
            )
            for row in invited.exclude(member__died_on__isnull=False)
        ),
        *(
            EventNotice(event=event, member=row.member, name=row.member.full_name)
            for row in registered.exclude(member__died_on__isnull=False)
        ),
    ]


@needs(edits("notice"))
@transaction.atomic
def mark_informed(*, notice: EventNotice, by: User) -> EventNotice:
    """Writes down that somebody told them, by telephone or in person. Pressed twice, it is once."""
    stored = EventNotice.objects.select_for_update(of=("self",)).get(pk=notice.pk)
    if stored.informed_at is None:
        stored.informed_at = timezone.now()
        stored.save()
    return stored


# --- By the timer -----------------------------------------------------------------------------


def send_notices() -> str:
    """Mails what is due; says in Vietnamese what that came to."""
    sent, failed = send_each(
        list(EventNotice.objects.due_by_mail()),
        claim=_claim,
        compose=_letter,
        fail=_note_failure,
    )
    if not sent and not failed:
        return "Không có tin báo đổi lịch nào chờ gửi."
    return f"Đã gửi {sent} tin báo đổi lịch." + (f" {failed} thư không đi được." if failed else "")


def _claim(row: EventNotice) -> bool:
    """Only as the change stands that was read: a later one is told by itself."""
    mine = EventNotice.objects.filter(
        pk=row.pk, mailed_at__isnull=True, informed_at__isnull=True, changed_at=row.changed_at
    )
    return bool(mine.update(mailed_at=timezone.now()))


def _note_failure(row: EventNotice) -> None:
    rows = EventNotice.objects.filter(pk=row.pk, changed_at=row.changed_at)
    rows.update(mail_failed=True)


def _letter(row: Any) -> EmailMultiAlternatives:
    """`row` is of `due_by_mail`: it knows its address."""
    event = Event.objects.select_related("unit", "kind").get(pk=row.event_id)
    title = {
        EventNotice.Change.MOVED: "Dời lịch",
        EventNotice.Change.CANCELLED: "Đã hủy",
        EventNotice.Change.REINSTATED: "Vẫn tổ chức",
    }[EventNotice.Change(row.change)]
    return event_letter(
        event, title=title, template="notice", to=row.name, address=row.address,
        change=row.change, former=event.former_days.last(),
    )  # fmt: skip
