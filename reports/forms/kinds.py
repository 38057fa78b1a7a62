"""Laying down which report is owed."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from kit.dates import local_today
from members.editing import VersionedForm
from members.fields import CountField, DayField, TidyLineField, TidyTextField
from members.forms.common import TokenForm, UnitChoice, any_day
from members.models import Unit, User, units_managed_by

from ..models import ReportKind
from ..models.kinds import HEADINGS


def issuers_of(user: User) -> QuerySet[Unit]:
    """Units in whose name the user may ask for reports: those that have units below them."""
    return units_managed_by(user).on().exclude(level=Unit.Level.BRANCH).in_tree_order()


class KindForm(TokenForm, VersionedForm):
    name = TidyLineField(
        label="Tên báo cáo", max_length=120, help_text="Ví dụ: Báo cáo công tác quý.",
        error_messages={"required": "Chưa ghi tên báo cáo."},
    )  # fmt: skip
    issuer = UnitChoice(
        label="Đơn vị yêu cầu", queryset=Unit.objects.none(), empty_label="Chọn đơn vị",
        help_text="Mọi đơn vị trực thuộc ở cấp chọn dưới đây đều phải nộp.",
    )  # fmt: skip
    due_days = CountField(
        label="Hạn nộp: số ngày sau khi hết kỳ", min_value=0, max_value=90,
        help_text="Ví dụ: ghi 10 thì báo cáo quý III phải nộp chậm nhất ngày 10 tháng 10.",
        error_messages={
            "required": "Chưa nhập số ngày.",
            "invalid": "Hãy nhập một số, ví dụ 10.",
            "min_value": "Số ngày không thể âm.",
            "max_value": "Nhiều nhất 90 ngày.",
        },
    )  # fmt: skip
    headings = TidyTextField(
        label="Các mục phải viết", max_length=2_000,
        help_text="Mỗi mục một dòng. Số liệu hội viên, nghĩa tình, sự kiện được lấy sẵn từ sổ.",
        error_messages={"required": "Cần ít nhất một mục."},
    )  # fmt: skip
    instructions = TidyTextField(
        label="Hướng dẫn cho người viết", required=False, max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    valid_from: DayField = any_day(
        "Áp dụng từ ngày",
        help_text="Kỳ nào hết sau ngày này thì phải nộp. Ví dụ: 01/10/2026 thì bắt đầu từ quý IV.",
    )
    valid_to: DayField = any_day(
        "Thôi áp dụng từ ngày",
        required=False,
        help_text="Để trống nếu còn áp dụng. Kỳ hết từ ngày này trở đi không phải nộp nữa.",
    )

    class Meta:
        model = ReportKind
        fields = [
            "name", "issuer", "level", "rhythm", "due_days", "headings", "instructions",
            "valid_from", "valid_to",
        ]  # fmt: skip

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = issuers_of(user)
        issuer: Any = self.fields["issuer"]
        issuer.queryset = units
        self.fields["headings"].widget.attrs["rows"] = len(HEADINGS) + 1
        if self.instance._state.adding:
            top = units.first()
            self.initial["issuer"] = top and top.pk
            self.initial["valid_from"] = local_today()
        for name in ("valid_from", "valid_to"):
            if day := self.initial.get(name):
                self.initial[name] = f"{day:%d/%m/%Y}"
