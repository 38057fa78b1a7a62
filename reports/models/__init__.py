"""Báo cáo định kỳ: which are required, their figures and texts, and their workflow."""

from .desks import desks_of, overseen_by, own_units, written_for_by
from .drafts import ReportDraft
from .figures import LINES, Figures, figure_groups, figures_of, sum_figures
from .kinds import ReportKind
from .periods import Period, Rhythm
from .reports import Report, SignedCopy, body_of
from .workflow import BY_SLUG, MOVES, ReportMove, ReportRole, ReportState, moves_from

__all__ = [
    "BY_SLUG",
    "LINES",
    "MOVES",
    "Figures",
    "Period",
    "Report",
    "ReportDraft",
    "ReportKind",
    "ReportMove",
    "ReportRole",
    "ReportState",
    "Rhythm",
    "SignedCopy",
    "body_of",
    "desks_of",
    "figure_groups",
    "figures_of",
    "moves_from",
    "overseen_by",
    "own_units",
    "sum_figures",
    "written_for_by",
]
