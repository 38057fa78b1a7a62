"""The columns of the lists of the fund."""

from kit.lists import Column, in_tree

BOXES = (
    Column("quy", "Quỹ", order=("name",), line=1),
    Column("don-vi", "Đơn vị", order=in_tree("unit"), line=2),
    Column("nguoi-giu", "Người giữ quỹ", line=2),
    Column("kiem-ke", "Kiểm kê gần nhất", order=("counted_on",), latest_first=True),
    Column("con", "Còn", order=("balance",), css="number", line=1, latest_first=True),
)
# Rows are `views.book.Line`: each with what the box held after it, so in the order of the book.
LINES = (
    Column("noi-dung", "Nội dung", line=1),
    Column("ngay", "Ngày", css="is-short", line=2),
    Column("phieu", "Phiếu", css="is-short", line=1),
    Column("khoan", "Khoản"),
    Column("thu", "Thu", css="number", line=2),
    Column("chi", "Chi", css="number", line=2),
    Column("ton", "Còn", css="number"),
)
LOANS = (
    Column("ten", "Người vay", order=("member__sort_key",), line=1),
    Column("don-vi", "Quỹ của", order=in_tree("box__unit")),
    Column("ngay", "Ngày vay", order=("lent_on",), css="is-short", latest_first=True),
    Column("han", "Hạn cuối", order=("due_last",), css="is-short"),
    Column("vay", "Đã vay", order=("amount",), css="number", latest_first=True),
    Column("con", "Còn nợ", order=("remaining",), css="number", line=1, latest_first=True),
    Column("tinh-trang", "Tình trạng", line=2),
)
ADVANCES = (
    Column("ten", "Người nhận", order=("member__sort_key",), line=1),
    Column("viec", "Để làm gì", order=("purpose",)),
    Column("don-vi", "Quỹ của", order=in_tree("box__unit")),
    Column("han", "Hạn", order=("settle_by",), css="is-short"),
    Column("tam-ung", "Tạm ứng", order=("amount",), css="number", latest_first=True),
    Column("con", "Chưa thanh toán", order=("remaining",), css="number", line=1, latest_first=True),
    Column("tinh-trang", "Tình trạng", line=2),
)
# Rows are periods of a book, in their own order.
PERIODS = (
    Column("ky", "Kỳ", line=1),
    Column("tinh-trang", "Tình trạng", line=2),
    Column("viec", "Việc", line=2),
)
