"""Two states of a text, field by field, in the words that people see."""

from dataclasses import dataclass
from typing import Any

from django import forms

from kit.diff import Line, compared, readable


@dataclass(frozen=True)
class Difference:
    """A field whose words differ. Without lines only the look of the text does."""

    label: str
    lines: list[Line]


def differences(old: forms.ModelForm, new: forms.ModelForm) -> list[Difference]:
    """How what is in one form differs from what is in the other, in the form's order."""
    found: list[Difference] = []
    for name in new.fields:
        if name == "version" or new[name].is_hidden:
            continue
        before, after = old[name].value(), new[name].value()
        is_box = isinstance(new.fields[name], forms.BooleanField)  # unticked, it isn't sent
        if new.is_bound and new.add_prefix(name) not in new.data and not is_box:
            continue
        found += difference(
            str(new[name].label), name, _said(old, name, before), _said(new, name, after)
        )
    return found


def difference(label: str, name: str, before: str, after: str) -> list[Difference]:
    """How one field differs, if it does; `body` is rich text."""
    before, after = before.replace("\r\n", "\n").strip(), after.replace("\r\n", "\n").strip()
    if before == after:
        return []
    if name != "body":
        lines = compared(before, after)
        return [Difference(label, lines)] if lines else []
    lines = compared(readable(before), readable(after))
    return [Difference(label, lines)] if lines or _tags(before) != _tags(after) else []


def _tags(html: str) -> str:
    """HTML as far as its look goes; editors write the same text with other spaces and line ends."""
    return "".join(html.split()).replace("<p></p>", "").replace("&nbsp;", "")


def _said(form: forms.ModelForm, name: str, value: Any) -> str:
    """What a person sees of a field's value: an option's words, not its number."""
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
    return "" if shown is None else str(shown)  # nought is a number


def content_of(form: forms.ModelForm) -> dict[str, list[str]]:
    """What an untouched form would send, by field, as `TypedText.content` keeps it."""
    found = {}
    for name, field in form.fields.items():
        if name == "version":
            continue
        value = field.prepare_value(form[name].value())
        values = value if isinstance(value, list | tuple) else [value]
        found[name] = ["" if one is None else str(one) for one in values]
    return found
