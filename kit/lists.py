"""A list at the desk: its columns, by which of them it is sorted, its pages, what is asked of it.

An app describes its columns once (`Column`) and hands its rows to `Table`; the template tags
`listing`, `row` and `cell` draw them. Everything stands in the address, so that a link, a reload
and the way back keep it: `sap` (the column, with "-" before it the other way round), `moi-trang`
(rows a page), `page`. What the address asks beyond the columns is as if not asked.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.forms.boundfield import BoundField
from django.http import QueryDict

PER_PAGE = 50
SIZES = (PER_PAGE, 100)
ORDER, SIZE, PAGE = "sap", "moi-trang", "page"
ARIA = {False: "ascending", True: "descending"}


@dataclass(frozen=True)
class Column:
    """A column of a list. The first of a table is the one that names the row.

    `order`: how the QuerySet is sorted by it, names of fields or expressions with `asc` and `desc`;
    of rows that are no QuerySet, `value` gives what they are sorted by. Without either the heading
    is no link. `line`: on which of a phone's two lines the cell stands; 0 for on neither.
    """

    key: str
    heading: str
    order: tuple[Any, ...] = ()
    value: Callable[[Any], Any] | None = None
    css: str = ""
    line: int = 0
    latest_first: bool = False  # what the first press of the heading gives
    is_reverse: bool = False  # `order` gives the largest first, as years of birth do ages

    @property
    def is_sortable(self) -> bool:
        return bool(self.order or self.value)


@dataclass(frozen=True)
class Heading:
    """A column's heading as the page shows it. `url`: "" for one that does not sort."""

    column: Column
    url: str
    aria_sort: str


class Table:
    """The rows of one page, sorted as the address asks.

    `usual`: the order in which `rows` come, as the address would name it, so that its heading says
    so. `is_sorted`: the rows come in the order asked for already (the list of members, whose papers
    and files follow it too). `without`: keys of columns that tell this reader nothing.
    """

    def __init__(
        self,
        query: QueryDict,
        rows: Any,
        columns: Sequence[Column],
        *,
        noun: str,
        usual: str = "",
        without: Iterable[str] = (),
        is_sorted: bool = False,
        paginator: "type[Paginator[Any]]" = Paginator,
    ) -> None:
        left_out = set(without)
        self.query, self.noun, self.usual = query, noun, usual
        self.columns = {column.key: column for column in columns if column.key not in left_out}
        self.keeps_order = not is_sorted
        self.requested_order = self._requested_order()
        if not is_sorted and self.requested_order:
            rows = self._sorted(rows)
        self.size = page_size(query)
        self.page: Page[Any] = paginator(rows, self.size).get_page(query.get(PAGE))

    def __len__(self) -> int:
        """How many rows there are on all pages; a table without rows is false."""
        return self.page.paginator.count

    def _requested_order(self) -> str:
        typed = self.query.get(ORDER, "")
        column = self.columns.get(typed.removeprefix("-"))
        return typed if column is not None and column.is_sortable else ""

    @property
    def first_key(self) -> str:
        """The column that names the rows."""
        return next(iter(self.columns))

    @property
    def order(self) -> str:
        """The order that is shown, as the address names it."""
        return self.requested_order or self.usual

    def _sorted(self, rows: Any) -> Any:
        """Rows alike in the column keep an order that does not change from page to page."""
        column, is_down = (
            self.columns[self.requested_order.removeprefix("-")],
            self.requested_order.startswith("-"),
        )
        if column.value is not None:
            return sorted(rows, key=column.value, reverse=is_down)
        return rows.order_by(*directed(column.order, is_down=is_down), "pk")

    @property
    def requested_size(self) -> str:
        """The number of rows a page, where the address names one."""
        return str(self.size) if self.query.get(SIZE) else ""

    @property
    def arrangement(self) -> list[tuple[str, str]]:
        """Order and size as the address names them; they stay when the filters are taken off."""
        order = self.requested_order if self.keeps_order else self.query.get(ORDER, "")
        kept = ((ORDER, order), (SIZE, self.requested_size))
        return [(name, value) for name, value in kept if value]

    @property
    def headings(self) -> list[Heading]:
        shown, is_down = self.order.removeprefix("-"), self.order.startswith("-")
        return [
            Heading(
                column,
                self._address(column) if column.is_sortable else "",
                ARIA[is_down != column.is_reverse] if column.key == shown else "",
            )
            for column in self.columns.values()
        ]

    def _address(self, column: Column) -> str:
        """The list sorted by that column; pressed again, the other way round."""
        first = f"-{column.key}" if column.latest_first else column.key
        other = column.key if column.latest_first else f"-{column.key}"
        wanted = other if self.order == first else first
        return self.address(**{ORDER: "" if wanted == self.usual else wanted})

    def address(self, **changed: str) -> str:
        """This list from its first page, with that in the address instead."""
        query = self.query.copy()
        query.pop(PAGE, None)
        for name, value in changed.items():
            query[name] = value
            if not value:
                del query[name]
        return f"?{query.urlencode()}"

    @property
    def orders(self) -> list[tuple[str, str]]:
        """By what it can be sorted, for who sees no headings: value and words. The way asked for
        is among them, so that filtering keeps it."""
        orders = []
        for column in self.columns.values():
            if column.is_sortable:
                ways = [column.key, f"-{column.key}"]
                if column.latest_first:
                    ways.reverse()
                orders.append((ways[0], column.heading))
                if self.requested_order == ways[1]:
                    orders.append((ways[1], f"{column.heading}, ngược lại"))
        return orders

    @property
    def sizes(self) -> list[tuple[int, str]]:
        """Numbers of rows a page, with their addresses; none where one page holds all."""
        if self.page.paginator.count <= PER_PAGE:
            return []
        return [(size, self.address(**{SIZE: str(size)})) for size in SIZES]


