"""Brings the old blog home."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from blogger.archive import BackupError
from blogger.filing import DEFAULT_SECTION
from blogger.importing import execute
from blogger.report import ImportReport
from kit.commands import PortalCommand
from kit.progress import show
from news.models import ImportRun


class Command(PortalCommand):
    help = (
        "Nhập blog cũ trên Blogger: tệp .zip của Google Takeout (hoặc feed.atom bên trong), tệp sao "
        "lưu .xml kiểu cũ, hoặc bản xuất của chính cổng này (export_blogger). Chạy lại bao nhiêu lần "
        "cũng không sinh bài trùng; bài đã sửa ở đây thì giữ nguyên. Đứt giữa chừng thì chạy lại."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="tệp .zip, .atom hoặc .xml")
        parser.add_argument(
            "--base-url",
            default="",
            metavar="URL",
            help="địa chỉ blog cũ, để liên kết giữa các bài dẫn tới bài ở đây",
        )
        parser.add_argument(
            "--images", type=Path, metavar="DIR", help="thư mục có ảnh gốc, ngoài ảnh trong tệp zip"
        )
        parser.add_argument(
            "--section",
            default="",
            metavar="TÊN",
            help=f"chuyên mục cho bài không có nhãn trùng tên chuyên mục (mặc định: {DEFAULT_SECTION})",
        )
        parser.add_argument(
            "--blog", default="", metavar="TÊN", help="blog cần nhập, khi tệp có nhiều blog"
        )
        parser.add_argument(
            "--old-fonts",
            action="store_true",
            help="đổi chữ gõ bằng phông cũ (.VnTime, VNI-Times) sang chữ hiện nay; xem trước bằng --dry-run",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="chỉ đọc và báo cáo, không ghi gì"
        )
        parser.add_argument("--quiet", action="store_true", help="không hiện tiến độ")

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path = options["file"]
        images: Path | None = options["images"]
        if not file.is_file():
            raise CommandError(f"Không có tệp “{file}”.")
        if images is not None and not images.is_dir():
            raise CommandError(f"Không có thư mục “{images}”.")
        run = ImportRun(
            file_name=file.name[:200],
            is_trial=options["dry_run"],
            base_url=options["base_url"][:200],
            section=options["section"][:80],
            blog=options["blog"][:200],
            reads_old_fonts=options["old_fonts"],
        )
        progress = None if options["quiet"] else lambda n, of: show(self.stderr, n, of)
        try:
            execute(run, file, images=images, progress=progress)
        except BackupError as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt:
            raise CommandError("Đã dừng. Phần đã nhập vẫn còn; chạy lại thì nhập tiếp.") from None
        if run.state == ImportRun.State.FAILED:
            raise CommandError(run.error)
        for line in ImportReport.from_json(run.report).lines():
            self.stdout.write(line)
        done = "Chạy thử xong, chưa ghi gì." if run.is_trial else "Đã nhập xong."
        self.stdout.write(self.style.SUCCESS(done))
