"""Writing an event down, changing it, and the way it goes: announced, moved, cancelled."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction

from desk.tokens import sent_before
from members.actions.permission import edits, needs, writes_in
from members.files import delete_after_commit
from members.history import bulk_add
from members.models import Subject, Unit, User

from ..models import (
    Event,
    EventHost,
    EventNotice,
    FormerDay,
    Guest,
    Minutes,
    ProgrammeItem,
    RegularPlace,
)
from ..repeating import Every, days_from
from .notices import notify_of
from .parts import replace_rows

MOST_REPEATED = 24


@needs(writes_in("event.unit", Subject.EVENTS))
@transaction.atomic
def create_event(
    *,
    event: Event,
    hosts: Sequence[Unit],
    programme: Sequence[ProgrammeItem],
    guests: Sequence[Guest],
    keeps_place: bool,
    token: str,
    by: User,
) -> Event:
    """Writes a new event down as a draft; the same form sent twice is one event."""
    Unit.objects.select_for_update(of=("self",)).get(pk=event.unit_id)
    if existing := sent_before(Event, token, column="form_token", created_by=by):
        return existing
    event.state, event.created_by, event.form_token = Event.State.DRAFT, by, token or None
    event.full_clean()
    event.save()
    _write_parts(event, hosts, programme, guests)
    _keep_place(event, keeps_place)
    return event


@needs(edits("event"), writes_in("event.unit", Subject.EVENTS))
@transaction.atomic
def change_event(
    *,
    event: Event,
    hosts: Sequence[Unit],
    programme: Sequence[ProgrammeItem],
    guests: Sequence[Guest],
    keeps_place: bool,
    by: User,
) -> Event:
    """Saves what was corrected. When an announced event is held is changed by `move_event` alone."""
    stored = Event.objects.select_for_update(of=("self",)).get(pk=event.pk)
    event.state, event.cancel_reason = stored.state, stored.cancel_reason
    if event.state != Event.State.DRAFT:
        event.starts_at, event.ends_at = stored.starts_at, stored.ends_at
    event.full_clean()
    event.save()
    _write_parts(event, hosts, programme, guests)
    _keep_place(event, keeps_place)
    return event


def _keep_place(event: Event, keeps_place: bool) -> None:
    if keeps_place:
        RegularPlace.objects.update_or_create(unit=event.unit, defaults={"place": event.place})


def _write_parts(
    event: Event,
    hosts: Iterable[Unit],
    programme: Iterable[ProgrammeItem],
    guests: Iterable[Guest],
) -> None:
    units = [unit for unit in dict.fromkeys(hosts) if unit.pk != event.unit_id]
    rows = [EventHost(unit=unit) for unit in units]
    replace_rows(event.event_hosts, "event", event, rows, ("unit_id",))
    replace_rows(event.programme, "event", event, programme, ("starts_at", "title", "speaker"))
    replace_rows(event.guests, "event", event, guests, ("rank", "name", "post", "spoke"))


# --- The way it goes --------------------------------------------------------------------------


def _locked(event: Event) -> Event:
    return Event.objects.select_for_update(of=("self",)).get(pk=event.pk)


@needs(edits("event"))
@transaction.atomic
def announce_event(*, event: Event, by: User) -> Event:
    """Shows a draft to whom it is for."""
    stored = _locked(event)
    if stored.state == Event.State.CANCELLED:
        raise ValidationError("Sự kiện đã hủy: hãy dùng nút “Tổ chức lại”.")
    if stored.state == Event.State.DRAFT:
        stored.state = Event.State.ANNOUNCED
        stored.save()
    return stored


@needs(edits("event"))
@transaction.atomic
def move_event(
    *, event: Event, starts_at: dt.datetime, ends_at: dt.datetime | None, reason: str, by: User
) -> Event:
    """Moves an announced event to another time; the old one stays shown with the reason."""
    stored = _locked(event)
    if stored.state != Event.State.ANNOUNCED:
        raise ValidationError("Chỉ dời lịch sự kiện đã công bố và chưa hủy.")
    if (stored.starts_at, stored.ends_at) == (starts_at, ends_at):
        last = stored.former_days.last()
        if last is not None and last.reason == reason:
            return stored  # a double click
        raise ValidationError({"day": "Ngày giờ này vẫn là lịch cũ. Hãy ghi ngày giờ mới."})
    FormerDay.objects.create(
        event=stored, starts_at=stored.starts_at, ends_at=stored.ends_at, reason=reason
    )
    stored.starts_at, stored.ends_at = starts_at, ends_at
    stored.full_clean()
    stored.save()
    notify_of(stored, EventNotice.Change.MOVED)
    return stored


@needs(edits("event"))
@transaction.atomic
def cancel_event(*, event: Event, reason: str, by: User) -> Event:
    """Cancels an announced event: it stays where it was shown, and says so."""
    stored = _locked(event)
    if stored.state == Event.State.DRAFT:
        raise ValidationError("Bản nháp chưa ai biết: xóa đi là đủ.")
    if not reason:
        raise ValidationError({"reason": "Chưa ghi lý do hủy."})
    if stored.state == Event.State.ANNOUNCED:
        stored.state, stored.cancel_reason = Event.State.CANCELLED, reason
        stored.save()
        notify_of(stored, EventNotice.Change.CANCELLED)
    return stored


@needs(edits("event"))
@transaction.atomic
def reinstate_event(*, event: Event, by: User) -> Event:
    """Takes a cancellation back."""
    stored = _locked(event)
    if stored.state == Event.State.CANCELLED:
        stored.state, stored.cancel_reason = Event.State.ANNOUNCED, ""
        stored.save()
        notify_of(stored, EventNotice.Change.REINSTATED)
    return stored


@needs(edits("event"))
@transaction.atomic
def delete_draft(*, event: Event, by: User) -> None:
    """Deletes a draft. What was announced once is cancelled, never deleted."""
    stored = _locked(event)
    if stored.state != Event.State.DRAFT:
        raise ValidationError("Sự kiện đã công bố thì không xóa: hãy bấm “Hủy sự kiện”.")
    if stored.attendance.exists() or Minutes.objects.filter(event=stored).exists():
        raise ValidationError("Buổi này đã có điểm danh hoặc biên bản nên không xóa được.")
    doomed = [
        *((photo.picture.storage, photo.picture.file_names) for photo in stored.photos.all()),
        *((paper.file.storage, [str(paper.file.name)]) for paper in stored.documents.all()),
    ]
    stored.delete()
    for storage, names in doomed:
        delete_after_commit(storage, names)


@needs(edits("event"))
@transaction.atomic
def repeat_event(
    *, event: Event, every: Every, count: int, announces: bool, token: str, by: User
) -> list[Event]:
    """Makes the next `count` of a regular meeting, each an event of its own from then on.

    The same form sent twice makes them once.
    """
    stored = _locked(event)
    made = list(Event.objects.filter(form_token__startswith=f"{token}:", created_by=by))
    if token and made:
        return made
    if not 1 <= count <= MOST_REPEATED:
        raise ValidationError({"count": f"Số buổi từ 1 đến {MOST_REPEATED}."})
    span = stored.ends_at - stored.starts_at if stored.ends_at else None
    hosts = list(stored.event_hosts.all())
    programme = list(stored.programme.all())
    state = Event.State.ANNOUNCED if announces else Event.State.DRAFT
    for number, starts_at in enumerate(days_from(stored.starts_at, every, count), 1):
        new = Event.objects.create(
            title=stored.title, kind=stored.kind, unit=stored.unit, place=stored.place,
            is_internal=stored.is_internal, summary=stored.summary, state=state,
            starts_at=starts_at, ends_at=starts_at + span if span else None, created_by=by,
            form_token=f"{token}:{number}" if token else None,
        )  # fmt: skip
        bulk_add(EventHost, [EventHost(event=new, unit_id=h.unit_id, order=h.order) for h in hosts])
        bulk_add(
            ProgrammeItem,
            [
                ProgrammeItem(
                    event=new, order=item.order, starts_at=item.starts_at, title=item.title,
                    speaker=item.speaker,
                )
                for item in programme
            ],
        )  # fmt: skip
        made.append(new)
    return made
