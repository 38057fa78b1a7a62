"""A blog's markup made ours."""

import pytest

from blogger.html import (
    OldPicture,
    full_size,
    host_of,
    local_link,
    old_text,
    picture_link,
    split_credit,
    video_page,
    with_figures,
)
from kit.html import clean_html

FRAME = (
    '<table class="tr-caption-container"><tbody><tr><td><a href="http://x/s1600/a.jpg">'
    '<img src="http://x/s320/a.jpg"></a></td></tr><tr><td class="tr-caption">{}</td></tr></tbody></table>'
)


def text_of(html: str) -> str:
    """The body with pictures written as [0], [1] …"""
    text = old_text(html, is_page=True)
    marks = {n: f"[{n}]" for n in range(len(text.pictures))}
    return with_figures(text.body, marks)


@pytest.mark.parametrize(
    ("html", "body"),
    [
        ("Một<br>hai<br><br>ba", "<p>Một<br>hai</p><p>ba</p>"),
        ("<div>Một</div><div><br></div><div>hai</div>", "<p>Một</p><p>hai</p>"),
        ("<div><div><p>Một</p></div>hai</div>", "<p>Một</p><p>hai</p>"),
        ("<b>Đậm<br><br>vẫn đậm</b>", "<p><strong>Đậm</strong></p><p><strong>vẫn đậm</strong></p>"),
        ("<p>a <b>b <img src='http://x/1.jpg'> c</b> d</p>",
         "<p>a <strong>b</strong></p>[0]<p><strong> c</strong> d</p>"),
        ("<h1>Đề mục</h1><h5>Nhỏ</h5>", "<h2>Đề mục</h2><h4>Nhỏ</h4>"),
        ("<ul><li>a <img src='http://x/1.jpg'></li></ul>", "<ul><li>a </li></ul>[0]"),
        ("<table><tr><td>a</td><td>b</td></tr></table>",
         "<table><tbody><tr><td>a</td><td>b</td></tr></tbody></table>"),
        ("<table><tr><td>Khung <i>một ô</i></td></tr></table>", "<p>Khung <em>một ô</em></p>"),
        ("<span style='color:red'>x</span><font size=7>y</font>", "<p>xy</p>"),
        ("<script>alert(1)</script><p onclick='x()'>x</p>", "<p>x</p>"),
        ("<a href='javascript:alert(1)'>x</a>", "<p>x</p>"),
        ("<a href='http://x/?a=1&b=<2>'>x</a>",
         '<p><a href="http://x/?a=1&amp;b=%3C2&gt;" rel="noopener">x</a></p>'),
        ("1 < 2 &amp; 3&nbsp;4", "<p>1 &lt; 2 &amp; 3&nbsp;4</p>"),
        ("<p>\ue0007\ue001</p><p>x</p>", "<p>7</p><p>x</p>"),
        ("<p>Không có nhận xét nào:</p><p>Đăng nhận xét</p><p>x</p>", "<p>x</p>"),
        ("<img src='http://feeds.feedburner.com/~r/x' width=1 height=1>x", "<p>x</p>"),
        ("<hr>x", "<hr><p>x</p>"),
        ("<iframe src='https://www.youtube.com/embed/abc?rel=0'></iframe>",
         '<p><a href="https://www.youtube.com/watch?v=abc" rel="noopener">'
         "Xem nội dung đính kèm: www.youtube.com</a></p>"),
        ("<iframe src='javascript:x'></iframe>x", "<p>x</p>"),
        ("", ""),
    ],
)  # fmt: skip
def test_markup_becomes_ours(html: str, body: str) -> None:
    got = text_of(html)

    assert got == body


@pytest.mark.parametrize(
    "html", ["<p>a</p>" * 3, FRAME.format("b"), "<b>x<br><br>y</b>", "<ul><li>z"]
)
def test_result_is_what_the_field_keeps(html: str) -> None:
    body = with_figures(old_text(html, is_page=True).body, {0: '<figure data-photo="7"></figure>'})

    assert clean_html(body) == body


@pytest.mark.parametrize(
    ("text", "caption", "credit"),
    [
        ("Các đơn vị ký kết giao ước. (Ảnh: MD) |", "Các đơn vị ký kết giao ước.", "MD"),
        ("Ký kết - Ảnh: Nguyễn Văn A", "Ký kết", "Nguyễn Văn A"),
        ("Ký kết. Ảnh chụp: MD.", "Ký kết.", "MD"),
        ("(Ảnh: MD)", "", "MD"),
        ("Ký kết [Nguồn ảnh: Hội]", "Ký kết", "Hội"),
        ("Toàn cảnh lễ ký |", "Toàn cảnh lễ ký", ""),
        ("Bức ảnh: của ông", "Bức ảnh: của ông", ""),
        ("Quang cảnh", "Quang cảnh", ""),
        ("", "", ""),
    ],
)
def test_caption_gives_up_its_credit(text: str, caption: str, credit: str) -> None:
    assert split_credit(text) == (caption, credit)


def test_frame_gives_a_picture_with_its_caption() -> None:
    (picture,) = old_text(FRAME.format("Ký kết (Ảnh: MD) |")).pictures

    assert (picture.addresses, picture.caption, picture.credit) == (
        ["http://x/s1600/a.jpg", "http://x/s320/a.jpg"], "Ký kết", "MD",
    )  # fmt: skip


