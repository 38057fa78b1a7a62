"""House rules that code can hold."""

import ast
import importlib.util
import inspect
import pkgutil
import re
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path
from types import ModuleType

import grimp
from django.apps import apps
from django.conf import settings

TABLES = ("assoc", "news", "emulation", "reports", "events", "welfare", "dues", "members")
ROOMS = ("papers", "moves", "register", "desk")  # without tables
OURS = (*TABLES, *ROOMS)
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


def _run_at_import(node: ast.AST) -> Iterator[ast.AST]:
    """All below, without what a function does once it is called."""
    for child in ast.iter_child_nodes(node):
        is_function = isinstance(child, ast.FunctionDef | ast.Lambda)
        if is_function and isinstance(node, ast.Module | ast.ClassDef) and hasattr(child, "name"):
            for part in (*child.decorator_list, child.args):  # type: ignore[attr-defined]  # a def
                yield from (part, *_run_at_import(part))
        elif not is_function:
            yield from (child, *_run_at_import(child))


def _reads_clock(node: ast.AST) -> bool:
    clocks = r"(.*\.)?(local_today|localdate|localtime|today|now|yesterday)"
    return isinstance(node, ast.Call) and bool(re.fullmatch(clocks, ast.unparse(node.func)))


def test_no_test_reads_the_clock_while_it_is_collected() -> None:
    """A day read then is no longer today once midnight has passed: tests/one_day.py has `TODAY`."""
    found = {
        f"{path.name}:{node.lineno}"  # type: ignore[attr-defined]  # a call has a line
        for path in (settings.BASE_DIR / "tests").rglob("*.py")
        if path.name != "one_day.py"
        for node in _run_at_import(ast.parse(path.read_text(encoding="utf-8")))
        if _reads_clock(node)
    }
    assert found == set()


def test_nothing_rests_on_the_databases_clock() -> None:
    """It is another machine's, stands in another zone, and no test can move it."""
    clock = re.compile(r"(?<![.\w])[Nn](?:ow|OW)\(\)|CURRENT_(?:TIMESTAMP|DATE|TIME)|\('now'")
    found = {
        f"{path.relative_to(settings.BASE_DIR)}: {words}"
        for name in (*OURS, "demo", "kit")
        for path in Path(settings.BASE_DIR / name).rglob("*.py")
        for words in clock.findall(path.read_text(encoding="utf-8"))
    }
    assert found == set()


def test_each_silenced_type_says_why() -> None:
    """In words on its line, for whoever would otherwise have to find out again."""
    bare = re.compile(r"# type: ignore(?:\[[\w, -]+\])?\s*(?:#\s*)?$", re.MULTILINE)
    here = settings.BASE_DIR
    folders = (*OURS, "demo", "kit", "scripts", "tests")
    paths = [path for folder in folders for path in sorted((here / folder).rglob("*.py"))]
    assert [path.name for path in paths if bare.search(path.read_text(encoding="utf-8"))] == []


def test_no_circle_of_imports() -> None:
    """Not inside a room either, nor for annotations: no module needs itself, by whatever way."""
    graph = grimp.build_graph(*OURS, "kit", "demo", cache_dir=None)
    needs = {name: graph.find_modules_directly_imported_by(name) for name in graph.modules}
    TopologicalSorter(needs).prepare()  # a CycleError names the circle
