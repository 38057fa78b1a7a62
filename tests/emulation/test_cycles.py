"""A cluster's cycles: planned, changed, the next begun from the last; who may do what."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from emulation.actions import (
    change_cycle,
    delete_cycle,
    issue_criteria,
    new_version,
    plan_cycle,
    plan_next_cycle,
    take_back_issue,
)
from emulation.actions.cycles import a_year_on
from emulation.models import Cluster, Cycle
from kit.dates import local_today
from members.models import Position
from tests import factories as make
from tests.conftest import Cast

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def cluster(cast: Cast) -> Cluster:
    cluster = make.make_cluster(cast.here, cast.elsewhere, name="Cụm thi đua II")
    make.make_cluster_head(cluster, cast.here)
    return cluster


def test_cycle_is_named_and_planned_once(cast: Cast, cluster: Cluster) -> None:
    def sent(**more: Any) -> Cycle:
        cycle = Cycle(
            cluster=cluster, year=2031, starts_on=dt.date(2031, 1, 1),
            ends_on=dt.date(2031, 12, 31), **more,
        )  # fmt: skip
        return plan_cycle(cycle=cycle, by=cast.office)

    first = sent()
    assert str(first) == "Cụm thi đua II, năm 2031"
    assert sent() == first  # a double click
    with pytest.raises(ValidationError, match="đã có kỳ thi đua của năm đó"):
        sent(final_on=dt.date(2031, 12, 1))


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"ends_on": dt.date(2031, 1, 1)}, "dates_in_order"),
        ({"cross_check_from": 30, "cross_check_until": 29}, "cross_check_in_order"),
        ({"self_score_until": 30, "cross_check_until": 29}, "checked_after_self_score"),
        ({"meeting_on": 30, "final_on": 29}, "meeting_before_final"),
        ({"interim_on": 30, "final_on": 29}, "interim_before_final"),
    ],
)
def test_database_refuses_days_out_of_order(
    cluster: Cluster, fields: dict[str, Any], error: str
) -> None:
    first = dt.date(2031, 1, 1)
    days = {n: first + DAY * v if isinstance(v, int) else v for n, v in fields.items()}
    with pytest.raises(IntegrityError, match=f"emulation_cycle_{error}"), transaction.atomic():
        make.make_cycle(cluster, year=2031, **days)


def test_only_issued_criteria_are_used_and_stay_issued(cast: Cast, cluster: Cluster) -> None:
    draft = make.make_criteria(cast.city)
    with pytest.raises(IntegrityError), transaction.atomic():
        make.make_cycle(cluster, criteria_set=draft)
    with pytest.raises(ValidationError, match="đã ban hành"):
        Cycle(cluster=cluster, year=2031, criteria_set=draft).clean()
    issued = make.make_criteria(cast.city, issued_on=local_today())
    make.make_cycle(cluster, criteria_set=issued)
    with pytest.raises(ValidationError, match="đang dùng cho Cụm thi đua II"):
        take_back_issue(criteria_set=issued, by=cast.office)
    with pytest.raises(IntegrityError), transaction.atomic():
        type(issued).objects.filter(pk=issued.pk).update(issued_on=None)


def test_head_sets_days_and_nothing_else(cast: Cast, cluster: Cluster) -> None:
    cycle = make.make_cycle(cluster)
    cycle.final_on = cycle.ends_on
    change_cycle(cycle=cycle, by=cast.officer_here)
    cycle.refresh_from_db()
    assert cycle.final_on == cycle.ends_on
    cycle.name = "Tên khác"
    with pytest.raises(PermissionDenied):
        change_cycle(cycle=cycle, by=cast.officer_here)
    change_cycle(cycle=cycle, by=cast.office)
    peer = make.make_officer(cast.elsewhere)
    for action in (change_cycle, plan_next_cycle, delete_cycle):
        with pytest.raises(PermissionDenied):
            action(cycle=cycle, by=peer)
    for act in (plan_cycle, plan_next_cycle, delete_cycle):
        with pytest.raises(PermissionDenied):
            act(cycle=cycle, by=cast.officer_here)


def test_former_head_sets_no_days(cast: Cast, cluster: Cluster) -> None:
    cluster.heads.update(valid_to=local_today())
    cycle = make.make_cycle(cluster)
    assert not Cycle.objects.scheduled_by(cast.officer_here).contains(cycle)
    assert Cycle.objects.visible_to(cast.officer_here).contains(cycle)


def test_next_cycle_begins_from_the_last(cast: Cast, cluster: Cluster) -> None:
    old = make.make_criteria(cast.city, issued_on=dt.date(2027, 1, 1))
    officer = make.make_officer(cast.city, Position.Right.CITY_OFFICE).member.appointments.get()
    cycle = make.make_cycle(
        cluster, year=2027, starts_on=dt.date(2027, 3, 1), ends_on=dt.date(2028, 2, 29),
        criteria_set=old, officer_in_charge=officer, registration_until=dt.date(2027, 3, 31),
        final_on=dt.date(2028, 2, 29),
    )  # fmt: skip
    new = new_version(criteria_set=old, by=cast.office)
    issue_criteria(criteria_set=new, issued_on=dt.date(2027, 6, 1), decision_no="", by=cast.office)
    following = plan_next_cycle(cycle=cycle, by=cast.office)
    assert plan_next_cycle(cycle=cycle, by=cast.office) == following
    told = (
        following.year, following.name, following.starts_on, following.ends_on,
        following.registration_until, following.final_on, following.interim_on,
    )  # fmt: skip
    assert told == (
        2028, "Năm 2028", dt.date(2028, 3, 1), dt.date(2029, 2, 28), dt.date(2028, 3, 31),
        dt.date(2029, 2, 28), None,
    )  # fmt: skip
    assert (following.criteria_set, following.officer_in_charge) == (new, officer)


def test_next_cycle_leaves_out_who_left_office(cast: Cast, cluster: Cluster) -> None:
    officer = make.make_officer(cast.city, Position.Right.CITY_OFFICE).member.appointments.get()
    cycle = make.make_cycle(cluster, officer_in_charge=officer)
    officer.valid_to = cycle.ends_on
    officer.save()
    assert plan_next_cycle(cycle=cycle, by=cast.office).officer_in_charge is None


@pytest.mark.parametrize(
    ("day", "later"),
    [
        ((2028, 2, 29), (2029, 2, 28)), ((2027, 2, 28), (2028, 2, 28)),
        ((2027, 3, 1), (2028, 3, 1)), ((2026, 12, 31), (2027, 12, 31)),
    ],
)  # fmt: skip
def test_day_a_year_later(day: tuple[int, int, int], later: tuple[int, int, int]) -> None:
    assert a_year_on(dt.date(*day)) == dt.date(*later)


def test_unit_that_left_meanwhile_keeps_its_cycle(cast: Cast, cluster: Cluster) -> None:
    cycle = make.make_cycle(cluster, year=2026)
    later = make.make_cycle(cluster, year=2027)
    row = cluster.memberships.get(unit=cast.here)
    row.valid_to = dt.date(2026, 7, 1)
    row.save()
    assert set(cycle.units) == {cast.here, cast.elsewhere}
    assert (set(cycle.units_on_end), set(later.units)) == ({cast.elsewhere}, {cast.elsewhere})
    seen = Cycle.objects.visible_to(cast.officer_here)
    assert set(seen) == {cycle}
    assert set(Cycle.objects.visible_to(cast.officer_beside)) == set()


def test_stages_stand_in_the_order_of_their_days(cluster: Cluster) -> None:
    today = local_today()
    make.make_compact(cluster, year=2031, signed_on=today - DAY)
    cycle = make.make_cycle(
        cluster, year=2031, starts_on=today - 30 * DAY, ends_on=today + 30 * DAY,
        registration_until=today, interim_on=today - 2 * DAY, final_on=today + DAY,
    )  # fmt: skip
    told = [(stage.label, stage.until, stage.is_done(today)) for stage in cycle.course]
    assert told == [
        ("Sơ kết", today - 2 * DAY, True),
        ("Ký giao ước", today - DAY, True),
        ("Đăng ký thi đua", today, False),
        ("Tự chấm điểm", None, False),
        ("Kiểm tra chéo", None, False),
        ("Họp xét", None, False),
        ("Tổng kết", today + DAY, False),
    ]
    assert cycle.next_stage is not None
    assert cycle.next_stage.label == "Đăng ký thi đua"


@pytest.mark.parametrize(("final", "is_finished"), [(None, True), (-1, True), (0, False)])
def test_cycle_is_finished_after_its_last_day(
    cluster: Cluster, final: int | None, is_finished: bool
) -> None:
    today = local_today()
    cycle = make.make_cycle(
        cluster, starts_on=today - 90 * DAY, ends_on=today - 9 * DAY,
        final_on=None if final is None else today + final * DAY,
    )  # fmt: skip
    assert cycle.is_finished == is_finished
    assert Cycle.objects.unfinished().contains(cycle) != is_finished


@pytest.mark.parametrize("count", [1, 3])
def test_home_costs_the_same_however_many(cast: Cast, cluster: Cluster, count: int) -> None:
    for year in range(2027, 2027 + count):
        make.make_cycle(cluster, year=year, final_on=dt.date(year, 12, 31))
    client = cast.client("officer_here")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(reverse("emulation_desk:home")).status_code == 200
    assert len(queries) == 11


@pytest.mark.parametrize("count", [1, 3])
def test_cycle_page_costs_the_same_however_many(cast: Cast, cluster: Cluster, count: int) -> None:
    cycle = make.make_cycle(cluster)
    for _ in range(count):
        cluster.memberships.create(unit=make.make_branch(cast.district), valid_from=make.LONG_AGO)
    client = cast.client("office")
    with CaptureQueriesContext(connection) as queries:
        assert client.get(cycle.get_absolute_url()).status_code == 200
    assert len(queries) == 14


def test_head_is_offered_the_days_alone(cast: Cast, cluster: Cluster) -> None:
    cycle = make.make_cycle(cluster)
    address = reverse("emulation_desk:cycle_edit", args=[cycle.pk])
    fields = cast.client("officer_here").get(address).context["form"].fields
    assert ("final_on" in fields, "year" in fields, "criteria_set" in fields) == (
        True,
        False,
        False,
    )
    assert "criteria_set" in cast.client("office").get(address).context["form"].fields
