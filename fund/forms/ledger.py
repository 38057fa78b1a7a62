"""Forms of the fund: a box and its keeper, a voucher, a move, a reversal, the filters of a book."""

import datetime as dt
from typing import Any, ClassVar

from django import forms
from django.db.models import Q

from desk.forms import TokenForm, past_day
from kit.dates import local_today, month_title
from kit.forms import field_of
from kit.lists import ListFilters
from kit.text import fold
from members.fields import DongField, NameField, PersonField, TidyLineField, UnitChoice
from members.models import Degree, Member, Subject, Unit, User, units_where
from members.models.decisions import ScanFormField

from ..actions import Voucher
from ..models import Account, CashBox, Transaction

YEAR = "nam"
UNPROVED = "chua-chung-tu"


def _people(user: User) -> Any:
    """Whom the user may name: in every unit whose fund they write."""
    return Member.objects.open_to(user, Degree.WRITE, Subject.FUND).active_on()


def offer_people(form: forms.Form, name: str, user: User) -> None:
    """Lets the field name whom the user may."""
    field = field_of(form, name, PersonField)
    field.queryset = _people(user)
    field.by_name_alone = not user.may(Subject.MEMBERS)


class BoxChoice(forms.ModelChoiceField):
    """One of the user's boxes; of several units, labelled with the unit."""

    def __init__(self, label: str, **kwargs: Any) -> None:
        super().__init__(
            label=label, queryset=CashBox.objects.none(), empty_label="Chọn quỹ",
            error_messages={
                "required": "Chưa chọn quỹ.",
                "invalid_choice": "Quỹ này không thuộc phạm vi của đồng chí.",
            },
            **kwargs,
        )  # fmt: skip

    def label_from_instance(self, obj: CashBox) -> str:
        return f"{obj.name}, {obj.unit.distinct_label}"

    def offer(self, user: User, among: Any = None) -> None:
        """The open boxes that the user writes, or those among these; the only one is chosen
        beforehand."""
        self.queryset = (
            (CashBox.objects.all() if among is None else among)
            .open()
            .editable_by(user)
            .select_related("unit__parent")
            .order_by("unit__level", "unit__sort_order", "unit__name", "kind", "name")
        )
        only = list(self.queryset[:2])
        if len(only) == 1:
            self.initial, self.empty_label = only[0].pk, None


class AnotherForm(TokenForm):
    """Asks whether it is meant, where another voucher says the same or the month is closed."""

    CONFIRMATIONS: ClassVar[tuple[str, ...]] = ("is_another", "is_late")

    is_another = forms.BooleanField(
        label="Đúng là một khoản khác, dù có phiếu ghi giống hệt", required=False,
        widget=forms.HiddenInput,
    )  # fmt: skip

    is_late = forms.BooleanField(
        label="Vẫn ghi vào tháng đã khóa sổ",
        required=False,
        widget=forms.HiddenInput,
    )

    def add_error(self, field: str | None, error: Any) -> None:
        super().add_error(field, error)
        for name in self.CONFIRMATIONS:
            if name in self.errors and name in self.fields:
                self.fields[name].widget = forms.CheckboxInput()


