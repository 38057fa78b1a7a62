"""The columns that the list of members can show, on the screen, on paper and in Excel alike."""

import datetime as dt
import re
from collections.abc import Callable
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
        words = str(value)
        if self.key == "chi-hoi":  # the heading says already what it is
            words = words.removeprefix("Chi hội ")
            words = words[:1].upper() + words[1:]
        # A telephone number stays on one line, as do a rank and Phường 12.
        pattern = KEPT_WHOLE.get(self.key)
        return pattern.sub("\N{NO-BREAK SPACE}", words) if pattern else words


def _stay(member: Any) -> Any:
    """The stay of that day, else the last one before it, else the one to come."""
    return member.stays_told[0] if member.stays_told else None


def _unit(member: Any, day: dt.date) -> str:
    stay = _stay(member)
    return str(stay.unit) if stay else ""


def _district(member: Any, day: dt.date) -> str:
    stay = _stay(member)
    return str(stay.unit.parent) if stay and stay.unit.parent else ""


def _status(member: Any, day: dt.date) -> str:
    stay = _stay(member)
    if stay is None:
        return "chưa có chi hội"
    if stay.is_on(day):
        if stay.transfers_waiting and day == local_today():
            return f"chờ chuyển đến {stay.transfers_waiting[0].target}"
        if stay.valid_to and stay.valid_to > local_today():
            return f"đang sinh hoạt; {stay.get_left_by_display()} từ {stay.valid_to:%d/%m/%Y}"
        return "đang sinh hoạt"
    if stay.valid_from > day:
        return f"từ {stay.valid_from:%d/%m/%Y}"
    return f"{stay.get_left_by_display()}, {stay.valid_to:%d/%m/%Y}"


def _offices(member: Any, day: dt.date) -> str:
    return "; ".join(
        f"{office.position.name}, {office.unit.told_apart}" for office in member.offices_told
    )


def _awards(member: Any, day: dt.date) -> str:
    """Those that stand, given up to that day."""
    return "; ".join(
        str(award)
        for award in member.awards_told
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


def usual(user: User) -> tuple[str, ...]:
    """What is shown until somebody chooses: the unit too, as far as the user's books differ in it.

    Two districts may each have a Chi hội Phường 5. Seven columns are more than a page holds.
    """
    if user.covers_all(Subject.MEMBERS):
        return (*USUAL[1:], "chi-hoi", "cap-tren")
    return USUAL if user.keeps_one_branch else (*USUAL, "chi-hoi")


def columns_of(user: User) -> list[MemberColumn]:
    """The columns this person chose, in the order of the paper list; the usual ones at first."""
    chosen = ListSetting.objects.filter(user=user, list_name=LIST_NAME).first()
    keys = set(chosen.columns if chosen else usual(user))
    return [column for column in COLUMNS if column.key in keys]


def with_told(members: MemberQuerySet, day: dt.date | None = None) -> MemberQuerySet:
    """Members with everything that the columns ask for, in a fixed number of queries."""
    day = day or local_today()
    waiting = Transfer.objects.pending().select_related("target")
    stays = (
        Membership.objects.select_related("unit__parent")
        .order_by("valid_from", "pk")
        .prefetch_related(Prefetch("transfers", queryset=waiting, to_attr="transfers_waiting"))
    )
    held = Appointment.objects.in_office(day).in_protocol_order()
    awards = MemberAward.objects.standing().select_related("kind").newest_first()
    return members.prefetch_related(
        Prefetch("memberships", queryset=stays, to_attr="all_stays"),
        Prefetch("appointments", queryset=held, to_attr="offices_told"),
        Prefetch("awards", queryset=awards, to_attr="awards_told"),
    )


def told(members: Any, day: dt.date) -> list[Any]:
    """The rows of `with_told`, each knowing its stay of that day and the day of joining."""
    rows = list(members)
    for member in rows:
        begun = [stay for stay in member.all_stays if stay.valid_from <= day]
        member.stays_told = begun[-1:] or member.all_stays[:1]
        first = member.all_stays[0].valid_from if member.all_stays else None
        member.joined_day = member.joined_with(first)
    return rows
