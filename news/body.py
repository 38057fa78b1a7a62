"""An article's text with its photographs in their places, as pages and feeds show it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from .models import Photo, Post

_PLACE = re.compile(r'<figure data-photo="([0-9]{1,18})"></figure>')


@dataclass(frozen=True)
class Body:
    """`pieces`: HTML and photographs in turn. `opening`: the one after the lead; `rest`: at the end."""

    pieces: list[tuple[str, Photo | None]]
    opening: Photo | None
    rest: list[Photo]


def body_of(post: Post, photos: Iterable[Photo]) -> Body:
    """A place that names no photograph of this post vanishes; of two places the first counts."""
    photos = list(photos)
    unplaced = {photo.pk: photo for photo in photos}
    pieces: list[tuple[str, Photo | None]] = []
    parts = _PLACE.split(post.body)
    for html, number in zip(parts[::2], [*parts[1::2], "0"], strict=True):
        pieces += [(html, None)] if html else []
        if photo := unplaced.pop(int(number), None):
            pieces.append(("", photo))
    first = photos[0] if photos and photos[0].pk in unplaced else None
    rest = [photo for photo in unplaced.values() if photo is not first]
    return Body(pieces, first, rest)
