"""What the pages of people who come, move and leave share."""

import datetime as dt

from members.http import MemberRequest
from members.models import Degree, Member, Subject, Unit

from ..actions.corrections import may_correct, why_not_undone


def numbering_unit(request: MemberRequest, member: Member | None) -> Unit | None:
    """Whose numbers are suggested: the member's branch, or the only one whose books these are."""
    if member is not None and (membership := member.membership_on()):
        return membership.unit
    held = [office.unit for office in request.user.offices_with(Subject.MOVES, Degree.WRITE)]
    return held[0] if held else None


def needs_correction(request: MemberRequest, made_by: int | None, until: dt.date | None) -> bool:
    """Whether the user may correct, and not simply undo, what was written down."""
    return may_correct(request.user) and bool(why_not_undone(request.user, made_by, until))
