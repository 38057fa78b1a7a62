"""Who may begin a post about an event."""

from typing import Any

from django.db.models import Q

from members.models import Degree, Subject, units_written_of_by

from .models import Event


def may_report(user: Any, event: Event) -> bool:
    """Whether the newsroom lets the user begin a post about it: for a unit that holds it, or all."""
    if user.is_authenticated and user.may(Subject.NEWS, Degree.DECIDE):
        return True
    units = units_written_of_by(user)
    return units.filter(Q(pk=event.unit_id) | Q(hosted_events=event)).exists()
