"""Forms of events at the desk: the list's questions, an event, its new day, its cancelling."""

import datetime as dt
from typing import Any

from django import forms
from django.db.models import Q

from desk.editing import VersionedForm
from desk.forms import TokenForm, any_day
from kit.dates import ZONE, local_day, local_day_bounds
from kit.forms import field_of
from kit.lists import ListFilters
from kit.text import fold
from members.fields import CountField, TidyLineField, TidyTextField, TreeChoice, UnitChoice
from members.models import Degree, Subject, Unit, User, units_where

from ..actions.writing import MOST_REPEATED
from ..models import Event, EventKind, EventQuerySet
from ..repeating import Every
from .fields import (
    GuestsField,
    HourField,
    ProgrammeField,
    UnitLinesField,
    guest_line,
    programme_line,
)

COMING, PAST, MOVED = "sap-toi", "da-qua", "moved"
TIMES = ((COMING, "sắp tới"), (PAST, "đã qua"))


class DeskFilters(ListFilters):
    """Questions asked of the desk's list; their names are the parameters of its address."""

    at_hand = ("q", "trang_thai", "khi")

    q = forms.CharField(label="Tìm sự kiện", required=False, max_length=100)
    trang_thai = forms.ChoiceField(
        label="Trạng thái",
        required=False,
        choices=[("", "mọi trạng thái"), *Event.State.choices, (MOVED, "đã dời lịch")],
    )
    khi = forms.ChoiceField(label="Thời gian", required=False, choices=[("", "mọi lúc"), *TIMES])
    loai = forms.ModelChoiceField(
        EventKind.objects.all(), label="Loại", required=False, to_field_name="code",
        empty_label="mọi loại",
    )  # fmt: skip
    don_vi = TreeChoice(
        label="Đơn vị", queryset=Unit.objects.none(), required=False, empty_label="mọi đơn vị"
    )

    def __init__(self, user: User, data: Any) -> None:
        super().__init__(data, auto_id="loc_%s")
        units = units_where(user, Subject.EVENTS).in_tree_order()
        field_of(self, "don_vi", forms.ModelChoiceField).queryset = units

    def applied_to(self, rows: EventQuerySet) -> EventQuerySet:
        filters = self.filter_values()
        for word in fold(filters.get("q") or "").split():
            rows = rows.filter(search_text__contains=word)
        if state := filters.get("trang_thai"):
            rows = rows.moved() if state == MOVED else rows.filter(state=state)
        if kind := filters.get("loai"):
            rows = rows.filter(kind=kind)
        if unit := filters.get("don_vi"):
            rows = rows.concerning(Unit.objects.within(unit).order_by())
        if filters.get("khi") == COMING:
            return rows.upcoming()
        if filters.get("khi") == PAST:
            return rows.past()
        return rows.coming_first()


class MonthFilters(ListFilters):
    """The unit whose events a month shows."""

    don_vi = TreeChoice(
        label="Đơn vị", queryset=Unit.objects.none(), required=False, empty_label="mọi đơn vị"
    )

    def __init__(self, user: User, data: Any) -> None:
        super().__init__(data, auto_id="loc_%s")
        units = units_where(user, Subject.EVENTS).on().in_tree_order()
        field_of(self, "don_vi", forms.ModelChoiceField).queryset = units

    def applied_to(self, rows: EventQuerySet) -> EventQuerySet:
        unit = self.filter_values().get("don_vi")
        return rows.concerning(Unit.objects.within(unit).order_by()) if unit else rows


class DayAndUnit(ListFilters):
    """What the address of a new event may name: its day, and a unit that the user writes for."""

    ngay = forms.DateField(required=False, input_formats=["%Y-%m-%d"])
    don_vi = UnitChoice(queryset=Unit.objects.none(), required=False)

    def __init__(self, user: User, data: Any) -> None:
        super().__init__(data)
        units = units_where(user, Subject.EVENTS, Degree.WRITE).on()
        field_of(self, "don_vi", forms.ModelChoiceField).queryset = units


