"""Moderation: approving and rejecting comments, undoing it, answering, banning writers."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.contrib.admin.models import CHANGE, LogEntry
from django.db import transaction
from django.utils import timezone

from desk.tokens import sent_before
from members.actions.permission import needs
from members.history import bulk_save
from members.models import User

from ..models import Comment, CommentBan, CommentPolicy
from ..models.comments import CommentQuerySet
from .permission import edits_news

# A comment and the state to bring it back to.
Step = tuple[int, Comment.State]


@dataclass
class ModerationResult:
    """The result of a decision: changed comments, how to undo it, comments somebody else decided."""

    changed: list[Comment] = field(default_factory=list)
    undo: list[Step] = field(default_factory=list)
    late: list[Comment] = field(default_factory=list)


class AlreadyBanned(Exception):  # noqa: N818 - it says what is so
    """Somebody else banned this writer before."""

    def __init__(self, ban: CommentBan) -> None:
        super().__init__(str(ban))
        self.ban = ban


class ThreadNotShown(Exception):  # noqa: N818 - it says what is so
    """An answer would stand under a comment that readers don't see."""


@needs(edits_news)
@transaction.atomic
def moderate_comments(*, comments: CommentQuerySet, to: Comment.State, by: User) -> int:
    """Brings comments into that state, whatever they were in; says how many changed."""
    rows = list(comments.select_for_update(of=("self",)).exclude(state=to))
    _bring(rows, to, by)
    return len(rows)


@needs(edits_news)
@transaction.atomic
def decide_comments(*, seen: Iterable[Step], to: Comment.State, by: User) -> ModerationResult:
    """Decides comments that the editor saw in those states.

    Where another editor was faster, nothing changes: the comment comes back as `late`.
    """
    states = dict(seen)
    rows = Comment.objects.filter(pk__in=states).select_for_update(of=("self",))
    decision = ModerationResult()
    for comment in rows.select_related("moderated_by__member").order_by("created_at", "pk"):
        if comment.state != states[comment.pk]:
            decision.late.append(comment)
        elif comment.state != to:
            decision.undo.append((comment.pk, Comment.State(comment.state)))
            decision.changed.append(comment)
    _bring(decision.changed, to, by)
    return decision


@needs(edits_news)
@transaction.atomic
def undo_decision(*, steps: Iterable[Step], by: User) -> int:
    """Takes back what this editor decided; what somebody decided since stays. Says how many."""
    wanted = dict(steps)
    rows = Comment.objects.filter(pk__in=wanted, moderated_by=by).select_for_update(of=("self",))
    undone = [comment for comment in rows if comment.state != wanted[comment.pk]]
    for state in Comment.State:
        _bring([comment for comment in undone if wanted[comment.pk] == state], state, by)
    return len(undone)


def _bring(comments: list[Comment], to: Comment.State, by: User) -> None:
    for comment in comments:
        comment.state, comment.moderated_by, comment.moderated_at = to, by, timezone.now()
    bulk_save(comments, ["state", "moderated_by", "moderated_at"])
    if comments:
        LogEntry.objects.log_actions(by.pk, comments, CHANGE, f"Chuyển thành: {to.label}.")


@needs(edits_news)
@transaction.atomic
def reply_as_newsroom(
    *, comment: Comment, text: str, by: User, token: str | None = None
) -> ModerationResult:
    """Puts an answer up at once under the newsroom's name; a waiting comment goes up with it.

    The same form sent twice gives one answer. Raises `ThreadNotShown`.
    """
    comment = Comment.objects.select_for_update(of=("self",)).get(pk=comment.pk)
    if sent := sent_before(Comment, token):
        return ModerationResult([sent], [])
    if comment.parent is not None and comment.parent.state != Comment.State.APPROVED:
        raise ThreadNotShown
    decision = ModerationResult()
    if comment.state != Comment.State.APPROVED:
        decision.undo.append((comment.pk, Comment.State(comment.state)))
        _bring([comment], Comment.State.APPROVED, by)
    answer = Comment.objects.create(
        post_id=comment.post_id,
        parent_id=comment.thread_pk,
        user=by,
        name=CommentPolicy.current().newsroom_name,
        text=text,
        state=Comment.State.APPROVED,
        is_by_newsroom=True,
        token=token or None,
        moderated_by=by,
        moderated_at=timezone.now(),
    )
    LogEntry.objects.log_actions(by.pk, [answer], CHANGE, "Trả lời thay mặt tòa soạn.")
    decision.changed = [answer]
    decision.undo.append((answer.pk, Comment.State.REJECTED))
    return decision


@needs(edits_news)
@transaction.atomic
def ban_writer(*, comment: Comment, reason: str, days: int | None, by: User) -> CommentBan:
    """Keeps the writer of that comment from writing more, for so many days or until it is lifted.

    The comment itself, if it waits, is turned down. Raises `AlreadyBanned`.
    """
    comment = Comment.objects.select_for_update(of=("self",)).get(pk=comment.pk)
    # Two editors may ban the same writer at two comments: the second gets the first one's ban.
    list(Comment.objects.by_writer_of(comment).select_for_update().values_list("pk")[:1])
    held = CommentBan.objects.in_force().select_related("created_by__member")
    same = {"user": comment.user_id} if comment.user_id else {"origin": comment.origin}
    if ban := held.filter(**same).first():
        raise AlreadyBanned(ban)
    if comment.state == Comment.State.HELD:
        _bring([comment], Comment.State.REJECTED, by)
    ban = CommentBan.objects.create(
        user_id=comment.user_id,
        origin="" if comment.user_id else comment.origin,
        name=comment.name,
        comment=comment,
        reason=reason,
        until=timezone.now() + dt.timedelta(days=days) if days else None,
        created_by=by,
    )
    LogEntry.objects.log_actions(by.pk, [ban], CHANGE, "Chặn người gửi nhận xét.")
    return ban


@needs(edits_news)
@transaction.atomic
def lift_bans(*, bans: Iterable[CommentBan], by: User) -> int:
    """Lets those write again who may not; says how many."""
    pks = [ban.pk for ban in bans]
    rows = list(CommentBan.objects.select_for_update(of=("self",)).filter(pk__in=pks).in_force())
    for ban in rows:
        ban.lifted_at, ban.lifted_by = timezone.now(), by
    bulk_save(rows, ["lifted_at", "lifted_by"])
    if rows:
        LogEntry.objects.log_actions(by.pk, rows, CHANGE, "Bỏ chặn.")
    return len(rows)


@needs(edits_news)
@transaction.atomic
def change_policy(*, policy: CommentPolicy, by: User) -> None:
    """Saves the rules as they were edited; whoever saved last is named to the next."""
    policy.updated_by = by
    policy.save()
    LogEntry.objects.log_actions(by.pk, [policy], CHANGE, "Sửa quy định nhận xét.")
