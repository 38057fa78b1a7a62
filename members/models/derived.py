"""Columns that the program fills from other columns: folded text, sort keys, cleaned HTML.

Filling happens in `pre_save`, Django's own hook for it (as `auto_now` uses), so `save()` and
`bulk_create()` both keep the column right. `update()` does not: change such rows by saving them.
"""

from collections.abc import Callable
from typing import Any

from django.db import models


class DerivedTextField(models.TextField):
    """Text computed by `derive(*values of sources)` at every save; never typed by a person."""

    def __init__(
        self,
        *args: Any,
        sources: tuple[str, ...] = (),
        derive: Callable[..., str] | None = None,
        **kwargs: Any,
    ) -> None:
        self.sources = sources
        self.derive = derive
        kwargs["editable"] = False
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        # What the column is filled with is no matter of the schema: migrations see a text field.
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        if self.derive is None:
            return super().pre_save(model_instance, add)
        value = self.derive(*(getattr(model_instance, name) or "" for name in self.sources))
        setattr(model_instance, self.attname, value)
        return value
