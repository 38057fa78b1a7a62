"""Forms of the reports' pages."""

from .kinds import ReportKindForm
from .reports import BoardFilters, ReportFilters, ReportForm, ReturnForm, SignedCopyForm

__all__ = [
    "BoardFilters",
    "ReportFilters",
    "ReportForm",
    "ReportKindForm",
    "ReturnForm",
    "SignedCopyForm",
]
