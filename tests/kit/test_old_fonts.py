"""Text of old fonts is told from everything else, and read anew."""

import re
import subprocess
import unicodedata
from pathlib import Path

import pytest

from kit.html import clean_html
from kit.old_fonts import (
    TCVN3,
    VNI,
    OldFont,
    from_tcvn3,
    from_vni,
    is_syllable,
    read_old_font,
    read_old_font_html,
)
from kit.text import clean_line, clean_name, clean_text

ROOT = Path(__file__).parent.parent.parent
ABC, VNI_FONT = OldFont.TCVN3, OldFont.VNI


@pytest.mark.parametrize(
    ("font", "typed", "today"),
    [
        # With ư, which that font has in the place of the soft hyphen.
        (ABC, "®\xada tin", "đưa tin"),
        (ABC, "NguyÔn V¨n H\xad¬ng", "Nguyễn Văn Hương"),
        (ABC, "TrÇn Ba", "Trần Ba"),
        (ABC, "Lª Ba", "Lê Ba"),
        (ABC, "Hµ", "Hà"),
        (ABC, "§éc lËp - Tù do - H¹nh phóc", "Độc lập - Tự do - Hạnh phúc"),
        (ABC, "UBND quËn 1 häp giao ban th¸ng 10", "UBND quận 1 họp giao ban tháng 10"),
        (ABC, "§/c NguyÔn V¨n Ba, H§QT", "Đ/c Nguyễn Văn Ba, HĐQT"),
        # Capitals typed in the plain font, whose toned vowels are small ones.
        (ABC, "TRÇN THÞ LAN", "TRẦN THỊ LAN"),
        (ABC, "NGUYÔN V¡N H¦¥NG", "NGUYỄN VĂN HƯƠNG"),
        # Typed in .VnTimeH, which draws capitals: without the font nothing says so any more.
        (ABC, "Céng hßa x· héi chñ nghÜa viÖt nam", "Cộng hòa xã hội chủ nghĩa việt nam"),
        (VNI_FONT, "Nguyeãn Vaên Höông", "Nguyễn Văn Hương"),
        (VNI_FONT, "NGUYEÃN VAÊN HÖÔNG", "NGUYỄN VĂN HƯƠNG"),
        (VNI_FONT, "Phaïm Ba", "Phạm Ba"),
        (VNI_FONT, "Trònh Ba", "Trịnh Ba"),
        (VNI_FONT, "Ñoäc laäp - Töï do - Haïnh phuùc", "Độc lập - Tự do - Hạnh phúc"),
        (VNI_FONT, "Coäng hoøa xaõ hoäi chuû nghóa", "Cộng hòa xã hội chủ nghĩa"),
        (VNI_FONT, "Ñaëng Thò Kyø, phöôøng 5", "Đặng Thị Kỳ, phường 5"),
    ],
)
def test_old_text_is_converted(font, typed, today):
    result = read_old_font(typed)
    assert result is not None
    assert (result.font, result.before, result.after) == (font, typed, today)


@pytest.mark.parametrize(
    ("typed", "today"),
    [
        ("Hội viên §éc lËp - H¹nh phóc ở phường", "Hội viên Độc lập - Hạnh phúc ở phường"),
        # "mét" is a word both ways: it goes with its neighbours.
        ("Chữ mới một mét\nchiÒu nay mét ng\xadêi", "Chữ mới một mét\nchiều nay một người"),
        ("Bµ Müller häp víi Héi cùu", "Bà Müller họp với Hội cựu"),
        ("Göûi veà an@thöû.vn nhöõng baøi vieát", "Gửi về an@thöû.vn những bài viết"),
    ],
)
def test_what_is_in_todays_letters_stays(typed, today):
    result = read_old_font(typed)
    assert result is not None
    assert result.after == today


@pytest.mark.parametrize(
    "text",
    [
        "", "abc", "Nguyễn Văn Hương", "NGUYỄN VĂN HƯƠNG", "nước Cộng hòa xã hội chủ nghĩa",
        unicodedata.normalize("NFD", "Nguyễn Văn Hương"), "hoà, hòa, thuý, thúy, gìn giữ, giếng",
        "H’Hen Niê Êñuôl", "K'Brểu", "Đắk Lắk", "Y Moan",
        "Müller", "café", "naïve", "Citroën", "São Paulo", "José Peña", "Loïc Dupont", "façade",
        "Zürich", "Malmö", "Ångström", "señor", "crème brûlée", "déjà vu", "où", "Raphaël", "Caïn",
        "Jeg må gå nå så på", "Tromsø", "Spaß in der Größe", "mãe", "poäng", "Taï", "aún",
        "Việt Nam và Loïc ở Taï", "5 µm", "20 °C", "m²", "½ lít", "© 2024", "Windows®", "§ 5", "«tin»",
        "Hoa¹", "3 × 4 ÷ 2", "A·B", "£5", "so\xadft hy\xadphen", "Hội\xadviên",
        "an@thử.vn", "https://vi.wikipedia.org/wiki/Hµ", "www.vÝ-dô.vn",
    ],
)  # fmt: skip
def test_what_is_right_is_never_taken_for_old(text):
    assert read_old_font(text) is None
    assert read_old_font_html(f"<p>{text}</p>") is None


