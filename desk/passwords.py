"""The password asked for again before something that is signed: throttled as signing in is."""

from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError

from members.http import MemberRequest, client_origin
from members.models import SignInTrail


class PasswordAgain(forms.Form):
    """A form that is valid only with the password of whoever is signed in.

    Wrong ones are counted with those of the sign-in page, by name and by address.
    """

    password = forms.CharField(
        label="Mật khẩu của đồng chí", strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text="Gõ lại mật khẩu đăng nhập để xác nhận chính đồng chí ký.",
        error_messages={"required": "Chưa gõ mật khẩu."},
    )  # fmt: skip

    def __init__(self, *args: Any, request: MemberRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.order_fields([name for name in self.fields if name != "password"])

    def clean_password(self) -> str:
        typed: str = self.cleaned_data["password"]
        name, origin = self.request.user.username, client_origin(self.request)
        if SignInTrail.objects.must_wait(origin, name):
            raise ValidationError("Có quá nhiều lần gõ sai từ nơi này. Một giờ sau hãy thử lại.")
        user = authenticate(self.request, username=name, password=typed)
        if user is None or user.pk != self.request.user.pk:
            if not getattr(self.request, "axes_locked_out", False):
                SignInTrail.objects.note_failure(origin, name)
            raise ValidationError("Mật khẩu chưa đúng.")
        return typed