class TimesMixin(forms.BaseForm):
    """The four boxes of when; without an hour only the days are known."""

    cleaned_data: dict[str, Any]

    def times(self) -> tuple[dt.datetime, dt.datetime | None]:
        """Beginning and end. Without hours the end is the midnight after the last day."""
        data = self.cleaned_data
        day, hour = data["day"], data.get("hour")
        end_day, end_hour = data.get("end_day"), data.get("end_hour")
        if hour is None:
            starts_at = local_day_bounds(day)[0]
            return starts_at, local_day_bounds(end_day)[1] if end_day else None
        starts_at = dt.datetime.combine(day, hour, tzinfo=ZONE)
        if end_hour is None:
            return starts_at, None
        return starts_at, dt.datetime.combine(end_day or day, end_hour, tzinfo=ZONE)

    def check_times(self) -> None:
        """Says beside the box what does not fit."""
        data = self.cleaned_data
        if data.get("day") is None or self.has_error("hour") or self.has_error("end_hour"):
            return
        if data.get("end_day") and data["end_day"] < data["day"]:
            self.add_error("end_day", "Ngày kết thúc trước ngày bắt đầu.")
        elif data.get("end_hour") is not None and data.get("hour") is None:
            self.add_error("hour", "Có giờ kết thúc thì cần giờ bắt đầu.")
        elif data.get("hour") is not None and data.get("end_day") and data.get("end_hour") is None:
            self.add_error("end_hour", "Kết thúc vào ngày khác thì cần giờ kết thúc.")
        elif data.get("end_hour") is not None:
            starts_at, ends_at = self.times()
            if ends_at is not None and ends_at <= starts_at:
                self.add_error("end_hour", "Giờ kết thúc phải sau giờ bắt đầu.")


def times_of(event: Event) -> dict[str, Any]:
    """What the four boxes show of a stored event."""
    if event.is_all_day:
        last = event.last_day
        return {"day": event.starts_on, "end_day": last if last != event.starts_on else None}
    times: dict[str, Any] = {
        "day": event.starts_on, "hour": event.starts_at.astimezone(ZONE).time(),
    }  # fmt: skip
    if event.ends_at is not None:
        times["end_hour"] = event.ends_at.astimezone(ZONE).time()
        end_day = local_day(event.ends_at)
        times["end_day"] = end_day if end_day != event.starts_on else None
    return times


def _hour(label: str, help_text: str) -> HourField:
    return HourField(label=label, required=False, help_text=help_text)


def _four_boxes() -> dict[str, forms.Field]:
    return {
        "day": any_day("Ngày"),
        "hour": _hour("Giờ bắt đầu", "8h30, 8g30, 2 giờ chiều hay “sáng” đều được. Để trống: chưa ghi giờ."),
        "end_hour": _hour("Giờ kết thúc", "Để trống: lịch tính theo thông lệ của loại sự kiện."),
        "end_day": any_day("Ngày kết thúc", required=False, help_text="Chỉ ghi khi kéo dài qua ngày khác."),
    }  # fmt: skip


TIMES_BOXES = ("day", "hour", "end_hour", "end_day")


