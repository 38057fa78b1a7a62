"""The form of one act of care, in the order in which people tell it at the door."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Count

from desk.forms import TokenForm, any_day
from kit.dates import local_today
from kit.forms import answer_for, field_of, mark_dependent
from kit.money import dong, dong_with_words
from kit.text import clean_text, fold
from members.fields import (
    CountField,
    DongField,
    TidyLineField,
    TidyTextField,
    UnitChoice,
    check_plain,
)
from members.models import (
    Degree,
    Member,
    Subject,
    Unit,
    User,
    units_where,
)

from ..models import Activity, ActivityState, Visitor, WelfareKind
from ..models.suggestions import Suggestion, suggestions
from .fields import PicturesField, ScannedPersonField, WelfareKindField

SMALLEST, LARGEST = 1_000, 100_000_000_000  # đồng
# More for one person than this, or than so many times the rate, is asked about once.
MUCH_FOR_ONE, MANY_TIMES = 50_000_000, 5
USED_WITHIN = dt.timedelta(days=400)
MOST_VISITORS = 30


def _amount(label: str, **kwargs: Any) -> DongField:
    return DongField(label=label, required=False, **kwargs)


class VisitForm(TokenForm):
    """One act of care, in the order in which people tell it at the door."""

    member = ScannedPersonField(label="Thăm ai", required=False)
    family = TidyLineField(
        label="Gia đình, tập thể",
        max_length=160,
        required=False,
        help_text="Khi người nhận không phải là hội viên, là thân nhân hoặc là nhiều người.",
    )
    kind = WelfareKindField(
        label="Loại", queryset=None, error_messages={"required": "Chưa chọn loại thăm, tặng."}
    )
    happened_on = any_day("Ngày")
    amount = _amount("Tiền", help_text="Ví dụ: 500.000; 500k; 1,2 triệu. Không có tiền thì ghi 0.")
    is_plan = forms.BooleanField(
        label="Chưa trao: đây là đề nghị, chờ cấp trên duyệt", required=False
    )
    photographs = PicturesField(
        label="Ảnh",
        required=False,
        help_text="Chụp hoặc chọn, được nhiều ảnh. Ảnh giữ trong sổ, không đăng lên trang tin.",
    )
    in_kind = TidyLineField(label="Hiện vật", max_length=200, required=False)
    in_kind_value = _amount("Trị giá hiện vật")
    fund = forms.ChoiceField(label="Nguồn", choices=Activity.Fund.choices)
    unit = UnitChoice(
        label="Đơn vị thực hiện",
        queryset=Unit.objects.none(),
        required=False,
        empty_label="Chi hội của đồng chí được thăm",
    )
    people_count = CountField(label="Số người được chăm lo", required=False, min_value=1)
    visitors = TidyTextField(
        label="Ai đi thăm",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Mỗi dòng một người: họ tên hoặc số thẻ hội viên.",
    )
    receiver = TidyLineField(
        label="Người nhận",
        max_length=120,
        required=False,
        help_text="Khi người nhà nhận thay.",
    )
    receipt_no = TidyLineField(label="Số phiếu chi, giấy biên nhận", max_length=40, required=False)
    place = TidyLineField(label="Nơi", max_length=200, required=False)
    note = TidyLineField(
        label="Ghi chú",
        max_length=300,
        required=False,
        help_text="Ai xem được sổ nghĩa tình đều đọc được. Không ghi bệnh tật, hoàn cảnh.",
    )
    reason = TidyTextField(
        label="Lý do sức khỏe, hoàn cảnh",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Chỉ ghi khi đồng chí ấy đã đồng ý. Người có quyền về sức khỏe mới mở được; mỗi "
        "lượt mở đều được ghi lại.",
    )
    story = TidyTextField(
        label="Câu chuyện",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Kể để bạn đọc biết. Không ghi bệnh tật, hoàn cảnh, số điện thoại, địa chỉ.",
    )
    is_public = forms.BooleanField(
        label="Đăng câu chuyện lên trang Nghĩa tình",
        required=False,
        help_text="Chỉ khi người được nhắc đến đã đồng ý cho đăng hình ảnh, câu chuyện.",
    )
    sure = forms.BooleanField(label="Số tiền này đúng", required=False)
    version = forms.CharField(required=False, widget=forms.HiddenInput)
    # What is not in sight at once.
    FOLDS = (
        ("Hiện vật, nguồn tiền", ("in_kind", "in_kind_value", "fund", "people_count", "unit")),
        ("Ai đi, ai nhận, chứng từ", ("visitors", "receiver", "receipt_no", "place", "note")),
        ("Lý do, câu chuyện", ("reason", "story", "is_public")),
    )

    def __init__(self, *args: Any, user: User, member: Member | None = None, **kwargs: Any) -> None:
        self.user, self.asks_sure = user, False
        super().__init__(*args, **kwargs)
        person = field_of(self, "member", ScannedPersonField)
        person.queryset = Member.objects.open_to(user, Degree.WRITE, Subject.WELFARE)
        person.user = user
        person.help_text = "Gõ một phần họ tên, không cần dấu, số thẻ, hoặc quét mã trên thẻ."
        units = units_where(user, Subject.WELFARE, Degree.WRITE).on()
        self.home = units.in_tree_order().first()
        choice = field_of(self, "unit", UnitChoice)
        choice.queryset = units.in_tree_order()
        if len(units[:2]) == 1:
            del self.fields["unit"]
        if not units_where(user, Subject.HEALTH, Degree.WRITE).exists():
            del self.fields["reason"]
        # Whose card led here is known: for anybody else the box is folded.
        self.hides_family = member is not None and not member.is_in_memory
        mark_dependent(self, "member", "family", "amount")
        self.given = self._suggestions(member)
        field_of(self, "kind", WelfareKindField).offer(commonest_kinds(user), self.given)
        if not self.data.get("sure") and not self.is_bound:
            del self.fields["sure"]

    def _suggestions(self, member: Member | None) -> dict[int, Suggestion]:
        membership = member.membership_on() if member is not None else None
        unit = membership.unit if membership is not None else self.home
        if unit is None:
            return {}
        return suggestions(WelfareKind.objects.on(), unit, member, local_today())

    # --- What is typed ------------------------------------------------------------------------

    def clean_visitors(self) -> list[Visitor]:
        """Members by card number or by a name that only one has; whoever else came, as written."""
        lines = [line.strip() for line in self.cleaned_data["visitors"].splitlines()]
        lines = [line for line in lines if line]
        if len(lines) > MOST_VISITORS:
            raise ValidationError(f"Ghi nhiều nhất {MOST_VISITORS} người.")
        return [self._visitor(line) for line in lines]

    def _visitor(self, line: str) -> Visitor:
        if len(line) > 160:
            raise ValidationError(f"“{line[:40]}…” dài quá: mỗi người một dòng.")
        check_plain(line)
        known = Member.objects.named_to(self.user)
        members = list(known.named_like(line, by_name_alone=True)[:2])
        exact = [
            member
            for member in members
            if fold(line) in (fold(member.full_name), fold(member.code))
        ]
        if len(exact) == 1 and (len(members) == 1 or fold(line) == fold(exact[0].code)):
            return Visitor(member=exact[0])
        return Visitor(name=line)

    def clean_story(self) -> str:
        return clean_text(self.cleaned_data["story"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self._check_whom(data)
        self._check_day(data)
        self._check_kind(data)
        self._suggest(data)
        for name in ("amount", "in_kind_value"):
            self._check_amount(name, data.get(name))
        if data.get("in_kind_value") and not data.get("in_kind"):
            self.add_error("in_kind", "Có trị giá nhưng chưa ghi hiện vật gì.")
        if not self.errors:
            self._check_sure(data)
        return data

    def _check_whom(self, data: dict[str, Any]) -> None:
        if self.has_error("member") or self.has_error("family"):
            return
        if not data.get("member") and not data.get("family"):
            message = "Chưa ghi thăm ai: hội viên, hoặc gia đình, tập thể ngay bên dưới."
            self.add_error("member", message)

    def _check_day(self, data: dict[str, Any]) -> None:
        day = data.get("happened_on")
        if day and day > local_today() and not data.get("is_plan"):
            self.add_error("happened_on", "Ngày này chưa tới. Chưa trao thì đánh dấu “Chưa trao”.")
        if day and day.year < 1990:
            self.add_error("happened_on", "Ngày này xa quá. Hãy xem lại năm.")

    def _check_kind(self, data: dict[str, Any]) -> None:
        kind, day = data.get("kind"), data.get("happened_on")
        if kind and day and not kind.is_on(day):
            self.add_error("kind", f"Loại này không áp dụng vào ngày {day:%d/%m/%Y}.")
        if kind and kind.is_private and data.get("is_public"):
            self.add_error("is_public", "Loại này chỉ công khai con số, không kể câu chuyện.")
        if data.get("is_public") and not data.get("story"):
            self.add_error("story", "Hãy viết câu chuyện trước khi chọn đăng.")

    def unit_of(self, data: dict[str, Any]) -> Unit | None:
        """The chosen unit; else the member's of that day, as far as the user writes there; else the
        user's own."""
        if data.get("unit"):
            return data["unit"]
        member, day = data.get("member"), data.get("happened_on")
        membership = member.membership_on(day) if member and day else None
        units = units_where(self.user, Subject.WELFARE, Degree.WRITE)
        if membership is not None and units.contains(membership.unit):
            return membership.unit
        return self.home

    def _suggest(self, data: dict[str, Any]) -> None:
        """A box of money left empty is no answer: the rate's amount is put in, to be seen first."""
        kind, unit, day = data.get("kind"), self.unit_of(data), data.get("happened_on")
        if not kind or unit is None or not day:
            return
        self.given = suggestions([kind], unit, data.get("member"), day)
        suggestion = self.given.get(kind.pk)
        if data.get("amount") is not None or self.has_error("amount"):
            return
        if suggestion is None or not suggestion.amount:
            data["amount"] = 0
            return
        answer_for(self, "amount", dong(suggestion.amount).removesuffix(" đ"))
        message = (
            f"Mức theo quy định là {dong_with_words(suggestion.amount)}; căn cứ: {suggestion.basis}. Đúng thì "
            "bấm lưu lần nữa, khác thì sửa."
        )
        self.add_error("amount", message)

    def _check_amount(self, name: str, amount: int | None) -> None:
        if amount is None or self.has_error(name):
            return
        if amount < 0:
            self.add_error(name, "Số tiền không thể âm.")
        elif 0 < amount < SMALLEST:
            self.add_error(name, f"{dong(amount)} ít quá: có lẽ còn thiếu các số 0.")
        elif amount > LARGEST:
            self.add_error(name, f"{dong(amount)} lớn quá: có lẽ thừa số 0.")

    def _check_sure(self, data: dict[str, Any]) -> None:
        """A nought too many is seen in words, once."""
        total = (data.get("amount") or 0) + (data.get("in_kind_value") or 0)
        each = total // (data.get("people_count") or 1)
        suggestion = self.given.get(data["kind"].pk)
        rate = suggestion.amount if suggestion else 0
        if data.get("sure") or (each <= max(MANY_TIMES * rate, 5_000_000) and each <= MUCH_FOR_ONE):
            return
        self.asks_sure = True
        rate_note = f" Mức theo quy định là {dong(rate)}." if rate else ""
        self.add_error(
            "amount",
            f"{dong_with_words(total)} là nhiều.{rate_note} Nếu đúng, đánh dấu “Số tiền này đúng” rồi lưu.",
        )

    # --- What is saved ------------------------------------------------------------------------

    @property
    def basis(self) -> str:
        """The decision behind the amount, where it is the rate's."""
        data = self.cleaned_data
        suggestion = self.given.get(data["kind"].pk)
        return suggestion.basis if suggestion and suggestion.amount == data["amount"] else ""

    def fill(self, activity: Activity) -> Activity:
        """The act as typed; unsaved."""
        data = self.cleaned_data
        for name in (
            "member", "family", "kind", "happened_on", "in_kind", "fund", "receiver", "receipt_no",
            "place", "note", "story", "is_public",
        ):  # fmt: skip
            setattr(activity, name, data[name])
        activity.unit = self.unit_of(data)  # type: ignore[assignment]  # the page is for who has one
        activity.amount = data["amount"] or 0
        activity.in_kind_value = data["in_kind_value"] or 0
        activity.people_count = data["people_count"] or 1
        activity.basis = self.basis
        if activity._state.adding and data.get("is_plan"):
            activity.state = ActivityState.PROPOSED
        return activity

    @property
    def opens_family(self) -> bool:
        """Whether the box of who is no member must be seen at once."""
        return bool(self["family"].value() or self["family"].errors or self["member"].errors)

    @property
    def folds(self) -> list[tuple[str, list[forms.BoundField], bool]]:
        """The folded boxes by heading; open where something in them must be seen."""
        folds = []
        for title, names in self.FOLDS:
            wanted = (*names, "family") if self.hides_family and "receiver" in names else names
            fields = [self[name] for name in wanted if name in self.fields]
            folds.append((title, fields, any(field.errors for field in fields)))
        return folds


def commonest_kinds(user: User) -> list[WelfareKind]:
    """Kinds of today, those that the user's units did most of late first."""
    units = units_where(user, Subject.WELFARE, Degree.WRITE)
    since = local_today() - USED_WITHIN
    counted = (
        Activity.objects.filter(unit__in=units, happened_on__gte=since)
        .order_by()
        .values_list("kind")
        .annotate(count=Count("pk"))
    )
    used = dict(counted)
    return sorted(WelfareKind.objects.on(), key=lambda kind: (-used.get(kind.pk, 0), kind.order))
