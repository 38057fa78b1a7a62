"""The ground floor's models: units, people, offices, accounts, scope."""

from .addresses import consented_address
from .authority import may_change_contact, may_grant, offices_beyond
from .awards import AwardKind, MemberAward
from .consents import Consent
from .constraints import known_choices
from .cross_table_rules import CrossTableRule, HeldRows, ReferencedTable
from .dated import Dated, DatedQuerySet, dates_in_order
from .decisions import Decision, Scan, ScanFormField, number_of
from .derived import DerivedTextField
from .details import Policy, SensitiveDetails
from .discipline import Discipline
from .documents import MemberDocument, Portrait
from .handover import Handover
from .history import Change, tracked
from .joining import Application, Candidate, CandidateStep
from .leaving import Departure, Transfer
from .letters import LetterText
from .lists import ListSetting, SavedFilter
from .offices import Appointment, ExpectedPost, Position, Term, vacancies, vacancies_by_unit
from .passes import MemberPass, PassPrinting
from .people import Member, Membership, Rank
from .pictures import Photograph, PictureField
from .proposals import Proposal
from .reads import ReadRecord
from .rights import Degree, Right, Subject
from .rules import AdmissionRule, DecisionMatter, DecisionRule, reaches
from .scope import ByDegree, UnitScopedQuerySet, units_where, units_written_of_by
from .sign_in import SignInTrail
from .tree import UnitNode, unit_tree
from .typed import Sitting, TypedText
from .units import Branch, District, Succession, Unit, association
from .users import User

__all__ = [
    "AdmissionRule",
    "Application",
    "Appointment",
    "AwardKind",
    "Branch",
    "ByDegree",
    "Candidate",
    "CandidateStep",
    "Change",
    "Consent",
    "CrossTableRule",
    "Dated",
    "DatedQuerySet",
    "Decision",
    "DecisionMatter",
    "DecisionRule",
    "Degree",
    "Departure",
    "DerivedTextField",
    "Discipline",
    "District",
    "ExpectedPost",
    "Handover",
    "HeldRows",
    "LetterText",
    "ListSetting",
    "Member",
    "MemberAward",
    "MemberDocument",
    "MemberPass",
    "Membership",
    "PassPrinting",
    "Photograph",
    "PictureField",
    "Policy",
    "Portrait",
    "Position",
    "Proposal",
    "Rank",
    "ReadRecord",
    "ReferencedTable",
    "Right",
    "SavedFilter",
    "Scan",
    "ScanFormField",
    "SensitiveDetails",
    "SignInTrail",
    "Sitting",
    "Subject",
    "Succession",
    "Term",
    "Transfer",
    "TypedText",
    "Unit",
    "UnitNode",
    "UnitScopedQuerySet",
    "User",
    "association",
    "consented_address",
    "dates_in_order",
    "known_choices",
    "may_change_contact",
    "may_grant",
    "number_of",
    "offices_beyond",
    "reaches",
    "tracked",
    "unit_tree",
    "units_where",
    "units_written_of_by",
    "vacancies",
    "vacancies_by_unit",
]
