"""Who has more rights than whom; offices filled and handed over; accounts kept by officers."""

import datetime as dt
from collections import Counter

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from desk.tasks import NAMED, all_tasks, summarize_counts, summarize_units
from kit.dates import local_today
from members.models import (
    Appointment,
    Departure,
    Handover,
    Member,
    Position,
    SavedFilter,
    Term,
    Unit,
    User,
    may_change_contact,
    may_grant,
    vacancies,
    vacancies_by_unit,
)
from members.models.authority import COVERS
from members.models.leaving import TransferStep
from moves.actions import leaving
from register.actions import accounts, offices
from register.actions.offices import Seats
from register.filters import MemberFilter
from register.views.offices import handover_lines
from tests import factories as make
from tests.conftest import Cast
from tests.tasks import membership_tasks

PEOPLE = (
    "admin",
    "office",
    "editor",
    "officer_above",
    "officer_here",
    "correspondent",
    "member_here",
)
# Row: who; column: whom they outrank.
OUTRANKS = {
    "admin": {"office", "editor", "officer_above", "officer_here", "correspondent", "member_here"},
    "office": {"editor", "officer_above", "officer_here", "correspondent", "member_here"},
    "editor": {"officer_above", "officer_here", "correspondent", "member_here"},
    "officer_above": {"editor", "officer_here", "correspondent", "member_here"},
    "officer_here": {"editor", "correspondent", "member_here"},
    "correspondent": {"officer_here", "member_here"},
    "member_here": set(),
}


def test_every_right_stands_in_the_order() -> None:
    assert set(COVERS) == set(Position.Right.values)


def test_who_outranks_whom(cast: Cast) -> None:
    users = {name: getattr(cast, name) for name in PEOPLE}
    found = {
        one: {other for other in PEOPLE if other != one and users[one].outranks(users[other])}
        for one in PEOPLE
    }
    # An editor and a keeper of books outrank each other: each has what the other lacks.
    assert found == OUTRANKS


def test_editable_accounts_are_those_in_scope_that_do_not_outrank(cast: Cast) -> None:
    for name in PEOPLE:
        user = getattr(cast, name)
        visible = User.objects.visible_to(user)
        by_twin = {other.pk for other in visible if not other.outranks(user)}
        assert set(User.objects.editable_by(user).values_list("pk", flat=True)) == by_twin


def test_an_editor_who_keeps_a_branchs_books_gets_no_hold_of_the_district(cast: Cast) -> None:
    """Two offices don't add up to more than each gives in its own place."""
    branch_office = cast.officer_here.member.appointments.get()
    cast.editor.member.appointments.create(
        unit=cast.here, position=branch_office.position, valid_from=make.LONG_AGO
    )
    member = make.make_member(cast.here)
    chairman = cast.officer_above.member.appointments.get().position
    member.appointments.create(unit=cast.district, position=chairman, valid_from=make.LONG_AGO)
    editor = User.objects.get(pk=cast.editor.pk)
    assert not may_change_contact(editor, member)
    assert may_change_contact(editor, make.make_member(cast.here))


def test_contact_of_a_member_with_more_rights_is_closed_to_the_branch(cast: Cast) -> None:
    member = make.make_member(cast.here)
    assert may_change_contact(cast.officer_here, member)
    assert not may_change_contact(cast.officer_beside, member)
    position = cast.officer_above.member.appointments.get().position
    member.appointments.create(
        unit=cast.district, position=position, valid_from=local_today() + dt.timedelta(days=3)
    )
    assert not may_change_contact(cast.officer_here, member)  # from a day to come, too
    assert may_change_contact(cast.officer_above, member)


def test_the_admin_keeps_the_telephone_of_who_outranks(cast: Cast) -> None:
    boss = make.make_member(cast.here, phone="0909")
    make.make_user(boss, is_superuser=True)
    url = reverse("admin:members_member_change", args=[boss.pk])
    page = cast.client("office").get(url).content.decode()
    assert 'name="phone"' not in page
    assert 'name="phone"' in cast.client("admin").get(url).content.decode()


# --- Offices ----------------------------------------------------------------------------------


