"""A blog's markup made ours: paragraphs from line breaks, pictures with their captions, the lead.

nh3 parses what browsers would and writes it down regularly, so that ElementTree can read it. What
comes out goes through `clean_html` like anything an editor types.
"""

import base64
import binascii
import re
from dataclasses import dataclass, field
from html import escape
from urllib.parse import parse_qs, unquote, urlsplit
from xml.etree.ElementTree import Element, ParseError, fromstring

import nh3

from kit.html import clean_html, flatten, plain_text
from kit.text import clean_line, drop_unseen_but_letters, fold

LEAD_LENGTH = 600
SIGNATURE_LENGTH = 60
CAPTION_LENGTH = 300
CREDIT_LENGTH = 60
ALT_LENGTH = 200
MAX_DEPTH = 150  # beyond that somebody wants to see us fall
MAX_OPEN = 8  # a word is bold and in a link; more in one another mean nothing
SHORT = 120  # longer than any of the page's own words, and its tags

# Labels of Blogger's own page that were copied into posts together with the text.
_PAGE_FURNITURE = {
    fold(text)
    for text in (
        "Không có nhận xét nào:", "Không có nhận xét nào", "Đăng nhận xét", "Bài đăng Mới hơn",
        "Bài đăng Cũ hơn", "Trang chủ", "Đăng ký: Đăng Nhận xét (Atom)", "Chia sẻ lên Facebook",
        "No comments:", "Post a Comment",
    )
}  # fmt: skip
_INLINE = {"a", "em", "strong", "s", "sub", "sup", "u", "b", "i", "strike", "del", "ins"}
_KEPT = {
    "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "hr", "table", "caption",
    "thead", "tbody", "tfoot", "tr", "th", "td",
}  # fmt: skip
_BOXES = {"p", "div", "center", "section", "article", "figure", "figcaption"}
_TAGS = _INLINE | _KEPT | _BOXES | {"br", "img", "iframe", "span"}
_ATTRIBUTES: dict[str, set[str]] = {
    "*": {"class"},
    "a": {"href", "title"},
    "img": {"src", "alt", "title", "width", "height"},
    "iframe": {"src"},
    "ol": {"start"},
    "td": {"class", "colspan", "rowspan"},
    "th": {"class", "colspan", "rowspan", "scope"},
}
_DROPPED = {
    "script", "style", "template", "noscript", "object", "svg", "math", "textarea", "select",
    "title", "head",
}  # fmt: skip
_VOID = re.compile(r"<(br|hr|img)((?:\s+[a-z]+=\"[^\"]*\")*)\s*>")
_ANY_TAG = re.compile(r"<(/?)[a-z][^<>]*?(/?)>")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff\ue000-\uf8ff]")
_MARK = re.compile("<p>\ue000([0-9]+)\ue001</p>")
# After a full stop or a bracket, or with a capital: "Bức ảnh: hay" credits nobody.
_CREDIT = re.compile(
    r"^(?P<caption>.*?)(?:^|(?<=[(\[|–—.,;/-])\s*|\s+(?=[ẢN]))"
    r"(?i:ảnh(?:\s+chụp)?|nguồn(?:\s+ảnh)?)\s*:\s*(?P<credit>[^()\[\]|:]{1,60}?)[\s)\]|.]*$",
    re.DOTALL,
)
_BYLINE = re.compile(r"^(?:tin|bài)(?:\s*(?:,|và|-)?\s*ảnh)?\s*:\s*", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.!?…])\s+(?=[^\W\d_])")
_PICTURE_LINK = re.compile(r"\.(?:jpe?g|png|gif|webp|bmp)$|/s\d+(?:-[a-z0-9-]+)?/|=s\d+", re.I)
_SIZE = re.compile(r"/(?:s\d+|w\d+-h\d+)(?:-[a-z0-9-]+)?/")
_SIZE_AT_END = re.compile(r"=(?:s\d+|w\d+)(?:-[a-z0-9-]+)*$")
_DATA = re.compile(r"data:image/[a-z+]+;base64,", re.I)
_TRACKERS = ("feedburner.com", "doubleclick.net", "google-analytics.com", "blogger.com/tracker")


