"""In whose name things are done at this moment: a request's user, a job, a command."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .models.any_user import SignedInUser


@dataclass(frozen=True)
class Actor:
    """`request` is asked for its user only when there is something to write down."""

    request: Any = None
    user: "SignedInUser | None" = None
    source: str = "Hệ thống"
    action: str = ""  # told instead of the plain one, as for an undo

    @property
    def words(self) -> str:
        """ "Thư ký Trần Văn A"; a visitor, a job or a command by what it is."""
        if self.user is None:
            return self.source
        offices = self.user.offices
        title = f"{offices[0].position.name} " if offices else ""
        return f"{title}{self.user.display_name}"


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
def acting(
    *, user: "SignedInUser | None" = None, source: str = "", request: Any = None, action: str = ""
) -> Iterator[None]:
    """What is done inside is told in this name; what isn't given stays as it was."""
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
