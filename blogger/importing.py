"""The import itself: twice through the file, first posts and pages, then what readers said of them.

Everything is keyed on the entry's own id, so a run that was broken off is simply started again, and
a newer backup brings what changed. What an editor changed here since stays as the editor left it.
"""

import hashlib
import time
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from kit.text import clean_line
from news.models import (
    Comment,
    ImportedEntry,
    ImportRun,
    OldAddress,
    Page,
    Photo,
    Post,
    Section,
    Tag,
)

from . import own_format
from .archive import Backup, BackupError, open_backup
from .articles import (
    Article,
    comment_from_blog,
    comment_mark,
    entry_label,
    page_from_blog,
    page_mark,
    post_from_blog,
    post_mark,
    reason_to_skip,
    source_mark,
)
from .feed import Entry, Facts, Kind, SideElement, plain_path, read_feed
from .filing import Filing
from .html import host_of
from .page_comments import add_page_comments, known_ids_of
from .pictures import Album
from .report import ImportReport
from .unicode_conversion import LEFT, READ, to_unicode
from .writing import (
    PostWriter,
    add_comments,
    add_old_addresses,
    change_comment,
    report_missing,
    tie_threads,
    write_page,
)

ProgressCallback = Callable[[int, int], None]  # bytes read, of how many

AT_ONCE = 200  # entries a transaction
PICTURES_AT_ONCE = 16
REPORT_EVERY = 2.0  # seconds
SET_ASIDE = 5_000  # comments that name a comment for their post; more of them are reported
CHANGED_HERE = "Đã sửa ở đây sau lần nhập trước nên giữ nguyên bản ở đây"
DELETED_HERE = "Đã xóa ở đây nên không nhập lại"
FROM_OWN = "Đã nhập từ bản xuất của cổng này nên giữ nguyên"
NOTHING = "Tệp không có bài viết, trang hay nhận xét nào nên chưa nhập gì. Hãy xem lại có chọn đúng tệp không."
NOT_HERE = "Bài nói đến đơn vị, sự kiện, giao ước không có ở đây: bài đứng không có mối nối ấy"
DROPPED = "Ký tự hỏng trong tệp, không phải chữ: đã bỏ"
MORE = (
    "Tệp chỉ là một phần của nguồn tin, bài cũ hơn còn ở phần sau: muốn đủ hãy dùng bản sao lưu của "
    "Google Takeout"
)
BUSY = "Đang có một lần nhập khác chạy. Đợi xong rồi thử lại."


@dataclass
class Options:
    """Options of an import."""

    base_url: str = ""
    section: str = ""
    blog: str = ""
    images: Path | None = None
    is_trial: bool = False
    reads_old_fonts: bool = False


@dataclass
class _Comparison:
    """An article with its record from an earlier import, if any."""

    article: Article
    mark: str
    entry: ImportedEntry | None = None


