"""Hội phí: what is asked of whom for a year, and what came in."""

from .accounts import Account, Sums, account_of, accounts_of, charged, sums_by
from .payments import Collection, Payment
from .rates import DuesRate, are_dues_on, first_collected, first_day
from .waivers import Waiver

__all__ = [
    "Account",
    "Collection",
    "DuesRate",
    "Payment",
    "Sums",
    "Waiver",
    "account_of",
    "accounts_of",
    "are_dues_on",
    "charged",
    "first_collected",
    "first_day",
    "sums_by",
]
