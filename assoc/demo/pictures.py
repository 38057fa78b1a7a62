"""Placeholder photographs, painted when the demo is loaded, so that no binaries lie in the source.

Each scene is a handful of flat layers: light from behind, silhouettes without faces, haze between
near and far, a little grain. Nobody real is shown. The same scene comes out alike every time.
"""

import io
import math
import random
from collections.abc import Callable, Sequence

from PIL import Image, ImageChops, ImageDraw, ImageFilter

WIDTH, HEIGHT = 1600, 1067
# Masks are drawn this much larger and reduced, for smooth edges.
FINE = 2

Point = tuple[float, float]
Colour = tuple[int, int, int]
Area = tuple[int, int, int, int]
Drawing = Callable[["Pen"], None]
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
        corners = (*self.at(x - head * 0.92, top - head * 0.06), *self.at(x + head * 0.92, top + head * 1.7))
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
            self.oval(shoe[0] + side * 0.012 * tall, foot - 0.008 * tall, 0.036 * tall, 0.016 * tall)


class Scene:
    """A picture that grows layer by layer, far things first."""

    def __init__(self, seed: str, *sky: tuple[float, Colour]) -> None:
        self.rng = random.Random(f"demo:{seed}")  # noqa: S311 - paints, keeps no secret
        self.image = vertical(*sky)

    def layer(
        self, colour: Colour, draw: Drawing, *,
        blur: float = 0, strength: float = 1, within: Area = WHOLE,
    ) -> None:  # fmt: skip
        """Shapes of one colour; `blur` puts them out of focus, `strength` makes them thin."""
        pen = Pen(within)
        draw(pen)
        self.lay(colour, pen.mask, blur, strength, (pen.left, pen.top))

    def shaded(self, far: Colour, near: Colour, draw: Drawing, *, blur: float = 0) -> None:
        """Shapes that change colour from the picture's top to its bottom."""
        pen = Pen()
        draw(pen)
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
    waves = [(rng.uniform(0.002, 0.012), rng.uniform(0, 6.3), rng.uniform(0.2, 1)) for _ in range(4)]
    line = [
        (x, base - swing * sum(a * math.sin(f * x + p) for f, p, a in waves) / 2)
        for x in range(-step, WIDTH + 2 * step, step)
    ]
    return [(-step, HEIGHT + 5), *line, (WIDTH + step, HEIGHT + 5)]


def crown(scene: Scene, x: float, y: float, rx: float, ry: float, leaves: int) -> Drawing:
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
    around = (round(x - wide * 1.4), round(y - wide * 0.8), round(x + wide * 1.4), round(y + wide * 0.8))
    green = [(x + rng.uniform(-wide, wide), y + rng.uniform(-wide * 0.3, wide * 0.3)) for _ in range(26)]
    scene.layer((28, 74, 46), lambda pen: [pen.oval(a, b, wide * 0.16, wide * 0.1) for a, b in green] and None, within=around)
    for colour in colours:
        heads = [
            (x + rng.uniform(-wide, wide) * 0.85, y - wide * 0.1 + rng.uniform(-0.28, 0.2) * wide)
            for _ in range(12)
        ]
        scene.layer(
            colour,
            lambda pen, heads=heads: [pen.oval(a, b, wide * 0.095) for a, b in heads] and None,  # type: ignore[misc]
            within=around,
        )


SKIN, GREY, WHITE_HAIR, BLACK_HAIR = (206, 160, 122), (112, 110, 108), (196, 194, 188), (46, 42, 42)


def friend(
    s: Scene, x: float, foot: float, tall: float, coat: Colour, trousers: Colour, hair: Colour, *,
    left: Sequence[Point] = ((-0.13, -0.62), (-0.12, -0.47)),
    right: Sequence[Point] = ((0.13, -0.62), (0.12, -0.47)),
    dress: bool = False, stride: float = 0.05, soft: float = 0, dim: Colour | None = None,
) -> None:  # fmt: skip
    """Somebody in plain colours, without a face; `dim` is the air between them and us."""
    reach = tall * 0.42
    around = (round(x - reach), round(foot - tall * 1.08), round(x + reach), round(foot + tall * 0.04))
    for part, colour in (
        ("legs", trousers), ("head hands", SKIN), ("coat", coat), ("hands", SKIN), ("hair", hair),
    ):  # fmt: skip
        shade = mixed(colour, dim, 0.28) if dim else colour

        def draw(pen: Pen, part: str = part) -> None:
            pen.person(x, foot, tall, left=left, right=right, dress=dress, stride=stride, parts=part)

        s.layer(shade, draw, blur=soft, within=around)


def sitter(s: Scene, x: float, y: float, size: float, coat: Colour, hair: Colour, *, tie: bool = True) -> None:
    """Somebody facing us across a table; `y` is the top of the head."""
    around = (round(x - size * 1.5), round(y - size * 0.3), round(x + size * 1.5), round(y + size * 3.6))
    shoulders = [
        (x - size * 0.2, y + size * 1.02), (x + size * 0.2, y + size * 1.02),
        (x + size * 0.66, y + size * 1.2), (x + size * 0.96, y + size * 1.44),
        (x + size * 1.16, y + size * 2.9), (x - size * 1.16, y + size * 2.9),
        (x - size * 0.96, y + size * 1.44), (x - size * 0.66, y + size * 1.2),
    ]  # fmt: skip

    def head(pen: Pen) -> None:
        pen.oval(x, y + size * 0.52, size * 0.38, size * 0.52)
        pen.oval(x - size * 0.38, y + size * 0.58, size * 0.07, size * 0.13)
        pen.oval(x + size * 0.38, y + size * 0.58, size * 0.07, size * 0.13)

    def shirt(pen: Pen) -> None:
        pen.shape([(x - size * 0.22, y + size * 1.04), (x + size * 0.22, y + size * 1.04), (x, y + size * 2.0)])

    s.layer(mixed(SKIN, (120, 70, 50), 0.25), lambda pen: pen.box(x - size * 0.18, y + size * 0.8, size * 0.36, size * 0.4), within=around)
    s.layer(coat, lambda pen: pen.shape(shoulders), within=around)
    s.layer(mixed(coat, (0, 0, 0), 0.25), lambda pen: [pen.stroke([(x - size * 0.3, y + size * 1.1), (x, y + size * 2.05), (x + size * 0.3, y + size * 1.1)], size * 0.07)] and None, within=around)
    s.layer((250, 248, 240), shirt, within=around)
    if tie:
        s.layer((164, 30, 34), lambda pen: pen.shape([(x - size * 0.06, y + size * 1.12), (x + size * 0.06, y + size * 1.12), (x + size * 0.09, y + size * 1.8), (x, y + size * 1.95), (x - size * 0.09, y + size * 1.8)]), within=around)
    s.layer(SKIN, head, within=around)
    s.layer(hair, lambda pen: pen.hair(x, y, size * 0.43), within=around)
    s.layer(coat, lambda pen: [pen.stroke([(x + k * size * 0.96, y + size * 1.75), (x + k * size * 1.06, y + size * 2.5), (x + k * size * 0.42, y + size * 2.78)], size * 0.36) for k in (-1, 1)] and None, within=around)
    s.layer(SKIN, lambda pen: [pen.oval(x + k * size * 0.32, y + size * 2.8, size * 0.15, size * 0.12) for k in (-1, 1)] and None, within=around)


# --- the scenes -----------------------------------------------------------------------------------


