"""Forms of layouts of certificates: millimetres, typed with a comma."""

from typing import Any

from django import forms

from desk.forms import GuardedForm
from kit.forms import field_of
from kit.lists import ListFilters
from members.fields import CommaField, TidyLineField
from members.models import AwardKind

from ..models import CertificateLayout, Grant, LayoutField, Writing


def _mm(label: str, help_text: str = "") -> CommaField:
    return CommaField(
        label=label, max_digits=4, decimal_places=1, help_text=help_text,
        error_messages={"required": "Chưa ghi số milimét."},
    )  # fmt: skip


class LayoutForm(GuardedForm):
    name = TidyLineField(
        label="Tên mẫu in", max_length=120, help_text="Ví dụ: Phôi giấy khen A4 của Nhà in Thanh niên.",
        error_messages={"required": "Chưa ghi tên mẫu in."},
    )  # fmt: skip
    kind = forms.ModelChoiceField(
        label="Dùng cho loại khen thưởng", queryset=AwardKind.objects.none(), required=False,
        empty_label="mọi loại",
    )  # fmt: skip
    is_blank = forms.BooleanField(
        label="In lên phôi mua sẵn", required=False,
        help_text="Phôi đã có khung và tiêu đề nên chỉ in phần chữ; không đánh dấu thì in cả khung của Hội.",
    )  # fmt: skip
    width = _mm("Chiều ngang của giấy (mm)", "A4 ngang là 297, A4 đứng là 210.")
    height = _mm("Chiều cao của giấy (mm)", "A4 ngang là 210, A4 đứng là 297.")
    source = TidyLineField(label="Ghi chú, nơi in phôi", max_length=200, required=False)
    placed = {"recognition_layout_of_a_paper": "width"}

    class Meta:
        model = CertificateLayout
        fields = ["name", "kind", "is_blank", "width", "height", "source"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = AwardKind.objects.on()
        if self.instance.kind_id:
            kinds = kinds | AwardKind.objects.filter(pk=self.instance.kind_id)
        field_of(self, "kind", forms.ModelChoiceField).queryset = kinds


class NudgeForm(GuardedForm):
    """What the printer is out by: remembered with the layout."""

    nudge_x = CommaField(
        label="Nhích sang phải (mm)", max_digits=3, decimal_places=1,
        help_text="Chữ lệch sang trái 1,5 mm thì ghi 1,5; lệch sang phải thì ghi số âm: -1,5.",
        error_messages={"required": "Chưa ghi số milimét; không nhích thì ghi 0."},
    )  # fmt: skip
    nudge_y = CommaField(
        label="Nhích xuống dưới (mm)", max_digits=3, decimal_places=1,
        help_text="Chữ cao quá 2 mm thì ghi 2; thấp quá thì ghi số âm: -2.",
        error_messages={"required": "Chưa ghi số milimét; không nhích thì ghi 0."},
    )  # fmt: skip
    placed = {"recognition_layout_nudged_little": "nudge_x"}

    class Meta:
        model = CertificateLayout
        fields = ["nudge_x", "nudge_y"]


class LayoutFieldForm(GuardedForm):
    x = _mm("Cách mép trái (mm)")
    y = _mm("Chân chữ dòng đầu cách mép trên (mm)", "Đo đến dòng chấm trên phôi.")
    width = _mm("Bề rộng ô chữ (mm)", "Chữ dài hơn sẽ xuống dòng, rồi thu nhỏ cho vừa.")
    size = CommaField(
        label="Cỡ chữ (pt)", max_digits=3, decimal_places=1, help_text="Chữ thường trong văn bản là 14.",
        error_messages={"required": "Chưa ghi cỡ chữ."},
    )  # fmt: skip
    lines = forms.TypedChoiceField(
        label="Nhiều nhất mấy dòng", coerce=int, choices=[(n, f"{n} dòng") for n in range(1, 7)]
    )
    is_bold = forms.BooleanField(label="Chữ đậm", required=False)
    is_upper = forms.BooleanField(label="CHỮ IN HOA", required=False)
    placed = {"recognition_layoutfield_once": "writing"}

    class Meta:
        model = LayoutField
        fields = ["writing", "x", "y", "width", "size", "lines", "align", "is_bold", "is_upper"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = self.instance.layout.fields.exclude(pk=self.instance.pk)
        taken = set(known.values_list("writing", flat=True))
        if not self.instance._state.adding:  # another writing would be another place
            taken = set(Writing.values) - {self.instance.writing}
        field_of(self, "writing", forms.ChoiceField).choices = [
            ("", "Chọn phần chữ"),
            *(choice for choice in Writing.choices if choice[0] not in taken),
        ]


class PrintForm(ListFilters):
    """Which certificates of a decision are printed, and on which paper; the names are the address's."""

    at_hand = ("mau", "tang")

    mau = forms.ModelChoiceField(
        label="Mẫu in", queryset=CertificateLayout.objects.none(), required=False, empty_label=None
    )
    tang = forms.ModelMultipleChoiceField(
        label="In cho", queryset=Grant.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple, help_text="Không chọn ai thì in cho tất cả.",
    )  # fmt: skip

    def __init__(self, grants: Any, data: Any) -> None:
        super().__init__(data, auto_id="in_%s")
        field_of(self, "mau", forms.ModelChoiceField).queryset = CertificateLayout.objects.all()
        field_of(self, "tang", forms.ModelMultipleChoiceField).queryset = grants
