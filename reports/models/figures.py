"""Figures of a unit for a span of time, from the books: joined, left, care given, events held.

Each figure is counted as of its day, so it can be counted again at any time and differs only where
somebody has corrected the books since.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, F

from events.models import Attendance, Event
from kit.dates import local_day_bounds
from kit.money import dong
from kit.numbers import vn_number
from members.models import Membership, Unit
from welfare.models import Activity

Figures = dict[str, int]
_Entry, _Exit = Membership.Entry, Membership.Exit
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class FigureLine:
    """One figure: the key under which it is stored, and its label on the page."""

    key: str
    label: str
    is_money: bool = False
    is_rare: bool = False  # shown only where it is not zero
    is_total: bool = False

    def formatted(self, number: int) -> str:
        return dong(number) if self.is_money else vn_number(number)


MEMBERS = (
    FigureLine("members_start", "Hội viên đầu kỳ", is_total=True),
    FigureLine("founding", "Hội viên sáng lập", is_rare=True),
    FigureLine("admitted", "Kết nạp"),
    FigureLine("readmitted", "Kết nạp lại", is_rare=True),
    FigureLine("moved_in", "Chuyển sinh hoạt đến"),
    FigureLine("from_outside", "Chuyển từ ngoài thành phố đến", is_rare=True),
    FigureLine("reassigned_in", "Nhận về khi sắp xếp đơn vị", is_rare=True),
    FigureLine("moved_out", "Chuyển sinh hoạt đi"),
    FigureLine("reassigned_out", "Giao đi khi sắp xếp đơn vị", is_rare=True),
    FigureLine("moved_away", "Chuyển ra ngoài thành phố"),
    FigureLine("struck_off", "Xóa tên"),
    FigureLine("resigned", "Xin ra khỏi Hội"),
    FigureLine("expelled", "Khai trừ", is_rare=True),
    FigureLine("deceased", "Từ trần"),
    FigureLine("members_end", "Hội viên cuối kỳ", is_total=True),
)
CARE = (
    FigureLine("activities", "Lượt thăm hỏi, tặng quà, trợ giúp"),
    FigureLine("people", "Người được chăm lo"),
    FigureLine("money", "Số tiền đã trao", is_money=True),
    FigureLine("goods", "Trị giá hiện vật", is_money=True),
)
EVENTS = (
    FigureLine("events", "Sự kiện, buổi gặp mặt đã tổ chức"),
    FigureLine("attended", "Lượt hội viên có mặt (theo biên bản đã chốt)", is_rare=True),
)
GROUPS = (("Hội viên", MEMBERS), ("Nghĩa tình", CARE), ("Sự kiện", EVENTS))
LINES = (*MEMBERS, *CARE, *EVENTS)

_CAME: dict[str, str] = {
    _Entry.FOUNDING: "founding",
    _Entry.ADMITTED: "admitted",
    _Entry.READMITTED: "readmitted",
    _Entry.TRANSFERRED: "moved_in",
    _Entry.FROM_OUTSIDE: "from_outside",
    _Entry.REASSIGNED: "reassigned_in",
}
_LEFT: dict[str, str] = {
    _Exit.TRANSFERRED: "moved_out",
    _Exit.REASSIGNED: "reassigned_out",
    _Exit.MOVED_AWAY: "moved_away",
    _Exit.STRUCK_OFF: "struck_off",
    _Exit.RESIGNED: "resigned",
    _Exit.EXPELLED: "expelled",
    _Exit.DECEASED: "deceased",
}


def figures_of(unit: Unit, start: dt.date, end: dt.date) -> Figures:
    """The figures of a unit with all units below it, from `start` up to but not including `end`.

    Members at the start are those of the evening before, so a member admitted on the first day
    counts as having joined within the span. Start + joined − left = end always holds. A member who
    goes from one branch of the unit straight to another counts as neither.
    """
    units = Unit.objects.within(unit)
    memberships = Membership.objects.order_by().filter(unit__in=units)
    came = memberships.filter(valid_from__gte=start, valid_from__lt=end).exclude(
        predecessor__unit__in=units, predecessor__valid_to=F("valid_from")
    )
    left = memberships.filter(valid_to__gte=start, valid_to__lt=end).exclude(
        successor__unit__in=units, successor__valid_from=F("valid_to")
    )
    figures = dict.fromkeys((line.key for line in LINES), 0)
    figures["members_start"] = memberships.on(start - _DAY).count()
    figures["members_end"] = memberships.on(end - _DAY).count()
    for way, count in came.values_list("entered_by").annotate(Count("pk")):
        figures[_CAME[way]] += count
    for way, count in left.values_list("left_by").annotate(Count("pk")):
        figures[_LEFT[way]] += count
    figures |= Activity.objects.filter(unit__in=units).between(start, end).figures()
    events = Event.objects.filter(
        state=Event.State.ANNOUNCED,
        starts_at__gte=local_day_bounds(start)[0],
        starts_at__lt=local_day_bounds(end)[0],
    )
    figures["events"] = events.concerning(units).count()
    attended = Attendance.objects.present().filter(
        event__in=events.filter(unit__in=units), event__minutes__closed_at__isnull=False
    )
    figures["attended"] = attended.count()
    return figures


def sum_figures(reports: Iterable[Mapping[str, int]]) -> Figures:
    """The figures of several reports added up; a key missing from an older report counts as 0."""
    total = dict.fromkeys((line.key for line in LINES), 0)
    for figures in reports:
        for key in total:
            total[key] += figures.get(key, 0)
    return total


@dataclass(frozen=True)
class FigureRow:
    """A figure ready to be shown, with the present figure from the books where that differs."""

    line: FigureLine
    number: int
    now: int | None = None

    @property
    def text(self) -> str:
        return self.line.formatted(self.number)

    @property
    def text_now(self) -> str:
        return "" if self.now is None else self.line.formatted(self.now)


def figure_groups(
    figures: Mapping[str, int], now: Mapping[str, int] | None = None
) -> list[tuple[str, list[FigureRow]]]:
    """The figures in their groups; a rare one only if it is not zero.

    With `now`, the present figures, each row also carries the present figure where it differs.
    """
    groups = []
    for title, lines in GROUPS:
        rows = []
        for line in lines:
            number = figures.get(line.key, 0)
            today = now.get(line.key, 0) if now is not None else number
            if number or today or not line.is_rare:
                rows.append(FigureRow(line, number, today if today != number else None))
        groups.append((title, rows))
    return groups
