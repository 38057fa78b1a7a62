"""Which version of a record a form was shown with, and what others corrected since."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from members.acting import current_actor
from members.models import Change
from members.models.history import label_of

# The same file for the same place, by the same person this soon after, is a second click.
SENT_TWICE_WITHIN = dt.timedelta(minutes=1)


class ChangedMeanwhile(Exception):  # noqa: N818 - it says what happened
    """Somebody else saved the card since the form was shown; `changes` tells what."""

    def __init__(self, changes: list[Change]) -> None:
        super().__init__()
        self.changes = changes


def version_of(record: models.Model) -> str:
    """Changes with every correction of the record; a form carries the one it was shown with."""
    last = _corrections(record).newest_first().values_list("pk", flat=True).first()
    return str(last or 0)


def changes_since(record: models.Model, version: str) -> list[Change]:
    """What others corrected on the record since the form was shown, the oldest first."""
    since = int(version) if version.isdecimal() and len(version) < 18 else 0
    return list(_corrections(record).filter(pk__gt=since).order_by("pk"))


# Who acts now, told of what they did in another window or on another machine.
ONESELF = "chính đồng chí (ở cửa sổ hoặc máy khác)"


def told_to(user: Any, change: Change | None) -> str:
    """Who made the change, as this user is told: nobody is a stranger to themselves."""
    if change is None:
        return "người khác"
    return ONESELF if change.by_id and change.by_id == getattr(user, "pk", None) else change.who


def edited_meanwhile(did: str) -> str:
    """Tells whoever saves second; `did`: who has saved, when, and where it is known, what."""
    return (
        f"Trong lúc đồng chí sửa, {did}. Điều đồng chí vừa nhập còn ở dưới nhưng chưa được lưu; bấm "
        "lưu lần nữa thì bản của đồng chí thay cho bản kia."
    )


def check_version(record: models.Model, version: str) -> None:
    """ValidationError where somebody corrected the record since the form was shown.

    It tells what was corrected, field by field; what the form holds stands beneath it.
    """
    if changes := changes_since(record, version):
        last = changes[-1]
        who = told_to(current_actor().user, last)
        what = "; ".join(line for change in changes for line in change.sentences)
        raise ValidationError(edited_meanwhile(f"{who} đã ghi vào đây lúc {last.moment}: {what}"))


def _corrections(record: models.Model) -> Any:
    return Change.objects.filter(model=label_of(record), object_id=record.pk).exclude(
        action=Change.Action.CREATED
    )
