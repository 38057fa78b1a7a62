"""The rubric that a new association begins with: a proposal of ours, and marked as one."""

from dataclasses import dataclass
from decimal import Decimal

from ..scoring import Kind, Part

USUAL_NAME = "Bảng chấm điểm thi đua hằng năm"
BONUS_LIMIT = Decimal(5)
PENALTY_LIMIT = Decimal(10)


@dataclass(frozen=True)
class UsualCriterion:
    title: str
    kind: str
    maximum: str = ""
    target: str = ""
    measure: str = ""
    per_unit: str = ""
    guidance: str = ""


@dataclass(frozen=True)
class UsualSection:
    title: str
    criteria: tuple[UsualCriterion, ...]
    part: str = Part.BASE


_C = UsualCriterion
# docs/domain.md, "Emulation": thirty, twenty-five, twenty-five, ten, ten; bonus at most five.
USUAL_SECTIONS = (
    UsualSection("Xây dựng Hội", (
        _C("Kết nạp hội viên mới", Kind.RELATIVE, "8", "5", "hội viên",
           guidance="Số hội viên kết nạp trong kỳ, theo sổ hội viên."),
        _C("Kiện toàn tổ chức, chức danh không để khuyết", Kind.YES_NO, "6",
           guidance="Có: đến ngày chấm không chức danh nào khuyết quá 3 tháng."),
        _C("Sinh hoạt chi hội đúng kỳ, có biên bản", Kind.QUANTITY, "8", "12", "buổi",
           guidance="Số buổi có biên bản và danh sách dự."),
        _C("Chấp hành Điều lệ, quy chế, thu nộp hội phí", Kind.JUDGED, "8",
           guidance="Xem tỷ lệ nộp hội phí, số liệu trong sổ, kết luận kiểm tra."),
    )),
    UsualSection("Phong trào và mô hình", (
        _C("Tham gia phong trào toàn dân bảo vệ an ninh Tổ quốc", Kind.JUDGED, "8",
           guidance="Việc làm cụ thể, có xác nhận của địa phương."),
        _C("Mô hình Tổ tự quản, Chi hội mẫu hoạt động có hiệu quả", Kind.QUANTITY, "9", "1", "mô hình"),
        _C("Điển hình tiên tiến được giới thiệu", Kind.QUANTITY, "8", "2", "điển hình",
           guidance="Có bài viết hoặc báo cáo được đăng."),
    )),
    UsualSection("Nghĩa tình đồng đội", (
        _C("Thăm hỏi hội viên ốm đau, hoàn cảnh khó khăn", Kind.RELATIVE, "10", "20", "lượt thăm"),
        _C("Chúc thọ đủ hội viên đến tuổi", Kind.YES_NO, "7",
           guidance="Có: mọi người trong danh sách đến tuổi đã nhận quà."),
        _C("Giúp nhau làm kinh tế, sửa chữa nhà", Kind.JUDGED, "8"),
    )),
    UsualSection("Văn hóa, văn nghệ, thể thao", (
        _C("Tham gia hội thi, hội thao, giao lưu văn nghệ", Kind.QUANTITY, "6", "2", "lần"),
        _C("Duy trì câu lạc bộ, sinh hoạt truyền thống", Kind.JUDGED, "4"),
    )),
    UsualSection("Báo cáo và hoạt động của cụm", (
        _C("Báo cáo đủ, đúng hạn", Kind.QUANTITY, "5", "4", "báo cáo"),
        _C("Dự đủ các buổi họp của cụm", Kind.QUANTITY, "5", "4", "buổi"),
    )),
    UsualSection("Điểm thưởng", (
        _C("Được Thành phố, Bộ trở lên khen thưởng trong năm", Kind.COUNT, measure="lần khen", per_unit="2"),
        _C("Tin, bài được trang của Hội đăng", Kind.COUNT, "2", measure="bài", per_unit="0.5"),
    ), Part.BONUS),
    UsualSection("Điểm trừ", (
        _C("Báo cáo gửi trễ hạn", Kind.COUNT, measure="báo cáo trễ", per_unit="1"),
        _C("Hội viên bị kỷ luật từ khiển trách trở lên", Kind.COUNT, measure="người", per_unit="2"),
    ), Part.PENALTY),
)  # fmt: skip
