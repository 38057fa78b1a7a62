"""Writes what was made ready: in batches, each whole or not at all, so that nobody waits for long."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction

from kit.files import MAX_BYTES as MAX_FILE
from kit.files import AttachmentError, check_attachment, human_size
from kit.pictures import MAX_BYTES, PictureError
from news.models import (
    Attachment,
    Comment,
    ImportedEntry,
    OldAddress,
    Page,
    Photo,
    Post,
    new_reference,
)

from .archive import Backup
from .articles import Article, Wanted, comment_mark, entry_label, page_mark, post_mark
from .html import picture_link, with_figures
from .pictures import Album, Encoded, encode
from .report import ImportReport

Kind = ImportedEntry.Kind
# Encoding releases the interpreter lock, so a second core helps; each picture may take 200 MB.
ENCODERS = 2
CLOSED = "Ảnh không lấy được: bài giữ liên kết tới ảnh trên blog cũ"
AMBIGUOUS = (
    "Nhiều tệp ảnh khác nhau trùng tên nên không chọn: bài giữ liên kết tới ảnh trên blog cũ"
)
TEXT_COLUMNS = (
    "title", "lead", "body", "author_signature", "state", "audience", "published_at",
    "scheduled_for", "comments_mode", "video_url", "unit_id", "event_id",
    "compact_id",
)  # fmt: skip


class Pictures:
    """Makes the photographs that posts want, before the transaction that hangs them begins."""

    def __init__(self, album: Album, report: ImportReport) -> None:
        self._album, self._report = album, report

    def photos_for(self, wanted: Iterable[tuple[Article, Wanted]]) -> dict[int, Photo]:
        """Unsaved photos with their files stored, by `id` of what wanted them."""
        pairs = [(article, picture) for article, picture in wanted if picture.is_available]
        photos: dict[int, Photo] = {}
        with ThreadPoolExecutor(ENCODERS) as pool:
            for (article, picture), result in zip(
                pairs, pool.map(self._encoded, (picture for _, picture in pairs)), strict=True
            ):
                if isinstance(result, Encoded):
                    photo = Photo(**picture.values)
                    photo.picture.keep(result.files, result.width, result.height)
                    photos[id(picture)] = photo
                else:
                    name = picture.file.name if picture.file else "ảnh trong bài"
                    self._report.skip(
                        "photo",
                        f"Ảnh không dùng được. {result}",
                        f"{entry_label(article.entry)}: {name}",
                    )
        return photos

    def _encoded(self, picture: Wanted) -> Encoded | str:
        data = self._album.read(picture.file) if picture.file else picture.source.data
        if len(data) > MAX_BYTES:
            return f"Ảnh nặng quá {human_size(MAX_BYTES)}."
        try:
            return encode(data, is_ours=picture.is_ours)
        except PictureError as error:
            return str(error)


def forget(photos: Iterable[Photo]) -> None:
    """Removes the files of photographs whose rows were not written after all."""
    for photo in photos:
        with suppress(OSError):
            photo.picture.delete_files()


# --- Posts ------------------------------------------------------------------------------------


class PostWriter:
    """Writes new posts in bulk and changed posts one by one."""

    def __init__(self, backup: Backup, album: Album, report: ImportReport) -> None:
        self._backup, self._report = backup, report
        self._pictures = Pictures(album, report)

    def add(self, articles: list[tuple[Article, str]]) -> None:
        """Writes posts that were never here. Each comes with the mark of its source."""
        if not articles:
            return
        wanted = [(article, picture) for article, _ in articles for picture in article.pictures]
        photos = self._pictures.photos_for(wanted)
        try:
            with transaction.atomic():
                self._add(articles, photos)
        except BaseException:
            forget(photos.values())
            raise
        for article, _ in articles:
            self._report.count("post", "new")
            self._report_pictures(article, photos, set())

    def _add(self, articles: list[tuple[Article, str]], new_photos: dict[int, Photo]) -> None:
        take_slugs([article for article, _ in articles])
        photos_per_post = [
            {
                n: new_photos[id(picture)]
                for n, picture in enumerate(article.pictures)
                if id(picture) in new_photos
            }
            for article, _ in articles
        ]
        posts = []
        for (article, _), own_photos in zip(articles, photos_per_post, strict=True):
            assert article.section is not None  # noqa: S101 - filed before
            # The search text is derived from this text, so no photo mark may be in it.
            values = article.values | {"body": placed(article, own_photos)}
            posts.append(Post(section=article.section, **values))
        Post.objects.bulk_create(posts)
        for post, own_photos in zip(posts, photos_per_post, strict=True):
            for photo in own_photos.values():
                photo.post = post
        Photo.objects.bulk_create(
            photo for own_photos in photos_per_post for photo in own_photos.values()
        )
        for (article, _), post, own_photos in zip(articles, posts, photos_per_post, strict=True):
            post.body = placed(article, own_photos)  # type: ignore[assignment]  # the field's library has no types
            ordered = sorted(own_photos.values(), key=lambda photo: (photo.order, photo.pk))
            post.lead_photo = ordered[0] if ordered else None
            post.updated_at = article.values["updated_at"]
        # Not by save(): that would set today's date, though the text has not changed.
        pictured = [
            post for post, own_photos in zip(posts, photos_per_post, strict=True) if own_photos
        ]
        others = [
            post for post, own_photos in zip(posts, photos_per_post, strict=True) if not own_photos
        ]
        Post.objects.bulk_update(pictured, ["body", "lead_photo", "updated_at"])
        Post.objects.bulk_update(others, ["updated_at"])
        self._hang([(article, post) for (article, _), post in zip(articles, posts, strict=True)])
        entries = []
        for (article, mark), post, own_photos in zip(articles, posts, photos_per_post, strict=True):
            row_mark = post_mark(post, [tag.pk for tag in article.tags], list(own_photos.values()))
            entries.append(_entry(article, Kind.POST, mark, row_mark, post=post))
            entries += [
                _photo_entry(article, article.pictures[number], photo)
                for number, photo in own_photos.items()
            ]
        ImportedEntry.objects.bulk_create(entries)

    def _hang(self, pairs: list[tuple[Article, Post]]) -> None:
        """Writes related rows: tags, units, files, old addresses."""
        tags, units = Post.tags.through, Post.units.through
        tags.objects.bulk_create(
            tags(post_id=post.pk, tag_id=tag.pk) for article, post in pairs for tag in article.tags
        )
        units.objects.bulk_create(
            units(post_id=post.pk, unit_id=pk)
            for article, post in pairs
            for pk in dict.fromkeys(article.units)
        )
        for article, post in pairs:
            for file in article.files:
                self._attach(post, file)
        add_old_addresses(
            (OldAddress(path=path, post=post) for article, post in pairs for path in article.paths),
            self._report,
        )

    def _attach(self, post: Post, file: Any) -> None:
        data = self._backup.read(file.member, MAX_FILE)
        content = ContentFile(data, file.name)
        try:
            check_attachment(file.name, content)
        except AttachmentError as error:
            self._report.skip("file", "Tệp đính kèm không nhận được", f"{post.title}: {error}")
            return
        attachment = Attachment(post=post, **file.values)
        attachment.file.save(file.name, content)
        self._report.count("file", "new")

    def change(self, article: Article, mark: str, entry: ImportedEntry) -> None:
        """Updates a post that nobody changed here to the file's present text; its address stays."""
        post = entry.post
        assert post is not None  # noqa: S101 - the caller looked
        rows = ImportedEntry.objects.filter(kind=Kind.PHOTO, photo__post=post).select_related(
            "photo"
        )
        photos_by_entry = {row.entry_id: row.photo for row in rows if row.photo is not None}
        kept = {
            number: photos_by_entry[_photo_id(article, picture)]
            for number, picture in enumerate(article.pictures)
            if _photo_id(article, picture) in photos_by_entry
        }
        fresh = [picture for number, picture in enumerate(article.pictures) if number not in kept]
        photos = self._pictures.photos_for((article, picture) for picture in fresh)
        try:
            with transaction.atomic():
                self._change(article, mark, entry, post, kept, photos_by_entry, photos)
        except BaseException:
            forget(photos.values())
            raise
        self._report.count("post", "updated")
        self._report_pictures(article, photos, {id(article.pictures[number]) for number in kept})

    def _change(
        self, article: Article, mark: str, entry: ImportedEntry, post: Post,
        kept: dict[int, Photo], photos_by_entry: dict[str, Photo], new_photos: dict[int, Photo],
    ) -> None:  # fmt: skip
        photos = dict(kept)
        for number, picture in enumerate(article.pictures):
            if number in kept:
                for name, value in picture.values.items():
                    setattr(kept[number], name, value)
                kept[number].save()
            elif photo := new_photos.get(id(picture)):
                photo.post = post
                photo.save()
                photos[number] = photo
                row = _photo_entry(article, picture, photo)
                ImportedEntry.objects.update_or_create(
                    entry_id=row.entry_id, defaults={"kind": row.kind, "photo": photo}
                )
        kept_pks = {photo.pk for photo in photos.values()}
        for gone in (photo for photo in photos_by_entry.values() if photo.pk not in kept_pks):
            transaction.on_commit(gone.picture.delete_files)
            gone.delete()
        for name in TEXT_COLUMNS:
            if name in article.values:
                setattr(post, name, article.values[name])
        assert article.section is not None  # noqa: S101 - filed before
        post.section = article.section
        post.body = placed(article, photos)  # type: ignore[assignment]  # the field's library has no types
        post.lead_photo = post.photos.first()
        post.save()
        Post.objects.filter(pk=post.pk).update(updated_at=article.values["updated_at"])
        post.tags.set(article.tags)
        if article.is_own:  # the blog knows of no units
            post.units.set(article.units)
        add_old_addresses(
            (OldAddress(path=path, post=post) for path in article.paths), self._report
        )
        entry.source_mark, entry.is_own = mark, article.is_own
        tags = [tag.pk for tag in article.tags]
        entry.row_mark = post_mark(post, tags, list(post.photos.all()))
        entry.save()

    def _report_pictures(self, article: Article, photos: dict[int, Photo], kept: set[int]) -> None:
        for picture in article.pictures:
            if id(picture) in photos:
                self._report.count("photo", "new")
            elif id(picture) in kept:
                self._report.count("photo", "same")
            elif not picture.is_available:
                report_missing(self._report, article, picture)


