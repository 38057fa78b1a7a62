"""Stored files that go with their record."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.db import transaction


def delete_after_commit(storage: Any, names: Iterable[str | None]) -> None:
    """Deletes the files once their record is gone for certain; without a name there is nothing.

    One that can't be deleted keeps neither the others nor the page from going on.
    """
    for name in names:
        if name:
            transaction.on_commit(partial(storage.delete, name), robust=True)
