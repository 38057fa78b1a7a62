"""Loads the demo association, or resets it."""

import time
from argparse import ArgumentParser
from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.db import transaction

from kit.commands import PortalCommand


class Command(PortalCommand):
    help = (
        "Đưa Hội mẫu (bịa ra) vào cơ sở dữ liệu còn trống: lễ ký kết ngày 11/10/2024, 600 hội viên, "
        "hai năm sự kiện, nghĩa tình và tin bài. Phải bật DEMO, vì mật khẩu của các tài khoản mẫu ai "
        "cũng biết."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--reset", action="store_true", help="trước hết xóa TẤT CẢ trong cơ sở dữ liệu"
        )
        parser.add_argument(
            "--yes", action="store_true", help="đồng ý xóa; thiếu nó thì --reset không làm gì"
        )

    def handle(self, *args: Any, reset: bool, yes: bool, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("DEMO đang tắt: Hội mẫu không có chỗ ở đây.")
        if reset and not yes:
            raise CommandError("--reset xóa mọi hồ sơ và tài khoản; muốn xóa thì thêm --yes.")
        # By name, and only now: no module of the portal rests on the demo.
        demo = import_module("demo")
        if demo.is_loaded() and not reset:
            self.stdout.write("Cơ sở dữ liệu đã có một Hội; không đổi gì.")
            return
        started = time.monotonic()
        with transaction.atomic():
            if reset:
                demo.clear()
                self.stdout.write("  đã xóa hết dữ liệu cũ")
            demo.load(lambda line: self.stdout.write(f"  {line}"))
        taken = time.monotonic() - started
        self.stdout.write(self.style.SUCCESS(f"Hội mẫu đã sẵn sàng ({taken:.0f} giây)."))
