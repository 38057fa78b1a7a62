"""Rules of clusters, compacts, targets and grades."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from emulation.models import Classification, Cluster, ClusterHead, ClusterMembership, Compact
from tests import factories as make
from tests.conftest import Cast
from tests.one_day import TODAY

YESTERDAY = TODAY - dt.timedelta(days=1)


def _refused(change) -> bool:
    try:
        with transaction.atomic():
            change()
    except IntegrityError:
        return True
    return False


def test_unit_is_in_one_cluster_at_a_time(db):
    unit = make.make_district()
    make.make_cluster(unit)
    second = ClusterMembership(cluster=make.make_cluster(), unit=unit, valid_from=TODAY)
    with pytest.raises(ValidationError):
        second.full_clean()
    assert _refused(second.save)


def test_cluster_has_one_head_at_a_time_and_any_deputies(db):
    first, second = make.make_district(), make.make_district()
    cluster = make.make_cluster(first, second)
    ClusterHead.objects.create(cluster=cluster, unit=first, valid_from=make.LONG_AGO)
    second_head = ClusterHead(cluster=cluster, unit=second, valid_from=TODAY)
    with pytest.raises(ValidationError):
        second_head.full_clean()
    assert _refused(second_head.save)
    deputy = ClusterHead(cluster=cluster, unit=second, role="deputy", valid_from=TODAY)
    deputy.full_clean()
    deputy.save()
    assert cluster.head_on().unit == first


def test_members_and_head_are_those_of_the_day(db):
    old, new = make.make_district(), make.make_district()
    cluster = make.make_cluster()
    for unit, start, end in ((old, make.LONG_AGO, TODAY), (new, TODAY, None)):
        ClusterMembership.objects.create(cluster=cluster, unit=unit, valid_from=start, valid_to=end)
        ClusterHead.objects.create(cluster=cluster, unit=unit, valid_from=start, valid_to=end)
    for day, unit in ((YESTERDAY, old), (TODAY, new)):
        assert [*cluster.members_on(day)] == [unit]
        assert cluster.head_on(day).unit == unit
        row: Any = Cluster.objects.with_size_and_head(day).get()
        assert (row.unit_count, [head.unit for head in row.heads_then]) == (1, [unit])


def test_signed_compacts_agree_with_each(db):
    cluster = make.make_cluster()
    compacts = [
        make.make_compact(cluster, year=2024),
        make.make_compact(cluster, year=2025, signed_on=None),
        make.make_compact(cluster, year=2027, signed_on=TODAY + dt.timedelta(days=1)),
        make.make_compact(cluster, year=2026, signed_on=TODAY),
    ]
    assert set(Compact.objects.signed()) == {compact for compact in compacts if compact.is_signed}
    assert {*Compact.objects.visible_to(AnonymousUser())} == {compacts[0], compacts[3]}


def test_draft_compact_is_seen_by_officers_of_the_clusters_units(cast):
    draft = make.make_compact(make.make_cluster(cast.district), signed_on=None)
    seen = {
        who: Compact.objects.visible_to(getattr(cast, who)).contains(draft)
        for who in ("office", "officer_above", "officer_here", "member_here", "editor")
    }
    assert seen == {
        "office": True,
        "officer_above": True,
        "officer_here": False,
        "member_here": False,
        "editor": False,
    }


def test_draft_of_a_cluster_to_come_is_seen_by_its_officers(cast):
    cluster = make.make_cluster()
    ClusterMembership.objects.create(
        cluster=cluster, unit=cast.district, valid_from=TODAY + dt.timedelta(days=30)
    )
    ClusterMembership.objects.create(
        cluster=cluster, unit=cast.elsewhere.parent, valid_from=make.LONG_AGO, valid_to=TODAY
    )
    draft = make.make_compact(cluster, signed_on=None)
    former = make.make_officer(cast.elsewhere.parent)
    assert Compact.objects.visible_to(cast.officer_above).contains(draft)
    assert not Compact.objects.visible_to(former).contains(draft)


@pytest.mark.parametrize(
    "fields", [{"year": 2024}, {"year": 2031, "ends_on": dt.date(2024, 10, 11)}]
)
def test_compact_is_one_a_year_and_ends_after_it_starts(db, fields):
    cluster = make.make_compact().cluster
    assert _refused(lambda: make.make_compact(cluster, **fields))


def _target(measure: str, value: int, *results):
    """A target with results (unit, day, value)."""
    compact = make.make_compact()
    target = compact.targets.create(name="Chỉ tiêu", measure=measure, value=value)
    for unit, day, reached in results:
        target.results.create(unit=unit, reported_on=day, value=reached)
    return target


def test_target_adds_up_each_units_newest_result(db):
    first, second = make.make_district(sort_order=1), make.make_district(sort_order=2)
    target = _target(
        "lượt thăm", 40,
        (second, TODAY, 12), (second, YESTERDAY, 10), (first, YESTERDAY, 8),
    )  # fmt: skip
    assert [(result.unit, result.value) for result in target.latest_results] == [
        (first, 8),
        (second, 12),
    ]
    assert target.reached == 20
    assert target.percent == 50


def test_target_in_percent_averages_the_units(db):
    first, second = make.make_district(), make.make_district()
    target = _target("%", 90, (first, TODAY, Decimal("80")), (second, TODAY, Decimal("90")))
    assert target.reached == 85
    assert target.percent == 94


def test_target_nobody_reported_on_is_at_nothing(db):
    target = _target("hội viên", 3)
    assert (target.latest_results, target.reached, target.percent) == ([], 0, 0)


def test_almost_all_is_not_all(db):
    target = _target("buổi", 1000, (make.make_district(), TODAY, 999))
    assert target.percent == 99


def test_target_asks_for_something(db):
    assert _refused(lambda: _target("buổi", 0))


def test_result_is_reported_once_a_day_and_never_below_nothing(db):
    unit = make.make_district()
    target = _target("buổi", 5, (unit, TODAY, 1))
    assert _refused(lambda: target.results.create(unit=unit, reported_on=TODAY, value=2))
    with pytest.raises(ValidationError):
        target.results.model(target=target, unit=unit, reported_on=YESTERDAY, value=-1).full_clean()


def test_announced_grades_agree_with_each(cast):
    grades = [
        make.make_classification(cast.district, year=year, announced_on=day)
        for year, day in (
            (2022, YESTERDAY),
            (2023, TODAY),
            (2024, None),
            (2025, TODAY + dt.timedelta(days=1)),
        )
    ]
    announced = set(Classification.objects.announced())
    assert announced == {grade for grade in grades if grade.is_announced} == set(grades[:2])
    seen = {
        who: set(Classification.objects.visible_to(getattr(cast, who))) == set(grades)
        for who in ("office", "officer_above", "officer_here", "editor", "member_here")
    }
    assert seen == {
        "office": True,
        "officer_above": True,
        "officer_here": False,
        "editor": False,
        "member_here": False,
    }


def test_grades_are_counted_by_year_latest_first(db):
    first, second = make.make_district(), make.make_district()
    make.make_classification(first, year=2024, grade="good")
    make.make_classification(second, year=2024, grade="good")
    make.make_classification(first, year=2025, grade="excellent")
    years = Classification.objects.announced().grades_by_year()
    assert [*years.items()] == [(2025, {"excellent": 1}), (2024, {"good": 2})]


def test_ranking_puts_the_unscored_last(db):
    units = [make.make_district() for _ in range(3)]
    for unit, score in zip(units, (None, "88.25", "91"), strict=True):
        make.make_classification(unit, score=score)
    ranked = [grade.unit for grade in Classification.objects.ranked()]
    assert ranked == [units[2], units[1], units[0]]


@pytest.mark.parametrize(
    ("who", "reads", "leads", "changes"),
    [
        ("office", "both", "both", "both"),
        ("officer_here", "theirs", "theirs", ""),
        ("officer_beside", "", "", ""),
        ("visitor", "", "", ""),
    ],
)
def test_clusters_are_read_by_their_units_and_changed_by_the_association(
    cast: Cast, who: str, reads: str, leads: str, changes: str
) -> None:
    theirs, another = make.make_cluster(cast.here), make.make_cluster(cast.elsewhere)
    for cluster, unit in ((theirs, cast.here), (another, cast.elsewhere)):
        ClusterHead.objects.create(cluster=cluster, unit=unit, valid_from=make.LONG_AGO)
    user = AnonymousUser() if who == "visitor" else getattr(cast, who)
    rows = {"both": {theirs, another}, "theirs": {theirs}, "": set()}

    assert set(Cluster.objects.visible_to(user)) == rows[reads]
    assert set(Cluster.objects.led_by(user)) == rows[leads]
    assert set(Cluster.objects.editable_by(user)) == rows[changes]