def test_nobody_grants_more_than_the_own_rights(cast: Cast) -> None:
    chairman = make.make_officer(cast.city)
    high = make.make_position(Position.Right.CITY_OFFICE, Unit.Level.ASSOCIATION)
    assert not may_grant(chairman, high, cast.city)
    assert may_grant(cast.office, high, cast.city)
    with pytest.raises(ValidationError, match="quyền cao hơn"):
        fill(cast.city, [Seats(high, [make.make_member(cast.here)])], chairman)


def fill(unit: Unit, seats: list[Seats], by: User, **fields) -> list[Appointment]:
    facts = {
        "term": None, "day": local_today(), "method": "elected", "decision_no": "1/NQ",
        "ends_earlier": True,
    }  # fmt: skip
    return offices.fill_offices(unit=unit, seats=seats, by=by, **facts | fields)


def test_a_congress_gives_posts_and_ends_the_earlier_holders_the_same_day(cast: Cast) -> None:
    old = cast.officer_here.member.appointments.get()
    deputy = make.make_position()
    new, other = make.make_member(cast.here), make.make_member(cast.here)
    term = Term(unit=cast.here, name="Nhiệm kỳ mới", valid_from=local_today())
    seats = [Seats(old.position, [new]), Seats(deputy, [other])]
    for _ in range(2):  # a double click
        fill(cast.here, seats, cast.officer_above, term=term)
        term = Term(unit=cast.here, name="Nhiệm kỳ mới", valid_from=local_today())

    old.refresh_from_db()
    assert old.valid_to == local_today()
    held = Appointment.objects.filter(unit=cast.here).on()
    assert {(row.member, row.position) for row in held} == {(new, old.position), (other, deputy)}
    assert Term.objects.filter(unit=cast.here).count() == 1


def test_who_is_elected_again_has_a_row_in_each_term(cast: Cast) -> None:
    member = cast.officer_here.member
    assert member is not None
    old = member.appointments.get()
    term = Term(unit=cast.here, name="Nhiệm kỳ II", valid_from=local_today())
    fill(cast.here, [Seats(old.position, [member])], cast.officer_above, term=term)
    ends = list(member.appointments.order_by("valid_from").values_list("valid_to", "term__name"))
    assert ends == [(local_today(), None), (None, "Nhiệm kỳ II")]


def test_the_screen_of_a_congress_takes_names_without_marks(cast: Cast) -> None:
    position = make.make_position(expected_count=2)
    make.make_member(cast.here, full_name="Đặng Thị Ước")
    make.make_member(cast.here, full_name="Võ Văn Ẩn")
    make.make_member(cast.here, full_name="Võ Văn Ân")
    url = reverse("book:office_fill", args=[cast.here.slug])
    data = {"day": "24/11/2026", "method": "elected", "ends_earlier": "on"}
    client = cast.client("officer_here")
    page = client.post(url, data | {f"chuc-vu-{position.pk}": "dang uoc\nvo van"}).content.decode()
    assert "Dòng 2, “vo van”: có 2 người khớp" in page
    assert not position.appointments.exists()

    client.post(url, data | {f"chuc-vu-{position.pk}": "dang uoc"})
    assert position.appointments.get().member.full_name == "Đặng Thị Ước"


def test_handing_over_ends_the_rights_the_same_day_and_keeps_the_list(cast: Cast) -> None:
    make.make_application(cast.here)
    make.make_transfer(cast.elsewhere, cast.here)
    office = cast.officer_here.member.appointments.get()
    successor = make.make_user(make.make_member(cast.here, full_name="Ngô Kế Nhiệm"))
    url = reverse("book:office_end", args=[office.pk])
    day = f"{local_today():%d/%m/%Y}"
    client = cast.client("officer_above")
    asked = client.post(url, {"day": day, "successor": "ngo ke nhiem"})
    for _ in range(2):
        client.post(url, asked.context["answers"])

    row = Handover.objects.get()
    words = {line["words"] for line in row.lines}
    assert {
        "1 đơn xin gia nhập chờ chi hội xét",
        "1 đề nghị chuyển sinh hoạt đến, chờ trả lời",
    } <= words
    assert row.successor == successor.member
    assert User.objects.get(pk=cast.officer_here.pk).rights == set()
    assert User.objects.get(pk=successor.pk).rights == {Position.Right.UNIT_OFFICER}
    assert cast.client("officer_here").get(reverse("book:applications")).status_code == 403
    page = cast.client("officer_above").get(row.get_absolute_url()).content.decode()
    assert "Ngô Kế Nhiệm" in page


