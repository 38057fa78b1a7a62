"""Choosing posts for the front page; merging sections."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from desk.actions.typed import keep_replaced, typed_is_saved
from desk.editing import shift
from kit.dates import lately
from kit.html import clean_html
from kit.text import slugify
from members.actions.permission import needs
from members.history import repoint
from members.models import Sitting, User
from members.models.typed import Content

from ..models import FrontPin, OldSection, Page, PageDraft, Post, Section
from .permission import edits_news
from .slugs import save_under_free_slug

JUST_NOW = dt.timedelta(minutes=1)


@needs(edits_news)
@transaction.atomic
def save_page(
    *,
    page: Page,
    is_slug_chosen: bool,
    by: User,
    sitting: Sitting | None = None,
    typed: Content | None = None,
    is_replacing: bool = False,
) -> Page:
    """Stores a lasting page; a double click returns the page of the first press.

    Two people may begin a page of one title at the same moment: an address that nobody chose gives
    way, one that somebody chose does not. `typed`: the form as it was sent in this sitting.
    `is_replacing`: another's text, saved meanwhile, is knowingly replaced and kept for whoever does.
    """
    rows = page_drafts(page)
    if is_replacing and page.pk:
        _keep_page(page.pk, by)
    page = _stored_page(page, is_slug_chosen, by)
    if sitting is not None:
        typed_is_saved(rows, by=by, sitting=sitting, content=typed or {})
    return page


def page_drafts(page: Page) -> Any:
    """Unsaved texts of a page; for a page never saved, those of all such pages."""
    return page.drafts if page.pk else PageDraft.objects.filter(page=None)


def _keep_page(pk: int, by: User) -> None:
    stored = Page.objects.get(pk=pk)
    keep_replaced(
        stored.drafts, by=by, version=stored.updated_at.isoformat(),
        content={name: [getattr(stored, name)] for name in ("title", "body", "slug")},
        note="Trang trước khi bị bản của đồng chí thay",
    )  # fmt: skip


def _stored_page(page: Page, is_slug_chosen: bool, by: User) -> Page:
    if page.pk:
        page.save()
        return page
    User.objects.select_for_update(of=("self",)).get(pk=by.pk)  # two presses take turns
    same = Page.objects.filter(title=page.title, created_at__range=lately(JUST_NOW))
    if sent := next(
        (candidate for candidate in same if candidate.body == clean_html(page.body)), None
    ):
        return sent
    if is_slug_chosen:
        page.save()
    else:
        save_under_free_slug(page)
    return page


@needs(edits_news)
@transaction.atomic
def choose_for_front(*, post: Post, kind: str, by: User) -> FrontPin:
    """Makes the post the lead, replacing the present lead, or appends it to the pins.

    In its new place it has no end: its old end may have passed already.
    """
    list(FrontPin.objects.select_for_update().values_list("pk"))  # editors choose one at a time
    if kind == FrontPin.Kind.LEAD:
        for former in FrontPin.objects.filter(kind=kind).exclude(post=post):
            former.delete()
    pin = FrontPin.objects.filter(post=post).first() or FrontPin(post=post)
    if pin.pk is None or pin.kind != kind:
        last = FrontPin.objects.pinned().aggregate(last=Max("order"))["last"] or 0
        pin.kind, pin.order = kind, last + 1 if kind == FrontPin.Kind.PIN else 0
        pin.until = None
        pin.save()
    return pin


@needs(edits_news)
@transaction.atomic
def move_pin(*, pin: FrontPin, down: bool, by: User) -> None:
    if not pin.is_lead:
        shift(FrontPin.objects.pinned(), pin, down=down)


@needs(edits_news)
@transaction.atomic
def limit_pin(*, pin: FrontPin, until: dt.datetime | None, by: User) -> None:
    """Sets until when it stands there; None: until somebody takes it out."""
    pin.until = until
    pin.save()


@needs(edits_news)
@transaction.atomic
def remove_pin(*, pin: FrontPin, by: User) -> None:
    pin.delete()


@needs(edits_news)
@transaction.atomic
def put_back_pin(*, pin: FrontPin, by: User) -> bool:
    """Restores a choice just taken out, with its place and end; False where that can't be any more:
    the post is gone or was chosen anew, or there is another lead."""
    if FrontPin.objects.filter(pk=pin.pk, post=pin.post_id).exists():
        return True  # a double click
    try:
        pin.full_clean()
    except ValidationError:
        return False
    pin.save(force_insert=True)
    return True


@needs(edits_news)
@transaction.atomic
def move_section(*, section: Section, down: bool, by: User) -> None:
    shift(Section.objects.all(), section, down=down)


# The sections that such a newspaper usually has, to begin with.
USUAL_SECTIONS = (
    ("Thi đua", "Giao ước, chỉ tiêu, kết quả xếp loại của các cụm thi đua."),
    ("Nghĩa tình", "Thăm hỏi, chúc thọ, giúp nhau lúc khó khăn."),
    ("Tổ chức Hội", "Nhân sự, chi hội, sổ sách và nền nếp sinh hoạt."),
    ("Gương sáng", "Chân dung hội viên và những việc làm đẹp."),
    ("Phong trào", "Toàn dân bảo vệ an ninh Tổ quốc và các phong trào ở khu phố."),
    ("Văn hóa – Thể thao", "Sống vui, sống khỏe, sống có ích."),
    ("Thông báo", "Thông báo của Văn phòng Hội."),
)


@needs(edits_news)
@transaction.atomic
def add_usual_sections(*, by: User) -> int:
    """Adds the usual sections to a newspaper without any; returns how many. A double click adds none."""
    if Section.objects.exists():
        return 0
    for order, (name, description) in enumerate(USUAL_SECTIONS, 1):
        Section(name=name, slug=slugify(name), description=description, order=order).save()
    return len(USUAL_SECTIONS)


@needs(edits_news)
@transaction.atomic
def merge_section(*, section: Section, into: Section, by: User) -> int:
    """Moves its posts and lines of menus to the other and drops it; its addresses, those of the
    old blog too, lead on. Says how many posts."""
    # Anyone who moves a post there meanwhile waits, and is then refused by the foreign key.
    Section.objects.select_for_update().get(pk=section.pk)
    moved = repoint(section, into)[Post]
    slug = section.slug
    section.delete()
    OldSection(slug=slug, section=into).save()
    return moved
