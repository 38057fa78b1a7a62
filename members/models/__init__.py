"""The ground floor's models: units, people, offices, accounts, scope."""

from .dated import Dated, DatedQuerySet, dates_in_order
from .derived import DerivedTextField
from .details import Consent, Policy, SensitiveDetails
from .documents import MemberDocument, Portrait
from .history import Change, tracked
from .lists import ListSetting, SavedFilter
from .offices import Appointment, ExpectedPost, Position, Term, vacancies
from .people import Member, Membership, Rank
from .pictures import Photograph, PictureField
from .reads import ReadRecord
from .scope import UnitScopedQuerySet, units_managed_by, units_written_of_by
from .tree import UnitNode, unit_tree
from .units import Branch, District, Succession, Unit, association
from .users import User

__all__ = [
    "Appointment",
    "Branch",
    "Change",
    "Consent",
    "Dated",
    "DatedQuerySet",
    "DerivedTextField",
    "District",
    "ExpectedPost",
    "ListSetting",
    "Member",
    "MemberDocument",
    "Membership",
    "Photograph",
    "PictureField",
    "Policy",
    "Portrait",
    "Position",
    "Rank",
    "ReadRecord",
    "SavedFilter",
    "SensitiveDetails",
    "Succession",
    "Term",
    "Unit",
    "UnitNode",
    "UnitScopedQuerySet",
    "User",
    "association",
    "dates_in_order",
    "tracked",
    "unit_tree",
    "units_managed_by",
    "units_written_of_by",
    "vacancies",
]
