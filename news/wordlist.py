"""The newsroom's own list of words that hold a comment: matched as whole words with their marks.

A line is a word or a phrase. Its letters and marks must stand so in the text, in capitals or not;
between its words may be spaces, a line's end, hyphens or dots. A line that begins with "~" is also
found where the writer left marks out; another mark is still another word.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from kit.text import clean_line, fold, nfc

from .spam import PlainText, Span

WITHOUT_MARKS = "~"
MAX_LINES = 500
MAX_LINE = 80
_BETWEEN = r"[\W_]{1,3}"


@dataclass(frozen=True)
class WordlistEntry:
    """One line of the list, as it was typed and as it is looked for."""

    line: str
    pattern: str


@dataclass(frozen=True)
class WordMatch:
    """An entry that occurs in a text, and its position."""

    line: str
    span: Span


def entries(lines: str) -> tuple[WordlistEntry, ...]:
    """The list's entries, each once; lines without a letter or figure are left out."""
    seen: dict[str, WordlistEntry] = {}
    for line in map(clean_line, lines.splitlines()):
        parts = _words(line)
        if parts:
            seen.setdefault(
                line.casefold(), WordlistEntry(line, _BETWEEN.join(map(_word(line), parts)))
            )
    return tuple(seen.values())


def faults(lines: str) -> list[str]:
    """The errors of a list, as sentences for the person who typed it."""
    typed = [clean_line(line) for line in lines.splitlines()]
    errors = [
        f"Dòng {n} (“{line}”) không có chữ hay số nào."
        for n, line in enumerate(typed, 1)
        if line and not _words(line)
    ]
    errors += [
        f"Dòng {n} dài {len(line)} ký tự; mỗi dòng tối đa {MAX_LINE}."
        for n, line in enumerate(typed, 1)
        if len(line) > MAX_LINE
    ]
    if len([line for line in typed if line]) > MAX_LINES:
        errors.append(f"Danh sách có quá {MAX_LINES} dòng.")
    return errors


def find_words(reading: PlainText, lines: str) -> list[WordMatch]:
    """Every place where a word of the list stands, in the order of the list."""
    wanted, anything = _compiled(lines)
    if anything is None or not anything.search(reading.plain):
        return []
    return [
        WordMatch(line, reading.span(*match.span()))
        for line, pattern in wanted
        for match in pattern.finditer(reading.plain)
    ]


def _words(line: str) -> list[str]:
    return re.findall(r"[^\W_]+", nfc(line.removeprefix(WITHOUT_MARKS)).casefold())


def _word(line: str) -> Callable[[str], str]:
    return _either if line.startswith(WITHOUT_MARKS) else re.escape


def _either(word: str) -> str:
    """Each letter with its mark or bare."""
    return "".join(
        f"[{re.escape(letter)}{re.escape(fold(letter))}]" if fold(letter) != letter else letter
        for letter in word
    )


@lru_cache(maxsize=8)
def _compiled(lines: str) -> tuple[list[tuple[str, re.Pattern[str]]], re.Pattern[str] | None]:
    """A pattern for each entry, and one for all together, since most comments contain none."""
    parts = entries(lines)
    if not parts:
        return [], None
    apart = [(e.line, re.compile(rf"(?<![^\W_]){e.pattern}(?![^\W_])")) for e in parts]
    joined = "|".join(e.pattern for e in parts)
    return apart, re.compile(rf"(?<![^\W_])(?:{joined})(?![^\W_])")
