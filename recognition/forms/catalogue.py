"""Forms of awards, of multiples and of the base salary."""

from typing import Any

from django import forms

from desk.forms import GuardedForm, any_day
from kit.forms import field_of
from members.fields import CommaField, DongField, TidyLineField
from members.models import AwardKind

from ..models import AwardRate, BaseSalary
from ..models.catalogue import Recipient


def _source(help_text: str) -> TidyLineField:
    return TidyLineField(
        label="Căn cứ", max_length=200, help_text=help_text,
        error_messages={"required": "Chưa ghi căn cứ."},
    )  # fmt: skip


class AwardKindForm(GuardedForm):
    name = TidyLineField(
        label="Tên", max_length=120, error_messages={"required": "Chưa ghi tên loại."},
        help_text="Ghi người tặng, ví dụ: Bằng khen của Chủ tịch Ủy ban nhân dân Thành phố.",
    )  # fmt: skip
    authority = TidyLineField(
        label="Người, cấp khen thưởng", max_length=120, required=False,
        help_text="Chức vụ của người tặng, ví dụ: Bộ trưởng Bộ Công an.",
    )  # fmt: skip
    valid_from = any_day("Có từ ngày", is_far=True)
    valid_to = any_day(
        "Thôi dùng từ ngày", required=False, help_text="Để trống nếu còn dùng.", is_far=True
    )
    placed = {
        "members_awardkind_for_somebody": "for_person",
        "members_awardkind_dates_in_order": "valid_to",
    }

    class Meta:
        model = AwardKind
        fields = [
            "name", "group", "authority", "for_person", "for_collective", "for_household",
            "has_classes", "is_given_above", "valid_from", "valid_to",
        ]  # fmt: skip


class AwardRateForm(GuardedForm):
    kind = forms.ModelChoiceField(
        label="Loại khen thưởng", queryset=AwardKind.objects.none(), empty_label="Chọn loại",
        error_messages={"required": "Chưa chọn loại khen thưởng."},
    )  # fmt: skip
    multiple = CommaField(
        label="Hệ số", max_digits=5, decimal_places=2,
        help_text="Nhân với mức lương cơ sở, ví dụ 0,6.",
        error_messages={"required": "Chưa ghi hệ số."},
    )  # fmt: skip
    source = _source("Nghị định, nghị quyết quy định mức này.")
    valid_from = any_day("Áp dụng từ ngày", is_far=True)
    valid_to = any_day(
        "Thôi áp dụng từ ngày", required=False, help_text="Để trống nếu còn áp dụng.", is_far=True
    )
    placed = {
        "recognition_awardrate_dates_in_order": "valid_to",
        "recognition_awardrate_multiple_positive": "multiple",
    }

    class Meta:
        model = AwardRate
        fields = ["kind", "recipient", "multiple", "source", "valid_from", "valid_to"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        recipients = [("", "Chọn tặng ai"), *Recipient.choices]
        field_of(self, "recipient", forms.ChoiceField).choices = recipients
        kinds = AwardKind.objects.on()
        if self.instance.pk:  # another award would be another rate
            kinds = AwardKind.objects.filter(pk=self.instance.kind_id)
        field_of(self, "kind", forms.ModelChoiceField).queryset = kinds


class BaseSalaryForm(GuardedForm):
    amount = DongField(
        label="Mức lương cơ sở", min_value=1, help_text="Ví dụ: 2.530.000.",
        error_messages={"required": "Chưa ghi mức lương cơ sở."},
    )  # fmt: skip
    valid_from = any_day("Từ ngày", is_far=True)
    source = _source("Nghị định quy định mức này.")
    placed = {"recognition_basesalary_of_money": "amount"}

    class Meta:
        model = BaseSalary
        fields = ["valid_from", "amount", "source"]
