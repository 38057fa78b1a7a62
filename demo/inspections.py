"""Checks of two branches of Bình Thạnh by the city's inspection board: last year's closed, this year's open."""

import datetime as dt

from inspection.actions import (
    Answer,
    add_usual_items,
    carry_out,
    move,
    record_findings,
    start,
)
from inspection.figures import figures_of
from inspection.models import CheckItem, Inspection, Step
from kit.dates import local_today
from members.actor import acting_as
from members.models import Unit, User

from .offices import Offices
from .units import Tree

_FAULT = Answer(
    "fault", "Hai phiếu chi quý I chưa có chữ ký người nhận (minh họa).",
    "Bổ sung chữ ký, từ nay chi xong ký ngay", None,
)  # fmt: skip


def load(tree: Tree, offices: Offices) -> int:
    """How many checks there are."""
    users = offices.users
    board, year = users["kiemtra"], local_today().year
    with acting_as(user=board):
        add_usual_items(by=board)
        # Last year's check looks by the list that is laid down this year.
        CheckItem.objects.update(valid_from=dt.date(year - 1, 1, 1))
    last = _begin(tree["BTH-01"], year - 1, dt.date(year - 1, 12, 20), board)
    lines = list(last.findings.all())
    with acting_as(user=board):
        answers = _answers(last, len(lines)) | {lines[2].pk: _FAULT}
        record_findings(inspection=last, findings=answers, by=board)
        move(inspection=last, step=Step.SEND, by=board, answer_by=local_today())
    with acting_as(user=users["thuky1"]):
        move(
            inspection=last, step=Step.ANSWER, by=users["thuky1"],
            answer="Chi hội đã mời hai gia đình ký bổ sung; Chi hội trưởng nhắc thủ quỹ ký khi chi.",
        )  # fmt: skip
    with acting_as(user=board):
        move(
            inspection=last, step=Step.CLOSE, by=board,
            conclusion="Sổ sách cơ bản đầy đủ, tiền khớp sổ. Chi hội đã khắc phục sai sót nêu trên.",
        )  # fmt: skip
        carried = last.findings.exclude(recommendation="").order_by("order")[0]
        carry_out(finding=carried, day=local_today(), by=board)
    for code in ("BTH-01", "BTH-02"):
        under_way = _begin(tree[code], year, local_today(), board)
        with acting_as(user=board):
            record_findings(inspection=under_way, findings=_answers(under_way, 3), by=board)
    return Inspection.objects.count()


def _answers(inspection: Inspection, number: int) -> dict[int, Answer]:
    """The first items, right where the portal counts nothing against it."""
    counted, answers = figures_of(inspection), {}
    for line in inspection.findings.all()[:number]:
        figure = counted.get(line.figure)
        answers[line.pk] = Answer("right")
        if figure is not None and figure.is_contrary:
            answers[line.pk] = Answer(
                "fault", "Số liệu trong sổ chưa khớp (minh họa).", "Đối chiếu và ghi bổ sung",
                local_today() + dt.timedelta(days=30),
            )  # fmt: skip
    return answers


def _begin(unit: Unit, year: int, day: dt.date, board: User) -> Inspection:
    with acting_as(user=board):
        return start(
            inspection=Inspection(
                unit=unit, year=year, held_on=day, lead=board.member.full_name if board.member else "",
                team="Một ủy viên Ban Kiểm tra", host="Chi hội trưởng",
            ),
            token=f"kiem-tra-minh-hoa-{unit.code}-{year}", by=board,
        )  # fmt: skip
