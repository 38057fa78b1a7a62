"""What is pasted from office programs: its structure stays, its junk goes, and the page says so."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from kit.html import clean_html
from tests.browser.writing.site import TEXT, stored

CLIPBOARD = Path(__file__).parent / "clipboard"
PASTE = """(text, html) => {
  const data = new DataTransfer();
  data.setData("text/html", html);
  data.setData("text/plain", "");
  text.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


@pytest.fixture
def paste(page, write):
    """Pastes HTML over the whole text; gives the text that will be stored and what the page said."""

    def paste(html: str) -> tuple[str, str]:
        write(page)
        page.locator(TEXT).click()
        page.keyboard.press("Control+A")
        page.locator(TEXT).evaluate(PASTE, html)
        return clean_html(stored(page)), page.locator(
            ".prose-editor > .writing-status"
        ).inner_text()

    return paste


def clip(name: str) -> str:
    return (CLIPBOARD / name).read_text("utf-8").replace("\n", "\r\n")


def test_word_keeps_structure_and_says_what_it_dropped(paste, page, shot):
    text, said = paste(clip("word.html"))
    shot(page, "writing-pasted-word")
    assert text == (
        "<h2>KẾT QUẢ QUÝ III</h2>"
        "<p>Trong quý, <strong>mười hai</strong> chi hội đã <em>đồng loạt</em> ra quân tại ba khu phố.[1]</p>"
        "<h3>Việc đã làm</h3>"
        "<ul><li><p>Thăm <strong>hội viên</strong> ốm</p><ul><li><p>Tại nhà</p></li></ul></li>"
        "<li><p>Tặng quà</p></li></ul>"
        "<p>Việc sắp tới:</p>"
        '<ol start="3"><li><p>Họp cụm</p><ol><li><p>Duyệt điểm</p></li></ol></li></ol>'
        "<p>Số liệu:</p>"
        '<table><tbody><tr><th colspan="2"><p>Chi hội</p></th><th><p>Lượt</p></th></tr>'
        '<tr><td rowspan="2"><p>Quận 4</p></td><td><p>Phường 1</p></td>'
        "<td><p>1.200</p></td></tr>"
        "<tr><td><p>Phường 2</p></td><td></td></tr></tbody></table>"
        '<p>Xem <a href="https://example.vn/bao-cao?a=1&amp;b=2" rel="noopener">báo cáo</a> và danh sách.</p>'
        "<p>[1] Theo báo cáo của các chi hội.</p>"
    )
    assert said == (
        "Đã dán từ Word, giữ 2 tiêu đề, 2 danh sách, 1 bảng, 1 chú thích chân trang (nay ở cuối đoạn dán), "
        "1 liên kết. Đã bỏ: 2 ảnh (hãy kéo ảnh vào mục Ảnh); 1 khung chữ (hãy chép riêng chữ trong khung); "
        "1 lời góp ý bên lề; 1 chỗ đã gạch bỏ khi theo dõi sửa đổi; 1 liên kết tới tệp trên máy; "
        "phông chữ, cỡ chữ, màu chữ; căn lề; 3 dòng trống."
    )


def test_word_on_the_web_keeps_nested_lists(paste):
    text, said = paste(clip("word-online.html"))
    assert text == (
        "<h2>Chuyến về nguồn</h2>"
        "<ul><li><p><strong>Bến Nhà Rồng</strong></p><ul><li><p>Phòng trưng bày</p></li></ul></li>"
        "<li><p><em>Địa đạo</em></p></li></ul><p>Đoàn về lúc 17 giờ.</p>"
    )
    assert said.startswith("Đã dán từ Word trên web, giữ 1 tiêu đề, 1 danh sách.")


def test_google_docs_is_not_all_bold(paste):
    text, said = paste(clip("google-docs.html"))
    assert text == (
        "<h2>Thể lệ hội thi</h2>"
        "<p><strong>Đối tượng</strong>: hội viên; <em><u>không</u></em> hạn chế tuổi.</p>"
        "<ol><li><p>Đăng ký</p><ul><li><p>Trước ngày 5</p></li></ul></li><li><p>Thi</p></li></ol>"
    )
    assert "1 ảnh (hãy kéo ảnh vào mục Ảnh)" in said


def test_old_fonts_become_todays_letters(paste):
    text, said = paste(clip("old-font.html"))
    assert text == (
        "<p><strong>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</strong></p>"
        "<p>Độc lập - Tự do - Hạnh phúc</p><p>Chữ mới</p>"
    )
    assert "phông cũ (.Vn…, VNI-…) đã được đổi sang chữ hiện nay" in said


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Một</p><p>hai</p>", "<p>Một</p><p>hai</p>"),
        ("chỉ là <b>chữ</b>", "<p>chỉ là <strong>chữ</strong></p>"),
        ("<h1>A</h1><h3>B</h3><h6>C</h6>", "<h2>A</h2><h4>B</h4><h4>C</h4>"),
        ("<h3>A</h3><p>x</p><h4>B</h4>", "<h2>A</h2><p>x</p><h3>B</h3>"),
        ('<p>a</p><script>alert(1)</script><p onclick="x()">b</p>', "<p>a</p><p>b</p>"),
        ('<div style="color:red"><div>a</div><div>b<br></div></div>', "<p>a</p><p>b</p>"),
        ("<table><tr><td>chỉ một ô</td></tr></table>", "<p>chỉ một ô</p>"),
        ('<a href="javascript:alert(1)">x</a>', "<p>x</p>"),
        ('<h1 style="mso-list:l0 level1 lfo1"><![if !supportLists]><span style="mso-list:Ignore">II.'
         '<span>&nbsp; </span></span><![endif]>Phương hướng</h1>', "<h2>II. Phương hướng</h2>"),
        ('<p class="MsoTitle">Tựa</p><p class="MsoNormal">x</p>', "<h2>Tựa</h2><p>x</p>"),
    ],
)  # fmt: skip
def test_other_pages_are_pasted_by_their_meaning(paste, html, text):
    assert paste(html)[0] == text


