"""The ground floor's books in the admin."""

from .accounts import ChangeAdmin, ReadRecordAdmin, UserAdmin
from .book import (
    ConsentAdmin,
    LetterTextAdmin,
    MemberDocumentAdmin,
    MemberPassAdmin,
    PassPrintingAdmin,
    SavedFilterAdmin,
)
from .moves import (
    AdmissionRuleAdmin,
    ApplicationAdmin,
    CandidateAdmin,
    DecisionAdmin,
    DepartureAdmin,
    HandoverAdmin,
    TransferAdmin,
)
from .offices import AppointmentAdmin, PositionAdmin, TermAdmin
from .people import MemberAdmin
from .units import BranchAdmin, DistrictAdmin, SuccessionAdmin, UnitAdmin

__all__ = [
    "AdmissionRuleAdmin",
    "ApplicationAdmin",
    "AppointmentAdmin",
    "BranchAdmin",
    "CandidateAdmin",
    "ChangeAdmin",
    "ConsentAdmin",
    "DecisionAdmin",
    "DepartureAdmin",
    "DistrictAdmin",
    "HandoverAdmin",
    "LetterTextAdmin",
    "MemberAdmin",
    "MemberDocumentAdmin",
    "MemberPassAdmin",
    "PassPrintingAdmin",
    "PositionAdmin",
    "ReadRecordAdmin",
    "SavedFilterAdmin",
    "SuccessionAdmin",
    "TermAdmin",
    "TransferAdmin",
    "UnitAdmin",
    "UserAdmin",
]
