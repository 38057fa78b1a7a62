"""Versions of records: which one a form was shown with, and what others changed since."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from members.actor import current_actor
from members.models import Change
from members.models.history import label_of

# The same file for the same record, by the same user within this time, is a double click.
SENT_TWICE_WITHIN = dt.timedelta(minutes=1)


class RecordChangedMeanwhile(Exception):  # noqa: N818 - the name is the event
    """Somebody else saved the card since the form was shown; `changes` are theirs."""

    def __init__(self, changes: list[Change]) -> None:
        super().__init__()
        self.changes = changes


def version_of(record: models.Model) -> str:
    """The record's version: the key of its last change. A form carries it."""
    last = _corrections(record).newest_first().values_list("pk", flat=True).first()
    return str(last or 0)


def changes_since(record: models.Model, version: str) -> list[Change]:
    """Changes of the record since the form was shown, oldest first."""
    since = int(version) if version.isdecimal() and len(version) < 18 else 0
    return list(_corrections(record).filter(pk__gt=since).order_by("pk"))


# How users learn of their own change in another window or on another machine.
ONESELF = "chính đồng chí (ở cửa sổ hoặc máy khác)"


def author_label(user: Any, change: Change | None) -> str:
    """The name of the change's author as shown to this user; their own change says so."""
    if change is None:
        return "người khác"
    return ONESELF if change.by_id and change.by_id == getattr(user, "pk", None) else change.who


def edited_meanwhile(did: str) -> str:
    """The message for the second to save; `did`: who has saved when and, if known, what."""
    return (
        f"Trong lúc đồng chí sửa, {did}. Điều đồng chí vừa nhập còn ở dưới nhưng chưa được lưu; bấm "
        "lưu lần nữa thì bản của đồng chí thay cho bản kia."
    )


def check_version(record: models.Model, version: str) -> None:
    """Raises ValidationError if somebody changed the record since the form was shown.

    The message lists the changes field by field; the form keeps its input.
    """
    if changes := changes_since(record, version):
        last = changes[-1]
        who = author_label(current_actor().user, last)
        what = "; ".join(line for change in changes for line in change.sentences)
        raise ValidationError(edited_meanwhile(f"{who} đã ghi vào đây lúc {last.moment}: {what}"))


def _corrections(record: models.Model) -> Any:
    return Change.objects.filter(model=label_of(record), object_id=record.pk).exclude(
        action=Change.Action.CREATED
    )
