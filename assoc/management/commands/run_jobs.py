"""The timer: runs what is due, once or for as long as the server stands."""

import signal
import time
from typing import Any

from django.core.management import CommandError
from django.core.management.base import CommandParser
from django.db import DatabaseError, close_old_connections

from assoc.jobs import TASKS, run, run_due
from kit.commands import PortalCommand


class Command(PortalCommand):
    help = (
        "Chạy những việc tự động đã đến lượt: bài hẹn giờ, thư tin, nhập blog. Gọi mỗi phút một lần "
        "từ bộ hẹn giờ của máy chủ, hoặc để nó tự chờ giữa các lượt với --loop."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--loop", type=int, metavar="GIÂY", help="chạy mãi, cách nhau chừng ấy giây"
        )
        names = ", ".join(task.name for task in TASKS)
        parser.add_argument(
            "--now", metavar="VIỆC", help=f"chạy ngay việc này, dù chưa đến lượt: {names}"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["now"]:
            task = next((job for job in TASKS if job.name == options["now"]), None)
            if task is None:
                raise CommandError(f"Không có việc nào tên là “{options['now']}”.")
            self.stdout.write(f"{task.name}: {run(task)}")
            return
        if not options["loop"]:
            self._round()
            return
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        try:
            while True:
                close_old_connections()
                self._round()
                time.sleep(max(1, options["loop"]))
        except KeyboardInterrupt:
            return

    def _round(self) -> None:
        """One round; a database that is away for a while is met again in the next one."""
        try:
            for name, note in run_due().items():
                if self.verbosity_given:
                    self.stdout.write(f"{name}: {note}")
        except DatabaseError as error:
            self.stderr.write(f"Cơ sở dữ liệu chưa trả lời, các việc chờ lượt sau: {error}")

    def execute(self, *args: Any, **options: Any) -> Any:
        self.verbosity_given = options.get("verbosity", 1) > 0
        return super().execute(*args, **options)
