"""The workflow of a post, from draft to publication: its states and transitions, as one table."""

from enum import Enum

from django.db.models import TextChoices

from kit.workflow import Steps, Transition


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


class PostStep(Steps):
    SUBMIT = Transition(
        "gui-duyet",
        "Gửi ban biên tập",
        sources=WRITER_STATES,
        target=PostState.SUBMITTED,
        role=NewsRole.WRITER,
        done="Đã gửi bài cho ban biên tập.",
        needs_all_parts=True,
    )
    TAKE_BACK = Transition(
        "rut-lai",
        "Rút lại để viết tiếp",
        sources=(PostState.SUBMITTED,),
        target=PostState.DRAFT,
        role=NewsRole.WRITER,
        done="Đã rút bài về bản nháp.",
    )
    RETURN = Transition(
        "tra-lai",
        "Trả lại kèm lời nhắn",
        sources=(PostState.SUBMITTED, PostState.SCHEDULED),
        target=PostState.RETURNED,
        role=NewsRole.EDITOR,
        done="Đã trả bài lại cho người viết.",
    )
    PUBLISH = Transition(
        "dang",
        "Đăng ngay",
        sources=(*OPEN_STATES, PostState.WITHDRAWN),
        target=PostState.PUBLISHED,
        role=NewsRole.EDITOR,
        question="Bấm nút dưới đây thì bài lên trang ngay, bạn đọc thấy và các nơi theo dõi tin nhận được.",
        done="Đã đăng bài.",
        needs_all_parts=True,
    )
    SCHEDULE = Transition(
        "hen-gio",
        "Hẹn giờ đăng",
        sources=OPEN_STATES,
        target=PostState.SCHEDULED,
        role=NewsRole.EDITOR,
        done="Đã hẹn giờ đăng.",
        needs_all_parts=True,
    )
    UNSCHEDULE = Transition(
        "bo-hen",
        "Bỏ hẹn giờ",
        sources=(PostState.SCHEDULED,),
        target=PostState.SUBMITTED,
        role=NewsRole.EDITOR,
        done="Đã bỏ giờ hẹn; bài trở lại danh sách chờ biên tập.",
    )
    WITHDRAW = Transition(
        "go",
        "Gỡ khỏi trang",
        sources=(PostState.PUBLISHED,),
        target=PostState.WITHDRAWN,
        role=NewsRole.EDITOR,
        done="Đã gỡ bài khỏi trang. Nội dung vẫn còn và có thể đăng lại.",
    )


def may_follow(old: str, new: str) -> bool:
    """Whether a step leads from `old` to `new`; for the admin, which has no buttons."""
    return old == new or PostStep.leads(old, new)
