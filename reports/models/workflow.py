"""How a report travels from the unit that owes it to the one above: one table, as for posts."""

from dataclasses import dataclass
from enum import Enum

from django.db import models


class State(models.TextChoices):
    DRAFT = "draft", "đang viết"
    SENT = "sent", "chờ nhận"
    RETURNED = "returned", "trả lại để sửa"
    RECEIVED = "received", "đã nhận"


class Role(Enum):
    WRITER = "writer"  # at the desk of the unit that owes the report
    SUPERIOR = "superior"  # keeps the books of the unit above it


# While a report is in one of these, its unit writes it and the books are counted anew each time.
OPEN_STATES = (State.DRAFT, State.RETURNED)
# In the hands of the unit above: text and figures stand as they were sent.
SENT_STATES = (State.SENT, State.RECEIVED)


@dataclass(frozen=True)
class Move:
    """One way from state to state. `slug` stands in the address, `words` on the button."""

    slug: str
    words: str
    sources: tuple[State, ...]
    target: State
    role: Role
    done: str
    needs_note: bool = False
    needs_whole: bool = False  # every heading must have its text


MOVES = (
    Move("gui", "Gửi lên cấp trên", OPEN_STATES, State.SENT, Role.WRITER,
         "Đã gửi báo cáo.", needs_whole=True),
    Move("nhan", "Nhận báo cáo", (State.SENT,), State.RECEIVED, Role.SUPERIOR,
         "Đã nhận báo cáo."),
    Move("tra-lai", "Trả lại kèm lời nhắn", (State.SENT,), State.RETURNED, Role.SUPERIOR,
         "Đã trả báo cáo lại cho đơn vị.", needs_note=True),
    Move("rut-lai", "Rút lại để sửa", (State.SENT,), State.DRAFT, Role.WRITER,
         "Đã rút báo cáo về để sửa; nhớ gửi lại."),
    Move("bo-nhan", "Bỏ nhận", (State.RECEIVED,), State.SENT, Role.SUPERIOR,
         "Báo cáo trở lại danh sách chờ nhận."),
)  # fmt: skip
BY_SLUG = {move.slug: move for move in MOVES}


def moves_from(state: str, roles: set[Role]) -> list[Move]:
    """What somebody in those roles may do with a report in that state, in the table's order."""
    return [move for move in MOVES if state in move.sources and move.role in roles]
