"""Turns an entry of the old blog into an article ready to be stored: its text, section and tags."""

import datetime as dt
import hashlib
import re
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from django.utils import timezone

from kit.html import plain_text
from kit.text import clean_line, clean_text, fold, slugify
from news.models import Comment, Page, Post, Section, Tag
from news.models.comments import Comment as CommentModel
from news.models.workflow import PostState

from .feed import Entry, Kind
from .html import ConvertedPost, OldPicture, first_line, is_page_furniture, old_text, shortened
from .pictures import SourcePicture

# Raise this when the conversion of entries changes, so that a new run applies the change.
READER = "1"
TITLE_LENGTH = 200
SLUG_LENGTH = 100
NAME_LENGTH = 60
UNSIGNED = "BAN BIÊN TẬP"
NAMELESS = "Nặc danh"
_NAMELESS = {"", "anonymous", "unknown", "nac danh", "noreply@blogger.com"}
_GENERIC_SLUG = re.compile(r"blog-post(?:[_-]\d+)*|\d+")


@dataclass(slots=True)
class Wanted:
    """A photograph that a post should have; `mark` is its place in the text, if it has one."""

    key: str
    source: OldPicture
    values: dict[str, Any]
    file: SourcePicture | None = None
    mark: int | None = None
    is_ours: bool = False
    is_ambiguous: bool = False

    @property
    def is_available(self) -> bool:
        return self.file is not None or bool(self.source.data)


@dataclass(slots=True)
class WantedFile:
    """A document of our own export."""

    name: str
    member: str
    values: dict[str, Any]


@dataclass(slots=True)
class Article:
    """A post or page ready to be written. `values` are columns by name; the text has marks."""

    entry: Entry
    values: dict[str, Any]
    labels: list[str] = field(default_factory=list)
    section: Section | None = None
    tags: list[Tag] = field(default_factory=list)
    units: list[int] = field(default_factory=list)
    pictures: list[Wanted] = field(default_factory=list)
    files: list[WantedFile] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)  # what it names and is not here, in words
    is_regular: bool = True

    @property
    def is_own(self) -> bool:
        return self.entry.own is not None


def reason_to_skip(entry: Entry) -> str:
    """Why an entry doesn't come at all; empty where it does."""
    if not entry.id:
        return "Mục không có mã trong tệp"
    if entry.own is not None:
        return ""  # our own states tell all of it
    if entry.is_removed:
        return "Đã bị xóa trên blog cũ"
    if entry.is_spam:
        return "Nhận xét rác" if entry.kind is Kind.COMMENT else "Bài bị đánh dấu rác"
    if entry.kind is Kind.COMMENT:
        text = comment_text(entry)
        if not text:
            return "Nhận xét trống"
        if is_page_furniture(text):
            return "Câu chữ của giao diện Blogger, không phải nhận xét"
    elif not entry.title and not entry.content.strip():
        return "Bài trống"
    return ""


def entry_label(entry: Entry) -> str:
    """The label of an entry in a report."""
    return (
        entry.title or shortened(" ".join(plain_text(entry.content[:2000]).split()), 80) or entry.id
    )


# --- From the blog ----------------------------------------------------------------------------


def post_from_blog(entry: Entry, hosts: frozenset[str], now: dt.datetime) -> Article:
    summary = clean_text(shortened(entry.summary, 600))
    text = old_text(entry.content, has_lead=bool(summary), hosts=hosts)
    created_at = entry.published or entry.created or entry.updated or now
    values: dict[str, Any] = {
        "title": _title(entry, text),
        "lead": summary or text.lead,
        "body": text.body,
        "author_signature": text.signature or _author(entry),
        "audience": Post.Audience.PUBLIC,
        "comments_mode": Post.Comments.BY_RULE,
        "video_url": "",
        "created_at": entry.created or created_at,
        "updated_at": entry.updated or created_at,
        "published_at": None,
        "scheduled_for": None,
    }
    if entry.is_draft:
        values["state"] = PostState.DRAFT
    elif created_at > now:
        values |= {"state": PostState.SCHEDULED, "scheduled_for": created_at}
    else:
        values |= {"state": PostState.PUBLISHED, "published_at": created_at}
    values["address_month"] = timezone.localdate(created_at).replace(day=1)
    values["slug"] = _slug(entry, values["title"])
    return Article(
        entry,
        values,
        labels=entry.labels,
        pictures=_wanted(text),
        paths=[entry.path] if entry.path else [],
        is_regular=text.is_regular,
    )


def page_from_blog(entry: Entry, hosts: frozenset[str], now: dt.datetime) -> Article:
    text = old_text(entry.content, is_page=True, hosts=hosts)
    created_at = entry.published or entry.created or entry.updated or now
    title = _title(entry, text)
    values = {
        "title": title,
        "slug": _slug(entry, title),
        "body": text.body,
        "state": Page.State.DRAFT if entry.is_draft else Page.State.PUBLISHED,
        "created_at": entry.created or created_at,
        "updated_at": entry.updated or created_at,
    }
    paths = [entry.path] if entry.path else []
    return Article(entry, values, pictures=_wanted(text), paths=paths, is_regular=text.is_regular)


