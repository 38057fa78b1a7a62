"""Forms of a cluster's meeting: the folder, a question put to the vote, its count."""

import datetime as dt
from typing import Any

from django import forms

from desk.editing import VersionedForm
from desk.forms import PlacedErrors, past_day
from events.models import Event
from kit.dates import local_day, local_today
from kit.forms import field_of
from members.fields import CountField, TidyLineField, TidyTextField
from members.models import User

from ..models import Ballot, BallotOption, ClusterMeeting
from ..models.meetings import MOST_BALLOTS

_NEAR = dt.timedelta(days=200)


def _lines(label: str, rows: int, help_text: str, most: int = 3_000) -> Any:
    return TidyTextField(
        label=label, required=False, max_length=most, help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )  # fmt: skip


class _EventChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.title} ({local_day(obj.starts_at):%d/%m/%Y})"


class MeetingForm(VersionedForm):
    event = _EventChoice(
        label="Sự kiện của buổi họp", queryset=Event.objects.none(), required=False,
        empty_label="chưa chọn",
        help_text="Chưa thấy thì ghi sự kiện trước ở mục Sự kiện, rồi trở lại chọn.",
    )  # fmt: skip
    slogan = TidyLineField(
        label="Khẩu hiệu", required=False, max_length=200, help_text="Dòng chữ lớn ở hội trường."
    )
    programme = _lines(
        "Chương trình", 8, "Mỗi dòng một mục, theo thứ tự. Chương trình được chiếu lên màn hình."
    )
    speeches = _lines(
        "Các bài phát biểu", 5, "Mỗi dòng một bài: đơn vị hoặc người nói, nói về việc gì."
    )
    counters = _lines(
        "Tổ kiểm phiếu", 3, "Mỗi dòng một người; dòng đầu là tổ trưởng, dòng cuối là thư ký.", 600
    )
    handover_notes = _lines("Việc còn dở, bàn giao thêm", 4, "Mỗi dòng một việc.")
    handed_over_on = past_day("Đã bàn giao ngày", required=False)

    class Meta:
        model = ClusterMeeting
        fields = [
            "event", "slogan", "programme", "speeches", "counters", "handover_notes",
            "handed_over_on",
        ]  # fmt: skip

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cycle = self.instance.cycle
        day = cycle.final_on or cycle.meeting_on or min(cycle.ends_on, local_today())
        near = Event.objects.at_desk_of(user).filter(
            starts_at__date__gte=day - _NEAR, starts_at__date__lte=day + _NEAR
        )
        field_of(self, "event", forms.ModelChoiceField).queryset = Event.objects.filter(
            pk__in=[*near.values_list("pk", flat=True), self.instance.event_id or 0]
        ).order_by("-starts_at")


def _choices_of(ballot: Ballot) -> dict[str, Any]:
    return {"choices": "\n".join(option.text for option in ballot.options.all())}


def _figures_of(ballot: Ballot) -> dict[str, Any]:
    """What a count has besides the ballot's own columns."""
    votes: dict[str, Any] = {f"chon-{option.pk}": option.votes for option in ballot.options.all()}
    return votes | ({"valid": ballot.valid} if ballot.is_counted else {})


class BallotForm(PlacedErrors, VersionedForm):
    question = TidyLineField(
        label="Nội dung bỏ phiếu", max_length=200, error_messages={"required": "Chưa ghi nội dung."}
    )
    seats = CountField(
        label="Mỗi phiếu chọn không quá", min_value=1, max_value=50, initial=1,
        error_messages={"required": "Chưa ghi số được chọn."},
    )  # fmt: skip
    choices = TidyTextField(
        label="Các lựa chọn", max_length=6_000, help_text="Mỗi dòng một lựa chọn.",
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": "Chưa ghi lựa chọn nào."},
    )  # fmt: skip
    placed = {"emulation_ballot_asked_once": "question"}

    class Meta:
        model = Ballot
        fields = ["question", "seats"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            self.initial = {**self.initial, **_choices_of(self.instance)}

    def shown_with(self, row: Any) -> forms.ModelForm:
        shown = super().shown_with(row)
        shown.initial = {**shown.initial, **_choices_of(row)}
        return shown

    def clean_choices(self) -> str:
        text: str = self.cleaned_data["choices"]
        most = BallotOption._meta.get_field("text").max_length or 0
        for line in text.splitlines():
            if len(line.strip()) > most:
                raise forms.ValidationError(f"Mỗi lựa chọn nhiều nhất {most} chữ.")
        if len(text.splitlines()) > 50:
            raise forms.ValidationError("Nhiều nhất 50 lựa chọn.")
        return text

    @property
    def options(self) -> list[str]:
        """The options as typed, a line each."""
        lines = (line.strip() for line in self.cleaned_data["choices"].splitlines())
        return [line for line in lines if line]


def _ballots(label: str) -> CountField:
    return CountField(
        label=label, min_value=0, max_value=MOST_BALLOTS,
        error_messages={"required": "Chưa ghi số phiếu."},
    )  # fmt: skip


class CountForm(VersionedForm):
    """What the committee counted. The valid ones are asked for as well: sums that agree are right."""

    issued = _ballots("Số phiếu phát ra")
    returned = _ballots("Số phiếu thu về")
    valid = _ballots("Số phiếu hợp lệ")
    invalid = _ballots("Số phiếu không hợp lệ")

    note = TidyLineField(
        label="Ghi chú", required=False, max_length=300,
        help_text="Ví dụ: hai phiếu để trống, một phiếu chọn quá số.",
    )  # fmt: skip

    class Meta:
        model = Ballot
        fields = ["issued", "returned", "invalid", "note"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {**self.initial, **_figures_of(self.instance)}
        self.options = list(self.instance.options.all())
        for option in self.options:
            self.fields[f"chon-{option.pk}"] = _ballots(f"“{option}”: số phiếu chọn")
        self.order_fields(["issued", "returned", "valid", "invalid"])
        self.fields["note"] = self.fields.pop("note")  # after the options

    def shown_with(self, row: Any) -> forms.ModelForm:
        shown = super().shown_with(row)
        shown.initial = {**shown.initial, **_figures_of(row)}
        return shown

    def clean(self) -> None:
        super().clean()
        data = self.cleaned_data
        issued, returned = data.get("issued"), data.get("returned")
        valid, invalid = data.get("valid"), data.get("invalid")
        if issued is not None and returned is not None and returned > issued:
            self.add_error(
                "returned", f"Thu về {returned} phiếu, nhiều hơn {issued} phiếu phát ra."
            )
        elif None not in (returned, valid, invalid) and (valid or 0) + (invalid or 0) != returned:
            self.add_error(
                "valid",
                f"Hợp lệ {valid} và không hợp lệ {invalid} cộng lại là "
                f"{(valid or 0) + (invalid or 0)}, mà thu về {returned} phiếu.",
            )

    @property
    def votes(self) -> dict[int, int]:
        return {option.pk: self.cleaned_data[f"chon-{option.pk}"] for option in self.options}
