"""Exports the whole newsroom in one file: Blogger's format, elements of our own, and all media.

Any program that reads Blogger's backups reads it; `import_blogger` makes the very same newsroom of
it. Drafts and internal posts are in it, so it is for those who edit the newspaper.
"""

import hashlib
import re
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.db.models import Model, QuerySet
from django.utils import timezone

from kit.text import clean_line
from news.models import Attachment, Comment, Page, PageComment, Photo, Post

from .feed import ATOM, BLOGGER, OWN
from .own_format import asides, comment_item, element, page_item, post_item

ROOT = "Takeout/Blogger"
FEED = f"{ROOT}/Blogs/Ban tin/feed.atom"
_ALBUM = "Albums/Ban tin"
_FILES = "Files/Ban tin"
_UP = "../../"  # from the feed's folder to the root
AT_ONCE = 200
_FIGURE = re.compile(r'<figure data-photo="([0-9]+)">\s*</figure>')
_SCHEME = "tag:cuu-cong-an-portal,2026:newsroom"

ProgressCallback = Callable[[int, int], None]  # things written, of how many


def export(base_url: str = "", callback: ProgressCallback | None = None) -> Iterator[bytes]:
    """Yields the archive in pieces, none larger than one photograph or document.

    `base_url` makes the pictures' addresses whole for other programs; without it they point into the
    archive.
    """
    pipe = _Pipe()
    total = sum(
        model._default_manager.count()
        for model in (Post, Page, Comment, PageComment, Photo, Attachment)
    )
    progress = _Progress(total, callback)
    with zipfile.ZipFile(pipe, mode="w", compression=zipfile.ZIP_DEFLATED) as archive:
        with archive.open(_info(FEED, zipfile.ZIP_DEFLATED), "w", force_zip64=True) as member:
            for piece in _feed(base_url.rstrip("/"), progress):
                member.write(piece.encode())
                yield from pipe.taken()
        for name, file in _media():
            data = _content(file)
            if data is not None:
                archive.writestr(_info(name, zipfile.ZIP_STORED), data)
            progress.step()
            yield from pipe.taken()
    yield from pipe.taken()


class _Pipe:
    """Buffers what the archive writes, until it is consumed."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._pieces.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Does nothing: what is written is available to `taken` at once."""

    def close(self) -> None:
        """The archive never asks for it."""

    def taken(self) -> Iterator[bytes]:
        pieces, self._pieces = self._pieces, []
        if pieces:
            yield b"".join(pieces)


class _Progress:
    def __init__(self, total: int, callback: ProgressCallback | None) -> None:
        self._done, self._total, self._callback = 0, total, callback

    def step(self) -> None:
        self._done += 1
        if self._callback:
            self._callback(self._done, self._total)


def _info(name: str, compression: int) -> zipfile.ZipInfo:
    now = timezone.localtime()
    info = zipfile.ZipInfo(name, date_time=now.timetuple()[:6])
    info.compress_type = compression
    return info


# --- Media ------------------------------------------------------------------------------------


def _photo_name(photo: Photo) -> str:
    return f"{_ALBUM}/anh-{photo.pk}.jpg"


def _file_name(file: Attachment) -> str:
    return f"{_FILES}/{file.pk}-{clean_line(file.file_name).replace('/', '-')}"


def _media() -> Iterator[tuple[str, Any]]:
    for photo in Photo.objects.order_by("pk").iterator(AT_ONCE):
        yield f"{ROOT}/{_photo_name(photo)}", photo.picture
    for file in Attachment.objects.order_by("pk").iterator(AT_ONCE):
        yield f"{ROOT}/{_file_name(file)}", file.file


def _content(file: Any) -> bytes | None:
    """None where the storage lost it: the rest of the newsroom is still worth taking along."""
    try:
        with file.storage.open(file.name, "rb") as stream:
            return bytes(stream.read())
    except OSError:
        return None


# --- The feed ---------------------------------------------------------------------------------


def posts() -> QuerySet[Post]:
    """Rows with all data of an entry, loaded in a fixed number of queries."""
    return Post.objects.select_related(
        "section", "unit", "event", "compact", "compact__cluster"
    ).prefetch_related("tags", "units", "photos", "attachments", "old_addresses", "entries")


def _feed(base_url: str, progress: _Progress) -> Iterator[str]:
    yield (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<feed xmlns="{ATOM}" xmlns:blogger="{BLOGGER}" xmlns:own="{OWN}">\n'
        f"<id>{_site()}</id><title>Bản tin</title>"
        f"<updated>{timezone.now().isoformat()}</updated>\n"
    )
    for aside in asides():
        yield f"{aside}\n"
    for post in posts().order_by("pk").iterator(AT_ONCE):
        yield _post(post, base_url)
        progress.step()
    pages = Page.objects.prefetch_related("old_addresses", "entries").order_by("pk")
    for page in pages.iterator(AT_ONCE):
        yield _page(page)
        progress.step()
    comments = Comment.objects.select_related("post", "parent").order_by("pk")
    comments = comments.prefetch_related("entries", "post__entries", "parent__entries")
    for comment in comments.iterator(AT_ONCE):
        yield _comment(comment)
        progress.step()
    below = PageComment.objects.select_related("page").prefetch_related("page__entries")
    for old in below.order_by("pk").iterator(AT_ONCE):
        yield _page_comment(old)
        progress.step()
    yield "</feed>\n"


