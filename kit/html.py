"""Cleans rich text: allowed markup is kept, everything else is made harmless or dropped."""

import re
from collections import Counter
from html import unescape

import nh3

from kit.text import clean_text, drop_unseen_but_letters, nfc

_BLOCKS = {
    "p", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "hr", "figure", "figcaption",
    "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td",
}  # fmt: skip
TAGS = _BLOCKS | {"a", "br", "em", "img", "s", "strong", "sub", "sup", "u"}
ATTRIBUTES: dict[str, set[str]] = {
    "*": set(),  # said, or the library lets title and lang through everywhere
    "a": {"href", "title"},
    "figure": {"data-photo"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
SCHEMES = {"http", "https", "mailto", "tel"}

# Tags of old posts and office programs, with the current tag of the same meaning.
_RENAMED = {
    "b": "strong", "i": "em", "strike": "s", "del": "s", "ins": "u",
    "h1": "h2", "h5": "h4", "h6": "h4", "div": "p", "center": "p", "section": "p", "article": "p",
}  # fmt: skip
# Elements whose text is code or a fallback, not content.
_DROPPED_WITH_TEXT = {
    "script", "style", "template", "noscript", "iframe", "object", "svg", "math", "textarea",
    "select", "title", "head",
}  # fmt: skip
_WHOLE_NUMBERS = {"width", "height", "colspan", "rowspan", "start"}
_SCOPES = {"row", "col", "rowgroup", "colgroup"}
_MAX_DIGITS = 18  # of a photograph's number: what fits into the database's integers

# Deeper than any real text. A parser's work grows with the number of tags times their depth, so a
# megabyte of opening tags alone would keep a server busy for minutes.
MAX_DEPTH = 100
# Of one text with its marks: a book of 300 pages.
MAX_LENGTH = 1_000_000
_TAG_START = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]*)")
# Elements that are empty, or that the next of their kind closes: they don't nest in themselves.
_NEVER_NEST = {
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr", "p", "li", "dd", "dt", "td", "th", "tr", "tbody", "thead", "tfoot", "caption",
    "colgroup", "option", "optgroup", "a",
}  # fmt: skip

_RENAMED_TAG = re.compile(f"<(/?)({'|'.join(_RENAMED)})>")
_EMPTY_PARAGRAPH = re.compile(
    r"<(p|h2|h3|h4)>(?:\s|&nbsp;|<br>|</?(?:em|strong|s|sub|sup|u)>)*</\1>\s*"
)
_IMAGE = re.compile(r'<img((?:\s+[a-z]+="[^"]*")*)\s*/?>')
_PHOTO = re.compile(r'<figure data-photo="\d+">')
_FIGURE_EDGE = re.compile(r"<(/?)figure\b[^<>]*>")
_LINE_EDGE = re.compile(
    r"</?(?:p|h[1-6]|li|ul|ol|blockquote|figure|figcaption|table|caption|tr|div|br|hr)>"
)
_CELL_END = re.compile(r"</t[dh]>")
_TAG = re.compile(r"<[^<>]*>")


def clean_html(html: str) -> str:
    """NFC, allow-listed HTML: no style, class, script or handler, links only to safe schemes.

    `<figure data-photo="12"></figure>` stands for the post's photograph 12 and holds nothing: its
    picture and words are the photograph's own, wherever it is shown.
    """
    whole = flatten(nfc(drop_unseen_but_letters(html, is_html=True)))
    html = _photos_emptied(_sanitise(whole, TAGS | set(_RENAMED)))
    html = _RENAMED_TAG.sub(lambda tag: f"<{tag[1]}{_RENAMED[tag[2]]}>", html)
    # Parsed until it no longer changes: renaming can nest paragraphs, dropping one can empty another.
    for _ in range(4):
        before, html = (
            html,
            _without_empties(_sanitise(nfc(drop_unseen_but_letters(html, is_html=True)), TAGS)),
        )
        if html == before:
            break
    # Last, so that nothing above can undo the sanitising.
    return _sanitise(html, TAGS).strip()


def flatten(html: str) -> str:
    """Removes tags nested deeper than `MAX_DEPTH`, without losing text. To be done before any
    parsing of what came from elsewhere."""
    if html.count("<") <= MAX_DEPTH:
        return html
    kept: list[str] = []
    open_tags: Counter[str] = Counter()
    dropped: Counter[str] = Counter()
    end = depth = 0
    for tag in _TAG_START.finditer(html):
        closes, name = bool(tag[1]), tag[2].lower()
        if name in _NEVER_NEST:
            continue
        is_dropped = dropped[name] > 0 if closes else depth >= MAX_DEPTH
        if is_dropped:
            dropped[name] += -1 if closes else 1
            kept.append(html[end : tag.start()])
            after = html.find(">", tag.end())
            end = len(html) if after < 0 else after + 1
        elif not closes:
            open_tags[name] += 1
            depth += 1
        elif open_tags[name]:
            open_tags[name] -= 1
            depth -= 1
    return "".join([*kept, html[end:]])


def _photos_emptied(html: str) -> str:
    """Empties the figure of a photograph; nested figures are balanced by counting."""
    kept, end = [], 0
    for photo in _PHOTO.finditer(html):
        if photo.start() < end:
            continue
        kept += [html[end : photo.end()], "</figure>"]
        depth = 1
        for edge in _FIGURE_EDGE.finditer(html, photo.end()):
            depth += -1 if edge[1] else 1
            if not depth:
                end = edge.end()
                break
    return "".join([*kept, html[end:]])


def _without_empties(html: str) -> str:
    html = _IMAGE.sub(lambda image: image[0] if ' src="' in image[1] else "", html)
    return _EMPTY_PARAGRAPH.sub("", html)


def plain_text(html: str) -> str:
    """The text alone, for search, feeds and summaries: one line per block, entities decoded."""
    bare = nh3.clean(
        flatten(html),
        tags=_BLOCKS | {"br", "div", "h1", "h5", "h6"},
        attributes={},
        clean_content_tags=_DROPPED_WITH_TEXT,
        link_rel=None,
    )
    bare = _CELL_END.sub(" ", _LINE_EDGE.sub("\n", bare))
    text = clean_text(unescape(_TAG.sub("", bare)))
    return re.sub(r"\n{2,}", "\n", text)


def _sanitise(html: str, tags: set[str]) -> str:
    return nh3.clean(
        html,
        tags=tags,
        attributes=ATTRIBUTES,
        attribute_filter=_kept_value,
        clean_content_tags=_DROPPED_WITH_TEXT,
        url_schemes=SCHEMES,
        link_rel="noopener",
        strip_comments=True,
    )


def _kept_value(tag: str, attribute: str, value: str) -> str | None:
    """Limits numbers: a span of a million columns would hang the reader's browser."""
    if attribute in _WHOLE_NUMBERS:
        limit = 100 if attribute.endswith("span") else 10_000
        return value if value.isascii() and value.isdigit() and int(value) <= limit else None
    if attribute == "data-photo":
        fits = value.isascii() and value.isdigit() and len(value) <= _MAX_DIGITS
        return value if fits else None
    if attribute == "scope":
        return value if value in _SCOPES else None
    return value