def hall() -> Image.Image:
    """A conference hall from the back rows: red curtain, table of the presidium, lectern."""
    s = Scene("hall", (0, (120, 16, 22)), (0.55, (172, 30, 32)), (0.68, (120, 30, 26)), (1, (40, 20, 18)))
    folds(s, -10, 640)
    s.glow(800, 250, 900, 520, colour=(255, 190, 120), strength=0.42)
    s.layer(GOLD, lambda pen: pen.box(300, 96, 1000, 6), blur=1, strength=0.7)
    s.layer(GOLD, lambda pen: pen.box(300, 330, 1000, 3), blur=1, strength=0.6)
    s.layer((236, 190, 96), lambda pen: pen.shape(star(800, 214, 62)), blur=0.8, strength=0.92)
    s.shaded((120, 74, 44), (86, 46, 28), lambda pen: pen.box(0, 622, WIDTH, 190))
    s.layer((214, 160, 96), lambda pen: pen.box(0, 620, WIDTH, 4), strength=0.8)

    coats = ((38, 58, 50), (44, 48, 60), (236, 232, 222), (38, 58, 50), (52, 46, 48), (44, 48, 60))
    for i, coat in enumerate(coats):
        sitter(s, 470 + 120 * i, 424 + (i * 7) % 9, 42, coat, (GREY, WHITE_HAIR, BLACK_HAIR)[i % 3], tie=i != 2)
    s.shaded((236, 226, 206), (206, 186, 160), lambda pen: pen.box(392, 528, 760, 104, 3))
    s.layer((150, 24, 28), lambda pen: pen.box(392, 528, 760, 22, 3))
    for x in (520, 770, 1020):
        flowers(s, x, 520, 44, (240, 200, 90), (236, 120, 130), (250, 240, 224))
    s.shaded((112, 62, 34), (74, 38, 22), lambda pen: pen.shape([(196, 470), (330, 470), (316, 640), (210, 640)]))
    s.layer((146, 88, 50), lambda pen: pen.box(184, 456, 158, 18, 4))
    friend(s, 262, 640, 300, (38, 58, 50), NIGHT, GREY, left=((-0.16, -0.62), (-0.1, -0.55)), right=((0.16, -0.62), (0.1, -0.55)))
    s.shaded((112, 62, 34), (74, 38, 22), lambda pen: pen.shape([(200, 500), (326, 500), (316, 640), (210, 640)]))
    s.layer(GOLD, lambda pen: pen.oval(263, 560, 22), strength=0.7)
    flowers(s, 263, 492, 52, (240, 200, 90), (214, 60, 64))
    for row, (y, size, colour) in enumerate(
        ((668, 50, (58, 30, 28)), (742, 66, (44, 25, 25)), (838, 88, (30, 19, 21)))
    ):
        step = size * 2.55
        xs = [step * (i + 0.5 * (row % 2)) + s.rng.uniform(-8, 8) for i in range(-1, 15)]
        ys = [y + s.rng.uniform(-9, 9) for _ in xs]

        def seats(pen: Pen, xs: list[float] = xs, ys: list[float] = ys, size: float = size) -> None:
            for x, top in zip(xs, ys, strict=True):
                pen.bust(x, top, size)

        s.layer(mixed(colour, (230, 120, 80), 0.32), lambda pen, seats=seats: seats(pen), blur=1.2)
        lower = [top + 4 for top in ys]
        s.layer(colour, lambda pen, seats=seats, lower=lower: seats(pen, ys=lower), blur=1.6)
    return s.finished()


def star(x: float, y: float, r: float) -> list[Point]:
    return [
        (
            x + (r if i % 2 == 0 else r * 0.382) * math.sin(i * math.pi / 5),
            y - (r if i % 2 == 0 else r * 0.382) * math.cos(i * math.pi / 5),
        )
        for i in range(10)
    ]


def signing() -> Image.Image:
    """Six people at one long table, each over a paper; their fellows applaud behind them."""
    s = Scene("signing", (0, (150, 24, 28)), (0.62, (190, 42, 40)), (0.7, (120, 44, 34)), (1, (70, 32, 26)))
    folds(s, -10, 760, (30, 66))
    s.glow(800, 330, 1100, 620, colour=(255, 206, 140), strength=0.6)
    s.layer(GOLD, lambda pen: [pen.box(230, 92, 1140, 5), pen.box(230, 236, 1140, 3)] and None, blur=1, strength=0.75)
    s.layer((240, 198, 104), lambda pen: pen.shape(star(800, 168, 50)), strength=0.95)
    clap: tuple[Point, Point] = ((-0.15, -0.64), (-0.02, -0.66))
    paws: tuple[Point, Point] = ((0.15, -0.64), (0.02, -0.66))
    coats = ((44, 72, 60), (240, 236, 226), (54, 60, 76), (44, 72, 60), (150, 60, 84))
    for i, coat in enumerate(coats):
        friend(
            s, 340 + 230 * i, 984 + (i * 11) % 20, 676 + (i * 17) % 26, coat, NIGHT,
            (WHITE_HAIR, GREY, BLACK_HAIR, GREY, BLACK_HAIR)[i],
            left=clap, right=paws, soft=1.6, dim=(150, 60, 48),
        )  # fmt: skip
    seats = [225 + 230 * i for i in range(6)]
    dark = ((30, 62, 50), (40, 46, 60), (30, 62, 50), (58, 50, 50), (40, 46, 60), (30, 62, 50))
    for i, x in enumerate(seats):
        sitter(s, x, 470 + (i * 37) % 18, 96, dark[i], (GREY, WHITE_HAIR, GREY, BLACK_HAIR, WHITE_HAIR, GREY)[i])
    s.shaded((252, 248, 238), (208, 192, 168), lambda pen: pen.box(0, 742, WIDTH, 330))
    s.layer((170, 150, 122), lambda pen: [pen.box(x, 800, 20, 270, fill=130) for x in range(-10, WIDTH, 68)] and None, blur=11, strength=0.8)
    s.layer((18, 84, 60), lambda pen: [pen.box(0, 796, WIDTH, 22), pen.box(0, 826, WIDTH, 3)] and None)
    s.layer((120, 98, 74), lambda pen: pen.box(0, 740, WIDTH, 5), blur=2, strength=0.5)
    for i, x in enumerate(seats):
        around = (x - 110, 660, x + 110, 800)
        y = 470 + (i * 37) % 18
        s.layer((96, 22, 26), lambda pen, x=x: pen.shape([(x - 78, 790), (x + 74, 790), (x + 58, 752), (x - 62, 752)]), within=around)  # type: ignore[misc]
        s.layer((255, 255, 252), lambda pen, x=x: pen.shape([(x - 66, 784), (x + 62, 784), (x + 50, 756), (x - 54, 756)]), within=around)  # type: ignore[misc]
        s.layer((150, 148, 140), lambda pen, x=x: [pen.stroke([(x - 44, k), (x + 40, k)], 1.4) for k in (762, 769, 776)] and None, within=around)  # type: ignore[misc]
        s.layer(SKIN, lambda pen, x=x, y=y: [pen.oval(x - 36, y + 274, 17, 12), pen.oval(x + 34, y + 272, 18, 13)] and None, within=around)  # type: ignore[misc]
        s.layer((26, 40, 66), lambda pen, x=x, y=y: pen.stroke([(x + 18, 770), (x + 46, y + 246)], 5), within=around)  # type: ignore[misc]
    for x in (340, 800, 1260):
        flowers(s, x, 778, 44, (244, 206, 96), (240, 130, 140), (252, 246, 232))
    return s.finished()


def gift() -> Image.Image:
    """A present handed over at a door full of morning light."""
    s = Scene("gift", (0, (206, 178, 136)), (0.6, (236, 208, 160)), (1, (150, 110, 76)))
    s.layer((246, 226, 184), lambda pen: pen.box(420, 60, 760, 800, 4))
    s.glow(800, 420, 760, 640, colour=(255, 247, 222), strength=0.95)
    leaves = crown(s, 640, 250, 260, 170, 90)
    s.layer((176, 190, 132), leaves, blur=16, strength=0.6)
    s.layer((190, 200, 150), crown(s, 1010, 330, 190, 150, 70), blur=18, strength=0.5)
    s.layer((140, 98, 62), lambda pen: [pen.box(400, 40, 30, 830), pen.box(1170, 40, 30, 830), pen.box(400, 40, 800, 26), pen.box(792, 60, 12, 806)] and None, blur=1.5)
    s.shaded((150, 104, 66), (84, 54, 36), lambda pen: pen.shape([(0, 866), (WIDTH, 866), (WIDTH, HEIGHT), (0, HEIGHT)]))
    s.glow(800, 930, 560, 120, colour=(255, 226, 170), strength=0.7)

    def people(pen: Pen) -> None:
        pen.person(560, 1010, 800, left=((-0.14, -0.6), (-0.1, -0.46)), right=((0.16, -0.58), (0.26, -0.56)))
        pen.person(1040, 1010, 740, left=((-0.16, -0.6), (-0.27, -0.58)), right=((0.12, -0.62), (-0.2, -0.55)), dress=True)

    s.layer((255, 236, 196), people, blur=7)
    friend(s, 300, 1016, 780, (238, 234, 222), (52, 58, 62), GREY)
    friend(s, 560, 1010, 800, (34, 84, 64), (44, 48, 52), WHITE_HAIR, left=((-0.14, -0.6), (-0.1, -0.46)), right=((0.16, -0.58), (0.26, -0.56)))
    friend(s, 1040, 1010, 740, (132, 52, 78), (240, 232, 218), WHITE_HAIR, left=((-0.16, -0.6), (-0.27, -0.58)), right=((0.12, -0.62), (-0.2, -0.55)), dress=True)
    s.layer((255, 244, 214), lambda pen: pen.oval(800, 240, 700, 300), blur=90, strength=0.18)
    s.layer((168, 28, 32), lambda pen: pen.box(742, 505, 124, 96, 6))
    s.layer((238, 196, 104), lambda pen: [pen.box(796, 505, 16, 96), pen.box(742, 545, 124, 14), pen.oval(786, 496, 22, 13), pen.oval(822, 496, 22, 13)] and None)
    return s.finished()


