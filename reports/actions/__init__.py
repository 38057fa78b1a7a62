"""Beginning, writing, sending and answering reports; defining which are required."""

from .reports import begin, create_kind, file_copy, move, remove_copy, write

__all__ = [
    "begin",
    "create_kind",
    "file_copy",
    "move",
    "remove_copy",
    "write",
]
