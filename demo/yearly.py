"""Gatherings that are held every year, worded so that one text does for all of them."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from events.models import UsualKind
from kit.lunar import lunar

from .units import FOUNDED
from .years import WRITTEN, chair_of, saturday, signed_on, tet

K = UsualKind
_WRITTEN_UNTIL = dt.date(2026, 11, 14)  # the last gathering of `events._PAST`
_NAMES = {
    "Q4": "Quận 4", "Q6": "Quận 6", "Q8": "Quận 8", "Q11": "Quận 11",
    "BTH": "quận Bình Thạnh", "PN": "quận Phú Nhuận",
}  # fmt: skip


@dataclass(frozen=True)
class Gathering:
    """One that was held, with how long it lasted, what came of it and which picture was taken."""

    on: dt.date
    hour: int
    hours: float
    kind: str
    code: str
    place: str
    title: str
    summary: str
    outcome: str
    scene: str


# When: a day; "sat" the Saturday on or next after it; "tet" so many days from Tết; "signing". The
# rest as in `Gathering`, with {year}, {next} year, {age} of the association, {tet} the name of the
# lunar year, {chair} the unit that takes over the cluster's chair, {name} how it is called.
_Row = tuple[str, int, float, str, str, str, str, str, str, str]
_YEARLY: tuple[_Row, ...] = (
    ("tet -14", 8, 3, K.VISIT, "BTH", "Nhà văn hóa quận Bình Thạnh", "Xuân nghĩa tình {tet}", "Chúc thọ hội viên tròn tuổi và trao quà Tết.", "Chi hội nào cũng có người đi đón các bác cao tuổi.", "apricot"),
    ("tet +14", 8, 2, K.MEETING, "HOI", "Hội trường Hội thành phố, đường Mẫu 1", "Họp mặt đầu xuân {tet} và phát động thi đua năm {year}", "Thống nhất những việc trọng tâm của năm.", "", ""),
    ("sat 04/03", 8, 3, K.COMMEMORATION, "PN", "Nhà văn hóa quận Phú Nhuận", "Gặp mặt nữ hội viên tháng 3 năm {year}", "Chuyện nghề, chuyện nhà và một buổi hát chung.", "Tặng sổ tiết kiệm cho hai nữ hội viên có hoàn cảnh khó khăn.", "tea"),
    ("sat 15/04", 7, 5, K.CULTURE, "Q11", "Nhà thi đấu Phường 15, Quận 11", "Hội thao Cụm thi đua II năm {year}", "Cầu lông, cờ tướng, đi bộ đồng hành.", "Sáu đoàn dự thi, đoàn nào cũng có giải.", "court"),
    ("sat 10/06", 7, 4, K.VISIT, "HOI", "Trạm y tế Phường 13, quận Bình Thạnh", "Khám sức khỏe cho hội viên từ 70 tuổi, đợt tháng 6 năm {year}", "Phối hợp với các bác sĩ thiện nguyện.", "Hơn hai trăm lượt hội viên được khám, cấp thuốc.", ""),
    ("sat 08/07", 8, 3, K.REVIEW, "HOI", "Hội trường Hội thành phố, đường Mẫu 1", "Sơ kết công tác Hội sáu tháng đầu năm {year}", "Ba cụm thi đua báo cáo; biểu dương mô hình mới.", "", "chairs"),
    ("25/07", 18, 2, K.COMMEMORATION, "Q11", "Đài tưởng niệm Quận 11", "Đêm nến tháng Bảy năm {year}", "Kể chuyện đồng đội và thắp nến tri ân.", "", "candles"),
    ("sat 06/09", 7, 4, K.VISIT, "Q8", "Phường 5, Quận 8", "Trao học bổng “Tiếp bước” năm học {year} - {next}", "Học bổng cho con cháu hội viên có hoàn cảnh khó khăn.", "64 suất, mỗi suất 1.000.000 đ.", "gift"),
    ("signing", 8, 3, K.SIGNING, "{chair}", "Hội trường Ủy ban nhân dân {name}", "Ký kết giao ước thi đua Cụm thi đua II năm {year}", "Sáu đơn vị ký giao ước; Hội {name} nhận vai trò cụm trưởng.", "Bốn nội dung, năm chỉ tiêu được ký kết.", "signing"),
    ("sat 12/11", 8, 3, K.OTHER, "PN", "Khu phố 3, Phường 5, quận Phú Nhuận", "Cùng khu phố dự Ngày hội Đại đoàn kết năm {year}", "Hội viên góp gian hàng, góp bữa cơm và tiết mục văn nghệ.", "Trao 15 phần quà cho hộ khó khăn.", ""),
    ("12/12", 8, 3, K.COMMEMORATION, "HOI", "Hội trường Hội thành phố, đường Mẫu 1", "Gặp mặt kỷ niệm {age} năm ngày thành lập Hội", "Nhìn lại một năm công tác của các hội thành viên.", "Biểu dương tập thể, cá nhân tiêu biểu.", "hall"),
    ("sat 22/12", 8, 2.5, K.REVIEW, "BTH", "Hội trường A Công an quận Bình Thạnh", "Tổng kết công tác Hội năm {year} quận Bình Thạnh", "Báo cáo kết quả năm, bàn phương hướng năm tới.", "", "chairs"),
)  # fmt: skip


def gatherings(before: dt.date) -> Iterator[Gathering]:
    """Those of the years since the written ones, up to and without that day."""
    for year in range(WRITTEN, before.year + 1):
        values = {
            "year": year,
            "next": year + 1,
            "age": year - FOUNDED.year,
            "tet": lunar(tet(year)).year_name,
            "chair": chair_of(year),
            "name": _NAMES[chair_of(year)],
        }
        for when, hour, hours, kind, *texts in _YEARLY:
            if _WRITTEN_UNTIL < (on := _day(when, year)) < before:
                yield Gathering(on, hour, hours, kind, *(text.format(**values) for text in texts))


def _day(when: str, year: int) -> dt.date:
    how, _, rest = when.rpartition(" ")
    if when == "signing":
        return signed_on(year)
    if how == "tet":
        return tet(year) + dt.timedelta(days=int(rest))
    day, month = (int(part) for part in rest.split("/"))
    return saturday(year, month, day) if how == "sat" else dt.date(year, month, day)
