"""Attendance and minutes: written, closed, reopened; what was decided is done."""

from collections.abc import Mapping, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from kit.dates import local_today
from members.actions.permission import edits, needs
from members.history import bulk_add, bulk_save
from members.models import Member, User

from ..models import Attendance, Event, Minutes, ResolutionTask, Vote
from ..roll import count_of, roll_of
from .parts import replace_rows

CLOSED = "Biên bản đã chốt. Muốn sửa thì bấm “Mở lại biên bản” và ghi lý do."


def _locked(event: Event) -> Event:
    return Event.objects.select_for_update(of=("self",)).get(pk=event.pk)


@needs(edits("event"))
@transaction.atomic
def save_minutes(
    *,
    event: Event,
    minutes: Minutes,
    marks: Mapping[int, str],
    votes: Sequence[Vote],
    tasks: Sequence[ResolutionTask],
    token: str,
    by: User,
) -> Minutes:
    """Saves the sheet whole: ticks by the member's key, and the words.

    The first save of one form sent twice is one; of two editors' first saves the second is told.
    """
    stored = _locked(event)
    if stored.is_cancelled:
        raise ValidationError("Sự kiện đã hủy nên không có biên bản.")
    existing = Minutes.objects.filter(event=stored).first()
    if existing is not None and existing.is_closed:
        raise ValidationError(CLOSED)
    if existing is not None and minutes._state.adding:
        if token and existing.form_token == token:
            return existing
        raise ValidationError("Vừa có người ghi biên bản này trước. Hãy mở lại trang để xem.")
    minutes.event = stored
    minutes.form_token = minutes.form_token or token
    minutes.full_clean()
    minutes.save()
    _mark(stored, marks)
    replace_rows(
        minutes.votes, "minutes", minutes, votes, ("question", "in_favour", "against", "other")
    )
    replace_rows(minutes.tasks, "minutes", minutes, tasks, ("what", "responsible", "due_on"))
    return minutes


def _mark(event: Event, marks: Mapping[int, str]) -> None:
    """Makes the ticks those given; an empty one takes a tick back."""
    stored = {row.member_id: row for row in Attendance.objects.filter(event=event)}
    people = Member.objects.in_bulk([key for key, state in marks.items() if state])
    changed, new = [], []
    for key, state in marks.items():
        row = stored.get(key)
        if row is None and state and key in people:
            new.append(Attendance(event=event, member=people[key], state=state))
        elif row is not None and not state:
            row.delete()
        elif row is not None and row.state != state:
            row.state = state
            changed.append(row)
    bulk_save(changed, ["state"])
    bulk_add(Attendance, new)


@needs(edits("minutes.event"))
@transaction.atomic
def close_minutes(*, minutes: Minutes, by: User) -> Minutes:
    """Freezes minutes and attendance with the count of those present."""
    event = _locked(minutes.event)
    stored = Minutes.objects.select_for_update(of=("self",)).get(pk=minutes.pk)
    if stored.is_closed:
        return stored  # a double click
    count = count_of(event, roll_of(event))
    missing = [
        label
        for label, is_there in (
            ("chủ trì", stored.chair), ("thư ký", stored.secretary),
            ("nội dung hoặc quyết nghị", stored.agenda or stored.decisions),
        )
        if not is_there
    ]  # fmt: skip
    if missing:
        raise ValidationError(f"Chưa chốt được: còn thiếu {', '.join(missing)}.")
    if event.starts_at > timezone.now():
        raise ValidationError("Chưa chốt được: buổi này chưa diễn ra.")
    if count.unmarked:
        raise ValidationError(
            f"Chưa chốt được: còn {count.unmarked} đồng chí chưa ghi có mặt hay vắng."
        )
    if too_many := next((vote for vote in stored.votes.all() if vote.voters > count.present), None):
        raise ValidationError(
            f"Biểu quyết “{too_many.question}” có {too_many.voters} phiếu, mà chỉ có "
            f"{count.present} đồng chí có mặt."
        )
    stored.total, stored.present, stored.excused = count.total, count.present, count.excused
    stored.closed_at, stored.closed_by, stored.reopen_reason = timezone.now(), by, ""
    stored.save()
    return stored


@needs(edits("minutes.event"))
@transaction.atomic
def reopen_minutes(*, minutes: Minutes, reason: str, by: User) -> Minutes:
    """Lets closed minutes be corrected; the history keeps the reason."""
    stored = Minutes.objects.select_for_update(of=("self",)).get(pk=minutes.pk)
    if not stored.is_closed:
        return stored
    if not reason:
        raise ValidationError({"reason": "Chưa ghi lý do mở lại."})
    stored.total = stored.present = stored.excused = stored.closed_at = stored.closed_by = None
    stored.reopen_reason = reason
    stored.save()
    return stored


@needs(edits("task.minutes.event"))
@transaction.atomic
def finish_task(*, task: ResolutionTask, is_done: bool, by: User) -> ResolutionTask:
    """Says that what was decided is done, or takes that back."""
    stored = ResolutionTask.objects.select_for_update(of=("self",)).get(pk=task.pk)
    if stored.is_done != is_done:
        stored.done_on = local_today() if is_done else None
        stored.save()
    return stored
