"""Rich text: what survives, what is made harmless, what is left as plain words."""

import re
import time
import unicodedata
from html.parser import HTMLParser

import pytest

from kit import html

KEPT = [
    "<p>Một <strong>hai</strong> <em>ba</em> <u>bốn</u> <s>năm</s> H<sub>2</sub>O m<sup>2</sup></p>",
    "<h2>Tít</h2><h3>Mục</h3><h4>Ý</h4>",
    '<ol start="3"><li>a</li></ol><ul><li>b</li></ul><blockquote><p>c</p></blockquote><hr>',
    '<table><caption>Bảng</caption><thead><tr><th scope="col" colspan="2">A</th></tr></thead>'
    "<tbody><tr><td>1</td><td>2</td></tr></tbody></table>",
    '<figure><img src="/media/a.webp" alt="Lễ ký" width="480" height="320">'
    "<figcaption>Ảnh: MD</figcaption></figure>",
    '<p>Trước</p><figure data-photo="12"></figure><p>sau</p><figure data-photo="7"></figure>',
    '<p><a href="https://example.vn/?a=1&amp;b=2" title="Trang" rel="noopener">x</a>'
    '<a href="/tin-tuc/" rel="noopener">y</a><a href="mailto:a@b.vn" rel="noopener">z</a>'
    '<a href="tel:+84280000000" rel="noopener">t</a></p>',
    "<p>a<br>b &lt; c &amp; d</p>",
]


@pytest.mark.parametrize("kept", KEPT)
def test_what_an_editor_writes_is_kept_and_stable(kept):
    assert html.clean_html(kept) == kept
    assert html.clean_html(html.clean_html(kept)) == kept


@pytest.mark.parametrize(
    ("written", "cleaned"),
    [
        ("<div>Một <b>hai</b></div><div>ba</div>", "<p>Một <strong>hai</strong></p><p>ba</p>"),
        ("<h1>Tít</h1><i>x</i><strike>y</strike>", "<h2>Tít</h2><em>x</em><s>y</s>"),
        ("<div><p>a</p><div>b</div></div>", "<p>a</p><p>b</p>"),
        ("<p></p><p>&nbsp;</p><p><br></p><p><b> </b></p><p>\u200b</p><p>x</p>", "<p>x</p>"),
        ("<p>&#8203;&#8238;</p><p>x</p>", "<p>x</p>"),
        ('<p style="color:red" class="a" id="b" onclick="c()">x</p>', "<p>x</p>"),
        ("<!-- ghi chú --><p>x</p>", "<p>x</p>"),
        ('<p><span lang="vi">x</span></p>', "<p>x</p>"),
        ('<a href="https://a.vn" target="_blank" rel="opener">x</a>',
         '<a href="https://a.vn" rel="noopener">x</a>'),
        (unicodedata.normalize("NFD", "<p>Lễ ký kết</p>"), "<p>Lễ ký kết</p>"),
        ('<img src="/a.png" width="100%" height="99999999">', '<img src="/a.png">'),
        ('<table><tr><td colspan="9999" rowspan="2">x</td></tr></table>',
         '<table><tbody><tr><td rowspan="2">x</td></tr></tbody></table>'),
        ('<figure data-photo="12"><img src="/a.png" alt="x"><figcaption>lời</figcaption></figure><p>x</p>',
         '<figure data-photo="12"></figure><p>x</p>'),
        ('<figure data-photo="1"><figure data-photo="2">a</figure><figure>b</figure>c</figure><p>x</p>',
         '<figure data-photo="1"></figure><p>x</p>'),
        ('<figure data-photo="3" class="figure" onclick="a()">', '<figure data-photo="3"></figure>'),
        ('<p>a<figure data-photo="4"></figure>b</p>', '<p>a</p><figure data-photo="4"></figure>b'),
        ('<figure data-photo="4a"><img src="/a.png"></figure>', '<figure><img src="/a.png"></figure>'),
        ('<figure data-photo="١٢"></figure>', "<figure></figure>"),
        (f'<figure data-photo="{"9" * 19}"></figure>', "<figure></figure>"),
        ('<figure data-photo=""></figure>', "<figure></figure>"),
        ('<p data-photo="12">x</p>', "<p>x</p>"),
        ("", ""),
    ],
)  # fmt: skip
def test_foreign_markup_becomes_ours(written, cleaned):
    assert html.clean_html(written) == cleaned


ATTACKS = [
    "<script>alert(1)</script><p>an toàn</p>",
    "<p>an toàn</p><scr<script>ipt>alert(1)</scr</script>ipt>",
    '<p onmouseover="alert(1)">an toàn</p>',
    '<img src=x onerror=alert(1)><p>an toàn</p>',
    '<img src="javascript:alert(1)"><p>an toàn</p>',
    '<a href="javascript:alert(1)">an toàn</a>',
    '<a href="  JaVa\tScRiPt:alert(1)">an toàn</a>',
    '<a href="&#106;avascript&colon;alert(1)">an toàn</a>',
    '<a href="data:text/html;base64,PHNjcmlwdD4=">an toàn</a>',
    '<a href="vbscript:msgbox(1)">an toàn</a>',
    '<svg onload=alert(1)><script>alert(1)</script></svg><p>an toàn</p>',
    '<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></table></math><p>an toàn</p>',
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript><p>an toàn</p>',
    '<iframe src="https://evil.example" srcdoc="<script>alert(1)</script>"></iframe><p>an toàn</p>',
    '<form action="https://evil.example"><input name=q autofocus onfocus=alert(1)>an toàn</form>',
    '<p style="background:url(javascript:alert(1))">an toàn</p>',
    '<base href="https://evil.example/"><link rel=stylesheet href=//evil.example/a.css><p>an toàn</p>',
    '<meta http-equiv="refresh" content="0;url=https://evil.example"><p>an toàn</p>',
    '<object data="https://evil.example/x.swf"><embed src=x></object><p>an toàn</p>',
    '<template><script>alert(1)</script></template><p>an toàn</p>',
    '<img alt="x><script>alert(1)</script>"><p>an toàn</p>',
    '<img src="/a.png" alt="<p></p><b><script>alert(1)</script></b>"><p>an toàn</p>',
    '<p title="</p><script>alert(1)</script>">an toàn</p>',
    "<p>an toàn</p><!--><img src=x onerror=alert(1)>-->",
    "<p>an toàn</p><textarea></p><img src=x onerror=alert(1)></textarea>",
    "<p>an toàn\x00</p><\x00script>alert(1)</\x00script>",
    '<a href="https://a.vn\u202e/x" onclick="alert(1)">an toàn</a>',
]  # fmt: skip


