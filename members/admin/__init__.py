"""The ground floor's books in the admin."""

from .accounts import ChangeAdmin, ReadRecordAdmin, UserAdmin
from .book import (
    AwardKindAdmin,
    ConsentAdmin,
    DisciplineAdmin,
    LetterTextAdmin,
    MemberAwardAdmin,
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
    "AwardKindAdmin",
    "BranchAdmin",
    "CandidateAdmin",
    "ChangeAdmin",
    "ConsentAdmin",
    "DecisionAdmin",
    "DecisionRuleAdmin",
    "DepartureAdmin",
    "DisciplineAdmin",
    "DistrictAdmin",
    "HandoverAdmin",
    "LetterTextAdmin",
    "MemberAdmin",
    "MemberAwardAdmin",
    "MemberDocumentAdmin",
    "MemberPassAdmin",
    "PassPrintingAdmin",
    "PositionAdmin",
    "ProposalAdmin",
    "ReadRecordAdmin",
    "SavedFilterAdmin",
    "SuccessionAdmin",
    "TermAdmin",
    "TransferAdmin",
    "UnitAdmin",
    "UserAdmin",
]
