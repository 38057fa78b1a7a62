"""The form for importing a backup."""

import secrets
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from desk.tokens import TOKEN
from kit.files import human_size
from kit.text import clean_line
from news.models import ImportRun

from .archive import BackupError, open_backup
from .filing import DEFAULT_SECTION
from .html import host_of

MAX_UPLOAD = 300 * 1024**2


class BackupForm(forms.ModelForm):
    """Refuses at once what is no backup; the reading itself comes later."""

    token = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = ImportRun
        fields = ["upload", "base_url", "section", "blog"]
        labels = {
            "upload": "Tệp sao lưu của blog",
            "base_url": "Địa chỉ blog cũ",
            "section": "Chuyên mục cho bài cũ",
            "blog": "Tên blog trong tệp",
        }
        help_texts = {
            "upload": f"Tệp .zip của Google Takeout, tệp feed.atom hoặc .xml, tối đa {human_size(MAX_UPLOAD)}. "
            "Tệp lớn hơn thì nhờ người quản trị nhập bằng dòng lệnh.",
            "base_url": "Ví dụ: https://cuucongan.blogspot.com. Nhờ địa chỉ này, liên kết giữa các "
            "bài cũ sẽ dẫn tới bài ở đây.",
            "section": f"Dành cho bài không có nhãn trùng tên chuyên mục. Để trống: {DEFAULT_SECTION}.",
            "blog": "Chỉ cần ghi khi tệp có nhiều blog.",
        }
        widgets = {
            "upload": forms.FileInput(attrs={"accept": ".zip,.atom,.xml"}),
            "base_url": forms.URLInput(attrs={"autocomplete": "off"}),
        }
        error_messages = {"upload": {"required": "Chưa chọn tệp."}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["upload"].required = True
        self.fields["upload"].error_messages["empty"] = "Tệp này trống. Hãy chọn tệp khác."
        self.initial.setdefault("token", secrets.token_urlsafe(16))

    def clean_upload(self) -> Any:
        file = self.cleaned_data["upload"]
        if file.size > MAX_UPLOAD:
            size = human_size(file.size)
            raise ValidationError(f"Tệp nặng {size}, quá mức {human_size(MAX_UPLOAD)}.")
        return file

    def clean_base_url(self) -> str:
        address = clean_line(self.cleaned_data["base_url"])
        if address and "." not in host_of(address):
            raise ValidationError("Đây không phải là địa chỉ một trang web.")
        return address

    def clean_section(self) -> str:
        return clean_line(self.cleaned_data["section"])

    def clean_blog(self) -> str:
        return clean_line(self.cleaned_data["blog"])

    def clean_token(self) -> str | None:
        """A form without a token, or with an invented one, counts as a new form."""
        token = self.cleaned_data["token"]
        return token if TOKEN.fullmatch(token) else None

    def clean(self) -> None:
        super().clean()
        file = self.cleaned_data.get("upload")
        if file is None or self.errors:
            return
        try:
            with open_backup(file.file, clean_line(file.name), self.cleaned_data["blog"]) as backup:
                self.instance.total = 2 * backup.feed_size
        except BackupError as error:
            self.add_error("upload", str(error))
        finally:
            file.seek(0)