def river() -> Image.Image:
    """The Saigon River at dusk with the towers of the city."""
    s = Scene("river", (0, (38, 52, 84)), (0.3, (120, 92, 110)), (0.48, (226, 142, 98)), (0.6, (250, 206, 140)), (1, (250, 206, 140)))
    s.glow(1080, 600, 620, 420, colour=(255, 226, 160), strength=0.95)
    s.glow(1080, 604, 70, colour=(255, 250, 226), strength=1)

    def clouds(pen: Pen) -> None:
        for _ in range(26):
            pen.oval(s.rng.uniform(0, WIDTH), s.rng.uniform(120, 470), s.rng.uniform(120, 340), s.rng.uniform(5, 17), fill=s.rng.randint(60, 170))

    s.layer((255, 190, 140), clouds, blur=10, strength=0.5)

    def towers(low: int, high: int, count: int, step: tuple[int, int]) -> Drawing:
        def draw(pen: Pen) -> None:
            x = -30.0
            for _ in range(count):
                wide, tall = s.rng.randint(*step), s.rng.randint(low, high)
                pen.box(x, 664 - tall, wide, tall + 20)
                if s.rng.random() < 0.4:
                    pen.box(x + wide * 0.25, 664 - tall - 18, wide * 0.5, 20)
                x += wide + s.rng.randint(-4, 22)

        return draw

    s.layer((204, 134, 116), towers(60, 190, 36, (26, 62)), blur=2.2, strength=0.85)

    def landmark(pen: Pen) -> None:
        for i, tall in enumerate((250, 330, 392, 430, 392, 318, 262)):
            pen.box(380 + i * 19, 664 - tall, 20, tall + 20)
        pen.shape([(442, 236), (456, 236), (450, 132), (447, 132)])
        pen.box(620, 398, 44, 280)
        pen.shape([(620, 398), (664, 398), (660, 350), (628, 372)])

    s.layer((120, 78, 92), landmark, blur=1)
    s.layer((104, 70, 86), towers(40, 150, 34, (30, 66)), blur=1)

    def bridge(pen: Pen) -> None:
        pen.box(900, 628, 720, 9)
        pen.shape([(1216, 640), (1240, 640), (1232, 372), (1224, 372)])
        for i in range(11):
            pen.stroke([(1228, 392 + i * 6), (1228 - 30 * (i + 1), 630)], 1.6)
            pen.stroke([(1228, 392 + i * 6), (1228 + 30 * (i + 1), 630)], 1.6)

    s.layer((74, 50, 70), bridge, blur=0.6)
    s.layer((66, 48, 66), lambda pen: pen.shape(ridge(s.rng, 660, 10)))

    def windows(pen: Pen) -> None:
        for _ in range(330):
            pen.box(s.rng.uniform(0, WIDTH), s.rng.uniform(520, 652), 3, 4, fill=s.rng.randint(80, 255))

    s.layer((255, 220, 150), windows, blur=0.5, strength=0.8)
    s.mirrored_below(672, (48, 52, 78), 0.32)
    s.haze(600, 720, (255, 206, 160), 0.35)

    def boat(pen: Pen) -> None:
        pen.shape([(560, 838), (900, 838), (850, 872), (600, 872)])
        pen.box(640, 800, 170, 40, 6)
        pen.stroke([(600, 838), (600, 780)], 4)

    s.layer((30, 30, 48), boat, blur=0.8)
    s.layer((255, 214, 140), lambda pen: [pen.box(x, 812, 20, 14) for x in (658, 696, 734, 772)] and None, blur=1)
    s.layer((24, 30, 48), lambda pen: pen.oval(730, 884, 190, 9), blur=6, strength=0.6)
    return s.finished()


def lotus() -> Image.Image:
    """A lotus pond in the mist of early morning."""
    s = Scene("lotus", (0, (198, 214, 196)), (0.35, (222, 226, 200)), (0.5, (160, 188, 158)), (1, (44, 88, 70)))
    s.glow(1150, 190, 600, 380, colour=(255, 244, 206), strength=0.9)
    s.layer((150, 180, 152), lambda pen: pen.shape(ridge(s.rng, 330, 60)), blur=10)
    s.layer((122, 160, 134), lambda pen: pen.shape(ridge(s.rng, 380, 34)), blur=7)
    s.shaded((168, 194, 166), (38, 84, 68), lambda pen: pen.box(0, 420, WIDTH, HEIGHT))
    s.haze(300, 520, (238, 240, 220), 0.8)
    for band, (y0, y1, n, size) in enumerate(((470, 560, 40, 46), (560, 690, 30, 84), (700, 860, 20, 140), (880, 1060, 13, 220))):
        spots = [(s.rng.uniform(-60, WIDTH + 60), s.rng.uniform(y0, y1), s.rng.uniform(0.7, 1.15) * size) for _ in range(n)]
        light, dark = mixed((150, 184, 150), (74, 128, 82), band / 3), mixed((112, 156, 126), (20, 66, 50), band / 3)

        def shadows(pen: Pen, spots: list[tuple[float, float, float]] = spots) -> None:
            for x, y, r in spots:
                pen.oval(x, y + r * 0.09, r, r * 0.3)

        def pads(pen: Pen, spots: list[tuple[float, float, float]] = spots) -> None:
            for x, y, r in spots:
                pen.oval(x, y, r, r * 0.28)

        def veins(pen: Pen, spots: list[tuple[float, float, float]] = spots) -> None:
            for x, y, r in spots:
                for i in range(9):
                    a = i * math.pi * 2 / 9
                    rim = (x + 0.9 * r * math.cos(a), y + 0.25 * r * math.sin(a))
                    pen.on.line([pen.at(x, y), pen.at(*rim)], fill=255, width=max(2, round(r / 35)))

        soft = 2.4 - band * 0.6
        s.layer(dark, shadows, blur=soft + 2)
        s.layer(light, pads, blur=max(0.5, soft))
        s.layer(mixed(light, (235, 240, 205), 0.35), veins, blur=max(0.5, soft), strength=0.5)
        if band == 1:
            s.haze(520, 720, (226, 234, 212), 0.35)
    for x, y, size in ((330, 640, 70), (1330, 600, 58), (1120, 720, 92), (620, 760, 150)):
        bloom(s, x, y, size)
    return s.finished()


def bloom(s: Scene, x: float, y: float, size: float) -> None:
    """One lotus flower on its stalk: outer petals first."""
    around = (round(x - size * 1.5), round(y - size * 1.5), round(x + size * 1.5), round(y + size * 2.2))
    s.layer((58, 104, 70), lambda pen: pen.stroke([(x, y), (x + size * 0.12, y + size * 1.2), (x + size * 0.05, y + size * 2)], size * 0.1), within=around)

    def petal(angle: float, long: float, wide: float) -> list[Point]:
        points = []
        for i in range(25):
            t = i / 24
            side = math.sin(math.pi * t**0.8) * wide
            points.append((t, side))
        outline = points + [(t, -w) for t, w in reversed(points)]
        c, d = math.sin(angle), -math.cos(angle)
        return [(x + size * long * (t * c - w * d), y + size * long * (t * d + w * c)) for t, w in outline]

    ranks = (
        ((-1.25, -0.95, 0.95, 1.25), 1.0, 0.2, (226, 142, 156)),
        ((-0.75, -0.4, 0.4, 0.75), 1.12, 0.22, (238, 168, 176)),
        ((-0.2, 0.2), 1.15, 0.23, (246, 196, 198)),
        ((0.0,), 1.02, 0.25, (252, 222, 218)),
    )
    for angles, long, wide, colour in ranks:
        for angle in angles:
            shape = petal(angle, long, wide)
            s.layer(mixed(colour, (150, 60, 90), 0.35), lambda pen, shape=shape: pen.shape(shape), blur=1, within=around)  # type: ignore[misc]
            inner = [(a + (x - a) * 0.07, b + (y - b) * 0.07) for a, b in shape]
            s.layer(colour, lambda pen, inner=inner: pen.shape(inner), blur=1.4, within=around)  # type: ignore[misc]


