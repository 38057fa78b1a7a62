"""Scenes of the city: its river, a street, flags, a lane at night."""

import math

from PIL import Image, ImageChops, ImageFilter

from .paint import (
    FINE,
    HEIGHT,
    WIDTH,
    Mark,
    Pen,
    Scene,
    box,
    crown,
    mixed,
    oval,
    person,
    ridge,
    shape,
    star,
    stroke,
)


def river() -> Image.Image:
    """The Saigon River at dusk with the towers of the city."""
    s = Scene(
        "river",
        (0, (38, 52, 84)),
        (0.3, (120, 92, 110)),
        (0.48, (226, 142, 98)),
        (0.6, (250, 206, 140)),
        (1, (250, 206, 140)),
    )
    s.glow(1080, 600, 620, 420, colour=(255, 226, 160), strength=0.95)
    s.glow(1080, 604, 70, colour=(255, 250, 226), strength=1)

    def clouds(pen: Pen) -> None:
        for _ in range(26):
            pen.oval(
                s.rng.uniform(0, WIDTH),
                s.rng.uniform(120, 470),
                s.rng.uniform(120, 340),
                s.rng.uniform(5, 17),
                fill=s.rng.randint(60, 170),
            )

    s.layer((255, 190, 140), clouds, blur=10, strength=0.5)

    def towers(low: int, high: int, count: int, step: tuple[int, int]) -> Mark:
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
    s.layer((66, 48, 66), shape(ridge(s.rng, 660, 10)))

    def windows(pen: Pen) -> None:
        for _ in range(330):
            pen.box(
                s.rng.uniform(0, WIDTH), s.rng.uniform(520, 652), 3, 4, fill=s.rng.randint(80, 255)
            )

    s.layer((255, 220, 150), windows, blur=0.5, strength=0.8)
    s.mirrored_below(672, (48, 52, 78), 0.32)
    s.haze(600, 720, (255, 206, 160), 0.35)

    def boat(pen: Pen) -> None:
        pen.shape([(560, 838), (900, 838), (850, 872), (600, 872)])
        pen.box(640, 800, 170, 40, 6)
        pen.stroke([(600, 838), (600, 780)], 4)

    s.layer((30, 30, 48), boat, blur=0.8)
    s.layer(
        (255, 214, 140),
        [box(x, 812, 20, 14) for x in (658, 696, 734, 772)],
        blur=1,
    )
    s.layer((24, 30, 48), oval(730, 884, 190, 9), blur=6, strength=0.6)
    return s.finished()


def street() -> Image.Image:
    """A street under tall old trees, a few people walking."""
    s = Scene(
        "street",
        (0, (186, 206, 176)),
        (0.4, (236, 232, 196)),
        (0.56, (206, 196, 164)),
        (1, (120, 116, 104)),
    )
    s.glow(800, 470, 560, 460, colour=(255, 248, 216), strength=1)
    s.layer(
        (212, 204, 172),
        [
            box(x, 560 - t, 70, t)
            for x, t in ((560, 120), (640, 90), (700, 150), (870, 110), (950, 140), (1020, 80))
        ],
        blur=5,
        strength=0.7,
    )
    s.shaded(
        (214, 206, 184),
        (104, 104, 98),
        shape([(760, 560), (840, 560), (1420, HEIGHT), (180, HEIGHT)]),
    )
    s.shaded(
        (200, 186, 150),
        (150, 132, 102),
        [
            shape([(760, 560), (180, HEIGHT), (0, HEIGHT), (0, 760), (700, 560)]),
            shape([(840, 560), (1420, HEIGHT), (WIDTH, HEIGHT), (WIDTH, 760), (900, 560)]),
        ],
    )
    for depth in range(6):
        near = depth / 5
        gap, base, tall = 76 + 640 * near**1.9, 572 + 300 * near**1.7, 220 + 640 * near**1.5
        trunk = mixed((180, 172, 138), (58, 50, 42), near)
        leaf = mixed((186, 200, 146), (34, 76, 46), near)
        wide = 9 + 52 * near**1.4
        for side in (-1, 1):
            x = 800 + side * gap

            def stem(
                pen: Pen,
                x: float = x,
                base: float = base,
                tall: float = tall,
                wide: float = wide,
                side: int = side,
            ) -> None:
                pen.shape(
                    [
                        (x - wide, base),
                        (x + wide, base),
                        (x + wide * 0.55 - side * tall * 0.05, base - tall),
                        (x - wide * 0.55 - side * tall * 0.05, base - tall),
                    ]
                )
                pen.stroke(
                    [
                        (x - side * tall * 0.03, base - tall * 0.7),
                        (x - side * tall * 0.24, base - tall * 1.02),
                    ],
                    wide * 0.7,
                )

            s.layer(trunk, stem, blur=max(0.5, 3 - 3 * near))
            s.layer(
                leaf,
                crown(s, x - side * tall * 0.16, base - tall * 1.05, tall * 0.46, tall * 0.3, 80),
                blur=max(0.8, 5 - 4.5 * near),
                strength=0.92,
            )
            s.layer(
                mixed(leaf, (250, 240, 180), 0.35),
                crown(s, x - side * tall * 0.2, base - tall * 1.08, tall * 0.3, tall * 0.16, 34),
                blur=7,
                strength=0.4,
            )
        s.haze(430, 700, (250, 244, 212), 0.1)
    spots = Pen()
    for _ in range(70):
        y = s.rng.uniform(690, HEIGHT)
        spots.oval(
            s.rng.uniform(100, 1500),
            y,
            (y - 600) * 0.16,
            (y - 600) * 0.03,
            fill=s.rng.randint(60, 190),
        )
    s.lay((255, 240, 190), spots.mask, 5, 0.5)
    s.layer(
        (70, 62, 54),
        [
            person(700, 760, 170),
            person(752, 764, 160, dress=True),
            person(905, 700, 110),
            person(930, 700, 104),
        ],
        blur=0.9,
    )
    s.layer(
        (70, 62, 54),
        [oval(660, 768, 70, 6), oval(720, 772, 70, 6)],
        blur=6,
        strength=0.4,
    )
    return s.finished()


