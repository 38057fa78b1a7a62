"""Kiểm tra: yearly checks of a unit's books by the inspection board."""

from .checklist import OUR_PROPOSAL, CheckItem, Figure, usual_items
from .inspections import Finding, Inspection, Result, Role, State, Step

__all__ = [
    "OUR_PROPOSAL",
    "CheckItem",
    "Figure",
    "Finding",
    "Inspection",
    "Result",
    "Role",
    "State",
    "Step",
    "usual_items",
]
