"""Vietnamese text: cleaning, folding for search, sorting names, highlighting matches."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from kit.old_fonts import read_old_font, read_old_font_html

MAX_QUERY_LENGTH = 200
MAX_QUERY_WORDS = 12

# Invisible characters that break databases or feeds, or can deceive: controls, zero-width
# characters, direction overrides, invisible fillers, lone surrogates, tags, non-characters.
_UNSEEN = re.compile(
    "[\\x00-\\x08\\x0e-\\x1b\\x7f-\\x84\\x86-\\x9f\\xad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5"
    "\\u180e\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\u2800\\u3164\\ud800-\\udfff\\ufeff\\uffa0"
    "\\ufff9-\\ufffc\\ufffe\\uffff\\U000e0000-\\U000e007f]"
)
_SOFT_HYPHEN = re.compile("&(?:shy|#173|#xad);", re.IGNORECASE)
_LETTERS = re.compile("[^\\W\\d_]+")
_INITIAL = re.compile(r"\b([^\W\d_])(?: ?' | ')(?=[^\W\d_])")  # H' Hen, H 'Hen
# A word includes the combining marks of NFD text and invisible characters inside it, and the signs
# at its end: C#, C++, 70+.
_WORD = re.compile(
    "[^\\W_](?:[^\\W_]|[\\u0300-\\u036f\\xad\\u200b-\\u200d\\u2060])*(?:[#+＃＋]{1,2}(?![^\\W_]))?"
)
_SIGNS = "#+"
# Characters that keyboards, telephones and Word use for the apostrophe of H'Hen, K'Brểu.
_APOSTROPHES = str.maketrans(dict.fromkeys("’‘‛ʼʻʹʽʾ′´`＇", "'"))
# NFKD leaves đ whole; Ð (eth) and Ɖ are what old Vietnamese keyboards typed for Đ.
_D_STROKE = str.maketrans({"đ": "d", "ð": "d", "ɖ": "d"}) | _APOSTROPHES


# No language has more marks on one letter (UAX #15, stream-safe text); normalising a longer run
# takes quadratic time.
MAX_MARKS = 30


def nfc(s: str) -> str:
    return unicodedata.normalize("NFC", _calm(s))


def _calm(s: str) -> str:
    """Drops marks beyond `MAX_MARKS` on one letter: they are an attack or ornament."""
    if len(s) <= 10 * MAX_MARKS or s.isascii():
        return s
    return _marks_beyond().sub(r"\1", s)


@lru_cache(maxsize=1)
def _marks_beyond() -> re.Pattern[str]:
    marks = "".join(
        map(chr, filter(lambda n: unicodedata.combining(chr(n)), range(0x300, 0x1F000)))
    )
    return re.compile(f"([{marks}]{{{MAX_MARKS}}})[{marks}]+")


def drop_unseen(s: str) -> str:
    """Drops invisible characters; white space stays."""
    return _UNSEEN.sub("", s)


def drop_unseen_but_letters(s: str, *, is_html: bool = False) -> str:
    """Like `drop_unseen`, but keeps a soft hyphen that is the letter ư of an old font.

    Text not converted yet must not lose its letters. See `kit.old_fonts`.
    """
    if "\xad" not in s and not (is_html and "&" in s and _SOFT_HYPHEN.search(s)):
        return drop_unseen(s)
    old = read_old_font_html(s) if is_html else read_old_font(s)
    return "\xad".join(map(drop_unseen, old.before.split("\xad"))) if old else drop_unseen(s)


def fold(s: str) -> str:
    """The form that search compares: lower case, no marks, đ as d, one apostrophe, NFKD."""
    s = s.translate(_APOSTROPHES)
    if not s.isascii():
        s = unicodedata.normalize("NFKD", _calm(s)).casefold().translate(_D_STROKE)
        s = "".join(c for c in s if not unicodedata.category(c).startswith("M"))
    return " ".join(drop_unseen(s).lower().split())


def spelling(s: str) -> str:
    """A key that ignores only case and the place of the tone within a syllable.

    Hòa and hoà are equal; báo and bão, C and C# are not.
    """
    words = unicodedata.normalize("NFD", drop_unseen(s)).casefold().split()
    return " ".join(
        "".join(c for c in word if c not in _TONES)
        + "".join(sorted(c for c in word if c in _TONES))
        for word in words
    )


def clean_line(s: str) -> str:
    """Cleans one line: NFC, nothing invisible, single spaces."""
    return " ".join(nfc(drop_unseen_but_letters(s)).split())


def clean_name(s: str) -> str:
    """Cleans a person's name. A name all in small letters or all in capitals is capitalised.

    Each part gets a capital, also after an apostrophe, a hyphen or a bracket: H'Hen, Mai-Lan,
    (Ba Đen). Every kind of apostrophe becomes the plain one, so that a name has one spelling.
    """
    s = _INITIAL.sub(r"\1'", clean_line(clean_line(s).translate(_APOSTROPHES)))
    if s in (s.lower(), s.upper()):
        s = _LETTERS.sub(lambda part: part[0][:1].upper() + part[0][1:].lower(), s)
    return s


def bare_name(s: str) -> str:
    """A name folded for comparison, without apostrophes, hyphens and brackets."""
    return " ".join(re.sub(r"[^\w ]", " ", _INITIAL.sub(r"\1", fold(s)).replace("'", "")).split())


def upper_first(s: str) -> str:
    """Capitalises the first letter; unlike `capitalize`, leaves the others: "Đơn vào Hội"."""
    return s[:1].upper() + s[1:]


def clean_text(s: str) -> str:
    """Cleans several lines, each like `clean_line`, with at most two blank lines in a row."""
    lines = "\n".join(
        " ".join(line.split()) for line in nfc(drop_unseen_but_letters(s)).splitlines()
    )
    return re.sub(r"\n{4,}", "\n\n\n", lines).strip("\n")


def slugify(s: str, max_length: int = 80) -> str:
    """An ASCII slug, cut between words if possible; "bai" if nothing is left."""
    slug = re.sub(r"[^a-z0-9]+", "-", fold(s)).strip("-")
    if len(slug) > max_length:
        whole_words = slug[: max_length + 1].rpartition("-")[0]
        slug = whole_words or slug[:max_length]
    return slug or "bai"


# --- names -----------------------------------------------------------------------------------

_LETTER_MARKS = {
    ("a", "\u0306"): "a1",  # ă
    ("a", "\u0302"): "a2",  # â
    ("e", "\u0302"): "e1",  # ê
    ("o", "\u0302"): "o1",  # ô
    ("o", "\u031b"): "o2",  # ơ
    ("u", "\u031b"): "u1",  # ư
}
_TONES = {"\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0301": "5", "\u0323": "6"}
_LEVEL_TONE = "1"
_SORTED_UNITS = re.compile("[0-9]{1,9}|.", re.DOTALL)


def given_name(full_name: str) -> str:
    """Vietnamese names end with the given name, by which people are listed and addressed."""
    return clean_line(full_name).rpartition(" ")[2]


def sort_key(full_name: str) -> str:
    """A key that sorts people in the Vietnamese order: by given name, then by the rest of the name.

    Word by word, first the letters (a ă â b c d đ …), then the tones (level, huyền, hỏi, ngã, sắc,
    nặng). Only 0-9 and a-z occur, each letter as two characters, so that bytes and every usual
    database collation agree; a name of n letters needs about 2.5·n + 3 a word.
    """
    words = clean_line(full_name).split(" ")
    return "".join(_word_key(word) for word in (words[-1], *words[:-1]))


@lru_cache(maxsize=4096)
def _word_key(word: str) -> str:
    """Letters, "0", tones, "0": an ended word sorts before a longer one, figures before letters."""
    letters: list[str] = []
    tones = ""
    plain = unicodedata.normalize("NFKD", _calm(word)).casefold()
    previous = ""
    for unit in _SORTED_UNITS.findall(plain):
        if unit in _TONES:
            tones += _TONES[unit]
        elif (previous, unit) in _LETTER_MARKS and letters:
            letters[-1] = _LETTER_MARKS[previous, unit]
        elif unit[0] in "0123456789":
            digits = unit.lstrip("0") or "0"
            letters.append(f"9{len(digits)}{digits}")  # 2 before 10
        elif "a" <= unit <= "z":
            letters.append(unit + "0")
        elif unit in "đðɖ":
            letters.append("d1")
        elif unit.isalpha():
            letters.append(f"z9{ord(unit):06x}")  # other scripts after ours
        # A tone may stand between a letter and its hook (NFD order is by combining class).
        if not unicodedata.combining(unit[0]):
            previous = unit
    return "".join(letters) + "0" + (tones or _LEVEL_TONE) + "0" if letters else ""


# --- phrases ---------------------------------------------------------------------------------

_OPENING, _CLOSING = '"“«„', '"”»“'
_QUOTED = re.compile(f"[{_OPENING}]([^{_OPENING}{_CLOSING}]+)[{_CLOSING}]")
# Characters outside decomposed Latin text: dashes, quotes, other scripts.
_PARTING = re.compile("[^\\x00-\\u036f]+")


def exact_phrases(q: str) -> list[tuple[str, ...]]:
    """The exact phrases of a query, each as its folded words.

    These are the parts in quotes, and words with a sign at the end, which no index keeps.
    """
    phrases = (query_terms(match[1]) for match in _QUOTED.finditer(q[: MAX_QUERY_LENGTH * 2]))
    exact = [tuple(map(fold, words)) for words in phrases if words]
    return exact + [(word,) for word in map(fold, query_terms(q)) if word.endswith(tuple(_SIGNS))]


def is_open(q: str) -> bool:
    """Whether the last word of a query may be incomplete.

    It may, as people stop typing early, unless a closing quote or a sign follows.
    """
    if any(match.end() == len(q.rstrip()) for match in _QUOTED.finditer(q)):
        return False
    return not any(fold(word).endswith(tuple(_SIGNS)) for word in query_terms(q)[-1:])


def contains_phrase(words: tuple[str, ...], *texts: str) -> bool:
    """Whether one of the texts contains these folded words, whole and adjacent.

    A page of results scans a thousand articles, so folding uses only what Python does in C:
    decomposition, then dropping everything beyond ASCII.
    """
    if not all(word.isascii() for word in words):
        pattern = _phrase(words)
        return any(pattern.search(fold(text)) for text in texts)
    pattern_bytes = _ascii_phrase(words)
    return any(pattern_bytes.search(_ascii(text)) for text in texts)


@lru_cache(maxsize=64)
def _phrase(words: tuple[str, ...]) -> re.Pattern[str]:
    between = r"[\W_]+".join(map(re.escape, words))
    return re.compile(rf"(?<![^\W_]){between}{_end(words)}(?![^\W_])")


@lru_cache(maxsize=64)
def _ascii_phrase(words: tuple[str, ...]) -> re.Pattern[bytes]:
    first, *others = [re.escape(word).encode() for word in words]
    # The look-behind comes after the first word, so that the search can start from a literal.
    parts = [first + rb"(?<![a-z0-9]" + first + rb")", *others]
    between = b"[^a-z0-9]+".join(parts)
    return re.compile(between + _end(words).encode() + rb"(?![a-z0-9])")


def _end(words: tuple[str, ...]) -> str:
    """The pattern after the last word: C+ does not match C++, but C matches both."""
    return "(?![#+])" if words[-1].endswith(tuple(_SIGNS)) else ""


def _ascii(text: str) -> bytes:
    """Like `fold`, for Latin text; other scripts count as separators."""
    plain = unicodedata.normalize("NFKD", text)
    for letter in "đĐðÐɖƉ":
        plain = plain.replace(letter, "d")
    return _PARTING.sub(" ", plain).encode("ascii", "ignore").lower()


# --- showing matches -------------------------------------------------------------------------


def query_terms(q: str) -> list[str]:
    """The words of a query as typed, limited in number and length."""
    return _WORD.findall(clean_line(q[: MAX_QUERY_LENGTH * 2])[:MAX_QUERY_LENGTH])[:MAX_QUERY_WORDS]


@lru_cache(maxsize=16384)
def _fold_word(word: str) -> str:
    """`fold`, cached: Vietnamese has some 7,000 syllables, and a page of results folds them again."""
    return fold(word)


def _hits(text: str, q: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and term of each word of the text that matches the query."""
    terms = [folded for term in query_terms(q) if (folded := fold(term))]
    if not terms:
        return
    *whole_words, last = terms
    prefix = last if is_open(q) else ""
    whole_words = whole_words if prefix else terms
    for match in _WORD.finditer(text):
        word = _fold_word(match[0])
        if word in whole_words or (word := word.rstrip(_SIGNS)) in whole_words:
            yield match.start(), match.end(), word
        elif prefix and word.startswith(prefix):
            yield match.start(), match.end(), prefix


