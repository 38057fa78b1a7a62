"""The text that is signed, in one form: what its hash is taken of, letter by letter."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from typing import Any

_SPACES = re.compile(r"\s+")


def compact_lines(compact: Any, sections: Iterable[Any], targets: Iterable[Any]) -> list[str]:
    """Title, days, purpose, sections with their clauses, targets: a line each, numbered as shown.

    Neither who drafted it nor when is part of the text.
    """
    lines = [
        compact.title,
        f"Năm {compact.year}",
        f"Thực hiện từ {compact.starts_on:%d/%m/%Y} đến {compact.ends_on:%d/%m/%Y}",
        compact.preamble,
    ]
    for number, section in enumerate(sections, 1):
        lines.append(f"{number}. {section.title}")
        lines += [
            f"{number}.{n}. {clause.text}" for n, clause in enumerate(section.clauses.all(), 1)
        ]
    lines.append("Chỉ tiêu")
    lines += [f"{n}. {target.name}: {target.aim}" for n, target in enumerate(targets, 1)]
    return lines


def addendum_lines(addendum: Any, compact_hash: str) -> list[str]:
    """The addendum's text, bound to the text that it adds to by that one's hash."""
    return [
        f"Phụ lục số {addendum.number}",
        f"Giao ước: {compact_hash}",
        addendum.title,
        addendum.text,
    ]


def hash_of(lines: Iterable[str]) -> str:
    """SHA-256 of the lines, in hexadecimal. Spaces and the way marks are composed don't count, so
    that the same words typed elsewhere give the same hash."""
    text = "\n".join(_SPACES.sub(" ", line).strip() for line in lines)
    return hashlib.sha256(unicodedata.normalize("NFC", text).encode()).hexdigest()


def grouped(digest: str) -> str:
    """A hash in groups of eight, to be compared by eye."""
    return " ".join(digest[start : start + 8] for start in range(0, len(digest), 8))