@dataclass(slots=True)
class OldPicture:
    """A picture of the blog. `addresses`: the link to the large size before the small one."""

    addresses: list[str]
    alt: str = ""
    caption: str = ""
    credit: str = ""
    rest: str = ""  # of a caption too long for one

    @property
    def data(self) -> bytes:
        """The bytes of a picture that stands in the text itself."""
        for address in self.addresses:
            if match := _DATA.match(address):
                try:
                    return base64.b64decode(unquote(address[match.end() :]), validate=False)
                except (binascii.Error, ValueError):
                    return b""
        return b""

    @property
    def key(self) -> str:
        """By which the same picture is known again."""
        return self.addresses[-1] if self.addresses else ""

    @property
    def link(self) -> str:
        """The picture's web address; "" for a picture embedded in the text."""
        links = [a for a in self.addresses if a.startswith(("http://", "https://"))]
        return full_size(links[0]) if links else ""


@dataclass(slots=True)
class ConvertedPost:
    """The converted text of a post; `body` has a mark for each picture: see `with_figures`."""

    body: str
    pictures: list[OldPicture] = field(default_factory=list)
    videos: list[str] = field(default_factory=list)
    lead: str = ""
    signature: str = ""
    is_regular: bool = True  # False: too broken to find the pictures in


def full_size(address: str) -> str:
    """The address of the same picture in its original size, if Blogger's address names a size."""
    if "blogspot.com" not in address and "googleusercontent.com" not in address:
        return address
    if _SIZE.search(address):
        return _SIZE.sub("/s0/", address, count=1)
    return _SIZE_AT_END.sub("=s0", address)


def host_of(address: str) -> str:
    """The blog that an address is on: one name for all the countries that blogspot answers in."""
    try:
        host = (urlsplit(address if "//" in address else f"//{address}").hostname or "").lower()
    except ValueError:
        return ""
    return re.sub(r"\.blogspot\.[a-z.]+$", ".blogspot", host.removeprefix("www."))


def local_link(href: str, hosts: frozenset[str]) -> str:
    """The path alone of a link to the old blog, which `OldAddress` leads on."""
    if not hosts or not href.startswith(("http://", "https://")) or host_of(href) not in hosts:
        return href
    parts = urlsplit(href)
    return (parts.path or "/") + (f"#{parts.fragment}" if parts.fragment else "")


def split_credit(text: str) -> tuple[str, str]:
    """ "Ký kết. (Ảnh: MD) |" → "Ký kết.", "MD"; the second is empty where nobody is named."""
    text = clean_line(text).rstrip(" |")
    match = _CREDIT.match(text)
    if not match:
        return text, ""
    return match["caption"].rstrip(" ([|–—-"), match["credit"].strip(" .")


def old_text(
    html: str,
    *,
    is_page: bool = False,
    has_lead: bool = False,
    hosts: frozenset[str] = frozenset(),
) -> ConvertedPost:
    """Converts to our markup, with pictures separated; for a post also the signature and a missing lead.

    Links to one of the hosts (see `host_of`), the old blog's own, lose it: they go on from here.
    """
    tree = _tree(html)
    if tree is None:
        return ConvertedPost(clean_html(html), is_regular=False)
    flow = _Flow(hosts)
    flow.walk(tree)
    flow.flush()
    blocks = _without_page_furniture(_with_captions(flow.blocks, flow.pictures))
    text = ConvertedPost("", flow.pictures, flow.videos)
    if not is_page:
        text.signature = _take_signature(blocks)
        text.lead = "" if has_lead else _take_lead(blocks)
    text.body = clean_html("".join(blocks))
    return text


def with_figures(body: str, figures: dict[int, str]) -> str:
    """The body with each picture's mark replaced by its figure, or by what stands for it."""
    return _MARK.sub(lambda mark: figures.get(int(mark[1]), ""), body)


def picture_link(picture: OldPicture) -> str:
    """The replacement for a picture not available: a link, as a broken picture shows nothing."""
    text = picture.caption or picture.alt
    label = escape(f"Xem ảnh trên trang cũ{': ' + text if text else ''}")
    if picture.credit:
        label += escape(f" (Ảnh: {picture.credit})")
    if not picture.link:
        return f"<p>{escape(text)}</p>" if text else ""
    return f'<p><a href="{escape(picture.link)}" rel="noopener">{label}</a></p>'


def first_line(body: str, limit: int) -> str:
    """The beginning of the text, at most so many characters, cut between words."""
    return shortened(" ".join(plain_text(_MARK.sub("", body)).split()), limit)


