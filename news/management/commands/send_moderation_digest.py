"""The daily mail about waiting comments, by hand or from a timer."""

from typing import Any

from django.core.management import BaseCommand
from django.core.management.base import CommandParser

from news.actions import send_moderation_digest


class Command(BaseCommand):
    help = (
        "Writes to every news editor with an address about the comments that wait, once a day, from "
        "the hour set in the rules on. `run_jobs` does it by itself."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--now", action="store_true", help="whatever the hour")

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(send_moderation_digest(at_any_hour=options["now"]))