def _title(entry: Entry, text: ConvertedPost) -> str:
    """The title; Blogger allows a post without one, then its first words are taken."""
    title = shortened(entry.title, TITLE_LENGTH)
    return title or shortened(text.lead, 80) or first_line(text.body, 80) or "(Không có tít)"


def _author(entry: Entry) -> str:
    is_named = not entry.is_anonymous and fold(entry.author) not in _NAMELESS
    return shortened(entry.author, 100).upper() if is_named else UNSIGNED


def _slug(entry: Entry, title: str) -> str:
    """The blog's own, unless it says nothing ("blog-post_12", as Vietnamese titles often got)."""
    stem = PurePosixPath(entry.path).stem if entry.path else ""
    slug = slugify(stem.replace("_", "-"), SLUG_LENGTH - 10) if stem else ""
    return slugify(title, SLUG_LENGTH - 10) if not stem or _GENERIC_SLUG.fullmatch(stem) else slug


def _wanted(text: ConvertedPost) -> list[Wanted]:
    """Each picture of the text; a picture used twice is listed twice, with a key for each use."""
    wanted: list[Wanted] = []
    seen: dict[str, int] = {}
    for mark, picture in enumerate(text.pictures):
        key = hashlib.sha256(picture.key.encode()).hexdigest()[:20]
        seen[key] = seen.get(key, 0) + 1
        if seen[key] > 1:
            key = f"{key}-{seen[key]}"
        values = {
            "alt": picture.alt or shortened(picture.caption, 200),
            "caption": picture.caption,
            "credit": picture.credit,
            "order": min(mark + 1, 32_000),
            "focus_x": 50,
            "focus_y": 50,
            "people_agreed": False,
        }
        wanted.append(Wanted(key, picture, values, mark=mark))
    return wanted


# --- Comments ---------------------------------------------------------------------------------


def comment_text(entry: Entry) -> str:
    return clean_text(plain_text(entry.content) if entry.is_html else entry.content)


def comment_from_blog(entry: Entry, now: dt.datetime) -> dict[str, Any]:
    """Columns of a comment."""
    is_nameless = fold(entry.author) in _NAMELESS
    state = CommentModel.State.HELD if entry.is_waiting else CommentModel.State.APPROVED
    return {
        "name": NAMELESS if is_nameless else clean_line(entry.author)[:NAME_LENGTH],
        "text": comment_text(entry),
        "state": state,
        "held_because": ["Chưa được duyệt trên blog cũ."] if entry.is_waiting else [],
        "created_at": entry.published or entry.created or entry.updated or now,
        "moderated_at": None,
    }


# --- Marks ------------------------------------------------------------------------------------


def source_mark(entry: Entry, files: list[str]) -> str:
    """The same for the same entry, as long as the same of its pictures are at hand."""
    own = "" if entry.own is None else _flat(entry.own)
    parts = [READER, *(str(getattr(entry, name)) for name in _MARKED), own, *files]
    return _mark(parts)


_MARKED = [name for name in Entry.__dataclass_fields__ if name not in {"own", "address", "id"}]


def _flat(element: Any) -> str:
    return repr([(e.tag, sorted(e.items()), e.text or "") for e in element.iter()])


POST_MARKED = (
    "title", "slug", "lead", "body", "author_signature", "section_id", "state", "audience",
    "published_at", "scheduled_for", "comments_mode", "video_url", "unit_id",
    "event_id", "compact_id",
)  # fmt: skip
PAGE_MARKED = ("title", "slug", "body", "state")
COMMENT_MARKED = ("name", "text", "state")
PHOTO_MARKED = ("pk", "alt", "caption", "credit", "order", "focus_x", "focus_y", "people_agreed")


def post_mark(post: Post, tags: list[int], photos: list[Any]) -> str:
    """Digest of a post as stored, including what an editor may change around it."""
    parts = [_plain(getattr(post, name)) for name in POST_MARKED]
    parts += [str(pk) for pk in sorted(tags)]
    parts += [
        _plain(getattr(photo, name))
        for photo in sorted(photos, key=lambda photo: photo.pk)
        for name in PHOTO_MARKED
    ]
    return _mark(parts)


def page_mark(page: Page) -> str:
    return _mark([_plain(getattr(page, name)) for name in PAGE_MARKED])


def comment_mark(comment: Comment) -> str:
    return _mark([_plain(getattr(comment, name)) for name in COMMENT_MARKED])


def _plain(value: Any) -> str:
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    return str(value)


def _mark(parts: list[str]) -> str:
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()
