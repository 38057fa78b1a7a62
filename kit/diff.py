"""Compares two texts, line by line and then word by word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from .html import plain_text

SAME, GONE, NEW = "same", "gone", "new"
# Unchanged lines kept around a change, to show where in the text it is.
AROUND = 1
# A line with more words is shown whole, before and after, as comparison takes quadratic time.
MOST_WORDS = 3000
# Lines less similar than this are two different sentences, not an edited one.
ALIKE = 0.35

_WORDS = re.compile(r"\s+|[\w\u0300-\u036f]+|[^\w\s]")
_PHOTO = re.compile(r'<figure data-photo="[0-9]+"></figure>')
_LINES_APART = re.compile(r"(</(?:p|h[1-6]|li|blockquote|tr|figcaption)>)")


@dataclass(frozen=True)
class DiffPiece:
    """A piece of a line: in both texts, only in the older, or only in the newer."""

    kind: str
    text: str


@dataclass(frozen=True)
class DiffLine:
    """A line of the comparison; `skipped` is the number of unchanged lines it replaces."""

    pieces: tuple[DiffPiece, ...] = ()
    skipped: int = 0


def readable(html: str) -> str:
    """Rich text as plain lines; a photograph becomes a line that says so."""
    shown = _PHOTO.sub("<p>[Ảnh chèn ở đây]</p>", html)
    return plain_text(_LINES_APART.sub(r"\1\n", shown))


def compared(old: str, new: str) -> list[DiffLine]:
    """The lines of the comparison, with removals and additions marked; empty for equal texts."""
    before, after = _lines(old), _lines(new)
    if before == after:
        return []
    lines: list[DiffLine] = []
    blocks = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    for number, (what, i1, i2, j1, j2) in enumerate(blocks):
        if what == "equal":
            lines += _shortened(
                before[i1:i2], is_first=not number, is_last=number == len(blocks) - 1
            )
        else:
            lines += _changed(before[i1:i2], after[j1:j2])
    return lines


def _lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


def _shortened(lines: list[str], *, is_first: bool, is_last: bool) -> Iterator[DiffLine]:
    head = 0 if is_first else AROUND
    tail = 0 if is_last else AROUND
    if len(lines) <= head + tail + 1:
        yield from (_line(SAME, line) for line in lines)
        return
    yield from (_line(SAME, line) for line in lines[:head])
    yield DiffLine(skipped=len(lines) - head - tail)
    yield from (_line(SAME, line) for line in lines[len(lines) - tail :])


def _changed(before: list[str], after: list[str]) -> Iterator[DiffLine]:
    """Compares corresponding lines word by word; the remaining lines were added or removed whole."""
    for old, new in zip(before, after, strict=False):
        pieces = _words_compared(old, new)
        yield from [DiffLine(pieces)] if pieces else (_line(GONE, old), _line(NEW, new))
    yield from (_line(GONE, line) for line in before[len(after) :])
    yield from (_line(NEW, line) for line in after[len(before) :])


def _words_compared(old: str, new: str) -> tuple[DiffPiece, ...]:
    """The pieces of an edited line; empty if the two lines have too little in common."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    if max(len(before), len(after)) > MOST_WORDS:
        return ()
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if matcher.ratio() < ALIKE:
        return ()
    pieces: list[DiffPiece] = []
    for what, i1, i2, j1, j2 in matcher.get_opcodes():
        removed, added = "".join(before[i1:i2]), "".join(after[j1:j2])
        if what == "equal":
            pieces.append(DiffPiece(SAME, added))
            continue
        pieces += [DiffPiece(GONE, removed)] if removed else []
        pieces += [DiffPiece(NEW, added)] if added else []
    return tuple(_joined(pieces))


def _joined(pieces: list[DiffPiece]) -> Iterator[DiffPiece]:
    """Merges changes that have only a space between them."""
    removed = added = ""
    for number, piece in enumerate(pieces):
        is_gap = piece.kind == SAME and not piece.text.strip() and 0 < number < len(pieces) - 1
        if piece.kind == SAME and not is_gap:
            yield from _flushed(removed, added)
            removed = added = ""
            yield piece
        else:
            removed += piece.text if piece.kind != NEW else ""
            added += piece.text if piece.kind != GONE else ""
    yield from _flushed(removed, added)


def _flushed(removed: str, added: str) -> Iterator[DiffPiece]:
    if removed == added:
        if removed:
            yield DiffPiece(SAME, removed)
        return
    if removed.strip():
        yield DiffPiece(GONE, removed)
    if added.strip():
        yield DiffPiece(NEW, added)
    elif added:
        yield DiffPiece(SAME, added)


def _line(kind: str, text: str) -> DiffLine:
    return DiffLine((DiffPiece(kind, text),))
