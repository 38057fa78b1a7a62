"""Scenes under a roof: halls, stages, a doorway."""

from PIL import Image

from .figures import BLACK_HAIR, GREY, SKIN, WHITE_HAIR, friend, sitter
from .paint import (
    GOLD,
    HEIGHT,
    NIGHT,
    WIDTH,
    Pen,
    Point,
    Scene,
    box,
    bust,
    crown,
    flowers,
    folds,
    hair,
    mixed,
    oval,
    person,
    shape,
    star,
    stroke,
)


def hall() -> Image.Image:
    """A conference hall from the back rows: red curtain, table of the presidium, lectern."""
    s = Scene(
        "hall", (0, (120, 16, 22)), (0.55, (172, 30, 32)), (0.68, (120, 30, 26)), (1, (40, 20, 18))
    )
    folds(s, -10, 640)
    s.glow(800, 250, 900, 520, colour=(255, 190, 120), strength=0.42)
    s.layer(GOLD, box(300, 96, 1000, 6), blur=1, strength=0.7)
    s.layer(GOLD, box(300, 330, 1000, 3), blur=1, strength=0.6)
    s.layer((236, 190, 96), shape(star(800, 214, 62)), blur=0.8, strength=0.92)
    s.shaded((120, 74, 44), (86, 46, 28), box(0, 622, WIDTH, 190))
    s.layer((214, 160, 96), box(0, 620, WIDTH, 4), strength=0.8)

    coats = ((38, 58, 50), (44, 48, 60), (236, 232, 222), (38, 58, 50), (52, 46, 48), (44, 48, 60))
    for i, coat in enumerate(coats):
        sitter(
            s,
            470 + 120 * i,
            424 + (i * 7) % 9,
            42,
            coat,
            (GREY, WHITE_HAIR, BLACK_HAIR)[i % 3],
            tie=i != 2,
        )
    s.shaded((236, 226, 206), (206, 186, 160), box(392, 528, 760, 104, 3))
    s.layer((150, 24, 28), box(392, 528, 760, 22, 3))
    for x in (520, 770, 1020):
        flowers(s, x, 520, 44, (240, 200, 90), (236, 120, 130), (250, 240, 224))
    s.shaded(
        (112, 62, 34),
        (74, 38, 22),
        shape([(196, 470), (330, 470), (316, 640), (210, 640)]),
    )
    s.layer((146, 88, 50), box(184, 456, 158, 18, 4))
    friend(
        s,
        262,
        640,
        300,
        (38, 58, 50),
        NIGHT,
        GREY,
        left=((-0.16, -0.62), (-0.1, -0.55)),
        right=((0.16, -0.62), (0.1, -0.55)),
    )
    s.shaded(
        (112, 62, 34),
        (74, 38, 22),
        shape([(200, 500), (326, 500), (316, 640), (210, 640)]),
    )
    s.layer(GOLD, oval(263, 560, 22), strength=0.7)
    flowers(s, 263, 492, 52, (240, 200, 90), (214, 60, 64))
    for row, (y, size, colour) in enumerate(
        ((668, 50, (58, 30, 28)), (742, 66, (44, 25, 25)), (838, 88, (30, 19, 21)))
    ):
        step = size * 2.55
        xs = [step * (i + 0.5 * (row % 2)) + s.rng.uniform(-8, 8) for i in range(-1, 15)]
        ys = [y + s.rng.uniform(-9, 9) for _ in xs]

        s.layer(
            mixed(colour, (230, 120, 80), 0.32),
            [bust(x, top, size) for x, top in zip(xs, ys, strict=True)],
            blur=1.2,
        )
        s.layer(colour, [bust(x, top + 4, size) for x, top in zip(xs, ys, strict=True)], blur=1.6)
    return s.finished()


