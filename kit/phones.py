"""Vietnamese telephone numbers as people type and read them."""

import re
import unicodedata

from django.utils.html import format_html
from django.utils.safestring import SafeString

from kit.text import nfc

_OLD_MOBILE = {
    "0162": "032", "0163": "033", "0164": "034", "0165": "035", "0166": "036", "0167": "037",
    "0168": "038", "0169": "039", "0120": "070", "0121": "079", "0122": "077", "0126": "076",
    "0128": "078", "0123": "083", "0124": "084", "0125": "085", "0127": "081", "0129": "082",
    "0186": "056", "0188": "058", "0199": "059",
}  # fmt: skip
_SEPARATORS = re.compile(r"[\s.()\-–/]+")


def phone_digits(text: str) -> str:
    """Only figures, the country's code as 0; "" where something else than a number stands."""
    plain = _SEPARATORS.sub("", unicodedata.normalize("NFKC", nfc(text)))
    if plain.startswith("+84"):
        plain = f"0{plain[3:].removeprefix('0')}"
    elif plain.startswith("84") and len(plain) == 11:
        plain = f"0{plain[2:]}"
    return plain if plain.isascii() and plain.isdigit() else ""


def phone_link(text: str) -> SafeString:
    """The number, dialled by a touch; anything that is no number stays plain text."""
    digits = phone_digits(text)
    if not digits:
        return format_html("{}", text)
    return format_html('<a href="tel:{}">{}</a>', digits, text)


def grouped_phone(text: str) -> str:
    """0912 345 678, 028 3841 2345. ValueError says what is wrong with the number."""
    digits = phone_digits(text)
    if not digits:
        raise ValueError(f"“{text.strip()[:40]}” không phải là số điện thoại: chỉ nhập chữ số.")
    if len(digits) == 11 and digits[:4] in _OLD_MOBILE:
        raise ValueError(
            f"Đầu số {digits[:4]} đã đổi thành {_OLD_MOBILE[digits[:4]]} từ năm 2018. "
            f"Số mới có lẽ là {_grouped(_OLD_MOBILE[digits[:4]] + digits[4:])}."
        )
    if not digits.startswith("0"):
        raise ValueError("Số điện thoại phải bắt đầu bằng 0, kèm mã vùng với máy bàn.")
    wanted = 11 if digits.startswith("02") else 10
    if len(digits) != wanted:
        raise ValueError(
            f"Số điện thoại này có {len(digits)} chữ số; cần {wanted} chữ số, ví dụ "
            + ("028 3841 2345." if wanted == 11 else "0912 345 678.")
        )
    return _grouped(digits)


def _grouped(digits: str) -> str:
    if digits.startswith("02"):
        area = 3 if digits.startswith(("024", "028")) else 4
        rest = digits[area:]
        return f"{digits[:area]} {rest[:4]} {rest[4:]}"
    return f"{digits[:4]} {digits[4:7]} {digits[7:]}"
