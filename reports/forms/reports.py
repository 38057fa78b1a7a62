"""Writing a report, answering one, and what lists are asked."""

from typing import Any

from django import forms
from js_asset import ImportMap, Media, Script

from members.editing import VersionedForm
from members.fields import TidyTextField, UnitChoice
from members.filters import TreeChoice
from members.forms.common import BoxForm
from members.models import ScanFormField, Subject, Unit, User, units_where

from ..models import Report, ReportKind, State, overseen_by, written_for_by
from ..models.reports import ReportQuerySet

MAX_TEXT = 10_000
WHOSE = [("", "Tất cả"), ("toi", "đơn vị tôi viết"), ("duoi", "cấp dưới gửi đến tôi")]
BOARD_STATES = {
    "chua-gui": "chưa gửi",
    "qua-han": "quá hạn",
    State.SENT.value: State.SENT.label,
    State.RETURNED.value: State.RETURNED.label,
    State.RECEIVED.value: State.RECEIVED.label,
}


# What keeps a text while it is typed; modules name each other by these. See news.models.text.
TYPING = ("autosave", "copies", "diff", "dom", "fields")


class PartField(TidyTextField):
    """One heading's text: it must be written, but a draft may be kept without."""

    def validate(self, value: Any) -> None:
        pass


class ReportForm(VersionedForm):
    """The text of a report, a box a heading. To be checked and saved in one transaction."""

    use_required_attribute = False
    has_conflict_panel = True

    class Meta:
        model = Report
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, part in enumerate(self.instance.body):
            self.fields[f"part{number}"] = PartField(
                label=part["heading"],
                initial=part["text"],
                max_length=MAX_TEXT,
                widget=forms.Textarea(attrs={"rows": 6}),
            )

    def shown_with(self, row: Report) -> "ReportForm":
        return ReportForm(instance=row)

    @property
    def media(self) -> Media:
        return Media(
            importmap=ImportMap({f"writing/{name}": f"js/writing/{name}.js" for name in TYPING}),
            css={"all": ["css/editor.css"]},
            js=[Script("js/typed.js", type="module")],
        )

    @property
    def body(self) -> list[dict[str, Any]]:
        parts = enumerate(self.instance.body)
        return [
            {"heading": part["heading"], "text": self.cleaned_data.get(f"part{number}", "")}
            for number, part in parts
        ]

    def clean(self) -> None:
        stored = Report.objects.select_for_update(of=("self",)).get(pk=self.instance.pk)
        stored.check_open()
        if stored.body != self.body:  # the same text twice is a double click
            super().clean()


class ReturnForm(forms.Form):
    note = TidyTextField(
        label="Lời nhắn cho đơn vị", max_length=600,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Cần sửa, bổ sung điều gì.",
        error_messages={"required": "Chưa ghi lời nhắn cho đơn vị."},
    )  # fmt: skip


class SignedCopyForm(forms.Form):
    file = ScanFormField(
        label="Tệp PDF hoặc ảnh chụp bản đã ký", error_messages={"required": "Chưa chọn tệp."}
    )


class ReportFilters(BoxForm):
    """The list's questions; the names are those of the address."""

    cua = forms.ChoiceField(label="Báo cáo của", choices=WHOSE, required=False)
    nam = forms.TypedChoiceField(label="Năm", coerce=int, empty_value=None, required=False)
    loai = forms.ModelChoiceField(
        label="Loại", queryset=ReportKind.objects.none(), empty_label="Tất cả", required=False
    )
    tinh_trang = forms.ChoiceField(
        label="Tình trạng", choices=[("", "Tất cả"), *State.choices], required=False
    )
    don_vi = TreeChoice(
        label="Đơn vị", queryset=Unit.objects.none(), empty_label="Tất cả", required=False
    )

    def __init__(self, data: Any, *, user: User, years: list[int], has_below: bool) -> None:
        super().__init__(data)
        self.user = user
        fields: Any = self.fields
        fields["nam"].choices = [("", "Tất cả"), *((year, str(year)) for year in years)]
        fields["loai"].queryset = ReportKind.objects.visible_to(user)
        if has_below:
            fields["don_vi"].queryset = units_where(user, Subject.REPORTS).in_tree_order()
        else:
            del fields["cua"], fields["don_vi"]

    def applied_to(self, rows: ReportQuerySet) -> ReportQuerySet:
        asked = self.asked()
        if asked.get("cua") == "toi":
            rows = rows.filter(unit__in=written_for_by(self.user))
        elif asked.get("cua") == "duoi":
            rows = rows.received_by(self.user)
        if year := asked.get("nam"):
            rows = rows.filter(starts_on__year=year)
        if kind := asked.get("loai"):
            rows = rows.filter(kind=kind)
        if state := asked.get("tinh_trang"):
            rows = rows.filter(state=state)
        if unit := asked.get("don_vi"):
            rows = rows.filter(unit__in=Unit.objects.within(unit))
        return rows


class BoardFilters(BoxForm):
    """Of one period: how far the reports have come, and of which unit above."""

    tinh_trang = forms.ChoiceField(
        label="Tình trạng", choices=[("", "Tất cả"), *BOARD_STATES.items()], required=False
    )
    quan = UnitChoice(
        label="Trực thuộc", queryset=Unit.objects.none(), empty_label="Tất cả", required=False
    )

    def __init__(self, data: Any, *, user: User, kind: ReportKind) -> None:
        super().__init__(data)
        fields: Any = self.fields
        below = overseen_by(user).filter(level=kind.level)
        parents = Unit.objects.filter(pk__in=below.values("parent")).in_tree_order()
        if len(parents) > 1:
            fields["quan"].queryset = parents
        else:
            del fields["quan"]
