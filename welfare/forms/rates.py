"""Forms of kinds of care and their rates."""

from typing import Any

from django import forms

from desk.editing import VersionedForm
from desk.forms import PlacedErrors, any_day, line
from kit.forms import field_of
from members.fields import (
    CountField,
    DongField,
    MoneyField,
    TidyLineField,
    TidyTextField,
    TreeChoice,
)
from members.models import Degree, Subject, Unit, User, units_where

from ..models import Rate, WelfareKind, keeps_kinds


class CareKindForm(VersionedForm):
    name = line("Tên loại", 100, missing="Chưa ghi tên loại.")
    description = TidyTextField(
        label="Mô tả", required=False, max_length=1_000, widget=forms.Textarea(attrs={"rows": 3})
    )
    decided_from = DongField(
        label="Cấp trên duyệt từ số tiền",
        required=False,
        min_value=0,
        help_text="Từ số tiền này trở lên, chi hội đề nghị và cấp trên duyệt trước khi trao. Để trống: "
        "không cần duyệt. Ghi 0: lần nào cũng phải duyệt.",
    )
    valid_from = any_day("Có từ ngày", is_far=True)
    valid_to = any_day(
        "Thôi dùng từ ngày", required=False, help_text="Để trống nếu còn dùng.", is_far=True
    )

    class Meta:
        model = WelfareKind
        fields = [
            "name", "description", "listed", "paid_by_state", "is_private", "units_set_rates",
            "decided_from", "valid_from", "valid_to",
        ]  # fmt: skip


def _age(label: str, **kwargs: Any) -> CountField:
    return CountField(
        label=label,
        required=False,
        min_value=1,
        max_value=129,
        error_messages={
            "invalid": "Hãy ghi số tuổi, ví dụ 70.",
            "min_value": "Tuổi phải từ 1 trở lên.",
            "max_value": "Tuổi này quá lớn.",
        },
        **kwargs,
    )


def _amount() -> DongField:
    return MoneyField(
        label="Mức tiền",
        help_text="Ví dụ: 500.000 hoặc 1,2 triệu. Ghi 0 nếu chỉ tặng hiện vật.",
        error_messages={"required": "Chưa ghi mức tiền."},
    )


class CareRateForm(PlacedErrors, VersionedForm):
    kind = forms.ModelChoiceField(
        label="Loại",
        queryset=WelfareKind.objects.none(),
        empty_label="Chọn loại",
        error_messages={"required": "Chưa chọn loại."},
    )
    unit = TreeChoice(
        label="Áp dụng cho", queryset=Unit.objects.none(), required=False, empty_label="toàn Hội"
    )
    amount = _amount()
    in_kind = TidyLineField(label="Hiện vật", required=False, max_length=160)
    min_age = _age("Từ tuổi", help_text="Để trống các ô tuổi: mọi người cùng một mức.")
    max_age = _age("Đến hết tuổi")
    step = _age(
        "Chỉ tính tuổi tròn, cách nhau (năm)",
        help_text="Ghi 5 thì từ 70 tuổi chỉ tính 70, 75, 80 … Để trống: tính mọi tuổi trong khoảng.",
    )
    every_from = _age(
        "Từ tuổi này, năm nào cũng tính", help_text="Ví dụ 100: tròn 70, 75 … 100, rồi 101, 102 …"
    )
    occasion = TidyLineField(
        label="Dịp trao, người trao", required=False, max_length=120, help_text="Ví dụ: ngày 06/6."
    )
    source = line(
        "Căn cứ", 200, help_text="Nghị quyết, quyết định quy định mức này.",
        missing="Chưa ghi căn cứ.",
    )  # fmt: skip
    valid_from = any_day("Áp dụng từ ngày", is_far=True)
    valid_to = any_day(
        "Thôi áp dụng từ ngày", required=False, help_text="Để trống nếu còn áp dụng.", is_far=True
    )
    placed = {
        "welfare_rate_ages_in_order": "max_age",
        "welfare_rate_step_from_an_age": "step",
        "welfare_rate_every_year_after_milestones": "every_from",
    }

    class Meta:
        model = Rate
        fields = [
            "kind", "unit", "amount", "in_kind", "min_age", "max_age", "step", "every_from",
            "counted", "occasion", "source", "valid_from", "valid_to",
        ]  # fmt: skip

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        is_office = keeps_kinds(user)
        kinds = WelfareKind.objects.on()
        unit = field_of(self, "unit", forms.ModelChoiceField)
        units = units_where(user, Subject.WELFARE, Degree.WRITE).on().in_tree_order()
        unit.queryset = units
        if not is_office:
            kinds = kinds.filter(units_set_rates=True)
            unit.required, unit.empty_label = True, "Chọn đơn vị"
            unit.error_messages["required"] = "Chưa chọn đơn vị."
        if self.instance.pk:  # another kind would be another rate
            kinds = WelfareKind.objects.filter(pk=self.instance.kind_id)
        field_of(self, "kind", forms.ModelChoiceField).queryset = kinds


class ChangeForm(forms.Form):
    """The same rate for another amount, from a day on."""

    since = any_day("Mức mới áp dụng từ ngày")
    amount = _amount()
    in_kind = TidyLineField(label="Hiện vật", required=False, max_length=160)
    source = line(
        "Căn cứ", 200, help_text="Nghị quyết, quyết định đổi mức.", missing="Chưa ghi căn cứ."
    )
