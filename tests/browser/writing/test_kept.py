"""As a person does it: two devices, two tabs, a lost connection, a closed tab, an ended session.

Every promise is in tests/test_kept.py; here it is held together with the browser's own copies.
"""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from members.models import User
from news.models import Post, PostDraft
from tests import factories as make
from tests.browser.writing.site import TEXT

LONG = "Sáng nay đoàn về thăm các gia đình chính sách của phường."
IN_THE_BOXES = "Trong khung là phần chữ chưa lưu từ"


@pytest.fixture
def draft(site_url: str) -> Post:
    return make.make_post(
        title="Lễ ký kết", lead="Đang lưu.", body="<p>Đoạn đầu.</p>", state="draft",
        published_at=None,
    )  # fmt: skip


@pytest.fixture
def me(site_url: str) -> User:
    return make.make_user(username="bientap", is_superuser=True)


def address(draft: Post) -> str:
    return reverse("news_desk:post", args=[draft.pk])


def open_it(page: Page, draft: Post) -> None:
    page.goto(address(draft))
    expect(page.locator(TEXT)).to_be_visible()


def lead(page: Page):
    return page.get_by_label("Sapo")


def body(page: Page):
    return page.locator(TEXT)


def sent(page: Page) -> None:
    expect(page.locator("[data-autosave-status]")).to_contain_text("Đã tự lưu lúc")


def save(page: Page) -> None:
    page.get_by_role("button", name="Lưu", exact=True).last.click()


def test_two_devices_and_two_texts(page, phone, sign_in, me, draft, axe, shot):
    sign_in(page, me)
    open_it(page, draft)
    lead(page).fill(LONG)
    body(page).fill("Một đoạn dài viết ở nhà.")
    sent(page)

    sign_in(phone, me)
    open_it(phone, draft)
    expect(phone.get_by_role("heading", name=IN_THE_BOXES)).to_be_visible()
    expect(lead(phone)).to_have_value(LONG)
    expect(body(phone)).to_have_text("Một đoạn dài viết ở nhà.")
    axe(phone)
    shot(phone, "kept-phone")
    lead(phone).fill("a")  # the first letter after reopening
    body(phone).fill("b")
    sent(phone)

    page.goto("/")
    open_it(page, draft)
    expect(lead(page)).to_have_value("a")
    axe(page)
    shot(page, "kept-desk")
    page.get_by_role("link", name="Dùng lại").click()
    expect(lead(page)).to_have_value(LONG)
    expect(body(page)).to_have_text("Một đoạn dài viết ở nhà.")
    save(page)
    expect(page.get_by_text("Đã lưu bài.")).to_be_visible()
    draft.refresh_from_db()
    assert (draft.lead, draft.body) == (LONG, "<p>Một đoạn dài viết ở nhà.</p>")
    open_it(page, draft)
    expect(page.get_by_text(IN_THE_BOXES)).to_have_count(0)
    expect(page.locator("#con-cho")).to_contain_text("Có phần chữ chưa lưu")


def test_connection_lost_tab_closed_session_ended(page, open_page, sign_in, me, draft, problems):
    problems.allow("ERR_INTERNET_DISCONNECTED|40[13] from|status of 40[13]")
    sign_in(page, me)
    open_it(page, draft)
    page.context.set_offline(True)
    lead(page).fill(LONG)
    expect(page.get_by_text("Mất kết nối với máy chủ")).to_be_visible()
    page.close(run_before_unload=False)

    again = page.context.new_page()
    again.context.set_offline(False)
    open_it(again, draft)
    expect(lead(again)).to_have_value(LONG)
    expect(again.get_by_role("heading", name=IN_THE_BOXES)).to_be_visible()
    sent(again)
    body(again).fill("Gõ xong đóng ngay.")
    again.close()  # within the delay

    third = page.context.new_page()
    open_it(third, draft)
    expect(body(third)).to_have_text("Gõ xong đóng ngay.")
    expect(lead(third)).to_have_value(LONG)

    third.context.clear_cookies()  # the session is over
    lead(third).fill(f"{LONG} Thêm lúc hết phiên.")
    expect(third.get_by_role("heading", name="Phiên làm việc đã hết")).to_be_visible()
    third.close(run_before_unload=False)
    fourth = page.context.new_page()
    sign_in(fourth, me)
    open_it(fourth, draft)
    expect(lead(fourth)).to_have_value(f"{LONG} Thêm lúc hết phiên.")
    sent(fourth)
    # Nobody else who uses the same browser is shown a letter of it.
    sign_in(fourth, make.make_user(username="khac", is_superuser=True))
    open_it(fourth, draft)
    expect(lead(fourth)).to_have_value("Đang lưu.")
    expect(fourth.get_by_text("phần chữ chưa lưu")).to_have_count(0)
    # And on another device all of it is there.
    other = open_page()
    sign_in(other, me)
    open_it(other, draft)
    expect(lead(other)).to_have_value(f"{LONG} Thêm lúc hết phiên.")
    expect(body(other)).to_have_text("Gõ xong đóng ngay.")