def chairs() -> Image.Image:
    """An empty hall an hour before: rows of seats, light falling in from tall windows."""
    s = Scene("chairs", (0, (208, 196, 166)), (0.45, (232, 220, 190)), (0.52, (150, 116, 80)), (1, (96, 66, 44)))
    for x in (150, 520, 890, 1260):
        s.layer((255, 250, 232), lambda pen, x=x: pen.box(x, 70, 190, 390, 4), blur=2)  # type: ignore[misc]
        s.layer((196, 210, 168), crown(s, x + 95, 380, 100, 80, 30), blur=12, strength=0.5)
        s.layer((170, 150, 116), lambda pen, x=x: [pen.box(x - 8, 62, 206, 10), pen.box(x + 91, 70, 8, 390), pen.box(x, 250, 190, 7), pen.box(x - 14, 458, 218, 12)] and None, blur=0.8)  # type: ignore[misc]
        s.glow(x + 95, 260, 330, 330, colour=(255, 246, 214), strength=0.5)
    beams = Pen()
    for x in (150, 520, 890, 1260):
        beams.shape([(x, 560), (x + 190, 560), (x + 20, HEIGHT), (x - 330, HEIGHT)])
    s.lay((255, 224, 160), beams.mask, 8, 0.42)
    for row in range(5):
        y, size = 520 + row * row * 13 + row * 44, 60 + row * 27
        shade = mixed((150, 60, 52), (112, 18, 26), row / 4)
        wood = mixed((110, 76, 52), (48, 30, 24), row / 4)
        xs = [800 + (i - 7) * size * 1.36 + size * 0.68 for i in range(14)]

        def legs(pen: Pen, xs: list[float] = xs, y: float = y, size: float = size) -> None:
            for x in xs:
                pen.box(x - size * 0.46, y + size * 0.7, size * 0.08, size * 1.05)
                pen.box(x + size * 0.38, y + size * 0.7, size * 0.08, size * 1.05)

        def backs(pen: Pen, xs: list[float] = xs, y: float = y, size: float = size) -> None:
            for x in xs:
                pen.box(x - size * 0.5, y, size, size * 0.92, size * 0.16)

        def lights(pen: Pen, xs: list[float] = xs, y: float = y, size: float = size) -> None:
            for x in xs:
                pen.box(x - size * 0.42, y + size * 0.05, size * 0.84, size * 0.09, size * 0.04)

        s.layer((60, 36, 24), lambda pen, xs=xs, y=y, size=size: [pen.oval(x - size * 0.2, y + size * 1.72, size * 0.7, size * 0.09) for x in xs] and None, blur=5, strength=0.5)  # type: ignore[misc]
        s.layer(wood, legs, blur=0.6)
        s.layer(shade, backs, blur=0.8)
        s.layer(mixed(shade, (255, 200, 150), 0.5), lights, blur=1.6, strength=0.8)
    return s.finished()


def street() -> Image.Image:
    """A street under tall old trees, a few people walking."""
    s = Scene("street", (0, (186, 206, 176)), (0.4, (236, 232, 196)), (0.56, (206, 196, 164)), (1, (120, 116, 104)))
    s.glow(800, 470, 560, 460, colour=(255, 248, 216), strength=1)
    s.layer((212, 204, 172), lambda pen: [pen.box(x, 560 - t, 70, t) for x, t in ((560, 120), (640, 90), (700, 150), (870, 110), (950, 140), (1020, 80))] and None, blur=5, strength=0.7)
    s.shaded((214, 206, 184), (104, 104, 98), lambda pen: pen.shape([(760, 560), (840, 560), (1420, HEIGHT), (180, HEIGHT)]))
    s.shaded((200, 186, 150), (150, 132, 102), lambda pen: [pen.shape([(760, 560), (180, HEIGHT), (0, HEIGHT), (0, 760), (700, 560)]), pen.shape([(840, 560), (1420, HEIGHT), (WIDTH, HEIGHT), (WIDTH, 760), (900, 560)])] and None)
    for depth in range(6):
        near = depth / 5
        gap, base, tall = 76 + 640 * near**1.9, 572 + 300 * near**1.7, 220 + 640 * near**1.5
        trunk = mixed((180, 172, 138), (58, 50, 42), near)
        leaf = mixed((186, 200, 146), (34, 76, 46), near)
        wide = 9 + 52 * near**1.4
        for side in (-1, 1):
            x = 800 + side * gap

            def stem(pen: Pen, x: float = x, base: float = base, tall: float = tall, wide: float = wide, side: int = side) -> None:
                pen.shape([(x - wide, base), (x + wide, base), (x + wide * 0.55 - side * tall * 0.05, base - tall), (x - wide * 0.55 - side * tall * 0.05, base - tall)])
                pen.stroke([(x - side * tall * 0.03, base - tall * 0.7), (x - side * tall * 0.24, base - tall * 1.02)], wide * 0.7)

            s.layer(trunk, stem, blur=max(0.5, 3 - 3 * near))
            s.layer(leaf, crown(s, x - side * tall * 0.16, base - tall * 1.05, tall * 0.46, tall * 0.3, 80), blur=max(0.8, 5 - 4.5 * near), strength=0.92)
            s.layer(mixed(leaf, (250, 240, 180), 0.35), crown(s, x - side * tall * 0.2, base - tall * 1.08, tall * 0.3, tall * 0.16, 34), blur=7, strength=0.4)
        s.haze(430, 700, (250, 244, 212), 0.1)
    spots = Pen()
    for _ in range(70):
        y = s.rng.uniform(690, HEIGHT)
        spots.oval(s.rng.uniform(100, 1500), y, (y - 600) * 0.16, (y - 600) * 0.03, fill=s.rng.randint(60, 190))
    s.lay((255, 240, 190), spots.mask, 5, 0.5)
    s.layer((70, 62, 54), lambda pen: [pen.person(700, 760, 170), pen.person(752, 764, 160, dress=True), pen.person(905, 700, 110), pen.person(930, 700, 104)] and None, blur=0.9)
    s.layer((70, 62, 54), lambda pen: [pen.oval(660, 768, 70, 6), pen.oval(720, 772, 70, 6)] and None, blur=6, strength=0.4)
    return s.finished()


def flags() -> Image.Image:
    """A row of flags on a festive morning."""
    s = Scene("flags", (0, (96, 146, 178)), (0.5, (176, 206, 214)), (0.8, (244, 232, 204)), (1, (230, 210, 170)))
    s.glow(1320, 760, 800, 520, colour=(255, 240, 200), strength=0.85)

    def clouds(pen: Pen) -> None:
        for _ in range(44):
            x, y = s.rng.uniform(0, WIDTH), s.rng.choice((210, 380, 560)) + s.rng.uniform(-36, 30)
            pen.oval(x, y, s.rng.uniform(70, 170), s.rng.uniform(18, 38), fill=s.rng.randint(80, 190))

    s.layer((255, 252, 244), clouds, blur=26, strength=0.75)
    s.layer((150, 176, 150), lambda pen: pen.shape(ridge(s.rng, 930, 40, 12)), blur=6)
    s.layer((74, 112, 84), lambda pen: pen.shape(ridge(s.rng, 985, 34, 10)), blur=3)
    for i in range(6):
        near = i / 5
        x, top, wide = 1440 - 1400 * near**0.86 + 40, 520 - 420 * near, 120 + 250 * near
        tall = wide * 0.62
        red = mixed((196, 92, 80), (190, 26, 30), min(1, near + 0.35))
        soft = 1.8 - near * 1.2
        s.layer(mixed((190, 184, 170), (116, 100, 82), near), lambda pen, x=x, top=top, wide=wide: pen.stroke([(x, top - wide * 0.06), (x, HEIGHT + 20)], 4 + wide * 0.022), blur=soft)  # type: ignore[misc]
        phase = s.rng.uniform(0, 6.3)

        def edge(t: float, phase: float = phase, tall: float = tall) -> float:
            return tall * 0.11 * math.sin(phase + t * 5.6) * (0.25 + t)

        def cloth(pen: Pen, x: float = x, top: float = top, wide: float = wide, tall: float = tall) -> None:
            ts = [k / 30 for k in range(31)]
            pen.shape([(x + wide * t, top + edge(t)) for t in ts] + [(x + wide * t * 0.99, top + tall + edge(t)) for t in reversed(ts)])

        cloth_pen = Pen()
        cloth(cloth_pen)
        s.lay(red, cloth_pen.mask, soft, 1)
        shade = Pen()
        for k in range(40):
            t = k / 40
            slope = math.cos(phase + t * 5.6)
            if slope > 0:
                shade.box(x + wide * t, top - tall, wide / 40 + 1, tall * 3, fill=round(150 * slope))
        folded = ImageChops.multiply(shade.mask, cloth_pen.mask).reduce(FINE).filter(ImageFilter.GaussianBlur(5))
        s.image.paste(mixed(red, (70, 0, 10), 0.7), (0, 0), folded)
        s.layer((246, 206, 90), lambda pen, x=x, top=top, wide=wide, tall=tall: pen.shape([(a, b + edge((a - x) / wide)) for a, b in star(x + wide * 0.49, top + tall * 0.5, tall * 0.27)]), blur=soft)  # type: ignore[misc]
    return s.finished()


