"""What each right reads and writes, and that pages show a button only to whoever may press it."""

import re
from collections import deque
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from members.models import Appointment, Degree, Member, Position, Right, Subject, units_where
from members.models.authority import COVERS
from members.models.rights import RIGHTS, degree_of, rights_with
from members.models.scope import ByDegree

from .. import factories as make
from ..conftest import Cast, make_cast
from ..tasks import membership_tasks
from ..test_permissions import make_readers, make_world

READ, WRITE, DECIDE = Degree.READ, Degree.WRITE, Degree.DECIDE


def test_every_right_has_its_line_in_the_table() -> None:
    assert set(RIGHTS) == set(Right.values) == set(Position.Right.values)


@pytest.mark.parametrize(
    ("right", "reads", "writes"),
    [
        ("deputy", {"names", "members", "moves", "offices", "dues", "fund", "welfare", "events",
                    "emulation", "reports", "inspection"}, set()),
        ("treasurer", {"names", "dues", "fund", "inspection"}, {"dues", "fund"}),
        ("inspection", set(Subject.values) - {"health", "accounts", "units", "news", "site"},
         {"inspection"}),
        ("correspondent", {"news"}, {"news"}),
        ("news_editor", {"news", "site"}, {"news", "site"}),
        ("city_office", set(Subject.values), set(Subject.values)),
        ("secretary", set(Subject.values) - {"units", "site"},
         set(Subject.values) - {"units", "site", "inspection"}),
    ],
)  # fmt: skip
def test_what_a_right_reads_and_writes(right: str, reads: set[str], writes: set[str]) -> None:
    assert {s.value for s in Subject if degree_of(right, s) >= READ} == reads
    assert {s.value for s in Subject if degree_of(right, s) >= WRITE} == writes


def test_a_higher_degree_holds_the_lower(cast: Cast) -> None:
    for subject in Subject:
        found = [set(units_where(cast.office, subject, degree)) for degree in (DECIDE, WRITE, READ)]
        assert found[0] <= found[1] <= found[2]
        assert rights_with(subject, DECIDE) == [r for r in rights_with(subject, WRITE)
                                                if degree_of(r, subject) == DECIDE]  # fmt: skip


def test_the_order_of_rights_follows_from_the_table() -> None:
    assert set(COVERS["unit_officer"]) == {
        "none", "correspondent", "deputy", "treasurer", "secretary", "branch_head",
        "district_officer", "unit_officer",
    }  # fmt: skip
    assert set(COVERS["deputy"]) == {"none", "deputy"}
    assert set(COVERS["news_editor"]) == {"none", "correspondent", "news_editor"}
    assert set(COVERS["city_office"]) == set(Right.values)


@pytest.mark.parametrize(
    ("right", "reads_card", "writes_card", "knows_name"),
    [("deputy", True, False, True), ("treasurer", False, False, True),
     ("inspection", True, False, True), ("secretary", True, True, True),
     ("correspondent", False, False, False), ("none", False, False, False)],
)  # fmt: skip
def test_a_card_is_read_and_written_by_degree(
    cast: Cast, right: str, reads_card: bool, writes_card: bool, knows_name: bool
) -> None:
    user, member = make.make_officer(cast.here, right), make.make_member(cast.here)
    other = make.make_member(cast.beside)

    assert Member.objects.in_books_of(user).contains(member) is reads_card
    assert Member.objects.editable_by(user).contains(member) is writes_card
    assert Member.objects.named_to(user).contains(member) is knows_name
    for rows in (Member.objects.in_books_of(user), Member.objects.named_to(user)):
        assert not rows.contains(other)


def test_two_offices_count_each_where_it_is_held(cast: Cast) -> None:
    """Deputy here, secretary of the branch beside: reads both books, writes the one."""
    user = make.make_officer(cast.here, "deputy")
    assert user.member is not None
    position = make.make_position("secretary")
    Appointment.objects.create(
        member=user.member, unit=cast.beside, position=position, valid_from=make.LONG_AGO
    )
    here, beside = make.make_member(cast.here), make.make_member(cast.beside)

    assert set(Member.objects.editable_by(user)) >= {beside}
    assert not Member.objects.editable_by(user).contains(here)
    assert Member.objects.in_books_of(user).filter(pk__in=[here.pk, beside.pk]).count() == 2
    client = Client()
    client.force_login(user, backend="members.backends.OfficeBackend")
    codes = [client.get(reverse("book:member_edit", args=[one.pk])).status_code
             for one in (here, beside)]  # fmt: skip
    assert codes == [403, 200]


@pytest.mark.parametrize(
    ("right", "is_work"),
    [("deputy", False), ("inspection", False), ("secretary", True), ("city_office", True)],
)
def test_nobody_is_told_to_write_down_what_they_only_read(
    cast: Cast, right: str, is_work: bool
) -> None:
    user = make.make_officer(cast.city if right == "city_office" else cast.here, right)
    make.make_member(cast.here, birth_date=None, birth_year=1950)
    words = [task for task in membership_tasks(user) if "thiếu ngày sinh" in task.label]
    assert [task.is_open_work for task in words] == [is_work]


def test_every_queryset_by_degree_names_its_subject() -> None:
    found = {cls for cls in _subclasses(ByDegree) if cls.__module__.split(".")[0] != "django"}
    nameless = {cls.__name__ for cls in found if not hasattr(cls, "subject")}
    assert nameless == {"UnitScopedQuerySet", "UnitScopedQuerySetFromQuerySet"} & nameless


def _subclasses(cls: type) -> set[type]:
    below: list[type] = cls.__subclasses__()
    return {*below, *(one for each in below for one in _subclasses(each))}


# --- Buttons ----------------------------------------------------------------------------------

LINK = re.compile(r'<a [^>]*?href="(/so/[^"#]*)"')
FORM = re.compile(r'<form [^>]*?method="post"(?: action="(/so/[^"]*)")?')
MOST_PAGES = 70


@pytest.mark.parametrize("who", ["deputy_here", "treasurer_here", "inspector"])
def test_no_page_shows_a_button_that_is_refused(db: None, settings: Any, who: str) -> None:
    """Walks the desk as a reader: every link opens, and every form that is shown may be sent."""
    cast = make_cast()
    make_world(cast)
    client = Client()
    client.force_login(make_readers(cast)[who], backend="members.backends.OfficeBackend")
    seen, wrong = {reverse("desk")}, dict[str, int]()
    waiting = deque(seen)
    while waiting and len(seen) < MOST_PAGES:
        url = waiting.popleft()
        answer = client.get(url)
        if answer.status_code not in (200, 302):
            wrong[url] = answer.status_code
            continue
        is_page = answer.headers.get("Content-Type", "").startswith("text/html")
        page = answer.content.decode() if is_page and not answer.streaming else ""
        for found in LINK.findall(page):
            path = found.replace("&amp;", "&")
            if path not in seen:
                seen.add(path)
                waiting.append(path)
        for action in FORM.findall(page):
            sent = client.post(action or url, {}).status_code
            if sent in (403, 404):
                wrong[f"{url} → {action or url}"] = sent

    assert wrong == {}
    assert len(seen) > 10


def test_the_table_of_rights_is_shown_to_whoever_lays_them_down(cast: Cast) -> None:
    make.make_position("treasurer", name="Thủ quỹ của chi hội")
    text = cast.client("office").get(reverse("book:rights")).content.decode()
    assert "Thủ quỹ của chi hội" in text
    assert all(Subject(s).label in text for s in Subject)
