"""The demo newspaper's articles: the signing, the newest, and those of two years."""

from .archive import ARCHIVE
from .article import IN_FORCE, Article, DemoComment
from .recent import RECENT
from .signing import SIGNING
from .unpublished import UNPUBLISHED
from .yearly import yearly_articles

ARTICLES = (SIGNING, *ARCHIVE, *RECENT, *UNPUBLISHED)

__all__ = ["ARTICLES", "IN_FORCE", "SIGNING", "Article", "DemoComment", "yearly_articles"]