@dataclass
class Importer:
    """One run over one backup. `progress` is called with the progress, `meanwhile` at intervals."""

    backup: Backup
    options: Options
    progress: ProgressCallback = lambda done, total: None
    report: ImportReport = field(default_factory=ImportReport)

    def __post_init__(self) -> None:
        self._now = timezone.now()
        self._album = Album(self.backup, self.options.images)
        self._filing = Filing(self.options.section, self.report, is_trial=self.options.is_trial)
        self._below = own_format.LowerRecords()
        self._writer = PostWriter(self.backup, self._album, self.report)
        self._hosts = frozenset({host_of(self.options.base_url)} - {""})
        self._read = 0
        self._facts = Facts()
        self._items_seen = 0
        # For a trial, which writes nothing: the posts of the file, eight bytes each, and its pages.
        self._posts = array("Q")
        self._pages: set[str] = set()

    def run(self) -> ImportReport:
        for batch in self._batches(self._articles()):
            self._take_articles(batch)
        self._judge_file()
        self._posts = array("Q", sorted(self._posts))
        aside: list[Entry] = []
        for batch in self._batches(self._comments()):
            aside += self._take_comments(batch)
            if len(aside) > SET_ASIDE:
                self._without_post(aside)
                aside = []
        self._without_post(self._take_comments(aside, is_last=True))
        if not self.options.is_trial:
            tie_threads(self.report)
        return self.report

    def _judge_file(self) -> None:
        """Adds the notes on the file as a whole, after the first reading."""
        if not self._items_seen:
            raise BackupError(NOTHING)
        if self._facts.dropped:
            self.report.note(DROPPED, number=self._facts.dropped)
        if self._facts.has_more:
            self.report.note(MORE)

    # --- Reading ------------------------------------------------------------------------------

    def _items(self) -> Iterator[Entry | SideElement]:
        for item in read_feed(self.backup.feed(), self._heard, self._facts):
            self._items_seen += 1
            yield item

    def _heard(self, size: int) -> None:
        self._read += size
        self.progress(self._read, 2 * self.backup.feed_size)

    def _articles(self) -> Iterator[Entry]:
        """Posts and pages; on the way what of ours stands beside them."""
        for item in self._items():
            if isinstance(item, SideElement):
                self._take_side_element(item)
            elif item.kind is not Kind.COMMENT:
                yield self._legible(item)

    def _comments(self) -> Iterator[Entry]:
        for item in self._items():
            if isinstance(item, Entry) and item.kind is Kind.COMMENT:
                yield self._legible(item)

    def _legible(self, entry: Entry) -> Entry:
        """The entry converted to Unicode, if it was typed for an old font and the option is set."""
        if entry.own is not None:
            return entry
        fresh, example = to_unicode(entry)
        if example:
            self.report.note(READ if self.options.reads_old_fonts else LEFT, example)
        return fresh if self.options.reads_old_fonts else entry

    def _batches(self, entries: Iterator[Entry]) -> Iterator[list[Entry]]:
        """Few enough at once that nobody waits long for the database; fewer where pictures are."""
        batch: dict[str, Entry] = {}
        pictures = 0
        for entry in entries:
            if entry.id in batch:
                self.report.skip(
                    entry.kind.value, "Trùng mã với một mục khác trong tệp", entry_label(entry)
                )
                continue
            if reason := reason_to_skip(entry):
                self.report.skip(entry.kind.value, reason, entry_label(entry))
                continue
            entry.id = entry.id[:340]
            batch[entry.id] = entry
            if entry.kind is not Kind.COMMENT:
                pictures += entry.content.count("<img")
            if len(batch) >= AT_ONCE or pictures >= PICTURES_AT_ONCE:
                yield list(batch.values())
                batch, pictures = {}, 0
        if batch:
            yield list(batch.values())

    # --- Ours beside the entries --------------------------------------------------------------

    def _take_side_element(self, side_element: SideElement) -> None:
        element = side_element.element
        name, slug = clean_line(element.get("name", "")), element.get("slug", "")
        match own_format.local(element):
            case "section" if name and slug:
                order = element.get("order", "0")
                self._filing.section(
                    name,
                    slug,
                    description=clean_line(element.get("description", ""))[:300],
                    order=int(order) if order.isdecimal() and len(order) < 5 else 0,
                )
            case "tag" if name and slug:
                self._filing.tag(name, slug)
            case "old" if path := plain_path(element.get("path", "")):
                section = self._filing.by_slug(Section, element.get("section", ""))
                tag = self._filing.by_slug(Tag, element.get("tag", ""))
                month = own_format.month_of(element.get("month"))
                if not self.options.is_trial and (section or tag or month):
                    row = OldAddress(path=path, month=month)
                    row.section = section if isinstance(section, Section) else None
                    row.tag = tag if isinstance(tag, Tag) else None
                    add_old_addresses([row], self.report)

    # --- Posts and pages ----------------------------------------------------------------------

    def _take_articles(self, batch: list[Entry]) -> None:
        imported = _known(batch)
        new: list[_Comparison] = []
        for entry in batch:
            look = self._look(entry, imported.get(entry.id))
            if look is None:
                continue
            if self.options.is_trial:
                self._only_count(look)
            elif entry.kind is Kind.PAGE:
                write_page(look.article, look.mark, look.entry, self.report)
            elif look.entry is None:
                new.append(look)
            else:
                self._writer.change(look.article, look.mark, look.entry)
        self._writer.add([(look.article, look.mark) for look in new])
        if not self.options.is_trial:
            self._take_addresses(batch)

    def _look(self, entry: Entry, row: ImportedEntry | None) -> _Comparison | None:
        """The article if it has to be written; else the report says why not."""
        kind = entry.kind.value
        if entry.kind is Kind.POST:
            self._posts.append(_number(entry.id))
        else:
            self._pages.add(entry.id)
        if row is not None and self._is_plainly_same(entry, row):
            self.report.count(kind, "same")
            return None
        article = self._article(entry)
        if not article.is_regular:
            self.report.note(
                "Bài có mã HTML hỏng nặng: đã giữ chữ, ảnh trong bài phải xem lại",
                entry_label(entry),
            )
        file_names = [picture.file.name if picture.file else "" for picture in article.pictures]
        # If they are created later, another run links the post to them.
        mark = self._mark(entry, [*file_names, *article.missing])
        for message in article.missing:
            self.report.note(NOT_HERE, f"{entry_label(entry)}: {message}")
        if row is None:
            if article.is_own and _is_here(article):
                self.report.count(kind, "same")
                return None
            if entry.kind is Kind.POST:
                self._file(article)
            return _Comparison(article, mark)
        stands = row.post if entry.kind is Kind.POST else row.page
        if stands is None:
            self.report.keep(kind, DELETED_HERE, entry_label(entry))
        elif row.source_mark == mark:
            self.report.count(kind, "same")
        elif row.is_own and not article.is_own:
            self.report.keep(kind, FROM_OWN, entry_label(entry))
        elif row.row_mark != _mark_now(stands):
            self.report.keep(kind, CHANGED_HERE, entry_label(entry))
        else:
            if entry.kind is Kind.POST:
                self._file(article)
            return _Comparison(article, mark, row)
        return None

    def _is_plainly_same(self, entry: Entry, row: ImportedEntry) -> bool:
        """Spares a post without pictures the reading of its text."""
        if entry.own is not None or "<img" in entry.content or (row.post or row.page) is None:
            return False
        return row.source_mark == self._mark(entry, [])

    def _mark(self, entry: Entry, file_names: list[str]) -> str:
        return source_mark(entry, [*file_names, *sorted(self._hosts_of(entry))])

    def _hosts_of(self, entry: Entry) -> frozenset[str]:
        """Hosts that count as the old blog in links: the one given, and those in the file."""
        return self._hosts | frozenset({host_of(entry.address)} - {""})

    def _article(self, entry: Entry) -> Article:
        if entry.own is not None:
            if entry.kind is Kind.PAGE:
                return own_format.page_from_own(entry, self._now)
            article = own_format.post_from_own(entry, self._below, self._now)
            for picture in article.pictures:
                if picture.file is not None and picture.file.name not in self.backup.files:
                    picture.file = None
            return article
        make = page_from_blog if entry.kind is Kind.PAGE else post_from_blog
        article = make(entry, self._hosts_of(entry), self._now)
        if entry.kind is Kind.POST:
            for picture in article.pictures:
                picture.file = self._album.find(picture.source)
                picture.is_ambiguous = picture.file is None and self._album.is_ambiguous(
                    picture.source
                )
        return article

    def _file(self, article: Article) -> None:
        """Section and tags: by their slugs in an export of ours, by the labels else."""
        if article.entry.own is None:
            self._filing.file(article)
            return
        for element in own_format.children(article.entry.own, "section"):
            section = self._filing.by_slug(Section, element.get("slug", ""))
            name = clean_line(element.get("name", ""))
            if isinstance(section, Section):
                article.section = section
            elif name:
                article.section = self._filing.section(name, element.get("slug", ""))
        for element in own_format.children(article.entry.own, "tag"):
            tag = self._filing.by_slug(Tag, element.get("slug", ""))
            name = clean_line(element.get("name", ""))
            if isinstance(tag, Tag):
                article.tags.append(tag)
            elif name:
                article.tags.append(self._filing.tag(name, element.get("slug", "")))
        if article.section is None:
            self._filing.file(article)

    def _only_count(self, look: _Comparison) -> None:
        outcome = "updated" if look.entry else "new"
        self.report.count(look.article.entry.kind.value, outcome)
        self.report.count("address", "new", 0 if look.entry else len(look.article.paths))
        for picture in look.article.pictures:
            if picture.is_available:
                self.report.count("photo", outcome)
            else:
                report_missing(self.report, look.article, picture)

    def _take_addresses(self, batch: list[Entry]) -> None:
        """Old addresses of months and labels: a month leads to the month that has its posts now."""
        rows = {row.path: row for row in self._filing.addresses()}
        for entry in batch:
            created_at = entry.published or entry.created
            if entry.own is None and entry.kind is Kind.POST and created_at and not entry.is_draft:
                month = timezone.localdate(created_at).replace(day=1)
                parts = entry.path.split("/")
                if len(parts) == 4 and (parts[1] + parts[2]).isdecimal():
                    path = f"/{parts[1]}/{parts[2]}"
                    rows.setdefault(path, OldAddress(path=path, month=month))
        with transaction.atomic():
            add_old_addresses(rows.values(), self.report)

    # --- Comments -----------------------------------------------------------------------------

    def _take_comments(self, batch: list[Entry], *, is_last: bool = False) -> list[Entry]:
        """Writes those whose post is known; gives back those that may find theirs later."""
        imported = _known(batch)
        posts = _posts_of({name for entry in batch for name in known_ids_of(entry.post_id)})
        aside: list[Entry] = []
        rows: list[tuple[Comment, ImportedEntry]] = []
        below: list[Entry] = []
        taken = _references_here(batch)
        for entry in batch:
            above = next((posts[n] for n in known_ids_of(entry.post_id) if n in posts), None)
            post_pk = above.post_id if above is not None else None
            if above is not None and above.kind == ImportedEntry.Kind.COMMENT and above.comment:
                # Some programs name the answered comment instead of the post.
                entry.reply_to = entry.reply_to or entry.post_id
                post_pk = above.comment.post_id
            is_page = above is not None and above.kind == ImportedEntry.Kind.PAGE
            if is_page or not self._pages.isdisjoint(known_ids_of(entry.post_id)):
                below.append(entry)
            elif entry.id not in imported and _reference(entry) in taken:
                self.report.count("comment", "same")
            elif post_pk is None and above is not None:
                self.report.skip("comment", "Bài của nhận xét đã xóa ở đây", entry_label(entry))
            elif post_pk is None and not self._is_in_file(entry.post_id):
                aside.append(entry)
            else:
                self._take_comment(entry, post_pk, imported.get(entry.id), rows)
        if rows:
            add_comments(rows)
        add_page_comments(below, imported, posts, self.report, is_trial=self.options.is_trial)
        return aside

    def _take_comment(
        self,
        entry: Entry,
        post_pk: int | None,
        row: ImportedEntry | None,
        rows: list[tuple[Comment, ImportedEntry]],
    ) -> None:
        mark = source_mark(entry, [])
        values = (
            comment_from_blog(entry, self._now)
            if entry.own is None
            else own_format.comment_from_own(entry, self._now)
        )
        if row is None:
            self.report.count("comment", "new")
            if not self.options.is_trial and post_pk is not None:
                rows.append(
                    (
                        Comment(post_id=post_pk, **values),
                        ImportedEntry(
                            entry_id=entry.id,
                            kind=ImportedEntry.Kind.COMMENT,
                            source_mark=mark,
                            reply_to=entry.reply_to[:400],
                            is_own=entry.own is not None,
                        ),
                    )
                )
        elif row.comment is None:
            self.report.keep("comment", DELETED_HERE, entry_label(entry))
        elif row.source_mark == mark:
            self.report.count("comment", "same")
        elif row.row_mark != comment_mark(row.comment):
            self.report.keep("comment", CHANGED_HERE, entry_label(entry))
        else:
            self.report.count("comment", "updated")
            if not self.options.is_trial:
                change_comment(row, values, mark)

    def _is_in_file(self, entry_id: str) -> bool:
        """Whether the file itself contains that post; for trials only."""
        if not self.options.is_trial:
            return False
        number = _number(entry_id)
        place = bisect_left(self._posts, number)
        return place < len(self._posts) and self._posts[place] == number

    def _without_post(self, entries: list[Entry]) -> None:
        for entry in entries:
            message = "Nhận xét không có bài: bài của nó không có trong tệp hoặc bị bỏ qua"
            self.report.skip("comment", message, entry_label(entry))


