"""Every list of the desk, in a browser: where its first row stands, and how high a phone's rows are."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests import factories as make
from tests.conftest import make_cast
from tests.test_lists import TABLES
from tests.test_permissions import make_world

# A laptop and a telephone of the readers', and how far from the top the first row of data may begin.
SIZES = {"laptop": (1366, 768), "phone": (360, 740)}
LIMITS = {"laptop": 420, "phone": 560}
ROW = 96  # how high a row may be on a phone
HEAD = 130  # how high title, count and actions are there, whatever their number

# What is no table: groups that fold, cards. By the name of the address, as `TABLES`.
OTHERS = {
    "book:offices": "",
    "book:rights": "",
    "book:candidate_figures": "",
    "dues:rates": "",
    "recognition:catalogue": "",
    "recognition:layouts": "",
    "welfare_desk:rates": "",
    "news_desk:comments": "",
    "news_desk:pages": "",
    "news_desk:sections": "",
}
FIRST_ROW = "tbody tr, .unit-offices, .dues-rates > li, .queue > li, .picks > li, .task-list > li"
MEASURE = f"""() => {{
  const main = document.querySelector(".desk-main");
  const rows = [...main.querySelectorAll("{FIRST_ROW}")].filter((row) => row.offsetHeight);
  const top = (node) => Math.round(node.getBoundingClientRect().top + scrollY);
  return {{
    first: rows.length ? top(rows[0]) : null,
    head: main.querySelector(".desk-head").offsetHeight,
    high: Math.max(0, ...[...main.querySelectorAll(".listing tbody tr")].map((row) => row.offsetHeight)),
    sideways: document.documentElement.scrollWidth - innerWidth,
  }};
}}"""


@pytest.fixture
def world(site_url: str) -> Any:
    cast = make_cast()
    return SimpleNamespace(cast=cast, world=make_world(cast))


def _window(request: pytest.FixtureRequest, size: str) -> Page:
    window: Page = request.getfixturevalue("page" if size == "laptop" else "phone")
    width, height = SIZES[size]
    window.set_viewport_size({"width": width, "height": height})
    return window


@pytest.mark.parametrize("size", SIZES)
def test_first_row_of_every_list_is_on_the_first_screen(request, size, world, sign_in, shot):
    window = _window(request, size)
    sign_in(window, world.cast.admin)
    too_low, too_high, without = {}, {}, []
    for name, query in (TABLES | OTHERS).items():
        window.goto(f"{reverse(name)}?{query}")
        shot(window, f"list-{name.replace(':', '-')}-{size}")
        found = window.evaluate(MEASURE)
        assert (name, found["sideways"]) == (name, 0)
        if found["first"] is None:
            without.append(name)
            continue
        if found["first"] > LIMITS[size]:
            too_low[name] = found["first"]
        if size == "phone" and (found["high"] > ROW or found["head"] > HEAD):
            too_high[name] = found["high"], found["head"]
    assert (too_low, too_high, without) == ({}, {}, [])


def test_lists_are_accessible(page, world, sign_in, axe):
    sign_in(page, world.cast.admin)
    for name, query in (TABLES | OTHERS).items():
        page.goto(f"{reverse(name)}?{query}")
        axe(page)


def test_list_is_sorted_by_its_headings_without_script(no_js_page, world, sign_in):
    page = no_js_page
    for name in ("Trần Văn An", "Lê Thị Bình"):
        make.make_member(world.cast.here, full_name=name, birth_year=1950)
    sign_in(page, world.cast.officer_here)
    page.goto(f"{reverse('book:members')}?tuoi_tu=50")
    heading = page.get_by_role("columnheader", name="Họ và tên")
    expect(heading).to_have_attribute("aria-sort", "ascending")

    heading.get_by_role("link").click()

    expect(heading).to_have_attribute("aria-sort", "descending")
    expect(page.get_by_label("Tuổi từ")).to_have_value("50")  # the question goes along
    names = page.locator(".listing tbody th").all_inner_texts()
    assert names.index("Lê Thị Bình") < names.index("Trần Văn An")

    page.get_by_role("columnheader", name="Số thẻ").get_by_role("link").click()
    expect(page.get_by_role("columnheader", name="Số thẻ")).to_have_attribute(
        "aria-sort", "ascending"
    )
    expect(heading).not_to_have_attribute("aria-sort", "descending")


@pytest.mark.parametrize("size", SIZES)
def test_one_who_is_looked_for_is_in_view(request, size, world, sign_in):
    window = _window(request, size)
    make.make_member(world.cast.here, full_name="Tô Hiếm Thấy", phone="0909 777 888")
    sign_in(window, world.cast.admin)
    window.goto(reverse("book:members"))
    window.get_by_label("Tên, số thẻ hoặc điện thoại").fill("hiem thay")
    window.locator(".list-filters > button").click()
    expect(window.locator(".listing tbody tr")).to_have_count(1)
    expect(window.get_by_role("link", name="Tô Hiếm Thấy", exact=True)).to_be_in_viewport()
    call = window.get_by_role("link", name="0909 777 888")
    expect(call).to_be_in_viewport()
    expect(call).to_have_attribute("href", "tel:0909777888")


def test_phone_filters_and_sorts_in_the_fold(phone, world, sign_in):
    sign_in(phone, world.cast.admin)
    phone.goto(reverse("book:departures"))
    expect(phone.get_by_label("Hình thức")).to_be_hidden()
    phone.get_by_text("Lọc, sắp thứ tự").click()
    phone.get_by_label("Sắp theo").select_option(label="Đồng chí")
    phone.get_by_label("Hình thức").select_option(index=1)
    phone.locator(".list-filters__folded").get_by_role("button").click()
    expect(phone.get_by_text("Lọc, sắp thứ tự (1)")).to_be_visible()
    assert "sap=ten" in phone.url


def test_table_wider_than_the_page_is_a_named_region_to_scroll(page, world, sign_in):
    sign_in(page, world.cast.admin)
    page.set_viewport_size({"width": 1000, "height": 768})
    page.goto(reverse("book:members"))
    region = page.get_by_role("region", name="Đang sinh hoạt")
    expect(region).to_have_attribute("tabindex", "0")
    shadow = region.evaluate("node => getComputedStyle(node).backgroundImage")
    assert shadow.count("gradient") == 4


def test_largest_letters_leave_room_for_the_work(phone, world, sign_in, site_url):
    """The first row is in sight, and of a form's bar only the button that saves stays at hand."""
    phone.set_viewport_size({"width": 360, "height": 740})
    phone.context.add_cookies([{"name": "co-chu", "value": "3", "url": site_url}])
    sign_in(phone, world.cast.officer_here)
    phone.goto(reverse("book:members"))
    expect(phone.locator(".listing tbody th").first).to_be_in_viewport(ratio=1)

    phone.goto(reverse("book:member_new"))
    bar = phone.locator(".save-bar")
    expect(bar.get_by_role("button", name="Lưu hồ sơ")).to_be_in_viewport(ratio=1)
    expect(bar.get_by_role("button", name="Lưu và thêm người nữa")).not_to_be_in_viewport()
    bar.get_by_role("link", name="Thôi, không lưu").scroll_into_view_if_needed()
    expect(bar.get_by_role("link", name="Thôi, không lưu")).to_be_in_viewport(ratio=1)