def test_an_office_with_more_rights_is_not_ended_from_below(cast: Cast) -> None:
    chairman = make.make_officer(cast.city)
    editor = cast.editor.member.appointments.get()
    assert Appointment.objects.editable_by(chairman).contains(editor)
    url = reverse("book:office_end", args=[editor.pk])
    client = Client()
    client.force_login(chairman, backend="members.backends.OfficeBackend")
    assert client.get(url).status_code == 404


def test_list_of_empty_seats_names_the_seats(cast: Cast) -> None:
    """Not who holds the others; a press leads to where the seat is filled."""
    post = make.make_position(name="Thư ký", expected_count=2)
    client = cast.client("officer_here")

    answer = client.get(reverse("book:offices"), {"khuyet": "1"})

    rows = [(unit, seat, lack) for unit, seat, lack, _ in answer.context["table"].page]
    assert (cast.here, post, 2) in rows
    assert sum(lack for _, _, lack in rows) == answer.context["missing"]
    holder = cast.officer_here.member
    page = answer.content.decode()
    assert holder is not None
    assert holder.full_name not in page.split("</main>")[0].split("<main")[1]
    assert reverse("book:office_fill", args=[cast.here.slug]) in page


@pytest.mark.parametrize("typed", ["nguyen van giu", "phuong tim"])
def test_holders_are_found_by_name_and_by_unit(cast: Cast, typed: str) -> None:
    unit = make.make_branch(cast.district, name="Chi hội Phường Tìm", slug="phuong-tim")
    user = make.make_officer(unit)
    assert user.member is not None
    user.member.full_name = "Nguyễn Văn Giữ"
    user.member.save()

    table = cast.client("officer_above").get(
        reverse("book:offices"), {"nguoi": "1", "q": typed}
    ).context["table"]  # fmt: skip

    assert [row.member for row in table.page] == [user.member]


def test_vacancies_of_many_units_are_those_of_each(cast: Cast) -> None:
    make.make_position(expected_count=2)
    make.make_position(expected_count=1, level=Unit.Level.DISTRICT)
    filled = make.make_position(expected_count=1)
    cast.member_here.member.appointments.create(
        unit=cast.here, position=filled, valid_from=make.LONG_AGO
    )
    units = Unit.objects.all()
    expected = {unit.pk: found for unit in units if (found := vacancies(unit))}
    assert vacancies_by_unit(units) == expected


# --- Tasks ------------------------------------------------------------------------------------


def test_each_level_sees_what_waits_below_with_who_is_behind(cast: Cast) -> None:
    make.make_application(cast.here)
    make.make_application(cast.beside)
    make.make_application(cast.beside)
    late = make.make_transfer(cast.elsewhere, cast.here, due_on=make.yesterday())
    death = make.make_departure(cast.here)
    cast.district.terms.create(
        name="Nhiệm kỳ cũ", valid_from=make.LONG_AGO, valid_to=local_today() + dt.timedelta(days=80)
    )
    make.make_position(expected_count=1)

    def told(user):
        return {task.label: (task.detail, task.is_urgent) for task in membership_tasks(user)}

    above = told(cast.officer_above)
    assert above["3 đơn xin gia nhập chờ chi hội xét"][0] == f"{cast.beside}: 2; {cast.here}: 1."
    assert above["1 nhiệm kỳ sắp hết"][0] == f"{cast.district}."
    assert above["2 chức vụ còn khuyết"][0]
    here = told(cast.officer_here)
    assert here["1 đề nghị chuyển sinh hoạt đến, chờ trả lời"] == (
        f"1 trường hợp đã quá hạn trả lời. {cast.here}.", True,
    )  # fmt: skip
    assert f"Viếng đồng chí {death.member.full_name}" in here
    sender = make.make_officer(cast.elsewhere)
    assert "1 đề nghị chuyển đi chưa được trả lời đúng hạn" in told(sender)
    assert told(cast.correspondent) == {}
    assert late.is_overdue


