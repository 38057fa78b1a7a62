"""Forms of accounts that officers keep."""

from typing import Any

from django import forms
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError

from desk.forms import own_active
from kit.forms import field_of
from kit.lists import ListFilters
from members.fields import PersonField
from members.models import Member, User, may_change_contact


class AccountForm(forms.Form):
    """A member of one's units and the name to sign in with."""

    member = PersonField(label="Hội viên")
    username = forms.CharField(
        label="Tên đăng nhập",
        max_length=60,
        required=False,
        validators=[
            UnicodeUsernameValidator(
                message="Chỉ dùng chữ, số và các dấu @ . + - _, không có khoảng trắng."
            )
        ],
        help_text="Để trống: lấy từ họ tên, viết liền không dấu.",
    )
    email = forms.EmailField(
        label="Thư điện tử", required=False,
        error_messages={"invalid": "Địa chỉ thư chưa đúng, ví dụ: ten@vi-du.vn."},
    )  # fmt: skip

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        field_of(self, "member", PersonField).queryset = own_active(user)

    def clean_member(self) -> Member:
        member: Member = self.cleaned_data["member"]
        if not may_change_contact(self.user, member):
            raise ValidationError(
                "Người này giữ chức vụ có nhiều quyền hơn đồng chí: chỉ cấp trên mở được tài khoản."
            )
        return member

    def clean_username(self) -> str:
        name: str = self.cleaned_data["username"]
        return str(User.normalize_username(name))


class FirstPasswordForm(SetPasswordForm):
    """The password behind a one-time link, twice."""

    error_messages = SetPasswordForm.error_messages | {
        "password_mismatch": "Hai lần nhập mật khẩu chưa giống nhau.",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first, second = self.fields["new_password1"], self.fields["new_password2"]
        first.label, second.label = "Mật khẩu", "Nhập lại mật khẩu"
        first.help_text = "Ít nhất 10 ký tự; một câu dễ nhớ là tốt nhất."
        second.help_text = ""
        for field in (first, second):
            field.error_messages["required"] = "Chưa nhập mục này."


class AccountFilters(ListFilters):
    tim = forms.CharField(label="Họ tên, số thẻ, tên đăng nhập", required=False, max_length=80)
    tinh_trang = forms.ChoiceField(
        label="Tình trạng",
        required=False,
        choices=[("", "Tất cả"), ("mo", "Được đăng nhập"), ("khoa", "Đã khóa")],
    )
