"""A cluster's cycles: planned, changed, the next begun from the last."""

import datetime as dt

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from members.actions.permission import Given, edits, needs
from members.actions.references import kinds_referencing
from members.models import User

from ..models import DATES, Cluster, CriteriaSet, Cycle

# What the association alone lays down.
_LAID_DOWN = (
    "cluster_id", "year", "name", "starts_on", "ends_on", "criteria_set_id", "officer_in_charge_id",
)  # fmt: skip


def _plans(by: User, given: Given) -> bool:
    return Cluster.objects.editable_by(by).contains(given["cycle"].cluster)


def _schedules(by: User, given: Given) -> bool:
    return Cycle.objects.scheduled_by(by).contains(given["cycle"])


def _locked(cycle: Cycle) -> Cycle:
    """The stored cycle, held until the end of the transaction."""
    return Cycle.objects.select_for_update(of=("self",)).get(pk=cycle.pk)


@needs(_plans)
@transaction.atomic
def plan_cycle(*, cycle: Cycle, by: User) -> Cycle:
    """Begins a cluster's cycle of a year. Sent twice, it is one."""
    Cluster.objects.select_for_update(of=("self",)).get(pk=cycle.cluster_id)
    cycle.clean()  # names it
    same = Cycle.objects.filter(cluster=cycle.cluster_id, year=cycle.year).first()
    if same is not None and all(
        getattr(same, name) == getattr(cycle, name) for name in (*_LAID_DOWN, *DATES)
    ):
        return same  # a double click
    cycle.full_clean()
    cycle.save()
    return cycle


@needs(_schedules)
@transaction.atomic
def change_cycle(*, cycle: Cycle, by: User) -> Cycle:
    """Saves a cycle. Who heads the cluster sets its days; the rest is the association's.

    PermissionDenied where the head changes more than days.
    """
    stored = _locked(cycle)
    if not Cycle.objects.editable_by(by).contains(stored):
        if any(getattr(stored, name) != getattr(cycle, name) for name in _LAID_DOWN):
            raise PermissionDenied
    elif not Cluster.objects.editable_by(by).contains(cycle.cluster):
        raise PermissionDenied
    if stored.criteria_set_id != cycle.criteria_set_id and stored.sheets.exists():
        raise ValidationError(
            {"criteria_set": "Kỳ này đã mở phiếu chấm điểm nên không đổi bộ tiêu chí."}
        )
    cycle.full_clean()
    cycle.save()
    return cycle


@needs(edits("cycle"))
@transaction.atomic
def plan_next_cycle(*, cycle: Cycle, by: User) -> Cycle:
    """The cluster's next year from this one: days a year later, the newest version of its criteria,
    its officer if still in office then. Where that year is planned already, that cycle."""
    stored = _locked(cycle)
    year = stored.year + 1
    planned = Cycle.objects.filter(cluster=stored.cluster_id, year=year).first()
    if planned is not None:
        return planned
    following = Cycle(
        cluster=stored.cluster, year=year,
        criteria_set=_newest_of(stored.criteria_set),
        **{name: a_year_on(day) for name in DATES if (day := getattr(stored, name))},
    )  # fmt: skip
    following.starts_on = stored.ends_on + dt.timedelta(days=1)
    following.ends_on = max(a_year_on(stored.ends_on), following.starts_on + dt.timedelta(days=1))
    officer = stored.officer_in_charge
    if officer is not None and officer.is_on(following.starts_on):
        following.officer_in_charge = officer
    following.full_clean()
    following.save()
    return following


def a_year_on(day: dt.date) -> dt.date:
    """The same day a year later; of 29 February the day before."""
    if (day.month, day.day) == (2, 29):
        day = day.replace(day=28)
    return day.replace(year=day.year + 1)


def _newest_of(criteria_set: CriteriaSet | None) -> CriteriaSet | None:
    """The newest issued version of the same set; itself where none followed."""
    if criteria_set is None:
        return None
    versions = CriteriaSet.objects.issued().filter(
        unit=criteria_set.unit_id, name=criteria_set.name
    )
    return versions.order_by("-version").first()


@needs(edits("cycle"))
@transaction.atomic
def delete_cycle(*, cycle: Cycle, by: User) -> None:
    """Deletes a cycle planned by mistake.

    ValidationError once anything was recorded in it.
    """
    stored = _locked(cycle)
    if kinds := kinds_referencing(stored):
        raise ValidationError(f"Kỳ này đã có {', '.join(kinds)} nên không xóa được.")
    stored.delete()
