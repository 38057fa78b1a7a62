"""Uploaded photographs: checked by content, stripped of metadata, encoded in a few widths."""

import io
import re
from dataclasses import dataclass
from typing import IO

import pi_heif
from PIL import Image, ImageCms, ImageFile, ImageOps

from kit.files import human_size

# iPhones' own format; the main picture alone, never the small ones that lie about in the file.
pi_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)

WIDTHS = (480, 960, 1600)
FALLBACK_WIDTH = 960
MAX_BYTES = 25 * 1024 * 1024
MAX_PIXELS = 40_000_000  # held at once: 160 MB with transparency
# A JPEG is scaled down while it is decoded, so that more of it may come in; but a progressive one
# lies in memory whole (3 bytes a pixel) before that. An iPhone's 48 megapixels are never transparent.
MAX_JPEG_PIXELS = 5 * MAX_PIXELS
_PROGRESSIVE_PIXELS = 3 * MAX_PIXELS // 2
_HEIF_PIXELS = 5 * MAX_PIXELS // 4
MIN_SIDE = 64
MAX_SIDE = 16_000  # WebP ends at 16,383

READABLE = "JPEG, PNG, WebP hoặc HEIC"
# For file boxes. Windows knows no type of HEIC, so its ending stands there too.
ACCEPT = "image/jpeg,image/png,image/webp,image/heic,image/heif,.heic,.heif"
_READABLE = ("JPEG", "PNG", "WEBP", "HEIF")
_SCALES = (2, 4, 8)  # what a JPEG's decoder can do
# Pillow's own guard warns at half of this and refuses at it; `_check_size` is exact.
Image.MAX_IMAGE_PIXELS = MAX_JPEG_PIXELS
_ENCODINGS: dict[str, tuple[str, dict[str, object]]] = {
    "webp": ("WEBP", {"quality": 80, "method": 4}),
    "jpg": ("JPEG", {"quality": 82, "optimize": True, "progressive": True}),
    "png": ("PNG", {"optimize": True}),
}
# Of a JPEG: tables, frames (baseline, extended, progressive), intervals, scans.
_PICTURE_PARTS = {0xDB, 0xC4, 0xC0, 0xC1, 0xC2, 0xDD, 0xDA}
_NEXT_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]", re.DOTALL)
_SRGB = ImageCms.createProfile("sRGB")


class PictureError(ValueError):
    """The file is refused; the message is for the person who chose it."""


@dataclass(frozen=True, eq=False)
class Picture:
    """Upright sRGB pixels and nothing else: no place, no camera, no comment, no transparency."""

    image: Image.Image
    source_format: str

    @property
    def width(self) -> int:
        return self.image.width

    @property
    def height(self) -> int:
        return self.image.height

    def height_at(self, width: int) -> int:
        """The height of a rendition of this width, for the page to reserve space."""
        return max(1, round(self.height * width / self.width))

    def encode(self, width: int, format: str = "webp") -> bytes:
        """Bytes of the picture `width` wide, or as wide as it is: nothing is ever scaled up.

        `format` is the file name's ending: "webp", "jpg" or "png".
        """
        pil_format, options = _ENCODINGS[format]
        width = min(width, self.width)
        image = self.image
        if width != self.width:
            size = (width, self.height_at(width))
            image = image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
        out = io.BytesIO()
        image.save(out, pil_format, **options)
        return out.getvalue()


def rendition_widths(original_width: int) -> tuple[int, ...]:
    """The widths made of an original so wide: every smaller step, then its own up to the last.

    5000 → 480, 960, 1600; 700 → 480, 700; 300 → 300. Templates build `srcset` from this alone.
    """
    widest = min(original_width, WIDTHS[-1])
    return (*(step for step in WIDTHS if step < widest), widest)


def fallback_width(original_width: int) -> int:
    """The width of the one JPEG, for readers, mail and feeds that know no WebP."""
    return min(original_width, FALLBACK_WIDTH)


def renditions(picture: Picture) -> dict[str, bytes]:
    """All files of a picture by name, as the two functions above tell: "480.webp", …, "960.jpg"."""
    files = {f"{w}.webp": picture.encode(w, "webp") for w in rendition_widths(picture.width)}
    width = fallback_width(picture.width)
    files[f"{width}.jpg"] = picture.encode(width, "jpg")
    return files


def open_picture(
    file: IO[bytes],
    *,
    max_bytes: int = MAX_BYTES,
    max_pixels: int = MAX_PIXELS,
    min_side: int = MIN_SIDE,
) -> Picture:
    """The picture in a file, whatever the file is called; PictureError says what is wrong with it.

    Of an animation the first frame is taken. The file is left at its beginning.
    """
    file.seek(0)
    data = file.read(max_bytes + 1)
    file.seek(0)
    if not data:
        raise PictureError("Tệp ảnh trống.")
    if len(data) > max_bytes:
        raise PictureError(
            f"Ảnh quá nặng: mỗi ảnh không được quá {human_size(max_bytes)}. Hãy chọn cỡ ảnh nhỏ hơn, "
            "hoặc mở ảnh rồi lưu lại thành JPEG."
        )
    image = _opened(data, max_pixels)
    source_format = "JPEG" if image.format == "MPO" else str(image.format)
    _check_size(image, source_format, max_pixels, min_side)
    try:
        if source_format != "HEIF":  # which knows itself which of its pictures is the main one
            image.seek(0)
        image.load()
        pixels = _plain_rgb(_upright(image))
    except Exception as error:
        # Pillow's readers raise almost any kind of error at damaged data.
        raise PictureError("Ảnh bị hỏng hoặc tải lên chưa trọn vẹn. Chọn lại ảnh gốc.") from error
    return Picture(pixels, source_format.lower())