@pytest.mark.parametrize("has_more_than_are_named", [True, False])
def test_what_a_unit_lacks_is_never_told_as_anothers(
    cast: Cast, has_more_than_are_named: bool
) -> None:
    """The city's own, each district's own, and branches that lie right under the city."""
    make.make_position(level=Unit.Level.ASSOCIATION, expected_count=1)
    make.make_position(level=Unit.Level.DISTRICT, expected_count=2)
    if has_more_than_are_named:
        make.make_position(expected_count=1)
    elsewhere = cast.elsewhere.parent
    straight = make.make_branch(cast.city) if has_more_than_are_named else None
    detail = next(
        task.detail for task in membership_tasks(cast.office) if "còn khuyết" in task.label
    )
    parts = set(detail.removesuffix(".").split("; "))
    assert parts == (
        {f"{cast.district} và các chi hội: 4", f"{elsewhere} và các chi hội: 3",
         f"{cast.city}: 1", f"{straight}: 1"}
        if has_more_than_are_named
        else {f"{cast.district}: 2", f"{elsewhere}: 2", f"{cast.city}: 1"}
    )  # fmt: skip
    units = Unit.objects.select_related("parent")
    lacking = Counter(
        {one: sum(lack for _, lack in posts) for one in units
         if (posts := vacancies_by_unit(Unit.objects.all()).get(one.pk))}
    )  # fmt: skip
    assert set(summarize_units(lacking).removesuffix(".").split("; ")) == parts  # its twin agrees


def test_ages_and_birthdays_lead_to_exactly_those_people(cast: Cast) -> None:
    today = local_today()
    Member.objects.update(
        birth_year=today.year - 73, birth_date=dt.date(today.year - 73, today.month % 12 + 1, 5)
    )
    year = today.year - 75
    Member.objects.filter(pk=make.make_member(cast.here).pk).update(
        birth_year=year, birth_date=dt.date(year, today.month, 1)
    )
    Member.objects.filter(pk=make.make_member(cast.beside).pk).update(
        birth_year=today.year - 73, birth_date=None
    )
    gone = make.make_departure(cast.here).member
    Member.objects.filter(pk=gone.pk).update(birth_year=year, birth_date=None)

    def told(user):
        lines = [task for task in membership_tasks(user) if reverse("book:members") in task.url]
        counts = [
            MemberFilter(user, task.url.partition("?")[2]).results().count() for task in lines
        ]
        assert counts == [int(task.label.split()[0]) for task in lines]
        return {task.label: task.detail for task in lines}

    ages = f"1 đồng chí tròn 70, 75, 80 … trong năm {today.year}"
    birthdays = f"1 đồng chí có sinh nhật trong tháng {today.month}"
    missing = "1 hồ sơ còn thiếu ngày sinh"
    assert told(cast.officer_here) == {ages: f"{cast.here}.", birthdays: f"{cast.here}."}
    assert told(cast.officer_above) == {
        ages: f"{cast.here}.", birthdays: f"{cast.here}.", missing: f"{cast.beside}.",
    }  # fmt: skip
    far = make.make_member(cast.elsewhere)
    Member.objects.filter(pk=far.pk).update(birth_year=today.year - 73, birth_date=None)
    assert told(cast.office)["2 hồ sơ còn thiếu ngày sinh"] == (
        f"{cast.beside}: 1; {cast.elsewhere}: 1."
    )


@pytest.mark.moment("2026-11-25 10:00")  # a year in which nobody of the cast has a round age
def test_tasks_cost_the_same_whatever_waits(cast: Cast, django_assert_num_queries) -> None:
    for rows in (1, 2):
        for _ in range(rows):
            make.make_application(cast.here)
            make.make_transfer(cast.elsewhere, cast.here)
        user = User.objects.get(pk=cast.officer_above.pk)
        with django_assert_num_queries(22):
            list(membership_tasks(user))


