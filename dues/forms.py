"""Forms of dues: the filters of the lists, a meeting's sheet, a reversal, a waiver, a rate."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from desk.editing import VersionedForm
from desk.forms import TokenForm, UnitField, line, past_day
from fund.forms.ledger import AnotherForm
from fund.models import CashBox
from kit.dates import local_today
from kit.forms import field_of
from kit.lists import ListFilters
from kit.money import dong
from members.fields import CountField, DayField, DongField, PersonField, TidyLineField, TreeChoice
from members.models import Degree, Member, Subject, Unit, User, units_where

from .actions import CollectionLine
from .models import DuesRate, MemberAccount, Waiver, first_collected, first_day
from .models.accounts import ARREARS_YEARS, AccountState
from .models.rates import FIRST_YEAR, FIXED, LAST_YEAR, refuse_missing_zeros

STATES = [("", "tất cả"), *AccountState.choices]


def collected_years() -> list[int]:
    """The years for which dues are still collected, latest first."""
    this = local_today().year
    return list(range(this, this - ARREARS_YEARS - 1, -1))


def selectable_years() -> list[int]:
    """The collected years, and next year once its dues may be collected."""
    years, next_year = collected_years(), local_today().year + 1
    return [next_year, *years] if local_today() >= first_collected(next_year) else years


def year_choice(**kwargs: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label="Năm",
        coerce=int,
        empty_value=None,
        choices=lambda: [(str(year), str(year)) for year in collected_years()],
        **kwargs,
    )


class UnitYearFilters(ListFilters):
    """Filters by year and unit; the field names are the parameters of the address."""

    at_hand = ("q", "don_vi", "tinh_trang", "nam")

    nam: forms.ChoiceField = year_choice(required=False)
    don_vi = TreeChoice(label="Đơn vị", queryset=Unit.objects.none(), required=False)

    def __init__(self, user: User, data: Any) -> None:
        super().__init__(data, auto_id="loc_%s")
        self.typed = data  # the boxes say what is shown, also where nothing was asked
        field_of(self, "don_vi", forms.ModelChoiceField).queryset = units_where(
            user, Subject.DUES
        ).in_tree_order()

    def is_set(self, name: str) -> bool:
        return bool(self.typed.get(name, "").strip())


EARLIER = "truoc"


class ArrearsFilters(UnitYearFilters):
    """Above a branch, one year at a time, as each needs a query over all members."""

    nam = forms.ChoiceField(
        label="Nợ của năm",
        choices=lambda: [
            *((str(year), str(year)) for year in collected_years()),
            (EARLIER, "các năm trước, cộng lại"),
        ],
        required=False,
    )


class YearFilters(UnitYearFilters):
    nam = forms.TypedChoiceField(
        label="Năm",
        coerce=int,
        empty_value=None,
        choices=lambda: [(str(year), str(year)) for year in selectable_years()],
        required=False,
    )
    q = TidyLineField(label="Họ tên hoặc số thẻ", required=False, max_length=100)
    tinh_trang = forms.ChoiceField(label="Tình trạng", choices=STATES, required=False)
    ngay = DayField(
        label="Tính đến hết ngày",
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "hôm nay", "autocomplete": "off"}),
    )

    def clean_ngay(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["ngay"]
        if day and day > local_today():
            raise ValidationError("Ngày này chưa tới nên tính đến hôm nay.")
        return day


class CollectionForm(TokenForm):
    """The head of a meeting's sheet: day, collector, note."""

    held_on = past_day("Ngày thu")
    collector = TidyLineField(
        label="Người thu", max_length=100, error_messages={"required": "Chưa ghi người thu."}
    )
    note = TidyLineField(label="Ghi chú chung", max_length=200, required=False)


