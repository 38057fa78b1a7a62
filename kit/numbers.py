"""Figures written the Vietnamese way: dots between thousands, a comma before decimals."""

from decimal import ROUND_HALF_UP, Context, Decimal

_MOST_FIGURES = 18  # what fits a key column
_EVERY_FLOAT = Context(prec=400)  # figures enough for the largest
_SWAP = str.maketrans({",": ".", ".": ","})


def vn_number(value: float | Decimal, decimals: int = 2) -> str:
    """At most `decimals` places, halves away from zero, without trailing zeros: 1.234,5."""
    step = Decimal(1).scaleb(-decimals)
    exact = Decimal(str(value)).quantize(step, ROUND_HALF_UP, _EVERY_FLOAT)
    written = f"{exact:,f}"
    if "." in written:
        written = written.rstrip("0").rstrip(".")
    return "0" if written == "-0" else written.translate(_SWAP)


def typed_key(text: str) -> int | None:
    """The number of a record as an address or a form gives it; None for what can't be one."""
    is_key = text.isascii() and text.isdecimal() and len(text) <= _MOST_FIGURES
    return int(text) if is_key else None
