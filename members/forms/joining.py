"""Forms of candidates and applications."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from kit.dates import local_today
from kit.text import clean_line, fold, upper_first

from ..actions import version_of
from ..actions.joining import KNOWN_ELSEWHERE
from ..fields import BirthDayField, CountField, DayField, NameField, PastDayField, PhoneField
from ..models import (
    Application,
    Candidate,
    Decision,
    Member,
    Membership,
    Rank,
    Unit,
    User,
    units_managed_by,
)
from .common import (
    BoxForm,
    PlacedErrors,
    TokenForm,
    UnitChoice,
    UnitField,
    any_day,
    branches_of,
    count,
    line,
    past_day,
)

_AS_TYPED = {"full_name": NameField, "phone": PhoneField, "birth_year": CountField}
_PERSON = ("full_name", "birth_year", "rank", "last_post", "retired_on", "phone", "address")


class _Renewed(forms.BaseForm):
    instance: Any

    def renew_version(self) -> None:
        """After a refusal: the next press of the button knows what others wrote meanwhile."""
        data: Any = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict
        data[self.add_prefix("version")] = version_of(self.instance)
        self.data = data


class _PersonForm(_Renewed, TokenForm, PlacedErrors):
    placed = {"members_application_birth_date_in_birth_year": "birth_date"}

    retired_on = PastDayField(
        label="Ngày nghỉ hưu",
        required=False,
        help_text="Ví dụ: 11/10/2014. Không nhớ thì để trống.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    unit = UnitField(label="Chi hội", queryset=Unit.objects.none())
    version = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        if self.instance.pk:
            self.initial["version"] = version_of(self.instance)
        self.fields["unit"].offer(branches_of(user))  # type: ignore[attr-defined]
        self.fields["full_name"].error_messages["required"] = "Chưa nhập họ và tên."
        self.fields["birth_year"].error_messages["invalid"] = "Hãy nhập năm sinh, ví dụ 1954."
        self.fields["rank"].choices = [("", "Chưa rõ"), *list(self.fields["rank"].choices)[1:]]  # type: ignore[attr-defined]

    def save_unsaved(self) -> Any:
        """The instance as typed, with the token of this showing; the action saves it."""
        row = self.save(commit=False)
        row.token = row.token or self.cleaned_data["token"]
        return row


class CandidateForm(_PersonForm):
    """A retired officer found in the area: only name and branch are asked for."""

    found_on = past_day("Ngày rà soát")

    class Meta:
        model = Candidate
        fields = ["unit", *_PERSON, "found_on", "notes"]
        field_classes = _AS_TYPED
        widgets = {"notes": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["found_on"].initial = f"{local_today():%d/%m/%Y}"


class StepForm(TokenForm):
    """A visit, or what came of it."""

    state = forms.ChoiceField(label="Kết quả", error_messages={"required": "Chưa chọn kết quả."})
    happened_on = past_day("Ngày")
    note = line("Ghi chú", 300, required=False)

    def __init__(self, *args: Any, candidate: Candidate, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = [  # type: ignore[attr-defined]
            (state.value, upper_first(str(state.label))) for state in candidate.next_states
        ]
        self.fields["happened_on"].initial = f"{local_today():%d/%m/%Y}"


class ApplicationForm(_PersonForm):
    """The application, in the order of the paper form."""

    birth_date = BirthDayField(
        label="Ngày sinh",
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text="Chỉ nhớ năm thì để trống ô này và nhập năm sinh ở ô dưới.",
    )
    applied_on = past_day("Ngày nộp đơn")
    same_person = forms.ChoiceField(
        label="Người này đã có trong danh sách hội viên?", required=False, widget=forms.RadioSelect
    )
    old_code = line(
        "Số thẻ hội viên cũ", 20, required=False, help_text="Ghi theo thẻ người nộp đơn đang giữ."
    )

    class Meta:
        model = Application
        fields = [
            "unit", "full_name", "gender", "birth_date", "birth_year", "rank", "last_post",
            "retired_on", "phone", "address", "kind", "applied_on",
        ]  # fmt: skip
        field_classes = _AS_TYPED

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["birth_year"].required = False
        for name in ("birth_date", "birth_year"):  # one of the two is asked for
            self.fields[name].depends = True  # type: ignore[attr-defined]  # see the field's template
        self.fields["applied_on"].initial = f"{local_today():%d/%m/%Y}"
        self.fields["gender"].choices = [("", "Chưa ghi"), *Member.Gender.choices]  # type: ignore[attr-defined]
        self._settle_look_alikes()

    def _settle_look_alikes(self) -> None:
        """The question of a second card is asked only where one seems to be there."""
        name = str(self.data.get(self.add_prefix("full_name"), "")) if self.is_bound else ""
        year = str(self.data.get(self.add_prefix("birth_year"), ""))
        born = str(self.data.get(self.add_prefix("birth_date"), "")).strip()[-4:]
        year = year.strip() or born
        probe = Application(
            full_name=clean_line(name),
            birth_year=int(year) if year.isascii() and year.isdecimal() and len(year) < 5 else None,
            phone=clean_line(str(self.data.get(self.add_prefix("phone"), ""))),
        )
        found = probe.look_alikes()
        kept = Member.objects.editable_by(self.user).order_by().values("pk")
        self.own = list(found.filter(pk__in=kept).prefetch_related("memberships__unit__parent")[:6])
        self.others = list(found.exclude(pk__in=kept)[:20])
        if self.instance.pk or not (self.own or self.others):
            del self.fields["same_person"], self.fields["old_code"]
            return
        if len(self.others) < 2:
            del self.fields["old_code"]  # nothing to tell apart
        self.fields["same_person"].required = True
        self.fields["same_person"].error_messages["required"] = (
            "Có người giống như vậy trong danh sách hội viên. Hãy cho biết có phải cùng một người không."
        )
        choices = [("khong", "Không, đây là người khác")]
        choices += [(str(member.pk), _told(member)) for member in self.own]
        if self.others:
            choices.append((_ELSEWHERE, f"Phải. {KNOWN_ELSEWHERE}"))
        self.fields["same_person"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        born = cleaned.get("birth_date")
        if born and not cleaned.get("birth_year") and "birth_year" not in self.errors:
            cleaned["birth_year"] = born.year
            self.instance.birth_year = born.year
        elif not cleaned.get("birth_year") and not {"birth_year", "birth_date"} & set(self.errors):
            self.add_error("birth_year", "Hãy nhập năm sinh hoặc ngày sinh.")
        elif born and born.year != cleaned.get("birth_year", born.year):
            self.add_error("birth_date", "Ngày sinh không thuộc năm sinh đã ghi.")
        cleaned["member"] = self._member_meant(cleaned)
        return cleaned

    def _member_meant(self, cleaned: dict[str, Any]) -> Member | None:
        """The card of the person who applies. One in other books isn't named; where there are
        several, the number on the applicant's card tells which."""
        same = cleaned.get("same_person") or ""
        if same != _ELSEWHERE:
            return next((member for member in self.own if str(member.pk) == same), None)
        if len(self.others) == 1:
            return self.others[0]
        code = clean_line(cleaned.get("old_code") or "").casefold()
        meant = [member for member in self.others if member.code.casefold() == code]
        if not meant and "old_code" not in self.errors:
            self.add_error("old_code", f"Số thẻ chưa khớp. {KNOWN_ELSEWHERE}")
        return meant[0] if meant else None

    def save_unsaved(self) -> Application:
        row: Application = super().save_unsaved()
        row.member = self.cleaned_data["member"]
        return row