class BranchForm(forms.Form):
    """The choice of a branch, for users who collect for several."""

    don_vi = UnitField(label="Chi hội", queryset=Unit.objects.none(), empty_label="Chọn chi hội")

    def __init__(self, units: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field_of(self, "don_vi", UnitField).offer(units)


class CollectionLineForm(forms.Form):
    """One member's line of the sheet: a tick for the whole outstanding amount, or another amount."""

    paid = forms.BooleanField(required=False)
    year = forms.TypedChoiceField(required=False, coerce=int, empty_value=None, label="Nộp cho")
    amount = DongField(label="Số tiền khác", required=False)
    note = TidyLineField(label="Ghi chú", max_length=120, required=False)

    def __init__(self, data: Any, *, member: Member, accounts: list[MemberAccount]) -> None:
        super().__init__(data, prefix=f"m{member.pk}", auto_id="dong_%s")
        self.member, self.accounts = member, accounts
        self.outstanding = sum(account.outstanding for account in accounts)
        self.fields["paid"].label = f"Đã nộp đủ {dong(self.outstanding)}"
        name = member.full_name
        if len(accounts) == 1 and accounts[0].year != local_today().year:
            self.fields[
                "paid"
            ].label = f"Đã nộp đủ {dong(self.outstanding)} cho năm {accounts[0].year}"
        if len(accounts) > 1:
            self.fields["paid"].label = "Đã nộp đủ"
            choices = [("", f"Tất cả: {dong(self.outstanding)}")]
            choices += [
                (str(account.year), f"Chỉ năm {account.year}: {dong(account.outstanding)}")
                for account in accounts
            ]
            field_of(self, "year", forms.ChoiceField).choices = choices
            self.fields["year"].widget.attrs["aria-label"] = f"Nộp cho năm nào: {name}"
        else:
            del self.fields["year"]
        self.fields["amount"].widget.attrs |= {"aria-label": f"Số tiền khác: {name}"}
        self.fields["note"].widget.attrs |= {
            "aria-label": f"Ghi chú: {name}",
            "autocomplete": "off",
        }

    @property
    def is_chosen(self) -> bool:
        data = self.cleaned_data
        return bool(data.get("paid")) or data.get("amount") is not None

    def clean_amount(self) -> int | None:
        amount: int | None = self.cleaned_data["amount"]
        if amount is not None and amount <= 0:
            raise ValidationError("Số tiền phải lớn hơn 0.")
        if amount != self.outstanding:
            refuse_missing_zeros(amount)
        return amount

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("note") and not data.get("paid") and not data.get("amount") and not self.errors:
            self.add_error("paid", "Có ghi chú nhưng chưa đánh dấu đã nộp.")
        return data

    def as_line(self, seen: int | None) -> CollectionLine:
        data = self.cleaned_data
        return CollectionLine(self.member, seen, data.get("amount"), data.get("year"), data["note"])


class PostingForm(AnotherForm):
    """Into which of the branch's boxes a meeting's dues came, and when."""

    box = forms.ModelChoiceField(
        label="Vào quỹ", queryset=CashBox.objects.none(), empty_label="Chọn quỹ",
        error_messages={"required": "Chưa chọn quỹ."},
    )  # fmt: skip
    day = past_day("Ngày vào quỹ")

    def __init__(self, *args: Any, boxes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["is_another"], self.fields["token"]  # a meeting's own number is its token
        field = field_of(self, "box", forms.ModelChoiceField)
        field.queryset = boxes
        only = list(boxes[:2])
        if len(only) == 1:
            field.initial, field.empty_label = only[0].pk, None


class ReverseForm(forms.Form):
    reason = TidyLineField(
        label="Lý do hủy",
        max_length=200,
        help_text="Ví dụ: ghi nhầm người, gõ nhầm số tiền.",
        error_messages={"required": "Chưa ghi lý do hủy."},
    )


class WaiverForm(forms.ModelForm):
    member = PersonField(label="Đồng chí được miễn, giảm")
    year = year_choice(error_messages={"required": "Chưa chọn năm."})
    amount = DongField(
        label="Còn phải nộp",
        required=False,
        help_text="Để trống: miễn cả năm. Nếu chỉ giảm, ghi số tiền còn phải nộp, ví dụ 60.000.",
    )
    reason = TidyLineField(
        label="Lý do",
        max_length=300,
        help_text="Chỉ người giữ sổ của chi hội đọc được. Ghi ngắn gọn, không ghi bệnh tật.",
        error_messages={"required": "Chưa ghi lý do."},
    )
    decided_on = past_day("Ngày chi hội quyết định")

    class Meta:
        model = Waiver
        fields = ["year", "amount", "reason", "decided_on"]
        field_order = ["member"]

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["member", "year", "amount", "reason", "decided_on"])
        people = Member.objects.open_to(user, Degree.WRITE, Subject.DUES)
        person = field_of(self, "member", PersonField)
        person.queryset = people.active_on()
        person.by_name_alone = not user.may(Subject.MEMBERS)

    def clean_amount(self) -> int:
        amount: int = self.cleaned_data["amount"] or 0
        if amount < 0:
            raise ValidationError("Số tiền không thể âm.")
        refuse_missing_zeros(amount)
        return amount

    def _post_clean(self) -> None:
        """Does nothing: the action validates the record once it is complete."""

    def save_unsaved(self) -> Waiver:
        data = self.cleaned_data
        membership = data["member"].membership_on()
        names = ("member", "year", "amount", "reason", "decided_on")
        return Waiver(unit=membership.unit, **{name: data[name] for name in names})


class YearField(forms.DateField):
    """A year entered for a 1 January: its own, or with `last` that of the following year."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})

    def __init__(self, *, last: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.offset = 1 if last else 0

    def to_python(self, value: Any) -> dt.date | None:
        if value in self.empty_values or isinstance(value, dt.date):
            return value or None
        typed = str(value).strip()
        is_year = typed.isascii() and typed.isdecimal() and len(typed) == 4
        if not is_year or not FIRST_YEAR <= int(typed) <= LAST_YEAR:
            raise ValidationError(f"Hãy ghi một năm, ví dụ {local_today().year}.", code="invalid")
        return first_day(int(typed) + self.offset)

    def prepare_value(self, value: Any) -> Any:
        return value.year - self.offset if isinstance(value, dt.date) else value


class DuesRateForm(VersionedForm):
    """A rate; its validity is entered as the first and the last year."""

    unit = TreeChoice(
        label="Áp dụng cho",
        queryset=Unit.objects.none(),
        empty_label="Chọn đơn vị",
        help_text="Đơn vị này và mọi đơn vị bên dưới, trừ nơi có mức riêng.",
        error_messages={"required": "Chưa chọn đơn vị."},
    )
    amount = DongField(
        label="Mức một năm",
        help_text="Ví dụ: 120.000 hoặc 120 nghìn.",
        error_messages={"required": "Chưa ghi mức."},
    )
    valid_from = YearField(label="Từ năm", error_messages={"required": "Chưa ghi năm."})
    valid_to = YearField(
        label="Đến hết năm",
        required=False,
        last=True,
        help_text="Để trống nếu chưa biết khi nào đổi mức.",
    )
    source = line("Căn cứ", 200, help_text="Ví dụ: Nghị quyết số 05/NQ-HCCAND.")

    class Meta:
        model = DuesRate
        fields = [
            "unit", "amount", "valid_from", "valid_to", "joining", "frees_associates",
            "frees_honorary", "frees_from_age", "source",
        ]  # fmt: skip
        field_classes = {"frees_from_age": CountField}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field_of(self, "unit", forms.ModelChoiceField).queryset = Unit.objects.on().in_tree_order()
        self.fields["frees_from_age"].error_messages["invalid"] = "Hãy ghi một số, ví dụ 80."
        if self.instance.pk and self.instance.is_used:
            for name in FIXED:
                self.fields[name].disabled = True


def matching_members(
    rows: models.QuerySet[Any, Any], typed: str, user: User
) -> models.QuerySet[Any, Any]:
    """Memberships of members whose name or number contains every typed word; of those whose card the
    user reads also by telephone and the like, as in every search."""
    if not typed:
        return rows
    people = Member.objects.order_by()
    known = people.in_books_of(user).matching(typed).values("pk")
    named = people.called(typed).values("pk")
    return rows.filter(models.Q(member__in=known) | models.Q(member__in=named))
