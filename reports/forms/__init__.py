"""Forms of the reports' pages."""

from .kinds import KindForm
from .reports import BoardFilters, ReportFilters, ReportForm, ReturnForm, SignedCopyForm

__all__ = [
    "BoardFilters",
    "KindForm",
    "ReportFilters",
    "ReportForm",
    "ReturnForm",
    "SignedCopyForm",
]
