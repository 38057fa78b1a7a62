"""The search page as people with eyes, fingers and screen readers meet it."""

import datetime as dt
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests import factories as make

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def contents() -> None:
    for year in range(2019, 2025):
        make.make_post(
            title=f"Sáu quận ký kết giao ước thi đua năm {year}",
            lead="Lễ ký kết giao ước thi đua diễn ra sáng nay, có Đại tá chủ trì và đại biểu các quận.",
            published_at=dt.datetime(year, 10, 11, 2, tzinfo=dt.UTC),
        )
    make.make_event(title="Lễ ký kết giao ước thi đua", place="Hội trường Quận 4")
    make.make_compact(
        title="Giao ước thi đua Cụm II năm 2024", preamble="Phát huy bản chất tốt đẹp."
    )


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("tim-kiem", ""),
        ("tim-kiem-co-ket-qua", "?q=giao+uoc"),
        ("tim-kiem-khong-co", "?q=ky+ket+nghiem"),
        ("tim-kiem-loc-het", "?q=giao+uoc&nam=1999"),
    ],
)
def test_search_page_reads_well(
    contents: None, page: Page, phone: Page, axe: Callable, shot: Callable, name: str, query: str
) -> None:
    for window, size in ((page, "rong"), (phone, "hep")):
        window.goto(f"/tim-kiem/{query}")
        axe(window)
        shot(window, f"{name}-{size}")
        assert window.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_search_narrows_by_year_and_kind_without_javascript(
    contents: None, no_js_page: Page
) -> None:
    no_js_page.goto("/tim-kiem/")
    no_js_page.get_by_label("Từ cần tìm").last.fill("giao uoc")
    no_js_page.locator("main").get_by_role("button", name="Tìm").click()
    no_js_page.get_by_role("link", name="Bài viết (6)").click()
    no_js_page.get_by_label("Năm").select_option("2021")
    no_js_page.locator("main").get_by_role("button", name="Tìm").click()
    expect(no_js_page.locator("main h2")).to_have_text(
        ["Sáu quận ký kết giao ước thi đua năm 2021"]
    )
