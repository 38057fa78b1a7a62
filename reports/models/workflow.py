"""The workflow of a report, from the unit obliged to send it to the unit above, as one table."""

from enum import Enum

from django.db import models

from kit.workflow import Steps, Transition


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


class ReportStep(Steps):
    SEND = Transition(
        "gui",
        "Gửi lên cấp trên",
        sources=OPEN_STATES,
        target=ReportState.SENT,
        role=ReportRole.WRITER,
        done="Đã gửi báo cáo.",
        icon="send",
        is_main=True,
        needs_all_parts=True,
    )
    RECEIVE = Transition(
        "nhan",
        "Nhận báo cáo",
        sources=(ReportState.SENT,),
        target=ReportState.RECEIVED,
        role=ReportRole.SUPERIOR,
        done="Đã nhận báo cáo.",
        icon="check",
        is_main=True,
    )
    RETURN = Transition(
        "tra-lai",
        "Trả lại kèm lời nhắn",
        sources=(ReportState.SENT,),
        target=ReportState.RETURNED,
        role=ReportRole.SUPERIOR,
        question="Đơn vị thấy lời nhắn này trong Việc cần làm và ở đầu báo cáo.",
        done="Đã trả báo cáo lại cho đơn vị.",
        icon="reply",
    )
    TAKE_BACK = Transition(
        "rut-lai",
        "Rút lại để sửa",
        sources=(ReportState.SENT,),
        target=ReportState.DRAFT,
        role=ReportRole.WRITER,
        done="Đã rút báo cáo về để sửa; nhớ gửi lại.",
        icon="undo-2",
    )
    UNDO_RECEIPT = Transition(
        "bo-nhan",
        "Bỏ nhận",
        sources=(ReportState.RECEIVED,),
        target=ReportState.SENT,
        role=ReportRole.SUPERIOR,
        done="Báo cáo trở lại danh sách chờ nhận.",
        icon="undo-2",
    )
