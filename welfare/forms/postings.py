"""Forms of care in the fund: what is asked of the list, and the Phiếu chi of what was chosen."""

from collections.abc import Sequence
from typing import Any

from django import forms

from desk.forms import past_day
from fund.forms import BoxChoice
from fund.forms.ledger import AnotherForm
from fund.models import Account, CashBox
from kit.forms import field_of
from kit.lists import ListFilters
from kit.money import dong

from ..models import Activity

PRIVATELY = "(riêng tư)"


class PostingFilters(ListFilters):
    """What is asked of the list; the names are those of the address."""

    at_hand = ("quy", "so", "nam")

    quy = forms.ModelChoiceField(
        label="Quỹ", queryset=CashBox.objects.none(), required=False, empty_label="mọi quỹ"
    )
    so = forms.ChoiceField(
        label="Sổ quỹ", required=False,
        choices=[("", "chưa vào quỹ"), ("roi", "đã vào quỹ"), ("tat-ca", "tất cả")],
    )  # fmt: skip
    nam = forms.TypedChoiceField(label="Năm", required=False, coerce=int, empty_value=None)

    def __init__(self, boxes: Any, years: Sequence[int], data: Any) -> None:
        super().__init__(data, auto_id="loc_%s")
        field_of(self, "quy", forms.ModelChoiceField).queryset = boxes
        field_of(self, "nam", forms.TypedChoiceField).choices = [
            ("", "mọi năm"), *((str(year), str(year)) for year in years),
        ]  # fmt: skip


class _ActsField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        whom = obj.whom if obj.is_named else PRIVATELY
        return f"{whom}: {obj.kind}, {obj.happened_on:%d/%m/%Y}, {dong(obj.amount)}"


class PostingForm(AnotherForm):
    """One Phiếu chi for acts of care: which of them, out of which box, under which account, when."""

    activities = _ActsField(
        label="Trả cho", queryset=Activity.objects.none(), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Chưa chọn lần chăm lo nào."},
    )  # fmt: skip
    box = BoxChoice("Chi từ quỹ")
    account = forms.ModelChoiceField(
        label="Khoản", queryset=Account.objects.none(), empty_label="Chọn khoản",
        error_messages={"required": "Chưa chọn khoản."},
    )  # fmt: skip
    day = past_day("Ngày phiếu")

    def __init__(self, data: Any, *, boxes: Any, activities: Any, initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        del self.fields["is_another"]
        field_of(self, "activities", _ActsField).queryset = activities
        field = field_of(self, "box", BoxChoice)
        keys = [box.pk for box in boxes]
        field.queryset = CashBox.objects.filter(pk__in=keys).select_related("unit__parent")
        if len(boxes) == 1:
            field.initial, field.empty_label = boxes[0].pk, None
        accounts = Account.objects.of(Account.Kind.EXPENSE)
        field_of(self, "account", forms.ModelChoiceField).queryset = accounts