def report_missing(report: ImportReport, article: Article, picture: Wanted) -> None:
    message = AMBIGUOUS if picture.is_ambiguous else CLOSED
    report.skip(
        "photo",
        message,
        f"{entry_label(article.entry)}: {picture.source.link or 'không có địa chỉ'}",
    )


def placed(article: Article, photos: dict[int, Photo]) -> str:
    """The text with each photograph in its place, and a link for a photograph not available.

    A photograph that is not saved yet stands there as 0.
    """
    figures = {}
    for number, picture in enumerate(article.pictures):
        if picture.mark is None:
            continue
        photo = photos.get(number)
        figures[picture.mark] = (
            f'<figure data-photo="{photo.pk or 0}"></figure>'
            if photo
            else picture_link(picture.source)
        )
    return with_figures(article.values["body"], figures)


def take_slugs(articles: list[Article]) -> None:
    """Gives each an address that is free in its month; asks the database once for all of them."""
    months = {article.values["address_month"] for article in articles}
    slugs = {article.values["slug"] for article in articles}
    rows = Post.objects.filter(address_month__in=months, slug__in=slugs).order_by()
    taken = set(rows.values_list("address_month", "slug"))
    for article in articles:
        month, base = article.values["address_month"], article.values["slug"] or "bai"
        slug, number = base, 1
        while (month, slug) in taken or (
            number > 1 and Post.objects.filter(address_month=month, slug=slug).exists()
        ):
            number += 1
            slug = f"{base[:90]}-{number}"
        taken.add((month, slug))
        article.values["slug"] = slug


