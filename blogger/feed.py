"""Streams a backup: one entry at a time, whatever the file's size, in either of Blogger's dialects.

Names are matched by namespace and local name, so prefixes don't matter. A document type is refused
outright: no honest backup has one, and every entity bomb needs one. Expat is used directly, since
`defusedxml` (whose last release is of 2021) does the same by the slow Python half of ElementTree.
"""

import datetime as dt
import enum
import re
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape
from typing import IO, Any
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from kit.text import clean_line, nfc

from .archive import BackupError
from .xml_cleaning import Cleaner

ATOM = "http://www.w3.org/2005/Atom"
BLOGGER = "http://schemas.google.com/blogger/2018"
# The namespace of our own elements, which Blogger's format lacks.
OWN = "urn:cuu-cong-an-portal:newsroom:1"
_THREAD = "http://purl.org/syndication/thread/1.0"
_APP = {"http://purl.org/atom/app#", "http://www.w3.org/2007/app"}
_GD = "http://schemas.google.com/g/2005"
_KIND = f"{_GD}#kind"
_CLASSIC_LABEL = "http://www.blogger.com/atom/ns#"

MAX_ENTRY = 20 * 1024**2  # characters; a post with pictures inside its text has a few million
_CHUNK = 256 * 1024
_SEP = "\x1f"  # no URI holds it
_ENTRY = f"{ATOM}{_SEP}entry"
_LINK = f"{ATOM}{_SEP}link"
_REPLY_LINK = re.compile(r"/comments/default/(\d+)")
_FRACTION = re.compile(r"\.(\d{1,6})\d*")


class Kind(enum.Enum):
    POST = "post"
    PAGE = "page"
    COMMENT = "comment"


@dataclass(slots=True)
class Entry:
    """An entry as it is in the file, the same for both dialects; not yet judged or cleaned."""

    id: str
    kind: Kind
    title: str = ""
    content: str = ""
    is_html: bool = True
    author: str = ""
    is_anonymous: bool = False
    is_draft: bool = False
    is_spam: bool = False
    is_removed: bool = False  # in the bin, or emptied
    is_waiting: bool = False  # a comment that nobody has looked at
    created: dt.datetime | None = None
    published: dt.datetime | None = None
    updated: dt.datetime | None = None
    labels: list[str] = field(default_factory=list)
    path: str = ""
    address: str = ""  # in full, where the file tells it
    summary: str = ""
    post_id: str = ""
    reply_to: str = ""
    own: Element | None = None


@dataclass(slots=True)
class SideElement:
    """An element of ours beside the entries: a section, a tag, an old address."""

    element: Element


Item = Entry | SideElement


@dataclass(slots=True)
class Facts:
    """Facts about the file as a whole, collected while reading."""

    dropped: int = 0  # characters that XML doesn't know
    has_more: bool = False  # a public feed, which is given out in pieces

    def drop(self, number: int) -> None:
        self.dropped += number


def read_feed(
    stream: IO[bytes],
    progress: Callable[[int], None] | None = None,
    facts: Facts | None = None,
) -> Iterator[Item]:
    """Yields every post, page and comment in file order; `progress` is called with the bytes read."""
    facts = facts or Facts()
    reader = _Reader(facts)
    cleaner = Cleaner(facts.drop)
    while chunk := _read(stream):
        reader.feed(cleaner.cleaned(chunk))
        yield from _items(reader)
        if progress:
            progress(len(chunk))
    reader.feed(cleaner.rest())
    reader.close()
    yield from _items(reader)


def _items(reader: "_Reader") -> Iterator[Item]:
    while reader.done:
        element = reader.done.popleft()
        if element.tag != _tag(_ENTRY):
            yield SideElement(element)
        elif entry := _entry(element):
            yield entry


def _read(stream: IO[bytes]) -> bytes:
    try:
        return stream.read(_CHUNK)
    except Exception as error:  # zlib, zipfile and the disk each have errors of their own
        raise BackupError("Tệp bị hỏng hoặc tải về chưa trọn vẹn.") from error


@lru_cache(maxsize=256)
def _tag(name: str) -> str:
    """A name as ElementTree writes it: {namespace}local."""
    namespace, _, local = name.rpartition(_SEP)
    return f"{{{namespace}}}{local}" if namespace else local


