"""The cast: one small association and its people, so that each test is short."""

import datetime as dt
import gc
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connections, transaction
from django.test import Client, TransactionTestCase, override_settings

from kit.dates import ZONE
from kit.pictures import Picture
from members.models import Appointment, Change, Member, Membership, Position, Unit, User

from . import budget, databases
from . import factories as make
from .migrating import models_one_by_one
from .shortcuts import Remembered, empty_tables, remembering


def pytest_collection_finish() -> None:
    """What was imported stays: nobody need look through it for garbage again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Where the time went; and how a run as of another day is repeated, where failures are read."""
    budget.report(terminalreporter, connections["default"].vendor)
    if moment := os.environ.get("AS_OF_MOMENT"):
        terminalreporter.write_line(f"as of {moment} in Vietnam: make test TODAY={moment}")


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings: None) -> bool:
    """Django finds a migrated database and keeps it, or copies one: see tests/databases.py."""
    default = connections.databases["default"]
    if default["ENGINE"] == "django.db.backends.sqlite3":
        databases.copy_sqlite(Path(default["TEST"]["NAME"]))
        return True  # the folder of this process goes when it ends (tests/settings.py)
    default["TEST"]["TEMPLATE"] = databases.postgres_template(default)
    return False


@pytest.fixture(scope="session", autouse=True)
def _shortcuts() -> Iterator[None]:
    """Tables without rows aren't emptied after tests, nor pictures alike encoded again."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _: empty_tables())
        patch.setattr(Picture, "encode", remembering(Picture.encode))
        yield


@pytest.fixture(scope="module")
def kept_rows(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any
) -> Iterator[Path]:
    """What fixtures of a module write to the database stays until its last test is over.

    For what is costly to make and that many tests of one file only look at, or change for
    themselves: each test's own changes are still taken back, as far as here. Gives a folder for
    the files; `settings.MEDIA_ROOT` leads there only in tests that set it. Not for files with tests
    outside a transaction, nor where a test moves the clock: these rows were written before.
    """
    files = Path(tmp_path_factory.mktemp("kept"))
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(MEDIA_ROOT=files):
            yield files
        transaction.set_rollback(True)


@pytest.fixture
def in_the_past(transactional_db: None) -> Iterator[None]:
    """Whatever a test takes back, and the triggers on its tables, are there again afterwards."""
    with models_one_by_one():
        yield
        call_command("migrate", verbosity=0)


@pytest.fixture(autouse=True)
def _moment(request: Any) -> None:
    """A test with written days says when it plays: `@pytest.mark.moment("2026-11-25 10:00")`.

    Its fixtures stand there too, so that nothing is made on the real day and asked for on the other.
    """
    if marker := request.node.get_closest_marker("moment"):
        then = dt.datetime.fromisoformat(marker.args[0]).replace(tzinfo=ZONE)
        request.getfixturevalue("time_machine").move_to(then)


@pytest.fixture(autouse=True)
def _own_files(settings: LazySettings, tmp_path_factory: Any) -> None:
    """Each test writes its uploads to a place of its own and starts with an empty cache."""
    settings.MEDIA_ROOT = Path(tmp_path_factory.mktemp("media"))
    cache.clear()


@dataclass
class Cast:
    """The association in small: two districts, two branches in the first, one in the second."""

    city: Unit
    here: Unit  # a branch
    district: Unit  # above `here`
    beside: Unit  # another branch of the same district
    elsewhere: Unit  # a branch of another district
    admin: User
    office: User  # the city office
    editor: User  # news
    officer_above: User  # of the district
    officer_here: User  # the branch's secretary
    officer_beside: User
    correspondent: User  # writes for the district, keeps no books
    former_officer: User  # held the secretary's office here until yesterday
    member_here: User

    def client(self, who: str) -> Client:
        """A signed-in browser; "nobody" is a visitor."""
        client = Client()
        if who != "nobody":
            client.force_login(getattr(self, who), backend="members.backends.OfficeBackend")
        return client


@pytest.fixture
def cast(db: None) -> Cast:
    return remembered_cast()


def make_cast() -> Cast:
    city = make.make_association()
    district = make.make_district(city)
    here, beside = make.make_branch(district), make.make_branch(district)
    elsewhere = make.make_branch(make.make_district(city))
    return Cast(
        city=city,
        here=here,
        district=district,
        beside=beside,
        elsewhere=elsewhere,
        admin=make.make_user(username="quantri", is_superuser=True),
        office=make.make_officer(city, Position.Right.CITY_OFFICE),
        editor=make.make_officer(city, Position.Right.NEWS_EDITOR),
        officer_above=make.make_officer(district),
        officer_here=make.make_officer(here),
        officer_beside=make.make_officer(beside),
        correspondent=make.make_officer(district, Position.Right.CORRESPONDENT),
        former_officer=make.make_officer(here, valid_to=make.yesterday()),
        member_here=make.make_user(make.make_member(here)),
    )


remembered_cast = Remembered(
    make_cast, Unit, Member, Membership, Position, Appointment, User, Change
)
