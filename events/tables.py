"""The columns of the desk's list of events."""

from kit.lists import Column, in_tree

EVENTS = (
    Column("ten", "Sự kiện", order=("title",), line=1),
    Column("ngay", "Thời gian", order=("starts_at",), line=2, latest_first=True),
    Column("don-vi", "Đơn vị", order=in_tree("unit"), css="is-brief"),
    Column("loai", "Loại", order=("kind__order", "kind__name"), css="is-brief"),
    Column("dia-diem", "Địa điểm", order=("place",), css="is-words"),
    Column("tinh-trang", "Trạng thái", css="is-brief", line=2),
)

REGISTRATIONS = (
    Column("ho-ten", "Họ và tên", order=("member__sort_key",), line=1),
    Column("thu-tu", "Thứ tự", order=("turn",), css="number"),
    Column("chi-hoi", "Chi hội", order=("unit_name",)),
    Column("tinh-trang", "Tình trạng", order=("state",), line=2),
    Column("di-cung", "Đi cùng", order=("companions",), css="number", latest_first=True, line=2),
    Column("dang-ky", "Đăng ký ngày", order=("registered_at",)),
    Column("viec", "Việc", line=2),
)

INVITATIONS = (
    Column("ho-ten", "Họ và tên", line=1),
    Column("chuc-vu", "Chức vụ, đơn vị", order=("post",)),
    Column("cach", "Giấy, thư"),
    Column("tra-loi", "Trả lời", order=("reply",), line=2),
    Column("viec", "Việc", line=2),
)

NOTICES = (
    Column("ho-ten", "Họ và tên", order=("name",), line=1),
    Column("chuc-vu", "Chức vụ, đơn vị", order=("post",)),
    Column("dien-thoai", "Điện thoại", line=2),
    Column("bao-tin", "Báo tin", order=("change", "changed_at")),
    Column("tinh-trang", "Tình trạng", line=2),
    Column("viec", "Việc", line=2),
)
