"""What somebody typed, as the words an index can be asked for."""

import re
import unicodedata
from dataclasses import dataclass

from kit.text import exact_phrases, fold, is_open, query_terms

# The letters that make a word, in Python and PostgreSQL alike: figures, Latin, Greek, Cyrillic,
# Chinese, Japanese, Korean. Everything else parts words. FTS5 has a wider idea of its own; no
# letter stands here that it would part at, since a part of a word is a phrase to it, and an error.
LETTERS = (
    "0-9A-Za-z\\u00c0-\\u00d6\\u00d8-\\u00f6\\u00f8-\\u024f\\u0370-\\u0373\\u0376-\\u0377"
    "\\u0386-\\u0481\\u048a-\\u052f\\u1e00-\\u1eff\\u3041-\\u3096\\u30a1-\\u30fa\\u4e00-\\u9fff"
    "\\uac00-\\ud7a3"
)
MAX_WORD = 60  # PostgreSQL refuses words of 2 kB; nobody means one of more than this
_WORDS = re.compile(f"[{LETTERS}]+")


@dataclass(frozen=True)
class Question:
    """The words, all of which must stand in what is found; the last may be a beginning (`is_open`).

    Words in quotes must stand side by side, and whole; so must a sign behind its word (C#).
    """

    folded: tuple[str, ...]
    exact: tuple[str, ...]  # with their marks, composed (NFC), in lower case
    phrases: tuple[tuple[str, ...], ...] = ()  # folded
    is_open: bool = True

    @classmethod
    def of(cls, typed: str) -> "Question":
        text = " ".join(query_terms(typed))
        plain = unicodedata.normalize("NFKC", text).lower()
        return cls(
            folded=_words(fold(text)),
            exact=_words(plain),
            phrases=tuple(exact_phrases(typed)),
            is_open=is_open(typed),
        )

    def __bool__(self) -> bool:
        return bool(self.folded and self.exact)


def _words(text: str) -> tuple[str, ...]:
    return tuple(word[:MAX_WORD] for word in _WORDS.findall(text))
