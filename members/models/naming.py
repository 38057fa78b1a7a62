"""Who is meant: card numbers in their one form, and people as others write them down."""

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from kit.phones import phone_numbers
from kit.text import bare_name, clean_line, fold

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
    said, bare = fold(name), bare_name(name)
    names = said if said == bare else f"{said} {bare}"
    return fold(" ".join([names, code, phone, *phone_numbers(phone)]))


# --- a person as somebody writes them down ------------------------------------------------------

# Without marks only what is no part of a name: "ba" may be the Ba of Ba Đen.
_HONORIFICS = {
    "ông", "bà", "cụ", "bác", "chú", "cô", "chị", "ong", "đ/c", "đc", "d/c", "dc", "đ.c", "đ/c.",
    "đc.", "gia đình", "đồng chí", "dong chi",
}  # fmt: skip
_BULLET = re.compile(r"^(?:\d{1,3}[.)]\s+|[-–•+*]\s*)+")
_PARTED = re.compile(r"[,;()]|\s[-–]\s")
_YEAR = re.compile(r"(?:sn |sinh nam |sinh )?((?:19|20)\d\d)", re.ASCII)
_CODE = re.compile(r"\bhv[-–—._ ]*\d{1,6}\b", re.ASCII)
_PLACES = ("chi hoi", "hoi ", "phuong", "xa ", "quan", "dac khu")
_MOST_WORDS = 8


@dataclass
class Asked:
    """What a text says of one person."""

    words: list[str] = field(default_factory=list)  # folded, of the name and whatever was typed
    codes: list[str] = field(default_factory=list)  # as typed, folded: perhaps only a part
    year: int | None = None
    place: str = ""  # folded; where the person is said to belong


def person_asked(text: str, ranks: frozenset[str]) -> Asked:
    """Reads "Đại tá Lý Công Thiện", "đ/c Thiện", "1. Lý Công Thiện (HV000268)", and what the portal
    itself writes: "Đại tá Lý Công Thiện, 1945, HV000268, Chi hội Phường 1".

    `ranks` are the folded names of ranks, which no name begins with.
    """
    parts = [part.strip() for part in _PARTED.split(_BULLET.sub("", clean_line(text)))]
    named = [part for part in parts if part and not _is_title(part, ranks)]
    asked = Asked()
    for number, part in enumerate(named or [clean_line(text)]):
        said = fold(part)
        year = _YEAR.fullmatch(said)
        if _CODE.fullmatch(said):
            asked.codes.append("".join(said.split()))
        elif number and year:
            asked.year = int(year[1])
        elif number and said.startswith(_PLACES):
            asked.place = asked.place or said
        elif not asked.place:
            asked.codes += ["".join(code.split()) for code in _CODE.findall(said)]
            said = _CODE.sub(" ", fold(_without_titles(part, ranks)))
            asked.words += said.split()[:_MOST_WORDS]
    return asked


def _is_title(part: str, ranks: frozenset[str]) -> bool:
    return part.lower() in _HONORIFICS or fold(part) in ranks


def _without_titles(name: str, ranks: frozenset[str]) -> str:
    """Without the rank and the form of address before a name; a title alone stays as it is."""
    words = name.split()
    while True:
        for length in (2, 1):
            title = " ".join(words[:length])
            if len(words) > length and _is_title(title, ranks):
                words = words[length:]
                break
        else:
            return " ".join(words)
        if len(words) > 1 and fold(words[0]) in ("cand", "cong"):
            rest = re.sub(r"^(?:cand|công an(?: nhân dân)?)\s+", "", " ".join(words), flags=re.I)
            words = rest.split()
