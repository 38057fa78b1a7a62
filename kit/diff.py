"""What two texts have in common and where they differ, line by line and then word by word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from .html import plain_text

SAME, GONE, NEW = "same", "gone", "new"
# Unchanged lines kept around a change, so that one sees where in the text it is.
AROUND = 1
# Past this many words a line is shown whole, before and after: comparing is quadratic.
MOST_WORDS = 3000
# Lines that share less than this are two different sentences, not one that was edited.
ALIKE = 0.35

_WORDS = re.compile(r"\s+|[\w\u0300-\u036f]+|[^\w\s]")
_PHOTO = re.compile(r'<figure data-photo="[0-9]+"></figure>')
_LINES_APART = re.compile(r"(</(?:p|h[1-6]|li|blockquote|tr|figcaption)>)")


@dataclass(frozen=True)
class Piece:
    """A stretch of a line: in both texts, only in the older, or only in the newer."""

    kind: str
    text: str


@dataclass(frozen=True)
class Line:
    """A line of the comparison; `skipped` counts unchanged lines that it stands for instead."""

    pieces: tuple[Piece, ...] = ()
    skipped: int = 0


def readable(html: str) -> str:
    """Rich text as the lines a person reads; where a photograph stands, a line says so."""
    shown = _PHOTO.sub("<p>[Ảnh chèn ở đây]</p>", html)
    return plain_text(_LINES_APART.sub(r"\1\n", shown))


def compared(old: str, new: str) -> list[Line]:
    """The newer text with what it lost and gained marked; empty where the words are the same."""
    before, after = _lines(old), _lines(new)
    if before == after:
        return []
    found: list[Line] = []
    blocks = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    for number, (what, i1, i2, j1, j2) in enumerate(blocks):
        if what == "equal":
            found += _shortened(
                before[i1:i2], is_first=not number, is_last=number == len(blocks) - 1
            )
        else:
            found += _changed(before[i1:i2], after[j1:j2])
    return found


def _lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


def _shortened(lines: list[str], *, is_first: bool, is_last: bool) -> Iterator[Line]:
    head = 0 if is_first else AROUND
    tail = 0 if is_last else AROUND
    if len(lines) <= head + tail + 1:
        yield from (_line(SAME, line) for line in lines)
        return
    yield from (_line(SAME, line) for line in lines[:head])
    yield Line(skipped=len(lines) - head - tail)
    yield from (_line(SAME, line) for line in lines[len(lines) - tail :])


def _changed(before: list[str], after: list[str]) -> Iterator[Line]:
    """Lines that correspond are compared by their words, in order; the rest came or went whole."""
    for old, new in zip(before, after, strict=False):
        pieces = _words_compared(old, new)
        yield from [Line(pieces)] if pieces else (_line(GONE, old), _line(NEW, new))
    yield from (_line(GONE, line) for line in before[len(after) :])
    yield from (_line(NEW, line) for line in after[len(before) :])


def _words_compared(old: str, new: str) -> tuple[Piece, ...]:
    """Empty where the two have too little in common to be read as one."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    if max(len(before), len(after)) > MOST_WORDS:
        return ()
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if matcher.ratio() < ALIKE:
        return ()
    pieces: list[Piece] = []
    for what, i1, i2, j1, j2 in matcher.get_opcodes():
        gone, come = "".join(before[i1:i2]), "".join(after[j1:j2])
        if what == "equal":
            pieces.append(Piece(SAME, come))
            continue
        pieces += [Piece(GONE, gone)] if gone else []
        pieces += [Piece(NEW, come)] if come else []
    return tuple(_joined(pieces))


def _joined(pieces: list[Piece]) -> Iterator[Piece]:
    """Changes with only a space between them read as one change."""
    gone = come = ""
    for number, piece in enumerate(pieces):
        is_gap = piece.kind == SAME and not piece.text.strip() and 0 < number < len(pieces) - 1
        if piece.kind == SAME and not is_gap:
            yield from _flushed(gone, come)
            gone = come = ""
            yield piece
        else:
            gone += piece.text if piece.kind != NEW else ""
            come += piece.text if piece.kind != GONE else ""
    yield from _flushed(gone, come)


def _flushed(gone: str, come: str) -> Iterator[Piece]:
    if gone == come:
        if gone:
            yield Piece(SAME, gone)
        return
    if gone.strip():
        yield Piece(GONE, gone)
    if come.strip():
        yield Piece(NEW, come)
    elif come:
        yield Piece(SAME, come)


def _line(kind: str, text: str) -> Line:
    return Line((Piece(kind, text),))
