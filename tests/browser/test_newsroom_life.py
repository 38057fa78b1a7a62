"""A post's whole life on the desk, as a correspondent, an editor and a visitor live it."""

import datetime as dt
import re

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from news.models import Post
from tests import factories as make

TEXT = '.ProseMirror[contenteditable="true"]'


@pytest.fixture
def draft(cast, site_url):
    return make.make_post(
        title="Hội quận trồng cây", unit=cast.district, state=Post.State.DRAFT,
        published_at=None, created_by=cast.correspondent,
    )  # fmt: skip


@pytest.fixture
def people(cast, open_page, sign_in):
    """Two windows: the correspondent's and the editor's."""
    writer, editor = open_page(), open_page()
    sign_in(writer, cast.correspondent)
    sign_in(editor, cast.editor)
    return writer, editor


def url(post, name="post"):
    return reverse(f"news_desk:{name}", args=[post.pk])


def test_post_lives_from_draft_to_reader(cast, site_url, people, page, axe, shot, problems):
    problems.allow("404")  # what a visitor gets before the post is out
    writer, editor = people
    make.make_section(name="Phong trào", slug="phong-trao")
    writer.goto("/so/tin/")
    axe(writer)
    writer.get_by_role("link", name="Viết bài đầu tiên").click()
    axe(writer)
    writer.get_by_label("Tít bài").fill("Ngày hội trồng cây")
    writer.get_by_label("Chuyên mục").select_option("Phong trào")
    writer.get_by_label("Viết cho đơn vị").select_option(str(cast.district.pk))
    writer.get_by_role("button", name="Bắt đầu viết").click()
    # The draft is there; what it lacks stops the sending, not the saving.
    writer.get_by_label("Sapo").fill("Bốn mươi cây xanh mới.")
    writer.get_by_role("button", name="Gửi ban biên tập").click()
    writer.get_by_text("Bài còn thiếu: nội dung.").wait_for()
    expect(writer.get_by_label("Sapo")).to_have_value("Bốn mươi cây xanh mới.")
    axe(writer)
    writer.locator(TEXT).click()
    writer.keyboard.type("Sáng nay, hội viên trồng cây.")
    writer.get_by_role("button", name="Gửi ban biên tập").click()
    writer.get_by_text("Đã gửi bài cho ban biên tập.").wait_for()
    axe(writer)
    # The editor finds it among what is to be done, and sends it back with a note.
    editor.goto("/so/")
    editor.get_by_role("link", name="1 bài chờ biên tập").click()
    editor.get_by_role("link", name="Ngày hội trồng cây").click()
    axe(editor)
    editor.get_by_role("button", name="Trả lại kèm lời nhắn").click()
    axe(editor)
    editor.get_by_label("Lời nhắn cho người viết").fill("Xin thêm số người dự.")
    editor.get_by_role("button", name="Trả lại kèm lời nhắn").click()
    editor.get_by_text("Đã trả bài lại cho người viết.").wait_for()
    # The writer reads the note, adds a line, sends it again.
    writer.goto("/so/")
    writer.get_by_role("link", name="1 bài được trả lại để sửa").click()
    writer.get_by_role("link", name="Ngày hội trồng cây").click()
    writer.get_by_text("Xin thêm số người dự.").first.wait_for()
    shot(writer, "desk-returned")
    writer.locator(TEXT).click()
    writer.keyboard.press("Control+End")
    writer.keyboard.type(" Tám mươi người cùng dự.")
    writer.get_by_role("button", name="Gửi ban biên tập").click()
    writer.get_by_text("Đã gửi bài cho ban biên tập.").wait_for()
    # Scheduled for tomorrow; the timer comes two hours late.
    editor.reload()
    editor.get_by_role("button", name="Hẹn giờ đăng").click()
    editor.get_by_label("Giờ đăng").fill("7 giờ rưỡi")
    editor.get_by_role("button", name="Hẹn giờ đăng").click()
    editor.get_by_text("07:30, ").first.wait_for()
    post = Post.objects.get()
    assert page.goto(post.get_absolute_url()).status == 404
    due = post.scheduled_for or timezone.now()
    with time_machine.travel(due + dt.timedelta(hours=2, minutes=12)):
        call_command("run_jobs", verbosity=0)
        editor.goto("/so/tin/")
        editor.get_by_text("chậm 2 giờ 12 phút").wait_for()
        axe(editor)
        post.refresh_from_db()
        page.goto(post.get_absolute_url())
        page.get_by_text("Tám mươi người cùng dự.").wait_for()
    states = list(post.moves.order_by("pk").values_list("new_state", flat=True))
    assert states == ["submitted", "returned", "submitted", "scheduled", "published"]


