"""Sends the news by mail: what is due now, carrying on where a run before stopped."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from kit.commands import PortalCommand
from news.actions import NoSiteAddress, due_mailings, send_news
from news.actions.mailings import BATCH
from news.models import Delivery, Subscriber


class Command(PortalCommand):
    help = (
        "Gửi tin qua thư điện tử cho những ai đã đăng ký. Bị ngắt giữa chừng thì chạy lại: ai đã "
        "nhận không nhận lần nữa. Bình thường bộ hẹn giờ của trang tự gọi năm phút một lần."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="chỉ nói sẽ gửi gì, không gửi")
        parser.add_argument(
            "--limit", type=int, default=BATCH, help=f"nhiều nhất bao nhiêu thư (mặc định {BATCH})"
        )
        parser.add_argument("--quiet", action="store_true", help="không hiện tiến độ")

    def handle(self, *args: Any, dry_run: bool, limit: int, quiet: bool, **options: Any) -> None:
        if limit < 1:
            raise CommandError("--limit phải từ 1 trở lên.")
        if dry_run:
            self._tell()
            return
        try:
            outcome = send_news(limit=limit, progress=None if quiet else self._show)
        except NoSiteAddress as error:
            raise CommandError(str(error)) from error
        self.stdout.write(outcome.summary)
        if outcome.has_trouble:
            raise CommandError("Máy chủ thư không nhận hết; chạy lại sau ít phút để gửi tiếp.")

    def _tell(self) -> None:
        now = timezone.now()
        for plan in due_mailings(now):
            kind = Subscriber.Rhythm(plan.kind).label
            self.stdout.write(f"{kind}: {len(plan.posts)} bài, {plan.readers} người nhận.")
        self.stdout.write(f"Đang chờ từ lần trước: {Delivery.objects.due(now).count()} thư.")

    def _show(self, done: int, last: int) -> None:
        """One line written over itself on a terminal, only its end in a log."""
        if self.stderr.isatty() or done == last:
            bar = "█" * (20 * done // last)
            self.stderr.write(
                f"\rThư {bar:░<20} {done}/{last}", ending="\n" if done == last else ""
            )
