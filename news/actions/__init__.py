"""What editors, writers and readers do that touches more than one row or the file storage."""

from .comments import TooManyComments, moderate_comments, submit_comment
from .errors import CannotMove, ChangedMeanwhile
from .files import add_attachment, add_photo, delete_attachment, delete_photo, place_photo
from .mailings import NoSiteAddress, due_mailings, send_news
from .posts import choose_lead_photo, move, publish, publish_due, record_change, withdraw
from .previews import make_preview, revoke_preview
from .subscriptions import LetterNotSent, ask_for_news, erase_subscriber
from .versions import keep_version, restore_version
from .writing import (
    be_seen,
    forget_typed,
    keep_typed,
    save_post,
    start_from_event,
    start_post,
)

__all__ = [
    "CannotMove",
    "ChangedMeanwhile",
    "LetterNotSent",
    "NoSiteAddress",
    "TooManyComments",
    "add_attachment",
    "add_photo",
    "ask_for_news",
    "be_seen",
    "choose_lead_photo",
    "delete_attachment",
    "delete_photo",
    "due_mailings",
    "erase_subscriber",
    "forget_typed",
    "keep_typed",
    "keep_version",
    "make_preview",
    "moderate_comments",
    "move",
    "place_photo",
    "publish",
    "publish_due",
    "record_change",
    "restore_version",
    "revoke_preview",
    "save_post",
    "send_news",
    "start_from_event",
    "start_post",
    "submit_comment",
    "withdraw",
]
