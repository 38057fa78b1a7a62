"""The columns of the lists of emulation at the desk."""

from kit.lists import Column, in_tree

CLUSTERS = (
    Column("cum", "Cụm", order=("order", "name"), line=1),
    Column("cum-truong", "Cụm trưởng", line=2),
    Column("cum-pho", "Cụm phó"),
    Column("so", "Đơn vị", order=("unit_count",), css="number", latest_first=True, line=1),
    Column("tu-ngay", "Từ ngày", order=("valid_from",), css="is-short", latest_first=True),
)
COMPACTS = (
    Column("giao-uoc", "Giao ước", order=("title",), line=1),
    Column("cum", "Cụm", order=("cluster__order", "cluster__name"), line=2),
    Column("nam", "Năm", order=("year",), css="number", latest_first=True, line=2),
    Column("ngay-ky", "Ngày ký", order=("signed_on",), css="is-short", latest_first=True),
    Column("tinh-trang", "Tình trạng", line=1),
)
CYCLES = (
    Column("ky", "Kỳ thi đua", order=("-year", "cluster__order", "cluster__name"), line=1),
    Column("cum-truong", "Cụm trưởng"),
    Column("thoi-gian", "Thời gian", order=("starts_on",), latest_first=True),
    Column("viec", "Việc sắp tới", line=2),
    Column("tinh-trang", "Tình trạng", css="is-short", line=1),
)
GOALS = (
    Column("don-vi", "Đơn vị", line=1),
    Column("phan-dau", "Đăng ký phấn đấu", value=lambda line: line.aim, line=2),
    Column("ket-qua", "Đã đạt", value=lambda line: str(line.reached or "")),
    Column("viec", "Việc", css="is-short", line=1),
)
SETS = (
    Column("ten", "Bộ tiêu chí", order=("name", "-version"), line=1),
    Column("don-vi", "Đơn vị đặt ra", order=in_tree("unit"), line=2),
    Column("ban", "Bản số", order=("version",), css="number", latest_first=True),
    Column("so", "Tiêu chí", order=("criteria_count",), css="number", latest_first=True),
    Column("ngay", "Ban hành", order=("issued_on",), css="is-short", latest_first=True),
    Column("tinh-trang", "Tình trạng", line=1),
)
# Rows are lines of the outline, in the set's own order.
CRITERIA = (
    Column("noi-dung", "Nội dung", line=1),
    Column("cach", "Cách tính điểm"),
    Column("diem", "Điểm tối đa", css="number", line=1),
    Column("viec", "Việc", css="is-short", line=2),
)
