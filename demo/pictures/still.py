"""Still lives: blossoms, candles, tea, a desk, a court."""

import math

from PIL import Image, ImageDraw, ImageFilter

from .paint import (
    GOLD,
    HEIGHT,
    WIDTH,
    Colour,
    Mark,
    Pen,
    Point,
    Scene,
    box,
    mixed,
    oval,
    ridge,
    shape,
    stroke,
)


def lotus() -> Image.Image:
    """A lotus pond in the mist of early morning."""
    s = Scene(
        "lotus",
        (0, (198, 214, 196)),
        (0.35, (222, 226, 200)),
        (0.5, (160, 188, 158)),
        (1, (44, 88, 70)),
    )
    s.glow(1150, 190, 600, 380, colour=(255, 244, 206), strength=0.9)
    s.layer((150, 180, 152), shape(ridge(s.rng, 330, 60)), blur=10)
    s.layer((122, 160, 134), shape(ridge(s.rng, 380, 34)), blur=7)
    s.shaded((168, 194, 166), (38, 84, 68), box(0, 420, WIDTH, HEIGHT))
    s.haze(300, 520, (238, 240, 220), 0.8)
    for band, (y0, y1, n, size) in enumerate(
        ((470, 560, 40, 46), (560, 690, 30, 84), (700, 860, 20, 140), (880, 1060, 13, 220))
    ):
        spots = [
            (s.rng.uniform(-60, WIDTH + 60), s.rng.uniform(y0, y1), s.rng.uniform(0.7, 1.15) * size)
            for _ in range(n)
        ]
        light, dark = (
            mixed((150, 184, 150), (74, 128, 82), band / 3),
            mixed((112, 156, 126), (20, 66, 50), band / 3),
        )

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
    around = (
        round(x - size * 1.5),
        round(y - size * 1.5),
        round(x + size * 1.5),
        round(y + size * 2.2),
    )
    s.layer(
        (58, 104, 70),
        stroke(
            [(x, y), (x + size * 0.12, y + size * 1.2), (x + size * 0.05, y + size * 2)], size * 0.1
        ),
        within=around,
    )

    def petal(angle: float, long: float, wide: float) -> list[Point]:
        points = []
        for i in range(25):
            t = i / 24
            side = math.sin(math.pi * t**0.8) * wide
            points.append((t, side))
        outline = points + [(t, -w) for t, w in reversed(points)]
        c, d = math.sin(angle), -math.cos(angle)
        return [
            (x + size * long * (t * c - w * d), y + size * long * (t * d + w * c))
            for t, w in outline
        ]

    ranks = (
        ((-1.25, -0.95, 0.95, 1.25), 1.0, 0.2, (226, 142, 156)),
        ((-0.75, -0.4, 0.4, 0.75), 1.12, 0.22, (238, 168, 176)),
        ((-0.2, 0.2), 1.15, 0.23, (246, 196, 198)),
        ((0.0,), 1.02, 0.25, (252, 222, 218)),
    )
    for angles, long, wide, colour in ranks:
        for angle in angles:
            outline = petal(angle, long, wide)
            s.layer(
                mixed(colour, (150, 60, 90), 0.35),
                shape(outline),
                blur=1,
                within=around,
            )
            inner = [(a + (x - a) * 0.07, b + (y - b) * 0.07) for a, b in outline]
            s.layer(colour, shape(inner), blur=1.4, within=around)


