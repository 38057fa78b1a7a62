"""What editors, writers and readers do that touches more than one row or the file storage."""

from .comments import TooManyComments, moderate_comments, submit_comment
from .mailings import NoSiteAddress, due_mailings, send_news
from .posts import choose_lead_photo, publish, publish_due, withdraw
from .subscriptions import LetterNotSent, ask_for_news, erase_subscriber

__all__ = [
    "LetterNotSent",
    "NoSiteAddress",
    "TooManyComments",
    "ask_for_news",
    "choose_lead_photo",
    "due_mailings",
    "erase_subscriber",
    "moderate_comments",
    "publish",
    "publish_due",
    "send_news",
    "submit_comment",
    "withdraw",
]