def bench() -> Image.Image:
    """An old couple on a bench under a great tree, the sun going down."""
    s = Scene("bench", (0, (240, 190, 122)), (0.4, (250, 214, 150)), (0.66, (252, 232, 190)), (0.7, (176, 150, 92)), (1, (70, 66, 44)))
    s.glow(1080, 560, 640, colour=(255, 246, 206), strength=1)
    s.glow(1080, 560, 96, colour=(255, 253, 238), strength=1)
    s.layer((222, 178, 118), lambda pen: pen.shape(ridge(s.rng, 640, 50)), blur=6)
    s.layer((190, 148, 92), lambda pen: pen.shape(ridge(s.rng, 700, 30)), blur=3)
    s.haze(560, 760, (255, 230, 180), 0.5)
    s.shaded((150, 128, 72), (52, 54, 36), lambda pen: pen.shape(ridge(s.rng, 800, 14)))

    def tree(pen: Pen) -> None:
        pen.shape([(210, 900), (250, 620), (236, 380), (330, 380), (336, 640), (400, 900)])
        pen.stroke([(285, 560), (420, 380), (560, 300)], 44)
        pen.stroke([(280, 480), (150, 330), (40, 270)], 46)
        pen.stroke([(470, 340), (640, 330), (760, 250)], 22)

    s.layer((58, 46, 34), tree, blur=0.8)
    for x, y, rx, ry in ((120, 170, 320, 200), (470, 120, 330, 190), (760, 150, 230, 130), (280, 260, 240, 120)):
        s.layer((64, 66, 40), crown(s, x, y, rx, ry, 150), blur=0.9)
        s.layer((150, 132, 66), crown(s, x + 40, y + 20, rx * 0.7, ry * 0.6, 50), blur=7, strength=0.3)

    def seat(pen: Pen) -> None:
        pen.box(640, 742, 520, 15, 5)
        pen.box(640, 700, 520, 15, 5)
        pen.box(640, 796, 520, 18, 5)
        for x in (672, 1112):
            pen.box(x, 690, 16, 220, 3)

    def couple(pen: Pen) -> None:
        for x, size in ((835, 68), (975, 62)):
            pen.bust(x, 560 + (68 - size) * 2, size)
        pen.stroke([(1030, 660), (930, 680)], 30)

    def both(pen: Pen) -> None:
        couple(pen)
        pen.box(640, 800, 520, 240, fill=0)

    s.layer((255, 222, 150), lambda pen: [pen.bust(835, 557, 69), pen.bust(975, 569, 63), pen.box(600, 800, 600, 260, fill=0)] and None, blur=3.5)
    s.layer((60, 48, 42), both, blur=0.8)
    s.layer((44, 38, 30), seat, blur=0.6)
    s.layer((30, 32, 20), lambda pen: pen.oval(820, 915, 360, 16), blur=10, strength=0.55)

    def grass(pen: Pen) -> None:
        for _ in range(520):
            x = s.rng.uniform(-10, WIDTH)
            y = s.rng.uniform(930, HEIGHT + 20)
            pen.stroke([(x, y), (x + s.rng.uniform(-12, 12), y - s.rng.uniform(14, 46))], 2)

    s.layer((116, 108, 56), grass, blur=0.6, strength=0.7)
    return s.finished()


def dawn() -> Image.Image:
    """Morning exercise in the park: slow movements towards the light."""
    s = Scene("dawn", (0, (146, 176, 182)), (0.35, (228, 214, 178)), (0.58, (252, 222, 164)), (0.66, (196, 190, 140)), (1, (82, 112, 80)))
    s.glow(520, 540, 720, 520, colour=(255, 242, 204), strength=1)
    s.glow(520, 540, 66, colour=(255, 253, 240))
    for base, swing, colour, blur in ((590, 60, (206, 204, 164), 9), (640, 50, (170, 182, 140), 6)):
        s.layer(colour, lambda pen, base=base, swing=swing: pen.shape(ridge(s.rng, base, swing, 12)), blur=blur)  # type: ignore[misc]
    for x, y, size in ((60, 470, 190), (1250, 500, 150), (1500, 400, 260)):
        s.layer((122, 150, 112), crown(s, x, y, size, size * 0.75, 90), blur=4)
        s.layer((110, 128, 98), lambda pen, x=x, y=y, size=size: pen.box(x - size * 0.05, y, size * 0.1, 330), blur=3)  # type: ignore[misc]
    s.haze(500, 740, (255, 236, 196), 0.55)
    s.shaded((190, 192, 134), (62, 98, 68), lambda pen: pen.box(0, 720, WIDTH, 400))
    low: tuple[Point, Point] = ((-0.19, -0.66), (-0.28, -0.72))
    high: tuple[Point, Point] = ((0.17, -0.7), (0.2, -0.9))

    def row(xs: Sequence[float], foot: float, tall: float) -> Drawing:
        def draw(pen: Pen) -> None:
            for i, x in enumerate(xs):
                pen.person(x, foot + (i % 2) * 4, tall * (1 - 0.03 * (i % 3)), left=low, right=high, stride=0.13)

        return draw

    s.layer((150, 146, 112), row([200 + 170 * i for i in range(8)], 790, 210), blur=2)
    s.layer((120, 130, 90), lambda pen: [pen.oval(200 + 170 * i + 30, 796, 60, 6) for i in range(8)] and None, blur=5, strength=0.6)
    front = [150 + 320 * i for i in range(5)]
    s.layer((255, 232, 180), row([x - 3 for x in front], 958, 418), blur=3)
    for i, x in enumerate(front):
        friend(s, x, 960 + (i % 2) * 4, 418 * (1 - 0.03 * (i % 3)), ((232, 226, 206), (96, 140, 128), (222, 206, 190))[i % 3], (84, 96, 92), (GREY, WHITE_HAIR, BLACK_HAIR)[i % 3], left=low, right=high, stride=0.11)
    s.layer((34, 62, 48), lambda pen: [pen.shape([(x - 60, 958), (x + 60, 958), (x + 190, 1050), (x + 40, 1050)]) for x in front] and None, blur=12, strength=0.5)
    return s.finished()


def court() -> Image.Image:
    """A shuttlecock on a green court, the net behind it."""
    s = Scene("court", (0, (28, 66, 58)), (0.4, (44, 104, 82)), (0.44, (44, 122, 88)), (1, (22, 84, 60)))
    s.bokeh(((255, 236, 180), (200, 230, 200)), 12, (0, 0, WIDTH, 300), (20, 60))
    s.glow(1000, 500, 800, 420, colour=(150, 214, 160), strength=0.4)
    s.layer((236, 240, 226), lambda pen: [pen.shape([(0, 640), (WIDTH, 560), (WIDTH, 570), (0, 654)]), pen.shape([(1010, 590), (1030, 589), (1500, HEIGHT), (1420, HEIGHT)])] and None, blur=3, strength=0.85)

    def net(pen: Pen) -> None:
        for x in range(-10, WIDTH, 26):
            pen.stroke([(x, 168), (x, 440)], 1.6)
        for y in range(176, 444, 24):
            pen.stroke([(0, y), (WIDTH, y)], 1.6)

    s.layer((222, 226, 206), net, blur=2, strength=0.5)
    s.layer((248, 248, 238), lambda pen: pen.box(0, 146, WIDTH, 30), blur=2)
    s.layer((14, 52, 38), lambda pen: pen.oval(620, 936, 420, 34), blur=16, strength=0.65)

    def feather(i: int, n: int) -> list[Point]:
        spread = (i / (n - 1) - 0.5) * 2
        tip_y, tip_x = 560 + spread * 210, 470 - (1 - abs(spread) ** 2) * 40
        base_y = 760 + spread * 50
        return [(850, base_y - 8), (850, base_y + 8), (tip_x, tip_y + 36), (tip_x - 30, tip_y), (tip_x + 6, tip_y - 36)]

    for i in (0, 8, 1, 7, 2, 6, 3, 5, 4):
        shape = [(x, y + 60 + (850 - x) * 0.25) for x, y in feather(i, 9)]
        s.layer((176, 186, 172), lambda pen, shape=shape: pen.shape(shape), blur=1)  # type: ignore[misc]
        inner = [(x + 6, y - 5) for x, y in shape]
        s.layer(mixed((226, 228, 214), (255, 255, 248), 1 - abs(i - 4) / 4), lambda pen, inner=inner: pen.shape(inner), blur=1)  # type: ignore[misc]
    s.layer((160, 168, 150), lambda pen: [pen.stroke([(700, 740), (690, 930)], 5), pen.stroke([(760, 752), (754, 900)], 5)] and None, blur=1, strength=0.7)
    s.layer((230, 224, 206), lambda pen: [pen.oval(878, 822, 76, 74), pen.box(830, 754, 48, 136)] and None, blur=0.8)
    s.layer((166, 28, 32), lambda pen: pen.box(832, 754, 22, 136), blur=0.8)
    s.layer((255, 252, 240), lambda pen: pen.oval(892, 796, 34, 24), blur=10, strength=0.9)
    return s.finished()


