"""One disciplinary decision."""

from typing import Any

from django import forms

from desk.forms import PlacedErrors, RenewedForm, TokenForm, any_day, past_day
from desk.versions import version_of
from members.fields import TidyLineField
from members.models import Discipline

from ..actions.discipline import DECIDED


class DisciplineForm(RenewedForm, TokenForm, PlacedErrors):
    """What was decided without a proposal; of one that a proposal brought, when it was lifted.

    `kinds`: those that the user writes down.
    """

    placed = {"members_discipline_dates_in_order": "valid_to"}

    valid_from = past_day("Có hiệu lực từ ngày")
    valid_to = any_day(
        "Hết hiệu lực từ ngày",
        required=False,
        is_far=True,
        help_text="Ngày đầu tiên không còn tính. Để trống nếu chưa có quyết định.",
    )
    version = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Discipline
        fields = ("kind", "valid_from", "valid_to", "decision_no", "authority", "reason")
        field_classes = {
            "decision_no": TidyLineField,
            "authority": TidyLineField,
            "reason": TidyLineField,
        }
        error_messages = {
            "kind": {"required": "Chưa chọn hình thức."},
            "decision_no": {"required": "Chưa ghi số quyết định."},
            "reason": {"required": "Chưa ghi lý do."},
        }
        help_texts = {"authority": "Ví dụ: Ban Chấp hành Hội thành phố."}

    def __init__(self, *args: Any, kinds: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind: Any = self.fields["kind"]
        known = [choice for choice in Discipline.Kind.choices if choice[0] in kinds]
        kind.choices = [("", "Chọn hình thức"), *known]
        if self.instance.pk:
            self.initial["version"] = version_of(self.instance)
            for name in ("valid_from", "valid_to"):
                if day := getattr(self.instance, name):
                    self.initial[name] = f"{day:%d/%m/%Y}"
        if self.instance.proposal_id:
            for name in DECIDED:
                del self.fields[name]
