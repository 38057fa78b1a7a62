"""What a form is asked of its own fields and of what was typed into it."""

from typing import Any, TypeVar

from django import forms

F = TypeVar("F", bound=forms.Field)


def field_of(form: forms.BaseForm, name: str, kind: type[F]) -> F:
    """The form's own copy of a field, for what only its kind has: choices, rows to choose from.

    Raises KeyError where the form has no such field, TypeError where it is of another kind.
    """
    field = form.fields[name]
    if not isinstance(field, kind):
        raise TypeError(f"{name} is a {type(field).__name__}, no {kind.__name__}.")
    return field


def choices_of(form: forms.BaseForm, name: str) -> list[tuple[Any, Any]]:
    """What may be chosen in a field without rows behind it, in its order."""
    known: Any = field_of(form, name, forms.ChoiceField).choices
    return list(known)


def answer_for(form: forms.BaseForm, name: str, value: Any) -> None:
    """Puts a value in the place of what was sent for a field, so that the page shows it next time."""
    data: Any = form.data.copy()  # type: ignore[attr-defined]  # a QueryDict
    data[form.add_prefix(name)] = value
    form.data = data


def mark_dependent(form: forms.BaseForm, *names: str) -> None:
    """Their need depends on another answer: the field's template says neither "required" nor not."""
    for name in names:
        form.fields[name].depends = True  # type: ignore[attr-defined]  # see the field's template
