"""Forms of loans: a new one, what is repaid of it, the filters of the list."""

from typing import Any

from django import forms

from desk.forms import any_day, past_day
from kit.forms import field_of
from kit.lists import ListFilters
from members.fields import CountField, DongField, NameField, PersonField, TidyLineField, UnitChoice
from members.models import Degree, Member, Subject, Unit, User, units_where

from ..actions import LoanTerms, Voucher
from ..models import CashBox, Loan, LoanState
from .ledger import AnotherForm, BoxChoice, offer_people, positive

MOST_PARTS = 60
EVERY = ((1, "mỗi tháng"), (2, "hai tháng một lần"), (3, "mỗi quý"), (6, "sáu tháng một lần"),
         (12, "mỗi năm"))  # fmt: skip


class LoanForm(AnotherForm):
    """A new loan: from which box, to whom, what for, and how it comes back."""

    box = BoxChoice("Quỹ cho vay")
    member = PersonField(label="Hội viên vay")
    amount = DongField(
        label="Số tiền cho vay", help_text="Ví dụ: 10.000.000 hoặc 10 triệu.",
        error_messages={"required": "Chưa ghi số tiền."},
    )  # fmt: skip
    purpose = TidyLineField(
        label="Vay để làm gì", max_length=200, help_text="Ví dụ: nuôi gà, mở quán nước.",
        error_messages={"required": "Chưa ghi mục đích vay."},
    )  # fmt: skip
    day = past_day("Ngày cho vay")
    parts = CountField(
        label="Trả làm mấy kỳ", min_value=1, max_value=MOST_PARTS,
        help_text="Ghi 1 nếu trả một lần. Nhiều kỳ thì mỗi kỳ trả đều nhau.",
        error_messages={
            "required": "Chưa ghi số kỳ.",
            "min_value": "Ít nhất là 1 kỳ.",
            "max_value": f"Nhiều nhất là {MOST_PARTS} kỳ.",
        },
    )  # fmt: skip
    first_due = any_day("Hạn trả kỳ đầu", is_far=True, help_text="Trả một lần thì là hạn trả hết.")
    every = forms.TypedChoiceField(
        label="Các kỳ cách nhau", choices=EVERY, coerce=int, required=False,
        help_text="Chỉ dùng khi trả nhiều kỳ.",
    )  # fmt: skip
    decision_no = TidyLineField(
        label="Số quyết định hoặc biên bản đồng ý cho vay", max_length=60, required=False,
        help_text="Người có quyền quyết định về quỹ có thể để trống.",
        error_messages={"required": "Hãy ghi quyết định, hoặc biên bản họp, đã đồng ý cho vay."},
    )  # fmt: skip
    decided_on = past_day("Ngày quyết định", required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field_of(self, "box", BoxChoice).offer(user)
        offer_people(self, "member", user)
        # Whoever decides about the fund lends without another's decision (`actions.loans`).
        if not user.may(Subject.FUND, Degree.DECIDE):
            for name in ("decision_no", "decided_on"):
                self.fields[name].required = True
            self.fields["decision_no"].help_text = ""
            self.fields["decided_on"].error_messages["required"] = "Chưa ghi ngày quyết định."

    def clean_amount(self) -> int:
        return positive(self.cleaned_data["amount"])

    def as_terms(self) -> LoanTerms:
        data = self.cleaned_data
        names = (
            "member", "amount", "purpose", "first_due", "parts", "decision_no", "decided_on",
        )  # fmt: skip
        given = {name: data[name] for name in names} | {"every": data["every"] or 1}
        return LoanTerms(**given, lent_on=data["day"])


class RepaymentForm(AnotherForm):
    """What comes back of a loan."""

    box = BoxChoice("Vào quỹ")
    day = past_day("Ngày trả")
    amount = DongField(
        label="Số tiền trả", help_text="Ví dụ: 500.000, 500 nghìn hoặc 1,2 triệu.",
        error_messages={"required": "Chưa ghi số tiền."},
    )  # fmt: skip
    party = NameField(
        label="Người nộp tiền", max_length=120,
        error_messages={"required": "Chưa ghi người nộp tiền."},
        help_text="Người vay, hoặc người nhà nộp thay.",
    )  # fmt: skip

    def __init__(self, *args: Any, user: User, loan: Loan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.loan = loan
        field_of(self, "box", BoxChoice).offer(user, CashBox.objects.filter(unit=loan.box.unit))

    def clean_amount(self) -> int:
        return positive(self.cleaned_data["amount"])

    def as_voucher(self) -> Voucher:
        data = self.cleaned_data
        member = self.loan.member if data["party"] == self.loan.member.full_name else None
        return Voucher(
            day=data["day"], amount=data["amount"], text="", party=data["party"], member=member,
            is_another=data["is_another"], is_late=data["is_late"],
        )  # fmt: skip


ALL = "tat-ca"


class LoanFilters(ListFilters):
    """Whose loans, in which state."""

    at_hand = ("q", "tinh_trang", "don_vi")

    q = TidyLineField(label="Người vay", required=False, max_length=100)
    tinh_trang = forms.ChoiceField(
        label="Tình trạng", required=False,
        choices=[
            ("", "còn nợ"), (LoanState.LATE, "quá hạn"), (LoanState.REPAID, "đã trả đủ"),
            (LoanState.CANCELLED, "đã hủy"), (ALL, "mọi khoản"),
        ],
    )  # fmt: skip
    don_vi = UnitChoice(
        label="Đơn vị", queryset=Unit.objects.none(), required=False, empty_label="mọi đơn vị"
    )

    def __init__(self, user: User, data: Any) -> None:
        super().__init__(data, auto_id="loc_%s")
        units = units_where(user, Subject.FUND).filter(cash_boxes__isnull=False)
        field_of(self, "don_vi", UnitChoice).queryset = units.distinct().in_tree_order()

    def rows(self, loans: Any) -> Any:
        """Those of these loans (`with_remaining`) that are asked for."""
        filters = self.filter_values()
        state = filters.get("tinh_trang") or ""
        if not state:
            loans = loans.unpaid()
        elif state != ALL:
            loans = loans.in_state(state)
        if typed := filters.get("q"):
            loans = loans.filter(member__in=Member.objects.called(typed).order_by().values("pk"))
        if unit := filters.get("don_vi"):
            loans = loans.filter(box__unit__in=Unit.objects.within(unit).order_by().values("pk"))
        return loans

    @property
    def description(self) -> str:
        """In words, for a file's second sheet."""
        filters = self.filter_values()
        state = dict(self.fields["tinh_trang"].choices)[filters.get("tinh_trang") or ""]  # type: ignore[attr-defined]  # a choice field
        parts = [f"Khoản cho vay, {state}", str(filters["don_vi"]) if filters.get("don_vi") else ""]
        parts.append(f"khớp “{filters['q']}”" if filters.get("q") else "")
        return ", ".join(filter(None, parts)) + "."
