"""Who takes back what was written about joining and leaving: the writer within days, else the city office."""

import datetime as dt
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.files.base import File

from kit.dates import local_today
from members.actions.permission import Given
from members.models import Application, Decision, Degree, Departure, Subject, Transfer, User

from .decisions import file_scan


@dataclass(frozen=True)
class Correction:
    """Why something is corrected past its days of undoing: in words, and the paper that says so."""

    reason: str
    title: str
    file: File


def may_correct(user: User) -> bool:
    """Whether the user corrects what nobody may undo any more: the city office alone."""
    return user.may(Subject.MOVES, Degree.DECIDE)


def corrects(by: User, given: Given) -> bool:
    """For `needs`: with a correction the city office alone acts."""
    return given.get("correction") is None or may_correct(by)


def may_reject(user: User, decision: Decision | None) -> bool:
    """Whether the user keeps the books of the unit whose paper somebody below copied, and that unit
    has not yet confirmed it: then it may reject what was recorded by it, on any day."""
    return (
        decision is not None
        and decision.is_to_confirm
        and Decision.objects.editable_by(user).contains(decision)
    )


def why_not_undone(
    user: User, made_by: int | None, until: dt.date | None, decision: Decision | None = None
) -> str:
    """Why the user may not take it back; "" where they may: who wrote it, up to its last day.

    `decision`: the paper it was recorded by, see `may_reject`.
    """
    if made_by != user.pk and not user.is_superuser:
        message = "Chỉ người đã ghi mới hoàn tác được."
    elif until is None or local_today() > until:
        message = "Đã quá thời hạn hoàn tác."
    else:
        return ""
    return "" if may_reject(user, decision) else message


def check_undo(
    by: User,
    made_by: int | None,
    until: dt.date | None,
    correction: Correction | None = None,
    decision: Decision | None = None,
) -> None:
    """As `why_not_undone`, but raises its message; the right to correct is checked by `corrects`."""
    if correction is None and (message := why_not_undone(by, made_by, until, decision)):
        raise ValidationError(message)


def file_correction(
    of: Application | Transfer | Departure, correction: Correction | None, by: User
) -> None:
    """Keeps the paper with its reason beside what was corrected; such a paper is not removed."""
    if correction is not None:
        file_scan(
            of=of, title=correction.title, file=correction.file, reason=correction.reason, by=by
        )
