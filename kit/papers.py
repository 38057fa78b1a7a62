"""How official papers write things (Nghị định 30/2020/NĐ-CP): who signs, where a name may break."""

# What comes before an administrative unit's own name, the longer first.
_KINDS = ("thành phố", "thị trấn", "thị xã", "đặc khu", "khu phố", "phường", "huyện", "quận", "tỉnh",
          "xã", "ấp")  # fmt: skip
# Kind and name stay on one line up to so many letters; of longer ones the name alone does.
WHOLE_UP_TO = 16
_HARD = "\N{NO-BREAK SPACE}"


def signing_title(post: str) -> str:
    """The post as it signs. The issuer above says already of which association, so "Chủ tịch Hội"
    signs "Chủ tịch" (Phụ lục I). The board of a "Trưởng ban Xây dựng Hội" keeps its name."""
    head, _, last = post.rpartition(" ")
    presides = head.casefold().startswith(("chủ tịch", "phó chủ tịch"))
    return head if presides and last.casefold() == "hội" else post


def unbroken(name: str) -> str:
    """The name of a unit in which no proper name is cut at a line's end: not "Hồ Chí / Minh"."""
    words = name.split()
    written: list[str] = []
    while words:
        kind = _kind_at(words)
        count = len(kind.split())
        while kind and count < len(words) and _is_proper(words[count]):
            count += 1
        own = words[len(kind.split()) : count]
        if not own:
            written.append(words.pop(0))
            continue
        whole = len(kind) + len(" ".join(own)) < WHOLE_UP_TO
        parts = [_HARD.join(words[: len(kind.split())]), _HARD.join(own)]
        written.append((_HARD if whole else " ").join(parts))
        del words[:count]
    return " ".join(written)


def _kind_at(words: list[str]) -> str:
    """The kind of unit that these words begin with; "" for none."""
    start = " ".join(words[:2]).casefold()
    return next((kind for kind in _KINDS if f"{start} ".startswith(f"{kind} ")), "")


def _is_proper(word: str) -> bool:
    """Whether it is part of a name: "Bình", "5", but not the kind of the next unit."""
    return (word[0].isupper() or word[0].isdigit()) and word.casefold() not in _KINDS