def test_two_tabs_a_conflict_and_the_way_back(page, open_page, sign_in, me, draft, problems, shot):
    problems.allow("409 from|status of 409")
    sign_in(page, me)
    open_it(page, draft)
    tab = page.context.new_page()
    open_it(tab, draft)
    lead(page).fill("Gõ ở cửa sổ một.")
    lead(tab).fill("Gõ ở cửa sổ hai.")
    sent(page)
    sent(tab)
    said = PostDraft.objects.waiting_for(me).values_list("content__lead", flat=True)
    assert sorted(said) == [["Gõ ở cửa sổ hai."], ["Gõ ở cửa sổ một."]]

    other = open_page()
    sign_in(other, make.make_user(username="khac", is_superuser=True))
    open_it(other, draft)
    lead(other).fill("Của người kia.")
    save(other)
    expect(other.get_by_text("Đã lưu bài.")).to_be_visible()
    save(page)
    expect(page.locator("#khac-nhau")).to_be_visible()
    page.get_by_role("link", name="Viết tiếp từ bản đang lưu").click()
    expect(lead(page)).to_have_value("Của người kia.")
    lead(page).fill("Của người kia, sửa.")
    save(page)
    expect(page.get_by_text("Đã lưu bài.")).to_be_visible()
    waiting = page.locator("#con-cho")
    expect(waiting).to_contain_text("Gõ ở cửa sổ một.")
    expect(waiting).to_contain_text("Gõ ở cửa sổ hai.")
    shot(page, "kept-two-waiting")

    page.go_back()  # to what stood there before saving, whichever way the browser brings it
    page.go_forward()
    open_it(page, draft)
    expect(lead(page)).to_have_value("Của người kia, sửa.")
    # One is thrown away on purpose: asked first, and gone then.
    row = page.locator("#con-cho li", has_text="cửa sổ hai")
    row.get_by_text("Bỏ đi").click()
    row.get_by_role("button", name="Bỏ hẳn").click()
    expect(page.get_by_text("Đã bỏ phần chữ chưa lưu.")).to_be_visible()
    expect(page.locator("#con-cho")).to_contain_text("Gõ ở cửa sổ một.")
    expect(page.locator("#con-cho")).not_to_contain_text("cửa sổ hai")


def test_without_script_a_conflict_loses_nothing(
    no_js_page, open_page, sign_in, me, draft, problems
):
    problems.allow("409 from|status of 409")
    sign_in(no_js_page, me)
    no_js_page.goto(address(draft))
    lead(no_js_page).fill(LONG)
    other = open_page(java_script_enabled=False)
    sign_in(other, make.make_user(username="khac", is_superuser=True))
    other.goto(address(draft))
    lead(other).fill("Của người kia.")
    save(other)
    save(no_js_page)
    expect(no_js_page.locator("#khac-nhau")).to_be_visible()
    no_js_page.get_by_role("link", name="Viết tiếp từ bản đang lưu").click()
    lead(no_js_page).fill("Của người kia, sửa.")
    save(no_js_page)
    no_js_page.get_by_role("link", name="Dùng lại").click()
    expect(lead(no_js_page)).to_have_value(LONG)


HELD = "Chưa lưu được vì mất kết nối."


@pytest.mark.parametrize("size", ["page", "phone"])
def test_press_of_save_without_a_connection_is_held(
    size, request, sign_in, me, draft, problems, axe, shot
):
    problems.allow("ERR_INTERNET_DISCONNECTED")
    page = request.getfixturevalue(size)
    sign_in(page, me)
    open_it(page, draft)
    lead(page).fill(LONG)
    page.context.set_offline(True)
    save(page)
    expect(page.get_by_role("alert").filter(has_text=HELD)).to_be_in_viewport()
    expect(page.locator("[data-autosave-status]")).to_contain_text("Chữ còn trên máy này")
    expect(lead(page)).to_have_value(LONG)
    axe(page)
    shot(page, f"kept-held-{size}")
    page.context.set_offline(False)
    expect(page.get_by_text(HELD)).to_have_count(0)
    save(page)
    expect(page.get_by_text("Đã lưu bài.")).to_be_visible()
    draft.refresh_from_db()
    assert draft.lead == LONG


def test_press_of_save_is_held_where_the_browser_knows_of_no_loss(
    page, sign_in, me, draft, problems
):
    problems.allow("ERR_FAILED|Failed to load")
    sign_in(page, me)
    open_it(page, draft)
    lead(page).fill(LONG)
    sent(page)
    page.route("**/*", lambda route: route.abort())
    save(page)
    expect(page.get_by_role("alert").filter(has_text=HELD)).to_be_visible()
    page.unroute("**/*")
    save(page)
    expect(page.get_by_text("Đã lưu bài.")).to_be_visible()


