"""Fields that take several things in one line, the way people write lists."""

import re
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from kit.text import clean_line, fold, spelling
from members.models import Unit

from ..models import Tag

_COMMAS = re.compile(r"[,;\n]")


# The sign of a hashtag, which people put before each tag; after a letter it belongs to the name: C#.
_HASH = re.compile(r"(?<!\w)#+")


def listed(text: str, key: Callable[[str], str] = fold) -> list[str]:
    """The names between commas, semicolons or line ends, each once as `key` compares them."""
    names: dict[str, str] = {}
    for part in _COMMAS.split(text):
        if name := clean_line(part):
            names.setdefault(key(name), name)
    return list(names.values())


class TagsField(forms.CharField):
    """Names of tags with commas between; a name nobody used yet makes a tag."""

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]  # a list of names
        names = listed(_HASH.sub(" ", str(super().to_python(value) or "")), spelling)
        longest: int = Tag._meta.get_field("name").max_length  # type: ignore[assignment]  # it has a length
        if too_long := [name for name in names if len(name) > longest]:
            raise ValidationError(f"Nhãn “{too_long[0][:40]}…” dài quá {longest} ký tự.")
        return names

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, str) else ", ".join(str(tag) for tag in value or [])


class UnitsField(forms.CharField):
    """Names of units separated by commas, matched without marks, by short name, name or code.

    Branches of two districts often share a name: then the district is added in brackets.
    """

    def to_python(self, value: Any) -> list[Unit]:  # type: ignore[override]  # the units
        names = listed(str(super().to_python(value) or ""))
        if not names:
            return []
        units_by_name: dict[str, list[Unit]] = defaultdict(list)
        for unit in Unit.objects.select_related("parent"):
            for name in {fold(n) for n in (unit.name, str(unit), unit.code, unit_label(unit))}:
                units_by_name[name].append(unit)
        chosen, wrong = [], []
        for name in names:
            units = _active_first(units_by_name.get(fold(name), []))
            if len(units) == 1:
                chosen.append(units[0])
            else:
                wrong.append(_trouble(name, units))
        if wrong:
            raise ValidationError(wrong)
        return list(dict.fromkeys(chosen))

    def prepare_value(self, value: Any) -> Any:
        return (
            value if isinstance(value, str) else ", ".join(unit_label(unit) for unit in value or [])
        )


def unit_label(unit: Unit) -> str:
    """Like `Unit.distinct_label`, but without a comma, which separates units here."""
    if unit.level == Unit.Level.BRANCH and unit.parent:
        return f"{unit} ({unit.parent})"
    return str(unit)


def _active_first(units: list[Unit]) -> list[Unit]:
    """Of units with the same name, those that still exist, if any does."""
    return [unit for unit in units if unit.valid_to is None] or units


def _trouble(name: str, units: list[Unit]) -> str:
    if not units:
        return f"Không có đơn vị nào tên “{name}”. Xin xem lại cách viết."
    choices = ", ".join(f"“{unit_label(unit)}”" for unit in units[:5])
    return f"Có {len(units)} đơn vị tên “{name}”. Xin ghi rõ: {choices}."
