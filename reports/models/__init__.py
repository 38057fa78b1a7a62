"""Báo cáo định kỳ: which are required, their figures and texts, and their workflow."""

from .drafts import ReportDraft
from .figures import LINES, Figures, figure_groups, figures_of, sum_figures
from .kinds import ReportKind
from .periods import Period, Rhythm
from .reports import Report, SignedCopy, body_of
from .workflow import BY_SLUG, MOVES, ReportRole, ReportState, ReportTransition, moves_from
from .writers import own_units, units_overseen_by, units_writable_by, units_written_for

__all__ = [
    "BY_SLUG",
    "LINES",
    "MOVES",
    "Figures",
    "Period",
    "Report",
    "ReportDraft",
    "ReportKind",
    "ReportRole",
    "ReportState",
    "ReportTransition",
    "Rhythm",
    "SignedCopy",
    "body_of",
    "figure_groups",
    "figures_of",
    "moves_from",
    "own_units",
    "sum_figures",
    "units_overseen_by",
    "units_writable_by",
    "units_written_for",
]