def _number(entry_id: str) -> int:
    return int.from_bytes(hashlib.blake2b(entry_id.encode(), digest_size=8).digest(), "big")


def _known(batch: list[Entry]) -> dict[str, ImportedEntry]:
    rows = ImportedEntry.objects.filter(entry_id__in=[entry.id for entry in batch])
    return {row.entry_id: row for row in rows.select_related("post", "page", "comment")}


def _posts_of(entry_ids: set[str]) -> dict[str, ImportedEntry]:
    rows = ImportedEntry.objects.filter(entry_id__in=entry_ids - {""})
    return {row.entry_id: row for row in rows.select_related("comment", "page")}


def _reference(entry: Entry) -> str:
    """The code under which an export of ours has a comment."""
    return "" if entry.own is None else entry.own.get("reference", "")


def _references_here(batch: list[Entry]) -> set[str]:
    wanted = [reference for entry in batch if (reference := _reference(entry))]
    if not wanted:
        return set()
    return set(Comment.objects.filter(reference__in=wanted).values_list("reference", flat=True))


def _is_here(article: Article) -> bool:
    """Whether an export of ours returns to the site that made it, judged by its address."""
    values = article.values
    if article.entry.kind is Kind.PAGE:
        return Page.objects.filter(slug=values["slug"]).exists()
    rows = Post.objects.filter(address_month=values["address_month"], slug=values["slug"])
    return rows.exists()


