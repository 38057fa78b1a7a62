"""Forms of transfers and departures."""

from typing import Any

from django import forms

from desk.forms import StepForm, SuggestedNumbers, TokenForm, any_day, line, own_active, past_day
from kit.dates import local_today
from kit.forms import field_of, mark_dependent
from kit.lists import ListFilters
from kit.workflow import form_for
from members.fields import PersonField, TypedUnitField, UnitChoice
from members.models import Decision, Degree, Departure, ScanFormField, Subject, Transfer, Unit, User
from members.models.leaving import TransferStep
from members.models.proposals import ProposalStep

from ..actions.decisions import is_on_paper


class TransferForm(SuggestedNumbers, TokenForm):
    """Who goes where, from when, and why."""

    suggests = ("code",)

    member = PersonField(label="Đồng chí chuyển đi")
    target = TypedUnitField(
        label="Đến chi hội", error_messages={"required": "Chưa ghi chuyển đến chi hội nào."}
    )
    moves_on = any_day("Chuyển từ ngày")
    reason = line("Lý do", 200, help_text="Ví dụ: chuyển nơi ở.", missing="Chưa ghi lý do.")
    code = line("Số giấy giới thiệu", 60)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field_of(self, "member", PersonField).queryset = own_active(user)
        target = field_of(self, "target", TypedUnitField)
        target.queryset = (
            Unit.objects.branches().on().order_by("parent__sort_order", "sort_order", "name")
        )
        target.offer()
        self.fields["moves_on"].initial = f"{local_today():%d/%m/%Y}"

    def clean(self) -> dict[str, Any]:
        """A letter's number that was suggested and left as it stood is the next of that branch."""
        cleaned = super().clean() or {}
        membership = cleaned["member"].membership_on() if cleaned.get("member") else None
        if membership is not None and self.is_as_suggested("code"):
            letter, today = Decision.Kind.LETTER, local_today()
            cleaned["code"] = Decision.objects.next_code(membership.unit, letter, today)
        return cleaned


@form_for(TransferStep.REFUSE, ProposalStep.REFUSE)
class RefuseForm(StepForm):
    """The reason of a refusal."""

    reason = line("Lý do", 300, missing="Chưa ghi lý do.")


@form_for(TransferStep.CANCEL, ProposalStep.WITHDRAW)
class NoteForm(StepForm):
    """A note, for whoever likes to leave one."""

    reason = line("Lời nhắn", 300, required=False)


@form_for(TransferStep.ACCEPT)
class AcceptForm(NoteForm):
    """Says from when the member belongs to the branch that accepts."""

    @property
    def intro(self) -> str:
        row, day = self.record, self.record.takes_effect_on
        proposed = f" (không phải {row.moves_on:%d/%m/%Y} như đề nghị)" if row.is_shifted else ""
        return f"Đồng chí sinh hoạt ở {row.target} từ ngày {day:%d/%m/%Y}{proposed}; thâm niên giữ nguyên."


_K = Departure.Kind
# Which boxes a way out asks for, beside who and when.
WANTED_FOR: dict[str, tuple[str, ...]] = {
    "reason": (_K.RESIGNED,),
    "destination": (_K.MOVED_AWAY,),
    "decider": (_K.RESIGNED, _K.MOVED_AWAY),
    "code": (_K.RESIGNED, _K.MOVED_AWAY),
    "scan": (_K.RESIGNED, _K.MOVED_AWAY),
}


