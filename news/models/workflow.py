"""How a post travels from its first line to its readers: one table for states and who may move them."""

from dataclasses import dataclass
from enum import Enum

from django.db.models import TextChoices


class State(TextChoices):
    DRAFT = "draft", "bản nháp"  # never out: the address is not yet fixed
    SUBMITTED = "submitted", "chờ biên tập"
    RETURNED = "returned", "trả lại để sửa"
    SCHEDULED = "scheduled", "hẹn giờ đăng"
    PUBLISHED = "published", "đã đăng"
    WITHDRAWN = "withdrawn", "đã gỡ"


class Role(Enum):
    WRITER = "writer"  # who writes news of the post's unit
    EDITOR = "editor"  # who edits the newspaper; an editor may do what a writer may


# While a post is in one of these, its writers may change it; later the newsroom has it in hand.
WRITER_STATES = (State.DRAFT, State.RETURNED)
# Not out, and nobody said it never will be.
OPEN_STATES = (State.DRAFT, State.SUBMITTED, State.RETURNED, State.SCHEDULED)


@dataclass(frozen=True)
class Move:
    """One way from state to state. `slug` stands in the address, `words` on the button."""

    slug: str
    words: str
    sources: tuple[State, ...]
    target: State
    role: Role
    done: str  # what the page says afterwards
    needs_note: bool = False
    needs_time: bool = False
    needs_whole: bool = False  # the post must have all that readers are owed


MOVES = (
    Move("gui-duyet", "Gửi ban biên tập", WRITER_STATES, State.SUBMITTED, Role.WRITER,
         "Đã gửi bài cho ban biên tập.", needs_whole=True),
    Move("rut-lai", "Rút lại để viết tiếp", (State.SUBMITTED,), State.DRAFT, Role.WRITER,
         "Đã rút bài về bản nháp."),
    Move("tra-lai", "Trả lại kèm lời nhắn", (State.SUBMITTED, State.SCHEDULED), State.RETURNED,
         Role.EDITOR, "Đã trả bài lại cho người viết.", needs_note=True),
    Move("dang", "Đăng ngay", (*OPEN_STATES, State.WITHDRAWN), State.PUBLISHED, Role.EDITOR,
         "Đã đăng bài.", needs_whole=True),
    Move("hen-gio", "Hẹn giờ đăng", OPEN_STATES, State.SCHEDULED, Role.EDITOR,
         "Đã hẹn giờ đăng.", needs_time=True, needs_whole=True),
    Move("bo-hen", "Bỏ hẹn giờ", (State.SCHEDULED,), State.SUBMITTED, Role.EDITOR,
         "Đã bỏ giờ hẹn; bài trở lại danh sách chờ biên tập."),
    Move("go", "Gỡ khỏi trang", (State.PUBLISHED,), State.WITHDRAWN, Role.EDITOR,
         "Đã gỡ bài khỏi trang. Nội dung vẫn còn và có thể đăng lại."),
)  # fmt: skip
BY_SLUG = {move.slug: move for move in MOVES}


def moves_from(state: str, role: Role) -> list[Move]:
    """What somebody in that role may do with a post in that state, in the table's order."""
    return [
        move
        for move in MOVES
        if state in move.sources and (move.role is role or role is Role.EDITOR)
    ]


def may_follow(old: str, new: str) -> bool:
    """Whether some move leads there; the admin, which knows no buttons, asks this."""
    return old == new or any(old in move.sources and move.target == new for move in MOVES)
