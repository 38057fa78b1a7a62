"""The workspace's own search: who finds what, and what nobody is told of by it."""

from typing import Any

import pytest
from django.urls import reverse

from events.models import Event
from members.models import Appointment, Member, Position
from news.models import Post
from tests import factories as make
from tests.conftest import Cast
from tests.search.test_search import WILD

SEARCH = "/so/tim/"


@pytest.fixture
def town(cast: Cast) -> Cast:
    """One of each kind in two branches, all with a word of their own: somebody, a post, an article,
    an event."""
    for word, code, unit in (("Lúa", "HV777701", cast.here), ("Ngô", "HV777702", cast.elsewhere)):
        member = make.make_member(
            unit, full_name=f"Trần {word}", birth_year=1941, code=code,
            phone="0912 345 678" if word == "Lúa" else "0987 654 321",
        )  # fmt: skip
        post = make.make_position(name=f"Ủy viên {word}", right=Position.Right.NONE)
        Appointment.objects.create(
            member=member, unit=unit, position=post, valid_from=make.LONG_AGO
        )
        make.make_post(
            title=f"Nháp mùa {word}", unit=unit, state=Post.State.DRAFT, published_at=None
        )
        make.make_event(unit, title=f"Dự kiến hội {word}", state=Event.State.DRAFT)
        unit.name, unit.short_name = f"Chi hội phố {word}", f"Phố {word}"
        unit.save()
    return cast


def found(cast: Cast, who: str, typed: str) -> dict[str, list[str]]:
    """Titles of what was found, by kind; the page and the suggestions agree on them."""
    client = cast.client(who)
    data = client.get(SEARCH, {"q": typed, "goi_y": "1"}).json()
    suggested = {one["title"]: [line["title"] for line in one["lines"]] for one in data["groups"]}
    groups = client.get(SEARCH, {"q": typed}).context["groups"]
    assert {g.title: [line.title for line in g.lines if line.url] for g in groups} == suggested
    return suggested


OWN = {
    "Hội viên": ["Trần Lúa"],
    "Chức vụ": ["Ủy viên Lúa: Trần Lúa"],
    "Đơn vị": ["Phố Lúa"],
    "Bài viết": ["Nháp mùa Lúa"],
    "Sự kiện": ["Dự kiến hội Lúa"],
}


def _results(cast: Cast, who: str, typed: str) -> set[str]:
    return set(found(cast, who, typed))


@pytest.mark.parametrize(
    ("who", "kinds"),
    [
        ("admin", set(OWN)),
        ("office", set(OWN)),
        ("officer_above", set(OWN)),
        ("officer_here", set(OWN)),
        ("officer_beside", set()),
        ("correspondent", {"Đơn vị", "Bài viết"}),
        ("editor", {"Đơn vị", "Bài viết"}),
    ],
)
def test_each_finds_what_their_pages_open(town: Cast, who: str, kinds: set[str]) -> None:
    assert _results(town, who, "lua") == kinds


@pytest.mark.parametrize(
    "who", ["officer_above", "officer_here", "officer_beside", "correspondent"]
)
@pytest.mark.parametrize(
    "typed", ["ngo", "Trần Ngô", "0987654321", "ủy viên ngô", "hội ngô", "phố ngô"]
)
def test_nothing_of_another_unit_is_told(town: Cast, who: str, typed: str) -> None:
    page = town.client(who).get(SEARCH, {"q": typed})
    assert "Ngô" not in page.content.decode().replace(typed, "")
    assert found(town, who, typed) == {}


@pytest.mark.parametrize(
    "typed",
    ["Trần Lúa", "tran lua", "lua tran", "0912345678", "0912 345 678", "345 678", "1941"],
)
def test_members_are_found_by_what_the_list_finds_them_by(town: Cast, typed: str) -> None:
    client = town.client("officer_here")
    rows = client.get(reverse("book:members"), {"q": typed}).context["rows"]

    assert found(town, "officer_here", typed)["Hội viên"] == ["Trần Lúa"]
    assert [member.full_name for member, _cells in rows] == ["Trần Lúa"]


@pytest.mark.parametrize("form", ["{}", "hv {}", "HV-{}"])
def test_members_are_found_by_their_card(town: Cast, form: str) -> None:
    code = Member.objects.get(full_name="Trần Lúa").code
    typed = code if form == "{}" else form.format(code.removeprefix("HV"))

    assert found(town, "officer_here", typed)["Hội viên"] == ["Trần Lúa"]


def test_who_left_is_found_and_said_to_be_gone(town: Cast) -> None:
    member = Member.objects.get(full_name="Trần Lúa")
    Appointment.objects.filter(member=member).delete()
    member.memberships.update(valid_to=make.yesterday(), left_by="moved_away")

    groups = town.client("officer_here").get(SEARCH, {"q": "tran lua"}).context["groups"]

    (line,) = groups[0].lines
    assert line.note == f"1941, {member.code}, hiện không sinh hoạt"
    answer = town.client("officer_here").get(groups[0].more_url)
    assert [one for one, _cells in answer.context["rows"]] == [member]


