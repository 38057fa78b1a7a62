"""The frame of the workspace: heights of the head, the menu, the box that finds, the skip link."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from members.models import Member
from tests import factories as make
from tests.conftest import Cast

LAPTOP = {"viewport": {"width": 1366, "height": 768}}
PHONE = {"viewport": {"width": 360, "height": 740}}
PAGES = ("/so/", "/so/hoi-vien/", "/so/ung-vien/", "/so/chuyen-sinh-hoat/", "/so/chuc-vu/",
         "/so/tin/", "/so/bao-cao/", "/so/tim/?q=nguyen", "/so/hoi-vien/them/")  # fmt: skip


@pytest.fixture
def card(site_url: str, cast: Cast) -> Member:
    return make.make_member(
        cast.here, full_name="Đặng Thị Tìm", birth_year=1946, phone="0912 345 678", code="HV000777"
    )


def bottom(one: Locator) -> float:
    box = one.bounding_box()
    assert box is not None
    return box["y"] + box["height"]


@pytest.mark.parametrize(
    ("window", "head", "title"), [(LAPTOP, 56, 150), (PHONE, 64, 170)], ids=["laptop", "phone"]
)
def test_frame_leaves_the_screen_to_the_work(
    open_page: Callable[..., Page], cast: Cast, card: Member, sign_in, axe, window, head, title
):
    application = make.make_application(cast.here)
    page = open_page(**window)
    sign_in(page, cast.officer_here)
    for url in (*PAGES, application.get_absolute_url()):
        page.goto(url)
        assert bottom(page.locator(".desk-bar")) <= head, url
        assert bottom(page.locator(".desk-head h1")) <= title, url
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), url
        foot = page.locator(".desk-foot").bounding_box()
        assert foot is not None
        assert foot["height"] <= 56, url
    actions = page.locator(".desk-head .button")
    expect(actions).not_to_have_count(1)
    for action in actions.all():  # of a record each is whole, on a phone too
        expect(action).to_be_in_viewport(ratio=1)
    axe(page)


def test_head_names_who_is_signed_in_and_the_ways_out(page: Page, cast: Cast, card, sign_in):
    sign_in(page, cast.officer_here)
    page.goto("/so/hoi-vien/")
    head = page.get_by_role("banner")
    name = str(cast.officer_here.member.full_name)
    expect(head.get_by_role("link", name=name)).to_have_attribute("href", "/toi/")
    expect(head.get_by_role("link", name="Trang tin")).to_have_attribute("href", "/")
    expect(head.get_by_role("link", name="Sổ công tác")).to_have_attribute("href", "/so/")
    expect(page.get_by_role("navigation", name="Các mục chính")).to_have_count(0)
    head.get_by_role("button", name="Tăng cỡ chữ").click()
    expect(page.locator("html")).to_have_attribute("data-size", "1")
    head.get_by_role("button", name="Cỡ chữ thường").click()
    head.get_by_role("button", name="Đăng xuất").click()
    expect(page).to_have_url(re.compile(r"/$"))
    expect(page.get_by_role("link", name="Đăng nhập")).to_be_visible()


def test_help_leads_from_a_page_to_its_chapter_and_back(
    open_page: Callable[..., Page], cast: Cast, card: Member, sign_in, axe
):
    page, phone = open_page(**LAPTOP), open_page(**PHONE)
    for window in (page, phone):
        sign_in(window, cast.officer_here)
    page.goto("/so/hoi-vien/")
    menu = page.get_by_role("navigation", name="Sổ công tác")
    menu.get_by_role("link", name="Trợ giúp").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sổ hội viên")
    axe(page)
    page.get_by_role("link", name="Mở trang này").click()
    expect(page).to_have_url(re.compile(r"/so/hoi-vien/$"))
    for url in ("/so/tro-giup/", "/so/tro-giup/bat-dau/"):
        phone.goto(url)
        assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth"), url
        axe(phone)


def test_menu_of_a_phone_is_one_button_and_closes_by_escape(
    open_page, cast: Cast, card: Member, sign_in, axe, shot
):
    phone = open_page(**PHONE)
    sign_in(phone, cast.officer_here)
    phone.goto("/so/chuc-vu/")
    expect(phone.get_by_role("navigation", name="Sổ công tác")).to_have_count(0)
    phone.get_by_text("Các mục").click()
    menu = phone.get_by_role("navigation", name="Sổ công tác (thu gọn)")
    here = menu.get_by_role("link", name="Chức vụ")
    expect(here).to_have_attribute("aria-current", "page")
    expect(here).to_be_in_viewport()
    expect(menu.get_by_role("link", name="Sổ hội viên")).to_have_count(0)  # in a folded group
    menu.get_by_text("Hội viên", exact=True).click()
    expect(menu.get_by_role("link", name="Sổ hội viên")).to_be_visible()
    for link in menu.get_by_role("link").all():
        box = link.bounding_box()
        assert box is not None
        assert box["height"] >= 48
    expect(phone.get_by_role("banner").get_by_role("button", name="Đăng xuất")).to_be_visible()
    axe(phone)
    shot(phone, "desk-menu-phone")
    phone.keyboard.press("Escape")
    expect(menu).to_have_count(0)
    expect(phone.locator(".desk-fold > summary")).to_be_focused()


@pytest.mark.parametrize(
    "url", ["/so/", "/so/hoi-phi/", "/so/quyen/", "/so/tin/", "/so/thong-tin-trang/"]
)
def test_menu_shows_the_pages_own_entry(
    open_page: Callable[..., Page], cast: Cast, card: Member, sign_in, url: str
):
    """For whoever has the longest menu, on a laptop, without scrolling and without scripts."""
    for scripts in (True, False):
        page = open_page(**LAPTOP, java_script_enabled=scripts)
        sign_in(page, cast.admin)
        page.goto(url)
        here = page.locator(".desk-side [aria-current]")
        expect(here).to_have_attribute("href", url)
        expect(here).to_be_in_viewport(ratio=1)


def test_box_finds_as_one_types_by_keyboard_alone(
    open_page, cast: Cast, card: Member, sign_in, axe, shot
):
    make.make_member(cast.elsewhere, full_name="Đặng Thị Tìm Nơi Khác")
    page = open_page(**LAPTOP)
    sign_in(page, cast.officer_here)
    page.goto("/so/chuc-vu/")
    box = page.get_by_role("combobox", name="Tìm trong sổ công tác")
    box.focus()
    page.keyboard.type("dang thi tim", delay=20)
    options = page.get_by_role("option")
    expect(options).to_have_text(
        [re.compile("^Đặng Thị Tìm1946, HV000777"), "Xem tất cả kết quả của “dang thi tim”"]
    )
    expect(box).to_have_attribute("aria-expanded", "true")
    axe(page)
    shot(page, "desk-suggestions")
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", str(options.first.get_attribute("id")))
    page.keyboard.press("ArrowUp")
    expect(box).not_to_have_attribute("aria-activedescendant", re.compile("."))
    page.keyboard.press("Escape")
    expect(options).to_have_count(0)
    expect(box).to_have_value("dang thi tim")
    expect(box).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(options).to_have_count(2)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(rf"/so/hoi-vien/{card.pk}/$"))


def test_box_says_that_nothing_was_found_and_enter_opens_the_page(
    page: Page, cast: Cast, card: Member, sign_in
):
    sign_in(page, cast.officer_here)
    page.goto("/so/chuc-vu/")
    box = page.get_by_role("combobox", name="Tìm trong sổ công tác")
    box.press_sequentially("khongcoai")
    expect(page.locator(".suggestions")).to_contain_text("Không thấy trong sổ của đồng chí.")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.fill("0912345678")
    box.press("Enter")
    expect(page).to_have_url(re.compile(r"/so/tim/\?q=0912345678$"))
    expect(page.get_by_role("link", name="Đặng Thị Tìm")).to_be_visible()


@pytest.mark.parametrize("window", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_search_and_menu_work_without_scripts(open_page, cast: Cast, card: Member, sign_in, window):
    page = open_page(**window, java_script_enabled=False)
    sign_in(page, cast.officer_here)
    page.goto("/so/chuc-vu/")
    if window is PHONE:
        page.get_by_role("link", name="Tìm trong sổ công tác").click()
    page.locator(".desk-find input").fill("1946")
    page.locator(".desk-find input").press("Enter")
    page.get_by_role("link", name="Đặng Thị Tìm").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Đặng Thị Tìm")
    if window is PHONE:
        page.get_by_text("Các mục").click()
        page.get_by_role("link", name="Sổ hội viên").click()
        expect(page).to_have_url(re.compile(r"/so/hoi-vien/$"))


def test_skip_link_leads_past_the_menu_and_leaves_the_focus_to_the_errors(
    page: Page, cast: Cast, card: Member, sign_in
):
    sign_in(page, cast.officer_here)
    page.goto("/so/hoi-vien/them/")
    for _ in range(2):  # on the page of the errors, too
        page.locator(".skip-link").press("Enter")
        expect(page.locator("main")).to_be_focused()
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('main') !== null")
        assert page.evaluate("document.activeElement.closest('nav.desk-side') === null")
        assert "#noi-dung" in page.url
        page.get_by_role("button", name="Lưu hồ sơ").click()
        expect(page.locator(".error-summary")).to_be_focused()


def test_focus_is_not_lost_where_larger_letters_fold_the_head(
    open_page, cast: Cast, card: Member, sign_in
):
    page = open_page(viewport={"width": 1024, "height": 768})
    sign_in(page, cast.officer_here)
    page.goto("/so/chuc-vu/")
    for size in ("1", "2"):
        page.get_by_role("banner").get_by_role("button", name="Tăng cỡ chữ").click()
        expect(page.locator("html")).to_have_attribute("data-size", size)
    expect(page.locator(".desk-fold > summary")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("banner").get_by_role("button", name="Tăng cỡ chữ")).to_be_visible()


@pytest.mark.parametrize("letters", ["3", "-1"])
def test_frame_bears_any_size_of_letters(
    open_page, site_url: str, cast: Cast, card: Member, sign_in, letters: str
):
    for window in (LAPTOP, PHONE, {"viewport": {"width": 683, "height": 384}}):  # 200 % zoom
        page = open_page(**window)
        page.context.add_cookies([{"name": "co-chu", "value": letters, "url": site_url}])
        sign_in(page, cast.officer_here)
        page.goto("/so/tim/")
        expect(page.locator("html")).to_have_attribute("data-size", letters)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), window
        right = page.evaluate(
            "Math.max(...[...document.querySelectorAll('.desk-bar > .wrap > *')]"
            ".map(one => one.getBoundingClientRect().right))"
        )
        assert right <= window["viewport"]["width"], window
