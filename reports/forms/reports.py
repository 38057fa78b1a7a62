"""Forms for writing and answering a report, and the filters of the lists."""

from typing import Any

from django import forms
from js_asset import ImportMap, Media, Script

from desk.editing import VersionedForm
from desk.forms import StepForm
from kit.lists import ListFilters
from kit.workflow import form_for
from members.fields import TidyTextField, TreeChoice, UnitChoice
from members.models import ScanFormField, Subject, Unit, User, units_where

from ..models import (
    Report,
    ReportKind,
    ReportState,
    ReportStep,
    units_overseen_by,
    units_writable_by,
)
from ..models.reports import ReportQuerySet

MAX_TEXT = 10_000
WHOSE = [("", "Tất cả"), ("toi", "đơn vị tôi viết"), ("duoi", "cấp dưới gửi đến tôi")]
BOARD_STATES = {
    "chua-gui": "chưa gửi",
    "qua-han": "quá hạn",
    ReportState.SENT.value: ReportState.SENT.label,
    ReportState.RETURNED.value: ReportState.RETURNED.label,
    ReportState.RECEIVED.value: ReportState.RECEIVED.label,
}


# Scripts that keep a text while it is typed, by the names they import. See news.models.text.
TYPING = ("autosave", "copies", "diff", "dom", "fields")


class PartField(TidyTextField):
    """The text under one heading: required for sending, optional in a draft."""

    def validate(self, value: Any) -> None:
        pass


class ReportForm(VersionedForm):
    """The text of a report, one field per heading. Validate and save it in one transaction."""

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
        stored = Report.objects.select_for_update(of=("self",)).filter(pk=self.instance.pk).first()
        if stored is not None:
            stored.check_open()
        if stored is None or stored.body != self.body:  # the same text twice is a double click
            super().clean()


@form_for(ReportStep.RETURN)
class ReturnForm(StepForm):
    """What the unit is to correct."""

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


class ReportFilters(ListFilters):
    """Filters of the list; the field names are the parameters of the address."""

    at_hand = ("loai", "tinh_trang", "don_vi")

    cua = forms.ChoiceField(label="Báo cáo của", choices=WHOSE, required=False)
    nam = forms.TypedChoiceField(label="Năm", coerce=int, empty_value=None, required=False)
    loai = forms.ModelChoiceField(
        label="Loại", queryset=ReportKind.objects.none(), empty_label="Tất cả", required=False
    )
    tinh_trang = forms.ChoiceField(
        label="Tình trạng", choices=[("", "Tất cả"), *ReportState.choices], required=False
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
        filters = self.filter_values()
        if filters.get("cua") == "toi":
            rows = rows.filter(unit__in=units_writable_by(self.user))
        elif filters.get("cua") == "duoi":
            rows = rows.received_by(self.user)
        if year := filters.get("nam"):
            rows = rows.filter(starts_on__year=year)
        if kind := filters.get("loai"):
            rows = rows.filter(kind=kind)
        if state := filters.get("tinh_trang"):
            rows = rows.filter(state=state)
        if unit := filters.get("don_vi"):
            rows = rows.filter(unit__in=Unit.objects.within(unit))
        return rows


class BoardFilters(ListFilters):
    """Filters of one period's board: the state of the report and the unit above."""

    tinh_trang = forms.ChoiceField(
        label="Tình trạng", choices=[("", "Tất cả"), *BOARD_STATES.items()], required=False
    )
    quan = UnitChoice(
        label="Trực thuộc", queryset=Unit.objects.none(), empty_label="Tất cả", required=False
    )

    def __init__(self, data: Any, *, user: User, kind: ReportKind) -> None:
        super().__init__(data)
        fields: Any = self.fields
        below = units_overseen_by(user).filter(level=kind.level)
        parents = Unit.objects.filter(pk__in=below.values("parent")).in_tree_order()
        if len(parents) > 1:
            fields["quan"].queryset = parents
        else:
            del fields["quan"]
