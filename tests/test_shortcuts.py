"""What is made once and put back stands there as if it had been made."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.db import connection, transaction
from django.utils import timezone

from assoc.models import PageGeneration, SearchEntry
from members.models import Appointment, Change, Unit, User
from tests import factories as make
from tests import shortcuts
from tests.conftest import Cast, make_cast, remembered_cast
from tests.shortcuts import Remembered

pytestmark = pytest.mark.django_db
TABLES = remembered_cast._tables
NOON = dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC)


def everything() -> dict[str, list[Any]]:
    """Each row of each model, what triggers wrote for the search included; how often they changed is no
    content of theirs."""
    with connection.cursor() as cursor:
        found = {}
        for model in apps.get_models(include_auto_created=True):
            if model is PageGeneration:
                continue
            cursor.execute(f"SELECT * FROM {model._meta.db_table}")  # noqa: S608 - our own names
            found[model._meta.db_table] = sorted(cursor.fetchall(), key=repr)
        return found


def taken_back(memory: Remembered[Cast]) -> tuple[Cast, dict[str, list[Any]]]:
    """What one test would see."""
    with transaction.atomic():
        cast = memory()
        rows = everything()
        transaction.set_rollback(True)
    return cast, rows


def test_the_second_cast_is_the_first_again() -> None:
    memory = Remembered(make_cast, *TABLES)
    (first, as_made), (second, as_put_back) = taken_back(memory), taken_back(memory)

    assert as_put_back == as_made
    assert as_made["members_change"]
    assert second == first
    assert second.here is not first.here
    assert [who.rights for who in (second.office, second.former_officer, second.officer_here)] == [
        who.rights for who in (first.office, first.former_officer, first.officer_here)
    ]


def test_what_comes_later_stands_behind_the_cast() -> None:
    memory = Remembered(make_cast, *TABLES)
    taken_back(memory)
    cast = memory()
    later = make.make_branch(cast.district)
    assert later.pk > max(Unit.objects.exclude(pk=later.pk).values_list("pk", flat=True))
    assert later.name > cast.beside.name


def test_rows_that_stand_already_are_kept() -> None:
    memory = Remembered(make_cast, *TABLES)
    taken_back(memory)
    user = make.make_user()
    cast = memory()
    assert User.objects.filter(pk__in=[user.pk, cast.admin.pk]).count() == 2


@pytest.mark.parametrize("days", [-400, -1, 1, 35])
def test_on_another_day_the_cast_is_of_that_day(days: int) -> None:
    memory = Remembered(make_cast, *TABLES)
    with time_machine.travel(NOON):
        taken_back(memory)
    with time_machine.travel(NOON + dt.timedelta(days=days)):
        cast = memory()
        ended = Appointment.objects.get(member=cast.former_officer.member)
        assert ended.valid_to == make.yesterday()


def test_before_the_hour_of_the_rows_they_are_made_anew() -> None:
    memory = Remembered(make_cast, *TABLES)
    with time_machine.travel(NOON):
        taken_back(memory)
    with time_machine.travel(NOON - dt.timedelta(hours=2)):
        memory()
        assert not Change.objects.filter(at__gt=timezone.now()).exists()


@pytest.mark.parametrize("ago", [{}, {"milliseconds": 1}, {"hours": 2}])
def test_tests_that_begin_at_one_moment_share_the_rows(ago: dict[str, int]) -> None:
    made = []
    memory = Remembered(lambda: made.append(make_cast()), *TABLES)
    later, began = NOON + dt.timedelta(hours=1), NOON + dt.timedelta(milliseconds=500)
    for moment in (later, began, began - dt.timedelta(**ago), began, later):
        with time_machine.travel(moment), transaction.atomic():
            memory()
            transaction.set_rollback(True)
    assert len(made) == (3 if "hours" in ago else 2)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("every", [1, 1_000_000], ids=["swept", "deleted"])
def test_emptied_tables_hold_nothing_and_their_triggers_act_again(
    every: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_cast()
    monkeypatch.setattr(shortcuts, "_SWEPT", every)
    shortcuts.empty_tables()
    kept = {name for name, rows in everything().items() if rows}
    assert kept == shortcuts.NEVER_EMPTIED - {"django_migrations"}  # no model of its own
    make.make_event()
    assert SearchEntry.objects.exists()


def test_the_cast_writes_to_no_other_table() -> None:
    before = everything()
    make_cast()
    changed = {table for table, rows in everything().items() if rows != before[table]}
    by_trigger = {SearchEntry._meta.db_table}
    assert changed == {table._meta.db_table for table in TABLES} | by_trigger
