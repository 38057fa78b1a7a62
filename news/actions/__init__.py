"""What editors, writers and readers do that touches more than one row or the file storage."""

from .comments import TooManyComments, moderate_comments, submit_comment
from .front import (
    choose_for_front,
    limit_pin,
    merge_section,
    move_pin,
    move_section,
    remove_pin,
)
from .mailings import NoSiteAddress, due_mailings, send_news
from .posts import choose_lead_photo, publish, publish_due, withdraw
from .subscriptions import LetterNotSent, ask_for_news, erase_subscriber

__all__ = [
    "LetterNotSent",
    "NoSiteAddress",
    "TooManyComments",
    "ask_for_news",
    "choose_for_front",
    "choose_lead_photo",
    "due_mailings",
    "erase_subscriber",
    "limit_pin",
    "merge_section",
    "moderate_comments",
    "move_pin",
    "move_section",
    "publish",
    "publish_due",
    "remove_pin",
    "send_news",
    "submit_comment",
    "withdraw",
]