def test_lost_session_keeps_the_text_and_sends_it_after_signing_in(
    cast, draft, page, sign_in, axe, shot, problems
):
    problems.allow("401")
    sign_in(page, cast.correspondent)
    page.goto(url(draft))
    page.get_by_label("Sapo").fill("Câu viết lúc phiên đã hết.")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Lưu").first.click()
    page.get_by_role("heading", name="Phiên làm việc đã hết").wait_for()
    expect(page.get_by_text("Câu viết lúc phiên đã hết.")).to_be_visible()
    axe(page)
    shot(page, "signed-out")
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Đăng nhập trong cửa sổ mới").click()
    other = opened.value
    other.get_by_label("Tên đăng nhập").fill(cast.correspondent.username)
    other.locator("[name=password]").fill("demo")
    other.get_by_role("button", name="Đăng nhập").click()
    other.wait_for_url("**/so/")
    # One press, also where the browser tells nothing of coming back.
    page.get_by_role("button", name="Gửi lại").click()
    page.get_by_text("Đã lưu bài.").wait_for()
    draft.refresh_from_db()
    assert draft.lead == "Câu viết lúc phiên đã hết."


def test_two_at_once_are_told_and_nothing_is_lost(cast, draft, people, axe, shot, problems):
    problems.allow("409")
    writer, editor = people
    writer.goto(url(draft))
    editor.goto(url(draft))
    editor.get_by_text("Có người khác đang mở bài").wait_for()
    # Told once, by the page or by its script.
    told = f"đang được mở bởi: {cast.correspondent.display_name}"
    expect(editor.get_by_text(told)).to_have_count(1)
    editor.get_by_label("Sapo").fill("Lời của biên tập viên.")
    editor.get_by_role("button", name="Lưu").first.click()
    editor.get_by_text("Đã lưu bài.").wait_for()
    writer.get_by_label("Sapo").fill("Lời của cộng tác viên.")
    writer.get_by_role("button", name="Lưu").first.click()
    writer.get_by_role("heading", name="Chưa lưu: bài vừa được người khác lưu").wait_for()
    expect(writer.get_by_label("Sapo")).to_have_value("Lời của cộng tác viên.")
    expect(writer.locator("del").first).to_contain_text("biên tập")
    axe(writer)
    shot(writer, "conflict")
    # Going on from the other's text, one's own is offered back.
    writer.get_by_role("link", name="Viết tiếp từ bản đang lưu").click()
    expect(writer.get_by_label("Sapo")).to_have_value("Lời của biên tập viên.")
    writer.get_by_role("link", name="Dùng lại").click()
    expect(writer.get_by_label("Sapo")).to_have_value("Lời của cộng tác viên.")
    writer.get_by_role("button", name="Lưu").first.click()
    writer.get_by_role("button", name="Lưu bản của tôi").click()
    writer.get_by_text("Đã lưu bài.").wait_for()
    draft.refresh_from_db()
    assert (draft.lead, draft.versions.get().lead) == (
        "Lời của cộng tác viên.", "Lời của biên tập viên.",
    )  # fmt: skip


def test_preview_shows_phone_and_desk_and_a_link_for_others(
    draft, cast, page, open_page, sign_in, axe, shot
):
    sign_in(page, cast.correspondent)
    page.goto(url(draft, "preview"))
    phone, desk = (
        page.frame_locator(f"iframe >> nth={n}").get_by_role("heading", name="Hội quận trồng cây")
        for n in (0, 1)
    )
    phone.wait_for()
    desk.scroll_into_view_if_needed()
    widths = [frame.evaluate("innerWidth") for frame in page.frames[1:]]
    assert widths == [390, 1280]
    page.get_by_role("button", name="Tạo đường dẫn xem trước").click()
    page.get_by_text("Đã tạo đường dẫn xem trước").wait_for()
    axe(page)
    shot(page, "preview")
    visitor = open_page()
    visitor.goto(page.locator(".preview-address").get_attribute("href"))
    visitor.get_by_text("Bản xem trước, chưa đăng").wait_for()
    axe(visitor)


