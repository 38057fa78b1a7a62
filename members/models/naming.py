"""Who is meant: card numbers in their one form, and people as others write them down."""

import re
import unicodedata
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from kit.phones import phone_numbers
from kit.text import bare_name, clean_line, fold, spelling

_OURS = re.compile(r"HV(\d{1,6})", re.ASCII)
_LETTER_THEN_FIGURE = re.compile(r"(?<=[^\W\d_])[-–—._]+(?=\d)")


def normal_code(text: str) -> str:
    """A card's number in its one form: "hv 603", "HV-000603" and "HV000603" are HV000603.

    Capitals, no spaces, nothing between letters and the figures after them; of the association's
    own kind six figures. Other numbers ("12/HCCA-BT") keep their strokes.
    """
    plain = "".join(clean_line(unicodedata.normalize("NFKC", text)).upper().split())
    plain = _LETTER_THEN_FIGURE.sub("", plain)
    ours = _OURS.fullmatch(plain)
    return f"HV{ours[1]:0>6}" if ours else plain


class CodeField(models.CharField):
    """A card's number: stored, and asked for, in its one form."""

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)
        return normal_code(value) if isinstance(value, str) else value

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = self.to_python(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, value)
        return value

    def get_prep_value(self, value: Any) -> Any:
        return self.to_python(super().get_prep_value(value))

    def deconstruct(self) -> Any:
        # How a number is read is no matter of the schema.
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs


def searched_as(name: str, code: str, phone: str) -> str:
    """What a card is found by: its name also without apostrophes and hyphens, its numbers also by
    their bare figures, so that any spacing finds them."""
    folded, bare = fold(name), bare_name(name)
    names = folded if folded == bare else f"{folded} {bare}"
    return fold(" ".join([names, code, phone, *phone_numbers(phone)]))


# --- a person as somebody writes them down ------------------------------------------------------

# No name begins so.
_COMRADE = {"đ/c", "đc", "d/c", "dc", "đ.c", "đ/c.", "đc.", "đồng chí", "dong chi"}
# Ông is a family's name too. Without marks only what is no part of a name: "ba" may be Ba Đen's.
_ADDRESSES = {"ông", "bà", "cụ", "bác", "chú", "cô", "chị", "ong"}
_HONORIFICS = _COMRADE | _ADDRESSES | {"gia đình"}
# Without its marks this may be a name: Hà Sĩ, Bình Nhi.
_NAMES_TOO = ("ha si", "ha sy", "binh nhat", "binh nhi")
_BEHIND = re.compile(r"(.*?[^\s,;(–-])\s*(?:[,;(]|\s[–-]\s)\s*([^,;()]+?)\s*\)?")
_BULLET = re.compile(r"^(?:\d{1,3}[.)]\s+|[-–•+*]\s*)+")
_PARTED = re.compile(r"[,;()]|\s[-–]\s")
_YEAR = re.compile(r"(?:sn |sinh nam |sinh )?((?:19|20)\d\d)", re.ASCII)
_CODE = re.compile(r"\bhv[-–—._ ]*\d{1,6}\b", re.ASCII)
_PLACES = ("chi hoi", "hoi ", "phuong", "xa ", "quan", "dac khu")
_MOST_WORDS = 8


@dataclass
class PersonQuery:
    """What a text says of one person."""

    words: list[str] = field(default_factory=list)  # folded, of the name and whatever was typed
    codes: list[str] = field(default_factory=list)  # as typed, folded: perhaps only a part
    year: int | None = None
    place: str = ""  # folded; where the person is said to belong


