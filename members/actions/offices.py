"""Entering what a congress or an appointment brought, ending and handing over offices."""

import datetime as dt
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from ..models import (
    Appointment,
    Handover,
    Member,
    Membership,
    Position,
    Term,
    Unit,
    User,
    may_grant,
    offices_beyond,
)


@dataclass(frozen=True)
class Seats:
    """A post and who holds it from now on."""

    position: Position
    members: list[Member]


@transaction.atomic
def fill_offices(
    *,
    unit: Unit,
    term: Term | None,
    day: dt.date,
    seats: list[Seats],
    method: str,
    decision_no: str,
    ends_earlier: bool,
    by: User,
) -> list[Appointment]:
    """Gives each post named to those people from that day; earlier holders go the same day.

    A new term (unsaved) is written with it and ends the one before. Who held the post in the term before and holds it
    again has a new row in the new term; sent twice, the same people change nothing.
    """
    Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
    if term is not None and term._state.adding:
        same = Term.objects.filter(unit=unit, name=term.name, valid_from=term.valid_from).first()
        if same is None:
            term.full_clean()
            term.save()
            _end_earlier_terms(term)
        term = same or term
    if term is not None and day < term.valid_from:
        words = f"{term.name} bắt đầu từ ngày {term.valid_from:%d/%m/%Y}; ngày này trước đó."
        raise ValidationError({"day": words})
    made: list[Appointment] = []
    for seat in seats:
        if not may_grant(by, seat.position, unit):
            raise ValidationError(
                f"Chức vụ {seat.position.name} có quyền cao hơn quyền của người ghi."
            )
        made += _fill(unit, term, day, seat, method, decision_no, ends_earlier, by)
    return made


def _end_earlier_terms(term: Term) -> None:
    """A committee has one mandate at a time: a new one ends those that were running."""
    running = Term.objects.on(term.valid_from).filter(unit=term.unit_id)
    for earlier in running.filter(valid_from__lt=term.valid_from):
        earlier.valid_to = term.valid_from
        earlier.save()


def _fill(
    unit: Unit,
    term: Term | None,
    day: dt.date,
    seat: Seats,
    method: str,
    decision_no: str,
    ends_earlier: bool,
    by: User,
) -> list[Appointment]:
    held = list(
        Appointment.objects.filter(unit=unit, position=seat.position)
        .overlapping(day, None)
        .select_related("member", "unit", "position")
    )
    # Who takes the post up later than that day does not hold it yet.
    going_on = {
        row.member_id
        for row in held
        if row.valid_from <= day and (term is None or row.term_id == term.pk)
    }
    new = [member for member in seat.members if member.pk not in going_on]
    chosen = {member.pk for member in seat.members}
    renewed = {member.pk for member in new}
    for row in held:
        if row.member_id in renewed or (ends_earlier and row.member_id not in chosen):
            end_row(row, day, by)
    made = []
    for member in new:
        row = Appointment(
            member=member,
            unit=unit,
            position=seat.position,
            term=term,
            method=method,
            decision_no=decision_no,
            valid_from=day,
            valid_to=term.valid_to if term else None,
        )
        row.full_clean()
        row.save()
        made.append(row)
    return made


def end_row(row: Appointment, day: dt.date, by: User) -> None:
    """Writes the end of an office; never of one with more rights than one's own."""
    if offices_beyond(by).filter(pk=row.pk).exists():
        raise ValidationError(f"{row.member} giữ chức vụ có quyền cao hơn quyền của người ghi.")
    if row.valid_from >= day:
        raise ValidationError(
            {
                "day": f"{row.member} mới nhận chức vụ {row.position.name} từ ngày "
                f"{row.valid_from:%d/%m/%Y}; ngày thôi phải sau ngày đó."
            }
        )
    if row.valid_to is not None and row.valid_to < day:
        raise ValidationError(
            {
                "day": f"{row.member} đã thôi chức vụ {row.position.name} từ ngày "
                f"{row.valid_to:%d/%m/%Y}. Nếu chỉ lập danh mục bàn giao, hãy ghi đúng ngày đó."
            }
        )
    row.valid_to = day
    row.save()


@transaction.atomic
def take_back(*, office: Appointment, by: User) -> None:
    """Removes an office written down by mistake, while it has not outlasted its first day.

    Whoever left the same post that day, and handed nothing over, holds it on as before; not who
    left the branch or the association.
    """
    Unit.objects.select_for_update(of=("self",)).get(pk=office.unit_id)
    row = Appointment.objects.filter(pk=office.pk).first()
    if row is None:
        return  # a double click
    if offices_beyond(by).filter(pk=row.pk).exists():
        raise ValidationError(f"{row.member} giữ chức vụ có quyền cao hơn quyền của người ghi.")
    if not row.is_fresh:
        raise ValidationError("Chức vụ này đã giữ qua ngày đầu; hãy ghi là bàn giao.")
    if Handover.objects.filter(appointment=row).exists():
        raise ValidationError("Chức vụ này đã bàn giao nên không bỏ được.")
    same = Appointment.objects.filter(unit=row.unit_id, position=row.position_id)
    row.delete()
    if same.filter(valid_from=row.valid_from).exists():
        return
    for earlier in same.filter(valid_to=row.valid_from, handover__isnull=True):
        if _ended_with_a_stay(earlier):
            continue
        earlier.valid_to = earlier.term.valid_to if earlier.term else None
        earlier.full_clean()
        earlier.save()


def _ended_with_a_stay(office: Appointment) -> bool:
    """Whether its holder left the association that day, or the branch it was held in."""
    left = office.member.memberships.filter(valid_to=office.valid_to)
    return left.exclude(Q(left_by__in=Membership.MOVES) & ~Q(unit=office.unit_id)).exists()


@transaction.atomic
def hand_over(
    *,
    office: Appointment,
    day: dt.date,
    decision_no: str,
    successor: Member | None,
    lines: list[dict[str, str]],
    by: User,
) -> Handover:
    """Ends the office on that day, with what was left open; the successor named takes it up.

    Of two people who write it down at once, the second is told.
    """
    row = Appointment.objects.select_for_update(of=("self",)).get(pk=office.pk)
    if known := Handover.objects.filter(appointment=row).select_related("made_by__member").first():
        if known.made_by_id == by.pk:
            return known  # a double click
        raise ValidationError(f"{known.made_by} đã ghi việc thôi chức vụ này. Chưa ghi thêm gì.")
    if successor is not None and successor.pk == row.member_id:
        raise ValidationError({"successor": "Người nhận phải là người khác."})
    if successor is not None and not may_grant(by, row.position, row.unit):
        raise ValidationError({"successor": "Chức vụ này có quyền cao hơn quyền của người ghi."})
    end_row(row, day, by)
    if successor is not None:
        still = Appointment.objects.filter(
            member=successor, unit=row.unit, position=row.position
        ).overlapping(day, None)
        if not still.exists():
            term = row.term if row.term is not None and row.term.is_on(day) else None
            following = Appointment(
                member=successor,
                unit=row.unit,
                position=row.position,
                term=term,
                method=Appointment.Method.APPOINTED,
                decision_no=decision_no,
                valid_from=day,
                valid_to=term.valid_to if term else None,
            )
            following.full_clean()
            following.save()
    return Handover.objects.create(
        appointment=row, successor=successor, decision_no=decision_no, lines=lines, made_by=by
    )
