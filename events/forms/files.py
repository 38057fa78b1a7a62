"""Forms of an event's photographs and papers."""

from typing import Any

from django import forms

from desk.editing import VersionedForm
from kit.pictures import ACCEPT
from members.fields import TidyLineField

from ..models import EventDocument, EventPhoto

INTERNAL = "Chỉ xem trong đơn vị"
AGREED = "Những người trong ảnh đồng ý cho đăng"
_PUBLIC_NEEDS_CONSENT = (
    "Ảnh cho mọi người xem cần những người trong ảnh đồng ý. Chọn “đồng ý cho đăng”, hoặc để ảnh chỉ "
    "xem trong đơn vị."
)


class _Files(forms.FileInput):
    """A box for several files; a telephone offers its camera."""

    allow_multiple_selected = True

    def __init__(self, accept: str) -> None:
        super().__init__(attrs={"accept": accept, "multiple": True})


class _ManyFiles(forms.FileField):
    """The files as they were sent: the view looks at each by itself."""

    def to_python(self, data: Any) -> Any:
        return [file for file in data or [] if file]

    def clean(self, data: Any, initial: Any = None) -> Any:
        files = self.to_python(data if isinstance(data, list | tuple) else [data])
        if self.required and not files:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return files


class NewPhotosForm(forms.Form):
    pictures = _ManyFiles(
        label="Ảnh", widget=_Files(ACCEPT), error_messages={"required": "Chưa chọn ảnh nào."},
        help_text="Chụp hoặc chọn, nhiều ảnh một lúc được, mỗi ảnh không quá 25 MB. Vị trí chụp trong ảnh tự được xóa.",
    )  # fmt: skip
    caption = TidyLineField(
        label="Chú thích chung", max_length=300, required=False, help_text="Sửa riêng từng ảnh sau."
    )
    is_internal = forms.BooleanField(label=INTERNAL, required=False, initial=True)
    people_agreed = forms.BooleanField(
        label=AGREED, required=False,
        help_text="Cần khi cho mọi người xem (Luật 91/2025/QH15).",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not data.get("is_internal") and not data.get("people_agreed"):
            self.add_error("people_agreed", _PUBLIC_NEEDS_CONSENT)
        return data


class PhotoForm(VersionedForm):
    """Words of a photograph and who may see it."""

    class Meta:
        model = EventPhoto
        fields = ("alt", "caption", "credit", "is_internal", "people_agreed")
        widgets = {"alt": forms.Textarea(attrs={"rows": 2})}
        labels = {"is_internal": INTERNAL, "people_agreed": AGREED}
        help_texts = {"is_internal": "", "people_agreed": "Cần khi cho mọi người xem."}


class NewDocumentsForm(forms.Form):
    papers = _ManyFiles(
        label="Tệp PDF, Word (.docx) hoặc Excel (.xlsx)", widget=_Files(".pdf,.docx,.xlsx"),
        error_messages={"required": "Chưa chọn tệp nào."},
        help_text="Mỗi tệp không quá 20 MB.",
    )  # fmt: skip
    title = TidyLineField(
        label="Tên hiện ra", max_length=160, required=False,
        help_text="Ví dụ: Kế hoạch hội thao. Để trống thì hiện tên tệp.",
    )  # fmt: skip
    is_internal = forms.BooleanField(label=INTERNAL, required=False, initial=True)


class DocumentForm(VersionedForm):
    class Meta:
        model = EventDocument
        fields = ("title", "is_internal")
        labels = {"title": "Tên hiện ra", "is_internal": INTERNAL}
        help_texts = {"is_internal": ""}
