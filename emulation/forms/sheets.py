"""Forms of a score sheet: a line for each criterion, what is laid down for one unit, evidence."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms

from desk.forms import any_day
from desk.versions import edited_meanwhile
from kit.forms import answer_for
from members.fields import CommaField, TidyLineField
from members.models.decisions import ScanFormField

from ..actions.sheets import Answer, Assignment
from ..models import Criterion
from ..models.sheets import digest_of
from ..scoring import Kind
from ..standings import SheetLine, value_error

_TOO_LARGE = {"max_digits": "Số này quá lớn.", "max_whole_digits": "Số này quá lớn."}
QUANTITIES = (Kind.QUANTITY, Kind.RELATIVE)


def value_field(code: str, criterion: Criterion) -> forms.Field:
    """The box of a criterion's value, as its kind is scored."""
    label = f"{code}. {criterion.title}"
    if criterion.kind == Kind.YES_NO:
        choices = [("", "chưa chấm"), ("1", "có"), ("0", "không")]
        return forms.ChoiceField(label=label, choices=choices, required=False)
    measure = "điểm" if criterion.kind == Kind.JUDGED else criterion.measure or "số lượng"
    return CommaField(
        label=f"{label} ({measure})", required=False, max_digits=9, decimal_places=2,
        error_messages=_TOO_LARGE,
    )  # fmt: skip


def _shown(criterion: Criterion, value: Decimal | None) -> Any:
    if value is None:
        return ""
    return str(int(value)) if criterion.kind == Kind.YES_NO else value


class MarkForm(forms.Form):
    """One line: the value of a criterion and the words to it.

    `seen` says what the line was shown with: two people may write one sheet, each their own lines;
    who writes a line that another changed meanwhile is told, and keeps what they typed.
    """

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any, *, line: SheetLine, stored: Answer, remark: str) -> None:
        self.line, self.stored = line, stored
        criterion = line.criterion
        initial = {
            "value": _shown(criterion, stored.value), "remark": stored.remark,
            "seen": digest_of(stored.value, stored.remark),
        }  # fmt: skip
        super().__init__(data, prefix=f"t{criterion.pk}", initial=initial)
        self.fields["value"] = value_field(line.code, criterion)
        self.fields["remark"] = forms.CharField(
            label=f"{line.code}. {criterion.title}: {remark}", required=False, max_length=2_000,
            widget=forms.Textarea(attrs={"rows": 2}),
        )  # fmt: skip

    def clean_value(self) -> Decimal | None:
        typed = self.cleaned_data["value"]
        value = None if typed in (None, "") else Decimal(typed)
        if error := value_error(self.line.criterion, value):
            raise forms.ValidationError(error)
        return value

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        stored = digest_of(self.stored.value, self.stored.remark)
        if not self.errors and self.is_written and data.get("seen") != stored:
            answer_for(self, "seen", stored)
            self.add_error("value", edited_meanwhile(f"có người vừa ghi “{self._stored_label}”"))
        return data

    @property
    def _stored_label(self) -> str:
        bound = self.fields["value"]
        value = self.stored.value
        shown = "chưa chấm" if value is None else str(bound.prepare_value(value))
        if self.line.criterion.kind == Kind.YES_NO and value is not None:
            shown = "có" if value else "không"
        return f"{shown}; {self.stored.remark}" if self.stored.remark else shown

    @property
    def answer(self) -> Answer:
        return Answer(self.cleaned_data.get("value"), self.cleaned_data.get("remark", ""))

    @property
    def is_written(self) -> bool:
        """Whether the line says something else than it was shown with, and than what is stored."""
        digest = digest_of(self.answer.value, self.answer.remark)
        stored = digest_of(self.stored.value, self.stored.remark)
        return digest not in (self.cleaned_data.get("seen"), stored)


def are_valid(lines: Sequence[forms.Form]) -> bool:
    """All are looked at, so that each error is told at once."""
    return [line.is_valid() for line in lines].count(False) == 0


class AssignmentForm(forms.Form):
    """One line: what is laid down for this unit alone."""

    is_left_out = forms.BooleanField(label="Không giao", required=False)
    target = CommaField(
        label="Chỉ tiêu giao riêng", required=False, max_digits=9, decimal_places=2,
        error_messages=_TOO_LARGE,
    )  # fmt: skip
    reason = TidyLineField(label="Lý do", required=False, max_length=200)

    def __init__(self, data: Any, *, line: SheetLine) -> None:
        self.line, mark = line, line.mark
        initial = (
            {"is_left_out": mark.is_left_out, "target": mark.target, "reason": mark.reason}
            if mark
            else {}
        )
        super().__init__(data, prefix=f"g{line.criterion.pk}", initial=initial)
        for field in self.fields.values():
            field.label = f"{line.code}. {line.criterion.title}: {str(field.label).lower()}"
        if line.criterion.kind not in QUANTITIES:
            del self.fields["target"]

    def clean_target(self) -> Decimal | None:
        target: Decimal | None = self.cleaned_data["target"]
        if target is not None and target <= 0:
            raise forms.ValidationError("Chỉ tiêu phải lớn hơn 0.")
        return target

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("is_left_out") and not data.get("reason") and "reason" not in self.errors:
            self.add_error("reason", "Không giao thì phải ghi lý do.")
        return data

    @property
    def assignment(self) -> Assignment:
        return Assignment(**{name: self.cleaned_data[name] for name in self.fields})


class ExtensionForm(forms.Form):
    until = any_day("Gia hạn đến hết ngày")
    reason = TidyLineField(
        label="Lý do", max_length=300, error_messages={"required": "Chưa ghi lý do gia hạn."}
    )

    def __init__(self, data: Any, *, last_day: dt.date | None) -> None:
        super().__init__(data)
        if last_day:
            self.fields["until"].help_text = f"Sau hạn hiện nay: {last_day:%d/%m/%Y}."


class EvidenceForm(forms.Form):
    file = ScanFormField(
        label="Tệp PDF hoặc ảnh chụp", error_messages={"required": "Chưa chọn tệp."}
    )
    title = TidyLineField(
        label="Tên minh chứng", max_length=160, required=False,
        help_text="Ví dụ: Danh sách thăm hỏi quý III. Để trống: hiện tên tệp.",
    )  # fmt: skip
