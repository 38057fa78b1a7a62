"""Elements of our own in an export, beyond Blogger's format, written and read in one place.

Every entry has one `item` of our namespace with the very columns; sections, tags and old addresses
stand beside the entries. Whatever else an entry holds is for other programs.
"""

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element
from xml.sax.saxutils import escape, quoteattr

from emulation.models import Compact
from events.models import Event
from kit.html import clean_html
from kit.text import clean_line, clean_text
from members.models import Unit
from news.models import Attachment, Comment, OldAddress, Page, Photo, Post, Section, Tag
from news.models.workflow import PostState

from .articles import Article, Wanted, WantedFile
from .feed import OWN, Entry, moment
from .html import OldPicture
from .pictures import SourcePicture

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_FIGURE = re.compile(r'<figure data-photo="([0-9]+)">\s*</figure>')
_PHOTO_TEXTS = ("alt", "caption", "credit")
_PHOTO_NUMBERS = ("order", "focus_x", "focus_y")


# --- Writing ----------------------------------------------------------------------------------


def element(tag: str, text: str | None = None, /, *, inside_: str = "", **values: Any) -> str:
    """One element; attributes without a value are left out, `_` in their names is `-`."""
    attributes = "".join(
        f" {key.rstrip('_').replace('_', '-')}={quoteattr(_attribute_text(value), {chr(10): '&#10;'})}"
        for key, value in values.items()
        if value not in (None, "", False)
    )
    content = inside_ + (escape(_attribute_text(text)) if text else "")
    return f"<{tag}{attributes}>{content}</{tag}>" if content else f"<{tag}{attributes}/>"


def _attribute_text(value: Any) -> str:
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    return _NOT_XML.sub("", "1" if value is True else str(value))


def asides() -> Iterator[str]:
    """Sections, tags, and the old addresses that lead to no single post or page."""
    for section in Section.objects.order_by("pk").iterator(500):
        yield element("own:section", slug=section.slug, name=section.name,
                      description=section.description, order=section.order)  # fmt: skip
    for tag in Tag.objects.order_by("pk").iterator(500):
        yield element("own:tag", slug=tag.slug, name=tag.name)
    rows = OldAddress.objects.filter(post=None, page=None).select_related("section", "tag")
    for row in rows.order_by("pk").iterator(500):
        yield element(
            "own:old",
            path=row.path,
            section=row.section and row.section.slug,
            tag=row.tag and row.tag.slug,
            month=row.month,
        )


def post_item(post: Post, photo_names: dict[int, str], file_names: dict[int, str]) -> str:
    """Asks for nothing: `post` comes with all that `exporting.posts` fetched beside it."""
    inside = [
        element("own:lead", post.lead),
        element("own:body", post.body),
        element("own:signature", post.author_signature),
        element("own:section", slug=post.section.slug, name=post.section.name),
        *(element("own:tag", slug=tag.slug, name=tag.name) for tag in post.tags.all()),
        *(element("own:unit", code=unit.code, name=unit.name) for unit in post.units.all()),
    ]
    if post.unit:
        inside.append(element("own:sender", code=post.unit.code, name=post.unit.name))
    if post.event:
        inside.append(element("own:event", title=post.event.title, starts=post.event.starts_at))
    if post.compact:
        cluster = post.compact.cluster.slug
        inside.append(element("own:compact", cluster=cluster, year=post.compact.year))
    for photo in post.photos.all():
        inside.append(_photo(photo, photo_names.get(photo.pk, "")))
    for file in post.attachments.all():
        inside.append(_file(file, file_names.get(file.pk, "")))
    inside += [element("own:old", path=old.path) for old in post.old_addresses.all()]
    return element(
        "own:item",
        inside_="".join(inside),
        slug=post.slug,
        month=post.address_month,
        state=post.state,
        audience=post.audience,
        comments=post.comments_mode,
        video=post.video_url,
        created=post.created_at,
        updated=post.updated_at,
        published=post.published_at,
        scheduled=post.scheduled_for,
    )


def _photo(photo: Photo, member: str) -> str:
    values = {name: getattr(photo, name) for name in (*_PHOTO_TEXTS, *_PHOTO_NUMBERS)}
    # Zero is a place as well, and `element` leaves out only what is empty.
    numbers = {name: str(values.pop(name)) for name in _PHOTO_NUMBERS}
    return element(
        "own:photo", id=photo.pk, member=member, agreed=photo.people_agreed, **values, **numbers
    )


