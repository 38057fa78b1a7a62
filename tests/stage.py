"""A filled association that is really committed, for tests that must not run in a transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.test import override_settings

from .conftest import Cast, make_cast
from .snapshot import Snapshot
from .test_permissions import World, make_world


@dataclass
class Stage:
    """Who is there and what; where their files lie."""

    cast: Cast
    world: World
    media: Path


@contextmanager
def filled_stage(media: Path) -> Iterator[Stage]:
    """Fills the database and empties it again."""
    with override_settings(MEDIA_ROOT=media):
        empty = Snapshot()
        try:
            cast = make_cast()
            yield Stage(cast, make_world(cast), media)
        finally:
            empty.restore()
            empty.drop()
