"""Scenes under the open sky: a bench, the morning exercise, a new house."""

import math
from collections.abc import Sequence

from PIL import Image

from .figures import BLACK_HAIR, GREY, WHITE_HAIR, friend
from .paint import (
    HEIGHT,
    WIDTH,
    Colour,
    Mark,
    Pen,
    Point,
    Scene,
    box,
    bust,
    crown,
    oval,
    ridge,
    shape,
    star,
    stroke,
)


def bench() -> Image.Image:
    """An old couple on a bench under a great tree, the sun going down."""
    s = Scene(
        "bench",
        (0, (240, 190, 122)),
        (0.4, (250, 214, 150)),
        (0.66, (252, 232, 190)),
        (0.7, (176, 150, 92)),
        (1, (70, 66, 44)),
    )
    s.glow(1080, 560, 640, colour=(255, 246, 206), strength=1)
    s.glow(1080, 560, 96, colour=(255, 253, 238), strength=1)
    s.layer((222, 178, 118), shape(ridge(s.rng, 640, 50)), blur=6)
    s.layer((190, 148, 92), shape(ridge(s.rng, 700, 30)), blur=3)
    s.haze(560, 760, (255, 230, 180), 0.5)
    s.shaded((150, 128, 72), (52, 54, 36), shape(ridge(s.rng, 800, 14)))

    def tree(pen: Pen) -> None:
        pen.shape([(210, 900), (250, 620), (236, 380), (330, 380), (336, 640), (400, 900)])
        pen.stroke([(285, 560), (420, 380), (560, 300)], 44)
        pen.stroke([(280, 480), (150, 330), (40, 270)], 46)
        pen.stroke([(470, 340), (640, 330), (760, 250)], 22)

    s.layer((58, 46, 34), tree, blur=0.8)
    for x, y, rx, ry in (
        (120, 170, 320, 200),
        (470, 120, 330, 190),
        (760, 150, 230, 130),
        (280, 260, 240, 120),
    ):
        s.layer((64, 66, 40), crown(s, x, y, rx, ry, 150), blur=0.9)
        s.layer(
            (150, 132, 66), crown(s, x + 40, y + 20, rx * 0.7, ry * 0.6, 50), blur=7, strength=0.3
        )

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

    s.layer(
        (255, 222, 150),
        [bust(835, 557, 69), bust(975, 569, 63), box(600, 800, 600, 260, fill=0)],
        blur=3.5,
    )
    s.layer((60, 48, 42), both, blur=0.8)
    s.layer((44, 38, 30), seat, blur=0.6)
    s.layer((30, 32, 20), oval(820, 915, 360, 16), blur=10, strength=0.55)

    def grass(pen: Pen) -> None:
        for _ in range(520):
            x = s.rng.uniform(-10, WIDTH)
            y = s.rng.uniform(930, HEIGHT + 20)
            pen.stroke([(x, y), (x + s.rng.uniform(-12, 12), y - s.rng.uniform(14, 46))], 2)

    s.layer((116, 108, 56), grass, blur=0.6, strength=0.7)
    return s.finished()


def dawn() -> Image.Image:
    """Morning exercise in the park: slow movements towards the light."""
    s = Scene(
        "dawn",
        (0, (146, 176, 182)),
        (0.35, (228, 214, 178)),
        (0.58, (252, 222, 164)),
        (0.66, (196, 190, 140)),
        (1, (82, 112, 80)),
    )
    s.glow(520, 540, 720, 520, colour=(255, 242, 204), strength=1)
    s.glow(520, 540, 66, colour=(255, 253, 240))
    for base, swing, colour, blur in ((590, 60, (206, 204, 164), 9), (640, 50, (170, 182, 140), 6)):
        s.layer(
            colour,
            shape(ridge(s.rng, base, swing, 12)),
            blur=blur,
        )
    for x, y, size in ((60, 470, 190), (1250, 500, 150), (1500, 400, 260)):
        s.layer((122, 150, 112), crown(s, x, y, size, size * 0.75, 90), blur=4)
        s.layer(
            (110, 128, 98),
            box(x - size * 0.05, y, size * 0.1, 330),
            blur=3,
        )
    s.haze(500, 740, (255, 236, 196), 0.55)
    s.shaded((190, 192, 134), (62, 98, 68), box(0, 720, WIDTH, 400))
    low: tuple[Point, Point] = ((-0.19, -0.66), (-0.28, -0.72))
    high: tuple[Point, Point] = ((0.17, -0.7), (0.2, -0.9))

    def row(xs: Sequence[float], foot: float, tall: float) -> Mark:
        def draw(pen: Pen) -> None:
            for i, x in enumerate(xs):
                pen.person(
                    x,
                    foot + (i % 2) * 4,
                    tall * (1 - 0.03 * (i % 3)),
                    left=low,
                    right=high,
                    stride=0.13,
                )

        return draw

    s.layer((150, 146, 112), row([200 + 170 * i for i in range(8)], 790, 210), blur=2)
    s.layer(
        (120, 130, 90),
        [oval(200 + 170 * i + 30, 796, 60, 6) for i in range(8)],
        blur=5,
        strength=0.6,
    )
    front = [150 + 320 * i for i in range(5)]
    s.layer((255, 232, 180), row([x - 3 for x in front], 958, 418), blur=3)
    for i, x in enumerate(front):
        friend(
            s,
            x,
            960 + (i % 2) * 4,
            418 * (1 - 0.03 * (i % 3)),
            ((232, 226, 206), (96, 140, 128), (222, 206, 190))[i % 3],
            (84, 96, 92),
            (GREY, WHITE_HAIR, BLACK_HAIR)[i % 3],
            left=low,
            right=high,
            stride=0.11,
        )
    s.layer(
        (34, 62, 48),
        [shape([(x - 60, 958), (x + 60, 958), (x + 190, 1050), (x + 40, 1050)]) for x in front],
        blur=12,
        strength=0.5,
    )
    return s.finished()