def tea() -> Image.Image:
    """A pot of tea and cups: how every visit begins."""
    s = Scene("tea", (0, (60, 74, 58)), (0.5, (126, 118, 84)), (0.64, (150, 104, 66)), (1, (78, 46, 30)))
    s.glow(300, 180, 760, 520, colour=(255, 236, 190), strength=0.7)
    s.bokeh(((236, 220, 160), (150, 184, 130)), 16, (0, 0, WIDTH, 480), (26, 80))
    s.shaded((176, 122, 78), (82, 48, 30), lambda pen: pen.box(0, 650, WIDTH, 420))
    s.layer((206, 152, 100), lambda pen: [pen.box(0, y, WIDTH, 2, fill=90) for y in (700, 772, 872, 990)] and None, blur=1)
    s.glow(420, 760, 620, 150, colour=(255, 220, 160), strength=0.4)

    def pot(pen: Pen) -> None:
        pen.oval(720, 660, 220, 176)
        pen.box(600, 806, 240, 34, 12)
        pen.shape([(900, 620), (1060, 500), (1090, 516), (930, 740)])
        pen.oval(720, 488, 108, 26)
        pen.oval(720, 452, 26)

    def handle(pen: Pen) -> None:
        pen.oval(490, 640, 100, 112)

    s.layer((44, 26, 18), lambda pen: [pen.oval(800, 846, 420, 30), pen.oval(1230, 860, 150, 18), pen.oval(380, 900, 170, 20)] and None, blur=14, strength=0.7)
    ring = Pen()
    handle(ring)
    ring.oval(490, 640, 68, 82, fill=0)
    s.lay((106, 40, 30), ring.mask, 0.8, 1)
    s.layer((122, 48, 34), pot, blur=0.8)
    s.layer((206, 124, 84), lambda pen: pen.oval(640, 590, 84, 70), blur=34, strength=0.7)
    s.layer((74, 26, 22), lambda pen: pen.oval(840, 740, 110, 90), blur=40, strength=0.7)
    s.layer((80, 28, 22), lambda pen: pen.oval(720, 512, 120, 7), blur=1.5)
    s.layer(GOLD, lambda pen: pen.oval(720, 489, 108, 3), strength=0.5)
    for x, y, r in ((1230, 780, 104), (380, 812, 118)):
        s.layer((232, 226, 208), lambda pen, x=x, y=y, r=r: pen.shape([(x - r, y - r * 0.3), (x + r, y - r * 0.3), (x + r * 0.62, y + r * 0.72), (x - r * 0.62, y + r * 0.72)]), blur=0.8)  # type: ignore[misc]
        s.layer((168, 160, 138), lambda pen, x=x, y=y, r=r: pen.shape([(x + r * 0.2, y - r * 0.2), (x + r * 0.9, y - r * 0.2), (x + r * 0.58, y + r * 0.7), (x + r * 0.2, y + r * 0.7)]), blur=16, strength=0.6)  # type: ignore[misc]
        s.layer((246, 242, 228), lambda pen, x=x, y=y, r=r: pen.oval(x, y - r * 0.3, r, r * 0.24), blur=0.8)  # type: ignore[misc]
        s.layer((150, 116, 44), lambda pen, x=x, y=y, r=r: pen.oval(x, y - r * 0.28, r * 0.86, r * 0.18), blur=1)  # type: ignore[misc]
        s.layer((196, 28, 36), lambda pen, x=x, y=y, r=r: pen.box(x - r * 0.72, y + r * 0.2, r * 1.42, r * 0.05), blur=1, strength=0.6)  # type: ignore[misc]

        def steam(pen: Pen, x: float = x, y: float = y, r: float = r) -> None:
            for k in (-0.3, 0.25):
                pen.stroke([(x + r * k + 22 * math.sin(t / 3.2 + k * 9), y - r * 0.4 - t * 13) for t in range(20)], 16, fill=150)

        s.layer((255, 250, 236), steam, blur=14, strength=0.4)
    return s.finished()


def house() -> Image.Image:
    """A small new house among banana trees and areca palms."""
    s = Scene("house", (0, (138, 186, 206)), (0.5, (222, 232, 214)), (0.72, (248, 236, 196)), (1, (150, 160, 96)))
    s.glow(300, 620, 760, 480, colour=(255, 246, 206), strength=0.8)
    s.layer((255, 253, 244), lambda pen: [pen.oval(x, y, rx, 26, fill=150) for x, y, rx in ((420, 180, 190), (520, 206, 160), (1180, 130, 200), (1290, 156, 150))] and None, blur=22)
    s.layer((164, 192, 150), lambda pen: pen.shape(ridge(s.rng, 640, 70, 14)), blur=7)

    def palm(x: float, base: float, tall: float, colour: Colour, soft: float) -> None:
        def draw(pen: Pen) -> None:
            pen.stroke([(x, base), (x + tall * 0.03, base - tall * 0.5), (x, base - tall)], tall * 0.025)
            for i in range(11):
                a = math.pi * (i / 10) * 1.2 - math.pi * 0.1
                reach = tall * 0.3
                mid = (x + reach * 0.6 * math.cos(a), base - tall - reach * 0.5 * math.sin(a) - 8)
                end = (x + reach * math.cos(a), base - tall - reach * 0.5 * math.sin(a) + reach * 0.3)
                pen.stroke([(x, base - tall), mid, end], tall * 0.022)

        s.layer(colour, draw, blur=soft)

    for x, tall in ((180, 470), (300, 380), (1420, 520), (1520, 400)):
        palm(x, 860, tall, (84, 126, 84), 2)
    s.shaded((176, 176, 104), (92, 112, 62), lambda pen: pen.shape(ridge(s.rng, 830, 12)))
    s.shaded((246, 236, 210), (226, 206, 168), lambda pen: pen.box(520, 540, 620, 320))
    s.layer((200, 176, 136), lambda pen: pen.box(930, 540, 210, 320), blur=26, strength=0.5)
    s.layer((174, 74, 48), lambda pen: pen.shape([(470, 556), (1190, 556), (1060, 386), (600, 386)]))
    s.layer((140, 52, 36), lambda pen: [pen.stroke([(470 + 36 * i, 556), (600 + 23 * i, 386)], 3) for i in range(21)] and None, blur=0.8, strength=0.6)
    s.layer((110, 42, 32), lambda pen: pen.box(464, 550, 732, 14, 3))
    s.layer((34, 92, 68), lambda pen: [pen.box(770, 630, 120, 230), pen.box(590, 640, 110, 110), pen.box(960, 640, 110, 110)] and None)
    s.layer((255, 236, 180), lambda pen: [pen.box(600, 650, 42, 90), pen.box(648, 650, 42, 90), pen.box(970, 650, 42, 90), pen.box(1018, 650, 42, 90), pen.box(780, 640, 48, 220)] and None, blur=0.8)
    s.layer((196, 190, 170), lambda pen: pen.shape([(744, 860), (916, 860), (1010, HEIGHT), (600, HEIGHT)]))
    s.layer((150, 24, 28), lambda pen: pen.shape([(524, 470), (524, 560), (528, 560), (528, 470)]))
    s.layer((178, 28, 32), lambda pen: pen.box(1150, 430, 74, 48))
    s.layer((246, 206, 90), lambda pen: pen.shape(star(1187, 454, 14)))
    s.layer((120, 96, 74), lambda pen: pen.stroke([(1148, 424), (1148, 860)], 6))

    def banana(x: float, base: float, size: float) -> None:
        for colour, shift in (((62, 112, 58), 0.0), ((104, 152, 76), 0.12)):
            def draw(pen: Pen, shift: float = shift) -> None:
                for i in range(7):
                    a = math.pi * (0.12 + 0.76 * i / 6) + shift
                    tip = (x + size * math.cos(a), base - size * 1.2 * math.sin(a))
                    side = (-(tip[1] - base) * 0.14, (tip[0] - x) * 0.14)
                    mid = ((x + tip[0]) / 2, (base + tip[1]) / 2 - size * 0.1)
                    pen.shape([(x, base), (mid[0] + side[0], mid[1] + side[1]), tip, (mid[0] - side[0], mid[1] - side[1])])

            s.layer(colour, draw, blur=0.9)

    banana(430, 900, 230)
    banana(1250, 905, 190)
    friend(s, 700, 985, 250, (238, 234, 222), (60, 62, 64), GREY)
    friend(s, 780, 990, 232, (132, 52, 78), (240, 232, 218), WHITE_HAIR, dress=True)
    friend(s, 880, 985, 252, (34, 84, 64), (54, 56, 60), BLACK_HAIR)
    s.layer((60, 62, 40), lambda pen: pen.oval(800, 992, 200, 9), blur=7, strength=0.5)
    return s.finished()


