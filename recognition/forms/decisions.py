"""Forms of decisions, of a revocation, of money paid and recovered."""

from typing import Any

from django import forms

from desk.forms import PlacedErrors, past_day
from kit.forms import field_of
from kit.lists import ListFilters
from members.fields import NameField, TidyLineField

from ..models import AwardDecision, Dossier, Grant, Nominee


class DecisionForm(forms.ModelForm):
    """The decision that answers a dossier, and whom of its list it names."""

    number = TidyLineField(
        label="Số quyết định", max_length=60, error_messages={"required": "Chưa ghi số quyết định."}
    )
    signed_on = past_day("Ngày ký")
    authority = TidyLineField(
        label="Người, cấp khen thưởng", max_length=120,
        error_messages={"required": "Chưa ghi người, cấp khen thưởng."},
    )  # fmt: skip
    signer = NameField(
        label="Người ký", max_length=100, error_messages={"required": "Chưa ghi người ký."}
    )
    signer_post = TidyLineField(label="Chức vụ người ký", max_length=100, required=False)
    nominees = forms.ModelMultipleChoiceField(
        label="Được khen thưởng theo quyết định", queryset=Nominee.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Chưa chọn ai được khen thưởng."},
        help_text="Ai không có trong quyết định thì bỏ dấu.",
    )  # fmt: skip

    class Meta:
        model = AwardDecision
        fields = ["number", "signed_on", "authority", "signer", "signer_post"]

    def __init__(self, *args: Any, dossier: Dossier, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = field_of(self, "nominees", forms.ModelMultipleChoiceField)
        field.queryset = dossier.nominees.proposed().select_related("member", "unit")
        field.initial = [row.pk for row in field.queryset]
        if not self.instance.authority:  # a new one's is "", which a mere default would not fill
            self.initial["authority"] = dossier.kind.authority

    def validate_constraints(self) -> None:
        """A decision that is known already may answer this dossier too: see `record_decision`."""


class RevocationForm(forms.Form):
    """When an award was taken back, and why."""

    day = past_day("Ngày thu hồi")
    reason = TidyLineField(
        label="Lý do thu hồi", max_length=300,
        help_text="Ví dụ: kê khai không đúng thành tích, theo quyết định số …",
        error_messages={"required": "Chưa ghi lý do thu hồi."},
    )  # fmt: skip


class SettlementForm(PlacedErrors):
    """Money paid; of a revoked award, object and money that came back."""

    paid_on = past_day("Ngày chi thưởng", required=False)
    paid_by = TidyLineField(
        label="Nguồn chi, số phiếu", max_length=120, required=False,
        help_text="Ví dụ: quỹ Hội, phiếu chi số 12; hoặc Công an Thành phố chi.",
    )  # fmt: skip
    object_returned_on = past_day("Ngày thu lại bằng, giấy khen, hiện vật", required=False)
    money_returned_on = past_day("Ngày thu lại tiền thưởng", required=False)
    placed = {
        "recognition_grant_returned_once_revoked": "object_returned_on",
        "recognition_grant_returned_once_paid": "money_returned_on",
        "recognition_grant_object_after_revocation": "object_returned_on",
    }

    class Meta:
        model = Grant
        fields = ["paid_on", "paid_by", "object_returned_on", "money_returned_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.postings.standing().exists():
            del self.fields["paid_on"], self.fields["paid_by"]
        if self.instance.is_standing:
            del self.fields["object_returned_on"], self.fields["money_returned_on"]


class GrantFilters(ListFilters):
    """What is asked of the award book; the names are those of the address."""

    at_hand = ("nam", "con")

    nam = forms.TypedChoiceField(label="Năm ký", required=False, coerce=int, empty_value=None)
    con = forms.ChoiceField(
        label="Tiền thưởng", required=False,
        choices=[("", "tất cả"), ("chua-chi", "chưa chi"), ("thu-hoi", "đã thu hồi")],
    )  # fmt: skip

    def __init__(self, years: Any, data: Any) -> None:
        super().__init__(data, auto_id="loc_%s")
        field_of(self, "nam", forms.TypedChoiceField).choices = [
            ("", "mọi năm"), *((str(year), str(year)) for year in years),
        ]  # fmt: skip
