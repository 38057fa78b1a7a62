"""Two versions of a post, field by field, in the words that people see."""

from desk.compare import Difference, difference

from .models import Post, PostVersion


def versions_compared(old: Post | PostVersion, new: Post | PostVersion) -> list[Difference]:
    found = []
    for name in PostVersion.TEXT_FIELDS:
        label = str(PostVersion._meta.get_field(name).verbose_name).capitalize()  # type: ignore[union-attr]  # a plain column
        found += difference(label, name, getattr(old, name), getattr(new, name))
    sections = [
        one.section_name if isinstance(one, PostVersion) else one.section.name for one in (old, new)
    ]
    return found + difference("Chuyên mục", "section", *sections)
