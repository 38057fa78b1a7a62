"""A member's life as a line of days: vào ngành, nghỉ, vào Hội, chi hội, chức vụ."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kit.dates import local_today
from members.models import Appointment, Member, Membership

RETIRED = "Nghỉ hưu, xuất ngũ hoặc thôi việc"


@dataclass(frozen=True)
class Step:
    """One line; where only the year is known it stands at the year's beginning."""

    day: dt.date
    when: str
    text: str
    is_over: bool = True

    def as_line(self) -> tuple[str, str, bool]:
        """As components/timeline.html takes it."""
        return self.when, self.text, self.is_over


def lifeline(
    member: Member, memberships: Iterable[Membership], offices: Iterable[Appointment]
) -> list[tuple[str, str, bool]]:
    """The steps in the order in which they came; of those of one day the larger first."""
    steps = [*_service(member), *_before(member)]
    steps += [_of_membership(row) for row in memberships]
    steps += [_of_office(row) for row in offices]
    if member.died_on:
        steps.append(Step(member.died_on, f"Ngày {member.died_on:%d/%m/%Y}", "Từ trần"))
    return [step.as_line() for step in sorted(steps, key=lambda step: step.day)]


def _service(member: Member) -> Iterator[Step]:
    for name, text in (("enlisted", "Vào ngành"), ("retired", RETIRED)):
        day, year = getattr(member, f"{name}_on"), getattr(member, f"{name}_year")
        if name == "retired" and member.last_post:
            text += f"; {member.last_post}"
        if day:
            yield Step(day, f"Ngày {day:%d/%m/%Y}", text)
        elif year:
            yield Step(dt.date(year, 1, 1), f"Năm {year}", text)


def _before(member: Member) -> Iterator[Step]:
    """Joined in another province, or before the branch was there."""
    if member.elsewhere_on is not None:
        day = member.elsewhere_on
        yield Step(day, f"Từ {day:%d/%m/%Y}", f"{member.elsewhere}: vào Hội")


def _span(start: dt.date, end: dt.date | None) -> str:
    return f"Từ {start:%d/%m/%Y}" + (f" đến trước {end:%d/%m/%Y}" if end else "")


def _of_membership(row: Membership) -> Step:
    text = f"{row.unit}, {row.unit.parent}: {row.get_entered_by_display()}"
    if row.decision_no:
        text += f" (số {row.decision_no})"
    if row.valid_to:
        text += f"; {row.get_left_by_display()}"
    is_over = row.valid_to is not None and row.valid_to <= local_today()
    return Step(row.valid_from, _span(row.valid_from, row.valid_to), text, is_over)


def _of_office(row: Appointment) -> Step:
    text = f"{row.position.name}, {row.unit.distinct_label}"
    if row.term:
        text += f" ({row.term.name})"
    is_over = row.valid_to is not None and row.valid_to <= local_today()
    return Step(row.valid_from, _span(row.valid_from, row.valid_to), text, is_over)