def _entry(article: Article, kind: str, source: str, row: str, **target: Any) -> ImportedEntry:
    return ImportedEntry(
        entry_id=article.entry.id,
        kind=kind,
        source_mark=source,
        row_mark=row,
        is_own=article.is_own,
        **target,
    )


def _photo_id(article: Article, picture: Wanted) -> str:
    return f"{article.entry.id}#{picture.key}"


def _photo_entry(article: Article, picture: Wanted, photo: Photo) -> ImportedEntry:
    entry_id = _photo_id(article, picture)
    return ImportedEntry(entry_id=entry_id, kind=Kind.PHOTO, photo=photo, is_own=article.is_own)


def add_old_addresses(rows: Iterable[OldAddress], report: ImportReport) -> None:
    """Records old addresses; an address that leads elsewhere already is left alone."""
    fresh: dict[str, OldAddress] = {row.path: row for row in rows if len(row.path) <= 400}
    existing = OldAddress.objects.filter(path__in=list(fresh)).in_bulk(field_name="path")
    for path, old in existing.items():
        row = fresh.pop(path)
        targets = ("post_id", "page_id", "section_id", "tag_id")
        if row.month is None and any(getattr(old, t) != getattr(row, t) for t in targets):
            report.keep("address", "Địa chỉ cũ đã dẫn tới nơi khác nên giữ nguyên", path)
    OldAddress.objects.bulk_create(fresh.values())
    report.count("address", "new", len(fresh))


# --- Pages ------------------------------------------------------------------------------------


