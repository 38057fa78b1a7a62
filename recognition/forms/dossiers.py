"""Forms of dossiers: the award and the meeting, who is proposed, the steps, the list's filters."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from desk.forms import GuardedForm, StepForm, TokenForm, past_day
from kit.dates import local_today
from kit.forms import field_of
from kit.lists import ListFilters
from kit.workflow import form_for
from members.fields import (
    CountField,
    NameField,
    PersonField,
    TidyLineField,
    TidyTextField,
    TreeChoice,
)
from members.models import AwardKind, Degree, Member, Subject, Unit, User, units_where
from members.models.attached import DocumentFormField

from ..models import (
    Dossier,
    DossierState,
    DossierStep,
    Nominee,
    Recipient,
    recipients_of,
)

YEARS = 3  # this year and those before it for which achievements are still proposed


class _HeadForm(GuardedForm):
    kind = forms.ModelChoiceField(
        label="Đề nghị tặng", queryset=AwardKind.objects.none(),
        empty_label="Chọn danh hiệu, hình thức", error_messages={"required": "Chưa chọn loại."},
    )  # fmt: skip
    year = forms.TypedChoiceField(label="Thành tích năm", coerce=int)
    basis = forms.ChoiceField(
        label="Khen về", choices=Dossier.Basis, widget=forms.RadioSelect,
        help_text="Kết quả khen chuyên đề không làm căn cứ xét khen thưởng hằng năm.",
    )  # fmt: skip
    title = TidyLineField(
        label="Trích yếu thành tích", max_length=200,
        help_text="Ví dụ: thành tích xuất sắc trong phong trào toàn dân bảo vệ an ninh Tổ quốc.",
        error_messages={"required": "Chưa ghi trích yếu thành tích."},
    )  # fmt: skip

    class Meta:
        model = Dossier
        fields = ["kind", "year", "basis", "title"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = AwardKind.objects.on().order_by("order", "name")
        if self.instance.pk:
            kinds |= AwardKind.objects.filter(pk=self.instance.kind_id)
        field_of(self, "kind", forms.ModelChoiceField).queryset = kinds
        this_year = local_today().year
        years = {this_year - back for back in range(YEARS)} | {self.instance.year or this_year}
        field_of(self, "year", forms.TypedChoiceField).choices = [
            (str(year), str(year)) for year in sorted(years, reverse=True)
        ]


class DossierForm(TokenForm, _HeadForm):
    """What a new dossier proposes, and who does."""

    unit = TreeChoice(
        label="Đơn vị đề nghị", queryset=Unit.objects.none(), empty_label="Chọn đơn vị",
        error_messages={"required": "Chưa chọn đơn vị."},
    )  # fmt: skip
    field_order = ("unit", "kind", "year", "basis", "title", "token")

    class Meta(_HeadForm.Meta):
        fields = ["unit", *_HeadForm.Meta.fields]

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = units_where(user, Subject.EMULATION, Degree.WRITE).on().in_tree_order()
        field = field_of(self, "unit", TreeChoice)
        field.queryset = units
        if len(units[:2]) == 1:
            field.initial, field.empty_label = units[0].pk, None


class DossierHeadForm(_HeadForm):
    """The award, and the meeting that voted."""

    met_on = past_day("Ngày họp xét", required=False)
    present = CountField(
        label="Số người dự họp xét", required=False, min_value=1, max_value=9_999,
        help_text="Số người có quyền bỏ phiếu, có mặt.",
    )  # fmt: skip
    chair = NameField(label="Chủ trì", max_length=100, required=False)
    secretary = NameField(label="Thư ký cuộc họp", max_length=100, required=False)

    class Meta(_HeadForm.Meta):
        fields = [*_HeadForm.Meta.fields, "met_on", "present", "chair", "secretary"]


class NomineeForm(GuardedForm):
    """Somebody proposed: who, with which votes, for what."""

    recipient = forms.ChoiceField(label="Đề nghị tặng", widget=forms.RadioSelect)
    person = PersonField(
        label="Đồng chí", required=False, queryset=Member.objects.none(),
        help_text="Gõ một phần họ tên, không cần dấu, hoặc số thẻ. Hộ gia đình thì ghi hội viên "
        "trong nhà.",
    )  # fmt: skip
    unit = TreeChoice(
        label="Tập thể", queryset=Unit.objects.none(), required=False, empty_label="Chọn tập thể"
    )
    votes_for = CountField(label="Số phiếu đồng ý", required=False, min_value=0, max_value=9_999)
    report = TidyTextField(
        label="Báo cáo thành tích", required=False, max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text="Đã làm được gì, ở đâu, kết quả bao nhiêu. Chưa viết xong thì lưu rồi viết tiếp.",
    )  # fmt: skip
    complaint = forms.ChoiceField(
        label="Đơn thư khiếu nại, tố cáo", choices=Nominee.Complaint, required=False,
        widget=forms.RadioSelect,
        help_text="Có đơn thư đang được xem xét thì chưa xét khen thưởng.",
    )  # fmt: skip
    override = TidyLineField(
        label="Giải trình điều cần lưu ý", required=False, max_length=500,
        help_text="Chỉ ghi khi trang hồ sơ nêu điều cần lưu ý.",
    )  # fmt: skip

    class Meta:
        model = Nominee
        fields = [
            "recipient", "unit", "medal_class", "votes_for", "complaint", "report", "override",
        ]  # fmt: skip

    field_order = (
        "recipient", "person", "unit", "medal_class", "votes_for", "complaint", "report", "override",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dossier = self.instance.dossier
        choices = recipients_of(dossier.kind)
        recipient = field_of(self, "recipient", forms.ChoiceField)
        recipient.choices = [(choice.value, choice.label.capitalize()) for choice in choices]
        if len(choices) == 1:
            recipient.widget = forms.HiddenInput()
            self.initial["recipient"] = choices[0].value
        units = Unit.objects.within(dossier.unit)
        members = Member.objects.of_units(units, local_today())
        field_of(self, "person", PersonField).queryset = members
        field_of(self, "unit", TreeChoice).queryset = units.on().in_tree_order()
        if choices == [Recipient.COLLECTIVE]:
            del self.fields["person"]
        if Recipient.COLLECTIVE not in choices:
            del self.fields["unit"]
        if not dossier.kind.has_classes:
            del self.fields["medal_class"]
        if self.instance.member is not None:
            self.initial["person"] = (
                f"{self.instance.member.full_name} ({self.instance.member.code})"
            )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        recipient = data.get("recipient")
        is_collective = recipient == Recipient.COLLECTIVE
        if is_collective and "unit" in data and data["unit"] is None:
            self.add_error("unit", "Chưa chọn tập thể.")
        if recipient and not is_collective and "person" in data and data["person"] is None:
            self.add_error("person", "Chưa ghi họ tên hoặc số thẻ.")
        self.instance.member = None if is_collective else data.get("person")
        if not is_collective:
            data["unit"] = None
        return data

    def _get_validation_exclusions(self) -> set[str]:
        """What blames the boxes above is said there; the rest of a record half filled in is not."""
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]  # Django's own
        return excluded | {"member", "unit", "recipient"} if self.errors else excluded


class DropForm(forms.Form):
    """Why a level does not agree to somebody."""

    reason = TidyLineField(
        label="Lý do không đồng ý", max_length=300, error_messages={"required": "Chưa ghi lý do."}
    )


class FileForm(forms.Form):
    """A document that goes with the dossier."""

    title = TidyLineField(
        label="Tên tài liệu", max_length=160, error_messages={"required": "Chưa ghi tên tài liệu."}
    )
    file = DocumentFormField(
        label="Tệp", help_text="Tệp PDF, Word hoặc Excel.",
        error_messages={"required": "Chưa chọn tệp."},
    )  # fmt: skip


class _NoteForm(StepForm):
    note = TidyLineField(label="Ý kiến", max_length=500, required=False)


@form_for(DossierStep.FORWARD)
class ForwardForm(_NoteForm):
    """What the level above may read of this one's opinion."""


