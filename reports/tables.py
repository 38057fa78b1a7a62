"""The columns of the lists of reports: what each is sorted by, and what a phone shows."""

from django.db.models import F

from kit.lists import Column, in_tree

REPORTS = (
    Column("ky", "Báo cáo", order=("starts_on", "kind__name"), line=1, latest_first=True),
    Column("don-vi", "Đơn vị", order=in_tree("unit"), line=2),
    Column("tinh-trang", "Tình trạng", order=("state",), line=2),
    Column("ngay-gui", "Ngày gửi", order=(F("sent_at"),), css="is-short", latest_first=True),
)
# Rows are `obligations.PeriodProgress`, few, in the order of their last day.
ROUNDS = (
    Column("ky", "Kỳ", line=1),
    Column("han", "Hạn", css="is-short", line=2),
    Column("da-gui", "Đã gửi", css="number", line=1),
    Column("qua-han", "Quá hạn", css="number", line=2),
)
# Rows are `obligations.Obligation`: reckoned, so sorted here and not by the database.
BOARD = (
    Column("don-vi", "Đơn vị", value=lambda row: (row.unit.sort_order, row.unit.name), line=1),
    Column(
        "tren", "Trực thuộc", value=lambda row: (row.unit.parent.sort_order, row.unit.parent.name),
        line=2,
    ),
    Column("tinh-trang", "Tình trạng", value=lambda row: row.state_for_superior, line=2),
    Column(
        "ngay", "Ngày gửi, hạn", line=1,
        value=lambda row: (not row.is_late, row.is_sent, row.report.sent_at if row.is_sent else None),
    ),
)  # fmt: skip
KINDS = (
    Column("ten", "Loại", order=("name",), line=1),
    Column("ai", "Ai nộp", order=("level", "issuer__name"), line=2),
    Column("nhip", "Nhịp, hạn", order=("rhythm",)),
    Column("tu", "Áp dụng", order=("valid_from",), line=2, latest_first=True),
)
