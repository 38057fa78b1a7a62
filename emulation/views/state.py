"""How far a text is: what was said to the draft, who signed, and what may be done on its page."""

from typing import Any

from members.http import MemberRequest

from ..actions.signing import represented_units
from ..models import Compact, Signable, Signature, SigningAbsence, under


def signing_context(request: MemberRequest, text: Signable, *, leads: bool) -> dict[str, Any]:
    """Signatures, who stayed away, who is still to sign, and which of the buttons are shown."""
    signatures = list(Signature.objects.of(text).select_related("unit"))
    absences = list(SigningAbsence.objects.of(text).select_related("unit"))
    done = {row.unit_id for row in signatures} | {row.unit_id for row in absences}
    waiting = []
    if text.is_open_for_signing:
        waiting = [unit for unit in text.units if unit.pk not in done]
    own = represented_units(request.user)
    return {
        "text": text,
        "signatures": signatures,
        "absences": absences,
        "waiting": waiting,
        "scans": list(text.main.scans.filter(**under(text))),
        "may_sign": any(unit.pk in own for unit in waiting),
        "may_open": leads and text.is_draft,
        "may_reopen": leads and text.is_open_for_signing,
    }


def draft_context(request: MemberRequest, compact: Compact, *, leads: bool) -> dict[str, Any]:
    """What the units said to the draft, and who agreed to the text as it stands or to an earlier
    one. Nothing of it is asked once the text is signed."""
    comments = list(compact.comments.select_related("unit", "clause", "answered_by__member"))
    context: dict[str, Any] = {"comments": comments, "may_answer": leads and compact.is_draft}
    if not compact.is_draft:
        return context
    digest = compact.current_hash
    agreed: dict[int, bool] = {}
    for row in compact.agreements.all():
        agreed[row.unit_id] = agreed.get(row.unit_id, False) or row.text_hash == digest
    units = list(compact.units)
    own = represented_units(request.user)
    context |= {
        "agreements": [(unit, agreed.get(unit.pk)) for unit in units],
        "to_agree": [unit for unit in units if unit.pk in own and not agreed.get(unit.pk)],
        "may_comment": any(unit.pk in own for unit in units),
        "digest": digest,
    }
    return context
