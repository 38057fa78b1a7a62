"""Amounts in whole đồng: formatted in figures and in words, parsed from what officers type."""

import re

from kit.amounts import Reader
from kit.text import clean_line, fold

LIMIT = 10**15
_MAX_TYPED = 200

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_BILLION = 10**9
_EXAMPLE = "Nhập số đồng, ví dụ 1.200.000 hoặc 1,2 triệu."

# After folding, so that "nghìn", "NGHÌN" and "nghin" are one word.
_READER = Reader(
    noun="số tiền",
    example=_EXAMPLE,
    units={
        "d": 1, "dong": 1, "vnd": 1,
        "k": 1_000, "ng": 1_000, "nghin": 1_000, "ngan": 1_000,
        "tr": 1_000_000, "trieu": 1_000_000,
        "ty": _BILLION, "ti": _BILLION,
    },
    written="{} đ",
    broken="lẻ dưới một đồng",
)  # fmt: skip
# To prevent an added zero, people end an amount with a stroke or with "chẵn": 50.000,-
_STROKE = re.compile(r"(?<=\w) ?[.,]? ?(?:[-–—=]+|chan)(?= |$)")
_STATED_TWICE = re.compile(r"(.+?) ?\(([^()]+)\)")


def dong(n: int) -> str:
    """1.200.000 đ."""
    return f"{n:,} đ".replace(",", ".")


# In đồng; no smaller note is in circulation: whoever types 50, or "năm trăm", means thousands.
SMALLEST = 1_000


def too_small(n: int) -> str:
    """What is said of an amount whose last three zeros seem to be missing."""
    return f"Số tiền {dong(n)} quá nhỏ. Nếu là {n} nghìn ({dong(n * 1_000)}), hãy ghi {n}.000."


def dong_in_words(n: int) -> str:
    """As on a receipt: "một triệu hai trăm nghìn đồng"; the caller sets the capital."""
    if abs(n) > LIMIT:
        raise ValueError("Số tiền quá lớn để đọc bằng chữ.")
    if n < 0:
        return f"âm {dong_in_words(-n)}"
    return f"{_read(n)} đồng"


def dong_with_words(n: int) -> str:
    """1.200.000 đ (một triệu hai trăm nghìn đồng): makes a mistyped zero visible."""
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
    """Reads three figures; inside a number, zero hundreds and tens are spoken: không trăm, lẻ."""
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
    """Parses an amount in đồng: "1.200.000", "1,2 triệu", "1tr2", "1 triệu rưỡi", "50.000,-", also
    in words: "một triệu hai trăm nghìn đồng".

    What could mean two amounts ("1.200 triệu", "1 triệu 25") or is not whole đồng is refused with
    a ValueError, never guessed.
    """
    typed = clean_line(s)
    if not typed:
        raise ValueError(f"Chưa nhập số tiền. {_EXAMPLE}")
    shown = typed if len(typed) <= 40 else f"{typed[:40]}…"
    if len(typed) > _MAX_TYPED:
        raise ValueError(f"Không đọc được số tiền “{shown}”. {_EXAMPLE}")
    plain = fold(typed.replace("₫", "đ"))
    if twice := _STATED_TWICE.fullmatch(plain):
        return _stated_twice(twice[1], twice[2], shown)
    return _signed(plain, shown)


def _signed(plain: str, shown: str) -> int:
    sign = -1 if plain[:1] in ("-", "−") else 1
    amount = sign * _READER.read(_STROKE.sub("", plain.lstrip("-−+ ")), shown)
    if abs(amount) > LIMIT:
        raise ValueError(f"Số tiền “{shown}” quá lớn.")
    return amount


def _stated_twice(figures: str, words: str, shown: str) -> int:
    """Parses an amount given in figures and in words, as on a receipt; both must agree."""
    amount = _signed(figures, shown)
    if words != fold(dong_in_words(amount)) and _signed(words, shown) != amount:
        raise ValueError(f"Trong “{shown}”, số tiền bằng số và bằng chữ khác nhau.")
    return amount
