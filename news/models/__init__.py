"""The newspaper: sections, posts with photographs and files, and what readers say."""

from .comments import Comment, CommentPolicy, new_reference
from .files import Attachment, Photo
from .posts import Post, can_edit_news
from .sections import Section, Tag

__all__ = [
    "Attachment",
    "Comment",
    "CommentPolicy",
    "Photo",
    "Post",
    "Section",
    "Tag",
    "can_edit_news",
    "new_reference",
]
