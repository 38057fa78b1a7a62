"""Quỹ: cash boxes, their keepers, and the ledger of what came in and went out."""

from .accounts import Account, usual_accounts
from .advances import SETTLED_WITHIN, Advance, AdvanceState
from .boxes import CashBox, Keeper, book_of
from .closings import Closing, closing_of
from .counts import NOTES, CashCount
from .ledger import Transaction
from .loans import Instalment, Loan, LoanState
from .scans import VoucherScan

__all__ = [
    "NOTES",
    "SETTLED_WITHIN",
    "Account",
    "Advance",
    "AdvanceState",
    "CashBox",
    "CashCount",
    "Closing",
    "Instalment",
    "Keeper",
    "Loan",
    "LoanState",
    "Transaction",
    "VoucherScan",
    "book_of",
    "closing_of",
    "usual_accounts",
]
