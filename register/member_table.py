"""The table of the list of members: the columns chosen by the user, and their place on a phone."""

import datetime as dt
from typing import Any

from django.core.paginator import Paginator
from django.http import QueryDict
from django.utils.functional import cached_property

from kit.lists import ORDER, Column, Table

from .columns import BY_KEY, MemberColumn
from .filters import SORTS, MemberFilter

# On a phone a member takes two lines, whichever columns were chosen: name and age, then branch and
# telephone, which a tap calls.
NAME = Column("ten", "Họ và tên", order=("sort_key",), line=1)
PHONE_LINES = {"tuoi": 1, "chi-hoi": 2, "dien-thoai": 2}


class MemberPages(Paginator):
    """A paginator that uses the filter's faster count."""

    def __init__(self, member_filter: MemberFilter, per_page: int) -> None:
        super().__init__(member_filter.results(), per_page)
        self.member_filter = member_filter

    @cached_property
    def count(self) -> int:
        return self.member_filter.count()


def shown(columns: list[MemberColumn]) -> list[tuple[MemberColumn, bool]]:
    """The chosen columns and those shown on a phone only, in the order of the printed list, each
    with whether it was chosen."""
    chosen = {column.key for column in columns}
    keys = [key for key in BY_KEY if key in chosen or key in PHONE_LINES]
    return [(BY_KEY[key], key in chosen) for key in keys]


def member_table(
    query: QueryDict, member_filter: MemberFilter, columns: list[MemberColumn]
) -> Table:
    described = [
        Column(
            column.key,
            column.title,
            order=SORTS[column.key][1] if column.key in SORTS else (),
            css=column.css if is_chosen else f"{column.css} is-phone-only".strip(),
            line=PHONE_LINES.get(column.key, 0),
            is_reverse=column.key == "tuoi",
        )
        for column, is_chosen in shown(columns)
    ]
    # Sorted by a column that isn't shown, no heading shown says that it is the order.
    sorted_by = (member_filter.values.get(ORDER) or NAME.key).removeprefix("-")
    is_shown = sorted_by in {NAME.key, *(column.key for column in described)}
    return Table(
        query, member_filter, [NAME, *described], noun="hội viên", usual="ten" if is_shown else "",
        is_sorted=True, paginator=MemberPages,
    )  # fmt: skip


def cells_of(member: Any, columns: list[MemberColumn], day: dt.date) -> list[tuple[str, str]]:
    """Key and text of each cell after the name."""
    return [(column.key, column.text(member, day)) for column, _ in shown(columns)]
