"""Forms of a box: a new one, its name, its keeper, a count, closing it and opening it again."""

from typing import Any

from django import forms
from django.db.models import Q

from desk.forms import TokenForm, past_day
from kit.forms import field_of
from kit.money import dong
from members.fields import CountField, NameField, PersonField, TidyLineField, UnitChoice
from members.models import Degree, Subject, Unit, User, units_where

from ..actions import BoxClosing, CountSheet
from ..models import NOTES, Account, CashBox
from .ledger import AnotherForm, BoxChoice, offer_people


class KeeperForm(forms.Form):
    """Who keeps a box from which day on."""

    keeper = PersonField(label="Người giữ quỹ")
    since = past_day("Giữ quỹ từ ngày")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_people(self, "keeper", user)


class BoxForm(forms.Form):
    """A new box: whose, its name, who keeps it, since when."""

    unit = UnitChoice(label="Đơn vị", queryset=Unit.objects.none(), empty_label="Chọn đơn vị")
    kind = forms.ChoiceField(
        label="Loại", choices=CashBox.Kind, initial=CashBox.Kind.CASH,
        help_text="Chi hội không có tài khoản ngân hàng nên chỉ giữ tiền mặt.",
    )  # fmt: skip
    name = TidyLineField(
        label="Tên quỹ", max_length=80, help_text="Ví dụ: Quỹ nghĩa tình.",
        error_messages={"required": "Chưa ghi tên quỹ."},
    )  # fmt: skip
    opened_on = past_day("Mở sổ từ ngày")
    keeper = PersonField(label="Người giữ quỹ")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = units_where(user, Subject.FUND, Degree.WRITE).on().in_tree_order()
        field = field_of(self, "unit", UnitChoice)
        field.queryset = units
        only = list(units[:2])
        if len(only) == 1:
            field.initial, field.empty_label = only[0].pk, None
        offer_people(self, "keeper", user)


class BoxNameForm(forms.Form):
    name = TidyLineField(
        label="Tên quỹ", max_length=80, error_messages={"required": "Chưa ghi tên quỹ."}
    )


class BoxClosingForm(AnotherForm):
    """At the end of which day a box is closed, why, and into which box of the same book its money goes."""

    CONFIRMATIONS = ("is_incomplete", "is_late")

    day = past_day("Đóng hết ngày", help_text="Ngày kiểm kê; sau ngày này không ghi phiếu nào nữa.")
    target = BoxChoice("Chuyển số dư vào quỹ", required=False)
    receiver = NameField(label="Người nhận tiền", max_length=120, required=False)
    reason = TidyLineField(
        label="Lý do đóng", max_length=200,
        help_text="Ví dụ: chi hội sáp nhập, chi hội giải thể, người giữ quỹ nghỉ.",
        error_messages={"required": "Chưa ghi lý do đóng quỹ."},
    )  # fmt: skip
    is_incomplete = forms.BooleanField(
        label="Vẫn đóng, các khoản đó ghi ở quỹ khác", required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, user: User, box: CashBox, held: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["is_another"]
        if not held:
            del self.fields["target"], self.fields["receiver"]
            return
        field = field_of(self, "target", BoxChoice)
        book = Q(unit=box.book) | Q(unit__parent=box.book, unit__level=Unit.Level.BRANCH)
        field.offer(user, CashBox.objects.filter(book).exclude(pk=box.pk))

    def as_closing(self) -> BoxClosing:
        data = self.cleaned_data
        return BoxClosing(
            day=data["day"], reason=data["reason"], target=data.get("target"),
            receiver=data.get("receiver", ""), is_late=data["is_late"],
            is_incomplete=data["is_incomplete"],
        )  # fmt: skip


class BoxReopeningForm(forms.Form):
    """Why a closed box is opened again, and who keeps it from then on."""

    reason = TidyLineField(
        label="Lý do mở lại", max_length=300, error_messages={"required": "Chưa ghi lý do."}
    )
    keeper = PersonField(label="Người giữ quỹ từ nay")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_people(self, "keeper", user)


COUNT_LIMIT = 100_000  # sheets of one note


class CountForm(TokenForm):
    """A count: how many of each note, who counted, what explains a difference."""

    counted_on = past_day("Ngày kiểm kê")
    explanation = TidyLineField(
        label="Giải thích chênh lệch", max_length=300, required=False,
        help_text="Chỉ ghi khi tiền đếm được khác số trên sổ.",
    )  # fmt: skip
    keeper = NameField(label="Thủ quỹ", max_length=100)
    witness = NameField(label="Người chứng kiến", max_length=100)
    head = NameField(label="Phụ trách đơn vị", max_length=100)

    field_order = ("counted_on", *(f"note_{note}" for note in NOTES))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for note in NOTES:
            self.fields[f"note_{note}"] = CountField(
                label=f"Số tờ {dong(note)}", required=False, min_value=0, max_value=COUNT_LIMIT
            )
        for name, label in (
            ("keeper", "thủ quỹ"), ("witness", "người chứng kiến"), ("head", "phụ trách đơn vị"),
        ):  # fmt: skip
            self.fields[name].error_messages["required"] = f"Chưa ghi họ tên {label}."
        self.order_fields([*self.field_order, "explanation", "keeper", "witness", "head"])

    def as_sheet(self) -> CountSheet:
        data = self.cleaned_data
        return CountSheet(
            counted_on=data["counted_on"], keeper=data["keeper"], witness=data["witness"],
            head=data["head"], explanation=data["explanation"],
            notes={note: data[f"note_{note}"] or 0 for note in NOTES},
        )  # fmt: skip


class DifferenceForm(forms.Form):
    """Under which account a count's difference is entered."""

    account = forms.ModelChoiceField(
        label="Ghi vào khoản", queryset=Account.objects.none(), empty_label="Chọn khoản",
        error_messages={"required": "Chưa chọn khoản."},
    )  # fmt: skip

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field_of(self, "account", forms.ModelChoiceField).queryset = Account.objects.of(kind)
