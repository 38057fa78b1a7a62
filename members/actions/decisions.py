"""Giving out numbers of decisions and letters; filing scans."""

import datetime as dt
from functools import partial
from typing import Any

from django.contrib.admin.models import DELETION, LogEntry
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction

from kit.dates import lately

from ..models import (
    Application,
    Decision,
    Departure,
    Scan,
    Subject,
    Transfer,
    Unit,
    User,
    number_of,
)
from .members import SENT_TWICE_WITHIN
from .permission import Given, edits, needs, writes_within


@needs(writes_within("unit", Subject.MOVES))
@transaction.atomic
def issue(
    *,
    unit: Unit,
    kind: str,
    code: str,
    signed_on: dt.date,
    subject: str,
    signer: str = "",
    signer_post: str = "",
    by: User,
) -> Decision:
    """A numbered paper of the unit; refuses a number that is taken and names the next free one.

    What the other paper is about is told only to who may read it: it may name somebody expelled
    from another branch.
    """
    # Two officers who take a number at once: the second waits here, and finds it taken.
    Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
    try:
        number = number_of(code)
    except ValidationError as error:
        raise ValidationError({"code": error.messages}) from error
    taken = Decision.objects.filter(
        unit=unit, kind=kind, year=signed_on.year, number=number
    ).first()
    if taken is not None:
        free = Decision.objects.next_code(unit, kind, signed_on)
        is_told = Decision.objects.visible_to(by).contains(taken)
        used = f"đã dùng cho: {taken.subject}" if is_told else "đã dùng trong năm"
        words = f"Số này {used}. Số tiếp theo là {free}."
        raise ValidationError({"code": words})
    return Decision.objects.create(
        unit=unit,
        kind=kind,
        year=signed_on.year,
        number=number,
        code=code if "/" in code else f"{code}/{kind}-{unit.code}",
        signed_on=signed_on,
        subject=subject[:200],
        signer=signer,
        signer_post=signer_post,
    )


def _may_remove(by: User, given: Given) -> bool:
    return bool(given["scan"].can_be_removed_by(by))


@needs(edits("scan.of"), _may_remove)
@transaction.atomic
def remove_scan(*, scan: Scan, by: User) -> None:
    """Takes away a scan that was attached by mistake, with its file; who did so stays written."""
    LogEntry.objects.log_actions(by.pk, [scan], DELETION, "Bỏ bản chụp.")
    storage, name = scan.file.storage, scan.file.name
    scan.delete()
    if name:
        transaction.on_commit(partial(storage.delete, name), robust=True)


@needs(edits("of"))
@transaction.atomic
def file_scan(
    *, of: Application | Transfer | Departure, title: str, file: File, by: User, reason: str = ""
) -> Scan:
    """Keeps a scan of a paper with what rests upon it; sent twice by a double click, it is one.

    `reason`: why it corrected something, see `actions.corrections`.
    """
    type(of)._base_manager.select_for_update(of=("self",)).get(pk=of.pk)
    facts: dict[str, Any] = {type(of).__name__.lower(): of, "title": title, "added_by": by}
    facts["reason"] = reason
    just_now = lately(SENT_TWICE_WITHIN)
    for known in Scan.objects.filter(added_at__range=just_now, **facts):
        if known.size == file.size:
            return known
    return Scan.objects.create(file=file, **facts)