def desk() -> Image.Image:
    """Papers, a pen and a lamp: the committee's evening work."""
    s = Scene("desk", (0, (26, 44, 40)), (0.5, (44, 58, 48)), (0.56, (120, 78, 46)), (1, (74, 44, 28)))
    s.bokeh(((220, 180, 100),), 12, (0, 0, 700, 420), (18, 46))
    s.layer((34, 52, 46), lambda pen: [pen.box(60 + 46 * i, 130 + (i * 53) % 60, 40, 420) for i in range(13)] and None, blur=5, strength=0.9)
    s.layer((150, 120, 70), lambda pen: [pen.box(66 + 46 * i, 210 + (i * 53) % 60, 28, 7) for i in range(13)] and None, blur=4, strength=0.5)
    s.shaded((150, 100, 60), (66, 38, 24), lambda pen: pen.box(0, 580, WIDTH, 500))
    s.glow(1120, 640, 760, 380, colour=(255, 222, 150), strength=0.85)
    s.layer((255, 240, 200), lambda pen: pen.shape([(1010, 330), (1230, 330), (1500, 700), (760, 700)]), blur=40, strength=0.35)
    s.layer((18, 78, 58), lambda pen: pen.shape([(960, 340), (1280, 340), (1220, 200), (1020, 200)]), blur=0.8)
    s.layer((70, 136, 104), lambda pen: pen.shape([(1000, 330), (1040, 330), (1060, 210), (1036, 210)]), blur=8, strength=0.8)
    s.layer((255, 246, 214), lambda pen: pen.oval(1120, 342, 158, 12), blur=3)
    s.layer((196, 152, 76), lambda pen: [pen.box(1110, 340, 20, 300), pen.oval(1120, 646, 110, 22), pen.oval(1120, 196, 14)] and None, blur=0.8)

    def sheet(points: list[Point], colour: Colour) -> None:
        s.layer((44, 28, 20), lambda pen: pen.shape([(x + 10, y + 12) for x, y in points]), blur=10, strength=0.5)
        s.layer(colour, lambda pen: pen.shape(points), blur=0.7)

    sheet([(180, 760), (620, 700), (760, 960), (250, 1040)], (214, 196, 164))
    sheet([(420, 740), (900, 700), (1080, 980), (520, 1046)], (252, 246, 230))
    lines = [
        ((470 + 20 * k + 0.0, 774 + 34 * k), (880 + 22 * k + 0.0, 738 + 33 * k)) for k in range(7)
    ]
    s.layer((120, 112, 96), lambda pen: [pen.stroke([a, (b[0] - (140 if k == 6 else 0), b[1] + (12 if k == 6 else 0))], 4) for k, (a, b) in enumerate(lines) if k] and None, blur=0.7, strength=0.75)
    s.layer((158, 24, 28), lambda pen: pen.stroke([(560, 766), (800, 746)], 9), blur=0.7)
    s.layer((20, 34, 54), lambda pen: pen.stroke([(840, 930), (1060, 780)], 15), blur=0.8)
    s.layer(GOLD, lambda pen: [pen.stroke([(820, 944), (838, 931)], 7), pen.stroke([(930, 869), (944, 860)], 15)] and None, blur=0.8)
    s.layer((44, 28, 20), lambda pen: pen.stroke([(850, 950), (1070, 806)], 12), blur=8, strength=0.4)
    s.layer((228, 222, 206), lambda pen: [pen.shape([(1290, 720), (1450, 720), (1426, 850), (1314, 850)]), pen.oval(1370, 850, 56, 12)] and None, blur=0.8)
    s.layer((120, 84, 34), lambda pen: pen.oval(1370, 722, 78, 17), blur=1)
    return s.finished()


