"""`manage.py prepare`: from an empty file to a site, quiet when nothing is missing, clear when it fails."""

import io
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command

from members.models import Unit
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


def test_prepare_makes_the_tables_once(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new' / 'db.sqlite3'}"

    first, second = run_prepare(url), run_prepare(url)

    assert re.fullmatch(
        r"Đang chuẩn bị cơ sở dữ liệu …\nCơ sở dữ liệu đã sẵn sàng \(\d+ bước chuyển đổi\)\.\n",
        first.stdout,
    )
    assert (first.returncode, second.returncode, second.stdout) == (0, 0, "")


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