class EventForm(TimesMixin, VersionedForm):
    """An event, new or to be corrected. When an announced one is held has a form of its own."""

    title = TidyLineField(
        label="Tên sự kiện", max_length=200, error_messages={"required": "Chưa ghi tên sự kiện."},
        help_text="Ví dụ: Sinh hoạt chi hội quý IV.",
    )  # fmt: skip
    unit = TreeChoice(
        label="Đơn vị tổ chức", queryset=Unit.objects.none(), empty_label="Chọn đơn vị",
        error_messages={"required": "Chưa chọn đơn vị."},
    )  # fmt: skip
    place = TidyLineField(
        label="Địa điểm", max_length=200, error_messages={"required": "Chưa ghi địa điểm."}
    )
    keeps_place = forms.BooleanField(
        label="Ghi đây là nơi họp thường kỳ của đơn vị, lần sau điền sẵn", required=False
    )
    hosts = UnitLinesField(
        label="Đơn vị cùng chủ trì", required=False, rows=2,
        help_text="Mỗi dòng một đơn vị, không cần gõ dấu. Ví dụ: chi hoi phuong 5, phu nhuan.",
    )  # fmt: skip
    summary = TidyTextField(
        label="Giới thiệu ngắn", required=False, max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    programme = ProgrammeField(
        label="Chương trình", required=False,
        help_text="Mỗi dòng một mục, giờ đứng trước nếu có; người thực hiện ghi sau dấu gạch đứng. "
        "Ví dụ: 8h30 Khai mạc | Ban tổ chức.",
    )  # fmt: skip
    guests = GuestsField(
        label="Đại biểu, khách mời", required=False,
        help_text="Mỗi dòng một vị theo thứ tự lễ tân: cấp bậc, họ tên, dấu phẩy, chức vụ. Ví dụ: Đại tá "
        "Nguyễn Văn A, Trưởng phòng. Ai phát biểu thì thêm “(phát biểu)” ở cuối dòng.",
    )  # fmt: skip
    by_rank = forms.BooleanField(label="Xếp đại biểu theo cấp bậc hàm, cao trước", required=False)
    outcome = TidyTextField(
        label="Kết quả", required=False, max_length=4_000,
        help_text="Ghi sau khi sự kiện diễn ra; hiện trên trang của sự kiện.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    token = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Event
        fields = ["title", "kind", "unit", "place", "is_internal", "summary", "outcome"]

    ORDER = (
        "title", "kind", "unit", *TIMES_BOXES, "place", "keeps_place", "is_internal", "summary",
        "programme", "guests", "by_rank", "hosts", "outcome",
    )  # fmt: skip

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        is_new = self.instance._state.adding
        if is_new or self.instance.state == Event.State.DRAFT:
            self.fields |= _four_boxes()
        if is_new:
            self.fields["token"].initial = TokenForm().fields["token"].initial
            del self.fields["outcome"]
        else:
            del self.fields["token"]
            self.initial.update(self._initial_of(self.instance))
        self.order_fields(self.ORDER)
        kinds = EventKind.objects.filter(Q(is_offered=True) | Q(code=self.instance.kind_id))
        kind = field_of(self, "kind", forms.ModelChoiceField)
        kind.queryset, kind.empty_label = kinds, None
        units = units_where(user, Subject.EVENTS, Degree.WRITE).on().in_tree_order()
        unit = field_of(self, "unit", TreeChoice)
        unit.queryset = units | Unit.objects.filter(pk=self.instance.unit_id or 0)
        self.fields["place"].widget.attrs["list"] = "noi-hop"
        self.fields["place"].widget.attrs["autocomplete"] = "off"

    @staticmethod
    def _initial_of(event: Event) -> dict[str, Any]:
        """What the boxes beside the columns show of a stored event."""
        hosts = event.event_hosts.select_related("unit__parent")
        return times_of(event) | {
            "hosts": "\n".join(host.unit.distinct_label for host in hosts),
            "programme": "\n".join(map(programme_line, event.programme.all())),
            "guests": "\n".join(map(guest_line, event.guests.all())),
        }

    def shown_with(self, row: Any) -> forms.ModelForm:
        shown = super().shown_with(row)
        shown.initial.update(self._initial_of(row))
        return shown

    def clean(self) -> None:
        if "day" in self.fields:
            self.check_times()
            if self.cleaned_data.get("day") and not self.errors:
                self.instance.starts_at, self.instance.ends_at = self.times()
        super().clean()

    def clean_guests(self) -> list[Any]:
        guests: list[Any] = self.cleaned_data["guests"]
        if self.data.get("by_rank"):
            guests.sort(key=lambda guest: guest.rank or 999)  # those without a rank stay behind
        return guests

    def _post_clean(self) -> None:
        """Puts the columns into the record; the action checks it once it is whole."""
        for name in self._meta.fields or ():
            if name in self.cleaned_data:
                setattr(self.instance, name, self.cleaned_data[name])

    @property
    def parts(self) -> dict[str, Any]:
        """What the actions are given beside the event."""
        data = self.cleaned_data
        return {
            "hosts": data["hosts"], "programme": data["programme"], "guests": data["guests"],
            "keeps_place": data["keeps_place"],
        }  # fmt: skip


class MoveForm(TimesMixin, forms.Form):
    """The new time of an announced event."""

    reason = TidyLineField(
        label="Lý do dời lịch", max_length=200, error_messages={"required": "Chưa ghi lý do."},
        help_text="Hiện trên trang của sự kiện. Ví dụ: hội trường bận.",
    )  # fmt: skip

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        kwargs["initial"] = times_of(event)
        super().__init__(*args, **kwargs)
        self.fields |= _four_boxes()
        self.order_fields((*TIMES_BOXES, "reason"))

    def clean(self) -> None:
        self.check_times()


class CancelForm(forms.Form):
    reason = TidyLineField(
        label="Lý do hủy", max_length=200, error_messages={"required": "Chưa ghi lý do hủy."},
        help_text="Hiện trên trang của sự kiện. Ví dụ: mưa bão.",
    )  # fmt: skip


class RepeatForm(TokenForm):
    """How often and how many of the next ones."""

    every = forms.ChoiceField(label="Lặp lại", choices=Every.choices)
    count = CountField(
        label="Số buổi tiếp theo", min_value=1, max_value=MOST_REPEATED, initial=3,
        help_text=f"Từ 1 đến {MOST_REPEATED}. Mỗi buổi thành một sự kiện riêng, sửa hay hủy riêng.",
    )  # fmt: skip
    announces = forms.BooleanField(label="Công bố luôn các buổi này", required=False)

    def clean_every(self) -> Every:
        return Every(self.cleaned_data["every"])
