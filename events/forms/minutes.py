"""The sheet of a meeting: ticks, what was said, votes, decisions, tasks."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from desk.editing import VersionedForm
from desk.forms import TokenForm
from kit.dates import parse_day
from members.fields import CountField, NameField, PeopleField, TidyLineField, TidyTextField
from members.models import Degree, Member, Subject, User

from ..models import Attendance, Event, Minutes, Registration, ResolutionTask, Vote
from ..roll import registered_for
from .fields import HourField, LinesField, check_line_length

_VOTE = re.compile(r"(.+?)\s*[:|]\s*(\d{1,4})(?:\s*/\s*(\d{1,4}))?(?:\s*/\s*(\d{1,4}))?\s*\Z")
_VOTE_EXAMPLE = "hãy ghi như mẫu: Thông qua kế hoạch quý I: 18/0/1."
_TASK_EXAMPLE = "hãy ghi đủ ba phần như mẫu: Thăm bác Năm | Nguyễn Văn A | 15/12/2026."


class VotesField(LinesField):
    """ "Thông qua kế hoạch quý I: 18/0/1": in favour, against, other."""

    def read(self, line: str) -> Vote:
        match = _VOTE.fullmatch(line)
        if match is None:
            raise ValidationError(_VOTE_EXAMPLE)
        check_line_length(match[1], 240)
        in_favour, against, other = (int(count or 0) for count in match.groups()[1:])
        return Vote(question=match[1], in_favour=in_favour, against=against, other=other)


class TasksField(LinesField):
    """ "Thăm bác Năm | Nguyễn Văn A | 15/12/2026": what, who, by when."""

    def read(self, line: str) -> ResolutionTask:
        parts = [part.strip() for part in line.split("|")]
        if len(parts) != 3 or not all(parts):
            raise ValidationError(_TASK_EXAMPLE)
        check_line_length(parts[0], 240)
        check_line_length(parts[1], 120)
        try:
            due_on = parse_day(parts[2])
        except ValueError as error:
            raise ValidationError(str(error)) from error
        return ResolutionTask(what=parts[0], responsible=parts[1], due_on=due_on)


def task_line(task: ResolutionTask) -> str:
    """The line that `TasksField` reads back as that task."""
    return f"{task.what} | {task.responsible} | {task.due_on:%d/%m/%Y}"


def _text(label: str, help_text: str = "", rows: int = 4) -> TidyTextField:
    return TidyTextField(
        label=label, required=False, max_length=10_000, help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )  # fmt: skip


class MinutesForm(VersionedForm):
    """Attendance and minutes in one. Each member of the roll has a field `m<key>`."""

    chair = NameField(label="Chủ trì", max_length=120, required=False)
    secretary = NameField(label="Thư ký", max_length=120, required=False)
    started_at = HourField(label="Bắt đầu lúc", required=False, help_text="Ví dụ: 8h30.")
    ended_at = HourField(label="Kết thúc lúc", required=False)
    guest_count = CountField(label="Số khách dự", min_value=0, max_value=9999, required=False)
    guests_present = _text("Khách dự", "Mỗi dòng một vị.", 2)
    agenda = _text("Nội dung")
    opinions = _text("Ý kiến phát biểu", "Ai nói gì, mỗi ý một dòng.")
    votes = VotesField(
        label="Biểu quyết", required=False, rows=2,
        help_text="Mỗi dòng một việc, sau dấu hai chấm ghi số tán thành/không tán thành/ý kiến khác. "
        "Ví dụ: Thông qua kế hoạch quý I: 18/0/1.",
    )  # fmt: skip
    decisions = _text("Kết luận, quyết nghị")
    tasks = TasksField(
        label="Phân công việc", required=False, rows=3,
        help_text="Mỗi dòng: việc | người phụ trách | xong trước ngày. Ví dụ: Thăm bác Năm | Nguyễn Văn A "
        "| 15/12/2026. Việc hiện ở “Việc cần làm” đến khi xong.",
    )  # fmt: skip
    everybody = forms.BooleanField(label="Có mặt hết (trừ ai đã đánh dấu vắng)", required=False)
    others = PeopleField(
        label="Hội viên dự mà không có trong danh sách", required=False,
        help_text="Mỗi dòng một đồng chí: họ tên không cần dấu, hoặc số thẻ.",
    )  # fmt: skip
    token = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Minutes
        fields = [
            "chair", "secretary", "started_at", "ended_at", "guest_count", "guests_present", "agenda",
            "opinions", "decisions",
        ]  # fmt: skip

    TEXT_FIELDS = (
        "chair", "secretary", "started_at", "ended_at", "agenda", "opinions", "votes", "decisions",
        "tasks",
    )  # fmt: skip

    def __init__(
        self, *args: Any, event: Event, roll: list[Member], user: User, **kwargs: Any
    ) -> None:
        self.event, self.roll = event, roll
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            self.fields["token"].initial = TokenForm().fields["token"].initial
            self.initial["guest_count"] = ""
        else:
            del self.fields["token"]
        self.initial.update(self._initial_of(self.instance))
        for member in roll:
            self.fields[f"m{member.pk}"] = forms.ChoiceField(
                label=member.full_name, required=False, choices=Attendance.State.choices,
                widget=forms.RadioSelect,
            )  # fmt: skip
        people = Member.objects.open_to(user, Degree.READ, Subject.NAMES)
        self.fields["others"].queryset = people.active_on(event.starts_on)  # type: ignore[attr-defined]  # a PeopleField

    def _initial_of(self, minutes: Minutes) -> dict[str, Any]:
        """What the boxes beside the columns show of what is stored."""
        marks = self.event.attendance.values_list("member", "state")
        initial: dict[str, Any] = {f"m{key}": state for key, state in marks}
        if minutes.pk is not None:
            initial["votes"] = "\n".join(map(str, minutes.votes.all()))
            initial["tasks"] = "\n".join(map(task_line, minutes.tasks.all()))
        return initial

    def shown_with(self, row: Any) -> forms.ModelForm:
        shown = super().shown_with(row)
        shown.initial.update(self._initial_of(row))
        return shown

    def _differs(self, shown: forms.ModelForm, name: str) -> bool:
        """The box that marks the others is no value of its own: pressed twice, it says the same."""
        if name in ("everybody", "others"):
            return False
        if name.removeprefix("m").isdecimal() and self.data.get("everybody"):
            return (self[name].data or Attendance.State.PRESENT) != shown[name].initial
        return super()._differs(shown, name)

    @property
    def lines(self) -> list[tuple[Member, str, forms.BoundField]]:
        """Each member of the roll with what their registration says, and their boxes."""
        registered = registered_for(self.event)
        return [
            (member, _registered(registered.get(member.pk)), self[f"m{member.pk}"])
            for member in self.roll
        ]

    @property
    def marks(self) -> dict[int, str]:
        """The ticks by the member's key; everybody without one is present where that was ticked."""
        data = self.cleaned_data
        usual = Attendance.State.PRESENT if data["everybody"] else ""
        states = {member.pk: data.get(f"m{member.pk}") or usual for member in self.roll}
        return states | {member.pk: Attendance.State.PRESENT for member in data["others"]}

    def clean_guest_count(self) -> int:
        return self.cleaned_data["guest_count"] or 0

    def _post_clean(self) -> None:
        """Puts the columns into the record; the action checks it once it is whole."""
        for name in self._meta.fields or ():
            if name in self.cleaned_data:
                setattr(self.instance, name, self.cleaned_data[name])


def _registered(row: Registration | None) -> str:
    if row is None:
        return ""
    return f"đã đăng ký, đi cùng {row.companions} người" if row.companions else "đã đăng ký"


class ReopenForm(forms.Form):
    reason = TidyLineField(
        label="Lý do mở lại biên bản", max_length=200,
        error_messages={"required": "Chưa ghi lý do mở lại."},
        help_text="Ví dụ: ghi thiếu ý kiến của một đồng chí.",
    )  # fmt: skip
