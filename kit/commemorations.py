"""Tết, public holidays and commemorations that a calendar of the association tells.

Solar days are of the State (Bộ luật Lao động 2019, Điều 112; Nghị định 145/2013) and of the
police; lunar ones are found by `kit.lunar`, so that they fall where the printed calendar has them.
"""

import datetime as dt

from .lunar import FIRST_DAY, LAST_DAY, lunar

# By month and day.
SOLAR: dict[tuple[int, int], str] = {
    (1, 1): "Tết Dương lịch",
    (2, 3): "Ngày thành lập Đảng Cộng sản Việt Nam",
    (3, 8): "Ngày Quốc tế Phụ nữ",
    (4, 30): "Ngày Giải phóng miền Nam, thống nhất đất nước",
    (5, 1): "Ngày Quốc tế Lao động",
    (5, 19): "Ngày sinh Chủ tịch Hồ Chí Minh",
    (7, 27): "Ngày Thương binh - Liệt sĩ",
    (8, 19): "Ngày truyền thống Công an nhân dân",
    (9, 2): "Quốc khánh",
    (10, 1): "Ngày Quốc tế Người cao tuổi",
    (10, 20): "Ngày Phụ nữ Việt Nam",
    (12, 22): "Ngày thành lập Quân đội nhân dân Việt Nam",
}
# By lunar month and day.
LUNAR: dict[tuple[int, int], str] = {
    (1, 1): "Tết Nguyên đán",
    (1, 2): "Mùng 2 Tết",
    (1, 3): "Mùng 3 Tết",
    (1, 15): "Rằm tháng Giêng",
    (3, 10): "Giỗ Tổ Hùng Vương",
    (7, 15): "Lễ Vu Lan",
    (8, 15): "Tết Trung thu",
}


def commemorations_of(day: dt.date) -> list[str]:
    """What that day commemorates; often nothing. Lunar days only where `kit.lunar` knows them."""
    names = [SOLAR[day.month, day.day]] if (day.month, day.day) in SOLAR else []
    if not FIRST_DAY <= day < LAST_DAY:
        return names
    here = lunar(day)
    if not here.is_leap and (here.month, here.day) in LUNAR:
        names.append(LUNAR[here.month, here.day])
    tomorrow = lunar(day + dt.timedelta(days=1))
    if (tomorrow.month, tomorrow.day) == (1, 1):
        names.append("Giao thừa")  # the 29th in some years, the 30th in others
    return names


def lunar_short(day: dt.date) -> str:
    """ "9", and on the first of a lunar month "1/10"; "" where `kit.lunar` does not reach."""
    if not FIRST_DAY <= day <= LAST_DAY:
        return ""
    here = lunar(day)
    return f"1/{here.month}{'n' if here.is_leap else ''}" if here.day == 1 else str(here.day)
