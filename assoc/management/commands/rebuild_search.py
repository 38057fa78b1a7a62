"""Reads all content into the search index anew."""

from argparse import ArgumentParser
from typing import Any

from assoc.search import rebuild
from assoc.search.sources import Source
from kit.commands import PortalCommand


class Command(PortalCommand):
    help = (
        "Lập lại toàn bộ chỉ mục tìm kiếm. Bình thường cơ sở dữ liệu tự giữ chỉ mục khớp với nội "
        "dung; lệnh này chỉ cần khi dữ liệu được chép vào ngoài chương trình. Trang tin vẫn chạy."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--quiet", action="store_true", help="không hiện tiến độ")

    def handle(self, *args: Any, quiet: bool, **options: Any) -> None:
        count = rebuild(progress=None if quiet else self._show)
        self.stdout.write(self.style.SUCCESS(f"Chỉ mục tìm kiếm có {count} mục."))

    def _show(self, source: Source, done: int, last: int) -> None:
        """One line a kind, written over itself on a terminal, only its end in a log."""
        if self.stderr.isatty() or done == last:
            bar = "█" * (20 * done // last if last else 20)
            end = "\n" if done == last else ""
            self.stderr.write(f"\r{source.kind.label:<18} {bar:░<20} {done}/{last}", ending=end)
