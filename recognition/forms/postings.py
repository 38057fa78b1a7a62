"""The form of award money in the fund."""

from typing import Any

from django import forms

from desk.forms import past_day
from fund.forms import BoxChoice
from fund.forms.ledger import AnotherForm
from fund.models import Account
from kit.forms import field_of
from members.models import User

from ..models import Grant, boxes_for


class GrantPaymentForm(AnotherForm):
    """Out of which box the money was paid, under which account, when."""

    box = BoxChoice("Chi từ quỹ")
    account = forms.ModelChoiceField(
        label="Khoản", queryset=Account.objects.none(), empty_label="Chọn khoản",
        error_messages={"required": "Chưa chọn khoản."},
    )  # fmt: skip
    day = past_day("Ngày phiếu")

    def __init__(self, *args: Any, user: User, grant: Grant, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["is_another"]
        field_of(self, "box", BoxChoice).offer(user, boxes_for(user, grant))
        accounts = Account.objects.of(Account.Kind.EXPENSE)
        field_of(self, "account", forms.ModelChoiceField).queryset = accounts
