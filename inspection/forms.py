"""Forms of a check: its head, what was found, its steps, the filters of the list."""

from collections.abc import Sequence
from typing import Any

from django import forms

from desk.editing import VersionedForm
from desk.forms import StepForm, TokenForm, any_day, past_day
from desk.versions import edited_meanwhile
from kit.dates import local_today
from kit.forms import answer_for, field_of
from kit.lists import ListFilters
from kit.workflow import form_for
from members.fields import NameField, TidyLineField, TreeChoice
from members.models import Degree, Subject, Unit, User, units_where

from .actions import RIGHT_ALL_THE_SAME, Answer
from .figures import Counted
from .models import Finding, Inspection, Result, State, Step
from .models.inspections import mark_of

YEARS = 4  # this year and those before it that may be checked


def _people() -> dict[str, forms.Field]:
    return {
        "lead": NameField(label="Trưởng đoàn", max_length=100),
        "team": TidyLineField(
            label="Thành viên đoàn", max_length=300, required=False,
            help_text="Nhiều người thì ngăn bằng dấu phẩy.",
        ),
        "host": NameField(
            label="Đại diện đơn vị", max_length=100,
            help_text="Người làm việc với đoàn và ký biên bản.",
        ),
    }  # fmt: skip


class HeadForm(TokenForm):
    """Whose books of which year, on which day, by whom."""

    unit = TreeChoice(
        label="Đơn vị được kiểm tra", queryset=Unit.objects.none(), empty_label="Chọn đơn vị",
        error_messages={"required": "Chưa chọn đơn vị."},
    )  # fmt: skip
    year = forms.TypedChoiceField(label="Kiểm tra năm", coerce=int)
    held_on = past_day("Ngày kiểm tra")

    def __init__(self, data: Any = None, *, user: User, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.fields |= _people()
        units = units_where(user, Subject.INSPECTION, Degree.WRITE).on().in_tree_order()
        field_of(self, "unit", TreeChoice).queryset = units
        years = range(local_today().year, local_today().year - YEARS, -1)
        field_of(self, "year", forms.TypedChoiceField).choices = [(str(y), str(y)) for y in years]

    def as_inspection(self) -> Inspection:
        """What was typed, as a check that is not saved yet."""
        return Inspection(**{k: v for k, v in self.cleaned_data.items() if k != "token"})


class CorrectionForm(VersionedForm):
    """The day and the names; whose books of which year stays."""

    held_on = past_day("Ngày kiểm tra")

    class Meta:
        model = Inspection
        fields = ["held_on", "lead", "team", "host"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= _people()
        self.initial["held_on"] = f"{self.instance.held_on:%d/%m/%Y}"


class FindingForm(forms.Form):
    """One line: what was found of an item."""

    result = forms.ChoiceField(label="Kết quả", choices=Result, required=False)
    words = forms.CharField(
        label="Nhận xét", required=False, max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    recommendation = TidyLineField(label="Kiến nghị", required=False, max_length=300)
    due_on = any_day("Thực hiện trước ngày", required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any, *, finding: Finding, counted: Counted) -> None:
        self.finding, self.counted = finding, counted
        initial = {
            "result": finding.result, "words": finding.words,
            "recommendation": finding.recommendation,
            "due_on": f"{finding.due_on:%d/%m/%Y}" if finding.due_on else "",
            "seen": finding.mark,
        }  # fmt: skip
        super().__init__(data, prefix=f"m{finding.pk}", initial=initial)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("result") == Result.FAULT and not data.get("words"):
            self.add_error("words", "Có sai sót thì ghi rõ sai sót gì.")
        is_right = data.get("result") == Result.RIGHT
        if is_right and self.is_written and self.counted.is_contrary and not data.get("words"):
            self.add_error("words", RIGHT_ALL_THE_SAME)
        if data.get("due_on") and not data.get("recommendation"):
            self.add_error("recommendation", "Ghi ngày thì phải ghi kiến nghị gì.")
        if self.is_written and data.get("seen") != self.finding.mark:
            answer_for(self, "seen", self.finding.mark)
            self.add_error("words", edited_meanwhile("có người vừa ghi mục này"))
        return data

    @property
    def is_written(self) -> bool:
        """Whether the line says something else than it was shown with, and than what is stored."""
        answer = self.as_answer()
        mark = mark_of(answer.result, answer.words, answer.recommendation, answer.due_on)
        return mark not in (self.cleaned_data.get("seen"), self.finding.mark)

    def as_answer(self) -> Answer:
        names = ("result", "words", "recommendation", "due_on")
        return Answer(
            **{name: self.cleaned_data[name] for name in names if name in self.cleaned_data}
        )


class CarriedOutForm(forms.Form):
    """On which day a recommendation was carried out."""

    day = past_day("Đã thực hiện ngày")


@form_for(Step.SEND)
class SendForm(StepForm):
    answer_by = any_day("Đơn vị giải trình trước ngày")


@form_for(Step.ANSWER)
class AnswerForm(StepForm):
    answer = forms.CharField(
        label="Giải trình", max_length=5000, widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": "Chưa ghi giải trình."},
    )  # fmt: skip


@form_for(Step.CLOSE)
class CloseForm(StepForm):
    conclusion = forms.CharField(
        label="Kết luận", max_length=5000, widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": "Chưa ghi kết luận."},
    )  # fmt: skip


@form_for(Step.CANCEL)
class CancelForm(StepForm):
    reason = TidyLineField(
        label="Lý do hủy", max_length=300, error_messages={"required": "Chưa ghi lý do hủy."}
    )


class InspectionFilters(ListFilters):
    """What is asked of the list; the names are those of the address."""

    at_hand = ("don_vi", "nam", "tinh_trang")

    don_vi = TreeChoice(
        label="Đơn vị", queryset=Unit.objects.none(), required=False, empty_label="tất cả"
    )
    nam = forms.TypedChoiceField(label="Năm", required=False, coerce=int, empty_value=None)
    tinh_trang = forms.ChoiceField(
        label="Tình trạng", required=False,
        choices=[("", "tất cả"), ("dang-mo", "chưa kết thúc"), *State.choices],
    )  # fmt: skip

    def __init__(self, user: User, years: Sequence[int], data: Any) -> None:
        super().__init__(data, auto_id="loc_%s")
        field_of(self, "nam", forms.TypedChoiceField).choices = [
            ("", "mọi năm"), *((str(year), str(year)) for year in years),
        ]  # fmt: skip
        units = units_where(user, Subject.INSPECTION).in_tree_order()
        field_of(self, "don_vi", TreeChoice).queryset = units
        if len(units[:2]) == 1:
            del self.fields["don_vi"]
