"""Forms of sets of criteria."""

from decimal import Decimal
from typing import Any

from django import forms
from django.db import models
from django.forms.boundfield import BoundField

from desk.editing import VersionedForm
from desk.forms import PlacedErrors, any_day, line
from kit.forms import field_of
from members.fields import CommaField, TidyLineField, TidyTextField, TreeChoice
from members.models import Degree, Subject, Unit, User, units_where

from ..models import CriteriaSet, Criterion, in_outline
from ..scoring import Kind, Sheet, leaders, score


def _points(label: str, **kwargs: Any) -> CommaField:
    return CommaField(
        label=label,
        required=False,
        max_digits=7,
        decimal_places=2,
        error_messages={"max_digits": "Số này quá lớn.", "max_whole_digits": "Số này quá lớn."},
        **kwargs,
    )


class CriteriaSetForm(PlacedErrors, VersionedForm):
    unit = TreeChoice(
        label="Do đơn vị nào đặt ra", queryset=Unit.objects.none(), empty_label="Chọn đơn vị"
    )
    name = line(
        "Tên bộ tiêu chí", 120, missing="Chưa ghi tên.",
        help_text="Ví dụ: Bảng chấm điểm thi đua Cụm II.",
    )  # fmt: skip
    source = TidyLineField(
        label="Căn cứ", required=False, max_length=200,
        help_text="Văn bản, nghị quyết quy định cách chấm.",
    )  # fmt: skip
    bonus_limit = _points("Điểm thưởng nhiều nhất", help_text="Để trống: không giới hạn.")
    penalty_limit = _points("Điểm trừ nhiều nhất", help_text="Để trống: không giới hạn.")
    placed = {
        "emulation_criteriaset_one_draft": "name",
        "emulation_criteriaset_version_once": "name",
    }

    class Meta:
        model = CriteriaSet
        fields = ["unit", "name", "source", "bonus_limit", "penalty_limit"]

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit = field_of(self, "unit", forms.ModelChoiceField)
        units = units_where(user, Subject.EMULATION, Degree.WRITE).on().in_tree_order()
        if self.instance.pk:  # another unit's would be another set
            units = Unit.objects.filter(pk=self.instance.unit_id)
        unit.queryset = units
        if len(only := list(units[:2])) == 1:
            unit.initial, unit.empty_label = only[0].pk, None


class _SectionChoice(forms.ModelChoiceField):
    """Sections as the sheet numbers them: "1.2. Nghĩa tình"."""

    codes: dict[int, str] = {}

    def label_from_instance(self, obj: Any) -> str:
        return f"{self.codes.get(obj.pk, '')}. {obj.title}"


