"""What editors, writers and readers do that touches more than one row or the file storage."""

from .comments import TooManyComments, WriterBanned, submit_comment
from .digest import send_moderation_digest
from .mailings import NoSiteAddress, due_mailings, send_news
from .moderation import (
    AlreadyBanned,
    Decision,
    ThreadNotShown,
    ban_writer,
    change_policy,
    decide_comments,
    lift_bans,
    moderate_comments,
    reply_as_newsroom,
    undo_decision,
)
from .posts import choose_lead_photo, publish, publish_due, withdraw
from .subscriptions import LetterNotSent, ask_for_news, erase_subscriber

__all__ = [
    "AlreadyBanned",
    "Decision",
    "LetterNotSent",
    "NoSiteAddress",
    "ThreadNotShown",
    "TooManyComments",
    "WriterBanned",
    "ask_for_news",
    "ban_writer",
    "change_policy",
    "choose_lead_photo",
    "decide_comments",
    "due_mailings",
    "erase_subscriber",
    "lift_bans",
    "moderate_comments",
    "publish",
    "publish_due",
    "reply_as_newsroom",
    "send_moderation_digest",
    "send_news",
    "submit_comment",
    "undo_decision",
    "withdraw",
]
