"""Questions that the newsroom's actions ask of whoever acts; see `members.actions.permission`."""

from members.actions.permission import Given
from members.models import User, units_written_of_by

from ..models import can_edit_news


def edits_news(by: User, given: Given) -> bool:
    return can_edit_news(by)


def writes_for_unit(by: User, given: Given) -> bool:
    """An editor writes for any unit, or for none; others for those whose news they write."""
    unit = given["unit"]
    return can_edit_news(by) or (unit is not None and units_written_of_by(by).contains(unit))
