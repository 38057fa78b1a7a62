"""Draws the emblem once and writes every file made of it: SVG, favicons, the sharing picture.

Run it after a change of the drawing: `python scripts/make_brand_images.py`. The emblem is the
association's website's own: a lotus over two waves of the Saigon River within a gold ring. It is
no badge of any force or state body, and must not become one.
"""

from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

STATIC = Path(__file__).resolve().parent.parent / "static"
OUT = STATIC / "img"
GREEN, CREAM, GOLD, PAPER = "#0f4330", "#fdfcf7", "#c9a24a", "#fcfaf5"
SIDE = 64  # the drawing's own units
SCALE = 8  # drawn larger and reduced, for smooth edges

Point = tuple[float, float]
Curve = tuple[Point, Point, Point, Point]

# Petals by cubic curves, back to front; those at the left are mirrored to the right.
OUTER: list[Curve] = [
    ((29.5, 41.5), (21.0, 42.5), (13.5, 38.5), (10.5, 30.5)),
    ((10.5, 30.5), (16.0, 29.8), (24.0, 32.5), (29.5, 41.5)),
]
INNER: list[Curve] = [
    ((30.5, 42.0), (22.0, 38.0), (17.0, 29.5), (18.0, 20.0)),
    ((18.0, 20.0), (24.5, 23.0), (30.5, 31.0), (30.5, 42.0)),
]
CENTRE: list[Curve] = [
    ((32.0, 42.5), (24.2, 34.0), (24.2, 22.5), (32.0, 13.0)),
    ((32.0, 13.0), (39.8, 22.5), (39.8, 34.0), (32.0, 42.5)),
]
WAVES: list[list[Curve]] = [
    [
        ((14.0, 47.0), (18.5, 44.2), (22.0, 44.2), (26.0, 46.4)),
        ((26.0, 46.4), (30.0, 48.6), (34.0, 48.6), (38.0, 46.4)),
        ((38.0, 46.4), (42.0, 44.2), (45.5, 44.2), (50.0, 47.0)),
    ],
    [
        ((19.5, 52.2), (23.0, 50.2), (25.0, 50.4), (27.6, 51.8)),
        ((27.6, 51.8), (30.6, 53.3), (33.4, 53.3), (36.4, 51.8)),
        ((36.4, 51.8), (39.0, 50.4), (41.0, 50.2), (44.5, 52.2)),
    ],
]


def mirrored(curves: list[Curve]) -> list[Curve]:
    return [tuple((SIDE - x, y) for x, y in curve) for curve in curves]  # type: ignore[misc]  # four points stay four


PETALS = [OUTER, mirrored(OUTER), INNER, mirrored(INNER), CENTRE]


def as_path(curves: list[Curve], *, closed: bool) -> str:
    (x, y) = curves[0][0]
    steps = "".join("C" + " ".join(f"{px:g} {py:g}" for px, py in curve[1:]) for curve in curves)
    return f"M{x:g} {y:g}{steps}{'Z' if closed else ''}"


def as_points(curves: list[Curve], unit: float) -> list[Point]:
    points = []
    for a, b, c, d in curves:
        for step in range(97):
            t = step / 96
            weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
            x, y = (
                sum(w * p[i] for w, p in zip(weights, (a, b, c, d), strict=True)) for i in (0, 1)
            )
            points.append((x * unit, y * unit))
    return points


def svg(*, with_ring: bool) -> str:
    """The small one goes without its gold ring and waves' second line: at 16 px they would blur."""
    parts = [f'<circle cx="32" cy="32" r="32" fill="{GREEN}"/>']
    if with_ring:
        parts.append(
            f'<circle cx="32" cy="32" r="28.6" fill="none" stroke="{GOLD}" stroke-width="1.1"/>'
        )
    parts += [
        f'<path d="{as_path(petal, closed=True)}" fill="{CREAM}" stroke="{GREEN}" '
        'stroke-width="1.5" stroke-linejoin="round"/>'
        for petal in PETALS
    ]
    parts += [
        f'<path d="{as_path(wave, closed=False)}" fill="none" stroke="{GOLD}" '
        f'stroke-width="{1.8 if with_ring else 3}" stroke-linecap="round"/>'
        for wave in WAVES[: 2 if with_ring else 1]
    ]
    inside = "".join(parts)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIDE} {SIDE}">{inside}</svg>\n'