@pytest.mark.parametrize(
    ("name", "box"),
    [("news_desk:section_new", "name"), ("site_facts", "owner"), ("news_desk:page_new", "title")],
)
def test_every_form_of_the_desk_holds_its_press(page, sign_in, me, name, box, problems):
    problems.allow("ERR_INTERNET_DISCONNECTED")
    sign_in(page, me)
    page.goto(reverse(name))
    form = page.locator("main form[method=post]", has=page.locator(f"[name={box}]"))
    form.locator(f"[name={box}]").fill("Đang gõ dở")
    page.context.set_offline(True)
    form.locator("[type=submit]:visible").last.click()
    expect(page.get_by_role("alert").filter(has_text=HELD)).to_be_visible()
    expect(form.locator(f"[name={box}]")).to_have_value("Đang gõ dở")


def test_signed_in_again_in_another_window_the_words_go_off_at_once(
    page, sign_in, me, draft, problems, shot
):
    problems.allow("40[13] from|status of 40[13]")
    sign_in(page, me)
    open_it(page, draft)
    page.context.clear_cookies()
    lead(page).fill(LONG)
    bar = page.locator("[data-autosave-status]")
    expect(bar).to_contain_text("phiên làm việc đã hết")
    expect(bar).to_be_in_viewport()
    expect(bar.get_by_role("link", name="Đăng nhập lại")).to_have_attribute("target", "_blank")
    shot(page, "kept-signed-out")
    sign_in(page, me)
    page.evaluate("window.dispatchEvent(new Event('focus'))")  # another window hid nothing here
    expect(bar).to_contain_text("Đã tự lưu lúc")
    assert PostDraft.objects.waiting_for(me).get().content["lead"] == [LONG]


def test_what_moved_on_in_another_tab_is_told_as_it_is(page, sign_in, cast, problems, shot):
    problems.allow("409 from|status of 409")
    writer = cast.correspondent
    draft = make.make_post(
        title="Hội quận trồng cây", unit=cast.district, state="draft", published_at=None,
        created_by=writer,
    )  # fmt: skip
    sign_in(page, writer)
    page.clock.install()
    open_it(page, draft)
    Post.objects.filter(pk=draft.pk).update(state="submitted")  # in another tab
    lead(page).fill(LONG)
    page.clock.run_for(6_000)
    bar = page.locator("[data-autosave-status]")
    expect(bar).to_have_text("Máy chủ đã giữ chữ vừa viết.")
    expect(bar).to_be_in_viewport()
    with page.expect_response("**/tu-luu/"):  # a mere look, later, takes nothing back
        page.clock.run_for(31_000)
    expect(bar).to_have_text("Máy chủ đã giữ chữ vừa viết.")
    told = page.get_by_role("alert").filter(has_text="Bài không còn sửa được")
    expect(told).to_contain_text("Chữ vừa viết được giữ lại cho đồng chí")
    expect(page.get_by_text("Chưa gửi được")).to_have_count(0)
    shot(page, "kept-moved-on")
    assert PostDraft.objects.waiting_for(writer).get().content["lead"] == [LONG]


def test_one_text_is_offered_once(page, sign_in, me, draft, problems):
    """The server got it, and the page went away before it heard so."""
    problems.allow("ERR_FAILED|Failed to load")
    sign_in(page, me)
    open_it(page, draft)
    page.route("**/tu-luu/", lambda route: (route.fetch(), route.abort())[1])
    lead(page).fill(LONG)
    expect(page.get_by_text("Mất kết nối với máy chủ")).to_be_visible()
    page.close(run_before_unload=False)

    again = page.context.new_page()
    open_it(again, draft)
    expect(again.get_by_role("heading", name=IN_THE_BOXES)).to_have_count(1)
    expect(lead(again)).to_have_value(LONG)
    again.goto(f"{address(draft)}?ban=dang-luu")
    expect(again.locator("#con-cho")).to_contain_text(LONG)
    expect(again.get_by_role("heading", name="phần chữ chưa lưu")).to_have_count(1)


def test_conflict_is_told_once_and_oneself_is_no_other(page, sign_in, me, draft, problems, shot):
    problems.allow("409 from|status of 409")
    sign_in(page, me)
    open_it(page, draft)
    tab = page.context.new_page()
    open_it(tab, draft)
    lead(tab).fill("Ở cửa sổ kia.")
    save(tab)
    expect(tab.get_by_text("Đã lưu bài.")).to_be_visible()
    lead(page).fill(LONG)
    expect(page.get_by_role("link", name="Bài vừa được lưu ở cửa sổ hoặc máy khác")).to_be_visible()
    save(page)
    expect(page.locator("#khac-nhau")).to_contain_text("Chính đồng chí (ở cửa sổ hoặc máy khác)")
    with page.expect_response("**/tu-luu/"):  # the first look after opening
        pass
    expect(page.get_by_role("heading", name="vừa được lưu")).to_have_count(1)
    expect(page.get_by_text("người khác").filter(visible=True)).to_have_count(0)
    shot(page, "kept-conflict")
