"""Posts on their way through the newsroom: each step by the table of `models.workflow`."""

import datetime as dt
from collections.abc import Iterable

from django.contrib.admin.models import CHANGE, LogEntry
from django.db import transaction
from django.utils import timezone

from kit.workflow import performs
from members.actions.permission import in_role, needs
from members.models import User

from ..models import Post, PostMove, PostVersion
from ..models.workflow import PostState, PostStep
from .errors import CannotMove
from .permission import edits_news
from .versions import keep_if_new


@needs(in_role("post"))
@transaction.atomic
def move(
    *, post: Post, step: PostStep, by: User, note: str = "", at: dt.datetime | None = None
) -> PostMove:
    """Takes one step. The stored state counts, not the one that the caller's page showed."""
    stored = Post.objects.select_for_update(of=("self",)).select_related("section").get(pk=post.pk)
    if stored.state not in step.sources or step.role not in stored.roles_of(by):
        raise CannotMove(
            f"Bài đang ở trạng thái “{stored.get_state_display()}”, không còn làm được việc này."
        )
    if step.needs_all_parts and (missing := stored.missing_parts):
        raise CannotMove(f"Bài còn thiếu: {', '.join(missing)}.")
    old = stored.state
    if step.act is None:
        stored.set_state(step.target)
    else:
        step.act(stored, by, note, at)
    return PostMove.objects.create(
        post=stored, old_state=old, new_state=stored.state, by=by, note=note
    )


@performs(PostStep.PUBLISH)
def _publish(post: Post, by: User, note: str, at: dt.datetime | None) -> None:
    post.publish()
    keep_if_new(post=post, why=PostVersion.Why.PUBLISHED, by=by)


@performs(PostStep.RETURN)
def _return(post: Post, by: User, note: str, at: dt.datetime | None) -> None:
    if not note:
        raise CannotMove("Chưa ghi lời nhắn cho người viết.")
    post.set_state(PostState.RETURNED)


@performs(PostStep.SCHEDULE)
def _schedule(post: Post, by: User, note: str, at: dt.datetime | None) -> None:
    if at is None or at <= timezone.now():
        raise CannotMove("Giờ hẹn đăng phải là giờ sắp tới.")
    post.schedule(at)


@performs(PostStep.WITHDRAW)
def _withdraw(post: Post, by: User, note: str, at: dt.datetime | None) -> None:
    post.withdraw()


@needs(edits_news)
def publish(*, posts: Iterable[Post], by: User) -> int:
    """Puts out those that are not out yet; says how many. One that may not move stops all."""
    return _move_all(posts, PostStep.PUBLISH, by, "Đăng bài.")


@needs(edits_news)
def withdraw(*, posts: Iterable[Post], by: User) -> int:
    """Withdraws published posts; returns how many."""
    return _move_all(posts, PostStep.WITHDRAW, by, "Gỡ bài khỏi trang.")


@transaction.atomic
def _move_all(posts: Iterable[Post], step: PostStep, by: User, message: str) -> int:
    changed = [post for post in posts if post.state in step.sources]
    for post in changed:
        try:
            move(post=post, step=step, by=by)
        except CannotMove as error:
            raise CannotMove(f"“{post}”: {error}") from error
        post.refresh_from_db()
    if changed:
        LogEntry.objects.log_actions(by.pk, changed, CHANGE, message)
    return len(changed)


@needs(edits_news)
@transaction.atomic
def record_change(*, post: Post, old_state: str | None, by: User) -> None:
    """Records the change of state and text made by a form that saves by itself, as in the admin."""
    if old_state is not None and old_state != post.state:
        PostMove.objects.create(post=post, old_state=old_state, new_state=post.state, by=by)
    if post.state == PostState.PUBLISHED:
        was_out = old_state == PostState.PUBLISHED
        why = PostVersion.Why.UPDATED if was_out else PostVersion.Why.PUBLISHED
        keep_if_new(post=post, why=why, by=by)


@transaction.atomic
def publish_due(*, now: dt.datetime | None = None) -> list[Post]:
    """Publishes every scheduled post whose time has come, however late this runs; returns them.

    Run twice at once, each post still comes out once: the second waits for the first's rows and
    then finds them out.
    """
    now = now or timezone.now()
    due = list(Post.objects.select_for_update(of=("self",)).select_related("section").due(now))
    for post in due:
        post.publish(now=now)
        keep_if_new(post=post, why=PostVersion.Why.PUBLISHED, by=None)
        PostMove.objects.create(
            post=post, old_state=PostState.SCHEDULED, new_state=post.state, by=None
        )
    return due


def choose_lead_photo(*, post: Post) -> None:
    """The first photograph stands for the post in lists; to be called when photographs changed."""
    Post.objects.filter(pk=post.pk).update(lead_photo=post.photos.first())
