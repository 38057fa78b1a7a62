"""Whole đồng: written in figures and in words, and read from what officers type."""

import re
from decimal import Decimal

from kit.text import clean_line, fold

LIMIT = 10**15
_MAX_TYPED = 60

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_BILLION = 10**9
_EXAMPLE = "Nhập số đồng, ví dụ 1.200.000 hoặc 1,2 triệu."

# After folding, so that "nghìn", "NGHÌN" and "nghin" are one word.
_UNITS = {
    "": 1, "d": 1, "dong": 1, "vnd": 1,
    "k": 1_000, "ng": 1_000, "nghin": 1_000, "ngan": 1_000,
    "tr": 1_000_000, "trieu": 1_000_000,
    "ty": _BILLION, "ti": _BILLION,
}  # fmt: skip
_PART = re.compile(r"(\d[\d.,]*(?: \d{3}(?!\d))*) ?([a-z]*)(?= |$)", re.ASCII)
_CURRENCY = re.compile(r" ?(?:(?:dong|vnd|d)(?: chan)?|chan)$")
_GROUPED = re.compile(r"[1-9]\d{0,2}([., ])\d{3}(?:\1\d{3})*")


def dong(n: int) -> str:
    """1.200.000 đ."""
    return f"{n:,} đ".replace(",", ".")


def dong_in_words(n: int) -> str:
    """As on a receipt: "một triệu hai trăm nghìn đồng"; the caller sets the capital."""
    if abs(n) > LIMIT:
        raise ValueError("Số tiền quá lớn để đọc bằng chữ.")
    if n < 0:
        return f"âm {dong_in_words(-n)}"
    return f"{_read(n)} đồng"


def dong_told(n: int) -> str:
    """1.200.000 đ (một triệu hai trăm nghìn đồng): so that a slip of a nought is seen."""
    return f"{dong(n)} ({dong_in_words(n)})"


def _read(n: int) -> str:
    if n < _BILLION:
        return _read_below_billion(n, is_first=True)
    billions, rest = divmod(n, _BILLION)
    words = f"{_read(billions)} tỷ"
    return f"{words} {_read_below_billion(rest, is_first=False)}" if rest else words


def _read_below_billion(n: int, *, is_first: bool) -> str:
    if n == 0:
        return _DIGITS[0]
    words: list[str] = []
    for size, name in ((10**6, "triệu"), (10**3, "nghìn"), (1, "")):
        group = n // size % 1000
        if group:
            words += [_read_group(group, is_first=is_first and not words), name]
    return " ".join(word for word in words if word)


def _read_group(n: int, *, is_first: bool) -> str:
    """Three figures; inside a number the silent hundreds and tens are said: không trăm, lẻ."""
    hundreds, tens, ones = n // 100, n // 10 % 10, n % 10
    words: list[str] = []
    if hundreds or not is_first:
        words += [_DIGITS[hundreds], "trăm"]
    if tens > 1:
        words += [_DIGITS[tens], "mươi"]
    elif tens == 1:
        words.append("mười")
    elif ones and words:
        words.append("lẻ")
    if ones == 1 and tens > 1:
        words.append("mốt")
    elif ones == 5 and tens:
        words.append("lăm")
    elif ones:
        words.append(_DIGITS[ones])
    return " ".join(words)


def parse_dong(s: str) -> int:
    """The đồng a person meant: "1.200.000", "1,2 triệu", "500k", "1 tỷ 200 triệu".

    What could mean two amounts ("1.200 triệu") or is not whole đồng is refused, never guessed.
    """
    typed = clean_line(s)
    if not typed:
        raise ValueError(f"Chưa nhập số tiền. {_EXAMPLE}")
    shown = typed if len(typed) <= 40 else f"{typed[:40]}…"
    if len(typed) > _MAX_TYPED:
        raise ValueError(f"Không đọc được số tiền “{shown}”. {_EXAMPLE}")
    plain = fold(typed.replace("₫", "đ"))
    sign = -1 if plain[:1] in ("-", "−") else 1
    amount = sign * _sum_of_parts(plain.lstrip("-−+ "), shown)
    if abs(amount) > LIMIT:
        raise ValueError(f"Số tiền “{shown}” quá lớn.")
    return amount


def _sum_of_parts(plain: str, shown: str) -> int:
    """Adds "1 tỷ 200 triệu"; each part names a smaller unit than the one before it."""
    not_understood = f"Không đọc được số tiền “{shown}”. {_EXAMPLE}"
    # "1,2 triệu đồng": the currency after a named unit says nothing more.
    without = _CURRENCY.sub("", plain)
    position, total, last_unit = 0, 0, 10 * _BILLION
    while position < len(without):
        match = _PART.match(without, position)
        unit = _UNITS.get(match[2]) if match else None
        if match is None or unit is None or unit >= last_unit:
            raise ValueError(not_understood)
        total += _figures(match[1].strip(), unit, shown)
        position, last_unit = match.end() + 1, unit
    if not without:
        raise ValueError(not_understood)
    return total


def _figures(figures: str, unit: int, shown: str) -> int:
    """Figures times unit, where dots, commas and spaces leave only one reading."""
    grouped = _GROUPED.fullmatch(figures)
    if figures.isdigit():
        return int(figures) * unit
    if grouped and unit > 1 and len(re.sub(r"\d", "", figures)) == 1 and grouped[1] != " ":
        raise ValueError(
            f"“{shown}” có thể hiểu theo hai cách. Viết đủ số đồng, ví dụ 1.200.000.000."
        )
    if grouped:
        return int(re.sub(r"\D", "", figures)) * unit
    whole, mark, decimals = _split_decimals(figures, unit)
    if not mark:
        raise ValueError(f"Không đọc được số tiền “{shown}”. {_EXAMPLE}")
    exact = Decimal(f"{whole}.{decimals}") * unit
    if exact != int(exact):
        raise ValueError(f"Số tiền “{shown}” lẻ dưới một đồng. {_EXAMPLE}")
    return int(exact)


def _split_decimals(figures: str, unit: int) -> tuple[str, str, str]:
    """Whole part, decimal mark, decimals; no mark where the figures are written wrongly.

    A lone mark is decimal only before a named unit ("1,2 triệu"); without one, "12.00" may as well
    be a mistyped 12.000. After a grouped part the other mark is decimal: "1.200.000,00".
    """
    match = re.fullmatch(r"(.*\d)([.,])(\d+)", figures)
    if match is None:
        return "", "", ""
    whole, mark, decimals = match.groups()
    grouped = _GROUPED.fullmatch(whole)
    if grouped and grouped[1] != mark:
        return re.sub(r"\D", "", whole), mark, decimals
    if whole.isdigit() and unit > 1:
        return whole, mark, decimals
    return "", "", ""
