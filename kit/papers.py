"""Conventions of official papers (Nghị định 30/2020/NĐ-CP): the signing title, line breaks."""

import re

# Kinds of administrative units, which precede the unit's name; longer ones first.
_KINDS = ("thành phố", "thị trấn", "thị xã", "đặc khu", "khu phố", "phường", "huyện", "quận", "tỉnh",
          "xã", "ấp")  # fmt: skip
# Kind and name stay on one line up to so many letters; of longer ones the name alone does.
WHOLE_UP_TO = 16
_MOST_OWN = 4  # words
_HARD = "\N{NO-BREAK SPACE}"


def signing_title(post: str) -> str:
    """The post as it signs. The issuer above says already of which association, so "Chủ tịch Hội"
    signs "Chủ tịch" (Phụ lục I). The board of a "Trưởng ban Xây dựng Hội" keeps its name."""
    head, _, last = post.rpartition(" ")
    presides = head.casefold().startswith(("chủ tịch", "phó chủ tịch"))
    return head if presides and last.casefold() == "hội" else post


def unbroken(name: str) -> str:
    """The name of a unit in which no proper name is cut at a line's end: not "Hồ Chí / Minh"."""
    return _joined(name.split())


def held_together(html: str) -> str:
    """A paper's HTML in which no line ends within what is read in one: a sum and its đ, a unit and
    its number, "nhân dân", "đồng chí" and the name, a rank, a day of a month, a telephone number."""
    parts = _TAG.split(html)
    # Text and tags take turns.
    parts[::2] = [_text_held(text) if text.strip() else text for text in parts[::2]]
    return "".join(parts)


_TAG = re.compile(r"(<[^>]*>)")
_HELD = [
    re.compile(pattern)
    for pattern in (
        r"(?<=\d) (?=(?:đ|đồng|nghìn|triệu|tỷ|tuổi|người)(?!\w))",
        r"(?i:(?<!\w)(?:ngày|tháng|năm|quý|số|điều|khoản|mục|tổ|trang|khóa|chi.hội)) (?=\d)",
        r"(?i:(?<!\w)(?:điều|mục|phần|khóa|cụm thi đua|chi.hội)) (?=[IVX]+(?!\w))",
        r"(?i:(?<=ngày.\d)|(?<=ngày.\d\d)) (?=tháng)",
        r"(?i:(?<!\w)đồng) (?=chí(?!\w))",
        # Before a tag, too: the name behind it is often set in bold.
        r"(?i:(?<!\w)đồng.chí) (?=[^\W\d_]|$)",
        r"(?i:(?<!\w)(?:đại|thượng|trung|thiếu)) (?=(?i:tướng|tá|úy|uý)(?!\w))",
        r"(?i:(?<!\w)(?:thượng|trung|hạ)) (?=(?i:sĩ|sỹ)(?!\w))",
        r"(?i:(?<!\w)(?:TM|KT|TL)\.) (?=\w)",
        # Words of two syllables in the names of every issuer.
        r"(?i:(?<!\w)công) (?=(?i:an)(?!\w))",
        r"(?i:(?<!\w)nhân) (?=(?i:dân)(?!\w))",
        r"(?i:(?<!\w)chi) (?=(?i:hội)(?!\w))",
        r"(?i:(?<!\w)ủy) (?=(?i:ban)(?!\w))",
        r"(?<=(?<!\d)0\d\d) (?=\d{4} \d{4}(?!\d))|(?<=(?<!\d)0\d{3}) (?=\d{3,4} \d{3}(?!\d))",
        r"(?<=\d\xa0\d{4}) (?=\d{3,4}(?!\d))|(?<=\d\xa0\d{3}) (?=\d{3}(?!\d))",
    )
]


_SPACES = re.compile(r"[ \t\r\n]+")  # a template breaks its lines where it likes


def _text_held(text: str) -> str:
    text = _joined(_SPACES.sub(" ", text).split(" "))
    for pattern in _HELD:
        text = pattern.sub(lambda match: match[0][:-1] + _HARD, text)
    return text


def _joined(words: list[str]) -> str:
    """Joins words with spaces, non-breaking where a line must not end."""
    joins = [" "] * len(words)
    place = 0
    while place < len(words):
        kind = len(_kind_at(words[place : place + 2]).split())
        own = _own_words(words, place + kind) if kind else 0
        if not own:
            place += 1
            continue
        end = place + kind + own
        joins[place : end - 1] = [_HARD] * (kind + own - 1)
        if len(" ".join(words[place:end])) > WHOLE_UP_TO:
            joins[place + kind - 1] = " "
        place = end
    return "".join(word + join for word, join in zip(words, joins, strict=True))[:-1]


def _own_words(words: list[str], start: int) -> int:
    """How many words from `start` form the unit's own name: "12", "Thạnh Mỹ Tây"."""
    count = 0
    for word in words[start : start + _MOST_OWN]:
        if not _is_proper(word):
            break
        count += 1
        if word[0].isdigit() or word[-1] in ",.;:)”":
            break
    return count


def _kind_at(words: list[str]) -> str:
    """The kind of unit at the beginning of these words; "" for none."""
    start = " ".join(words[:2]).casefold().lstrip("\n(“")
    return next((kind for kind in _KINDS if f"{start} ".startswith(f"{kind} ")), "")


def _is_proper(word: str) -> bool:
    """Whether it is part of a name: "Bình", "5", but not the kind of the next unit."""
    is_name = word[:1].isupper() or word[:1].isdigit()
    return is_name and word.casefold() not in (*_KINDS, "hội")  # "XÃ HỘI" is society
