"""Placeholder photographs, painted when the demo is loaded, so that no binaries lie in the source.

Each scene is a handful of flat layers: light from behind, silhouettes without faces, haze between
near and far, a little grain. Nobody real is shown. The same scene comes out alike every time.
"""

import io
from collections.abc import Callable

from PIL import Image

from .city import alley, flags, river, street
from .indoors import chairs, choir, gift, hall, signing
from .outdoors import bench, dawn, house
from .paint import HEIGHT, WIDTH
from .still import apricot, candles, court, desk, lotus, tea

__all__ = ["HEIGHT", "SCENES", "WIDTH", "painted"]

SCENES: dict[str, Callable[[], Image.Image]] = {
    scene.__name__: scene
    for scene in (
        hall, signing, gift, river, lotus, chairs, street, flags, bench, dawn, court, tea, house,
        desk, alley, apricot, candles, choir,
    )
}  # fmt: skip


def painted(name: str) -> bytes:
    """The scene as the JPEG that a camera would have handed in."""
    out = io.BytesIO()
    SCENES[name]().save(out, "JPEG", quality=92)
    return out.getvalue()
