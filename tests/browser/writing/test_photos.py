"""The post's photographs: many at once, each with its bar, words, order, focal point and undo."""

import base64
import re

import pytest
from playwright.sync_api import expect

from news.models import Photo
from tests import factories as make
from tests.browser.waiting import eventually

DROP = """async ([name, type, base64]) => {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const data = new DataTransfer();
  data.items.add(new File([bytes], name, { type }));
  const target = document.querySelector("h1");
  for (const kind of ["dragover", "drop"]) {
    target.dispatchEvent(new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));
  }
}"""


def picture(name: str, **options) -> dict:
    return {
        "name": name,
        "mimeType": "image/jpeg",
        "buffer": make.picture_file(name, **options).read(),
    }


def card(page, photo):
    return page.locator(f"#anh-{photo.pk}")


def said(page):
    return page.locator("[data-photos-said]")


def order(post) -> list[str]:
    return list(post.photos.values_list("alt", flat=True))


def test_many_photographs_are_added_at_once(page, write, post, axe, shot):
    write(page)
    expect(page.get_by_text("Bài chưa có ảnh nào.")).to_be_visible()
    page.get_by_label("Thêm ảnh").set_input_files([picture(f"anh{n}.jpg") for n in range(4)])
    expect(said(page)).to_have_text("Đã thêm 4 ảnh. Hãy ghi mô tả cho từng ảnh.")

    assert post.photos.count() == 4
    expect(page.locator(".photo-card")).to_have_count(4)
    expect(page.locator(".upload")).to_have_count(0)
    expect(page.get_by_text("Thiếu mô tả").filter(visible=True)).to_have_count(4)
    expect(page.get_by_text("Bài chưa có ảnh nào.")).to_be_hidden()
    axe(page)
    page.get_by_role("button", name="Chèn ảnh").click()
    expect(page.locator(".photo-choice button")).to_have_count(4)  # they can be put into the text


def test_a_photograph_dropped_anywhere_is_taken(page, write, post):
    write(page)
    page.evaluate(
        DROP, ["tha.jpg", "image/jpeg", base64.b64encode(make.picture_file().read()).decode()]
    )
    expect(said(page)).to_have_text("Đã thêm 1 ảnh. Hãy ghi mô tả cho từng ảnh.")
    assert post.photos.count() == 1


def test_one_is_on_its_way_at_a_time_and_can_be_cancelled(page, write, post, shot):
    write(page)
    held = []
    page.route("**/anh/", lambda route: held.append(route))
    page.get_by_label("Thêm ảnh").set_input_files([picture(f"anh{n}.jpg") for n in range(3)])
    bars = page.locator(".upload progress")
    expect(bars).to_have_count(3)
    expect(page.get_by_text("Đang chờ")).to_have_count(2)
    eventually(page, lambda: len(held), 1)
    expect(page.get_by_role("progressbar", name="anh0.jpg")).to_have_count(1)
    shot(page, "writing-uploads")
    page.get_by_role("button", name="Hủy: anh0.jpg").click()
    expect(page.locator(".upload")).to_have_count(2)
    page.wait_for_function("document.querySelectorAll('.upload').length == 2")
    eventually(page, lambda: len(held), 2)
    held[1].continue_()
    expect(page.locator(".photo-card")).to_have_count(1)
    eventually(page, lambda: len(held), 3)
    held[2].continue_()
    expect(page.locator(".photo-card")).to_have_count(2)
    assert post.photos.count() == 2


