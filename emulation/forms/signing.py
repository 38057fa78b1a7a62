"""Forms of signing: a signature with the password, who stayed away, the paper signed by hand."""

from collections.abc import Sequence
from typing import Any

from django import forms

from desk.editing import VersionedForm
from desk.forms import line, past_day
from desk.passwords import PasswordAgain
from kit.dates import local_today
from kit.forms import field_of
from members.fields import NameField, TidyTextField, UnitChoice
from members.models import ScanFormField, Unit

from ..actions.signing import PaperSigner
from ..models import Addendum


class _OfUnits(forms.Form):
    """A form with a choice among the units that are still to sign; a single one is preselected."""

    unit = UnitChoice(label="Đơn vị", queryset=Unit.objects.none(), empty_label="Chọn đơn vị")

    def offer(self, units: Sequence[Unit]) -> None:
        unit = field_of(self, "unit", UnitChoice)
        unit.queryset = Unit.objects.filter(pk__in=[row.pk for row in units]).in_tree_order()
        if len(units) == 1:
            unit.initial, unit.empty_label = units[0].pk, None


class SignForm(PasswordAgain, _OfUnits):
    """Signs the text that the page shows, for one of the user's own units."""

    text_hash = forms.CharField(widget=forms.HiddenInput)
    has_read = forms.BooleanField(
        label="Tôi đã đọc toàn văn và thay mặt đơn vị ký",
        error_messages={"required": "Hãy đọc toàn văn rồi đánh dấu vào đây."},
    )

    def __init__(self, *args: Any, units: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(units)


class AbsenceForm(_OfUnits):
    reason = line("Lý do vắng", 200, missing="Chưa ghi lý do vắng.")

    def __init__(self, *args: Any, units: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(units)


class PaperForm(forms.Form):
    """The scan of the signed paper, and who signed it for each unit that is still to sign."""

    file = ScanFormField(
        label="Bản chụp giao ước đã ký (PDF hoặc ảnh)",
        error_messages={"required": "Chưa chọn tệp."},
    )
    signed_on = past_day("Ngày ký")

    def __init__(self, *args: Any, units: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = units
        self.fields["signed_on"].initial = f"{local_today():%d/%m/%Y}"
        for unit in units:
            self.fields[f"ten-{unit.pk}"] = NameField(
                label=f"Người ký của {unit}", required=False, max_length=100,
                help_text="Để trống nếu đơn vị này không ký trên giấy.",
            )  # fmt: skip
            self.fields[f"chuc-{unit.pk}"] = line(
                f"Chức vụ của người ký, {unit}", 160, required=False
            )

    def clean(self) -> None:
        super().clean()
        if not self.errors and not self.signers:
            raise forms.ValidationError("Chưa ghi người ký của đơn vị nào.")

    @property
    def signers(self) -> list[PaperSigner]:
        data = self.cleaned_data
        return [
            PaperSigner(unit, data[f"ten-{unit.pk}"], data[f"chuc-{unit.pk}"])
            for unit in self.units
            if data.get(f"ten-{unit.pk}")
        ]


class AddendumForm(VersionedForm):
    title = line("Về việc", 200, missing="Chưa ghi về việc gì.",
                 help_text="Ví dụ: điều chỉnh chỉ tiêu kết nạp hội viên.")  # fmt: skip
    text = TidyTextField(
        label="Nội dung phụ lục", max_length=6_000, widget=forms.Textarea(attrs={"rows": 10}),
        error_messages={"required": "Chưa ghi nội dung phụ lục."},
    )  # fmt: skip

    class Meta:
        model = Addendum
        fields = ["title", "text"]
