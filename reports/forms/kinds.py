"""The form that defines a kind of report."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from desk.editing import VersionedForm
from desk.forms import TokenForm, any_day
from kit.dates import local_today
from members.fields import CountField, DayField, TidyLineField, TidyTextField, UnitChoice
from members.models import Degree, Subject, Unit, User, units_where

from ..models import ReportKind
from ..models.kinds import HEADINGS


def issuers_of(user: User) -> QuerySet[Unit]:
    """Units in whose name the user may require reports: those that have units below them."""
    return (
        units_where(user, Subject.REPORTS, Degree.WRITE)
        .on()
        .exclude(level=Unit.Level.BRANCH)
        .in_tree_order()
    )


def _number(label: str, low: int, high: int, **kwargs: Any) -> CountField:
    return CountField(
        label=label, min_value=low, max_value=high,
        error_messages={
            "invalid": "Hãy nhập một số, ví dụ 10.",
            "min_value": "Số ngày không thể âm." if not low else f"Từ {low} đến {high}.",
            "max_value": f"Nhiều nhất {high} ngày." if not low else f"Từ {low} đến {high}.",
        },
        **kwargs,
    )  # fmt: skip


class ReportKindForm(TokenForm, VersionedForm):
    name = TidyLineField(
        label="Tên báo cáo", max_length=120, help_text="Ví dụ: Báo cáo công tác quý.",
        error_messages={"required": "Chưa ghi tên báo cáo."},
    )  # fmt: skip
    issuer = UnitChoice(
        label="Đơn vị yêu cầu", queryset=Unit.objects.none(), empty_label="Chọn đơn vị",
        help_text="Mọi đơn vị trực thuộc ở cấp chọn dưới đây đều phải nộp.",
    )  # fmt: skip
    cut_day = _number(
        "Chốt số liệu hết ngày", 1, 28, required=False,
        help_text="Ngày trong tháng cuối kỳ. Ví dụ: ghi 14 thì số liệu năm tính từ 15/12 năm trước "
        "đến hết 14/12. Để trống: số liệu đến hết kỳ.",
    )  # fmt: skip
    due_day = _number(
        "Hạn nộp trước khi hết kỳ: ngày", 1, 31, required=False,
        help_text="Ngày trong tháng cuối kỳ. Ví dụ: “gửi trước ngày 25” thì ghi 24. Để trống nếu "
        "nộp sau khi hết kỳ.",
    )  # fmt: skip
    due_days = _number(
        "Hạn nộp sau khi hết kỳ: số ngày", 0, 90, required=False,
        help_text="Ví dụ: ghi 10 thì báo cáo quý III phải nộp chậm nhất ngày 10 tháng 10; ghi 0 thì "
        "đúng ngày cuối kỳ. Không dùng khi đã ghi hạn nộp ở ô trên.",
    )  # fmt: skip
    open_days = _number(
        "Cho viết trước hạn nộp: số ngày", 0, 90, required=False,
        help_text="Ví dụ: 10. Chốt số liệu rồi thì viết được ngay, không phải đợi.",
    )  # fmt: skip
    headings = TidyTextField(
        label="Các mục phải viết", max_length=2_000,
        help_text="Mỗi mục một dòng. Số liệu hội viên, nghĩa tình, sự kiện được lấy sẵn từ sổ.",
        error_messages={"required": "Cần ít nhất một mục."},
    )  # fmt: skip
    instructions = TidyTextField(
        label="Hướng dẫn cho người viết", required=False, max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    valid_from: DayField = any_day(
        "Áp dụng từ ngày",
        help_text="Kỳ nào hết sau ngày này thì phải nộp. Ví dụ: 01/10/2026 thì bắt đầu từ quý IV.",
    )
    valid_to: DayField = any_day(
        "Thôi áp dụng từ ngày",
        required=False,
        help_text="Để trống nếu còn áp dụng. Kỳ hết từ ngày này trở đi không phải nộp nữa.",
    )

    # A new kind may be written before its period is over; an empty field means 0.
    OPEN_DAYS = 10

    class Meta:
        model = ReportKind
        fields = [
            "name", "issuer", "level", "rhythm", "cut_day", "due_day", "due_days", "open_days",
            "headings", "instructions",
            "valid_from", "valid_to",
        ]  # fmt: skip

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = issuers_of(user)
        issuer: Any = self.fields["issuer"]
        issuer.queryset = units
        self.fields["headings"].widget.attrs["rows"] = len(HEADINGS) + 1
        if self.instance._state.adding:
            top = units.first()
            self.initial["issuer"] = top and top.pk
            self.initial["valid_from"] = local_today()
            self.initial["open_days"] = self.OPEN_DAYS
        for name in ("valid_from", "valid_to"):
            if day := self.initial.get(name):
                self.initial[name] = f"{day:%d/%m/%Y}"

    def clean_open_days(self) -> int:
        days: int | None = self.cleaned_data["open_days"]
        return days or 0

    def clean(self) -> None:
        super().clean()
        cleaned = self.cleaned_data
        if "due_days" in cleaned and cleaned["due_days"] is None:
            if cleaned.get("due_day") is None and "due_day" not in self.errors:
                self.add_error("due_days", "Chưa nhập hạn nộp: ghi một trong hai ô hạn nộp.")
            else:
                cleaned["due_days"] = self.instance.due_days or 0
        cut_day, due_day = cleaned.get("cut_day"), cleaned.get("due_day")
        if cut_day and due_day and due_day < cut_day:
            self.add_error("due_day", "Hạn nộp phải từ ngày chốt số liệu trở đi.")
