"""Hội phí: what each member must pay for a year, and what was paid."""

from .accounts import (
    LEFT_LABEL,
    AccountState,
    MemberAccount,
    Sums,
    account_of,
    accounts_of,
    charged_memberships,
    sums_by,
)
from .payments import Collection, Payment
from .postings import CollectionPosting, with_unposted
from .rates import (
    DuesRate,
    are_dues_on,
    first_collected,
    first_day,
    may_open_dues,
    may_set_dues_rates,
)
from .waivers import Waiver

__all__ = [
    "LEFT_LABEL",
    "AccountState",
    "Collection",
    "CollectionPosting",
    "DuesRate",
    "MemberAccount",
    "Payment",
    "Sums",
    "Waiver",
    "account_of",
    "accounts_of",
    "are_dues_on",
    "charged_memberships",
    "first_collected",
    "first_day",
    "may_open_dues",
    "may_set_dues_rates",
    "sums_by",
    "with_unposted",
]
