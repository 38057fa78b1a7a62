"""Undo of the last change of a record."""

import datetime as dt
from operator import attrgetter
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone

from members.actions.permission import Given, edits, needs
from members.actor import acting_as
from members.models import Change, User
from members.models.history import TRACKED, field_named, label_of

UNDO_WITHIN = dt.timedelta(days=7)


class CannotUndo(Exception):  # noqa: N818 - the name is the problem
    """The last change can't be undone; the message is for the user."""


def change_to_undo(*, record: models.Model) -> Change | None:
    """The record's last change, if it can be undone now."""
    last = Change.objects.filter(model=label_of(record), object_id=record.pk).newest_first().first()
    if last is None or not last.can_be_put_back or last.at < timezone.now() - UNDO_WITHIN:
        return None
    return last


def _edits_record(by: User, given: Given) -> bool:
    """Whether the user may change the record, or the one on whose page it is shown."""
    record = given["record"]
    about = TRACKED[label_of(record)].about
    return edits("it")(by, {"it": attrgetter(about)(record) if about else record})


@needs(_edits_record)
@transaction.atomic
def undo_last_change(*, record: models.Model, change: Change, by: User) -> Change:
    """Restores the record as it was before `change`; the history records this too.

    Anyone who may edit the record may undo its last change within a week. Raises `CannotUndo`, also
    if there is a newer change.
    """
    model: Any = TRACKED[label_of(record)].model
    fresh = model._base_manager.select_for_update().get(pk=record.pk)
    last = change_to_undo(record=fresh)
    if last is None or last.pk != change.pk:
        raise CannotUndo("Đã có thay đổi mới hơn, hoặc đã quá bảy ngày: không hoàn tác được nữa.")
    for line in last.diff:
        field: Any = field_named(model, line["field"])
        if field is None:
            raise CannotUndo(f"Không còn mục {line['name']} để trả lại.")
        target = field.target_field if field.is_relation else field
        if getattr(fresh, field.attname) != target.to_python(line["to"]):
            raise CannotUndo(f"Mục {line['name']} đã được đổi theo cách khác, không trả lại được.")
        setattr(fresh, field.attname, target.to_python(line["from"]))
    try:
        fresh.full_clean()
    except ValidationError as error:
        raise CannotUndo("Không trả lại được: " + " ".join(error.messages)) from error
    with acting_as(user=by, action=Change.Action.UNDONE):
        fresh.save()
    return last