def _mark_now(stands: Post | Page) -> str:
    if isinstance(stands, Page):
        return page_mark(stands)
    tags = list(stands.tags.values_list("pk", flat=True))
    return post_mark(stands, tags, list(Photo.objects.filter(post=stands)))


# --- Runs -------------------------------------------------------------------------------------


def execute(
    run: ImportRun,
    file: Any,
    *,
    images: Path | None = None,
    progress: ProgressCallback | None = None,
    meanwhile: Callable[[], Any] | None = None,
) -> ImportRun:
    """Reads the backup into the portal and keeps the run's row up to date; never two at once.

    Raises nothing for a bad file: the run's row says why. `meanwhile` is called now and then, for
    whoever has other work that must not wait.
    """
    if ImportRun.objects.alive().exclude(pk=run.pk).exists():
        raise BackupError(BUSY)
    run.state, run.started_at, run.heard_at = (
        ImportRun.State.RUNNING,
        timezone.now(),
        timezone.now(),
    )
    run.error, run.done, run.finished_at = "", 0, None
    run.save()
    voice = _ProgressReporter(run, progress, meanwhile)
    # Once converted, texts stay so: a newer backup must not restore the old letters.
    reads_old_fonts = run.reads_old_fonts or ImportRun.objects.reading_old_fonts().exists()
    options = Options(run.base_url, run.section, run.blog, images, run.is_trial, reads_old_fonts)
    report = ImportReport()
    try:
        with open_backup(file, run.file_name, run.blog) as backup:
            Importer(backup, options, voice, report).run()
        run.state = ImportRun.State.DONE
    except BackupError as error:
        run.state, run.error = ImportRun.State.FAILED, str(error)[:300]
    except BaseException:
        run.state = ImportRun.State.FAILED
        run.error = "Có lỗi khi nhập. Phần đã nhập vẫn còn; chạy lại thì nhập tiếp."
        raise
    finally:
        run.report, run.finished_at = report.as_json(), timezone.now()
        run.heard_at = run.finished_at
        run.done = run.total if run.state == ImportRun.State.DONE else run.done
        run.save()
    return run


