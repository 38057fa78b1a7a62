"""The pages on which editors lay the site out, in a browser."""

import re

import pytest
from django.db.models import Model
from django.urls import reverse
from playwright.sync_api import expect

from assoc.models import MenuEntry, SiteProfile
from members.models import Position
from news.models import FrontPin, Page, Section
from tests import factories as make


@pytest.fixture
def editor(site_url):
    unit = make.make_association()
    user = make.make_officer(unit, Position.Right.NEWS_EDITOR)
    make.make_photo(make.make_post(title="Bài đang dẫn đầu"))
    for number, kind in enumerate(("lead", "pin", "pin")):
        make.make_pin(make.make_post(title=f"Tin đã chọn số {number}"), kind=kind, order=number)
    make.make_post(title="Bài để chọn")
    Page.objects.create(title="Giới thiệu", slug="gioi-thieu", body="<p>Hội</p>")
    SiteProfile.objects.create(pk=1)
    MenuEntry.objects.create(place="footer", label="Lịch", kind="room", room="events:list")
    return user


PAGES = {
    "front": ("news_desk:front", ()),
    "sections": ("news_desk:sections", ()),
    "section": ("news_desk:section_new", ()),
    "pages": ("news_desk:pages", ()),
    "page": ("news_desk:page_new", ()),
    "menus": ("site_menus", ()),
    "entry": ("site_entry_new", ("main",)),
    "reset": ("site_menu_reset", ("main",)),
    "facts": ("site_facts", ()),
}
# With the one row there is of each kind.
ROW_PAGES: dict[str, tuple[str, type[Model]]] = {
    "section-filled": ("news_desk:section", Section),
    "section-merge": ("news_desk:section_merge", Section),
    "section-delete": ("news_desk:section_delete", Section),
    "page-filled": ("news_desk:page", Page),
    "page-delete": ("news_desk:page_delete", Page),
    "entry-filled": ("site_entry", MenuEntry),
}


@pytest.mark.parametrize("width", ["page", "phone"])
def test_layout_pages_are_accessible(request, width, editor, sign_in, axe, shot):
    window = request.getfixturevalue(width)
    sign_in(window, editor)
    addresses = {name: reverse(address, args=args) for name, (address, args) in PAGES.items()}
    for name, (address, model) in ROW_PAGES.items():
        addresses[name] = reverse(address, args=[model._default_manager.first().pk])
    for name, address in addresses.items():
        window.goto(address)
        if window.locator("[name=body]").count():
            window.locator(".writing-bar").wait_for()  # the editor is named with its buttons
        shot(window, f"layout-{name}-{width}")
        axe(window)
        sideways = window.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert (name, sideways) == (name, 0)


def test_editor_chooses_and_pins_without_script(no_js_page, editor, sign_in):
    sign_in(no_js_page, editor)
    no_js_page.goto(reverse("news_desk:front"))
    no_js_page.get_by_role("button", name=re.compile("Làm tin chính.*Bài để chọn")).click()
    no_js_page.get_by_role("button", name=re.compile("^Lên.*Tin đã chọn số 2")).click()

    order = list(FrontPin.objects.values_list("post__title", "kind"))
    assert order == [
        ("Bài để chọn", "lead"), ("Tin đã chọn số 2", "pin"), ("Tin đã chọn số 1", "pin"),
    ]  # fmt: skip


@pytest.mark.parametrize("width", ["no_js_page", "phone"])
def test_what_was_taken_out_comes_back(request, width, editor, sign_in, axe, shot):
    window = request.getfixturevalue(width)
    sign_in(window, editor)
    for name, address, button, model in (
        ("pin", "news_desk:front", "^Bỏ khỏi trang chủ.*số 1", FrontPin),
        ("line", "site_menus", "^Bỏ.*Lịch", MenuEntry),
    ):
        before = list(model.objects.all())
        window.goto(reverse(address))
        window.get_by_role("button", name=re.compile(button)).click()
        undo = window.get_by_role("button", name="Hoàn tác")
        undo.wait_for()
        assert model.objects.count() == len(before) - 1
        shot(window, f"layout-undo-{name}-{width}")
        if width == "phone":
            axe(window)
        undo.click()
        window.get_by_text(re.compile("^Đã đưa (bài|mục) trở lại")).wait_for()
        assert list(model.objects.all()) == before


def test_page_is_written_in_the_rich_editor(page, editor, sign_in, shot):
    sign_in(page, editor)
    page.goto(reverse("news_desk:page_new"))
    page.get_by_label("Tên trang").fill("Liên hệ")
    page.locator(".ProseMirror").click()
    page.keyboard.type("Mời bạn đọc ghé Văn phòng Hội.")
    expect(page.get_by_role("button", name="Chèn ảnh")).to_have_count(
        0
    )  # a page has no photographs
    shot(page, "layout-writing-page")
    page.get_by_role("button", name="Lưu trang").click()
    page.get_by_text("Đã lưu trang").wait_for()

    assert Page.objects.get(title="Liên hệ").body == "<p>Mời bạn đọc ghé Văn phòng Hội.</p>"