class _Reader:
    """Builds the children of the root one by one, and discards each after it was consumed."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self.done: deque[Element] = deque()
        self._depth = 0
        self._size = 0
        self._builder: TreeBuilder | None = None
        # Whatever encoding the file declares: `Cleaner` yields UTF-8.
        parser = expat.ParserCreate("utf-8", namespace_separator=_SEP)
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = self._refuse
        parser.EntityDeclHandler = self._refuse
        parser.ExternalEntityRefHandler = self._refuse
        self._parser = parser

    def feed(self, chunk: bytes) -> None:
        self._parse(chunk, False)

    def close(self) -> None:
        self._parse(b"", True)

    def _parse(self, chunk: bytes, is_last: bool) -> None:
        try:
            self._parser.Parse(chunk, is_last)
        except (expat.ExpatError, LookupError, ValueError) as error:
            if isinstance(error, BackupError):
                raise
            line = f" (dòng {error.lineno})" if isinstance(error, expat.ExpatError) else ""
            raise BackupError(f"Tệp không đúng định dạng XML hoặc chưa trọn vẹn{line}.") from error

    def _refuse(self, *args: Any) -> int:
        raise BackupError("Tệp có phần khai báo DOCTYPE hoặc thực thể nên không được nhận.")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth == 1:
            if name != f"{ATOM}{_SEP}feed":
                raise BackupError("Tệp XML này không phải là bản sao lưu của Blogger.")
            return
        if self._depth > 30:
            raise BackupError("Tệp XML này không phải là bản sao lưu của Blogger.")
        if self._depth == 2 and name == _LINK and attributes.get("rel") == "next":
            self._facts.has_more = True
        is_ours = name == _ENTRY or name.startswith(f"{OWN}{_SEP}")
        if self._depth == 2 and is_ours:
            self._builder, self._size = TreeBuilder(), 0
        if self._builder is not None:
            self._count(name, *attributes.values())
            self._builder.start(_tag(name), attributes)

    def _text(self, text: str) -> None:
        if self._builder is not None:
            self._count(text)
            self._builder.data(text)

    def _end(self, name: str) -> None:
        self._depth -= 1
        if self._builder is None:
            return
        self._builder.end(_tag(name))
        if self._depth == 1:
            self.done.append(self._builder.close())
            self._builder = None

    def _count(self, *texts: str) -> None:
        self._size += sum(map(len, texts)) + 16
        if self._size > MAX_ENTRY:
            raise BackupError("Tệp có một bài dài bất thường nên không được nhận.")


# --- One entry --------------------------------------------------------------------------------


def _entry(element: Element) -> Entry | None:
    """None for what is neither post, page nor comment: settings, the template, unknown kinds."""
    children: dict[tuple[str, str], list[Element]] = {}
    for child in element:
        namespace, _, local = child.tag[1:].rpartition("}")
        children.setdefault((namespace, local), []).append(child)

    def text(local: str, namespace: str = ATOM) -> str:
        elements = children.get((namespace, local))
        return (elements[0].text or "").strip() if elements else ""

    kind = _kind(children, text("type", BLOGGER))
    if kind is None:
        return None
    title, content = _first(children, ATOM, "title"), _first(children, ATOM, "content")
    if content is None:  # a public feed that was set to give only beginnings
        content = _first(children, ATOM, "summary")
    author = _first(children, ATOM, "author")
    entry = Entry(
        id=text("id"),
        kind=kind,
        title=_title(title),
        content=(content.text or "") if content is not None else "",
        is_html=content is None or content.get("type", "html") != "text",
        author=clean_line(_child(author, ATOM, "name")),
        is_anonymous=_child(author, BLOGGER, "type").upper() == "ANONYMOUS",
        created=moment(text("created", BLOGGER)),
        published=moment(text("published")),
        updated=moment(text("updated")),
        summary=clean_line(text("metaDescription", BLOGGER)),
        labels=_labels(children),
    )
    entry.address = _address(children)
    # As given in the file: never derived from dates.
    entry.path = plain_path(text("filename", BLOGGER) or entry.address)
    _judge(entry, children, text)
    if kind is Kind.COMMENT:
        _place(entry, children, text)
    entry.own = _first(children, OWN, "item")
    return entry


_Children = dict[tuple[str, str], list[Element]]


def _first(children: _Children, namespace: str, local: str) -> Element | None:
    elements = children.get((namespace, local))
    return elements[0] if elements else None


def _child(element: Element | None, namespace: str, local: str) -> str:
    if element is None:
        return ""
    return (element.findtext(f"{{{namespace}}}{local}") or "").strip()


def _kind(children: _Children, takeout: str) -> Kind | None:
    if takeout:
        return {kind.value: kind for kind in Kind}.get(takeout.lower())
    for category in children.get((ATOM, "category"), []):
        if category.get("scheme") == _KIND:
            return {kind.value: kind for kind in Kind}.get(
                category.get("term", "").rpartition("#")[2]
            )
    return _kind_untold(children)


def _kind_untold(children: _Children) -> Kind:
    """Public feeds and those of other programs name no kind: it is inferred from the entry's elements."""
    if (_THREAD, "in-reply-to") in children:
        return Kind.COMMENT
    return Kind.PAGE if plain_path(_address(children)).startswith("/p/") else Kind.POST


