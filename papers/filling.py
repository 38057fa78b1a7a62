"""What the words in braces of a letter say of one member."""

import datetime as dt
from typing import Any

from kit.dates import time_span, words_date


def values_for(member: Any, *, day: dt.date, when: str = "", where: str = "") -> dict[str, str]:
    """For each of `models.letters.PLACEHOLDERS`; the member comes from `columns.told`."""
    stay = member.stays_told[0] if member.stays_told else None
    district = stay.unit.parent if stay else None
    joined = member.joined_day
    return {
        "Họ tên": member.full_name,
        "Cấp bậc": member.get_rank_display() or "",
        "Năm sinh": str(member.birth_year),
        "Tuổi": str(member.age_in(day.year)),
        "Số thẻ": member.code,
        "Chi hội": str(stay.unit) if stay else "",
        "Hội cấp trên": str(district) if district else "",
        "Ngày vào Hội": f"{joined:%d/%m/%Y}" if joined else "",
        "Thâm niên": time_span(joined, day) if joined else "",
        "Ngày": words_date(day),
        "Thời gian": when,
        "Địa điểm": where,
    }
