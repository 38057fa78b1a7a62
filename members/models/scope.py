"""Who sees and who changes what belongs to a unit: one rule for the whole house.

Records (members, visits, scores) are seen *from above*: an officer sees the own unit and all below.
Announcements (news, events) are also seen *from below*; they have `addressed_to` beside this.
"""

from typing import TYPE_CHECKING, Any, Self, TypeAlias

from django.db import models

from .units import Unit, UnitQuerySet

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from .users import User

    AnyUser: TypeAlias = User | AnonymousUser


def units_managed_by(user: "AnyUser") -> UnitQuerySet:
    """Units whose books the user keeps today: by office, the office's unit and all below it."""
    return _units_by_office(user, "keeps_books")


def units_written_of_by(user: "AnyUser") -> UnitQuerySet:
    """Units for which the user writes news today: as correspondent, or since they keep its books."""
    return _units_by_office(user, "writes_news")


def _units_by_office(user: "AnyUser", question: str) -> UnitQuerySet:
    """Units of the offices whose post answers yes to the question, and all below them."""
    if not user.is_authenticated or not user.is_active:
        return Unit.objects.none()
    if user.is_superuser:
        return Unit.objects.all()
    roots = [office.unit_id for office in user.offices if getattr(office.position, question)]
    return Unit.objects.within(*roots) if roots else Unit.objects.none()


class UnitScopedQuerySet(models.QuerySet[Any]):
    """Records of a unit. `unit_field` names the path from the record to its unit."""

    unit_field = "unit"

    def visible_to(self, user: "AnyUser") -> Self:
        """Records the user may read: those of the units whose books they keep."""
        return self.filter(**{f"{self.unit_field}__in": units_managed_by(user)})

    def editable_by(self, user: "AnyUser") -> Self:
        """Records the user may change: never more than they may see."""
        return self.visible_to(user)