def page_size(query: QueryDict) -> int:
    """How many rows a page the address asks for."""
    sizes = {str(size): size for size in SIZES}
    return sizes.get(query.get(SIZE, ""), PER_PAGE)


def directed(terms: Sequence[Any], *, is_down: bool) -> list[Any]:
    """The terms of an order, all the other way round if asked: names of fields, or expressions.
    What an expression does not know stands last either way."""
    ordered: list[Any] = []
    for term in terms:
        if not isinstance(term, str):
            ordered.append(term.desc(nulls_last=True) if is_down else term.asc(nulls_last=True))
        elif is_down:
            ordered.append(term[1:] if term.startswith("-") else f"-{term}")
        else:
            ordered.append(term)
    return ordered


def in_tree(unit: str) -> tuple[str, ...]:
    """Branches by the order of their districts, then by their own."""
    return (
        f"{unit}__parent__sort_order", f"{unit}__parent__name", f"{unit}__sort_order",
        f"{unit}__name",
    )  # fmt: skip


class ListFilters(forms.Form):
    """Filters of a list, taken from its address; invalid ones count as not set.

    `at_hand`: the fields in sight, of which there are at most three (what is searched for and the
    two commonest); the others are folded.
    """

    at_hand: tuple[str, ...] = ()
    searches: tuple[str, ...] = ("q", "tim")

    def filter_values(self) -> dict[str, Any]:
        self.is_valid()
        return getattr(self, "cleaned_data", {})

    @property
    def in_sight(self) -> list[BoundField]:
        visible = {field.name: field for field in self.visible_fields()}
        wanted = [visible[name] for name in self.at_hand if name in visible]
        return (wanted or list(visible.values()))[:3]

    @property
    def in_sight_on_phone(self) -> list[str]:
        """Names of what a phone shows unfolded: what is searched for, else the first one."""
        names = [field.name for field in self.in_sight]
        return [name for name in names if name in self.searches] or names[:1]

    @property
    def folded(self) -> list[BoundField]:
        seen = {field.name for field in self.in_sight}
        fields = [field for field in self.visible_fields() if field.name not in seen]
        return sorted(fields, key=lambda field: field.name != ORDER)

    def is_set(self, name: str) -> bool:
        """Whether that filter is set."""
        return bool(self.data.get(self.add_prefix(name), "").strip())

    @property
    def folded_count(self) -> int:
        """The number of folded filters that are set."""
        return sum(self.is_set(field.name) for field in self.folded if field.name != ORDER)

    @property
    def count_beside_search(self) -> int:
        """The number of set filters that a phone folds."""
        shown = self.in_sight_on_phone
        chosen = [item for item in self.in_sight if item.name not in shown]
        return self.folded_count + sum(self.is_set(field.name) for field in chosen)

    @property
    def count(self) -> int:
        """The number of set filters."""
        return self.folded_count + sum(self.is_set(field.name) for field in self.in_sight)

    @property
    def has_folded_errors(self) -> bool:
        return any(field.errors for field in self.folded)
