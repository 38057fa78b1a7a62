"""Values of a letter's placeholders for one member."""

import datetime as dt
from typing import Any

from kit.dates import time_span, written_date


def values_for(member: Any, *, day: dt.date, when: str = "", where: str = "") -> dict[str, str]:
    """For each of `models.letters.PLACEHOLDERS`; the member comes from `register.columns.member_rows`."""
    membership = member.shown_membership
    district = membership.unit.parent if membership else None
    joined = member.joined_day
    return {
        "Họ tên": member.full_name,
        "Cấp bậc": member.get_rank_display() or "",
        "Năm sinh": str(member.birth_year),
        "Tuổi": str(member.age_in(day.year)),
        "Số thẻ": member.code,
        "Chi hội": str(membership.unit) if membership else "",
        "Hội cấp trên": str(district) if district else "",
        "Ngày vào Hội": f"{joined:%d/%m/%Y}" if joined else "",
        "Thâm niên": time_span(joined, day) if joined else "",
        "Ngày": written_date(day),
        "Thời gian": when,
        "Địa điểm": where,
    }
