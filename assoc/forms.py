"""The forms of what is the site's own: its facts and its menus."""

from typing import Any

from django import forms

from desk.editing import VersionedForm

from .models import MenuEntry, SiteProfile


class FactsForm(VersionedForm):
    class Meta:
        model = SiteProfile
        fields = (
            "owner", "responsible", "address", "phone", "email", "name", "short_name", "motto",
            "description",
        )  # fmt: skip
        widgets = {"description": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "owner": "Tên đầy đủ của Hội, như trong quyết định thành lập. Pháp luật yêu cầu.",
            "responsible": "Họ tên và chức danh người chịu trách nhiệm nội dung. Pháp luật yêu cầu.",
            "address": "Địa chỉ trụ sở để cơ quan và bạn đọc liên hệ. Pháp luật yêu cầu.",
            "phone": "Số điện thoại của Văn phòng Hội. Pháp luật yêu cầu.",
            "email": "Hộp thư chung, không dùng thư riêng của một người. Pháp luật yêu cầu.",
            "name": "Hiện ở đầu và cuối mọi trang.",
            "short_name": "Dùng nơi chật chỗ, như tiêu đề của cửa sổ.",
            "motto": "Một câu dưới tên Hội ở cuối trang.",
            "description": "Một hai câu để máy tìm kiếm giới thiệu trang.",
        }


class EntryForm(VersionedForm):
    """One line of a menu."""

    class Meta:
        model = MenuEntry
        fields = ("label", "kind", "room", "section", "page", "address", "is_shown")
        widgets = {"kind": forms.RadioSelect}
        help_texts = {
            "label": "Nên dưới mười lăm chữ cái, để trình đơn vừa một dòng.",
            "page": "Trang còn là bản nháp thì mục này chưa hiện.",
            "address": "Ví dụ https://tphcm.gov.vn hoặc /su-kien/lich/.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind: Any = self.fields["kind"]
        kind.choices = MenuEntry.Kind.choices
        room: Any = self.fields["room"]
        room.choices = [("", "Chọn mục"), *(choice for choice in room.choices if choice[0])]
        for name, empty in (("section", "Chọn chuyên mục"), ("page", "Chọn trang")):
            chosen: Any = self.fields[name]
            chosen.empty_label = empty
