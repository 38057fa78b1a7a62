"""Who sees and who changes what belongs to a unit: one rule for the whole house.

Records (members, visits, scores) are seen *from above*: an officer sees the own unit and all below.
Announcements (news, events) are also seen *from below*; they have `addressed_to` beside this.
"""

from typing import TYPE_CHECKING, Any, Self

from django.db import models

from .rights import Degree, Subject
from .units import Unit, UnitQuerySet

if TYPE_CHECKING:
    from .any_user import AnyUser


def units_where(user: "AnyUser", subject: Subject, degree: Degree = Degree.READ) -> UnitQuerySet:
    """Units in which the user may read today what the subject names, or write or decide it: by
    office, the office's unit and all below it."""
    if not user.is_authenticated or not user.is_active:
        return Unit.objects.none()
    if user.is_superuser:
        return Unit.objects.all()
    roots = [office.unit_id for office in user.offices if office.position.may(subject, degree)]
    return Unit.objects.within(*roots) if roots else Unit.objects.none()


def units_written_of_by(user: "AnyUser") -> UnitQuerySet:
    """Units for which the user writes news today: as correspondent, or since they keep its books."""
    return units_where(user, Subject.NEWS, Degree.WRITE)


class ByDegree:
    """Mixin of a QuerySet: three questions, one rule, which each QuerySet writes down once.

    `subject` names what its records are about (`rights.Subject`).
    """

    subject: Subject

    def open_to(self, user: "AnyUser", degree: Degree) -> Any:
        raise NotImplementedError

    def visible_to(self, user: "AnyUser") -> Self:
        """Records the user may read."""
        return self.open_to(user, Degree.READ)

    def editable_by(self, user: "AnyUser") -> Self:
        """Records the user may change: never more than they may see."""
        return self.open_to(user, Degree.WRITE)

    def decidable_by(self, user: "AnyUser") -> Self:
        """Records that the user has the last word on."""
        return self.open_to(user, Degree.DECIDE)


class UnitScopedQuerySet(ByDegree, models.QuerySet[Any]):
    """Records of a unit. `unit_field` names the path from the record to its unit."""

    unit_field = "unit"

    def open_to(self, user: "AnyUser", degree: Degree) -> Self:
        return self.filter(**{f"{self.unit_field}__in": units_where(user, self.subject, degree)})
