"""The ground floor's books in the admin."""

from .accounts import ReadRecordAdmin, UserAdmin
from .offices import AppointmentAdmin, PositionAdmin, TermAdmin
from .people import MemberAdmin
from .units import BranchAdmin, DistrictAdmin, SuccessionAdmin, UnitAdmin

__all__ = [
    "AppointmentAdmin",
    "BranchAdmin",
    "DistrictAdmin",
    "MemberAdmin",
    "PositionAdmin",
    "ReadRecordAdmin",
    "SuccessionAdmin",
    "TermAdmin",
    "UnitAdmin",
    "UserAdmin",
]
