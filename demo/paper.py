"""The compact as a scanned paper: pages drawn from what the database says, bound as a PDF."""

import io
from pathlib import Path

from django.conf import settings
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from emulation.models import Compact
from kit.dates import written_date

PAGE = (1240, 1754)  # A4 at 150 dots an inch
MARGIN, FOOT = 150, 1620
PAPER, INK = (253, 252, 247), (28, 28, 30)
_FONTS = Path(settings.BASE_DIR) / "static" / "fonts"


class Face:
    """One size of the house's serif, whose latin and Vietnamese letters lie in two files."""

    def __init__(self, size: int, weight: int = 400) -> None:
        self.size = size
        self.fonts = [
            ImageFont.truetype(_FONTS / f"source-serif-4-{subset}-wght-normal.woff2", size)
            for subset in ("latin", "vietnamese")
        ]
        for font in self.fonts:
            font.set_variation_by_axes([weight])

    def width(self, text: str) -> float:
        return sum(self._font(letter).getlength(letter) for letter in text)

    def write(self, on: ImageDraw.ImageDraw, x: float, y: float, text: str) -> None:
        for letter in text:
            font = self._font(letter)
            on.text((x, y), letter, font=font, fill=INK, anchor="ls")
            x += font.getlength(letter)

    def lines(self, text: str, max_width: float) -> list[str]:
        lines = [""]
        for word in text.split():
            longer = f"{lines[-1]} {word}".strip()
            if lines[-1] and self.width(longer) > max_width:
                lines.append(word)
            else:
                lines[-1] = longer
        return lines

    def _font(self, letter: str) -> ImageFont.FreeTypeFont:
        return self.fonts[ord(letter) > 0xFF and not 0x2000 <= ord(letter) <= 0x206F]


class Sheets:
    """Pages filled from top to bottom."""

    def __init__(self) -> None:
        self.pages: list[Image.Image] = []
        self.y = float(FOOT + 1)

    def _room_for(self, height: float) -> ImageDraw.ImageDraw:
        if self.y + height > FOOT:
            self.pages.append(Image.new("RGB", PAGE, PAPER))
            self.y = MARGIN
        self.y += height
        return ImageDraw.Draw(self.pages[-1])

    def centred(self, face: Face, text: str) -> None:
        for line in face.lines(text, PAGE[0] - 2 * MARGIN):
            on = self._room_for(face.size * 1.45)
            face.write(on, (PAGE[0] - face.width(line)) / 2, self.y, line)

    def paragraph(self, face: Face, text: str, indent: float = 0) -> None:
        for line in face.lines(text, PAGE[0] - 2 * MARGIN - indent):
            on = self._room_for(face.size * 1.5)
            face.write(on, MARGIN + indent, self.y, line)
        self.gap(face.size * 0.35)

    def gap(self, height: float) -> None:
        self.y += height

    def bound(self, title: str) -> bytes:
        out = io.BytesIO()
        first, *others = [page.filter(ImageFilter.GaussianBlur(0.4)) for page in self.pages]
        first.save(
            out,
            "PDF",
            save_all=True,
            append_images=others,
            resolution=150.0,
            quality=72,
            title=title,
            author="Hội Cựu Công an nhân dân Thành phố Hồ Chí Minh (dữ liệu minh họa)",
        )
        return out.getvalue()


def compact_pdf(compact: Compact) -> bytes:
    """Preamble, contents and signing units, as the six would have put their names under it."""
    title, bold, plain = Face(40, 700), Face(28, 650), Face(27)
    sheets = Sheets()
    sheets.centred(bold, "HỘI CỰU CÔNG AN NHÂN DÂN THÀNH PHỐ HỒ CHÍ MINH")
    sheets.centred(plain, compact.cluster.name.upper())
    sheets.gap(50)
    sheets.centred(title, "GIAO ƯỚC THI ĐUA")
    if compact.signed_on:
        sheets.centred(plain, f"Ký {written_date(compact.signed_on)}")
    sheets.gap(40)
    sheets.paragraph(plain, compact.preamble)
    for number, section in enumerate(compact.sections.all(), 1):
        sheets.gap(14)
        sheets.paragraph(bold, f"{number}. {section.title}")
        for clause in section.clauses.all():
            sheets.paragraph(plain, f"- {clause.text}", indent=34)
    sheets.gap(24)
    sheets.paragraph(bold, "Các đơn vị ký giao ước")
    for signature in compact.signatures.select_related("unit"):
        sheets.paragraph(plain, signature.unit.name, indent=34)
    sheets.gap(20)
    sheets.paragraph(
        Face(22), "Bản minh họa dùng cho dữ liệu mẫu của trang tin, không có giá trị văn bản."
    )
    return sheets.bound(f"{compact.title} (bản minh họa)")