def test_the_roof_registers_every_room(cast: Cast) -> None:
    make.make_application(cast.here)
    assert any("đơn" in task.label for task in all_tasks(cast.officer_here))


# --- Accounts ---------------------------------------------------------------------------------


def test_a_one_time_link_sets_the_password_once_and_is_shown_once(cast: Cast) -> None:
    member = make.make_member(cast.here, full_name="Lâm Thị Đượm")
    client = cast.client("officer_here")
    answer = client.post(reverse("book:account_new"), {"member": member.code}, follow=True)
    link = answer.context["link"]
    user = User.objects.get(member=member)
    assert user.username == "lamthiduom"
    assert "trang này chỉ hiện một lần" in answer.content.decode().lower()
    again = client.get(reverse("book:account_paper", args=[user.pk]))
    assert again.status_code == 302

    visitor = Client()
    form = visitor.get(link, follow=True)
    address = form.redirect_chain[-1][0]
    words = "mot cau de nho 2026"
    visitor.post(address, {"new_password1": words, "new_password2": words})
    assert User.objects.get(pk=user.pk).check_password(words)
    assert "không còn dùng được" in Client().get(link, follow=True).content.decode()


def test_accounts_are_kept_in_scope_and_under_the_outrank_rule(cast: Cast) -> None:
    for user in (cast.officer_above, cast.officer_beside, cast.office, cast.admin):
        with pytest.raises(PermissionDenied):
            accounts.set_active(user=user, is_active=False, by=cast.officer_here)
        with pytest.raises(PermissionDenied):
            accounts.password_link(user=user, by=cast.officer_here)
    with pytest.raises(PermissionDenied):
        accounts.open_account(
            member=make.make_member(cast.beside), username="x", email="", by=cast.officer_here
        )
    with pytest.raises(ValidationError, match="tự khóa"):
        accounts.set_active(user=cast.officer_here, is_active=False, by=cast.officer_here)


def test_a_closed_account_is_out_at_once(cast: Cast) -> None:
    client = cast.client("member_here")
    assert client.get(reverse("members:me")).status_code == 200
    accounts.set_active(user=cast.member_here, is_active=False, by=cast.officer_here)
    assert client.get(reverse("members:me")).status_code == 302


@pytest.mark.parametrize(("name", "queries"), [("book:accounts", 9), ("book:offices", 16)])
def test_lists_cost_the_same_with_one_and_three_rows(
    cast: Cast, name, queries, django_assert_num_queries
) -> None:
    client = cast.client("officer_above")
    for rows in (1, 2):
        for _ in range(rows):
            make.make_officer(cast.here)
        with django_assert_num_queries(queries):
            client.get(reverse(name))


# --- Who is behind, and what is handed on -------------------------------------------------------


def test_branches_of_one_name_are_counted_apart_and_told_with_their_district(cast: Cast) -> None:
    names = {"short_name": "Chi hội Phường 5"}
    fourth, other = cast.district, make.make_district(cast.city)
    first, second = make.make_branch(fourth, **names), make.make_branch(other, **names)
    for unit in (first, second, second, cast.here):
        make.make_application(unit)

    told = {task.label: task.detail for task in membership_tasks(cast.office)}
    assert told["4 đơn xin gia nhập chờ chi hội xét"] == (
        f"Chi hội Phường 5, {other}: 2; {cast.here}: 1; Chi hội Phường 5, {fourth}: 1."
    )


def test_too_many_to_be_named_are_told_by_the_unit_above(cast: Cast) -> None:
    districts = [make.make_district(cast.city) for _ in range(NAMED + 2)]
    counts = Counter({make.make_branch(one): n for n, one in enumerate(districts, 1)})
    more = make.make_branch(districts[0])
    counts[more] = 9
    top = [f"{districts[0]}: 10", *(f"{districts[n - 1]}: {n}" for n in (6, 5, 4))]

    assert summarize_units(counts) == "; ".join(top) + "; và 2 đơn vị khác."
    own = Counter({make.make_branch(cast.district): 1 for _ in range(NAMED + 1)})
    assert summarize_units(own).endswith("; và 1 đơn vị khác.")
    assert summarize_units(Counter({more: 3})) == f"{more}."
    assert summarize_units(Counter({more: 3, cast.here: 0})) == f"{more}."