def _file(file: Attachment, member: str) -> str:
    return element(
        "own:file", member=member, name=file.file_name, title=file.title, order=str(file.order)
    )


def page_item(page: Page) -> str:
    inside = element("own:body", page.body)
    inside += "".join(element("own:old", path=old.path) for old in page.old_addresses.all())
    return element(
        "own:item",
        inside_=inside,
        slug=page.slug,
        state=page.state,
        created=page.created_at,
        updated=page.updated_at,
    )


def comment_item(comment: Comment) -> str:
    inside = element("own:text", comment.text)
    inside += "".join(element("own:held", reason) for reason in comment.held_because)
    return element(
        "own:item",
        inside_=inside,
        name=comment.name,
        state=comment.state,
        reference=comment.reference,
        created=comment.created_at,
        moderated=comment.moderated_at,
    )


# --- Reading ----------------------------------------------------------------------------------


def local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def children(item: Element, name: str) -> list[Element]:
    return [child for child in item if child.tag == f"{{{OWN}}}{name}"]


def _text(item: Element, name: str) -> str:
    elements = children(item, name)
    return (elements[0].text or "") if elements else ""


def _choice(value: str, choices: Any, default: Any) -> Any:
    return value if value in choices.values else default


def _number(value: str | None, default: int = 0, limit: int = 32_000) -> int:
    is_number = value is not None and value.isascii() and value.isdigit() and len(value) < 10
    return min(int(value), limit) if is_number and value is not None else default