def test_writing_works_without_scripts(draft, cast, no_js_page, sign_in):
    page = no_js_page
    sign_in(page, cast.correspondent)
    page.goto(url(draft))
    page.get_by_label("Nội dung").fill("Đoạn một.\n\nĐoạn hai.")
    page.get_by_label("Thêm ảnh").set_input_files(
        {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": make.picture_file().read()}
    )
    page.get_by_role("button", name="Lưu").first.click()
    page.get_by_text("Đã lưu bài.").wait_for()
    draft.refresh_from_db()
    assert draft.body == "<p>Đoạn một.</p><p>Đoạn hai.</p>"
    page.get_by_label("Thêm ảnh").set_input_files(
        {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": make.picture_file().read()}
    )
    page.get_by_role("button", name="Tải ảnh lên").click()
    page.get_by_text("Đã thêm 1 ảnh.").wait_for()
    page.get_by_role("button", name="Gửi ban biên tập").click()
    page.get_by_text("Bài còn thiếu: mô tả của 1 ảnh.").wait_for()


@pytest.mark.parametrize("width", ["phone", "page"])
def test_desk_pages_are_accessible_and_never_scroll_sideways(
    width, request, cast, draft, sign_in, axe, shot
):
    window = request.getfixturevalue(width)
    sign_in(window, cast.editor)
    draft.moves.create(old_state="draft", new_state="returned", by=cast.editor, note="Xin sửa.")
    make.make_photo(draft)
    published = make.make_post(title="Đã đăng", lead="Một.", unit=cast.district)
    published.versions.create(
        number=1, why="published", title="Đã đăng", lead="Hai.", section_name="Tin"
    )
    event = make.make_event(cast.district)
    names = {
        "list": "/so/tin/", "new": "/so/tin/viet/", "edit": url(draft),
        "event": reverse("news_desk:from_event", args=[event.pk]),
        "schedule": reverse("news_desk:move", args=[draft.pk, "hen-gio"]),
        "versions": f"{url(published, 'versions')}?cu=1",
        "restore": reverse("news_desk:restore", args=[published.pk, 1]),
        "photo": reverse("news_desk:photo_delete", args=[draft.photos.get().pk]),
    }  # fmt: skip
    for name, address in names.items():
        window.goto(address)
        if name == "edit":
            window.locator(".writing-bar").wait_for()  # the editor is named with its buttons
        axe(window)
        sideways = window.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert (name, sideways) == (name, 0)
        shot(window, f"desk-{name}-{width}")


def test_writers_page_for_reading_is_accessible(cast, draft, phone, sign_in, axe):
    Post.objects.filter(pk=draft.pk).update(state="submitted")
    sign_in(phone, cast.correspondent)
    phone.goto(url(draft))
    axe(phone)
    phone.get_by_role("button", name="Rút lại để viết tiếp").click()
    phone.get_by_text("Đã rút bài về bản nháp.").wait_for()
    expect(phone).to_have_url(re.compile(r"da-chuyen=\d+$"))


def test_a_photograph_saved_by_somebody_else_meanwhile(draft, cast, phone, sign_in, axe, shot):
    """Without the page's script: what was typed comes back, and the second press decides."""
    photo = make.make_photo(draft, caption="Toàn cảnh")
    sign_in(phone, cast.correspondent)
    phone.goto(url(draft))
    photo.caption = "Của người khác"
    photo.save()
    form = phone.locator("[data-photo-form]")
    form.locator("[name=caption]").evaluate("box => box.value = 'Của tôi'")
    form.evaluate("form => HTMLFormElement.prototype.submit.call(form)")
    phone.get_by_text("Chưa lưu. Điều vừa nhập còn nguyên ở dưới.").wait_for()
    axe(phone)
    shot(phone, "photo-edit-phone")
    phone.set_viewport_size({"width": 1280, "height": 900})
    axe(phone)
    shot(phone, "photo-edit-desk")
    phone.get_by_role("button", name="Lưu ảnh này").click()
    phone.get_by_text("Đã lưu ảnh.").wait_for()
    photo.refresh_from_db()
    assert photo.caption == "Của tôi"
