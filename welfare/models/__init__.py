"""Nghĩa tình: who was visited, helped and honoured, with what, and at which rate."""

from .activities import Activity, ActivityQuerySet, ActivityState, Visitor
from .disclosure import SMALLEST_GROUP, CountedAct, PublicFigure, PublishedQuarter
from .due import Span, age_by, in_order, memberships_due
from .house_postings import (
    HousePosting,
    boxes_of_house,
    gifts_of_boxes,
    unposted_gifts,
    with_posted_sum,
)
from .houses import House, HouseGift, HouseStage, HouseState, HouseStep
from .kinds import WelfareKind, keeps_kinds
from .lists import (
    LIVE,
    EntryState,
    ListRole,
    ListState,
    ListStep,
    WelfareEntry,
    WelfareList,
    due_now,
)
from .postings import (
    ActivityPosting,
    boxes_paying,
    enters_books,
    paid_from,
    suggested_account,
    unposted,
    with_posted,
)
from .private import ActivityPhoto, HealthReason
from .rates import OUR_PROPOSAL, Rate, RateQuerySet, honour_of

__all__ = [
    "LIVE",
    "OUR_PROPOSAL",
    "SMALLEST_GROUP",
    "Activity",
    "ActivityPhoto",
    "ActivityPosting",
    "ActivityQuerySet",
    "ActivityState",
    "CountedAct",
    "EntryState",
    "HealthReason",
    "House",
    "HouseGift",
    "HousePosting",
    "HouseStage",
    "HouseState",
    "HouseStep",
    "ListRole",
    "ListState",
    "ListStep",
    "PublicFigure",
    "PublishedQuarter",
    "Rate",
    "RateQuerySet",
    "Span",
    "Visitor",
    "WelfareEntry",
    "WelfareKind",
    "WelfareList",
    "age_by",
    "boxes_of_house",
    "boxes_paying",
    "due_now",
    "enters_books",
    "gifts_of_boxes",
    "honour_of",
    "in_order",
    "keeps_kinds",
    "memberships_due",
    "paid_from",
    "suggested_account",
    "unposted",
    "unposted_gifts",
    "with_posted",
    "with_posted_sum",
]
