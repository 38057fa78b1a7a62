"""The actor of the current changes, for the audit: a request's user, a job, a command."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .models.any_user import SignedInUser


@dataclass(frozen=True)
class Actor:
    """The user of `request` is loaded only when a change is recorded."""

    request: Any = None
    user: "SignedInUser | None" = None
    source: str = "Hệ thống"
    action: str = ""  # replaces the usual action in the history, for an undo

    @property
    def label(self) -> str:
        """ "Thư ký Trần Văn A"; for a visitor, a job or a command, its kind."""
        if self.user is None:
            return self.source
        offices = self.user.offices
        title = f"{offices[0].position.name} " if offices else ""
        return f"{title}{self.user.display_name}"


# What an operator does at the server, as readers of a history understand it; what a command does by
# itself, the demo's loading and the timer among it, is the system's.
_BY_HAND = {
    "changepassword": "đổi mật khẩu trên máy chủ",
    "createsuperuser": "tạo tài khoản quản trị",
    "import_blogger": "nhập blog cũ",
    "loaddata": "nạp dữ liệu trên máy chủ",
    "shell": "sửa trực tiếp trên máy chủ",
}


def command_source(command: str) -> str:
    """Who stands in the history for what a command of manage.py changes: never its English name."""
    return f"Hệ thống ({_BY_HAND[command]})" if command in _BY_HAND else "Hệ thống"


_actor: ContextVar[Actor | None] = ContextVar("members.actor", default=None)


def current_actor() -> Actor:
    actor = _actor.get() or Actor()
    if actor.request is None or actor.user is not None:
        return actor
    user = getattr(actor.request, "user", None)
    if user is None or not user.is_authenticated:
        return replace(actor, source="Người chưa đăng nhập")
    # The real object: a foreign key takes no lazy one.
    return replace(actor, user=getattr(user, "_wrapped", user))


@contextmanager
def acting_as(
    *, user: "SignedInUser | None" = None, source: str = "", request: Any = None, action: str = ""
) -> Iterator[None]:
    """Changes inside are recorded in this actor's name; omitted values stay as they were."""
    now = _actor.get() or Actor()
    token = _actor.set(
        Actor(
            request=request or now.request,
            user=user or now.user,
            source=source or now.source,
            action=action,
        )
    )
    try:
        yield
    finally:
        _actor.reset(token)