_ELSEWHERE = "noi-khac"


def _told(member: Member) -> str:
    """ "Đại tá Nguyễn Văn A, 1950, Chi hội Phường 1: đã rời Hội": enough to tell who it is."""
    stays = sorted(member.memberships.all(), key=lambda stay: stay.valid_from)
    last = stays[-1] if stays else None
    if last is None:
        where = "chưa sinh hoạt ở chi hội nào"
    elif last.is_on():
        where = f"đang sinh hoạt ở {last.unit}, {last.unit.parent}"
    else:
        where = f"đã {last.get_left_by_display()}, trước ở {last.unit}"
    return f"Phải, đây là {member}, {member.birth_year}, {where}"


class ReviewForm(forms.Form):
    """The branch's vote."""

    reviewed_on = past_day("Ngày chi hội họp xét")
    branch_present = count("Số hội viên dự họp")
    branch_for = count("Số người đồng ý")


def _age(label: str) -> CountField:
    return CountField(
        label=label,
        min_value=16,
        max_value=130,
        required=False,
        error_messages={"invalid": "Hãy nhập một số, ví dụ 70."},
    )


class AdmitForm(forms.Form):
    """The committee's decision, with its number, and the card that comes of it."""

    decider = UnitField(label="Đơn vị ra quyết định", queryset=Unit.objects.none())
    code = line(
        "Số quyết định",
        60,
        help_text="Số gợi ý là số tiếp theo của đơn vị trong năm; sửa theo bản giấy nếu khác.",
    )
    decided_on = past_day("Ngày quyết định")
    committee_present = count("Số ủy viên Ban Chấp hành dự họp")
    committee_for = count("Số ủy viên đồng ý")
    signer = line("Người ký", 100, required=False)
    signer_post = line("Chức vụ người ký", 100, required=False)
    joins_on = any_day("Sinh hoạt từ ngày", help_text="Thâm niên tính từ ngày này.")
    card_code = line("Số thẻ hội viên", 20)

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        line_pks = application.unit.line_pks
        self.fields["decider"].queryset = Unit.objects.filter(pk__in=line_pks)  # type: ignore[attr-defined]
        if application.member is not None:
            del self.fields["card_code"]

    def clean(self) -> dict[str, Any]:
        """A number that was suggested and left as it stood is that of the unit and year chosen."""
        cleaned = super().clean() or {}
        decider, day = cleaned.get("decider"), cleaned.get("decided_on")
        if decider and day and cleaned.get("code") == self.initial.get("code"):
            cleaned["code"] = Decision.objects.next_code(decider, Decision.Kind.DECISION, day)
        return cleaned