def highlight(text: str, q: str) -> SafeString:
    """Escaped text with <mark> around the words that match the query, whatever their marks or case.

    The last word of the query may be incomplete, since people stop typing early.
    """
    parts: list[str] = []
    done = 0
    for start, end, _term in _hits(text, q):
        parts += [escape(text[done:start]), "<mark>", escape(text[start:end]), "</mark>"]
        done = end
    parts.append(escape(text[done:]))
    return mark_safe("".join(parts))  # noqa: S308 - every piece of text above is escaped


def snippet(text: str, q: str, width: int = 220) -> SafeString:
    """An excerpt of about `width` characters, highlighted.

    It contains the query's words side by side or, if they never are, as many of them as possible.
    """
    text = " ".join(text.split())
    if len(text) <= width:
        return highlight(text, q)
    start = _window_start(text, q, width)
    end = min(start + width, len(text))
    if start > 0 and text[start - 1] != " ":
        space = text.find(" ", start, end)
        start = space + 1 if space >= 0 else start
    if end < len(text) and text[end] != " ":
        space = text.rfind(" ", start, end)
        end = space if space >= 0 else end
    body = highlight(text[start:end].strip(), q)
    before = "… " if start > 0 else ""
    after = " …" if end < len(text) else ""
    return mark_safe(f"{before}{body}{after}")  # noqa: S308 - body is already safe


