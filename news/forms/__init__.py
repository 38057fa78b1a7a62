"""Forms: of comments under an article, and of the newsroom's pages."""

from .comments import CommentForm, LookUpForm, shown_comment
from .newsroom import AttachmentForm, PhotoForm, PostFilters
from .readers import FindReaderForm, RhythmForm, SubscribeForm, TestLetterForm
from .writing import NewPostForm, WritingForm

__all__ = [
    "AttachmentForm",
    "CommentForm",
    "FindReaderForm",
    "LookUpForm",
    "NewPostForm",
    "PhotoForm",
    "PostFilters",
    "RhythmForm",
    "SubscribeForm",
    "TestLetterForm",
    "WritingForm",
    "shown_comment",
]
