"""Registering for an event: opened, taken, withdrawn; whoever waits moves up by themselves.

Every action here locks the event before it counts, so that two who take the last place at one moment
come one after the other.
"""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from members.actions.permission import Given, edits, needs
from members.models import Degree, Member, Subject, User

from ..models import Event, Registration, RegistrationTerms

PLACED, WAITING = Registration.State.PLACED, Registration.State.WAITING


def _locked(event: Event) -> Event:
    return Event.objects.select_for_update(of=("self",)).get(pk=event.pk)


def _terms_of(event: Event) -> RegistrationTerms | None:
    terms = RegistrationTerms.objects.filter(event=event).first()
    if terms is not None:
        terms.event = event
    return terms


def _free(terms: RegistrationTerms | None) -> int | None:
    """Places left; None without a limit."""
    if terms is None or terms.places is None:
        return None
    return terms.places - terms.event.registrations.placed().people()


@needs(edits("event"))
@transaction.atomic
def open_registration(
    *, event: Event, closes_on: dt.date, places: int | None, companions: int, by: User
) -> RegistrationTerms:
    """Opens registration for an event or changes its terms; a raised limit lets the waiting in."""
    stored = _locked(event)
    if stored.is_cancelled:
        raise ValidationError("Sự kiện đã hủy nên không nhận đăng ký.")
    if closes_on > stored.starts_on:
        raise ValidationError({"closes_on": "Ngày này sau ngày của sự kiện."})
    taken = stored.registrations.placed().people()
    if places is not None and places < taken:
        raise ValidationError(
            {"places": f"Đã có {taken} người được chỗ, không bớt xuống dưới số ấy."}
        )
    terms = _terms_of(stored) or RegistrationTerms(event=stored)
    terms.closes_on, terms.places, terms.companions = closes_on, places, companions
    terms.full_clean()
    terms.save()
    _move_up(terms)
    return terms


def _move_up(terms: RegistrationTerms | None) -> None:
    """Gives free places to those who wait, in their order. A party for which there is no room yet
    keeps its turn and nobody passes it; one larger than the whole limit is passed over."""
    if terms is None:
        return
    free = _free(terms)
    for row in terms.event.registrations.in_line():
        if free is not None and terms.places is not None:
            if row.people > terms.places:
                continue
            if row.people > free:
                return
            free -= row.people
        row.state, row.moved_up_at = PLACED, timezone.now()
        row.save()


# --- One member's -----------------------------------------------------------------------------


def _for_that_member(by: Any, given: Given) -> bool:
    """The member themselves, whoever writes the event, or who writes events of the member's branch;
    and only for an event that they know of."""
    event, member = given["event"], given["member"]
    if not Event.objects.visible_to(by).contains(event):
        return False
    if by.is_authenticated and by.member_id == member.pk:
        return True
    if Event.objects.editable_by(by).contains(event):
        return True
    return bool(Member.objects.open_to(by, Degree.WRITE, Subject.EVENTS).contains(member))


def _own_or_kept(by: Any, given: Given) -> bool:
    row = given["registration"]
    if by.is_authenticated and by.member_id == row.member_id:
        return True
    return bool(Registration.objects.editable_by(by).contains(row))


@needs(_for_that_member)
@transaction.atomic
def register(*, event: Event, member: Member, companions: int, by: User) -> Registration:
    """Takes a place, or the next turn of the waiting list; again, changes the number of companions.

    After the last day only whoever writes the event still adds somebody. Sent twice, it is one.
    """
    stored = _locked(event)
    terms = _checked_terms(stored, by)
    if companions > terms.companions:
        limit_text = f"nhiều nhất {terms.companions} người" if terms.companions else "không ai"
        raise ValidationError({"companions": f"Sự kiện này cho đưa thêm {limit_text}."})
    if terms.places is not None and 1 + companions > terms.places:
        raise ValidationError({"companions": f"Sự kiện này chỉ có {terms.places} chỗ."})
    if not member.is_active_on():
        raise ValidationError(f"{member.full_name} không còn sinh hoạt nên không đăng ký được.")
    row = Registration.objects.filter(event=stored, member=member).first()
    if row is not None and row.is_in_force:
        return _changed(row, companions, terms)
    row = row or Registration(event=stored, member=member)
    free = _free(terms)
    is_first = not stored.registrations.in_line().exists()
    row.companions = companions
    row.turn = (stored.registrations.aggregate(last=Max("turn"))["last"] or 0) + 1
    row.state = PLACED if free is None or (is_first and row.people <= free) else WAITING
    row.registered_at, row.moved_up_at = timezone.now(), None
    row.full_clean()
    row.save()
    return row


def _checked_terms(event: Event, by: User) -> RegistrationTerms:
    """What the event says of registering; refused with the reason where it takes none now."""
    terms = _terms_of(event)
    if terms is None or event.state == Event.State.DRAFT:
        raise ValidationError("Sự kiện này không nhận đăng ký.")
    if event.is_cancelled:
        raise ValidationError("Sự kiện đã hủy nên không nhận đăng ký.")
    if event.has_begun:
        raise ValidationError("Sự kiện đã bắt đầu nên không nhận đăng ký nữa.")
    if not terms.is_open and not Event.objects.editable_by(by).contains(event):
        raise ValidationError(
            f"Đã hết hạn đăng ký ngày {terms.closes_on:%d/%m/%Y}. Xin hỏi {event.unit.name}."
        )
    return terms


def _changed(row: Registration, companions: int, terms: RegistrationTerms) -> Registration:
    """Another number of companions; more of them only where there is room and nobody waits."""
    more = companions - row.companions
    if more == 0:
        return row
    free = _free(terms)
    if more > 0 and row.state == PLACED and free is not None:
        is_waited_for = terms.event.registrations.in_line().exists()
        if more > free or is_waited_for:
            raise ValidationError({"companions": "Không còn chỗ cho thêm người đi cùng."})
    row.companions = companions
    row.save()
    _move_up(terms)
    return row


@needs(_own_or_kept)
@transaction.atomic
def withdraw(*, registration: Registration, by: User) -> Registration:
    """Gives the place back; the next who waits has it. Sent twice, it is one."""
    event = _locked(registration.event)
    row = Registration.objects.select_related("member").get(pk=registration.pk)
    if not row.is_in_force:
        return row
    if event.has_begun and not event.is_cancelled:
        raise ValidationError("Sự kiện đã bắt đầu: ai vắng thì ghi ở danh sách điểm danh.")
    row.state = Registration.State.WITHDRAWN
    row.save()
    if not event.is_cancelled:
        _move_up(_terms_of(event))
    return row
