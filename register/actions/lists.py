"""What an officer's own lists do beyond being kept."""

from django.db import transaction

from members.actions.permission import edits, needs
from members.models import SavedFilter, User
from members.models.lists import REMINDERS


@needs(edits("saved"))
@transaction.atomic
def set_reminder(*, saved: SavedFilter, is_reminder: bool, by: User) -> bool:
    """Marks one's saved filter for the day's tasks; False where one has as many as may be."""
    # Two windows at once: the second counts after the first.
    User.objects.select_for_update(of=("self",)).get(pk=by.pk)
    others = SavedFilter.objects.filter(user=by, is_reminder=True).exclude(pk=saved.pk)
    if is_reminder and others.count() >= REMINDERS:
        return False
    saved.is_reminder = is_reminder
    saved.save()
    return True