def house() -> Image.Image:
    """A small new house among banana trees and areca palms."""
    s = Scene(
        "house",
        (0, (138, 186, 206)),
        (0.5, (222, 232, 214)),
        (0.72, (248, 236, 196)),
        (1, (150, 160, 96)),
    )
    s.glow(300, 620, 760, 480, colour=(255, 246, 206), strength=0.8)
    s.layer(
        (255, 253, 244),
        [
            oval(x, y, rx, 26, fill=150)
            for x, y, rx in (
                (420, 180, 190),
                (520, 206, 160),
                (1180, 130, 200),
                (1290, 156, 150),
            )
        ],
        blur=22,
    )
    s.layer((164, 192, 150), shape(ridge(s.rng, 640, 70, 14)), blur=7)

    def palm(x: float, base: float, tall: float, colour: Colour, soft: float) -> None:
        def draw(pen: Pen) -> None:
            pen.stroke(
                [(x, base), (x + tall * 0.03, base - tall * 0.5), (x, base - tall)], tall * 0.025
            )
            for i in range(11):
                a = math.pi * (i / 10) * 1.2 - math.pi * 0.1
                reach = tall * 0.3
                mid = (x + reach * 0.6 * math.cos(a), base - tall - reach * 0.5 * math.sin(a) - 8)
                end = (
                    x + reach * math.cos(a),
                    base - tall - reach * 0.5 * math.sin(a) + reach * 0.3,
                )
                pen.stroke([(x, base - tall), mid, end], tall * 0.022)

        s.layer(colour, draw, blur=soft)

    for x, tall in ((180, 470), (300, 380), (1420, 520), (1520, 400)):
        palm(x, 860, tall, (84, 126, 84), 2)
    s.shaded((176, 176, 104), (92, 112, 62), shape(ridge(s.rng, 830, 12)))
    s.shaded((246, 236, 210), (226, 206, 168), box(520, 540, 620, 320))
    s.layer((200, 176, 136), box(930, 540, 210, 320), blur=26, strength=0.5)
    s.layer((174, 74, 48), shape([(470, 556), (1190, 556), (1060, 386), (600, 386)]))
    s.layer(
        (140, 52, 36),
        [stroke([(470 + 36 * i, 556), (600 + 23 * i, 386)], 3) for i in range(21)],
        blur=0.8,
        strength=0.6,
    )
    s.layer((110, 42, 32), box(464, 550, 732, 14, 3))
    s.layer(
        (34, 92, 68),
        [box(770, 630, 120, 230), box(590, 640, 110, 110), box(960, 640, 110, 110)],
    )
    s.layer(
        (255, 236, 180),
        [
            box(600, 650, 42, 90),
            box(648, 650, 42, 90),
            box(970, 650, 42, 90),
            box(1018, 650, 42, 90),
            box(780, 640, 48, 220),
        ],
        blur=0.8,
    )
    s.layer(
        (196, 190, 170),
        shape([(744, 860), (916, 860), (1010, HEIGHT), (600, HEIGHT)]),
    )
    s.layer((150, 24, 28), shape([(524, 470), (524, 560), (528, 560), (528, 470)]))
    s.layer((178, 28, 32), box(1150, 430, 74, 48))
    s.layer((246, 206, 90), shape(star(1187, 454, 14)))
    s.layer((120, 96, 74), stroke([(1148, 424), (1148, 860)], 6))

    def banana(x: float, base: float, size: float) -> None:
        for colour, shift in (((62, 112, 58), 0.0), ((104, 152, 76), 0.12)):

            def draw(pen: Pen, shift: float = shift) -> None:
                for i in range(7):
                    a = math.pi * (0.12 + 0.76 * i / 6) + shift
                    tip = (x + size * math.cos(a), base - size * 1.2 * math.sin(a))
                    side = (-(tip[1] - base) * 0.14, (tip[0] - x) * 0.14)
                    mid = ((x + tip[0]) / 2, (base + tip[1]) / 2 - size * 0.1)
                    pen.shape(
                        [
                            (x, base),
                            (mid[0] + side[0], mid[1] + side[1]),
                            tip,
                            (mid[0] - side[0], mid[1] - side[1]),
                        ]
                    )

            s.layer(colour, draw, blur=0.9)

    banana(430, 900, 230)
    banana(1250, 905, 190)
    friend(s, 700, 985, 250, (238, 234, 222), (60, 62, 64), GREY)
    friend(s, 780, 990, 232, (132, 52, 78), (240, 232, 218), WHITE_HAIR, dress=True)
    friend(s, 880, 985, 252, (34, 84, 64), (54, 56, 60), BLACK_HAIR)
    s.layer((60, 62, 40), oval(800, 992, 200, 9), blur=7, strength=0.5)
    return s.finished()