class _ProgressReporter:
    """Reports the progress of a run at intervals, not for every piece."""

    def __init__(
        self, run: ImportRun, progress: ProgressCallback | None, meanwhile: Callable[[], Any] | None
    ) -> None:
        self._run, self._progress, self._meanwhile = run, progress, meanwhile
        self._reported_at = 0.0

    def __call__(self, done: int, total: int) -> None:
        if self._progress:
            self._progress(done, total)
        if time.monotonic() - self._reported_at < REPORT_EVERY:
            return
        self._reported_at = time.monotonic()
        self._run.done, self._run.total = done, total
        rows = ImportRun.objects.filter(pk=self._run.pk)
        rows.update(done=done, total=total, heard_at=timezone.now())
        if self._meanwhile:
            self._meanwhile()


def run_queued(meanwhile: Callable[[], Any] | None = None) -> str:
    """Runs the queued imports; for the timer. Returns the result as text."""
    forget_uploads()
    finished = 0
    while run := ImportRun.objects.waiting().first():
        if ImportRun.objects.alive().exists():
            break
        claimed = ImportRun.objects.filter(pk=run.pk, state=ImportRun.State.QUEUED)
        if not claimed.update(state=ImportRun.State.RUNNING, heard_at=timezone.now()):
            continue
        perform(run, meanwhile=meanwhile)
        finished += 1
    return f"Đã chạy {finished} lần nhập blog cũ." if finished else "Không có tệp nào chờ nhập."


def perform(run: ImportRun, *, meanwhile: Callable[[], Any] | None = None) -> ImportRun:
    """Runs an import whose file lies in storage."""
    try:
        file = run.upload.open("rb")
    except (OSError, ValueError):
        run.state, run.error = ImportRun.State.FAILED, "Tệp đã tải lên không còn. Hãy tải lên lại."
        run.finished_at = timezone.now()
        run.save()
        return run
    with file:
        return execute(run, file.file, meanwhile=meanwhile)


def forget_uploads() -> None:
    """Removes uploads that were imported, or tried a week ago; for all runs that share an upload."""
    for name in set(ImportRun.objects.left_over().values_list("upload", flat=True)):
        rows = ImportRun.objects.filter(upload=name)
        if not any(row.is_underway for row in rows):
            ImportRun._meta.get_field("upload").storage.delete(name)
            rows.update(upload="")
