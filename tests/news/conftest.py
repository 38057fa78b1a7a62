"""Posts in every state, each with a word nobody else has, and a reader's browser."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from news.models import Attachment, Post, Section, Tag
from tests import factories as make

HIDDEN = ("draft", "withdrawn", "scheduled")
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


@pytest.fixture
def posts(db: None) -> dict[str, Post]:
    """One post of each kind, all in one section, under one tag, about one unit."""
    section = make.make_section(name="Thi đua", slug="thi-dua")
    tag = Tag.objects.create(name="giao ước", slug="giao-uoc")
    unit = make.make_association()
    hour = dt.timedelta(hours=1)
    now = timezone.now()
    kinds: dict[str, dict[str, Any]] = {
        "public": {"published_at": now - 2 * hour},
        "internal": {"audience": Post.Audience.INTERNAL, "published_at": now - hour},
        "draft": {"state": Post.State.DRAFT, "published_at": None},
        "withdrawn": {"state": Post.State.WITHDRAWN},
        "scheduled": {
            "state": Post.State.SCHEDULED,
            "scheduled_for": now + hour,
            "published_at": None,
        },
    }
    made = {}
    for kind, fields in kinds.items():
        made[kind] = make.make_post(
            title=f"Tin riêng {kind}word", slug=f"tin-{kind}", section=section, **fields
        )
        made[kind].tags.add(tag)
        made[kind].units.add(unit)
    return made


@pytest.fixture
def section(posts: dict[str, Post]) -> Section:
    return posts["public"].section


@pytest.fixture
def reader() -> Client:
    return Client()


@pytest.fixture
def write(reader: Client) -> Callable[..., Any]:
    """Sends a comment as a visitor (or as whoever `client` is), followed to the page it leads to."""

    def write(post: Post, client: Client | None = None, **data: Any) -> Any:
        typed = {"name": "Trần Bạn Đọc", "text": "Chúc mừng các đơn vị."} | data
        return (client or reader).post(comment_url(post), typed, follow=True)

    return write


def comment_url(post: Post) -> str:
    month = post.address_month
    return reverse("news:comment", args=[month.year, month.month, post.slug])


def make_attachment(post: Post, name: str = "giao-uoc.pdf", content: bytes = PDF) -> Attachment:
    attachment = Attachment(post=post, title="Toàn văn giao ước")
    attachment.file.save(name, SimpleUploadedFile(name, content))
    return attachment
