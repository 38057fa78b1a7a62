"""What editors, writers and readers do that touches more than one row or the file storage."""

from .comments import TooManyComments, moderate_comments, submit_comment
from .posts import choose_lead_photo, publish, publish_due, withdraw

__all__ = [
    "TooManyComments",
    "choose_lead_photo",
    "moderate_comments",
    "publish",
    "publish_due",
    "submit_comment",
    "withdraw",
]