def shortened(text: str, limit: int) -> str:
    if len(text) <= limit:
        return text
    return text[: limit - 1].rpartition(" ")[0].rstrip(" ,;:–-") + "…"


# --- Reading ----------------------------------------------------------------------------------


def _tree(html: str) -> Element | None:
    html = _NOT_XML.sub(" ", drop_unseen_but_letters(html, is_html=True))
    regular = nh3.clean(
        flatten(html),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=_xml_value,
        clean_content_tags=_DROPPED,
        url_schemes={"http", "https", "mailto", "tel", "data"},
        link_rel=None,
    )
    regular = _VOID.sub(r"<\1\2/>", regular).replace("&nbsp;", "\xa0")
    if _depth(regular) > MAX_DEPTH:
        return None
    try:
        return fromstring(f"<div>{regular}</div>")  # noqa: S314 - no document type can stand in there
    except ParseError:
        return None


def _depth(regular: str) -> int:
    """The nesting depth of elements."""
    depth = deepest = 0
    for tag in _ANY_TAG.finditer(regular):
        if tag[1]:
            depth -= 1
        elif not tag[2]:
            depth += 1
            deepest = max(deepest, depth)
    return deepest


def _xml_value(tag: str, attribute: str, value: str) -> str:
    """HTML lets angle brackets stand in values, XML doesn't."""
    return value.replace("<", "%3C" if attribute in {"href", "src"} else "‹")


