"""Whole amounts as people write them: figures in groups, named units, words, and all of it mixed."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

_GROUPED = re.compile(r"[1-9]\d{0,2}([., ])\d{3}(?:\1\d{3})*")
_TOKEN = re.compile(r"\d[\d.,]*(?: \d{3}(?![\d.,]))*|[a-z]+|\S", re.ASCII)
_PAUSE = re.compile(r"(?<=[a-z])(?: ?,| va\b)(?= )")

# Words after folding; words that folding makes equal (mười, mươi) are distinguished by position.
_DIGITS = {
    "khong": 0, "mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5, "lam": 5, "nham": 5,
    "sau": 6, "bay": 7, "tam": 8, "chin": 9,
}  # fmt: skip
_HUNDRED, _TEN, _SILENT = "tram", ("muoi", "chuc"), ("le", "linh")
_SPOKEN = {*_DIGITS, _HUNDRED, *_TEN, *_SILENT}
_AND_A_HALF, _HALF = "ruoi", "nua"


@dataclass(frozen=True)
class Reader:
    """Reads amounts of one kind. `units`: folded name and size; of size 1 are those that say what
    is counted ("đồng")."""

    noun: str  # "số tiền"
    example: str  # a whole sentence
    units: Mapping[str, int]
    written: str = "{}"  # how a reading is shown: "{} đ"
    broken: str = "không phải là số chẵn"

    def read(self, plain: str, shown: str) -> int:
        """Parses the folded text; `shown` is the text quoted in errors.

        What could mean two amounts ("1.200 triệu", "1 triệu 25") is refused, telling both.
        """
        tokens = list(_with_figures(_TOKEN.findall(_PAUSE.sub("", plain))))
        names = [name for name, size in self.units.items() if size == 1]
        is_named = bool(tokens) and tokens[-1] in names
        if is_named:  # "1,2 triệu đồng": after a named unit it says nothing more
            tokens.pop()
        if None in tokens or not tokens or not plain.isascii():
            raise self._not_read(shown)
        return self._sum([token for token in tokens if token], shown, is_named=is_named)

    def _sum(self, tokens: list[str], shown: str, *, is_named: bool) -> int:
        """Adds up "1 tỷ 200 triệu"; each part must have a smaller unit than the part before it."""
        total, last, before = 0, 0, ""
        while tokens:
            figures = tokens.pop(0)
            if figures == _AND_A_HALF and before.isdigit() and last > 1 and not tokens:
                return total + last // 2
            unit = self.units[tokens.pop(0)] if tokens and tokens[0] in self.units else 0
            if last and (unit or 1) >= last:
                raise self._not_read(shown)
            if figures == _HALF and unit > 1 and not last:
                total += unit // 2
            elif not figures[0].isdigit() or (last and not unit and not before.isdigit()):
                raise self._not_read(shown)
            elif last and not unit:
                total += self._tail(figures, last, total, shown, is_exact=is_named)
            else:
                total += self._figures(figures, unit or 1, shown)
            if tokens and not unit:
                raise self._not_read(shown)
            last, before = unit, figures
        return total

    def _tail(self, figures: str, unit: int, total: int, shown: str, *, is_exact: bool) -> int:
        """A bare figure after a named unit: "1 triệu 2" is 1.200.000, "1 triệu 250" 1.250.000.

        Two figures are ambiguous: hundredths or thousands of the unit ("1 triệu 25"). So are figures
        followed by "đồng", which may be meant literally ("1 triệu 2 đồng").
        """
        if not figures.isdigit() or len(figures) > 3:
            amount = self._figures(figures, 1, shown)
            if amount >= unit:
                raise self._not_read(shown)
            return amount
        part = int(figures) * unit // 10 ** len(figures)
        other = int(figures) if is_exact else int(figures) * unit // 1000
        if len(figures) == 1 and not is_exact:
            return part
        if part != other:
            both = " hoặc ".join(self._written(total + amount) for amount in (part, other))
            raise ValueError(f"“{shown}” có thể hiểu theo hai cách: {both}. Hãy viết đủ bằng số.")
        return part

    def _figures(self, figures: str, unit: int, shown: str) -> int:
        """Figures times unit, if dots, commas and spaces allow only one reading."""
        grouped = _GROUPED.fullmatch(figures)
        if figures.isdigit():
            return int(figures) * unit
        if grouped and unit > 1 and len(re.sub(r"\d", "", figures)) == 1 and grouped[1] != " ":
            raise ValueError(f"“{shown}” có thể hiểu theo hai cách. {self.example}")
        if grouped:
            return int(re.sub(r"\D", "", figures)) * unit
        whole, decimals = _split_decimals(figures, unit)
        if not decimals:
            raise self._not_read(shown)
        exact = Decimal(f"{whole}.{decimals}") * unit
        if exact != int(exact):
            raise ValueError(f"{self.noun.capitalize()} “{shown}” {self.broken}. {self.example}")
        return int(exact)

    def _written(self, amount: int) -> str:
        return self.written.format(f"{amount:,}".replace(",", "."))

    def _not_read(self, shown: str) -> ValueError:
        return ValueError(f"Không đọc được {self.noun} “{shown}”. {self.example}")


def _split_decimals(figures: str, unit: int) -> tuple[str, str]:
    """Whole part and decimals; both empty if the figures are malformed.

    A lone mark is decimal only before a named unit ("1,2 triệu"); without one, "12.00" may as well
    be a mistyped 12.000. After a grouped part the other mark is decimal: "1.200.000,00".
    """
    match = re.fullmatch(r"(.*\d)([.,])(\d+)", figures)
    if match is None:
        return "", ""
    whole, mark, decimals = match.groups()
    grouped = _GROUPED.fullmatch(whole)
    if grouped and grouped[1] != mark:
        return re.sub(r"\D", "", whole), decimals
    return (whole, decimals) if whole.isdigit() and unit > 1 else ("", "")


def _with_figures(tokens: list[str]) -> Iterator[str | None]:
    """The tokens, with each run of number words replaced by one figure; None for an invalid run."""
    run: list[str] = []
    for token, following in zip(tokens, [*tokens, ""][1:], strict=True):
        counts = len(token) == 1 and token.isdigit() and following in {_HUNDRED, *_TEN}
        ends_hundred = token == _AND_A_HALF and run[-1:] == [_HUNDRED]
        goes_on = bool(run) and len(token) == 1 and token.isdigit()
        if token in _SPOKEN or counts or ends_hundred or goes_on:
            run.append(token)
            continue
        if run:
            yield _spoken(run)
            run = []
        yield token
    if run:
        yield _spoken(run)


def _spoken(run: list[str]) -> str | None:
    """Below a thousand: "hai trăm ba mươi lăm" 235, "hai lăm" 25, "không trăm lẻ năm" 005.

    Not "hai trăm năm", which some say for 250 and others for 205.
    """
    words = [str(_DIGITS.get(word, word)) for word in run]
    if words[1:2] != [_HUNDRED] or not words[0].isdigit():
        below = _below_hundred(words)
        return None if below is None else str(below)
    hundreds, rest = words[0], words[2:]
    if rest == [_AND_A_HALF]:
        return f"{hundreds}50"
    if len(rest) == 2 and rest[0] in _SILENT and rest[1].isdigit():
        return f"{hundreds}0{rest[1]}"
    below = _below_hundred(rest) if len(rest) != 1 or rest[0] in _TEN else None
    return f"{hundreds}00" if not rest else None if below is None else f"{hundreds}{below:02}"


def _below_hundred(words: list[str]) -> int | None:
    shape = "".join("9" if word.isdigit() else "t" if word in _TEN else "?" for word in words)
    figures = [int(word) for word in words if word.isdigit()]
    match shape:
        case "9":
            return figures[0]
        case "t" | "t9":
            return 10 + sum(figures)
        case "9t" | "9t9" | "99":
            return 10 * figures[0] + sum(figures[1:])
    return None
