"""The columns of the lists beside that of members: what each is sorted by, and what a phone shows.

The cells stand in each list's template, under the keys given here.
"""

from django.db.models import F

from kit.lists import Column, in_tree

# Of one unit, in the order of protocol: few, so nothing sorts them.
OFFICES = (
    Column("chuc-vu", "Chức vụ", line=1),
    Column("ten", "Đồng chí", line=2),
    Column("tu", "Từ ngày"),
    Column("viec", "Việc", line=2),
)
# Of all units, one holder a row.
HOLDERS = (
    Column("ten", "Đồng chí", order=("member__sort_key",), line=1),
    Column(
        "chuc-vu",
        "Chức vụ",
        order=("position__level", "position__rank_order", "position__name"),
        line=2,
    ),
    Column("don-vi", "Đơn vị", order=in_tree("unit"), line=2),
    Column("tu", "Từ ngày", order=("valid_from",), css="is-short", latest_first=True),
    Column("viec", "Việc"),
)
# Rows are a unit, a post, how many it lacks, the place in the order of the tree.
VACANCIES = (
    Column(
        "chuc-vu", "Chức vụ còn khuyết", value=lambda row: (row[1].rank_order, row[1].name), line=1
    ),
    Column("don-vi", "Đơn vị", value=lambda row: row[3], line=2),
    Column("thieu", "Thiếu", value=lambda row: row[2], css="number", line=2, latest_first=True),
    Column("viec", "Việc", line=1),
)
AWARDS = (
    Column("ten", "Họ và tên", order=("member__sort_key",), line=1),
    Column("hinh-thuc", "Danh hiệu, hình thức", order=("kind__order", "kind__name", F("medal_class")), line=2),
    Column(
        "ngay", "Ngày, năm", order=("year", F("awarded_on")), css="is-short", line=1,
        latest_first=True,
    ),
    Column("cap", "Cấp khen thưởng, quyết định", order=("authority", "decision_no")),
)  # fmt: skip
ACCOUNTS = (
    Column("ten", "Người dùng", order=("member__sort_key", "username"), line=1),
    Column("dang-nhap", "Tên đăng nhập", line=2),
    Column("lan-cuoi", "Vào lần cuối", order=(F("last_login"),), css="is-short", latest_first=True),
    Column("tinh-trang", "Tình trạng", order=("is_active",), line=2),
)
DOCUMENTS = (
    Column("ten", "Hội viên", order=("member__sort_key",), line=1),
    Column("giay-to", "Giấy tờ", order=("kind", "title"), line=2),
    Column("het-han", "Hết hạn", order=("expires_on",), line=2, latest_first=True),
)
