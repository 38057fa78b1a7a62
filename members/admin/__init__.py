"""The ground floor's books in the admin."""

from .accounts import ChangeAdmin, ReadRecordAdmin, UserAdmin
from .offices import AppointmentAdmin, PositionAdmin, TermAdmin
from .people import MemberAdmin
from .units import BranchAdmin, DistrictAdmin, SuccessionAdmin, UnitAdmin

__all__ = [
    "AppointmentAdmin",
    "BranchAdmin",
    "ChangeAdmin",
    "DistrictAdmin",
    "MemberAdmin",
    "PositionAdmin",
    "ReadRecordAdmin",
    "SuccessionAdmin",
    "TermAdmin",
    "UnitAdmin",
    "UserAdmin",
]
