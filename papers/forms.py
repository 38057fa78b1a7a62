"""Forms of options for printing from the list of members."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from desk.editing import VersionedForm
from desk.forms import TokenForm, any_day
from desk.labels import SHEETS
from desk.letter_size import NORMAL, PARAMETER, SIZES
from desk.tokens import new_token
from members.fields import CountField, DayField, TidyLineField, TidyTextField, UnitChoice
from members.models import (
    Degree,
    LetterText,
    MemberPass,
    Subject,
    Unit,
    User,
    association,
    units_where,
)

GUESTS, MOST_GUESTS = 5, 60


def _tidy(label: str, max_length: int, **kwargs: Any) -> TidyLineField:
    return TidyLineField(label=label, max_length=max_length, **kwargs)


def _number(label: str, least: int, most: int, **kwargs: Any) -> CountField:
    """A number with a usual value, which an empty box means."""
    return CountField(
        label=label,
        required=False,
        min_value=least,
        max_value=most,
        error_messages={"invalid": f"Hãy nhập một số, ví dụ {kwargs['initial']}."},
        **kwargs,
    )


class PrintForm(forms.Form):
    """Options of one kind of paper. It has the size of letters, and stands in the address."""

    def __init__(self, *args: Any, letters: str = NORMAL, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[PARAMETER] = forms.ChoiceField(
            label="Cỡ chữ", choices=list(SIZES.items()), initial=letters, required=False
        )

    def value_of(self, name: str) -> Any:
        """The answer, or the usual value if the box was left empty."""
        value = self.cleaned_data[name]
        return self.fields[name].initial if value in (None, "") else value


class AttendanceForm(PrintForm):
    tieu_de = _tidy(
        "Tên cuộc họp", 120, help_text="Ví dụ: Họp chi hội quý IV năm 2026.",
        error_messages={"required": "Chưa ghi tên cuộc họp."},
    )  # fmt: skip
    ngay_hop = any_day(
        "Ngày họp", required=False, help_text="Ví dụ: 11/10/2026. Để trống: chừa chỗ điền tay."
    )
    gio_hop = _tidy("Giờ họp", 40, required=False, help_text="Ví dụ: 8 giờ sáng.")
    dia_diem = _tidy("Địa điểm", 160, required=False)
    dong_khach = _number("Số dòng trống cho khách", 0, MOST_GUESTS, initial=GUESTS)
    ghi_chi_hoi = forms.BooleanField(label="Ghi chi hội của từng người", required=False)


class LabelsForm(PrintForm):
    to_nhan = forms.ChoiceField(
        label="Loại tờ nhãn",
        choices=[(sheet.key, sheet.label) for sheet in SHEETS.values()],
        help_text="Ghi trên bao bì tờ nhãn. Không có tờ nhãn thì in ra giấy thường rồi cắt.",
    )
    bat_dau = _number(
        "In từ nhãn thứ", 1, max(sheet.count for sheet in SHEETS.values()), initial=1,
        help_text="Tờ đã dùng dở: đếm từ trái sang phải, từ trên xuống.",
    )  # fmt: skip
    gop_nha = forms.BooleanField(label="Một nhãn cho những người cùng một địa chỉ", required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        sheet = SHEETS.get(cleaned.get("to_nhan", ""))
        if sheet and (cleaned.get("bat_dau") or 1) > sheet.count:
            self.add_error("bat_dau", f"Tờ này chỉ có {sheet.count} nhãn.")
        return cleaned


class CardsForm(TokenForm):
    chu_to = forms.BooleanField(
        label="Thẻ chữ to", required=False, help_text="Chữ lớn hơn, ảnh nhỏ hơn một chút."
    )


class ReissueForm(TokenForm):
    why = forms.ChoiceField(
        label="Lý do cấp lại",
        choices=[("", "Chọn lý do")]
        + [pair for pair in MemberPass.Why.choices if pair[0] != MemberPass.Why.TAKEN_BACK],
        error_messages={"required": "Chưa chọn lý do."},
    )


class TextChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name} ({obj.get_kind_display()}, {obj.unit.distinct_label})"


class LettersForm(PrintForm):
    mau = TextChoice(
        label="Mẫu thư",
        queryset=LetterText.objects.none(),
        empty_label="Chọn mẫu thư",
        error_messages={
            "required": "Chưa chọn mẫu thư.",
            "invalid_choice": "Mẫu thư này không còn hoặc không thuộc phạm vi của đồng chí.",
        },
    )
    don_vi_gui = UnitChoice(label="Đơn vị gửi", queryset=Unit.objects.none(), empty_label=None)
    so = _tidy("Số văn bản", 40, required=False, help_text="Để trống: chừa chỗ điền tay.")
    ngay_thu = DayField(
        label="Ngày ghi trên thư", required=False, help_text="Để trống: hôm nay.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip
    thoi_gian = _tidy(
        "Thời gian", 120, required=False,
        help_text="Cho mục {Thời gian}. Ví dụ: 8 giờ, Thứ Bảy, 12/12/2026.",
    )  # fmt: skip
    noi_hop = _tidy("Địa điểm", 160, required=False, help_text="Cho mục {Địa điểm}.")
    chuc_vu_ky = _tidy("Chức vụ người ký", 80, required=False)
    nguoi_ky = _tidy("Họ tên người ký", 80, required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        texts: Any = self.fields["mau"]
        texts.queryset = LetterText.objects.usable_by(user).select_related("unit__parent")
        self.units = issuing_units(user)
        senders: Any = self.fields["don_vi_gui"]
        senders.queryset = self.units
        first = next(iter(user.offices_with(Subject.MEMBERS)), None)
        if first is not None:
            senders.initial = first.unit_id
            self.fields["chuc_vu_ky"].initial = first.position.name
            self.fields["nguoi_ky"].initial = user.display_name

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        text = cleaned.get("mau")
        if text is not None:
            for name, label in (("thoi_gian", "Thời gian"), ("noi_hop", "Địa điểm")):
                if label in text.placeholders and not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, f"Mẫu thư có mục {{{label}}}: hãy điền.")
        return cleaned


def issuing_units(user: User) -> QuerySet[Unit]:
    """Units in whose name the user sends letters: those of the offices held, never more."""
    if user.is_superuser:
        city = association()
        return Unit.objects.filter(pk=city.pk if city else 0).select_related("parent")
    held = [office.unit_id for office in user.offices_with(Subject.MEMBERS, Degree.WRITE)]
    return Unit.objects.filter(pk__in=held).select_related("parent").in_tree_order()


class LetterTextForm(VersionedForm):
    """A text to be kept. What stands in braces is checked by the model."""

    token = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    class Meta:
        model = LetterText
        fields = ["unit", "kind", "name", "subject", "body"]
        field_classes: ClassVar[Any] = {
            "unit": UnitChoice,
            "name": TidyLineField,
            "subject": TidyLineField,
            "body": TidyTextField,
        }
        widgets = {"body": forms.Textarea(attrs={"rows": 12})}

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            # A text stays with its unit; its address does not wander.
            del self.fields["unit"]
        else:
            self.fields["unit"] = UnitChoice(
                label="Của đơn vị",
                queryset=units_where(user, Subject.MEMBERS, Degree.WRITE)
                .on()
                .select_related("parent")
                .in_tree_order(),
                initial=issuing_units(user).first(),
                help_text="Đơn vị bên dưới cũng dùng được mẫu này.",
                empty_label=None,
            )
        self.fields["token"].initial = new_token
        for name, message in (
            ("name", "Chưa đặt tên cho mẫu thư."),
            ("body", "Chưa viết nội dung."),
        ):
            self.fields[name].error_messages["required"] = message
        self.order_fields(["unit", "kind", "name", "subject", "body"])

    def clean_body(self) -> str:
        body: str = self.cleaned_data["body"]
        if not body.strip():
            raise ValidationError("Chưa viết nội dung.")
        return body
