"""Telephone numbers as people type and read them: Vietnamese ones, also old ones, and foreign ones.

The tables are those of the Ministry's two changes: area codes in 2017 (three phases, all of which
now begin with 02) and mobiles of eleven figures in 2018. Both kept the subscriber's own number, so
an old one is read as what it has become.
"""

import re
import unicodedata
from collections.abc import Iterable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from kit.phones_abroad import abroad, grouped_abroad, refuse_implausible
from kit.text import nfc

_OLD_MOBILE = {
    "0162": "032", "0163": "033", "0164": "034", "0165": "035", "0166": "036", "0167": "037",
    "0168": "038", "0169": "039", "0120": "070", "0121": "079", "0122": "077", "0126": "076",
    "0128": "078", "0123": "083", "0124": "084", "0125": "085", "0127": "081", "0129": "082",
    "0186": "056", "0188": "058", "0199": "059",
}  # fmt: skip
_OLD_AREA = {
    "04": "024", "08": "028",
    "020": "0214", "022": "0212", "025": "0205", "026": "0206", "027": "0207", "029": "0216",
    "030": "0229", "031": "0225", "033": "0203", "036": "0227", "037": "0237", "038": "0238",
    "039": "0239", "052": "0232", "053": "0233", "054": "0234", "055": "0255", "056": "0256",
    "057": "0257", "058": "0258", "059": "0269", "060": "0260", "061": "0251", "062": "0252",
    "063": "0263", "064": "0254", "066": "0276", "067": "0277", "068": "0259", "070": "0270",
    "072": "0272", "073": "0273", "074": "0294", "075": "0275", "076": "0296", "077": "0297",
    "079": "0299",
    "0230": "0215", "0231": "0213", "0240": "0204", "0241": "0222", "0280": "0208",
    "0281": "0209", "0320": "0220", "0321": "0221", "0350": "0228", "0351": "0226",
    "0500": "0262", "0501": "0261", "0510": "0235", "0511": "0236", "0650": "0274",
    "0651": "0271", "0710": "0292", "0711": "0293", "0780": "0290", "0781": "0291",
}  # fmt: skip
_UNCHANGED_AREAS = ("0210", "0211", "0218", "0219")
_AREAS = {*_OLD_AREA.values(), *_UNCHANGED_AREAS}
_MOBILE = re.compile(r"0(?:3[2-9]|5[2-9]|7[06-9]|8[1-9]|9\d)\d{7}", re.ASCII)
# Which numbers an area gives, without its code.
_BIG_AREAS, _IN_BIG_AREA, _IN_AREA = ("024", "028"), r"[2-9]\d{7}", r"[2-9]\d{6}"

_SEPARATORS = re.compile(r"[\s.()\-–/]+")
_OURS = re.compile(
    r"^\s*\(?\s*(?:\+|00)[\s.\-]*84\s*\)?[\s.\-]*(?:\(0\)|0)?[\s.\-]*|^\s*84(?=[\s.\-]|\d{9,10}$)"
)
_BETWEEN = re.compile(r"\s*(?:[,;\n]|\bhoặc\b|\bvà\b|\s/\s|\s-\s)\s*", re.IGNORECASE)
_LABEL = re.compile(r"^\s*(?:đt|đtdđ|dđ|tel|sđt|zalo|nhà|nr|cq)\s*[:.]?\s*", re.IGNORECASE)
_THREE_AND_SEVEN = re.compile(r"\s*(0\d\d)[\s.\-–](\d{7})\s*", re.ASCII)
_AREA_APART = re.compile(r"\s*(?:\((0\d{1,3})\)|(0[48])(?=[\s.\-–]))")
MOST = 2  # numbers that a card's box holds


def phone_digits(text: str) -> str:
    """Only figures, our country's code as 0, that of another behind a "+"; "" where something else
    than a number stands."""
    text = unicodedata.normalize("NFKC", nfc(text))
    if number := abroad(text):
        return number
    plain = _SEPARATORS.sub("", _OURS.sub("0", text))
    return plain if plain.isascii() and plain.isdigit() else ""


def phone_numbers(text: str) -> list[str]:
    """The figures of each number in a box, old ones as today's; [] where something else stands."""
    numbers = [phone_digits(part) for part in _parts(text)]
    if not all(numbers):
        return []
    try:
        return [_todays(part, text) for part in _parts(text)]
    except ValueError:  # typed by halves, or kept from before numbers were checked
        return numbers


def phone_link(text: str) -> SafeString:
    """Each number as a link that dials today's number; other text stays plain."""
    numbers = phone_numbers(text)
    if not numbers:
        return format_html("{}", text)
    links = zip(numbers, _parts(text), strict=True)
    return format_html_join(", ", '<a href="tel:{}">{}</a>', links)


def grouped_phone(text: str) -> str:
    """0912 345 678; 028 3841 2345; +1 714 555 1234; two as "0912 345 678, 028 3841 2345".

    Old numbers become today's: (08) 38412345 is 028 3841 2345, 0168 345 6789 is 0383 456 789.
    ValueError says what is wrong with the number.
    """
    parts = _parts(text)
    if len(parts) > MOST:
        raise ValueError("Ô này ghi nhiều nhất hai số; số khác ghi ở ô Ghi chú.")
    numbers = [_grouped(_todays(part, text)) for part in parts]
    if not numbers:
        raise ValueError(_no_number(text))
    return ", ".join(dict.fromkeys(numbers))


