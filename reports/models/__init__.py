"""Báo cáo định kỳ: which are required, their figures and texts, and their workflow."""

from .drafts import ReportDraft
from .figures import LINES, Figures, figure_groups, figures_of, sum_figures
from .kinds import ReportKind
from .periods import Period, Rhythm
from .reports import Report, SignedCopy, report_parts
from .workflow import ReportRole, ReportState, ReportStep
from .writers import own_units, units_overseen_by, units_writable_by, units_written_for

__all__ = [
    "LINES",
    "Figures",
    "Period",
    "Report",
    "ReportDraft",
    "ReportKind",
    "ReportRole",
    "ReportState",
    "ReportStep",
    "Rhythm",
    "SignedCopy",
    "figure_groups",
    "figures_of",
    "own_units",
    "report_parts",
    "sum_figures",
    "units_overseen_by",
    "units_writable_by",
    "units_written_for",
]
