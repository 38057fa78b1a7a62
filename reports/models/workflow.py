"""The workflow of a report, from the unit obliged to send it to the unit above, as one table."""

from dataclasses import dataclass
from enum import Enum

from django.db import models


class ReportState(models.TextChoices):
    DRAFT = "draft", "đang viết"
    SENT = "sent", "chờ nhận"
    RETURNED = "returned", "trả lại để sửa"
    RECEIVED = "received", "đã nhận"


class ReportRole(Enum):
    WRITER = "writer"  # writes for the unit obliged to send the report
    SUPERIOR = "superior"  # an officer of the unit above it


# In these states its unit still writes the report, and the figures are counted anew each time.
OPEN_STATES = (ReportState.DRAFT, ReportState.RETURNED)
# With the unit above: text and figures stay as they were sent.
SENT_STATES = (ReportState.SENT, ReportState.RECEIVED)


@dataclass(frozen=True)
class ReportTransition:
    """A transition between states. `slug` appears in the address, `label` on the button."""

    slug: str
    label: str
    sources: tuple[ReportState, ...]
    target: ReportState
    role: ReportRole
    done: str
    needs_note: bool = False
    needs_all_parts: bool = False  # every heading must have its text


MOVES = (
    ReportTransition("gui", "Gửi lên cấp trên", OPEN_STATES, ReportState.SENT, ReportRole.WRITER,
         "Đã gửi báo cáo.", needs_all_parts=True),
    ReportTransition("nhan", "Nhận báo cáo", (ReportState.SENT,), ReportState.RECEIVED, ReportRole.SUPERIOR,
         "Đã nhận báo cáo."),
    ReportTransition("tra-lai", "Trả lại kèm lời nhắn", (ReportState.SENT,), ReportState.RETURNED, ReportRole.SUPERIOR,
         "Đã trả báo cáo lại cho đơn vị.", needs_note=True),
    ReportTransition("rut-lai", "Rút lại để sửa", (ReportState.SENT,), ReportState.DRAFT, ReportRole.WRITER,
         "Đã rút báo cáo về để sửa; nhớ gửi lại."),
    ReportTransition("bo-nhan", "Bỏ nhận", (ReportState.RECEIVED,), ReportState.SENT, ReportRole.SUPERIOR,
         "Báo cáo trở lại danh sách chờ nhận."),
)  # fmt: skip
BY_SLUG = {move.slug: move for move in MOVES}


def moves_from(state: str, roles: set[ReportRole]) -> list[ReportTransition]:
    """The transitions open to someone in those roles for a report in that state, in table order."""
    return [move for move in MOVES if state in move.sources and move.role in roles]
