"""Who has more rights than whom: the order of rights follows from the table of `rights`."""

from typing import TYPE_CHECKING

from django.db.models import Q

from kit.dates import local_today

from .offices import Appointment, AppointmentQuerySet, Position
from .people import Member
from .rights import RIGHTS, includes
from .units import Unit

if TYPE_CHECKING:
    from .any_user import AnyUser, SignedInUser

_R = Position.Right
# What each right includes besides itself, as the table of degrees says. An editor and a keeper of
# books stand side by side: each has what the other lacks. Above all of them stands a superuser.
COVERS: dict[str, tuple[str, ...]] = {
    right: tuple(other for other in RIGHTS if includes(right, other)) for right in RIGHTS
}


def offices_beyond(user: "AnyUser") -> AppointmentQuerySet:
    """Offices, held now or from a day to come, whose rights the user's own do not cover.

    An office covers those of its unit and of all units below that carry no more than its right.
    Whoever holds one of the others has more rights than the user in that place: `User.outranks`.
    """
    rows = Appointment.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=local_today())
    ).exclude(position__right=_R.NONE)
    if not user.is_authenticated or not user.is_active:
        return rows
    if user.is_superuser:
        return rows.none()
    covered = Q(pk__in=[])
    for office in user.offices:
        if office.position.right != _R.NONE:
            covered |= Q(
                unit__in=Unit.objects.within(office.unit_id),
                position__right__in=COVERS[office.position.right],
            )
    return rows.exclude(covered)


def may_grant(user: "SignedInUser", position: Position, unit: Unit) -> bool:
    """Whether the user may give somebody this post there: never more rights than the own ones."""
    if user.is_superuser or position.right == _R.NONE:
        return user.is_active
    return any(
        position.right in COVERS[office.position.right] and unit.is_within(office.unit)
        for office in user.offices
    )


def may_change_contact(user: "SignedInUser", member: Member) -> bool:
    """Whether the user may change the telephone, mail or login of this member.

    The card must be theirs to change, and the member must not have more rights than they.
    """
    if not Member.objects.editable_by(user).contains(member):
        return False
    account = getattr(member, "user", None)
    if account is not None and account.is_superuser and not user.is_superuser:
        return False
    return not offices_beyond(user).filter(member=member).exists()