class VoucherForm(AnotherForm):
    """A Phiếu thu or a Phiếu chi, in the order of the paper form."""

    box = BoxChoice("Quỹ")
    day = past_day("Ngày")
    amount = DongField(
        label="Số tiền", help_text="Ví dụ: 500.000, 500 nghìn hoặc 1,2 triệu.",
        error_messages={"required": "Chưa ghi số tiền."},
    )  # fmt: skip
    account = forms.ModelChoiceField(
        label="Khoản", queryset=Account.objects.none(), empty_label="Chọn khoản",
        error_messages={"required": "Chưa chọn khoản."},
    )  # fmt: skip
    party = TidyLineField(
        label="Họ tên người nộp tiền", max_length=120, required=False,
        help_text="Người hoặc đơn vị ngoài Hội. Với hội viên, để trống và ghi ở ô dưới.",
    )  # fmt: skip
    member = PersonField(label="Hội viên nộp tiền", required=False)
    address = TidyLineField(label="Địa chỉ", max_length=160, required=False)
    text = TidyLineField(
        label="Lý do", max_length=300, error_messages={"required": "Chưa ghi lý do."}
    )
    enclosed = TidyLineField(
        label="Kèm theo", max_length=120, required=False, help_text="Ví dụ: 01 hóa đơn."
    )

    SPENT: ClassVar[dict[str, str]] = {
        "party": "Họ tên người nhận tiền", "member": "Hội viên nhận tiền",
    }  # fmt: skip

    def __init__(self, *args: Any, user: User, is_payment: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field_of(self, "box", BoxChoice).offer(user)
        kinds = Account.SPENT if is_payment else Account.RECEIVED
        field_of(self, "account", forms.ModelChoiceField).queryset = Account.objects.of(*kinds)
        offer_people(self, "member", user)
        if is_payment:
            for name, label in self.SPENT.items():
                self.fields[name].label = label

    def clean_amount(self) -> int:
        return positive(self.cleaned_data["amount"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("party") and not data.get("member") and "member" not in self.errors:
            self.add_error("party", "Chưa ghi họ tên người nộp hoặc nhận tiền.")
        return data

    def as_voucher(self) -> Voucher:
        data = self.cleaned_data
        member = data.get("member")
        return Voucher(
            day=data["day"], amount=data["amount"], text=data["text"],
            party=data["party"] or (member.full_name if member else ""), member=member,
            address=data["address"], enclosed=data["enclosed"], is_another=data["is_another"], is_late=data["is_late"],
        )  # fmt: skip


class MoveForm(AnotherForm):
    """Money from one box into another of the same book."""

    source = BoxChoice("Từ quỹ")
    target = BoxChoice("Vào quỹ")
    day = past_day("Ngày")
    amount = DongField(
        label="Số tiền", help_text="Ví dụ: 500.000, 500 nghìn hoặc 1,2 triệu.",
        error_messages={"required": "Chưa ghi số tiền."},
    )  # fmt: skip
    party = NameField(
        label="Người nhận tiền", max_length=120,
        error_messages={"required": "Chưa ghi người nhận tiền."},
    )  # fmt: skip
    text = TidyLineField(
        label="Lý do", max_length=300, error_messages={"required": "Chưa ghi lý do."}
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("source", "target"):
            field_of(self, name, BoxChoice).offer(user)

    def clean_amount(self) -> int:
        return positive(self.cleaned_data["amount"])

    def as_voucher(self) -> Voucher:
        data = self.cleaned_data
        return Voucher(
            day=data["day"], amount=data["amount"], text=data["text"], party=data["party"],
            is_another=data["is_another"], is_late=data["is_late"],
        )  # fmt: skip


def positive(amount: int) -> int:
    """The amount; ValidationError for none or a negative one."""
    if amount <= 0:
        raise forms.ValidationError("Số tiền phải lớn hơn 0.")
    return amount


class ReversalForm(AnotherForm):
    day = past_day("Ngày đảo", help_text="Ngày lập phiếu đảo, không phải ngày của phiếu gốc.")
    reason = TidyLineField(
        label="Lý do", max_length=300, help_text="Ví dụ: ghi nhầm quỹ, gõ nhầm số tiền.",
        error_messages={"required": "Chưa ghi lý do."},
    )  # fmt: skip


class CorrectionForm(AnotherForm):
    """To which account an amount belongs that was entered under another."""

    account = forms.ModelChoiceField(
        label="Khoản đúng", queryset=Account.objects.none(), empty_label="Chọn khoản",
        error_messages={"required": "Chưa chọn khoản."},
    )  # fmt: skip
    day = past_day(
        "Ngày điều chỉnh", help_text="Ngày lập phiếu điều chỉnh, không phải ngày của phiếu gốc."
    )
    reason = TidyLineField(
        label="Lý do", max_length=150, help_text="Ví dụ: chọn nhầm khoản.",
        error_messages={"required": "Chưa ghi lý do."},
    )  # fmt: skip

    def __init__(self, *args: Any, wrong: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["is_another"]
        accounts = Account.objects.of(wrong.kind).exclude(pk=wrong.pk)
        field_of(self, "account", forms.ModelChoiceField).queryset = accounts


class ScanForm(forms.Form):
    file = ScanFormField(
        label="Tệp PDF hoặc ảnh chụp hóa đơn, giấy nhận, phiếu đã ký",
        error_messages={"required": "Chưa chọn tệp."},
    )


def months_of(box: CashBox) -> list[tuple[str, str]]:
    """The months of a box's book, latest first, each year before its months."""
    today, choices = local_today(), []
    for year in range(today.year, box.opened_on.year - 1, -1):
        choices.append((str(year), f"Cả năm {year}"))
        last = today.month if year == today.year else 12
        first = box.opened_on.month if year == box.opened_on.year else 1
        choices += [(f"{year}-{m:02}", month_title(year, m)) for m in range(last, first - 1, -1)]
    return choices


class ReopenForm(forms.Form):
    """The decision upon which a closed book is opened again."""

    decision_no = TidyLineField(
        label="Số quyết định", max_length=60, error_messages={"required": "Chưa ghi số quyết định."}
    )
    decided_on = past_day("Ngày quyết định")
    reason = TidyLineField(
        label="Lý do mở lại sổ", max_length=300, error_messages={"required": "Chưa ghi lý do."}
    )


class BookFilters(ListFilters):
    """Which month of a box's book, and which of its lines."""

    at_hand = ("q", "thang", "loai")

    q = TidyLineField(label="Nội dung, người nộp, nhận", required=False, max_length=100)
    thang = forms.ChoiceField(label="Tháng", required=False)
    loai = forms.ChoiceField(
        label="Thu, chi", required=False,
        choices=[
            ("", "thu và chi"), ("thu", "chỉ thu"), ("chi", "chỉ chi"),
            (UNPROVED, "chi chưa có bản chụp chứng từ"),
        ],
    )  # fmt: skip
    khoan = forms.ModelChoiceField(
        label="Khoản", queryset=Account.objects.all(), required=False, empty_label="mọi khoản"
    )

    def __init__(self, box: CashBox, data: Any) -> None:
        super().__init__(data, auto_id="loc_%s")
        self.box = box
        field_of(self, "thang", forms.ChoiceField).choices = [
            ("", "tháng này"),
            *months_of(box),
        ]

    @property
    def stretch(self) -> tuple[dt.date, dt.date]:
        """The first day asked for, and the last: a month, or a year."""
        month_key = self.filter_values().get("thang") or f"{local_today():%Y-%m}"
        year, _, month = month_key.partition("-")
        first = dt.date(int(year), int(month or 1), 1)
        after = dt.date(first.year + (not month or month == "12"), int(month or 12) % 12 + 1, 1)
        return first, after - dt.timedelta(days=1)

    @property
    def title(self) -> str:
        first, last = self.stretch
        whole_year = first.month != last.month
        return f"Năm {first.year}" if whole_year else month_title(first.year, first.month)

    @property
    def narrows(self) -> bool:
        """Whether lines of the stretch are left out."""
        filters = self.filter_values()
        return bool(filters.get("q") or filters.get("loai") or filters.get("khoan"))

    def lines(self) -> Q:
        """The condition on the stretch's transactions."""
        filters, wanted = self.filter_values(), Q()
        if filters.get("loai"):
            side = "debit_box" if filters["loai"] == "thu" else "credit_box"
            wanted &= Q(**{side: self.box})
        if filters.get("loai") == UNPROVED:
            unproved = Transaction.objects.with_scans().without_scan().order_by()
            wanted &= Q(pk__in=unproved.values("pk"))
        if account := filters.get("khoan"):
            wanted &= Q(debit=account) | Q(credit=account)
        for term in fold(filters.get("q") or "").split():
            wanted &= Q(search_text__contains=term)
        return wanted


QUARTERS = ("I", "II", "III", "IV")


def _spans() -> list[tuple[str, str]]:
    """Quarters of this year and the three before it, each year before its quarters."""
    today, choices = local_today(), []
    for year in range(today.year, today.year - 4, -1):
        choices.append((str(year), f"Năm {year}"))
        last = (today.month + 2) // 3 if year == today.year else 4
        choices += [(f"{year}-{q}", f"Quý {QUARTERS[q - 1]}/{year}") for q in range(last, 0, -1)]
    return choices


class StatementFilters(ListFilters):
    """Whose income and spending, over which quarter or year."""

    at_hand = ("don_vi", "ky")

    don_vi = UnitChoice(
        label="Đơn vị", queryset=Unit.objects.none(), required=False, empty_label="đơn vị đầu tiên"
    )
    ky = forms.ChoiceField(label="Kỳ", required=False)

    def __init__(self, user: User, data: Any) -> None:
        super().__init__(data, auto_id="loc_%s")
        field_of(self, "don_vi", UnitChoice).queryset = units_where(
            user, Subject.FUND
        ).in_tree_order()
        field_of(self, "ky", forms.ChoiceField).choices = [("", "quý này"), *_spans()]

    @property
    def _span(self) -> str:
        today = local_today()
        return self.filter_values().get("ky") or f"{today.year}-{(today.month + 2) // 3}"

    @property
    def stretch(self) -> tuple[dt.date, dt.date]:
        """The first day asked for, and the last."""
        year, _, quarter = self._span.partition("-")
        first = dt.date(int(year), 3 * int(quarter) - 2 if quarter else 1, 1)
        after = dt.date(first.year + (not quarter or quarter == "4"), 1, 1)
        if quarter and quarter != "4":
            after = dt.date(first.year, first.month + 3, 1)
        return first, after - dt.timedelta(days=1)

    @property
    def title(self) -> str:
        year, _, quarter = self._span.partition("-")
        return f"Quý {QUARTERS[int(quarter) - 1]}/{year}" if quarter else f"Năm {year}"