def _title(element: Element | None) -> str:
    if element is None:
        return ""
    text = element.text or ""
    return clean_line(unescape(text) if element.get("type") == "html" else text)


def _labels(children: _Children) -> list[str]:
    """Labels in their order, each once; the kinds of the classic format are categories as well."""
    labels: dict[str, None] = {}
    for category in children.get((ATOM, "category"), []):
        scheme, term = category.get("scheme", ""), clean_line(category.get("term", ""))
        if term and (scheme == _CLASSIC_LABEL or scheme.startswith("tag:")):
            labels[term] = None
    return list(labels)


def _address(children: _Children) -> str:
    for link in children.get((ATOM, "link"), []):
        if link.get("rel") == "alternate" and link.get("type", "text/html") == "text/html":
            return link.get("href", "").strip()
    return ""


def plain_path(address: str) -> str:
    """The path alone, percent signs resolved: "/2024/10/le-ky.html"; none of an address without."""
    try:
        path = unquote(urlsplit(address.strip()).path)
    except ValueError:
        return ""
    path = nfc("/" + path.strip("/"))
    return path if path != "/" and path.isprintable() else ""


def _judge(entry: Entry, children: _Children, text: Callable[..., str]) -> None:
    """Sets the flags for drafts, spam, deleted and emptied comments, for both dialects."""
    status = text("status", BLOGGER).upper()
    entry.is_draft = status == "DRAFT"
    entry.is_spam = "SPAM" in status or status == "GHOSTED"
    entry.is_removed = (
        bool(text("trashed", BLOGGER))
        or "TRASH" in status
        or "DELETE" in status
        or status == "EMPTIED"
    )
    entry.is_waiting = "PENDING" in status or (
        entry.kind is Kind.COMMENT and status not in {"", "LIVE"} and not entry.is_spam
    )
    for (namespace, local), elements in children.items():
        if namespace in _APP and local == "control":
            for draft in elements[0]:
                if draft.tag.endswith("}draft") and (draft.text or "").strip() == "yes":
                    entry.is_draft = True
    for named in children.get((_GD, "extendedProperty"), []):
        if named.get("name") == "blogger.contentRemoved" and named.get("value") == "true":
            entry.is_removed = True


def _place(entry: Entry, children: _Children, text: Callable[..., str]) -> None:
    """Sets the post of a comment, and the comment that it answers."""
    entry.post_id = text("parent", BLOGGER)
    entry.reply_to = text("inReplyTo", BLOGGER)
    if entry.post_id:
        return
    reply = _first(children, _THREAD, "in-reply-to")
    entry.post_id = reply.get("ref", "") if reply is not None else ""
    for link in children.get((ATOM, "link"), []):
        match = _REPLY_LINK.search(link.get("href", ""))
        # Its own address has that form as well.
        if link.get("rel") == "related" and match and not entry.id.endswith(f"-{match[1]}"):
            entry.reply_to = f"{entry.id.rpartition('-')[0]}-{match[1]}"


def moment(text: str) -> dt.datetime | None:
    """Parses a point in time: UTC if it has no zone; None if it is invalid."""
    try:
        when = dt.datetime.fromisoformat(_FRACTION.sub(r".\1", text))
        when = when if when.tzinfo else when.replace(tzinfo=dt.UTC)
        when = when.astimezone(dt.UTC)
    except (ValueError, OverflowError):
        return None
    return when if 1990 <= when.year <= 2100 else None
