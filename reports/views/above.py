"""For the unit above: who has sent, who is behind, and all their figures together."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from kit.dates import local_today
from kit.spreadsheets import Cell, Column, Sheet, excel_file
from kit.text import slugify
from members.http import MemberRequest
from members.models import Appointment, Unit
from members.views.desk_common import page_of

from ..forms import BoardFilters
from ..models import (
    LINES,
    Figures,
    Period,
    ReportKind,
    State,
    overseen_by,
    summed,
    told,
    written_for_by,
)
from ..owed import Due, dues_for, shared_names, told_apart
from .common import asked_period, reports_trail

# What stands in a row of the consolidated table: words, the keys that add up to it.
COLUMNS: tuple[tuple[str, tuple[str, ...], bool], ...] = (
    ("Đầu kỳ", ("members_start",), False),
    ("Vào", ("founding", "admitted", "readmitted", "moved_in", "from_outside", "reassigned_in"), False),
    (
        "Ra",
        ("moved_out", "reassigned_out", "moved_away", "struck_off", "resigned", "expelled", "deceased"),
        False,
    ),
    ("Cuối kỳ", ("members_end",), False),
    ("Lượt chăm lo", ("activities",), False),
    ("Số tiền", ("money",), True),
    ("Sự kiện", ("events",), False),
)  # fmt: skip


class Board:
    """The reports of one kind and period that come to this user, and what is asked of them."""

    def __init__(self, request: MemberRequest, pk: int, slug: str) -> None:
        self.kind, self.period = asked_period(request, pk, slug)
        units = overseen_by(request.user).filter(level=self.kind.level)
        if not units.exists():
            raise Http404
        self.form = BoardFilters(request.GET, user=request.user, kind=self.kind)
        self.asked = self.form.asked()
        self.shared = shared_names(units)
        if parent := self.asked.get("quan"):
            units = units.filter(parent=parent)
        self.dues = dues_for(self.kind, self.period, units)

    @property
    def title(self) -> str:
        return self.kind.title_of(self.period)

    @property
    def querystring(self) -> str:
        """Which unit above was chosen, for the pages beside this one."""
        return f"?quan={self.asked['quan'].pk}" if self.asked.get("quan") else ""

    @property
    def sent(self) -> list[Due]:
        return [due for due in self.dues if due.is_sent]

    @property
    def unsent(self) -> list[Due]:
        return [due for due in self.dues if not due.is_sent]

    @property
    def shown(self) -> list[Due]:
        match self.asked.get("tinh_trang"):
            case None | "":
                return self.dues
            case "chua-gui":
                return self.unsent
            case "qua-han":
                return [due for due in self.dues if due.is_late]
            case state:
                return [due for due in self.dues if due.report and due.report.state == state]

    @property
    def figures(self) -> list[Figures]:
        return [due.report.sent_figures for due in self.sent if due.report]

    @property
    def is_of_many(self) -> bool:
        """Whether units of several units above are in it."""
        return len({due.unit.parent_id for due in self.dues}) > 1

    def names(self, dues: list[Due]) -> list[str]:
        return told_apart((due.unit for due in dues), self.shared)

    def url(self, name: str, period: Period | None = None) -> str:
        args = [self.kind.pk, (period or self.period).slug]
        return f"{reverse(f'reports:{name}', args=args)}{self.querystring}"

    @property
    def scope(self) -> str:
        return str(self.asked["quan"]) if self.asked.get("quan") else ""


def period_board(request: MemberRequest, pk: int, slug: str) -> HttpResponse:
    """Who has sent the report of that period, and who has not."""
    board = Board(request, pk, slug)
    page = page_of(request, board.shown)
    writable = _writable(request, board.kind)
    page.object_list = [(due, _way_in(due) if due.unit.pk in writable else "") for due in page]
    received = sum(due.report.state == State.RECEIVED for due in board.sent if due.report)
    later = board.period.next
    context = {
        "trail": reports_trail((board.title, "")),
        "board": board,
        "form": board.form,
        "page": page,
        "is_filtered": any(board.asked.values()),
        "figures": [
            (len(board.dues), "đơn vị phải nộp"),
            (len(board.sent), "đã gửi"),
            (received, "trong đó đã nhận"),
            (sum(due.is_late for due in board.dues), "quá hạn"),
        ],
        "due_on": board.kind.due_on(board.period),
        "earlier": (board.period.previous.words, board.url("period", board.period.previous)),
        "later": (later.words, board.url("period", later)) if board.kind.asks_for(later) else None,
        "reminder_url": board.url("reminder"),
        "total_url": board.url("total"),
    }
    return render(request, "reports/period.html", context)


def _way_in(due: Due) -> str:
    """What whoever writes for a unit below is offered."""
    if due.is_sent:
        return ""
    return "Viết thay" if due.report is None else due.what_to_do


def _writable(request: MemberRequest, kind: ReportKind) -> set[int]:
    """Units below at whose desk nobody sits: their reports are written from above."""
    units = written_for_by(request.user).filter(level=kind.level)
    return set(units.values_list("pk", flat=True))


def reminder(request: MemberRequest, pk: int, slug: str) -> HttpResponse:
    """Who is to be reminded, to be printed: the unit, its head, room for a mark."""
    board = Board(request, pk, slug)
    officers = Appointment.objects.in_office().filter(
        unit__in=[due.unit.pk for due in board.unsent]
    )
    heads: dict[int, Appointment] = {}
    for officer in officers.in_protocol_order():
        heads.setdefault(officer.unit_id, officer)
    names = board.names(board.unsent)
    context = {
        "trail": reports_trail((board.title, board.url("period")), ("Danh sách nhắc", "")),
        "board": board,
        "rows": [
            (name, due, heads.get(due.unit.pk))
            for name, due in zip(names, board.unsent, strict=True)
        ],
        "due_on": board.kind.due_on(board.period),
        "today": local_today(),
        "back": board.url("period"),
    }
    return render(request, "reports/reminder.html", context)


def total(request: MemberRequest, pk: int, slug: str) -> HttpResponse:
    """All that was sent, added up; who is missing is said first."""
    board = Board(request, pk, slug)
    context = {
        "trail": reports_trail((board.title, board.url("period")), ("Tổng hợp", "")),
        "board": board,
        "missing": board.names(board.unsent),
        "groups": told(summed(board.figures)),
        "head": [(words, is_money) for words, _, is_money in COLUMNS],
        "rows": _rows(board),
        "sums": _cells(summed(board.figures)),
        "back": board.url("period"),
        "export_url": board.url("total_export"),
    }
    return render(request, "reports/total.html", context)


def _cells(figures: Figures) -> list[tuple[int, str, bool]]:
    return [
        (sum(figures.get(key, 0) for key in keys), words, is_money)
        for words, keys, is_money in COLUMNS
    ]


def _rows(board: Board) -> list[tuple[str, list[tuple[int, str, bool]]]]:
    """A row a unit that sent; where many units above are in it, a row for each of these."""
    if not board.is_of_many:
        return [
            (name, _cells(due.report.sent_figures))
            for name, due in zip(board.names(board.sent), board.sent, strict=True)
            if due.report
        ]
    groups: dict[Unit, list[Due]] = {}
    for due in board.dues:
        if due.unit.parent is not None:
            groups.setdefault(due.unit.parent, []).append(due)
    rows = []
    for parent, dues in groups.items():
        sent = [due.report.sent_figures for due in dues if due.is_sent and due.report]
        if sent:
            rows.append((f"{parent} ({len(sent)}/{len(dues)} đã gửi)", _cells(summed(sent))))
    return rows


def total_export(request: MemberRequest, pk: int, slug: str) -> HttpResponse:
    """The consolidated figures, a row a unit, with the sum; who is missing on a sheet of its own."""
    board = Board(request, pk, slug)
    columns: list[Column | str] = ["STT", "Đơn vị", "Trực thuộc", "Tình trạng", "Ngày gửi"]
    columns += [Column(line.words, is_money=line.is_money) for line in LINES]
    missing: list[list[Cell]] = [
        [number, str(due.unit), str(due.unit.parent or ""), due.seen_from_above, due.when]
        for number, due in enumerate(board.unsent, 1)
    ]
    about = f"{board.title}. {len(board.sent)}/{len(board.dues)} đơn vị đã gửi, tính đến ngày {local_today():%d/%m/%Y}."
    return excel_file(
        f"tong-hop-{slugify(board.title)}",
        [
            Sheet("Tổng hợp", columns, _export_rows(board)),
            Sheet("Chưa gửi", ["STT", "Đơn vị", "Trực thuộc", "Tình trạng", "Hạn"], missing),
            Sheet("Ghi chú", ["Báo cáo tổng hợp"], [[about], [_ABOUT_MOVES]]),
        ],
    )


_ABOUT_MOVES = (
    "Chuyển sinh hoạt giữa hai đơn vị trong bảng được tính ở cả nơi đi và nơi đến. "
    "Số liệu là của ngày từng đơn vị gửi báo cáo."
)


def _export_rows(board: Board) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    for number, due in enumerate(board.sent, 1):
        if due.report is not None:
            told_of: list[Any] = [due.report.sent_figures.get(line.key, 0) for line in LINES]
            rows.append(
                [number, str(due.unit), str(due.unit.parent or ""), due.seen_from_above,
                 due.report.sent_at, *told_of]
            )  # fmt: skip
    sums = summed(board.figures)
    rows.append(["", "Cộng", "", "", None, *(sums[line.key] for line in LINES)])
    return rows
