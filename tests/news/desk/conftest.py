"""A newsroom in small: a draft of the district, its writer's and an editor's browser."""

import pytest
from django.test import Client
from django.urls import reverse

from news.models import Post
from tests import factories as make
from tests.conftest import Cast


@pytest.fixture
def writer(cast: Cast) -> Client:
    return cast.client("correspondent")


@pytest.fixture
def editor(cast: Cast) -> Client:
    return cast.client("editor")


@pytest.fixture
def draft(cast: Cast) -> Post:
    return make.make_post(
        title="Hội quận trồng cây", unit=cast.district, state=Post.State.DRAFT,
        published_at=None, created_by=cast.correspondent,
    )  # fmt: skip


def desk(name: str, post: Post, *more: object) -> str:
    return reverse(f"news_desk:{name}", args=[post.pk, *more])


def typed(post: Post, **data: object) -> dict[str, object]:
    """What the browser would send of the untouched writing page, with these changes."""
    post.refresh_from_db()
    fields: dict[str, object] = {
        "version": post.version, "section": post.section_id, "title": post.title,
        "lead": post.lead, "body": post.body, "author_signature": post.author_signature,
        "tags": ", ".join(tag.name for tag in post.tags.all()), "event": post.event_id or "",
        "compact": post.compact_id or "", "units": "", "unit": post.unit_id or "",
        "audience": post.audience, "comments_mode": post.comments_mode, "slug": post.slug,
        "video_url": post.video_url,
    }  # fmt: skip
    return fields | data
