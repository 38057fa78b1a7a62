"""Giving out numbers of decisions and letters, copying papers from above; filing scans; votes."""

import datetime as dt
from typing import Any

from django.contrib.admin.models import DELETION, LogEntry
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from desk.versions import SENT_TWICE_WITHIN
from kit.dates import lately
from kit.text import upper_first
from members.actions.permission import Given, edits, needs, writes_within
from members.files import delete_after_commit
from members.models import (
    Application,
    Decision,
    DecisionRule,
    Degree,
    Departure,
    Proposal,
    Scan,
    Subject,
    Transfer,
    Unit,
    User,
    number_of,
    reaches,
    units_where,
)

NEEDS_SCAN = "Ghi theo giấy của cấp trên thì phải kèm bản chụp tờ giấy đó."


def is_on_paper(unit: Unit, by: User) -> bool:
    """Whether a number of that unit is copied from its paper: by whoever doesn't keep its books."""
    return not units_where(by, Subject.MOVES, Degree.WRITE).contains(unit)


def check_decider(rule: DecisionRule, branch: Unit, decider: Unit, scan: Any, by: User) -> None:
    """Refuses a unit that doesn't decide such matters of the branch, and a number in its name by
    whoever neither keeps its books nor may copy its paper, scan and all."""
    deciders = rule.deciders_of(branch)
    if decider not in deciders:
        message = f"{upper_first(rule.get_matter_display())} do {deciders[0]} quyết định."
        raise ValidationError({"decider": message})
    if not is_on_paper(decider, by):
        return
    if not rule.allows_paper:
        message = f"Số của {decider} chỉ {decider} ghi. Hãy gửi đề nghị để nơi đó ghi quyết định."
        raise ValidationError({"code": message})
    if not scan:
        raise ValidationError({"scan": NEEDS_SCAN})


def check_votes(body: str, votes: Any, present: Any, share: str, who: str, otherwise: str) -> None:
    """Refuses fewer votes than the rule's share of those present; an empty share asks for none.

    `body` begins the names of the fields; `otherwise` says what to do if the votes were so.
    """
    if not share:
        return
    if not present:
        raise ValidationError({f"{body}_present": "Cuộc họp phải có người dự."})
    if votes is None:
        raise ValidationError({f"{body}_for": "Chưa ghi số người đồng ý."})
    if votes > present:
        raise ValidationError({f"{body}_for": "Số người đồng ý nhiều hơn số người dự họp."})
    if not reaches(votes, present, share):
        message = f"{votes}/{present} chưa đủ {share} số người dự họp của {who}. {otherwise}"
        raise ValidationError({f"{body}_for": message})


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
    scan: Any = None,
    by: User,
) -> Decision:
    """A numbered paper of the unit; refuses a number that is taken and names the next free one.

    Below the unit it is copied from the paper itself: with its scan (which the caller files), and
    marked, so that the unit can confirm it. What the other paper of a taken number is
    about is shown only to those who may read it: it may name somebody expelled from another branch.
    """
    on_paper = is_on_paper(unit, by)
    if on_paper and not scan:
        raise ValidationError({"scan": NEEDS_SCAN})
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
        is_visible = Decision.objects.visible_to(by).contains(taken)
        used = f"đã dùng cho: {taken.subject}" if is_visible else "đã dùng trong năm"
        free = Decision.objects.next_code(unit, kind, signed_on)
        # Nobody takes the next number of a superior: the paper's own is to be looked at again.
        then = f"Hãy hỏi lại {unit}" if on_paper else f"Số tiếp theo là {free}"
        message = f"Số này {used}. {then}."
        raise ValidationError({"code": message})
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
        is_on_paper=on_paper,
    )


@needs(edits("decision"))
@transaction.atomic
def confirm_paper(*, decision: Decision, by: User) -> Decision:
    """The unit whose number it is says that the paper which a branch copied is its own."""
    row = Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
    if not row.is_on_paper:
        raise ValidationError("Quyết định này không ghi theo giấy nên không cần xác nhận.")
    if row.is_to_confirm:
        row.confirmed_by, row.confirmed_at = by, timezone.now()
        row.save()
    return row


def _may_remove(by: User, given: Given) -> bool:
    return bool(given["scan"].can_be_removed_by(by))


@needs(edits("scan.of"), _may_remove)
@transaction.atomic
def remove_scan(*, scan: Scan, by: User) -> None:
    """Takes away a scan that was attached by mistake, with its file; who did so stays written."""
    LogEntry.objects.log_actions(by.pk, [scan], DELETION, "Bỏ bản chụp.")
    storage, name = scan.file.storage, scan.file.name
    scan.delete()
    delete_after_commit(storage, [name])


@needs(edits("of"))
@transaction.atomic
def file_scan(
    *,
    of: Application | Transfer | Departure | Proposal,
    title: str,
    file: File,
    by: User,
    reason: str = "",
) -> Scan:
    """Keeps a scan of a paper with the record that it is about; sent twice by a double click, it is one.

    `reason`: why it corrected something, see `actions.corrections`.
    """
    type(of)._base_manager.select_for_update(of=("self",)).get(pk=of.pk)
    facts: dict[str, Any] = {type(of).__name__.lower(): of, "title": title, "added_by": by}
    facts["reason"] = reason
    just_now = lately(SENT_TWICE_WITHIN)
    for existing in Scan.objects.filter(added_at__range=just_now, **facts):
        if existing.size == file.size:
            return existing
    return Scan.objects.create(file=file, **facts)


def file_paper(of: Application | Departure | Proposal, scan: Any, by: User) -> None:
    """Keeps the scan of a superior's paper that was copied; a part of actions, which ask first."""
    if scan and of.decision is not None and of.decision.is_on_paper:
        file_scan(of=of, title=f"Văn bản {of.decision}"[:120], file=scan, by=by)