@pytest.mark.parametrize(
    ("typed", "is_told"),
    [
        ("tran lua", True),
        ("{code}", True),
        ("0912345678", False),
        ("0912", False),
        ("345", False),
        ("1941", False),
        ("tran lua, 1941", True),
        ("tran lua, 1950", True),  # a year after the name says nothing, right or wrong
        ("tran 0912345678", False),
    ],
)
def test_treasurer_finds_names_and_no_more(town: Cast, typed: str, is_told: bool) -> None:
    """By name and card, told with the branch; a telephone or a birth year must not give its owner away."""
    treasurer: Any = make.make_officer(town.here, Position.Right.TREASURER)
    town.correspondent = treasurer
    code = Member.objects.get(full_name="Trần Lúa").code

    page = town.client("correspondent").get(SEARCH, {"q": typed.format(code=code)})

    groups = {group.title: group.lines for group in page.context["groups"]}
    lines = [(line.title, line.note) for line in groups.pop("Hội viên (họ tên)", [])]
    assert lines == ([("Trần Lúa", f"{code}, {town.here.distinct_label}")] if is_told else [])
    assert set(groups) <= {"Đơn vị"}  # no card, no post, no draft


def test_treasurers_line_leads_to_the_dues_where_these_are_on(town: Cast) -> None:
    make.make_dues_rate(town.district, 2020)
    town.correspondent = make.make_officer(town.here, Position.Right.TREASURER)
    client = town.client("correspondent")

    (line,) = client.get(SEARCH, {"q": "tran lua"}).context["groups"][0].lines

    code = Member.objects.get(full_name="Trần Lúa").code
    assert line.url == f"{reverse('dues:year')}?q={code}"
    assert client.get(line.url).status_code == 200


def test_inspection_board_finds_all_books(town: Cast) -> None:
    town.correspondent = make.make_officer(town.city, Position.Right.INSPECTION)
    assert {"Hội viên", "Chức vụ", "Đơn vị", "Sự kiện"} == _results(town, "correspondent", "ngô")


@pytest.mark.parametrize("who", ["member_here", "former_officer"])
def test_search_is_the_officers_own(town: Cast, who: str) -> None:
    client = town.client(who)
    for query in ({}, {"q": "lua"}, {"q": "lua", "goi_y": "1"}):
        assert client.get(SEARCH, query).status_code == 403


def test_whoever_signed_out_is_sent_to_sign_in(town: Cast) -> None:
    assert town.client("nobody").get(SEARCH, {"q": "lua", "goi_y": "1"}).status_code == 302


def test_every_line_opens(town: Cast) -> None:
    for who in ("admin", "officer_above", "officer_here", "correspondent", "editor"):
        client = town.client(who)
        for group in client.get(SEARCH, {"q": "lua"}).context["groups"]:
            for url in [group.more_url, *(line.url for line in group.lines)]:
                assert client.get(url).status_code == 200, (who, url)


@pytest.mark.parametrize(
    ("typed", "holders"),
    [
        ("ủy viên", ["Ủy viên Lúa: Trần Lúa"]),
        ("uy vien lua", ["Ủy viên Lúa: Trần Lúa"]),
        ("uy vien lua pho lua", ["Ủy viên Lúa: Trần Lúa"]),
        ("uy vien lua pho khac", []),
        ("ủy viên ngô", []),
    ],
)
def test_posts_are_found_with_the_place(town: Cast, typed: str, holders: list[str]) -> None:
    assert found(town, "officer_here", typed).get("Chức vụ", []) == holders


def test_holder_of_the_past_is_not_found(town: Cast) -> None:
    Appointment.objects.filter(position__name="Ủy viên Lúa").update(valid_to=make.yesterday())
    assert "Chức vụ" not in found(town, "officer_here", "ủy viên lúa")


@pytest.mark.parametrize("typed", ["", " ", "a", "?", "…", *WILD])
def test_wild_questions_find_nothing_and_break_nothing(town: Cast, typed: str) -> None:
    client = town.client("officer_here")
    for query in ({"q": typed}, {"q": typed, "goi_y": "1"}):
        assert client.get(SEARCH, query).status_code == 200


def test_groups_are_capped_and_lead_to_the_list(town: Cast) -> None:
    for number in range(12):
        make.make_member(town.here, full_name=f"Lê Đông {number}")
    client = town.client("officer_here")

    (group,) = client.get(SEARCH, {"q": "le dong"}).context["groups"]
    suggested = client.get(SEARCH, {"q": "le dong", "goi_y": "1"}).json()["groups"][0]["lines"]

    assert (len(group.lines), len(suggested)) == (8, 4)
    assert len(client.get(group.more_url).context["rows"]) == 12


def test_what_was_typed_and_found_is_never_markup(town: Cast) -> None:
    make.make_event(town.here, title="Hội <b>lúa</b> <script>", state=Event.State.DRAFT)
    page = town.client("officer_here").get(SEARCH, {"q": "<script>"}).content.decode()
    assert "<script>" not in page
    assert "Hội &lt;b&gt;lúa&lt;/b&gt;" in page


@pytest.mark.parametrize("count", [1, 3])
def test_search_costs_the_same_for_one_and_three(
    town: Cast, count: int, django_assert_num_queries: Any
) -> None:
    for number in range(count - 1):
        member = make.make_member(town.here, full_name=f"Trần Lúa {number}")
        Appointment.objects.create(
            member=member, unit=town.here, valid_from=make.LONG_AGO,
            position=Position.objects.get(name="Ủy viên Lúa"),
        )  # fmt: skip
        make.make_post(title="Mùa lúa", unit=town.here, state=Post.State.DRAFT, published_at=None)
        make.make_event(town.here, title="Hội lúa")
    client = town.client("officer_here")
    client.get(SEARCH, {"q": "lua"})
    with django_assert_num_queries(20):
        client.get(SEARCH, {"q": "lua"})
