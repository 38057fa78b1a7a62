"""Numbers in the Vietnamese format: dots between thousands, a comma before decimals."""

import re
from dataclasses import replace
from decimal import ROUND_HALF_UP, Context, Decimal

from kit.amounts import Reader
from kit.text import clean_line, fold

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
    """Parses a primary key from an address or a form; None if it can't be one."""
    is_key = text.isascii() and text.isdecimal() and len(text) <= _MOST_FIGURES
    return int(text) if is_key else None


# --- read from what people type -------------------------------------------------------------------

_MAX_TYPED = 60
COUNT_EXAMPLE = "Hãy nhập một số, ví dụ 18."
_COUNT_READER = Reader(
    noun="số",
    example=COUNT_EXAMPLE,
    units={"k": 1_000, "nghin": 1_000, "ngan": 1_000, "tr": 1_000_000, "trieu": 1_000_000},
)
# Nouns that people write after a number: "18 đồng chí", "75 tuổi".
_COUNTED = re.compile(
    r"(?<=[\w.]) ?(?:nguoi|dong chi|d/?c|hoi vien|uy vien|phieu|ho|gia dinh|suat|tuoi|ngay|lan|%)$"
)
DECIMAL_EXAMPLE = "Hãy nhập một số, phần lẻ sau dấu phẩy, ví dụ 96,75."
_WHOLE = r"\d+|[1-9]\d{0,2}(?:\.\d{3})+|[1-9]\d{0,2}(?: \d{3})+"
_DECIMAL = re.compile(rf"([-−+]?)({_WHOLE})(?:,(\d+))?", re.ASCII)
_WITH_POINT = re.compile(r"([-−+]?)(\d+|[1-9]\d{0,2}(?:,\d{3})+)\.(\d+)", re.ASCII)


def parse_count(s: str, example: str = COUNT_EXAMPLE) -> int:
    """Parses a count: "18", "2.000", "2 000", "2 nghìn", "18 đồng chí"; −1 too.

    A dot or comma parts thousands; what would be a broken number ("2,5", "2.0") is a ValueError,
    whose words end with `example`.
    """
    plain, shown = _plain(s, example)
    reader = replace(_COUNT_READER, example=example)
    sign = -1 if plain[:1] in ("-", "−") else 1
    return sign * reader.read(_COUNTED.sub("", plain.lstrip("-−+ ")), shown)


def parse_decimal(s: str, decimals: int = 2, example: str = DECIMAL_EXAMPLE) -> Decimal:
    """Parses a decimal number: "96,75", "96.75", "1.234,5", "95 %", "9 rưỡi".

    A comma followed by three figures ("1,234") is ambiguous, as it may separate thousands: that is a
    ValueError, and so are more than `decimals` places.
    """
    plain, shown = _plain(s, example)
    plain = re.sub(r"(?<=\d) ?(?:diem|%)$", "", plain)
    plain = re.sub(r"(?<=\d) ruoi$", ",5", plain)
    match = _DECIMAL.fullmatch(plain)
    if match is None:
        match = _WITH_POINT.fullmatch(plain)
    if match is None:
        raise ValueError(f"Không đọc được số “{shown}”. {example}")
    sign, whole, places = match.groups()
    places = places or ""
    if len(places) > decimals:
        if "," in plain and len(places) == 3:
            raise ValueError(f"“{shown}” có thể hiểu theo hai cách. {example}")
        raise ValueError(f"Số “{shown}” chỉ được có nhiều nhất {decimals} chữ số sau dấu phẩy.")
    figures = f"{re.sub(r'[. ,]', '', whole)}.{places or '0'}"
    return Decimal(figures) * (-1 if sign in ("-", "−") else 1)


def _plain(s: str, example: str) -> tuple[str, str]:
    """The text folded for parsing, and as quoted in errors."""
    typed = clean_line(s)
    shown = typed if len(typed) <= 40 else f"{typed[:40]}…"
    if not typed or len(typed) > _MAX_TYPED:
        raise ValueError(f"Không đọc được số “{shown}”. {example}" if typed else example)
    return fold(typed), shown
