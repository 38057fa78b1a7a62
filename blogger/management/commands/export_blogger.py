"""Takes the whole newsroom along."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from blogger.exporting import export
from kit.commands import PortalCommand
from kit.files import human_size
from kit.progress import show


class Command(PortalCommand):
    help = (
        "Xuất toàn bộ bản tin ra một tệp .zip: bài viết ở mọi trạng thái, trang cố định, nhận xét, "
        "ảnh, tệp đính kèm, địa chỉ cũ. Tệp theo định dạng sao lưu của Blogger nên chương trình khác "
        "đọc được; import_blogger nhập lại đúng như cũ. Trong tệp có bản nháp và bài nội bộ: giữ kín."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="tệp .zip sẽ ghi")
        parser.add_argument(
            "--base-url", default="", metavar="URL",
            help="địa chỉ của cổng này, để chương trình khác thấy ảnh; bỏ trống thì ảnh trỏ vào tệp zip",
        )  # fmt: skip
        parser.add_argument("--force", action="store_true", help="ghi đè tệp đã có")
        parser.add_argument("--quiet", action="store_true", help="không hiện tiến độ")

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path = options["file"]
        if file.exists() and not options["force"]:
            raise CommandError(f"Đã có tệp “{file}”. Thêm --force để ghi đè.")
        # The file appears under its name only when it is complete.
        part = file.with_name(f"{file.name}.part")
        try:
            with part.open("wb") as stream:
                progress = None if options["quiet"] else lambda n, of: show(self.stderr, n, of)
                for piece in export(options["base_url"], progress):
                    stream.write(piece)
            part.replace(file)
        except OSError as error:
            raise CommandError(f"Không ghi được tệp “{file}”: {error.strerror}.") from error
        finally:
            part.unlink(missing_ok=True)
        size = human_size(file.stat().st_size)
        self.stdout.write(self.style.SUCCESS(f"Đã xuất ra “{file}” ({size})."))
