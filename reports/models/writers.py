"""Who writes a unit's reports, and who receives them."""

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from members.models import Appointment, Degree, Subject, Unit, units_where
from members.models.rights import rights_with
from members.models.units import UnitQuerySet

if TYPE_CHECKING:
    from members.models.any_user import AnyUser


def offices_of(user: "AnyUser") -> list[int]:
    """Units of the user's own offices; for the administrator, the association itself."""
    if not user.is_authenticated:
        return []
    if user.is_superuser:
        return list(Unit.objects.associations().values_list("pk", flat=True))
    return [office.unit_id for office in user.offices_with(Subject.REPORTS, Degree.WRITE)]


def own_units(user: "AnyUser") -> UnitQuerySet:
    """Units in which the user holds an office that writes their reports."""
    return units_where(user, Subject.REPORTS, Degree.WRITE).filter(pk__in=offices_of(user))


def units_written_for(user: "AnyUser") -> UnitQuerySet:
    """Units for which the user writes reports: the own ones, and units below without a writer.

    A branch whose officers have no account must still report: an officer of a unit above writes for
    it. Where a unit has its own writer, nobody else writes.
    """
    staffed = Appointment.objects.on().filter(
        unit=OuterRef("pk"),
        position__right__in=rights_with(Subject.REPORTS, Degree.WRITE),
        member__user__is_active=True,
    )
    return units_where(user, Subject.REPORTS, Degree.WRITE).filter(
        Q(pk__in=offices_of(user)) | ~Exists(staffed)
    )


def units_writable_by(user: "AnyUser") -> UnitQuerySet:
    """Units whose reports the user may write; the administrator may for all."""
    if user.is_authenticated and user.is_superuser:
        return units_where(user, Subject.REPORTS, Degree.WRITE)
    return units_written_for(user)


def units_overseen_by(user: "AnyUser") -> UnitQuerySet:
    """Units whose reports go to a unit whose reports the user may read."""
    managed = units_where(user, Subject.REPORTS)
    return managed.filter(parent__in=managed)
