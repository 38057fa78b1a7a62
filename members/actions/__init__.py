"""What officers do that touches more than one row, or must be told in the history."""

from . import awards
from .history import CannotUndo, change_to_undo, undo_last_change
from .lists import set_reminder
from .members import (
    ChangedMeanwhile,
    add_member,
    changes_since,
    correct_card,
    file_document,
    give_consents,
    keep_portrait,
    likely_doubles,
    merged,
    remove_document,
    save_sensitive,
    sensitive_version,
    suggested_code,
    version_of,
    withdraw_consent,
)

__all__ = [
    "CannotUndo",
    "ChangedMeanwhile",
    "add_member",
    "awards",
    "change_to_undo",
    "changes_since",
    "correct_card",
    "file_document",
    "give_consents",
    "keep_portrait",
    "likely_doubles",
    "merged",
    "remove_document",
    "save_sensitive",
    "sensitive_version",
    "set_reminder",
    "suggested_code",
    "undo_last_change",
    "version_of",
    "withdraw_consent",
]
