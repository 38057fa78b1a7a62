"""Beginning, writing, sending and answering reports; laying down which are owed."""

from .drafts import forget_typed, keep_typed
from .reports import begin, file_copy, lay_down, move, remove_copy, write

__all__ = [
    "begin",
    "file_copy",
    "forget_typed",
    "keep_typed",
    "lay_down",
    "move",
    "remove_copy",
    "write",
]
