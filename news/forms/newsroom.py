"""Small forms of the newsroom's pages: the list's questions, a step's note and time, files."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone

from desk.editing import VersionedForm
from desk.forms import StepForm
from kit.dates import ZONE, local_today, parse_hour
from kit.forms import field_of
from kit.lists import ListFilters
from kit.text import clean_text, fold
from kit.workflow import form_for
from members.fields import CountField, DayField, UnitChoice
from members.models import Unit, User, units_written_of_by

from ..models import Attachment, Photo, Section, can_edit_news
from ..models.posts import PostQuerySet
from ..models.workflow import PostState, PostStep


class PostFilters(ListFilters):
    """Filters by state, section, unit, text, own posts. An invalid value filters nothing."""

    at_hand = ("q", "muc", "cua")

    q = forms.CharField(
        label="Tìm trong tít, tác giả", required=False, max_length=200,
        widget=forms.TextInput(attrs={"type": "search"}),
    )  # fmt: skip
    muc = forms.ModelChoiceField(
        Section.objects.all(), label="Chuyên mục", required=False, to_field_name="slug",
        empty_label="Mọi chuyên mục",
    )  # fmt: skip
    donvi = UnitChoice(
        Unit.objects.none(), label="Đơn vị gửi bài", required=False, to_field_name="slug",
        empty_label="Mọi đơn vị",
    )  # fmt: skip
    cua = forms.ChoiceField(
        label="Người soạn", required=False, choices=[("", "Mọi người"), ("toi", "Bài của tôi")]
    )

    def __init__(self, data: QueryDict, *, user: User, **kwargs: Any) -> None:
        super().__init__(data, label_suffix="", **kwargs)
        self.user = user
        units = Unit.objects.all() if can_edit_news(user) else units_written_of_by(user)
        senders = Q(written_posts__isnull=False) | Q(slug=data.get("donvi", ""))
        field_of(self, "donvi", forms.ModelChoiceField).queryset = (
            units.filter(senders).distinct().in_tree_order()
        )

    def applied_to(self, posts: PostQuerySet) -> PostQuerySet:
        """The posts that match the filters."""
        self.full_clean()
        chosen = self.cleaned_data  # of a refused form it holds what was right
        for word in fold(chosen.get("q") or "").split():
            posts = posts.filter(search_text__contains=word)
        if section := chosen.get("muc"):
            posts = posts.filter(section=section)
        if unit := chosen.get("donvi"):
            posts = posts.filter(unit__in=Unit.objects.within(unit))
        if chosen.get("cua") == "toi":
            posts = posts.filter(created_by=self.user)
        return posts

    @property
    def has_filters(self) -> bool:
        """Whether any filter is set."""
        self.full_clean()
        return any(self.cleaned_data.values())


@form_for(PostStep.RETURN)
class ReturnForm(StepForm):
    """What the writer is to correct."""

    note = forms.CharField(
        label="Lời nhắn cho người viết",
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=2000,
        help_text="Cần sửa gì, bổ sung gì. Người viết thấy lời này ở đầu bản nháp.",
        error_messages={"required": "Chưa ghi lời nhắn cho người viết."},
    )

    def clean_note(self) -> str:
        note = clean_text(self.cleaned_data["note"])
        if not note:
            raise ValidationError("Chưa ghi lời nhắn cho người viết.")
        return note


@form_for(PostStep.SCHEDULE)
class ScheduleForm(StepForm):
    """The day and the hour at which a post goes out."""

    day = DayField(
        label="Ngày đăng",
        help_text="Ví dụ: 27/11/2026.",
        error_messages={"required": "Chưa nhập ngày đăng."},
    )
    hour = forms.CharField(
        label="Giờ đăng",
        max_length=40,
        help_text="Giờ Việt Nam, ví dụ: 7:00 hoặc 7 giờ 30.",
        error_messages={"required": "Chưa nhập giờ đăng."},
    )

    def suggested(self) -> dict[str, Any]:
        tomorrow = local_today() + dt.timedelta(days=1)
        return {"day": f"{tomorrow:%d/%m/%Y}", "hour": "7:00"}

    def clean_hour(self) -> dt.time:
        try:
            return parse_hour(self.cleaned_data["hour"])
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def clean(self) -> None:
        day, hour = self.cleaned_data.get("day"), self.cleaned_data.get("hour")
        if day and hour:
            at = dt.datetime.combine(day, hour, tzinfo=ZONE)
            if at <= timezone.now():
                self.add_error("day", "Giờ hẹn đã qua. Chọn giờ sắp tới, hoặc bấm “Đăng ngay”.")
            self.cleaned_data["at"] = at

    @property
    def facts(self) -> dict[str, Any]:
        return {"at": self.cleaned_data["at"]}


class PhotoForm(VersionedForm):
    """The caption of a photograph and the point that must stay visible."""

    class Meta:
        model = Photo
        fields = ("alt", "caption", "credit", "focus_x", "focus_y", "people_agreed")
        field_classes = {"focus_x": CountField, "focus_y": CountField}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("focus_x", "focus_y"):
            self.fields[name].required = False

    def clean_focus_x(self) -> int:
        return self._kept("focus_x")

    def clean_focus_y(self) -> int:
        return self._kept("focus_y")

    def _kept(self, name: str) -> int:
        typed = self.cleaned_data[name]
        return self.initial[name] if typed is None else typed


class AttachmentForm(forms.ModelForm):
    """A paper under the post."""

    class Meta:
        model = Attachment
        fields = ("file", "title")
        error_messages = {"file": {"required": "Chưa chọn tệp."}}
        labels = {"file": "Tệp PDF, Word (.docx) hoặc Excel (.xlsx)"}


# The tabs of the newsroom's list, in the order of the workflow.
TABS = (
    ("", "Tất cả"),
    *((state.value, state.label[:1].upper() + state.label[1:]) for state in PostState),
)
