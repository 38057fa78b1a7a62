"""Rules of units, people and offices, in the database as in forms."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models.deletion import ProtectedError

from kit.dates import ZONE
from members.models import (
    Appointment,
    ExpectedPost,
    Member,
    Membership,
    Position,
    Subject,
    Succession,
    Term,
    Unit,
    User,
    association,
    units_where,
    vacancies,
)
from tests import factories as make
from tests.one_day import TODAY

TOMORROW = TODAY + dt.timedelta(days=1)
YESTERDAY = TODAY - dt.timedelta(days=1)


def _refused(change) -> bool:
    """Whether the database itself refuses."""
    try:
        with transaction.atomic():
            change()
    except IntegrityError:
        return True
    return False


# --- Units ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "fields",
    [
        {"valid_to": make.LONG_AGO, "status": "dissolved"},  # not even a day
        {"status": "merged"},  # ended without a date
        {"valid_to": TODAY},  # a date without having ended
        {"parent": None},  # only the association stands alone
    ],
)
def test_unit_that_contradicts_itself_is_refused(db, fields):
    parent = make.make_association()
    unit = Unit(
        **{
            "code": "X", "level": 1, "kind": "quan", "name": "Quận X", "short_name": "Quận X",
            "slug": "quan-x", "parent": parent, "valid_from": make.LONG_AGO,
        } | fields
    )  # fmt: skip
    with pytest.raises(ValidationError):
        unit.full_clean()
    assert _refused(unit.save)


def test_association_with_a_parent_is_refused(db):
    city = make.make_association()
    assert _refused(lambda: make.make_association(parent=city))


def test_unit_hangs_below_a_higher_level_and_not_before_it(db):
    district = make.make_district()
    beside = make.make_district(district.parent)
    beside.parent = district
    with pytest.raises(ValidationError) as error:
        beside.clean()
    assert error.value.messages == ["Đơn vị cấp trên phải ở cấp cao hơn."]
    early = make.make_branch(district)
    early.valid_from = make.LONG_AGO - dt.timedelta(days=1)
    with pytest.raises(ValidationError) as error:
        early.clean()
    assert error.value.messages == ["Đơn vị không thể có trước đơn vị mà nó trực thuộc."]


def test_unit_with_people_or_branches_cannot_be_deleted(db):
    branch = make.make_branch()
    make.make_member(branch)
    with pytest.raises(ProtectedError):
        branch.delete()
    with pytest.raises(ProtectedError):
        branch.parent.delete()


def test_units_in_force_agree_with_each_unit(db):
    make.make_association()
    past = make.make_district(status="merged", valid_to=TODAY)
    starting = make.make_district(valid_from=TODAY)
    future = make.make_district(valid_from=TOMORROW)
    units = [*Unit.objects.all()]
    for day in (YESTERDAY, TODAY, TOMORROW):
        in_force = set(Unit.objects.on(day))
        assert in_force == {unit for unit in units if unit.is_on(day)}
    assert [past.is_on(YESTERDAY), past.is_on(TODAY)] == [True, False]
    assert [starting.is_on(YESTERDAY), starting.is_on(TODAY)] == [False, True]
    assert future.is_on(TODAY) is False


def test_units_within_agree_with_each_unit(cast):
    units = [*Unit.objects.all()]
    for root in units:
        assert set(Unit.objects.within(root)) == {unit for unit in units if unit.is_within(root)}
    assert set(Unit.objects.within(cast.district)) == {cast.district, cast.here, cast.beside}


def test_branch_is_told_apart_by_the_unit_above_it(cast):
    assert cast.here.distinct_label == f"{cast.here}, {cast.district}"
    assert [unit.distinct_label for unit in (cast.district, cast.city)] == [
        str(cast.district),
        str(cast.city),
    ]


def test_unit_shows_today_or_its_last_day(db):
    assert make.make_district().shown_on == TODAY
    assert make.make_district(status="merged", valid_to=TODAY).shown_on == YESTERDAY
    assert make.make_district(status="merged", valid_to=TOMORROW).shown_on == TODAY


def test_association_is_the_one_of_that_day(db):
    assert association() is None
    city = make.make_association()
    assert association() == city
    assert association(make.LONG_AGO - dt.timedelta(days=1)) is None


def test_succession_joins_two_units_once(db):
    old, new = make.make_district(), make.make_district()
    fields = {"kind": "merged", "decision_no": "01/QĐ", "decided_on": TODAY}
    Succession.objects.create(old=old, new=new, **fields)
    assert _refused(lambda: Succession.objects.create(old=old, new=new, **fields))
    assert _refused(lambda: Succession.objects.create(old=old, new=old, **fields))
    assert [*old.successors.all()] == [new]
    assert [*new.predecessors.all()] == [old]


# --- People -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "fields",
    [
        {"birth_year": 1950, "birth_date": dt.date(1951, 1, 1)},
        {
            "birth_year": 1950,
            "birth_date": dt.date(1950, 5, 1),
            "retired_on": dt.date(1950, 5, 1),
        },
    ],
)
def test_member_with_contradicting_dates_is_refused(db, fields):
    with pytest.raises(ValidationError):
        Member(code="HV1", full_name="Nguyễn Văn A", **fields).full_clean()
    assert _refused(lambda: make.make_member(**fields))


@pytest.mark.parametrize("year", [1899, TODAY.year + 1])
def test_birth_year_lies_in_a_human_life(db, year):
    with pytest.raises(ValidationError) as error:
        Member(code="HV1", full_name="Nguyễn Văn A", birth_year=year).full_clean()
    assert set(error.value.message_dict) == {"birth_year"}


def test_members_sort_by_given_name(db):
    for name in ("Trần Đức", "Lê Văn An", "Nguyễn Ánh", "Phạm Dũng", "Lê Ân"):
        make.make_member(full_name=name)
    assert [member.full_name for member in Member.objects.in_name_order()] == [
        "Lê Văn An",
        "Nguyễn Ánh",
        "Lê Ân",
        "Phạm Dũng",
        "Trần Đức",
    ]


def test_second_open_membership_is_refused(db):
    member = make.make_member(make.make_branch())
    second = Membership(member=member, unit=make.make_branch(), valid_from=TODAY)
    with pytest.raises(ValidationError):
        second.full_clean()
    assert _refused(second.save)


def test_overlapping_membership_is_refused_and_a_following_one_is_not(db):
    member = make.make_member()
    first, second = make.make_branch(), make.make_branch()
    Membership.objects.create(
        member=member, unit=first, valid_from=make.LONG_AGO, valid_to=TODAY, left_by="transferred"
    )
    overlapping = Membership(member=member, unit=second, valid_from=YESTERDAY)
    with pytest.raises(ValidationError):
        overlapping.full_clean()
    assert _refused(overlapping.save)
    following = Membership(member=member, unit=second, valid_from=TODAY)
    following.full_clean()
    following.save()
    assert member.membership_on(YESTERDAY).unit == first
    assert member.membership_on(TODAY).unit == second


@pytest.mark.parametrize(("valid_to", "left_by"), [(TODAY, ""), (None, "resigned")])
def test_leaving_has_both_a_day_and_a_reason(db, valid_to, left_by):
    membership = Membership(
        member=make.make_member(),
        unit=make.make_branch(),
        valid_from=make.LONG_AGO,
        valid_to=valid_to,
        left_by=left_by,
    )
    with pytest.raises(ValidationError):
        membership.full_clean()
    assert _refused(membership.save)


def test_people_belong_to_branches_only(db):
    membership = Membership(
        member=make.make_member(), unit=make.make_district(), valid_from=make.LONG_AGO
    )
    with pytest.raises(ValidationError) as error:
        membership.full_clean()
    assert set(error.value.message_dict) == {"unit"}


def test_membership_continues_only_the_same_persons(db):
    before = make.make_member(make.make_branch()).memberships.get()
    after = Membership(
        member=make.make_member(),
        unit=make.make_branch(),
        valid_from=make.LONG_AGO,
        predecessor=before,
    )
    with pytest.raises(ValidationError) as error:
        after.full_clean()
    assert set(error.value.message_dict) == {"predecessor"}


def test_transfer_does_not_reset_seniority(db):
    first, second = make.make_branch(), make.make_branch()
    member = make.make_member(first)
    member.memberships.update(valid_to=TODAY, left_by="transferred")
    Membership.objects.create(
        member=member, unit=second, valid_from=TODAY, entered_by="transferred"
    )
    assert member.joined_on == make.LONG_AGO
    assert Member.objects.with_seniority().get(pk=member.pk).first_joined_on == make.LONG_AGO


def test_active_members_agree_with_each_member(db):
    branch = make.make_branch()
    left = make.make_member(branch)
    left.memberships.update(valid_to=TODAY, left_by="resigned")
    coming = make.make_member(branch, joined=TOMORROW)
    members = [left, coming, make.make_member(branch), make.make_member()]
    for day in (YESTERDAY, TODAY, TOMORROW):
        active = set(Member.objects.active_on(day))
        assert active == {member for member in members if member.is_active_on(day)}
        assert active == set(Member.objects.of_units(Unit.objects.all(), day))


def test_memberships_are_counted_by_unit(db):
    here, beside, empty = make.make_branch(), make.make_branch(), make.make_branch()
    for branch in (here, here, beside):
        make.make_member(branch)
    counts = Membership.objects.on().count_by_unit()
    assert counts == {here.pk: 2, beside.pk: 1}
    assert empty.pk not in counts


# --- Offices ----------------------------------------------------------------------------------


def test_post_fits_the_units_level_and_the_term_is_the_units_own(db):
    district = make.make_district()
    branch = make.make_branch(district)
    term = Term.objects.create(unit=district, name="2023 - 2028", valid_from=make.LONG_AGO)
    appointment = Appointment(
        member=make.make_member(branch),
        unit=branch,
        position=make.make_position(level=Unit.Level.DISTRICT),
        term=term,
        valid_from=make.LONG_AGO,
    )
    with pytest.raises(ValidationError) as error:
        appointment.full_clean()
    assert set(error.value.message_dict) == {"position", "term"}


def test_same_post_is_held_once_at_a_time(db):
    user = make.make_officer(make.make_branch())
    held = user.member.appointments.get()
    again = Appointment(
        member=held.member, unit=held.unit, position=held.position, valid_from=TODAY
    )
    with pytest.raises(ValidationError):
        again.full_clean()
    assert _refused(again.save)


def test_rights_end_with_the_office_the_same_day(db):
    branch = make.make_branch()
    leaving = make.make_officer(branch, valid_to=TODAY)
    staying = make.make_officer(branch, valid_to=TOMORROW)
    starting = make.make_officer(branch, valid_from=TODAY)
    waiting = make.make_officer(branch, valid_from=TOMORROW)
    rights = [user.rights for user in (leaving, staying, starting, waiting)]
    assert rights == [set(), {"unit_officer"}, {"unit_officer"}, set()]
    assert [
        units_where(user, Subject.MEMBERS).count() for user in (leaving, staying, starting, waiting)
    ] == [
        0,
        1,
        1,
        0,
    ]


def test_rights_follow_the_clock(db, time_machine):
    user = make.make_officer(
        make.make_association(), Position.Right.CITY_OFFICE, valid_to=dt.date(2026, 11, 23)
    )
    # Half past eleven at night in Ho Chi Minh City, then a minute past midnight.
    time_machine.move_to(dt.datetime(2026, 11, 22, 16, 30, tzinfo=dt.UTC))
    assert User.objects.get(pk=user.pk).is_staff is True
    time_machine.move_to(dt.datetime(2026, 11, 22, 17, 1, tzinfo=dt.UTC))
    assert User.objects.get(pk=user.pk).is_staff is False


def test_inactive_user_has_no_rights(db):
    user = make.make_officer(make.make_association(), Position.Right.CITY_OFFICE, is_active=False)
    assert user.rights == set()
    assert user.is_staff is False
    assert user.has_perm("members.view_unit") is False
    assert [*units_where(user, Subject.MEMBERS)] == []


def test_books_reach_down_and_never_up_or_aside(cast):
    reach = {
        who: set(units_where(getattr(cast, who), Subject.MEMBERS))
        for who in ("officer_above", "officer_here", "editor", "member_here", "former_officer")
    }
    assert reach == {
        "officer_above": {cast.district, cast.here, cast.beside},
        "officer_here": {cast.here},
        "editor": set(),
        "member_here": set(),
        "former_officer": set(),
    }
    assert set(units_where(cast.office, Subject.MEMBERS)) == set(Unit.objects.all())
    assert set(units_where(cast.admin, Subject.MEMBERS)) == set(Unit.objects.all())


def test_appointments_in_office_agree_with_each(cast):
    appointments = [*Appointment.objects.all()]
    for day in (YESTERDAY - dt.timedelta(days=1), YESTERDAY, TODAY):
        assert set(Appointment.objects.in_office(day)) == {
            appointment for appointment in appointments if appointment.is_on(day)
        }


def test_vacancies_count_what_is_missing(db):
    branch = make.make_branch()
    head = make.make_position(name="Chi hội trưởng", expected_count=1)
    deputy = make.make_position(name="Chi hội phó", expected_count=2)
    make.make_position(name="Cố vấn", expected_count=0)
    Appointment.objects.create(
        member=make.make_member(branch), unit=branch, position=deputy, valid_from=make.LONG_AGO
    )
    Appointment.objects.create(
        member=make.make_member(branch),
        unit=branch,
        position=head,
        valid_from=make.LONG_AGO,
        valid_to=TODAY,
    )
    assert dict(vacancies(branch)) == {head: 1, deputy: 1}
    assert dict(vacancies(branch, YESTERDAY)) == {deputy: 1}
    ExpectedPost.objects.create(unit=branch, position=deputy, count=1)
    assert dict(vacancies(branch)) == {head: 1}


# --- Cards ------------------------------------------------------------------------------------


def _readers(cast, member) -> set[str]:
    who = ("admin", "office", "officer_above", "officer_here", "officer_beside", "former_officer")
    may = {name for name in who if Member.objects.visible_to(getattr(cast, name)).contains(member)}
    assert may == {
        name for name in who if Member.objects.editable_by(getattr(cast, name)).contains(member)
    }
    return may


ABOVE = {"admin", "office", "officer_above"}


def test_card_moves_on_the_day_of_the_transfer_though_written_down_before(cast, time_machine):
    member = make.make_member(cast.here)
    membership = member.memberships.get()
    membership.valid_to, membership.left_by = TOMORROW, "transferred"
    membership.save()
    Membership.objects.create(member=member, unit=cast.beside, valid_from=TOMORROW)
    assert _readers(cast, member) == {*ABOVE, "officer_here"}
    time_machine.move_to(dt.datetime.combine(TOMORROW, dt.time(0, 1), tzinfo=ZONE))
    fresh = User.objects.get(pk=cast.officer_beside.pk)
    assert Member.objects.visible_to(fresh).contains(member)
    assert not Member.objects.visible_to(User.objects.get(pk=cast.officer_here.pk)).contains(member)


def test_card_of_who_left_stays_with_the_last_branch(cast):
    member = make.make_member(cast.here)
    member.memberships.update(valid_to=TODAY, left_by="resigned")
    assert _readers(cast, member) == {*ABOVE, "officer_here"}


def test_card_of_who_is_yet_to_come_is_the_future_branchs(cast):
    assert _readers(cast, make.make_member(cast.beside, joined=TOMORROW)) == {
        *ABOVE, "officer_beside",
    }  # fmt: skip


def test_card_without_a_branch_is_for_the_administrator(cast):
    assert _readers(cast, make.make_member()) == {"admin"}


def test_own_card_is_read_but_not_changed(cast):
    own = cast.member_here.member
    assert [*Member.objects.visible_to(cast.member_here)] == [own]
    assert [*Member.objects.editable_by(cast.member_here)] == []


def test_visitors_and_closed_accounts_see_no_card(cast):
    closed = make.make_user(is_superuser=True, is_active=False)
    for who in (AnonymousUser(), closed):
        assert not Member.objects.visible_to(who).exists()
        assert not Member.objects.editable_by(who).exists()


# --- The end of a unit ------------------------------------------------------------------------


def test_offices_and_stays_end_with_their_unit(cast, time_machine):
    """After a merger the old branch's secretary reads no more files; the new one's does."""
    member = make.make_member(cast.here)
    cast.here.appointments.filter(valid_to=None).update(valid_to=TOMORROW)
    cast.here.memberships.filter(valid_to=None).update(valid_to=TOMORROW, left_by="reassigned")
    cast.here.valid_to, cast.here.status = TOMORROW, "merged"
    cast.here.save()
    assert Member.objects.visible_to(cast.officer_here).contains(member)
    time_machine.move_to(dt.datetime.combine(TOMORROW, dt.time(0, 1), tzinfo=ZONE))
    former = User.objects.get(pk=cast.officer_here.pk)
    assert (former.offices, former.rights, units_where(former, Subject.MEMBERS).count()) == (
        [],
        set(),
        0,
    )
    Membership.objects.create(member=member, unit=cast.beside, valid_from=TOMORROW)
    fresh = User.objects.get(pk=cast.officer_beside.pk)
    assert Member.objects.editable_by(fresh).contains(member)


def test_unit_does_not_end_while_somebody_belongs_to_it(db):
    district = make.make_district()
    branch = make.make_branch(district)
    membership = make.make_member(branch).memberships.get()
    office = Appointment(
        member=membership.member,
        unit=branch,
        position=make.make_position(),
        valid_from=make.LONG_AGO,
    )
    office.save()

    def refusal(unit) -> str:
        unit.valid_to, unit.status = TODAY, "dissolved"
        try:
            unit.full_clean()
        except ValidationError as error:
            return " ".join(error.message_dict["valid_to"])
        return ""

    assert "1 đơn vị trực thuộc" in refusal(district)
    assert "1 hội viên" in refusal(branch)
    membership.valid_to, membership.left_by = TOMORROW, "reassigned"
    membership.save()
    assert "1 hội viên" in refusal(branch)  # a day too late
    membership.valid_to = TODAY
    membership.save()
    assert "1 người chưa ghi ngày thôi chức vụ" in refusal(branch)
    office.valid_to = TODAY
    office.save()
    assert refusal(branch) == ""


@pytest.mark.parametrize(
    ("start", "end", "field"),
    [
        (make.LONG_AGO, None, "valid_to"),
        (make.LONG_AGO, TOMORROW, "valid_to"),
        (make.LONG_AGO, TODAY, None),
        (make.LONG_AGO - dt.timedelta(days=1), TODAY, "valid_from"),
    ],
)
def test_nobody_belongs_to_a_unit_that_is_not_there(db, start, end, field):
    branch = make.make_branch(status="merged", valid_to=TODAY)
    rows = [
        Membership(unit=branch, member=make.make_member(), left_by="resigned" if end else ""),
        Appointment(unit=branch, member=make.make_member(), position=make.make_position()),
    ]
    for row in rows:
        row.valid_from, row.valid_to = start, end
        refused = []
        try:
            row.full_clean()
        except ValidationError as error:
            refused = list(error.message_dict)
        assert refused == ([field] if field else [])


def test_units_of_one_name_get_addresses_of_their_own(db):
    top = make.make_association()
    slugs = []
    for n, kind in enumerate(("quan", "phuong", "xa")):
        unit = Unit(
            code=f"BT{n}", level=1, kind=kind, name="Bình Thạnh", short_name="Bình Thạnh",
            parent=top, valid_from=TODAY,
        )  # fmt: skip
        unit.full_clean()
        unit.save()
        slugs.append(unit.slug)
    assert slugs == ["binh-thanh", "binh-thanh-2", "binh-thanh-3"]
