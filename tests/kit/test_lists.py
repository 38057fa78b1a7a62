"""Tables of the desk: order, pages and what the address keeps."""

from types import SimpleNamespace

import pytest
from django import forms
from django.http import QueryDict

from kit.lists import PER_PAGE, Column, ListFilters, Table, directed

COLUMNS = (
    Column("ten", "Họ và tên", value=lambda row: row.name),
    Column("tuoi", "Tuổi", value=lambda row: row.age, latest_first=True),
    Column("ghi-chu", "Ghi chú"),
)
ROWS = [
    SimpleNamespace(name=name, age=age) for name, age in zip("CABD", (70, 80, 70, 90), strict=True)
]


def table(query: str = "", rows: list[SimpleNamespace] = ROWS, **parts: object) -> Table:
    return Table(QueryDict(query), rows, COLUMNS, noun="người", **parts)  # type: ignore[arg-type]  # of any kind


def names(made: Table) -> str:
    return "".join(row.name for row in made.page)


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", "CABD"),
        ("sap=ten", "ABCD"),
        ("sap=-ten", "DCBA"),
        ("sap=tuoi", "CBAD"),  # those alike keep their order, whichever way it goes
        ("sap=-tuoi", "DACB"),
        ("sap=ghi-chu", "CABD"),  # nothing sorts by that
        ("sap=mat-khau", "CABD"),
        ("sap=--ten", "CABD"),
        ("sap=", "CABD"),
    ],
)
def test_table_is_sorted_by_its_own_columns_alone(query, shown):
    assert names(table(query)) == shown


@pytest.mark.parametrize(
    ("query", "addresses", "aria"),
    [
        ("", ["?sap=-ten", "?sap=-tuoi", ""], ["ascending", "", ""]),
        ("sap=-ten", ["?", "?sap=-tuoi", ""], ["descending", "", ""]),
        ("sap=-tuoi&page=2", ["?", "?sap=tuoi", ""], ["", "descending", ""]),
        ("q=an&moi-trang=100", ["?q=an&moi-trang=100&sap=-ten", "?q=an&moi-trang=100&sap=-tuoi", ""],
         ["ascending", "", ""]),
    ],
)  # fmt: skip
def test_headings_say_the_order_and_lead_to_the_other(query, addresses, aria):
    headings = table(query, usual="ten").headings
    assert [one.url for one in headings] == addresses
    assert [one.aria_sort for one in headings] == aria


def test_column_that_sorts_the_largest_first_says_so():
    columns = (Column("tuoi", "Tuổi", order=("birth_year",), is_reverse=True),)
    made = Table(QueryDict("sap=tuoi"), [], columns, noun="người", is_sorted=True)
    assert made.headings[0].aria_sort == "descending"


@pytest.mark.parametrize(
    ("typed", "size"),
    [
        ("", PER_PAGE),
        ("100", 100),
        ("50", 50),
        ("5000", PER_PAGE),
        ("-1", PER_PAGE),
        ("x", PER_PAGE),
    ],
)
def test_page_holds_fifty_or_a_hundred_rows(typed, size):
    many = [SimpleNamespace(name=str(n), age=n) for n in range(120)]
    made = table(f"moi-trang={typed}", many)
    assert (len(made.page.object_list), len(made)) == (size, 120)
    assert [address for _, address in made.sizes] == ["?moi-trang=50", "?moi-trang=100"]


def test_one_page_needs_no_choice_of_its_length():
    assert table().sizes == []


def test_order_asked_for_stays_among_those_to_choose():
    """A phone shows no headings; filtering there must not lose the order."""
    assert [value for value, _ in table("sap=tuoi").orders] == ["ten", "-tuoi", "tuoi"]


class _Term:
    def asc(self, *, nulls_last: bool) -> str:
        return f"asc {nulls_last}"

    def desc(self, *, nulls_last: bool) -> str:
        return f"desc {nulls_last}"


@pytest.mark.parametrize(
    ("is_down", "terms"),
    [(False, ["name", "-year", "asc True"]), (True, ["-name", "year", "desc True"])],
)
def test_what_is_not_known_stands_last_either_way(is_down, terms):
    assert directed(("name", "-year", _Term()), is_down=is_down) == terms


class Filters(ListFilters):
    at_hand = ("tim", "nam")
    tim = forms.CharField(required=False)
    loai = forms.CharField(required=False)
    nam = forms.ChoiceField(required=False, choices=[("", ""), ("2026", "2026")])
    an = forms.CharField(required=False, widget=forms.HiddenInput)
    so = forms.IntegerField(required=False)


@pytest.mark.parametrize(
    ("query", "folded", "beside", "count"),
    [
        ("", 0, 0, 0),
        ("tim=an", 0, 0, 1),
        ("tim=an&nam=2026", 0, 1, 2),
        ("loai=x&so=4&nam=2026", 2, 3, 3),
        ("loai=%20&an=1", 0, 0, 0),
    ],
)
def test_filters_count_what_is_set(query, folded, beside, count):
    form = Filters(QueryDict(query))
    assert [one.name for one in form.in_sight] == ["tim", "nam"]
    assert [one.name for one in form.folded] == ["loai", "so"]
    assert (form.folded_count, form.count_beside_search, form.count) == (folded, beside, count)


def test_folded_mistake_unfolds():
    form = Filters(QueryDict("so=chin"))
    assert form.asked() == {"tim": "", "loai": "", "nam": "", "an": ""}
    assert form.has_folded_errors
