"""Pictures: refused by content with a clear word, kept without metadata, never scaled up."""

import io
import struct
import time
import zlib
from pathlib import Path

import pytest
from PIL import Image, ImageCms, ImageSequence, PngImagePlugin

from kit import pictures
from kit.pictures import PictureError, open_picture

SECRET = b"SECRET-PLACE"


def _bytes(image, format="JPEG", **options):
    out = io.BytesIO()
    image.save(out, format, **options)
    return out.getvalue()


def _photo(width=800, height=600, mode="RGB"):
    return Image.linear_gradient("L").resize((width, height)).convert(mode)


def _pixel(image, x, y):
    return tuple(image.crop((x, y, x + 1, y + 1)).tobytes())


def _with_metadata(format):
    """A picture that tells where it was taken, by whom and with what."""
    exif = Image.Exif()
    exif[0x010E] = SECRET.decode()
    exif[0x0112] = 6  # held upright, stored lying
    exif.get_ifd(0x8825).update({1: "N", 2: (10.0, 46.0, 37.0), 3: "E", 4: (106.0, 42.0, 3.0)})
    xmp = b"<x:xmpmeta><dc:creator>" + SECRET + b"</dc:creator></x:xmpmeta>"
    options: dict = {"exif": exif.tobytes()}
    if format == "JPEG":
        options |= {"comment": SECRET, "xmp": xmp}
    elif format == "WEBP":
        options |= {"xmp": xmp}
    else:
        info = PngImagePlugin.PngInfo()
        info.add_text("Comment", SECRET.decode())
        info.add_itxt("XML:com.adobe.xmp", xmp.decode())
        options["pnginfo"] = info
    return _bytes(_photo(), format, **options)


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_metadata_is_gone_and_the_picture_upright(format):
    data = _with_metadata(format)
    assert SECRET in data  # there is something to leak
    assert Image.open(io.BytesIO(data)).getexif().get_ifd(0x8825)

    picture = open_picture(io.BytesIO(data))

    assert (picture.width, picture.height) == (600, 800)
    assert picture.source_format == format.lower()
    for ending in ("webp", "jpg", "png"):
        encoded = picture.encode(480, ending)
        assert SECRET not in encoded
        again = Image.open(io.BytesIO(encoded))
        assert again.size == (480, 640)
        assert not dict(again.getexif())
        assert not {"exif", "xmp", "comment", "Comment", "icc_profile"} & set(again.info)


def test_the_name_does_not_matter_and_the_file_is_left_at_its_beginning():
    file = io.BytesIO(_bytes(_photo(), "PNG"))
    file.name = "virus.exe"
    file.seek(17)
    assert open_picture(file).source_format == "png"
    assert file.tell() == 0


def test_transparency_becomes_white_paper():
    image = Image.new("RGBA", (100, 100), (255, 0, 0, 0))
    image.paste((0, 0, 255, 255), (0, 0, 50, 100))
    for data in (_bytes(image, "PNG"), _bytes(image.convert("P"), "PNG", transparency=0)):
        assert open_picture(io.BytesIO(data)).image.mode == "RGB"
    pixels = open_picture(io.BytesIO(_bytes(image, "PNG"))).image
    assert _pixel(pixels, 75, 50) == (255, 255, 255)
    assert _pixel(pixels, 25, 50) == (0, 0, 255)


@pytest.mark.parametrize("mode", ["L", "LA", "P", "1", "RGBA", "CMYK", "I;16"])
def test_every_usual_colour_mode_becomes_rgb(mode):
    grey = Image.new("L", (100, 100), 128)
    image = Image.new("I;16", (100, 100), 128 * 256) if mode == "I;16" else grey.convert(mode)
    data = _bytes(image, "JPEG" if mode == "CMYK" else "PNG")

    pixels = open_picture(io.BytesIO(data)).image

    assert pixels.mode == "RGB"
    level = sum(_pixel(pixels.resize((1, 1), Image.Resampling.BOX), 0, 0)) / 3
    assert 118 <= level <= 138


def test_a_wide_colour_profile_is_converted():
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    swapped = _swapped_profile()
    red = Image.new("RGB", (100, 100), (255, 0, 0))

    converted = open_picture(io.BytesIO(_bytes(red, "PNG", icc_profile=swapped)))
    useless = open_picture(io.BytesIO(_bytes(red, "PNG", icc_profile=lab)))
    broken = open_picture(io.BytesIO(_bytes(red, "PNG", icc_profile=b"not a profile")))

    r, g, b = _pixel(converted.image, 50, 50)
    assert g > 200 > max(r, b)  # that profile calls green what sRGB calls red
    assert _pixel(useless.image, 50, 50) == (255, 0, 0)
    assert _pixel(broken.image, 50, 50) == (255, 0, 0)


