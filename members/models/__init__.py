"""The ground floor's models: units, people, offices, accounts, scope."""

from .dated import Dated, DatedQuerySet, dates_in_order
from .derived import DerivedTextField
from .history import Change, tracked
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
    "Dated",
    "DatedQuerySet",
    "DerivedTextField",
    "District",
    "ExpectedPost",
    "Member",
    "Membership",
    "Photograph",
    "PictureField",
    "Position",
    "Rank",
    "ReadRecord",
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
