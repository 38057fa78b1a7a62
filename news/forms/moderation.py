"""Forms of moderation: filters, an answer, a ban, the rules."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from desk.forms import TokenForm
from desk.versions import ONESELF
from kit.forms import answer_for, field_of
from kit.lists import ListFilters
from kit.numbers import vn_number
from kit.text import clean_text
from members.actor import current_actor
from members.fields import CountField, TidyLineField, TidyTextField

from ..models import CommentPolicy, Post
from ..wordlist import faults

POSTS_TO_CHOOSE = 50
REPLY_LIMIT = 3000


class QueueFilter(ListFilters):
    """Narrows the queue; what it can't make sense of is left out."""

    tim = forms.CharField(
        label="Tìm trong nhận xét", required=False, max_length=100,
        widget=forms.TextInput(attrs={"placeholder": "Tên hoặc chữ, không cần dấu"}),
    )  # fmt: skip
    bai = forms.ChoiceField(label="Thuộc bài", required=False)
    muc = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, posts: list[Post]) -> None:
        super().__init__(data, auto_id="loc-%s")
        field_of(self, "bai", forms.ChoiceField).choices = [
            ("", "Mọi bài"),
            *((str(post.pk), post.title) for post in posts),
        ]
        self.full_clean()  # what is no choice is simply absent afterwards

    def value_of(self, name: str) -> str:
        return str(self.cleaned_data.get(name, ""))


class ReplyForm(TokenForm):
    """The newsroom's answer to a comment."""

    text = TidyTextField(
        label="Lời trả lời",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Chưa viết lời trả lời."},
    )

    def __init__(self, data: Any = None, *, pk: int) -> None:
        super().__init__(data, auto_id=f"tra-loi-{pk}-%s")

    def clean_text(self) -> str:
        text = str(self.cleaned_data["text"])
        if len(text) > REPLY_LIMIT:
            raise ValidationError(
                f"Lời trả lời dài {vn_number(len(text))} ký tự; "
                f"xin rút xuống tối đa {vn_number(REPLY_LIMIT)} ký tự."
            )
        return text


class BanForm(forms.Form):
    """A ban: its length and its reason, which only editors see, not the writer."""

    days = forms.ChoiceField(
        label="Chặn trong",
        choices=[("1", "1 ngày"), ("7", "7 ngày"), ("30", "30 ngày"), ("0", "cho đến khi bỏ chặn")],
        initial="7",
        error_messages={"required": "Chưa chọn chặn bao lâu.", "invalid_choice": "Hãy chọn thời hạn trong danh sách."},
    )  # fmt: skip
    reason = TidyLineField(
        label="Lý do",
        max_length=200,
        help_text="Chỉ ban biên tập đọc. Ví dụ: quảng cáo cờ bạc nhiều lần.",
        error_messages={
            "required": "Chưa ghi lý do.",
            "max_length": "Lý do dài quá 200 ký tự; xin viết ngắn hơn.",
        },
    )

    def __init__(self, data: Any = None, *, pk: int) -> None:
        super().__init__(data, auto_id=f"chan-{pk}-%s")

    @property
    def length(self) -> int | None:
        """Days; None until somebody lifts it."""
        return int(self.cleaned_data["days"]) or None


class PolicyForm(forms.ModelForm):
    """The rules, with a comment to try them on. Knows the version it was opened with."""

    version = forms.CharField(required=False, widget=forms.HiddenInput)
    sample_name = TidyLineField(label="Tên người gửi thử", required=False, max_length=60)
    sample_text = forms.CharField(
        label="Nhận xét để thử",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Dán một nhận xét vào đây rồi bấm “Thử xem”. Nhận xét này không được lưu.",
    )

    class Meta:
        model = CommentPolicy
        fields = (
            "is_open", "visitors_wait", "members_wait", "close_after_days", "max_links",
            "per_ten_minutes", "max_length", "newsroom_name", "held_words", "spam_held_from",
            "spam_certain_from", "sends_digest", "digest_hour",
        )  # fmt: skip
        widgets = {"held_words": forms.Textarea(attrs={"rows": 10, "spellcheck": "false"})}
        field_classes = dict.fromkeys(
            (
                "close_after_days", "max_links", "per_ten_minutes", "max_length", "spam_held_from",
                "spam_certain_from", "digest_hour",
            ),
            CountField,
        )  # fmt: skip

    def __init__(self, data: Any = None, *, instance: CommentPolicy) -> None:
        super().__init__(data, auto_id="quy-dinh-%s", instance=instance)
        if not self.instance._state.adding:
            self.initial["version"] = self.instance.updated_at.isoformat()

    def clean_held_words(self) -> str:
        lines = clean_text(self.cleaned_data["held_words"])
        if errors := faults(lines):
            raise ValidationError(errors)
        return lines

    def clean_sample_text(self) -> str:
        return clean_text(self.cleaned_data["sample_text"])[:20_000]

    def refuse_if_edited_meanwhile(self) -> bool:
        """Whether somebody else saved since this page was opened; the second save is a decision."""
        rows = CommentPolicy.objects.select_for_update(of=("self",)).filter(pk=1)
        stored = rows.select_related("updated_by__member").first()
        if stored is None or stored.updated_at.isoformat() == self.cleaned_data["version"]:
            return False
        answer_for(self, "version", stored.updated_at.isoformat())
        by, here = stored.updated_by, current_actor().user
        who = ONESELF if by and by == here else (by or "người khác")
        self.add_error(
            None,
            f"Trong lúc đồng chí sửa, quy định đã được {who} lưu lúc {_clock(stored.updated_at)}. "
            "Điều đồng chí vừa nhập còn ở dưới nhưng chưa được lưu. Hãy mở trang này trong một cửa sổ khác để so; "
            "bấm lưu lần nữa thì bản của đồng chí thay cho bản kia.",
        )
        return True


def _clock(moment: dt.datetime) -> str:
    return f"{timezone.localtime(moment):%H:%M:%S}"