def test_naming_who_is_behind_costs_at_most_one_query(
    cast: Cast, django_assert_num_queries
) -> None:
    for count in (2, 7):
        keys = [make.make_branch(make.make_district(cast.city)).pk for _ in range(count)]
        units = Unit.objects.in_bulk(keys)
        with django_assert_num_queries(1):
            summarize_units(Counter(units.values()))


def test_units_not_fetched_yet_are_told_the_same(cast: Cast, django_assert_num_queries) -> None:
    districts = [make.make_district(cast.city) for _ in range(NAMED + 2)]
    branches = [make.make_branch(one) for one in districts]
    own = [make.make_branch(cast.district) for _ in range(NAMED + 1)]
    for units in (branches, own, own[:1], own[:3], [*branches, *districts, cast.city], []):
        counts = Counter({unit: n % 4 for n, unit in enumerate(units, 1)})
        keys = Counter({(unit.pk, unit.parent_id): n for unit, n in counts.items()})
        with django_assert_num_queries(1 if units else 0):
            found = summarize_counts(keys)
        assert found == summarize_units(counts)


def test_each_task_leads_to_exactly_the_rows_it_counts(cast: Cast) -> None:
    make.make_application(cast.here)
    make.make_application(cast.beside, **make.reviewed())
    make.make_transfer(cast.elsewhere, cast.here)
    make.make_transfer(cast.elsewhere, cast.here, due_on=make.yesterday())
    make.make_transfer(cast.here, cast.elsewhere, due_on=make.yesterday())
    make.make_transfer(cast.beside, cast.elsewhere)
    soon = local_today() + dt.timedelta(days=80)
    cast.district.terms.create(name="Sắp hết", valid_from=make.LONG_AGO, valid_to=soon)
    cast.here.terms.create(name="Còn dài", valid_from=make.LONG_AGO)

    for who in ("officer_here", "officer_above", "office"):
        user = User.objects.get(pk=getattr(cast, who).pk)
        tasks = [t for t in membership_tasks(user) if t.label[0].isdigit()]
        assert len(tasks) > 2
        for task in tasks:
            page = cast.client(who).get(task.url).context["page"]
            assert page.paginator.count == int(task.label.split()[0]), (who, task.url)


def test_handover_carries_open_work_and_nobody_s_birthday(cast: Cast) -> None:
    today = local_today()
    Member.objects.filter(memberships__unit=cast.here).update(
        birth_year=today.year - 80, birth_date=None
    )
    born = make.make_member(cast.here)
    Member.objects.filter(pk=born.pk).update(
        birth_year=today.year - 75, birth_date=dt.date(today.year - 75, today.month, 1)
    )
    SavedFilter.objects.create(
        user=cast.officer_here, name="Lọc của tôi", query="tuoi_tu=60", is_reminder=True
    )
    make.make_application(cast.here)
    told = " ".join(task.label for task in membership_tasks(cast.officer_here))
    for words in ("tròn 70", "sinh nhật", "thiếu ngày sinh", "Lọc của tôi"):
        assert words in told
    office = cast.officer_here.member.appointments.get()
    lines = [line["words"] for line in handover_lines(office)]

    assert lines == [
        "Hội viên trong phạm vi",
        "1 đơn xin gia nhập chờ chi hội xét",
        "3 hồ sơ còn thiếu ngày sinh",
    ]


# --- What happened in between -----------------------------------------------------------------


def _end(office: Appointment, day: dt.date, by: User, successor: Member | None = None) -> Handover:
    return offices.hand_over(
        office=office, day=day, decision_no="", successor=successor, lines=[], by=by
    )