def write_page(
    article: Article, mark: str, entry: ImportedEntry | None, report: ImportReport
) -> None:
    """Writes one lasting page. Its pictures stay links, since photographs belong to posts."""
    with transaction.atomic():
        page = entry.page if entry is not None else None
        values = article.values | {"body": placed(article, {})}
        if page is None:
            page = Page(**values)
            slug = page.slug
            page.take_free_slug()  # of the title
            if slug and not Page.objects.filter(slug=slug).exists():
                page.slug = slug
            page.clean()
        else:
            for name in ("title", "body", "state"):
                setattr(page, name, values[name])
        page.save()
        Page.objects.filter(pk=page.pk).update(updated_at=values["updated_at"])
        add_old_addresses((OldAddress(path=path, page=page) for path in article.paths), report)
        row = entry or _entry(article, Kind.PAGE, "", "", page=page)
        row.source_mark, row.row_mark, row.is_own = mark, page_mark(page), article.is_own
        row.save()
    report.count("page", "updated" if entry else "new")
    for picture in article.pictures:
        report.skip(
            "photo",
            "Ảnh trong trang cố định: trang giữ liên kết tới ảnh trên blog cũ",
            f"{entry_label(article.entry)}: {picture.source.link}",
        )


# --- Comments ---------------------------------------------------------------------------------


def add_comments(rows: list[tuple[Comment, ImportedEntry]]) -> None:
    """Comments and the rows that remember them. Threads are tied when all are here."""
    with transaction.atomic():
        _take_references([comment for comment, _ in rows])
        Comment.objects.bulk_create(comment for comment, _ in rows)
        for comment, entry in rows:
            entry.comment, entry.row_mark = comment, comment_mark(comment)
        ImportedEntry.objects.bulk_create(entry for _, entry in rows)


def _take_references(comments: list[Comment]) -> None:
    """New codes that are not in use: among 100,000 codes of eight letters some would collide."""
    codes = [comment.reference for comment in comments]
    taken = set(Comment.objects.filter(reference__in=codes).values_list("reference", flat=True))
    for comment in comments:
        while comment.reference in taken:
            comment.reference = new_reference()
        taken.add(comment.reference)


def change_comment(entry: ImportedEntry, values: dict[str, Any], mark: str) -> None:
    """Brings a comment that nobody touched here to what the file says now."""
    comment = entry.comment
    assert comment is not None  # noqa: S101 - the caller looked
    with transaction.atomic():
        for name in ("name", "text", "state", "held_because"):
            setattr(comment, name, values[name])
        comment.save()
        entry.source_mark, entry.row_mark = mark, comment_mark(comment)
        entry.save()


TIED_AT_ONCE = 500
MAX_DEPTH = 100


def tie_threads(report: ImportReport) -> None:
    """Hangs each reply under the comment that opens its thread, however deep it was on the blog."""
    last = 0
    while True:
        rows = list(
            ImportedEntry.objects.filter(kind=Kind.COMMENT, comment__parent=None, pk__gt=last)
            .exclude(reply_to="")
            .select_related("comment")
            .order_by("pk")[:TIED_AT_ONCE]
        )
        if not rows:
            return
        last = rows[-1].pk
        openers = _openers(rows)
        tied = []
        for row in rows:
            comment, opener = row.comment, openers.get(row.pk)
            if comment is None:
                continue
            if opener is None or opener.pk == comment.pk or opener.post_id != comment.post_id:
                report.note(
                    "Nhận xét được trả lời không có trong tệp: nhận xét này đứng riêng",
                    f"{comment.name}: {comment.text[:80]}",
                )
                continue
            comment.parent = opener
            tied.append(comment)
        with transaction.atomic():
            Comment.objects.bulk_update(tied, ["parent"])


def _openers(rows: list[ImportedEntry]) -> dict[int, Comment]:
    """The top comment of each reply's chain, resolved for all together, one level per query."""
    at = {row.pk: row.reply_to for row in rows}
    openers: dict[int, Comment] = {}
    for _ in range(MAX_DEPTH):
        above = {
            row.entry_id: row
            for row in ImportedEntry.objects.filter(
                entry_id__in=set(at.values()), kind=Kind.COMMENT
            ).select_related("comment", "comment__parent")
        }
        going_on: dict[int, str] = {}
        for pk, entry_id in at.items():
            row = above.get(entry_id)
            if row is None or row.comment is None:
                continue
            openers[pk] = row.comment.parent or row.comment
            if row.reply_to and row.comment.parent is None:
                going_on[pk] = row.reply_to
        at = going_on
        if not at:
            break
    for pk in at:
        del openers[pk]  # replies that form a circle
    return openers
