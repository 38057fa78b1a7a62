"""`manage.py prepare`: from an empty file to a site, quiet when nothing is missing, clear when it fails."""

import io
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.db import connection

from members.models import Unit
from tests import databases
from tests import factories as make


def prepare() -> str:
    out = io.StringIO()
    call_command("prepare", stdout=out)
    return out.getvalue()


def run_prepare(database_url: str) -> subprocess.CompletedProcess[str]:
    """The command as an operator starts it, on a database of its own."""
    return subprocess.run(
        [sys.executable, "manage.py", "prepare"],
        cwd=django_settings.BASE_DIR,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "DATABASE_URL": database_url,
        },
        capture_output=True,
        text=True,
        check=False,
    )


def test_prepare_is_silent_when_nothing_is_missing(db: None) -> None:
    assert prepare() == ""


STRUCTURE = {
    "sqlite": "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'",
    # Columns without their order, which a migration that is taken back and again may change.
    "postgresql": """
        SELECT table_name::text, column_name::text, concat_ws(' ', data_type, is_nullable,
               column_default, character_maximum_length, is_identity)
          FROM information_schema.columns WHERE table_schema = 'public'
        UNION ALL SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)
          FROM pg_constraint WHERE connamespace = 'public'::regnamespace
        UNION ALL SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
        UNION ALL SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid)
          FROM pg_trigger WHERE NOT tgisinternal
        UNION ALL SELECT proname, '', prosrc
          FROM pg_proc WHERE pronamespace = 'public'::regnamespace""",
}


@pytest.fixture
def new_database(transactional_db: None, tmp_path: Path) -> Iterator[str]:
    """The address of a database without a table, of the kind that the tests run on."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{tmp_path / 'new' / 'db.sqlite3'}"
        return
    name = f"new_{os.getpid()}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
        yield databases.with_name(os.environ["DATABASE_URL"], name)
        cursor.execute(f"DROP DATABASE {name}")


def structure(url: str) -> list[tuple[Any, ...]]:
    """Tables, constraints, indexes, triggers and functions, as the database itself tells them."""
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as there:
            return sorted(there.execute(STRUCTURE["sqlite"]), key=str)
    with psycopg.connect(url) as there:
        return sorted(there.execute(STRUCTURE["postgresql"]), key=str)


def structure_of_tests() -> list[tuple[Any, ...]]:
    if connection.vendor == "sqlite":  # the copy in use may name its columns in another order
        return structure(f"sqlite:///{databases.sqlite_template()}")
    with connection.cursor() as cursor:
        cursor.execute(STRUCTURE["postgresql"])
        return sorted(cursor.fetchall(), key=str)


def test_prepare_makes_the_tables_once(new_database: str) -> None:
    """And the very ones that the tests' own database has: see tests/migrating.py."""
    first, second = run_prepare(new_database), run_prepare(new_database)

    assert re.fullmatch(
        r"Đang chuẩn bị cơ sở dữ liệu …\nCơ sở dữ liệu đã sẵn sàng \(\d+ bước chuyển đổi\)\.\n",
        first.stdout,
    )
    assert (first.returncode, second.returncode, second.stdout) == (0, 0, "")
    assert structure(new_database) == structure_of_tests()


@pytest.mark.sweep
@pytest.mark.parametrize(
    ("is_demo", "has_unit", "units"), [(True, False, 51), (True, True, 1), (False, False, 0)]
)
def test_prepare_loads_the_demo_into_an_empty_database(
    db: None, settings: Any, is_demo: bool, has_unit: bool, units: int
) -> None:
    settings.DEMO = is_demo
    if has_unit:
        make.make_association()

    prepare()

    assert Unit.objects.count() == units


def test_prepare_fails_in_one_line(tmp_path: Path) -> None:
    broken = tmp_path / "db.sqlite3"
    broken.write_text("no database at all, but long enough to be looked at as one\n" * 20)

    failed = run_prepare(f"sqlite:///{broken}")

    assert failed.returncode == 1
    assert failed.stdout == ""
    assert failed.stderr == (
        "CommandError: Không chuẩn bị được cơ sở dữ liệu: file is not a database\n"
    )
