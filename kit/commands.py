"""Operators' commands that speak Vietnamese: `--help`, and one clear line with exit code 1 on bad input."""

import re
import sys
from typing import Any, NoReturn

from django.core.management.base import (
    BaseCommand,
    CommandError,
    CommandParser,
    DjangoHelpFormatter,
)

# Help texts of Django's and Python's own options.
_OWN = {
    "help": "hiện phần giúp này rồi thoát",
    "version": "hiện số phiên bản Django rồi thoát",
    "verbosity": "nói nhiều hay ít: 0 im lặng, 1 vừa, 2 nhiều, 3 rất nhiều",
    "settings": "tệp thiết đặt, ví dụ: assoc.settings",
    "pythonpath": "thư mục thêm vào nơi Python tìm chương trình",
    "traceback": "khi hỏng thì hiện đường đi của lỗi",
    "no_color": "không tô màu",
    "force_color": "luôn tô màu",
    "skip_checks": "bỏ qua phần kiểm tra hệ thống",
}
# The parser's error messages (pattern, translation).
_WRONG = (
    (r"the following arguments are required: (.+)", "Còn thiếu: {}."),
    (r"unrecognized arguments: (.+)", "Không hiểu phần “{}”."),
    (r"argument (.+?): expected (?:one|at least one) argument", "Sau {} phải có giá trị."),
    (r"argument (.+?): invalid int value: '(.*)'", "Sau {} phải là số nguyên, không phải “{}”."),
    (r"argument (.+?): invalid choice: '?(.*?)'? \(choose from .+", "{} không có lựa chọn “{}”."),
    (r"argument (.+?): invalid \w+ value: '(.*)'", "Giá trị của {} không đúng: “{}”."),
    (r"argument (.+?): ignored explicit argument '(.*)'", "{} không nhận giá trị “{}”."),
)


class _Help(DjangoHelpFormatter):
    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "Cách dùng: ")


class PortalCommand(BaseCommand):
    """Base class of the portal's own commands."""

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        parser = super().create_parser(prog_name, subcommand, formatter_class=_Help, **kwargs)
        parser._positionals.title, parser._optionals.title = "phải ghi", "tùy chọn"
        for action in parser._actions:
            action.help = _OWN.get(action.dest, action.help)
        parser.error = self._refuse  # type: ignore[method-assign]  # its own speaks English and exits with 2
        return parser

    def _refuse(self, message: str) -> NoReturn:
        message_text = f"{in_vietnamese(message)} Xem cách dùng: thêm --help."
        if not getattr(self, "_called_from_command_line", False):
            raise CommandError(message_text)
        self.stderr.write(message_text)
        sys.exit(1)


def in_vietnamese(message: str) -> str:
    """The parser's error message in Vietnamese; an unknown message is quoted."""
    for pattern, translation in _WRONG:
        if match := re.fullmatch(pattern, message, re.DOTALL):
            return translation.format(*match.groups())
    return f"Dòng lệnh chưa đúng: {message}."
