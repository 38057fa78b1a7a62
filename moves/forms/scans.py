"""Scans and photographs of papers, as they are sent."""

from typing import Any

from django import forms

from desk.forms import line
from members.models import Scan, ScanFormField


class ScanForm(forms.ModelForm):
    """A scan or photograph of a paper."""

    file = ScanFormField(
        label="Tệp PDF hoặc ảnh chụp", error_messages={"required": "Chưa chọn tệp."}
    )

    class Meta:
        model = Scan
        fields = ["title", "file"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].help_text = "Ví dụ: Đơn viết tay, Quyết định có dấu."
        self.fields["title"].error_messages["required"] = "Chưa ghi tên giấy tờ."


class CorrectionForm(forms.Form):
    """Why something is corrected past its days of undoing, and the paper; see `Correction`."""

    reason = line(
        "Lý do đính chính", 300, missing="Chưa ghi lý do.",
        help_text="Ví dụ: ghi nhầm người cùng tên; người báo tin nhầm.",
    )  # fmt: skip
    title = line("Tên giấy tờ làm căn cứ", 120, help_text="Ví dụ: Biên bản xác minh, Công văn.")
    file = ScanFormField(
        label="Bản chụp giấy tờ đó", error_messages={"required": "Chưa chọn tệp."},
        help_text="Tệp PDF hoặc ảnh chụp.",
    )  # fmt: skip
