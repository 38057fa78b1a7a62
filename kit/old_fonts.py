"""Vietnamese typed for fonts older than Unicode: detects such text and converts it.

Fonts named .Vn… (TCVN 5712-3, "ABC") draw one foreign letter or sign as one Vietnamese letter; fonts
named VNI-… draw a vowel and a sign behind it as one. Without the font "NguyÔn V¨n H­¬ng" and
"Nguyeãn Vaên Höông" stand there. Nothing in such a text says what it is, so it is recognised by its words:
they are no Vietnamese syllables as they stand, and are once they are read by the old table.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from html import unescape

_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT = "\u0301", "\u0300", "\u0309", "\u0303", "\u0323"
_TONES = frozenset((_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT))


class OldFont(Enum):
    """An old encoding; the value is the name by which its fonts are known."""

    TCVN3 = ".VnTime, ABC (TCVN3)"
    VNI = "VNI-Times"


@dataclass(frozen=True)
class OldText:
    """A text that seems typed for an old font, and its conversion to Unicode."""

    font: OldFont
    before: str
    after: str


# --- The two tables ----------------------------------------------------------------------------

# Old and new letter by turns; static/js/writing/old-fonts.js has the same.
_TCVN3_PAIRS = (
    "¸áµà¶ả·ã¹ạ¨ă¾ắ»ằ¼ẳ½ẵÆặ©âÊấÇầÈẩÉẫËậ®đÐéÌèÎẻÏẽÑẹªêÕếÒềÓểÔễÖệÝí×ìØỉÜĩÞịãóßòáỏâõäọ«ôèốåồæổçỗéộ¬ơíớêờëởìỡîợ"
    "óúïùñủòũôụ\u00adưøứõừöử÷ữùựýýúỳûỷüỹþỵ¡Ă¢Â§Đ£Ê¤Ô¥Ơ¦Ư"
)
TCVN3 = dict(zip(_TCVN3_PAIRS[::2], _TCVN3_PAIRS[1::2], strict=True))

_PLAIN_MARKS = {"ù": _ACUTE, "ø": _GRAVE, "û": _HOOK, "õ": _TILDE, "ï": _DOT}
_CIRCUMFLEX_MARKS = {"â": "", "á": _ACUTE, "à": _GRAVE, "å": _HOOK, "ã": _TILDE, "ä": _DOT}
_BREVE_MARKS = {"ê": "", "é": _ACUTE, "è": _GRAVE, "ú": _HOOK, "ü": _TILDE, "ë": _DOT}


def _vni() -> dict[str, str]:
    small = {"ñ": "đ", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}
    for old, new in (*zip("aeouy", "aeouy", strict=True), ("ô", "ơ"), ("ö", "ư")):
        small |= {old + sign: new + tone for sign, tone in _PLAIN_MARKS.items()}
    small |= {"ô": "ơ", "ö": "ư"}
    for letter in "aeo":
        small |= {
            letter + sign: f"{letter}\u0302{tone}" for sign, tone in _CIRCUMFLEX_MARKS.items()
        }
    small |= {"a" + sign: f"a\u0306{tone}" for sign, tone in _BREVE_MARKS.items()}
    table = {}
    for old, new in small.items():
        new = unicodedata.normalize("NFC", new)
        table[old] = new
        table[old.upper()] = table[old[0].upper() + old[1:]] = new.upper()
    return table


VNI = _vni()
_VNI_UNIT = re.compile("|".join(sorted(VNI, key=len, reverse=True)))


def from_tcvn3(text: str) -> str:
    """Today's letters. Toned capitals have no letter of their own there: a word whose plain letters
    are capitals gets them."""
    return _TCVN3_WORD.sub(lambda word: _tcvn3_word(word[0]), text)


def _tcvn3_word(word: str) -> str:
    read = "".join(TCVN3.get(letter, letter) for letter in word)
    plain = [letter for letter in word if letter.isascii()]
    capitals = "".join(plain).isupper() and (len(plain) > 1 or word[0] in "§¡¢£¤¥¦")
    return read.upper() if capitals else read


def from_vni(text: str) -> str:
    return _VNI_UNIT.sub(lambda unit: VNI[unit[0]], text)


# --- Syllables ----------------------------------------------------------------------------------

_ONSETS = (
    "", "b", "c", "ch", "d", "đ", "g", "gh", "gi", "h", "k", "kh", "l", "m", "n", "ng", "ngh", "nh",
    "p", "ph", "qu", "r", "s", "t", "th", "tr", "v", "x",
)  # fmt: skip
_RIME_WORDS = (
    "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây "
    "e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich im in inh ip it iu "
    "iêc iêm iên iêng iêp iêt iêu o oc oi om on ong ooc oong op ot oa oac oach oai oan oang oanh "
    "oat oay oăc oăm oăn oăng oăt oe oen oeo oet ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt "
    "u uc ui um un ung up ut ua uân uâng uât uây uê uêch uênh uơ uôc uôi uôm uôn uông uôt "
    "uy uya uych uyên uyêt uynh uyt uyu ư ưa ưc ưi ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu "
    "y yêm yên yêng yêt yêu"
)
_RIMES = frozenset(_RIME_WORDS.split())
_Y_ALONE_AFTER = frozenset(("", "h", "k", "l", "m", "qu", "s", "t", "v"))
_BEFORE_FRONT_ONLY = frozenset(("gh", "k", "ngh"))
_NEVER_BEFORE_FRONT = frozenset(("c", "g", "ng"))
_STOPPED = ("c", "ch", "p", "t")
_EITHER_OF_TWO = frozenset(("oa", "oe", "uy"))  # hoà and hòa are both written


@lru_cache(maxsize=16384)
def is_syllable(word: str) -> bool:
    """Whether a word could be a Vietnamese syllable: its sounds may stand together, and its tone
    stands on the letter that bears it."""
    letters, tone, place = _taken_apart(word)
    if place is not None and tone == "":
        return False
    return any(
        _fits(onset, letters[len(onset) :], tone, None if place is None else place - len(onset))
        for onset in _ONSETS
        if letters.startswith(onset)
    )


def _taken_apart(word: str) -> tuple[str, str, int | None]:
    """Letters without tones, the tone, and on which letter it stands; two tones are none at all."""
    letters, tone, place = "", "", None
    for unit in unicodedata.normalize("NFC", word.lower()):
        parts = unicodedata.normalize("NFD", unit)
        tones = [part for part in parts if part in _TONES]
        if tones:
            tone, place = ("", -1) if place is not None else (tones[0], len(letters))
        kept = "".join(part for part in parts if part not in _TONES)
        letters += unicodedata.normalize("NFC", kept)
    return letters, tone, place


def _fits(onset: str, rime: str, tone: str, place: int | None) -> bool:
    if rime not in _RIMES or (rime == "y" and onset not in _Y_ALONE_AFTER):
        return False
    is_front = rime[0] in "eêiy"
    # "gì", "gìn", "giếng": the letter i of "gi" belongs to the vowel as well.
    is_gi = onset == "g" and (rime in {"i", "in"} or rime.startswith("iê"))
    if onset in (_NEVER_BEFORE_FRONT if is_front else _BEFORE_FRONT_ONLY) and not is_gi:
        return False
    if rime.endswith(_STOPPED) and tone not in (_ACUTE, _DOT):
        return False
    return place is None or place in _tone_places(rime)


@lru_cache(maxsize=512)
def _tone_places(rime: str) -> tuple[int, ...]:
    shaped = [at for at, letter in enumerate(rime) if letter in "ăâêôơư"]
    if shaped:
        return (shaped[-1],)
    vowels = sum(letter in "aeiouy" for letter in rime)
    if vowels == 1:
        return (0,)
    if vowels == 3 or vowels < len(rime):
        return (1,)
    return (0, 1) if rime in _EITHER_OF_TWO else (0,)


# --- Detection -----------------------------------------------------------------------------------

_TODAY_ONLY = re.compile("[ĂăĐđĨĩŨũƠơƯư\u1ea0-\u1ef9]")
_LETTERS = "A-Za-z\u00c0-\u00ff\u0100-\u01b0\u1ea0-\u1ef9"
_TCVN3_WORD = re.compile(f"[{_LETTERS}{re.escape(''.join(TCVN3))}]+")
_VNI_WORD = re.compile(f"[{_LETTERS}]+")
# No language has these within a word, or an accented capital after a small letter.
_TCVN3_SURE = re.compile("[¸µ¶¹¨¾»¼½©ª«¬\u00ad®§¡¢£¤¥¦Þþ]|(?<=[a-z])[\u00c0-\u00de]")
# No language has these next to a vowel; ï ë ü û ê do occur (Loïc, Raphaël, goût).
_VNI_SURE = re.compile("[aeou][ùøõâáàåãäéèú]|y[ùøûõ]|ö[ôùøûõï]|ô[ùøûõï]", re.IGNORECASE)
# Names encoded with other letters of the tables, which no foreign word resembles.
_NAME_WORDS = (
    "nguyễn trần lê phạm huỳnh hoàng phan vũ đặng bùi đỗ ngô dương đào đinh trịnh trương phùng "
    "thái hà văn thị"
)
_NAMES = frozenset(_NAME_WORDS.split())
# The only words among a million of 25 languages that would be detected by themselves.
_FOREIGN = frozenset(("aún", "buøy", "deán", "naõ", "poäng", "reá", "taï"))
# Addresses are not words.
_ADDRESS = re.compile("@|://|www[.]")
_RUN = re.compile(r"\S+")
_TAG = re.compile(r"<[^<>]*>")
_ENTITY = re.compile(r"&(?:#x?[0-9a-fA-F]{2,4}|[a-zA-Z]{2,8});")


class _Kind(Enum):
    OLD = "no Vietnamese as it stands, Vietnamese by the old table"
    EITHER = "Vietnamese both ways"
    TODAY = "Vietnamese as it stands"
    NEITHER = "a foreign word, or an abbreviation"


@dataclass(slots=True)
class _Word:
    start: int
    end: int
    read: str
    kind: _Kind
    is_sure: bool


@dataclass(frozen=True)
class _Table:
    font: OldFont
    word: re.Pattern[str]
    sure: re.Pattern[str]
    read: Callable[[str], str]


_TABLES = (
    _Table(OldFont.TCVN3, _TCVN3_WORD, _TCVN3_SURE, from_tcvn3),
    _Table(OldFont.VNI, _VNI_WORD, _VNI_SURE, from_vni),
)


def read_old_font(text: str) -> OldText | None:
    """The text converted to Unicode if it seems typed for an old font, else None.

    The text is judged as a whole and with caution: a line of correct Vietnamese, a foreign name or
    an address is never converted. In a mixed text the parts already in Unicode stay as they are.
    """
    return _detected(text, _addresses)


def read_old_font_html(html: str) -> OldText | None:
    """The same for HTML, whose tags stay as they are; both texts of the answer are HTML."""
    html = _ENTITY.sub(_letter_of_entity, html)
    return _detected(
        html, lambda html: [tag.span() for tag in _TAG.finditer(html)] + _addresses(html)
    )


def _letter_of_entity(entity: re.Match[str]) -> str:
    """`&shy;` and the like as the letters they are; what may be markup stays."""
    letter = unescape(entity[0])
    return letter if len(letter) == 1 and "\u00a1" <= letter <= "\u00ff" else entity[0]


def _addresses(text: str) -> list[tuple[int, int]]:
    return [run.span() for run in _RUN.finditer(text) if _ADDRESS.search(run[0])]


def _detected(text: str, barred: Callable[[str], list[tuple[int, int]]]) -> OldText | None:
    if text.isascii():
        return None
    text = unicodedata.normalize("NFC", text)
    best: tuple[int, _Table, list[_Word]] | None = None
    for table in _TABLES:
        words = list(_words(text, table, barred(text)))
        weight = _weight(words)
        if weight and (best is None or weight > best[0]):
            best = (weight, table, words)
    if best is None:
        return None
    after = _read(text, best[2])
    return OldText(best[1].font, text, after) if after != text else None


def _words(text: str, table: _Table, barred: list[tuple[int, int]]) -> Iterator[_Word]:
    """The words that contain more than plain letters."""
    spans = iter(sorted(barred))
    span = next(spans, None)
    for match in table.word.finditer(text):
        if match[0].isascii():
            continue
        while span and span[1] <= match.start():
            span = next(spans, None)
        if span and span[0] < match.end():
            continue
        yield _judged(match, table, text[match.end() : match.end() + 1])


def _judged(match: re.Match[str], table: _Table, behind: str) -> _Word:
    word = match[0]
    if _TODAY_ONLY.search(word):
        return _Word(*match.span(), word, _Kind.TODAY, is_sure=False)
    read = table.read(word)
    now, then = is_syllable(word), is_syllable(read)
    kind = {
        (False, True): _Kind.OLD,
        (True, True): _Kind.EITHER,
        (True, False): _Kind.TODAY,
        (False, False): _Kind.NEITHER,
    }[now, then]
    has_sign = bool(table.sure.search(word)) and len(word) > 2
    is_sure = kind is _Kind.OLD and (has_sign or read.lower() in _NAMES)
    is_sure = is_sure and word.lower() not in _FOREIGN
    # "H§QT" and "§/c" are no syllables, yet in an old text they are old.
    if kind is _Kind.NEITHER and not (has_sign or (len(word) < 3 and behind and behind in "/.")):
        read = word
    return _Word(*match.span(), read, kind, is_sure)


def _weight(words: list[_Word]) -> int:
    """The weight of evidence for the table; 0 if it isn't enough."""
    count = {kind: sum(word.kind is kind for word in words) for kind in _Kind}
    sure = sum(word.is_sure for word in words)
    # Several words that may be old, and nothing else, are as good as one that must be.
    sure += len({word.read for word in words if word.kind is _Kind.OLD and len(word.read) > 2}) >= 3
    against = count[_Kind.NEITHER]
    if not any(_TODAY_ONLY.search(word.read) for word in words if word.kind is _Kind.TODAY):
        against += count[_Kind.TODAY]
        needed = 1
    else:
        needed = 2  # partly in today's letters: one strange word is a slip, not a font
    return count[_Kind.OLD] if sure >= needed and count[_Kind.OLD] >= against else 0


def _read(text: str, words: list[_Word]) -> str:
    """Converts the old words; an ambiguous word follows the nearest unambiguous one."""
    plain = [at for at, word in enumerate(words) if word.kind in (_Kind.OLD, _Kind.TODAY)]
    parts, end, nearest = [], 0, 0
    for at, word in enumerate(words):
        while nearest + 1 < len(plain) and abs(plain[nearest + 1] - at) < abs(plain[nearest] - at):
            nearest += 1
        if words[plain[nearest]].kind is _Kind.OLD:
            parts += [text[end : word.start], word.read]
            end = word.end
    return "".join([*parts, text[end:]])
