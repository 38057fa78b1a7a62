"""Tables of the desk: order, pages and what the address keeps."""

from types import SimpleNamespace

import pytest
from django import forms, template
from django.http import QueryDict

from assoc.templatetags.listing import without_filters
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
    assert form.filter_values() == {"tim": "", "loai": "", "nam": "", "an": ""}
    assert form.has_folded_errors


class Sorted(ListFilters):
    """With its own box for the order, as the list of members has it."""

    at_hand = ("tim",)
    tim = forms.CharField(required=False)
    tuoi = forms.IntegerField(required=False)
    sap = forms.ChoiceField(required=False, choices=[("", "tên")])
    nam = forms.IntegerField(required=False)


def test_order_is_asked_first_of_what_is_folded():
    """A phone has no headings to press: the order was the thirteenth box of its form."""
    assert [field.name for field in Sorted(QueryDict()).folded] == ["sap", "tuoi", "nam"]


@pytest.mark.parametrize(
    ("query", "url", "kept", "address"),
    [
        ("", "/so/", [], "/so/"),
        ("tim=an&page=2", "/so/", [], "/so/"),
        ("tim=an&sap=-ten&moi-trang=100", "/so/", [], "/so/?sap=-ten&moi-trang=100"),
        ("sap=khong-co&moi-trang=7", "/so/", [("muc", "x")], "/so/?muc=x&moi-trang=50"),
        ("sap=ten", "/so/?don_vi=3", [("muc", "a b")], "/so/?don_vi=3&muc=a+b&sap=ten"),
    ],
)
def test_taking_the_filters_off_keeps_order_size_and_tab(query, url, kept, address):
    rows = [("An", 1)]
    table = Table(QueryDict(query), rows, [Column("ten", "Tên", value=str)], noun="người")
    context = template.Context({"table": table, "kept": kept})
    assert without_filters(context, url) == address
    assert without_filters(template.Context({}), url) == url  # a form without a table


class OnlySelects(ListFilters):
    loai = forms.CharField(required=False)
    nam = forms.CharField(required=False)


class WithSearch(OnlySelects):
    q = forms.CharField(required=False)


@pytest.mark.parametrize(
    ("filters", "shown", "count"),
    [
        (OnlySelects({"loai": "a", "nam": "b"}), ["loai"], 1),
        (OnlySelects({"nam": "b"}), ["loai"], 1),
        (OnlySelects({}), ["loai"], 0),
        (WithSearch({"q": "a", "loai": "b", "nam": "c"}), ["q"], 2),
    ],
)
def test_phone_shows_what_is_searched_else_the_first_filter_and_counts_the_rest(
    filters, shown, count
):
    assert (filters.in_sight_on_phone, filters.count_beside_search) == (shown, count)


@pytest.mark.parametrize(
    ("text", "shows"),
    [
        ("", False),
        ('<div class="button-row"></div>', False),
        ('<div class="button-row">\n  </div>', False),
        ("<b>Đã in</b>", True),
        ('<svg class="icon"></svg>', True),
        ("0", True),
    ],
)
def test_cell_without_anything_to_see_is_an_empty_one(text, shows):
    engine = template.Engine(builtins=["assoc.templatetags.listing"])
    table = Table(QueryDict(), ROWS, COLUMNS, noun="người")
    cell = engine.from_string(f'{{% cell "ghi-chu" %}}{text}{{% endcell %}}')
    assert ("is-empty" in cell.render(template.Context({"table": table}))) is not shows
