"""The columns that the list of members can show, on the screen, on paper and in Excel alike."""

import datetime as dt
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch

from kit.dates import local_today, time_span
from kit.spreadsheets import Cell
from members.models import (
    Appointment,
    ListSetting,
    MemberAward,
    Membership,
    Subject,
    Transfer,
    User,
)
from members.models.people import MemberQuerySet

LIST_NAME = "members"
BETWEEN_FIGURES = re.compile(r"(?<=\d) (?=\d)")
BEFORE_FIGURE = re.compile(r" (?=\d)")
KEPT_WHOLE = {
    "dien-thoai": BETWEEN_FIGURES,
    "chi-hoi": BEFORE_FIGURE,
    "cap-tren": BEFORE_FIGURE,
    "cap-bac": re.compile(" "),
}


@dataclass(frozen=True)
class MemberColumn:
    """A column; `cell` is what Excel gets, `text` what the page shows of it."""

    key: str
    title: str
    cell: Callable[[Any, dt.date], Cell]
    is_number: bool = False
    is_short: bool = False  # stays on one line
    is_long: bool = False  # may be a sentence

    @property
    def css(self) -> str:
        """The class of its cells."""
        if self.is_number:
            return "number"
        return "is-short" if self.is_short else "is-long" if self.is_long else ""

    def text(self, member: Any, day: dt.date) -> str:
        value = self.cell(member, day)
        if value is None or value == "":
            return ""
        if isinstance(value, dt.date):
            return f"{value:%d/%m/%Y}"
        text = str(value)
        if self.key == "chi-hoi":  # the heading says already what it is
            text = text.removeprefix("Chi hội ")
            text = text[:1].upper() + text[1:]
        # A telephone number stays on one line, as do a rank and Phường 12.
        pattern = KEPT_WHOLE.get(self.key)
        return pattern.sub("\N{NO-BREAK SPACE}", text) if pattern else text


def _membership(member: Any) -> Any:
    """The membership of that day, else the last one before it, else the one to come."""
    return member.shown_membership


def _unit(member: Any, day: dt.date) -> str:
    membership = _membership(member)
    return str(membership.unit) if membership else ""


def _district(member: Any, day: dt.date) -> str:
    membership = _membership(member)
    return str(membership.unit.parent) if membership and membership.unit.parent else ""


def _status(member: Any, day: dt.date) -> str:
    membership = _membership(member)
    if membership is None:
        return "chưa có chi hội"
    if membership.is_on(day):
        if membership.transfers_waiting and day == local_today():
            return f"chờ chuyển đến {membership.transfers_waiting[0].target}"
        if membership.valid_to and membership.valid_to > local_today():
            return f"đang sinh hoạt; {membership.get_left_by_display()} từ {membership.valid_to:%d/%m/%Y}"
        return "đang sinh hoạt"
    if membership.valid_from > day:
        return f"từ {membership.valid_from:%d/%m/%Y}"
    return f"{membership.get_left_by_display()}, {membership.valid_to:%d/%m/%Y}"


def _offices(member: Any, day: dt.date) -> str:
    return "; ".join(
        f"{office.position.name}, {office.unit.distinct_label}" for office in member.current_offices
    )


def _awards(member: Any, day: dt.date) -> str:
    """Those that stand, given up to that day."""
    return "; ".join(
        str(award)
        for award in member.standing_awards
        if (award.awarded_on or dt.date(award.year, 1, 1)) <= day
    )


def _birth(member: Any, day: dt.date) -> Cell:
    return member.birth_date or member.birth_year


def _seniority(member: Any, day: dt.date) -> str:
    return time_span(member.joined_day, day) if member.joined_day else ""


def _phone(member: Any, day: dt.date) -> str:
    owner = member.phone_owner or "người thân"
    return f"{member.phone} (của {owner})" if member.phone_is_shared else member.phone


