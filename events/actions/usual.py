"""The usual kinds of events, at one press."""

from django.db import transaction

from members.actions.permission import Given, needs
from members.models import User

from ..models import EventKind, usual_kinds


def _is_superuser(by: User, given: Given) -> bool:
    return by.is_superuser


@needs(_is_superuser)
@transaction.atomic
def add_usual_event_kinds(*, by: User) -> int:
    """Adds those that are missing; tells how many. Pressed twice, it adds none."""
    known = set(EventKind.objects.values_list("code", flat=True))
    missing = [kind for kind in usual_kinds() if kind.code not in known]
    for kind in missing:
        kind.save()
    return len(missing)
