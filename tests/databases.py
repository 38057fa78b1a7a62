"""The tests' database: migrated once into a template, then copied for each worker and each run.

Taking every migration costs ten seconds of a processor (tests/migrating.py); a copy costs none. The
template is known by a fingerprint of all the code that can put anything into a database, so that
a changed migration, model, guard or trigger is never tested on an old one.

- SQLite: a file in var/cache/databases.
- PostgreSQL: a database of the server in use, `test_template_…`; that of other code is dropped.

`python -m tests.databases` makes SQLite's template beforehand; nobody needs to.
"""

import fcntl
import hashlib
import os
import platform
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent
STORE = ROOT / "var" / "cache" / "databases"
APPS = (
    "assoc",
    "news",
    "exemplars",
    "recognition",
    "emulation",
    "reports",
    "events",
    "welfare",
    "dues",
    "fund",
    "inspection",
    "members",
    "kit",
)
# What an app may be rewritten in without its tables or triggers noticing.
NO_TABLES = {"views", "forms", "actions", "templatetags", "urls.py", "admin.py"}
ALSO = (ROOT / "requirements" / "run.txt", ROOT / "tests" / "migrating.py")


def fingerprint() -> str:
    """Names the state of everything that shapes an empty database."""
    sources = [
        path
        for app in APPS
        for path in sorted((ROOT / app).rglob("*.py"))
        if NO_TABLES.isdisjoint(path.relative_to(ROOT).parts)
    ]
    digest = hashlib.sha256(f"{platform.python_version()} {sqlite3.sqlite_version}".encode())
    for path in (*sources, *ALSO):
        digest.update(f"{path.relative_to(ROOT)}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


@contextmanager
def _alone() -> Iterator[None]:
    """One worker makes the template; the others wait and find it made."""
    STORE.mkdir(parents=True, exist_ok=True)
    with (STORE / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _migrate(url: str) -> None:
    """In a process of its own, so that nothing of it stays in the tests' one."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.migrating"],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": url},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"The tests' database could not be migrated:\n{done.stderr}")


def sqlite_template() -> Path:
    """The file to copy; made if the code has changed since the last one was."""
    template = STORE / f"{fingerprint()}.sqlite3"
    with _alone():
        if not template.exists():
            for old in STORE.glob("*.sqlite3*"):
                old.unlink()
            unfinished = template.with_suffix(".sqlite3-unfinished")
            _migrate(f"sqlite:///{unfinished}")
            unfinished.rename(template)
    return template


def copy_sqlite(target: Path) -> None:
    shutil.copyfile(sqlite_template(), target)


def postgres_template(server: dict[str, Any]) -> str:
    """The database to copy, on the server of these Django settings."""
    name = f"test_template_{fingerprint()}"
    access = {"host": server["HOST"], "port": server["PORT"] or 5432, "dbname": server["NAME"],
              "user": server["USER"], "password": server["PASSWORD"]}  # fmt: skip
    with _alone(), psycopg.connect(**access, autocommit=True) as admin:
        there = {
            row[0]
            for row in admin.execute(
                "SELECT datname FROM pg_database WHERE starts_with(datname, 'test_template_')"
            )
        }
        if name not in there:
            for old in there:
                admin.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(old)))
            unfinished = f"{name}_unfinished"
            admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(unfinished)))
            _migrate(with_name(os.environ["DATABASE_URL"], unfinished))
            admin.execute(
                sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
                    sql.Identifier(unfinished), sql.Identifier(name)
                )
            )
    return name


def with_name(url: str, name: str) -> str:
    """The same address, leading to another database of that server."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=f"/{name}"))


if __name__ == "__main__":
    sqlite_template()
