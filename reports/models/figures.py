"""What the books say of a unit and a stretch of time: members come and gone, care given, events.

Each figure is as of its day, so it can be counted again at any time and differs only where somebody
has corrected the books since.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, F

from events.models import Event
from kit.dates import local_day_bounds
from kit.money import dong
from kit.numbers import vn_number
from members.models import Membership, Unit
from welfare.models import Activity

Figures = dict[str, int]
_Entry, _Exit = Membership.Entry, Membership.Exit
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Line:
    """One figure: its key where it is stored, and its words."""

    key: str
    words: str
    is_money: bool = False
    is_rare: bool = False  # told only where it is not nought
    is_total: bool = False

    def told(self, number: int) -> str:
        return dong(number) if self.is_money else vn_number(number)


MEMBERS = (
    Line("members_start", "Hội viên đầu kỳ", is_total=True),
    Line("founding", "Hội viên sáng lập", is_rare=True),
    Line("admitted", "Kết nạp"),
    Line("readmitted", "Kết nạp lại", is_rare=True),
    Line("moved_in", "Chuyển sinh hoạt đến"),
    Line("from_outside", "Chuyển từ ngoài thành phố đến", is_rare=True),
    Line("reassigned_in", "Nhận về khi sắp xếp đơn vị", is_rare=True),
    Line("moved_out", "Chuyển sinh hoạt đi"),
    Line("reassigned_out", "Giao đi khi sắp xếp đơn vị", is_rare=True),
    Line("moved_away", "Chuyển ra ngoài thành phố"),
    Line("struck_off", "Xóa tên"),
    Line("resigned", "Xin ra khỏi Hội"),
    Line("expelled", "Khai trừ", is_rare=True),
    Line("deceased", "Từ trần"),
    Line("members_end", "Hội viên cuối kỳ", is_total=True),
)
CARE = (
    Line("activities", "Lượt thăm hỏi, tặng quà, trợ giúp"),
    Line("people", "Người được chăm lo"),
    Line("money", "Số tiền đã trao", is_money=True),
    Line("goods", "Trị giá hiện vật", is_money=True),
)
EVENTS = (Line("events", "Sự kiện, buổi gặp mặt đã tổ chức"),)
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
    """The figures of a unit with all below it, from `start` up to, but not on, `end`.

    Members at the start are those of the evening before: who is admitted on the first day comes in
    the period. So start + came − left = end, always. Who goes from one branch of the unit straight
    to another neither came nor left.
    """
    units = Unit.objects.within(unit)
    stays = Membership.objects.order_by().filter(unit__in=units)
    came = stays.filter(valid_from__gte=start, valid_from__lt=end).exclude(
        predecessor__unit__in=units, predecessor__valid_to=F("valid_from")
    )
    left = stays.filter(valid_to__gte=start, valid_to__lt=end).exclude(
        successor__unit__in=units, successor__valid_from=F("valid_to")
    )
    figures = dict.fromkeys((line.key for line in LINES), 0)
    figures["members_start"] = stays.on(start - _DAY).count()
    figures["members_end"] = stays.on(end - _DAY).count()
    for way, number in came.values_list("entered_by").annotate(Count("pk")):
        figures[_CAME[way]] += number
    for way, number in left.values_list("left_by").annotate(Count("pk")):
        figures[_LEFT[way]] += number
    figures |= Activity.objects.filter(unit__in=units).between(start, end).figures()
    held = Event.objects.filter(
        state=Event.State.ANNOUNCED,
        starts_at__gte=local_day_bounds(start)[0],
        starts_at__lt=local_day_bounds(end)[0],
    )
    figures["events"] = held.concerning(units).count()
    return figures


def summed(many: Iterable[Mapping[str, int]]) -> Figures:
    """The figures of several reports added up; a key that an older report lacks counts nought."""
    total = dict.fromkeys((line.key for line in LINES), 0)
    for figures in many:
        for key in total:
            total[key] += figures.get(key, 0)
    return total


@dataclass(frozen=True)
class Told:
    """A figure ready to be shown, and what the books say now where they differ."""

    line: Line
    number: int
    now: int | None = None

    @property
    def words(self) -> str:
        return self.line.told(self.number)

    @property
    def now_words(self) -> str:
        return "" if self.now is None else self.line.told(self.now)


def told(
    figures: Mapping[str, int], now: Mapping[str, int] | None = None
) -> list[tuple[str, list[Told]]]:
    """Group by group, the rare ones only where there are any; with `now`, where that differs."""
    groups = []
    for title, lines in GROUPS:
        rows = []
        for line in lines:
            number = figures.get(line.key, 0)
            today = now.get(line.key, 0) if now is not None else number
            if number or today or not line.is_rare:
                rows.append(Told(line, number, today if today != number else None))
        groups.append((title, rows))
    return groups