def signing() -> Image.Image:
    """Six people at one long table, each over a paper; their fellows applaud behind them."""
    s = Scene(
        "signing",
        (0, (150, 24, 28)),
        (0.62, (190, 42, 40)),
        (0.7, (120, 44, 34)),
        (1, (70, 32, 26)),
    )
    folds(s, -10, 760, (30, 66))
    s.glow(800, 330, 1100, 620, colour=(255, 206, 140), strength=0.6)
    s.layer(
        GOLD,
        [box(230, 92, 1140, 5), box(230, 236, 1140, 3)],
        blur=1,
        strength=0.75,
    )
    s.layer((240, 198, 104), shape(star(800, 168, 50)), strength=0.95)
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
        sitter(
            s,
            x,
            470 + (i * 37) % 18,
            96,
            dark[i],
            (GREY, WHITE_HAIR, GREY, BLACK_HAIR, WHITE_HAIR, GREY)[i],
        )
    s.shaded((252, 248, 238), (208, 192, 168), box(0, 742, WIDTH, 330))
    s.layer(
        (170, 150, 122),
        [box(x, 800, 20, 270, fill=130) for x in range(-10, WIDTH, 68)],
        blur=11,
        strength=0.8,
    )
    s.layer((18, 84, 60), [box(0, 796, WIDTH, 22), box(0, 826, WIDTH, 3)])
    s.layer((120, 98, 74), box(0, 740, WIDTH, 5), blur=2, strength=0.5)
    for i, x in enumerate(seats):
        around = (x - 110, 660, x + 110, 800)
        y = 470 + (i * 37) % 18
        s.layer(
            (96, 22, 26),
            shape([(x - 78, 790), (x + 74, 790), (x + 58, 752), (x - 62, 752)]),
            within=around,
        )
        s.layer(
            (255, 255, 252),
            shape([(x - 66, 784), (x + 62, 784), (x + 50, 756), (x - 54, 756)]),
            within=around,
        )
        s.layer(
            (150, 148, 140),
            [stroke([(x - 44, k), (x + 40, k)], 1.4) for k in (762, 769, 776)],
            within=around,
        )
        s.layer(
            SKIN,
            [oval(x - 36, y + 274, 17, 12), oval(x + 34, y + 272, 18, 13)],
            within=around,
        )
        s.layer(
            (26, 40, 66),
            stroke([(x + 18, 770), (x + 46, y + 246)], 5),
            within=around,
        )
    for x in (340, 800, 1260):
        flowers(s, x, 778, 44, (244, 206, 96), (240, 130, 140), (252, 246, 232))
    return s.finished()


def gift() -> Image.Image:
    """A present handed over at a door full of morning light."""
    s = Scene("gift", (0, (206, 178, 136)), (0.6, (236, 208, 160)), (1, (150, 110, 76)))
    s.layer((246, 226, 184), box(420, 60, 760, 800, 4))
    s.glow(800, 420, 760, 640, colour=(255, 247, 222), strength=0.95)
    leaves = crown(s, 640, 250, 260, 170, 90)
    s.layer((176, 190, 132), leaves, blur=16, strength=0.6)
    s.layer((190, 200, 150), crown(s, 1010, 330, 190, 150, 70), blur=18, strength=0.5)
    s.layer(
        (140, 98, 62),
        [
            box(400, 40, 30, 830),
            box(1170, 40, 30, 830),
            box(400, 40, 800, 26),
            box(792, 60, 12, 806),
        ],
        blur=1.5,
    )
    s.shaded(
        (150, 104, 66),
        (84, 54, 36),
        shape([(0, 866), (WIDTH, 866), (WIDTH, HEIGHT), (0, HEIGHT)]),
    )
    s.glow(800, 930, 560, 120, colour=(255, 226, 170), strength=0.7)

    def people(pen: Pen) -> None:
        pen.person(
            560,
            1010,
            800,
            left=((-0.14, -0.6), (-0.1, -0.46)),
            right=((0.16, -0.58), (0.26, -0.56)),
        )
        pen.person(
            1040,
            1010,
            740,
            left=((-0.16, -0.6), (-0.27, -0.58)),
            right=((0.12, -0.62), (-0.2, -0.55)),
            dress=True,
        )

    s.layer((255, 236, 196), people, blur=7)
    friend(s, 300, 1016, 780, (238, 234, 222), (52, 58, 62), GREY)
    friend(
        s,
        560,
        1010,
        800,
        (34, 84, 64),
        (44, 48, 52),
        WHITE_HAIR,
        left=((-0.14, -0.6), (-0.1, -0.46)),
        right=((0.16, -0.58), (0.26, -0.56)),
    )
    friend(
        s,
        1040,
        1010,
        740,
        (132, 52, 78),
        (240, 232, 218),
        WHITE_HAIR,
        left=((-0.16, -0.6), (-0.27, -0.58)),
        right=((0.12, -0.62), (-0.2, -0.55)),
        dress=True,
    )
    s.layer((255, 244, 214), oval(800, 240, 700, 300), blur=90, strength=0.18)
    s.layer((168, 28, 32), box(742, 505, 124, 96, 6))
    s.layer(
        (238, 196, 104),
        [
            box(796, 505, 16, 96),
            box(742, 545, 124, 14),
            oval(786, 496, 22, 13),
            oval(822, 496, 22, 13),
        ],
    )
    return s.finished()


