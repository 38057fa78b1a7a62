"""Báo cáo định kỳ: which are owed, their figures and texts, and their way to the unit above."""

from .desks import desks_of, overseen_by, own_units, written_for_by
from .drafts import ReportDraft
from .figures import LINES, Figures, figures_of, summed, told
from .kinds import ReportKind
from .periods import Period, Rhythm
from .reports import Report, SignedCopy, body_of
from .workflow import BY_SLUG, MOVES, Move, Role, State, moves_from

__all__ = [
    "BY_SLUG",
    "LINES",
    "MOVES",
    "Figures",
    "Move",
    "Period",
    "Report",
    "ReportDraft",
    "ReportKind",
    "Rhythm",
    "Role",
    "SignedCopy",
    "State",
    "body_of",
    "desks_of",
    "figures_of",
    "moves_from",
    "overseen_by",
    "own_units",
    "summed",
    "told",
    "written_for_by",
]
