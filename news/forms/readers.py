"""Forms of subscriptions to news by mail, for readers and for the office."""

from typing import Any

from django import forms

from ..models import CONSENT_VERSION, CONSENTS, Subscriber, normal_email

BAD_EMAIL = "Địa chỉ thư chưa đúng. Ví dụ: nguyenvana@gmail.com."


class AddressField(forms.EmailField):
    """A mail address as it is stored; spaces around it are forgiven."""

    def __init__(self, **options: Any) -> None:
        shown = {"autocomplete": "email", "inputmode": "email", "spellcheck": "false"}
        super().__init__(
            max_length=254,
            widget=forms.EmailInput(attrs=shown),
            error_messages={
                "required": "Chưa nhập địa chỉ thư.",
                "invalid": BAD_EMAIL,
                "max_length": "Địa chỉ thư dài quá 254 ký tự.",
            },
            **options,
        )

    def clean(self, value: Any) -> str:
        return normal_email(super().clean(value))


class RhythmForm(forms.Form):
    """The choice of the rhythm."""

    rhythm = forms.ChoiceField(
        label="Nhịp gửi",
        choices=Subscriber.Rhythm.choices,
        initial=Subscriber.Rhythm.WEEKLY,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Chưa chọn nhịp gửi.",
            "invalid_choice": "Xin chọn một trong hai nhịp gửi.",
        },
    )


class SubscribeForm(RhythmForm):
    """An address, a rhythm and a plain yes: nothing is ticked beforehand."""

    email = AddressField(label="Địa chỉ thư điện tử", help_text="Ví dụ: nguyenvana@gmail.com.")
    agrees = forms.BooleanField(
        label=CONSENTS[CONSENT_VERSION],
        error_messages={"required": "Cần đánh dấu đồng ý thì Hội mới được lưu địa chỉ."},
    )
    # A honeypot, hidden by style: programs that fill in every field reveal themselves.
    website = forms.CharField(
        label="Trang web (xin để trống ô này)",
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    field_order = ["email", "rhythm", "agrees", "website"]

    @property
    def is_from_machine(self) -> bool:
        return bool(self.cleaned_data["website"])


class FindReaderForm(forms.Form):
    """One exact address, as its owner wrote when asking to be erased."""

    email = AddressField(label="Địa chỉ thư", help_text="Nhập đủ địa chỉ, đúng từng ký tự.")


class TestLetterForm(RhythmForm):
    """A proof of the mail, for an editor."""

    __test__ = False  # pytest takes the name for a test's

    email = AddressField(label="Gửi thử đến địa chỉ của bạn")
    field_order = ["email", "rhythm"]

    def __init__(self, data: Any = None, *, email: str = "") -> None:
        # The page's other form has fields with the same names.
        super().__init__(data, auto_id="thu-%s", initial={"email": email})
