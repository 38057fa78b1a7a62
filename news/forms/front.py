"""Forms of what editors lay out: sections, lasting pages, how long a story stays on top."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from desk.editing import VersionedForm
from kit.dates import local_today
from kit.html import clean_html
from kit.text import clean_line
from members.fields import DayField

from ..models import FrontPin, Page, Section


class SectionForm(VersionedForm):
    class Meta:
        model = Section
        fields = ("name", "description", "slug")
        widgets = {"description": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "description": "Một hai câu, hiện trên đầu trang chuyên mục.",
            "slug": "Để trống: lấy từ tên. Đổi đường dẫn thì liên kết cũ vẫn dẫn tới chuyên mục này.",
        }


class MergeForm(forms.Form):
    """Into which other section."""

    into = forms.ModelChoiceField(
        Section.objects.none(),
        label="Gộp vào chuyên mục",
        empty_label="Chọn chuyên mục",
        error_messages={"required": "Chưa chọn chuyên mục nhận bài."},
    )

    def __init__(self, data: Any = None, *, section: Section) -> None:
        super().__init__(data)
        field: Any = self.fields["into"]
        field.queryset = Section.objects.exclude(pk=section.pk)


class PageForm(VersionedForm):
    has_conflict_panel = True

    class Meta:
        model = Page
        fields = ("title", "body", "slug")

    def clean(self) -> None:
        stored = Page.objects.filter(pk=self.instance.pk).first()
        data = self.cleaned_data
        is_same = stored is not None and (stored.title, stored.body, stored.slug) == (
            clean_line(data.get("title", "")), clean_html(data.get("body", "")), data.get("slug"),
        )  # fmt: skip
        if not is_same:  # the same text twice is a double click
            super().clean()


class UntilForm(forms.Form):
    """The last day on the front page; empty: no end."""

    until = DayField(
        label="Đến hết ngày",
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "size": 12}),
        help_text="Ví dụ: 31/12/2026. Để trống: không hạn.",
    )

    @classmethod
    def of(cls, pin: FrontPin, data: Any = None) -> "UntilForm":
        """The form of one pin, beside those of the other pins on the page."""
        day = pin.last_day
        until = f"{day:%d/%m/%Y}" if day else ""
        return cls(data, prefix=f"tin-{pin.pk}", initial={"until": until})

    def clean_until(self) -> dt.datetime | None:
        """The first moment after that day."""
        day = self.cleaned_data["until"]
        if day is None:
            return None
        if day < local_today():
            raise ValidationError("Ngày này đã qua rồi.")
        if day.year > local_today().year + 10:
            raise ValidationError("Ngày này xa quá mười năm.")
        after = dt.datetime.combine(day + dt.timedelta(days=1), dt.time())
        return timezone.make_aware(after)