def alley() -> Image.Image:
    """A lane at night: the neighbourhood's own watch on its round under the lamps."""
    s = Scene("alley", (0, (14, 24, 40)), (0.5, (32, 46, 62)), (1, (26, 28, 34)))

    def houses(side: int) -> Drawing:
        def draw(pen: Pen) -> None:
            for i in range(6):
                a, b = 800 + side * (70 + 150 * i), 800 + side * (70 + 150 * (i + 1))
                top = 470 - 82 * i - s.rng.randint(0, 46)
                pen.shape([(a, top), (b, top - 60), (b, 760 + 62 * (i + 1)), (a, 760 + 54 * i)])

        return draw

    for side in (-1, 1):
        s.layer((40, 50, 62), houses(side), blur=0.8)
        s.layer((22, 30, 42), houses(side), blur=0.8, strength=0.6)

    def windows(pen: Pen) -> None:
        for side in (-1, 1):
            for i in range(1, 6):
                for k in range(2 + i // 2):
                    if s.rng.random() < 0.55:
                        x, size = 800 + side * (108 + 150 * i), 16 + 9 * i
                        pen.box(x - size / 2, 640 - k * (70 + 20 * i) - 6 * i, size, size * 1.4)

    s.layer((255, 206, 120), windows, blur=1.6, strength=0.75)
    s.shaded((70, 70, 72), (34, 36, 42), lambda pen: pen.shape([(730, 700), (870, 700), (1780, HEIGHT), (-180, HEIGHT)]))
    s.glow(800, 640, 300, 240, colour=(255, 210, 130), strength=0.6)
    for x, y, size in ((590, 330, 1.0), (1080, 200, 1.5)):
        s.layer((20, 26, 34), lambda pen, x=x, y=y, size=size: [pen.box(x - 4 * size, y, 8 * size, 620), pen.stroke([(x, y), (x + (60 if x < 800 else -60) * size, y - 10)], 6 * size)] and None, blur=0.8)  # type: ignore[misc]
        lamp = x + (64 if x < 800 else -64) * size
        s.layer((255, 216, 140), lambda pen, x=lamp, y=y, size=size: pen.shape([(x - 12, y), (x + 12, y), (x + 190 * size, 900), (x - 190 * size, 900)]), blur=46, strength=0.36)  # type: ignore[misc]
        s.glow(lamp, y, 130 * size, colour=(255, 236, 180), strength=0.95)
        s.glow(lamp, 880, 250 * size, 60 * size, colour=(255, 206, 130), strength=0.55)

    def watch(pen: Pen) -> None:
        pen.person(620, 962, 380, stride=0.07)
        pen.person(760, 950, 372, right=((0.15, -0.62), (0.18, -0.5)), stride=0.06)
        pen.person(900, 958, 366, dress=False, stride=0.07)
        pen.person(1030, 972, 388, stride=0.06)

    s.layer((255, 206, 130), watch, blur=3.4)
    s.layer((22, 26, 32), watch, blur=0.8)
    s.layer((186, 34, 36), lambda pen: [pen.box(x, y, 21, 34, 4) for x, y in ((569, 706), (848, 703), (976, 708))] and None, blur=0.8)
    s.layer((10, 12, 16), lambda pen: pen.oval(830, 976, 320, 14), blur=10, strength=0.7)
    return s.finished()


def apricot() -> Image.Image:
    """A branch of yellow apricot blossom, as every house has at Tết."""
    s = Scene("apricot", (0, (60, 96, 72)), (0.6, (122, 146, 96)), (1, (188, 178, 110)))
    s.glow(1150, 300, 820, 620, colour=(255, 244, 196), strength=0.75)
    s.bokeh(((250, 216, 90), (255, 240, 190), (170, 40, 40)), 15, (0, 0, WIDTH, HEIGHT), (22, 90))

    def branch(pen: Pen) -> None:
        pen.stroke([(-20, 940), (300, 800), (560, 720), (860, 560), (1120, 470), (1380, 300)], 34)
        pen.stroke([(560, 720), (700, 560), (760, 380), (880, 240)], 20)
        pen.stroke([(860, 560), (1100, 620), (1300, 600), (1460, 640)], 16)
        pen.stroke([(300, 800), (380, 620), (360, 470)], 18)
        pen.stroke([(1120, 470), (1160, 330), (1130, 220)], 12)

    s.layer((66, 46, 36), branch, blur=0.9)
    s.layer((140, 108, 78), lambda pen: [pen.stroke([(-20, 930), (300, 790), (560, 711), (860, 551), (1120, 462), (1380, 293)], 6)] and None, blur=2, strength=0.7)
    spots = [
        (340, 470, 56), (420, 600, 72), (300, 720, 64), (560, 660, 84), (720, 540, 66), (770, 370, 88),
        (890, 230, 62), (850, 600, 58), (960, 500, 90), (1130, 215, 66), (1160, 350, 60), (1120, 480, 72),
        (1270, 380, 84), (1390, 290, 70), (1110, 640, 74), (1300, 610, 88), (1460, 650, 58), (170, 850, 60),
    ]  # fmt: skip

    def petals(scale: float, dx: float = 0, dy: float = 0) -> Drawing:
        def draw(pen: Pen) -> None:
            for i, (x, y, r) in enumerate(spots):
                for k in range(5):
                    a = k * 2 * math.pi / 5 + i
                    pen.oval(x + dx + r * 0.52 * math.cos(a), y + dy + r * 0.48 * math.sin(a), r * 0.44 * scale, r * 0.4 * scale)

        return draw

    s.layer((70, 60, 20), petals(1, 6, 12), blur=9, strength=0.4)
    s.layer((214, 158, 22), petals(1), blur=0.9)
    s.layer((248, 204, 52), petals(0.9, -1, -3), blur=1)
    s.layer((255, 230, 120), petals(0.5, -5, -9), blur=7, strength=0.8)

    def hearts(pen: Pen) -> None:
        for x, y, r in spots:
            for k in range(9):
                a = k * 2 * math.pi / 9
                pen.stroke([(x, y), (x + r * 0.3 * math.cos(a), y + r * 0.28 * math.sin(a))], 2.4)
                pen.oval(x + r * 0.31 * math.cos(a), y + r * 0.29 * math.sin(a), r * 0.045)

    s.layer((176, 84, 24), hearts, blur=0.8)
    buds = [(640, 500), (500, 560), (1010, 400), (1220, 300), (1400, 560), (360, 540), (930, 310)]
    s.layer((124, 156, 64), lambda pen: [pen.oval(x, y, 13, 18) for x, y in buds] and None, blur=0.9)
    s.layer((240, 200, 60), lambda pen: [pen.oval(x, y - 9, 10, 11) for x, y in buds] and None, blur=0.9)
    return s.finished()


def candles() -> Image.Image:
    """Candles at dusk, in memory of the fallen."""
    s = Scene("candles", (0, (22, 30, 52)), (0.5, (58, 44, 62)), (0.72, (96, 52, 46)), (1, (34, 20, 22)))
    s.bokeh(((255, 190, 90), (255, 150, 80)), 34, (0, 380, WIDTH, 640), (8, 34))
    s.glow(800, 690, 900, 300, colour=(255, 160, 80), strength=0.5)
    s.shaded((92, 52, 40), (30, 18, 20), lambda pen: pen.box(0, 690, WIDTH, 400))
    for row, (y, size, step) in enumerate(((740, 0.55, 130), (850, 0.85, 205), (1010, 1.35, 330))):
        for i in range(int(WIDTH / step) + 2):
            x = i * step + (row % 2) * step / 2 + s.rng.uniform(-14, 14)
            foot, tall = y + s.rng.uniform(-8, 8), 120 * size * s.rng.uniform(0.85, 1.1)
            candle(s, x, foot, tall, 26 * size, soft=2.2 - row)
    return s.finished()


def candle(s: Scene, x: float, foot: float, tall: float, wide: float, soft: float) -> None:
    """Painted into a small patch: there are many of them."""
    top = foot - tall
    s.glow(x, foot, wide * 4, wide, colour=(255, 150, 70), strength=0.5)
    s.glow(x, top - wide, wide * 5, colour=(255, 170, 84), strength=0.62)
    size = (round(wide * 6), round(tall + wide * 5))
    left, head = round(x - size[0] / 2), round(foot - size[1])
    for colour, kind in (((236, 206, 168), "wax"), ((255, 176, 60), "flame"), ((255, 246, 206), "core")):
        mask = Image.new("L", (size[0] * 3, size[1] * 3), 0)
        pen, cx, cy = ImageDraw.Draw(mask), size[0] * 1.5, (top - head) * 3
        if kind == "wax":
            pen.rounded_rectangle((cx - wide * 1.3, cy, cx + wide * 1.3, size[1] * 3 - 2), radius=wide * 0.5, fill=235)
        else:
            r, h = (wide * 0.95, wide * 4.2) if kind == "flame" else (wide * 0.5, wide * 2.4)
            pen.polygon(
                [(cx + r * math.sin(math.pi * t) * (1 - t) * 1.9, cy - wide * 0.9 - h * t) for t in (k / 20 for k in range(21))]
                + [(cx - r * math.sin(math.pi * t) * (1 - t) * 1.9, cy - wide * 0.9 - h * t) for t in (k / 20 for k in range(20, -1, -1))],
                fill=255,
            )
        mask = mask.reduce(3).filter(ImageFilter.GaussianBlur(max(0.7, soft)))
        s.image.paste(colour, (left, head), mask)


def choir() -> Image.Image:
    """A choir on a lit stage."""
    s = Scene("choir", (0, (20, 34, 40)), (0.5, (36, 66, 62)), (0.74, (60, 78, 66)), (1, (20, 26, 28)))
    for x, colour in ((200, (255, 214, 130)), (560, (170, 226, 190)), (1040, (255, 200, 120)), (1400, (170, 226, 190))):
        s.layer(colour, lambda pen, x=x: pen.shape([(x - 14, -20), (x + 14, -20), (x + (800 - x) * 0.5 + 240, 800), (x + (800 - x) * 0.5 - 240, 800)]), blur=34, strength=0.26)  # type: ignore[misc]
        s.glow(x, 4, 130, colour=colour, strength=0.95)
    s.glow(800, 560, 860, 320, colour=(255, 222, 150), strength=0.45)
    s.shaded((116, 92, 60), (58, 42, 32), lambda pen: pen.box(0, 770, WIDTH, 110))
    back = [270 + 118 * i for i in range(10)]
    front = [330 + 118 * i for i in range(9)]
    song: tuple[Point, Point] = ((-0.14, -0.6), (-0.03, -0.58))
    gnos: tuple[Point, Point] = ((0.14, -0.6), (0.03, -0.58))
    s.layer((52, 62, 58), lambda pen: [pen.person(x, 770, 350 + (i % 3) * 8) for i, x in enumerate(back)] and None, blur=1)
    s.layer((250, 226, 170), lambda pen: [pen.person(x, 813, 345 + (i % 2) * 8, left=song, right=gnos, dress=True) for i, x in enumerate(front)] and None, blur=2.6, strength=0.8)
    s.layer((120, 30, 34), lambda pen: [pen.person(x, 815, 345 + (i % 2) * 8, left=song, right=gnos, dress=True) for i, x in enumerate(front)] and None, blur=0.9)
    s.layer((214, 168, 130), lambda pen: [pen.oval(x, 815 - 345 - (i % 2) * 8 + 23, 21, 24) for i, x in enumerate(front)] and None, blur=0.9)
    s.layer(BLACK_HAIR, lambda pen: [pen.hair(x, 815 - 345 - (i % 2) * 8, 24) for i, x in enumerate(front)] and None)
    s.layer((248, 240, 220), lambda pen: [pen.shape([(x - 15, 612 - (i % 2) * 4), (x + 15, 612 - (i % 2) * 4), (x + 19, 636), (x - 19, 636)]) for i, x in enumerate(front)] and None, blur=0.7)
    s.layer((20, 26, 28), lambda pen: pen.person(800, 1010, 420, left=((-0.18, -0.7), (-0.22, -0.84)), right=((0.18, -0.68), (0.26, -0.76))), blur=1)
    for x in range(40, WIDTH, 190):
        flowers(s, x, 872, 66, (244, 206, 96), (226, 90, 100))
    xs = [60 + 128 * i + s.rng.uniform(-14, 14) for i in range(13)]
    s.layer((12, 16, 18), lambda pen: [pen.bust(x, 922 + (i * 29) % 34, 62) for i, x in enumerate(xs)] and None, blur=2)
    return s.finished()


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
