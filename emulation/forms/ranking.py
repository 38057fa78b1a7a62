"""Forms of a cycle's ranking: the rules declared for it, the vote, explanations, lifting the lock."""

from collections.abc import Sequence
from typing import Any

from django import forms

from desk.editing import VersionedForm
from desk.forms import PlacedErrors, line, past_day
from desk.versions import edited_meanwhile
from kit.forms import answer_for
from kit.numbers import vn_number
from members.fields import CommaField, CountField, TidyLineField

from ..models import ScoreSheet, ScoringRules
from ..models.sheets import digest_of


def _percent(label: str) -> CommaField:
    return CommaField(
        label=label, max_digits=5, decimal_places=2,
        error_messages={
            "required": "Chưa ghi số phần trăm.", "max_digits": "Từ 0 đến 100.",
            "max_whole_digits": "Từ 0 đến 100.",
        },
    )  # fmt: skip


class RulesForm(PlacedErrors, VersionedForm):
    flagged_from = _percent("Báo khi các bên chênh từ (% điểm tối đa)")
    excellent_from = _percent("Hoàn thành xuất sắc nhiệm vụ từ (% điểm tối đa)")
    good_from = _percent("Hoàn thành tốt nhiệm vụ từ (% điểm tối đa)")
    done_from = _percent("Hoàn thành nhiệm vụ từ (% điểm tối đa)")
    source = TidyLineField(
        label="Căn cứ", required=False, max_length=200,
        help_text="Văn bản quy định cách tính, mức xếp loại.",
    )  # fmt: skip
    placed = {"emulation_scoringrules_bands_in_order": "good_from"}

    class Meta:
        model = ScoringRules
        fields = [
            "final_by", "ties", "flagged_from", "excellent_from", "good_from", "done_from", "source",
        ]  # fmt: skip
        labels = {"final_by": "Điểm chính thức lấy từ", "ties": "Khi bằng điểm"}


class VoteForm(forms.Form):
    """Valid ballots, and how many name each unit."""

    voted_on = past_day("Ngày suy tôn")
    ballots = CountField(label="Số phiếu hợp lệ", min_value=1, max_value=9_999)

    def __init__(self, data: Any, *, rules: ScoringRules, sheets: Sequence[ScoreSheet]) -> None:
        initial = {
            "voted_on": f"{rules.voted_on:%d/%m/%Y}" if rules.voted_on else "",
            "ballots": rules.ballots,
        } | {f"phieu-{sheet.pk}": sheet.votes for sheet in sheets}
        super().__init__(data, initial=initial)
        for sheet in sheets:
            self.fields[f"phieu-{sheet.pk}"] = CountField(
                label=f"{sheet.unit.distinct_label}: số phiếu", required=False, min_value=0,
                max_value=9_999,
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        ballots = data.get("ballots")
        for name, value in data.items():
            if name.startswith("phieu-") and value is not None and ballots and value > ballots:
                self.add_error(name, f"Nhiều hơn số phiếu hợp lệ ({vn_number(ballots)}).")
        return data

    @property
    def votes(self) -> dict[int, int]:
        """The votes by the key of the sheet, where any were typed."""
        return {
            int(name.removeprefix("phieu-")): value
            for name, value in self.cleaned_data.items()
            if name.startswith("phieu-") and value is not None
        }


class ReopenForm(forms.Form):
    decision_no = line("Số quyết định", 60, missing="Chưa ghi số quyết định.")
    decided_on = past_day("Ngày quyết định")
    reason = TidyLineField(
        label="Lý do mở lại", max_length=300, error_messages={"required": "Chưa ghi lý do."}
    )


class ExplanationForm(forms.Form):
    """One criterion's explanation. See `MarkForm` for `seen`."""

    text = forms.CharField(
        label="Giải trình", required=False, max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any, *, key: int, label: str, stored: str) -> None:
        self.key, self.stored = key, stored
        initial = {"text": stored, "seen": digest_of(None, stored)}
        super().__init__(data, prefix=f"y{key}", initial=initial)
        self.fields["text"].label = f"{label}: giải trình"

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        stored = digest_of(None, self.stored)
        if self.is_written and data.get("seen") != stored:
            answer_for(self, "seen", stored)
            self.add_error("text", edited_meanwhile(f"có người vừa ghi “{self.stored[:80]}”"))
        return data

    @property
    def is_written(self) -> bool:
        digest = digest_of(None, self.cleaned_data.get("text", ""))
        return digest not in (self.cleaned_data.get("seen"), digest_of(None, self.stored))
