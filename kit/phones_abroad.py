"""Telephone numbers of other countries (ITU-T E.164): country code and the subscriber's number.

Members' children, and some members, live abroad. The numbering plans of the countries where most of
them do are known here by their lengths; of other countries only that the code is given out.
"""

import re

# Country codes that the ITU has given out.
_CODES = re.compile(
    r"1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]"
    r"|2(?:1[1-368]|[2-689]\d)|3(?:5\d|7[0-8]|8[0-35-79])|42[013]|50\d|59\d|6(?:7[02-9]|8\d|9[0-2])"
    r"|8(?:50|52|53|55|56|80|86)|9(?:6[0-8]|7[0-7]|9[2-68])",
    re.ASCII,
)
# What follows the code there: the whole number, without the 0 that is dialled within the country.
_PLANS = {
    "1": r"[2-9]\d\d[2-9]\d{6}",  # United States, Canada
    "7": r"\d{10}",  # Russia
    "32": r"\d{8,9}", "33": r"[1-9]\d{8}", "41": r"\d{9}", "44": r"[1-9]\d{8,9}", "45": r"\d{8}",
    "46": r"\d{7,10}", "47": r"\d{8}", "48": r"\d{9}", "49": r"[1-9]\d{5,12}", "420": r"\d{9}",
    "36": r"\d{8,9}", "31": r"\d{9}", "61": r"[2-478]\d{8}", "64": r"\d{8,10}",
    "65": r"[3689]\d{7}", "66": r"\d{8,9}", "60": r"\d{8,10}", "81": r"\d{9,10}",
    "82": r"\d{8,10}", "86": r"\d{10,11}", "852": r"\d{8}", "855": r"\d{8,9}", "856": r"\d{8,10}",
    "886": r"\d{8,9}",
}  # fmt: skip
_NO_TRUNK = ("1", "7", "39")  # where a first 0 is of the number, or there is none
LEAST, MOST = 8, 15  # figures of a whole number; E.164 allows 15
_PREFIX = re.compile(r"^\s*\(?\s*(?:\+|00(?=[\s.\-()]*[1-9]))[\s.\-()]*", re.ASCII)
_TRUNK = re.compile(r"\(\s*0\s*\)")
_EXAMPLE = "Số ở nước ngoài ghi dấu +, mã nước rồi đến số, ví dụ +1 714 555 1234."


def split_code(digits: str) -> tuple[str, str] | None:
    """The country's code and the rest of "17145551234"; None where no country has such a code."""
    # No code is the beginning of another.
    code = next((digits[:n] for n in (1, 2, 3) if _CODES.fullmatch(digits[:n])), None)
    if code is None or code == "84":
        return None
    rest = digits[len(code) :]
    return code, rest if code in _NO_TRUNK else rest.removeprefix("0")


def abroad(text: str) -> str:
    """ "+17145551234" of "+1 (714) 555-1234" or "00 1 714 …"; "" for what is no such number."""
    prefix = _PREFIX.match(text)
    if prefix is None:
        return ""
    digits = re.sub(r"[\s.()\-–/]+", "", _TRUNK.sub("", text[prefix.end() :]))
    if not (digits.isascii() and digits.isdigit()):
        return ""
    if "+" not in prefix[0] and len(digits) < LEAST:
        return ""  # "00268" is asked for as the end of a card's number
    split = split_code(digits)
    return f"+{''.join(split)}" if split else ""


def refuse_implausible(number: str) -> None:
    """Raises ValueError with a message if that country can have no such number."""
    code, rest = split_code(number[1:]) or ("", "")
    plan = _PLANS.get(code, r"\d+")
    if not LEAST <= len(number) - 1 <= MOST or not re.fullmatch(plan, rest, re.ASCII):
        shown = grouped_abroad(number)
        raise ValueError(f"Ở nước có mã +{code} không có số nào như {shown}. {_EXAMPLE}")


def grouped_abroad(number: str) -> str:
    """+1 714 555 1234; +61 412 345 678; +65 6123 4567."""
    code, rest = split_code(number[1:]) or ("", number[1:])
    groups = [rest[:4], rest[4:]] if len(rest) == 8 else []
    while not groups or len(groups[-1]) > 4:
        last = groups.pop() if groups else rest
        groups += [last[:3], last[3:]] if len(last) > 4 else [last]
    return " ".join([f"+{code}", *filter(None, groups)])
