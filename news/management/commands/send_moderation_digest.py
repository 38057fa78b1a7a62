"""The daily mail about waiting comments, by hand or from a timer."""

from typing import Any

from django.core.management.base import CommandParser

from kit.commands import PortalCommand
from news.actions import send_moderation_digest


class Command(PortalCommand):
    help = (
        "Gửi thư cho mỗi biên tập viên có địa chỉ về những nhận xét đang chờ, mỗi ngày một lần, từ "
        "giờ đã đặt trong quy định nhận xét. Bình thường run_jobs tự làm việc này."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--now", action="store_true", help="gửi ngay, không đợi đến giờ")

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(send_moderation_digest(at_any_hour=options["now"]))
