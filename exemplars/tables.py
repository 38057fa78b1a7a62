"""The columns of the lists: exemplars, years by a kind's own scale."""

from kit.lists import Column, in_tree

EXEMPLARS = (
    Column("ten", "Điển hình, mô hình", order=("title",), line=1),
    Column("loai", "Loại", order=("kind__order", "kind__name"), line=2),
    Column("don-vi", "Đơn vị", order=in_tree("unit"), line=2),
    Column("tu-nam", "Từ năm", order=("begun_year",), css="is-short", latest_first=True),
    Column("lam-theo", "Nơi làm theo", order=("adopter_count",), css="number", latest_first=True),
    Column("cong-nhan", "Công nhận", order=("recognised_on",), css="is-short", latest_first=True),
    Column("tinh-trang", "Tình trạng", order=("state",), line=1),
)
RATINGS = (
    Column("don-vi", "Đơn vị", order=in_tree("unit"), line=1),
    Column("danh-hieu", "Danh hiệu", order=("kind__order", "kind__name"), line=2),
    Column("nam", "Năm", order=("year",), css="is-short", line=1, latest_first=True),
    Column("tu-cham", "Tự chấm", order=("own_total",), css="number", latest_first=True),
    Column("ket-qua", "Kết quả", order=("total",), css="number", latest_first=True, line=2),
    Column("tinh-trang", "Tình trạng", order=("state",), line=2),
)
