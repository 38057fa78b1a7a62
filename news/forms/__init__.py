"""What people type: under an article, and on the newsroom's pages."""

from .comments import CommentForm, LookUpForm, shown_comment
from .newsroom import AttachmentForm, MoveForm, PhotoForm, PostFilters
from .writing import NewPostForm, WritingForm

__all__ = [
    "AttachmentForm",
    "CommentForm",
    "LookUpForm",
    "MoveForm",
    "NewPostForm",
    "PhotoForm",
    "PostFilters",
    "WritingForm",
    "shown_comment",
]
