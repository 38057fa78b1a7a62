"""A text as a person reads it, however its letters are disguised, and phrases that match in it."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from kit.text import drop_unseen, fold, nfc

# Letters of other scripts that look like ours, after folding of case; compatibility forms (bold,
# circled, full width) are made plain by Unicode itself.
_LOOKALIKE = str.maketrans(
    "авекмнорстухіѕјһԁԛԝαοεικρτυχηνıɡðɖᴀʙᴄᴅᴇɢʜɪᴊᴋʟᴍɴᴏᴘʀᴛᴜᴠᴡʏᴢꜱ",
    "abekmhopctyxisjhdqwaoeikptuxnvigđđabcdeghijklmnoprtuvwyzs",
)
# White letters on black grounds have no compatibility form: three rows of A to Z.
_BOXED = {chr(first + n): chr(ord("a") + n) for first in (0x1F150, 0x1F170) for n in range(26)}
# Figures and signs used in place of a letter.
_STAND_INS = {
    "o": "0",
    "i": "1!|",
    "l": "1|",
    "a": "4@",
    "e": "3",
    "s": "5$",
    "b": "8",
    "g": "9",
    "t": "7",
}
_WORD = re.compile(r"[^\W_]+")
_LATIN = re.compile(r"[0-9a-z\u00df-\u024f\u1e00-\u1eff]")
_APART = r"[\W_]"


@dataclass(frozen=True)
class PlainText:
    """The text in plain lower case, with the position of each letter in the typed text."""

    text: str
    plain: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    # Indexes of letters typed as look-alikes from other scripts or as decorated letters.
    disguised: frozenset[int] = field(default_factory=frozenset)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Maps a range of the plain letters to its position in the text."""
        return self.starts[start], self.ends[end - 1]


def read(text: str) -> PlainText:
    """One entry for each letter seen; marks stay on their letters, what nobody sees is left out."""
    plain: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    disguised: set[int] = set()
    at = 0
    while at < len(text):
        end = at + 1
        while end < len(text) and unicodedata.category(text[end])[0] == "M":
            end += 1
        typed = text[at:end]
        letters = _undress(typed)
        if letters != nfc(typed).casefold() and letters.strip() and letters[0].isalnum():
            disguised |= set(range(len(plain), len(plain) + len(letters)))
        plain += letters
        starts += [at] * len(letters)
        ends += [end] * len(letters)
        at = end
    whole = "".join(plain)
    for word in _WORD.finditer(whole):
        if any(
            not _LATIN.match(letter) for letter in word[0]
        ):  # a foreign word, not a disguised one
            disguised.difference_update(range(*word.span()))
    return PlainText(text, whole, tuple(starts), tuple(ends), frozenset(disguised))


def _undress(typed: str) -> str:
    if typed.isascii():
        return typed.lower()
    letters = unicodedata.normalize(
        "NFKC", nfc("".join(_BOXED.get(c, c) for c in drop_unseen(typed)))
    )
    return nfc(letters).casefold().translate(_LOOKALIKE)


@dataclass(frozen=True)
class PhraseMatch:
    """A phrase in a text: its position, and whether it was disguised."""

    phrase: str
    start: int
    end: int
    is_disguised: bool = False


@lru_cache(maxsize=8)
def _pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(range(len(phrases)), key=lambda n: -len(phrases[n]))
    parts = "|".join(f"(?P<p{n}>{_loose(phrases[n])})" for n in longest_first)
    return re.compile(rf"(?<![^\W_])(?:{parts})(?![^\W_])")


def _loose(phrase: str) -> str:
    """The letters in their order, each with its mark or without any, whatever stands between.

    A letter typed with another mark is another letter: “nó hư” is no “nổ hũ”.
    """
    patterns = [
        rf"{_APART}{{0,2}}".join(_letter(letter) for letter in word)
        for word in nfc(phrase).casefold().translate(_LOOKALIKE).split()
    ]
    return rf"{_APART}{{0,4}}".join(patterns)


def _letter(letter: str) -> str:
    bare = fold(letter)
    choices = {letter, bare, *_STAND_INS.get(bare, "")}
    return (
        f"[{''.join(re.escape(c) for c in sorted(choices))}]"
        if len(choices) > 1
        else re.escape(letter)
    )


def find_phrases(reading: PlainText, phrases: tuple[str, ...]) -> Iterator[PhraseMatch]:
    """Each phrase that occurs in the text as whole words, disguised or not."""
    for match in _pattern(phrases).finditer(reading.plain):
        phrase = phrases[int((match.lastgroup or "p0")[1:])]
        start, end = reading.span(*match.span())
        yield PhraseMatch(phrase, start, end, _is_disguised(reading, phrase, match))


def _is_disguised(reading: PlainText, phrase: str, match: re.Match[str]) -> bool:
    """Letters torn apart, figures for letters, letters from elsewhere. Written in one is not."""
    if any(n in reading.disguised for n in range(*match.span())):
        return True
    pieces = re.findall(r"[^\W_]+", match[0])
    parts = phrase.split()
    as_usual = [len(part) for part in parts]
    if [len(piece) for piece in pieces] not in (as_usual, [sum(as_usual)]):
        return True
    figures = sum(c.isdigit() for c in match[0]) - sum(c.isdigit() for c in phrase)
    return figures > 0
