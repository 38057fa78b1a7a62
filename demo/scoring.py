"""The second cluster scored: last year from own scores to the lock, this year in part."""

import datetime as dt
from decimal import Decimal

from emulation.actions.ranking import lock_ranking
from emulation.actions.sheets import open_sheets
from emulation.models import (
    Classification,
    Criterion,
    Cycle,
    Extension,
    Mark,
    PeerMark,
    PeerSheet,
    ScoreSheet,
    ScoringRules,
)
from emulation.scoring import Kind, Part
from kit.dates import local_today
from members.models import User

from .emulation import Emulation
from .offices import Offices
from .seeds import at, chance

_REMARKS = {
    "Thăm hỏi hội viên ốm đau, hoàn cảnh khó khăn": "Theo sổ nghĩa tình của Hội và các chi hội.",
    "Kết nạp hội viên mới": "Theo quyết định kết nạp trong năm.",
    "Mô hình Tổ tự quản, Chi hội mẫu hoạt động có hiệu quả": "Có xác nhận của Công an phường.",
}


def load(contest: Emulation, offices: Offices) -> str:
    """Sheets of the last two cycles; the one that is over is locked."""
    cycles = list(Cycle.objects.filter(cluster=contest.second).order_by("-year")[:2])
    over = [cycle for cycle in cycles if cycle.year < local_today().year]
    for cycle in over[:1]:
        _over(cycle, offices)
    for cycle in (cycle for cycle in cycles if cycle.year == local_today().year):
        _under_way(cycle, offices)
    return f"score sheets: {ScoreSheet.objects.count()}"


def _clerk(sheet: ScoreSheet, offices: Offices) -> User:
    """Whoever keeps the unit's books in the demo; for units without an account, the office."""
    for name in ("binhthanh", "quan4"):
        user = offices.users[name]
        if any(office.unit_id == sheet.unit_id for office in user.offices):
            return user
    return offices.users["vanphong"]


def _leaves(cycle: Cycle) -> list[Criterion]:
    return list(Criterion.objects.filter(criteria_set=cycle.criteria_set_id).exclude(kind="group"))


def _whole(criterion: Criterion) -> Decimal | None:
    """A value that earns all points; of bonus and penalty none is claimed."""
    if criterion.part != Part.BASE:
        return None
    if criterion.kind == Kind.YES_NO:
        return Decimal(1)
    return criterion.maximum if criterion.kind == Kind.JUDGED else criterion.target


def _over(cycle: Cycle, offices: Offices) -> None:
    """Each unit's final points are those of its announced grade; it gave itself a little more."""
    open_sheets(cycle=cycle, by=offices.users["vanphong"])
    leaves = _leaves(cycle)
    judged = [row for row in leaves if row.kind == Kind.JUDGED]
    sheets = list(cycle.sheets.select_related("unit"))
    for sheet in sheets:
        lost = Decimal(100) - _announced(sheet)
        for row in leaves:
            value = _whole(row)
            if row in judged and value is not None:
                taken = min(lost, value - 1)
                lost -= taken
                value -= taken
                given = min(row.maximum or value, value + taken / 2)
                _mark(sheet, row, given, council_value=value if taken else None)
            elif value is not None:
                _mark(sheet, row, value)
        _hand_in(sheet, dt.date(cycle.year, 11, 8), offices)
    for sheet in sheets:
        for scorer in sheets:
            if scorer != sheet:
                _score(sheet, scorer, leaves, offices)
    rules = ScoringRules.objects.create(cycle=cycle)
    rules.opened_at = at(dt.date(cycle.year, 11, 29), 16)
    rules.save()
    lock_ranking(cycle=cycle, by=offices.users["vanphong"])


def _announced(sheet: ScoreSheet) -> Decimal:
    grades = Classification.objects.filter(unit=sheet.unit, year=sheet.cycle.year)
    score = grades.values_list("score", flat=True).first()
    return score if score is not None else Decimal(92)


def _mark(sheet: ScoreSheet, row: Criterion, value: Decimal, **fields: Decimal | None) -> None:
    Mark.objects.create(
        sheet=sheet, criterion=row, value=value, remark=_REMARKS.get(row.title, ""), **fields
    )


def _hand_in(sheet: ScoreSheet, day: dt.date, offices: Offices) -> None:
    sheet.submitted_at, sheet.submitted_by = at(day, 15), _clerk(sheet, offices)
    sheet.save()


def _score(
    sheet: ScoreSheet, scorer: ScoreSheet, leaves: list[Criterion], offices: Offices
) -> None:
    """A peer sees it mostly as the unit does, in judgements by a quarter of a point less or more."""
    rng = chance(f"peer {sheet.pk} {scorer.pk}")
    peer = PeerSheet.objects.create(sheet=sheet, scorer=scorer.unit)
    own = dict(sheet.marks.values_list("criterion", "value"))
    for row in leaves:
        value = own.get(row.pk)
        council = sheet.marks.filter(criterion=row, council_value__isnull=False).exists()
        if value is None:
            continue
        if row.kind == Kind.JUDGED and council:
            value = max(Decimal(0), value - Decimal(rng.choice(("0", "0.25", "0.5"))))
        PeerMark.objects.create(peer_sheet=peer, criterion=row, value=value)
    peer.submitted_at = at(dt.date(sheet.cycle.year, 11, 25), 10)
    peer.submitted_by = _clerk(scorer, offices)
    peer.save()


def _under_way(cycle: Cycle, offices: Offices) -> None:
    """Two units handed in, two are at it, two have not begun; the one that is late got more days."""
    open_sheets(cycle=cycle, by=offices.users["vanphong"])
    rng = chance(f"scores {cycle.year}")
    today = local_today()
    until = cycle.self_score_until
    sheets = sorted(cycle.sheets.select_related("unit"), key=lambda row: _place(row, offices))
    for number, sheet in enumerate(sheets):
        leaves = _leaves(cycle)
        written = leaves if number in (1, 2) else leaves[:7] if number in (0, 3) else []
        for row in written:
            value = _whole(row)
            if value is not None and row.kind in (Kind.RELATIVE, Kind.QUANTITY):
                value = Decimal(rng.randint(int(value) // 2, int(value) + 3))
            elif value is not None and row.kind == Kind.JUDGED:
                value -= Decimal(rng.choice(("0.5", "1", "1.25")))
            if value is not None:
                _mark(sheet, row, value)
        if number in (1, 2):
            _hand_in(sheet, min(today, until) if until else today, offices)
        elif number in (0, 3) and until and until < today:
            Extension.objects.create(
                sheet=sheet, until=today + dt.timedelta(days=10), reason="Thư ký mới nhận việc.",
                granted_by=offices.users["vanphong"],
            )  # fmt: skip


def _place(sheet: ScoreSheet, offices: Offices) -> tuple[int, int]:
    """First Bình Thạnh, which is at it, then Quận 4, which handed in: both have accounts."""
    names = ("binhthanh", "quan4")
    for number, name in enumerate(names):
        if any(office.unit_id == sheet.unit_id for office in offices.users[name].offices):
            return number, sheet.pk
    return len(names), sheet.pk
