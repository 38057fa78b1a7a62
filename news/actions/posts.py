"""Posts on their way through the newsroom."""

import datetime as dt
from collections.abc import Iterable

from django.contrib.admin.models import CHANGE, LogEntry
from django.db import transaction
from django.utils import timezone

from members.models import User

from ..models import Post, PostMove
from ..models.workflow import State


@transaction.atomic
def publish(*, posts: Iterable[Post], by: User) -> int:
    """Puts out those that are not out yet; says how many."""
    changed = [post for post in posts if post.state != Post.State.PUBLISHED]
    for post in changed:
        old = post.state
        post.publish()
        PostMove.objects.create(post=post, old_state=old, new_state=post.state, by=by)
    _note(changed, by, "Đăng bài.")
    return len(changed)


@transaction.atomic
def withdraw(*, posts: Iterable[Post], by: User) -> int:
    """Takes published posts off the site; says how many."""
    changed = [post for post in posts if post.state == Post.State.PUBLISHED]
    for post in changed:
        post.withdraw()
        PostMove.objects.create(post=post, old_state=State.PUBLISHED, new_state=post.state, by=by)
    _note(changed, by, "Gỡ bài khỏi trang.")
    return len(changed)


def _note(posts: list[Post], by: User, words: str) -> None:
    if posts:
        LogEntry.objects.log_actions(by.pk, posts, CHANGE, words)


@transaction.atomic
def publish_due(*, now: dt.datetime | None = None) -> list[Post]:
    """Puts out every scheduled post whose time has come, however late this runs; tells which.

    Run twice at once, each post still comes out once: the second waits for the first's rows and
    then finds them out.
    """
    now = now or timezone.now()
    due = list(Post.objects.select_for_update(of=("self",)).due(now))
    for post in due:
        post.publish(now=now)
        PostMove.objects.create(post=post, old_state=State.SCHEDULED, new_state=post.state, by=None)
    return due


def choose_lead_photo(*, post: Post) -> None:
    """The first photograph stands for the post in lists; to be called when photographs changed."""
    Post.objects.filter(pk=post.pk).update(lead_photo=post.photos.first())
