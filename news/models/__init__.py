"""The newspaper: sections, posts with photographs and files, and what readers say."""

from .bans import CommentBan
from .comments import Comment, CommentPolicy, new_reference
from .digests import ModerationDigest
from .files import MIN_ALBUM, Attachment, Photo, albums
from .front import FrontPin
from .imports import ImportedEntry, ImportRun, OldAddress
from .moves import PostMove
from .pages import TAKEN_SLUGS, Page, PageComment
from .posts import Post, can_edit_news
from .reads import MOST_READ, PostReads, most_read
from .sections import OldSection, Section, Tag
from .subscriptions import (
    CONSENT_VERSION,
    CONSENTS,
    Delivery,
    Mailing,
    Subscriber,
    masked_email,
    normal_email,
    site_address,
)
from .versions import PageDraft, PostDraft, PostPresence, PostVersion, PreviewLink
from .video import Video, video_at

__all__ = [
    "CONSENTS",
    "CONSENT_VERSION",
    "MIN_ALBUM",
    "MOST_READ",
    "TAKEN_SLUGS",
    "Attachment",
    "Comment",
    "CommentBan",
    "CommentPolicy",
    "Delivery",
    "FrontPin",
    "ImportRun",
    "ImportedEntry",
    "Mailing",
    "ModerationDigest",
    "OldAddress",
    "OldSection",
    "Page",
    "PageComment",
    "PageDraft",
    "Photo",
    "Post",
    "PostDraft",
    "PostMove",
    "PostPresence",
    "PostReads",
    "PostVersion",
    "PreviewLink",
    "Section",
    "Subscriber",
    "Tag",
    "Video",
    "albums",
    "can_edit_news",
    "masked_email",
    "most_read",
    "new_reference",
    "normal_email",
    "site_address",
    "video_at",
]
