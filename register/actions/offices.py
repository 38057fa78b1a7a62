"""Entering what a congress or an appointment brought, ending and handing over offices."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import OuterRef, Q, Subquery

from kit.dates import local_day, local_today
from members.actions.permission import needs, writes_in
from members.actions.references import kinds_referencing
from members.models import (
    AdmissionRule,
    Appointment,
    Change,
    Handover,
    Member,
    Membership,
    Position,
    Subject,
    Term,
    Unit,
    User,
    may_grant,
    offices_beyond,
)
from members.models.history import label_of
from members.models.offices import AppointmentQuerySet


@dataclass(frozen=True)
class Seats:
    """A post and who holds it from now on."""

    position: Position
    members: list[Member]


@needs(writes_in("unit", Subject.OFFICES))
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
        message = f"{term.name} bắt đầu từ ngày {term.valid_from:%d/%m/%Y}; ngày này trước đó."
        raise ValidationError({"day": message})
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
    """Writes the end of an office, if it may be written."""
    check_end(row, day, by)
    row.valid_to = day
    row.save()


def check_end(row: Appointment, day: dt.date, by: User) -> None:
    """Refuses an end before the beginning or after the end; and of one with more rights."""
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


# --- Slips taken back -------------------------------------------------------------------------


def with_writing(offices: AppointmentQuerySet, user: User) -> AppointmentQuerySet:
    """Adds `written_at`, when that user wrote each down; for `slips_of`."""
    made = Change.objects.filter(
        model=label_of(Appointment), object_id=OuterRef("pk"), action=Change.Action.CREATED, by=user
    )
    return offices.annotate(written_at=Subquery(made.values("at")[:1]))


def slips_of(user: User, offices: Iterable[Any]) -> set[int]:
    """Keys of those that may be taken back as written by mistake; they come `with_writing`.

    They begin today or later, or the user wrote them down within the days of the rule; and they
    neither ended nor were handed over.
    """
    today = local_today()
    rows = [row for row in offices if row.valid_to is None or row.valid_to > today]
    keys = {row.pk for row in rows if row.is_fresh}
    if mine := [row for row in rows if row.written_at is not None]:
        days = dt.timedelta(days=AdmissionRule.objects.of(mine[0].unit).undo_days)
        keys |= {row.pk for row in mine if local_day(row.written_at) + days >= today}
    handed = Handover.objects.filter(appointment__in=keys).values_list("appointment", flat=True)
    return keys - set(handed)


def is_slip(office: Appointment, user: User) -> bool:
    """See `slips_of`."""
    return bool(slips_of(user, with_writing(Appointment.objects.filter(pk=office.pk), user)))


def going_on_after(office: Appointment) -> list[Appointment]:
    """Who holds the post on as before when this office is taken back.

    Whoever left it that day for the newcomer, by a handover or without; not who left the branch or
    the association, nor anybody while others took it up that day too.
    """
    same = Appointment.objects.filter(unit=office.unit_id, position=office.position_id)
    if same.exclude(pk=office.pk).filter(valid_from=office.valid_from).exists():
        return []
    to_this = Q(handover__isnull=True) | Q(handover__successor=office.member_id)
    left = same.filter(to_this, valid_to=office.valid_from).select_related("member", "term")
    return [row for row in left if not _ended_with_a_membership(row)]


@needs(writes_in("office.unit", Subject.OFFICES))
@transaction.atomic
def take_back(*, office: Appointment, by: User) -> None:
    """Removes an office written down by mistake, while it is a slip (`slips_of`).

    Whoever it followed goes on as before, and the paper of their handover goes with it. So does a
    term that came with it alone, and the one before runs on.
    """
    Unit.objects.select_for_update(of=("self",)).get(pk=office.unit_id)
    row = Appointment.objects.select_related("unit", "term").filter(pk=office.pk).first()
    if row is None:
        return  # a double click
    if offices_beyond(by).filter(pk=row.pk).exists():
        raise ValidationError(f"{row.member} giữ chức vụ có quyền cao hơn quyền của người ghi.")
    if Handover.objects.filter(appointment=row).exists():
        raise ValidationError("Chức vụ này đã bàn giao nên không bỏ được.")
    if not is_slip(row, by):
        raise ValidationError("Chức vụ này đã giữ qua ngày đầu; hãy ghi là bàn giao.")
    going_on = going_on_after(row)
    row.delete()
    for earlier in going_on:
        _go_on(earlier)
    if row.term is not None:
        _take_back_term(row.term)


def _go_on(row: Appointment | Term) -> None:
    """Gives an office or a term the end back that it had before the last one was written."""
    row.valid_to = end_before(row)
    if isinstance(row, Appointment):
        Handover.objects.filter(appointment=row).delete()
    row.full_clean()
    row.save()


def end_before(row: Appointment | Term) -> dt.date | None:
    """Which end was written before the present one: its handover or the history tells, else the
    term."""
    handover = getattr(row, "handover", None)
    if handover is not None and "valid_to" in handover.before:
        end = handover.before["valid_to"]
        return dt.date.fromisoformat(end) if end else None
    now = row.valid_to.isoformat() if row.valid_to else None
    changes = Change.objects.filter(model=label_of(row), object_id=row.pk).newest_first()
    for change in changes:
        for line in change.diff:
            if line["field"] == "valid_to" and line.get("to") == now:
                return dt.date.fromisoformat(line["from"]) if line["from"] else None
        if change.action == Change.Action.CREATED:
            return row.valid_to  # it was to end then from the beginning
    term = getattr(row, "term", None)
    return term.valid_to if term else None


def _take_back_term(term: Term) -> None:
    """A term nobody holds an office in any more, begun only now, was written with them."""
    if term.valid_from < local_today() or term.appointments.exists():
        return
    ended = list(Term.objects.filter(unit=term.unit_id, valid_to=term.valid_from))
    term.delete()
    for earlier in ended:
        _go_on(earlier)


def _ended_with_a_membership(office: Appointment) -> bool:
    """Whether its holder left the association on that day or since, or the branch it was held in."""
    left = office.member.memberships.filter(valid_to__gte=office.valid_to or dt.date.max)
    return left.exclude(Q(left_by__in=Membership.MOVES) & ~Q(unit=office.unit_id)).exists()


# --- Handing over -----------------------------------------------------------------------------


@needs(writes_in("office.unit", Subject.OFFICES))
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
    check_hand_over(row, day, successor, by)
    before = {"valid_to": row.valid_to.isoformat() if row.valid_to else None}
    row.valid_to = day
    row.save()
    following = taken_up(row, day, successor, decision_no) if successor is not None else None
    if following is not None:
        following.full_clean()
        following.save()
    return Handover.objects.create(
        appointment=row, successor=successor, decision_no=decision_no, lines=lines, made_by=by,
        before=before,
    )  # fmt: skip


def check_hand_over(office: Appointment, day: dt.date, successor: Member | None, by: User) -> None:
    """Refuses a handover that can't be written, before anybody is asked whether it is right."""
    if successor is not None and successor.pk == office.member_id:
        raise ValidationError({"successor": "Người nhận phải là người khác."})
    if successor is not None and not may_grant(by, office.position, office.unit):
        raise ValidationError({"successor": "Chức vụ này có quyền cao hơn quyền của người ghi."})
    check_end(office, day, by)


