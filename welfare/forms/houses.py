"""Forms of houses: the survey, each step, a giver, a stage."""

from typing import Any

from django import forms

from desk.editing import VersionedForm
from desk.forms import StepForm, TokenForm, any_day, past_day
from kit.dates import local_today
from kit.forms import field_of
from kit.lists import ListFilters
from kit.workflow import form_for
from members.fields import (
    MoneyField,
    PersonField,
    TidyLineField,
    TidyTextField,
    UnitChoice,
)
from members.models import Degree, Member, Subject, Unit, User, units_where
from members.models.pictures import PictureFormField

from ..models import House, HouseGift, HouseState, HouseStep


def _text(label: str, help_text: str = "") -> TidyTextField:
    return TidyTextField(
        label=label, required=False, max_length=4_000, help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip


class HouseForm(VersionedForm):
    """For whom, what kind, and what the survey found."""

    token = forms.CharField(widget=forms.HiddenInput, required=False)
    unit = UnitChoice(
        label="Đơn vị thực hiện",
        queryset=Unit.objects.none(),
        error_messages={"required": "Chưa chọn đơn vị."},
    )
    member = PersonField(label="Nhà của đồng chí", required=False)
    family = TidyLineField(
        label="Hoặc gia đình",
        max_length=160,
        required=False,
        help_text="Khi chủ nhà không phải là hội viên, hoặc là thân nhân.",
    )
    place = TidyLineField(label="Nơi có nhà", max_length=200, required=False)
    surveyed_on = any_day("Ngày khảo sát", required=False)
    survey = _text(
        "Kết quả khảo sát",
        "Hiện trạng nhà, phần cần làm. Không ghi bệnh tật, hoàn cảnh riêng.",
    )
    estimate = MoneyField(label="Dự toán", required=False, help_text="Ví dụ: 80 triệu.")

    class Meta:
        model = House
        fields = ("unit", "member", "family", "kind", "place", "surveyed_on", "survey", "estimate")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = units_where(user, Subject.WELFARE, Degree.WRITE).on().in_tree_order()
        field_of(self, "unit", UnitChoice).queryset = units
        only = list(units[:2])
        if len(only) == 1:
            self.initial.setdefault("unit", only[0].pk)
            field_of(self, "unit", UnitChoice).initial = only[0].pk
        members = Member.objects.open_to(user, Degree.WRITE, Subject.WELFARE)
        field_of(self, "member", PersonField).queryset = members
        if self.instance.pk is None:
            self.fields["token"].initial = TokenForm().fields["token"].initial
        else:
            del self.fields["token"]
            self.initial["member"] = self.instance.member.code if self.instance.member else ""

    def clean_token(self) -> str:
        """See `TokenForm`."""
        form = TokenForm({"token": self.cleaned_data["token"]})
        form.is_valid()
        return str(form.cleaned_data["token"])

    def clean_estimate(self) -> int:
        return self.cleaned_data["estimate"] or 0

    def clean(self) -> None:
        super().clean()
        day = self.cleaned_data.get("surveyed_on")
        if day and day > local_today():
            self.add_error("surveyed_on", "Ngày này chưa tới.")
        if self.has_error("member") or self.has_error("family"):
            return
        if not self.cleaned_data.get("member") and not self.cleaned_data.get("family"):
            self.add_error("member", "Chưa ghi nhà của đồng chí hoặc gia đình nào.")


class HouseFilters(ListFilters):
    """Houses in which state."""

    at_hand = ("tinh_trang",)

    tinh_trang = forms.ChoiceField(
        label="Tình trạng", required=False, choices=[("", "mọi tình trạng"), *HouseState.choices]
    )


@form_for(HouseStep.REFUSE, HouseStep.CANCEL)
class EndForm(StepForm):
    answer = TidyLineField(
        label="Lý do", max_length=300, error_messages={"required": "Chưa ghi lý do."}
    )


@form_for(HouseStep.APPROVE)
class ApproveHouseForm(StepForm):
    decision_no = TidyLineField(label="Số văn bản duyệt", max_length=60, required=False)


@form_for(HouseStep.START)
class StartForm(StepForm):
    started_on = past_day("Ngày khởi công")


@form_for(HouseStep.ACCEPT)
class AcceptForm(StepForm):
    accepted_on = past_day("Ngày nghiệm thu")
    acceptance = _text("Kết quả nghiệm thu", "Chất lượng, phần còn phải sửa. Ghi vào biên bản.")
    cost = MoneyField(
        label="Quyết toán", error_messages={"required": "Chưa ghi số tiền đã chi."},
        help_text="Tổng số tiền đã chi cho nhà này.",
    )  # fmt: skip


@form_for(HouseStep.HAND_OVER)
class HandHouseForm(StepForm):
    handed_on = past_day("Ngày bàn giao")
    receiver = TidyLineField(
        label="Người nhận bàn giao", max_length=120,
        error_messages={"required": "Chưa ghi ai nhận."},
    )  # fmt: skip

    def suggested(self) -> dict[str, Any]:
        return {"receiver": self.record.whom}


class GiftForm(VersionedForm):
    """What one giver promised and gave."""

    token = forms.CharField(widget=forms.HiddenInput, required=False)
    giver = TidyLineField(
        label="Người, đơn vị ủng hộ", max_length=160,
        error_messages={"required": "Chưa ghi ai ủng hộ."},
    )  # fmt: skip
    pledged = MoneyField(label="Hứa ủng hộ", required=False)
    received = MoneyField(label="Đã nhận", required=False)
    received_on = any_day("Ngày nhận", required=False)
    is_direct = forms.BooleanField(label="Trao thẳng cho gia đình, không qua quỹ", required=False)
    voucher_no = TidyLineField(
        label="Số phiếu thu đã lập nơi khác",
        max_length=40,
        required=False,
        help_text="Để trống: trang nhà có nút lập phiếu thu vào quỹ.",
    )
    in_kind = TidyLineField(label="Vật tư, ngày công", max_length=200, required=False)

    class Meta:
        model = HouseGift
        fields = (
            "giver",
            "pledged",
            "received",
            "received_on",
            "is_direct",
            "voucher_no",
            "in_kind",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            self.fields["token"].initial = TokenForm().fields["token"].initial
        else:
            del self.fields["token"]

    def clean_token(self) -> str:
        """See `TokenForm`."""
        form = TokenForm({"token": self.cleaned_data["token"]})
        form.is_valid()
        return str(form.cleaned_data["token"])

    def clean_pledged(self) -> int:
        return self.cleaned_data["pledged"] or 0

    def clean_received(self) -> int:
        return self.cleaned_data["received"] or 0


class StageForm(TokenForm):
    on = past_day("Ngày")
    what = TidyLineField(
        label="Làm được gì", max_length=300, error_messages={"required": "Chưa ghi làm được gì."}
    )
    photograph = PictureFormField(
        label="Ảnh",
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/*"}),
        help_text="Ảnh giữ trong sổ, không đăng lên trang tin.",
    )
