"""Links that show a post before it is out."""

from django.utils import timezone

from members.actions.permission import edits, needs
from members.models import User

from ..models import Post, PreviewLink
from .errors import CannotMove


@needs(edits("post"))
def make_preview(*, post: Post, by: User) -> PreviewLink:
    if not post.is_open:
        raise CannotMove("Bài đã lên trang hoặc đã gỡ thì không tạo đường dẫn xem trước được.")
    return PreviewLink.objects.create(post=post, made_by=by)


@needs(edits("link.post"))
def revoke_preview(*, link: PreviewLink, by: User) -> None:
    """Revokes a preview link; its page from now on only says so."""
    if link.revoked_at is None:
        link.revoked_at = timezone.now()
        link.save(update_fields=["revoked_at"])
