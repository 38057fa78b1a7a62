"""Backups as Blogger writes them, in both dialects, made from one short description."""

import io
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from PIL import Image

BLOG = "tag:blogger.com,1999:blog-7001"
HOST = "https://cuucongan.blogspot.com"
FEED = "Takeout/Blogger/Blogs/Hội Cựu Công an/feed.atom"
BP = "https://1.bp.blogspot.com/-aBc/XyZ"


def post_id(number: int) -> str:
    return f"{BLOG}.post-{number}"


@dataclass
class Old:
    """A post (or page, or comment) of the old blog. Times are UTC."""

    number: int
    title: str = ""
    content: str = "<p>Nội dung.</p>"
    kind: str = "post"
    status: str = "LIVE"
    published: str = "2024-10-11T03:00:00Z"
    updated: str = "2024-10-12T03:00:00Z"
    author: str = "Mỹ Dung"
    labels: list[str] = field(default_factory=list)
    path: str = ""
    summary: str = ""
    is_trashed: bool = False
    post: int = 0
    reply_to: int = 0
    is_removed: bool = False


def comment(number: int, post: int, text: str, **fields: Any) -> Old:
    defaults: dict[str, Any] = {"kind": "comment", "author": "Bạn đọc"}
    return Old(number, post=post, content=text, **defaults | fields)


def takeout(*entries: Old) -> bytes:
    """`feed.atom` as Google Takeout gives it since 2018."""
    return (
        "<?xml version='1.0' encoding='utf-8'?>\n"
        "<feed xmlns='http://www.w3.org/2005/Atom' "
        "xmlns:blogger='http://schemas.google.com/blogger/2018'>"
        f"<id>{BLOG}</id><title>Hội Cựu Công an</title>"
        f"{''.join(map(takeout_entry, entries))}</feed>"
    ).encode()


def takeout_entry(old: Old) -> str:
    place = ""
    if old.kind == "comment":
        reply = post_id(old.reply_to) if old.reply_to else ""
        place = (
            f"<blogger:parent>{post_id(old.post)}</blogger:parent>"
            f"<blogger:inReplyTo>{reply}</blogger:inReplyTo>"
        )
    labels = "".join(f"<category scheme='{BLOG}' term={quoteattr(label)}/>" for label in old.labels)
    trashed = "2025-01-01T00:00:00Z" if old.is_trashed else ""
    kind_of_author = "BLOGGER" if old.author else "ANONYMOUS"
    return (
        f"<entry><id>{post_id(old.number)}</id>"
        f"<blogger:type>{old.kind.upper()}</blogger:type>"
        f"<blogger:status>{old.status}</blogger:status>"
        f"<author><name>{escape(old.author)}</name><uri></uri>"
        f"<blogger:type>{kind_of_author}</blogger:type></author>"
        f"<title>{escape(old.title)}</title>"
        f"<content type='html'>{escape(old.content)}</content>"
        f"<blogger:metaDescription>{escape(old.summary)}</blogger:metaDescription>"
        f"<blogger:created>{old.published}</blogger:created>"
        f"<published>{old.published}</published><updated>{old.updated}</updated>"
        f"{labels}{place}<blogger:filename>{escape(old.path)}</blogger:filename>"
        f"<link/><enclosure/><blogger:trashed>{trashed}</blogger:trashed></entry>"
    )


def classic(*entries: Old) -> bytes:
    """The backup that Blogger's settings page gave before, prefixes and all."""
    return (
        "<?xml version='1.0' encoding='UTF-8'?><?xml-stylesheet href='x.css' type='text/css'?>"
        "<feed xmlns='http://www.w3.org/2005/Atom' xmlns:gd='http://schemas.google.com/g/2005' "
        "xmlns:thr='http://purl.org/syndication/thread/1.0' "
        "xmlns:app='http://purl.org/atom/app#'>"
        f"<id>{BLOG}.archive</id><title type='text'>Hội Cựu Công an</title>"
        f"{_classic_extra('settings')}{_classic_extra('template')}"
        f"{''.join(map(_classic_entry, entries))}</feed>"
    ).encode()


def _category(kind: str) -> str:
    scheme = "http://schemas.google.com/g/2005#kind"
    term = f"http://schemas.google.com/blogger/2008/kind#{kind}"
    return f"<category scheme='{scheme}' term='{term}'/>"


def _classic_extra(kind: str) -> str:
    return (
        f"<entry><id>{BLOG}.{kind}</id>{_category(kind)}<title type='text'>{kind}</title>"
        "<content type='text'>true</content></entry>"
    )


