"""Writing down an act of care: the one door for a visit's form and for a list's hand-over."""

from collections.abc import Sequence

from django.db import transaction

from members.actions.permission import needs, writes_in
from members.models import Subject, User

from ..models import Activity, Visitor


@needs(writes_in("activity.unit", Subject.WELFARE))
@transaction.atomic
def record_activity(*, activity: Activity, visitors: Sequence[Visitor] = (), by: User) -> Activity:
    """Saves a new act of care with the people who took part, in the order given.

    ValidationError if the record or one of the visitors is incomplete; then nothing is saved.
    """
    activity.full_clean()
    activity.save()
    for order, visitor in enumerate(visitors, 1):
        visitor.activity, visitor.order = activity, order
        visitor.full_clean()
        visitor.save()
    return activity
