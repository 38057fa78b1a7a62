"""The old blog's page as an editor sees it, on a desk, on a telephone, and without JavaScript."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from news.models import ImportRun, Post
from tests.blogger.samples import picture, saved, takeout, whole_blog, zipped
from tests.conftest import Cast

URL = "/so/tin/blog-cu/"


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    files = {"Takeout/Blogger/Albums/Hội/ky ket.jpg": picture()}
    return saved(tmp_path, zipped(takeout(*whole_blog()), files), "takeout-20241011.zip")


@pytest.mark.parametrize("width", ["page", "phone", "no_js_page"])
def test_editor_brings_the_blog_home(
    request: pytest.FixtureRequest,
    cast: Cast,
    sign_in: Callable[..., None],
    axe: Callable[..., None],
    shot: Callable[..., None],
    backup: Path,
    width: str,
) -> None:
    page: Page = request.getfixturevalue(width)
    has_script = width != "no_js_page"
    sign_in(page, cast.editor)
    page.goto(URL)
    if has_script:
        axe(page)
    shot(page, f"blogger-{width}-empty")

    page.get_by_role("button", name="Chạy thử").click()
    expect(page.get_by_role("alert")).to_contain_text("Chưa chọn tệp.")
    page.get_by_label("Tệp sao lưu của blog").set_input_files(backup)
    page.get_by_label("Địa chỉ blog cũ").fill("https://cuucongan.blogspot.com")
    page.get_by_role("button", name="Chạy thử").click()

    expect(page.get_by_text("Đây mới là chạy thử")).to_be_visible()
    if has_script:
        axe(page)
    shot(page, f"blogger-{width}-trial")
    page.get_by_text("Ảnh không lấy được").click()
    expect(page.get_by_text("mat-anh.jpg")).to_be_visible()
    page.get_by_role("button", name="Nhập thật").click()

    expect(page.get_by_text("Đã nhập xong")).to_be_visible()
    assert Post.objects.count() == 4
    page.goto("/2024/10/ky-ket-giao-uoc.html")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ký kết giao ước thi đua")
    shot(page, f"blogger-{width}-article")
    page.goto(URL)
    if has_script:
        axe(page)
    shot(page, f"blogger-{width}-list")


def test_page_follows_a_run_to_its_end(
    page: Page,
    cast: Cast,
    sign_in: Callable[..., None],
    axe: Callable[..., None],
    shot: Callable[..., None],
) -> None:
    run = ImportRun.objects.create(
        file_name="takeout.zip", state="running", heard_at=timezone.now(), done=1, total=4
    )
    sign_in(page, cast.editor)
    page.goto(run.get_absolute_url())
    expect(page.get_by_text("25 %").first).to_be_visible()
    axe(page)
    shot(page, "blogger-running")

    ImportRun.objects.filter(pk=run.pk).update(state="done", done=4)

    expect(page.get_by_text("Đã nhập xong")).to_be_visible(timeout=15_000)
