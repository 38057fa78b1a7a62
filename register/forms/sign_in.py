"""Forms of signing in and of changing the password."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm


def _leave_focus(form: forms.BaseForm) -> None:
    """Of a refused form the summary of errors takes the focus, and nothing besides."""
    if form.is_bound:
        for field in form.fields.values():
            field.widget.attrs.pop("autofocus", None)


class SignInForm(AuthenticationForm):
    """Name and password; one sentence for both, as the page must not tell which names exist."""

    error_messages = {
        "invalid_login": (
            "Tên đăng nhập hoặc mật khẩu chưa đúng. Hãy xem lại chữ hoa, chữ thường và dấu, "
            "rồi nhập lại mật khẩu."
        ),
        "inactive": "Tài khoản này đã ngừng hoạt động. Xin liên hệ Văn phòng Hội.",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "Tên đăng nhập"
        self.fields["username"].error_messages["required"] = "Chưa nhập tên đăng nhập."
        self.fields["password"].label = "Mật khẩu"
        self.fields["password"].error_messages["required"] = "Chưa nhập mật khẩu."
        _leave_focus(self)

    def clean_username(self) -> str:
        """Nobody's name is longer than the column; the log of failures could not hold it either."""
        username: str = self.cleaned_data["username"]
        if len(username) > (self.username_field.max_length or 0):
            raise self.get_invalid_login_error()
        return username


class NewPasswordForm(PasswordChangeForm):
    """The old password once, the new one twice."""

    error_messages = PasswordChangeForm.error_messages | {
        "password_mismatch": "Hai lần nhập mật khẩu mới chưa giống nhau.",
        "password_incorrect": "Mật khẩu đang dùng chưa đúng. Hãy nhập lại.",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = "Mật khẩu đang dùng"
        self.fields["new_password1"].label = "Mật khẩu mới"
        self.fields[
            "new_password1"
        ].help_text = (
            "Ít nhất 10 ký tự; một câu dễ nhớ là tốt nhất. Không dùng tên mình hay dãy số dễ đoán."
        )
        self.fields["new_password2"].label = "Nhập lại mật khẩu mới"
        self.fields["new_password2"].help_text = ""
        for field in self.fields.values():
            field.error_messages["required"] = "Chưa nhập mục này."
        _leave_focus(self)