def court() -> Image.Image:
    """A shuttlecock on a green court, the net behind it."""
    s = Scene(
        "court", (0, (28, 66, 58)), (0.4, (44, 104, 82)), (0.44, (44, 122, 88)), (1, (22, 84, 60))
    )
    s.bokeh(((255, 236, 180), (200, 230, 200)), 12, (0, 0, WIDTH, 300), (20, 60))
    s.glow(1000, 500, 800, 420, colour=(150, 214, 160), strength=0.4)
    s.layer(
        (236, 240, 226),
        [
            shape([(0, 640), (WIDTH, 560), (WIDTH, 570), (0, 654)]),
            shape([(1010, 590), (1030, 589), (1500, HEIGHT), (1420, HEIGHT)]),
        ],
        blur=3,
        strength=0.85,
    )

    def net(pen: Pen) -> None:
        for x in range(-10, WIDTH, 26):
            pen.stroke([(x, 168), (x, 440)], 1.6)
        for y in range(176, 444, 24):
            pen.stroke([(0, y), (WIDTH, y)], 1.6)

    s.layer((222, 226, 206), net, blur=2, strength=0.5)
    s.layer((248, 248, 238), box(0, 146, WIDTH, 30), blur=2)
    s.layer((14, 52, 38), oval(620, 936, 420, 34), blur=16, strength=0.65)

    def feather(i: int, n: int) -> list[Point]:
        spread = (i / (n - 1) - 0.5) * 2
        tip_y, tip_x = 560 + spread * 210, 470 - (1 - abs(spread) ** 2) * 40
        base_y = 760 + spread * 50
        return [
            (850, base_y - 8),
            (850, base_y + 8),
            (tip_x, tip_y + 36),
            (tip_x - 30, tip_y),
            (tip_x + 6, tip_y - 36),
        ]

    for i in (0, 8, 1, 7, 2, 6, 3, 5, 4):
        outline = [(x, y + 60 + (850 - x) * 0.25) for x, y in feather(i, 9)]
        s.layer((176, 186, 172), shape(outline), blur=1)
        inner = [(x + 6, y - 5) for x, y in outline]
        s.layer(
            mixed((226, 228, 214), (255, 255, 248), 1 - abs(i - 4) / 4),
            shape(inner),
            blur=1,
        )
    s.layer(
        (160, 168, 150),
        [stroke([(700, 740), (690, 930)], 5), stroke([(760, 752), (754, 900)], 5)],
        blur=1,
        strength=0.7,
    )
    s.layer(
        (230, 224, 206),
        [oval(878, 822, 76, 74), box(830, 754, 48, 136)],
        blur=0.8,
    )
    s.layer((166, 28, 32), box(832, 754, 22, 136), blur=0.8)
    s.layer((255, 252, 240), oval(892, 796, 34, 24), blur=10, strength=0.9)
    return s.finished()


def tea() -> Image.Image:
    """A pot of tea and cups: how every visit begins."""
    s = Scene(
        "tea", (0, (60, 74, 58)), (0.5, (126, 118, 84)), (0.64, (150, 104, 66)), (1, (78, 46, 30))
    )
    s.glow(300, 180, 760, 520, colour=(255, 236, 190), strength=0.7)
    s.bokeh(((236, 220, 160), (150, 184, 130)), 16, (0, 0, WIDTH, 480), (26, 80))
    s.shaded((176, 122, 78), (82, 48, 30), box(0, 650, WIDTH, 420))
    s.layer(
        (206, 152, 100),
        [box(0, y, WIDTH, 2, fill=90) for y in (700, 772, 872, 990)],
        blur=1,
    )
    s.glow(420, 760, 620, 150, colour=(255, 220, 160), strength=0.4)

    def pot(pen: Pen) -> None:
        pen.oval(720, 660, 220, 176)
        pen.box(600, 806, 240, 34, 12)
        pen.shape([(900, 620), (1060, 500), (1090, 516), (930, 740)])
        pen.oval(720, 488, 108, 26)
        pen.oval(720, 452, 26)

    def handle(pen: Pen) -> None:
        pen.oval(490, 640, 100, 112)

    s.layer(
        (44, 26, 18),
        [oval(800, 846, 420, 30), oval(1230, 860, 150, 18), oval(380, 900, 170, 20)],
        blur=14,
        strength=0.7,
    )
    ring = Pen()
    handle(ring)
    ring.oval(490, 640, 68, 82, fill=0)
    s.lay((106, 40, 30), ring.mask, 0.8, 1)
    s.layer((122, 48, 34), pot, blur=0.8)
    s.layer((206, 124, 84), oval(640, 590, 84, 70), blur=34, strength=0.7)
    s.layer((74, 26, 22), oval(840, 740, 110, 90), blur=40, strength=0.7)
    s.layer((80, 28, 22), oval(720, 512, 120, 7), blur=1.5)
    s.layer(GOLD, oval(720, 489, 108, 3), strength=0.5)
    for x, y, r in ((1230, 780, 104), (380, 812, 118)):
        s.layer(
            (232, 226, 208),
            shape(
                [
                    (x - r, y - r * 0.3),
                    (x + r, y - r * 0.3),
                    (x + r * 0.62, y + r * 0.72),
                    (x - r * 0.62, y + r * 0.72),
                ]
            ),
            blur=0.8,
        )
        s.layer(
            (168, 160, 138),
            shape(
                [
                    (x + r * 0.2, y - r * 0.2),
                    (x + r * 0.9, y - r * 0.2),
                    (x + r * 0.58, y + r * 0.7),
                    (x + r * 0.2, y + r * 0.7),
                ]
            ),
            blur=16,
            strength=0.6,
        )
        s.layer(
            (246, 242, 228),
            oval(x, y - r * 0.3, r, r * 0.24),
            blur=0.8,
        )
        s.layer(
            (150, 116, 44),
            oval(x, y - r * 0.28, r * 0.86, r * 0.18),
            blur=1,
        )
        s.layer(
            (196, 28, 36),
            box(x - r * 0.72, y + r * 0.2, r * 1.42, r * 0.05),
            blur=1,
            strength=0.6,
        )

        def steam(pen: Pen, x: float = x, y: float = y, r: float = r) -> None:
            for k in (-0.3, 0.25):
                pen.stroke(
                    [
                        (x + r * k + 22 * math.sin(t / 3.2 + k * 9), y - r * 0.4 - t * 13)
                        for t in range(20)
                    ],
                    16,
                    fill=150,
                )

        s.layer((255, 250, 236), steam, blur=14, strength=0.4)
    return s.finished()


