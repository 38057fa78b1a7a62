"""Patterns of advertisements other than words: addresses, numbers, sums, names of gambling houses."""

import re

from .vocabulary import CHEAP_ENDS

ENDS = "|".join(
    sorted({"com", "net", "org", "vn", "io", "co", "ly", *CHEAP_ENDS}, key=len, reverse=True)
)
DOMAIN = re.compile(
    rf"(?<![\w@.-])(?:https?://)?(?P<host>(?:[a-z0-9_-]+\.)+(?P<end>{ENDS}))(?![\w@-])(?:/\S*)?"
)
SPACED_END = "|".join(
    r"\s?".join(end) for end in ("com", "net", "vip", "club", "xyz", "top", "win", "me")
)
# Each repetition is bounded: otherwise a long run of one character is scanned anew from each of them.
DISGUISED_DOMAIN = re.compile(
    rf"(?<!\w)[a-z0-9-]{{2,63}}"
    rf"(?:\s{{1,4}}\.\s{{0,4}}|\.\s{{1,4}}(?=(?:com|net|vip|club)(?!\w))"
    rf"|\s{{0,4}}\(?\s{{0,4}}(?:chấm|cham|dot)\s{{0,4}}\)?\s{{0,4}})"
    rf"(?:com|net|vip|club|xyz|top|win|me)(?!\w)"
    rf"|(?<!\w)(?:[a-z0-9]\s{{1,4}}){{2,30}}[a-z0-9]?\s{{0,4}}\.\s{{0,4}}(?:{SPACED_END})(?!\w)"
    rf"|(?<!\w)[a-z]{{2,5}}\s{{1,4}}(?:\d\s{{1,4}}){{2,12}}\.\s{{0,4}}(?:{SPACED_END})(?!\w)"
)
HANDLE = re.compile(r"(?<![\w@.])@[a-z0-9_]{4,}")
PHONE = r"(?:\+?84|[0o])(?:[\s.\-]{0,3}[\do]){8,9}(?!\d)"
ZALO_NUMBER = re.compile(rf"zalo\W{{0,4}}(?:em|thầy|số|mình|vip|pay)?\W{{0,4}}(?<!\d){PHONE}")
PLAIN_PHONE = re.compile(rf"(?<!\d){PHONE}")
BONUS = re.compile(
    r"(?:tặng|tang|thưởng|thuong|nạp|nap|\+|code|có|free)\W{0,3}(?:ngay|liền|thêm|miễn phí|lại)?\W{0,2}"
    r"(?<!\d)\d[\d.,]{0,4}\s?(?:k|tr|củ|%|\$)(?!\w)"
    r"|(?:nạp|nap)\W{1,2}\d{1,9}k?\W{1,2}(?:tặng|tang|chơi|x2)"
    r"|1\s(?:ăn|an|đổi|doi)\s\d"
    r"|(?:win|thắng|trúng|chuẩn|tỉ lệ thắng|tỷ lệ thắng)\W{0,3}(?:100|9\d)\s?%|9\d%\W{1,3}(?:thắng|win|tỉ lệ thắng)"
    r"|(?<!\w)x2(?!\w)|(?<!\d)\d{1,9}k\W?(?:trải nghiệm|chơi thử|miễn phí)"
)
# Promised returns per day or month; a return per year may be a bank's.
RETURN = re.compile(
    r"(?<!\d)\d{1,3}(?:[.,]\d{1,2})?\s?%\s?(?:/|một|mỗi|trên|mot|moi)?\s?(?:ngày|tháng|ngay|thang|giờ)(?!\w)"
)
WAGE = re.compile(
    r"(?<!\d)\d{1,3}(?:[.,]\d{1,3})?\s?(?:k|nghìn|nghin|ngàn|triệu|trieu|tr)\s?(?:/|một|mỗi|mot|moi)\s?"
    r"(?:ngày|tháng|tuần|ngay|thang|tuan|đơn)(?!\w)"
)
HOUSE = re.compile(
    r"(?<![\w.])(?!darwin|edwin|goodwin|baldwin|alphabet|youtube)[a-z]{2,5}(?:win|bet|club)(?![\w.])"
)
BRAND = re.compile(r"(?<![\w.])(?=[a-z0-9]*\d{2})(?=[a-z0-9]*[a-z]{2})[a-z0-9]{4,16}(?![\w.])")
LATIN = re.compile(r"[a-z\u00df-\u024f\u1e00-\u1eff]")
# "Không lừa đảo" is no warning.
PRAISE = re.compile(r"(?:không|khong|chả|k|ko)\W{1,3}(?:lừa đảo|lua dao|sợ bị bắt|lo bị bắt)")