def month_of(value: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(value or "").replace(day=1)
    except ValueError:
        return None


class LowerRecords:
    """Looks up the units, events and compacts that an export names, where they exist here."""

    def __init__(self) -> None:
        self._units = dict(Unit.objects.values_list("code", "pk"))
        self._events: dict[tuple[str, str], int | None] = {}
        self._compacts: dict[tuple[str, str], int | None] = {}

    def unit(self, code: str) -> int | None:
        return self._units.get(code)

    def event_of(self, element: Element) -> int | None:
        return self.event(element.get("title", ""), element.get("starts", ""))

    def compact_of(self, element: Element) -> int | None:
        return self.compact(element.get("cluster", ""), element.get("year", ""))

    def missing(self, item: Element) -> list[str]:
        """Descriptions of what an item names that doesn't exist here."""
        missing = []
        for name, label, lookup in (
            ("sender", "đơn vị viết bài", lambda e: self.unit(e.get("code", ""))),
            ("unit", "đơn vị", lambda e: self.unit(e.get("code", ""))),
            ("event", "sự kiện", self.event_of),
            ("compact", "giao ước", self.compact_of),
        ):
            for element in children(item, name):
                if lookup(element) is None:
                    keys = ("name", "code", "title", "cluster", "year")
                    name_text = " ".join(
                        filter(None, (clean_line(element.get(key, "")) for key in keys))
                    )
                    missing.append(f"{label} “{name_text}”")
        return missing

    def event(self, title: str, starts: str) -> int | None:
        key = (title, starts)
        if key not in self._events:
            at = moment(starts)
            rows = Event.objects.filter(title=title, starts_at=at) if at else Event.objects.none()
            self._events[key] = rows.values_list("pk", flat=True).first()
        return self._events[key]

    def compact(self, cluster: str, year: str) -> int | None:
        key = (cluster, year)
        if key not in self._compacts:
            rows = Compact.objects.filter(cluster__slug=cluster, year=_number(year))
            self._compacts[key] = rows.values_list("pk", flat=True).first()
        return self._compacts[key]


def post_from_own(entry: Entry, lower_records: LowerRecords, now: dt.datetime) -> Article:
    """Builds an article; every value is validated as if somebody had typed it."""
    item = entry.own
    assert item is not None  # noqa: S101 - the caller checked
    state = _choice(item.get("state", ""), PostState, PostState.DRAFT)
    published, scheduled = moment(item.get("published", "")), moment(item.get("scheduled", ""))
    if (state == PostState.PUBLISHED and not published) or (
        state == PostState.SCHEDULED and not scheduled
    ):
        state = PostState.DRAFT
    created_at = moment(item.get("created", "")) or entry.published or now
    pictures = _wanted(item)
    places = {wanted.key.removeprefix("own-"): number for number, wanted in enumerate(pictures)}
    body = clean_html(_text(item, "body"))

    def mark(figure: re.Match[str]) -> str:
        number = places.get(figure[1])
        if number is None:
            return ""
        pictures[number].mark = number
        return f"<p>\ue000{number}\ue001</p>"

    values = {
        "title": entry.title[:200],
        "slug": _slug(item.get("slug", "")),
        "lead": clean_text(_text(item, "lead")),
        "body": _FIGURE.sub(mark, re.sub("[\ue000\ue001]", "", body)),
        "author_signature": clean_line(_text(item, "signature"))[:100],
        "state": state,
        "audience": _choice(item.get("audience", ""), Post.Audience, Post.Audience.INTERNAL),
        "comments_mode": _choice(item.get("comments", ""), Post.Comments, Post.Comments.BY_RULE),
        "video_url": _https(item.get("video", "")),
        "address_month": month_of(item.get("month")) or created_at.date().replace(day=1),
        "published_at": published,
        "scheduled_for": scheduled,
        "created_at": created_at,
        "updated_at": moment(item.get("updated", "")) or entry.updated or created_at,
        "unit_id": next(
            (lower_records.unit(e.get("code", "")) for e in children(item, "sender")), None
        ),
        "event_id": next((lower_records.event_of(e) for e in children(item, "event")), None),
        "compact_id": next((lower_records.compact_of(e) for e in children(item, "compact")), None),
    }
    units = [lower_records.unit(unit.get("code", "")) for unit in children(item, "unit")]
    return Article(
        entry,
        values,
        units=[pk for pk in units if pk is not None],
        missing=lower_records.missing(item),
        pictures=pictures,
        files=_files(item),
        paths=[old.get("path", "") for old in children(item, "old") if old.get("path")],
    )


def page_from_own(entry: Entry, now: dt.datetime) -> Article:
    item = entry.own
    assert item is not None  # noqa: S101 - the caller checked
    created_at = moment(item.get("created", "")) or entry.published or now
    values = {
        "title": entry.title[:200],
        "slug": _slug(item.get("slug", "")),
        "body": clean_html(_text(item, "body")),
        "state": _choice(item.get("state", ""), Page.State, Page.State.DRAFT),
        "created_at": created_at,
        "updated_at": moment(item.get("updated", "")) or entry.updated or created_at,
    }
    paths = [old.get("path", "") for old in children(item, "old") if old.get("path")]
    return Article(entry, values, paths=paths)


def comment_from_own(entry: Entry, now: dt.datetime) -> dict[str, Any]:
    item = entry.own
    assert item is not None  # noqa: S101 - the caller checked
    reference = item.get("reference", "")
    values = {
        "name": clean_line(item.get("name", "") or entry.author)[:60] or "Nặc danh",
        "text": clean_text(_text(item, "text")),
        "state": _choice(item.get("state", ""), Comment.State, Comment.State.HELD),
        "held_because": [clean_line(held.text or "")[:300] for held in children(item, "held")][:20],
        "created_at": moment(item.get("created", "")) or entry.published or now,
        "moderated_at": moment(item.get("moderated", "")),
    }
    if re.fullmatch("[A-Z0-9]{8}", reference):
        values["reference"] = reference
    return values


def _slug(text: str) -> str:
    return text[:100] if re.fullmatch(r"[a-zA-Z0-9_-]+", text) else ""


def _https(text: str) -> str:
    return text[:400] if re.match(r"https://[^\s\"<>]+$", text) else ""


def _wanted(item: Element) -> list[Wanted]:
    wanted = []
    for photo in children(item, "photo"):
        values: dict[str, Any] = {
            "alt": clean_line(photo.get("alt", ""))[:200],
            "caption": clean_line(photo.get("caption", ""))[:300],
            "credit": clean_line(photo.get("credit", ""))[:60],
            "order": _number(photo.get("order")),
            "focus_x": _number(photo.get("focus-x"), 50, 100),
            "focus_y": _number(photo.get("focus-y"), 50, 100),
            "people_agreed": photo.get("agreed") == "1",
        }
        picture = OldPicture([], values["alt"], values["caption"], values["credit"])
        member = photo.get("member", "")
        file = SourcePicture(member, 0, 0, is_member=True) if member else None
        key = f"own-{photo.get('id', '')[:20]}"
        wanted.append(Wanted(key, picture, values, file=file, is_ours=True))
    return wanted


def _files(item: Element) -> list[WantedFile]:
    return [
        WantedFile(
            name=clean_line(file.get("name", "")).replace("/", "-")[-120:],
            member=file.get("member", ""),
            values={
                "title": clean_line(file.get("title", ""))[:160],
                "order": _number(file.get("order")),
            },
        )
        for file in children(item, "file")
    ]