def flags() -> Image.Image:
    """A row of flags on a festive morning."""
    s = Scene(
        "flags",
        (0, (96, 146, 178)),
        (0.5, (176, 206, 214)),
        (0.8, (244, 232, 204)),
        (1, (230, 210, 170)),
    )
    s.glow(1320, 760, 800, 520, colour=(255, 240, 200), strength=0.85)

    def clouds(pen: Pen) -> None:
        for _ in range(44):
            x, y = s.rng.uniform(0, WIDTH), s.rng.choice((210, 380, 560)) + s.rng.uniform(-36, 30)
            pen.oval(
                x, y, s.rng.uniform(70, 170), s.rng.uniform(18, 38), fill=s.rng.randint(80, 190)
            )

    s.layer((255, 252, 244), clouds, blur=26, strength=0.75)
    s.layer((150, 176, 150), shape(ridge(s.rng, 930, 40, 12)), blur=6)
    s.layer((74, 112, 84), shape(ridge(s.rng, 985, 34, 10)), blur=3)
    for i in range(6):
        near = i / 5
        x, top, wide = 1440 - 1400 * near**0.86 + 40, 520 - 420 * near, 120 + 250 * near
        tall = wide * 0.62
        red = mixed((196, 92, 80), (190, 26, 30), min(1, near + 0.35))
        soft = 1.8 - near * 1.2
        s.layer(
            mixed((190, 184, 170), (116, 100, 82), near),
            stroke([(x, top - wide * 0.06), (x, HEIGHT + 20)], 4 + wide * 0.022),
            blur=soft,
        )
        phase = s.rng.uniform(0, 6.3)

        def edge(t: float, phase: float = phase, tall: float = tall) -> float:
            return tall * 0.11 * math.sin(phase + t * 5.6) * (0.25 + t)

        def cloth(
            pen: Pen, x: float = x, top: float = top, wide: float = wide, tall: float = tall
        ) -> None:
            ts = [k / 30 for k in range(31)]
            pen.shape(
                [(x + wide * t, top + edge(t)) for t in ts]
                + [(x + wide * t * 0.99, top + tall + edge(t)) for t in reversed(ts)]
            )

        cloth_pen = Pen()
        cloth(cloth_pen)
        s.lay(red, cloth_pen.mask, soft, 1)
        shade = Pen()
        for k in range(40):
            t = k / 40
            slope = math.cos(phase + t * 5.6)
            if slope > 0:
                shade.box(
                    x + wide * t, top - tall, wide / 40 + 1, tall * 3, fill=round(150 * slope)
                )
        folded = (
            ImageChops.multiply(shade.mask, cloth_pen.mask)
            .reduce(FINE)
            .filter(ImageFilter.GaussianBlur(5))
        )
        s.image.paste(mixed(red, (70, 0, 10), 0.7), (0, 0), folded)
        s.layer(
            (246, 206, 90),
            shape(
                [
                    (a, b + edge((a - x) / wide))
                    for a, b in star(x + wide * 0.49, top + tall * 0.5, tall * 0.27)
                ]
            ),
            blur=soft,
        )
    return s.finished()


def alley() -> Image.Image:
    """A lane at night: the neighbourhood's own watch on its round under the lamps."""
    s = Scene("alley", (0, (14, 24, 40)), (0.5, (32, 46, 62)), (1, (26, 28, 34)))

    def houses(side: int) -> Mark:
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
    s.shaded(
        (70, 70, 72),
        (34, 36, 42),
        shape([(730, 700), (870, 700), (1780, HEIGHT), (-180, HEIGHT)]),
    )
    s.glow(800, 640, 300, 240, colour=(255, 210, 130), strength=0.6)
    for x, y, size in ((590, 330, 1.0), (1080, 200, 1.5)):
        s.layer(
            (20, 26, 34),
            [
                box(x - 4 * size, y, 8 * size, 620),
                stroke([(x, y), (x + (60 if x < 800 else -60) * size, y - 10)], 6 * size),
            ],
            blur=0.8,
        )
        lamp = x + (64 if x < 800 else -64) * size
        s.layer(
            (255, 216, 140),
            shape([(x - 12, y), (x + 12, y), (x + 190 * size, 900), (x - 190 * size, 900)]),
            blur=46,
            strength=0.36,
        )
        s.glow(lamp, y, 130 * size, colour=(255, 236, 180), strength=0.95)
        s.glow(lamp, 880, 250 * size, 60 * size, colour=(255, 206, 130), strength=0.55)

    def watch(pen: Pen) -> None:
        pen.person(620, 962, 380, stride=0.07)
        pen.person(760, 950, 372, right=((0.15, -0.62), (0.18, -0.5)), stride=0.06)
        pen.person(900, 958, 366, dress=False, stride=0.07)
        pen.person(1030, 972, 388, stride=0.06)

    s.layer((255, 206, 130), watch, blur=3.4)
    s.layer((22, 26, 32), watch, blur=0.8)
    s.layer(
        (186, 34, 36),
        [box(x, y, 21, 34, 4) for x, y in ((569, 706), (848, 703), (976, 708))],
        blur=0.8,
    )
    s.layer((10, 12, 16), oval(830, 976, 320, 14), blur=10, strength=0.7)
    return s.finished()
