"""Actions on the fund: boxes and their keepers, vouchers, reversals."""

from .advances import AdvanceTerms, account_for, give_advance, give_back, top_up
from .box_closing import BoxClosing, close_box, reopen_box
from .boxes import add_usual_accounts, change_keeper, open_box, rename_box
from .closing import CountSheet, close_book, post_difference, record_count, reopen_book
from .ledger import Voucher, correct_account, move, pay_out, receive, reverse_voucher
from .loans import LoanTerms, lend, repay
from .scans import attach_scan, remove_scan

__all__ = [
    "AdvanceTerms",
    "BoxClosing",
    "CountSheet",
    "LoanTerms",
    "Voucher",
    "account_for",
    "add_usual_accounts",
    "attach_scan",
    "change_keeper",
    "close_book",
    "close_box",
    "correct_account",
    "give_advance",
    "give_back",
    "lend",
    "move",
    "open_box",
    "pay_out",
    "post_difference",
    "receive",
    "record_count",
    "remove_scan",
    "rename_box",
    "reopen_book",
    "reopen_box",
    "repay",
    "reverse_voucher",
    "top_up",
]