def _window_start(text: str, q: str, width: int) -> int:
    """The start of the excerpt, so that the best group of hits lies a little inside it."""
    hits = list(_hits(text, q))
    phrase = _first_phrase(text, hits, [fold(term) for term in query_terms(q)])
    if phrase is not None:
        start, end = phrase
        return max(0, min(start - max(0, width - end + start) // 3, len(text) - width))
    best = (0, 0)
    best_span = (0, 0)
    counts: Counter[str] = Counter()
    first = 0
    for last_start, last_end, term in hits:
        counts[term] += 1
        while last_end - hits[first][0] > width and hits[first][0] < last_start:
            counts[hits[first][2]] -= 1
            first += 1
        score = (sum(1 for n in counts.values() if n), counts.total())
        if score > best:
            best, best_span = score, (hits[first][0], last_end)
    spare = max(0, width - (best_span[1] - best_span[0]))
    return max(0, min(best_span[0] - spare // 3, len(text) - width))


def _first_phrase(
    text: str, hits: list[tuple[int, int, str]], words: list[str]
) -> tuple[int, int] | None:
    """Start and end of the first place where all the words occur whole and in a row."""
    if len(words) < 2:
        return None
    for place in range(len(hits) - len(words) + 1):
        row = hits[place : place + len(words)]
        if all(
            term == word == _fold_word(text[start:end])
            for (start, end, term), word in zip(row, words, strict=True)
        ) and not any(_WORD.search(text, left[1], right[0]) for left, right in pairwise(row)):
            return row[0][0], row[-1][1]
    return None
