"""Forms of candidates and applications."""

import contextlib
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from desk.forms import (
    PlacedErrors,
    RenewedForm,
    StepForm,
    SuggestedNumbers,
    TokenForm,
    UnitField,
    any_day,
    branches_of,
    count_field,
    line,
    past_day,
)
from desk.versions import version_of
from kit.dates import local_today
from kit.forms import choices_of, field_of, mark_dependent
from kit.lists import ListFilters
from kit.text import clean_name, upper_first
from kit.workflow import form_for
from members.fields import (
    BirthDayField,
    CountField,
    DayField,
    NameField,
    PastDayField,
    PhoneField,
    UnitChoice,
)
from members.forms.naming import TitledNames
from members.models import (
    Application,
    Candidate,
    Decision,
    DecisionMatter,
    DecisionRule,
    Member,
    Rank,
    ScanFormField,
    Subject,
    Unit,
    User,
    units_where,
)
from members.models.joining import ApplicationStep
from members.models.naming import normal_code
from members.models.people import search_terms, titled
from register.actions.members import suggested_code

from ..actions.decisions import NEEDS_SCAN, is_on_paper
from ..actions.joining import (
    IS_OTHER,
    KNOWN_ELSEWHERE,
    MAY_BE_SAME_PERSON,
    WAITS_ALREADY,
    may_be_same_person,
)
from .decisions import number_and_head, votes_required

_AS_TYPED = {"full_name": NameField, "phone": PhoneField, "birth_year": CountField}
_PERSON = ("full_name", "birth_year", "rank", "last_post", "retired_on", "phone", "address")


