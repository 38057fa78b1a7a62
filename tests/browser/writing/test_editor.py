"""Writing an article in a real browser: the editor, its photographs, nothing typed is lost."""

import pytest
from playwright.sync_api import expect

from kit.html import clean_html
from tests import factories as make
from tests.browser.waiting import eventually
from tests.browser.writing.site import TEXT, stored


def test_photographs_stand_in_the_text_and_move(page, write, post, axe, shot):
    first = make.make_photo(post, caption="Toàn cảnh lễ ký")
    second = make.make_photo(post, caption="Đại biểu", credit="")
    write(page)
    page.locator(TEXT).locator("p").first.click()
    page.keyboard.press("End")
    page.get_by_role("button", name="Chèn ảnh").click()
    dialog = page.get_by_role("dialog", name="Chèn ảnh vào bài")
    shot(page, "writing-choose-photo")
    axe(page)
    dialog.get_by_role("button", name="Toàn cảnh lễ ký").press("Enter")
    expect(page.locator(".photo-block figcaption")).to_contain_text("Toàn cảnh lễ ký")
    expect(page.locator(".photo-block .credit")).to_have_text("Ảnh: MD")
    here = f'<figure data-photo="{first.pk}"></figure>'
    assert stored(page) == f"<p>Đoạn đầu.</p>{here}<p>Đoạn cuối.</p>"

    page.get_by_role("button", name="Đưa ảnh xuống: Toàn cảnh lễ ký").click()
    assert stored(page).startswith(f"<p>Đoạn đầu.</p><p>Đoạn cuối.</p>{here}")
    page.get_by_role("button", name="Đưa ảnh lên: Toàn cảnh lễ ký").press("Enter")
    page.keyboard.press("Enter")  # the focus stayed on the button
    assert stored(page).startswith(f"{here}<p>Đoạn đầu.</p>")
    shot(page, "writing-photo-in-text")

    page.get_by_role("button", name="Sửa chú thích: Toàn cảnh lễ ký").click()
    expect(page.locator(f"#anh-{first.pk}-caption")).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type("Ký giao ước")
    page.keyboard.press("Tab")
    expect(page.locator(".photo-block figcaption")).to_contain_text("Ký giao ước")
    page.get_by_role("button", name="Bỏ ảnh khỏi chỗ này: Ký giao ước").click()
    assert "<figure" not in stored(page)
    assert second.caption == "Đại biểu"


def test_a_photograph_is_dragged_to_another_place(page, write, post):
    photo = make.make_photo(post)
    post.body = f'<figure data-photo="{photo.pk}"></figure><p>Một</p><p>Hai</p>'
    post.save()
    write(page)
    page.set_viewport_size({"width": 1280, "height": 1800})
    page.locator(".photo-block img").hover()
    box = page.locator(TEXT).locator("p").last.bounding_box()
    page.mouse.down()
    page.mouse.move(box["x"] + 20, box["y"] + 2, steps=5)
    page.mouse.move(box["x"] + 20, box["y"] + box["height"] + 30, steps=5)
    page.mouse.up()
    expect(page.locator(".photo-block")).to_have_count(1)
    assert (
        clean_html(stored(page)) == f'<p>Một</p><p>Hai</p><figure data-photo="{photo.pk}"></figure>'
    )
    assert post.photos.count() == 1  # moved, not taken for a new file


def test_dialogues_speak_vietnamese(page, write, axe):
    write(page)
    page.locator(TEXT).locator("p").last.click()
    page.keyboard.press("End")
    page.get_by_role("button", name="Chèn liên kết").click()
    axe(page)
    page.get_by_label("Địa chỉ").fill("congan.hochiminhcity.gov.vn")
    page.get_by_label("Chữ hiện ra").fill("Công an Thành phố")
    page.get_by_role("button", name="Chèn", exact=True).click()
    address = 'href="https://congan.hochiminhcity.gov.vn"'
    eventually(page, lambda: address in stored(page), True)

    page.get_by_role("button", name="Thêm…").click()
    page.get_by_role("button", name="Chèn bảng").click()
    page.get_by_label("Số hàng").fill("2")
    page.get_by_label("Số cột").fill("2")
    page.get_by_role("dialog").get_by_role("button", name="Chèn bảng").click()
    eventually(page, lambda: stored(page).count("<th"), 2)
    assert stored(page).count("<tr") == 2
    page.get_by_role("button", name="Thêm hàng").click()
    eventually(page, lambda: stored(page).count("<tr"), 3)
    words = page.locator(".writing-bar button").all_inner_texts()
    assert [word for word in words if word.isascii() and word not in {"Xuống"}] == []


def test_bar_is_worked_by_arrow_keys(page, write):
    write(page)
    page.get_by_role("button", name="Tiêu đề lớn").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("button", name="Chữ đậm")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(page.locator(".writing-bar button:focus")).to_have_count(0)


@pytest.mark.parametrize("size", ["page", "phone"])
def test_page_fits_and_passes_axe(size, request, write, post, axe, shot):
    page = request.getfixturevalue(size)
    photo = make.make_photo(post, caption="Toàn cảnh", alt="")
    make.make_photo(post)
    table = "<table><tr><th>A</th></tr><tr><td>1</td></tr></table>"
    post.body = f'<p>Trước</p><figure data-photo="{photo.pk}"></figure>{table}'
    post.save()
    write(page)
    page.get_by_role("button", name="Thêm…").click()
    page.locator("summary", has_text="Điểm chính").first.click()
    shot(page, f"writing-{size}")
    axe(page)
    overflow = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert overflow <= 1


NAMES_AT_BIRTH = """new MutationObserver((changes) => {
  for (const { addedNodes } of changes) for (const node of addedNodes) {
    const box = node.querySelector?.(".ProseMirror") ?? (node.matches?.(".ProseMirror") ? node : null);
    if (box) (window.names ??= []).push(box.getAttribute("aria-label"));
  }
}).observe(document, { childList: true, subtree: true });"""


def test_the_text_has_its_name_from_the_first_moment(page, write):
    """Whoever hears the page would else meet a box without a name while the scripts still work."""
    page.add_init_script(NAMES_AT_BIRTH)
    write(page)
    assert set(page.evaluate("window.names")) == {"Nội dung"}
