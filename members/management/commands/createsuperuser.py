"""The first administrator, in place of Django's command of the same name, which speaks English."""

import getpass
import os
import sys
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import CommandError
from django.db import DatabaseError

from kit.commands import PortalCommand
from members.models import User


class Command(PortalCommand):
    help = (
        "Mở tài khoản quản trị toàn hệ thống: hỏi tên đăng nhập, thư điện tử và mật khẩu. Với "
        "--noinput thì không hỏi gì; mật khẩu lấy từ biến DJANGO_SUPERUSER_PASSWORD, không có thì tài "
        "khoản chưa đăng nhập được cho đến khi có mật khẩu."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--username", metavar="TÊN", help="tên đăng nhập")
        parser.add_argument("--email", metavar="THƯ", help="địa chỉ thư điện tử, có thể để trống")
        parser.add_argument(
            "--noinput", "--no-input", action="store_false", dest="interactive",
            help="không hỏi; lấy từ các tùy chọn và biến DJANGO_SUPERUSER_USERNAME, _EMAIL, _PASSWORD",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        user = User(is_superuser=True)
        try:
            if options["interactive"]:
                self._ask(user, options)
            else:
                self._take(user, options)
            user.save()
        except (KeyboardInterrupt, EOFError):
            raise CommandError("Đã dừng, chưa mở tài khoản nào.") from None
        except DatabaseError as error:
            raise CommandError(
                "Cơ sở dữ liệu chưa sẵn sàng: hãy chạy “manage.py migrate” trước."
            ) from error
        self.stdout.write(self.style.SUCCESS(f"Đã mở tài khoản quản trị “{user.username}”."))

    def _take(self, user: User, options: dict[str, Any]) -> None:
        name = options["username"] or os.environ.get("DJANGO_SUPERUSER_USERNAME", "")
        email = options["email"] or os.environ.get("DJANGO_SUPERUSER_EMAIL", "")
        if not name:
            raise CommandError("Với --noinput phải có --username.")
        for wrong in (self._set(user, "username", name), self._set(user, "email", email)):
            if wrong:
                raise CommandError(wrong)
        password = os.environ.get("DJANGO_SUPERUSER_PASSWORD")
        if password is None:
            user.set_unusable_password()
        else:
            user.set_password(password)

    def _ask(self, user: User, options: dict[str, Any]) -> None:
        if not sys.stdin.isatty():
            raise CommandError("Lệnh này hỏi trên màn hình. Không có màn hình thì dùng --noinput.")
        for field, label in (("username", "Tên đăng nhập"), ("email", "Thư điện tử")):
            if options[field] is not None:
                if wrong := self._set(user, field, options[field]):
                    raise CommandError(wrong)
                continue
            while wrong := self._set(user, field, input(f"{label}: ").strip()):
                self.stderr.write(wrong)
        while True:
            first = getpass.getpass("Mật khẩu (không hiện chữ): ")
            if first != getpass.getpass("Gõ lại mật khẩu: "):
                self.stderr.write("Hai lần gõ chưa giống nhau. Xin gõ lại.")
                continue
            try:
                validate_password(first, user)
            except ValidationError as error:
                self.stderr.write(" ".join(error.messages))
                continue
            user.set_password(first)
            return

    @staticmethod
    def _set(user: User, name: str, value: str) -> str:
        """Sets the column, or says in one line why it can't hold that."""
        value = User.normalize_username(value) if name == "username" else value
        try:
            User._meta.get_field(name).clean(value, user)  # type: ignore[union-attr]  # plain columns
        except ValidationError as error:
            return " ".join(error.messages)
        if name == "username" and User.objects.filter(username=value).exists():
            return f"Tên đăng nhập “{value}” đã có người dùng."
        setattr(user, name, value)
        return ""
