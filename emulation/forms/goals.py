"""Forms of what units aim at."""

from django import forms

from desk.forms import any_day, line
from members.fields import TidyLineField

from ..models import Classification


class GoalForm(forms.Form):
    grade = forms.ChoiceField(
        label="Mức xếp loại phấn đấu", required=False,
        choices=[
            ("", "không ghi mức"),
            *((grade.value, grade.label.capitalize()) for grade in Classification.Grade
              if grade != Classification.Grade.NOT_DONE),
        ],
    )  # fmt: skip
    titles = TidyLineField(
        label="Danh hiệu, hình thức khen thưởng phấn đấu", required=False, max_length=200,
        help_text="Ví dụ: Cờ thi đua của Ủy ban nhân dân Thành phố.",
    )  # fmt: skip


class ExtensionForm(forms.Form):
    until = any_day("Gia hạn đến hết ngày")
    reason = line("Lý do", 200, missing="Chưa ghi lý do gia hạn.")
