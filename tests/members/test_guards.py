"""Overlaps are refused by the database itself, on both engines, whichever way a row comes in."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from emulation.models import ClusterHead, ClusterMembership
from members.models import Appointment, Membership
from tests import factories as make

pytestmark = pytest.mark.django_db

MARCH, JUNE, SEPTEMBER = dt.date(2025, 3, 1), dt.date(2025, 6, 1), dt.date(2025, 9, 1)


def _membership(member, start, end=None, branch=None):
    return Membership(
        member=member,
        unit=branch or make.make_branch(),
        valid_from=start,
        valid_to=end,
        left_by=Membership.Exit.TRANSFERRED if end else "",
    )


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (MARCH, SEPTEMBER),
        (dt.date(2025, 5, 31), SEPTEMBER),
        (dt.date(2024, 1, 1), dt.date(2025, 3, 2)),
    ],
)
def test_overlapping_membership_is_refused_by_form_and_database(start, end):
    member = make.make_member()
    _membership(member, MARCH, JUNE).save()
    second = _membership(member, start, end)

    with pytest.raises(ValidationError) as refusal:
        second.full_clean()
    assert list(refusal.value.message_dict) == ["valid_from"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.bulk_create([second])


def test_moving_on_the_very_day_is_no_overlap():
    member = make.make_member()
    _membership(member, MARCH, JUNE).save()
    second = _membership(member, JUNE)

    second.full_clean()
    second.save()

    assert member.membership_on(dt.date(2025, 5, 31)).valid_from == MARCH
    assert member.membership_on(JUNE) == second


def test_stretching_a_row_over_another_is_refused():
    member = make.make_member()
    first = _membership(member, MARCH, JUNE)
    first.save()
    _membership(member, JUNE).save()

    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.filter(pk=first.pk).update(valid_to=SEPTEMBER)


def test_same_stretch_for_somebody_else_is_fine():
    branch = make.make_branch()
    _membership(make.make_member(), MARCH, JUNE, branch).save()
    _membership(make.make_member(), MARCH, JUNE, branch).save()

    assert branch.memberships.count() == 2


def test_one_post_is_held_once_at_a_time():
    unit, member = make.make_branch(), make.make_member()
    post = make.make_position()
    Appointment.objects.create(
        member=member, unit=unit, position=post, valid_from=MARCH, valid_to=JUNE
    )
    again = Appointment(
        member=member, unit=unit, position=post, valid_from=dt.date(2025, 4, 1), valid_to=JUNE
    )

    with pytest.raises(ValidationError):
        again.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save()


def test_cluster_has_one_head_and_any_number_of_deputies():
    one, two, three = (make.make_district() for _ in range(3))
    cluster = make.make_cluster(one, two, three)
    ClusterHead.objects.create(cluster=cluster, unit=one, valid_from=MARCH)
    for unit in (two, three):
        ClusterHead.objects.create(
            cluster=cluster, unit=unit, role=ClusterHead.Role.DEPUTY, valid_from=MARCH
        )
    second_head = ClusterHead(cluster=cluster, unit=two, valid_from=JUNE)

    with pytest.raises(ValidationError):
        second_head.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        second_head.save()


def test_unit_is_in_one_cluster_at_a_time():
    unit = make.make_district()
    make.make_cluster(unit)
    other = make.make_cluster()

    with pytest.raises(IntegrityError), transaction.atomic():
        ClusterMembership.objects.create(cluster=other, unit=unit, valid_from=MARCH, valid_to=JUNE)


def test_guards_come_back_after_a_table_was_rebuilt():
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER members_membership_no_overlap_insert")
    call_command("migrate", verbosity=0)
    member = make.make_member()
    _membership(member, MARCH, JUNE).save()

    with pytest.raises(IntegrityError), transaction.atomic():
        _membership(member, MARCH, JUNE).save()
