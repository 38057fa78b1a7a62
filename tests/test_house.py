"""House rules that code can hold."""

import importlib.util
import inspect
import pkgutil
from types import ModuleType

from django.apps import apps

OURS = ("assoc", "news", "emulation", "reports", "events", "welfare", "dues", "members")
# Nobody signed in stands behind it: the clock does.
NOBODYS = {"news.actions.posts.publish_due"}


def _action_modules() -> list[ModuleType]:
    found = []
    for name in OURS:
        if importlib.util.find_spec(f"{apps.get_app_config(name).name}.actions") is None:
            continue
        package = importlib.import_module(f"{name}.actions")
        found.append(package)
        for info in pkgutil.iter_modules(getattr(package, "__path__", [])):
            found.append(importlib.import_module(f"{name}.actions.{info.name}"))
    return found


def test_every_action_in_a_transaction_says_who() -> None:
    nameless = {
        f"{module.__name__}.{name}"
        for module in _action_modules()
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__
        and not name.startswith("_")
        and hasattr(function, "__wrapped__")
        and "by" not in inspect.signature(function).parameters
    }
    assert nameless == NOBODYS
