"""The newspaper: sections, posts with photographs and files, and what readers say."""

from .comments import Comment, CommentPolicy, new_reference
from .files import Attachment, Photo
from .imports import ImportedEntry, ImportRun, OldAddress
from .pages import Page
from .posts import Post, can_edit_news
from .sections import Section, Tag
from .versions import PostDraft, PostVersion, PreviewLink
from .workflow import PostMove

__all__ = [
    "Attachment",
    "Comment",
    "CommentPolicy",
    "ImportRun",
    "ImportedEntry",
    "OldAddress",
    "Page",
    "Photo",
    "Post",
    "PostDraft",
    "PostMove",
    "PostVersion",
    "PreviewLink",
    "Section",
    "Tag",
    "can_edit_news",
    "new_reference",
]
