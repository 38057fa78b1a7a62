"""The sheet of results: one line a team, typed or pasted from a spreadsheet."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from kit.forms import answer_for
from kit.text import clean_line, fold, upper_first
from members.models import Degree, Member, Subject, Unit, User

from ..actions.contests import stored_lines, text_of
from ..contests import ResultLine, version_of_sheet
from ..models import Contestant, ContestResult, Event
from ..models.contests import MOST_PLACES
from .fields import LinesField, UnitLinesField, check_line_length

MOST_LINES = 300
# A row of the grid: name of its boxes, what stands above them, the list they are chosen from.
CELLS = (
    ("discipline", "Nội dung thi", ""), ("team", "Đơn vị, đội", "cac-doi"), ("people", "Người thi", ""),
    ("place", "Hạng", ""), ("score", "Thành tích", ""), ("prize", "Giải", "cac-giai"),
)  # fmt: skip
_COLUMNS = len(CELLS)
BLANK_ROWS = 5
UNITS_OFFERED = 500
_PRIZES = {fold(prize.label): prize for prize in ContestResult.Prize} | {
    spelling: prize
    for prize, spellings in {
        ContestResult.Prize.FIRST: ("i", "a", "1", "hcv", "huy chuong vang", "vang"),
        ContestResult.Prize.SECOND: ("ii", "b", "2", "hcb", "huy chuong bac", "bac"),
        ContestResult.Prize.THIRD: ("iii", "c", "3", "hcd", "huy chuong dong", "dong"),
        ContestResult.Prize.CONSOLATION: ("kk", "kkhich", "khuyen khich"),
    }.items()
    for spelling in spellings
}


class ResultsField(LinesField):
    """ "Cầu lông đôi nam | Chi hội Phường 5 | Nguyễn Văn A, Lê B | 1 | 21-15 | nhất"; cells may be
    parted by tabs, as a spreadsheet copies them; an empty first cell is that of the line above."""

    def clean(self, value: Any) -> list[ResultLine]:
        lines = str(value or "").replace("\t", " | ").splitlines()
        if len(lines) > MOST_LINES:
            raise ValidationError(f"Mỗi sự kiện ghi nhiều nhất {MOST_LINES} dòng.")
        full_lines, discipline = [], ""
        for line in lines:
            first, bar, rest = line.partition("|")
            if fold(first).strip() == "noi dung":
                continue  # the headings of a spreadsheet
            discipline = first.strip() or discipline
            full_lines.append(f"{discipline} | {rest}" if bar else line)
        return super().clean("\n".join(full_lines))

    def read(self, line: str) -> ResultLine:
        cells = [clean_line(cell) for cell in line.split("|")]
        if len(cells) > _COLUMNS and any(cells[_COLUMNS:]):
            raise ValidationError(f"có quá {_COLUMNS} cột.")
        cells = (cells + [""] * _COLUMNS)[:_COLUMNS]
        discipline, team, people, place, score, prize = cells
        if not discipline or not team:
            raise ValidationError(
                "cần ít nhất nội dung thi và đơn vị, cách nhau bằng dấu gạch đứng."
            )
        check_line_length(discipline, 120)
        check_line_length(team, 120)
        check_line_length(score, 80)
        unit = _unit_named(team)
        result = ContestResult(
            discipline=upper_first(discipline), unit=unit, team="" if unit else team,
            place=_place(place), score=score, prize=_prize(prize),
        )  # fmt: skip
        return ResultLine(result, _people(people))


def _unit_named(typed: str) -> Unit | None:
    """The unit of that name; None for a team from outside. ValidationError where several fit."""
    try:
        return UnitLinesField().read(typed)
    except ValidationError as error:
        if error.code == UnitLinesField.NO_UNIT:
            return None
        raise


def _place(typed: str) -> int | None:
    if not typed:
        return None
    digits = fold(typed).removeprefix("hang").removeprefix("thu").strip()
    if not (digits.isascii() and digits.isdecimal() and 1 <= int(digits[:4]) <= MOST_PLACES):
        raise ValidationError(f"hạng “{typed}” phải là số từ 1 đến {MOST_PLACES}.")
    return int(digits)


def _prize(typed: str) -> str:
    spelling = fold(typed).strip().removeprefix("giai").strip(" .-")
    if spelling in ("", "khong"):
        return ""
    if spelling not in _PRIZES:
        raise ValidationError(
            f"không rõ giải “{typed}”: ghi nhất, nhì, ba, khuyến khích hoặc đặc biệt."
        )
    return str(_PRIZES[spelling])


def _people(typed: str) -> list[Contestant]:
    names = [clean_line(name) for name in typed.replace(";", ",").split(",")]
    for name in names:
        check_line_length(name, 100)
    return [Contestant(name=name) for name in names if name]


def _typed_rows(data: Any) -> list[str]:
    """The rows of the grid that have something in them, as lines of the sheet."""
    columns = [data.getlist(name) for name, *_ in CELLS]
    rows = ([cell.replace("|", "/").strip() for cell in row] for row in zip(*columns, strict=False))
    return [" | ".join(row) for row in rows if any(row)]


class ResultsForm(forms.Form):
    """The sheet of one event, with the version that it was opened with: rows of boxes, and beneath
    them what is pasted from a spreadsheet."""

    results = ResultsField(
        label="Dán thêm từ Excel", required=False, rows=4,
        help_text="Theo thứ tự cột: nội dung thi, đơn vị, người thi, hạng, thành tích, giải.",
    )  # fmt: skip
    version = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, event: Event, user: User) -> None:
        self.event, self.user = event, user
        self.stored_lines = stored_lines(event)
        self.stored = text_of(self.stored_lines)
        initial = {"version": version_of_sheet(self.stored)}
        if data is not None:
            data = data.copy()
            data["results"] = "\n".join(filter(None, [*_typed_rows(data), data.get("results")]))
        super().__init__(data, initial=initial)

    @property
    def rows(self) -> list[list[tuple[str, str, str, str]]]:
        """The grid: what was typed, else what is stored, and some empty rows; each box with its
        name, its label, the list it is chosen from, and its value."""
        text = str(self["results"].value() or "") if self.is_bound else self.stored
        lines = text.replace("\t", "|").splitlines() + [""] * BLANK_ROWS
        rows = ([*map(str.strip, line.split("|")), *[""] * _COLUMNS] for line in lines)
        return [[(*cell, value) for cell, value in zip(CELLS, row, strict=False)] for row in rows]

    @property
    def units(self) -> list[str]:
        """What a team is chosen from."""
        units = Unit.objects.on().select_related("parent").in_tree_order()
        return [unit.distinct_label for unit in units[:UNITS_OFFERED]]

    @property
    def prizes(self) -> list[str]:
        return list(ContestResult.Prize.labels)

    def clean_results(self) -> list[ResultLine]:
        """People whose full name one member of the unit bears are that member."""
        lines: list[ResultLine] = self.cleaned_data["results"]
        for line in lines:
            if line.result.unit is not None and line.people:
                self._know(line.people, line.result.unit)
        return lines

    def _know(self, people: Any, unit: Unit) -> None:
        known = Member.objects.open_to(self.user, Degree.READ, Subject.NAMES)
        rows = known.of_units(Unit.objects.within(unit), self.event.starts_on)
        by_name: dict[str, list[Member]] = {}
        for member in rows.filter(full_name__in=[contestant.name for contestant in people]):
            by_name.setdefault(member.full_name, []).append(member)
        for contestant in people:
            if len(by_name.get(contestant.name, [])) == 1:
                contestant.member = by_name[contestant.name][0]

    def renew_version(self) -> None:
        """After a conflict: the next submission counts as made with what is stored now."""
        answer_for(self, "version", version_of_sheet(self.stored))
