"""Rules of the ledger between its rows, and between these and boxes, accounts, loans and advances."""

from typing import Any

from django.apps import apps
from django.db.models import Exists, F, OuterRef, Q

from members.models import CrossTableRule, ReferencedTable

from .accounts import Account
from .boxes import in_closed_box


def _transactions() -> Any:
    return apps.get_model("fund", "Transaction")._base_manager


def mirrors() -> CrossTableRule:
    """A reversal moves the same amount back, on the day of the first or later."""

    def same_side(mine: str, theirs: str) -> Q:
        both_empty = Q(**{f"{mine}__isnull": True, f"reverses__{theirs}__isnull": True})
        return Q(**{mine: F(f"reverses__{theirs}")}) | both_empty

    def violation() -> Q:
        mirrored = _transactions().filter(
            same_side("debit", "credit"), same_side("credit", "debit"), same_side("debit_box", "credit_box"),
            same_side("credit_box", "debit_box"), same_side("loan", "loan"),
            same_side("advance", "advance"), same_side("corrects", "corrects"), pk=OuterRef("pk"),
            amount=F("reverses__amount"),
            book=F("reverses__book"), unit=F("reverses__unit"), day__gte=F("reverses__day"),
        )  # fmt: skip
        return Q(reverses__isnull=False) & ~Q(Exists(mirrored))

    return CrossTableRule("mirrors", violation, ("reverses_id",))


def moves_to_right_account() -> CrossTableRule:
    """A correction moves the whole amount of a voucher from the account it was entered under to another
    of the same kind, on its day or later; what is a correction or a reversal is not corrected."""
    corrections = {"corrects__isnull": False, "reverses__isnull": True}
    same = Q(
        amount=F("corrects__amount"), book=F("corrects__book"), unit=F("corrects__unit"),
        day__gte=F("corrects__day"), debit__kind=F("credit__kind"), corrects__corrects__isnull=True,
        corrects__reverses__isnull=True, debit__kind__in=Account.CORRECTED,
    )  # fmt: skip
    from_there = Q(corrects__kind="receipt", debit=F("corrects__credit")) | Q(
        corrects__kind__in=["payment", "journal"], credit=F("corrects__debit")
    )

    def violation() -> Q:
        right = _transactions().filter(same, from_there, pk=OuterRef("pk"))
        return Q(**corrections) & ~Q(Exists(right))

    return CrossTableRule("corrects", violation, ("corrects_id",))


def kept_apart(name: str, kind: str) -> CrossTableRule:
    """What is lent stands under accounts of its own kind, and names what it belongs to; it comes back
    to the unit whose it was."""
    there = Q(debit__kind=kind) | Q(credit__kind=kind)
    is_named = Q(**{f"{name}__isnull": False})
    elsewhere = is_named & ~Q(**{f"{name}__box__unit": F("unit")})
    return CrossTableRule(
        f"of_{name}", is_named & ~there | ~is_named & there | elsewhere, ("unit_id",)
    )


def until_closed(side: str) -> CrossTableRule:
    """Nothing comes into a box, or out of it, after the day at whose end it was closed."""
    table = ReferencedTable("fund.CashBox", side, ("closed_on", "reopened_on"))
    return CrossTableRule(f"{side}_closed", in_closed_box(side), ("day",), (table,))
