"""The ground floor's books in the admin."""

from .accounts import ChangeAdmin, ReadRecordAdmin, UserAdmin
from .book import ConsentAdmin, MemberDocumentAdmin, SavedFilterAdmin
from .offices import AppointmentAdmin, PositionAdmin, TermAdmin
from .people import MemberAdmin
from .units import BranchAdmin, DistrictAdmin, SuccessionAdmin, UnitAdmin

__all__ = [
    "AppointmentAdmin",
    "BranchAdmin",
    "ChangeAdmin",
    "ConsentAdmin",
    "DistrictAdmin",
    "MemberAdmin",
    "MemberDocumentAdmin",
    "PositionAdmin",
    "ReadRecordAdmin",
    "SavedFilterAdmin",
    "SuccessionAdmin",
    "TermAdmin",
    "UnitAdmin",
    "UserAdmin",
]
