"""The workflow of a post, from draft to publication: its states and transitions, as one table."""

from dataclasses import dataclass
from enum import Enum

from django.db.models import TextChoices


class PostState(TextChoices):
    DRAFT = "draft", "bản nháp"  # never out: the address is not yet fixed
    SUBMITTED = "submitted", "chờ biên tập"
    RETURNED = "returned", "trả lại để sửa"
    SCHEDULED = "scheduled", "hẹn giờ đăng"
    PUBLISHED = "published", "đã đăng"
    WITHDRAWN = "withdrawn", "đã gỡ"


class NewsRole(Enum):
    WRITER = "writer"  # who writes news of the post's unit
    EDITOR = "editor"  # who edits the newspaper; an editor may do what a writer may


# In these states its writers may change a post; in later states only the newsroom may.
WRITER_STATES = (PostState.DRAFT, PostState.RETURNED)
# Not published yet, and not withdrawn.
OPEN_STATES = (PostState.DRAFT, PostState.SUBMITTED, PostState.RETURNED, PostState.SCHEDULED)


@dataclass(frozen=True)
class PostTransition:
    """A transition between states. `slug` appears in the address, `label` on the button."""

    slug: str
    label: str
    sources: tuple[PostState, ...]
    target: PostState
    role: NewsRole
    done: str  # what the page says afterwards
    needs_note: bool = False
    needs_time: bool = False
    needs_all_parts: bool = False  # the post must have all required parts


MOVES = (
    PostTransition("gui-duyet", "Gửi ban biên tập", WRITER_STATES, PostState.SUBMITTED, NewsRole.WRITER,
         "Đã gửi bài cho ban biên tập.", needs_all_parts=True),
    PostTransition("rut-lai", "Rút lại để viết tiếp", (PostState.SUBMITTED,), PostState.DRAFT, NewsRole.WRITER,
         "Đã rút bài về bản nháp."),
    PostTransition("tra-lai", "Trả lại kèm lời nhắn", (PostState.SUBMITTED, PostState.SCHEDULED), PostState.RETURNED,
         NewsRole.EDITOR, "Đã trả bài lại cho người viết.", needs_note=True),
    PostTransition("dang", "Đăng ngay", (*OPEN_STATES, PostState.WITHDRAWN), PostState.PUBLISHED, NewsRole.EDITOR,
         "Đã đăng bài.", needs_all_parts=True),
    PostTransition("hen-gio", "Hẹn giờ đăng", OPEN_STATES, PostState.SCHEDULED, NewsRole.EDITOR,
         "Đã hẹn giờ đăng.", needs_time=True, needs_all_parts=True),
    PostTransition("bo-hen", "Bỏ hẹn giờ", (PostState.SCHEDULED,), PostState.SUBMITTED, NewsRole.EDITOR,
         "Đã bỏ giờ hẹn; bài trở lại danh sách chờ biên tập."),
    PostTransition("go", "Gỡ khỏi trang", (PostState.PUBLISHED,), PostState.WITHDRAWN, NewsRole.EDITOR,
         "Đã gỡ bài khỏi trang. Nội dung vẫn còn và có thể đăng lại."),
)  # fmt: skip
BY_SLUG = {move.slug: move for move in MOVES}


def moves_from(state: str, role: NewsRole) -> list[PostTransition]:
    """The transitions open to that role for a post in that state, in the table's order."""
    return [
        move
        for move in MOVES
        if state in move.sources and (move.role is role or role is NewsRole.EDITOR)
    ]


def may_follow(old: str, new: str) -> bool:
    """Whether a transition leads from `old` to `new`; for the admin, which has no buttons."""
    return old == new or any(old in move.sources and move.target == new for move in MOVES)
