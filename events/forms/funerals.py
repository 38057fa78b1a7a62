"""The form of a funeral: when and where, who comes, who speaks, what is read."""

from typing import Any

from django import forms

from desk.editing import VersionedForm
from desk.forms import any_day
from kit.forms import mark_dependent
from members.fields import TidyLineField, TidyTextField

from ..models import Funeral
from .fields import HourField


def _text(label: str, help_text: str, rows: int, longest: int) -> TidyTextField:
    return TidyTextField(
        label=label, required=False, max_length=longest, help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )  # fmt: skip


class FuneralForm(VersionedForm):
    """Everything that is prepared, saved as often as one likes; of two who write, the second is told."""

    held_on = any_day("Ngày viếng", required=False)
    held_at = HourField(
        label="Giờ đoàn của Hội viếng", required=False, help_text="8h30, 8g30 hay “sáng” đều được."
    )
    place = TidyLineField(label="Nơi tổ chức lễ viếng", max_length=200, required=False)
    family_contact = TidyLineField(
        label="Liên lạc với gia đình",
        max_length=200,
        required=False,
        help_text="Họ tên, quan hệ, điện thoại. Chỉ cán bộ đọc được hồ sơ của đồng chí thấy; không in.",
    )
    schedule = _text("Chương trình", "Mỗi dòng một việc, kèm giờ.", 7, 4_000)
    delegations = _text(
        "Thứ tự các đoàn viếng", "Mỗi dòng một đoàn, đoàn viếng trước ghi trước.", 5, 4_000
    )
    speakers = _text("Ai phát biểu", "Mỗi dòng một việc: người làm.", 5, 2_000)
    wreaths = _text(
        "Vòng hoa",
        "Mỗi dòng một vòng hoa: của ai | lời ghi. Không ghi lời thì in “Kính viếng đồng chí …”.",
        4, 2_000,
    )  # fmt: skip
    biography = _text(
        "Tiểu sử",
        "Lấy từ hồ sơ; chỗ “…” là hồ sơ chưa ghi: hỏi gia đình rồi điền, hoặc bỏ dòng ấy. "
        "Tuổi tính theo năm sinh.",
        18, 10_000,
    )  # fmt: skip
    eulogy = _text("Điếu văn", "Bản thảo để sửa thành lời của mình.", 16, 10_000)

    class Meta:
        model = Funeral
        fields = (
            "held_on", "held_at", "place", "family_contact", "schedule", "delegations", "speakers",
            "wreaths", "biography", "eulogy",
        )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mark_dependent(self, *(self._meta.fields or ()))  # each is filled as it becomes known
        if self.instance.held_at:
            self.initial["held_at"] = f"{self.instance.held_at:%H:%M}"
