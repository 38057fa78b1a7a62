"""Hội phí: what each member must pay for a year, and what was paid."""

from .accounts import (
    LEFT_LABEL,
    Account,
    AccountState,
    Sums,
    account_of,
    accounts_of,
    charged_memberships,
    sums_by,
)
from .payments import Collection, Payment
from .rates import DuesRate, are_dues_on, first_collected, first_day, may_open_dues, may_set_rates
from .waivers import Waiver

__all__ = [
    "LEFT_LABEL",
    "Account",
    "AccountState",
    "Collection",
    "DuesRate",
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
    "may_set_rates",
    "sums_by",
]
