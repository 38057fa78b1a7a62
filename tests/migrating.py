"""Migrating in a sixth of the time, for the tests' own databases.

After each operation Django makes a model's class anew, and with it those of all models that lead to
it or from it: in this portal half of all, 600 times. What an operation asks of its neighbours are
names of tables and columns, which the old classes tell as well; and before it hands models to a
data migration, Django makes all of them anew in any case. tests/assoc/test_prepare.py holds that
a plain `migrate` gives the same database.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import django
from django.core.management import call_command
from django.db.migrations import Migration
from django.db.migrations.state import ProjectState


def _alone(self: ProjectState, app_label: str, model_name: str, delay: bool = False) -> Any:
    """The models to make anew when one has changed: itself, the others when data are touched."""
    self.is_delayed = True  # makes Django forget all classes before it runs code of ours
    return {(app_label, model_name)}


def _anew_afterwards(name: str) -> Any:
    """A change that reaches into other models: all classes are made anew after it."""
    change = getattr(ProjectState, name)

    def changed(self: ProjectState, *args: Any, **kwargs: Any) -> None:
        self.__dict__.pop("apps", None)
        change(self, *args, **kwargs)

    return patch.object(ProjectState, name, changed)


def _late() -> Any:
    """What is only passed over on the way, as all that follows is on the way back, makes none."""
    mutate = Migration.mutate_state

    def passed(self: Migration, state: ProjectState, preserve: bool = True) -> ProjectState:
        if not preserve:
            state.__dict__.pop("apps", None)  # made of the whole state when next asked for
        return mutate(self, state, preserve)

    return patch.object(Migration, "mutate_state", passed)


@contextmanager
def models_one_by_one() -> Iterator[None]:
    """Within, `migrate` makes only the class of the model that an operation changes."""
    with (
        patch.object(ProjectState, "_find_reload_model", _alone),
        _anew_afterwards("rename_model"),
        _anew_afterwards("rename_field"),
        _late(),
    ):
        yield


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    with models_one_by_one():
        call_command("migrate", verbosity=0)