class CloseForm(forms.Form):
    """Refused, or taken back: with the reason."""

    reason = line("Lý do", 300, missing="Chưa ghi lý do.")
    decided_on = past_day("Ngày", required=False)


class _PeopleFilters(BoxForm):
    """What can be asked of people who are no members yet, as of members: name, unit, age, rank."""

    tim = forms.CharField(label="Họ tên hoặc điện thoại", required=False, max_length=80)
    don_vi = UnitChoice(
        label="Đơn vị", queryset=Unit.objects.none(), required=False, empty_label="Mọi đơn vị"
    )
    tuoi_tu = _age("Tuổi từ")
    tuoi_den = _age("Tuổi đến")
    cap_bac = forms.TypedChoiceField(
        label="Cấp bậc hàm", choices=[("", "Bất kỳ"), *Rank.choices], coerce=int, empty_value=None,
        required=False,
    )  # fmt: skip
    field_order = ("tim", "don_vi", "tinh_trang", "tuoi_tu", "tuoi_den", "cap_bac")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = units_managed_by(user).select_related("parent").in_tree_order()
        self.fields["don_vi"].queryset = units  # type: ignore[attr-defined]
        if user.keeps_one_branch:
            # There is nothing to choose, as in the list of members.
            self.fields["don_vi"].widget = forms.HiddenInput()

    def narrowed(self, rows: Any) -> Any:
        """Candidates or applications, by what both lists and that of members ask alike."""
        asked, year = self.asked(), local_today().year
        for word in fold(asked.get("tim", "")).split():
            rows = rows.filter(search_text__contains=word)
        if unit := asked.get("don_vi"):
            rows = rows.filter(unit__in=Unit.objects.within(unit))
        if age := asked.get("tuoi_tu"):
            rows = rows.filter(birth_year__lte=year - age)
        if age := asked.get("tuoi_den"):
            rows = rows.filter(birth_year__gte=year - age)
        if rank := asked.get("cap_bac"):
            rows = rows.filter(rank=rank)
        return rows


class ApplicationFilters(_PeopleFilters):
    tinh_trang = forms.ChoiceField(
        label="Tình trạng",
        required=False,
        choices=[("", "Đang chờ"), ("tat-ca", "Tất cả"), *Application.State.choices],
    )

    def narrowed(self, rows: Any) -> Any:
        rows = super().narrowed(rows)
        match self.asked().get("tinh_trang"):
            case None | "":
                return rows.open()
            case "tat-ca":
                return rows
            case state:
                return rows.filter(state=state)


class CandidateFilters(_PeopleFilters):
    tinh_trang = forms.ChoiceField(
        label="Tình trạng",
        required=False,
        choices=[("", "Đang vận động"), ("tat-ca", "Tất cả"), *Candidate.State.choices],
    )

    def narrowed(self, rows: Any) -> Any:
        rows = super().narrowed(rows)
        match self.asked().get("tinh_trang"):
            case None | "":
                return rows.on_the_way()
            case "tat-ca":
                return rows
            case state:
                return rows.filter(state=state)


class PeriodForm(forms.Form):
    """From which day to which the figures are wanted; without right ones, this year until today."""

    tu = DayField(label="Từ ngày", required=False)
    den = DayField(label="Đến hết ngày", required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        start, end = cleaned.get("tu"), cleaned.get("den")
        if start and end and end < start:
            self.add_error("den", "Ngày cuối phải sau ngày đầu.")
        return cleaned


class FirstStayForm(_Renewed, PlacedErrors):
    """Since when a member belongs to the first branch, and how they came."""

    placed = {"members_membership_dates_in_order": "valid_from"}
    # The other ways are told by papers of their own.
    WAYS = (Membership.Entry.ADMITTED, Membership.Entry.FOUNDING, Membership.Entry.TRANSFERRED)

    version = forms.CharField(widget=forms.HiddenInput, required=False)
    valid_from = past_day("Ngày vào chi hội")

    class Meta:
        model = Membership
        fields = ("valid_from", "entered_by")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version"] = version_of(self.instance)
        self.initial["valid_from"] = f"{self.instance.valid_from:%d/%m/%Y}"
        now = self.instance.entered_by
        ways = [way for way in Membership.Entry.choices if way[0] in {*self.WAYS, now}]
        self.fields["entered_by"].choices = ways  # type: ignore[attr-defined]

    def clean_valid_from(self) -> dt.date:
        day: dt.date = self.cleaned_data["valid_from"]
        until = self.instance.valid_to
        if until and day >= until:
            raise ValidationError(
                f"Đồng chí rời chi hội từ {until:%d/%m/%Y}; ngày vào phải trước ngày đó."
            )
        return day