def chairs() -> Image.Image:
    """An empty hall an hour before: rows of seats, light falling in from tall windows."""
    s = Scene(
        "chairs",
        (0, (208, 196, 166)),
        (0.45, (232, 220, 190)),
        (0.52, (150, 116, 80)),
        (1, (96, 66, 44)),
    )
    for x in (150, 520, 890, 1260):
        s.layer((255, 250, 232), box(x, 70, 190, 390, 4), blur=2)
        s.layer((196, 210, 168), crown(s, x + 95, 380, 100, 80, 30), blur=12, strength=0.5)
        s.layer(
            (170, 150, 116),
            [
                box(x - 8, 62, 206, 10),
                box(x + 91, 70, 8, 390),
                box(x, 250, 190, 7),
                box(x - 14, 458, 218, 12),
            ],
            blur=0.8,
        )
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

        s.layer(
            (60, 36, 24),
            [oval(x - size * 0.2, y + size * 1.72, size * 0.7, size * 0.09) for x in xs],
            blur=5,
            strength=0.5,
        )
        s.layer(wood, legs, blur=0.6)
        s.layer(shade, backs, blur=0.8)
        s.layer(mixed(shade, (255, 200, 150), 0.5), lights, blur=1.6, strength=0.8)
    return s.finished()


def choir() -> Image.Image:
    """A choir on a lit stage."""
    s = Scene(
        "choir", (0, (20, 34, 40)), (0.5, (36, 66, 62)), (0.74, (60, 78, 66)), (1, (20, 26, 28))
    )
    for x, colour in (
        (200, (255, 214, 130)),
        (560, (170, 226, 190)),
        (1040, (255, 200, 120)),
        (1400, (170, 226, 190)),
    ):
        s.layer(
            colour,
            shape(
                [
                    (x - 14, -20),
                    (x + 14, -20),
                    (x + (800 - x) * 0.5 + 240, 800),
                    (x + (800 - x) * 0.5 - 240, 800),
                ]
            ),
            blur=34,
            strength=0.26,
        )
        s.glow(x, 4, 130, colour=colour, strength=0.95)
    s.glow(800, 560, 860, 320, colour=(255, 222, 150), strength=0.45)
    s.shaded((116, 92, 60), (58, 42, 32), box(0, 770, WIDTH, 110))
    back = [270 + 118 * i for i in range(10)]
    front = [330 + 118 * i for i in range(9)]
    song: tuple[Point, Point] = ((-0.14, -0.6), (-0.03, -0.58))
    gnos: tuple[Point, Point] = ((0.14, -0.6), (0.03, -0.58))
    s.layer(
        (52, 62, 58),
        [person(x, 770, 350 + (i % 3) * 8) for i, x in enumerate(back)],
        blur=1,
    )
    s.layer(
        (250, 226, 170),
        [
            person(x, 813, 345 + (i % 2) * 8, left=song, right=gnos, dress=True)
            for i, x in enumerate(front)
        ],
        blur=2.6,
        strength=0.8,
    )
    s.layer(
        (120, 30, 34),
        [
            person(x, 815, 345 + (i % 2) * 8, left=song, right=gnos, dress=True)
            for i, x in enumerate(front)
        ],
        blur=0.9,
    )
    s.layer(
        (214, 168, 130),
        [oval(x, 815 - 345 - (i % 2) * 8 + 23, 21, 24) for i, x in enumerate(front)],
        blur=0.9,
    )
    s.layer(
        BLACK_HAIR,
        [hair(x, 815 - 345 - (i % 2) * 8, 24) for i, x in enumerate(front)],
    )
    s.layer(
        (248, 240, 220),
        [
            shape(
                [
                    (x - 15, 612 - (i % 2) * 4),
                    (x + 15, 612 - (i % 2) * 4),
                    (x + 19, 636),
                    (x - 19, 636),
                ]
            )
            for i, x in enumerate(front)
        ],
        blur=0.7,
    )
    s.layer(
        (20, 26, 28),
        person(
            800,
            1010,
            420,
            left=((-0.18, -0.7), (-0.22, -0.84)),
            right=((0.18, -0.68), (0.26, -0.76)),
        ),
        blur=1,
    )
    for x in range(40, WIDTH, 190):
        flowers(s, x, 872, 66, (244, 206, 96), (226, 90, 100))
    xs = [60 + 128 * i + s.rng.uniform(-14, 14) for i in range(13)]
    s.layer(
        (12, 16, 18),
        [bust(x, 922 + (i * 29) % 34, 62) for i, x in enumerate(xs)],
        blur=2,
    )
    return s.finished()
