"""Forms of a unit's comment on a draft, and of the answer to it."""

from collections.abc import Sequence
from typing import Any

from django import forms

from kit.forms import field_of
from members.fields import TidyLineField, TidyTextField, UnitChoice
from members.models import Unit

from ..models import Clause, Compact, CompactComment

State = CompactComment.State


class _ClauseChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.section}: {obj}"


class CommentForm(forms.Form):
    """What one of the user's own units says to the draft."""

    unit = UnitChoice(label="Đơn vị", queryset=Unit.objects.none(), empty_label="Chọn đơn vị")
    clause = _ClauseChoice(
        label="Về điều khoản", queryset=Clause.objects.none(), required=False,
        empty_label="cả bản dự thảo",
    )  # fmt: skip
    text = TidyTextField(
        label="Góp ý", max_length=1_000, widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Chưa ghi góp ý."},
    )  # fmt: skip

    def __init__(
        self, data: Any, *, compact: Compact, units: Sequence[Unit], clause: int | None = None
    ) -> None:
        super().__init__(data, initial={"clause": clause})
        unit = field_of(self, "unit", UnitChoice)
        unit.queryset = Unit.objects.filter(pk__in=[row.pk for row in units]).in_tree_order()
        if len(units) == 1:
            unit.initial, unit.empty_label = units[0].pk, None
        field_of(self, "clause", forms.ModelChoiceField).queryset = (
            Clause.objects.filter(section__compact=compact)
            .select_related("section")
            .order_by("section__order", "order", "pk")
        )


class AnswerForm(forms.Form):
    """Whether a comment is taken up, and what is said to it."""

    state = forms.ChoiceField(
        label="Trả lời", choices=[(value, str(label)) for value, label in State.choices if value != "open"],
        error_messages={"required": "Chưa chọn cách trả lời."},
    )  # fmt: skip
    answer = TidyLineField(
        label="Lời trả lời", required=False, max_length=500,
        help_text="Giữ nguyên dự thảo thì ghi rõ lý do.",
    )  # fmt: skip

    def clean(self) -> None:
        super().clean()
        data = self.cleaned_data
        if data.get("state") == State.KEPT and not data.get("answer") and not self.errors:
            self.add_error("answer", "Giữ nguyên dự thảo thì phải ghi lý do.")