def test_each_file_has_its_own_error_and_may_be_sent_again(
    page, write, post, problems, shot, tmp_path
):
    problems.allow("400 from|status of 400|ERR_FAILED")
    write(page)
    page.route("**/anh/", lambda route: route.abort())
    (tmp_path / "tot.jpg").write_bytes(make.picture_file().read())
    (tmp_path / "thu.pdf").write_bytes(b"%PDF-1.7")
    (tmp_path / "nang.jpg").write_bytes(b"\xff\xd8" + b"0" * (25 * 1024 * 1024))
    files = [tmp_path / name for name in ("tot.jpg", "thu.pdf", "nang.jpg")]
    page.get_by_label("Thêm ảnh").set_input_files(files)
    rows = page.locator(".upload")
    expect(rows.filter(has_text="thu.pdf")).to_contain_text(
        "không phải là ảnh JPEG, PNG, WebP hoặc HEIC"
    )
    expect(rows.filter(has_text="nang.jpg")).to_contain_text("mỗi ảnh không được quá 25 MB")
    expect(rows.filter(has_text="tot.jpg")).to_contain_text("Mất kết nối khi đang gửi.")
    shot(page, "writing-upload-errors")
    page.unroute("**/anh/")
    page.get_by_role("button", name="Thử lại: tot.jpg").click()
    expect(page.locator(".photo-card")).to_have_count(1)

    page.get_by_label("Thêm ảnh").set_input_files(
        [{**picture("gia.jpg"), "buffer": b"khong phai anh"}]
    )
    expect(rows.filter(has_text="gia.jpg")).to_contain_text(
        "Tệp này không phải là ảnh JPEG, PNG, WebP hoặc HEIC. Nếu là ảnh kiểu khác thì mở ra, lưu lại "
        "thành JPEG rồi chọn lại."
    )
    page.get_by_role("button", name="Bỏ qua: gia.jpg").click()
    expect(rows.filter(has_text="gia.jpg")).to_have_count(0)


def test_words_and_consent_are_saved_as_they_are_given(page, write, post, problems):
    problems.allow("ERR_FAILED")
    photo = make.make_photo(post, alt="", credit="")
    write(page)
    here = card(page, photo)
    here.get_by_label("Mô tả ảnh").fill("Hai hội viên bắt tay")
    expect(here.get_by_text("Thiếu mô tả")).to_be_hidden()
    here.get_by_label("Người chụp").fill("Mai Dung")
    here.get_by_label("Những người trong ảnh đồng ý cho đăng").check()
    expect(here.locator("[data-said]")).to_contain_text("Đã lưu lúc")
    stored = Photo.objects.filter(pk=photo.pk).values_list("alt", "credit", "people_agreed")
    eventually(page, lambda: stored.get(), ("Hai hội viên bắt tay", "Mai Dung", True))

    page.route("**/so/tin/anh/**", lambda route: route.abort())
    here.get_by_label("Chú thích").fill("Lễ ký")
    here.get_by_label("Chú thích").blur()
    expect(here.locator("[data-said]")).to_have_text("Mất kết nối với máy chủ. Hãy thử lại.")


def test_order_is_changed_by_buttons_and_by_dragging(page, write, post):
    photos = [
        make.make_photo(post, alt=name, order=n) for n, name in enumerate(("Một", "Hai", "Ba"))
    ]
    write(page)
    button = card(page, photos[2]).get_by_role("button", name=re.compile("^Lên"))
    button.focus()
    page.keyboard.press("Enter")
    expect(said(page)).to_have_text("Ảnh đã sang vị trí 2 trên 3.")
    assert order(post) == ["Một", "Ba", "Hai"]
    page.keyboard.press("Enter")
    expect(said(page)).to_have_text("Ảnh đã sang vị trí 1 trên 3.")
    assert order(post) == ["Ba", "Một", "Hai"]
    page.keyboard.press("Enter")
    expect(said(page)).to_have_text("Ảnh đã ở đầu.")

    page.set_viewport_size({"width": 1280, "height": 2400})
    handle = card(page, photos[2]).locator(".photo-card__handle")
    handle.hover()
    page.mouse.down()
    box = card(page, photos[1]).bounding_box()
    page.mouse.move(box["x"] + 40, box["y"] + box["height"] - 20, steps=8)
    page.mouse.up()
    expect(said(page)).to_have_text("Ảnh đã sang vị trí 3 trên 3.")
    assert order(post) == ["Một", "Hai", "Ba"]


