"""Before the portal serves: the database up to date, and the demo association where one is wanted."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection
from django.db.migrations.exceptions import InconsistentMigrationHistory
from django.db.migrations.executor import MigrationExecutor

from kit.commands import PortalCommand
from members.models import Unit


class Command(PortalCommand):
    help = (
        "Đưa cơ sở dữ liệu lên bản mới nhất và, khi bật DEMO, đưa Hội mẫu vào cơ sở dữ liệu còn "
        "trống. Không có gì phải làm thì xong ngay."
    )
    # Every start of the server waits for this; `make check` runs the checks.
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            missing = self._migrate()
            if missing:
                self.stdout.write(f"Cơ sở dữ liệu đã sẵn sàng ({missing} bước chuyển đổi).")
            if settings.DEMO and not Unit.objects.exists():
                call_command("demo", stdout=self.stdout, stderr=self.stderr)
        except (DatabaseError, InconsistentMigrationHistory, OSError) as error:
            reason = " ".join(str(error).split()) or type(error).__name__
            raise CommandError(f"Không chuẩn bị được cơ sở dữ liệu: {reason}") from error

    def _migrate(self) -> int:
        """Applies what is missing; tells how many migrations that were."""
        # A pool would go on knocking at a closed door, with a warning each time.
        connection.settings_dict["OPTIONS"].pop("pool", None)
        if connection.vendor == "sqlite":
            Path(connection.settings_dict["NAME"]).parent.mkdir(parents=True, exist_ok=True)
        executor = MigrationExecutor(connection)
        executor.loader.check_consistent_history(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if plan:
            self.stdout.write("Đang chuẩn bị cơ sở dữ liệu …")
            call_command("migrate", verbosity=0, interactive=False)
        return len(plan)