def emblem(side: int, *, with_ring: bool = True) -> Image.Image:
    unit = side * SCALE / SIDE
    image = Image.new("RGBA", (side * SCALE, side * SCALE), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    draw.ellipse((0, 0, side * SCALE - 1, side * SCALE - 1), fill=GREEN)
    if with_ring:
        near, far = (32 - 28.6) * unit, (32 + 28.6) * unit
        draw.ellipse((near, near, far, far), outline=GOLD, width=round(1.1 * unit))
    for petal in PETALS:
        points = as_points(petal, unit)
        draw.polygon(points, fill=CREAM)
        draw.line([*points, points[0]], fill=GREEN, width=round(1.5 * unit), joint="curve")
    for wave in WAVES[: 2 if with_ring else 1]:
        half = (1.8 if with_ring else 3) * unit / 2
        for x, y in as_points(wave, unit):  # a round pen, as SVG's line caps draw
            draw.ellipse((x - half, y - half, x + half, y + half), fill=GOLD)
    return image.resize((side, side), Image.Resampling.LANCZOS)


class Face:
    """One size of a face whose latin and Vietnamese letters lie in two files."""

    def __init__(self, name: str, size: int, weight: int | None = None) -> None:
        self.fonts = [
            ImageFont.truetype(STATIC / "fonts" / name.format(subset), size)
            for subset in ("latin", "vietnamese")
        ]
        if weight:
            for font in self.fonts:
                font.set_variation_by_axes([weight])

    def draw(self, draw: ImageDraw.ImageDraw, at: Point, text: str, fill: str) -> None:
        x, y = at
        for letter in text:
            font = self.fonts[_is_vietnamese(letter)]
            draw.text((x, y), letter, font=font, fill=fill, anchor="ls")
            x += font.getlength(letter)


def _is_vietnamese(letter: str) -> bool:
    """Whether the letter lies in the second file: beyond Latin-1, but not a dash or a quote."""
    return ord(letter) > 0xFF and not 0x2000 <= ord(letter) <= 0x206F


def social_picture() -> Image.Image:
    """The picture that other sites show beside a link to a page without a photograph."""
    image = Image.new("RGB", (1200, 630), PAPER)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, 1200, 22), fill=GREEN)
    draw.rectangle((0, 28, 1200, 30), fill=GOLD)
    mark = emblem(300)
    image.paste(mark, (90, 165), mark)
    name = Face("source-serif-4-{}-wght-normal.woff2", 63, 700)
    small = Face("be-vietnam-pro-{}-400-normal.woff2", 34)
    for line, y in (("Hội Cựu", 246), ("Công an nhân dân", 330), ("Thành phố Hồ Chí Minh", 414)):
        name.draw(draw, (450, y), line, GREEN)
    draw.rectangle((452, 458, 640, 460), fill=GOLD)
    small.draw(draw, (450, 516), "Tin tức · Thi đua · Nghĩa tình đồng đội", "#43473f")
    return image


def sample_svg() -> str:
    """A quiet picture for the styleguide, so that it needs no photograph of anybody."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="800" viewBox="0 0 1200 800">'
        '<rect width="1200" height="800" fill="#e9e2cf"/>'
        '<circle cx="880" cy="240" r="96" fill="#d9a441"/>'
        '<path d="M0 470C160 400 300 430 430 380S700 330 830 390s250 20 370-20v430H0z" fill="#9db5a1"/>'
        '<path d="M0 540c180-50 330-20 520-50s380-40 680 20v290H0z" fill="#4f7d66"/>'
        '<path d="M0 620c220-30 420 20 640-5s390-20 560 10v175H0z" fill="#0f4330"/>'
        '<g fill="none" stroke="#e9e2cf" stroke-width="5" stroke-linecap="round" opacity=".55">'
        '<path d="M120 690q90-24 180 0t180 0"/><path d="M620 720q90-24 180 0t180 0"/>'
        '<path d="M330 750q70-18 140 0t140 0"/></g>'
        '<g transform="translate(420 430) scale(5.4)">'
        + "".join(
            f'<path d="{as_path(petal, closed=True)}" fill="#fdfcf7" stroke="#0f4330" '
            'stroke-width="1.2" stroke-linejoin="round"/>'
            for petal in PETALS
        )
        + "</g></svg>\n"
    )


def main() -> None:
    OUT.mkdir(exist_ok=True)
    (OUT / "emblem.svg").write_text(svg(with_ring=True), "utf-8")
    (OUT / "favicon.svg").write_text(svg(with_ring=False), "utf-8")
    (OUT / "sample.svg").write_text(sample_svg(), "utf-8")
    emblem(48, with_ring=False).save(OUT / "favicon-48.png", optimize=True)
    touch = Image.new("RGB", (180, 180), GREEN)
    mark = emblem(180)
    touch.paste(mark, (0, 0), mark)
    touch.save(OUT / "touch-icon.png", optimize=True)
    emblem(512).save(OUT / "emblem-512.png", optimize=True)
    social_picture().quantize(128).save(OUT / "social.png", optimize=True)


if __name__ == "__main__":
    main()