def _opened(data: bytes, max_pixels: int) -> ImageFile.ImageFile:
    """Reads the header only. Pillow's bomb warning counts as a refusal where it is an error, and
    _check_size repeats it exactly, since warning filters are not safe between threads."""
    try:
        return Image.open(io.BytesIO(data), formats=_READABLE)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PictureError(_too_many_pixels(max_pixels)) from error
    except Exception as error:
        raise PictureError(
            f"Tệp này không phải là ảnh {READABLE}. Nếu là ảnh kiểu khác thì mở ra, lưu lại thành JPEG "
            "rồi chọn lại."
        ) from error


def _check_size(
    image: ImageFile.ImageFile, source_format: str, max_pixels: int, min_side: int
) -> None:
    """Refuses pictures too small, or too large for memory; others too large are decoded smaller."""
    width, height = image.size
    most = max_pixels
    if source_format == "JPEG":
        is_progressive = "progressive" in image.info
        most = (
            (_PROGRESSIVE_PIXELS if is_progressive else MAX_JPEG_PIXELS) * max_pixels // MAX_PIXELS
        )
    elif source_format == "HEIF":
        most = _HEIF_PIXELS * max_pixels // MAX_PIXELS
    if width * height > most:
        raise PictureError(_too_many_pixels(most))
    if source_format == "JPEG":
        _decode_smaller(image, max_pixels)
    if min(width, height) < min_side:
        raise PictureError(
            f"Ảnh quá nhỏ ({width} × {height} điểm ảnh): mỗi cạnh phải từ {min_side} điểm ảnh."
        )
    if max(image.size) > MAX_SIDE:
        raise PictureError(
            f"Ảnh quá dài: mỗi cạnh không được quá {MAX_SIDE:,} điểm ảnh.".replace(",", ".")
        )


def _decode_smaller(image: ImageFile.ImageFile, max_pixels: int) -> None:
    """Limits the size that the decoder produces."""
    width, height = image.size
    for scale in _SCALES:
        if image.width * image.height <= max_pixels and max(image.size) <= MAX_SIDE:
            return
        image.draft(image.mode, (width // scale, height // scale))


def _too_many_pixels(max_pixels: int) -> str:
    return (
        f"Ảnh quá lớn: không được quá {max_pixels // 1_000_000} triệu điểm ảnh. Hãy mở ảnh, thu nhỏ và "
        "lưu lại thành JPEG rồi chọn lại."
    )


def _upright(image: Image.Image) -> Image.Image:
    """Rotates by the EXIF orientation; a damaged orientation is ignored."""
    try:
        return ImageOps.exif_transpose(image)
    except Exception:
        return image


def _plain_rgb(image: Image.Image) -> Image.Image:
    """RGB pixels in sRGB on white, in a new image without the old one's metadata."""
    profile = image.info.get("icc_profile")
    if image.mode.startswith("I"):  # 16-bit greys would be cut off, not scaled
        image = image.point(lambda value: value / 256).convert("L")
    if image.has_transparency_data:
        image = image.convert("RGBA")
        paper = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(paper, image).convert("RGB")
    elif image.mode not in ("RGB", "L", "CMYK"):
        image = image.convert("RGB")
    if profile:
        image = _in_srgb(image, profile)
    image = image.convert("RGB")
    image.info = {}
    image.getexif().clear()
    return image


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    """Converts a phone's wide-gamut colours to sRGB; an invalid profile is ignored."""
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if "sRGB" in ImageCms.getProfileDescription(source):
            return image
        converted = ImageCms.profileToProfile(image, source, _SRGB, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image
    return converted or image


def is_bare_jpeg(data: bytes) -> bool:
    """Whether a JPEG holds nothing but the picture: no location, camera, comment or trailing data.

    Such a file need not be encoded again, which would lower its quality each time.
    """
    if not data.startswith(b"\xff\xd8"):
        return False
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        is_jfif = (
            marker == 0xE0 and length == 16
        )  # the only header that reveals nothing about the camera
        if not is_jfif and marker not in _PICTURE_PARTS:
            return False
        at += 2 + length
        if marker == 0xDA:
            # The pixel data, up to the next marker outside of it.
            following = _NEXT_MARKER.search(data, at)
            if following is None:
                return False
            at = following.start()
            if data[at:] == b"\xff\xd9":
                return True
    return False