def _vietnamese_of_the_portal():
    """Every line that the portal itself says, but those that speak of old fonts."""
    names = subprocess.run(
        ["git", "ls-files", "*.html", "*.txt", "CHANGELOG.md", "demo/*.py"],  # noqa: S607
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.split()  # fmt: skip
    for name in names:
        text = (ROOT / name).read_text("utf-8")
        if "old_font" in text or "phông" in text or "TCVN" in text or "VnTime" in text:
            continue
        yield from text.splitlines()


def test_nothing_that_the_portal_says_is_taken_for_old():
    texts = {text for text in _vietnamese_of_the_portal() if not text.isascii()}
    assert len(texts) > 3_000
    assert [text for text in texts if read_old_font(text)] == []


@pytest.mark.parametrize(("table", "read"), [(TCVN3, from_tcvn3), (VNI, from_vni)])
def test_table_is_read_back(table, read):
    text = (
        "Chiều ngày 11/10/2024, sáu đơn vị ký kết giao ước; ông Đặng Thị Mỹ ở phường Bến Nghé, "
        "quận Tư, kể chuyện những người lính cũ: ăn ở, nghỉ ngơi, sẵn lòng giúp đỡ, ước gì, hữu hảo."
    )
    small = {new: old for old, new in table.items() if new not in "ìíĩòóịùú" or old != new}
    if read is from_vni:
        small |= {"í": "í", "ì": "ì"}
    typed = "".join(small.get(letter, letter) for letter in text)
    assert typed != text
    result = read_old_font(typed)
    assert result is not None
    assert result.after == text


def test_html_keeps_its_tags_and_reads_entities():
    result = read_old_font_html(
        '<p title="x">§éc <b>lËp</b> &amp; ng&shy;&ecirc;i <a href="/Hµ/">H¹nh phóc</a></p>'
    )
    assert result is not None
    assert result.after == (
        '<p title="x">Độc <b>lập</b> &amp; người <a href="/Hµ/">Hạnh phúc</a></p>'
    )


@pytest.mark.parametrize(
    ("clean", "typed", "kept"),
    [
        (clean_line, "  H\xad¬ng \u200b®\xada tin", "H\xad¬ng ®\xada tin"),
        (clean_name, "NguyÔn V¨n H\xad¬ng", "NguyÔn V¨n H\xad¬ng"),
        (clean_text, "®\xada tin\nH\xad¬ng", "®\xada tin\nH\xad¬ng"),
        (clean_html, "<p>®\xada &shy;íc</p>", "<p>®\xada \xadíc</p>"),
        (clean_line, "Cộng\xad hoà", "Cộng hoà"),
        (clean_html, "<p>so&shy;ft</p>", "<p>soft</p>"),
    ],
)
def test_cleaning_leaves_the_letter_that_looks_like_a_soft_hyphen(clean, typed, kept):
    assert clean(typed) == kept


@pytest.mark.parametrize(
    ("word", "is_one"),
    [
        ("nghĩa", True), ("nghóa", False), ("gì", True), ("gìn", True), ("giếng", True), ("quý", True),
        ("hoà", True), ("hòa", True), ("hoàn", True), ("hòan", False), ("khuỷu", True), ("hộc", True),
        ("hồc", False), ("ca", True), ("ka", False), ("kia", True), ("thuý", True), ("ngoằn", True),
        ("Ý", True), ("by", False), ("", False), ("x", False),
    ],
)  # fmt: skip
def test_syllables_are_recognised(word, is_one):
    assert is_syllable(word) is is_one


def test_long_text_without_a_space_is_read_at_once():
    assert read_old_font("ab@" * 200_000 + "µ") is None
    assert read_old_font_html("<" * 200_000 + "µ") is None


def test_scripts_have_the_same_tables():
    script = (ROOT / "static/js/writing/old-fonts.js").read_text("utf-8")
    pairs = "".join(re.findall(r'^  "([^"]+)"', script, re.MULTILINE)).replace("\\u00ad", "\xad")
    assert dict(zip(pairs[::2], pairs[1::2], strict=True)) == TCVN3
