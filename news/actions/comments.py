"""Accepting readers' comments."""

import datetime as dt
import hashlib
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from kit.dates import local_today

from ..models import Comment, CommentBan, CommentPolicy, Post, new_reference
from ..rules import examine

if TYPE_CHECKING:
    from members.models.any_user import AnyUser

RATE_WINDOW = dt.timedelta(minutes=10)
FROM_VISITOR = "Nhận xét của khách: chờ duyệt theo quy định chung."
FROM_MEMBER = "Nhận xét của hội viên: chờ duyệt theo quy định chung."
FROM_MACHINE = "Ô bẫy dành cho máy gửi tự động đã bị điền."


class TooManyComments(Exception):  # noqa: N818 - it says what happened
    """The writer sent more within ten minutes than the policy allows."""


class WriterBanned(Exception):  # noqa: N818 - it says what is so
    """Editors keep this writer from commenting for now."""

    def __init__(self, ban: CommentBan) -> None:
        super().__init__(str(ban))
        self.ban = ban


@transaction.atomic
def submit_comment(
    *,
    post: Post,
    by: "AnyUser",
    name: str,
    text: str,
    origin: str,
    parent: Comment | None = None,
    token: str | None = None,
    is_machine: bool = False,
) -> Comment:
    """Takes in what a reader wrote; the same form sent twice gives the same comment again.

    A visitor's form has no token of its own: who says the same under the same name, from the same
    place and on the same day, has sent it twice. A form that the browser's "back" brought up again
    carries the old token with a new text: that is a new comment. Raises `TooManyComments`,
    `WriterBanned`. What a machine sent is kept as rejected, so that a person taken for one can be
    restored.
    """
    if not token and not by.is_authenticated:
        token = _visitors_token(post, parent, origin, name, text)
    if sent := _sent_before(post, token, text):
        return sent
    if ban := CommentBan.objects.against(by, origin).first():
        raise WriterBanned(ban)
    policy = CommentPolicy.current()
    if _sent_lately(by, origin) >= policy.per_ten_minutes:
        raise TooManyComments
    finding = examine(name, text, policy)
    reasons = list(finding.reasons)
    if by.is_authenticated and policy.members_wait:
        reasons.append(FROM_MEMBER)
    if not by.is_authenticated and policy.visitors_wait:
        reasons.append(FROM_VISITOR)
    state = Comment.State.HELD if reasons else Comment.State.APPROVED
    if is_machine:
        state = Comment.State.REJECTED
        reasons.insert(0, FROM_MACHINE)
    comment = Comment(
        post=post,
        parent=parent,
        user=by if by.is_authenticated else None,
        name=name,
        text=text,
        state=state,
        held_because=reasons,
        suspicion=finding.suspicion,
        token=token or None,
        origin=origin,
    )
    try:
        with transaction.atomic():
            comment.save()
    except IntegrityError:
        if sent := _sent_before(post, token, text):  # at the same moment, and was faster
            return sent
        comment.token, comment.reference = None, new_reference()
        comment.save()
    return comment


def _visitors_token(post: Post, parent: Comment | None, origin: str, name: str, text: str) -> str:
    said = (post.pk, parent and parent.pk, origin, name, text, local_today().isoformat())
    return "v" + hashlib.sha256(repr(said).encode()).hexdigest()[:48]


def _sent_before(post: Post, token: str | None, text: str) -> Comment | None:
    return post.comments.filter(token=token, text=text).first() if token else None


def _sent_lately(by: "AnyUser", origin: str) -> int:
    """Members are counted by account, since a whole household may share one address."""
    lately = Comment.objects.within(RATE_WINDOW)
    if by.is_authenticated:
        return lately.filter(user=by).count()
    return lately.filter(user__isnull=True, origin=origin).count()
