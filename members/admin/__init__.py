"""The ground floor's books in the admin."""

from .accounts import ChangeAdmin, ReadRecordAdmin, UserAdmin
from .moves import (
    AdmissionRuleAdmin,
    ApplicationAdmin,
    CandidateAdmin,
    DecisionAdmin,
    DecisionRuleAdmin,
    DepartureAdmin,
    HandoverAdmin,
    ProposalAdmin,
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
    "DecisionAdmin",
    "DecisionRuleAdmin",
    "DepartureAdmin",
    "DistrictAdmin",
    "HandoverAdmin",
    "MemberAdmin",
    "PositionAdmin",
    "ProposalAdmin",
    "ReadRecordAdmin",
    "SuccessionAdmin",
    "TermAdmin",
    "TransferAdmin",
    "UnitAdmin",
    "UserAdmin",
]
