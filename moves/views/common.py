"""What the pages of people who come, move and leave share."""

from kit.dates import local_today
from members.http import MemberRequest
from members.models import Degree, Member, Subject, Unit

from ..actions.corrections import may_correct


def numbering_unit(request: MemberRequest, member: Member | None) -> Unit | None:
    """Whose numbers are suggested: the member's branch, or the only one whose books these are."""
    if member is not None and (stay := member.membership_on()):
        return stay.unit
    held = [office.unit for office in request.user.offices_with(Subject.MOVES, Degree.WRITE)]
    return held[0] if held else None


def needs_correction(request: MemberRequest, made_by: int | None, until: object) -> bool:
    """Whether the user may correct, and not simply undo, what was written down."""
    return may_correct(request.user) and not may_undo(request, made_by, until)


def may_undo(request: MemberRequest, made_by: int | None, until: object) -> bool:
    mine = made_by == request.user.pk or request.user.is_superuser
    return mine and until is not None and local_today() <= until  # type: ignore[operator]  # a day
