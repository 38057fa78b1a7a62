"""What pages tell of registering: the reader's own state, what is left, what a member has coming."""

from dataclasses import dataclass
from typing import Any

from .models import Event, Registration, RegistrationTerms


def terms_of(event: Event) -> RegistrationTerms | None:
    """The event's terms, without a question where the row came with `select_related`."""
    try:
        terms: RegistrationTerms = event.registration_terms
    except RegistrationTerms.DoesNotExist:
        return None
    terms.event = event
    return terms


@dataclass(frozen=True)
class SignUp:
    """Registering for one event, as its reader meets it."""

    terms: RegistrationTerms
    own: Registration | None  # in force
    free: int | None  # None: no limit
    waiting: int
    has_member: bool  # whether the reader is a member, who may register

    @property
    def is_open(self) -> bool:
        return self.terms.is_open

    @property
    def goes_to_waiting_list(self) -> bool:
        """Whether the next to register will wait."""
        return self.waiting > 0 or (self.free is not None and self.free < 1)

    @property
    def may_withdraw(self) -> bool:
        return self.own is not None and not self.terms.event.has_begun

    @property
    def turn(self) -> int:
        """Which in the waiting list the reader is."""
        assert self.own is not None  # noqa: S101 - asked only where somebody waits
        line = self.terms.event.registrations.in_line()
        return line.filter(turn__lte=self.own.turn).count()

    @property
    def companion_choices(self) -> list[int]:
        return list(range(self.terms.companions + 1)) if self.terms.companions else []


def sign_up_of(user: Any, event: Event) -> SignUp | None:
    """None where the event takes no registrations, and for drafts."""
    terms = terms_of(event)
    if terms is None or not event.is_announced:
        return None
    rows = event.registrations.all()
    member = user.member_id if user.is_authenticated else None
    own = rows.in_force().filter(member=member).first() if member else None
    free = None if terms.places is None else terms.places - rows.placed().people()
    waiting = 0 if terms.places is None else rows.in_line().count()
    return SignUp(terms, own, free, waiting, member is not None)


def own_line(row: Registration) -> str:
    """ "Họp mặt, Thứ Sáu, 11/10/2024, 08:30: có chỗ, đi cùng 2 người"; first what changed since."""
    event = row.event
    parts = [row.get_state_display()]
    if row.companions:
        parts.append(f"đi cùng {row.companions} người")
    if event.is_cancelled:
        return f"ĐÃ HỦY: {event}, {event.when}. Lý do: {event.cancel_reason or 'sẽ báo sau'}."
    line = f"{event}, {event.when}, {event.place}: {', '.join(parts)}."
    if former := [*event.former_days.all()][-1:]:
        return f"ĐÃ DỜI LỊCH (trước là {former[0].when}): {line}"
    return line