def _parts(text: str) -> list[str]:
    """Splits the text into single numbers, separated by a comma, "hoặc" or a slash."""
    plain = unicodedata.normalize("NFKC", nfc(text))
    parts = [_LABEL.sub("", part) for part in _BETWEEN.split(plain)]
    parts = [part.strip() for part in parts if part.strip()]
    return [half for part in parts for half in _halves(part)]


# One number has eleven figures at most, with its country twelve; more than this are two.
ONE_NUMBER = 13


def _halves(part: str) -> Iterable[str]:
    """ "0912345678/02838412345" is two; "0912/345/678" one."""
    sides = part.split("/")
    whole = [phone_digits(side) for side in sides]
    return sides if len(sides) > 1 and all(len(side) >= 10 for side in whole) else [part]


def _no_number(text: str) -> str:
    return (
        f"“{text.strip()[:40]}” không phải là số điện thoại: chỉ nhập chữ số. Hai số thì cách nhau "
        "bằng dấu phẩy; số của ai thì ghi ở ô khác."
    )


def _todays(part: str, text: str) -> str:
    """The digits of one number under today's numbering plan. ValueError if it is not a number."""
    digits = phone_digits(part)
    if not digits:
        raise ValueError(_no_number(text))
    if digits.startswith("+"):
        refuse_implausible(digits)
        return digits
    if not digits.startswith("0"):
        raise ValueError(
            "Số điện thoại phải bắt đầu bằng 0, kèm mã vùng với máy bàn; số ở nước ngoài bắt đầu "
            "bằng dấu + và mã nước, ví dụ +1 714 555 1234."
        )
    apart = _AREA_APART.match(_OURS.sub("0", part))
    area = next(filter(None, apart.groups()), "") if apart else ""
    if area and _is_landline(digits, area):
        return _OLD_AREA.get(area, area) + digits[len(area) :]
    _ask_which(part)
    if _MOBILE.fullmatch(digits) or _is_todays_landline(digits):
        return digits
    if len(digits) == 11 and digits[:4] in _OLD_MOBILE:
        return _OLD_MOBILE[digits[:4]] + digits[4:]
    for length in (4, 3, 2):
        if digits[:length] in _OLD_AREA and _is_landline(digits, digits[:length]):
            return _OLD_AREA[digits[:length]] + digits[length:]
    raise ValueError(_why_not(digits))


def _is_landline(digits: str, area: str) -> bool:
    """Eight figures in Hà Nội and Thành phố Hồ Chí Minh, seven elsewhere; none begins with 0, 1."""
    if area not in _OLD_AREA and area not in _AREAS:
        return False
    given = _IN_BIG_AREA if _OLD_AREA.get(area, area) in _BIG_AREAS else _IN_AREA
    return re.fullmatch(given, digits[len(area) :], re.ASCII) is not None


def _ask_which(part: str) -> None:
    """ValueError for "038 3841234": a mobile, or a landline with its old code."""
    apart = _THREE_AND_SEVEN.fullmatch(part)
    if apart is None or apart[1] not in _OLD_AREA or not _MOBILE.fullmatch(apart[1] + apart[2]):
        return
    if re.fullmatch(_IN_AREA, apart[2], re.ASCII):
        landline, mobile = _OLD_AREA[apart[1]] + apart[2], apart[1] + apart[2]
        raise ValueError(
            f"“{part}” là di động {_grouped(mobile)}, hay máy bàn theo mã vùng cũ, nay là "
            f"{_grouped(landline)}? Hãy ghi lại theo một trong hai cách."
        )


def _is_todays_landline(digits: str) -> bool:
    return any(digits[:n] in _AREAS and _is_landline(digits, digits[:n]) for n in (3, 4))


def _why_not(digits: str) -> str:
    wanted = 11 if digits.startswith("02") else 10
    if len(digits) > ONE_NUMBER:
        return (
            "Có vẻ đây là hai số điện thoại: hãy ghi cách nhau bằng dấu phẩy, mỗi số đủ mã vùng, ví "
            "dụ 0912 345 678, 028 3841 2345."
        )
    if len(digits) != wanted:
        return f"Số điện thoại này có {len(digits)} chữ số; cần {wanted} chữ số, ví dụ " + (
            "028 3841 2345." if wanted == 11 else "0912 345 678."
        )
    return (
        f"Không có đầu số nào như trong số điện thoại {_grouped(digits)}. Di động bắt đầu bằng 03, "
        "05, 07, 08, 09; máy bàn bắt đầu bằng 02, ví dụ 028 3841 2345."
    )


def _grouped(digits: str) -> str:
    if digits.startswith("+"):
        return grouped_abroad(digits)
    if digits.startswith("02"):
        area = 3 if digits.startswith(("024", "028")) else 4
        rest = digits[area:]
        return f"{digits[:area]} {rest[:4]} {rest[4:]}"
    return f"{digits[:4]} {digits[4:7]} {digits[7:]}"
