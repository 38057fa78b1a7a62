"""What an event's form takes in one box: an hour, units, a programme, guests, one a line."""

import datetime as dt
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from kit.dates import parse_hour
from kit.text import clean_line, clean_text, fold, upper_first
from members.models import Rank, Unit
from members.models.people import rank_named

from ..models import Guest, ProgrammeItem

# When a part of the day begins, for who knows no more than that.
PARTS_OF_DAY = {"sáng": 8, "trưa": 11, "chiều": 14, "tối": 19}
_MANY = 6
_HOUR_FIRST = re.compile(
    r"(\d{1,2}\s*(?:h|g|giờ|:|\.)\s*(?:\d{2})?(?:\s*(?:phút|p))?)\s*[-–:,.]?\s+(.+)", re.IGNORECASE
)
_SPOKE = re.compile(r"\s*\((?:có\s+)?phát biểu\)\s*$", re.IGNORECASE)
_RANKS = sorted((rank.label for rank in Rank), key=len, reverse=True)


class HourField(forms.CharField):
    """An hour as people write it: 8h30, 8g30, 8 giờ rưỡi, 2 giờ chiều; "sáng" alone is eight."""

    widget = forms.TextInput(attrs={"autocomplete": "off"})

    def to_python(self, value: Any) -> dt.time | None:  # type: ignore[override]  # a time, not its words
        if isinstance(value, dt.time):
            return value
        typed = clean_line(str(super().to_python(value) or "")).lower().removeprefix("buổi ")
        if not typed:
            return None
        if typed in PARTS_OF_DAY:
            return dt.time(PARTS_OF_DAY[typed])
        try:
            return parse_hour(typed)
        except ValueError as error:
            raise ValidationError(str(error), code="invalid") from error

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%H:%M}" if isinstance(value, dt.time) else value


class LinesField(forms.CharField):
    """Several things, one a line; each line that is not understood is named."""

    def __init__(self, *args: Any, rows: int = 4, **kwargs: Any) -> None:
        super().__init__(*args, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)

    def read(self, line: str) -> Any:
        raise NotImplementedError

    def clean(self, value: Any) -> list[Any]:
        text = clean_text(str(super().clean(value) or ""))
        values: list[Any] = []
        errors: list[str] = []
        for number, line in enumerate(filter(None, map(str.strip, text.splitlines())), 1):
            try:
                values.append(self.read(line))
            except ValidationError as error:
                errors.append(f"Dòng {number}, “{line[:60]}”: {' '.join(error.messages)}")
        if errors:
            raise ValidationError([ValidationError(error) for error in errors])
        return values

    def has_changed(self, initial: Any, data: Any) -> bool:
        return clean_text(str(initial or "")) != clean_text(str(data or ""))


class UnitLinesField(LinesField):
    """Units, one a line, by part of the name without marks."""

    NO_UNIT = "no_unit"  # the error's code where no unit bears such a name

    def read(self, line: str) -> Unit:
        units = Unit.objects.on().select_related("parent")
        typed = fold(line)
        terms = re.findall(r"\w+", typed)
        rows = units
        for term in terms:
            # A number is a whole one: "Phường 5" is not 15.
            lookup, value = (
                ("contains", term)
                if not term.isdecimal()
                else ("regex", rf"(^|[^0-9]){term}([^0-9]|$)")
            )
            in_own = units.filter(**{f"search_text__{lookup}": value})
            in_above = units.filter(
                level=Unit.Level.BRANCH, **{f"parent__search_text__{lookup}": value}
            )
            rows = rows.filter(pk__in=(in_own | in_above).order_by().values("pk"))
        matches = list(rows.in_tree_order()[: _MANY + 1]) if terms else []
        exact = [
            unit
            for unit in matches
            if typed in (fold(str(unit)), fold(unit.distinct_label), fold(unit.name))
        ]
        if len(exact) == 1:
            return exact[0]
        if len(matches) == 1:
            return matches[0]
        if not matches:
            raise ValidationError("không có đơn vị nào tên như vậy.", code=self.NO_UNIT)
        names = "; ".join(unit.distinct_label for unit in matches[:_MANY])
        raise ValidationError(f"có nhiều đơn vị khớp, hãy ghi rõ hơn: {names}.")


class ProgrammeField(LinesField):
    """ "8h30 Khai mạc | Ban tổ chức": an hour if there is one, what, and who after a bar."""

    def read(self, line: str) -> ProgrammeItem:
        starts_at, rest = None, line
        if match := _HOUR_FIRST.fullmatch(line):
            try:
                starts_at, rest = parse_hour(match[1]), match[2]
            except ValueError as error:
                raise ValidationError(str(error)) from error
        title, _, speaker = (part.strip() for part in rest.partition("|"))
        if not title:
            raise ValidationError("chưa ghi nội dung.")
        check_line_length(title, 200)
        check_line_length(speaker, 160)
        return ProgrammeItem(starts_at=starts_at, title=upper_first(title), speaker=speaker)


def programme_line(item: ProgrammeItem) -> str:
    """The line that `ProgrammeField` reads back as that item."""
    hour = f"{item.starts_at:%H:%M} " if item.starts_at else ""
    return f"{hour}{item.title}" + (f" | {item.speaker}" if item.speaker else "")


class GuestsField(LinesField):
    """ "Thiếu tướng Nguyễn Văn A, Phó Giám đốc …"; without a comma the line is a group of guests."""

    def read(self, line: str) -> Guest:
        spoke = bool(_SPOKE.search(line))
        line = _SPOKE.sub("", line)
        name, comma, post = (part.strip() for part in line.partition(","))
        label = next((rank for rank in _RANKS if fold(name).startswith(f"{fold(rank)} ")), "")
        if not comma and not label:
            check_line_length(line, 240)
            return Guest(post=line, spoke=spoke)
        if label:
            name = name[len(label) :].strip()
        if not post:
            raise ValidationError("sau họ tên, hãy ghi dấu phẩy rồi chức vụ, đơn vị.")
        check_line_length(name, 100)
        check_line_length(post, 240)
        # A group whose words have a comma begins with no name: "Các ủy viên …, các trưởng ban …".
        if not label and fold(name).startswith(("cac ", "dai dien ", "tap the ")):
            return Guest(post=line, spoke=spoke)
        return Guest(rank=rank_named(label), name=name, post=post, spoke=spoke)


def guest_line(guest: Guest) -> str:
    """The line that `GuestsField` reads back as that guest."""
    text = f"{guest.title_and_name}, {guest.post}" if guest.name else guest.post
    return f"{text} (phát biểu)" if guest.spoke else text


def check_line_length(text: str, most: int) -> None:
    """ValidationError for a text of more letters than its column holds."""
    if len(text) > most:
        raise ValidationError(f"dài quá {most} ký tự, hãy viết gọn lại.")
