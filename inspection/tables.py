"""The columns of the list of checks."""

from kit.lists import Column, in_tree

INSPECTIONS = (
    Column("don-vi", "Đơn vị", order=in_tree("unit"), line=1),
    Column("nam", "Năm", order=("year",), css="is-short", line=1, latest_first=True),
    Column("ngay", "Ngày kiểm tra", order=("held_on",), line=2, latest_first=True),
    Column("truong-doan", "Trưởng đoàn", order=("lead",)),
    Column("sai-sot", "Mục sai sót", order=("faults",), css="number", latest_first=True),
    Column("tinh-trang", "Tình trạng", order=("state",), line=2),
)
