"""For the unit above: which units have sent, which are late, and the figures of all."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from kit.dates import local_today
from kit.lists import Table
from kit.spreadsheets import Cell, Sheet, SheetColumn, excel_file
from kit.text import slugify
from members.http import MemberRequest
from members.models import Appointment, Unit

from ..forms import BoardFilters
from ..models import (
    LINES,
    Figures,
    Period,
    ReportKind,
    ReportState,
    figure_groups,
    sum_figures,
    units_overseen_by,
    units_writable_by,
)
from ..obligations import Obligation, distinct_names, obligations_for, shared_names
from ..tables import BOARD
from .common import reports_trail, requested_period

# Columns of the consolidated table: label, the keys that add up to it, whether it is money.
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
    """The obligations of one kind and period that the user oversees, with the filters chosen."""

    def __init__(self, request: MemberRequest, pk: int, slug: str) -> None:
        self.kind, self.period = requested_period(request, pk, slug)
        units = units_overseen_by(request.user).filter(level=self.kind.level)
        if not units.exists():
            raise Http404
        self.form = BoardFilters(request.GET, user=request.user, kind=self.kind)
        self.filters = self.form.filter_values()
        self.shared = shared_names(units)
        if parent := self.filters.get("quan"):
            units = units.filter(parent=parent)
        self.obligations = obligations_for(self.kind, self.period, units)

    @property
    def title(self) -> str:
        return self.kind.title_of(self.period)

    @property
    def querystring(self) -> str:
        """The chosen unit above, as the query string for links to the neighbouring pages."""
        return f"?quan={self.filters['quan'].pk}" if self.filters.get("quan") else ""

    @property
    def sent(self) -> list[Obligation]:
        return [obligation for obligation in self.obligations if obligation.is_sent]

    @property
    def unsent(self) -> list[Obligation]:
        return [obligation for obligation in self.obligations if not obligation.is_sent]

    @property
    def shown(self) -> list[Obligation]:
        match self.filters.get("tinh_trang"):
            case None | "":
                return self.obligations
            case "chua-gui":
                return self.unsent
            case "qua-han":
                return [obligation for obligation in self.obligations if obligation.is_late]
            case state:
                return [
                    obligation
                    for obligation in self.obligations
                    if obligation.report and obligation.report.state == state
                ]

    @property
    def figures(self) -> list[Figures]:
        return [obligation.report.sent_figures for obligation in self.sent if obligation.report]

    @property
    def is_of_many(self) -> bool:
        """Whether the board holds units under several parents."""
        return len({obligation.unit.parent_id for obligation in self.obligations}) > 1

    def names(self, obligations: list[Obligation]) -> list[str]:
        return distinct_names((obligation.unit for obligation in obligations), self.shared)

    def url(self, name: str, period: Period | None = None) -> str:
        args = [self.kind.pk, (period or self.period).slug]
        return f"{reverse(f'reports:{name}', args=args)}{self.querystring}"

    @property
    def scope(self) -> str:
        return str(self.filters["quan"]) if self.filters.get("quan") else ""


def period_board(request: MemberRequest, pk: int, slug: str) -> HttpResponse:
    """The units that have sent the report of that period, and those that have not."""
    board = Board(request, pk, slug)
    table = Table(
        request.GET,
        board.shown,
        BOARD,
        noun="đơn vị",
        without=() if board.is_of_many else ("tren",),
    )
    page = table.page
    writable = _writable(request, board.kind)
    page.object_list = [
        (obligation, _way_in(obligation) if obligation.unit.pk in writable else "")
        for obligation in page
    ]
    received = sum(
        obligation.report.state == ReportState.RECEIVED
        for obligation in board.sent
        if obligation.report
    )
    later = board.period.next
    context = {
        "trail": reports_trail((board.title, "")),
        "board": board,
        "form": board.form,
        "table": table,
        "page": page,
        "is_filtered": any(board.filters.values()),
        "figures": [
            (len(board.obligations), "đơn vị phải nộp"),
            (len(board.sent), "đã gửi"),
            (received, "trong đó đã nhận"),
            (sum(obligation.is_late for obligation in board.obligations), "quá hạn"),
        ],
        "due_on": board.kind.due_on(board.period),
        "earlier": (board.period.previous.label, board.url("period", board.period.previous)),
        "later": (later.label, board.url("period", later)) if board.kind.requires(later) else None,
        "reminder_url": board.url("reminder"),
        "total_url": board.url("total"),
    }
    return render(request, "reports/period.html", context)


def _way_in(obligation: Obligation) -> str:
    """The label of the link offered to a user who writes for a unit below."""
    if obligation.is_sent:
        return ""
    return "Viết thay" if obligation.report is None else obligation.next_step


def _writable(request: MemberRequest, kind: ReportKind) -> set[int]:
    """Primary keys of units below without a writer of their own, whose reports the user writes."""
    units = units_writable_by(request.user).filter(level=kind.level)
    return set(units.values_list("pk", flat=True))


def reminder(request: MemberRequest, pk: int, slug: str) -> HttpResponse:
    """The printable list of units to remind: the unit, its head, room for a tick."""
    board = Board(request, pk, slug)
    officers = Appointment.objects.in_office().filter(
        unit__in=[obligation.unit.pk for obligation in board.unsent]
    )
    heads: dict[int, Appointment] = {}
    for officer in officers.in_protocol_order():
        heads.setdefault(officer.unit_id, officer)
    names = board.names(board.unsent)
    context = {
        "trail": reports_trail((board.title, board.url("period")), ("Danh sách nhắc", "")),
        "board": board,
        "rows": [
            (name, obligation, heads.get(obligation.unit.pk))
            for name, obligation in zip(names, board.unsent, strict=True)
        ],
        "due_on": board.kind.due_on(board.period),
        "today": local_today(),
        "back": board.url("period"),
    }
    return render(request, "reports/reminder.html", context)


def total(request: MemberRequest, pk: int, slug: str) -> HttpResponse:
    """The sum of all sent figures, preceded by the units that are missing."""
    board = Board(request, pk, slug)
    context = {
        "trail": reports_trail((board.title, board.url("period")), ("Tổng hợp", "")),
        "board": board,
        "missing": board.names(board.unsent),
        "groups": figure_groups(sum_figures(board.figures)),
        "head": [(label, is_money) for label, _, is_money in COLUMNS],
        "rows": _rows(board),
        "sums": _cells(sum_figures(board.figures)),
        "back": board.url("period"),
        "export_url": board.url("total_export"),
    }
    return render(request, "reports/total.html", context)


def _cells(figures: Figures) -> list[tuple[int, str, bool]]:
    return [
        (sum(figures.get(key, 0) for key in keys), label, is_money)
        for label, keys, is_money in COLUMNS
    ]


def _rows(board: Board) -> list[tuple[str, list[tuple[int, str, bool]]]]:
    """One row per unit that sent; if the board spans several parents, one row per parent."""
    if not board.is_of_many:
        return [
            (name, _cells(obligation.report.sent_figures))
            for name, obligation in zip(board.names(board.sent), board.sent, strict=True)
            if obligation.report
        ]
    groups: dict[Unit, list[Obligation]] = {}
    for obligation in board.obligations:
        if obligation.unit.parent is not None:
            groups.setdefault(obligation.unit.parent, []).append(obligation)
    rows = []
    for parent, obligations in groups.items():
        sent = [
            obligation.report.sent_figures
            for obligation in obligations
            if obligation.is_sent and obligation.report
        ]
        if sent:
            rows.append(
                (f"{parent} ({len(sent)}/{len(obligations)} đã gửi)", _cells(sum_figures(sent)))
            )
    return rows


def total_export(request: MemberRequest, pk: int, slug: str) -> HttpResponse:
    """The consolidated figures as a workbook, one row per unit; missing units on their own sheet."""
    board = Board(request, pk, slug)
    columns: list[SheetColumn | str] = ["STT", "Đơn vị", "Trực thuộc", "Tình trạng", "Ngày gửi"]
    columns += [SheetColumn(line.label, is_money=line.is_money) for line in LINES]
    missing: list[list[Cell]] = [
        [
            number,
            str(obligation.unit),
            str(obligation.unit.parent or ""),
            obligation.state_for_superior,
            obligation.deadline_text,
        ]
        for number, obligation in enumerate(board.unsent, 1)
    ]
    share = f"{len(board.sent)}/{len(board.obligations)}"
    about = f"{board.title}. {share} đơn vị đã gửi, tính đến ngày {local_today():%d/%m/%Y}."
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
    for number, obligation in enumerate(board.sent, 1):
        if obligation.report is not None:
            figures: list[Any] = [obligation.report.sent_figures.get(line.key, 0) for line in LINES]
            rows.append(
                [number, str(obligation.unit), str(obligation.unit.parent or ""), obligation.state_for_superior,
                 obligation.report.sent_at, *figures]
            )  # fmt: skip
    sums = sum_figures(board.figures)
    rows.append(["", "Cộng", "", "", None, *(sums[line.key] for line in LINES)])
    return rows