def test_what_is_copied_within_the_editor_stays_as_it_is(paste, page):
    html = '<figure data-photo="5" data-pm-slice="0 0 []"></figure><p>x</p>'
    text, said = paste(html)
    assert '<figure data-photo="5"></figure>' in text
    assert said == ""
    expect(page.locator(".photo-block")).to_contain_text("không còn trong bài")


def test_heading_pasted_behind_words_stays_a_heading(page, write):
    write(page)
    page.locator(TEXT).click()
    page.keyboard.press("Control+A")
    page.keyboard.type("Mở đầu.")
    page.locator(TEXT).evaluate(PASTE, "<h2>Kết quả</h2><p>Tốt.</p>")
    assert clean_html(stored(page)) == "<p>Mở đầu.</p><h2>Kết quả</h2><p>Tốt.</p>"


@pytest.mark.parametrize(
    ("typed", "today"),
    [
        ("<p>®\u00ada tin: NguyÔn <b>V¨n</b> H\u00ad¬ng</p>", "<p>đưa tin: Nguyễn <strong>Văn</strong> Hương</p>"),
        ("<p>Nguyeãn Vaên <i>Höông</i></p><ul><li>Ñaïi hoäi</li></ul>",
         "<p>Nguyễn Văn <em>Hương</em></p><ul><li><p>Đại hội</p></li></ul>"),
    ],
)  # fmt: skip
def test_text_of_an_old_font_without_its_name_is_asked_about(paste, page, typed, today):
    for answer, stays in [("Giữ nguyên", True), ("Đổi sang chữ hiện nay", False)]:
        before, _said = paste(typed)
        dialog = page.get_by_role("dialog", name="Chữ vừa dán có vẻ gõ bằng phông cũ")
        expect(dialog).to_contain_text("Hương" if "Hương" in today else "Đại hội")
        page.wait_for_timeout(600)  # what follows sooner is undone together with the pasting
        dialog.get_by_role("button", name=answer).click()
        expect(dialog).to_be_hidden()
        assert (clean_html(stored(page)) == before) is stays
    assert clean_html(stored(page)) == today
    page.keyboard.press("Control+Z")
    assert clean_html(stored(page)) == before


def test_fonts_named_vni_become_todays_letters(paste):
    text, said = paste("<p style='font-family:VNI-Times'>Coäng hoøa xaõ hoäi chuû nghóa</p>")
    assert text == "<p>Cộng hòa xã hội chủ nghĩa</p>"
    assert "phông cũ (.Vn…, VNI-…) đã được đổi sang chữ hiện nay" in said


def test_boxes_of_the_page_ask_about_old_fonts_too(page, write):
    write(page)
    title = page.locator("#id_title")
    title.fill("")
    title.evaluate("""box => {
      const data = new DataTransfer();
      box.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true }));
      box.value = "Héi cùu chiÕn binh";
    }""")
    page.get_by_role("dialog").get_by_role("button", name="Đổi sang chữ hiện nay").click()
    expect(title).to_have_value("Hội cựu chiến binh")


MERGED = [
    "<table><tr><td colspan=2>A</td></tr><tr><td>B</td><td>C</td></tr></table>",
    "<table><tr><td rowspan=2>A</td><td>B</td></tr><tr><td>C</td></tr></table>",
    "<table><tr><td rowspan=3 colspan=2>A</td><td>B</td></tr><tr><td>C</td></tr></table>",
    "<table><tr><th>A</th><th colspan=3>B</th></tr><tr><td>C</td></tr></table>",
    "<p>A</p><table><tr><td colspan=2>B</td></tr><tr><td>C</td><td>D</td></tr></table>",
]


@pytest.mark.parametrize("cell", [0, 3])
def test_merged_cells_are_pasted_into_a_cell_as_single_ones(paste, page, cell):
    errors = []
    page.on("pageerror", lambda error: errors.append(error))
    for html in MERGED:
        paste("<table><tr><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></table><p>Sau</p>")
        into = page.locator(f"{TEXT} td").nth(cell)
        into.click()
        # The editor hears of a click a moment later; a letter of its own shows that it has.
        page.keyboard.type("x")
        expect(into).to_contain_text("x")
        page.locator(TEXT).evaluate(PASTE, html)
        text = clean_html(stored(page))
        assert [letter for letter in "ABC" if f">{letter}<" not in text] == [], html
        assert "span=" not in text
        assert text.endswith("<p>Sau</p>")
        expect(page.locator(".prose-editor > .writing-status")).to_contain_text("Ô gộp")
    assert errors == []
