"""Loads the demo association, or resets it."""

import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from assoc import demo


class Command(BaseCommand):
    help = (
        "Loads the invented association into an empty database: the signing of 11/10/2024, 600 "
        "members, two years of events, welfare and news. Needs DEMO on, since the accounts have a "
        "public password."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--reset", action="store_true", help="first delete EVERYTHING in the database"
        )
        parser.add_argument(
            "--yes", action="store_true", help="really delete; --reset does nothing without it"
        )

    def handle(self, *args: Any, reset: bool, yes: bool, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("DEMO is off: a demo association has no place here.")
        if reset and not yes:
            raise CommandError("--reset deletes every record and account; add --yes to do it.")
        if demo.is_loaded() and not reset:
            self.stdout.write("The database already holds an association; nothing was changed.")
            return
        started = time.monotonic()
        with transaction.atomic():
            if reset:
                demo.clear()
                self.stdout.write("  everything before was deleted")
            demo.load(lambda line: self.stdout.write(f"  {line}"))
        taken = time.monotonic() - started
        self.stdout.write(self.style.SUCCESS(f"The demo association is ready ({taken:.0f} s)."))
