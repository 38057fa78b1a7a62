"""Several files sent at once: each is looked at by itself, one refused does not stop the others."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError

T = TypeVar("T")


def keep_each(
    files: Iterable[Any], field: forms.Field, keep: Callable[[Any], T]
) -> tuple[list[T], list[str]]:
    """What `keep` made of the files that the field accepts, and a sentence for each refused one."""
    kept, refused = [], []
    for file in files:
        try:
            kept.append(keep(field.clean(file)))
        except ValidationError as error:
            refused.append(f"{file.name}: {' '.join(error.messages)}")
    return kept, refused
