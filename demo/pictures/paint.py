"""A picture grown from flat layers: marks drawn by a pen, light, haze, water and grain."""

import math
import random
from collections.abc import Callable, Sequence
from typing import Any, Self

from PIL import Image, ImageChops, ImageDraw, ImageFilter

WIDTH, HEIGHT = 1600, 1067
# Masks are drawn this much larger and reduced, for smooth edges.
FINE = 2

Point = tuple[float, float]
Colour = tuple[int, int, int]
Area = tuple[int, int, int, int]
Mark = Callable[["Pen"], None]
Marks = Mark | Sequence[Mark]
WHOLE: Area = (0, 0, WIDTH, HEIGHT)

CREAM = (253, 246, 228)
GOLD = (226, 184, 92)
RED = (158, 24, 28)
DEEP_RED = (96, 12, 20)
GREEN = (15, 67, 48)
NIGHT = (16, 28, 38)


def mixed(a: Colour, b: Colour, share: float) -> Colour:
    """`a` with that share of `b`."""
    red, green, blue = (round(x + (y - x) * share) for x, y in zip(a, b, strict=True))
    return red, green, blue


class Pen:
    """Draws shapes into a mask in the picture's own units; `within` a part of it, to be quick."""

    def __init__(self, within: Area = WHOLE) -> None:
        self.left, self.top, right, bottom = within
        self.size = (right - self.left, bottom - self.top)
        self.mask = Image.new("L", (self.size[0] * FINE, self.size[1] * FINE), 0)
        self.on = ImageDraw.Draw(self.mask)

    def drawing(self, marks: Marks) -> Self:
        for mark in [marks] if callable(marks) else marks:
            mark(self)
        return self

    def at(self, x: float, y: float) -> Point:
        return (x - self.left) * FINE, (y - self.top) * FINE

    def shape(self, points: Sequence[Point], fill: int = 255) -> None:
        self.on.polygon([self.at(x, y) for x, y in points], fill=fill)

    def box(
        self, x: float, y: float, width: float, height: float, round_by: float = 0, fill: int = 255
    ) -> None:
        corners = (*self.at(x, y), *self.at(x + width, y + height))
        self.on.rounded_rectangle(corners, radius=round_by * FINE, fill=fill)

    def oval(self, x: float, y: float, rx: float, ry: float | None = None, fill: int = 255) -> None:
        ry = rx if ry is None else ry
        corners = (*self.at(x - rx, y - ry), *self.at(x + rx, y + ry))
        self.on.ellipse(corners, fill=fill)

    def stroke(self, points: Sequence[Point], width: float, fill: int = 255) -> None:
        """A line with round ends and joints, as limbs and branches are."""
        spots = [self.at(x, y) for x, y in points]
        self.on.line(spots, fill=fill, width=max(1, round(width * FINE)), joint="curve")
        for x, y in (spots[0], spots[-1]):
            r = width * FINE / 2
            self.on.ellipse((x - r, y - r, x + r, y + r), fill=fill)

    # --- people: heads, shoulders and coats, never a face ---------------------------------------

    def bust(self, x: float, y: float, size: float) -> None:
        """Somebody seen from behind in a row of seats; `y` is the top of the head."""
        self.oval(x, y + size * 0.5, size * 0.37, size * 0.5)
        self.oval(x - size * 0.37, y + size * 0.55, size * 0.08, size * 0.14)
        self.oval(x + size * 0.37, y + size * 0.55, size * 0.08, size * 0.14)
        self.box(x - size * 0.2, y + size * 0.75, size * 0.4, size * 0.5)
        self.shape(
            [
                (x - size * 0.2, y + size * 1.0),
                (x + size * 0.2, y + size * 1.0),
                (x + size * 0.62, y + size * 1.2),
                (x + size * 0.92, y + size * 1.42),
                (x + size * 1.04, y + size * 1.9),
                (x + size * 1.1, y + size * 3.4),
                (x - size * 1.1, y + size * 3.4),
                (x - size * 1.04, y + size * 1.9),
                (x - size * 0.92, y + size * 1.42),
                (x - size * 0.62, y + size * 1.2),
            ]
        )

    def person(
        self,
        x: float,
        foot: float,
        tall: float,
        *,
        left: Sequence[Point] = ((-0.13, -0.62), (-0.12, -0.47)),
        right: Sequence[Point] = ((0.13, -0.62), (0.12, -0.47)),
        dress: bool = False,
        stride: float = 0.05,
        parts: str = "head legs coat hands",
    ) -> None:
        """Somebody standing. Elbow and hand are given from the feet, in shares of the height."""
        head = 0.066 * tall
        if "head" in parts:
            self.oval(x, foot - tall + head, head * 0.86, head)
            self.box(x - head * 0.4, foot - tall + head * 1.6, head * 0.8, head)
        if "hair" in parts:
            self.hair(x, foot - tall, head)
        if "legs" in parts:
            self._legs(x, foot, tall, stride)
        if "coat" in parts:
            self._coat(x, foot, tall, dress)
        for side, arm in ((-1, left), (1, right)):
            shoulder = (x + side * 0.09 * tall, foot - 0.79 * tall)
            joints = [(x + dx * tall, foot + dy * tall) for dx, dy in arm]
            if "coat" in parts:
                self.stroke([shoulder, *joints], 0.048 * tall)
            if "hands" in parts:
                self.oval(*joints[-1], 0.027 * tall)

    def hair(self, x: float, top: float, head: float) -> None:
        """A cap of hair on a head of that half height."""
        corners = (
            *self.at(x - head * 0.92, top - head * 0.06),
            *self.at(x + head * 0.92, top + head * 1.7),
        )
        self.on.chord(corners, 188, 352, fill=255)

    def _coat(self, x: float, foot: float, tall: float, dress: bool) -> None:
        top, shoulder = x, foot - 0.815 * tall
        self.shape(
            [
                (top - 0.035 * tall, shoulder - 0.02 * tall),
                (top + 0.035 * tall, shoulder - 0.02 * tall),
                (top + 0.105 * tall, shoulder + 0.015 * tall),
                (top + 0.112 * tall, shoulder + 0.07 * tall),
                (x + 0.088 * tall, foot - 0.5 * tall),
                (x + (0.13 if dress else 0.09) * tall, foot - (0.16 if dress else 0.44) * tall),
                (x - (0.13 if dress else 0.09) * tall, foot - (0.16 if dress else 0.44) * tall),
                (x - 0.088 * tall, foot - 0.5 * tall),
                (top - 0.112 * tall, shoulder + 0.07 * tall),
                (top - 0.105 * tall, shoulder + 0.015 * tall),
            ]
        )

    def _legs(self, x: float, foot: float, tall: float, stride: float) -> None:
        for side in (-1, 1):
            hip = (x + side * 0.042 * tall, foot - 0.47 * tall)
            shoe = (x + side * stride * tall, foot - 0.012 * tall)
            self.stroke([hip, shoe], 0.07 * tall)
            self.oval(
                shoe[0] + side * 0.012 * tall, foot - 0.008 * tall, 0.036 * tall, 0.016 * tall
            )


