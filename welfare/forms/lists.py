"""Forms of lists: who is asked for, the draft, a decision, one person, the hand-over."""

from typing import Any

from django import forms

from desk.forms import TokenForm, any_day, line, past_day
from kit.dates import local_today
from kit.forms import field_of
from members.fields import DayField, MoneyField, PersonField, TidyLineField, TreeChoice
from members.models import Degree, Member, Subject, Unit, User, units_where
from members.models.pictures import PictureFormField

from ..actions.lists import Answer
from ..models import Activity, Span, WelfareEntry, WelfareKind, WelfareList
from .fields import PicturesField

_L = WelfareKind.Listed


class SpanForm(forms.Form):
    """Which kind, where and for when; the field names are the parameters of the address."""

    loai = forms.ModelChoiceField(
        label="Loại",
        queryset=WelfareKind.objects.none(),
        empty_label="Chọn loại",
        error_messages={"required": "Chưa chọn loại."},
    )
    don_vi = TreeChoice(
        label="Đơn vị lập", queryset=Unit.objects.none(), empty_label="Chọn đơn vị",
        help_text="Gồm hội viên của đơn vị và các chi hội bên dưới.",
        error_messages={"required": "Chưa chọn đơn vị."},
    )  # fmt: skip
    nam = forms.TypedChoiceField(label="Năm", coerce=int)
    thang = forms.TypedChoiceField(
        label="Tháng",
        coerce=int,
        required=False,
        empty_value=None,
        choices=[("", "cả năm"), *((str(n), f"tháng {n}") for n in range(1, 13))],
        help_text="Chọn tháng: ai có sinh nhật trong tháng đó.",
    )
    tinh_den = DayField(
        label="Tính tuổi đến hết ngày",
        required=False,
        help_text="Để trống: hết năm, hoặc hết tháng đã chọn.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def __init__(self, user: User, data: Any) -> None:
        super().__init__(data, auto_id="ky_%s")
        kinds = WelfareKind.objects.on().listed()
        if not user.may(Subject.HEALTH, Degree.WRITE):
            kinds = kinds.filter(is_private=False)
        field_of(self, "loai", forms.ModelChoiceField).queryset = kinds
        units = units_where(user, Subject.WELFARE, Degree.WRITE).on().in_tree_order()
        unit = field_of(self, "don_vi", forms.ModelChoiceField)
        unit.queryset = units
        only = list(units[:2])
        if len(only) == 1:
            unit.initial = only[0].pk
        this = local_today().year
        year = field_of(self, "nam", forms.ChoiceField)
        year.choices = [(str(n), str(n)) for n in (this + 1, this, this - 1)]
        year.initial = str(this)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        kind, day = data.get("loai"), data.get("tinh_den")
        if kind and kind.listed == _L.MONTH and not data.get("thang"):
            self.add_error("thang", "Loại này lập từng tháng: hãy chọn tháng.")
        if day and data.get("nam") and day.year != data["nam"]:
            self.add_error("tinh_den", f"Ngày này phải trong năm {data['nam']}.")
        return data

    @property
    def span(self) -> Span:
        data = self.cleaned_data
        span = Span(data["loai"], data["don_vi"], data["nam"], data["thang"] or 0)
        return Span(span.kind, span.unit, span.year, span.month, data["tinh_den"] or span.ends_on)


class DraftForm(TokenForm):
    planned_on = any_day("Ngày trao dự kiến", required=False)
    fund = forms.ChoiceField(label="Nguồn", choices=Activity.Fund, initial=Activity.Fund.UNIT)
    note = TidyLineField(label="Ghi chú", max_length=300, required=False)

    def as_list(self, span: Span) -> WelfareList:
        data = self.cleaned_data
        return WelfareList(
            kind=span.kind, unit=span.unit, year=span.year, month=span.month,
            counted_on=span.last_counted, planned_on=data["planned_on"], fund=data["fund"],
            note=data["note"],
        )  # fmt: skip


class ListReasonForm(forms.Form):
    reason = line("Lý do", 300, missing="Chưa ghi lý do.")


class ApproveForm(forms.Form):
    """For each person about whom something changed since: strike the name, or keep it."""

    def __init__(self, data: Any, *, changed: dict[int, str], names: dict[int, str]) -> None:
        super().__init__(data)
        self.changed = changed
        for key, change in changed.items():
            self.fields[f"e{key}"] = forms.ChoiceField(
                label=f"{names[key]}: {change}",
                choices=[("gach", "Gạch tên"), ("giu", "Giữ lại, trao cho gia đình hoặc người ấy")],
                widget=forms.RadioSelect,
                error_messages={"required": "Hãy chọn gạch tên hay giữ lại."},
            )
            self.fields[f"e{key}_reason"] = line(
                f"Lý do, về {names[key]}", 180, missing="Chưa ghi lý do."
            )

    @property
    def answers(self) -> dict[int, Answer]:
        data = self.cleaned_data
        return {
            key: Answer(data[f"e{key}"] == "giu", data[f"e{key}_reason"]) for key in self.changed
        }


class AddForm(forms.Form):
    member = PersonField(label="Đồng chí")
    amount = MoneyField(
        label="Số tiền", required=False, help_text="Để trống: theo mức của tuổi ấy."
    )
    note = TidyLineField(label="Ghi chú", max_length=180, required=False)
    again_reason = TidyLineField(
        label="Vì sao trao thêm lần nữa",
        max_length=300,
        required=False,
        help_text="Chỉ ghi khi đồng chí đã có trong một danh sách cùng loại, cùng kỳ.",
    )

    def __init__(self, *args: Any, gift_list: WelfareList, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = Unit.objects.within(gift_list.unit)
        field_of(self, "member", PersonField).queryset = Member.objects.of_units(units)


class HandOverListForm(forms.Form):
    """What all that are ticked share."""

    on = past_day("Ngày trao")
    given_by = line("Người trao", 160, missing="Chưa ghi ai trao.", required=True)
    photographs = PicturesField(
        label="Ảnh chung của buổi trao",
        required=False,
        help_text="Chụp hoặc chọn, được nhiều ảnh; giữ cùng lần chăm lo của từng đồng chí đã nhận. "
        "Ảnh giữ trong sổ, không đăng lên trang tin.",
    )

    def __init__(self, *args: Any, gift_list: WelfareList, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if gift_list.kind.is_private:  # a picture of many would tell each one's need to the others'
            del self.fields["photographs"]


class HandLineForm(forms.Form):
    """One person's line: handed over, to whom, or why not."""

    handed = forms.BooleanField(required=False, label="Đã trao")
    receiver = TidyLineField(max_length=120, required=False, label="Người nhận thay")
    receipt_no = TidyLineField(max_length=40, required=False, label="Số phiếu")
    failed = TidyLineField(max_length=300, required=False, label="Chưa trao được vì")
    photograph = PictureFormField(
        required=False, label="Ảnh", widget=forms.FileInput(attrs={"accept": "image/*"})
    )

    def __init__(self, data: Any, files: Any = None, *, entry: WelfareEntry) -> None:
        super().__init__(data, files, prefix=f"e{entry.pk}", auto_id="dong_%s")
        self.entry = entry
        for name, field in self.fields.items():
            field.widget.attrs["aria-label"] = f"{field.label}: {entry.full_name}"
            if name != "handed":
                field.widget.attrs["autocomplete"] = "off"

    @property
    def is_chosen(self) -> bool:
        return bool(self.cleaned_data.get("handed") or self.cleaned_data.get("failed"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("handed") and data.get("failed"):
            self.add_error("failed", "Đã đánh dấu đã trao: hãy bỏ một trong hai.")
        elif not data.get("handed") and any(
            data.get(name) for name in ("receiver", "receipt_no", "photograph")
        ):
            message = "Có ghi người nhận, số phiếu hoặc ảnh nhưng chưa đánh dấu đã trao."
            self.add_error("handed", message)
        return data
