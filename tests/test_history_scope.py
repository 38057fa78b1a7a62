"""History tells all of a record, so it is for those who keep the record's unit, in every room: neither
a unit below that reads its own part of it, nor one beside that shares it, reads the others' names."""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps

from members.models import Change, Member, Unit, User
from members.models.history import TRACKED

from . import factories as make
from .conftest import Cast
from .test_permissions import make_world


def _own(record: Any) -> set[int]:
    return {record.unit_id}


def _of_stay(record: Any) -> set[int]:
    return {record.membership.unit_id}


def _of_card(member: Member) -> set[int]:
    """A card goes over with the member, history and all."""
    return set(member.memberships.values_list("unit", flat=True))


# What units keep the record. A model with readers of its own must stand here, or below.
KEEPERS: dict[str, Callable[[Any], set[int]]] = {
    "members.member": _of_card,
    "members.discipline": lambda row: _of_card(row.member),
    "members.candidate": _own,
    "members.application": _own,
    "members.transfer": lambda row: {row.source_id, row.target_id},  # proposed to the other branch
    "members.departure": _of_stay,
    "members.proposal": _of_stay,
    "members.handover": lambda row: {row.appointment.unit_id},
    "members.lettertext": _own,
    "dues.collection": _own,
    "dues.payment": _own,
    "dues.waiver": _own,
    "emulation.cycle": lambda row: {unit.pk for unit in row.units},
    "emulation.scoresheet": _own,
    "events.event": _own,
    "events.funeral": lambda row: _of_stay(row.departure),
    "fund.advance": lambda row: {row.box.unit_id},
    "events.eventnotice": lambda row: {row.event.unit_id},
    "events.invitation": lambda row: {row.event.unit_id},
    # The event's unit, and the branch whose member it is.
    "events.registration": lambda row: {row.event.unit_id} | _of_card(row.member),
    "fund.cashbox": _own,
    "fund.closing": lambda row: {row.book_id},
    "fund.loan": lambda row: {row.box.unit_id},
    "inspection.inspection": _own,
    "recognition.dossier": _own,
    "exemplars.exemplar": _own,
    "exemplars.unitrating": _own,
    "reports.report": _own,
    "welfare.activity": _own,
    "welfare.house": _own,
    "welfare.welfarelist": _own,
}
# Rules laid down above for those below, who read them with their history: they name nobody.
RULES = {"exemplars.exemplarkind", "dues.duesrate", "emulation.criteriaset", "reports.reportkind"}
# Of the newspaper: for its editors and the writers of the post itself.
NEWSROOM = {"news.post", "news.page", "news.frontpin", "assoc.menuentry"}


def strangers_history(user: User) -> set[str]:
    """What the user reads the history of, though none of their units keeps it."""
    roots = {office.unit_id for office in user.offices}
    managed = set(Unit.objects.within(*roots).values_list("pk", flat=True))
    told = Change.objects.visible_to(user).values_list("about_model", "about_id").distinct()
    found = set()
    for label, key in told.order_by("about_model", "about_id"):
        if label in RULES | NEWSROOM:
            continue
        record = apps.get_model(label)._default_manager.filter(pk=key).first()
        if record is not None and not KEEPERS[label](record) & managed:
            found.add(f"{label} {record}")
    return found


def test_every_history_with_readers_of_its_own_says_who_keeps_the_record() -> None:
    with_readers = {
        label for label, tracking in TRACKED.items() if tracking.readers and not tracking.about
    }

    assert with_readers == set(KEEPERS) | RULES | NEWSROOM


def _shared_event(cast: Cast) -> tuple[Any, User]:
    """The branch beside organises, this one hosts too."""
    event = make.make_event(cast.beside)
    event.hosts.add(cast.here)
    return event, cast.officer_here


def _list_from_above(cast: Cast) -> tuple[Any, User]:
    return make.make_welfare_list(
        cast.district, make.make_member(cast.here), make.make_member(cast.beside), state="proposed"
    ), cast.officer_here


def _event_from_above(cast: Cast) -> tuple[Any, User]:
    return make.make_event(cast.district), cast.officer_here


def _box_above(cast: Cast) -> tuple[Any, User]:
    return make.make_box(cast.district), cast.officer_here


def _visit_beside(cast: Cast) -> tuple[Any, User]:
    return make.make_activity(cast.beside), cast.officer_here


def _private_visit(cast: Cast) -> tuple[Any, User]:
    """A deputy counts acts of care, and knows not whom illness met."""
    kind = make.make_welfare_kind(is_private=True)
    return make.make_activity(cast.here, kind=kind), make.make_officer(cast.here, "deputy")


@pytest.mark.parametrize(
    "make_case",
    [_shared_event, _list_from_above, _event_from_above, _box_above, _visit_beside, _private_visit],
)
def test_history_is_not_told_below_or_beside(
    cast: Cast, make_case: Callable[[Cast], tuple[Any, User]]
) -> None:
    record, user = make_case(cast)
    told = Change.objects.of(record)
    assert told.exists()
    assert list(told.visible_to(user)) == []
    assert list(told.visible_to(cast.office)) == list(told)


def test_that_a_reason_was_written_is_told_to_those_who_may_open_it(cast: Cast) -> None:
    activity = make.make_activity(cast.here)
    make.make_health_reason(activity)
    deputy = make.make_officer(cast.here, "deputy")
    models = {
        who: set(Change.objects.of(activity).visible_to(who).values_list("model", flat=True))
        for who in (cast.officer_here, deputy)
    }

    assert models == {
        cast.officer_here: {"welfare.activity", "welfare.healthreason"},
        deputy: {"welfare.activity"},
    }


@pytest.mark.parametrize("who", ["officer_here", "officer_beside", "officer_above"])
def test_in_a_world_of_everything_nobody_reads_the_history_of_anothers_records(
    cast: Cast, who: str
) -> None:
    make_world(cast)
    assert strangers_history(getattr(cast, who)) == set()
