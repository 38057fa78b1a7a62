"""Units founded, renamed, moved, merged, split and ended: what goes over, what stays, what is refused."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from emulation.models import ClusterHead, ClusterMembership
from kit.dates import local_today
from members.actions import units
from members.actions.units import Restructuring, successor_of
from members.models import (
    Appointment,
    Change,
    LetterText,
    Member,
    Membership,
    Subject,
    Succession,
    Term,
    Unit,
    User,
    units_where,
)

from .. import factories as make
from ..conftest import Cast

DAY = dt.timedelta(days=1)


def _what(days: int = 0, **facts: Any) -> Restructuring:
    day = local_today() + days * DAY
    return Restructuring(**{"day": day, "decision_no": "12/QĐ-HCCA", "decided_on": day, **facts})


def _renamed(cast: Cast, what: Restructuring) -> list[Unit]:
    new = successor_of(cast.here, what.day, name="Chi hội Mới", short_name="Chi hội Mới")
    return [units.rename(unit=cast.here, new=new, what=what, by=cast.office)]


def _moved(cast: Cast, what: Restructuring) -> list[Unit]:
    new = successor_of(cast.here, what.day, parent=cast.city)
    return [units.move(unit=cast.here, new=new, what=what, by=cast.office)]


def _merged(cast: Cast, what: Restructuring) -> list[Unit]:
    new = successor_of(cast.here, what.day, name="Chi hội ghép", kind=Unit.Kind.JOINT_BRANCH)
    return [units.merge(olds=[cast.here, cast.beside], new=new, what=what, by=cast.office)]


def _absorbed(cast: Cast, what: Restructuring) -> list[Unit]:
    return [units.merge(olds=[cast.here], new=cast.elsewhere, what=what, by=cast.office)]


def _split(cast: Cast, what: Restructuring) -> list[Unit]:
    news = [successor_of(cast.here, what.day, code="MOT"), cast.elsewhere]
    people = Membership.objects.on(what.day).filter(unit=cast.here).values_list("member", flat=True)
    places = {member: news[n % 2] for n, member in enumerate(people)}
    return units.split(unit=cast.here, news=news, places=places, what=what, by=cast.office)


WAYS: list[Callable[[Cast, Restructuring], list[Unit]]] = [
    _renamed, _moved, _merged, _absorbed, _split,
]  # fmt: skip
WHOLE = [_renamed, _moved]
PARTED = [_merged, _absorbed, _split]


def _rows(asked: list[Unit]) -> Any:
    return Unit.objects.filter(pk__in=[unit.pk for unit in asked])


def _count(*asked: Unit, days: int = 0) -> int:
    memberships = Membership.objects.on(local_today() + days * DAY)
    return int(memberships.filter(unit__in=asked).count())


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("days", [-40, 0, 9])
def test_people_go_over_on_the_day_and_no_figure_before_it_changes(
    cast: Cast, way: Any, days: int
) -> None:
    all_of = [cast.here, cast.beside, cast.elsewhere]
    before = [_count(unit, days=days - 1) for unit in all_of]
    people = set(Member.objects.of_units(Unit.objects.filter(pk=cast.here.pk)))
    joined = {member.pk: member.joined_on for member in people}

    news = way(cast, _what(days))

    cast.here.refresh_from_db()
    day = local_today() + days * DAY
    assert [_count(unit, days=days - 1) for unit in all_of] == before
    assert _count(cast.here, days=days) == 0
    assert people <= set(Member.objects.of_units(_rows(news), day))
    assert Member.objects.active_on(day).count() == sum(before)
    assert {member.pk: member.joined_on for member in people} == joined
    assert (cast.here.valid_to, cast.here.has_ended) == (day, days <= 0)
    assert set(cast.here.successors.all()) == set(news)
    for membership in Membership.objects.filter(unit__in=news, valid_from=day):
        assert (membership.entered_by, membership.decision_no) == ("reassigned", "12/QĐ-HCCA")
        assert membership.predecessor is not None


@pytest.mark.parametrize("way", WHOLE)
def test_who_goes_on_as_a_whole_keeps_officers_terms_cluster_and_rates(
    cast: Cast, way: Any
) -> None:
    """A branch that takes another name must not stand there without its secretary."""
    today = local_today()
    term = Term.objects.create(unit=cast.here, name="Nhiệm kỳ I", valid_from=make.LONG_AGO)
    Appointment.objects.filter(unit=cast.here, valid_to=None).update(term=term)
    cluster = make.make_cluster()
    stretch = {"valid_from": make.LONG_AGO, "valid_to": today + 90 * DAY}
    ClusterMembership.objects.create(cluster=cluster, unit=cast.here, **stretch)
    ClusterHead.objects.create(cluster=cluster, unit=cast.here, role="head", **stretch)
    make.make_dues_rate(cast.here, today.year - 1, amount=90_000)
    letter = make.make_letter_text(cast.here)

    (new,) = way(cast, _what())

    officer = User.objects.get(pk=cast.officer_here.pk)
    assert list(units_where(officer, Subject.MEMBERS)) == [new]
    (office,) = Appointment.objects.on().filter(unit=new)
    assert (office.member_id, office.valid_from) == (officer.member_id, today)
    assert office.term is not None
    assert (office.term.unit, office.term.name, office.term.valid_from) == (new, term.name, today)
    assert list(cluster.members_on()) == [new]
    assert list(cluster.members_on(today - DAY)) == [cast.here]
    head = cluster.head_on()
    assert head is not None
    assert (head.unit, head.valid_to) == (new, today + 90 * DAY)
    assert [rate.amount for rate in new.dues_rates.all()] == [90_000]
    assert LetterText.objects.get(unit=new).body == letter.body


@pytest.mark.parametrize("way", PARTED)
def test_where_it_does_not_go_on_as_a_whole_offices_and_places_end(cast: Cast, way: Any) -> None:
    cluster = make.make_cluster()
    ClusterMembership.objects.create(cluster=cluster, unit=cast.here, valid_from=make.LONG_AGO)

    way(cast, _what())

    assert not Appointment.objects.on().filter(member=cast.officer_here.member_id).exists()
    officer = User.objects.get(pk=cast.officer_here.pk)
    assert not units_where(officer, Subject.MEMBERS).exists()
    assert not cluster.members_on().exists()
    assert list(cluster.members_on(local_today() - DAY)) == [cast.here]


@pytest.mark.parametrize("way", WAYS)
def test_what_was_written_of_the_old_unit_stays_with_it(cast: Cast, way: Any) -> None:
    member = make.make_member(cast.here)
    make.make_dues_rate(cast.city, local_today().year)
    records: list[Any] = [
        make.make_activity(cast.here), make.make_report(cast.here), make.make_post(unit=cast.here),
        make.make_payment(member, cast.here), make.make_waiver(member, cast.here),
        make.make_decision(cast.here), make.make_classification(cast.here),
    ]  # fmt: skip
    event = make.make_event(unit=cast.here)

    way(cast, _what())

    for record in records:
        record.refresh_from_db()
        assert record.unit == cast.here
    assert event in type(event).objects.concerning(Unit.objects.filter(pk=cast.here.pk))


@pytest.mark.parametrize("way", WAYS)
def test_what_waits_to_be_decided_goes_over(cast: Cast, way: Any) -> None:
    candidate, closed = make.make_candidate(cast.here), make.make_candidate(cast.here)
    type(closed).objects.filter(pk=closed.pk).update(state="moved")
    application = make.make_application(cast.here)
    proposal = make.make_proposal(cast.here)

    news = way(cast, _what())

    for row, unit in ((candidate, news[0]), (application, news[0]), (closed, cast.here)):
        row.refresh_from_db()
        assert row.unit == unit
    membership = proposal.member.memberships.get(valid_to__isnull=True)
    proposal.refresh_from_db()
    assert (proposal.state, proposal.membership, proposal.decider) == (
        "waiting", membership, membership.unit.parent,
    )  # fmt: skip
    assert membership.unit in news


@pytest.mark.parametrize("act", ["rename", "move", "merge", "split"])
def test_lower_units_of_a_district_go_along_with_their_people(cast: Cast, act: str) -> None:
    what = _what()
    new = successor_of(cast.district, what.day, name="Hội khác", short_name="Khác")
    other = cast.elsewhere.parent
    assert other is not None
    if act == "move":  # a district stands under the association alone; its branch may move up
        for branch in (cast.here, cast.beside):
            up = successor_of(branch, what.day, parent=cast.city)
            units.move(unit=branch, new=up, what=what, by=cast.office)
        units.end(unit=cast.district, what=what, by=cast.office,
                  heirs=list(Unit.objects.branches().on().filter(parent=cast.city)))  # fmt: skip
        above = {cast.city}
    elif act == "rename":
        above = {units.rename(unit=cast.district, new=new, what=what, by=cast.office)}
    elif act == "merge":
        above = {units.merge(olds=[cast.district, other], new=new, what=what, by=cast.office)}
    else:
        places = {cast.here.pk: new, cast.beside.pk: other}
        above = set(units.split(unit=cast.district, news=[new, other], places=places, what=what,
                                by=cast.office))  # fmt: skip

    for old in (cast.here, cast.beside):
        old.refresh_from_db()
        (heir,) = old.successors.all()
        assert heir.parent in above
        assert (heir.short_name, heir.level) == (old.short_name, Unit.Level.BRANCH)
        assert _count(heir) == _count(old, days=-1) > 0
    cast.district.refresh_from_db()
    assert cast.district.valid_to == what.day
    assert cast.district.successors.exists()
    officer = User.objects.get(pk=cast.officer_here.pk)
    assert units_where(officer, Subject.MEMBERS).count() == 1  # of the branch as it goes on


# --- Refusals ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Hurdle:
    """What stands in the way, and how the refusal says it."""

    words: str
    put: Callable[[Cast], Any] = lambda cast: None
    what: Callable[[], Restructuring] = _what


def _joins(cast: Cast, days: int) -> Any:
    return make.make_member(cast.here, joined=local_today() + days * DAY)


def _office(cast: Cast, days: int) -> Any:
    return make.make_officer(cast.here, valid_from=local_today() + days * DAY)


HURDLES = {
    "a transfer away waits": Hurdle(
        "đề nghị chuyển sinh hoạt", lambda cast: make.make_transfer(cast.here, cast.beside)
    ),
    "a transfer here waits": Hurdle(
        "đề nghị chuyển sinh hoạt", lambda cast: make.make_transfer(cast.elsewhere, cast.here)
    ),
    "somebody joins that day": Hurdle("vào hoặc rời", lambda cast: _joins(cast, 0)),
    "somebody joins later": Hurdle("vào hoặc rời", lambda cast: _joins(cast, 9)),
    "somebody takes office that day": Hurdle("nhận chức vụ", lambda cast: _office(cast, 0)),
    "somebody takes office later": Hurdle("nhận chức vụ", lambda cast: _office(cast, 9)),
    "before it began": Hurdle("chỉ có từ", what=lambda: _what(day=make.LONG_AGO)),
    "decided afterwards": Hurdle(
        "Ngày quyết định", what=lambda: _what(decided_on=local_today() + DAY)
    ),
    "no number": Hurdle("Chưa ghi số", what=lambda: _what(decision_no="")),
}


@pytest.mark.parametrize("name", HURDLES)
@pytest.mark.parametrize("way", WAYS)
def test_what_stands_in_the_way_is_told_and_nothing_is_written(
    cast: Cast, way: Any, name: str
) -> None:
    hurdle = HURDLES[name]
    hurdle.put(cast)
    before = (Unit.objects.count(), Membership.objects.count(), Change.objects.count())

    with pytest.raises(ValidationError) as refused:
        way(cast, hurdle.what())

    assert hurdle.words in " ".join(refused.value.messages)
    cast.here.refresh_from_db()
    assert cast.here.valid_to is None
    assert (Unit.objects.count(), Membership.objects.count(), Change.objects.count()) == before


@pytest.mark.parametrize("way", WAYS)
def test_pressed_twice_it_is_done_once(cast: Cast, way: Any) -> None:
    way(cast, _what())
    told = Succession.objects.count()

    with pytest.raises(ValidationError):
        way(cast, _what())

    assert Succession.objects.count() == told


def test_the_association_itself_goes_on(cast: Cast) -> None:
    new = successor_of(cast.city, local_today(), name="Hội khác")
    with pytest.raises(ValidationError, match="gốc của mọi sổ sách"):
        units.rename(unit=cast.city, new=new, what=_what(), by=cast.admin)
    with pytest.raises(ValidationError, match="gốc của mọi sổ sách"):
        units.end(unit=cast.city, what=_what(), by=cast.admin)


def test_a_split_names_whom_nobody_takes_in(cast: Cast) -> None:
    news = [successor_of(cast.here, local_today(), code=code) for code in ("A1", "A2")]
    with pytest.raises(ValidationError, match="Chưa xếp về đơn vị mới nào") as refused:
        units.split(unit=cast.here, news=news, places={}, what=_what(), by=cast.office)
    assert str(cast.member_here.member) in refused.value.messages[0]


def test_a_unit_ends_only_when_it_is_empty(cast: Cast) -> None:
    branch = make.make_branch(cast.district)
    make.make_candidate(branch)
    make.make_application(branch)
    for unit, words in (
        (cast.district, "3 đơn vị trực thuộc"), (cast.here, "hội viên đang sinh hoạt"),
        (branch, "1 người đang vận động, 1 đơn đang chờ xét"),
    ):  # fmt: skip
        with pytest.raises(ValidationError, match=words):
            units.end(unit=unit, what=_what(), by=cast.office)


def test_an_empty_unit_ends_with_its_offices(cast: Cast) -> None:
    branch = make.make_branch(cast.district)
    post = make.make_position()
    member = make.make_member(cast.here)
    office = Appointment.objects.create(
        member=member, unit=branch, position=post, valid_from=make.LONG_AGO
    )

    ended = [units.end(unit=branch, what=_what(), by=cast.office) for _ in range(2)]

    office.refresh_from_db()
    assert office.valid_to == local_today()
    assert {(unit.pk, unit.status) for unit in ended} == {(branch.pk, Unit.Status.DISSOLVED)}


@pytest.mark.parametrize("who", ["officer_above", "officer_here", "editor", "member_here"])
def test_units_are_the_city_offices_to_decide(cast: Cast, who: str) -> None:
    new = successor_of(cast.here, local_today(), name="Chi hội Mới")
    with pytest.raises(PermissionDenied):
        units.rename(unit=cast.here, new=new, what=_what(), by=getattr(cast, who))
    with pytest.raises(PermissionDenied):
        units.create_unit(unit=new, by=getattr(cast, who))


def test_a_unit_is_founded_once_and_its_history_names_who(cast: Cast) -> None:
    facts = {"code": "CH-MOI", "name": "Chi hội Mới", "short_name": "Chi hội Mới"}
    made = [
        units.create_unit(unit=successor_of(cast.here, local_today(), **facts), by=cast.office)
        for _ in range(2)
    ]
    assert made[0] == made[1]
    assert Change.objects.of(made[0]).get().by == cast.office
    with pytest.raises(ValidationError) as refused:
        units.create_unit(
            unit=successor_of(cast.here, local_today(), code="CH-MOI"), by=cast.office
        )
    assert set(refused.value.error_dict) == {"code"}


def test_no_unit_outlives_the_one_above_it(cast: Cast) -> None:
    gone = make.make_district(cast.city, valid_to=local_today(), status=Unit.Status.DISSOLVED)
    with pytest.raises(ValidationError, match="chỉ có đến"):
        units.create_unit(unit=successor_of(cast.here, make.LONG_AGO, parent=gone), by=cast.office)
