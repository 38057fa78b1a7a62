"""Clusters: founded, changed, units put in and taken out, their leaders named for a day on."""

import datetime as dt
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction

from members.actions.permission import Given, edits, needs
from members.models import Degree, Subject, Unit, User, units_where

from ..models import Cluster, ClusterHead, ClusterMembership


def _writes_clusters(by: User, given: Given) -> bool:
    """Clusters are the association's: a new one is of no unit yet."""
    units = units_where(by, Subject.EMULATION, Degree.WRITE)
    return units.associations().on().exists()


def _locked(cluster: Cluster) -> Cluster:
    """The stored cluster, held until the end of the transaction."""
    return Cluster.objects.select_for_update(of=("self",)).get(pk=cluster.pk)


@needs(_writes_clusters)
@transaction.atomic
def save_cluster(*, cluster: Cluster, by: User) -> Cluster:
    """Saves name, order, grounds and days. A new one sent twice is one."""
    if cluster._state.adding:
        same = Cluster.objects.filter(name=cluster.name).first()
        if same is not None and same.valid_from == cluster.valid_from:
            return same  # a double click
    else:
        _locked(cluster)
    cluster.full_clean()
    cluster.save()
    return cluster


@needs(edits("cluster"))
@transaction.atomic
def add_units(
    *, cluster: Cluster, units: list[Unit], since: dt.date, by: User
) -> list[ClusterMembership]:
    """Puts units into the cluster from that day on; one taken out on the very day stays in.

    ValidationError, with the unit's name, for one that is in a cluster then or later.
    """
    stored = _locked(cluster)
    made = []
    for unit in units:
        rows = ClusterMembership.objects.filter(cluster=stored, unit=unit)
        row = rows.filter(valid_to=since).first() or ClusterMembership(
            cluster=stored, unit=unit, valid_from=since
        )
        if rows.filter(valid_from=since, valid_to__isnull=True).exists():
            continue  # a double click
        row.valid_to = None
        try:
            row.check_within(stored)
            row.full_clean()
        except ValidationError as error:
            raise ValidationError([f"{unit}: {text}" for text in error.messages]) from error
        row.save()
        made.append(row)
    return made


@needs(edits("membership.cluster"))
@transaction.atomic
def take_unit_out(*, membership: ClusterMembership, day: dt.date, by: User) -> None:
    """From that day on the unit is not in the cluster any more, nor among its leaders. Taken out on
    its first day it was never in."""
    cluster = _locked(membership.cluster)
    row = ClusterMembership.objects.get(pk=membership.pk)
    if row.valid_to is not None:
        if row.valid_to == day:
            return  # a double click
        raise ValidationError(f"{row.unit} đã ra khỏi cụm từ ngày {row.valid_to:%d/%m/%Y}.")
    if day < row.valid_from:
        raise ValidationError({"day": f"{row.unit} mới vào cụm ngày {row.valid_from:%d/%m/%Y}."})
    for leader in cluster.heads.overlapping(day, None).filter(unit=row.unit_id):
        _end(leader, day)
    _end(row, day)


def _end(row: ClusterMembership | ClusterHead, day: dt.date) -> None:
    """A row that would not last a day never was."""
    if row.valid_from >= day:
        row.delete()
        return
    row.valid_to = day
    row.full_clean()
    row.save()


@needs(edits("cluster"))
@transaction.atomic
def name_leaders(
    *, cluster: Cluster, head: Unit, deputies: list[Unit], since: dt.date, by: User
) -> None:
    """Head and deputies from that day on; the former ones' time ends the day before. Named again
    for the same day, the new names stand.

    ValidationError for a unit that is not in the cluster then, for a head that is a deputy too, and
    where leaders are named for a later day already.
    """
    stored = _locked(cluster)
    if head in deputies:
        raise ValidationError({"deputies": f"{head} đã là cụm trưởng."})
    inside = set(stored.members_on(since))
    if strangers := [unit for unit in (head, *deputies) if unit not in inside]:
        names = ", ".join(str(unit) for unit in strangers)
        raise ValidationError(f"Ngày {since:%d/%m/%Y} không thuộc cụm: {names}.")
    if (
        later := stored.heads.filter(valid_from__gt=since).order_by("valid_from").first()
    ) is not None:
        raise ValidationError(
            {"since": f"Đã cử {later.unit} từ ngày {later.valid_from:%d/%m/%Y}, sau ngày này."}
        )
    wanted = {(ClusterHead.Role.HEAD.value, head.pk)}
    wanted |= {(ClusterHead.Role.DEPUTY.value, unit.pk) for unit in deputies}
    kept = set()
    for row in stored.heads.on(since):
        if (row.role, row.unit_id) in wanted:
            kept.add((row.role, row.unit_id))
        else:
            _end(row, since)
    _begin(stored, sorted(wanted - kept, reverse=True), since)


def _begin(cluster: Cluster, posts: Iterable[tuple[str, int]], since: dt.date) -> None:
    """New leaders; whose time ended on the very day goes on."""
    for role, unit in posts:
        row = cluster.heads.filter(role=role, unit=unit, valid_to=since).first() or ClusterHead(
            cluster=cluster, role=role, unit_id=unit, valid_from=since
        )
        row.valid_to = None
        row.full_clean()
        row.save()
