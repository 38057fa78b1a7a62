"""The columns of the newsroom's lists: what each is sorted by, and what a phone shows."""

from django.db.models import F

from kit.lists import Column

POSTS = (
    Column("bai", "Bài", order=("title",), line=1),
    Column("don-vi", "Đơn vị, người soạn", order=(F("unit__name"),)),
    Column("trang-thai", "Trạng thái", order=("state",), line=2),
    Column("sua", "Sửa lúc", order=("updated_at",), css="is-short", line=2, latest_first=True),
)
# Published posts, for the front page to be laid out of.
PICKS = (
    Column("bai", "Bài", order=("title",), line=1),
    Column("muc", "Chuyên mục", order=("section__name",)),
    Column("dang", "Đăng", order=("published_at",), css="is-short", line=1, latest_first=True),
    Column("viec", "Chọn", line=2),
)
BANS = (
    Column("nguoi", "Người gửi", line=1),
    Column("ly-do", "Lý do"),
    Column("thoi-han", "Thời hạn", line=2),
    Column("nguoi-chan", "Người chặn"),
    Column("bo", "Bỏ chặn", line=1),
)
READERS = (
    Column("dia-chi", "Địa chỉ", line=1),
    Column("trang-thai", "Trạng thái", order=("state",), line=2),
    Column("nhip", "Nhịp gửi", order=("rhythm",), line=2),
    Column("dang-ky", "Đăng ký", order=("asked_at",), css="is-short", line=2, latest_first=True),
)
MAILINGS = (
    Column("luc", "Đợt gửi", line=1),
    Column("nhip", "Nhịp", line=2),
    Column("bai", "Số bài", css="number"),
    Column("da-gui", "Đã gửi", css="number", line=2),
    Column("cho", "Đang chờ", css="number"),
    Column("khong-nhan", "Không nhận", css="number"),
    Column("khong-ro", "Không rõ", css="number"),
)
READ_POSTS = (
    Column("bai", "Bài", line=1),
    Column("ngay", "Đăng ngày", css="is-short", line=2),
    Column("luot", "Lượt đọc", css="number", line=2),
)
