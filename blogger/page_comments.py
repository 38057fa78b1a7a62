"""Comments under the old blog's pages: kept beneath the page, to be read."""

import re

from django.db import transaction
from django.utils import timezone

from news.models import ImportedEntry, PageComment

from .articles import comment_from_blog, entry_label, source_mark
from .feed import Entry
from .report import ImportReport

_NUMBERED = re.compile(r"(tag:blogger\.com,.*\.)(post|page)(-\d+)")
_OTHER = {"post": "page", "page": "post"}
DELETED = "Trang của nhận xét đã xóa ở đây"
KEPT = "Nhận xét dưới trang cố định: trang ở đây không nhận nhận xét mới, nên chỉ giữ lại để đọc"
WAITING = (
    "Nhận xét dưới trang chưa được duyệt trên blog cũ nên chưa hiện; ban biên tập cho hiện được"
)


def known_ids_of(entry_id: str) -> list[str]:
    """Blogger calls a page ".page-12" itself, and ".post-12" in the comments beneath it."""
    match = _NUMBERED.fullmatch(entry_id)
    other = [f"{match[1]}{_OTHER[match[2]]}{match[3]}"] if match else []
    return [name for name in (entry_id, *other) if name]


def add_page_comments(
    entries: list[Entry],
    imported: dict[str, ImportedEntry],
    above: dict[str, ImportedEntry],
    report: ImportReport,
    *,
    is_trial: bool,
) -> None:
    """Writes each comment once; a comment deleted here since stays deleted."""
    now = timezone.now()
    here = set(
        PageComment.objects.filter(entry_id__in=[entry.id for entry in entries]).values_list(
            "entry_id", flat=True
        )
    )
    for entry in entries:
        row = next((above[n] for n in known_ids_of(entry.post_id) if n in above), None)
        page = row.page if row is not None else None
        if entry.id in imported or entry.id in here:
            report.count("comment", "same")
            continue
        if page is None and not is_trial:
            report.skip("comment", DELETED, entry_label(entry))
            continue
        report.count("comment", "new")
        if row is None or not row.is_own:
            report.note(WAITING if entry.is_waiting else KEPT, entry_label(entry))
        if page is None or is_trial:
            continue
        values = comment_from_blog(entry, now)
        with transaction.atomic():
            PageComment.objects.create(
                page=page,
                name=values["name"],
                text=values["text"],
                created_at=values["created_at"],
                is_shown=not entry.is_waiting,
                entry_id=entry.id,
            )
            ImportedEntry.objects.create(
                entry_id=entry.id,
                kind=ImportedEntry.Kind.COMMENT,
                page=page,
                source_mark=source_mark(entry, []),
                reply_to=entry.reply_to[:400],
            )