COLUMNS = (
    MemberColumn("the", "Số thẻ", lambda m, d: m.code, is_short=True),
    MemberColumn("cap-bac", "Cấp bậc hàm", lambda m, d: m.get_rank_display() or "", is_short=True),
    MemberColumn("sinh", "Ngày sinh", _birth, is_short=True),
    MemberColumn("tuoi", "Tuổi", lambda m, d: m.age_in(d.year), is_number=True),
    MemberColumn("gioi", "Giới tính", lambda m, d: m.get_gender_display(), is_short=True),
    MemberColumn("chi-hoi", "Chi hội", _unit),
    MemberColumn("cap-tren", "Hội cấp trên", _district, is_short=True),
    MemberColumn("tinh-trang", "Tình trạng", _status, is_long=True),
    MemberColumn("chuc-vu", "Chức vụ trong Hội", _offices, is_long=True),
    MemberColumn("khen", "Khen thưởng", _awards, is_long=True),
    MemberColumn("vao-hoi", "Ngày vào Hội", lambda m, d: m.joined_day, is_short=True),
    MemberColumn("tham-nien", "Thâm niên", _seniority, is_short=True),
    MemberColumn("dien-thoai", "Điện thoại", _phone),
    MemberColumn("noi-o", "Nơi ở", lambda m, d: m.address, is_long=True),
    MemberColumn("que", "Quê quán", lambda m, d: m.native_place),
    MemberColumn("cuoi", "Chức vụ, đơn vị cuối", lambda m, d: m.last_post, is_long=True),
    MemberColumn(
        "nghi-huu", "Nghỉ hưu, thôi việc", lambda m, d: m.retired_on or m.retired_year, is_short=True
    ),
    MemberColumn("loai", "Loại hội viên", lambda m, d: m.get_kind_display()),
)  # fmt: skip
BY_KEY = {column.key: column for column in COLUMNS}
USUAL = ("the", "cap-bac", "sinh", "dien-thoai")


def usual_columns(user: User) -> tuple[str, ...]:
    """What is shown until somebody chooses: the unit too, as far as the user's books differ in it.

    Two districts may each have a Chi hội Phường 5. Seven columns are more than a page holds.
    """
    if user.covers_all(Subject.MEMBERS):
        return (*USUAL[1:], "chi-hoi", "cap-tren")
    return USUAL if user.manages_one_branch else (*USUAL, "chi-hoi")


def columns_of(user: User) -> list[MemberColumn]:
    """The columns this person chose, in the order of the paper list; the usual ones at first."""
    chosen = ListSetting.objects.filter(user=user, list_name=LIST_NAME).first()
    keys = set(chosen.columns if chosen else usual_columns(user))
    return [column for column in COLUMNS if column.key in keys]


def with_answers(chosen: list[MemberColumn], keys: Collection[str]) -> list[MemberColumn]:
    """The columns chosen, and those without which the list would not tell what it was asked for:
    ages, where it lists who turns 80. See `MemberFilter.about`."""
    return [column for column in COLUMNS if column in chosen or column.key in keys]


def _with_column_data(members: MemberQuerySet, day: dt.date) -> MemberQuerySet:
    """Members with all data of the columns, in a fixed number of queries."""
    waiting = Transfer.objects.pending().select_related("target")
    memberships = (
        Membership.objects.select_related("unit__parent")
        .order_by("valid_from", "pk")
        .prefetch_related(Prefetch("transfers", queryset=waiting, to_attr="transfers_waiting"))
    )
    held = Appointment.objects.in_office(day).in_protocol_order()
    awards = MemberAward.objects.standing().select_related("kind").newest_first()
    return members.prefetch_related(
        Prefetch("memberships", queryset=memberships, to_attr="all_memberships"),
        Prefetch("appointments", queryset=held, to_attr="current_offices"),
        Prefetch("awards", queryset=awards, to_attr="standing_awards"),
    )


def member_rows(members: Any, day: dt.date) -> list[Any]:
    """The members of a queryset with all data of the columns on that day.

    Adds `shown_membership` (of that day, else the last one before it, else the first one to come;
    None without any) and `joined_day`. Takes a fixed number of queries.
    """
    rows = list(_with_column_data(members, day))
    for member in rows:
        begun = [
            membership for membership in member.all_memberships if membership.valid_from <= day
        ]
        member.shown_membership = next(iter(begun[-1:] or member.all_memberships), None)
        first = member.all_memberships[0].valid_from if member.all_memberships else None
        member.joined_day = member.joined_with(first)
    return rows
