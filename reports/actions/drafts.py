"""What is typed into a report is kept while it is typed, apart from what was saved."""

from collections.abc import Iterable

from django.utils import timezone

from kit.text import clean_line, clean_text
from members.models import User

from ..models import Report, ReportDraft

MOST = 20_000  # letters of one heading; more than it may have in the end, so that nothing is lost


def keep_typed(*, report: Report, by: User, texts: Iterable[str], opened_with: str) -> ReportDraft:
    """In this user's own row, written over again and again; the report itself stays as it is."""
    draft, _ = ReportDraft.objects.update_or_create(
        report=report,
        user=by,
        defaults={
            "texts": [clean_text(text[:MOST]) for text in texts],
            "base_version": clean_line(opened_with)[:40],
            "typed_at": timezone.now(),
        },
    )
    return draft


def forget_typed(*, report: Report, by: User) -> None:
    """It is saved now, or thrown away."""
    ReportDraft.objects.filter(report=report, user=by).delete()
