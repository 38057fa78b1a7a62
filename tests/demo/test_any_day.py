"""The demo association on other days than today: it loads, and nothing of it looks bygone.

`ALL_DAYS=1` loads it at every moment of the list, half a minute each; usually at the worst alone.
"""

import datetime as dt
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import Q
from django.test import override_settings

import demo
from dues.models import accounts_of
from emulation.models import Cluster
from events.models import Event
from kit.dates import ZONE, local_today
from members.models import Member, Subject, Term, Unit, User, units_where
from news.models import Post
from register.filters import jubilee_years
from reports.tasks import report_tasks
from welfare.models import Activity

LEAP_NIGHT = "2028-02-29T23:30"
MOMENTS = (
    LEAP_NIGHT,
    "2026-12-31T23:30", "2027-01-01T00:30", "2027-02-06T09:00",  # New Year's night, Tết
    "2027-02-28T23:30", "2027-06-30T23:30", "2027-07-01T00:30", "2027-10-15T00:30",  # a signing
    "2028-01-15T00:10", "2028-12-11T23:50", "2028-12-12T00:10",  # grades; a congress
    "2029-01-31T10:00", "2030-07-15T08:00", "2031-03-31T23:59", "2032-02-29T07:00",
    "2033-12-12T12:00", "2034-05-31T15:00", "2035-10-14T23:30", "2036-02-29T00:00",
    "2036-12-31T23:59",
)  # fmt: skip
# What a day changes is in our own code: one database tells it as well as the other.
pytestmark = pytest.mark.sweep

RANGE = MOMENTS if os.environ.get("ALL_DAYS") else [LEAP_NIGHT]
HOLDERS = ("vanphong", "bientap", "binhthanh", "quan4", "thuky1", "thuky2")


@pytest.fixture(scope="module", params=RANGE)
def moment(
    request: Any, django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any
) -> Iterator[dt.datetime]:
    """The association as loaded then, in a transaction that is rolled back in the end."""
    then = dt.datetime.fromisoformat(request.param).replace(tzinfo=ZONE)
    media = Path(tmp_path_factory.mktemp("demo-media"))
    with django_db_blocker.unblock(), transaction.atomic():
        with time_machine.travel(then), override_settings(MEDIA_ROOT=media):
            demo.load(lambda line: None)
        yield then
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _then(moment: dt.datetime, db: None, time_machine: Any) -> None:
    time_machine.move_to(moment)


def test_gatherings_are_to_come_and_were_held() -> None:
    assert Event.objects.upcoming().filter(state=Event.State.ANNOUNCED).count() == 8
    held = Event.objects.filter(starts_at__date__gt=local_today() - dt.timedelta(days=366))
    assert held.filter(starts_at__date__lt=local_today()).count() > 8
    assert set(Event.objects.values_list("state", flat=True)) == set(Event.State.values)


def test_the_second_cluster_has_a_compact_in_force_and_a_chair() -> None:
    cluster = Cluster.objects.get(name="Cụm thi đua II")
    running = cluster.compacts.filter(starts_on__lte=local_today(), ends_on__gte=local_today())
    (compact,) = running
    assert (compact.is_signed, compact.sections.count(), compact.targets.count()) == (True, 4, 5)
    assert cluster.head_on().valid_from <= compact.starts_on
    for row in cluster.compacts.all():
        assert cluster.head_on(row.starts_on) is not None


def test_dues_of_this_year_were_paid_and_are_owed() -> None:
    year = local_today().year
    for code in ("BTH-02", "BTH-01"):
        members = Member.objects.active_on().of_units(Unit.objects.filter(code=code))
        accounts = accounts_of(list(members))
        this = [one for many in accounts.values() for one in many if one.year == year]
        assert sum(one.paid for one in this) > 0
        assert sum(one.outstanding for one in this) > 0
    assert any(one.reduced_to is not None for one in this)


def test_reports_are_due_and_some_wait() -> None:
    def lines(username: str) -> list[str]:
        return [task.label for task in report_tasks(User.objects.get(username=username))]

    (owed,), (returned,) = lines("thuky1"), lines("thuky2")
    assert owed.startswith("Gửi báo cáo quý")
    assert returned.endswith("được trả lại để sửa")
    assert lines("binhthanh")[0] == "2 báo cáo chờ nhận"


def test_there_are_birthdays_to_keep() -> None:
    today = local_today()
    here = Member.objects.active_on()
    assert here.filter(birth_year__in=jubilee_years(today.year)).count() > 30
    soon = [today + dt.timedelta(days=number) for number in range(31)]
    days = Q(birth_date__month=today.month) | Q(birth_date__month=soon[-1].month)
    assert here.filter(days).count() > 10


def test_the_newspaper_is_new_and_has_more_to_come() -> None:
    now = dt.datetime.now(ZONE)
    public = Post.objects.addressed_to(AnonymousUser())
    assert public.filter(published_at__gt=now - dt.timedelta(days=2)).count() >= 2
    assert public.filter(published_at__gt=now - dt.timedelta(days=366)).count() >= 16
    assert public.filter(published_at__gt=now).count() == 0
    assert Post.objects.filter(state=Post.State.SCHEDULED).count() >= 1
    assert not Post.objects.filter(state=Post.State.SCHEDULED, published_at__lte=now).exists()


def test_care_was_given_and_told_this_year() -> None:
    year = dt.timedelta(days=366)
    recent = Activity.objects.filter(happened_on__gt=local_today() - year)
    assert recent.count() > 100
    assert recent.with_public_story().count() >= 2
    assert not Activity.objects.filter(happened_on__gt=local_today()).exists()


def test_accounts_hold_their_offices_within_a_running_term() -> None:
    for unit in Unit.objects.on():
        assert Term.objects.on(local_today()).filter(unit=unit).count() == 1
    for username in HOLDERS:
        user = User.objects.get(username=username)
        assert user.rights
        assert units_where(user, Subject.MEMBERS).exists() or username == "bientap"


def test_nobody_joined_before_retiring() -> None:
    wrong = [
        member.code
        for member in Member.objects.prefetch_related("memberships")
        if member.retired_on
        and min(stay.valid_from for stay in member.memberships.all()) < member.retired_on
    ]
    assert wrong == []