def taken_up(
    row: Appointment, day: dt.date, successor: Member, decision_no: str = ""
) -> Appointment | None:
    """What the successor holds from that day on, not yet saved: until the term of their
    predecessor ends. None where they hold the post already."""
    same = Appointment.objects.filter(member=successor, unit=row.unit, position=row.position)
    if same.overlapping(day, None).exists():
        return None
    term = row.term if row.term is not None and row.term.is_on(day) else None
    return Appointment(
        member=successor,
        unit=row.unit,
        position=row.position,
        term=term,
        method=Appointment.Method.APPOINTED,
        decision_no=decision_no,
        valid_from=day,
        valid_to=term.valid_to if term else None,
    )


@needs(writes_in("handover.appointment.unit", Subject.OFFICES))
@transaction.atomic
def take_back_handover(*, handover: Handover, by: User) -> Appointment | None:
    """Takes a handover back within the days of the rule: the successor's office goes, as if never
    written, and whoever handed over holds the post on. The list goes too; the history keeps both.

    By whoever wrote it, or keeps the unit's books and may grant that post. None on a double click.
    """
    Unit.objects.select_for_update(of=("self",)).get(pk=handover.appointment.unit_id)
    rows = Handover.objects.select_for_update(of=("self",))
    row = rows.select_related("appointment__unit", "appointment__position").filter(pk=handover.pk)
    stored = row.first()
    if stored is None:
        return None
    office = stored.appointment
    if not may_grant(by, office.position, office.unit):
        raise ValidationError("Chức vụ này có quyền cao hơn quyền của người ghi.")
    if local_today() > stored.undo_until:
        raise ValidationError("Đã quá thời hạn hoàn tác; hãy ghi bàn giao lại.")
    following = _following(stored)
    _check_handover_stands_alone(office, following)
    if following is not None:
        following.delete()
    _go_on(office)
    return office


def _following(handover: Handover) -> Appointment | None:
    """The office that the successor took up with it."""
    office = handover.appointment
    if handover.successor is None or office.valid_to is None:
        return None
    return Appointment.objects.filter(
        unit=office.unit_id, position=office.position_id, member=handover.successor,
        valid_from=office.valid_to,
    ).first()  # fmt: skip


def _check_handover_stands_alone(office: Appointment, following: Appointment | None) -> None:
    """Refuses where something newer rests on it: there is no going back past that."""
    same = Appointment.objects.filter(unit=office.unit_id, position=office.position_id)
    since = same.filter(valid_from__gte=office.valid_to or dt.date.max)
    if following is not None:
        since = since.exclude(pk=following.pk)
    rests = following is not None and (
        kinds_referencing(following)
        or following.valid_to != (following.term.valid_to if following.term else None)
    )
    if rests or (office.position.expected_count <= 1 and since.exists()):
        raise ValidationError("Đã có việc mới ghi sau lần bàn giao này nên không bỏ được.")
    if _ended_with_a_membership(office):
        message = f"{office.member} đã rời đơn vị nên không giữ tiếp được."
        raise ValidationError(message)