class CriterionForm(PlacedErrors, VersionedForm):
    kind = forms.ChoiceField(
        label="Cách chấm", choices=[(kind.value, kind.label.capitalize()) for kind in Kind],
        error_messages={"required": "Chưa chọn cách chấm."},
    )  # fmt: skip
    title = line("Nội dung", 300, missing="Chưa ghi nội dung.")
    parent = _SectionChoice(
        label="Thuộc mục", queryset=Criterion.objects.none(), required=False,
        empty_label="không thuộc mục nào",
    )  # fmt: skip
    maximum = _points(
        "Điểm tối đa",
        help_text="Của mục lớn: để trống thì cộng điểm bên trong, ghi số thì quy về số điểm đó.",
    )
    target = CommaField(
        label="Chỉ tiêu", required=False, max_digits=9, decimal_places=2,
        help_text="Cho tiêu chí chấm theo số lượng. Để trống nếu không có chỉ tiêu chung.",
        error_messages={"max_digits": "Số này quá lớn.", "max_whole_digits": "Số này quá lớn."},
    )  # fmt: skip
    measure = TidyLineField(
        label="Đơn vị tính", required=False, max_length=40, help_text="Ví dụ: lượt thăm, hội viên."
    )
    per_unit = _points("Điểm cho mỗi lần", help_text="Cho tiêu chí đếm số lần.")
    guidance = TidyTextField(
        label="Hướng dẫn chấm", required=False, max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    placed = {
        "emulation_criterion_has_maximum": "maximum",
        "emulation_criterion_base_is_limited": "maximum",
        "emulation_criterion_counted_by_points": "per_unit",
        "emulation_criterion_target_of_quantity": "target",
    }

    class Meta:
        model = Criterion
        fields = [
            "kind", "title", "parent", "part", "maximum", "target", "measure", "per_unit", "guidance",
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        criteria_set = self.instance.criteria_set
        lines = in_outline(criteria_set.criteria.all())
        sections = [
            (code, row) for code, _, row in lines if row.is_section and row.pk != self.instance.pk
        ]
        parent = field_of(self, "parent", _SectionChoice)
        parent.codes = {row.pk: code for code, row in sections}
        place = models.Case(
            *(models.When(pk=row.pk, then=number) for number, (_, row) in enumerate(sections)),
            default=0,
        )
        parent.queryset = Criterion.objects.filter(pk__in=[row.pk for _, row in sections]).order_by(
            place
        )
        self.fields["part"].help_text = "Tiêu chí thuộc một mục thì theo loại điểm của mục đó."
        if self.instance.pk:
            # A section that holds criteria stays one; a criterion does not become a section.
            is_section = self.instance.is_section
            field_of(self, "kind", forms.ChoiceField).choices = [
                (kind.value, kind.label.capitalize())
                for kind in Kind
                if (kind == Kind.GROUP) == is_section
            ]


class IssueForm(forms.Form):
    """When, and by which document, a set is issued."""

    issued_on = any_day("Ban hành ngày")
    decision_no = line("Số văn bản", 60, required=False, help_text="Để trống nếu chưa có số.")


class RetireForm(forms.Form):
    retired_on = any_day("Thôi dùng từ ngày")


class TrialForm(forms.Form):
    """Values to try the set with: nothing of them is kept."""

    def __init__(self, data: Any, *, criteria_set: CriteriaSet) -> None:
        self.criteria_set = criteria_set
        self.lines = in_outline(criteria_set.criteria.all())
        self.items = [row.item for _, _, row in self.lines]
        super().__init__(data or None)
        for code, _, row in self.lines:
            if not row.is_section:
                self.fields[_box(row)] = _value_field(code, row)
                if row.kind == Kind.RELATIVE:
                    self.fields[_box(row, leader=True)] = _leader_field(code, row)

    @property
    def rows(self) -> list[tuple[str, int, Criterion, BoundField | None, BoundField | None]]:
        """The outline with the boxes of each criterion: its value, and the leader's where asked."""
        return [
            (*line, self._bound(_box(line[2])), self._bound(_box(line[2], leader=True)))
            for line in self.lines
        ]

    def _bound(self, name: str) -> BoundField | None:
        return self[name] if name in self.fields else None

    def sheet(self) -> Sheet:
        """What the valid values are worth; boxes left empty or not understood are not scored."""
        given: dict[str, Any] = getattr(self, "cleaned_data", {})
        values = {row.pk: _number(given.get(_box(row))) for _, _, row in self.lines}
        others = {row.pk: _number(given.get(_box(row, leader=True))) for _, _, row in self.lines}
        return score(
            self.items,
            values,
            leading=leaders(self.items, [values, others]),
            bonus_limit=self.criteria_set.bonus_limit,
            penalty_limit=self.criteria_set.penalty_limit,
        )


def _box(row: Criterion, *, leader: bool = False) -> str:
    return f"{'dau' if leader else 'so'}-{row.pk}"


def _number(value: Any) -> Decimal | None:
    return None if value in (None, "") else Decimal(value)


def _value_field(code: str, row: Criterion) -> forms.Field:
    label = f"{code}. {row.title}"
    if row.kind == Kind.YES_NO:
        choices = [("", "chưa chấm"), ("1", "có"), ("0", "không")]
        return forms.ChoiceField(label=label, choices=choices, required=False)
    most = row.maximum if row.kind == Kind.JUDGED else None
    label += f" ({'điểm' if row.kind == Kind.JUDGED else row.measure or 'số lượng'})"
    return CommaField(
        label=label, required=False, min_value=0, max_value=most, max_digits=9, decimal_places=2,
        error_messages={
            "min_value": "Không ghi số âm.",
            "max_value": "Nhiều hơn điểm tối đa.",
            "max_digits": "Số này quá lớn.",
            "max_whole_digits": "Số này quá lớn.",
        },
    )  # fmt: skip


def _leader_field(code: str, row: Criterion) -> forms.Field:
    return CommaField(
        label=f"{code}. {row.title}: đơn vị cao nhất đạt", required=False, min_value=0, max_digits=9,
        decimal_places=2,
        error_messages={
            "min_value": "Không ghi số âm.",
            "max_digits": "Số này quá lớn.",
            "max_whole_digits": "Số này quá lớn.",
        },
    )  # fmt: skip
