"""Clusters at the desk: units in and out by the day, leaders that rotate, who may do it."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from emulation.actions import add_units, name_leaders, save_cluster, take_unit_out
from emulation.models import Cluster, ClusterHead, ClusterMembership
from kit.dates import local_today
from tests import factories as make
from tests.conftest import Cast

pytestmark = pytest.mark.django_db
FIRST, LATER = dt.date(2026, 1, 1), dt.date(2026, 6, 1)


@pytest.fixture
def cluster(cast: Cast) -> Cluster:
    return make.make_cluster(cast.here, cast.beside, name="Cụm thi đua II")


def leaders(cluster: Cluster, day: dt.date) -> set[tuple[str, str]]:
    return {(row.role, str(row.unit)) for row in cluster.heads.on(day)}


def test_units_come_in_several_at_once_and_only_into_one_cluster(
    cast: Cast, cluster: Cluster
) -> None:
    new = [cast.elsewhere, make.make_branch(cast.district)]
    assert len(add_units(cluster=cluster, units=new, since=FIRST, by=cast.office)) == 2
    assert add_units(cluster=cluster, units=new, since=FIRST, by=cast.office) == []  # twice
    other = make.make_cluster()
    with pytest.raises(ValidationError, match=f"{cast.elsewhere}: Đơn vị đã thuộc Cụm thi đua II"):
        add_units(cluster=other, units=[cast.elsewhere], since=LATER, by=cast.office)
    assert not other.memberships.exists()


def test_unit_is_not_in_a_cluster_before_it_is_founded(cast: Cast) -> None:
    young = make.make_cluster(valid_from=LATER)
    with pytest.raises(ValidationError, match="chỉ có từ ngày 01/06/2026"):
        add_units(cluster=young, units=[cast.here], since=FIRST, by=cast.office)


def test_unit_taken_out_leads_no_more_and_comes_back_as_it_was(
    cast: Cast, cluster: Cluster
) -> None:
    make.make_cluster_head(cluster, cast.here)
    row = cluster.memberships.get(unit=cast.here)
    take_unit_out(membership=row, day=LATER, by=cast.office)
    take_unit_out(membership=row, day=LATER, by=cast.office)  # a double click
    assert (cast.here in cluster.members_on(LATER), leaders(cluster, LATER)) == (False, set())
    assert cast.here in cluster.members_on(LATER - dt.timedelta(1))
    with pytest.raises(ValidationError, match="đã ra khỏi cụm từ ngày 01/06/2026"):
        take_unit_out(membership=row, day=FIRST, by=cast.office)
    add_units(cluster=cluster, units=[cast.here], since=LATER, by=cast.office)
    row.refresh_from_db()
    assert row.valid_to is None
    assert cluster.memberships.filter(unit=cast.here).count() == 1


def test_unit_taken_out_on_its_first_day_was_never_in(cast: Cast, cluster: Cluster) -> None:
    (row,) = add_units(cluster=cluster, units=[cast.elsewhere], since=FIRST, by=cast.office)
    with pytest.raises(ValidationError, match="mới vào cụm ngày 01/01/2026"):
        take_unit_out(membership=row, day=FIRST - dt.timedelta(1), by=cast.office)
    take_unit_out(membership=row, day=FIRST, by=cast.office)
    assert not ClusterMembership.objects.filter(unit=cast.elsewhere).exists()


def test_chair_rotates_and_a_slip_is_named_again(cast: Cast, cluster: Cluster) -> None:
    def name(head: object, deputies: list[object], since: dt.date) -> None:
        name_leaders(cluster=cluster, head=head, deputies=deputies, since=since, by=cast.office)  # type: ignore[arg-type]  # units

    name(cast.here, [cast.beside], FIRST)
    name(cast.here, [cast.beside], FIRST)  # a double click
    name(cast.beside, [cast.here], LATER)
    here, beside = str(cast.here), str(cast.beside)
    assert leaders(cluster, LATER - dt.timedelta(1)) == {("head", here), ("deputy", beside)}
    assert leaders(cluster, LATER) == {("head", beside), ("deputy", here)}
    name(cast.here, [], LATER)  # the slip: the first went on
    assert leaders(cluster, LATER) == {("head", here)}
    assert cluster.heads.filter(role=ClusterHead.Role.HEAD).count() == 1


def test_leaders_are_of_the_cluster_and_not_named_before_others(
    cast: Cast, cluster: Cluster
) -> None:
    with pytest.raises(ValidationError, match="không thuộc cụm"):
        name_leaders(cluster=cluster, head=cast.elsewhere, deputies=[], since=LATER, by=cast.office)
    with pytest.raises(ValidationError, match="đã là cụm trưởng"):
        name_leaders(
            cluster=cluster, head=cast.here, deputies=[cast.here], since=LATER, by=cast.office
        )
    name_leaders(cluster=cluster, head=cast.here, deputies=[], since=LATER, by=cast.office)
    with pytest.raises(ValidationError, match="sau ngày này"):
        name_leaders(cluster=cluster, head=cast.beside, deputies=[], since=FIRST, by=cast.office)


def test_head_of_a_cluster_does_not_change_it(cast: Cast, cluster: Cluster) -> None:
    make.make_cluster_head(cluster, cast.here)
    row = cluster.memberships.get(unit=cast.beside)
    by = cast.officer_here
    with pytest.raises(PermissionDenied):
        add_units(cluster=cluster, units=[cast.elsewhere], since=FIRST, by=by)
    with pytest.raises(PermissionDenied):
        take_unit_out(membership=row, day=LATER, by=by)
    with pytest.raises(PermissionDenied):
        name_leaders(cluster=cluster, head=cast.here, deputies=[], since=FIRST, by=by)
    with pytest.raises(PermissionDenied):
        save_cluster(cluster=Cluster(name="Cụm mới", valid_from=FIRST), by=by)


def test_cluster_sent_twice_is_one(cast: Cast) -> None:
    def sent() -> Cluster:
        return save_cluster(cluster=Cluster(name="Cụm mới", valid_from=FIRST), by=cast.office)

    assert sent() == sent()


@pytest.mark.parametrize(("name", "expected"), [("cluster_list", 10), ("cluster", 11)])
@pytest.mark.parametrize("count", [1, 3])
def test_pages_of_clusters_cost_the_same_however_many(
    cast: Cast, cluster: Cluster, count: int, name: str, expected: int
) -> None:
    make.make_cycle(cluster)
    for _ in range(count):
        unit = make.make_branch(cast.district)
        cluster.memberships.create(unit=unit, valid_from=make.LONG_AGO)
        make.make_cluster_head(cluster, unit, role="deputy")
        make.make_cluster_head(make.make_cluster(unit := make.make_branch()), unit)
    client = cast.client("office")
    args = [] if name == "cluster_list" else [cluster.pk]
    with CaptureQueriesContext(connection) as queries:
        assert client.get(reverse(f"emulation_desk:{name}", args=args)).status_code == 200
    assert len(queries) == expected


def test_members_to_come_are_shown_and_the_former_apart(cast: Cast, cluster: Cluster) -> None:
    today = local_today()
    cluster.memberships.filter(unit=cast.beside).update(valid_to=today)
    cluster.memberships.create(unit=cast.elsewhere, valid_from=today + dt.timedelta(9))
    shown = cast.client("office").get(reverse("emulation_desk:cluster", args=[cluster.pk])).context
    assert {row.unit for row in shown["members"]} == {cast.here, cast.elsewhere}
    assert {row.unit for row in shown["former"]} == {cast.beside}


@pytest.mark.parametrize("name", ["compact_new", "cycle_new"])
def test_without_a_cluster_the_office_founds_one_first(cast: Cast, name: str) -> None:
    url = reverse(f"emulation_desk:{name}")
    answer = cast.client("office").get(url, follow=True)
    assert answer.redirect_chain == [(reverse("emulation_desk:cluster_new"), 302)]
    assert "Chưa có cụm thi đua nào. Lập cụm trước đã." in answer.content.decode()
    assert cast.client("officer_here").get(url).status_code == 403
