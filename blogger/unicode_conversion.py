"""Entries of the old blog that were typed for a font of before Unicode."""

from dataclasses import replace

from kit.old_fonts import OldText, read_old_font, read_old_font_html
from kit.text import clean_line

from .feed import Entry
from .html import shortened

READ = "Gõ bằng phông cũ: đã đổi sang chữ hiện nay, xin đọc lại"
LEFT = "Có vẻ gõ bằng phông cũ nên hiện sai chữ; khi nhập có thể chọn đổi sang chữ hiện nay"


def to_unicode(entry: Entry) -> tuple[Entry, str]:
    """The entry converted to Unicode with an example of the change; unchanged, with "", if it needs none."""
    old_texts: list[OldText] = []

    def read(text: str, *, is_html: bool = False) -> str:
        old = read_old_font_html(text) if is_html else read_old_font(text)
        if old:
            old_texts.append(old)
        return old.after if old else text

    fresh = replace(
        entry,
        title=read(entry.title),
        content=read(entry.content, is_html=entry.is_html),
        summary=read(entry.summary),
        author=read(entry.author),
        labels=[read(label) for label in entry.labels],
    )
    return (fresh, _example(old_texts[0])) if old_texts else (entry, "")


def _example(old: OldText) -> str:
    """An example of the conversion, from the first word that changes: "NguyÔn V¨n … → Nguyễn Văn …"."""
    at = next(
        (at for at, (a, b) in enumerate(zip(old.before, old.after, strict=False)) if a != b), 0
    )
    start = max(old.before.rfind(" ", 0, at), old.before.rfind(">", 0, at)) + 1
    return " → ".join(
        shortened(clean_line(side[start : start + 300].partition("<")[0]), 80)
        for side in (old.before, old.after)
    )
