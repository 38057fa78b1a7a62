"""People in plain colours, without faces."""

from collections.abc import Sequence

from .paint import Colour, Pen, Point, Scene, box, hair, mixed, oval, shape, stroke

SKIN, GREY, WHITE_HAIR, BLACK_HAIR = (206, 160, 122), (112, 110, 108), (196, 194, 188), (46, 42, 42)


def friend(
    s: Scene, x: float, foot: float, tall: float, coat: Colour, trousers: Colour, hair: Colour, *,
    left: Sequence[Point] = ((-0.13, -0.62), (-0.12, -0.47)),
    right: Sequence[Point] = ((0.13, -0.62), (0.12, -0.47)),
    dress: bool = False, stride: float = 0.05, soft: float = 0, dim: Colour | None = None,
) -> None:  # fmt: skip
    """Somebody in plain colours, without a face; `dim` is the air between them and us."""
    reach = tall * 0.42
    around = (
        round(x - reach),
        round(foot - tall * 1.08),
        round(x + reach),
        round(foot + tall * 0.04),
    )
    for part, colour in (
        ("legs", trousers), ("head hands", SKIN), ("coat", coat), ("hands", SKIN), ("hair", hair),
    ):  # fmt: skip
        shade = mixed(colour, dim, 0.28) if dim else colour

        def draw(pen: Pen, part: str = part) -> None:
            pen.person(
                x, foot, tall, left=left, right=right, dress=dress, stride=stride, parts=part
            )

        s.layer(shade, draw, blur=soft, within=around)


def sitter(
    s: Scene, x: float, y: float, size: float, coat: Colour, locks: Colour, *, tie: bool = True
) -> None:
    """Somebody facing us across a table; `y` is the top of the head."""
    around = (
        round(x - size * 1.5),
        round(y - size * 0.3),
        round(x + size * 1.5),
        round(y + size * 3.6),
    )
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
        pen.shape(
            [
                (x - size * 0.22, y + size * 1.04),
                (x + size * 0.22, y + size * 1.04),
                (x, y + size * 2.0),
            ]
        )

    s.layer(
        mixed(SKIN, (120, 70, 50), 0.25),
        box(x - size * 0.18, y + size * 0.8, size * 0.36, size * 0.4),
        within=around,
    )
    s.layer(coat, shape(shoulders), within=around)
    s.layer(
        mixed(coat, (0, 0, 0), 0.25),
        [
            stroke(
                [
                    (x - size * 0.3, y + size * 1.1),
                    (x, y + size * 2.05),
                    (x + size * 0.3, y + size * 1.1),
                ],
                size * 0.07,
            )
        ],
        within=around,
    )
    s.layer((250, 248, 240), shirt, within=around)
    if tie:
        s.layer(
            (164, 30, 34),
            shape(
                [
                    (x - size * 0.06, y + size * 1.12),
                    (x + size * 0.06, y + size * 1.12),
                    (x + size * 0.09, y + size * 1.8),
                    (x, y + size * 1.95),
                    (x - size * 0.09, y + size * 1.8),
                ]
            ),
            within=around,
        )
    s.layer(SKIN, head, within=around)
    s.layer(locks, hair(x, y, size * 0.43), within=around)
    s.layer(
        coat,
        [
            stroke(
                [
                    (x + k * size * 0.96, y + size * 1.75),
                    (x + k * size * 1.06, y + size * 2.5),
                    (x + k * size * 0.42, y + size * 2.78),
                ],
                size * 0.36,
            )
            for k in (-1, 1)
        ],
        within=around,
    )
    s.layer(
        SKIN,
        [oval(x + k * size * 0.32, y + size * 2.8, size * 0.15, size * 0.12) for k in (-1, 1)],
        within=around,
    )