def test_long_caption_loses_no_word() -> None:
    caption = "từ " * 150

    text = old_text(FRAME.format(caption), is_page=True)

    assert len(text.pictures[0].caption) <= 300
    assert caption.strip() in text.body


def test_credit_beneath_a_picture_is_its_caption() -> None:
    text = old_text("<img src='http://x/a.jpg'><p>Lễ ký. (Ảnh: MD) |</p><p>Chữ</p>", is_page=True)

    assert (text.pictures[0].caption, text.pictures[0].credit) == ("Lễ ký.", "MD")
    assert with_figures(text.body, {0: "[0]"}) == "[0]<p>Chữ</p>"


def test_signature_is_taken_from_the_end() -> None:
    for end in ("<b>MỸ DUNG</b>", "Tin, ảnh: MỸ DUNG", "MỸ DUNG<br><br><img src='http://x/a.jpg'>"):
        text = old_text(f"<p>Mở đầu.</p><p>Thân bài.</p><p>{end}</p>")

        assert (text.signature, text.lead, text.body.startswith("<p>Thân bài.</p>")) == (
            "MỸ DUNG", "Mở đầu.", True,
        )  # fmt: skip


@pytest.mark.parametrize("end", ["Thân bài kết thúc.", "HẾT", "NĂM 2024 ĐẾN", "KÍNH MỜI: ĐỌC"])
def test_other_ends_are_no_signature(end: str) -> None:
    assert old_text(f"<p>Mở đầu.</p><p>{end}</p>").signature == ""


def test_lead_takes_whole_sentences_and_loses_none() -> None:
    sentences = [
        f"Câu thứ {n} có chừng này chữ để cho dài ra một chút nữa thôi." for n in range(20)
    ]

    text = old_text(f"<p>{' '.join(sentences)}</p>")

    assert len(text.lead) <= 600
    rest = text.body.removeprefix("<p>").removesuffix("</p>")
    assert f"{text.lead} {rest}" == " ".join(sentences)


def test_paragraph_with_a_link_stays_and_is_repeated() -> None:
    text = old_text("<p>Xem <a href='https://x.vn/'>đây</a> nhé.</p>")

    assert text.lead == "Xem đây nhé."
    assert 'href="https://x.vn/"' in text.body


def test_pictures_inside_the_text_give_their_bytes() -> None:
    (picture,) = old_text("<img src='data:image/png;base64,aGVsbG8='>").pictures

    assert (picture.data, picture.link) == (b"hello", "")


@pytest.mark.parametrize(
    ("address", "full"),
    [
        ("https://1.bp.blogspot.com/-a/b/s320/x.jpg", "https://1.bp.blogspot.com/-a/b/s0/x.jpg"),
        ("https://1.bp.blogspot.com/-a/s72-c/x.jpg", "https://1.bp.blogspot.com/-a/s0/x.jpg"),
        ("https://1.bp.blogspot.com/-a/w640-h480/x.jpg", "https://1.bp.blogspot.com/-a/s0/x.jpg"),
        ("https://blogger.googleusercontent.com/img/a/AV=s320", "https://blogger.googleusercontent.com/img/a/AV=s0"),
        ("https://x.vn/s320/x.jpg", "https://x.vn/s320/x.jpg"),
    ],
)  # fmt: skip
def test_small_pictures_are_requested_in_full(address: str, full: str) -> None:
    assert full_size(address) == full


def test_missing_picture_leaves_a_safe_link() -> None:
    picture = OldPicture(['https://x.vn/"><script>.jpg'], caption="<b> & c", credit="MD")

    assert clean_html(picture_link(picture)) == (
        '<p><a href="https://x.vn/&quot;&gt;&lt;script&gt;.jpg" rel="noopener">'
        "Xem ảnh trên trang cũ: &lt;b&gt; &amp; c (Ảnh: MD)</a></p>"
    )
    assert picture_link(OldPicture([])) == ""


def test_links_to_the_old_blog_stay_here() -> None:
    hosts = frozenset({host_of("https://hoi.blogspot.com/")})

    assert [
        local_link(href, hosts)
        for href in (
            "http://hoi.blogspot.com/2024/10/a.html?m=1#c5",
            "https://www.hoi.blogspot.com.vn",
            "https://khac.blogspot.com/x.html",
            "mailto:hoi@blogspot.com",
        )
    ] == ["/2024/10/a.html#c5", "/", "https://khac.blogspot.com/x.html", "mailto:hoi@blogspot.com"]


def test_films_lead_to_their_page() -> None:
    assert [
        video_page("https://www.youtube-nocookie.com/embed/abc/"),
        video_page("https://www.blogger.com/video.g?token=T1&x=2"),
        video_page("https://player.example/1"),
    ] == [
        "https://www.youtube.com/watch?v=abc",
        "https://www.blogger.com/video.g?token=T1",
        "https://player.example/1",
    ]


def test_hostile_nesting_ends() -> None:
    """Browsers read it, so it may come; it must not take the process with it."""
    deep = old_text("<div>" * 3000 + "x" + "<b><i>" * 2000 + "y")
    wide = old_text("<b>" * 40 + "x<br><br>" * 1000, is_page=True)

    assert (deep.lead, deep.body) == ("xy", "")  # so short a text is its own lead
    assert len(wide.body) < 200_000
