"""Keeping what a post said, and bringing it back."""

from django.db import transaction

from members.actions.permission import edits, needs
from members.models import User
from members.models.numbering import next_number

from ..models import Post, PostVersion
from .errors import PostChangedMeanwhile


def keep_version(*, post: Post, why: str, by: User | None) -> PostVersion:
    """Writes down what the post says now. The caller holds the post's row, so numbers don't clash."""
    return PostVersion.objects.create(
        post=post,
        number=next_number(post.versions.all()),
        why=why,
        by=by,
        section_name=post.section.name,
        photos=[
            {"id": photo.pk, "alt": photo.alt, "caption": photo.caption, "credit": photo.credit}
            for photo in post.photos.all()
        ],
        **{name: getattr(post, name) for name in PostVersion.TEXT_FIELDS},
    )


def keep_if_new(*, post: Post, why: str, by: User | None) -> PostVersion | None:
    """Like `keep_version`, unless the latest version has the same text."""
    latest = post.versions.first()
    return (
        None if latest and says_the_same(latest, post) else keep_version(post=post, why=why, by=by)
    )


def says_the_same(first: Post | PostVersion, second: Post | PostVersion) -> bool:
    return all(getattr(first, name) == getattr(second, name) for name in PostVersion.TEXT_FIELDS)


@needs(edits("version.post"))
@transaction.atomic
def restore_version(*, version: PostVersion, by: User, opened_with: str) -> Post:
    """The post says again what it said then; what it says now is kept first. Photographs stay."""
    post = (
        Post.objects.select_for_update(of=("self",))
        .select_related("section")
        .get(pk=version.post_id)
    )
    if post.version != opened_with:
        raise PostChangedMeanwhile(post)
    keep_if_new(post=post, why=PostVersion.Why.REPLACED, by=post.updated_by)
    for name in PostVersion.TEXT_FIELDS:
        setattr(post, name, getattr(version, name))
    post.updated_by = by
    post.save(
        update_fields=[
            *PostVersion.TEXT_FIELDS, "body_text", "search_text", "updated_by", "updated_at",
        ]
    )  # fmt: skip
    keep_version(post=post, why=PostVersion.Why.RESTORED, by=by)
    return post
