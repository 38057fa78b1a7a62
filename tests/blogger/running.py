"""The commands as an operator gives them."""

import io
from pathlib import Path
from typing import Any

from django.core.management import call_command

from blogger.report import ImportReport
from news.models import ImportedEntry, ImportRun, Post

from .samples import post_id


def run(path: Path, **options: Any) -> ImportReport:
    """Reads the backup; the report it leaves."""
    call_command("import_blogger", str(path), quiet=True, stdout=io.StringIO(), **options)
    return ImportReport.from_json(ImportRun.objects.latest("pk").report)


def post(number: int) -> Post:
    """What became of a post of the old blog."""
    entry = ImportedEntry.objects.get(entry_id=post_id(number)).post
    assert entry is not None
    return entry
