"""The ground floor's books in the admin."""

from .accounts import ReadRecordAdmin, UserAdmin
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
    "DecisionAdmin",
    "DepartureAdmin",
    "DistrictAdmin",
    "HandoverAdmin",
    "MemberAdmin",
    "PositionAdmin",
    "ReadRecordAdmin",
    "SuccessionAdmin",
    "TermAdmin",
    "TransferAdmin",
    "UnitAdmin",
    "UserAdmin",
]
