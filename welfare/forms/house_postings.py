"""Forms of houses in the fund: a giver's money received, the work paid."""

from typing import Any

from django import forms

from desk.forms import past_day
from fund.actions import Voucher
from fund.forms import BoxChoice
from fund.forms.ledger import AnotherForm, positive
from fund.models import Account
from kit.forms import field_of
from members.fields import DongField, TidyLineField
from members.models import User

from ..models import House, boxes_of_house


class _HouseMoneyForm(AnotherForm):
    box = BoxChoice("Quỹ")
    account = forms.ModelChoiceField(
        label="Khoản", queryset=Account.objects.none(), empty_label="Chọn khoản",
        error_messages={"required": "Chưa chọn khoản."},
    )  # fmt: skip
    day = past_day("Ngày phiếu")

    kind: str

    def __init__(self, *args: Any, user: User, house: House, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field_of(self, "box", BoxChoice).offer(user, boxes_of_house(house))
        field_of(self, "account", forms.ModelChoiceField).queryset = Account.objects.of(self.kind)


class GiftReceiptForm(_HouseMoneyForm):
    """Into which box a giver's money came, under which account, when."""

    kind = Account.Kind.INCOME

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["is_another"]


class HousePaymentForm(_HouseMoneyForm):
    """What was paid for the work, to whom."""

    kind = Account.Kind.EXPENSE

    amount = DongField(
        label="Số tiền", help_text="Ví dụ: 5.000.000, 5 triệu.",
        error_messages={"required": "Chưa ghi số tiền."},
    )  # fmt: skip
    party = TidyLineField(
        label="Họ tên người nhận tiền", max_length=120,
        error_messages={"required": "Chưa ghi người nhận tiền."},
    )  # fmt: skip
    text = TidyLineField(
        label="Chi việc gì", max_length=200, help_text="Ví dụ: mua tôn lợp mái, trả công thợ.",
        error_messages={"required": "Chưa ghi chi việc gì."},
    )  # fmt: skip
    enclosed = TidyLineField(
        label="Kèm theo", max_length=120, required=False, help_text="Ví dụ: 02 hóa đơn."
    )

    field_order = ("box", "day", "amount", "account", "party", "text", "enclosed")

    def clean_amount(self) -> int:
        return positive(self.cleaned_data["amount"])

    def as_voucher(self, house: House) -> Voucher:
        data = self.cleaned_data
        return Voucher(
            day=data["day"], amount=data["amount"], party=data["party"],
            text=f"{data['text']} (nhà tình nghĩa: {house.whom})"[:300], enclosed=data["enclosed"],
            is_another=data["is_another"], is_late=data["is_late"],
        )  # fmt: skip