def _swapped_profile():
    """sRGB's own profile with the red and green primaries exchanged and another name."""
    data = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    count = struct.unpack(">I", data[128:132])[0]
    at = {bytes(data[i : i + 4]): i for i in range(132, 132 + 12 * count, 12)}
    red, green = at[b"rXYZ"], at[b"gXYZ"]
    data[red : red + 4], data[green : green + 4] = data[green : green + 4], data[red : red + 4]
    return (
        bytes(data)
        .replace(b"s\0R\0G\0B", b"s\0W\0A\0P")
        .replace(b"sRGB built-in", b"swap built-in")
    )


def test_an_animation_gives_its_first_frame():
    frames = [Image.new("RGB", (100, 100), colour) for colour in ("red", "blue")]
    data = _bytes(frames[0], "WEBP", save_all=True, append_images=frames[1:], lossless=True)
    assert len(list(ImageSequence.Iterator(Image.open(io.BytesIO(data))))) == 2
    assert _pixel(open_picture(io.BytesIO(data)).image, 50, 50) == (255, 0, 0)


def _bomb(width, height):
    """A tiny PNG that claims to be enormous, and is: its rows are all zeros."""

    def chunk(kind, body):
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes((width // 8 + 1) * 1000), 9)
    parts = chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def _gps_jpeg():
    return _bytes(_photo(), quality=90)


REFUSED = {
    "empty": (b"", "trống"),
    "text": ("Không phải ảnh".encode(), "không phải là ảnh"),
    "html": (b"<html><script>alert(1)</script>", "không phải là ảnh"),
    "svg": (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "không phải là ảnh"),
    "gif": (_bytes(_photo(), "GIF"), "không phải là ảnh"),
    "tiff": (_bytes(_photo(), "TIFF"), "không phải là ảnh"),
    "pdf": (_bytes(_photo(), "PDF"), "không phải là ảnh"),
    "jpeg cut in half": (_gps_jpeg()[: len(_gps_jpeg()) // 2], "hỏng"),
    "png cut in half": (_bytes(_photo(), "PNG")[:700], "hỏng"),
    "webp cut in half": (_bytes(_photo(), "WEBP")[:200], "hỏng|không phải là ảnh"),
    "jpeg header alone": (_gps_jpeg()[:20], "không phải là ảnh|hỏng"),
    "bomb of 49 megapixels": (_bomb(7000, 7000), "quá lớn: không được quá 40 triệu"),
    "bomb of 100 megapixels": (_bomb(10_000, 10_000), "quá lớn: không được quá 40 triệu"),
    "bomb of 2,500 megapixels": (_bomb(50_000, 50_000), "quá lớn: không được quá 40 triệu"),
    "too small": (_bytes(_photo(63, 500)), r"quá nhỏ \(63 × 500"),
    "too long": (_bytes(_photo(100, 16_001), "PNG"), "quá dài: mỗi cạnh không được quá 16.000"),
}


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_sound_picture_is_refused_in_clear_words(what):
    data, message = REFUSED[what]
    with pytest.raises(PictureError, match=message) as refused:
        open_picture(io.BytesIO(data))
    assert isinstance(refused.value, ValueError)


def test_a_bomb_is_refused_too_where_warnings_are_errors():
    with pytest.raises(PictureError, match="quá lớn"):
        open_picture(io.BytesIO(_bomb(10_000, 10_000)))


def _large(width, height, format="JPEG", **options):
    return _bytes(Image.new("L", (width, height), 128), format, **options)


@pytest.mark.parametrize(
    ("data", "size"),
    [
        (_large(8192, 6144), (4096, 3072)),  # the 50 megapixels of today's phones
        (_large(8192, 6144, progressive=True), (4096, 3072)),
        (_large(12_000, 9000), (6000, 4500)),
        (_large(17_000, 2000), (8500, 1000)),  # a panorama
        (_large(7000, 5000), (7000, 5000)),
    ],
)
def test_what_is_only_large_is_scaled_down(data, size):
    picture = open_picture(io.BytesIO(data))
    assert (picture.width, picture.height) == size


def test_large_photograph_is_still_upright_and_of_two_pictures_the_first():
    exif = Image.Exif()
    exif[0x0112] = 6
    image = Image.new("RGB", (8000, 5200), "red")
    small = Image.new("RGB", (200, 200), "blue")
    data = _bytes(image, "MPO", exif=exif.tobytes(), save_all=True, append_images=[small])
    picture = open_picture(io.BytesIO(data))
    assert (picture.width, picture.height) == (2600, 4000)
    red, _green, blue = _pixel(picture.image, 50, 50)
    assert red > 200 > 50 > blue


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize(
    ("data", "most"),
    [
        (_large(16_000, 12_600), "200 triệu"),
        (_large(8000, 7600, progressive=True), "60 triệu"),
        (_bomb(7000, 7000), "40 triệu"),
    ],
)
def test_what_cannot_be_held_is_refused_with_advice(data, most):
    with pytest.raises(PictureError, match=f"không được quá {most}.*lưu lại thành JPEG"):
        open_picture(io.BytesIO(data))


def test_photograph_of_an_iphone_is_read():
    data = (Path(__file__).parent / "samples" / "iphone.heic").read_bytes()
    assert SECRET in data
    picture = open_picture(io.BytesIO(data))
    assert (picture.source_format, picture.width, picture.height) == ("heif", 160, 96)
    red, green, _blue = _pixel(picture.image, 20, 20)
    assert red > 150 > 80 > green
    assert SECRET not in picture.encode(160, "jpg")
    for cut in (len(data) // 2, len(data) - 40):
        with pytest.raises(PictureError):
            open_picture(io.BytesIO(data[:cut]))


def test_limits_can_be_set():
    data = _bytes(_photo())
    with pytest.raises(PictureError, match=r"quá nặng: mỗi ảnh không được quá 1 KB"):
        open_picture(io.BytesIO(data), max_bytes=1024)
    with pytest.raises(PictureError, match="quá lớn"):
        open_picture(io.BytesIO(data), max_pixels=90_000)
    with pytest.raises(PictureError, match="quá nhỏ"):
        open_picture(io.BytesIO(data), min_side=700)
    assert open_picture(io.BytesIO(data), max_bytes=len(data), max_pixels=480_000, min_side=600)


@pytest.mark.parametrize(
    ("original", "widths", "fallback"),
    [
        (5000, (480, 960, 1600), 960),
        (1600, (480, 960, 1600), 960),
        (1000, (480, 960, 1000), 960),
        (960, (480, 960), 960),
        (700, (480, 700), 700),
        (480, (480,), 480),
        (300, (300,), 300),
    ],
)
def test_renditions_are_what_their_widths_promise(original, widths, fallback):
    assert pictures.rendition_widths(original) == widths
    picture = open_picture(io.BytesIO(_bytes(_photo(original, 120))))

    files = pictures.renditions(picture)

    assert list(files) == [*(f"{width}.webp" for width in widths), f"{fallback}.jpg"]
    for name, data in files.items():
        image = Image.open(io.BytesIO(data))
        width = int(name.partition(".")[0])
        assert image.size == (width, picture.height_at(width))
        assert image.format == {"webp": "WEBP", "jpg": "JPEG"}[name.partition(".")[2]]


def test_encode_never_scales_up():
    picture = open_picture(io.BytesIO(_bytes(_photo(300, 200))))
    assert Image.open(io.BytesIO(picture.encode(1600))).size == (300, 200)


def test_twelve_megapixels_are_ready_soon():
    noise = Image.effect_noise((500, 375), 60).resize((4000, 3000)).convert("RGB")
    data = _bytes(noise, quality=90)
    begin = time.process_time()
    files = pictures.renditions(open_picture(io.BytesIO(data)))
    assert time.process_time() - begin < 6  # about 1 s on an idle machine; room for a busy one
    assert sum(map(len, files.values())) < 2_000_000


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (_bytes(_photo()), True),
        (_bytes(_photo(), progressive=True, optimize=True), True),
        (_bytes(_photo(mode="L"), restart_marker_rows=1), True),
        (_bytes(_photo(), comment=b"SECRET"), False),
        (_with_metadata("JPEG"), False),
        (_bytes(_photo()) + b"<?php", False),
        (_bytes(_photo())[:-2], False),
        (_bytes(_photo())[:200], False),
        (_bytes(_photo(), "PNG"), False),
        (b"", False),
        (b"\xff\xd8" + b"\xff\xdb\x00\x00" * 9, False),
    ],
)
def test_bare_jpeg_has_nothing_to_hide(data, expected):
    assert pictures.is_bare_jpeg(data) is expected


def test_our_own_encoding_is_bare():
    picture = open_picture(io.BytesIO(_with_metadata("JPEG")))

    assert pictures.is_bare_jpeg(picture.encode(800, "jpg"))
