"""Errors of actions, with a message for the user."""

from ..models import Post


class CannotMove(Exception):  # noqa: N818 - a sentence for people, not a fault
    """The table of moves, the user's role or the post itself stands in the way."""


class PostChangedMeanwhile(Exception):  # noqa: N818 - as above
    """Somebody saved the post after this form was opened; nothing was overwritten."""

    def __init__(self, stored: Post) -> None:
        super().__init__(str(stored))
        self.stored = stored
