"""Actions of editors, writers and readers that change more than one row or the file storage."""

from .comments import TooManyComments, WriterBanned, submit_comment
from .digest import send_moderation_digest
from .errors import CannotMove, PostChangedMeanwhile
from .files import add_attachment, add_photo, delete_attachment, delete_photo, place_photo
from .front import (
    add_usual_sections,
    choose_for_front,
    limit_pin,
    merge_section,
    move_pin,
    move_section,
    page_drafts,
    put_back_pin,
    remove_pin,
    save_page,
)
from .mailings import NoSiteAddress, due_mailings, send_news
from .moderation import (
    AlreadyBanned,
    ModerationResult,
    ThreadNotShown,
    ban_writer,
    change_policy,
    decide_comments,
    lift_bans,
    moderate_comments,
    reply_as_newsroom,
    undo_decision,
)
from .posts import choose_lead_photo, move, publish, publish_due, record_change, withdraw
from .previews import make_preview, revoke_preview
from .subscriptions import LetterNotSent, ask_for_news, erase_subscriber
from .versions import keep_version, restore_version
from .writing import (
    mark_present,
    save_post,
    start_from_event,
    start_post,
)

__all__ = [
    "AlreadyBanned",
    "CannotMove",
    "LetterNotSent",
    "ModerationResult",
    "NoSiteAddress",
    "PostChangedMeanwhile",
    "ThreadNotShown",
    "TooManyComments",
    "WriterBanned",
    "add_attachment",
    "add_photo",
    "add_usual_sections",
    "ask_for_news",
    "ban_writer",
    "change_policy",
    "choose_for_front",
    "choose_lead_photo",
    "decide_comments",
    "delete_attachment",
    "delete_photo",
    "due_mailings",
    "erase_subscriber",
    "keep_version",
    "lift_bans",
    "limit_pin",
    "make_preview",
    "mark_present",
    "merge_section",
    "moderate_comments",
    "move",
    "move_pin",
    "move_section",
    "page_drafts",
    "place_photo",
    "publish",
    "publish_due",
    "put_back_pin",
    "record_change",
    "remove_pin",
    "reply_as_newsroom",
    "restore_version",
    "revoke_preview",
    "save_page",
    "save_post",
    "send_moderation_digest",
    "send_news",
    "start_from_event",
    "start_post",
    "submit_comment",
    "undo_decision",
    "withdraw",
]