# --- marks: what a layer is told to draw ------------------------------------------------------


def shape(points: Sequence[Point], fill: int = 255) -> Mark:
    return lambda pen: pen.shape(points, fill)


def box(
    x: float, y: float, width: float, height: float, round_by: float = 0, fill: int = 255
) -> Mark:
    return lambda pen: pen.box(x, y, width, height, round_by, fill)


def oval(x: float, y: float, rx: float, ry: float | None = None, fill: int = 255) -> Mark:
    return lambda pen: pen.oval(x, y, rx, ry, fill)


def stroke(points: Sequence[Point], width: float, fill: int = 255) -> Mark:
    return lambda pen: pen.stroke(points, width, fill)


def bust(x: float, y: float, size: float) -> Mark:
    return lambda pen: pen.bust(x, y, size)


def hair(x: float, top: float, head: float) -> Mark:
    return lambda pen: pen.hair(x, top, head)


def person(x: float, foot: float, tall: float, **pose: Any) -> Mark:
    return lambda pen: pen.person(x, foot, tall, **pose)


class Scene:
    """A picture that grows layer by layer, far things first."""

    def __init__(self, seed: str, *sky: tuple[float, Colour]) -> None:
        self.rng = random.Random(f"demo:{seed}")  # noqa: S311 - paints, keeps no secret
        self.image = vertical(*sky)

    def layer(
        self, colour: Colour, marks: Marks, *,
        blur: float = 0, strength: float = 1, within: Area = WHOLE,
    ) -> None:  # fmt: skip
        """Shapes of one colour; `blur` puts them out of focus, `strength` makes them thin."""
        pen = Pen(within).drawing(marks)
        self.lay(colour, pen.mask, blur, strength, (pen.left, pen.top))

    def shaded(self, far: Colour, near: Colour, marks: Marks, *, blur: float = 0) -> None:
        """Shapes that change colour from the picture's top to its bottom."""
        pen = Pen().drawing(marks)
        mask = pen.mask.reduce(FINE)
        if blur:
            mask = mask.filter(ImageFilter.GaussianBlur(blur))
        self.image.paste(vertical((0, far), (1, near)), (0, 0), mask)

    def lay(
        self, colour: Colour, mask: Image.Image, blur: float = 0, strength: float = 1,
        corner: tuple[int, int] = (0, 0),
    ) -> None:  # fmt: skip
        mask = mask.reduce(FINE)
        if blur > 4:  # a soft mask needs few pixels
            small = mask.reduce(4).filter(ImageFilter.GaussianBlur(blur / 4))
            mask = small.resize(mask.size, Image.Resampling.BICUBIC)
        elif blur > 0.9:
            mask = mask.filter(ImageFilter.GaussianBlur(blur))
        if strength < 1:
            mask = mask.point([round(v * strength) for v in range(256)])
        self.image.paste(colour, corner, mask)

    def glow(
        self, x: float, y: float, rx: float, ry: float | None = None, *,
        colour: Colour = CREAM, strength: float = 1,
    ) -> None:  # fmt: skip
        """Light that fades away from its middle."""
        ry = rx if ry is None else ry
        fade = _FADE.resize((max(1, round(rx * 2)), max(1, round(ry * 2))))
        fade = fade.point([round(v * strength) for v in range(256)])
        self.image.paste(colour, (round(x - rx), round(y - ry)), fade)

    def haze(self, top: float, bottom: float, colour: Colour, strength: float) -> None:
        """Mist between two heights, thickest in the middle."""
        rows = bytes(
            round(255 * strength * math.sin(math.pi * (y - top) / (bottom - top)))
            if top < y < bottom
            else 0
            for y in range(HEIGHT)
        )
        mask = Image.frombytes("L", (1, HEIGHT), rows).resize((WIDTH, HEIGHT))
        self.image.paste(colour, (0, 0), mask)

    def bokeh(self, colours: Sequence[Colour], count: int, area: tuple[int, int, int, int],
              size: tuple[float, float] = (14, 46)) -> None:  # fmt: skip
        """Far lights out of focus."""
        left, top, right, bottom = area
        for colour in colours:
            spots = [
                (
                    self.rng.uniform(left, right),
                    self.rng.uniform(top, bottom),
                    self.rng.uniform(*size),
                )
                for _ in range(count)
            ]

            def draw(pen: Pen, spots: list[tuple[float, float, float]] = spots) -> None:
                for x, y, r in spots:
                    pen.oval(x, y, r, fill=self.rng.randint(60, 150))

            self.layer(colour, draw, blur=2.5, strength=0.55)

    def mirrored_below(self, waterline: int, tint: Colour, strength: float) -> None:
        """Turns what lies under the line into still water: the sky upside down, rippled."""
        depth = HEIGHT - waterline
        above = self.image.crop((0, max(0, waterline - depth), WIDTH, waterline))
        water = above.transpose(Image.Transpose.FLIP_TOP_BOTTOM).resize((WIDTH, depth))
        water = water.filter(ImageFilter.GaussianBlur(3))
        rippled = water.copy()
        y = 0
        while y < depth:
            tall = 2 + y // 60
            shift = round(self.rng.uniform(-1, 1) * (3 + y / 40))
            strip = water.crop((0, y, WIDTH, min(depth, y + tall)))
            rippled.paste(strip, (shift, y))
            y += tall
        rippled = Image.blend(rippled, Image.new("RGB", rippled.size, tint), strength)
        self.image.paste(rippled, (0, waterline))

    def finished(self) -> Image.Image:
        """Darker towards the corners, with the grain of film."""
        dark = _FADE.resize((round(WIDTH * 1.7), round(HEIGHT * 1.7)))
        left, top = (dark.width - WIDTH) // 2, (dark.height - HEIGHT) // 2
        light = dark.crop((left, top, left + WIDTH, top + HEIGHT))
        light = light.point([min(255, 172 + round(v * 0.62)) for v in range(256)])
        image = ImageChops.multiply(self.image, Image.merge("RGB", (light,) * 3))
        noise = Image.frombytes("L", (800, 534), self.rng.randbytes(800 * 534))
        noise = noise.resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC)
        noise = noise.point([128 + round((v - 128) * 0.085) for v in range(256)])
        return ImageChops.overlay(image, Image.merge("RGB", (noise,) * 3))