def _classic_entry(old: Old) -> str:
    labels = "".join(
        f"<category scheme='http://www.blogger.com/atom/ns#' term={quoteattr(label)}/>"
        for label in old.labels
    )
    draft = "<app:control><app:draft>yes</app:draft></app:control>" if old.status == "DRAFT" else ""
    links = ""
    if old.path:
        links = f"<link rel='alternate' type='text/html' href='{HOST}{old.path}' title='x'/>"
    if old.kind == "comment":
        comments = f"http://www.blogger.com/feeds/7001/{old.post}/comments/default"
        links = (
            f"<link rel='edit' href='{comments}/{old.number}'/>"
            f"<thr:in-reply-to ref='{post_id(old.post)}' href='{HOST}/x.html' type='text/html'/>"
        )
        if old.reply_to:
            links += f"<link rel='related' href='{comments}/{old.reply_to}?v=2'/>"
    removed = ""
    if old.is_removed:
        removed = "<gd:extendedProperty name='blogger.contentRemoved' value='true'/>"
    return (
        f"<entry><id>{post_id(old.number)}</id><published>{old.published}</published>"
        f"<updated>{old.updated}</updated>{_category(old.kind)}{labels}"
        f"<title type='text'>{escape(old.title)}</title>"
        f"<content type='html'>{escape(old.content)}</content>{draft}{links}"
        f"<author><name>{escape(old.author)}</name><email>noreply@blogger.com</email>"
        f"<gd:image rel='x' src='x.gif'/></author>{removed}<thr:total>0</thr:total></entry>"
    )


def zipped(feed: bytes, files: dict[str, bytes] | None = None, name: str = FEED) -> bytes:
    """As Takeout packs it, with what else lies around in there."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, feed)
        archive.writestr("__MACOSX/Takeout/Blogs/feed.atom", b"junk")
        archive.writestr("Takeout/Blogger/Blogs/Hội Cựu Công an/theme-classic.html", b"<html>")
        for path, content in (files or {}).items():
            archive.writestr(path, content)
    return data.getvalue()


def picture(colour: str = "#275d42", size: tuple[int, int] = (320, 200)) -> bytes:
    data = io.BytesIO()
    Image.new("RGB", size, colour).save(data, "JPEG")
    return data.getvalue()


def saved(folder: Path, data: bytes, name: str = "blog.zip") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


SIGNING = (
    f'<div dir="ltr"><div class="separator"><a href="{BP}/s1600/ky%2Bket.jpg">'
    f'<img border="0" src="{BP}/s320/ky%2Bket.jpg" width="320" alt="Hội trường"/></a></div>'
    "<br/>Ngày 11/10/2024, Cụm thi đua II ký kết giao ước.<br/><br/>"
    "Các đơn vị <b>thống nhất</b> bốn nội dung.<br/>"
    '<table class="tr-caption-container" align="center"><tbody><tr><td>'
    f'<a href="{BP}/s1600/mat-anh.jpg"><img src="{BP}/s320/mat-anh.jpg"/></a></td></tr>'
    '<tr><td class="tr-caption">Các đơn vị ký kết giao ước. (Ảnh: MD) |</td></tr></tbody></table>'
    f'<p>Xem <a href="{HOST}/2024/09/tin-truoc.html#x">tin trước</a>.</p>'
    "<p><b>MỸ DUNG</b></p><p>Không có nhận xét nào:</p><p>Đăng nhận xét</p></div>"
)


def whole_blog() -> list[Old]:
    """Something of every sort, comments before their posts as a backup may have them."""
    return [
        comment(31, 11, "Rất hay.", published="2024-10-11T05:00:00Z"),
        comment(33, 11, "Đúng vậy.", reply_to=32, published="2024-10-11T07:00:00Z"),
        comment(32, 11, "Tôi đồng ý.<br/>Chúc khỏe.", reply_to=31,
                published="2024-10-11T06:00:00Z"),
        comment(34, 11, "Mua hàng giá rẻ", status="SPAM_COMMENT"),
        comment(35, 11, "Không có nhận xét nào:"),
        comment(36, 11, "Nặc danh viết", author="", published="2024-10-11T03:30:00Z"),
        comment(37, 99, "Bài của tôi đâu?"),
        comment(38, 21, "Dưới trang tĩnh"),
        comment(39, 11, "Chờ duyệt", status="PENDING_COMMENT", published="2024-10-11T04:00:00Z"),
        comment(40, 15, "Dưới bài đã xóa"),
        Old(11, "Ký kết giao ước thi đua", SIGNING, labels=["ảnh", "THI ĐUA", "Cụm II"],
            path="/2024/10/ky-ket-giao-uoc.html"),
        Old(12, "Nửa đêm cuối tháng", published="2024-09-30T18:30:00Z",
            path="/2024/09/tin-truoc.html", labels=["cụm ii"]),
        Old(13, "Bản thảo", status="DRAFT", labels=["ảnh"]),
        Old(14, "Tháng lệch", published="2011-05-02T01:00:00Z",
            path="/2011/10/blog-post_12.html", author="", summary="Tóm tắt riêng."),
        Old(15, "Đã vứt", is_trashed=True, path="/2012/01/da-vut.html"),
        Old(21, "Giới thiệu", "<p>Hội ra đời năm 2023.</p>", kind="page",
            path="/p/gioi-thieu.html"),
    ]  # fmt: skip