class _PersonForm(TitledNames, RenewedForm, TokenForm, PlacedErrors):
    placed = {"members_application_birth_date_in_birth_year": "birth_date"}

    retired_on = PastDayField(
        label="Ngày nghỉ hưu, xuất ngũ hoặc thôi việc",
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
        field_of(self, "unit", UnitField).offer(branches_of(user, Subject.MOVES))
        self.fields["full_name"].error_messages["required"] = "Chưa nhập họ và tên."
        self.fields["birth_year"].error_messages["invalid"] = "Hãy nhập năm sinh, ví dụ 1954."
        ranks = choices_of(self, "rank")[1:]
        field_of(self, "rank", forms.ChoiceField).choices = [("", "Chưa rõ"), *ranks]

    def save_unsaved(self) -> Any:
        """The instance as typed, with the token of this showing; the action saves it."""
        row = self.save(commit=False)
        row.token = row.token or self.cleaned_data["token"]
        return row


class CandidateForm(_PersonForm):
    """A retired officer found in the area: only name and branch are required."""

    found_on = past_day("Ngày rà soát")

    class Meta:
        model = Candidate
        fields = ["unit", *_PERSON, "found_on", "notes"]
        field_classes = _AS_TYPED
        widgets = {"notes": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["found_on"].initial = f"{local_today():%d/%m/%Y}"


class CandidateStepForm(TokenForm):
    """A visit, or what came of it."""

    state = forms.ChoiceField(label="Kết quả", error_messages={"required": "Chưa chọn kết quả."})
    happened_on = past_day("Ngày")
    note = line("Ghi chú", 300, required=False)

    def __init__(self, *args: Any, candidate: Candidate, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field_of(self, "state", forms.ChoiceField).choices = [
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
    waiting = forms.ChoiceField(
        label="Đây có phải là người đang có đơn chờ xét?", required=False, widget=forms.RadioSelect
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
        # one of the two is required
        mark_dependent(self, "birth_date", "birth_year")
        self.fields["applied_on"].initial = f"{local_today():%d/%m/%Y}"
        field_of(self, "gender", forms.ChoiceField).choices = [
            ("", "Chưa ghi"),
            *Member.Gender.choices,
        ]
        self._settle_look_alikes()

    def _settle_look_alikes(self) -> None:
        """Asks about a second card only where a member looks like the applicant."""
        probe = self._as_typed() if self.is_bound else Application()
        self._settle_waiting(probe)
        alike = probe.look_alikes()
        own_keys = Member.objects.in_books_of(self.user).order_by().values("pk")
        self.own = list(
            alike.filter(pk__in=own_keys).prefetch_related("memberships__unit__parent")[:6]
        )
        self.others = list(alike.exclude(pk__in=own_keys)[:20])
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
        choices += [(str(member.pk), _member_label(member)) for member in self.own]
        if self.others:
            choices.append((_ELSEWHERE, f"Phải. {KNOWN_ELSEWHERE}"))
        field_of(self, "same_person", forms.ChoiceField).choices = choices

    def _as_typed(self) -> Application:
        """Who it is about, as far as that can be read before the form is checked."""
        typed = {}
        for name in ("full_name", "phone", "birth_year", "birth_date"):
            field, at = self.fields[name], self.add_prefix(name)
            with contextlib.suppress(ValidationError):
                typed[name] = field.clean(field.widget.value_from_datadict(self.data, {}, at))
        if "full_name" in typed:
            typed["full_name"] = clean_name(titled(typed["full_name"]).name)
        born = typed.pop("birth_date", None)
        typed["birth_year"] = typed.get("birth_year") or (born.year if born else None)
        token = str(self.data.get(self.add_prefix("token"), ""))
        return Application(token=token, **{k: v for k, v in typed.items() if v})

    def _settle_waiting(self, probe: Application) -> None:
        """Asks about a second application only where one is open already."""
        waiting = (
            [] if self.instance.pk or not probe.full_name else Application.objects.alike(probe)
        )
        if not waiting:
            del self.fields["waiting"]
            return
        self.fields["waiting"].required = True
        self.fields["waiting"].error_messages["required"] = WAITS_ALREADY
        choices = [(IS_OTHER, _NO), *_application_choices(waiting, self.user)]
        field_of(self, "waiting", forms.ChoiceField).choices = choices

    def clean_waiting(self) -> str:
        answer: str = self.cleaned_data["waiting"]
        if answer and answer != IS_OTHER:
            raise ValidationError(
                "Người này đã có đơn đang chờ xét: hãy làm tiếp đơn đó, không nhận thêm đơn nữa."
            )
        return answer

    @property
    def is_other_person(self) -> bool:
        """Whether somebody said that the application that waits is another's."""
        return self.cleaned_data.get("waiting") == IS_OTHER

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        born = cleaned.get("birth_date")
        if born and not cleaned.get("birth_year") and "birth_year" not in self.errors:
            cleaned["birth_year"] = born.year
            self.instance.birth_year = born.year
        elif not cleaned.get("birth_year") and not {"birth_year", "birth_date"} & set(self.errors):
            self.add_error("birth_year", "Hãy nhập năm sinh hoặc ngày sinh.")
        elif born and born > local_today():
            self.add_error("birth_date", "Ngày sinh ở tương lai.")
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
        code = normal_code(cleaned.get("old_code") or "")
        meant = [member for member in self.others if member.code == code]
        if not meant and "old_code" not in self.errors:
            self.add_error("old_code", f"Số thẻ chưa khớp. {KNOWN_ELSEWHERE}")
        return meant[0] if meant else None

    def save_unsaved(self) -> Application:
        row: Application = super().save_unsaved()
        row.member = self.cleaned_data["member"]
        return row


_ELSEWHERE = "noi-khac"
_NO = "Không, đây là người khác"


def _application_choices(rows: list[Application], user: User) -> list[tuple[str, str]]:
    """A choice for each; of one in other books nothing but that there is one."""
    seen = set(
        Application.objects.visible_to(user)
        .filter(pk__in=[row.pk for row in rows])
        .values_list("pk", flat=True)
    )
    choices = [
        (
            f"don-{row.pk}",
            f"Phải, đây là {row}, {row.birth_year}, nộp đơn ngày {row.applied_on:%d/%m/%Y} ở "
            f"{row.unit}",
        )
        for row in rows
        if row.pk in seen
    ]
    if len(choices) < len(rows):
        choices.append((_ELSEWHERE, "Phải. Đơn ở đơn vị khác; hãy hỏi Văn phòng Hội."))
    return choices


def _member_label(member: Member) -> str:
    """ "Đại tá Nguyễn Văn A, 1950, Chi hội Phường 1: đã rời Hội": enough to tell who it is."""
    memberships = sorted(member.memberships.all(), key=lambda membership: membership.valid_from)
    last = memberships[-1] if memberships else None
    if last is None:
        where = "chưa sinh hoạt ở chi hội nào"
    elif last.is_on():
        where = f"đang sinh hoạt ở {last.unit}, {last.unit.parent}"
    else:
        where = f"đã {last.get_left_by_display()}, trước ở {last.unit}"
    return f"Phải, đây là {member}, {member.birth_year}, {where}"


@form_for(ApplicationStep.REVIEW)
class ReviewForm(StepForm):
    """The branch's vote."""

    reviewed_on = past_day("Ngày chi hội họp xét")
    branch_present = count_field("Số hội viên dự họp")
    branch_for = count_field("Số người đồng ý")

    def suggested(self) -> dict[str, Any]:
        return {"reviewed_on": f"{local_today():%d/%m/%Y}"}

    @property
    def intro(self) -> str:
        rule = DecisionRule.objects.of(self.record.unit, DecisionMatter.ADMISSION)
        return votes_required(rule.branch_share, "số hội viên dự họp")


def _age(label: str) -> CountField:
    return CountField(
        label=label,
        min_value=16,
        max_value=130,
        required=False,
        error_messages={"invalid": "Hãy nhập một số, ví dụ 70."},
    )


@form_for(ApplicationStep.ADMIT)
class AdmitForm(SuggestedNumbers, StepForm):
    """The committee's decision, with its number, and the card that comes of it."""

    suggests = ("code", "card_code")

    same_person = forms.ChoiceField(
        label="Đây có phải là một trong những người này?",
        widget=forms.RadioSelect,
        error_messages={"required": MAY_BE_SAME_PERSON},
    )
    decider = UnitField(label="Đơn vị ra quyết định", queryset=Unit.objects.none())
    code = line(
        "Số quyết định",
        60,
        help_text="Số gợi ý là số tiếp theo của đơn vị trong năm; sửa theo bản giấy nếu khác.",
    )
    decided_on = past_day("Ngày quyết định")
    committee_present = count_field("Số ủy viên Ban Chấp hành dự họp")
    committee_for = count_field("Số ủy viên đồng ý")
    signer = line("Người ký", 100, required=False)
    signer_post = line("Chức vụ người ký", 100, required=False)
    joins_on = any_day("Sinh hoạt từ ngày", help_text="Thâm niên tính từ ngày này.")
    card_code = line("Số thẻ hội viên", 20)
    scan = ScanFormField(
        label="Bản chụp quyết định",
        error_messages={"required": NEEDS_SCAN},
        help_text="Tệp PDF hoặc ảnh chụp bản giấy. Cấp trên sẽ xác nhận.",
    )

    def __init__(self, *args: Any, record: Application, user: User, **kwargs: Any) -> None:
        self.rule = DecisionRule.objects.of(record.unit, DecisionMatter.ADMISSION)
        super().__init__(*args, record=record, user=user, **kwargs)
        self._settle_look_alikes(record, user)
        deciders = self.rule.deciders_of(record.unit)
        keys = [unit.pk for unit in deciders]
        field_of(self, "decider", forms.ModelChoiceField).queryset = Unit.objects.filter(
            pk__in=keys
        )
        if not is_on_paper(deciders[-1], user):
            del self.fields["scan"]  # all of them are the user's own
        elif is_on_paper(deciders[0], user):
            self.fields["code"].help_text = "Chép đúng số ghi trên quyết định."
        else:
            self.fields["scan"].required = False
            self.fields["scan"].help_text = "Chỉ cần khi quyết định là của cấp trên nữa."
        if record.member is not None:
            del self.fields["card_code"], self.fields["card_code_suggested"]

    def suggested(self) -> dict[str, Any]:
        today = f"{local_today():%d/%m/%Y}"
        decider = self.rule.decider_of(self.record.unit)
        return {
            "decider": decider.pk,
            "decided_on": today,
            "joins_on": today,
            "card_code": suggested_code(),
            **number_and_head(decider, self.user),
        }

    @property
    def intro(self) -> str:
        return votes_required(self.rule.decider_share, "số ủy viên dự họp")

    def _settle_look_alikes(self, application: Application, user: User) -> None:
        """Asked once more: since the application was filed, somebody may have got a card."""
        if application.member is not None or not may_be_same_person(application):
            del self.fields["same_person"]
            return
        alike = application.look_alikes()
        own_keys = Member.objects.in_books_of(user).order_by().values("pk")
        own = alike.filter(pk__in=own_keys).prefetch_related("memberships__unit__parent")[:6]
        choices = [
            (IS_OTHER, _NO),
            *((f"the-{member.pk}", _member_label(member)) for member in own),
        ]
        choices += _application_choices(Application.objects.alike(application), user)
        if alike.exclude(pk__in=own_keys).exists():
            choices.append(("the", f"Phải. {KNOWN_ELSEWHERE}"))
        field_of(self, "same_person", forms.ChoiceField).choices = choices

    def clean_same_person(self) -> str:
        answer: str = self.cleaned_data["same_person"]
        if answer != IS_OTHER:
            raise ValidationError(
                "Không lập thẻ thứ hai cho một người. Hãy ghi là không kết nạp, hoặc rút đơn này, kèm lý "
                "do; người trở lại thì nhận đơn mới, chọn đúng hồ sơ cũ."
            )
        return answer

    def clean(self) -> dict[str, Any]:
        """A number that was suggested and left as it stood is that of the unit and year chosen; the
        next free one, where somebody was faster."""
        cleaned = super().clean() or {}
        decider, day = cleaned.get("decider"), cleaned.get("decided_on")
        if decider and day and self.is_as_suggested("code"):
            if is_on_paper(decider, self.user):
                self.add_error("code", f"Hãy chép đúng số ghi trên giấy của {decider}.")
            else:
                cleaned["code"] = Decision.objects.next_code(decider, Decision.Kind.DECISION, day)
        card = cleaned.get("card_code")
        if card and self.is_as_suggested("card_code") and Member.objects.filter(code=card).exists():
            cleaned["card_code"] = suggested_code()
        return cleaned


@form_for(ApplicationStep.REFUSE, ApplicationStep.WITHDRAW)
class CloseForm(StepForm):
    """Refused, or taken back: with the reason."""

    reason = line("Lý do", 300, missing="Chưa ghi lý do.")
    decided_on = past_day("Ngày", required=False)

    def suggested(self) -> dict[str, Any]:
        return {"decided_on": f"{local_today():%d/%m/%Y}"}


class _PeopleFilters(ListFilters):
    """Filters of people who are no members yet, as of members: name, unit, age, rank."""

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
    at_hand = ("tim", "don_vi", "tinh_trang")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = units_where(user, Subject.MOVES).select_related("parent").in_tree_order()
        field_of(self, "don_vi", forms.ModelChoiceField).queryset = units
        if user.manages_one_branch:
            # There is nothing to choose, as in the list of members.
            self.fields["don_vi"].widget = forms.HiddenInput()

    def narrowed(self, rows: Any) -> Any:
        """Candidates or applications, by what both lists and that of members ask alike."""
        filters, year = self.filter_values(), local_today().year
        for word in search_terms(filters.get("tim", "")):
            rows = rows.filter(search_text__contains=word)
        if unit := filters.get("don_vi"):
            rows = rows.filter(unit__in=Unit.objects.within(unit))
        if age := filters.get("tuoi_tu"):
            rows = rows.filter(birth_year__lte=year - age)
        if age := filters.get("tuoi_den"):
            rows = rows.filter(birth_year__gte=year - age)
        if rank := filters.get("cap_bac"):
            rows = rows.filter(rank=rank)
        match filters.get("tinh_trang"):
            case None | "":
                return self.usual(rows)
            case "tat-ca":
                return rows
            case state:
                return rows.filter(state=state)

    def usual(self, rows: Any) -> Any:
        """What the list shows while no state is chosen."""
        raise NotImplementedError


class ApplicationFilters(_PeopleFilters):
    tinh_trang = forms.ChoiceField(
        label="Tình trạng",
        required=False,
        choices=[("", "Đang chờ"), ("tat-ca", "Tất cả"), *Application.State.choices],
    )

    def usual(self, rows: Any) -> Any:
        return rows.open()


class CandidateFilters(_PeopleFilters):
    tinh_trang = forms.ChoiceField(
        label="Tình trạng",
        required=False,
        choices=[("", "Đang vận động"), ("tat-ca", "Tất cả"), *Candidate.State.choices],
    )

    def usual(self, rows: Any) -> Any:
        return rows.on_the_way()


class PeriodForm(ListFilters):
    """The period of the figures; without valid days, this year until today."""

    tu = DayField(label="Từ ngày", required=False)
    den = DayField(label="Đến hết ngày", required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        start, end = cleaned.get("tu"), cleaned.get("den")
        if start and end and end < start:
            self.add_error("den", "Ngày cuối phải sau ngày đầu.")
        return cleaned
