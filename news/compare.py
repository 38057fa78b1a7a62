"""Compares two versions of a post, field by field, in the text that people see."""

from desk.compare import Difference, field_difference

from .models import Post, PostVersion


def versions_compared(old: Post | PostVersion, new: Post | PostVersion) -> list[Difference]:
    result = []
    for name in PostVersion.TEXT_FIELDS:
        label = str(PostVersion._meta.get_field(name).verbose_name).capitalize()  # type: ignore[union-attr]  # a plain column
        result += field_difference(label, name, getattr(old, name), getattr(new, name))
    sections = [
        version.section_name if isinstance(version, PostVersion) else version.section.name
        for version in (old, new)
    ]
    return result + field_difference("Chuyên mục", "section", *sections)
