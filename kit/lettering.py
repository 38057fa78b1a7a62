"""How wide words stand on paper, and how they are broken and shrunk to fit a place in millimetres."""

from dataclasses import dataclass

from kit.text import fold

MM_PER_POINT = 25.4 / 72
LEADING = 1.25
# In thousandths of the size: a bold Times, whose letters are at least as wide as the plain ones'.
_WIDE = {
    **dict.fromkeys(" .,’‘", 250), **dict.fromkeys("ijlt'", 333), **dict.fromkeys("f-():;/“”!", 340),
    **dict.fromkeys("s", 400), **dict.fromkeys("aceryz", 450), **dict.fromkeys("bdhknpqu", 556),
    **dict.fromkeys("gvoxJ0123456789", 505), "m": 833, "w": 722, "I": 389,
    **dict.fromkeys("PFS", 611), **dict.fromkeys("ELTZB", 667),
    **dict.fromkeys("ACDNRUVXY", 722), **dict.fromkeys("GHKOQ", 778), "M": 944, "W": 1000,
}  # fmt: skip
_OTHER = 800  # in doubt rather too wide
# Where Times is not installed, the portal's own serif stands in its place, a tenth wider.
_IN_ANOTHER_FONT = 1.1
_HORN = 60  # what ơ and ư have beside them
_SHRINKS = tuple(1 - step / 20 for step in range(10))  # down to 55 %


@dataclass(frozen=True)
class Fitted:
    """Lines of one size in points; `is_squeezed` where even the smallest letters were too wide."""

    size: float
    lines: list[str]
    is_squeezed: bool


def width_of(text: str, size: float) -> float:
    """How wide a line stands, in mm, at that size in points."""
    thousandths = 0
    for letter in text:
        plain = fold(letter) or letter
        plain = plain.upper() if letter.isupper() else plain
        thousandths += sum(_WIDE.get(part, _OTHER) for part in plain) + _HORN * (letter in "ơưƠƯ")
    return thousandths / 1000 * _IN_ANOTHER_FONT * size * MM_PER_POINT


def fit(text: str, *, size: float, width: float, lines: int) -> Fitted:
    """Breaks a text into at most so many lines of that width in mm, in smaller letters where need be.

    It is never cut: what has no room at all is left for the page to squeeze.
    """
    for share in _SHRINKS:
        smaller = round(size * share, 2)
        rows = _broken(text, smaller, width)
        if len(rows) <= lines and all(width_of(row, smaller) <= width for row in rows):
            return Fitted(smaller, _balanced(text, smaller, width, rows), is_squeezed=False)
    smaller = round(size * _SHRINKS[-1], 2)
    rows = _broken(text, smaller, width)
    rows = [*rows[: lines - 1], " ".join(rows[lines - 1 :])]
    return Fitted(smaller, rows, is_squeezed=True)


def _balanced(text: str, size: float, width: float, rows: list[str]) -> list[str]:
    """As many lines, as long as each other: no last word alone on its line."""
    for step in range(10, 20):
        narrower = _broken(text, size, width * step / 20)
        if len(narrower) == len(rows) and all(width_of(row, size) <= width for row in narrower):
            return narrower
    return rows


def _broken(text: str, size: float, width: float) -> list[str]:
    rows = [""]
    for word in text.split():
        longer = f"{rows[-1]} {word}".strip()
        if rows[-1] and width_of(longer, size) > width:
            rows.append(word)
        else:
            rows[-1] = longer
    return rows