def _site() -> str:
    """This installation in a word: keys of two portals never meet."""
    digest = hashlib.blake2b(settings.SECRET_KEY.encode(), person=b"newsroom", digest_size=8)
    return f"tag:cuu-cong-an-portal,2026:{digest.hexdigest()}"


def _id(row: Any, kind: str) -> str:
    """The id of an entry; an imported entry keeps its id, so that the backup still matches later."""
    entries = list(row.entries.all())
    return str(entries[0].entry_id) if entries else f"{_site()}.{kind}-{row.pk}"


def _entry(row: Model, kind: str, status: str, inside: str, item: str) -> str:
    return (
        f"<entry>{element('id', _id(row, kind))}"
        f"<blogger:type>{kind.upper()}</blogger:type><blogger:status>{status}</blogger:status>"
        f"{inside}{item}</entry>\n"
    )


def _post(post: Post, base_url: str) -> str:
    photos, files = list(post.photos.all()), list(post.attachments.all())
    is_out = post.is_published and not post.is_internal
    labels = [post.section.name, *(tag.name for tag in post.tags.all())]
    inside = [
        f"<author>{element('name', post.author_signature)}</author>",
        element("title", post.title, type="text"),
        element("content", _html(post, photos, base_url), type="html"),
        element("blogger:metaDescription", post.lead),
        element("blogger:created", post.created_at.isoformat()),
        element("published", (post.published_at or post.created_at).isoformat()),
        element("updated", post.updated_at.isoformat()),
        *(element("category", scheme=_SCHEME, term=label) for label in labels),
        element("blogger:filename", f"/{post.address_month:%Y/%m}/{post.slug}.html"),
    ]
    item = post_item(
        post,
        {photo.pk: f"{ROOT}/{_photo_name(photo)}" for photo in photos},
        {file.pk: f"{ROOT}/{_file_name(file)}" for file in files},
    )
    # Other programs must not publish what is not public here.
    return _entry(post, "post", "LIVE" if is_out else "DRAFT", "".join(inside), item)


def _html(post: Post, photos: list[Photo], base_url: str) -> str:
    """The article as other programs show it: lead, pictures, text, signature."""
    figures = {photo.pk: _figure(photo, base_url) for photo in photos}
    placed = {int(pk) for pk in _FIGURE.findall(post.body)}
    body = _FIGURE.sub(lambda mark: figures.get(int(mark[1]), ""), post.body)
    others = [figures[photo.pk] for photo in photos if photo.pk not in placed]
    lead = element("strong", post.lead) if post.lead else ""
    signature = element("p", post.author_signature.upper()) if post.author_signature else ""
    return f"<p>{lead}</p>{''.join(others[:1])}{body}{''.join(others[1:])}{signature}"


def _figure(photo: Photo, base_url: str) -> str:
    source = photo.picture.fallback_url if base_url else f"{_UP}{_photo_name(photo)}"
    if base_url and source.startswith("/"):
        source = f"{base_url}{source}"
    caption = f"{photo.caption} (Ảnh: {photo.credit})" if photo.credit else photo.caption
    image = element("img", src=source, alt=photo.alt_text)
    return f"<figure>{image}{element('figcaption', caption.strip()) if caption else ''}</figure>"


def _page(page: Page) -> str:
    inside = (
        element("title", page.title, type="text")
        + element("content", page.body, type="html")
        + element("blogger:created", page.created_at.isoformat())
        + element("published", page.created_at.isoformat())
        + element("updated", page.updated_at.isoformat())
        + element("blogger:filename", f"/p/{page.slug}.html")
    )
    status = "LIVE" if page.is_published else "DRAFT"
    return _entry(page, "page", status, inside, page_item(page))


_STATUS = {
    Comment.State.APPROVED: "LIVE",
    Comment.State.HELD: "PENDING_COMMENT",
    Comment.State.REJECTED: "SPAM_COMMENT",
}


def _comment(comment: Comment) -> str:
    text = element("p", comment.text).replace("\n", "<br>")
    at = comment.created_at.isoformat()
    inside = (
        f"<author>{element('name', comment.name)}</author>"
        + element("title")
        + element("content", text, type="html")
        + element("published", at)
        + element("updated", at)
        + element("blogger:parent", _id(comment.post, "post"))
    )
    if comment.parent:
        inside += element("blogger:inReplyTo", _id(comment.parent, "comment"))
    return _entry(
        comment, "comment", _STATUS[Comment.State(comment.state)], inside, comment_item(comment)
    )


def _page_comment(comment: PageComment) -> str:
    """A comment under a page, in the old blog's form, from which it is imported again."""
    status = "LIVE" if comment.is_shown else "PENDING_COMMENT"
    at = comment.created_at.isoformat()
    return (
        f"<entry>{element('id', comment.entry_id)}<blogger:type>COMMENT</blogger:type>"
        f"<blogger:status>{status}</blogger:status>"
        f"<author>{element('name', comment.name)}</author>"
        + element("title")
        + element("content", comment.text, type="text")
        + element("published", at)
        + element("updated", at)
        + element("blogger:parent", _id(comment.page, "page"))
        + "</entry>\n"
    )
