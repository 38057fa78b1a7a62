"""Beginning, writing, sending and answering reports; laying down which are owed."""

from .reports import begin, file_copy, lay_down, move, remove_copy, write

__all__ = [
    "begin",
    "file_copy",
    "lay_down",
    "move",
    "remove_copy",
    "write",
]
