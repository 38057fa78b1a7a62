"""Preparing a member's funeral: its texts and lists, and its event."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction

from kit.dates import ZONE
from members.actions.permission import Given, edits, needs, writes_in
from members.models import Degree, Departure, Subject, User

from ..models import Event, EventKind, Funeral, UsualKind
from ..models.funerals import deaths_open_to
from .writing import create_event


def _prepares(by: User, given: Given) -> bool:
    return deaths_open_to(by, Degree.WRITE).filter(pk=given["funeral"].departure_id).exists()


@needs(_prepares)
@transaction.atomic
def save_funeral(*, funeral: Funeral, by: User) -> Funeral:
    """Saves what is prepared. The first to save makes the record; there is one for each death."""
    Departure.objects.select_for_update(of=("self",)).get(pk=funeral.departure_id)
    funeral.full_clean(exclude=["departure"] if funeral.pk else [])
    funeral.save()
    return funeral


@needs(edits("funeral"), writes_in("funeral.departure.membership.unit", Subject.EVENTS))
@transaction.atomic
def schedule_funeral(*, funeral: Funeral, by: User) -> Event:
    """Puts the funeral among the unit's events, as a draft that nobody else sees until announced.

    Pressed twice it is one event. ValidationError where day, hour or place is not known yet.
    """
    stored = Funeral.objects.select_for_update(of=("self",)).get(pk=funeral.pk)
    if stored.event is not None:
        return stored.event
    if stored.held_on is None or stored.held_at is None or not stored.place:
        raise ValidationError("Ghi ngày, giờ viếng và nơi tổ chức lễ viếng trước.")
    kind = EventKind.objects.filter(code=UsualKind.FUNERAL).first()
    if kind is None:
        raise ValidationError(
            "Chưa có loại sự kiện “lễ tang”; văn phòng Hội thêm ở trang quản trị."
        )
    event = Event(
        title=str(stored), kind=kind, place=stored.place,
        unit=stored.departure.membership.unit,
        starts_at=dt.datetime.combine(stored.held_on, stored.held_at, ZONE),
    )  # fmt: skip
    stored.event = create_event(
        event=event, hosts=[], programme=[], guests=[], keeps_place=False, token="", by=by
    )
    stored.save()
    return stored.event
