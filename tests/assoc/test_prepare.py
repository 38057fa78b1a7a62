"""`manage.py prepare`: quiet when there is nothing to do, one clear line when it fails."""

import io
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from tests import factories as make


def prepare() -> str:
    out = io.StringIO()
    call_command("prepare", stdout=out)
    return out.getvalue()


def test_prepare_is_silent_when_nothing_is_missing(db: None) -> None:
    assert prepare() == ""


def test_prepare_applies_what_is_missing(db: None, monkeypatch: Any) -> None:
    called: list[str] = []
    monkeypatch.setattr(
        "assoc.management.commands.prepare.MigrationExecutor.migration_plan",
        lambda self, targets: [("a", False), ("b", False)],
    )
    monkeypatch.setattr(
        "assoc.management.commands.prepare.call_command",
        lambda name, **options: called.append(name),
    )
    assert prepare().splitlines()[-1] == "Database ready (2 migrations applied)."
    assert called == ["migrate"]


@pytest.mark.parametrize(
    ("is_demo", "has_unit", "loads"),
    [(True, False, ["demo"]), (True, True, []), (False, False, [])],
)
def test_prepare_loads_the_demo_into_an_empty_database(
    db: None, settings: Any, monkeypatch: Any, is_demo: bool, has_unit: bool, loads: list[str]
) -> None:
    called: list[str] = []
    settings.DEMO = is_demo
    if has_unit:
        make.make_association()
    monkeypatch.setattr(
        "assoc.management.commands.prepare.call_command",
        lambda name, **options: called.append(name),
    )
    prepare()
    assert called == loads


def test_prepare_fails_in_one_line(db: None, monkeypatch: Any) -> None:
    def refuse(*args: Any) -> None:
        raise OperationalError("connection refused\nIs the server running?")

    monkeypatch.setattr("assoc.management.commands.prepare.MigrationExecutor", refuse)
    with pytest.raises(CommandError) as failed:
        prepare()
    assert str(failed.value) == (
        "The database could not be prepared: connection refused Is the server running?"
    )
    assert failed.value.returncode == 1
