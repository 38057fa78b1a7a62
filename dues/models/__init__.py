"""Hội phí: what is asked of whom for a year, and what came in."""

from .accounts import LEFT, Account, State, Sums, account_of, accounts_of, charged, sums_by
from .payments import Collection, Payment
from .rates import DuesRate, are_dues_on, first_collected, first_day, opens_dues, sets_rates
from .waivers import Waiver

__all__ = [
    "LEFT",
    "Account",
    "Collection",
    "DuesRate",
    "Payment",
    "State",
    "Sums",
    "Waiver",
    "account_of",
    "accounts_of",
    "are_dues_on",
    "charged",
    "first_collected",
    "first_day",
    "opens_dues",
    "sets_rates",
    "sums_by",
]