class DepartureForm(SuggestedNumbers, TokenForm, forms.ModelForm):
    """How a member left the association; who is struck off or expelled is proposed first."""

    class Media:
        js = (forms.Script("js/fitting.js", type="module"),)

    suggests = ("code",)

    member = PersonField(label="Đồng chí rời Hội")
    left_on = past_day("Từ ngày", help_text="Ngày đầu tiên không còn là hội viên; ngày từ trần.")
    decider = UnitChoice(
        label="Đơn vị ra quyết định", queryset=Unit.objects.none(), required=False,
        empty_label="Không có quyết định",
    )  # fmt: skip
    code = line(
        "Số quyết định hoặc giấy giới thiệu",
        60,
        required=False,
        help_text="Số của chi hội thì để như gợi ý; số của cấp trên thì chép đúng trên giấy.",
    )
    scan = ScanFormField(
        label="Bản chụp giấy của cấp trên", required=False,
        help_text="Chỉ cần khi số là của cấp trên. Tệp PDF hoặc ảnh chụp.",
    )  # fmt: skip

    class Meta:
        model = Departure
        fields = ["kind", "left_on", "reason", "destination"]

    field_order = ("member", "kind", "left_on", "reason", "destination", "decider", "code",
                   "scan", "token")  # fmt: skip

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        field_of(self, "member", PersonField).queryset = own_active(user)
        ways = [way for way in Departure.Kind.choices if way[0] not in Departure.NEEDS_DECISION]
        field_of(self, "kind", forms.ChoiceField).choices = [("", "Chọn hình thức"), *ways]
        self.fields["kind"].error_messages["required"] = "Chưa chọn hình thức."
        self.fields["destination"].help_text = "Khi chuyển ra ngoài thành phố."
        mark_dependent(self, *WANTED_FOR)
        self.fields["kind"].widget.attrs["data-governs"] = ""
        for name, kinds in WANTED_FOR.items():
            self.fields[name].widget.attrs["data-for"] = " ".join(kinds)
        field_of(self, "decider", forms.ModelChoiceField).queryset = Unit.objects.on().filter(
            pk__in=self._deciders()
        )

    def _deciders(self) -> list[int]:
        """Units that may have decided: those of the user's offices and all above them."""
        if self.user.is_superuser:
            return list(Unit.objects.exclude(level=Unit.Level.BRANCH).values_list("pk", flat=True))
        units = [office.unit for office in self.user.offices_with(Subject.MOVES, Degree.WRITE)]
        return [pk for unit in units for pk in unit.line_pks]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        kind = cleaned.get("kind")
        if kind == Departure.Kind.MOVED_AWAY:
            self._ask("destination", "Chưa ghi nơi đến.")
        self._settle_number(cleaned)
        if cleaned.get("code") and not cleaned.get("decider") and "decider" not in self.errors:
            self.add_error("decider", "Hãy chọn đơn vị ra quyết định, giấy giới thiệu.")
        return cleaned

    def _settle_number(self, cleaned: dict[str, Any]) -> None:
        """A way out without a paper takes no number; one that was suggested and left as it stood is
        that of the paper and the unit chosen."""
        kind, decider = cleaned.get("kind"), cleaned.get("decider")
        if kind not in WANTED_FOR["code"]:
            cleaned["code"], cleaned["decider"] = "", None
        elif cleaned.get("code") and decider and is_on_paper(decider, self.user):
            # Nobody gives out a superior's next number.
            if self.is_as_suggested("code"):
                self.add_error("code", f"Hãy chép đúng số ghi trên giấy của {decider}.")
        elif cleaned.get("code") and self.is_as_suggested("code"):
            is_letter = kind == Departure.Kind.MOVED_AWAY
            paper = Decision.Kind.LETTER if is_letter else Decision.Kind.DECISION
            day = cleaned.get("left_on") or local_today()
            cleaned["code"] = Decision.objects.next_code(decider, paper, day) if decider else ""

    def _ask(self, name: str, message: str) -> None:
        if not self.cleaned_data.get(name) and name not in self.errors:
            self.add_error(name, message)

    def _get_validation_exclusions(self) -> set[str]:
        # What the form asks for itself: the constraints would say it a second time.
        return super()._get_validation_exclusions() | {"destination", "decision"}  # type: ignore[misc]  # Django's own


class CourtesyForm(forms.Form):
    day = past_day("Ngày")


class TransferFilters(ListFilters):
    tinh_trang = forms.ChoiceField(
        label="Tình trạng",
        required=False,
        choices=[
            ("", "Đang chờ"),
            ("qua-han", "Đang chờ, đã quá hạn"),
            ("tat-ca", "Tất cả"),
            *Transfer.State.choices,
        ],
    )
    chieu = forms.ChoiceField(
        label="Chiều",
        required=False,
        choices=[
            ("", "Đến và đi"),
            ("den", "Đến chi hội tôi giữ sổ"),
            ("di", "Đi khỏi các chi hội tôi giữ sổ"),
        ],
    )


class DepartureFilters(ListFilters):
    tim = forms.CharField(label="Họ tên hoặc số thẻ", required=False, max_length=80)
    hinh_thuc = forms.ChoiceField(
        label="Hình thức", required=False, choices=[("", "Tất cả"), *Departure.Kind.choices]
    )