# White in the middle, black at the rim, with a smooth foot.
_FADE = Image.radial_gradient("L").point(
    [round(255 * max(0.0, 1 - v / 181) ** 2.2) for v in range(256)]
)


def vertical(*stops: tuple[float, Colour]) -> Image.Image:
    """A ground that runs through the colours from top (0) to bottom (1)."""
    column = bytearray()
    for y in range(HEIGHT):
        share = y / (HEIGHT - 1)
        after = next((i for i, (at, _) in enumerate(stops) if at >= share), len(stops) - 1)
        (low, a), (high, b) = stops[max(0, after - 1)], stops[after]
        column += bytes(mixed(a, b, 0 if high == low else min(1, (share - low) / (high - low))))
    return Image.frombytes("RGB", (1, HEIGHT), bytes(column)).resize((WIDTH, HEIGHT))


def ridge(rng: random.Random, base: float, swing: float, step: int = 20) -> list[Point]:
    """A line of far trees or hills, closed along the picture's foot."""
    waves = [
        (rng.uniform(0.002, 0.012), rng.uniform(0, 6.3), rng.uniform(0.2, 1)) for _ in range(4)
    ]
    line = [
        (x, base - swing * sum(a * math.sin(f * x + p) for f, p, a in waves) / 2)
        for x in range(-step, WIDTH + 2 * step, step)
    ]
    return [(-step, HEIGHT + 5), *line, (WIDTH + step, HEIGHT + 5)]


