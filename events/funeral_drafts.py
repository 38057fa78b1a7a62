"""First wordings for a funeral, from the member's card. Nothing is invented: what the card does not
say is a blank to be filled by hand."""

import datetime as dt

from kit.dates import written_date
from members.models import Appointment, Departure, Member, Unit

BLANK = "………………"
# The age that a notice of death calls a long life: from sixty on "hưởng thọ", before "hưởng dương".
LONG_LIFE = 60


def first_texts(departure: Departure) -> dict[str, str]:
    """The boxes of a funeral that nobody has written yet, by field."""
    units = _line_of(departure.membership.unit)
    return {
        "biography": biography_of(departure),
        "eulogy": eulogy_of(departure),
        "wreaths": "\n".join(unit.name for unit in units),
        "delegations": "\n".join(unit.name for unit in units),
        "speakers": _speakers(departure.membership.unit),
        "schedule": "\n".join(
            f"{BLANK} {what}"
            for what in (
                "Lễ nhập quan", "Lễ viếng", "Đoàn của Hội viếng", "Lễ truy điệu", "Lễ di quan",
                f"An táng tại {BLANK}",
            )
        ),
    }  # fmt: skip


def _line_of(unit: Unit) -> list[Unit]:
    """The unit with all above it, in protocol order: the highest first."""
    line = [unit]
    while line[-1].parent is not None:
        line.append(line[-1].parent)
    return line[::-1]


def _speakers(unit: Unit) -> str:
    head = unit.appointments.in_office().in_protocol_order().first()
    reader = f"đồng chí {head.member.full_name}" if head else BLANK
    return "\n".join(
        (
            f"Tuyên bố lý do, giới thiệu các đoàn: {BLANK}",
            f"Đọc tiểu sử: {BLANK}",
            f"Đọc điếu văn: {reader}",
            f"Đại diện gia đình đáp lời cảm ơn: {BLANK}",
        )
    )


def _day_or_year(day: dt.date | None, year: int | None) -> str:
    if day is not None:
        return written_date(day)
    return f"năm {year}" if year else BLANK


def _age_label(departure: Departure) -> str:
    age = departure.member.age_in(departure.left_on.year)
    return f"{'hưởng thọ' if age >= LONG_LIFE else 'hưởng dương'} {age} tuổi"


def years_as_member(member: Member, until: dt.date) -> int | None:
    """Whole years from joining, also elsewhere, to that day; None where the day is not known."""
    joined = member.joined_on
    if joined is None or joined > until:
        return None
    return until.year - joined.year - ((until.month, until.day) < (joined.month, joined.day))


def _membership_line(departure: Departure) -> str:
    member = departure.member
    joined = member.joined_on
    if joined is None:
        return f"Vào Hội: {BLANK}"
    years = years_as_member(member, departure.left_on)
    counted = f", {years} năm tuổi Hội" if years else ""
    return f"Vào Hội: {written_date(joined)}{counted}"


def _posts(member: Member) -> list[str]:
    rows = Appointment.objects.filter(member=member).select_related("position", "unit")
    return [
        f"- {row.position.name}, {row.unit.name}: từ {row.valid_from:%m/%Y}"
        + (f" đến {row.valid_to:%m/%Y}" if row.valid_to else "")
        for row in rows.order_by("valid_from", "pk")
    ]


def _awards(member: Member) -> list[str]:
    rows = member.awards.standing().select_related("kind").order_by("year", "awarded_on", "pk")
    return [f"- {award}" for award in rows]


def biography_of(departure: Departure) -> str:
    """The life of the member as the card tells it, line by line (tiểu sử)."""
    member = departure.member
    parts = [
        f"Đồng chí {member.full_name}",
        f"Sinh: {_day_or_year(member.birth_date, member.birth_year)}",
        f"Quê quán: {member.native_place or BLANK}",
        f"Vào ngành Công an nhân dân: {_day_or_year(member.enlisted_on, member.enlisted_year)}",
        "Nghỉ hưu, xuất ngũ hoặc thôi việc: "
        + _day_or_year(member.retired_on, member.retired_year),
        f"Cấp bậc hàm: {member.get_rank_display() or BLANK}",
        f"Chức vụ, đơn vị cuối: {member.last_post or BLANK}",
        _membership_line(departure),
        "Chức vụ trong Hội:",
        *(_posts(member) or [f"- {BLANK}"]),
        "Khen thưởng:",
        *(_awards(member) or [f"- {BLANK}"]),
        f"Quá trình công tác, chiến đấu: {BLANK}",
        f"Gia đình: {BLANK}",
        f"Từ trần: {written_date(departure.left_on)}, {_age_label(departure)}, tại {BLANK}",
    ]
    return "\n".join(parts)


def eulogy_of(departure: Departure) -> str:
    """A first wording of the eulogy (điếu văn), to be made one's own."""
    member, unit = departure.member, departure.membership.unit
    rank = f"{member.get_rank_display()} " if member.rank else ""
    years = years_as_member(member, departure.left_on)
    in_association = f" Trong {years} năm là hội viên," if years else " Là hội viên của Hội,"
    parts = [
        f"Kính thưa hương hồn đồng chí {member.full_name},",
        "Kính thưa gia quyến, kính thưa các đồng chí,",
        f"Hôm nay, {unit.name} cùng gia quyến, đồng đội và bà con về đây tiễn đưa {rank}"
        f"{member.full_name} về nơi an nghỉ cuối cùng. Đồng chí từ trần {written_date(departure.left_on)}, "
        f"{_age_label(departure)}.",
        f"Đồng chí sinh {_day_or_year(member.birth_date, member.birth_year)}, quê quán "
        f"{member.native_place or BLANK}. Đồng chí vào ngành Công an nhân dân "
        f"{_day_or_year(member.enlisted_on, member.enlisted_year)}; chức vụ, đơn vị cuối: "
        f"{member.last_post or BLANK}.",
        f"Kỷ niệm về đồng chí: {BLANK}",
        f"{in_association.strip()} đồng chí {BLANK}",
        "Đồng chí ra đi, chúng ta mất một người đồng đội, gia đình mất một người thân yêu. "
        f"{unit.name} xin chia buồn sâu sắc cùng gia quyến.",
        f"Vĩnh biệt đồng chí {member.full_name}. Kính mong hương hồn đồng chí yên nghỉ.",
    ]
    return "\n\n".join(parts)