@form_for(DossierStep.ACCEPT)
class AcceptForm(_NoteForm):
    """The city's opinion."""


@form_for(DossierStep.RETURN, DossierStep.CANCEL)
class ReasonForm(StepForm):
    note = TidyLineField(
        label="Lý do", max_length=500, error_messages={"required": "Chưa ghi lý do."}
    )


@form_for(DossierStep.SEND_UP)
class SendUpForm(StepForm):
    sent_up_on = past_day("Ngày trình")
    sent_up_no = TidyLineField(label="Số tờ trình", max_length=60, required=False)

    def clean_sent_up_on(self) -> Any:
        day = self.cleaned_data["sent_up_on"]
        if day and self.record.received_on and day < self.record.received_on:
            raise ValidationError(f"Hồ sơ chỉ nhận ngày {self.record.received_on:%d/%m/%Y}.")
        return day


class DossierFilters(ListFilters):
    """What is asked of the list; the names are those of the address."""

    at_hand = ("don_vi", "nam", "tinh_trang")

    don_vi = TreeChoice(
        label="Đơn vị", queryset=Unit.objects.none(), required=False, empty_label="tất cả"
    )
    nam = forms.TypedChoiceField(label="Năm", required=False, coerce=int, empty_value=None)
    tinh_trang = forms.ChoiceField(
        label="Tình trạng", required=False, choices=[("", "tất cả"), *DossierState.choices]
    )

    def __init__(self, user: User, years: Sequence[int], data: Any) -> None:
        super().__init__(data, auto_id="loc_%s")
        field_of(self, "nam", forms.TypedChoiceField).choices = [
            ("", "mọi năm"), *((str(year), str(year)) for year in years),
        ]  # fmt: skip
        units = units_where(user, Subject.EMULATION).in_tree_order()
        field_of(self, "don_vi", TreeChoice).queryset = units
        if len(units[:2]) == 1:
            del self.fields["don_vi"]