def desk() -> Image.Image:
    """Papers, a pen and a lamp: the committee's evening work."""
    s = Scene(
        "desk", (0, (26, 44, 40)), (0.5, (44, 58, 48)), (0.56, (120, 78, 46)), (1, (74, 44, 28))
    )
    s.bokeh(((220, 180, 100),), 12, (0, 0, 700, 420), (18, 46))
    s.layer(
        (34, 52, 46),
        [box(60 + 46 * i, 130 + (i * 53) % 60, 40, 420) for i in range(13)],
        blur=5,
        strength=0.9,
    )
    s.layer(
        (150, 120, 70),
        [box(66 + 46 * i, 210 + (i * 53) % 60, 28, 7) for i in range(13)],
        blur=4,
        strength=0.5,
    )
    s.shaded((150, 100, 60), (66, 38, 24), box(0, 580, WIDTH, 500))
    s.glow(1120, 640, 760, 380, colour=(255, 222, 150), strength=0.85)
    s.layer(
        (255, 240, 200),
        shape([(1010, 330), (1230, 330), (1500, 700), (760, 700)]),
        blur=40,
        strength=0.35,
    )
    s.layer(
        (18, 78, 58),
        shape([(960, 340), (1280, 340), (1220, 200), (1020, 200)]),
        blur=0.8,
    )
    s.layer(
        (70, 136, 104),
        shape([(1000, 330), (1040, 330), (1060, 210), (1036, 210)]),
        blur=8,
        strength=0.8,
    )
    s.layer((255, 246, 214), oval(1120, 342, 158, 12), blur=3)
    s.layer(
        (196, 152, 76),
        [box(1110, 340, 20, 300), oval(1120, 646, 110, 22), oval(1120, 196, 14)],
        blur=0.8,
    )

    def sheet(points: list[Point], colour: Colour) -> None:
        s.layer(
            (44, 28, 20),
            shape([(x + 10, y + 12) for x, y in points]),
            blur=10,
            strength=0.5,
        )
        s.layer(colour, shape(points), blur=0.7)

    sheet([(180, 760), (620, 700), (760, 960), (250, 1040)], (214, 196, 164))
    sheet([(420, 740), (900, 700), (1080, 980), (520, 1046)], (252, 246, 230))
    lines = [
        ((470 + 20 * k + 0.0, 774 + 34 * k), (880 + 22 * k + 0.0, 738 + 33 * k)) for k in range(7)
    ]
    s.layer(
        (120, 112, 96),
        [
            stroke([a, (b[0] - (140 if k == 6 else 0), b[1] + (12 if k == 6 else 0))], 4)
            for k, (a, b) in enumerate(lines)
            if k
        ],
        blur=0.7,
        strength=0.75,
    )
    s.layer((158, 24, 28), stroke([(560, 766), (800, 746)], 9), blur=0.7)
    s.layer((20, 34, 54), stroke([(840, 930), (1060, 780)], 15), blur=0.8)
    s.layer(
        GOLD,
        [stroke([(820, 944), (838, 931)], 7), stroke([(930, 869), (944, 860)], 15)],
        blur=0.8,
    )
    s.layer((44, 28, 20), stroke([(850, 950), (1070, 806)], 12), blur=8, strength=0.4)
    s.layer(
        (228, 222, 206),
        [
            shape([(1290, 720), (1450, 720), (1426, 850), (1314, 850)]),
            oval(1370, 850, 56, 12),
        ],
        blur=0.8,
    )
    s.layer((120, 84, 34), oval(1370, 722, 78, 17), blur=1)
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
    s.layer(
        (140, 108, 78),
        [stroke([(-20, 930), (300, 790), (560, 711), (860, 551), (1120, 462), (1380, 293)], 6)],
        blur=2,
        strength=0.7,
    )
    spots = [
        (340, 470, 56), (420, 600, 72), (300, 720, 64), (560, 660, 84), (720, 540, 66), (770, 370, 88),
        (890, 230, 62), (850, 600, 58), (960, 500, 90), (1130, 215, 66), (1160, 350, 60), (1120, 480, 72),
        (1270, 380, 84), (1390, 290, 70), (1110, 640, 74), (1300, 610, 88), (1460, 650, 58), (170, 850, 60),
    ]  # fmt: skip

    def petals(scale: float, dx: float = 0, dy: float = 0) -> Mark:
        def draw(pen: Pen) -> None:
            for i, (x, y, r) in enumerate(spots):
                for k in range(5):
                    a = k * 2 * math.pi / 5 + i
                    pen.oval(
                        x + dx + r * 0.52 * math.cos(a),
                        y + dy + r * 0.48 * math.sin(a),
                        r * 0.44 * scale,
                        r * 0.4 * scale,
                    )

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
    s.layer((124, 156, 64), [oval(x, y, 13, 18) for x, y in buds], blur=0.9)
    s.layer((240, 200, 60), [oval(x, y - 9, 10, 11) for x, y in buds], blur=0.9)
    return s.finished()