@pytest.mark.parametrize("size", ["page", "phone"])
def test_focal_point_is_pressed_or_moved_by_keys(size, request, write, post):
    page = request.getfixturevalue(size)
    photo = make.make_photo(post)
    write(page)
    image = card(page, photo).locator("[data-focal] > img")
    image.scroll_into_view_if_needed()
    box = image.bounding_box()
    at = {"x": box["width"] * 0.2, "y": box["height"] * 0.8}
    if size == "phone":
        image.tap(position=at)
    else:
        image.click(position=at)
    expect(card(page, photo).locator("[data-said]")).to_contain_text("Đã lưu lúc")
    photo.refresh_from_db()
    assert abs(photo.focus_x - 20) <= 1
    assert abs(photo.focus_y - 80) <= 1

    marker = card(page, photo).get_by_role("button", name="Điểm chính của ảnh")
    marker.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowUp")
    expect(marker).to_have_attribute(
        "aria-label",
        f"Điểm chính của ảnh: {photo.focus_x + 5} % từ trái, {photo.focus_y - 5} % từ trên. Dời bằng các phím mũi tên.",
    )
    stored = Photo.objects.filter(pk=photo.pk).values_list("focus_x", "focus_y")
    eventually(page, lambda: stored.get(), (photo.focus_x + 5, photo.focus_y - 5))


def test_a_deleted_photograph_can_be_called_back_for_a_while(page, write, post, axe):
    photo = make.make_photo(post, caption="Lễ ký")
    post.body = f'<p>x</p><figure data-photo="{photo.pk}"></figure>'
    post.save()
    page.clock.install()
    write(page)
    card(page, photo).get_by_role("button", name="Xóa ảnh").click()
    undo = page.get_by_role("button", name="Hoàn tác").last
    expect(undo).to_be_focused()
    expect(page.locator(".photo-undo")).to_contain_text("Đã xóa Lễ ký.")
    expect(page.locator(".photo-block")).to_contain_text("không còn trong bài")
    undo.press("Enter")
    expect(card(page, photo)).to_be_visible()
    expect(page.locator(".photo-block figcaption")).to_contain_text("Lễ ký")
    page.clock.run_for(10_000)
    assert Photo.objects.filter(pk=photo.pk).exists()

    card(page, photo).get_by_role("button", name="Xóa ảnh").click()
    page.clock.run_for(9_000)
    expect(page.locator(".photo-undo")).to_have_count(0)
    eventually(page, Photo.objects.filter(pk=photo.pk).exists, False)


def test_leaving_the_page_carries_out_the_deletion(page, write, post):
    photo = make.make_photo(post)
    write(page)
    card(page, photo).get_by_role("button", name="Xóa ảnh").click()
    page.goto("/")
    eventually(page, Photo.objects.filter(pk=photo.pk).exists, False)


def test_everything_works_without_script(no_js_page, post, sign_in):
    page = no_js_page
    photo = make.make_photo(post, alt="")
    sign_in(page, make.make_user(username="bientap", is_superuser=True))
    page.goto(f"/thu/{post.pk}/")
    page.get_by_label("Thêm ảnh").set_input_files([picture("a.jpg"), picture("b.jpg")])
    page.get_by_role("button", name="Tải ảnh lên").click()
    expect(page.locator(".photo-card")).to_have_count(3)

    here = card(page, photo)
    here.get_by_label("Mô tả ảnh").fill("Quang cảnh")
    here.locator("summary").click()
    here.get_by_label("Từ trái sang (%)").fill("30")
    here.get_by_role("button", name="Lưu ảnh này").click()
    stored = Photo.objects.filter(pk=photo.pk).values_list("alt", "focus_x")
    eventually(page, lambda: stored.get(), ("Quang cảnh", 30))
    here.get_by_role("button", name=re.compile("^Xuống")).click()
    order = post.photos.values_list("pk", flat=True)
    eventually(page, lambda: list(order.all()).index(photo.pk), 1)
    page.locator(".photo-card").last.get_by_role("button", name="Xóa ảnh").click()
    eventually(page, post.photos.count, 2)
