"""Điển hình tiên tiến, mô hình: proposed, recognised, told, taken up; a unit's own scale."""

from .exemplars import (
    Adoption,
    Exemplar,
    ExemplarFigure,
    ExemplarLink,
    ExemplarPhoto,
    ExemplarReview,
    ExemplarRole,
    ExemplarState,
    ExemplarStep,
)
from .kinds import OUR_PROPOSAL, About, ExemplarKind
from .ratings import RatingMark, RatingRole, RatingState, RatingStep, UnitRating

__all__ = [
    "OUR_PROPOSAL",
    "About",
    "Adoption",
    "Exemplar",
    "ExemplarFigure",
    "ExemplarKind",
    "ExemplarLink",
    "ExemplarPhoto",
    "ExemplarReview",
    "ExemplarRole",
    "ExemplarState",
    "ExemplarStep",
    "RatingMark",
    "RatingRole",
    "RatingState",
    "RatingStep",
    "UnitRating",
]
