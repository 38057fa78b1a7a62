"""The columns of the lists of welfare: what each is sorted by, and what a phone shows."""

from django.db.models import F

from kit.lists import Column, in_tree

VISITS = (
    # By `ActivityQuerySet.with_naming`.
    Column("ai", "Người được chăm lo", order=("name_key", "happened_on"), line=1),
    Column("ngay", "Ngày", order=("happened_on",), css="is-short", line=1, latest_first=True),
    Column("loai", "Loại", order=("kind__order", "kind__name"), css="is-words", line=2),
    Column("tien", "Số tiền", order=("amount",), css="number", line=2, latest_first=True),
    Column("don-vi", "Đơn vị", order=in_tree("unit"), css="is-unit"),
    Column("tinh-trang", "Tình trạng", order=("state",), css="is-brief", line=2),
)

_BORN = (F("birth_year"), F("birth_date"))
LISTS = (
    Column("ten", "Danh sách", order=("kind__order", "kind__name"), line=1),
    Column("don-vi", "Đơn vị", order=in_tree("unit"), css="is-unit", line=2),
    Column("ky", "Kỳ", order=("year", "month"), latest_first=True),
    Column("nguoi", "Người", order=("people",), css="number", latest_first=True),
    Column("da-trao", "Đã trao", order=("handed",), css="number", latest_first=True),
    Column("tien", "Số tiền", order=("money",), css="number", line=2, latest_first=True),
    Column("tinh-trang", "Tình trạng", order=("state",), css="is-brief", line=1),
)
ENTRIES = (
    Column("ten", "Họ và tên", order=("sort_key",), line=1),
    Column("chi-hoi", "Chi hội", order=in_tree("unit"), css="is-unit", line=2),
    Column("sinh", "Sinh", order=_BORN),
    Column("tuoi", "Tuổi", order=("age",), css="number", line=1, latest_first=True),
    Column("muc", "Mức", order=("amount", "in_kind"), line=2, latest_first=True),
    Column("tinh-trang", "Tình trạng", order=("state", "handed_on")),
)
# Rows are memberships of whoever is due.
DUE = (
    Column("ten", "Họ và tên", order=("member__sort_key",), line=1),
    Column("chi-hoi", "Chi hội", order=in_tree("unit"), css="is-unit", line=2),
    Column("sinh", "Sinh", order=(F("member__birth_year"), F("member__birth_date"))),
    Column("tuoi", "Tuổi", css="number", line=1),
    Column("muc", "Mức", line=2),
)
POSTINGS = (
    Column("ai", "Người được chăm lo", line=1),
    Column("ngay", "Ngày", order=("happened_on",), css="is-short", line=1, latest_first=True),
    Column("loai", "Loại", order=("kind__order", "kind__name"), line=2),
    Column("tien", "Số tiền", order=("amount",), css="number", line=2, latest_first=True),
    Column("don-vi", "Đơn vị", order=in_tree("unit")),
    Column("phieu", "Phiếu chi", line=2),
)
HOUSES = (
    Column("ai", "Nhà của", order=("member__sort_key", "family"), line=1),
    Column("hinh-thuc", "Hình thức", order=("kind",)),
    Column("don-vi", "Đơn vị", order=in_tree("unit"), css="is-unit", line=2),
    Column("du-toan", "Dự toán", order=("estimate",), css="number", line=2, latest_first=True),
    Column("da-nhan", "Đã nhận", order=("received",), css="number", latest_first=True),
    Column("tinh-trang", "Tình trạng", order=("state",), css="is-brief", line=1),
)