class _Reader(HTMLParser):
    """Reads the result as a browser's tokeniser would and notes every tag and attribute."""

    def __init__(self):
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data


@pytest.mark.parametrize("attack", ATTACKS)
def test_attacks_leave_only_harmless_markup(attack):
    cleaned = html.clean_html(attack)

    reader = _Reader()
    reader.feed(cleaned)
    assert "an toàn" in reader.text  # the honest words are not lost with the attack
    for tag, attributes in reader.seen:
        assert tag in html.TAGS
        assert set(attributes) <= html.ATTRIBUTES.get(tag, set()) | {"rel"}
        for name in ("href", "src"):
            address = attributes.get(name) or ""
            assert ":" not in address or address.partition(":")[0] in html.SCHEMES
    assert html.clean_html(cleaned) == cleaned


@pytest.mark.parametrize("attack", ATTACKS)
def test_plain_text_of_attacks_runs_no_script(attack):
    result = html.plain_text(attack)
    assert "an toàn" in result
    assert "alert(1)</script>" not in result or "<" not in html.clean_html(result)


@pytest.mark.parametrize(
    ("rich", "plain"),
    [
        ("<p>Một</p><p>hai &amp; ba</p>", "Một\nhai & ba"),
        ("<h1>Tít</h1>chữ<div>khối</div>", "Tít\nchữ\nkhối"),
        ("<ul><li>a</li><li>b</li></ul>c", "a\nb\nc"),
        ("<table><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></table>", "1 2\n3"),
        ("a<br>b", "a\nb"),
        ("<p>x<script>bad()</script><style>p{}</style></p>", "x"),
        ("<p>1 &lt; 2 &nbsp; &eacute;&#272;</p>", "1 < 2 éĐ"),
        ("<p>đậm<b>liền</b></p>", "đậmliền"),
        ("5 < 6 và 7 > 3", "5 < 6 và 7 > 3"),
        ("", ""),
    ],
)
def test_plain_text_keeps_the_words_apart(rich, plain):
    assert html.plain_text(rich) == plain


# --- Depth and length -------------------------------------------------------------------------

# Whatever is opened and never closed; each took time by the square of its length.
OPENED = ["<div>", "<ul><li>", "<blockquote>", "<b>", "<section><p>", "<table><tr><td>", "<o:p>",
          "<span class=x>", "<figure data-photo='1'>", "<DIV>", "<div\n>", "<x><div>"]  # fmt: skip


def _depth(text: str) -> int:
    """Of tags opened and not closed before, however often; those that end each other count once."""
    depth = deepest = 0
    for tag in re.finditer(r"<(/?)([a-z][a-z0-9:-]*)", text.lower()):
        if tag[2] not in ("p", "li", "tr", "td"):
            depth += -1 if tag[1] else 1
        deepest = max(deepest, depth)
    return deepest


@pytest.mark.parametrize("opened", OPENED)
def test_nothing_is_parsed_deeper_than_anybody_writes(opened: str) -> None:
    text = "".join(f"{opened}chữ{n} " for n in range(3000))

    assert _depth(text) >= 3000
    assert _depth(html.flatten(text)) <= html.MAX_DEPTH
    result = html.plain_text(text).split()
    assert result == [f"chữ{n}" for n in range(3000)]  # no word is lost


@pytest.mark.parametrize("opened", ["<div>", "<ul><li>", "<blockquote>"])
def test_half_a_megabyte_of_opened_boxes_is_cleaned_in_no_time(opened: str) -> None:
    """It took minutes; the bound is for the slowest machine."""
    begun = time.process_time()
    html.clean_html(opened * (500_000 // len(opened)))

    assert time.process_time() - begun < 15


@pytest.mark.parametrize(
    "text",
    [
        "<p>a<p>b<p>c" * 200, "<ul>" + "<li>x" * 500 + "</ul>", "<br>" * 500, "<img src=x>" * 500,
        "<table>" + "<tr><td>1<td>2" * 300 + "</table>", "<a href=x>y</a>" * 500,
        "<div><b>x</b></div>" * 500, "<ul><li>a" * 50 + "</ul>" * 50, "a < b " * 500, "</p>" * 500,
    ],
)  # fmt: skip
def test_what_is_long_but_not_deep_stays_as_it_is(text: str) -> None:
    assert html.flatten(text) == text


def test_closing_tags_of_what_was_dropped_go_with_it() -> None:
    boxes = html.MAX_DEPTH + 5
    inside = html.flatten("<div>" * boxes + "chữ" + "</div>" * boxes)

    assert inside == "<div>" * html.MAX_DEPTH + "chữ" + "</div>" * html.MAX_DEPTH