def crown(scene: Scene, x: float, y: float, rx: float, ry: float, leaves: int) -> Mark:
    """A tree's crown: many overlapping rounds within an oval, ragged at the rim."""
    spots = []
    for _ in range(leaves):
        angle, far = scene.rng.uniform(0, 2 * math.pi), math.sqrt(scene.rng.random())
        spots.append(
            (
                x + rx * far * math.cos(angle),
                y + ry * far * math.sin(angle),
                scene.rng.uniform(0.07, 0.17) * min(rx, ry),
            )
        )

    def draw(pen: Pen) -> None:
        pen.oval(x, y, rx * 0.72, ry * 0.72)
        for sx, sy, r in spots:
            pen.oval(sx, sy, r * 1.25, r)

    return draw


def folds(scene: Scene, top: float, bottom: float, width: tuple[int, int] = (26, 60)) -> None:
    """The soft stripes of a hanging curtain."""

    def stripes(pen: Pen) -> None:
        x = -20.0
        while x < WIDTH:
            wide = scene.rng.randint(*width)
            pen.box(x, top, wide * 0.45, bottom - top, fill=scene.rng.randint(60, 150))
            x += wide

    scene.layer(DEEP_RED, stripes, blur=9, strength=0.75)
    scene.layer((206, 54, 46), stripes, blur=12, strength=0.22)


def flowers(scene: Scene, x: float, y: float, wide: float, *colours: Colour) -> None:
    """A low bunch on a table or at the foot of a stage."""
    rng = scene.rng
    around = (
        round(x - wide * 1.4),
        round(y - wide * 0.8),
        round(x + wide * 1.4),
        round(y + wide * 0.8),
    )
    green = [
        (x + rng.uniform(-wide, wide), y + rng.uniform(-wide * 0.3, wide * 0.3)) for _ in range(26)
    ]
    scene.layer(
        (28, 74, 46),
        [oval(a, b, wide * 0.16, wide * 0.1) for a, b in green],
        within=around,
    )
    for colour in colours:
        heads = [
            (x + rng.uniform(-wide, wide) * 0.85, y - wide * 0.1 + rng.uniform(-0.28, 0.2) * wide)
            for _ in range(12)
        ]
        scene.layer(
            colour,
            [oval(a, b, wide * 0.095) for a, b in heads],
            within=around,
        )


def star(x: float, y: float, r: float) -> list[Point]:
    return [
        (
            x + (r if i % 2 == 0 else r * 0.382) * math.sin(i * math.pi / 5),
            y - (r if i % 2 == 0 else r * 0.382) * math.cos(i * math.pi / 5),
        )
        for i in range(10)
    ]