class _Flow:
    """Walks the tree and writes flat blocks; an open bold or link goes on behind a picture."""

    def __init__(self, hosts: frozenset[str]) -> None:
        self.hosts = hosts
        self.blocks: list[str] = []
        self.pictures: list[OldPicture] = []
        self.videos: list[str] = []
        self._line: list[str] = []
        self._open: list[tuple[str, str]] = []  # tag, the whole start tag
        self._breaks = 0

    def walk(self, element: Element) -> None:
        self._text(element.text)
        for child in element:
            self._child(child)
            self._text(child.tail)

    def flush(self) -> None:
        """Ends the paragraph; what was open is closed and opened again in the next."""
        inside = "".join(self._line)
        if re.sub(r"<[^>]*>|\s|&nbsp;", "", inside):
            inside = re.sub(r"^(?:\s|<br>)+|(?:\s|<br>)+$", "", inside)
            ends = "".join(f"</{tag}>" for tag, _ in reversed(self._open))
            self.blocks.append(f"<p>{inside}{ends}</p>")
        self._line = [start for _, start in self._open]
        self._breaks = 0

    def _text(self, text: str | None) -> None:
        if not text:
            return
        if text.strip(" \t\r\n\xa0"):
            self._breaks = 0
            self._line.append(escape(text, quote=False).replace("\n", " "))
        elif self._line and not self._breaks:
            self._line.append(" ")

    def _child(self, element: Element) -> None:
        tag = element.tag
        if tag == "br":
            self._break()
        elif tag == "img":
            self._picture([element.get("src", "")], element)
        elif tag == "iframe":
            self._video(element.get("src", ""))
        elif _is_frame(element):
            self._captioned(element)
        elif tag == "a" and (image := _only_image(element)) is not None:
            self._linked(element, image)
        elif tag in _INLINE:
            self._inline(element)
        elif tag in _KEPT:
            self._block(element)
        elif tag == "span":
            self.walk(element)
        else:
            self.flush()
            self.walk(element)
            self.flush()

    def _break(self) -> None:
        """Two line breaks are a paragraph's end, however many there are."""
        self._breaks += 1
        if self._breaks == 1:
            self._line.append("<br>")
        else:
            self.flush()
            self._breaks = 1

    def _inline(self, element: Element) -> None:
        start = f"<{element.tag}>"
        if len(self._open) >= MAX_OPEN:
            self.walk(element)
            return
        if element.tag == "a":
            href = element.get("href", "")
            if not href or href.startswith("data:"):
                self.walk(element)
                return
            start = f'<a href="{escape(self._local(href))}">'
        self._line.append(start)
        self._open.append((element.tag, start))
        self.walk(element)
        self._open.pop()
        self._line.append(f"</{element.tag}>")

    def _block(self, element: Element) -> None:
        """Kept with all its inside; pictures in it stand behind it, since our figures are blocks."""
        if element.tag == "table" and len(element.findall(".//td")) == 1:
            self.flush()  # a frame around a picture or text, no table
            for cell in element.iter("td"):
                self.walk(cell)
            self.flush()
            return
        self.flush()
        kept = self._open
        self._open = []
        inside = _Flow(self.hosts)
        inside.pictures, inside.videos = self.pictures, self.videos
        html = _kept_html(element, inside)
        if element.tag == "hr" or re.sub(r"<[^>]*>|\s|&nbsp;", "", html):
            self.blocks.append(html)
        self.blocks += inside.blocks
        self._open = kept
        self._line = [start for _, start in kept]

    def _local(self, href: str) -> str:
        return local_link(href, self.hosts)

    def _picture(
        self, addresses: list[str], image: Element, caption: str = "", credit: str = ""
    ) -> None:
        addresses = [address.strip() for address in addresses if address.strip()]
        addresses = [f"https:{a}" if a.startswith("//") else a for a in addresses]
        if not addresses or _is_tracker(addresses[-1], image):
            return
        rest = ""
        if len(caption) > CAPTION_LENGTH:
            caption, rest = shortened(caption, CAPTION_LENGTH), caption
        self.flush()
        self.blocks.append(f"<p>\ue000{len(self.pictures)}\ue001</p>")
        alt = clean_line(image.get("alt") or image.get("title") or "")
        self.pictures.append(
            OldPicture(addresses, shortened(alt, ALT_LENGTH), caption, credit[:CREDIT_LENGTH], rest)
        )
        if rest:
            self.blocks.append(f"<p><em>{escape(rest, quote=False)}</em></p>")

    def _linked(self, link: Element, image: Element) -> None:
        href = link.get("href", "")
        is_larger = bool(_PICTURE_LINK.search(href)) or "googleusercontent.com" in href
        self._picture([href, image.get("src", "")] if is_larger else [image.get("src", "")], image)
        if not is_larger and href.startswith(("http://", "https://")):
            # The picture was a link to another page.
            text = escape(urlsplit(href).hostname or href)
            self.blocks.append(f'<p><a href="{escape(href)}">{text}</a></p>')

    def _captioned(self, frame: Element) -> None:
        """One or more pictures in a frame; the caption beneath goes to the last picture."""
        parents = {child: parent for parent in frame.iter() for child in parent}
        images = list(frame.iter("img"))
        captions = [
            " ".join("".join(cell.itertext()).split())
            for cell in frame.iter()
            if cell.tag == "figcaption"
            or (cell.tag == "td" and "tr-caption" in cell.get("class", "").split())
        ]
        caption, credit = split_credit(" ".join(captions))
        if not images:
            self.flush()
            if caption:
                self.blocks.append(f"<p>{escape(' '.join(captions), quote=False)}</p>")
            return
        for image in images:
            link = parents[image]
            addresses = [image.get("src", "")]
            if link.tag == "a" and _PICTURE_LINK.search(link.get("href", "")):
                addresses.insert(0, link.get("href", ""))
            is_last = image is images[-1]
            self._picture(addresses, image, caption if is_last else "", credit)

    def _video(self, address: str) -> None:
        self.flush()
        address = f"https:{address}" if address.startswith("//") else address
        if not address.startswith(("http://", "https://")):
            return
        address = video_page(address)
        self.videos.append(address)
        self.blocks.append(
            f'<p><a href="{escape(address)}">Xem nội dung đính kèm: {escape(urlsplit(address).hostname or "")}</a></p>'
        )


def video_page(address: str) -> str:
    """The page of a YouTube film from the address of its frame; another address as it is."""
    parts = urlsplit(address)
    host = (parts.hostname or "").removeprefix("www.")
    if host in {"youtube.com", "youtube-nocookie.com"} and parts.path.startswith("/embed/"):
        return f"https://www.youtube.com/watch?v={parts.path.removeprefix('/embed/').strip('/')}"
    if host in {"blogger.com", "draft.blogger.com"} and (
        token := parse_qs(parts.query).get("token")
    ):
        return f"https://www.blogger.com/video.g?token={token[0]}"
    return address


