"""What officers do that touches more than one row, or must be told in the history."""

from .history import CannotUndo, change_to_undo, undo_last_change

__all__ = ["CannotUndo", "change_to_undo", "undo_last_change"]
