"""Forms of a unit's year by a kind's own scale."""

from decimal import Decimal
from typing import Any

from django import forms

from desk.forms import GuardedForm, StepForm, TokenForm
from emulation.forms.sheets import value_field
from emulation.models.criteria import in_outline
from emulation.scoring import Kind
from emulation.standings import value_error
from kit.dates import local_today
from kit.forms import field_of
from kit.lists import ListFilters
from kit.workflow import form_for
from members.fields import TidyLineField, TreeChoice
from members.models import Degree, Subject, Unit, User, units_where

from ..models import ExemplarKind, RatingState, RatingStep, UnitRating

YEARS = 3


class RatingForm(TokenForm, forms.ModelForm):
    """Which unit, which year."""

    unit = TreeChoice(
        label="Đơn vị", queryset=Unit.objects.none(), empty_label="Chọn đơn vị",
        error_messages={"required": "Chưa chọn đơn vị."},
    )  # fmt: skip
    kind = forms.ModelChoiceField(
        label="Danh hiệu", queryset=ExemplarKind.objects.none(), empty_label="Chọn danh hiệu",
        error_messages={"required": "Chưa chọn danh hiệu."},
    )  # fmt: skip
    year = forms.TypedChoiceField(label="Năm", coerce=int)

    class Meta:
        model = UnitRating
        fields = ["unit", "kind", "year"]

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = units_where(user, Subject.EMULATION, Degree.WRITE).on().in_tree_order()
        field = field_of(self, "unit", TreeChoice)
        field.queryset = units
        if len(units[:2]) == 1:
            field.initial, field.empty_label = units[0].pk, None
        kinds = ExemplarKind.objects.offered().filter(criteria_set__isnull=False)
        kind = field_of(self, "kind", forms.ModelChoiceField)
        kind.queryset = kinds
        if len(kinds[:2]) == 1:
            kind.initial, kind.empty_label = kinds[0].pk, None
        this_year = local_today().year
        field_of(self, "year", forms.TypedChoiceField).choices = [
            (str(this_year - back), str(this_year - back)) for back in range(YEARS)
        ]


class MarksForm(GuardedForm):
    """One column of the scale: a box for each criterion, with how it is scored in plain words."""

    class Meta:
        model = UnitRating
        fields: list[str] = []

    def __init__(self, *args: Any, column: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.column = column
        self.lines = in_outline(self.instance.criteria_set.criteria.all())
        stored = self.instance.values(column)
        other = self.instance.values("own") if column == "given" else {}
        for code, _depth, criterion in self.lines:
            if criterion.is_section:
                continue
            name = f"t{criterion.pk}"
            field = value_field(code, criterion)
            own = criterion.worded(other.get(criterion.pk))
            said = f"Đơn vị tự chấm: {own}. " if own else ""
            field.help_text = f"{said}{criterion.formula}"
            self.fields[name] = field
            value = stored.get(criterion.pk)
            if value is None and column == "given":
                value = other.get(criterion.pk)
            is_choice = criterion.kind == Kind.YES_NO
            self.initial[name] = "" if value is None else str(int(value)) if is_choice else value
        if column == "given":
            self.fields["remark"] = TidyLineField(label="Nhận xét", required=False, max_length=500)
            self.initial["remark"] = self.instance.remark

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        for _code, _depth, criterion in self.lines:
            value = self._value(data, criterion)
            if value is not None and (error := value_error(criterion, value)):
                self.add_error(f"t{criterion.pk}", error)
        return data

    @staticmethod
    def _value(data: dict[str, Any], criterion: Any) -> Decimal | None:
        typed = data.get(f"t{criterion.pk}")
        return None if typed in (None, "") else Decimal(typed)

    @property
    def values(self) -> dict[int, Decimal | None]:
        """What was typed, by criterion; None where nothing was."""
        return {
            criterion.pk: self._value(self.cleaned_data, criterion)
            for _code, _depth, criterion in self.lines
            if not criterion.is_section
        }


@form_for(RatingStep.RETURN)
class RatingReturnForm(StepForm):
    remark = TidyLineField(
        label="Lý do", max_length=500, error_messages={"required": "Chưa ghi lý do."}
    )


class RatingFilters(ListFilters):
    """What is asked of the list; the names are those of the address."""

    at_hand = ("nam", "tinh_trang")

    nam = forms.TypedChoiceField(label="Năm", required=False, coerce=int, empty_value=None)
    tinh_trang = forms.ChoiceField(
        label="Tình trạng", required=False, choices=[("", "tất cả"), *RatingState.choices]
    )

    def __init__(self, years: Any, data: Any) -> None:
        super().__init__(data, auto_id="loc_%s")
        field_of(self, "nam", forms.TypedChoiceField).choices = [
            ("", "mọi năm"), *((str(year), str(year)) for year in years),
        ]  # fmt: skip
