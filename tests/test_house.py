"""House rules that code can hold."""

import ast
import importlib.util
import inspect
import pkgutil
import re
import tomllib
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path
from types import ModuleType

import grimp
from django.apps import apps
from django.conf import settings

TABLES = (
    "assoc",
    "news",
    "recognition",
    "exemplars",
    "emulation",
    "reports",
    "events",
    "welfare",
    "dues",
    "fund",
    "inspection",
    "members",
)
ROOMS = ("blogger", "papers", "moves", "register", "desk")  # without tables
OURS = (*TABLES, *ROOMS)
# Nobody signed in stands behind it: the clock does.
NOBODYS = {
    "news.actions.posts.publish_due",
    "welfare.actions.publishing.publish_figures",
}


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


def test_no_line_of_a_template_is_longer_than_a_screen() -> None:
    """Changes are read line by line. Not so where a line's end would be sent along: in letters of
    plain text, and between the attributes of each option of a long choice."""
    here = settings.BASE_DIR
    long = [
        f"{path.relative_to(here)}:{number}"
        for path in sorted((here / "templates").rglob("*.html"))
        if path.name != "select.html"
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if len(line) > 160
    ]
    assert long == []


def _lines(package: str) -> int:
    files = (settings.BASE_DIR / package).rglob("*.py")
    return sum(
        len(path.read_text(encoding="utf-8").splitlines())
        for path in files
        if "migrations" not in path.parts
    )


def test_no_app_holds_more_than_its_share_of_the_code() -> None:
    """15 %, migrations aside: what grows beyond it holds two things that could stand apart."""
    project = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))
    lines = {name: _lines(name) for name in project["tool"]["importlinter"]["root_packages"]}
    allowed = 0.15 * sum(lines.values())
    assert {name: count for name, count in lines.items() if count > allowed} == {}


# What names once said here for a result, a membership, a filter, a message, an actor: a newcomer
# had to learn it. Parts of names, and names of no other part.
DIALECT = {"told", "asked", "found", "stay", "stays", "resting", "said", "words"}
ALONE = {"one"}
# Names of columns and their values, kept as they are stored: "found on", "asked at" and "told on"
# are dates, `said` is what a consent was given to, `words` what a printing of cards held
# and what an inspector remarked.
STORED = {
    "asked_at",
    "FOUND",
    "found_on",
    "held_words",
    "said",
    "told_on",
    "members/models/passes.py:words",
    "inspection/actions.py:words",
    "inspection/forms.py:words",
    "inspection/models/inspections.py:words",
}
# An amount "in words" is the term of vouchers; not_found is Django's; on said_at a comment stands.
TERMS = re.compile(r"(?i)\w*_(?:in|with)_words|not_found|said_at")
# Here words are meant: what stands between two spaces.
OF_WORDS = (
    "kit/amounts.py", "kit/diff.py", "kit/money.py", "kit/old_fonts.py", "kit/papers.py",
    "kit/text.py", "assoc/search/finding.py", "assoc/search/sqlite.py", "assoc/search/views.py",
    "assoc/search/words.py", "demo/people.py", "desk/actions/typed.py", "members/admin_tools.py",
    "members/models/naming.py", "members/models/people.py", "members/models/typed.py",
    "news/forms/moderation.py", "news/spam/vocabulary.py", "news/wordlist.py",
)  # fmt: skip


def _is_dialect(place: str, name: str) -> bool:
    parts = set(re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower().split("_"))
    if name in STORED or f"{place}:{name}" in STORED or TERMS.fullmatch(name):
        return False
    return name in ALONE or bool(parts & DIALECT - ({"words"} if place in OF_WORDS else set()))


def _defines(node: ast.AST) -> str:
    """The name that it defines: of a variable, an argument, an attribute, a function, a class."""
    match node:
        case ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()):
            return name
        case ast.arg(arg=name) | ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            return name
    return ""


def _strange_names(place: str, text: str) -> list[str]:
    # A look at every name first: few files are worth reading as code, which takes ten times as long.
    prose = re.compile(r'"""(?:.|\n)*?"""|"(?:\\.|[^"\\\n])*"|#[^\n]*')
    used = set(re.findall(r"[A-Za-z_]\w*", prose.sub("", text)))
    suspects = {name for name in used if _is_dialect(place, name)}
    if not suspects:
        return []
    return sorted(suspects & {_defines(node) for node in ast.walk(ast.parse(text))})


def test_names_say_in_the_fields_terms_what_they_are() -> None:
    """`for unit in units`, never "one"; a label, a message, a title, never "words"; pages too."""
    here = settings.BASE_DIR
    modules = {
        path.relative_to(here).as_posix(): path.read_text(encoding="utf-8")
        for app in (*OURS, "kit", "demo")
        for path in (here / app).rglob("*.py")
        if "migrations" not in path.parts
    }
    strange = {place: _strange_names(place, text) for place, text in modules.items()}
    assert {place: names for place, names in strange.items() if names} == {}
    word = "|".join((*DIALECT, *ALONE))
    in_page = re.compile(rf"{{% for [^%]*\b(?:{word})\b[^%]* in |{{%[^%]* (?:{word})=")
    pages = (here / "templates").rglob("*.html")
    assert [page.name for page in pages if in_page.search(page.read_text(encoding="utf-8"))] == []
