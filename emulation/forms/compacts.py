"""Forms of a compact's draft: its beginning, its head, its parts; filters of the list."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms

from desk.editing import VersionedForm
from desk.forms import PlacedErrors, any_day, line
from kit.dates import local_today
from kit.forms import field_of
from kit.lists import ListFilters
from members.fields import CommaField, CountField, TidyLineField, TidyTextField
from members.models import User

from ..models import Clause, Cluster, Compact, Section, Target

FROM_THIS_MONTH = 9  # from September on the next year's compact is the one to write


class CompactStartForm(forms.Form):
    """Which cluster's compact of which year, and what it begins from."""

    cluster = forms.ModelChoiceField(
        label="Cụm", queryset=Cluster.objects.none(), empty_label="Chọn cụm",
        error_messages={
            "required": "Chưa chọn cụm.",
            "invalid_choice": "Chỉ cụm trưởng hoặc Hội thành phố soạn giao ước của cụm này.",
        },
    )  # fmt: skip
    year = CountField(
        label="Năm", min_value=2000, max_value=2100,
        error_messages={"min_value": "Năm phải từ 2000.", "max_value": "Năm phải đến 2100."},
    )  # fmt: skip
    starts_on = any_day("Thực hiện từ ngày", is_far=True, required=False,
                        help_text="Để trống: từ 01/01 của năm ấy.")  # fmt: skip
    ends_on = any_day("Đến hết ngày", is_far=True, required=False,
                      help_text="Để trống: đến 31/12 của năm ấy.")  # fmt: skip
    is_copied = forms.BooleanField(
        label="Soạn từ giao ước năm trước", required=False, initial=True,
        help_text="Chép lại mục đích, nội dung, chỉ tiêu của giao ước gần nhất để sửa tiếp.",
    )  # fmt: skip

    def __init__(self, data: Any = None, *, user: User) -> None:
        super().__init__(data)
        cluster = field_of(self, "cluster", forms.ModelChoiceField)
        clusters = Cluster.objects.drafted_by(user).on()
        cluster.queryset = clusters
        if len(only := list(clusters[:2])) == 1:
            cluster.initial, cluster.empty_label = only[0].pk, None
        today = local_today()
        self.fields["year"].initial = today.year + (today.month >= FROM_THIS_MONTH)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if year := data.get("year"):
            data["starts_on"] = data.get("starts_on") or dt.date(year, 1, 1)
            data["ends_on"] = data.get("ends_on") or dt.date(year, 12, 31)
            if data["ends_on"] <= data["starts_on"] and "ends_on" not in self.errors:
                self.add_error("ends_on", "Ngày hết hạn phải sau ngày bắt đầu.")
        return data


class CompactForm(PlacedErrors, VersionedForm):
    title = line("Tên giao ước", 200, missing="Chưa ghi tên giao ước.")
    starts_on = any_day("Thực hiện từ ngày", is_far=True)
    ends_on = any_day("Đến hết ngày", is_far=True)
    preamble = TidyTextField(
        label="Mục đích", required=False, max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )  # fmt: skip
    placed = {"emulation_compact_dates_in_order": "ends_on"}

    class Meta:
        model = Compact
        fields = ["title", "starts_on", "ends_on", "preamble"]


class CompactSectionForm(VersionedForm):
    title = line("Nội dung", 200, missing="Chưa ghi nội dung.")

    class Meta:
        model = Section
        fields = ["title"]


class ClauseForm(VersionedForm):
    text = TidyTextField(
        label="Điều khoản", max_length=2_000, widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Chưa ghi điều khoản."},
    )  # fmt: skip

    class Meta:
        model = Clause
        fields = ["text"]


class TargetForm(PlacedErrors, VersionedForm):
    name = line("Chỉ tiêu", 200, missing="Chưa ghi chỉ tiêu.")
    kind = forms.ChoiceField(
        label="Loại chỉ tiêu", choices=[(kind.value, kind.label.capitalize()) for kind in Target.Kind],
        error_messages={"required": "Chưa chọn loại chỉ tiêu."},
    )  # fmt: skip
    section = forms.ModelChoiceField(
        label="Thuộc nội dung", queryset=Section.objects.none(), required=False,
        empty_label="không thuộc nội dung nào",
    )  # fmt: skip
    value = CommaField(
        label="Mức phấn đấu của cả cụm", required=False, max_digits=9, decimal_places=2,
        help_text="Chỉ ghi cho chỉ tiêu số lượng.",
        error_messages={"max_digits": "Số này quá lớn.", "max_whole_digits": "Số này quá lớn."},
    )  # fmt: skip
    measure = TidyLineField(
        label="Đơn vị tính", required=False, max_length=40,
        help_text="Chỉ ghi cho chỉ tiêu số lượng. Ví dụ: lượt thăm, hội viên, mô hình, %.",
    )  # fmt: skip
    level = TidyLineField(
        label="Mức phấn đấu bằng lời", required=False, max_length=300,
        help_text="Chỉ ghi cho chỉ tiêu bằng lời. Ví dụ: xếp loại hoàn thành tốt nhiệm vụ trở lên.",
    )  # fmt: skip
    placed = {
        "emulation_target_is_positive": "value",
        "emulation_target_number_is_measured": "value",
        "emulation_target_words_have_level": "level",
    }

    class Meta:
        model = Target
        fields = ["name", "kind", "section", "value", "measure", "level"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        section = field_of(self, "section", forms.ModelChoiceField)
        section.queryset = Section.objects.filter(compact=self.instance.compact)

    def clean(self) -> None:
        """What the chosen kind does not use is dropped before the constraints are asked, and what
        it lacks is named beside its box."""
        super().clean()
        data, kind = self.cleaned_data, self.cleaned_data.get("kind")
        is_number, is_described = kind == Target.Kind.NUMBER, kind == Target.Kind.DESCRIBED
        if not is_number:
            data["value"], data["measure"] = None, ""
        if not is_described:
            data["level"] = ""
        needed = (
            ("value", is_number, "Chưa ghi mức phấn đấu."),
            ("measure", is_number, "Chưa ghi đơn vị tính."),
            ("level", is_described, "Chưa ghi mức phấn đấu."),
        )
        for name, is_needed, message in needed:
            if is_needed and data.get(name) in (None, "") and name not in self.errors:
                self.add_error(name, message)


class CompactFilters(ListFilters):
    """Of the list: whose, of which year, signed or not."""

    at_hand = ("cum", "nam", "tinh_trang")
    STATES = [("", "tất cả"), ("du-thao", "dự thảo"), ("da-ky", "đã ký")]

    cum = forms.ModelChoiceField(
        label="Cụm", queryset=Cluster.objects.none(), required=False, empty_label="tất cả"
    )
    nam = forms.TypedChoiceField(label="Năm", coerce=int, required=False, empty_value=None)
    tinh_trang = forms.ChoiceField(label="Tình trạng", choices=STATES, required=False)

    def __init__(self, user: User, years: Sequence[int], data: Any) -> None:
        super().__init__(data, auto_id="loc_%s")
        clusters = Cluster.objects.visible_to(user)
        field_of(self, "cum", forms.ModelChoiceField).queryset = clusters
        if len(clusters[:2]) == 1:
            del self.fields["cum"]
        years_field = field_of(self, "nam", forms.TypedChoiceField)
        years_field.choices = [("", "mọi năm"), *((str(year), str(year)) for year in years)]