def _kept_html(element: Element, flow: _Flow) -> str:
    """The element as it is, less its pictures, which go to the flow."""
    tag = element.tag
    if tag in {"img", "iframe"} or (tag == "a" and _only_image(element) is not None):
        flow._child(element)
        return ""
    if _is_frame(element):
        flow._child(element)
        return ""
    inside = escape(element.text or "", quote=False)
    for child in element:
        inside += _kept_html(child, flow) + escape(child.tail or "", quote=False)
    if tag in {"br", "hr"}:
        return f"<{tag}>"
    if tag == "span":
        return inside
    values = "".join(
        f' {name}="{escape(local_link(value, flow.hosts) if name == "href" else value)}"'
        for name, value in element.items()
        if name != "class"
    )
    return f"<{tag}{values}>{inside}</{tag}>"


def _is_frame(element: Element) -> bool:
    """Whether the element holds a picture with its caption, in Blogger's manner or HTML's."""
    if element.tag == "table":
        return "tr-caption-container" in element.get("class", "")
    return element.tag == "figure" and element.find(".//img") is not None


def _only_image(link: Element) -> Element | None:
    """The picture of a link that holds nothing else."""
    images = list(link.iter("img"))
    has_text = bool("".join(link.itertext()).strip())
    return images[0] if len(images) == 1 and not has_text else None


def _is_tracker(address: str, image: Element) -> bool:
    sides = [image.get("width", ""), image.get("height", "")]
    is_dot = all(side.isascii() and side.isdigit() and int(side) <= 3 for side in sides)
    return is_dot or any(tracker in address for tracker in _TRACKERS)


# --- Words that stand for something -----------------------------------------------------------


def _text_of(block: str) -> str:
    """The text of a paragraph; empty for another kind of block."""
    if not block.startswith("<p>") or "\ue000" in block:
        return ""
    return clean_line(plain_text(block))


def _without_page_furniture(blocks: list[str]) -> list[str]:
    return [
        block for block in blocks if len(block) > SHORT or not is_page_furniture(_text_of(block))
    ]


def is_page_furniture(text: str) -> bool:
    return len(text) <= SHORT and fold(text) in _PAGE_FURNITURE


def _with_captions(blocks: list[str], pictures: list[OldPicture]) -> list[str]:
    """A short paragraph after a picture that names who took it is that picture's caption."""
    kept: list[str] = []
    for block in blocks:
        mark = _MARK.fullmatch(kept[-1]) if kept else None
        text = _text_of(block) if mark else ""
        if mark and text and len(text) <= CAPTION_LENGTH and not _BYLINE.match(text):
            picture = pictures[int(mark[1])]
            caption, credit = split_credit(text)
            if credit and not picture.caption and not picture.credit:
                picture.caption, picture.credit = caption, credit
                continue
        kept.append(block)
    return kept


def _take_signature(blocks: list[str]) -> str:
    """The author in capitals beneath the text: "MỸ DUNG", "Tin, ảnh: MỸ DUNG"."""
    for place in range(len(blocks) - 1, max(-1, len(blocks) - 3), -1):
        text = _text_of(blocks[place])
        name = _BYLINE.sub("", text)
        if not text:
            if _MARK.fullmatch(blocks[place]):
                continue  # pictures may stand beneath the name
            return ""
        letters = [letter for letter in name if letter.isalpha()]
        is_name = (
            len(letters) >= 2
            and name == name.upper()
            and 2 <= len(name.split()) <= 8
            and len(name) <= SIGNATURE_LENGTH
            and not re.search(r"[\d!?:;]", name)
        )
        if is_name and len(blocks) > 1:
            del blocks[place]
            return name.strip(" .()")
        return ""
    return ""


def _take_lead(blocks: list[str]) -> str:
    """The first paragraph becomes the lead, or its first sentences: no word stands twice or is lost.

    A paragraph with a link stays where it is, since a lead is plain text; its beginning is repeated.
    """
    for place, block in enumerate(blocks):
        text = _text_of(block)
        if not text:
            if _MARK.fullmatch(block):
                continue
            return ""
        if "<a " in block:
            return shortened(text, 300)
        if len(text) <= LEAD_LENGTH:
            del blocks[place]
            return text
        lead = ""
        for sentence in _SENTENCE.split(text):
            if len(lead) + len(sentence) + 1 > LEAD_LENGTH:
                break
            lead = f"{lead} {sentence}".strip()
        if not lead or "<" in block[3:-4].replace("<br>", ""):
            return shortened(text, 300)
        blocks[place] = f"<p>{escape(text[len(lead) :].strip(), quote=False)}</p>"
        return lead
    return ""
