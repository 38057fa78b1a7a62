"""Compares two states of a form, field by field, as people see them."""

from dataclasses import dataclass
from typing import Any

from django import forms

from kit.diff import DiffLine, compared, readable


@dataclass(frozen=True)
class Difference:
    """A field that differs. Without lines only the formatting of its text does."""

    label: str
    lines: list[DiffLine]


def differences(old: forms.ModelForm, new: forms.ModelForm) -> list[Difference]:
    """The fields in which two forms differ, in the form's order."""
    changed: list[Difference] = []
    for name in new.fields:
        if name == "version" or new[name].is_hidden:
            continue
        before, after = old[name].value(), new[name].value()
        is_box = isinstance(new.fields[name], forms.BooleanField)  # unticked, it isn't sent
        if new.is_bound and new.add_prefix(name) not in new.data and not is_box:
            continue
        changed += field_difference(
            str(new[name].label), name, _displayed(old, name, before), _displayed(new, name, after)
        )
    return changed


def field_difference(label: str, name: str, before: str, after: str) -> list[Difference]:
    """The difference of one field, if there is one; `body` is rich text."""
    before, after = before.replace("\r\n", "\n").strip(), after.replace("\r\n", "\n").strip()
    if before == after:
        return []
    if name != "body":
        lines = compared(before, after)
        return [Difference(label, lines)] if lines else []
    lines = compared(readable(before), readable(after))
    return [Difference(label, lines)] if lines or _tags(before) != _tags(after) else []


def _tags(html: str) -> str:
    """HTML without insignificant spaces: editors write the same text with different ones."""
    return "".join(html.split()).replace("<p></p>", "").replace("&nbsp;", "")


def _displayed(form: forms.ModelForm, name: str, value: Any) -> str:
    """A field's value as displayed: an option's label, not its key."""
    field = form.fields[name]
    if isinstance(field, forms.BooleanField):
        return "Có" if field.to_python(value) else "Không"
    if isinstance(field, forms.ChoiceField):  # a ModelChoiceField is one too
        key = "" if value is None else str(getattr(value, "pk", value))
        if isinstance(field, forms.ModelChoiceField):
            rows: Any = field.queryset
            row = rows.filter(pk=key).first() if key.isdecimal() else None
            return str(row) if row else "Không"
        choices: Any = field.choices
        return str(dict(choices).get(key, key))
    shown = field.prepare_value(value)
    return "" if shown is None else str(shown)  # 0 is a value


def content_of(form: forms.ModelForm) -> dict[str, list[str]]:
    """The values an unchanged form would send, by field, in the format of `TypedText.content`."""
    content = {}
    for name, field in form.fields.items():
        if name == "version":
            continue
        value = field.prepare_value(form[name].value())
        values = value if isinstance(value, list | tuple) else [value]
        content[name] = ["" if item is None else str(item) for item in values]
    return content