def parse_person_query(text: str, ranks: Mapping[str, str]) -> PersonQuery:
    """Reads "Đại tá Lý Công Thiện", "đ/c Thiện", "1. Lý Công Thiện (HV000268)", and what the portal
    itself writes: "Đại tá Lý Công Thiện, 1945, HV000268, Chi hội Phường 1".

    `ranks`: see `rank_spellings`.
    """
    parts = [part.strip() for part in _PARTED.split(_BULLET.sub("", clean_line(text)))]
    named = [part for part in parts if part and not _is_title(part, ranks)]
    query = PersonQuery()
    for number, part in enumerate(named or [clean_line(text)]):
        folded = fold(part)
        year = _YEAR.fullmatch(folded)
        if _CODE.fullmatch(folded):
            query.codes.append("".join(folded.split()))
        elif number and year:
            query.year = int(year[1])
        elif number and folded.startswith(_PLACES):
            query.place = query.place or folded
        elif not query.place:
            query.codes += ["".join(code.split()) for code in _CODE.findall(folded)]
            folded = _CODE.sub(" ", fold(_before_name(part, ranks)[0]))
            query.words += folded.split()[:_MOST_WORDS]
    return query


def rank_spellings(labels: Iterable[str]) -> dict[str, str]:
    """Each way of writing a rank, by `spelling`, and which it is: "đại uý", "thượng sỹ", "dai ta".

    Marks may be slips, but where the letters are a name's too: "Hà Sĩ" is no Hạ sĩ.
    """
    ways: dict[str, str] = {}
    for label in labels:
        for written in (label, re.sub(r"\bsĩ\b", "sỹ", label)):
            ways |= {spelling(written): label, fold(written): label}
    return ways


@dataclass(frozen=True)
class Titled:
    """A person's name as typed, without what is none of it."""

    name: str
    titles: tuple[str, ...] = ()  # taken off: "Đại tá", "đ/c"
    rank: str = ""  # its label, where one of them is a rank
    address: str = ""  # "Ông", which still stands in the name: it may be the family's


def name_and_titles(text: str, ranks: Mapping[str, str]) -> Titled:
    """Reads "Đại tá Lý Công Thử", "đ/c Trần Văn A", "Lý Công Thử (đại tá)" for a box of names.

    A title alone stays the name: see `is_no_name`.
    """
    name, titles = _before_name(clean_line(text), _surely(ranks), _COMRADE)
    while (parted := _BEHIND.fullmatch(name)) and _is_title(parted[2], _surely(ranks), _COMRADE):
        name, titles = parted[1], [*titles, parted[2]]
    ranked = (_rank(title, ranks) for title in titles)
    first = name.partition(" ")[0]
    is_address = first.lower() in _ADDRESSES and name != first
    return Titled(name, tuple(titles), next(filter(None, ranked), ""), first if is_address else "")


def is_no_name(text: str, ranks: Mapping[str, str]) -> bool:
    """Whether nothing but a title stands there."""
    return _is_title(text, _surely(ranks), _HONORIFICS)


def _surely(ranks: Mapping[str, str]) -> Mapping[str, str]:
    return {way: label for way, label in ranks.items() if way not in _NAMES_TOO}


def _is_title(part: str, ranks: Mapping[str, str], forms: Container[str] = _HONORIFICS) -> bool:
    return part.lower() in forms or bool(_rank(part, ranks))


def _rank(title: str, ranks: Mapping[str, str]) -> str:
    """Its label; "" for no rank. "Đại tá CAND" is one too."""
    bare = re.sub(r"\s+(?:cand|công an(?: nhân dân)?)$", "", title, flags=re.IGNORECASE)
    loosely = "" if fold(bare) in _NAMES_TOO else ranks.get(fold(bare), "")
    return ranks.get(spelling(bare), loosely)


def _before_name(
    name: str, ranks: Mapping[str, str], forms: Container[str] = _HONORIFICS
) -> tuple[str, list[str]]:
    """Without the rank and the form of address before a name, and what these were; a title alone
    stays as it is."""
    words = name.split()
    taken: list[str] = []
    while True:
        for length in range(6, 0, -1):  # "Đại tá Công an nhân dân" is six
            title = " ".join(words[:length]).rstrip(",:")
            if len(words) > length and _is_title(title, ranks, forms):
                words, taken = words[length:], [*taken, title]
                break
        else:
            return " ".join(words), taken
