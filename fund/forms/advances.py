"""Forms of advances: a new one, what was spent of it, what comes back or is topped up, filters."""

from typing import Any

from django import forms

from desk.forms import any_day, past_day
from kit.forms import field_of
from kit.lists import ListFilters
from members.fields import DongField, PersonField, TidyLineField, UnitChoice
from members.models import Member, Subject, Unit, User, units_where

from ..actions import AdvanceTerms, Voucher
from ..models import Account, Advance, AdvanceState, CashBox
from .ledger import AnotherForm, BoxChoice, offer_people, positive

ALL = "tat-ca"


class AdvanceForm(AnotherForm):
    """A new advance, in the order of Giấy đề nghị tạm ứng."""

    box = BoxChoice("Quỹ")
    member = PersonField(label="Người nhận tạm ứng")
    amount = DongField(
        label="Số tiền tạm ứng", help_text="Ví dụ: 500.000, 500 nghìn hoặc 1,2 triệu.",
        error_messages={"required": "Chưa ghi số tiền."},
    )  # fmt: skip
    purpose = TidyLineField(
        label="Tạm ứng để làm gì", max_length=200, help_text="Ví dụ: mua quà mừng thọ quý IV.",
        error_messages={"required": "Chưa ghi tạm ứng để làm gì."},
    )  # fmt: skip
    day = past_day("Ngày tạm ứng")
    settle_by = any_day("Hạn thanh toán", help_text="Đề xuất 30 ngày; sửa theo quy định của Hội.")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field_of(self, "box", BoxChoice).offer(user)
        offer_people(self, "member", user)

    def clean_amount(self) -> int:
        return positive(self.cleaned_data["amount"])

    def as_terms(self) -> AdvanceTerms:
        data = self.cleaned_data
        return AdvanceTerms(
            data["member"], data["amount"], data["purpose"], data["day"], data["settle_by"]
        )


class _EntryForm(AnotherForm):
    """What every voucher of an advance says."""

    day = past_day("Ngày")
    amount = DongField(
        label="Số tiền", help_text="Ví dụ: 500.000, 500 nghìn hoặc 1,2 triệu.",
        error_messages={"required": "Chưa ghi số tiền."},
    )  # fmt: skip

    def __init__(self, *args: Any, user: User, advance: Advance, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.advance = user, advance

    def clean_amount(self) -> int:
        return positive(self.cleaned_data["amount"])

    def as_voucher(self) -> Voucher:
        data = self.cleaned_data
        return Voucher(
            day=data["day"], amount=data["amount"], text=data.get("text", ""),
            party=self.advance.member.full_name, member=self.advance.member,
            enclosed=data.get("enclosed", ""), is_another=data["is_another"],
            is_late=data["is_late"],
        )  # fmt: skip


class SpentForm(_EntryForm):
    """What was spent of an advance."""

    account = forms.ModelChoiceField(
        label="Khoản chi", queryset=Account.objects.none(), empty_label="Chọn khoản",
        error_messages={"required": "Chưa chọn khoản."},
    )  # fmt: skip
    text = TidyLineField(
        label="Chi việc gì", max_length=300, error_messages={"required": "Chưa ghi chi việc gì."}
    )
    enclosed = TidyLineField(
        label="Kèm theo", max_length=120, required=False, help_text="Ví dụ: 02 hóa đơn."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = field_of(self, "account", forms.ModelChoiceField)
        field.queryset = Account.objects.of(Account.Kind.EXPENSE)


class RestForm(_EntryForm):
    """What comes back of an advance, or is topped up: through a box of the unit."""

    box = BoxChoice("Quỹ")

    field_order = ("box", "day", "amount")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        boxes = CashBox.objects.filter(unit=self.advance.box.unit)
        field_of(self, "box", BoxChoice).offer(self.user, boxes)


class AdvanceFilters(ListFilters):
    """Whose advances, in which state."""

    at_hand = ("q", "tinh_trang", "don_vi")

    q = TidyLineField(label="Người nhận tạm ứng", required=False, max_length=100)
    tinh_trang = forms.ChoiceField(
        label="Tình trạng", required=False,
        choices=[
            ("", "chưa xong"), (AdvanceState.LATE, "quá hạn thanh toán"),
            (AdvanceState.OVERSPENT, "cần chi bù"), (AdvanceState.SETTLED, "đã thanh toán xong"),
            (AdvanceState.CANCELLED, "đã hủy"), (ALL, "mọi khoản"),
        ],
    )  # fmt: skip
    don_vi = UnitChoice(
        label="Đơn vị", queryset=Unit.objects.none(), required=False, empty_label="mọi đơn vị"
    )

    def __init__(self, user: User, data: Any) -> None:
        super().__init__(data, auto_id="loc_%s")
        units = units_where(user, Subject.FUND).filter(cash_boxes__isnull=False)
        field_of(self, "don_vi", UnitChoice).queryset = units.distinct().in_tree_order()

    def rows(self, advances: Any) -> Any:
        """Those of these advances (`with_remaining`) that are asked for."""
        filters = self.filter_values()
        state = filters.get("tinh_trang") or ""
        if not state:
            advances = advances.unsettled()
        elif state != ALL:
            advances = advances.in_state(state)
        if typed := filters.get("q"):
            people = Member.objects.called(typed).order_by().values("pk")
            advances = advances.filter(member__in=people)
        if unit := filters.get("don_vi"):
            units = Unit.objects.within(unit).order_by().values("pk")
            advances = advances.filter(box__unit__in=units)
        return advances

    @property
    def description(self) -> str:
        """In words, for a file's second sheet."""
        filters, states = self.filter_values(), field_of(self, "tinh_trang", forms.ChoiceField)
        state = dict(states.choices)[filters.get("tinh_trang") or ""]  # type: ignore[arg-type]  # pairs, no groups
        parts = [f"Khoản tạm ứng, {state}", str(filters["don_vi"]) if filters.get("don_vi") else ""]
        parts.append(f"khớp “{filters['q']}”" if filters.get("q") else "")
        return ", ".join(filter(None, parts)) + "."