def candles() -> Image.Image:
    """Candles at dusk, in memory of the fallen."""
    s = Scene(
        "candles", (0, (22, 30, 52)), (0.5, (58, 44, 62)), (0.72, (96, 52, 46)), (1, (34, 20, 22))
    )
    s.bokeh(((255, 190, 90), (255, 150, 80)), 34, (0, 380, WIDTH, 640), (8, 34))
    s.glow(800, 690, 900, 300, colour=(255, 160, 80), strength=0.5)
    s.shaded((92, 52, 40), (30, 18, 20), box(0, 690, WIDTH, 400))
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
    for colour, kind in (
        ((236, 206, 168), "wax"),
        ((255, 176, 60), "flame"),
        ((255, 246, 206), "core"),
    ):
        mask = Image.new("L", (size[0] * 3, size[1] * 3), 0)
        pen, cx, cy = ImageDraw.Draw(mask), size[0] * 1.5, (top - head) * 3
        if kind == "wax":
            pen.rounded_rectangle(
                (cx - wide * 1.3, cy, cx + wide * 1.3, size[1] * 3 - 2), radius=wide * 0.5, fill=235
            )
        else:
            r, h = (wide * 0.95, wide * 4.2) if kind == "flame" else (wide * 0.5, wide * 2.4)
            pen.polygon(
                [
                    (cx + r * math.sin(math.pi * t) * (1 - t) * 1.9, cy - wide * 0.9 - h * t)
                    for t in (k / 20 for k in range(21))
                ]
                + [
                    (cx - r * math.sin(math.pi * t) * (1 - t) * 1.9, cy - wide * 0.9 - h * t)
                    for t in (k / 20 for k in range(20, -1, -1))
                ],
                fill=255,
            )
        mask = mask.reduce(3).filter(ImageFilter.GaussianBlur(max(0.7, soft)))
        s.image.paste(colour, (left, head), mask)
