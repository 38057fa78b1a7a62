"""Events of the association: kinds, hosts, guests, programme, photographs, papers."""

from .annual_days import AnnualDay, AnnualDayQuerySet
from .contests import Contestant, ContestResult
from .events import Event, EventHost, EventQuerySet, FormerDay
from .files import EventDocument, EventPhoto
from .funerals import Funeral
from .invitations import Invitation
from .kinds import EventKind, RegularPlace, UsualKind, usual_kinds
from .minutes import Attendance, Minutes, ResolutionTask, Vote
from .notices import EventNotice
from .parts import Guest, ProgrammeItem
from .registration import Registration, RegistrationTerms

__all__ = [
    "AnnualDay",
    "AnnualDayQuerySet",
    "Attendance",
    "ContestResult",
    "Contestant",
    "Event",
    "EventDocument",
    "EventHost",
    "EventKind",
    "EventNotice",
    "EventPhoto",
    "EventQuerySet",
    "FormerDay",
    "Funeral",
    "Guest",
    "Invitation",
    "Minutes",
    "ProgrammeItem",
    "Registration",
    "RegistrationTerms",
    "RegularPlace",
    "ResolutionTask",
    "UsualKind",
    "Vote",
    "usual_kinds",
]