def test_an_office_that_has_ended_is_not_prolonged_by_its_handover(cast: Cast) -> None:
    office = cast.former_officer.member.appointments.get()
    url = reverse("book:office_end", args=[office.pk])
    tomorrow = local_today() + dt.timedelta(1)
    answer = cast.client("officer_above").post(url, {"day": f"{tomorrow:%d/%m/%Y}"})
    assert "đã thôi chức vụ" in answer.content.decode()
    office.refresh_from_db()
    assert office.valid_to == make.yesterday()
    assert User.objects.get(pk=cast.former_officer.pk).rights == set()

    _end(office, make.yesterday(), cast.officer_above)  # the list alone can still be written
    assert Handover.objects.get().appointment == office


def test_the_second_who_ends_an_office_is_told(cast: Cast) -> None:
    office = cast.officer_here.member.appointments.get()
    made = _end(office, local_today(), cast.officer_above)
    assert _end(office, local_today(), cast.officer_above) == made
    with pytest.raises(ValidationError, match="đã ghi việc thôi chức vụ này"):
        _end(office, local_today(), cast.office)
    answer = cast.client("office").post(
        reverse("book:office_end", args=[office.pk]), {"day": "01/01/2026"}, follow=True
    )
    assert f"{cast.officer_above} đã ghi việc thôi chức vụ này" in answer.content.decode()


def test_an_office_that_was_handed_over_is_not_taken_back(cast: Cast) -> None:
    today = local_today()
    seats = [Seats(make.make_position(), [make.make_member(cast.here)])]
    (office,) = fill(cast.here, seats, cast.officer_above, day=today)
    _end(office, today + dt.timedelta(1), cast.officer_above)
    url = reverse("book:office_take_back", args=[office.pk])
    page = cast.client("officer_above").post(url, follow=True).content.decode()
    assert "Chức vụ này đã bàn giao" in page
    assert Appointment.objects.filter(pk=office.pk).exists()


@pytest.mark.parametrize(("end", "term_kept"), [(0, False), (1, True)])
def test_a_successor_holds_the_office_no_longer_than_its_term(
    cast: Cast, end: int, term_kept: bool
) -> None:
    today = local_today()
    ends = today + dt.timedelta(end)
    term = Term.objects.create(
        unit=cast.here, name="Nhiệm kỳ I", valid_from=make.LONG_AGO, valid_to=ends
    )
    office = cast.officer_here.member.appointments.get()
    office.term, office.valid_to = term, ends
    office.save()
    successor = make.make_member(cast.here)
    _end(office, today, cast.officer_above, successor)
    following = successor.appointments.get()
    assert (following.term, following.valid_to) == ((term, ends) if term_kept else (None, None))


def test_nobody_holds_an_office_of_a_term_before_it_began(cast: Cast) -> None:
    term = Term.objects.create(unit=cast.here, name="Nhiệm kỳ I", valid_from=local_today())
    seats = [Seats(make.make_position(), [make.make_member(cast.here)])]
    with pytest.raises(ValidationError, match="bắt đầu từ ngày"):
        fill(cast.here, seats, cast.officer_above, term=term, day=make.yesterday())


@pytest.mark.parametrize("way", ["deceased", "transferred", "moved within the district"])
def test_an_office_taken_back_does_not_return_to_who_left(cast: Cast, way: str) -> None:
    """Only who gave the post up for the newcomer holds it on."""
    today = local_today()
    unit = cast.district if way == "moved within the district" else cast.here
    post = make.make_position(level=unit.level)
    gone, new = make.make_member(cast.here), make.make_member(cast.here)
    held = gone.appointments.create(unit=unit, position=post, valid_from=make.LONG_AGO)
    if way == "deceased":
        row = Departure(kind="deceased", left_on=today, token="t" * 20)
        leaving.depart(
            membership=gone.memberships.get(), departure=row, code="", decider=cast.here,
            by=cast.officer_above,
        )  # fmt: skip
    else:
        move = make.make_transfer(cast.here, cast.beside, member=gone)
        leaving.answer_transfer(
            transfer=move, step=TransferStep.ACCEPT, reason="", by=cast.officer_beside
        )
    (wrong,) = fill(unit, [Seats(post, [new])], cast.officer_above)

    offices.take_back(office=wrong, by=cast.officer_above)

    held.refresh_from_db()
    assert held.valid_to == (None if way == "moved within the district" else today)
    assert not new.appointments.exists()
