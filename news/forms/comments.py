"""The form under an article."""

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError

from desk.tokens import TOKEN, new_token
from kit.numbers import vn_number
from members.fields import TidyLineField, TidyTextField

from ..models import Comment, CommentPolicy, Post

if TYPE_CHECKING:
    from members.models.any_user import AnyUser

_NUMBER = re.compile(r"[0-9]{1,18}")
PARENT_GONE = (
    "Nhận xét mà bạn trả lời không còn trên trang. Bấm đăng lần nữa thì ý kiến của bạn đứng riêng."
)


def shown_comment(post: Post, number: str) -> Comment | None:
    """The comment readers see under that post by the key somebody typed or followed."""
    if not _NUMBER.fullmatch(number):
        return None
    return post.comments.shown().filter(pk=int(number)).first()


class CommentForm(forms.Form):
    """A visitor gives name and text; who is signed in writes under the own name."""

    name = TidyLineField(
        label="Họ và tên",
        help_text="Tên này hiện cùng nhận xét.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Chưa nhập họ và tên."},
    )
    text = TidyTextField(
        label="Nội dung nhận xét",
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Chưa nhập nội dung nhận xét."},
    )
    # A honeypot, hidden by style: programs that fill in every field reveal themselves.
    website = forms.CharField(
        label="Trang web (xin để trống ô này)",
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    parent = forms.CharField(required=False, widget=forms.HiddenInput)
    token = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any = None,
        *,
        post: Post,
        user: "AnyUser",
        policy: CommentPolicy,
        parent: Comment | None = None,
    ) -> None:
        super().__init__(
            data.copy() if data is not None else None,
            auto_id="viet-%s",
            # A visitor's page is the same for everybody: see `submit_comment` for what stands in for it.
            initial={
                "token": new_token() if user.is_authenticated else "",
                "parent": parent.thread_pk if parent else "",
            },
        )
        self.post, self.policy, self.replying_to = post, policy, parent
        if data is not None:
            self.replying_to = shown_comment(post, str(data.get("parent", "")))
        if user.is_authenticated:
            # A signed-in member can't write under another name.
            del self.fields["name"]
        limit = vn_number(policy.max_length)
        self.fields["text"].help_text = f"Viết tiếng Việt có dấu, tối đa {limit} ký tự."

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        if len(name) > Comment._meta.get_field("name").max_length:  # type: ignore[operator]  # the column has a length
            raise ValidationError("Họ và tên dài quá 60 ký tự; xin viết ngắn hơn.")
        if not any(letter.isalpha() for letter in name):
            raise ValidationError("Họ và tên phải có chữ.")
        return name

    def clean_text(self) -> str:
        text = self.cleaned_data["text"]
        if len(text) > self.policy.max_length:
            raise ValidationError(
                f"Nhận xét dài {vn_number(len(text))} ký tự; "
                f"xin rút xuống tối đa {vn_number(self.policy.max_length)} ký tự."
            )
        return text

    def clean_token(self) -> str | None:
        """Accepts only tokens in our own format: others could not prevent sending twice."""
        token = self.cleaned_data["token"]
        return token if TOKEN.fullmatch(token) else None

    def clean_parent(self) -> Comment | None:
        """The comment that opens the thread replied to."""
        if not self.cleaned_data["parent"]:
            return None
        if self.replying_to is None:
            self.data["parent"] = ""  # type: ignore[index]  # our own copy
            self.add_error(None, PARENT_GONE)
            return None
        return self.replying_to.parent or self.replying_to

    @property
    def is_from_machine(self) -> bool:
        return bool(self.cleaned_data["website"])


class LookUpForm(forms.Form):
    """Asks for the code that the thank-you gave."""

    ma = forms.CharField(
        label="Mã tra cứu",
        required=False,
        max_length=40,
        help_text="Tám chữ và số, ghi trong lời cám ơn khi gửi nhận xét. Ví dụ: ACDE3467.",
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )

    def clean_ma(self) -> str:
        """Accepts the code as people copy it, with lower case, spaces and hyphens."""
        return re.sub(r"[^A-Z0-9]", "", str(self.cleaned_data["ma"]).upper())
